"""Two records of one person become one: everything goes to the record that is kept (PEOPLE-2).

What belongs to a person lies in capabilities above this one too: each says with `belongings` which tables it moves,
and a house rule compares that with the foreign keys that there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.hours import figures, ledger
from app.hours.models import HourEntry, LearnerStanding, LearnerYear, LiveCredit
from app.kit import audit, clock, scope
from app.kit.errors import RuleError, Stale
from app.kit.scope import Actor
from app.learners import memberships, names, transfers
from app.learners.correcting import account_of, number_is_taken, set_account
from app.learners.models import Absence, Learner, LearnerTerm, Membership, Transfer
from app.learners.operations import locked

_learner: Any = Learner.__table__
_FILLED = ("phone", "title", "grade", "hired_on")


@dataclass(frozen=True)
class Belongings:
    """What a capability keeps about people, in `tables`.

    `lock` takes the row locks that its own verbs take before those of the person, and returns what it found: when
    that changes before the person is locked, the merge gives up. `tell` says what would happen; `move` does it.
    """

    tables: frozenset[str]
    lock: Callable[[Session, list[int]], Any]
    tell: Callable[[Session, int, int], Iterable[str]]
    move: Callable[[Session, Actor, int, int], None]


OWN = frozenset(m.__tablename__ for m in (Learner, Absence, Membership, Transfer, LearnerTerm, HourEntry, LiveCredit,
                                          LearnerYear, LearnerStanding))  # fmt: skip
_others: list[Belongings] = []


def belongings(one: Belongings) -> Belongings:
    """Register what a capability above keeps about people."""
    _others.append(one)
    return one


def covered() -> frozenset[str]:
    """Every table whose rows a merge moves."""
    return OWN.union(*(one.tables for one in _others))


# ---- before -------------------------------------------------------------------------------------------------------


def preview(session: Session, kept: Learner, gone: Learner) -> list[str]:
    """What a merge would do, in sentences; RuleError where it is not possible."""
    refuse_impossible(kept, gone)
    lines = [line for one in _others for line in one.tell(session, kept.id, gone.id)]
    entries = _count(session, HourEntry, gone)
    absences = _count(session, Absence, gone)
    if entries:
        lines.append(_("What the ledger holds for the other record is taken back there and credited to this one."))
    if absences:
        lines.append(ngettext("%(num)s entry of leave or exemption goes along.",
                              "%(num)s entries of leave or exemption go along.", absences))  # fmt: skip
    if filled := [name for name in _FILLED if getattr(gone, name) and not getattr(kept, name)]:
        lines.append(ngettext("%(num)s empty field is filled from the other record.",
                              "%(num)s empty fields are filled from the other record.", len(filled)))  # fmt: skip
    lines.append(_accounts(kept, gone))
    lines.append(_("The other record is retired and points to this one; its number leads here from now on."))
    return [line for line in lines if line]


def _count(session: Session, model: Any, person: Learner) -> int:
    return session.scalar(select(func.count()).select_from(model).where(model.learner_id == person.id)) or 0


def _accounts(kept: Learner, gone: Learner) -> str:
    if gone.user_id is None:
        return ""
    if kept.user_id is None:
        return _("The login of the other record becomes the login of this one.")
    if kept.user_id == gone.user_id:
        return ""
    return _("Both have a login: that of this record stays; the other login no longer shows this person's learning.")


def refuse_impossible(kept: Any, gone: Any) -> None:
    """Two different, living records of one platform."""
    if kept.id == gone.id:
        raise RuleError(_("Choose another record than this one."), field="other")
    if kept.platform_id != gone.platform_id:
        raise RuleError(_("Records of different platforms are never merged."), field="other")
    if kept.merged_into_id or gone.merged_into_id:
        raise RuleError(_("One of the records was merged already."), field="other")
    if kept.retired_at and not gone.retired_at:
        raise RuleError(_("The record that is kept is retired; keep the other one, or take the retirement back."),
                        field="other")  # fmt: skip


# ---- the merge ----------------------------------------------------------------------------------------------------


def merge(session: Session, actor: Actor, kept_id: int, gone_id: int, reason: str) -> Learner:
    """Merge the record `gone` into `kept`; both must be of the scope (NotFound), of one platform, not merged yet.

    Hours are reversed and posted again in this transaction, what both hold from one source counts once. Other verbs
    lock their own rows before people, so does this one; where somebody adds rows in between it is Stale.
    """
    pair = [kept_id, gone_id]
    before = [one.lock(session, pair) for one in _others]
    people = {one.id: one for one in locked(session, pair)} if kept_id != gone_id else {}
    kept, gone = people.get(kept_id), people.get(gone_id)
    if kept is None or gone is None:
        raise RuleError(_("Choose another record than this one."), field="other")
    refuse_impossible(kept, gone)
    if [one.lock(session, pair) for one in _others] != before:
        raise Stale(_("Somebody is just working with one of these records. Please try again."))
    with ledger.as_one(session):
        for one in _others:
            one.move(session, actor, kept_id, gone_id)
        moved = ledger.move(session, gone_id, kept_id, actor.user_id, reason)
    _move_own(session, kept, gone)
    _move_account(session, actor, kept, gone)
    _retire(session, kept, gone)
    audit.record(session, "learner:merge", gone_id, into=kept_id, reason=reason, entries=moved,
                 documents=[str(kept.document), str(gone.document)])  # fmt: skip
    return kept


def _move_own(session: Session, kept: Learner, gone: Learner) -> None:
    figures.forget(session, [gone.id])
    figures.mark_stale(session, [kept.id])
    transfers.close(session, [gone.id])
    memberships.end(session, [gone.id], clock.today())
    memberships.take_over(session, gone.id, kept.id)
    with scope.bulk("merge: what belongs to a record of the scope"):
        placed = {"learner_id": kept.id, "organization_id": kept.organization_id}
        absence: Any = Absence.__table__
        session.execute(update(absence).where(absence.c.learner_id == gone.id).values(placed))
        asked: Any = Transfer.__table__
        session.execute(update(asked).where(asked.c.learner_id == gone.id).values(learner_id=kept.id))


def _move_account(session: Session, actor: Actor, kept: Learner, gone: Learner) -> None:
    """The survivor's login stays; where there is none the other one's is taken, known by the survivor's number."""
    user, gone.user_id = gone.user_id, None
    session.flush()
    if user is None or kept.user_id is not None:
        return
    kept.user_id = user
    account = account_of(session, user)
    if account.document_hash == gone.document_hash and not number_is_taken(session, user, kept.document_hash):
        set_account(session, user, {"document_hash": kept.document_hash, "document": kept.document})


def _retire(session: Session, kept: Learner, gone: Learner) -> None:
    for name in _FILLED:
        if not getattr(kept, name) and getattr(gone, name):
            setattr(kept, name, getattr(gone, name))
    gone.retired_at, gone.merged_into_id = gone.retired_at or clock.now(), kept.id
    kept.version, gone.version = kept.version + 1, gone.version + 1
    session.flush()
    _follow(session, kept, gone)
    names.write(session, [(kept.platform_id, kept.id, kept.name)])
    session.expire_all()


def _follow(session: Session, kept: Learner, gone: Learner) -> None:
    """What was merged into the record that is gone points to the survivor as well: one step, never a chain."""
    with scope.bulk("merge: what belongs to a record of the scope"):
        session.execute(update(_learner).where(_learner.c.merged_into_id == gone.id).values(merged_into_id=kept.id))
