"""The job table, which is the truth about background work, and the files that belong to jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    and_,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit import audit, clock, scope

QUEUED, RUNNING, WAITING = "queued", "running", "waiting"
DONE, FAILED, CANCELLED = "done", "failed", "cancelled"
OPEN = (QUEUED, RUNNING, WAITING)
# A literal, not bind parameters: only so does the planner use the partial index, also with prepared
# statements.
LIVE = "status IN ('queued','running')"
BigKey = BigInteger().with_variant(Integer, "sqlite")


class StoredFile(Model):
    """A file under DATA_DIR/files with a random name; what the user called it is only shown."""

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_sha256", "platform_id", "sha256"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    user_id: Mapped[int | None]
    identity: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Job(Model):
    """One piece of background work; `cursor` is checkpoint and progress at once.

    `token` and `lease_until` (seconds of the database's clock) say which worker may write; `params` never
    holds personal data; `subject` names what the kind works on (a sheet, a view) for the task lists.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("status IN ('queued','running','waiting','done','failed','cancelled')", name="status"),
        Index("ix_job_live", "id", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
        Index("ix_job_owner", "user_id", "identity", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    user_id: Mapped[int | None]
    identity: Mapped[str] = mapped_column(String(20), default="")
    appointment_id: Mapped[int | None]
    organization_id: Mapped[int | None]
    locale: Mapped[str] = mapped_column(String(10), default="zh")
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    phase: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[str] = mapped_column(String(10), default=QUEUED)
    ukey: Mapped[str | None] = mapped_column(String(120), unique=True)
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    cursor: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    attempts_without_progress: Mapped[int] = mapped_column(Integer, default=0)
    cancel: Mapped[bool] = mapped_column(Boolean, default=False)
    token: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[float | None] = mapped_column(Float)
    sent_at: Mapped[float | None] = mapped_column(Float)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(String(500), default="")

    file: Mapped[StoredFile | None] = relationship(StoredFile, lazy="joined")

    @property
    def percent(self) -> int:
        """Progress for a bar; a total that was only estimated never shows more than 99 before the end."""
        if self.status == DONE:
            return 100
        return min(99, 100 * self.cursor // self.total) if self.total else 0


def own(model: Any) -> scope.Predicate:
    """Rows of the identity that made them: not even the same user's under another identity."""

    def predicate(now: scope.Scope) -> ColumnElement[bool]:
        if now.actor.user_id is None:  # NULL would match the rows of periodic jobs
            return false()
        return and_(model.user_id == now.actor.user_id, model.identity == now.actor.identity)

    return predicate


scope.register(Job, own(Job))
scope.register(StoredFile, own(StoredFile))
audit.quiet(Job)
audit.quiet(StoredFile)
