"""What a platform is made of, section by section: rows into data and data into rows (R-6).

A new kind of rows is one line in `SECTIONS`; creating and exporting a platform then know it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from app.accounts import operations as accounts
from app.accounts import words
from app.accounts.models import RoleProfile
from app.claims.models import ClaimType, ClaimWindow
from app.hours import rules
from app.hours.models import HourCategory
from app.organizations.models import (
    Holiday,
    LevelName,
    MenuEntry,
    Organization,
    Platform,
    PolicyRow,
    ReviewRoute,
    RouteStep,
    new_path,
)
from app.presets.toml import Inline, Lines

FIRST_YEAR = 2000  # a preset's rules hold from the beginning; later years supersede them


@dataclass(frozen=True)
class Section:
    """One key of a preset: `reads` gives its data from the rows, `writes` adds the rows that the data says."""

    name: str
    reads: Callable[[Session, Platform], Any]
    writes: Callable[[Session, Platform, Any], None]


def _of(session: Session, platform: Platform, model: Any, *order: Any) -> list[Any]:
    return list(session.scalars(select(model).where(model.platform_id == platform.id).order_by(*order, model.id)))


def _facts(row: Any, *left_out: str) -> dict[str, Any]:
    """The columns of a row that say something: no keys, nothing that is the default anyway."""
    found = {}
    for column in inspect(type(row)).columns:
        default = column.default.arg if column.default is not None and column.default.is_scalar else None
        value = getattr(row, column.key)
        skipped = column.primary_key or column.foreign_keys or column.key in ("version", *left_out)
        if not (skipped or value in (None, default)):
            found[column.key] = value
    return found


# ---- root and policy ----------------------------------------------------------------------------------------------


def _read_root(session: Session, platform: Platform) -> dict[str, Any]:
    (root,) = session.scalars(_roots(platform))
    return _facts(root, "level", "path", "created_at")


def _roots(platform: Platform) -> Any:
    return select(Organization).where(Organization.platform_id == platform.id, Organization.parent_id.is_(None))


def _write_root(session: Session, platform: Platform, data: Mapping[str, Any]) -> None:
    session.add(Organization(platform_id=platform.id, level=1, path=new_path(None), **data))


def _read_policy(session: Session, platform: Platform) -> dict[str, Any]:
    return {r.name: _inline(r.value) for r in _of(session, platform, PolicyRow, PolicyRow.name)
            if r.from_year == FIRST_YEAR}  # fmt: skip


def _inline(value: Any) -> Any:
    return Inline(value) if isinstance(value, dict) else value


def _write_policy(session: Session, platform: Platform, data: Mapping[str, Any]) -> None:
    _add_policy(session, platform, FIRST_YEAR, data)


def _add_policy(session: Session, platform: Platform, year: int, data: Mapping[str, Any]) -> None:
    for name, value in data.items():
        session.add(PolicyRow(platform_id=platform.id, name=name, from_year=year, value=value))


def _read_later(session: Session, platform: Platform) -> dict[str, Any]:
    """Settings from a later year on, by year."""
    later: dict[str, Any] = {}
    for row in _of(session, platform, PolicyRow, PolicyRow.from_year, PolicyRow.name):
        if row.from_year != FIRST_YEAR:
            later.setdefault(str(row.from_year), {})[row.name] = _inline(row.value)
    return later


def _write_later(session: Session, platform: Platform, data: Mapping[str, Any]) -> None:
    for year, values in data.items():
        _add_policy(session, platform, int(year), values)


# ---- hours --------------------------------------------------------------------------------------------------------


def _read_categories(session: Session, platform: Platform) -> list[dict[str, Any]]:
    return [_facts(row, "seq") for row in _of(session, platform, HourCategory, HourCategory.seq)]


def _write_categories(session: Session, platform: Platform, data: Iterable[Mapping[str, Any]]) -> None:
    session.add_all(HourCategory(platform_id=platform.id, seq=seq, **facts) for seq, facts in enumerate(data))


def _read_rules(session: Session, platform: Platform) -> list[dict[str, Any]]:
    """The version of the rules that holds from the beginning; empty where there is none."""
    found = dict(reversed(rules.load(session, platform.id).sets))  # of one year the newest
    return _spelled(session, platform, found[FIRST_YEAR]) if FIRST_YEAR in found else []


def _read_later_rules(session: Session, platform: Platform) -> dict[str, Any]:
    """The newest version of each later year, whole: a version replaces the one before it."""
    newest = dict(reversed(rules.load(session, platform.id).sets))
    return {str(year): _spelled(session, platform, found) for year, found in newest.items() if year != FIRST_YEAR}


def _spelled(session: Session, platform: Platform, version: Any) -> Lines:
    codes = {c.id: c.code for c in _of(session, platform, HourCategory)}
    return Lines(Inline(_rule_facts(rule, codes)) for rule in version.rules)


def _rule_facts(rule: rules.Rule, codes: Mapping[int, str]) -> dict[str, Any]:
    facts = {name: value for name, value in vars(rule).items() if value not in (None, "")}
    category_id = facts.pop("category_id", None)
    return facts | ({"category": codes[category_id]} if category_id else {})


def as_rule(facts: Mapping[str, Any], categories: Mapping[str, int]) -> rules.Rule:
    """A rule of a file: its category by code, its amount exact."""
    values: dict[str, Any] = {k: v for k, v in facts.items() if k not in ("category", "amount")}
    values["category_id"] = categories[facts["category"]] if "category" in facts else None
    return rules.Rule(amount=Decimal(str(facts["amount"])) if "amount" in facts else None, **values)


def _write_rules(session: Session, platform: Platform, data: Iterable[Mapping[str, Any]]) -> None:
    _write_later_rules(session, platform, {str(FIRST_YEAR): data})


def _write_later_rules(session: Session, platform: Platform, data: Mapping[str, Any]) -> None:
    ids = {c.code: c.id for c in _of(session, platform, HourCategory)}
    for year, wanted in data.items():
        rules.add(session, platform.id, int(year), [as_rule(facts, ids) for facts in wanted], "", "")


# ---- roles --------------------------------------------------------------------------------------------------------


def _read_roles(session: Session, platform: Platform) -> dict[str, Any]:
    """The platform's roles, and those that were put together at its root: with them it can be set up again."""
    (root,) = session.scalars(_roots(platform))
    whole = or_(RoleProfile.organization_id.is_(None), RoleProfile.organization_id == root.id)
    query = select(RoleProfile).where(RoleProfile.platform_id == platform.id, whole).order_by(RoleProfile.role_id)
    return {p.code: _facts(p, "code", "given", "changed") | {"permissions": _verbs(p.permissions)}
            for p in session.scalars(query)}  # fmt: skip


def _verbs(pairs: frozenset[tuple[str, str]]) -> dict[str, list[str]]:
    """Subject -> verbs, in the order of the matrix."""
    subjects = words.ordered({subject for _verb, subject in pairs}, words.SUBJECTS)
    held = {s: words.ordered({verb for verb, of in pairs if of == s}, words.VERBS) for s in subjects}
    return {subject: [verb.removeprefix("can_") for verb in verbs] for subject, verbs in held.items()}


def write_roles(session: Session, platform: Platform, data: Mapping[str, Any]) -> None:
    """Roles as the data says; of those that are there already the words stay, they are the platform's (R-6)."""
    for code, facts in data.items():
        accounts.keep_role(session, platform, code, facts)


# ---- routes, words, days ------------------------------------------------------------------------------------------


def _read_routes(session: Session, platform: Platform) -> list[dict[str, Any]]:
    routes = _of(session, platform, ReviewRoute)
    return [_facts(r) | {"steps": Lines(Inline(_facts(step, "seq")) for step in r.steps)} for r in routes]


def _write_routes(session: Session, platform: Platform, data: Iterable[Mapping[str, Any]]) -> None:
    for facts in data:
        steps = [RouteStep(platform_id=platform.id, seq=n, **step) for n, step in enumerate(facts["steps"], 1)]
        session.add(ReviewRoute(platform_id=platform.id, **{**facts, "steps": steps}))


def _plain(model: Any, *order: Any) -> tuple[Any, Any]:
    """Reader and writer of a table whose rows are their columns and nothing else."""

    def reads(session: Session, platform: Platform) -> list[dict[str, Any]]:
        return [_facts(row) for row in _of(session, platform, model, *order)]

    def writes(session: Session, platform: Platform, data: Iterable[Mapping[str, Any]]) -> None:
        session.add_all(model(platform_id=platform.id, **facts) for facts in data)

    return reads, writes


# ---- claims -------------------------------------------------------------------------------------------------------


def _read_types(session: Session, platform: Platform) -> list[dict[str, Any]]:
    """Headings and types of the first level, each with the types below it."""
    codes = {c.id: c.code for c in _of(session, platform, HourCategory)}
    rows = _of(session, platform, ClaimType, ClaimType.seq)
    return [_type_facts(one, codes) | _below(one, rows, codes) for one in rows if one.parent_id is None]


def _below(heading: ClaimType, rows: Iterable[ClaimType], codes: Mapping[int, str]) -> dict[str, Any]:
    below = [_type_facts(one, codes) for one in rows if one.parent_id == heading.id]
    return {"types": Lines(Inline(facts) for facts in below)} if below else {}


def _type_facts(row: ClaimType, codes: Mapping[int, str]) -> dict[str, Any]:
    category = {"category": codes[row.category_id]} if row.category_id else {}
    return {name: _plain_hours(value) for name, value in _facts(row, "seq").items()} | category


def _plain_hours(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _write_types(session: Session, platform: Platform, data: Iterable[Mapping[str, Any]]) -> None:
    ids = {c.code: c.id for c in _of(session, platform, HourCategory)}
    for seq, facts in enumerate(data, 1):
        heading = _made_type(platform, seq, facts, ids)
        session.add(heading)
        session.flush()
        for place, one in enumerate(facts.get("types", ()), 1):
            below = _made_type(platform, place, one, ids)
            below.parent_id = heading.id
            session.add(below)


def _made_type(platform: Platform, seq: int, facts: Mapping[str, Any], ids: Mapping[str, int]) -> ClaimType:
    values = {name: value for name, value in facts.items() if name not in ("types", "category", "most_hours")}
    most = Decimal(str(facts["most_hours"])) if "most_hours" in facts else None
    category = ids[facts["category"]] if "category" in facts else None
    return ClaimType(platform_id=platform.id, seq=seq, category_id=category, most_hours=most, **values)


def _read_windows(session: Session, platform: Platform) -> list[dict[str, Any]]:
    codes = {c.id: c.code for c in _of(session, platform, HourCategory)}
    rows = _of(session, platform, ClaimWindow, ClaimWindow.year)
    return [_facts(row) | ({"category": codes[row.category_id]} if row.category_id else {}) for row in rows]


def _write_windows(session: Session, platform: Platform, data: Iterable[Mapping[str, Any]]) -> None:
    ids = {c.code: c.id for c in _of(session, platform, HourCategory)}
    for facts in data:
        values = {name: value for name, value in facts.items() if name != "category"}
        category = ids[facts["category"]] if "category" in facts else None
        session.add(ClaimWindow(platform_id=platform.id, category_id=category, **values))


# ---- menu ---------------------------------------------------------------------------------------------------------


def read_menu(session: Session, platform: Platform) -> list[dict[str, Any]]:
    """Headings in the order of their first entries, each with its entries: as the sidebar shows them (MENU-1)."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for row in _of(session, platform, MenuEntry, MenuEntry.seq):
        heading = {"heading": row.heading, "heading_en": row.heading_en}
        group = groups.setdefault((row.heading, row.heading_en), heading | {"entries": Lines()})
        group["entries"].append(Inline(_facts(row, "seq", "heading", "heading_en")))
    return list(groups.values())


def write_menu(session: Session, platform: Platform, data: Iterable[Mapping[str, Any]]) -> None:
    """The menu as the data says and nothing else; the platform keeps a mark of what it was given."""
    for row in _of(session, platform, MenuEntry):
        session.delete(row)
    for seq, (group, entry) in enumerate(((g, e) for g in data for e in g["entries"]), 1):
        heading = {k: group.get(k, "") for k in ("heading", "heading_en")}
        session.add(MenuEntry(platform_id=platform.id, seq=seq, **heading, **entry))
    session.flush()


def menu_mark(data: Iterable[Mapping[str, Any]]) -> str:
    """The same for menus that look the same, whatever they leave to defaults."""
    usual = {"icon": "point", "hidden": False}
    tree = [[g.get("heading", ""), g.get("heading_en", ""), [usual | dict(e) for e in g["entries"]]] for g in data]
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()


SECTIONS: tuple[Section, ...] = (
    Section("root", _read_root, _write_root),
    Section("policy", _read_policy, _write_policy),
    Section("policy_from", _read_later, _write_later),
    Section("level", *_plain(LevelName, LevelName.level)),
    Section("category", _read_categories, _write_categories),
    Section("claim_type", _read_types, _write_types),
    Section("claim_window", _read_windows, _write_windows),
    Section("rule", _read_rules, _write_rules),
    Section("rule_from", _read_later_rules, _write_later_rules),
    Section("role", _read_roles, write_roles),
    Section("route", _read_routes, _write_routes),
    Section("menu", read_menu, write_menu),
    Section("holiday", *_plain(Holiday, Holiday.day)),
)
