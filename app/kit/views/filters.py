"""The filter bar's fields: what is shown, and the SQL for what was typed; they keep nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false

from app.kit import clock, pairs
from app.kit.views.fields import INTEGER_MAX, half_width
from app.kit.views.pick import parse_id, search_of

if TYPE_CHECKING:
    from app.kit.views.rows import RowsView

Args = Mapping[str, str]
HASH = re.compile(r"[\w=-]{20,88}")


@dataclass
class Shown:
    """One field of the filter bar, for the template."""

    kind: str
    name: str
    label: Any
    value: Any = ""
    until: Any = ""
    type: str = "text"
    options: list[tuple[str, Any]] = field(default_factory=list)
    theirs: bool = False  # whether the options are words of users
    address: str = ""
    error: Any = ""


class Filter:
    """A text column that contains what was typed."""

    kind = "text"

    def __init__(self, view: RowsView, column: str) -> None:
        self.view = view
        self.column = column
        self.names: tuple[str, ...] = (column,)

    @property
    def attribute(self) -> Any:
        return getattr(self.view.model, self.column)

    def typed(self, args: Args, name: str | None = None) -> str:
        return args.get(name or self.column, "").replace("\0", "").strip()

    def criterion(self, args: Args) -> ColumnElement[bool] | None:
        """SQL for what was typed, None for nothing, and no row at all for what can't be understood."""
        if not any(self.typed(args, name) for name in self.names):
            return None
        try:
            return self._matches(args)
        except (ValueError, ArithmeticError):
            return false()

    def _matches(self, args: Args) -> ColumnElement[bool]:
        return pairs.holding(self.attribute, self.typed(args))

    def shown(self, args: Args) -> Shown:
        label = self.view.filter_label(self.column)
        return Shown(self.kind, self.column, label, self.typed(args), error=self._error(args))

    def _error(self, args: Args) -> str:
        try:
            if any(self.typed(args, name) for name in self.names):
                self._matches(args)
        except (ValueError, ArithmeticError):
            return _("This can't be understood; no rows are shown.")
        return ""


class ByFunction(Filter):
    """A search of the capability's own, e.g. by name and initials over a term table."""

    def _matches(self, args: Args) -> ColumnElement[bool]:
        search = self.view.searches.get(self.column) or search_of(self.view.model, self.column)
        if search is None:
            raise LookupError(self.column)
        return search(self.view.model, self.typed(args))


class ByChoice(Filter):
    """One of a column's fixed values."""

    kind = "select"

    def _matches(self, args: Args) -> ColumnElement[bool]:
        text = self.typed(args)
        return and_(self.attribute == text) if text in dict(self._options()) else false()

    def _options(self) -> list[tuple[str, Any]]:
        return list(self.view.choices[self.column])

    def shown(self, args: Args) -> Shown:
        shown = super().shown(args)
        shown.options = self._options()
        return shown


class ByTruth(ByChoice):
    """Yes or no."""

    def _matches(self, args: Args) -> ColumnElement[bool]:
        text = self.typed(args)
        return self.attribute.is_(text == "1") if text in "01" else false()

    def _options(self) -> list[tuple[str, Any]]:
        return [("1", _("Yes")), ("0", _("No"))]


class ByNumber(Filter):
    """Exactly that whole number."""

    def _matches(self, args: Args) -> ColumnElement[bool]:
        number = int(half_width(self.typed(args)))
        return and_(self.attribute == number) if abs(number) <= INTEGER_MAX else false()


class ByRelated(Filter):
    """Rows that belong to the chosen row of another table."""

    kind = "select"

    def _matches(self, args: Args) -> ColumnElement[bool]:
        key = parse_id(self.typed(args))
        return false() if key is None else and_(self.view.foreign_key(self.column) == key)

    def shown(self, args: Args) -> Shown:
        shown = super().shown(args)
        options = self.view.picker(self.column).options(self.typed(args) or None)
        shown.options, shown.theirs = list(options.rows), True
        shown.address = self.view.options_address(self.column) if options.searched else ""
        return shown


class ByRange(Filter):
    """From–to, both ends included."""

    kind = "range"
    type = "number"

    def __init__(self, view: RowsView, column: str) -> None:
        super().__init__(view, column)
        self.names = (f"{column}.from", f"{column}.to")

    def _matches(self, args: Args) -> ColumnElement[bool]:
        low, high = (self.typed(args, name) for name in self.names)
        parts = [self.attribute >= self._low(low)] if low else []
        return and_(*parts, *([self._until(high)] if high else []))

    def _low(self, text: str) -> Any:
        number = Decimal(half_width(text))
        if not number.is_finite() or number.adjusted() > 12 or number != round(number, self._places):
            raise ValueError(text)
        return number

    @property
    def _places(self) -> int:
        """The decimals that the column can hold; more would be refused by its type."""
        return getattr(self.view.column_type(self.column), "scale", None) or 2

    def _until(self, text: str) -> ColumnElement[bool]:
        return and_(self.attribute <= self._low(text))

    def shown(self, args: Args) -> Shown:
        low, high = (self.typed(args, name) for name in self.names)
        label = self.view.filter_label(self.column)
        return Shown("range", self.column, label, low, high, self.type, error=self._error(args))


class ByDay(ByRange):
    """From–to among days."""

    type = "date"

    def _low(self, text: str) -> Any:
        return date.fromisoformat(text)


class ByMoment(ByDay):
    """From–to among moments, by days of the platform's zone."""

    def _low(self, text: str) -> datetime:
        return clock.start_of(date.fromisoformat(text))

    def _until(self, text: str) -> ColumnElement[bool]:
        return and_(self.attribute < clock.start_of(date.fromisoformat(text) + timedelta(days=1)))


class ByHash(Filter):
    """A personal number: only its keyed hash ever stands in an address (R-7); with a search where others hold it."""

    kind = "hashed"

    def _matches(self, args: Args) -> ColumnElement[bool]:
        text = self.typed(args)
        if not HASH.fullmatch(text):
            return false()
        search = self.view.searches.get(self.column)
        return search(self.view.model, text) if search else and_(self.attribute == text)


_BY_TYPE: dict[type, type[Filter]] = {
    bool: ByTruth,
    int: ByNumber,
    float: ByRange,
    Decimal: ByRange,
    datetime: ByMoment,
    date: ByDay,
}


def filter_for(view: RowsView, column: str) -> Filter:
    """The filter that fits `column` by declaration first, by type second."""
    if column in view.hashed_filters:
        return ByHash(view, column)
    if column in view.searches or search_of(view.model, column):
        return ByFunction(view, column)
    if column in view.choices:
        return ByChoice(view, column)
    if view.is_relation(column):
        return ByRelated(view, column)
    return _BY_TYPE.get(view.column_type(column).python_type, Filter)(view, column)
