"""What an organization tells everybody, the administrators or the learners below it, from a day to a day (NOTE-1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit import audit, clock, scope
from app.kit.because import because
from app.kit.scope import Scope
from app.organizations.models import Organization, owned, under

AUDIENCES = ("everyone", "administrators", "learners")
READERS = {"platform": "administrators", "administrator": "administrators", "learner": "learners"}


class Announcement(Model):
    """`publisher` is the organization's name when it was written: readers below may not see the organization itself."""

    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint(f"audience in {AUDIENCES}", name="audience"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="days"),
        Index("ix_announcement_platform", "platform_id", "starts_on"),
        Index(
            "ix_announcement_untold",
            "starts_on",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    publisher: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(14), default="everyone")
    starts_on: Mapped[date] = mapped_column(default=clock.today)
    ends_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    author_id: Mapped[int | None]
    told_up_to: Mapped[int] = mapped_column(default=0)  # readers are told in the order of their numbers
    told_at: Mapped[datetime | None]  # when all of them had been
    version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization | None] = relationship(Organization)

    @property
    def standing(self) -> str:
        """What a list says of it: "withdrawn", "coming", "over" or "shown"."""
        if self.withdrawn_at:
            return "withdrawn"
        day = clock.today()
        return "coming" if self.starts_on > day else "over" if self.ends_on and self.ends_on < day else "shown"

    def __repr__(self) -> str:
        return self.title


class AnnouncementRead(Model):
    """That a user has opened an announcement, under whatever identity."""

    __tablename__ = "announcement_read"
    __table_args__ = (UniqueConstraint("user_id", "announcement_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"))
    read_at: Mapped[datetime] = mapped_column(default=clock.now)


def _today(s: Scope) -> ColumnElement[bool]:
    """What is shown today to actors of that kind."""
    day, last = clock.today(), Announcement.ends_on
    for_me = Announcement.audience.in_(("everyone", READERS[s.kind]))
    return and_(
        Announcement.withdrawn_at.is_(None), Announcement.starts_on <= day, or_(last.is_(None), last >= day), for_me
    )


def _addressed(s: Scope) -> ColumnElement[bool]:
    """What is shown today to the actor: written at the own organization or above it."""
    if s.kind not in READERS or s.actor.organization_id is None:
        return false()
    tree: Any = Organization.__table__  # what is above is out of scope: what it announces is not
    here = select(tree.c.path).where(tree.c.id == s.actor.organization_id).scalar_subquery()
    above = select(tree.c.id).where(func.substr(here, 1, func.length(tree.c.path)) == tree.c.path)
    shown = and_(Announcement.platform_id == s.platform_id, _today(s), Announcement.organization_id.in_(above))
    return because(_l("it is announced to those below the organization that wrote it"), shown)


def on_board(model: Any, s: Scope) -> ColumnElement[bool]:
    """Of what the scope sees, what is addressed to the actor: not what the own units announce to those below them."""
    own = Announcement.organization_id == s.actor.organization_id
    below = select(Organization.id).where(under(s.path)) if s.path else None
    return _today(s) if below is None else and_(_today(s), or_(own, Announcement.organization_id.not_in(below)))


def managed_by(model: Any, s: Scope) -> ColumnElement[bool]:
    """What the actor writes: announcements of the organizations in the own subtree."""
    return owned(Announcement)(s)


audit.quiet(AnnouncementRead)
scope.register(Announcement, lambda s: or_(managed_by(Announcement, s), _addressed(s)), owned(Announcement))
scope.register(AnnouncementRead, lambda s: AnnouncementRead.user_id == s.actor.user_id)
