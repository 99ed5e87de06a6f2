"""A form saves once: a double click or a resent page finds what the first one made (case 60)."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import request
from flask_appbuilder import Model
from sqlalchemy import ColumnElement, String, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit import audit, clock, scope

FIELD = "_once"


class FormReceipt(Model):
    """The row that a form, known by its random token, has created."""

    __tablename__ = "form_receipt"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    user_id: Mapped[int | None]
    identity: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)


def _own(s: scope.Scope) -> ColumnElement[bool]:
    return and_(FormReceipt.user_id == s.actor.user_id, FormReceipt.identity == s.actor.identity)


scope.register(FormReceipt, _own)
audit.quiet(FormReceipt)


def token() -> str:
    """The token that the posted form carried, else a new one for a fresh form."""
    return request.form.get(FIELD, "")[:32] or secrets.token_urlsafe(16)


def saved_as(session: Session) -> int | None:
    """The key of what this form has created already."""
    mine = select(FormReceipt.target_id).where(FormReceipt.token == request.form.get(FIELD, "")[:32])
    return session.execute(mine).scalar_one_or_none()


def keep(session: Session, target_id: int) -> None:
    """Note, in the transaction that creates it, what this form has made."""
    actor = scope.actor()
    if request.form.get(FIELD):
        receipt = FormReceipt(token=token(), user_id=actor.user_id, identity=actor.identity, target_id=target_id)
        session.add(receipt)
        session.flush()
