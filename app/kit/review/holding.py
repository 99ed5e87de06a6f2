"""What the actor has under way, and with whom it is: what a home page says about it (ux.md, the learner)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import clock
from app.kit.review.flows import flows
from app.kit.review.models import DRAFT, PENDING, RETURNED, STATES
from app.kit.review.reading import logs, step_name
from app.kit.scope import Actor

MOST = 20
_ORDER = (RETURNED, PENDING, DRAFT)  # what asks for something first


@dataclass(frozen=True)
class Held:
    """An item of the actor's with its state, and who holds it: the step with its organization, or the actor."""

    kind: str
    item: Any
    state: str
    step: str = ""
    holder: str = ""
    due: date | None = None
    opinion: str = ""

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < clock.today()

    @property
    def word(self) -> Any:
        return dict(STATES)[self.state]


def under_way(session: Session, actor: Actor) -> list[Held]:
    """What the actor has declared and nobody has finally decided: returned first, then waiting, then drafts."""
    found: list[Held] = []
    for kind, flow in flows().items():
        if not actor.may("write", kind):
            continue
        own = (*flow.owned_by(actor), flow.model.review_state.in_(_ORDER))
        newest = select(flow.model).where(*own).order_by(flow.model.id.desc()).limit(MOST)
        items = session.scalars(newest).all()
        rows = logs(session, kind, items) if items else {}
        found += [_held(kind, item, rows[item.id]) for item in items]
    return sorted(found, key=lambda one: _ORDER.index(one.state))


def _held(kind: str, item: Any, rows: Sequence[Any]) -> Held:
    if item.review_state == PENDING:
        for row in rows:
            if row.opened_at and not row.verb and row.round == item.review_round:
                due = clock.local(row.due_at).date() if row.due_at else None
                return Held(kind, item, PENDING, step_name(row), row.organization_name, due)
    said = [row.opinion for row in rows if row.verb == "return"]
    return Held(kind, item, item.review_state, opinion=said[-1] if said and item.review_state == RETURNED else "")
