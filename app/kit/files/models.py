"""The row behind an attached file; who sees its item sees it, who owns its item may change it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, ForeignKey, Index, String, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock, scope
from app.kit.because import because
from app.kit.jobs.models import BigKey

NAME_MAX = 255


class Attachment(Model):
    """A file of the row `item_id` of table `kind`; `name` is what the user called it and is only shown."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0 and pages >= 0", name="size"),
        CheckConstraint("shown is null or shown <= pages", name="shown"),
        Index("ix_attachment_item", "kind", "item_id"),
        Index("ix_attachment_sha256", "platform_id", "sha256"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    kind: Mapped[str] = mapped_column(String(40))
    item_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))  # of what was uploaded, before a picture is cleaned
    pages: Mapped[int]  # of a PDF; 1 for a picture; 0 for what can only be downloaded
    shown: Mapped[int | None]  # how many pages have a picture; None until the job has made them
    uploaded_by: Mapped[int | None]
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)

    def __repr__(self) -> str:
        return self.name


_kinds: dict[str, Any] = {}


def belong_to(model: Any) -> None:
    """Let rows of `model` have attachments; those of any other table are nobody's."""
    _kinds[model.__tablename__] = model


def kinds() -> dict[str, Any]:
    return dict(_kinds)


def _like_the_item(owning: bool) -> scope.Predicate:
    """The children rule: an attachment is where its item is."""

    def rule(s: scope.Scope) -> ColumnElement[bool]:
        items = {kind: select(m.id).where(scope.predicate(m, owning, s)) for kind, m in _kinds.items()}
        found = (and_(Attachment.kind == kind, Attachment.item_id.in_(ids)) for kind, ids in items.items())
        return or_(false(), *(because(_l("what it is attached to is in reach"), one) for one in found))

    return rule


scope.register(Attachment, _like_the_item(owning=False), owns=_like_the_item(owning=True))
