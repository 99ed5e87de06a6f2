"""Hours: categories, yearly requirement, the append-only ledger and what is kept beside it (R-5)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit import clock, scope
from app.kit.scope import Scope
from app.organizations.models import Organization, managed, of_platform, owned
from app.organizations.words import language


class Hours(TypeDecorator[Decimal]):
    """Exact decimal hours, kept as whole hundredths: SQLite has no decimal type and floats lose."""

    impl = Integer
    cache_ok = True
    python_type = Decimal
    scale = 2

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError("hours have at most two decimals")
        return int(hundredths)

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / 100


class HourCategory(Model):
    """A kind of hours of a platform, e.g. compulsory and elective."""

    __tablename__ = "hour_category"
    __table_args__ = (UniqueConstraint("platform_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    code: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(40))
    label_en: Mapped[str] = mapped_column(String(60))
    seq: Mapped[int] = mapped_column(default=0)

    def __repr__(self) -> str:
        return self.label if language() == "zh" else self.label_en


class Requirement(Model):
    """Hours due in a year, in all (no category) or in one category; valid from a year on."""

    __tablename__ = "requirement"
    __table_args__ = (UniqueConstraint("platform_id", "from_year", "category_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    from_year: Mapped[int]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("hour_category.id"))
    minimum: Mapped[Decimal] = mapped_column(Hours)


class HourEntry(Model):
    """One posting of the ledger; never changed, taken back by an entry of the opposite sign."""

    __tablename__ = "hour_entry"
    __table_args__ = (
        CheckConstraint("hours <> 0", name="hours"),
        CheckConstraint("(reverses_id is null) = (hours > 0)", name="reversal"),
        Index("ix_hour_entry_learner_year", "learner_id", "year"),
        Index("ix_hour_entry_organization_year", "platform_id", "organization_id", "year"),
        Index("ix_hour_entry_source", "source", "source_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # the learner's, at the time
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    year: Mapped[int]
    category_id: Mapped[int] = mapped_column(ForeignKey("hour_category.id"))
    hours: Mapped[Decimal] = mapped_column(Hours)
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[int]
    activity: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("hour_entry.id"), unique=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_by: Mapped[int | None]

    organization: Mapped[Organization] = relationship(Organization)
    category: Mapped[HourCategory] = relationship(HourCategory)


class LiveCredit(Model):
    """The entry that now stands for a source; its primary key makes double credit impossible."""

    __tablename__ = "live_credit"
    __table_args__ = (PrimaryKeyConstraint("learner_id", "source", "source_id", "category_id"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[int]
    category_id: Mapped[int] = mapped_column(ForeignKey("hour_category.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("hour_entry.id"), unique=True)


class LearnerYear(Model):
    """Posted hours per learner, year, category and organization; recomputed, never incremented."""

    __tablename__ = "learner_year"
    __table_args__ = (
        UniqueConstraint("learner_id", "year", "category_id", "organization_id"),
        Index("ix_learner_year_organization", "platform_id", "organization_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    year: Mapped[int]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("hour_category.id"))
    posted: Mapped[Decimal] = mapped_column(Hours)
    largest: Mapped[Decimal] = mapped_column(Hours)  # the greatest single activity

    organization: Mapped[Organization] = relationship(Organization)
    category: Mapped[HourCategory] = relationship(HourCategory)


def _own_or_unit(model: type) -> scope.Predicate:
    unit = owned(model)

    def rule(s: Scope) -> ColumnElement[bool]:
        mine: ColumnElement[bool] = model.learner_id == s.actor.learner_id  # type: ignore[attr-defined]  # both models have it
        return mine if s.kind == "learner" else unit(s)

    return rule


for _catalogue in (HourCategory, Requirement):
    scope.register(_catalogue, of_platform(_catalogue), owns=managed(_catalogue))
scope.register(HourEntry, _own_or_unit(HourEntry), owns=scope.nobody)
scope.register(LearnerYear, _own_or_unit(LearnerYear), owns=scope.nobody)
scope.register(LiveCredit, scope.nobody)
