"""Verbs about people: add, revise, retire and take it back; find exactly one by ID number and name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts import appointing, identities
from app.accounts.models import RoleProfile
from app.hours import figures
from app.hours.due import Attributes
from app.kit import clock, personal, scope
from app.kit.bulk import among, delete_rows
from app.kit.errors import NotFound, RuleError, Stale
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.learners import memberships, names
from app.learners.models import Absence, Learner
from app.organizations import departments
from app.organizations.models import Organization, Platform

_FIELDS = ("title", "grade", "phone", "hired_on", "requirement_applies")


def add_learner(session: Session, actor: Actor, values: Mapping[str, Any]) -> Learner:
    """Add a person to a unit or department of the scope; no user and no password is made (PEOPLE-1).

    The number is checked by the rule of its document; one that is taken on the platform is refused, whoever has it.
    """
    organization, kind = values["organization"], values.get("document_type") or "id"
    number = checked_number(kind, values["document"])
    refuse_taken(session, organization.platform_id, number)
    learner = Learner(
        platform_id=organization.platform_id, organization=organization, document_type=kind, document=number,
        name=values["name"],
    )  # fmt: skip
    session.add(_fill(learner, values))
    session.flush()
    begin(session, [learner])
    return learner


def begin(session: Session, people: Iterable[Any]) -> None:
    """What every new person gets, singly or by import: terms to be found by, and the first membership."""
    found = list(people)
    names.write(session, [(one.platform_id, one.id, one.name) for one in found])
    memberships.begin(session, found, {one.id: one.hired_on for one in found})


def discard(session: Session, ids: Sequence[int]) -> None:
    """Remove people who came by mistake, with what every new person gets; the caller has seen that nothing refers.

    What refers to them by the time of the statement keeps them: IntegrityError.
    """
    names.forget(session, ids)
    memberships.forget(session, ids)
    figures.forget(session, ids)
    delete_rows(session, Learner, ids)


BEGUN = ("membership", "learner_term", "learner_standing")  # the tables of what every new person gets


def checked_number(kind: str, number: Any) -> str:
    """The normalised number of a document; RuleError at the field `document`."""
    try:
        return personal.check_document(kind, number.reveal() if isinstance(number, personal.Secret) else number)
    except RuleError as refusal:
        raise RuleError(refusal.message, field="document") from refusal


def refuse_taken(session: Session, platform_id: int, number: str, own_id: int | None = None) -> None:
    """One record per number and platform, those of other units and merged ones included."""
    table: Any = Learner.__table__
    same = (table.c.platform_id == platform_id, table.c.document_hash == personal.keyed_hash(number))
    with scope.bulk("learners: exact ID number, the exception of R-1"):
        if session.execute(select(table.c.id).where(*same, table.c.id != (own_id or 0))).first():
            raise RuleError(_("A person with this ID number is already registered."), field="document")


def revise_learner(session: Session, actor: Actor, item: Learner, values: Mapping[str, Any]) -> None:
    """Change a person's data; name, document and place have verbs of their own."""
    refuse_merged(item)
    _fill(item, values)
    item.version += 1


def refuse_merged(person: Any) -> None:
    if person.merged_into_id:
        raise RuleError(_("This record was merged into another one; work with that one."))


def _fill(learner: Learner, values: Mapping[str, Any]) -> Learner:
    for name in _FIELDS:
        if name in values:
            setattr(learner, name, _stored(name, values[name]))
    return learner


def _stored(name: str, value: Any) -> Any:
    if name == "phone":
        return personal.Secret(value) if isinstance(value, str) else value
    return "" if name in ("title", "grade") and value is None else value


# ---- people in sets -----------------------------------------------------------------------------------------------


def locked(session: Session, ids: Iterable[int]) -> list[Learner]:
    """People of the scope, locked in the order of their ids; NotFound when one of them is not of the scope.

    Locked first and judged afterwards: a lock that waits for a transfer would be judged by the place before it.
    """
    wanted = sorted(set(ids))
    table: Any = Learner.__table__
    with scope.bulk("learners: locks, judged by the next statement"):
        session.execute(
            select(table.c.id).where(among(table.c.id, wanted)).order_by(table.c.id).with_for_update()
        ).all()
    mine = (among(Learner.id, wanted), scope.predicate(Learner, owning=True))
    query = select(Learner).where(*mine).order_by(Learner.id)
    found = list(session.scalars(query.execution_options(populate_existing=True)))
    if not wanted or len(found) != len(wanted):
        raise NotFound()
    return found


def hold(session: Session, ids: Iterable[int], writing: bool = False) -> dict[int, Any]:
    """Keep people as they are while something is added to them: a merge or a transfer waits; the rows as they are now.

    The caller has checked them, by the scope or by ID number and name. `writing`: who goes on to post hours for them
    takes the lock of that at once, since two who share it would wait for each other.
    """
    table: Any = Learner.__table__
    query = select(table).where(among(table.c.id, list(ids))).order_by(table.c.id)
    with scope.bulk("learners: people held as they are by who has checked them"):
        return {row.id: row for row in session.execute(query.with_for_update(read=not writing))}


def busy() -> Stale:
    """Somebody else has changed a record between the look and the lock."""
    return Stale(_("Somebody is just working with one of these records. Please try again."))


def retire(session: Session, ids: Iterable[int], actor: Actor) -> Outcome:
    """Retire people of the scope: they keep their hours, their membership ends, no class is offered to them."""
    outcome = Outcome()
    for person in locked(session, ids):
        if person.retired_at:
            outcome.skipped.append((person.name, _("already retired")))
        else:
            person.retired_at, person.version = clock.now(), person.version + 1
            outcome.done.append(person.id)
    session.flush()
    memberships.end(session, outcome.done, clock.today())
    return outcome


def restore(session: Session, ids: Iterable[int], actor: Actor) -> Outcome:
    """Take retirement back: from today on they belong to their unit again; merged records stay what they are."""
    outcome, back = Outcome(), []
    for person in locked(session, ids):
        if person.merged_into_id or not person.retired_at:
            outcome.skipped.append((person.name, _("not retired")))
        else:
            person.retired_at, person.version = None, person.version + 1
            back.append(person)
    session.flush()
    memberships.begin(session, back, dict.fromkeys([one.id for one in back], clock.today()))
    outcome.done = [one.id for one in back]
    return outcome


def require_hours(session: Session, ids: Iterable[int], actor: Actor, applies: bool) -> Outcome:
    """「是否有学时要求」 of many people at once (CAS-10)."""
    outcome = Outcome()
    for person in locked(session, ids):
        if person.requirement_applies == applies or person.merged_into_id:
            outcome.skipped.append((person.name, _("nothing to change")))
        else:
            person.requirement_applies, person.version = applies, person.version + 1
            outcome.done.append(person.id)
    session.flush()
    return outcome


def of_scope_by_number(session: Session, numbers: Iterable[str], lock: bool = False) -> dict[str, Learner]:
    """People of the scope by exact ID number, those who have retired left out; the name is still to be compared.

    `lock`: they stay as they are until the transaction ends. Locked first and read afterwards, as in `locked`: who
    leaves the scope while the lock waits is not found, like anybody else who is not of it.
    """
    by_hash = {personal.keyed_hash(number): number for number in numbers}
    mine = (among(Learner.document_hash, by_hash), scope.predicate(Learner, owning=True), Learner.retired_at.is_(None))
    query = select(Learner).where(*mine)
    if lock:
        ids = query.with_only_columns(Learner.id).order_by(Learner.id).with_for_update(of=Learner)
        query = query.where(among(Learner.id, session.scalars(ids).all()))
    found = session.scalars(query.execution_options(populate_existing=lock))
    return {by_hash[one.document_hash]: one for one in found}


def unknown_person() -> str:
    """The one sentence for a number that nobody of the scope has, and for another's name (R-1)."""
    return _("No person of yours has this ID number and this name.")


def find_by_number(session: Session, platform_id: int, numbers: Iterable[str]) -> dict[str, Any]:
    """People of the platform by exact ID number, whatever unit they belong to: {number: row}.

    The number of a merged record leads to the one that was kept.

    The one exception to the scope (R-1): callers must check that the name matches before they use a row, give
    unknown people and wrong names the same message, and never show the stored name.
    """
    by_hash = {personal.keyed_hash(number): number for number in numbers}
    table: Any = Learner.__table__
    query = select(table).where(table.c.platform_id == platform_id, among(table.c.document_hash, by_hash))
    with scope.bulk("learners: exact ID number, the exception of R-1"):
        found = {by_hash[row.document_hash]: row for row in session.execute(query)}
        kept = {row.merged_into_id for row in found.values() if row.merged_into_id}
        now = {row.id: row for row in session.execute(select(table).where(table.c.id.in_(kept)))} if kept else {}
        return {number: now.get(row.merged_into_id, row) for number, row in found.items()}


@departments.occupants
def people_in(session: Session, organization_id: int) -> int:
    """People in a department, retired ones included (GX-18)."""
    query = select(func.count()).select_from(Learner).where(Learner.organization_id == organization_id)
    return session.execute(query).scalar_one()


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
    return [one.user_id for one in contacts(session, learner_ids).values() if one.user_id is not None]


def contacts(session: Session, learner_ids: Iterable[int]) -> dict[int, Any]:
    """Account and place of people whom a checked operation concerns, to tell them and their unit."""
    table: Any = Learner.__table__
    query = select(table.c.id, table.c.user_id, table.c.organization_id).where(table.c.id.in_(list(learner_ids)))
    with scope.bulk("learners: accounts of people to be told"):
        return {row.id: row for row in session.execute(query)}


def users_below(platform_id: int, path: str) -> Any:
    """The accounts of the people at organizations below a path, to be told."""
    people: Any = Learner.__table__
    tree: Any = Organization.__table__
    inside = (people.c.platform_id == platform_id, tree.c.path >= path, tree.c.path < f"{path[:-1]}0")
    query = select(people.c.user_id).join_from(people, tree, tree.c.id == people.c.organization_id)
    return query.where(*inside, people.c.user_id.is_not(None), people.c.retired_at.is_(None))


@identities.source
def learner_identities(session: Session, user_id: int) -> list[identities.Identity]:
    """The learner records of a user, one identity per platform (R-2)."""
    query = select(Learner, Organization, RoleProfile, Platform).join(Organization, Learner.organization)
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
            platform_name=platform.name,
            zone=platform.zone,
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
