"""Create a platform from a preset, keep it in step at deployment, and write one out as a preset again."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import operations as accounts
from app.accounts import roles
from app.accounts.models import RoleProfile
from app.accounts.roles import Pairs
from app.kit import clock
from app.kit.errors import RuleError
from app.organizations.models import Platform
from app.presets import toml
from app.presets.sections import SECTIONS, menu_mark, read_menu, write_menu, write_roles

FOLDER = Path(__file__).parent
SYSTEM_ROLE = {
    "kind": "system",
    "label": "系统管理员",
    "label_en": "System administrator",
    "permissions": {"platform": ["read", "write"], "account": ["read"], "role": ["read"]},
}


def read(name: str) -> dict[str, Any]:
    """The preset file `name`, or its demo where `name` ends with ".demo"."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def names(suffix: str = "") -> list[str]:
    """Names of the presets, or of those that come with demo data (suffix ".demo")."""
    found = [path.name.removesuffix(".toml") for path in sorted(FOLDER.glob("*.toml"))]
    return [n.removesuffix(suffix) for n in found if ("." in n) == bool(suffix)]


def check_zone(name: str) -> str:
    """The name of a time zone; RuleError at `zone` where there is none of that name (R-8)."""
    if name not in clock.zones():
        raise RuleError(_("There is no time zone %(name)s.", name=name), field="zone")
    return name


def create_platform(session: Session, preset: Mapping[str, Any], source: str = "") -> Platform:
    """Create the platform of `preset`, or return the one that has its code already; `source` names the file (R-6)."""
    platform = session.scalars(select(Platform).where(Platform.code == preset["code"])).first()
    if platform:
        return platform
    zone, mark = check_zone(preset.get("zone", clock.DEFAULT_ZONE)), menu_mark(preset.get("menu", ()))
    platform = Platform(code=preset["code"], name=preset["name"], zone=zone, preset=source, menu_mark=mark)
    session.add(platform)
    session.flush()
    for section in SECTIONS:
        if section.name in preset:
            section.writes(session, platform, preset[section.name])
            session.flush()
    return platform


def export(session: Session, platform: Platform) -> str:
    """The platform as a preset file: its words and rules, in a fixed order; no people, no secrets.

    `create_platform` makes the same rows of it again.
    """
    document = {"code": platform.code, "name": platform.name, "zone": platform.zone}
    found = {section.name: section.reads(session, platform) for section in SECTIONS}
    return toml.write(document | {name: data for name, data in found.items() if data})


def keep(session: Session, platform: Platform) -> list[str]:
    """Bring a platform in step with the file that it was made from; part of the deploy command.

    Each role and the menu follow the file as long as nobody has changed them on the screen; after that they are the
    platform's, and new screens wait among those that are not in the menu. Returns, in words for the operator, which
    permissions of the file changed roles do not get (R-6).
    """
    if platform.preset not in names():
        return []
    preset = read(platform.preset)
    given = {code: accounts.pairs_of(facts) for code, facts in preset.get("role", {}).items()}
    left_alone = [_told(platform, *one) for one in roles.news(session, platform.id, given)]
    write_roles(session, platform, preset.get("role", {}))
    _keep_menu(session, platform, preset)
    return left_alone


def _told(platform: Platform, role: RoleProfile, missed: Pairs, dropped: Pairs) -> str:
    """What a deployment did not do to a role that was changed on the screen."""
    parts = [f"{verb} {', '.join(sorted(f'{what}:{on}' for what, on in pairs))}"
             for verb, pairs in (("lacks", missed), ("keeps", dropped)) if pairs]  # fmt: skip
    return f"{platform.code}: the changed role {role.code} stays as it is; it {' and '.join(parts)}."


def _keep_menu(session: Session, platform: Platform, preset: Mapping[str, Any]) -> None:
    present, wanted = menu_mark(read_menu(session, platform)), menu_mark(preset.get("menu", ()))
    if present != wanted and platform.menu_mark not in ("", present):
        return
    if present != wanted:
        write_menu(session, platform, preset.get("menu", ()))
    platform.menu_mark = wanted
