"""What is required of a person in a cycle: amounts by group, reduced for joiners, leave and exemptions (R-9)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from app.hours.rulebook import (
    EXEMPT,
    JOINERS,
    LEAVE,
    MINIMUM,
    NEAREST,
    NEXT_MONTH,
    NEXT_YEAR,
    ROUNDING,
    SHARE,
    TOTAL,
    UP,
    Rule,
    Rules,
)

ZERO, STEP = Decimal(0), Decimal("0.1")
PERSONAL, GROUP, ABSENT = "personal", "group", "absent"
Month = tuple[int, int]
Span = tuple[date, date | None]


@dataclass(frozen=True)
class Attributes:
    """What rules may ask about a person. A span without an end goes on until further notice."""

    grade: str = ""
    title: str = ""
    joined: date | None = None
    leaves: tuple[Span, ...] = ()
    exemptions: tuple[Span, ...] = ()
    applies: bool = True


@dataclass(frozen=True)
class Due:
    """What is required: in all, per category, for how many months of the cycle; or why nothing is."""

    total: Decimal = ZERO
    categories: Mapping[int, Decimal] = field(default_factory=dict)
    months: int = 12
    of_months: int = 12
    exempt: str = ""

    def of(self, category: int) -> Decimal:
        return self.categories.get(category, ZERO)

    def yearly(self, amount: Decimal) -> Decimal:
        """One year's part of a cycle's amount, rounded up to the hundredth."""
        return rounded(Fraction(amount) * 12 / self.of_months, Decimal("0.01"), UP)

    @property
    def anything(self) -> bool:
        return bool(self.total or any(self.categories.values()))


def due(rules: Rules, who: Attributes, years: range) -> Due:
    """What is required of `who` in the cycle `years`.

    Amounts are for the whole cycle. Months off (before joining, on leave, exempt) reduce them in proportion; what
    was reduced is rounded by the rounding rule, without one to the nearest 0.1. Without a total, the minima of the
    categories together are the total. A share is of the (reduced) total and is rounded up to the hundredth, which
    is exact: no figure of the ledger lies between.
    """
    of_months = 12 * len(years)
    months = of_months - len(_off(rules, who, years))
    exempt = _exempt(rules, who, months)
    if exempt:
        return Due(months=months, of_months=of_months, exempt=exempt)
    rounding = rules.only(ROUNDING, who)

    def reduced(amount: Decimal) -> Decimal:
        return amount if months == of_months else _rounded_by(rounding, Fraction(amount) * months / of_months)

    minima = {rule.category_id: reduced(rule.amount or ZERO) for rule in rules.fitting(MINIMUM, who)}
    whole = rules.only(TOTAL, who)
    total = reduced(whole.amount or ZERO) if whole else sum(minima.values(), ZERO)
    shares = {rule.category_id: _share(rule, total) for rule in rules.fitting(SHARE, who)}
    categories = {
        c: max(minima.get(c, ZERO), shares.get(c, ZERO)) for c in {*minima, *shares} if c is not None
    }  # fmt: skip
    return Due(total, dict(sorted(categories.items())), months, of_months)


def _share(rule: Rule, total: Decimal) -> Decimal:
    return rounded(Fraction(total) * (rule.part or 0) / (rule.whole or 1), Decimal("0.01"), UP)


def _exempt(rules: Rules, who: Attributes, months: int) -> str:
    if not who.applies:
        return PERSONAL
    if rules.only(EXEMPT, who):
        return GROUP
    return "" if months else ABSENT


def rounded(value: Fraction, step: Decimal, how: str) -> Decimal:
    """`value` as a multiple of `step`: up, down, or to the nearest (a half goes up)."""
    steps = value / Fraction(step)
    if how == NEAREST:
        steps += Fraction(1, 2)
    return step * (ceil(steps) if how == UP else floor(steps))


def _rounded_by(rule: Rule | None, value: Fraction) -> Decimal:
    return rounded(value, rule.amount or STEP, rule.rounding) if rule else rounded(value, STEP, NEAREST)


# ---- months off -----------------------------------------------------------------------------------------------------


def _off(rules: Rules, who: Attributes, years: range) -> set[Month]:
    """The months of the cycle for which nothing is required."""
    months = {(year, month) for year in years for month in range(1, 13)}
    off = {month for month in months if _days(month, who.exemptions)}
    leave = rules.only(LEAVE, who)
    if leave:
        off |= {m for m in months if _days(m, who.leaves) >= min(leave.number or 31, monthrange(*m)[1])}
    joiners = rules.only(JOINERS, who)
    if joiners and who.joined:
        first = _first_month(joiners.per, who.joined)
        off |= {month for month in months if month < first}
    return off


def _first_month(rule: str, joined: date) -> Month:
    """The first month for which a joiner owes something."""
    if rule == NEXT_YEAR:
        return joined.year + 1, 1
    if rule == NEXT_MONTH:
        return (joined.year + 1, 1) if joined.month == 12 else (joined.year, joined.month + 1)
    return joined.year, joined.month


def _days(month: Month, spans: tuple[Span, ...]) -> int:
    """How many days of a month lie in any of the spans."""
    return sum(any(a <= day and (b is None or day <= b) for a, b in spans) for day in _calendar(month)) if spans else 0


def _calendar(month: Month) -> Iterator[date]:
    first = date(*month, 1)
    return (first + timedelta(days=n) for n in range(monthrange(*month)[1]))
