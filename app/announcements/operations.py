"""Verbs of announcements: write, revise, withdraw, and mark as read (NOTE-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.announcements import telling
from app.announcements.models import READERS, Announcement, AnnouncementRead, on_board
from app.kit import audit, clock, notices, scope
from app.kit.errors import RuleError, Stale
from app.kit.review import Outcome
from app.kit.scope import Actor

ON_HOME = 5
_FACTS = ("title", "body", "audience", "starts_on", "ends_on")


def announce(session: Session, actor: Actor, values: Mapping[str, Any]) -> Announcement:
    """Write an announcement of an organization of the scope; RuleError when it ends before it begins (NOTE-1)."""
    _check_days(values)
    place = values["organization"]
    item = Announcement(
        organization=place, platform_id=place.platform_id, publisher=place.name, author_id=actor.user_id,
        **{n: values[n] for n in _FACTS},
    )  # fmt: skip
    session.add(item)
    return item


def revise(session: Session, actor: Actor, item: Announcement, values: Mapping[str, Any]) -> None:
    """Change what an announcement says; Stale once it is withdrawn. Who has read it is not asked to read it again."""
    if item.withdrawn_at:
        raise Stale(_("A withdrawn announcement is not changed any more. Write a new one."))
    _check_days(values)
    for name in _FACTS:
        setattr(item, name, values[name])
    item.version += 1


def _check_days(values: Mapping[str, Any]) -> None:
    if values["ends_on"] and values["ends_on"] < values["starts_on"]:
        raise RuleError(_("The last day lies before the first."), field="ends_on")


def withdraw(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Take announcements back: nobody is shown them any more; those that are back already are named."""
    mine = select(Announcement).where(Announcement.id.in_(list(ids)), scope.predicate(Announcement, owning=True))
    outcome = Outcome()
    for item in session.scalars(mine.with_for_update()):
        if item.withdrawn_at:
            outcome.skipped.append((item.title, _("withdrawn already")))
            continue
        item.withdrawn_at, item.version = clock.now(), item.version + 1
        notices.take_back(session, telling.SHOWN, telling.address_of(item.id))
        audit.record(session, "announcement:withdraw", item.id)
        outcome.done.append(item.id)
    return outcome


def current(session: Session, limit: int = ON_HOME) -> list[tuple[Announcement, bool]]:
    """What is shown today to the active actor, newest first, with whether the user has opened it."""
    now = scope.require()
    if now.kind not in READERS:
        return []
    mine = and_(AnnouncementRead.announcement_id == Announcement.id, AnnouncementRead.user_id == now.actor.user_id)
    query = select(Announcement, AnnouncementRead.id.is_not(None)).join(AnnouncementRead, mine, isouter=True)
    newest = (Announcement.starts_on.desc(), Announcement.id.desc())
    rows = session.execute(query.where(on_board(Announcement, now)).order_by(*newest).limit(limit))
    return [(item, opened) for item, opened in rows]


def mark_read(session: Session, actor: Actor, item: Announcement) -> None:
    """The user opens it on the board: the notice of it is read as well."""
    telling.note_opened(session, actor, item)
    notices.mark_read(session, address=telling.address_of(item.id))
