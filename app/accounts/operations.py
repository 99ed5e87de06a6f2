"""Verbs of accounts: find who signs in, create users, appoint, and keep roles in step with presets."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask_appbuilder.security.sqla.models import Permission, PermissionView, Role, ViewMenu
from flask_appbuilder.security.sqla.models import User as FabUser
from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from app.accounts import sessions
from app.accounts.models import Account, Appointment, RoleProfile
from app.kit import audit, clock, personal
from app.kit.errors import RuleError
from app.organizations import departments
from app.organizations.models import Organization, Platform
from app.organizations.operations import setting, zone

SHORTEST = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that reads like something else


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


def give_one_time_password(user: Account, wanted: str = "") -> str:
    """A password for one use: shown once, changed at the first login, worthless when unused for too long (C10)."""
    password = wanted or "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _part in range(3))
    user.password, user.must_change_password = generate_password_hash(password), True
    user.password_set_at = clock.now()
    return password


def has_expired(session: Session, user: Account) -> bool:
    """Whether the user's one-time password was left unused for longer than the platform allows (GX-17)."""
    if not (user.must_change_password and user.password_set_at):
        return False
    place = select(Appointment.platform_id).where(Appointment.user_id == user.id).order_by(Appointment.id).limit(1)
    platform = session.scalar(place) or 0
    days = setting(session, platform, clock.today(zone(session, platform)).year, "initial_password_days")
    return user.password_set_at < clock.now() - timedelta(days=int(days))


def replace_password(session: Session, user_id: int, old: str, new: str) -> None:
    """Replace the own password and sign out everywhere (case 20)."""
    user = session.scalars(select(Account).where(Account.id == user_id).with_for_update()).one()
    _change_password(user, old, new)
    audit.record(session, "account:change_password", user_id)
    sessions.end_all(session, user_id)


def _change_password(user: Account, old: str, new: str) -> None:
    """The old one must be known, the new one long enough, mixed, and not the name."""
    if not check_password_hash(user.password or "", old):
        raise RuleError(_("The present password is not right."), field="old")
    mixed = re.search(r"[0-9]", new) and re.search(r"[^0-9]", new)
    if len(new) < SHORTEST or not mixed or user.username.lower() in new.lower():
        raise RuleError(_("At least %(n)s characters, letters and digits, without the login name.", n=SHORTEST),
                        field="new")  # fmt: skip
    if new == old:
        raise RuleError(_("The new password must be another one."), field="new")
    user.password, user.must_change_password, user.password_set_at = generate_password_hash(new), False, clock.now()


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


@departments.occupants
def accounts_at(session: Session, organization_id: int) -> int:
    """Appointments at a department that have not ended (GX-18)."""
    held = (Appointment.organization_id == organization_id,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= clock.today()))  # fmt: skip
    return session.execute(select(func.count()).select_from(Appointment).where(*held)).scalar_one()


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
    """Create or update the role `code` of a platform (None: the installation) with exactly the given permissions.

    Its words are given once: after that they are the platform's own; permissions follow the preset as long as the
    platform has not changed them (R-6).
    """
    name = f"{platform.code if platform else 'system'}:{code}"
    role = session.scalars(select(Role).where(Role.name == name)).first() or Role(name=name)
    session.add(role)
    session.flush()
    words = {"label": facts["label"], "label_en": facts["label_en"]}
    profile = session.get(RoleProfile, role.id) or RoleProfile(role_id=role.id, **words)
    profile.platform_id, profile.code = platform.id if platform else None, code
    profile.kind = facts["kind"]
    session.add(profile)
    pairs = pairs_of(facts)
    profile.given = [f"{verb}:{subject}" for verb, subject in sorted(pairs)]
    if not profile.changed:
        role.permissions = [permission(session, verb, subject) for verb, subject in sorted(pairs)]
    session.flush()
    return profile


def pairs_of(facts: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """The permissions of a preset's role as (verb, subject) pairs."""
    return frozenset((f"can_{verb}", subject) for subject, verbs in facts["permissions"].items() for verb in verbs)


def keep_permissions(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Make sure that the (permission, subject) pairs exist; the deploy step, never the web process."""
    for verb, subject in sorted(set(pairs)):
        permission(session, verb, subject)


def permission(session: Session, verb: str, subject: str) -> PermissionView:
    """The permission `verb` ("can_read") on a subject, made where there is none yet."""
    named, menu = _named(session, Permission, verb), _named(session, ViewMenu, subject)
    query = select(PermissionView).where(
        PermissionView.permission_id == named.id, PermissionView.view_menu_id == menu.id
    )
    pair = session.scalars(query).first() or PermissionView(permission=named, view_menu=menu)
    session.add(pair)
    session.flush()
    return pair


def _named(session: Session, model: Any, name: str) -> Any:
    one = session.scalars(select(model).where(model.name == name)).first() or model(name=name)
    session.add(one)
    session.flush()
    return one
