"""People whose hours are counted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.accounts.models import Account
from app.hours.models import HourEntry, LearnerStanding, LearnerYear
from app.kit import clock, personal, scope
from app.kit.personal import Encrypted, Secret
from app.kit.scope import Scope
from app.organizations.models import Organization, owned

DOCUMENT_TYPES = [("id", _l("Resident ID card"))]


class Learner(Model):
    """A person at a unit or department of one platform; the ID number is encrypted and found by its keyed hash."""

    __tablename__ = "learner"
    __table_args__ = (
        UniqueConstraint("platform_id", "document_hash"),
        Index("ix_learner_organization_name", "platform_id", "organization_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    document_type: Mapped[str] = mapped_column(String(12), default="id")
    document: Mapped[Secret] = mapped_column(Encrypted)
    document_hash: Mapped[str] = mapped_column(String(43))
    phone: Mapped[Secret | None] = mapped_column(Encrypted("phone"))
    title: Mapped[str] = mapped_column(String(40), default="")
    grade: Mapped[str] = mapped_column(String(20), default="")
    hired_on: Mapped[date | None]
    requirement_applies: Mapped[bool] = mapped_column(default=True)
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship(Organization)
    user: Mapped[Account | None] = relationship(Account)

    @validates("document")
    def _keep_hash(self, key: str, value: Any) -> Secret:
        secret = value if isinstance(value, Secret) else Secret(value)
        self.document_hash = personal.keyed_hash(secret.reveal())
        return secret

    def __repr__(self) -> str:
        return self.name


class Absence(Model):
    """Leave or exemption of a person from a day to a day; without an end until further notice (PEOPLE-2)."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("kind in ('leave', 'exemption')", name="kind"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="dates"),
        Index("ix_absence_learner", "learner_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    kind: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")

    learner: Mapped[Learner] = relationship(Learner)


# The ledger sits below and knows people by id only; lists of hours want their names.
for _model in (HourEntry, LearnerYear, LearnerStanding):
    _model.learner = relationship(Learner, viewonly=True)


def _sees(s: Scope) -> ColumnElement[bool]:
    return Learner.id == s.actor.learner_id if s.kind == "learner" else owned(Learner)(s)


def _sees_absence(s: Scope) -> ColumnElement[bool]:
    return Absence.learner_id == s.actor.learner_id if s.kind == "learner" else owned(Absence)(s)


scope.register(Learner, _sees, owns=owned(Learner))
scope.register(Absence, _sees_absence, owns=owned(Absence))
