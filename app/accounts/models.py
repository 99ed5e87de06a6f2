"""Users, and what they may do: appointments to roles at organizations (R-1, R-2)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from flask_appbuilder.security.sqla.models import Role
from flask_appbuilder.security.sqla.models import User as FabUser
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    false,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.kit import audit, clock, personal, scope
from app.kit.because import because
from app.kit.personal import Encrypted, Secret
from app.kit.scope import Scope
from app.organizations.models import (
    DEPARTMENT,
    FOR_EVERYBODY,
    IN_SUBTREE,
    OF_PLATFORM,
    OWN,
    Organization,
    subtree,
)
from app.organizations.words import language

KINDS = ("platform", "administrator", "learner", "system", "auditor", "security")


class Account(FabUser):
    """A global account; its id says nothing about the person, what it may do hangs on identities."""

    __tablename__ = "ab_user"
    __table_args__ = {"extend_existing": True}

    display_name: Mapped[str] = mapped_column(String(100), default="")
    document_hash: Mapped[str | None] = mapped_column(String(43), unique=True)
    document: Mapped[Secret | None] = mapped_column(Encrypted)
    phone: Mapped[Secret | None] = mapped_column(Encrypted("phone"))
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    password_set_at: Mapped[datetime | None]

    @validates("document")
    def _keep_hash(self, key: str, value: Any) -> Secret | None:
        secret = Secret(value) if isinstance(value, str) else value
        self.document_hash = personal.keyed_hash(secret.reveal()) if secret else None
        return secret

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_id(self) -> str:
        """The session's name for the user: it changes with the password, so old cookies die with it."""
        return f"{self.id}.{self.password_mark()}"

    def password_mark(self) -> str:
        return hashlib.sha256((self.password or "").encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        return self.get_full_name()


class UserSession(Model):
    """A signed-in browser: its cookie names this row, so that signing out ends every copy of the cookie."""

    __tablename__ = "user_session"

    id: Mapped[str] = mapped_column(String(43), primary_key=True, default=secrets.token_urlsafe)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)


class RoleProfile(Model):
    """What FAB's role lacks: who owns it, its word on screens, and the kind of scope it gives.

    A role without organization comes from the platform's preset; one of an organization was put together on the
    screen and is handed out in its subtree only (FJ-12). `given` is what the preset gives it, as "can_read:learner";
    once the platform has `changed` its permissions, deployment leaves them alone (R-6).
    """

    __tablename__ = "role_profile"
    __table_args__ = (
        UniqueConstraint("platform_id", "code"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
    )

    role_id: Mapped[int] = mapped_column(ForeignKey("ab_role.id"), primary_key=True)
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(40))
    label_en: Mapped[str] = mapped_column(String(60))
    given: Mapped[list[str]] = mapped_column(JSON, default=list)
    changed: Mapped[bool] = mapped_column(default=False)

    role: Mapped[Role] = relationship(Role)
    organization: Mapped[Organization | None] = relationship(Organization)

    @property
    def word(self) -> str:
        return self.label if language() == "zh" else self.label_en

    @property
    def permissions(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.permission.name, one.view_menu.name) for one in self.role.permissions)

    @property
    def preset(self) -> frozenset[tuple[str, str]]:
        """What the preset gives."""
        return frozenset((verb, subject) for verb, _colon, subject in (one.partition(":") for one in self.given))

    @property
    def less(self) -> frozenset[tuple[str, str]]:
        """What the preset gives beyond what a role of the preset may do."""
        return self.preset - self.permissions

    @property
    def more(self) -> frozenset[tuple[str, str]]:
        """What a role of the preset may do beyond what that gives."""
        return frozenset() if self.organization_id else self.permissions - self.preset

    @property
    def origin(self) -> str:
        """What a list says of it: "own", "changed" or "preset"."""
        return "own" if self.organization_id else "changed" if self.changed else "preset"

    def __repr__(self) -> str:
        return self.word


class Appointment(Model):
    """A role held at an organization, from a day to a day; a system administrator's has neither.

    A substitute's names the appointment that it stands for, and gives what that one gives at the time of use.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("(platform_id is null) = (organization_id is null)", name="place"),
        Index("uq_appointment_own", "user_id", "organization_id", "role_id", unique=True,
              sqlite_where=text("stands_for_id IS NULL"), postgresql_where=text("stands_for_id IS NULL")),
        Index("ix_appointment_organization", "platform_id", "organization_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    platform_id: Mapped[int | None] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    role_id: Mapped[int] = mapped_column(ForeignKey("role_profile.role_id"))
    starts_on: Mapped[date] = mapped_column(default=clock.today)
    ends_on: Mapped[date | None]
    stands_for_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    staffed: Mapped[bool | None]  # 「是否在编」 (GX-17)
    duties: Mapped[str] = mapped_column(String(200), default="", server_default="")  # 「分管工作」

    user: Mapped[Account] = relationship(Account)
    organization: Mapped[Organization | None] = relationship(Organization)
    profile: Mapped[RoleProfile] = relationship(RoleProfile)
    stands_for: Mapped[Appointment | None] = relationship(remote_side=[id])

    @property
    def standing(self) -> str:
        """What a list says of it: "ended" (or not begun), "locked", "open"."""
        return ("open" if self.user.active else "locked") if self.is_valid() else "ended"

    @property
    def department(self) -> Organization | None:
        """The department that is managed; None: the whole unit."""
        place = self.organization
        return place if place is not None and place.kind == DEPARTMENT else None

    @property
    def may_sign_in(self) -> bool:
        return bool(self.user.active)

    @property
    def phone(self) -> Secret | None:
        return self.user.phone

    def is_valid(self, day: date | None = None) -> bool:
        """Whether it holds on a day, today if none is given; both days count."""
        day = day or clock.today()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def __repr__(self) -> str:
        return f"{self.organization} · {self.profile}" if self.organization_id else str(self.profile)


# ---- visibility ---------------------------------------------------------------------------------------------------

WHOLE_PLATFORM = ("platform", "security")


def _in_scope(s: Scope) -> ColumnElement[bool]:
    """Appointments at the organizations that an administrator manages."""
    if s.kind in WHOLE_PLATFORM:
        return because(OF_PLATFORM, Appointment.platform_id == s.platform_id)
    inside = and_(Appointment.platform_id == s.platform_id, Appointment.organization_id.in_(subtree(s)))
    return because(IN_SUBTREE, inside) if s.kind == "administrator" else false()


def _holders(s: Scope) -> ColumnElement[bool]:
    """Accounts that hold, or held, an appointment of their own in the scope."""
    held = select(Appointment.user_id).where(_in_scope(s), Appointment.stands_for_id.is_(None))
    return because(_l("it holds, or held, an appointment in reach"), Account.id.in_(held))


def _sees_account(s: Scope) -> ColumnElement[bool]:
    if s.kind == "system":
        return true()
    mine = select(Appointment.user_id).where(Appointment.stands_for_id == s.actor.appointment_id)
    deputies = because(_l("it is a substitute of the own appointment"), Account.id.in_(mine))
    known = or_(_holders(s), deputies) if s.kind in ("platform", "administrator") else _holders(s)
    return or_(because(OWN, Account.id == s.actor.user_id), known)


def _sees_appointment(s: Scope) -> ColumnElement[bool]:
    mine = because(OWN, Appointment.user_id == s.actor.user_id)
    return true() if s.kind == "system" else or_(mine, _in_scope(s))


def _sees_profile(s: Scope) -> ColumnElement[bool]:
    """The roles of the platform; of those of organizations, the ones from the own branch of the tree."""
    if s.kind == "system":
        return true()
    known = or_(RoleProfile.platform_id == s.platform_id, RoleProfile.platform_id.is_(None))
    if s.kind in WHOLE_PLATFORM:
        return because(OF_PLATFORM, known)
    general = because(FOR_EVERYBODY, and_(known, RoleProfile.organization_id.is_(None)))
    if s.kind != "administrator" or not s.path:
        return general
    segments = s.path.split("/")[:-1]
    tree: Any = Organization.__table__  # what is above is out of scope: its roles are known, itself is not
    paths = [f"{'/'.join(segments[: n + 1])}/" for n in range(len(segments))]
    above = select(tree.c.id).where(tree.c.path.in_(paths))
    branch = or_(RoleProfile.organization_id.in_(above), RoleProfile.organization_id.in_(subtree(s)))
    return or_(general, because(_l("it belongs to an organization above or below"), branch))


def _owns_profile(s: Scope) -> ColumnElement[bool]:
    """Roles of organizations in the scope; of the platform's own only the words, see `roles.rename_role`."""
    if s.kind == "system":
        return true()
    if s.kind == "platform":
        return RoleProfile.platform_id == s.platform_id
    return RoleProfile.organization_id.in_(subtree(s)) if s.kind == "administrator" else false()


scope.register(Account, _sees_account, owns=lambda s: true() if s.kind == "system" else _holders(s))
scope.register(Appointment, _sees_appointment, owns=lambda s: true() if s.kind == "system" else _in_scope(s))
scope.register(RoleProfile, _sees_profile, owns=_owns_profile)
scope.register(UserSession, lambda s: UserSession.user_id == s.actor.user_id)
audit.quiet(UserSession)
