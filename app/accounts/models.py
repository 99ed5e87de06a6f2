"""Users, and what they may do: appointments to roles at organizations (R-1, R-2)."""

from __future__ import annotations

import hashlib
from datetime import date

from flask_appbuilder import Model
from flask_appbuilder.security.sqla.models import Role
from flask_appbuilder.security.sqla.models import User as FabUser
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    or_,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit import clock, scope
from app.kit.scope import Scope
from app.organizations.models import Organization

KINDS = ("platform", "administrator", "learner", "system", "auditor")


class Account(FabUser):
    """A global account; its id says nothing about the person, what it may do hangs on identities."""

    __tablename__ = "ab_user"
    __table_args__ = {"extend_existing": True}

    display_name: Mapped[str] = mapped_column(String(100), default="")
    document_hash: Mapped[str | None] = mapped_column(String(43), unique=True)

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_id(self) -> str:
        """The session's name for the user: it changes with the password, so old cookies die with it."""
        return f"{self.id}.{self.password_mark()}"

    def password_mark(self) -> str:
        return hashlib.sha256((self.password or "").encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        return self.get_full_name()


class RoleProfile(Model):
    """What FAB's role lacks: the platform that owns it, its word on screens, and the kind of scope it gives."""

    __tablename__ = "role_profile"
    __table_args__ = (
        UniqueConstraint("platform_id", "code"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
    )

    role_id: Mapped[int] = mapped_column(ForeignKey("ab_role.id"), primary_key=True)
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id"))
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(40))
    label_en: Mapped[str] = mapped_column(String(60))

    role: Mapped[Role] = relationship(Role)


class Appointment(Model):
    """A role held at an organization, from a day to a day; a system administrator's has neither."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("(platform_id is null) = (organization_id is null)", name="place"),
        UniqueConstraint("user_id", "organization_id", "role_id"),
        Index("ix_appointment_organization", "platform_id", "organization_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    role_id: Mapped[int] = mapped_column(ForeignKey("role_profile.role_id"))
    starts_on: Mapped[date] = mapped_column(default=clock.today)
    ends_on: Mapped[date | None]
    stands_for_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))

    user: Mapped[Account] = relationship(Account)
    organization: Mapped[Organization | None] = relationship(Organization)
    profile: Mapped[RoleProfile] = relationship(RoleProfile)


def _sees_account(s: Scope) -> ColumnElement[bool]:
    return true() if s.kind == "system" else Account.id == s.actor.user_id


def _sees_appointment(s: Scope) -> ColumnElement[bool]:
    return true() if s.kind == "system" else Appointment.user_id == s.actor.user_id


def _sees_profile(s: Scope) -> ColumnElement[bool]:
    if s.kind == "system":
        return true()
    return or_(RoleProfile.platform_id == s.platform_id, RoleProfile.platform_id.is_(None))


def _administers(s: Scope) -> ColumnElement[bool]:
    return true() if s.kind == "system" else false()


scope.register(Account, _sees_account, owns=_administers)
scope.register(Appointment, _sees_appointment, owns=_administers)
scope.register(RoleProfile, _sees_profile, owns=_administers)
