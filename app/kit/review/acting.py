"""The one writer of review states: moves many items by a few set-based statements under the same rules."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, delete, event, insert, inspect, or_, select, update
from sqlalchemy.orm import Session, UOWTransaction, aliased

from app.kit import audit, clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review.models import APPROVED, DRAFT, PENDING, REJECTED, RETURNED, VERB_LABELS, Reviewed, ReviewStep, guard
from app.kit.scope import Actor

LONGEST_OPINION = 2000
_step: Any = ReviewStep.__table__


@dataclass(frozen=True)
class PlannedStep:
    """A step resolved for one item: which organization decides, with which permission."""

    name: str
    name_en: str
    organization_id: int
    organization_name: str
    permission: str
    self_review: bool = False


@dataclass(frozen=True)
class Flow:
    """A kind's effects: what must hold before submission, what approval does, what its route depends on."""

    model: Any
    ready: Callable[[Session, Sequence[int]], Mapping[int, str]] | None = None
    approved: Callable[[Session, Sequence[int], Actor], None] | None = None
    case: Callable[[Any], Mapping[str, Any]] | None = None


@dataclass
class Outcome:
    """What a verb did: ids that moved, and (name, reason) of those that it left alone."""

    done: list[int] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    message: str = ""


@dataclass(frozen=True)
class Move:
    """A legal move: from which states, by the owner or by the open step's organization."""

    sources: tuple[str, ...]
    by_owner: bool = False
    opinion: bool = False


MOVES: dict[str, Move] = {
    "submit": Move((DRAFT, RETURNED), by_owner=True),
    "withdraw": Move((PENDING,), by_owner=True),
    "approve": Move((PENDING,)),
    "return": Move((PENDING,), opinion=True),
    "reject": Move((PENDING,), opinion=True),
}
Router = Callable[[Session, str, int, Mapping[str, Any]], list[PlannedStep]]
_flows: dict[str, Flow] = {}
_router: list[Router] = []


def register(flow: Flow) -> None:
    _flows[flow.model.__tablename__] = flow


def flows() -> dict[str, Flow]:
    return dict(_flows)


def use_routes(router: Router) -> None:
    """Wiring: `router(session, kind, organization_id, case)` gives the steps; RuleError where there is none."""
    _router[:] = [router]


def act(
    session: Session,
    verb: str,
    model: Any,
    ids: Collection[int],
    actor: Actor,
    opinion: str = "",
    seen: Mapping[int, int] | None = None,
) -> Outcome:
    """Move `ids` by `verb`, in the caller's transaction (R-4).

    Foreign ids refuse the whole call (NotFound); ids that somebody else moved meanwhile (`seen` versions differ or
    the state does not allow the verb) are skipped and named. A missing opinion is a RuleError.
    """
    opinion = opinion.strip()
    _check_opinion(MOVES[verb], opinion)
    session.flush()
    call = _Call(session, verb, model, actor, opinion, uuid.uuid4().hex if len(ids) > 1 else None)
    items, outcome = call.read(ids), Outcome()
    able = []
    for item in items:
        reason = call.refusal(item, (seen or {}).get(item.id))
        if reason:
            outcome.skipped.append((str(getattr(item, item.review_label)), reason))
        else:
            able.append(item)
            outcome.done.append(item.id)
    if able:
        call.write(able)
        session.expire_all()
    return outcome


def _check_opinion(move: Move, opinion: str) -> None:
    if move.opinion and not opinion:
        raise RuleError(_("Please write an opinion."), field="opinion")
    if len(opinion) > LONGEST_OPINION:
        raise RuleError(_("The opinion is longer than %(n)s characters.", n=LONGEST_OPINION), field="opinion")


@dataclass
class _Call:
    """One call of `act`: what its statements share."""

    session: Session
    verb: str
    model: Any
    actor: Actor
    opinion: str
    batch: str | None
    items: Sequence[Any] = ()
    open_steps: dict[int, Any] = field(default_factory=dict)
    unready: Mapping[int, str] = field(default_factory=dict)
    routes: dict[Any, list[PlannedStep]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.model.__tablename__)

    @property
    def move(self) -> Move:
        return MOVES[self.verb]

    def run(self, statement: Any, rows: list[dict[str, Any]] | None = None) -> Any:
        """Execute on ids that `read` has got through the scope."""
        return self.session.connection().execute(statement, rows)

    # -- reading

    def read(self, ids: Collection[int]) -> list[Any]:
        """The items through the scope, locked, in the order of their ids; NotFound when one is missing."""
        m = self.model
        query = select(m).where(m.id.in_(list(ids))).order_by(m.id).with_for_update(of=m)
        if self.move.by_owner:
            query = query.where(scope.predicate(m, owning=True), m.organization_id == self.actor.organization_id)
        self.items = items = list(self.session.scalars(query.execution_options(populate_existing=True)))
        if not items or len(items) != len(set(ids)) or (self.move.by_owner and not self.actor.may("write", self.kind)):
            raise NotFound()
        waiting = select(_step).where(self._of(items), _step.c.opened_at.is_not(None), _step.c.decided_at.is_(None))
        self.open_steps = {row.item_id: row for row in self.run(waiting)}
        ready = _flows[self.kind].ready if self.verb == "submit" else None
        self.unready = ready(self.session, [i.id for i in items]) if ready else {}
        return items

    def _of(self, items: Iterable[Any]) -> ColumnElement[bool]:
        return and_(_step.c.kind == self.kind, _step.c.item_id.in_([i.id for i in items]))

    def refusal(self, item: Any, seen: int | None) -> str | None:
        """Why `item` may not move now, in words; NotFound for who never had a part in it."""
        if not self.move.by_owner and (reason := self._not_mine(item)):
            return reason
        if item.review_state not in self.move.sources or seen not in (None, item.version):
            return self._last_decision(item)
        if self.verb == "withdraw" and item.id in self._decided:
            return _("a reviewer has already decided")
        return self.unready.get(item.id)

    def _not_mine(self, item: Any) -> str | None:
        """Why the open step is not the actor's; NotFound when no step of this item ever was."""
        step = self.open_steps.get(item.id)
        if step and step.organization_id == self.actor.organization_id and self.actor.may(step.permission, self.kind):
            own = self._is_own(item) and not step.self_review
            return _("nobody decides on an own submission") if own else None
        if any(self.actor.may(p, self.kind) for p in self._past.get(item.id, ()) if p):
            return self._last_decision(item)
        raise NotFound()

    def _is_own(self, item: Any) -> bool:
        """Submitted by the actor, or by the one for whom a substitute acts (R-3)."""
        return item.submitted_by in {self.actor.user_id, self.actor.for_user_id} - {None}

    @cached_property
    def _past(self) -> dict[int, set[str]]:
        """The permissions of all steps that were ever opened for the actor's organization, by item."""
        past = (_step.c.organization_id == self.actor.organization_id, _step.c.opened_at.is_not(None))
        found: dict[int, set[str]] = defaultdict(set)
        for row in self.run(select(_step.c.item_id, _step.c.permission).where(self._of(self.items), *past)):
            found[row.item_id].add(row.permission)
        return found

    @cached_property
    def _last(self) -> dict[int, Any]:
        """The latest move of each item."""
        query = select(_step).where(self._of(self.items), _step.c.verb.is_not(None))
        return {row.item_id: row for row in self.run(query.order_by(_step.c.decided_at, _step.c.id))}

    def _last_decision(self, item: Any) -> str:
        last = self._last.get(item.id)
        if last is None:
            return _("it was changed meanwhile; please look at it again")
        return _("%(who)s has already decided: %(what)s", who=last.user_name, what=str(VERB_LABELS[last.verb]))

    @cached_property
    def _decided(self) -> set[int]:
        """The items of which a step of the present round has been decided."""
        decided = (self._present(self.items), _step.c.verb.in_(("approve", "return", "reject")))
        return set(self.run(select(_step.c.item_id).where(_step.c.kind == self.kind, *decided)).scalars())

    def _present(self, items: Iterable[Any]) -> ColumnElement[bool]:
        """The steps of each item's present round."""
        rounds: dict[int, list[int]] = defaultdict(list)
        for item in items:
            rounds[item.review_round].append(item.id)
        return or_(*(and_(_step.c.round == r, _step.c.item_id.in_(ids)) for r, ids in rounds.items()))

    # -- writing

    def write(self, items: list[Any]) -> None:
        ids = [i.id for i in items]
        getattr(self, f"_{self.verb}")(items)
        audit.record_many(self.session, f"{self.kind}:{self.verb}", ids, batch=self.batch, opinion=self.opinion)

    def _signature(self) -> dict[str, Any]:
        who = {"user_id": self.actor.user_id, "user_name": self.actor.name}
        what = {"verb": self.verb, "opinion": self.opinion, "batch": self.batch, "decided_at": clock.now()}
        stands_for = {"for_appointment_id": self.actor.for_appointment_id, "for_name": self.actor.for_name}
        return who | what | stands_for | {"appointment_id": self.actor.appointment_id}

    def _set(self, ids: Collection[int], state: str, **more: Any) -> None:
        table = self.model.__table__
        at = {"review_state": state, "review_position": state, "review_stage": None}
        values = at | {"version": table.c.version + 1} | more
        self.run(update(table).where(table.c.id.in_(list(ids))).values(**values))

    def _wait(self, at: Mapping[tuple[str, str], list[int]], **more: Any) -> None:
        """Set the items that wait at each (step name, permission) to pending."""
        for (name, permission), ids in at.items():
            self._set(ids, PENDING, review_stage=name, review_position=permission, **more)

    def _submit(self, items: list[Any]) -> None:
        """Copy each item's route, log the submission, open the first step or approve at once."""
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        at_once: list[int] = []
        rows: list[dict[str, Any]] = []
        for item in items:
            planned = self._route(item)
            (waiting[planned[0].name, planned[0].permission] if planned else at_once).append(item.id)
            rows += self._step_rows(item, planned)
        self.run(insert(_step), rows)
        now_by = {"submitted_at": clock.now(), "submitted_by": self.actor.user_id}
        now_by["review_round"] = self.model.__table__.c.review_round + 1
        self._wait(waiting, **now_by)
        if at_once:
            self._set(at_once, APPROVED, **now_by)
            self._effect(at_once)

    def _route(self, item: Any) -> list[PlannedStep]:
        """The steps for `item`, looked up once for all items of one organization and case."""
        find_case = _flows[self.kind].case
        case = find_case(item) if find_case else {}
        key = (item.organization_id, tuple(sorted(case.items())))
        if key not in self.routes:
            self.routes[key] = _router[0](self.session, self.kind, item.organization_id, case)
        return self.routes[key]

    def _step_rows(self, item: Any, planned: list[PlannedStep]) -> list[dict[str, Any]]:
        """The log row of the submission (seq 0) and one row per planned step, the first one opened."""
        now = clock.now()
        blank: dict[str, Any] = {c.name: None for c in _step.columns if c.name != "id"} | dict.fromkeys(_TEXTS, "")
        blank |= {"self_review": False, "by_submitter": False, "round": item.review_round + 1}
        blank |= {"platform_id": item.platform_id, "kind": self.kind, "item_id": item.id}
        log = {"seq": 0, "organization_id": item.organization_id, "opened_at": now}
        steps = [{"seq": n, "opened_at": now if n == 1 else None} | vars(p) for n, p in enumerate(planned, 1)]
        return [blank | log | self._signature(), *(blank | step for step in steps)]

    def _close(self, items: list[Any]) -> None:
        """Sign the open steps; a decision on an own submission is marked as self-review (C4)."""
        for own in (False, True):
            part = [self.open_steps[i.id].id for i in items if self._is_own(i) is own]
            marked = self._signature() | {"by_submitter": own and not self.move.by_owner}
            if part:
                self.run(update(_step).where(_step.c.id.in_(part)).values(**marked))

    def _end(self, items: list[Any], state: str) -> None:
        self._close(items)
        self._set([i.id for i in items], state)

    def _withdraw(self, items: list[Any]) -> None:
        self._end(items, DRAFT)

    def _return(self, items: list[Any]) -> None:
        self._end(items, RETURNED)

    def _reject(self, items: list[Any]) -> None:
        self._end(items, REJECTED)

    def _approve(self, items: list[Any]) -> None:
        """Open the next step of each item; where there is none, approve it and run the kind's effect."""
        self._close(items)
        following = self._following(items)
        opened = [row.id for row in following]
        self.run(update(_step).where(_step.c.id.in_(opened)).values(opened_at=clock.now()))
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in following:
            waiting[row.name, row.permission].append(row.item_id)
        self._wait(waiting)
        last = sorted({i.id for i in items} - {row.item_id for row in following})
        self._set(last, APPROVED)
        self._effect(last)

    def _following(self, items: list[Any]) -> Sequence[Any]:
        """The next unopened step of each item in its present round."""
        earlier = aliased(_step)
        same = [earlier.c[name] == _step.c[name] for name in ("kind", "item_id", "round")]
        unopened = select(earlier.c.id).where(*same, earlier.c.opened_at.is_(None), earlier.c.seq < _step.c.seq)
        query = select(_step).where(_step.c.kind == self.kind, self._present(items), _step.c.opened_at.is_(None))
        return list(self.run(query.where(~unopened.exists())))

    def _effect(self, ids: list[int]) -> None:
        effect = _flows[self.kind].approved
        if effect and ids:
            effect(self.session, ids, self.actor)


def install(session_class: type[Session]) -> None:
    """Make `act` the only writer of review states in every session of `session_class`."""
    guard(session_class)
    event.listen(session_class, "after_flush", _forget)


def _forget(session: Session, context: UOWTransaction) -> None:
    """Steps go with their item: SQLite gives the number of a deleted row to the next one (the audit keeps both)."""
    for one in session.deleted:
        if isinstance(one, Reviewed):
            state: Any = inspect(one)
            of_item = (_step.c.kind == state.mapper.local_table.name, _step.c.item_id == state.identity[0])
            session.connection().execute(delete(_step).where(*of_item))


_TEXTS = ("name", "name_en", "organization_name", "permission", "user_name", "for_name", "opinion")
