"""Who changed what: append-only events, written in the same transaction as the change (AUDIT-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import has_request_context, request
from flask_appbuilder import Model
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Index,
    Integer,
    Select,
    String,
    cast,
    event,
    func,
    insert,
    inspect,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, Session, UOWTransaction, mapped_column

from app.kit import clock, scope
from app.kit.personal import Secret

DONE, REFUSED, FAILED = "done", "refused", "failed"
_quiet: set[type] = set()


class AuditEvent(Model):
    """One event `subject:verb`, e.g. `training_class:approve`."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_platform_at", "platform_id", "at"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, default=clock.now)
    platform_id: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(index=True)
    user_name: Mapped[str] = mapped_column(String(100), default="")
    identity: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    event: Mapped[str] = mapped_column(String(80), index=True)
    subject_id: Mapped[str | None] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(10), default=DONE)
    batch: Mapped[str | None] = mapped_column(String(32))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def _sees(s: scope.Scope) -> ColumnElement[bool]:
    if s.kind != "auditor" or s.platform_id is None:  # NULL would match what was done on no platform
        return scope.nobody(s)
    return AuditEvent.platform_id == s.platform_id


scope.register(AuditEvent, _sees, owns=scope.nobody)


def quiet(model: type) -> None:
    """Leave row changes of `model` out of the audit: bookkeeping that has its own log."""
    _quiet.add(model)


def record(session: Session, name: str, subject_id: Any = None, *, outcome: str = DONE, **details: Any) -> None:
    """Write one event into the caller's transaction."""
    record_many(session, name, [subject_id], outcome=outcome, **details)


def record_many(
    session: Session,
    name: str,
    ids: Iterable[Any],
    *,
    outcome: str = DONE,
    batch: str | None = None,
    **details: Any,
) -> None:
    """Write one event per id, with a shared `batch`, into the caller's transaction."""
    head = _who() | {"event": name, "outcome": outcome, "batch": batch, "details": plain(details)}
    rows = [head | {"subject_id": None if i is None else str(i).replace("\0", "")[:40]} for i in ids]
    if rows:
        session.connection().execute(insert(AuditEvent), rows)


def record_found(session: Session, name: str, ids: Select[Any], *, batch: str | None = None, **details: Any) -> None:
    """Write one event for each id that `ids` selects: one statement, however many there are."""
    table: Any = AuditEvent.__table__
    head = _who() | {"event": name, "outcome": DONE, "batch": batch, "details": plain(details)}
    (number,) = ids.subquery().c
    row = [literal(value, table.c[column].type) for column, value in head.items()]
    found = select(*row, cast(number, String(40))).order_by(number)
    session.connection().execute(insert(AuditEvent).from_select([*head, "subject_id"], found))


def count_since(session: Session, name: str, user_id: int | None, age: timedelta) -> int:
    """How often a user caused the event lately, for limits that hold over all processes."""
    recent = (AuditEvent.event == name, AuditEvent.user_id == user_id, AuditEvent.at > clock.now() - age)
    return session.connection().execute(select(func.count()).select_from(AuditEvent).where(*recent)).scalar_one()


def refused(session: Session, name: str, subject_id: Any = None, **details: Any) -> None:
    """Roll the caller's work back, then write the refusal in a transaction of its own."""
    session.rollback()
    with session.begin():
        record(session, name, subject_id, outcome=REFUSED, **details)


def _who() -> dict[str, Any]:
    now = scope.current()
    actor = now.actor if now else scope.Actor()
    return {
        "at": clock.now(),
        "platform_id": now.platform_id if now else None,
        "user_id": actor.user_id,
        "user_name": actor.name,
        "identity": actor.identity,
        "address": (request.remote_addr or "")[:45] if has_request_context() else "",
    }


def plain(value: Any) -> Any:
    """`value` as JSON; personal data stays masked."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | Secret):
        return str(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


# ---- row changes --------------------------------------------------------------------------------------------------


def install(session_class: type[Session]) -> None:
    """Record every row that a session of `session_class` adds, changes or deletes."""
    event.listen(session_class, "after_flush", _on_flush)
    for mapper in Model.registry.mappers:
        _keep_before(mapper)


def _keep_before(mapper: Mapper[Any]) -> None:
    """Load a column's old value before it is set, even on an expired row: the audit tells before and after."""
    for column in mapper.column_attrs:
        event.listen(column.class_attribute, "set", _leave, active_history=True)


def _leave(one: Any, value: Any, before: Any, initiator: Any) -> None:
    """Nothing to do: being there makes SQLAlchemy keep the history."""


def _on_flush(session: Session, context: UOWTransaction) -> None:
    for verb, objects in (("create", session.new), ("update", session.dirty), ("delete", session.deleted)):
        for one in objects:
            changes = _values(one) if verb == "delete" else _changes(one)
            if type(one) not in _quiet and not isinstance(one, AuditEvent) and (changes or verb == "delete"):
                record(session, f"{one.__table__.name}:{verb}", one_id(one), changes=changes)


def one_id(one: Any) -> str:
    """The primary key as text, whatever its form."""
    return "/".join(str(v) for v in inspect(one).mapper.primary_key_from_instance(one))


_UNSPOKEN = ("_hash", "password")


def _values(one: Any) -> dict[str, Any]:
    """What a deleted row held."""
    known = vars(one)
    keys = (column.key for column in inspect(one).mapper.column_attrs if not column.key.endswith(_UNSPOKEN))
    return {key: [known[key]] for key in keys if known.get(key) is not None}


def _changes(one: Any) -> dict[str, Any]:
    state = inspect(one)
    changed = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes() and not column.key.endswith(_UNSPOKEN):
            changed[column.key] = [*history.deleted, *history.added][-2:]
    return changed
