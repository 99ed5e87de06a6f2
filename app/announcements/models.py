"""What an organization tells everybody, the administrators or the learners below it, from a day to a day (NOTE-1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_, false, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit import audit, clock, scope
from app.kit.scope import Scope
from app.organizations.models import Organization, owned

AUDIENCES = ("everyone", "administrators", "learners")
READERS = {"platform": "administrators", "administrator": "administrators", "learner": "learners"}


class Announcement(Model):
    """`publisher` is the organization's name when it was written: readers below may not see the organization itself."""

    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint(f"audience in {AUDIENCES}", name="audience"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="days"),
        Index("ix_announcement_platform", "platform_id", "starts_on"),
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

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(default=clock.now)


def addressed(model: Any, s: Scope) -> ColumnElement[bool]:
    """What is shown today to the actor: written at the own organization or above it, for actors of that kind."""
    if s.kind not in READERS or s.actor.organization_id is None:
        return false()
    tree: Any = Organization.__table__  # what is above is out of scope: what it announces is not
    here = select(tree.c.path).where(tree.c.id == s.actor.organization_id).scalar_subquery()
    above = select(tree.c.id).where(func.substr(here, 1, func.length(tree.c.path)) == tree.c.path)
    day = clock.today()
    return and_(
        Announcement.platform_id == s.platform_id,
        Announcement.withdrawn_at.is_(None),
        Announcement.starts_on <= day,
        or_(Announcement.ends_on.is_(None), Announcement.ends_on >= day),
        Announcement.audience.in_(("everyone", READERS[s.kind])),
        Announcement.organization_id.in_(above),
    )


def managed_by(model: Any, s: Scope) -> ColumnElement[bool]:
    """What the actor writes: announcements of the organizations in the own subtree."""
    return owned(Announcement)(s)


audit.quiet(AnnouncementRead)
scope.register(
    Announcement, lambda s: or_(managed_by(Announcement, s), addressed(Announcement, s)), owned(Announcement)
)
scope.register(AnnouncementRead, lambda s: AnnouncementRead.user_id == s.actor.user_id)
