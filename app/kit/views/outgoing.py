"""What a list gives away: the columns of its export, and their values for thousands of rows at a time.

Where a column is mapped, or a path that begins with a relation, its values are selected and no entity is loaded; what a
related row says is asked once for each row that is related, not once for each line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import Date, DateTime, Integer, Numeric, Select, String, Text, inspect, select
from sqlalchemy.orm import ColumnProperty, RelationshipProperty, Session

from app.kit import clock
from app.kit.bulk import among
from app.kit.personal import Encrypted
from app.kit.views.pick import primary_key

if TYPE_CHECKING:
    from app.kit.views.rows import RowsView

_KEPT = 20_000  # related rows whose words are kept
_WIDTHS = ((DateTime, 18), (Date, 12), (Numeric, 10), (Encrypted, 22))


@dataclass(frozen=True)
class Outgoing:
    """A column of an export; `as_text` where digits must stay what they are."""

    name: str
    label: str
    width: int
    as_text: bool


def described(view: RowsView, name: str) -> Outgoing:
    label, kind = str(view.label(name)), _kind(view.model, name)
    width = next((width for known, width in _WIDTHS if isinstance(kind, known)), 16)
    if isinstance(kind, String) and name not in view.choices:
        width = min(40, max(14, kind.length or 40))
    return Outgoing(name, label, max(width, min(40, 2 * len(label) + 4)), isinstance(kind, Encrypted))


def _kind(model: Any, name: str) -> Any:
    """The type of the mapped column at the end of a path; None for what only Python knows."""
    first, _dot, rest = name.partition(".")
    found = inspect(model).attrs.get(first)
    if rest and isinstance(found, RelationshipProperty):
        return _kind(found.mapper.class_, rest)
    return found.columns[0].type if isinstance(found, ColumnProperty) else None


class Reader:
    """The cells of an export, chunk by chunk."""

    def __init__(self, view: RowsView, names: Sequence[str]) -> None:
        self.view, self.names = view, names
        self._words = [words(view, name) for name in names]
        firsts = {name.partition(".")[0] for name in names}
        self._related = {first: _Related(view, first) for first in firsts if _points(view, first)}
        self._plain = {name for name in names if _is_plain(view, name)}
        found = [self._selected(name) for name in names]
        self._columns = None if any(one is None for one in found) else found

    def _selected(self, name: str) -> Any:
        """What a query can select for a column: itself, or the key of the row that its path begins with."""
        related = self._related.get(name.partition(".")[0])
        if related:
            return related.key
        plain = isinstance(self.view.described(name), ColumnProperty)
        return getattr(self.view.model, name) if plain else None

    def rows(self, session: Session, query: Select[Any], keys: Collection[int]) -> Iterator[list[Any]]:
        """The cells of the rows with these keys, in their order; what is no longer among the rows is left out."""
        wanted = query.where(among(self.view.pk, keys)).order_by(None)
        found = self._selection(session, wanted) if self._columns else self._loaded(session, wanted)
        return (found[key] for key in keys if key in found)

    def _selection(self, session: Session, query: Select[Any]) -> dict[int, list[Any]]:
        columns: Any = self._columns
        rows = session.execute(query.with_only_columns(self.view.pk, *columns, maintain_column_froms=True)).all()
        cells = [self._cells(session, name, word, [row[at] for row in rows])
                 for at, (name, word) in enumerate(zip(self.names, self._words, strict=True), 1)]  # fmt: skip
        return {row[0]: list(one) for row, one in zip(rows, zip(*cells, strict=True), strict=True)}

    def _cells(self, session: Session, name: str, word: Callable[[Any], Any], values: list[Any]) -> list[Any]:
        first, _dot, rest = name.partition(".")
        if first not in self._related:
            return values if name in self._plain else [word(value) for value in values]
        said = self._related[first].say(session, rest, set(values), word)
        return ["" if value is None else said[value] for value in values]

    def _loaded(self, session: Session, query: Select[Any]) -> dict[int, list[Any]]:
        """Values that only Python knows need the whole row."""
        items = self.view.prepared(session.scalars(query).unique().all())
        pairs = list(zip(self.names, self._words, strict=True))
        return {inspect(i).identity[0]: [word(self.view.value(name, i)) for name, word in pairs] for i in items}


def _is_plain(view: RowsView, name: str) -> bool:
    """Whether the values of a column are written as they are."""
    kind = view.column_type(name)
    return name not in view.choices and type(kind) in (String, Text, Integer, Numeric, Date)


def _points(view: RowsView, name: str) -> bool:
    """Whether a column is a relation to one row, known by one key of ours."""
    found = view.described(name)
    return isinstance(found, RelationshipProperty) and not found.uselist and len(found.local_columns) == 1


class _Related:
    """The rows that a relation leads to, and what is said of them."""

    def __init__(self, view: RowsView, relation: str) -> None:
        self.key = view.foreign_key(relation)
        self._model = view.described(relation).mapper.class_
        self._view, self._relation = view, relation
        self._known: dict[str, dict[Any, Any]] = {}

    def say(self, session: Session, path: str, keys: set[Any], word: Callable[[Any], Any]) -> Mapping[Any, Any]:
        """`word` of what each of the rows holds under `path`."""
        known = self._known.setdefault(path, {})
        if len(known) > _KEPT:
            known.clear()
        missing = keys - known.keys() - {None}
        if missing:
            pk = primary_key(self._model)
            query = self._view.datamodel.below(self._relation).eager(select(self._model).where(among(pk, missing)))
            for item in session.scalars(query):
                known[inspect(item).identity[0]] = word(self._view.value(path, item) if path else item)
            known |= dict.fromkeys(missing - known.keys(), "")  # out of the scope
        return known


def words(view: RowsView, column: str, plain: bool = False) -> Callable[[Any], Any]:
    """How the values of a column are written: choices in words, moments in the platform's zone, the rest by its text.

    Personal data is masked unless `plain` (the caller audits that). Everything is looked up here, once for all rows.
    """
    if column in view.choices:
        known = {code: str(label) for code, label in view.choices[column]}
        return lambda value: "" if value is None else str(known.get(value, value))
    kinds: dict[type, Callable[[Any], Any]] = dict.fromkeys((str, int, Decimal, date), lambda value: value)
    answers = {True: _("Yes"), False: _("No")}
    kinds |= {
        type(None): lambda _value: "",
        bool: answers.__getitem__,
        datetime: lambda value: clock.local(value).replace(tzinfo=None, microsecond=0),
    }
    revealed = (lambda value: value.reveal() if hasattr(value, "reveal") else str(value)) if plain else str
    return lambda value: kinds.get(value.__class__, revealed)(value)
