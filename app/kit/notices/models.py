"""One sentence to one user, kept until it was read and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from flask_babel import get_locale, gettext
from sqlalchemy import JSON, ForeignKey, Index, String, case
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, column_property, mapped_column

from app.kit import audit, clock, scope

UNREAD, READ = "unread", "read"


class Notice(Model):
    """One sentence to one user; `text` is a message id, translated with `values` when it is read."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_user", "user_id", "read_at", "id"),
        Index("ix_notice_unread_address", "address", sqlite_where=sql("read_at IS NULL"),
              postgresql_where=sql("read_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    platform_id: Mapped[int | None]
    event: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(300))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column()
    standing: Mapped[str] = column_property(case((read_at.is_(None), UNREAD), else_=READ))

    @property
    def sentence(self) -> str:
        """The text in the reader's language."""
        return spoken(self.text, self.values)

    def __repr__(self) -> str:
        return self.sentence


_translate = gettext  # of a variable: the messages are collected where they are written, marked with N_


def spoken(text: str, values: dict[str, Any] | None) -> str:
    """A message id with its values, in the active language; without them where a value is missing.

    A value that depends on the language comes in both: `{"zh": …, "en": …}`.
    """
    translated = _translate(text) if text else ""
    language = "zh" if str(get_locale() or "zh").startswith("zh") else "en"
    said = {name: one[language] if isinstance(one, dict) else one for name, one in (values or {}).items()}
    try:
        return translated % said
    except (KeyError, ValueError, TypeError):
        return translated


audit.quiet(Notice)
scope.register(Notice, sees=lambda s: Notice.user_id == s.actor.user_id)
