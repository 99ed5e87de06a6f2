"""What of posted hours counts, against what, and why not more: one pure function (R-9).

`standing` reads no clock and no database. Hours are exact decimals. Entries are counted in the order of their year,
first day (those without a day last) and id, whatever order they come in: what was done earlier fills a cap first.
Entries that fill the requirement (DL-8) come after all others, so that they add only what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.hours.counting import ZERO, Counting
from app.hours.due import Attributes, Due, due
from app.hours.rulebook import CARRY, Rule, Rules

FILLED, OTHER_CYCLE = "filled", "other_cycle"


@dataclass(frozen=True)
class Entry:
    """Hours that stand in the ledger, as far as counting needs to know."""

    id: int
    year: int
    category_id: int
    hours: Decimal
    type: str = ""
    activity: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    fills: bool = False

    @property
    def order(self) -> tuple[int, date, int]:
        return self.year, self.starts_on or date.max, self.id


@dataclass(frozen=True)
class Lost:
    """Hours of an entry that do not count, with the code of the reason."""

    code: str
    hours: Decimal


@dataclass(frozen=True)
class Line:
    """One entry with the hours that count and, where these are fewer than posted, the reasons."""

    entry: Entry
    counted: Decimal
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True)
class InCategory:
    """Hours of one category: counted (with what was carried in), required and still missing."""

    counted: Decimal
    required: Decimal
    carried_in: Decimal = ZERO

    @property
    def missing(self) -> Decimal:
        return max(self.required - self.counted, ZERO)


@dataclass(frozen=True)
class Standing:
    """Where a person stands in a cycle of years."""

    years: range
    version: int | None
    lines: tuple[Line, ...]
    categories: Mapping[int, InCategory]
    due: Due
    carried_out: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def counted(self) -> Decimal:
        return sum((one.counted for one in self.categories.values()), ZERO)

    @property
    def required(self) -> Decimal:
        return self.due.total

    @property
    def missing(self) -> Decimal:
        """What is missing in all; a category's own gap may be greater."""
        return max(self.required - self.counted, ZERO)

    @property
    def exempt(self) -> str:
        return self.due.exempt

    @property
    def met(self) -> bool:
        return not self.missing and not any(one.missing for one in self.categories.values())

    @property
    def percent(self) -> int:
        """Whole percent of the requirement; hours beyond a category's need stand in for no other category."""
        kept = sum((one.required for one in self.categories.values()), ZERO)
        useful = sum((min(one.counted, one.required) for one in self.categories.values()), ZERO)
        free = min(self.counted - useful, max(self.required - kept, ZERO))
        whole = max(self.required, kept)
        return int((useful + free) * 100 / whole) if whole else 100


def standing(
    entries: Iterable[Entry], rules: Rules, who: Attributes, year: int, carried: Mapping[int, Decimal] | None = None
) -> Standing:
    """Where a person stands in the cycle that holds `year`, with hours `carried` in from the cycle before."""
    years = rules.cycle(year)
    needed = due(rules, who, years)
    count = Counting(rules, who, years)
    count.carry_in(carried or {})
    ordered = sorted(entries, key=lambda entry: entry.order)
    lines = {entry.id: _line(count, entry, years) for entry in ordered if not entry.fills}
    own = dict(count.own)
    for entry in ordered:
        if entry.fills:
            lines[entry.id] = _filled(count, entry, needed, years)
    categories = {
        c: InCategory(count.in_category(c), needed.of(c), count.carried.get(c, ZERO))
        for c in sorted({*count.categories(), *needed.categories})
    }
    out = _surplus(rules, who, needed, categories, own)
    return Standing(years, rules.version, tuple(lines[e.id] for e in ordered), categories, needed, out)


def _line(count: Counting, entry: Entry, years: range) -> Line:
    if entry.year not in years:
        return Line(entry, ZERO, (Lost(OTHER_CYCLE, entry.hours),))
    counted, lost = count.take(entry)
    return Line(entry, counted, tuple(Lost(code, hours) for code, hours in lost))


def _filled(count: Counting, entry: Entry, needed: Due, years: range) -> Line:
    """Raise what counts in the entry's year to that year's part of the requirement, never beyond it (DL-8)."""
    if entry.year not in years:
        return Line(entry, ZERO, (Lost(OTHER_CYCLE, entry.hours),))
    before = count.total()
    for category in needed.categories:
        whole = needed.of(category)
        gap = min(needed.yearly(whole) - count.in_year(entry.year, category), whole - count.in_category(category))
        count.add(entry.year, category, max(gap, ZERO))
    gap = min(needed.yearly(needed.total) - count.in_year(entry.year), needed.total - count.total())
    count.add(entry.year, entry.category_id, max(gap, ZERO))
    counted = count.total() - before
    return Line(entry, counted, (Lost(FILLED, max(entry.hours - counted, ZERO)),))


def _surplus(
    rules: Rules, who: Attributes, needed: Due, categories: Mapping[int, InCategory], own: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """Own hours beyond the requirement, as far as rules let them go on into the next cycle.

    What was itself carried in is used first and lapses; fills never leave a surplus; where nothing was required
    there is nothing to exceed. Categories in the order of their ids.
    """
    limits = {rule.category_id: rule for rule in rules.fitting(CARRY, who)}
    if not limits or not needed.anything:
        return {}
    left = max(sum((one.counted for one in categories.values()), ZERO) - needed.total, ZERO)
    left = min(left, _limit(limits.pop(None, None), left))
    found = {}
    for category, one in categories.items():
        if limits and category not in limits:
            continue
        free = min(own.get(category, ZERO), max(one.counted - one.required, ZERO), left)
        free = min(free, _limit(limits.get(category), free))
        if free:
            found[category] = free
            left -= free
    return found


def _limit(rule: Rule | None, otherwise: Decimal) -> Decimal:
    return otherwise if rule is None or rule.amount is None else rule.amount


def through(entries: Sequence[Entry], version: Callable[[int], Rules], who: Attributes, year: int) -> Standing:
    """The standing of `year` with what earlier cycles carry into it, each judged by its own version of the rules."""
    target = version(year).cycle(year)
    carried: Mapping[int, Decimal] = {}
    at = min((entry.year for entry in entries), default=year)
    while at < target.start:
        rules = version(at)
        cycle = rules.cycle(at)
        ends_before = cycle.stop <= target.start
        carried = standing(entries, rules, who, at, carried).carried_out if ends_before else {}
        at = cycle.stop
    return standing(entries, version(year), who, year, carried)
