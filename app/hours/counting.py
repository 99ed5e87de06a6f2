"""Counting one entry after the other against caps: what still fits counts, the rest is lost with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from app.hours.rulebook import CAP, DAY, MAXIMUM, ONCE, YEAR, InGroup, Rule, Rules

ZERO = Decimal(0)
DUPLICATE, OVER_DAY, OVER_TYPE, OVER_CATEGORY = "duplicate", "over_day", "over_type", "over_category"
OVER_YEAR, OVER_CYCLE = "over_year", "over_cycle"
_ORDER = (OVER_DAY, OVER_TYPE, OVER_CATEGORY, OVER_YEAR, OVER_CYCLE)


class Counted(Protocol):
    """What counting asks of an entry."""

    @property
    def year(self) -> int: ...

    @property
    def category_id(self) -> int: ...

    @property
    def hours(self) -> Decimal: ...

    @property
    def type(self) -> str: ...

    @property
    def activity(self) -> str: ...

    @property
    def starts_on(self) -> date | None: ...

    @property
    def ends_on(self) -> date | None: ...


class Cap:
    """At most so many hours (of a category, of a type) per day, year or cycle."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.limit = rule.amount or ZERO
        self.used: dict[Hashable, Decimal] = defaultdict(Decimal)

    @property
    def code(self) -> str:
        if self.rule.per == DAY:
            return OVER_DAY
        if self.rule.source:
            return OVER_TYPE
        if self.rule.category_id:
            return OVER_CATEGORY
        return OVER_YEAR if self.rule.per == YEAR else OVER_CYCLE

    def covers(self, entry: Counted) -> bool:
        """An entry without days is under no daily cap."""
        if self.rule.per == DAY and not entry.starts_on:
            return False
        return self.rule.category_id in (None, entry.category_id) and self.rule.source in ("", entry.type)

    def _buckets(self, entry: Counted) -> Iterable[Hashable]:
        if self.rule.per == DAY:
            return _days(entry)
        return [entry.year if self.rule.per == YEAR else None]

    def room(self, entry: Counted) -> Decimal:
        return sum((self.limit - self.used[b] for b in self._buckets(entry)), ZERO)

    def use(self, entry: Counted, hours: Decimal) -> None:
        """Take the hours from the first day on that has room."""
        for bucket in self._buckets(entry):
            part = min(hours, self.limit - self.used[bucket])
            self.used[bucket] += part
            hours -= part


def _days(entry: Counted) -> list[date]:
    first = entry.starts_on or date.max
    return [first + timedelta(days=n) for n in range(((entry.ends_on or first) - first).days + 1)]


class Counting:
    """The hours that count so far in a cycle, by year and category."""

    def __init__(self, rules: Rules, who: InGroup, years: range) -> None:
        caps = [Cap(rule) for kind in (CAP, MAXIMUM) for rule in rules.fitting(kind, who)]
        self.caps = sorted(caps, key=lambda cap: _ORDER.index(cap.code))
        self.once = rules.only(ONCE, who) is not None
        self.first_year = years.start
        self.carried: dict[int, Decimal] = {}
        self.own: dict[int, Decimal] = defaultdict(Decimal)
        self._by_year: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        self._seen: set[tuple[str, int]] = set()

    def carry_in(self, hours: Mapping[int, Decimal]) -> None:
        """Hours of the cycle before come first; of all caps only a category's maximum holds for them."""
        for category, amount in sorted(hours.items()):
            caps = [c for c in self.caps if c.rule.kind == MAXIMUM and c.rule.category_id == category]
            fits = min([amount, *(cap.limit for cap in caps)])
            for cap in caps:
                cap.used[None] += fits
            self.carried[category] = fits
            self.add(self.first_year, category, fits)

    def take(self, entry: Counted) -> tuple[Decimal, list[tuple[str, Decimal]]]:
        """Count an entry: the hours that fit under every cap, and what was lost at which."""
        if self.once and entry.activity and self._again(entry):
            return ZERO, [(DUPLICATE, entry.hours)]
        left, lost = entry.hours, []
        covering = [cap for cap in self.caps if cap.covers(entry)]
        for cap in covering:
            room = cap.room(entry)
            if room < left:
                lost.append((cap.code, left - room))
                left = room
        for cap in covering:
            cap.use(entry, left)
        self.own[entry.category_id] += left
        self.add(entry.year, entry.category_id, left)
        return left, lost

    def _again(self, entry: Counted) -> bool:
        key = (entry.activity, entry.category_id)
        known = key in self._seen
        self._seen.add(key)
        return known

    def add(self, year: int, category: int, hours: Decimal) -> None:
        self._by_year[year, category] += hours

    # ---- sums

    def categories(self) -> set[int]:
        return {category for _year, category in self._by_year}

    def in_year(self, year: int, category: int | None = None) -> Decimal:
        return sum((h for (y, c), h in self._by_year.items() if y == year and category in (None, c)), ZERO)

    def in_category(self, category: int) -> Decimal:
        return sum((hours for (_year, c), hours in self._by_year.items() if c == category), ZERO)

    def total(self) -> Decimal:
        return sum(self._by_year.values(), ZERO)
