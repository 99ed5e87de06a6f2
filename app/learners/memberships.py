"""Who belonged where and when: the only writer of memberships, and the counts on a day (PEOPLE-2, CAS-9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session, foreign, relationship

from app.hours.models import HourEntry, LearnerYear
from app.kit import scope
from app.kit.bulk import chunks, insert_rows
from app.kit.errors import RuleError
from app.learners.models import Learner, Membership
from app.organizations.models import Organization, under
from app.organizations.operations import place_names

_table: Any = Membership.__table__


def begin(session: Session, people: Sequence[Any], joined: Mapping[int, date | None]) -> None:
    """Let each person's time at the present organization begin; `joined` by learner, None: before the records."""
    names = place_names(session, {one.organization_id for one in people})
    rows = [
        {
            "platform_id": one.platform_id,
            "organization_id": one.organization_id,
            "learner_id": one.id,
            "joined_on": joined.get(one.id),
            "learner_name": one.name,
            "organization_name": names[one.organization_id],
        }
        for one in people
    ]
    insert_rows(session, Membership, rows, "memberships of people whom a verb has checked")


def end(session: Session, learner_ids: Iterable[int], day: date) -> None:
    """Let the present memberships end: `day` is the first that no longer counts; never before they began."""
    begun = case((_table.c.joined_on > day, _table.c.joined_on), else_=day)
    for part in chunks(sorted(set(learner_ids))):
        _write(session, _table.c.learner_id.in_(part), left_on=begun)


def _write(session: Session, whose: ColumnElement[bool], **values: Any) -> None:
    with scope.bulk("memberships of people whom a verb has checked"):
        session.execute(update(_table).where(whose, _table.c.left_on.is_(None)).values(**values))


def refuse_before(session: Session, learner_ids: Iterable[int], day: date) -> None:
    """A change of organization lies neither in the future nor before the person came."""
    present = and_(Membership.learner_id.in_(list(learner_ids)), Membership.left_on.is_(None))
    latest = session.scalar(select(func.max(Membership.joined_on)).where(present))
    if latest and day < latest:
        raise RuleError(_("The person joined the present unit only on %(day)s.", day=latest.isoformat()), field="day")


def rename(session: Session, learner_id: int, name: str) -> None:
    """The present membership follows a corrected name; what was left keeps the one it knew."""
    _write(session, _table.c.learner_id == learner_id, learner_name=name)


def take_over(session: Session, gone: int, kept: int) -> None:
    """The history of a merged record goes to the one that is kept (its present membership has ended before)."""
    with scope.bulk("memberships of people whom a verb has checked"):
        session.execute(update(_table).where(_table.c.learner_id == gone).values(learner_id=kept))


def forget(session: Session, learner_ids: Sequence[int]) -> None:
    """The history of people who are removed as if they had never been there."""
    with scope.bulk("memberships of people whom a verb has checked"):
        session.execute(delete(_table).where(_table.c.learner_id.in_(learner_ids)))


# ---- counting -----------------------------------------------------------------------------------------------------


def held_on(day: date) -> ColumnElement[bool]:
    """Memberships that hold on `day`: from the day of joining, up to the day before leaving."""
    return and_(
        or_(Membership.joined_on.is_(None), Membership.joined_on <= day),
        or_(Membership.left_on.is_(None), Membership.left_on > day),
    )


def members_on(day: date, organization: Organization) -> Select[int]:
    """The ids of the people who belonged to an organization, or to anything below it, on a day; each once.

    Completion rates count these people, whatever unit they are at today (architecture, Membership).
    """
    inside = select(Organization.id).where(Organization.platform_id == organization.platform_id,
                                           under(organization.path))  # fmt: skip
    return select(Membership.learner_id).where(held_on(day), Membership.organization_id.in_(inside)).distinct()


def count_on(session: Session, day: date, organization: Organization) -> int:
    """How many people belonged to an organization and what is below it on a day."""
    members = members_on(day, organization).subquery()
    return session.execute(select(func.count()).select_from(members)).scalar_one()


# ---- names for the lists of hours --------------------------------------------------------------------------------


def _name_of(row: Any) -> str | None:
    """The name of whose hours these are, for a former unit as it was there."""
    known = [row.learner, *(m.learner_name for m in row.memberships if m.organization_id == row.organization_id)]
    return next((str(name) for name in known if name), None)


def _place_of(row: Any) -> str | None:
    """Where the hours were earned, by the history where that unit is out of sight."""
    known = [row.organization, *(m for m in row.memberships if m.organization_id == row.organization_id)]
    return next((str(place) for place in known if place), None)


# The ledger sits below and knows people by id only; lists of hours want names, also of people who have left.
for _model in (HourEntry, LearnerYear):
    _key: Any = _model.learner_id
    _model.learner = relationship(Learner, viewonly=True)
    _model.memberships = relationship(
        Membership, primaryjoin=_key == foreign(Membership.learner_id), viewonly=True, order_by=Membership.id
    )
    _model.person_name = property(_name_of)
    _model.earned_at = property(_place_of)
