"""Verbs about people: add, revise, retire; find exactly one by ID number and name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.accounts import appointing, identities
from app.accounts.models import RoleProfile
from app.hours.due import Attributes
from app.kit import clock, personal, scope
from app.kit.errors import RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.learners.models import Absence, Learner
from app.organizations.models import Organization, Platform

_FIELDS = ("name", "title", "phone", "hired_on", "requirement_applies", "organization")


def add_learner(session: Session, actor: Actor, values: Mapping[str, Any]) -> Learner:
    """Add a person to a unit or department of the scope; no user and no password is made."""
    organization, number = values["organization"], personal.check_id(values["document"])
    if find_by_number(session, organization.platform_id, [number]):
        raise RuleError(_("A person with this ID number is already registered."), field="document")
    learner = Learner(platform_id=organization.platform_id, document=number)
    session.add(_fill(learner, values))
    session.flush()
    return learner


def revise_learner(session: Session, actor: Actor, item: Learner, values: Mapping[str, Any]) -> None:
    """Change a person's data; the ID number is corrected by a verb of its own."""
    _fill(item, values)
    item.version += 1


def _fill(learner: Learner, values: Mapping[str, Any]) -> Learner:
    for name in _FIELDS:
        if name in values:
            setattr(learner, name, _stored(name, values[name]))
    return learner


def _stored(name: str, value: Any) -> Any:
    if name == "phone":
        return personal.Secret(value) if isinstance(value, str) else value
    return "" if name == "title" and value is None else value


def retire(session: Session, ids: Iterable[int], actor: Actor) -> Outcome:
    """Retire people of the scope: they keep their hours and are no longer offered for enrollment."""
    outcome = Outcome()
    for person in session.scalars(select(Learner).where(Learner.id.in_(list(ids)))):
        if person.retired_at:
            outcome.skipped.append((person.name, _("already retired")))
        else:
            person.retired_at, person.version = clock.now(), person.version + 1
            outcome.done.append(person.id)
    session.flush()
    return outcome


def find_by_number(session: Session, platform_id: int, numbers: Iterable[str]) -> dict[str, Any]:
    """People of the platform by exact ID number, whatever unit they belong to: {number: row}.

    The one exception to the scope (R-1): callers must check that the name matches before they use a row, give
    unknown people and wrong names the same message, and never show the stored name.
    """
    by_hash = {personal.keyed_hash(number): number for number in numbers}
    table: Any = Learner.__table__
    query = select(table).where(table.c.platform_id == platform_id, table.c.document_hash.in_(list(by_hash)))
    with scope.bulk("learners: exact ID number, the exception of R-1"):
        return {by_hash[row.document_hash]: row for row in session.execute(query)}


def attributes(session: Session, learner_ids: Iterable[int]) -> dict[int, Attributes]:
    """What rules about hours ask of people of the scope: grade, title, month of joining, leave, exemptions (R-9)."""
    wanted = list(learner_ids)
    spans: dict[tuple[int, str], list[tuple[date, date | None]]] = {}
    absences = select(Absence.learner_id, Absence.kind, Absence.starts_on, Absence.ends_on)
    for who, kind, starts, ends in session.execute(
        absences.where(Absence.learner_id.in_(wanted)).order_by(Absence.starts_on)
    ):
        spans.setdefault((who, kind), []).append((starts, ends))
    columns = (Learner.id, Learner.grade, Learner.title, Learner.hired_on, Learner.requirement_applies)
    people = session.execute(select(*columns).where(Learner.id.in_(wanted)))
    return {
        number: Attributes(
            grade, title, hired, tuple(spans.get((number, "leave"), ())), tuple(spans.get((number, "exemption"), ())),
            applies,
        )
        for number, grade, title, hired, applies in people
    }  # fmt: skip


def users_of(session: Session, learner_ids: Iterable[int]) -> list[int]:
    """The accounts of people whom a checked operation concerns, to tell them; people without one are left out."""
    table: Any = Learner.__table__
    query = select(table.c.user_id).where(table.c.id.in_(list(learner_ids)), table.c.user_id.is_not(None))
    with scope.bulk("learners: accounts of people to be told"):
        return list(session.execute(query).scalars())


@identities.source
def learner_identities(session: Session, user_id: int) -> list[identities.Identity]:
    """The learner records of a user, one identity per platform (R-2)."""
    query = select(Learner, Organization, RoleProfile, Platform.name).join(Organization, Learner.organization)
    query = query.join(Platform, Platform.id == Learner.platform_id)
    role = (RoleProfile.platform_id == Learner.platform_id, RoleProfile.kind == "learner")
    rows = session.execute(query.join(RoleProfile, and_(*role)).where(Learner.user_id == user_id).order_by(Learner.id))
    word = _("My learning")
    return [
        identities.Identity(
            key=f"l{person.id}",
            label=f"{unit.name} · {word}",
            kind="learner",
            role_id=profile.role_id,
            user_id=user_id,
            name=person.name,
            platform_id=person.platform_id,
            platform_name=platform,
            organization_id=unit.id,
            learner_id=person.id,
        )
        for person, unit, profile, platform in rows
    ]


@appointing.place
def learner_places(session: Session, user_id: int) -> list[int]:
    """Where a user is a learner: accounts are managed only by who administers all of these."""
    table: Any = Learner.__table__
    with scope.bulk("learners: places of an account of the scope"):
        return list(session.execute(select(table.c.organization_id).where(table.c.user_id == user_id)).scalars())
