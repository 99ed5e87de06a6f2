"""Filters of the inbox that a reviewer has given a name."""

from __future__ import annotations

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import audit, scope


class SavedFilter(Model):
    """A query of the inbox under a name, of one identity; never with personal numbers."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("user_id", "identity", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    identity: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(String(500))


audit.quiet(SavedFilter)
scope.register(
    SavedFilter, lambda s: (SavedFilter.user_id == s.actor.user_id) & (SavedFilter.identity == s.actor.identity)
)
