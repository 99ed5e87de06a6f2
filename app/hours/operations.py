"""Reading hours: what stands for people, where they stand by the rules, and both in words (R-9, CAS-7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.hours import counting, due, rules, standing
from app.hours.due import Attributes
from app.hours.models import HourCategory, HourEntry
from app.hours.standing import Entry, InCategory, Lost, Standing
from app.kit import clock, scope
from app.kit.scope import Actor

# Why hours of an entry do not count.
REASONS: dict[str, Any] = {
    counting.OVER_DAY: _l("%(n)s over the most that counts per day"),
    counting.OVER_TYPE: _l("%(n)s over the most that counts of this type"),
    counting.OVER_CATEGORY: _l("%(n)s over the most that counts of this category"),
    counting.OVER_YEAR: _l("%(n)s over the most that counts per year"),
    counting.OVER_CYCLE: _l("%(n)s over the most that counts per cycle"),
    counting.DUPLICATE: _l("%(n)s of an activity that counts already"),
    standing.OTHER_CYCLE: _l("%(n)s belong to other years"),
    standing.FILLED: _l("Meets the requirement of the year; nothing is ever added on top"),
}
EXEMPT: dict[str, Any] = {
    due.PERSONAL: _l("This person has no yearly requirement."),
    due.GROUP: _l("People of this grade or title are exempt."),
    due.ABSENT: _l("Exempt, absent or not yet there for the whole time."),
}


@dataclass(frozen=True)
class Row:
    """One row of the archive: a posting or its reversal, with what counts of it and why not more."""

    entry: HourEntry
    counted: Decimal | None
    lost: tuple[Lost, ...] = ()

    @property
    def taken_back(self) -> bool:
        return self.counted is None


@dataclass(frozen=True)
class YearView:
    """What a learner sees of one year and the cycle it belongs to (CAS-7, GX-8)."""

    year: int
    standing: Standing
    categories: Sequence[tuple[HourCategory, InCategory]]
    rows: Sequence[Row]
    years: Sequence[int]  # which could be asked for: those with hours and the present one, the latest first

    @property
    def is_long(self) -> bool:
        return len(self.standing.years) > 1

    @property
    def title(self) -> str:
        years = self.standing.years
        return f"{years.start}–{years[-1]}" if self.is_long else str(self.year)


def year_of(session: Session, learner_id: int, platform_id: int, asked: int | None, who: Attributes) -> YearView:
    """One learner's standing in the year `asked` for, with every entry of the cycle behind it, the newest first.

    Where there are no hours in that year, the latest year.
    """
    entries = _entries(session, learner_id)
    version, stands = rules.load(session, platform_id).of, live(entries)
    years = sorted({clock.today().year, *(one.year for one in stands)}, reverse=True)
    year = asked if asked in years else years[0]
    found = standing.through(stands, version, who, year)
    lines = {line.entry.id: line for line in found.lines}
    rows = [
        Row(entry, lines[entry.id].counted, lines[entry.id].lost) if entry.id in lines else Row(entry, None)
        for entry in entries
        if entry.year in found.years
    ]
    query = select(HourCategory).where(HourCategory.platform_id == platform_id)
    known = session.scalars(query.order_by(HourCategory.seq, HourCategory.id))
    blank = InCategory(Decimal(0), Decimal(0))
    return YearView(year, found, [(c, found.categories.get(c.id, blank)) for c in known], rows, years)


def _entries(session: Session, learner_id: int) -> Sequence[HourEntry]:
    query = select(HourEntry).where(HourEntry.learner_id == learner_id).options(joinedload(HourEntry.category))
    return session.scalars(query.order_by(HourEntry.posted_at.desc(), HourEntry.id.desc())).all()


def live(entries: Iterable[Any]) -> list[Entry]:
    """The entries that stand, as values: neither a reversal nor reversed."""
    rows = list(entries)
    undone = {row.reverses_id for row in rows if row.reverses_id}
    return [_value(row) for row in rows if row.reverses_id is None and row.id not in undone]


def _value(row: Any) -> Entry:
    return Entry(
        row.id, row.year, row.category_id, row.hours, row.type or row.source, row.activity, row.starts_on, row.ends_on,
        row.fills,
    )  # fmt: skip


def entries_of(session: Session, learner_ids: Sequence[int]) -> dict[int, list[Entry]]:
    """What stands for each of many people, read in one statement."""
    columns = (
        HourEntry.learner_id, HourEntry.id, HourEntry.year, HourEntry.category_id, HourEntry.hours, HourEntry.type,
        HourEntry.source, HourEntry.activity, HourEntry.starts_on, HourEntry.ends_on, HourEntry.fills,
        HourEntry.reverses_id,
    )  # fmt: skip
    by_person: dict[int, list[Any]] = {number: [] for number in learner_ids}
    for row in session.execute(select(*columns).where(HourEntry.learner_id.in_(learner_ids))):
        by_person[row.learner_id].append(row)
    return {number: live(rows) for number, rows in by_person.items()}


def kept_values(found: Standing, at: datetime) -> dict[str, Any]:
    """What lists keep of a standing; `missing` is the greater of the gap in all and the gaps of categories."""
    gaps = sum((one.missing for one in found.categories.values()), Decimal(0))
    outcome = "exempt" if found.exempt else "met" if found.met else "missing"
    return {
        "rule_set_id": found.version,
        "counted": found.counted,
        "required": found.required,
        "missing": max(gaps, found.missing),
        "outcome": outcome,
        "stale": False,
        "computed_at": at,
    }


# ---- categories -----------------------------------------------------------------------------------------------------


def add_category(session: Session, actor: Actor, values: Mapping[str, Any]) -> HourCategory:
    """Add a category to the platform; its code is unique there (IntegrityError)."""
    made = HourCategory(platform_id=scope.require().platform_id, **values)
    session.add(made)
    session.flush()
    return made


def revise_category(session: Session, actor: Actor, item: HourCategory, values: Mapping[str, Any]) -> None:
    """Change what a category is called and where it stands; entries keep pointing to it."""
    for name in ("label", "label_en", "seq"):
        if name in values:
            setattr(item, name, values[name])


def remove_categories(session: Session, actor: Actor, items: Iterable[HourCategory]) -> None:
    """Remove categories that nothing refers to (IntegrityError for others)."""
    for item in items:
        session.delete(item)
    session.flush()
