"""One call of `act`: reads its items through the scope and says of each why it may not move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.kit import scope
from app.kit.bulk import among
from app.kit.errors import NotFound
from app.kit.review.flows import (
    BOTH,
    DECIDER,
    DECISIONS,
    EITHER,
    HOLDER,
    MOVES,
    OWNER,
    UNIT,
    Criteria,
    Move,
    Plan,
    flow_of,
)
from app.kit.review.models import APPROVED, VERB_LABELS, ReviewStep
from app.kit.scope import Actor

STEP: Any = ReviewStep.__table__


def at(step: Any, actor: Actor) -> ColumnElement[bool]:
    """Steps that the actor's organization decides: as the unit, or as the department that the item comes from."""
    here = actor.organization_id
    return or_(step.organization_id == here, step.department_id == here)


@dataclass
class Reading:
    """The items of one call, what is known of their steps, and who the actor is to them."""

    session: Session
    verb: str
    model: Any
    actor: Actor
    opinion: str
    batch: str | None
    chosen: int | None = None
    as_of: datetime | None = None
    granted: Mapping[int, Decimal] = field(default_factory=dict)
    items: Sequence[Any] = ()
    open_steps: dict[int, Any] = field(default_factory=dict)
    unready: Mapping[int, str] = field(default_factory=dict)
    plans: dict[Any, Plan] = field(default_factory=dict)
    opened: list[Any] = field(default_factory=list)  # the steps that this call opens: (item_id, its planned step)

    @property
    def kind(self) -> str:
        return str(self.model.__tablename__)

    @property
    def table(self) -> Any:
        return self.model.__table__

    @property
    def move(self) -> Move:
        return MOVES[self.verb]

    def run(self, statement: Any, rows: list[dict[str, Any]] | None = None) -> Any:
        """Execute on ids that `read` has got through the scope."""
        return self.session.connection().execute(statement, rows)

    # ---- reading --------------------------------------------------------------------------------

    def read(self, ids: Collection[int]) -> list[Any]:
        """The items through the scope, locked, in the order of their ids; NotFound when one is missing."""
        m, by_owner = self.model, self.move.by == OWNER
        query = select(m).where(among(m.id, ids)).order_by(m.id).with_for_update(of=m)
        if by_owner:
            query = query.where(*self._as(flow_of(self.kind).owned_by))
        self.items = items = list(self.session.scalars(query.execution_options(populate_existing=True)))
        if not items or len(items) != len(set(ids)) or (by_owner and not self.actor.may("write", self.kind)):
            raise NotFound()
        waiting = select(STEP).where(self.of(items), STEP.c.opened_at.is_not(None), STEP.c.decided_at.is_(None))
        self.open_steps = {row.item_id: row for row in self.run(waiting)}
        flow = flow_of(self.kind)
        ready = {"submit": flow.ready, "approve": flow.approvable}.get(self.verb)
        self.unready = ready(self.session, [i.id for i in items]) if ready else {}
        return items

    def _as(self, side: Criteria) -> tuple[ColumnElement[bool], ...]:
        """Rows on the actor's own side that the scope lets it write."""
        return scope.predicate(self.model, owning=True), *side(self.actor)

    def reload(self, ids: Collection[int]) -> None:
        """Let the items that the session holds say what has been written meanwhile."""
        fresh = select(self.model).where(among(self.model.id, ids)).execution_options(populate_existing=True)
        self.session.scalars(fresh).all()

    def of(self, items: Iterable[Any]) -> ColumnElement[bool]:
        return and_(STEP.c.kind == self.kind, among(STEP.c.item_id, [i.id for i in items]))

    # ---- refusals -------------------------------------------------------------------------------

    def refusal(self, item: Any, seen: int | None) -> str | None:
        """Why `item` may not move now, in words; NotFound for who never had a part in it."""
        bar = _BARS.get(self.move.by)
        if bar and (reason := bar(self, item)):
            return reason
        if item.review_state not in self.move.sources or seen not in (None, item.version) or self._came_later(item):
            return self._last_move(item)
        if self.verb == "withdraw" and item.id in self.decided:
            return _("a reviewer has already decided")
        return self.unready.get(item.id)

    def not_the_holder(self, item: Any) -> str | None:
        """Why the open step is not the actor's; NotFound when no step of this item ever was."""
        step = self.open_steps.get(item.id)
        return self._own(item, step) if self._is_mine(step) else self._bystander(item)

    def not_the_decider(self, item: Any) -> str | None:
        """Why the last decision is not the actor's to take back."""
        step = self.decided.get(item.id)
        return self._own(item, step) if self._is_mine(step) else self._bystander(item)

    def not_the_revoker(self, item: Any) -> str | None:
        """Why the actor may not revoke: the route names who decided last, the unit that submitted, or both."""
        as_unit = item.id in self._owned
        if as_unit and (item.review_revocable_by in (UNIT, BOTH) or item.review_state not in self.move.sources):
            return None
        step, by_unit = self.decided.get(item.id), item.review_revocable_by == UNIT
        if item.review_state == APPROVED and not by_unit and self._is_mine(step):
            return self._own(item, step)
        if as_unit:
            return _("on its route only who decided last can revoke this")
        reason = self._bystander(item)
        return _("on its route only the unit that submitted it can revoke this") if by_unit else reason

    def _came_later(self, item: Any) -> bool:
        """Whether the item waits at another step than when it was looked at."""
        step = self.open_steps.get(item.id)
        return bool(self.as_of and step and step.opened_at > self.as_of)

    def _is_mine(self, step: Any) -> bool:
        """Whether the step's organization and permission are the actor's."""
        here = step is not None and self.actor.organization_id in (step.organization_id, step.department_id)
        return here and self.actor.may(step.permission, self.kind)

    def _own(self, item: Any, step: Any) -> str | None:
        barred = self.is_own(item) and not step.self_review
        return _("nobody decides on an own submission") if barred else None

    def is_own(self, item: Any) -> bool:
        """Submitted by the actor, or by the one for whom a substitute acts (R-3)."""
        return item.submitted_by in {self.actor.user_id, self.actor.for_user_id} - {None}

    def _bystander(self, item: Any) -> str:
        """What who had a part in the item hears; NotFound for everybody else."""
        if any(self.actor.may(p, self.kind) for p in self._past.get(item.id, ()) if p):
            return self._last_move(item)
        raise NotFound()

    def _last_move(self, item: Any) -> str:
        last = self._last.get(item.id)
        if last is None:
            return _("it was changed meanwhile; please look at it again")
        return _("%(who)s has already decided: %(what)s", who=last.user_name, what=str(VERB_LABELS[last.verb]))

    # ---- what their steps say -------------------------------------------------------------------

    @cached_property
    def _owned(self) -> set[int]:
        """The items that the actor's own organization may write."""
        if not self.actor.may("write", self.kind):
            return set()
        mine = (among(self.model.id, [i.id for i in self.items]), *self._as(flow_of(self.kind).of_unit))
        return set(self.session.scalars(select(self.model.id).where(*mine)))

    @cached_property
    def _past(self) -> dict[int, set[str]]:
        """The permissions of all steps that were ever opened for the actor's organization, by item."""
        past = (at(STEP.c, self.actor), STEP.c.opened_at.is_not(None))
        found: dict[int, set[str]] = defaultdict(set)
        for row in self.run(select(STEP.c.item_id, STEP.c.permission).where(self.of(self.items), *past)):
            found[row.item_id].add(row.permission)
        return found

    @cached_property
    def _last(self) -> dict[int, Any]:
        """The latest move of each item."""
        query = select(STEP).where(self.of(self.items), STEP.c.verb.is_not(None))
        return {row.item_id: row for row in self.run(query.order_by(STEP.c.decided_at, STEP.c.id))}

    @cached_property
    def decisions(self) -> dict[int, list[Any]]:
        """The decided steps of the present round, oldest first, by item."""
        decided = (STEP.c.kind == self.kind, self.present(self.items), STEP.c.verb.in_(DECISIONS))
        found: dict[int, list[Any]] = defaultdict(list)
        for row in self.run(select(STEP).where(*decided).order_by(STEP.c.decided_at, STEP.c.id)):
            found[row.item_id].append(row)
        return dict(found)

    @cached_property
    def decided(self) -> dict[int, Any]:
        """The step of the present round that was decided last, by item."""
        return {number: steps[-1] for number, steps in self.decisions.items()}

    def present(self, items: Iterable[Any]) -> ColumnElement[bool]:
        """The steps of each item's present round."""
        rounds: dict[int, list[int]] = defaultdict(list)
        for item in items:
            rounds[item.review_round].append(item.id)
        return or_(*(and_(STEP.c.round == r, among(STEP.c.item_id, ids)) for r, ids in rounds.items()))


_BARS: dict[str, Callable[[Reading, Any], str | None]] = {
    HOLDER: Reading.not_the_holder,
    DECIDER: Reading.not_the_decider,
    EITHER: Reading.not_the_revoker,
}
