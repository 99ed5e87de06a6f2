"""What a person had earned in a year before the platform: a row per category, never changed once it counts (BAL-1)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from flask_appbuilder import Model
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.hours.models import HourCategory
from app.kit import clock, scope
from app.kit.hours import Hours
from app.organizations.models import Organization, owned

STANDS = "taken_back_at IS NULL"


class OpeningBalance(Model):
    """Hours of one person, year and category; whoever sees the row may not see the person any more: names are kept."""

    __tablename__ = "opening_balance"
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("(taken_back_at is null) = (reason = '')", name="taken_back"),
        Index("uq_opening_balance_stands", "learner_id", "year", "category_id", unique=True,
              sqlite_where=text(STANDS), postgresql_where=text(STANDS)),
        Index("ix_opening_balance_organization", "platform_id", "organization_id", "year"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # the person's, when it was recorded
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    learner_name: Mapped[str] = mapped_column(String(60))
    document_mask: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    category_id: Mapped[int] = mapped_column(ForeignKey("hour_category.id"))
    hours: Mapped[Decimal] = mapped_column(Hours)
    note: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by: Mapped[str] = mapped_column(String(100), default="")
    taken_back_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship(Organization)
    category: Mapped[HourCategory] = relationship(HourCategory)

    @property
    def state(self) -> str:
        return "taken_back" if self.taken_back_at else "counts"

    def __repr__(self) -> str:
        return f"{self.learner_name} {self.year}"


scope.register(OpeningBalance, owned(OpeningBalance))
