"""What the layout asks for: the platform's menu, the identities to switch to, and the guard that every form carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy import select

from app.announcements import operations as announcements
from app.certificates.views import own_certificates
from app.extensions import db
from app.kit import scope
from app.kit.hours import figure
from app.kit.scope import Actor, Scope
from app.kit.views import use_menu_words
from app.organizations.models import MenuEntry
from app.organizations.words import hours_word, language

# The system administrator belongs to no platform, so this menu is not in any preset.
SYSTEM_MENU = (
    (_l("System"), _l("Platforms"), "building-bank", "PlatformView"),
    (_l("System"), _l("Appointments"), "id-badge-2", "AppointmentView"),
    (_l("System"), _l("Roles"), "key", "RoleView"),
)
_GUARD = Markup('<input type="hidden" name="csrf_token" value="{}"><input type="hidden" name="_identity" value="{}">')


@dataclass
class MenuItem:
    """A heading with its entries, or an entry."""

    label: Any
    icon: str = "point"
    url: str = ""
    active: bool = False
    children: list[MenuItem] = field(default_factory=list)


def install(app: Flask) -> None:
    use_menu_words(word_of)
    app.jinja_env.globals.update(menu_tree=menu_tree, identities=identities, form_guard=form_guard)
    app.jinja_env.globals["announcements_now"] = lambda: (
        announcements.current(db.session()) if g.get("identity") else []
    )
    app.jinja_env.globals["own_certificates"] = lambda: own_certificates(db.session())
    app.jinja_env.globals["unread_notices"] = lambda: g.get("unread_notices", 0)
    app.jinja_env.globals["hours_word"] = hours_word
    app.jinja_env.filters["hours"] = figure


def announced() -> list[Any]:
    """What home pages show: the newest announcements to the active identity."""
    return announcements.current(db.session()) if g.get("identity") else []


def menu_tree() -> list[MenuItem]:
    """The menu of the active identity: only what it may use, in the platform's words (MENU-1)."""
    groups: dict[str, MenuItem] = {}
    views = _views()
    for heading, label, icon, target in _entries():
        view = views.get(target)
        if view is None or not view.may(view.reading):
            continue
        group = groups.setdefault(str(heading), MenuItem(heading))
        url = url_for(f"{view.endpoint}.{view.default_view}", **getattr(view, "opens_with", {}))
        here = request.blueprint == view.endpoint
        group.children.append(MenuItem(label, icon, url, here))
    return list(groups.values())


def word_of(target: str) -> Any:
    """What the menu of the active platform calls a screen; None where no entry leads there."""
    return next((label for _heading, label, _icon, entry in _entries() if entry == target), None)


def _entries() -> list[tuple[Any, Any, str, str]]:
    """(heading, label, icon, target) of each entry shown; read once per request."""
    known = g.setdefault("menu_entries", {})
    key = (g.identity.key if g.get("identity") else "", language())
    if key not in known:
        known[key] = _read_entries()
    return list(known[key])


def _read_entries() -> list[tuple[Any, Any, str, str]]:
    if not g.get("identity"):
        return []
    if g.identity.platform_id is None:
        return list(SYSTEM_MENU)
    zh = language() == "zh"
    rows = db.session.scalars(
        select(MenuEntry).where(MenuEntry.hidden.is_(False)).order_by(MenuEntry.seq, MenuEntry.id)
    )
    return [(r.heading if zh else r.heading_en, r.label if zh else r.label_en, r.icon, r.target) for r in rows]


def _views() -> dict[str, Any]:
    return {type(view).__name__: view for view in current_app.appbuilder.baseviews}  # type: ignore[attr-defined]  # FAB


# ---- the registry of screens: what a menu may lead to ------------------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """A view that opens without knowing a row: its class as target, its title as readable name."""

    target: str
    title: Any
    words: dict[str, str]


def screens() -> dict[str, Screen]:
    """Every screen that a platform's menu may lead to, by target; new views are here as soon as they are registered."""
    found = {name: view for name, view in _views().items() if getattr(view, "in_menu", False) and view.title}
    words = in_both([view.title for view in found.values()])
    return {name: Screen(name, found[name].title, both) for name, both in zip(found, words, strict=True)}


def in_both(messages: Sequence[Any]) -> list[dict[str, str]]:
    """Messages in Chinese and in English, whatever the screen speaks."""
    said = {}
    for code in ("zh", "en"):
        with force_locale(code):
            said[code] = [str(one) for one in messages]
    return [{code: said[code][n] for code in said} for n in range(len(messages))]


def offered() -> list[tuple[str, str]]:
    """(target, title) of the screens, for a form."""
    return sorted(((name, str(one.title)) for name, one in screens().items()), key=lambda pair: pair[1])


def seen_by(kind: str, permissions: frozenset[tuple[str, str]]) -> set[str]:
    """The targets that somebody with these permissions may open: the views themselves are asked."""
    real, role = g.identity, Actor(permissions=permissions)
    g.identity = SimpleNamespace(permissions=permissions)
    try:
        with scope.using(Scope(kind, real.platform_id, None, role), readonly=True):
            views = _views()
            return {name for name in screens() if views[name].may(views[name].reading)}
    finally:
        g.identity = real


def identities() -> list[tuple[str, str, bool]]:
    """(key, label, active) of everything the user may switch to (R-2)."""
    chosen = g.identity.key if g.get("identity") else None
    return [(i.key, i.label, i.key == chosen) for i in g.get("identities") or []]


def form_guard() -> Markup:
    """The hidden fields of every form: CSRF token, and the identity under which the page was opened."""
    key = g.identity.key if g.get("identity") else ""
    return _GUARD.format(generate_csrf(), key)
