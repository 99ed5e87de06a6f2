"""Verbs of certificates: issue where the requirement is met, make void; both tell whom it concerns (CERT-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts import rights
from app.certificates import facts
from app.certificates.models import REVOKED, VALID, Certificate, new_token, number_of
from app.hours import ledger, rules
from app.hours import operations as hours
from app.hours.due import Attributes
from app.hours.models import LearnerStanding
from app.hours.standing import Standing, through
from app.kit import audit, bulk, clock, notices, scope
from app.kit.errors import NotFound
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.learners import operations as learners
from app.learners.models import Learner
from app.organizations import operations as organizations
from app.organizations.models import Platform

_table: Any = Certificate.__table__
Pair = tuple[int, int]


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when the notice is read."""
    return message


ISSUED = N_("Your certificate %(number)s for %(year)s was issued.")
VOID = N_("Your certificate %(number)s for %(year)s is void.")
VOID_HERE = N_("Certificate %(number)s of %(name)s is void.")
MORE_VOID_HERE = N_("Certificate %(number)s of %(name)s and %(more)s more are void.")


# ---- issuing ------------------------------------------------------------------------------------------------------


def issue(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Issue a certificate for each of the kept standings `ids` of the scope whose requirement is met by hours (CERT-1).

    Judged by a fresh standing with the people locked, so that hours taken back meanwhile are seen. Whoever is exempt,
    owes nothing, lacks hours or has a certificate of the year already is skipped with the reason. NotFound when one of
    the rows or people is not of the scope.
    """
    query = select(LearnerStanding.learner_id, LearnerStanding.year).where(LearnerStanding.id.in_(ids))
    pairs: list[Pair] = sorted((who, year) for who, year in session.execute(query))
    if not pairs or len(pairs) != len(set(ids)):
        raise NotFound()
    people = {one.id: one for one in learners.locked(session, {who for who, _year in pairs})}
    judged, held = _judged(session, people, pairs), _held(session, people)
    outcome, due = Outcome(), []
    for pair in pairs:
        why = _refusal(people[pair[0]], judged[pair][1], held.get(pair))
        if why:
            outcome.skipped.append((people[pair[0]].name, why))
        else:
            due.append(pair)
    outcome.done = _made(session, actor, people, {pair: judged[pair] for pair in due}) if due else []
    return outcome


def _judged(
    session: Session, people: Mapping[int, Learner], pairs: Iterable[Pair]
) -> dict[Pair, tuple[Attributes, Standing]]:
    """Where each person stands in the year, by the rules of today."""
    known, entries = learners.attributes(session, people), ledger.entries(session, list(people))
    version = rules.load(session, _platform(people)).of
    return {
        (who, year): (known[who], through(hours.live(entries[who]), version, known[who], year)) for who, year in pairs
    }


def _platform(people: Mapping[int, Learner]) -> int:
    """People of a scope are of one platform."""
    return next(iter(people.values())).platform_id


def _held(session: Session, people: Iterable[int]) -> dict[Pair, str]:
    """Numbers of the certificates that are valid, wherever they were issued."""
    query = select(_table.c.learner_id, _table.c.year, _table.c.number).where(
        _table.c.learner_id.in_(list(people)), _table.c.voided_at.is_(None)
    )
    with scope.bulk("certificates: what locked people hold"):
        return {(who, year): number for who, year, number in session.execute(query)}


def _refusal(person: Learner, found: Standing, number: str | None) -> str:
    """Why no certificate can be issued, in words; "" when one can."""
    if number:
        return _("has certificate %(number)s already", number=number)
    if person.merged_into_id:
        return _("merged into another record")
    if found.exempt or not found.due.anything:
        return _("nothing is required in this year, so there is nothing to certify")
    return "" if found.met else _("the requirement is not met")


def _made(
    session: Session, actor: Actor, people: Mapping[int, Learner], due: Mapping[Pair, tuple[Attributes, Standing]]
) -> list[int]:
    """Write the certificates with the next numbers of their years, and tell their people."""
    rows = facts.rows(session, people, due) if due else []
    for row in rows:
        row |= {"issued_by": actor.name, "token": new_token()}
    _number(session, _platform(people), rows)
    made = bulk.insert_numbered(session, Certificate, rows, "certificates: people who were locked and judged")
    audit.record_many(session, "certificate:issue", made)
    users = learners.contacts(session, people)
    for row in rows:
        values = {"number": row["number"], "year": row["year"]}
        to = [users[row["learner_id"]].user_id]
        notices.notify(session, "certificate:issue", filter(None, to), ISSUED, values, _archive(row["year"]))
    return made


def _number(session: Session, platform_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Without gaps or doubles: whoever numbers waits for the platform's row, and what fails has used no number."""
    held = select(Platform.id).where(Platform.id == platform_id)
    session.execute(held.with_for_update(key_share=True)).one()  # hours can be posted meanwhile
    last = select(_table.c.year, func.max(_table.c.seq).label("last")).where(_table.c.platform_id == platform_id)
    with scope.bulk("certificates: the last number of a platform's years"):
        known: dict[int, int] = {row.year: row.last for row in session.execute(last.group_by(_table.c.year))}
    for row in rows:
        seq = known[row["year"]] = known.get(row["year"], 0) + 1
        row |= {"seq": seq, "number": number_of(row["year"], seq)}


def _archive(year: int) -> str:
    return f"/archive/?year={year}"


# ---- making void --------------------------------------------------------------------------------------------------


def void(session: Session, ids: Collection[int], actor: Actor, reason: str) -> Outcome:
    """Make certificates void by hand, with a reason; what is void stays so, and another one can be issued (CERT-1).

    NotFound when one of them is not of the scope.
    """
    mine = (Certificate.id.in_(ids), scope.predicate(Certificate, owning=True))
    locked = select(Certificate).where(*mine).order_by(Certificate.id).with_for_update()
    found = session.scalars(locked.execution_options(populate_existing=True)).all()
    if not found or len(found) != len(set(ids)):
        raise NotFound()
    outcome = Outcome(done=[one.id for one in found if one.voided_at is None])
    outcome.skipped = [(one.number, _("is void already")) for one in found if one.voided_at]
    make_void(session, [one for one in found if one.voided_at is None], REVOKED, actor, reason)
    return outcome


def make_void(session: Session, rows: Sequence[Any], cause: str, actor: Actor, reason: str = "") -> None:
    """Note on valid certificates that they are void, and tell their people and whoever may make void at their unit."""
    if not rows:
        return
    values = {"voided_at": clock.now(), "voided_by": actor.name, "void_cause": cause, "void_reason": reason}
    numbers = [row.id for row in rows]
    with scope.bulk("certificates: void, of people whose hours have changed or who were checked"):
        changed = update(_table).where(_table.c.id.in_(numbers), _table.c.voided_at.is_(None))
        session.execute(changed.values(values | {"version": _table.c.version + 1}))
    session.expire_all()
    audit.record_many(session, "certificate:void", numbers, reason=reason, void_cause=cause)
    _tell_void(session, rows, actor)


def _tell_void(session: Session, rows: Sequence[Any], actor: Actor) -> None:
    known = learners.contacts(session, {row.learner_id for row in rows})
    units = organizations.unit_ids(session, {one.organization_id for one in known.values()})
    by_unit: dict[int, list[Any]] = {}
    for row in rows:
        person = known[row.learner_id]
        by_unit.setdefault(units[person.organization_id], []).append(row)
        values = {"number": row.number, "year": row.year}
        notices.notify(session, "certificate:void", filter(None, [person.user_id]), VOID, values, _archive(row.year))
    keepers = rights.holders(session, "certificate", [(unit, "void") for unit in by_unit])
    for unit, those in by_unit.items():
        first, more = those[0], len(those) - 1
        values = {"number": first.number, "name": first.learner_name, "more": more}
        users = keepers.get((unit, "void"), set()) - {actor.user_id}
        text, address = (MORE_VOID_HERE if more else VOID_HERE), "/certificateview/list/?state=void"
        notices.notify(session, "certificate:void", filter(None, users), text, values, address)


# ---- reading ------------------------------------------------------------------------------------------------------


def own(session: Session, learner_id: int | None) -> Sequence[Certificate]:
    """The certificates of a learner, the newest first, void ones among them."""
    mine = select(Certificate).where(Certificate.learner_id == learner_id)
    return session.scalars(mine.order_by(Certificate.year.desc(), Certificate.id.desc())).all()


def opened(session: Session) -> Certificate | None:
    """The one certificate that the token of a public scope opens."""
    return session.scalars(select(Certificate)).one_or_none()


def valid(session: Session, ids: Sequence[int]) -> Sequence[Certificate]:
    """Those of the scope's certificates that hold, in the order of `ids`."""
    query = select(Certificate).where(Certificate.id.in_(ids), Certificate.state == VALID)
    found = {one.id: one for one in session.scalars(query)}
    return [found[number] for number in ids if number in found]
