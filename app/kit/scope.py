"""Who may see and change which rows: one value per request, enforced by the session, failing closed.

Every mapped class is either registered with its predicates or declared unscoped with a reason (a house-rule test
checks it). ORM statements get the predicate added; statements that the ORM hooks cannot see raise unless they run
inside `bulk("reason")`, whose callers apply the predicate themselves.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, event, false, func, inspect, select, true
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql import visitors

from app.kit import clock, reach
from app.kit.errors import NotFound

EVERYTHING, PUBLIC = "everything", "public"
KEPT = 128  # scopes whose criteria are kept
Predicate = Callable[["Scope"], ColumnElement[bool]]


class NoScope(RuntimeError):
    """A scoped table was touched while nobody had said for whom."""


class OutsideScope(NotFound):
    """A flush tried to write a row that the scope does not own."""


class Unfiltered(RuntimeError):
    """A statement that the session cannot filter ran outside `bulk`."""


@dataclass(frozen=True)
class Actor:
    """Who acts, under which identity ("a12" an appointment, "l34" a learner record), with which permissions."""

    user_id: int | None = None
    name: str = ""
    identity: str = ""
    appointment_id: int | None = None
    role_id: int | None = None
    organization_id: int | None = None
    learner_id: int | None = None
    for_appointment_id: int | None = None  # a substitute: the appointment it stands for
    for_name: str = ""
    for_user_id: int | None = None  # whose account that is: what is one's own is also that one's (four eyes)
    permissions: frozenset[tuple[str, str]] = frozenset()

    def may(self, verb: str, subject: str) -> bool:
        return (f"can_{verb}", subject) in self.permissions


@dataclass(frozen=True)
class Scope:
    """What is visible: `kind` of actor, the platform and, for administrators, the subtree `path`.

    `zone` is the platform's, in which days and times are told while the scope is active; "" keeps the one around.
    A stranger on a public page has the kind PUBLIC and sees what its `token` opens, of models that say so.
    """

    kind: str
    platform_id: int | None = None
    path: str | None = None
    actor: Actor = field(default_factory=Actor)
    zone: str = ""
    token: str = ""


@dataclass(frozen=True)
class Rule:
    """`sees` limits reading, `owns` limits writing; `opens` is what a public page's token opens."""

    sees: Predicate
    owns: Predicate
    opens: Predicate


@dataclass
class _Frame:
    scope: Scope
    reason: str
    readonly: bool
    number: int
    options: dict[bool, _Criteria] = field(default_factory=dict)


_rules: dict[type, Rule] = {}
_unscoped: dict[type, str] = {}
_names: dict[str, type] = {}
_frame: ContextVar[_Frame | None] = ContextVar("scope_frame", default=None)
_bulk: ContextVar[str | None] = ContextVar("scope_bulk", default=None)
_numbers = itertools.count(1)
_sessions: list[Any] = []


# ---- registry -----------------------------------------------------------------------------------------------------


def register(model: type, sees: Predicate, owns: Predicate | None = None, opens: Predicate | None = None) -> None:
    """Give `model` its predicates; `owns` defaults to `sees`, and no public page shows it unless it `opens`."""
    _rules[model] = Rule(sees, owns or sees, opens or nobody)
    _names[model.__table__.name] = model  # type: ignore[attr-defined]  # every mapped class has it
    _criteria_of.cache_clear()


def unscoped(model: type, reason: str) -> None:
    """Declare that every actor may read `model`; the reason is kept for the house-rule test."""
    _unscoped[model] = reason


def registered() -> dict[type, Rule]:
    return dict(_rules)


def unscoped_models() -> dict[type, str]:
    return dict(_unscoped)


def nobody(scope: Scope) -> ColumnElement[bool]:
    """A predicate for rows that no actor reaches through the ORM."""
    return false()


# ---- the active scope ---------------------------------------------------------------------------------------------


def current() -> Scope | None:
    frame = _frame.get()
    return frame.scope if frame else None


def require() -> Scope:
    """The active scope; NoScope when there is none."""
    frame = _frame.get()
    if frame is None:
        raise NoScope("no active scope")
    return frame.scope


def actor() -> Actor:
    return require().actor


def key() -> int:
    """Distinguishes the sessions of different scopes: an identity map never survives a switch."""
    frame = _frame.get()
    return frame.number if frame else 0


def writing() -> bool:
    """Whether the active scope may write: SQLite then begins IMMEDIATE."""
    frame = _frame.get()
    return frame is not None and not frame.readonly


def attach(registry: Any) -> None:
    """Let `using` remove the session of `registry` (a scoped_session) when its scope ends."""
    if registry not in _sessions:
        _sessions.append(registry)


@contextlib.contextmanager
def using(scope: Scope, readonly: bool = False, reason: str = "") -> Iterator[Scope]:
    """Run under `scope` with a session of its own; what was not committed is rolled back."""
    token, bulk_token = _frame.set(_Frame(scope, reason, readonly, next(_numbers))), _bulk.set(None)
    try:
        with clock.using(scope.zone):
            yield scope
    except BaseException:
        _undo()
        raise
    finally:
        for registry in _sessions:
            registry.remove()
        _bulk.reset(bulk_token)
        _frame.reset(token)


def _undo() -> None:
    """Roll back by name: after a COMMIT that failed, closing the session alone would leave SQLite's lock behind."""
    for registry in _sessions:
        with contextlib.suppress(SQLAlchemyError):  # the connection is gone, and what it had begun with it
            if registry.registry.has():
                registry.rollback()


def everything(
    reason: str, readonly: bool = False, actor: Actor | None = None
) -> contextlib.AbstractContextManager[Scope]:
    """No limits, for the few places listed in tests/house: login, commands, verification, job bookkeeping.

    `actor` is who does it, for the audit, where somebody does.
    """
    return using(Scope(EVERYTHING, actor=actor or Actor()), readonly, reason)


@contextlib.contextmanager
def bulk(reason: str) -> Iterator[None]:
    """Permit set-based statements on scoped tables in the current session; the caller applies the predicate."""
    require()
    token = _bulk.set(reason)
    try:
        yield
    finally:
        _bulk.reset(token)


def predicate(model: type, owning: bool = False, scope: Scope | None = None) -> ColumnElement[bool]:
    """The rule of `model` as SQL for the given or active scope, for set-based statements inside `bulk`."""
    scope = scope or require()
    if scope.kind == EVERYTHING:
        return true()
    rule = _rules[model]
    if scope.kind == PUBLIC:
        return rule.opens(scope) if scope.token and not owning else false()
    return (rule.owns if owning else rule.sees)(scope)


# ---- the session's hooks ------------------------------------------------------------------------------------------


def install(session_class: type[Session]) -> None:
    """Hook the rules into every session of `session_class`."""
    event.listen(session_class, "do_orm_execute", _on_execute)
    event.listen(session_class, "before_flush", _before_flush)
    event.listen(session_class, "after_flush", _after_flush)


def _on_execute(state: ORMExecuteState) -> None:
    if state.is_column_load or (_frame.get() and require().kind == EVERYTHING):
        return
    touched = _refuse_unfiltered(state)
    if state.is_orm_statement and _frame.get() is not None:
        entities = touched.union(mapper.class_ for mapper in state.all_mappers)
        wanted = _criteria(owning=state.is_update or state.is_delete).of(entities)
        inherited = set(state.statement._with_options)  # by what is loaded with the rows of another statement
        if missing := [option for option in wanted if option not in inherited]:
            state.statement = state.statement.options(*missing)


def _refuse_unfiltered(state: ORMExecuteState) -> set[type]:
    """The scoped models that the statement touches."""
    models, raw = _touched(state.statement)
    if not models:
        return models
    if _frame.get() is None:
        raise NoScope(f"no active scope for {sorted(m.__name__ for m in models)}")
    by_key_list = state.is_update and isinstance(state.parameters, list)
    unseen = raw or state.is_insert or by_key_list or not state.is_orm_statement or _moves_rows(state)
    if _bulk.get() is None and unseen:
        raise Unfiltered(f"{sorted(m.__name__ for m in models)} outside scope.bulk")
    return models


def _touched(statement: Any) -> tuple[set[type], set[type]]:
    """The scoped models of a statement, and those that a part of it reads past the ORM's filter."""
    touched: set[type] = set()
    unseen: set[type] = set()
    for sources, filtered, sql in reach.reads(statement, tuple(_rules)):
        models = {source: _names.get(reach.table_name(source)) for source in sources}
        touched.update(m for m in models.values() if m)
        unseen.update(m for source, m in models.items() if m and source not in filtered)
        unseen.update(m for name, m in _names.items() if sql and name in sql)
    return touched | unseen, unseen


def _moves_rows(state: ORMExecuteState) -> bool:
    """Whether an UPDATE writes a column that ownership depends on: criteria see rows before it, not after."""
    statement: Any = state.statement
    model = _names.get(statement.table.name) if state.is_update else None
    if model is None:
        return False
    of_owner = {part.name for part in visitors.iterate(predicate(model, owning=True)) if isinstance(part, Column)}
    return not of_owner.isdisjoint(getattr(column, "name", column) for column in statement._values or ())


class _Criteria:
    """The loader criteria of every registered model under one scope, and which of them a statement can need."""

    def __init__(self, scope: Scope, owning: bool) -> None:
        self._rules = {model: predicate(model, owning, scope) for model in _rules}
        self._options = {
            model: with_loader_criteria(model, rule, include_aliases=True) for model, rule in self._rules.items()
        }
        self._reach: dict[type, frozenset[type]] = {}

    def of(self, entities: Iterable[type]) -> list[Any]:
        """Those of the entities, of all that may be loaded along with them, and of what their own rules read.

        Every option costs a statement some 0.1 ms: forty that it has no use for were a fifth of a page.
        """
        found: set[type] = set()
        for entity in entities:
            found |= self._reached(entity)
        return [option for model, option in self._options.items() if model in found]

    def _reached(self, entity: type) -> frozenset[type]:
        if entity not in self._reach:
            found, waiting = {entity}, [entity]
            while waiting:
                new = self._next_to(waiting.pop()) - found
                found |= new
                waiting.extend(new)
            self._reach[entity] = frozenset(found)
        return self._reach[entity]

    def _next_to(self, entity: type) -> set[type]:
        """What relationships lead to, sub- and superclasses of registered models, and what the rule reads."""
        mapper: Any = inspect(entity)
        found: set[type] = {relation.mapper.class_ for relation in mapper.relationships}
        found |= {model for model in _rules if issubclass(model, entity) or issubclass(entity, model)}
        if entity in self._rules:
            parts: Iterable[Any] = visitors.iterate(self._rules[entity])
            names = {getattr(table, "name", "") for part in parts for table in part._from_objects}
            found |= {_names[name] for name in names if name in _names}
        return found


def _criteria(owning: bool) -> _Criteria:
    frame = _frame.get()
    assert frame is not None
    if owning not in frame.options:
        frame.options[owning] = _criteria_of(frame.scope, owning, clock.today())
    return frame.options[owning]


@lru_cache(maxsize=KEPT)
def _criteria_of(scope: Scope, owning: bool, day: date) -> _Criteria:
    """Kept for the next requests of the same identity: a predicate follows from the scope and the day alone.

    Building them anew for each request took a fifth of its time.
    """
    return _Criteria(scope, owning)


def _before_flush(session: Session, context: UOWTransaction, instances: Any) -> None:
    changed = [o for o in session.dirty if session.is_modified(o)]
    _refuse_foreign(session, [*changed, *session.deleted])


def _after_flush(session: Session, context: UOWTransaction) -> None:
    _refuse_foreign(session, [*session.new, *session.dirty])


def _refuse_foreign(session: Session, objects: list[Any]) -> None:
    """OutsideScope unless the database says that the scope owns every one of `objects`."""
    by_model: dict[type, set[Any]] = {}
    for one in objects:
        if type(one) in _rules:
            key = inspect(one).mapper.primary_key_from_instance(one)
            by_model.setdefault(type(one), set()).add(tuple(key))
    for model, identities in by_model.items():
        scope = require()
        if scope.kind != EVERYTHING and _owned(session, model, identities, scope) != len(identities):
            raise OutsideScope()


def _owned(session: Session, model: type, identities: set[Any], scope: Scope) -> int:
    table = model.__table__  # type: ignore[attr-defined]  # every mapped class has it
    (pk,) = table.primary_key.columns
    mine = and_(pk.in_([identity[0] for identity in identities]), predicate(model, True, scope))
    return int(session.connection().execute(select(func.count()).select_from(table).where(mine)).scalar_one())
