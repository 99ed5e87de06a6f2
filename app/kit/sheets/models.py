"""The rows of an import between upload and result; cells are encrypted because they hold personal data."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import audit, scope
from app.kit.jobs.models import BigKey, Job, own
from app.kit.personal import Secret, decrypt, encrypt


class ImportRow(Model):
    """One row of an uploaded file: what was found, what became of it, and the cells exactly as they were.

    `key` and `token` are keyed hashes; `before` holds the old values of the changed columns as shown, `stored` as they
    were in the database, so that they can be given back. `foreseen` is what the preview had said, where it came
    otherwise. `back` says whether an undo can take the row back, once one has looked; taken back it is "undone".
    """

    __tablename__ = "import_row"
    __table_args__ = (
        CheckConstraint("outcome IN ('new','changed','unchanged','duplicate','error','undone')", name="outcome"),
        Index("uq_import_row_job_id_row_no", "job_id", "row_no", unique=True),
        Index("ix_import_row_outcome", "job_id", "outcome", "row_no"),
        Index("ix_import_row_key", "job_id", "key"),
        Index("ix_import_row_token", "job_id", "token"),
        {"postgresql_with": {"fillfactor": 45}},  # what became of a row has room beside it: no index is written again
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    row_no: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(10))
    warned: Mapped[bool] = mapped_column(default=False)
    applied: Mapped[bool] = mapped_column(default=False)
    findings: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    cells: Mapped[bytes] = mapped_column(LargeBinary)
    before: Mapped[bytes | None] = mapped_column(LargeBinary)
    stored: Mapped[bytes | None] = mapped_column(LargeBinary)
    foreseen: Mapped[str | None] = mapped_column(String(10))
    back: Mapped[bool | None]
    key: Mapped[str | None] = mapped_column(String(43))
    token: Mapped[str | None] = mapped_column(String(43))
    target_id: Mapped[int | None] = mapped_column(BigInteger)
    version_after: Mapped[int | None]


class ImportMapping(Model):
    """How somebody's files name the columns of a sheet, and what unknown words in them mean (ux.md Import 3).

    `headings` has an entry for every column that was decided: the heading in the file, "" for none. `values` has, by
    column, the stored value for each unknown word.
    """

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("user_id", "identity", "sheet"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    user_id: Mapped[int]
    identity: Mapped[str] = mapped_column(String(20))
    sheet: Mapped[str] = mapped_column(String(60))
    headings: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    values: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)


def _own_jobs(now: scope.Scope) -> ColumnElement[bool]:
    """Rows of the identity's own jobs."""
    if now.actor.user_id is None:
        return false()
    mine = select(Job.__table__.c.id).where(
        Job.__table__.c.user_id == now.actor.user_id, Job.__table__.c.identity == now.actor.identity
    )
    return ImportRow.job_id.in_(mine)


scope.register(ImportRow, _own_jobs)
scope.register(ImportMapping, own(ImportMapping))
audit.quiet(ImportRow)
audit.quiet(ImportMapping)


# ---- cells as they were ------------------------------------------------------------------------------------


def pack(value: Any) -> bytes:
    """Cells as encrypted JSON that keeps what kind each one was: text stays text, a date a date."""
    return encrypt(_encoder.encode(value))


def unpack(data: bytes | None) -> Any:
    return _decoder.decode(decrypt(data)) if data else {}


def _tagged(value: Any) -> Any:
    for kind, (tag, write, _read) in _TAGS.items():
        if isinstance(value, kind):
            return {tag: write(value)}
    return str(value)


def _untagged(value: dict[str, Any]) -> Any:
    for tag, _write, read in _TAGS.values():
        if tag in value:
            return read(value[tag])
    return value


_TAGS: dict[type, tuple[str, Callable[[Any], str], Callable[[str], Any]]] = {
    datetime: ("$datetime", datetime.isoformat, datetime.fromisoformat),  # before date, which it is as well
    date: ("$date", date.isoformat, date.fromisoformat),
    Decimal: ("$decimal", str, Decimal),
    Secret: ("$secret", Secret.reveal, Secret),
}
# Made once: `json.dumps` and `json.loads` with these arguments make one per call.
_encoder = json.JSONEncoder(default=_tagged, ensure_ascii=False)
_decoder = json.JSONDecoder(object_hook=_untagged)
