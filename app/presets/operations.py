"""Set a platform up on screens: from a preset, with the first administrator's account (R-9)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import operations as accounts
from app.accounts.models import Appointment, RoleProfile
from app.kit import audit, personal, scope
from app.kit.errors import NotFound, RuleError
from app.kit.scope import Actor
from app.organizations.models import MenuEntry, Organization, Platform
from app.presets import loading, sections

CODE = re.compile(r"[a-z][a-z0-9-]{1,29}")


def set_up(session: Session, actor: Actor, values: Mapping[str, Any]) -> tuple[Platform, Appointment, str]:
    """A platform from a preset, its root, and an account that administers it, with a one-time password.

    RuleError where the code or the login name is taken, and where the preset has no role for an administrator.
    """
    if values["preset"] not in loading.names():
        raise NotFound()
    if not CODE.fullmatch(values["code"]):
        raise RuleError(_("2 to 30 small letters, digits and hyphens, a letter first."), field="code")
    if session.scalars(select(Platform).where(Platform.code == values["code"])).first():
        raise RuleError(_("There is already a platform with this code."), field="code")
    if accounts.find_login(session, values["admin_login"]):
        raise RuleError(_("This login name is taken."), field="admin_login")
    platform = loading.create_platform(session, _facts(values), values["preset"])
    role = select(RoleProfile).where(RoleProfile.platform_id == platform.id, RoleProfile.kind == "platform")
    profile = session.scalars(role.order_by(RoleProfile.role_id)).first()
    if profile is None:
        raise RuleError(_("This preset has no role for an administrator."), field="preset")
    root = session.scalars(select(Organization).where(Organization.platform_id == platform.id)).one()
    user = accounts.create_user(session, values["admin_login"], values["admin_name"], secrets.token_urlsafe(32))
    appointment = accounts.appoint(session, user, profile, root)
    password = accounts.give_one_time_password(user)
    session.flush()
    audit.record(session, "platform:set_up", platform.id, preset=values["preset"], administrator=user.username)
    return platform, appointment, password


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The preset with what the form says instead of its own facts."""
    root = {"name": values["root_name"], "category": values["root_category"]}
    if values.get("credit_code"):
        root["credit_code"] = personal.check_credit_code(values["credit_code"])
    own = {name: values[name] for name in ("code", "name", "zone")}
    return loading.read(values["preset"]) | own | {"root": root}


def revise_platform(session: Session, actor: Actor, item: Platform, values: Mapping[str, Any]) -> None:
    """Change a platform's name and time zone (R-8); its code is part of addresses and names of roles, and stays."""
    item.name, item.zone = values["name"], loading.check_zone(values["zone"])


def restore_menu(session: Session, actor: Actor) -> int:
    """Give the platform the menu of its preset again; the number of entries. RuleError where it came from no file."""
    platform = session.get(Platform, scope.require().platform_id)
    if platform is None:
        raise NotFound()
    if platform.preset not in loading.names():
        raise RuleError(_("This platform was not made from a preset."))
    before = sections.read_menu(session, platform)
    sections.write_menu(session, platform, loading.read(platform.preset).get("menu", ()))
    audit.record(session, "menu_entry:restore", platform.id, before=before)
    return len(session.scalars(select(MenuEntry.id).where(MenuEntry.platform_id == platform.id)).all())
