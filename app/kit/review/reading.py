"""What waits for whom, which side of a list one stands on, and the timeline of one item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased, object_session

from app.kit import clock, scope
from app.kit.review.acting import flows
from app.kit.review.models import EDITABLE, PENDING, REJECTED, RETURNED, VERB_LABELS, ReviewStep
from app.kit.scope import Actor

_TONES = {"approve": "ok", "submit": "ok", "return": "bad", "reject": "bad", "withdraw": "wait"}


def was_sent_to(model: Any, organizations: Select[Any]) -> ColumnElement[bool]:
    """Items with a step that was ever opened for one of `organizations`: visible to it for good (R-1)."""
    step: Any = aliased(ReviewStep.__table__)
    of_kind = (step.c.kind == model.__tablename__, step.c.opened_at.is_not(None))
    return model.id.in_(select(step.c.item_id).where(*of_kind, step.c.organization_id.in_(organizations)))


def for_step(permission: str) -> Callable[[Any, scope.Scope], ColumnElement[bool]]:
    """The side of a reviewer's list: items whose step with `permission` was opened for the own organization."""

    def side(model: Any, s: scope.Scope) -> ColumnElement[bool]:
        sent = select(ReviewStep.item_id).where(
            ReviewStep.kind == model.__tablename__,
            ReviewStep.organization_id == s.actor.organization_id,
            ReviewStep.permission == permission,
            ReviewStep.opened_at.is_not(None),
        )
        return model.id.in_(sent)

    return side


def inbox(session: Session, actor: Actor) -> list[tuple[str, str, str, int, Any]]:
    """What waits for the actor: (kind, permission, step name, count, oldest), one query over open steps."""
    key = (ReviewStep.kind, ReviewStep.permission, ReviewStep.name, ReviewStep.name_en)
    query = select(*key, func.count(), func.min(ReviewStep.opened_at)).where(
        ReviewStep.opened_at.is_not(None),
        ReviewStep.decided_at.is_(None),
        ReviewStep.organization_id == actor.organization_id,
    )
    rows = session.execute(query.group_by(*key).order_by(func.min(ReviewStep.opened_at)))
    return [(row.kind, row.permission, step_name(row), *row[4:]) for row in rows if actor.may(row.permission, row.kind)]


def drafts(session: Session, actor: Actor) -> list[tuple[str, str, int]]:
    """What the actor's own organization has still to submit: (kind, draft or returned, count)."""
    found = []
    for kind, flow in flows().items():
        own = (flow.model.organization_id == actor.organization_id, flow.model.review_state.in_(EDITABLE))
        counted = select(flow.model.review_state, func.count()).where(*own).group_by(flow.model.review_state)
        rows = session.execute(counted) if actor.may("write", kind) else ()
        found += [(kind, state, number) for state, number in rows]
    return found


def step_name(row: Any) -> str:
    """A step in the language of the screen; the submission has no name of its own."""
    english = not str(get_locale() or "zh").startswith("zh")
    return (row.name_en if english else "") or row.name or _("Submission")


def log(session: Session, item: Any) -> list[Any]:
    """All steps of an item that the caller has read through its scope, oldest first."""
    table: Any = ReviewStep.__table__
    query = select(table).where(table.c.kind == item.__tablename__, table.c.item_id == item.id)
    with scope.bulk("review log of an item read through the scope"):
        return list(session.execute(query.order_by(table.c.round, table.c.seq, table.c.id)))


def timeline(item: Any) -> dict[str, Any] | None:
    """Steps of the present round and all events, newest first, for the template; None before any submission."""
    session = object_session(item)
    rows = log(session, item) if session else []
    if not rows:
        return None
    present = [row for row in rows if row.round == item.review_round]
    events = [_event(row) for row in rows if row.verb]
    waiting = [row for row in present if row.opened_at and not row.verb]
    events += [_waiting(row) for row in waiting if item.review_state == PENDING]
    if item.review_state == RETURNED:  # the ball is with who submitted it
        holder = _("Waiting for changes by %(who)s", who=present[0].user_name)
        events.append({"name": _("Changes"), "result": "", "tone": "wait", "actor": holder, "at": None, "opinion": ""})
    return {"steps": [_milestone(row, item) for row in present], "events": events[::-1]}


def _event(row: Any) -> dict[str, Any]:
    return {
        "name": step_name(row),
        "result": _("Self-review: passed") if row.by_submitter and row.verb == "approve" else VERB_LABELS[row.verb],
        "tone": _TONES[row.verb],
        "actor": row.user_name,
        "at": row.decided_at,
        "opinion": row.opinion,
    }


def _waiting(row: Any) -> dict[str, Any]:
    holder = _("Waiting for %(who)s", who=row.organization_name)
    return {"name": step_name(row), "result": "", "tone": "wait", "actor": holder, "at": None, "opinion": ""}


def _milestone(row: Any, item: Any) -> dict[str, str]:
    name = step_name(row)
    if row.verb:
        state = "bad" if row.verb in ("return", "reject") else "done"
        return {"name": name, "note": f"{clock.local(row.decided_at):%m-%d %H:%M}", "state": state}
    open_now = row.opened_at is not None and item.review_state == PENDING
    ended = item.review_state in (RETURNED, REJECTED)
    note = _("In progress") if open_now else ("" if ended else _("Not started"))
    return {"name": name, "note": note, "state": "now" if open_now else ""}
