"""Notices in the app: what happened to mine, what waits for me (NOTE-1); written with the work they tell of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, ForeignKey, Index, String, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit import audit, clock, scope
from app.kit.audit import plain


class Notice(Model):
    """One sentence to one user; `text` is a message id, translated with `values` when it is read."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_user", "user_id", "read_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    platform_id: Mapped[int | None]
    event: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(300))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]


audit.quiet(Notice)
scope.register(Notice, sees=lambda s: Notice.user_id == s.actor.user_id)


def notify(
    session: Session,
    event: str,
    users: Iterable[int],
    text: str,
    values: Mapping[str, Any] | None = None,
    address: str = "",
) -> None:
    """Tell each of `users` once, in the caller's transaction; `address` is a path of this site."""
    now = scope.current()
    head = {"event": event, "text": text, "values": plain(dict(values or {})), "address": address}
    head |= {"platform_id": now.platform_id if now else None}
    rows = [head | {"user_id": user} for user in sorted(set(users))]
    if rows:
        session.connection().execute(insert(Notice), rows)
