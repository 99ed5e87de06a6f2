"""How many hours the dates of an activity are worth: pure arithmetic over half days (GX-2, D16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.claims.models import AFTERNOON, MORNING


class Span(NamedTuple):
    """From one half day to another, both included."""

    starts_on: date
    ends_on: date
    starts_half: str = MORNING
    ends_half: str = AFTERNOON

    @property
    def half_days(self) -> int:
        """0 or less where the span ends before it begins."""
        late = 1 if self.starts_half == AFTERNOON else 0
        early = 1 if self.ends_half == MORNING else 0
        return ((self.ends_on - self.starts_on).days + 1) * 2 - late - early

    @property
    def broken(self) -> int:
        """How many days are attended for one half only."""
        late, early = self.starts_half == AFTERNOON, self.ends_half == MORNING
        same_day = self.starts_on == self.ends_on
        return 1 if same_day and (late or early) else int(late) + int(early)

    def overlaps(self, other: Span) -> bool:
        if self.ends_on < other.starts_on or other.ends_on < self.starts_on:
            return False
        mine, its = (self.starts_on, self.starts_half), (other.starts_on, other.starts_half)
        return mine <= (other.ends_on, other.ends_half) and its <= (self.ends_on, self.ends_half)


class Proposal(NamedTuple):
    """Hours proposed for whole and half days, with what one of each is worth."""

    days: int
    half_days: int
    per_day: Decimal
    per_half_day: Decimal

    @property
    def hours(self) -> Decimal:
        return self.days * self.per_day + self.half_days * self.per_half_day


def propose(span: Span, per_half_day: Decimal, most_per_day: Decimal) -> Proposal:
    """Each half day is worth `per_half_day`, a whole day no more than `most_per_day`; weekends count (D16)."""
    whole = min(2 * per_half_day, most_per_day)
    return Proposal((span.half_days - span.broken) // 2, span.broken, whole, min(per_half_day, most_per_day))
