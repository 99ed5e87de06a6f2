"""Verbs of the names of levels (R-6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kit import scope
from app.kit.errors import NotFound, RuleError
from app.kit.scope import Actor
from app.organizations.models import LevelName, Organization
from app.organizations.words import level_name

DEEPEST = 12


def add_level(session: Session, actor: Actor, values: Mapping[str, Any]) -> LevelName:
    """What the platform calls the units of a level, once per level."""
    platform_id = scope.require().platform_id
    if platform_id is None:
        raise NotFound()
    item = LevelName(platform_id=platform_id)
    revise_level(session, actor, item, values)
    session.add(item)
    return item


def revise_level(session: Session, actor: Actor, item: LevelName, values: Mapping[str, Any]) -> None:
    """Change the words of a level; refused where the level has a name already."""
    if not 0 < values["level"] <= DEEPEST:
        raise RuleError(_("Between 1 and %(n)s.", n=DEEPEST), field="level")
    twin = select(LevelName.id).where(LevelName.platform_id == item.platform_id, LevelName.level == values["level"])
    with session.no_autoflush:
        if session.scalar(twin) not in (None, item.id):
            raise RuleError(_("This level has a name already."), field="level")
    item.level, item.label, item.label_en = values["level"], values["label"], values["label_en"]


def remove_levels(session: Session, actor: Actor, items: Iterable[LevelName]) -> None:
    """Show the level by its number again."""
    for item in items:
        session.delete(item)


def choices(session: Session) -> list[tuple[int, str]]:
    """The levels that a route may speak of: those of the tree, those with names, and one below."""
    tree = session.scalar(select(func.max(Organization.level))) or 1
    named = session.scalar(select(func.max(LevelName.level))) or 1
    return [(n, f"{n} · {level_name(n)}") for n in range(1, min(max(tree + 1, named), DEEPEST) + 1)]
