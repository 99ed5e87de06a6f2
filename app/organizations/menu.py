"""Verbs of a platform's menu tree: entries and headings in order, in the platform's words (MENU-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import audit, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.organizations.models import MenuEntry, Platform

_WORDS = ("label", "label_en", "icon", "target")
MOST = 100


def tree(entries: Iterable[MenuEntry]) -> list[tuple[MenuEntry, list[MenuEntry]]]:
    """(first entry, all entries) of each heading, in the order in which the sidebar shows them."""
    groups: dict[str, list[MenuEntry]] = {}
    for one in entries:
        groups.setdefault(one.heading, []).append(one)
    return [(group[0], group) for group in groups.values()]


def entries(session: Session, lock: bool = False) -> list[MenuEntry]:
    """The entries of the scope's platform, in order; whoever is about to change them waits at the platform's row."""
    platform_id = scope.require().platform_id
    if lock:
        session.flush()
        session.execute(select(Platform.id).where(Platform.id == platform_id).with_for_update())
    query = select(MenuEntry).where(MenuEntry.platform_id == platform_id).order_by(MenuEntry.seq, MenuEntry.id)
    return list(session.scalars(query.execution_options(populate_existing=lock)))


# ---- entries ------------------------------------------------------------------------------------------------------


def add_entry(session: Session, actor: Actor, values: Mapping[str, Any]) -> MenuEntry:
    """A new entry, the last one under its heading; a new heading comes last."""
    platform_id = scope.require().platform_id
    if platform_id is None:
        raise NotFound()
    known = entries(session, lock=True)
    if len(known) >= MOST:
        raise RuleError(_("A menu has at most %(n)s entries.", n=MOST))
    entry = MenuEntry(platform_id=platform_id, seq=len(known) + 1, **_heading(known, values))
    _fill(known, entry, values)
    session.add(entry)
    _renumber(session, [*known, entry])
    return entry


def revise_entry(session: Session, actor: Actor, item: MenuEntry, values: Mapping[str, Any]) -> None:
    """Change the words, the icon, the screen or the heading of an entry."""
    known = entries(session, lock=True)
    _fill(known, item, values)
    heading = _heading([one for one in known if one is not item], values)
    if heading["heading"] != item.heading:
        known = [*(one for one in known if one is not item), item]
    item.heading, item.heading_en = heading["heading"], heading["heading_en"]
    _renumber(session, known)


def _fill(known: Sequence[MenuEntry], entry: MenuEntry, values: Mapping[str, Any]) -> None:
    if any(one.target == values["target"] and one is not entry for one in known):
        raise RuleError(_("This screen has an entry already."), field="target")
    for name in _WORDS:
        setattr(entry, name, values[name])
    entry.label_en = values["label_en"] or values["label"]


def _heading(known: Sequence[MenuEntry], values: Mapping[str, Any]) -> dict[str, str]:
    """Both words of the heading: an existing one is named by its first word, and keeps its second."""
    same = next((one for one in known if one.heading == values["heading"]), None)
    english = same.heading_en if same else values.get("heading_en") or values["heading"]
    return {"heading": values["heading"], "heading_en": english}


def remove_entries(session: Session, actor: Actor, items: Iterable[MenuEntry]) -> None:
    """Take entries out of the menu; their screens wait among those that are not in it."""
    gone = list(items)
    for one in gone:
        session.delete(one)
    _renumber(session, [one for one in entries(session, lock=True) if one not in gone])


def show(session: Session, ids: Iterable[int], hidden: bool) -> Outcome:
    """Hide entries from everybody, or show them again."""
    outcome, wanted = Outcome(), set(ids)
    for one in entries(session, lock=True):
        if one.id in wanted and one.hidden is not hidden:
            one.hidden = hidden
            outcome.done.append(one.id)
    session.flush()
    return outcome


# ---- order and headings -------------------------------------------------------------------------------------------


def move(session: Session, ids: Iterable[int], by: int) -> Outcome:
    """Move entries up (-1) or down (1) among those of their heading; the first can't go up."""
    groups, outcome = tree(entries(session, lock=True)), Outcome()
    for number in ids:
        for _first, group in groups:
            outcome.done += _swap(group, next((n for n, one in enumerate(group) if one.id == number), None), by)
    _renumber(session, [one for _first, group in groups for one in group])
    return outcome


def move_heading(session: Session, ids: Iterable[int], by: int) -> Outcome:
    """Move the headings of entries, with everything below them."""
    groups, outcome = tree(entries(session, lock=True)), Outcome()
    for number in ids:
        at = next((n for n, (_first, group) in enumerate(groups) if any(one.id == number for one in group)), None)
        outcome.done += [number for _moved in _swap(groups, at, by)]
    _renumber(session, [one for _first, group in groups for one in group])
    return outcome


def _swap(row: list[Any], at: int | None, by: int) -> list[Any]:
    """Exchange two neighbours; nothing at the ends."""
    if at is None or not 0 <= at + by < len(row):
        return []
    row[at], row[at + by] = row[at + by], row[at]
    return [getattr(row[at + by], "id", at)]


def rename_heading(session: Session, actor: Actor, item: MenuEntry, values: Mapping[str, Any]) -> None:
    """Give the heading of an entry other words, for all entries below it; the name of another one merges the two."""
    known = entries(session, lock=True)
    before = item.heading
    for one in known:
        if one.heading in (before, values["heading"]):
            one.heading, one.heading_en = values["heading"], values["heading_en"] or values["heading"]
    _renumber(session, [one for _first, group in tree(known) for one in group])


def _renumber(session: Session, ordered: Sequence[MenuEntry]) -> None:
    """Keep the order; the audit gets it in words, beside the rows that changed."""
    session.flush()
    before = _spelled(sorted(ordered, key=lambda one: (one.seq, one.id)))
    grouped = [one for _first, group in tree(ordered) for one in group]
    for seq, one in enumerate(grouped, 1):
        one.seq = seq
    session.flush()
    if before != _spelled(grouped):
        audit.record(session, "menu_entry:order", before=before, after=_spelled(grouped))


def _spelled(ordered: Iterable[MenuEntry]) -> list[str]:
    return [f"{one.heading} / {one.label}" for one in ordered]
