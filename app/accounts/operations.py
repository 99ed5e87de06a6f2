"""Verbs of accounts: find who signs in, create users, appoint, and keep roles in step with presets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_appbuilder.security.sqla.models import Permission, PermissionView, Role, ViewMenu
from flask_appbuilder.security.sqla.models import User as FabUser
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from app.accounts.models import Account, Appointment, RoleProfile
from app.kit import personal
from app.organizations.models import Organization, Platform


def find_login(session: Session, typed: str) -> Account | None:
    """The user whose name, e-mail or ID number was typed (FJ-1, CAS-1)."""
    number = personal.keyed_hash(personal.normalise(typed))
    names = (
        Account.username == typed,
        func.lower(Account.email) == typed.lower(),
        Account.document_hash == number,
    )
    return session.scalars(select(Account).where(or_(*names)).limit(1)).first()


def create_user(session: Session, username: str, name: str, password: str) -> Account:
    """An account that can sign in; its placeholder e-mail satisfies FAB's column and reaches nobody."""
    user = Account(
        username=username,
        first_name=name,
        last_name="",
        display_name=name,
        email=f"{username}@users.invalid",
        password=generate_password_hash(password),
        active=True,
    )
    session.add(user)
    session.flush()
    return user


def appoint(session: Session, user: FabUser, profile: RoleProfile, organization: Organization | None) -> Appointment:
    """Give `user` the role at an organization (none for the system administrator)."""
    appointment = Appointment(
        user_id=user.id,
        role_id=profile.role_id,
        organization_id=organization.id if organization else None,
        platform_id=organization.platform_id if organization else None,
    )
    session.add(appointment)
    session.flush()
    return appointment


def role_at_root(session: Session, code: str | None, role: str) -> tuple[RoleProfile, Organization | None] | None:
    """The role of the platform `code` (None: the installation) and the root to hold it at; None if there is none."""
    platform = session.scalars(select(Platform).where(Platform.code == code)).first() if code else None
    if code and platform is None:
        return None
    owner = RoleProfile.platform_id == platform.id if platform else RoleProfile.platform_id.is_(None)
    profile = session.scalars(select(RoleProfile).where(owner, RoleProfile.code == role)).first()
    root = _root(session, platform.id) if platform else None
    return (profile, root) if profile else None


def _root(session: Session, platform_id: int) -> Organization:
    query = select(Organization).where(Organization.platform_id == platform_id, Organization.parent_id.is_(None))
    return session.scalars(query).one()


def keep_role(session: Session, platform: Any, code: str, facts: Mapping[str, Any]) -> RoleProfile:
    """Create or update the role `code` of a platform (None: the installation) with exactly the given permissions."""
    name = f"{platform.code if platform else 'system'}:{code}"
    role = session.scalars(select(Role).where(Role.name == name)).first() or Role(name=name)
    session.add(role)
    session.flush()
    profile = session.get(RoleProfile, role.id) or RoleProfile(role_id=role.id)
    profile.platform_id, profile.code = platform.id if platform else None, code
    profile.kind, profile.label, profile.label_en = facts["kind"], facts["label"], facts["label_en"]
    session.add(profile)
    pairs = [(f"can_{verb}", subject) for subject, verbs in facts["permissions"].items() for verb in verbs]
    role.permissions = [_permission(session, verb, subject) for verb, subject in pairs]
    session.flush()
    return profile


def keep_permissions(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Make sure that the (permission, subject) pairs exist; the deploy step, never the web process."""
    for verb, subject in sorted(set(pairs)):
        _permission(session, verb, subject)


def _permission(session: Session, verb: str, subject: str) -> PermissionView:
    permission, menu = _named(session, Permission, verb), _named(session, ViewMenu, subject)
    query = select(PermissionView).where(
        PermissionView.permission_id == permission.id, PermissionView.view_menu_id == menu.id
    )
    pair = session.scalars(query).first() or PermissionView(permission=permission, view_menu=menu)
    session.add(pair)
    session.flush()
    return pair


def _named(session: Session, model: Any, name: str) -> Any:
    one = session.scalars(select(model).where(model.name == name)).first() or model(name=name)
    session.add(one)
    session.flush()
    return one
