"""What waits for whom, which side of a list one stands on, and the timeline of one item."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, object_session

from app.kit import clock, scope
from app.kit.because import because
from app.kit.hours import figure
from app.kit.review.calling import STEP, at
from app.kit.review.flows import flows, hours_word
from app.kit.review.models import EDITABLE, PENDING, REJECTED, RETURNED, VERB_LABELS, ReviewStep
from app.kit.scope import Actor

_TONES = {
    "approve": "ok", "submit": "ok", "return": "bad", "reject": "bad", "revoke": "bad", "withdraw": "wait",
    "reopen": "wait",
}  # fmt: skip
_BAD = ("return", "reject", "revoke")


def was_sent_to(model: Any, organizations: Select[Any]) -> ColumnElement[bool]:
    """Items with a step that was ever opened for one of `organizations`: visible to it for good (R-1)."""
    step: Any = aliased(ReviewStep.__table__)
    of_kind = (step.c.kind == model.__tablename__, step.c.opened_at.is_not(None))
    sent = select(step.c.item_id).where(*of_kind, step.c.organization_id.in_(organizations))
    return because(_l("it was sent there for review"), model.id.in_(sent))


def for_step(permission: str) -> Callable[[Any, scope.Scope], ColumnElement[bool]]:
    """The side of a reviewer's list: items whose step with `permission` was opened for the own organization."""

    def side(model: Any, s: scope.Scope) -> ColumnElement[bool]:
        sent = select(ReviewStep.item_id).where(
            ReviewStep.kind == model.__tablename__,
            at(ReviewStep, s.actor),
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
        at(ReviewStep, actor),
    )
    rows = session.execute(query.group_by(*key).order_by(func.min(ReviewStep.opened_at)))
    return [(row.kind, row.permission, step_name(row), *row[4:]) for row in rows if actor.may(row.permission, row.kind)]


def waiting(session: Session, actor: Actor, *criteria: ColumnElement[bool], size: int = 0, start: int = 0) -> Any:
    """The open steps that the actor decides on, of every kind, the oldest first (R-3): one query.

    Rows have id, kind, item_id, name, name_en, permission, opened_at, due_at, submitter, submitted_by and total (how
    many there are in all). `criteria` narrow the columns of `review.STEP`; `size` and `start` cut out a page.
    """
    step, first = STEP, aliased(STEP)
    held = [(verb.removeprefix("can_"), kind) for verb, kind in actor.permissions if kind in flows()]
    same = [first.c[name] == step.c[name] for name in ("kind", "item_id", "round")]
    columns = [step.c[name] for name in _INBOX]
    who = (first.c.user_name.label("submitter"), first.c.user_id.label("submitted_by"))
    mine = (
        at(step.c, actor),
        tuple_(step.c.permission, step.c.kind).in_(held),
        step.c.opened_at.is_not(None),
        step.c.decided_at.is_(None),
    )
    query = select(*columns, *who, func.count().over().label("total")).join_from(
        step, first, and_(*same, first.c.seq == 0, first.c.verb == "submit"), isouter=True
    )
    page = query.where(*mine, *criteria).order_by(step.c.opened_at, step.c.id).offset(start)
    with scope.bulk("inbox: open steps of the own organization and permissions"):
        return session.execute(page.limit(size) if size else page).all()


_INBOX = ("id", "kind", "item_id", "name", "name_en", "permission", "opened_at", "due_at")


def decides(actor: Actor, item: Any) -> ColumnElement[bool]:
    """Whether the open step of an item is the actor's: the condition of all that is shown beside it past the scope."""
    kind = item.__tablename__
    held = [verb.removeprefix("can_") for verb, subject in actor.permissions if subject == kind]
    mine = (STEP.c.kind == kind, STEP.c.item_id == item.id, STEP.c.organization_id == actor.organization_id,
            STEP.c.opened_at.is_not(None), STEP.c.decided_at.is_(None), STEP.c.permission.in_(held))  # fmt: skip
    return select(STEP.c.id).where(*mine).exists()


def undecided(item: Any) -> bool:
    """Whether nothing is decided in the present round of an item: only then can it be withdrawn (GX-6)."""
    return item.review_decided_as is None


def open_at(model: Any, actor: Actor, permission: str, moment: datetime) -> ColumnElement[bool]:
    """Items whose step with `permission` was open for the actor's organization at `moment`, decided since or not."""
    then = select(ReviewStep.item_id).where(
        ReviewStep.kind == model.__tablename__,
        at(ReviewStep, actor),
        ReviewStep.permission == permission,
        ReviewStep.opened_at <= moment,
        or_(ReviewStep.decided_at.is_(None), ReviewStep.decided_at > moment),
    )
    return model.id.in_(then)


def drafts(session: Session, actor: Actor) -> list[tuple[str, str, int]]:
    """What the actor's own organization has still to submit: (kind, draft or returned, count)."""
    found = []
    for kind, flow in flows().items():
        own = (*flow.owned_by(actor), flow.model.review_state.in_(EDITABLE))
        counted = select(flow.model.review_state, func.count()).where(*own).group_by(flow.model.review_state)
        rows = session.execute(counted) if actor.may("write", kind) else ()
        found += [(kind, state, number) for state, number in rows]
    return found


def step_name(row: Any) -> str:
    """A step in the language of the screen; the submission has no name of its own."""
    english = not str(get_locale() or "zh").startswith("zh")
    nameless = _("Revocation") if getattr(row, "verb", None) == "revoke" else _("Submission")
    return (row.name_en if english else "") or row.name or nameless


def log(session: Session, item: Any) -> list[Any]:
    """All steps of an item that the caller has read through its scope, oldest first."""
    return logs(session, item.__tablename__, [item])[item.id]


def logs(session: Session, kind: str, items: Collection[Any]) -> dict[int, list[Any]]:
    """The steps of each of many items that the caller has read through its scope: one query."""
    table: Any = ReviewStep.__table__
    found: dict[int, list[Any]] = {item.id: [] for item in items}
    query = select(table).where(table.c.kind == kind, table.c.item_id.in_(list(found)))
    with scope.bulk("review log of an item read through the scope"):
        for row in session.execute(query.order_by(table.c.round, table.c.seq, table.c.id)):
            found[row.item_id].append(row)
    return found


def timeline(item: Any) -> dict[str, Any] | None:
    """Steps of the present round and all events, newest first, for the template; None before any submission."""
    session = object_session(item)
    return _told(item, log(session, item)) if session else None


def timelines(session: Session, items: Sequence[Any]) -> None:
    """Give each row of a list its timeline as `progress`, for rows that unfold."""
    found = logs(session, items[0].__tablename__, items) if items else {}
    for item in items:
        item.progress = _told(item, found[item.id])


def _told(item: Any, rows: Sequence[Any]) -> dict[str, Any] | None:
    if not rows:
        return None
    present = [row for row in rows if row.round == item.review_round]
    done = sorted((row for row in rows if row.verb), key=lambda row: (row.decided_at, row.id))
    events = [_event(row) for row in done]
    waits = [row for row in present if row.opened_at and not row.verb]
    events += [_waiting(row) for row in waits if item.review_state == PENDING]
    if item.review_state == RETURNED:  # the ball is with who submitted it
        holder = _("Waiting for changes by %(who)s", who=present[0].user_name)
        events.append({"name": _("Changes"), "result": "", "tone": "wait", "actor": holder, "at": None, "opinion": ""})
    steps = [_milestone(row, item) for row in _stations(present)]
    return {"steps": steps, "events": events[::-1], "position": item.review_position}


def _stations(rows: Sequence[Any]) -> list[Any]:
    """One row per step of a round: of a reopened step the copy; moves that nobody waited for are only events."""
    return list({row.seq: row for row in rows if row.permission or row.verb == "submit"}.values())


def _event(row: Any) -> dict[str, Any]:
    who = _("%(name)s for %(principal)s", name=row.user_name, principal=row.for_name) if row.for_name else row.user_name
    return {
        "name": step_name(row),
        "result": _("Self-review: passed") if row.by_submitter and row.verb == "approve" else VERB_LABELS[row.verb],
        "tone": _TONES[row.verb],
        "actor": who,
        "at": row.decided_at,
        "opinion": row.opinion,
        "granted": _granted(row),
    }


def _granted(row: Any) -> str:
    """What an approval granted, where that is not what was requested."""
    if row.granted is None or row.granted == row.requested:
        return ""
    words = {"granted": figure(row.granted), "requested": figure(row.requested), "hours": hours_word()}
    return _("Granted %(granted)s %(hours)s (%(requested)s requested)", **words)


def _waiting(row: Any) -> dict[str, Any]:
    holder = _("Waiting for %(who)s", who=row.organization_name)
    late = row.due_at is not None and row.due_at < clock.now()
    day = f"{clock.local(row.due_at):%Y-%m-%d}" if row.due_at else ""
    due = (_("overdue since %(day)s", day=day) if late else _("due by %(day)s", day=day)) if day else ""
    shown = {"name": step_name(row), "result": _("Overdue") if late else "", "tone": "bad" if late else "wait"}
    return shown | {"actor": holder, "at": None, "opinion": "", "due": due}


def _milestone(row: Any, item: Any) -> dict[str, str]:
    name = step_name(row)
    if row.verb:
        state = "bad" if row.verb in _BAD else "done"
        return {"name": name, "note": f"{clock.local(row.decided_at):%m-%d %H:%M}", "state": state}
    open_now = row.opened_at is not None and item.review_state == PENDING
    ended = item.review_state in (RETURNED, REJECTED)
    note = _("In progress") if open_now else ("" if ended else _("Not started"))
    return {"name": name, "note": note, "state": "now" if open_now else ""}
