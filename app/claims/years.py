"""A person's years: hours of each category, and the trainings behind them (GX-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.claims.models import ClaimType
from app.hours.models import HourCategory, HourEntry, LearnerYear

# What entries that no claim has made are called; claims go by the name of their type.
SOURCES: Mapping[str, Any] = {"class": _l("Training class")}


@dataclass(frozen=True)
class Year:
    """What a person was credited in a year, by category."""

    year: int
    hours: Mapping[int, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.hours.values(), Decimal(0))


@dataclass(frozen=True)
class Training:
    """One row of a year: what it was, of which type and category, and its hours."""

    type: str
    title: str
    hours: Decimal
    category: HourCategory


def categories(session: Session, platform_id: int) -> Sequence[HourCategory]:
    query = select(HourCategory).where(HourCategory.platform_id == platform_id)
    return session.scalars(query.order_by(HourCategory.seq, HourCategory.id)).all()


def of_person(session: Session, learner_id: int, year: int | None = None) -> list[Year]:
    """The years in which something was credited, the newest first; only `year` where one is asked for."""
    mine = [LearnerYear.learner_id == learner_id] + ([LearnerYear.year == year] if year else [])
    query = select(LearnerYear.year, LearnerYear.category_id, func.sum(LearnerYear.posted)).where(*mine)
    found: dict[int, dict[int, Decimal]] = {}
    for one, category, hours in session.execute(query.group_by(LearnerYear.year, LearnerYear.category_id)):
        if hours:
            found.setdefault(one, {})[category] = hours
    return [Year(one, found[one]) for one in sorted(found, reverse=True)]


def trainings(session: Session, learner_id: int, year: int) -> list[Training]:
    """What stands behind a year: entries that nothing has taken back, by their first day."""
    undone = aliased(HourEntry)
    live = (HourEntry.reverses_id.is_(None), ~select(undone.id).where(undone.reverses_id == HourEntry.id).exists())
    query = select(HourEntry, HourCategory).join(HourCategory, HourCategory.id == HourEntry.category_id)
    rows = session.execute(
        query.where(HourEntry.learner_id == learner_id, HourEntry.year == year, *live)
        .order_by(HourEntry.starts_on, HourEntry.id)
    ).all()  # fmt: skip
    words = _type_words(session, {entry.type for entry, _category in rows if entry.type})
    return [Training(_called(entry, words), entry.title, entry.hours, category) for entry, category in rows]


def _called(entry: HourEntry, words: Mapping[str, str]) -> str:
    return words.get(entry.type or "") or str(SOURCES.get(entry.source, _("Other record")))


def _type_words(session: Session, codes: set[str]) -> dict[str, str]:
    found = session.scalars(select(ClaimType).where(ClaimType.code.in_(codes))) if codes else ()
    return {one.code: one.whole_word for one in found}
