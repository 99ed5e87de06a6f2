"""Create a platform from a preset: root, policy, categories, rules, roles, routes and menu as rows."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import operations as accounts
from app.hours import rules
from app.hours.models import HourCategory
from app.organizations.models import (
    MenuEntry,
    Organization,
    Platform,
    PolicyRow,
    ReviewRoute,
    RouteStep,
    new_path,
)

FOLDER = Path(__file__).parent
FIRST_YEAR = 2000  # a preset's rules hold from the beginning; later years supersede them
SYSTEM_ROLE = {
    "kind": "system",
    "label": "系统管理员",
    "label_en": "System administrator",
    "permissions": {"platform": ["read"], "account": ["read"], "role": ["read"]},
}


def read(name: str) -> dict[str, Any]:
    """The preset (or demo) file `name`, e.g. "guangxi" or "guangxi.demo"."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def names(suffix: str = "") -> list[str]:
    """Names of the presets, or of those that come with demo data (suffix ".demo")."""
    found = [path.name.removesuffix(".toml") for path in sorted(FOLDER.glob("*.toml"))]
    return [n.removesuffix(suffix) for n in found if ("." in n) == bool(suffix)]


def create_platform(session: Session, preset: dict[str, Any]) -> Platform:
    """Create the platform of `preset`, or return the one that has its code already."""
    platform = session.scalars(select(Platform).where(Platform.code == preset["code"])).first()
    if platform:
        return platform
    platform = Platform(code=preset["code"], name=preset["name"])
    session.add(platform)
    session.flush()
    session.add(Organization(platform_id=platform.id, level=1, path=new_path(None), **preset["root"]))
    for name, value in preset["policy"].items():
        session.add(PolicyRow(platform_id=platform.id, name=name, from_year=FIRST_YEAR, value=value))
    _add_categories(session, platform, preset)
    _add_routes(session, platform, preset)
    _add_menu(session, platform, preset)
    keep_roles(session, platform, preset)
    session.flush()
    return platform


def keep_roles(session: Session, platform: Platform, preset: dict[str, Any]) -> None:
    """Bring the preset's roles of a platform in step with the file; part of the deploy command."""
    for code, facts in preset["role"].items():
        accounts.keep_role(session, platform, code, facts)


def _add_categories(session: Session, platform: Platform, preset: dict[str, Any]) -> None:
    categories = {}
    for seq, facts in enumerate(preset["category"]):
        categories[facts["code"]] = HourCategory(platform_id=platform.id, seq=seq, **facts)
    session.add_all(categories.values())
    session.flush()
    wanted = [rule(facts, categories) for facts in preset["rule"]]
    rules.add(session, platform.id, FIRST_YEAR, wanted, "", "")


def rule(facts: dict[str, Any], categories: dict[str, HourCategory]) -> rules.Rule:
    """A rule of the file: its category by code, its amount exact."""
    values: dict[str, Any] = {k: v for k, v in facts.items() if k not in ("category", "amount")}
    values["category_id"] = categories[facts["category"]].id if "category" in facts else None
    return rules.Rule(amount=Decimal(str(facts["amount"])) if "amount" in facts else None, **values)


def _add_routes(session: Session, platform: Platform, preset: dict[str, Any]) -> None:
    for facts in preset["route"]:
        steps = [RouteStep(platform_id=platform.id, seq=n, **step) for n, step in enumerate(facts["steps"], 1)]
        route = {k: v for k, v in facts.items() if k != "steps"}
        session.add(ReviewRoute(platform_id=platform.id, steps=steps, **route))


def _add_menu(session: Session, platform: Platform, preset: dict[str, Any]) -> None:
    seq = 0
    for group in preset["menu"]:
        for entry in group["entries"]:
            seq += 1
            heading = {k: group[k] for k in ("heading", "heading_en")}
            session.add(MenuEntry(platform_id=platform.id, seq=seq, **heading, **entry))
