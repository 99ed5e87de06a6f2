"""The fixed list of kinds of rules, what each is called and which fields it uses (R-9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.hours import rulebook
from app.hours.rulebook import (
    CAP,
    CARRY,
    CYCLE,
    EXEMPT,
    JOINERS,
    LEAVE,
    MAXIMUM,
    MINIMUM,
    ONCE,
    ROUNDING,
    SHARE,
    TOTAL,
    Rule,
)

GROUP = ("group_by", "group_value")


@dataclass(frozen=True)
class Kind:
    """A kind of rule: its name, what it says, the fields it needs and those that it may have."""

    label: Any
    says: Any
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.needs, *(name for name in self.may if name not in self.needs))


KINDS: dict[str, Kind] = {
    CYCLE: Kind(_l("Cycle"), _l("Years that are judged together, counted from a start year; without it one year."),
                ("number", "start_year")),
    TOTAL: Kind(_l("Required in all"), _l("Due in a cycle; without it what the categories require together."),
                ("amount",), GROUP),
    MINIMUM: Kind(_l("Required of a category"), _l("At least so much of the category in a cycle."),
                  ("category_id", "amount"), GROUP),
    SHARE: Kind(_l("Share of a category"), _l("At least this part of what is required in all, e.g. 2 of 3."),
                ("category_id", "part", "whole"), GROUP),
    MAXIMUM: Kind(_l("Most of a category"), _l("No more of the category counts in a cycle."),
                  ("category_id", "amount"), GROUP),
    CAP: Kind(_l("Cap"), _l("No more counts per day, year or cycle; of a category or a type, if named."),
              ("per", "amount"), ("category_id", "source", *GROUP)),
    ONCE: Kind(_l("Nothing twice"), _l("The same activity counts once in a category and cycle.")),
    CARRY: Kind(_l("Carry-over"),
                _l("What exceeds the requirement counts in the next cycle; up to an amount, of a category, if named."),
                (), ("category_id", "amount", *GROUP)),
    JOINERS: Kind(_l("Joiners"), _l("Nothing is due for the months before this one, by the date of hiring."),
                  ("per",)),
    LEAVE: Kind(_l("Leave"), _l("Nothing is due for a month with at least so many days of leave; empty: the whole."),
                (), ("number",)),
    EXEMPT: Kind(_l("Exempt"), _l("Nothing is due of a group of people."), GROUP),
    ROUNDING: Kind(_l("Rounding"), _l("Reduced requirements become multiples of the amount; without it nearest 0.1."),
                   ("amount", "rounding")),
}  # fmt: skip
PERS: dict[str, dict[str, Any]] = {
    CAP: {rulebook.DAY: _l("per day"), rulebook.YEAR: _l("per year"), rulebook.WHOLE_CYCLE: _l("per cycle")},
    JOINERS: {
        rulebook.THIS_MONTH: _l("the month of joining"),
        rulebook.NEXT_MONTH: _l("the month after joining"),
        rulebook.NEXT_YEAR: _l("the year after joining"),
    },
}
ROUNDINGS = {rulebook.UP: _l("up"), rulebook.DOWN: _l("down"), rulebook.NEAREST: _l("to the nearest")}
GROUPS = {"grade": _l("Grade"), "title": _l("Professional title")}
FIELDS: dict[str, Any] = {
    "category_id": _l("Category"),
    "group_by": _l("Only for"),
    "group_value": _l("which"),
    "source": _l("Type"),
    "per": _l("Counted from / per"),
    "amount": _l("Amount"),
    "number": _l("Number"),
    "start_year": _l("Start year"),
    "part": _l("Part"),
    "whole": _l("of"),
    "rounding": _l("Rounded"),
}


Types = Callable[[Session], Sequence[tuple[str, Any]]]
_types: list[Types] = []


def types(find: Types) -> None:
    """Register where types of hours come from: (code, label) pairs that the session sees."""
    _types.append(find)


def types_of(session: Session) -> list[tuple[str, Any]]:
    """Every type that a rule may name."""
    return [pair for find in _types for pair in find(session)]


def words(rule: Rule, category: Any, known: Mapping[str, Any] | None = None) -> str:
    """What a rule says, for lists: its fields in a fixed order, without what it leaves open; types by `known` words."""
    shown = {
        "category_id": category,
        "source": (known or {}).get(rule.source, rule.source),
        "amount": None if rule.amount is None else f"{rule.amount.normalize():f}",
        "part": f"{rule.part}/{rule.whole}" if rule.part else None,
        "number": rule.number,
        "start_year": rule.start_year,
        "per": PERS.get(rule.kind, {}).get(rule.per),
        "rounding": ROUNDINGS.get(rule.rounding),
        "group_by": f"{GROUPS[rule.group_by]}: {rule.group_value}" if rule.group_by else None,
    }
    return " · ".join(str(value) for value in shown.values() if value not in (None, ""))
