"""Verbs of notices: tell, count, mark as read; a notice belongs to its user, whatever the identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ScalarSelect, func, insert, select, update
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
    now = scope.current()
    platform = now.platform_id if now else None
    told = sorted(set(users))
    if told:
        head = {"event": event, "text": text, "values": plain(_worded(session, text, values or {}, platform))}
        head |= {"address": address, "platform_id": platform, "created_at": clock.now()}
        session.connection().execute(insert(Notice), [head | {"user_id": user} for user in told])
        mailing.write(session, head, told)


def _worded(session: Session, text: str, values: Mapping[str, Any], platform: int | None) -> dict[str, Any]:
    """The values with the platform's words that the text uses, in both languages: who reads it is known later."""
    used = {name: find for name, find in _words.items() if f"%({name})s" in text}
    return {name: find(session, platform or 0) for name, find in used.items()} | dict(values)


def unread(user_id: int) -> ScalarSelect[int]:
    """How many notices a user has not read, counted up to 100; under every identity the same (R-2)."""
    few = select(Notice.id).where(Notice.user_id == user_id, Notice.read_at.is_(None)).limit(COUNTED).subquery()
    return select(func.count(few.c.id)).scalar_subquery()


def mark_read(session: Session, ids: Ids | None = None) -> int:
    """Mark the active user's notices (those of `ids`, or all) as read; returns how many were not yet."""
    mine = update(Notice).where(Notice.user_id == scope.actor().user_id, Notice.read_at.is_(None))
    chosen = mine if ids is None else mine.where(Notice.id.in_(list(ids)))
    found: Any = session.execute(chosen.values(read_at=clock.now()).execution_options(synchronize_session=False))
    return int(found.rowcount)
