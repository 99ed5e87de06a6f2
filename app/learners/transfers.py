"""People change unit or department: at once inside the scope, else asked for and accepted (PEOPLE-2, GX-19)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.hours import figures
from app.kit import audit, clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.learners import memberships
from app.learners.models import Absence, Learner, Transfer
from app.learners.operations import locked
from app.organizations import operations as organizations
from app.organizations.models import Organization

_learner: Any = Learner.__table__
_absence: Any = Absence.__table__
_asked: Any = Transfer.__table__


# ---- inside the scope ---------------------------------------------------------------------------------------------


def transfer(
    session: Session,
    actor: Actor,
    ids: Collection[int],
    organization: Organization,
    day: date | None = None,
    reason: str = "",
) -> Outcome:
    """Move people of the scope to a unit or department of the scope, from `day` (today) on (PEOPLE-2).

    Hours stay where they were earned and are visible to both units; what is pending keeps its route. Refused in the
    future and before the person joined the present unit; NotFound for people or a place outside the scope.
    """
    _refuse_foreign_place(session, organization)
    day = day or clock.today()
    if day > clock.today():
        raise RuleError(_("A transfer can't lie in the future."), field="day")
    people = locked(session, ids)
    staying = [one for one in people if one.retired_at or one.organization_id == organization.id]
    moving = [one for one in people if one not in staying]
    memberships.refuse_before(session, [one.id for one in moving], day)
    move(session, moving, organization.id, day, reason=reason)
    skipped = [(one.name, _("retired") if one.retired_at else _("is there already")) for one in staying]
    return Outcome(done=[one.id for one in moving], skipped=skipped)


def assign(session: Session, actor: Actor, ids: Collection[int], department: Organization) -> Outcome:
    """Put people of one unit into one of its departments, or back to the unit itself (GX-19)."""
    unit = organizations.unit_of(session, department.id)
    people = locked(session, ids)
    own = {one.organization_id for one in people}
    if any(organizations.unit_of(session, place) != unit for place in own):
        raise RuleError(_("The department belongs to another unit than these people; use a transfer."),
                        field="organization")  # fmt: skip
    return transfer(session, actor, ids, department)


def _refuse_foreign_place(session: Session, organization: Organization) -> None:
    mine = (Organization.id == organization.id, scope.predicate(Organization, owning=True))
    if session.execute(select(Organization.id).where(*mine)).first() is None:
        raise NotFound()


def move(session: Session, people: Sequence[Any], place: int, day: date, **details: Any) -> None:
    """The one writer of a person's place; the caller has checked both sides and holds the people's locks.

    Leave and exemptions go along, an open request to move has become pointless, the ledger is not touched.
    """
    ids = [one.id for one in people]
    if not ids:
        return
    session.flush()
    with scope.bulk("transfer: people whom both sides let go"):
        placed = {"organization_id": place, "version": _learner.c.version + 1}
        session.execute(update(_learner).where(_learner.c.id.in_(ids)).values(placed))
        session.execute(update(_absence).where(_absence.c.learner_id.in_(ids)).values(organization_id=place))
        now = list(session.execute(select(_learner).where(_learner.c.id.in_(ids))))
    figures.mark_stale(session, ids)
    memberships.end(session, ids, day)
    memberships.begin(session, now, dict.fromkeys(ids, day))
    close(session, ids)
    for one in people:
        audit.record(session, "learner:transfer", one.id, before=one.organization_id, after=place,
                     day=day, **details)  # fmt: skip
    session.expire_all()


def close(session: Session, ids: Iterable[int], state: str = "withdrawn") -> None:
    """End open requests of people who moved otherwise, or were merged."""
    mine = (_asked.c.learner_id.in_(list(ids)), _asked.c.state == "open")
    ended = {"state": state, "decided_at": clock.now(), "version": _asked.c.version + 1}
    with scope.bulk("transfer: requests that have become pointless"):
        session.execute(update(_asked).where(*mine).values(ended))
