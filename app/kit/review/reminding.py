"""Reminders: who holds a step hears of it one working day before it is due, and once more when it is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from app.kit import clock, jobs, scope
from app.kit.review.calling import STEP
from app.kit.review.flows import due, flow_of, flows
from app.kit.review.telling import tell_holders
from app.kit.scope import Actor

EVERY = 3600


@jobs.handler("review_reminders", short=True, every=EVERY)
def run_reminders(run: jobs.Run) -> jobs.Ended:
    with run.chunk(1) as session:
        return jobs.Ended(result={"count": remind(session, run.platform_id)})


def remind(session: Session, platform_id: int) -> int:
    """Tell the holders of open steps of a platform what is due by the next working day, then what is overdue.

    Each step is told of once before and once after its last moment, however many run this at once: the statement
    that marks a step is the one that finds it. Returns how many steps were marked.
    """
    now = clock.now()
    soon = due(session, platform_id, now, 1)
    if soon is None:
        return 0
    late = and_(STEP.c.due_at < now, or_(STEP.c.reminded_at.is_(None), STEP.c.reminded_at <= STEP.c.due_at))
    near = and_(STEP.c.due_at.between(now, soon), STEP.c.reminded_at.is_(None))
    return sum(_remind(session, platform_id, word, due_then) for word, due_then in (("overdue", late), ("due", near)))


def _remind(session: Session, platform_id: int, word: str, due_then: ColumnElement[bool]) -> int:
    waits = (STEP.c.opened_at.is_not(None), STEP.c.decided_at.is_(None), STEP.c.kind.in_(list(flows())))
    mark = update(STEP).where(STEP.c.platform_id == platform_id, *waits, due_then).values(reminded_at=clock.now())
    with scope.bulk("reminders: open steps of one platform"):
        marked = session.execute(mark.returning(*STEP.columns)).all()
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for row in sorted(marked, key=lambda row: (row.due_at, row.id)):
        by_kind[row.kind].append(row)
    for kind, rows in by_kind.items():
        titles = _titles(session, kind, rows)
        day = f"{clock.local(rows[0].due_at):%Y-%m-%d}"
        opened = [(row.item_id, titles[row.item_id], row) for row in rows if row.item_id in titles]
        tell_holders(session, kind, Actor(), opened, word, day=day)
    return len(marked)


def _titles(session: Session, kind: str, rows: Sequence[Any]) -> dict[int, str]:
    model = flow_of(kind).model
    label = getattr(model, model.review_label)
    query = select(model.id, label).where(model.id.in_([row.item_id for row in rows]))
    return {row[0]: str(row[1]) for row in session.execute(query)}
