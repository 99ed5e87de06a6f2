"""Verbs of notices: tell, count, mark as read; a notice belongs to its user, whatever the identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ScalarSelect, Select, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from app.kit import clock, scope
from app.kit.audit import plain
from app.kit.notices import mailing
from app.kit.notices.models import Notice

Word = Callable[[Session, int], Mapping[str, str]]
_words: dict[str, Word] = {}
COUNTED = 100  # the bell says "99+": nobody counts further, and a page must not either
Ids = Iterable[int]


def use_word(name: str, find: Word) -> None:
    """Wiring: `find(session, platform_id)` gives a word of a platform by language, for texts that say `%(name)s`."""
    _words[name] = find


def notify(
    session: Session,
    event: str,
    users: Iterable[int],
    text: str,
    values: Mapping[str, Any] | None = None,
    address: str = "",
) -> None:
    """Tell each of `users` once, here and by e-mail, in the caller's transaction; `address` is a path (NOTE-1)."""
    told = sorted(set(users))
    if told:
        head = _head(session, event, text, values or {}, address)
        session.connection().execute(insert(Notice), [head | {"user_id": user} for user in told])
        mailing.write(session, head, told)


def notify_all(
    session: Session, event: str, users: Select[int], text: str, values: Mapping[str, Any], address: str
) -> int:
    """Tell each of the users that `users` selects, in one statement however many they are; returns their number."""
    head = _head(session, event, text, values, address)
    rows = users.subquery()
    (user,) = rows.c
    facts = [literal(value, Notice.__table__.c[name].type).label(name) for name, value in head.items()]
    written = insert(Notice).inline().from_select(["user_id", *head], select(user, *facts))
    told: Any = session.connection().execute(written.execution_options(preserve_rowcount=True))
    mailing.write(session, head, select(user))
    return int(told.rowcount)


def _head(session: Session, event: str, text: str, values: Mapping[str, Any], address: str) -> dict[str, Any]:
    """What the notices to all of them have in common."""
    now = scope.current()
    platform = now.platform_id if now else None
    head = {"event": event, "text": text, "values": plain(_worded(session, text, values, platform))}
    return head | {"address": address, "platform_id": platform, "created_at": clock.now()}


def _worded(session: Session, text: str, values: Mapping[str, Any], platform: int | None) -> dict[str, Any]:
    """The values with the platform's words that the text uses, in both languages: who reads it is known later."""
    used = {name: find for name, find in _words.items() if f"%({name})s" in text}
    return {name: find(session, platform or 0) for name, find in used.items()} | dict(values)


def unread(user_id: int) -> ScalarSelect[int]:
    """How many notices a user has not read, counted up to 100; under every identity the same (R-2)."""
    few = select(Notice.id).where(Notice.user_id == user_id, Notice.read_at.is_(None)).limit(COUNTED).subquery()
    return select(func.count(few.c.id)).scalar_subquery()


def take_back(session: Session, event: str, address: str) -> int:
    """Remove the unread notices of an event that lead to a page which is no longer there, and their unsent e-mails."""
    table: Any = Notice.__table__
    unread = (table.c.address == address, table.c.event == event, table.c.read_at.is_(None))
    gone: Any = session.connection().execute(delete(table).where(*unread))
    mailing.drop(session, event, address)
    return int(gone.rowcount)


Opened = Callable[[Session, Notice], None]
_when_opened: list[Opened] = []


def when_opened(note: Opened) -> Opened:
    """Call `note` when somebody goes where a notice leads: what it tells of may count as read as well."""
    _when_opened.append(note)
    return note


def opened(session: Session, item: Notice) -> None:
    """The active user has followed a notice."""
    mark_read(session, [item.id])
    for note in _when_opened:
        note(session, item)


def mark_read(session: Session, ids: Ids | None = None, address: str = "") -> int:
    """Mark the active user's notices (those of `ids`, those leading to `address`, or all) as read; returns how many."""
    mine = update(Notice).where(Notice.user_id == scope.actor().user_id, Notice.read_at.is_(None))
    chosen = mine if ids is None else mine.where(Notice.id.in_(list(ids)))
    chosen = chosen.where(Notice.address == address) if address else chosen
    found: Any = session.execute(chosen.values(read_at=clock.now()).execution_options(synchronize_session=False))
    return int(found.rowcount)
