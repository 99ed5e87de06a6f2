"""How a view shows and asks for the columns of its model: labels, cells, form fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Boolean, Date, DateTime, Integer, Select, String, Text, inspect
from sqlalchemy.orm import RelationshipProperty, Session, selectinload
from wtforms.validators import InputRequired, Length, Optional

from app.kit import clock
from app.kit.personal import Encrypted
from app.kit.views import fields, look
from app.kit.views.pick import Narrow, Picker, primary_key

Choices = Sequence[tuple[str, Any]]
Sections = Sequence[tuple[Any, Sequence[str]]]


class Rows:
    """The rows of `model`, loaded together with the relations named by `paths` ("learner.organization")."""

    def __init__(self, model: Any, *paths: str) -> None:
        self.model = model
        self.paths = paths
        self.pk = primary_key(model)

    def below(self, relation: str) -> Rows:
        """The rows that `relation` leads to, with what is loaded together with them."""
        begin = f"{relation}."
        paths = [path.removeprefix(begin) for path in self.paths if path.startswith(begin)]
        return Rows(getattr(self.model, relation).property.mapper.class_, *paths)

    def eager(self, statement: Select[Any]) -> Select[Any]:
        """One statement per relation instead of one per row."""
        return statement.options(*(self._option(path) for path in self.paths))

    def _option(self, path: str) -> Any:
        option: Any = None
        model = self.model
        for name in path.split("."):
            attribute = getattr(model, name)
            option = option.selectinload(attribute) if option else selectinload(attribute)
            model = attribute.property.mapper.class_
        return option


class Columns:
    """The part of a view that knows its model's columns. Everything here is declared, nothing is queried."""

    datamodel: Rows
    session: Session
    endpoint: str | None
    labels: Mapping[str, Any] = {}
    hints: Mapping[str, Any] = {}
    choices: Mapping[str, Choices] = {}
    tones: Mapping[str, Mapping[str, str]] = {}
    formats: Mapping[str, Callable[[Any], Any]] = {}
    validators_columns: Mapping[str, Sequence[Any]] = {}
    required: Sequence[str] = ()
    form_fields: Mapping[str, Any] = {}
    pickers: Mapping[str, Narrow] = {}
    searched_by: Mapping[str, Sequence[str]] = {}

    @property
    def model(self) -> Any:
        return self.datamodel.model

    @property
    def pk(self) -> Any:
        return self.datamodel.pk

    def label(self, column: str) -> Any:
        return self.labels.get(column) or column.replace("_", " ").replace(".", " ").capitalize()

    def described(self, column: str) -> Any:
        """The mapped property behind `column`; None for Python properties and dotted names."""
        return inspect(self.model).attrs.get(column)

    def is_relation(self, column: str) -> bool:
        return isinstance(self.described(column), RelationshipProperty)

    def column_type(self, column: str) -> Any:
        described = self.described(column)
        return None if described is None or self.is_relation(column) else described.columns[0].type

    def is_number(self, column: str) -> bool:
        """Amounts stand right-aligned; years, and what a format puts into words, are names."""
        is_amount = column not in self.choices and column not in self.formats and not column.endswith("year")
        kind = self.column_type(column)
        return is_amount and kind is not None and kind.python_type in (int, float, Decimal)

    def foreign_key(self, relation: str) -> Any:
        """The one column of ours that points to `relation`, as a mapped attribute."""
        (key,) = self.described(relation).local_columns
        return getattr(self.model, inspect(self.model).get_property_by_column(key).key)

    # ---- showing --------------------------------------------------------------------------------

    def value(self, column: str, item: Any) -> Any:
        """What `item` holds under a column, a property, a method or a dotted path."""
        found = reduce(lambda one, name: None if one is None else getattr(one, name), column.split("."), item)
        return found() if callable(found) else found

    def cell(self, column: str, item: Any) -> Any:
        """What a list or detail page shows; templates escape it unless it is Markup made from a format."""
        value = self.value(column, item)
        if column in self.formats:
            return self.formats[column](value)
        if column in self.tones and value is not None:
            return look.badge(self._choice(column, value), self.tones[column].get(value, ""))
        shown = self._shown(column, value)
        return look.BLANK if shown in (None, "") else shown

    def _choice(self, column: str, value: Any) -> Any:
        return dict(self.choices.get(column, ())).get(value, value)

    def _shown(self, column: str, value: Any) -> Any:
        plain = self._plain(column, value)
        if isinstance(plain, Decimal):
            return f"{plain.normalize():f}"
        return look.day(plain) if isinstance(plain, date) else plain

    def _plain(self, column: str, value: Any) -> Any:
        """Choices in words, moments in the platform's zone, rows and personal data by their text."""
        if column in self.choices:
            return None if value is None else str(self._choice(column, value))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, datetime):
            return clock.local(value).replace(tzinfo=None)
        return value if isinstance(value, str | int | Decimal | date | None) else str(value)

    # ---- asking ---------------------------------------------------------------------------------

    def picker(self, column: str) -> Picker:
        """The rows that the relation `column` may point to."""
        related = self.described(column).mapper.class_
        narrow, names = self.pickers.get(column), self.searched_by.get(column, ())
        return Picker(related, lambda: self.session, narrow, names)

    def options_address(self, column: str) -> str:
        return url_for(f"{self.endpoint}.options", field=column)

    def form_class(self, columns: Sequence[str]) -> type[fields.Form]:
        """A form for `columns`, derived from the model's types, lengths and NOT NULLs."""
        made = {column: self.form_fields.get(column) or self._field(column) for column in columns}
        return type(f"{self.model.__name__}Form", (fields.Form,), made)

    def _field(self, column: str) -> Any:
        common = {"label": self.label(column), "description": self.hints.get(column, "")}
        common["validators"] = self._validators(column)
        if self.is_relation(column):
            address = lambda: self.options_address(column)  # noqa: E731  # the endpoint is known only later
            return fields.Related(picker=self.picker(column), address=address, **common)
        default = self.described(column).columns[0].default
        if default is not None and default.is_scalar:
            common["default"] = default.arg
        elif default is not None and default.is_callable:
            common["default"] = lambda: default.arg(None)  # SQLAlchemy has given it a context argument
        if column in self.choices:
            return fields.Choice(choices=self.choices[column], **common)
        return _field_for_type(self.column_type(column), common)

    def _validators(self, column: str) -> list[Any]:
        described = self.described(column)
        owner = next(iter(described.local_columns)) if self.is_relation(column) else described.columns[0]
        asked = column in self.required or not _may_be_empty(owner)
        found: list[Any] = [InputRequired() if asked else Optional()]
        length = getattr(owner.type, "length", None)
        if isinstance(owner.type, String) and length:
            found.append(Length(max=length))
        return [*found, *self.validators_columns.get(column, ())]


def _may_be_empty(column: Any) -> bool:
    """NULL, a tick, or a text whose default is no text at all."""
    default = column.default
    empty = default is not None and default.is_scalar and default.arg == ""
    return bool(column.nullable or empty or isinstance(column.type, Boolean))


def _field_for_type(kind: Any, common: dict[str, Any]) -> Any:
    if kind.python_type is Decimal:
        places = 2 if getattr(kind, "scale", None) is None else kind.scale
        return fields.Hours(**common) if places == 1 else fields.ExactNumber(places=places, **common)
    if isinstance(kind, Encrypted):
        return fields.Personal(holds=kind.holds, **common)
    for known, field in _FIELDS:
        if isinstance(kind, known):
            return field(**common)
    raise TypeError(f"no form field for {kind!r}: declare it in form_fields")


_FIELDS: tuple[tuple[type, Any], ...] = (
    (Text, fields.Paragraph),
    (String, fields.Line),
    (Boolean, fields.Tick),
    (Integer, fields.WholeNumber),
    (DateTime, fields.Moment),
    (Date, fields.Day),
)
