"""Hours: categories, rules by year, the append-only ledger and what is kept beside it (R-5)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from flask_appbuilder import Model
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit import clock, scope
from app.kit.because import because
from app.kit.hours import Hours
from app.kit.scope import Scope
from app.organizations.models import OWN, Organization, managed, of_platform, owned
from app.organizations.words import language


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


class RuleSet(Model):
    """A version of the rules about hours, valid from a year on; saved once, superseded by later ones (R-6).

    The newest set of the latest `from_year` not after a year holds for that year, as a whole.
    """

    __tablename__ = "rule_set"
    __table_args__ = (Index("ix_rule_set_platform_year", "platform_id", "from_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    from_year: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by: Mapped[str] = mapped_column(String(100), default="")

    rules: Mapped[list[HourRule]] = relationship(order_by="HourRule.seq", cascade="all, delete-orphan")

    def __repr__(self) -> str:
        return f"{self.from_year} · #{self.id}"


class HourRule(Model):
    """One rule of a set; which columns it uses depends on its kind (app.hours.rules)."""

    __tablename__ = "hour_rule"
    __table_args__ = (UniqueConstraint("rule_set_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("hour_category.id"))
    group_by: Mapped[str] = mapped_column(String(12), default="")
    group_value: Mapped[str] = mapped_column(String(40), default="")
    source: Mapped[str] = mapped_column(String(20), default="")
    per: Mapped[str] = mapped_column(String(12), default="")
    amount: Mapped[Decimal | None] = mapped_column(Hours)
    number: Mapped[int | None]
    start_year: Mapped[int | None]
    part: Mapped[int | None]
    whole: Mapped[int | None]
    rounding: Mapped[str] = mapped_column(String(12), default="")

    category: Mapped[HourCategory | None] = relationship(HourCategory)


class ClosedYear(Model):
    """A year after which nothing more is posted without permission and reason; reopening keeps the row (R-10)."""

    __tablename__ = "closed_year"
    __table_args__ = (
        CheckConstraint("(reopened_at is null) = (reopened_by is null)", name="reopened"),
        Index("uq_closed_year_open", "platform_id", "year", unique=True, sqlite_where=text("reopened_at IS NULL"),
              postgresql_where=text("reopened_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    year: Mapped[int]
    rule_set_id: Mapped[int | None] = mapped_column(ForeignKey("rule_set.id"))
    closed_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_by: Mapped[str] = mapped_column(String(100))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    rule_set: Mapped[RuleSet | None] = relationship(RuleSet)

    @property
    def state(self) -> str:
        return "reopened" if self.reopened_at else "closed"

    def __repr__(self) -> str:
        return str(self.year)


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
    type: Mapped[str | None] = mapped_column(String(20))  # what caps per type look at; empty: the source
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    fills: Mapped[bool] = mapped_column(default=False)  # counts as the year's requirement, never on top (DL-8)
    reason: Mapped[str] = mapped_column(String(300), default="")  # why it was posted into a closed year
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


class LearnerStanding(Model):
    """The standing of a person in a year, kept for lists: of which version of the rules, and whether it is stale."""

    __tablename__ = "learner_standing"
    __table_args__ = (
        UniqueConstraint("learner_id", "year"),
        CheckConstraint("outcome in ('met', 'missing', 'exempt', 'waiting')", name="outcome"),
        Index("ix_learner_standing_organization", "platform_id", "organization_id", "year"),
        Index("ix_learner_standing_stale", "platform_id", sqlite_where=text("stale"), postgresql_where=text("stale")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # the learner's, now
    year: Mapped[int]
    rule_set_id: Mapped[int | None] = mapped_column(ForeignKey("rule_set.id"))
    counted: Mapped[Decimal] = mapped_column(Hours, default=Decimal(0))
    required: Mapped[Decimal] = mapped_column(Hours, default=Decimal(0))
    missing: Mapped[Decimal] = mapped_column(Hours, default=Decimal(0))  # in all or in categories, what is more
    outcome: Mapped[str] = mapped_column(String(12), default="waiting")
    stale: Mapped[bool] = mapped_column(default=True)
    computed_at: Mapped[datetime | None]

    organization: Mapped[Organization] = relationship(Organization)
    rule_set: Mapped[RuleSet | None] = relationship(RuleSet)


def _own_or_unit(model: type) -> scope.Predicate:
    unit = owned(model)

    def rule(s: Scope) -> ColumnElement[bool]:
        mine: ColumnElement[bool] = model.learner_id == s.actor.learner_id  # type: ignore[attr-defined]  # both models have it
        return because(OWN, mine) if s.kind == "learner" else unit(s)

    return rule


for _catalogue in (HourCategory, RuleSet, HourRule, ClosedYear):
    scope.register(_catalogue, of_platform(_catalogue), owns=managed(_catalogue))
scope.register(HourEntry, _own_or_unit(HourEntry), owns=scope.nobody)
scope.register(LearnerYear, _own_or_unit(LearnerYear), owns=scope.nobody)
scope.register(LearnerStanding, _own_or_unit(LearnerStanding), owns=scope.nobody)
scope.register(LiveCredit, scope.nobody)
