"""Seals over the audit: each covers the next committed events and the seal before it, under a key of the installation.

Who can write to the database but does not know the key can change, add, remove or reorder nothing unnoticed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_appbuilder import Model
from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    LargeBinary,
    Select,
    String,
    Text,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit import audit, clock, jobs, personal, scope
from app.kit.audit.recording import AuditEvent

EVERY = 600  # seconds between two seals
MOST = 5000  # events under one seal: reading and hashing them takes about 200 ms
PATIENCE = 2.0  # seconds to wait for writers that hold lower ids than the newest
BEGINNING = "0" * 64
MARK = 24  # bytes per event: its id and its own mark, so that verification can name the event

_table: Any = AuditEvent.__table__


class AuditSeal(Model):
    """The events `from_id` to `to_id`: `marks` holds (id, mark) of each, `digest` covers it all and `previous`."""

    __tablename__ = "audit_seal"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    from_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    to_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    count: Mapped[int]
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(DateTime)

    @property
    def head(self) -> str:
        """What an auditor may note elsewhere: a later verification must still find it."""
        return f"{self.seq}:{self.digest}"


audit.quiet(AuditSeal)
scope.register(AuditSeal, sees=scope.nobody)


# ---- what a seal covers -------------------------------------------------------------------------------------------


def _key() -> bytes:
    return personal.key_for(b"xueshi audit")


def events(low: int, high: int) -> Select[Any]:
    """The events with these ids, both included, in their order; details as the text that is stored."""
    plain = [c for c in _table.c if c.name != "details"]
    inside = _table.c.id.between(low, high)
    return select(*plain, cast(_table.c.details, Text).label("details")).where(inside).order_by(_table.c.id)


def mark(row: Any) -> bytes:
    """The keyed mark of one event without its id: the same event under another id keeps it."""
    facts = [row.at.isoformat(), *(getattr(row, name) for name in _FACTS), _sorted(row.details)]
    return hmac.digest(_key(), json.dumps(facts).encode(), hashlib.sha256)[: MARK - 8]


_FACTS = ("platform_id", "user_id", "user_name", "identity", "address", "event", "subject_id", "outcome", "batch")


def _sorted(details: str) -> str:
    """Details as one text on every database, whatever blanks and order it keeps."""
    try:
        return json.dumps(json.loads(details), sort_keys=True)
    except (TypeError, ValueError):
        return str(details)


def marks(rows: Iterable[Any]) -> bytes:
    return b"".join(int(row.id).to_bytes(8, "big", signed=True) + mark(row) for row in rows)


def digest(seal: AuditSeal) -> str:
    """HMAC-SHA256 over all that a seal says, the digest of the seal before it included."""
    head = [seal.seq, seal.from_id, seal.to_id, seal.count, seal.previous, seal.sealed_at.isoformat()]
    return hmac.new(_key(), json.dumps(head).encode() + b"\n" + seal.marks, hashlib.sha256).hexdigest()


# ---- sealing ------------------------------------------------------------------------------------------------------


def newest(session: Session) -> AuditSeal | None:
    return session.scalars(select(AuditSeal).order_by(AuditSeal.seq.desc()).limit(1)).first()


def horizon(session: Session, patience: float = PATIENCE) -> int | None:
    """The id below which nothing more can appear; None while a writer holds a lower one for longer than `patience`.

    SQLite has one writer, and whoever seals is it. PostgreSQL gives ids before commit: all ids up to the sequence's
    last value belong to transactions that held the table's write lock when it was read, so once those have ended
    every such event is there or never will be. Nobody is blocked meanwhile.
    """
    if session.get_bind().dialect.name == "sqlite":
        return session.scalar(select(func.max(AuditEvent.id))) or 0
    last = session.scalar(text("SELECT pg_sequence_last_value(pg_get_serial_sequence('audit_event', 'id')::regclass)"))
    waiting, deadline = _writers(session), time.monotonic() + patience
    while waiting:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.02)
        waiting &= _writers(session)
    return last or 0


def _writers(session: Session) -> set[str]:
    """Other transactions that hold the lock of a writer on the audit."""
    held = text(
        "SELECT virtualtransaction FROM pg_locks WHERE relation = 'audit_event'::regclass AND mode = 'RowExclusiveLock'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND pid IS DISTINCT FROM pg_backend_pid()"
    )
    return set(session.scalars(held))


def seal(session: Session, limit: int) -> AuditSeal | None:
    """Seal the next events up to the id `limit`, 5,000 at most; None when there are none (AUDIT-1).

    Of two who seal at once, the second one's `seq` is taken: its transaction fails and changes nothing.
    """
    before = newest(session)
    low = before.to_id + 1 if before else 0
    rows = session.execute(events(low, limit).limit(MOST)).all()
    if not rows:
        return None
    high = rows[-1].id if len(rows) == MOST else limit
    made = AuditSeal(
        seq=before.seq + 1 if before else 1, from_id=low, to_id=high, count=len(rows), marks=marks(rows),
        previous=before.digest if before else BEGINNING, sealed_at=clock.now().replace(microsecond=0),
    )  # fmt: skip
    made.digest = digest(made)
    session.execute(insert(AuditSeal), [{c.key: getattr(made, c.key) for c in AuditSeal.__table__.c}])
    return made


@jobs.handler("audit_seal", short=True, every=EVERY)
def _seal_all(run: jobs.Run) -> dict[str, Any]:
    """One chain for the installation: the jobs of all platforms seal whatever is new."""
    with run.reading() as session:
        limit = horizon(session)
    sealed = 0
    while limit is not None:
        with run.chunk(run.cursor + 1) as session:
            made = seal(session, limit)
        if made is None:
            break
        keep_head(made)
        sealed += made.count
    return {"sealed": sealed}


# ---- the head outside the database --------------------------------------------------------------------------------


def head_file() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "audit-head"


def keep_head(made: AuditSeal) -> None:
    """Note the newest seal beside the database: cutting off the end of the chain is noticed by this."""
    part = head_file().with_suffix(".part")
    part.write_text(made.head)
    part.replace(head_file())
