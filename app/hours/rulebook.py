"""One version of a platform's rules as plain values: a fixed list of kinds, no expression language (R-9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

CYCLE, TOTAL, MINIMUM, MAXIMUM, SHARE = "cycle", "total", "minimum", "maximum", "share"
CAP, ONCE, CARRY = "cap", "once", "carry"
JOINERS, LEAVE, EXEMPT, ROUNDING = "joiners", "leave", "exempt", "rounding"
DAY, YEAR, WHOLE_CYCLE = "day", "year", "cycle"
THIS_MONTH, NEXT_MONTH, NEXT_YEAR = "this_month", "next_month", "next_year"
UP, DOWN, NEAREST = "up", "down", "nearest"


class InGroup(Protocol):
    """Somebody who has a grade and a title."""

    @property
    def grade(self) -> str: ...

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Rule:
    """One rule; which fields it uses depends on its kind. `group_by` limits it to people of a grade or title."""

    kind: str
    category_id: int | None = None
    group_by: str = ""
    group_value: str = ""
    source: str = ""
    per: str = ""
    amount: Decimal | None = None
    number: int | None = None
    start_year: int | None = None
    part: int | None = None
    whole: int | None = None
    rounding: str = ""

    def fits(self, who: InGroup) -> bool:
        return not self.group_by or getattr(who, self.group_by) == self.group_value

    @property
    def subject(self) -> tuple[str, int | None, str, str]:
        """What the rule is about: of several that fit a person and say something about the same, one holds."""
        return self.kind, self.category_id, self.source, self.per if self.kind == CAP else ""


@dataclass(frozen=True)
class Rules:
    """The rules in force in a year; `version` is the id of the set they come from."""

    rules: tuple[Rule, ...] = ()
    version: int | None = None

    def cycle(self, year: int) -> range:
        """The years that are judged together with `year`: one, or several counted from a start year."""
        rule = next((rule for rule in self.rules if rule.kind == CYCLE), None)
        length = (rule.number or 1) if rule else 1
        first = year - (year - ((rule.start_year if rule else None) or year)) % length
        return range(first, first + length)

    def fitting(self, kind: str, who: InGroup) -> list[Rule]:
        """The rules of `kind` for a person, one per subject: those of the person's group before general ones."""
        found: dict[tuple[str, int | None, str, str], Rule] = {}
        of_kind = [rule for rule in self.rules if rule.kind == kind and rule.fits(who)]
        for rule in sorted(of_kind, key=lambda rule: not rule.group_by):
            found.setdefault(rule.subject, rule)
        return list(found.values())

    def only(self, kind: str, who: InGroup) -> Rule | None:
        """The one rule of a kind that is about nothing in particular."""
        return next(iter(self.fitting(kind, who)), None)

    def categories(self) -> Iterator[int]:
        return (rule.category_id for rule in self.rules if rule.category_id is not None)
