"""Choosing a row of another table: everything when there are few, a search when there are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, inspect, or_, select
from sqlalchemy.orm import Session

from app.kit import scope

FEW = 20
ID_MAX = 2**31 - 1  # PostgreSQL compares keys as INTEGER
_NAMES = ("name", "title", "label", "code")

Narrow = Callable[[Any, scope.Scope], ColumnElement[bool]]
Search = Callable[[Any, str], ColumnElement[bool]]
_searches: dict[Any, tuple[str, Search]] = {}


def search_by(model: Any, column: str, matches: Search) -> None:
    """Search `model` by a function of its capability wherever people type into `column` or into a picker."""
    _searches[model] = (column, matches)


def search_of(model: Any, column: str | None = None) -> Search | None:
    """The registered search of `model`, for pickers or for the filter on `column`."""
    named, matches = _searches.get(model, ("", None))
    return matches if column in (None, named) else None


def parse_id(text: Any) -> int | None:
    """A primary key from outside; None for what can't be one (so it is "not found", never an error)."""
    digits = str(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 19):
        return None
    number = int(digits)
    return number if number <= ID_MAX else None


def primary_key(model: Any) -> Any:
    """The model's key as a mapped attribute: a bare table column would escape the scope's criteria."""
    mapper = inspect(model)
    return getattr(model, mapper.get_property_by_column(mapper.primary_key[0]).key)


@dataclass(frozen=True)
class Options:
    """What a select shows: `rows` of (key, text), the chosen key, and whether more are found by searching."""

    rows: list[tuple[str, str]]
    chosen: str
    searched: bool


class Picker:
    """The rows of `model` that the active scope sees, narrowed by the view that asks."""

    def __init__(
        self,
        model: Any,
        session: Callable[[], Session],
        narrow: Narrow | None = None,
        names: Sequence[str] = (),
    ) -> None:
        self.model = model
        self.session = session
        self.narrow = narrow
        self.names = tuple(names) or tuple(n for n in _NAMES if n in inspect(model).column_attrs)
        self.pk = primary_key(model)

    def statement(self) -> Select[Any]:
        """Every row that may be chosen."""
        statement = select(self.model)
        return statement.where(self.narrow(self.model, scope.require())) if self.narrow else statement

    def find(self, typed: Any) -> Any:
        """The row with that key, or None when it may not be chosen."""
        key = parse_id(typed)
        if key is None:
            return None
        return self.session().scalars(self.statement().where(self.pk == key)).one_or_none()

    def search(self, text: str, limit: int = FEW) -> list[tuple[str, str]]:
        """At most `limit` rows whose name, title or code contains `text`."""
        search = search_of(self.model)
        if search is not None:
            return self._rows(self.statement().where(search(self.model, text)), limit)
        columns = [getattr(self.model, name) for name in self.names]
        matches = or_(*(column.icontains(text.replace("\0", ""), autoescape=True) for column in columns))
        return self._rows(self.statement().where(matches), limit)

    def options(self, chosen: Any = None) -> Options:
        """All rows when they are few; else the chosen one only."""
        key = "" if chosen is None else str(chosen)
        rows = self._rows(self.statement(), FEW + 1)
        if len(rows) <= FEW:
            return Options(rows, key, searched=False)
        row = self.find(key) if key else None
        return Options([(key, str(row))] if row is not None else [], key, searched=True)

    def key(self, row: Any) -> str | None:
        return None if row is None else str(inspect(row).identity[0])

    def _rows(self, statement: Select[Any], limit: int) -> list[tuple[str, str]]:
        order = getattr(self.model, self.names[0]) if self.names else self.pk
        found = self.session().scalars(statement.order_by(order, self.pk).limit(limit))
        return [(self.key(row) or "", str(row)) for row in found]
