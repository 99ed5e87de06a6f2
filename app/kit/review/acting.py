"""The one writer of review states: moves many items by a few set-based statements under the same rules."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from app.kit.errors import RuleError
from app.kit.review import granting, telling
from app.kit.review.calling import STEP
from app.kit.review.flows import MOVES, Move
from app.kit.review.models import Reviewed, guard
from app.kit.review.writing import Call
from app.kit.scope import Actor

LONGEST_OPINION = 2000


@dataclass
class Outcome:
    """What a verb did: ids that moved, and (name, reason) of those that it left alone."""

    done: list[int] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    message: str = ""


def act(
    session: Session,
    verb: str,
    model: Any,
    ids: Collection[int],
    actor: Actor,
    opinion: str = "",
    seen: Mapping[int, int] | None = None,
    chosen: int | None = None,
    batch: str | None = None,
    as_of: datetime | None = None,
    granted: Mapping[int, Decimal] | None = None,
) -> Outcome:
    """Move `ids` by `verb`, in the caller's transaction (R-4).

    Foreign ids refuse the whole call (NotFound); ids that somebody else moved meanwhile (`seen` versions differ or
    the state does not allow the verb, or their step was opened after `as_of`) are skipped and named. A missing opinion
    is a RuleError. `chosen` is the organization that decides where the route leaves that to who submits. A part of a
    greater `batch` carries its number and tells nobody: whoever splits a batch calls `tell_batch` when it is through.
    `granted` are hours other than those that a kind with `Flow.grants` would be granted anyway, by id: a RuleError
    where they can't be granted or differ without an opinion.
    """
    opinion = opinion.strip()
    _check_opinion(MOVES[verb], opinion)
    granting.require_grants(verb, model.__tablename__, granted)
    session.flush()
    number = batch or (uuid.uuid4().hex if len(ids) > 1 else None)
    call = Call(session, verb, model, actor, opinion, number, chosen, as_of, granted or {})
    able, outcome = _sorted(call, call.read(ids), seen or {})
    if able:
        granting.judge(call, able)
        call.write(able)
        if batch is None:
            telling.tell(call, able)
        session.expire_all()
    return outcome


def refusals(session: Session, verb: str, model: Any, ids: Collection[int], actor: Actor) -> dict[int, str]:
    """Why `verb` would leave items alone now, by id; nothing is written. NotFound for foreign ids, as in `act`."""
    call = Call(session, verb, model, actor, "", None)
    reasons = {item.id: call.refusal(item, None) for item in call.read(ids)}
    return {number: reason for number, reason in reasons.items() if reason}


def _sorted(call: Call, items: Collection[Any], seen: Mapping[int, int]) -> tuple[list[Any], Outcome]:
    """The items that may move, and the outcome that names the others."""
    able, outcome = [], Outcome()
    for item in items:
        reason = call.refusal(item, seen.get(item.id))
        if reason:
            outcome.skipped.append((str(getattr(item, item.review_label)), reason))
        else:
            able.append(item)
            outcome.done.append(item.id)
    return able, outcome


def _check_opinion(move: Move, opinion: str) -> None:
    if move.opinion and not opinion:
        raise RuleError(_("Please write an opinion."), field="opinion")
    if len(opinion) > LONGEST_OPINION:
        raise RuleError(_("The opinion is longer than %(n)s characters.", n=LONGEST_OPINION), field="opinion")


def install(session_class: type[Session]) -> None:
    """Make `act` the only writer of review states in every session of `session_class`."""
    guard(session_class)
    event.listen(session_class, "after_flush", _forget)


def _forget(session: Session, context: UOWTransaction) -> None:
    """Steps go with their item: SQLite gives the number of a deleted row to the next one (the audit keeps both)."""
    for one in session.deleted:
        if isinstance(one, Reviewed):
            state: Any = inspect(one)
            of_item = (STEP.c.kind == state.mapper.local_table.name, STEP.c.item_id == state.identity[0])
            session.connection().execute(delete(STEP).where(*of_item))
