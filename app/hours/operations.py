"""Reading hours: the year of a learner by category against the requirement, and where each entry comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.hours.models import HourCategory, HourEntry, LearnerYear, Requirement


@dataclass(frozen=True)
class CategoryYear:
    """Hours of one category in one year: done, and required (zero where nothing is)."""

    category: HourCategory
    done: Decimal
    required: Decimal

    @property
    def missing(self) -> Decimal:
        return max(self.required - self.done, Decimal(0))

    @property
    def percent(self) -> int:
        """Whole percent of the requirement, at most 100; 100 where nothing is required."""
        return 100 if not self.required else min(int(self.done * 100 / self.required), 100)


@dataclass(frozen=True)
class YearView:
    """What a learner sees of one year (CAS-7, GX-8)."""

    year: int
    categories: Sequence[CategoryYear]
    entries: Sequence[HourEntry]

    @property
    def done(self) -> Decimal:
        return sum((c.done for c in self.categories), Decimal(0))

    @property
    def required(self) -> Decimal:
        return sum((c.required for c in self.categories), Decimal(0))

    @property
    def missing(self) -> list[CategoryYear]:
        return [c for c in self.categories if c.missing]

    @property
    def percent(self) -> int:
        """Whole percent of what is required over all categories, nothing counted beyond a category's own need."""
        counted = sum((min(c.done, c.required) for c in self.categories), Decimal(0))
        return 100 if not self.required else int(counted * 100 / self.required)


def year_of(session: Session, learner_id: int, platform_id: int, year: int, applies: bool = True) -> YearView:
    """One learner's year: hours per category against the requirement, and the entries behind them."""
    posted = select(LearnerYear.category_id, func.sum(LearnerYear.posted)).where(
        LearnerYear.learner_id == learner_id, LearnerYear.year == year
    )
    done: dict[int, Decimal] = dict(session.execute(posted.group_by(LearnerYear.category_id)).all())
    required = requirement(session, platform_id, year) if applies else {}
    categories = session.scalars(
        select(HourCategory).where(HourCategory.platform_id == platform_id).order_by(HourCategory.seq)
    )
    rows = [CategoryYear(c, done.get(c.id, Decimal(0)), required.get(c.id, Decimal(0))) for c in categories]
    return YearView(year, rows, _entries(session, learner_id, year))


def _entries(session: Session, learner_id: int, year: int) -> Sequence[HourEntry]:
    query = select(HourEntry).where(HourEntry.learner_id == learner_id, HourEntry.year == year)
    loaded = query.options(joinedload(HourEntry.category)).order_by(HourEntry.posted_at.desc(), HourEntry.id.desc())
    return session.scalars(loaded).all()


def requirement(session: Session, platform_id: int, year: int) -> dict[int, Decimal]:
    """Hours due in `year` per category: of each category the row with the latest `from_year` not after it."""
    query = select(Requirement).where(
        Requirement.platform_id == platform_id,
        Requirement.from_year <= year,
        Requirement.category_id.is_not(None),
    )
    rows: Any = session.scalars(query.order_by(Requirement.from_year))
    return {row.category_id: row.minimum for row in rows}


def years_of(session: Session, learner_id: int) -> list[int]:
    """The years in which a learner has hours, the latest first."""
    query = select(LearnerYear.year).where(LearnerYear.learner_id == learner_id).distinct()
    return sorted(session.scalars(query), reverse=True)
