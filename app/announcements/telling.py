"""Readers of announcements are told: set-based, ten thousand at a time, each once whoever dies meanwhile (NOTE-1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, func, or_, select, union, update
from sqlalchemy.orm import Session

from app.announcements.models import READERS, Announcement, AnnouncementRead
from app.kit import clock, jobs, notices, scope
from app.kit.scope import Actor
from app.organizations.models import Organization

EVERY = 300
AT_ONCE = 10_000
SHOWN = "announcement:shown"
Below = Callable[[int, str], Select[int]]
_readers: dict[str, Below] = {}


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when the notice is read."""
    return message


TEXT = N_("%(publisher)s announces: %(title)s")


def readers(audience: str, below: Below) -> None:
    """Wiring: `below(platform_id, path)` selects the users of an audience at the organizations below a path."""
    assert audience in READERS.values()
    _readers[audience] = below


def address_of(number: int) -> str:
    return f"/boardview/show/{number}"


@jobs.handler("announcements", short=True, every=EVERY)
def run_telling(run: jobs.Run) -> jobs.Ended:
    """Tell of whatever is shown today and has not been told."""
    count = 0
    while True:
        with run.chunk(run.cursor + 1) as session:
            told = tell_next(session, run.platform_id)
        if told is None:
            return jobs.Ended(result={"count": count})
        count += told


def tell_next(session: Session, platform_id: int) -> int | None:
    """Tell the next readers of the first announcement that is due; how many, None where nothing is due.

    The row's lock and its mark make that each reader is told once, however many do this at the same time.
    """
    day = clock.today()
    due = (Announcement.platform_id == platform_id, Announcement.told_at.is_(None),
           Announcement.withdrawn_at.is_(None), Announcement.starts_on <= day,
           or_(Announcement.ends_on.is_(None), Announcement.ends_on >= day))  # fmt: skip
    first = select(Announcement).where(*due).order_by(Announcement.id).limit(1)
    item = session.scalars(first.with_for_update().execution_options(populate_existing=True)).first()
    if item is None:
        return None
    path = session.scalar(select(Organization.path).where(Organization.id == item.organization_id)) or ""
    those = _next(item, path)
    last = session.scalar(select(func.max(those.subquery().c.user_id)))
    mark: dict[str, Any] = {"told_at": clock.now()} if last is None else {"told_up_to": last}
    values = {"publisher": item.publisher, "title": item.title}
    told = 0 if last is None else notices.notify_all(session, SHOWN, those, TEXT, values, address_of(item.id))
    marked = update(Announcement).where(Announcement.id == item.id).values(**mark)
    session.execute(marked.execution_options(synchronize_session=False))
    return told


def _next(item: Announcement, path: str) -> Select[int]:
    """The next readers in the order of their numbers: below the organization that wrote it, but for who wrote it."""
    kinds = [kind for kind in _readers if item.audience in ("everyone", kind)]
    parts = []
    for kind in kinds:
        found = _readers[kind](item.platform_id, path).subquery()
        (user,) = found.c
        further = (user > item.told_up_to, user != (item.author_id or 0))
        parts.append(select(user.label("user_id")).where(*further).order_by(user).limit(AT_ONCE).subquery())
    both = union(*(select(part.c.user_id) for part in parts)).subquery()
    return select(both.c.user_id).order_by(both.c.user_id).limit(AT_ONCE)


@notices.when_opened
def _note(session: Session, notice: notices.Notice) -> None:
    """Who follows the notice has opened the announcement, if it is still shown to the active identity."""
    number = notice.address.rpartition("/")[2]
    if notice.event != SHOWN or not number.isdigit():
        return
    item = session.scalars(select(Announcement).where(Announcement.id == int(number))).first()
    if item is not None:
        note_opened(session, scope.actor(), item)


def note_opened(session: Session, actor: Actor, item: Announcement) -> None:
    """Note that the user has opened it; a second time changes nothing."""
    mine = (AnnouncementRead.user_id == actor.user_id, AnnouncementRead.announcement_id == item.id)
    if session.scalar(select(AnnouncementRead.id).where(*mine)) is None:
        session.add(AnnouncementRead(user_id=actor.user_id, announcement_id=item.id))
