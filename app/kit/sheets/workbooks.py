"""Workbooks that we write: exports, templates, results, and the one way to write a cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook

from app.kit.sheets.columns import Column
from app.kit.sheets.reading import MARK
from app.kit.sheets.rows import EXACT, FIRST_DAY, TOUCHY, Cells, Rows, style_of
from app.kit.sheets.sheet import Sheet

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD = {"bold": True, "bg_color": "#E8EDF5"}
_DROP_ROWS = 5000


@dataclass(frozen=True)
class Head:
    """A column of a page; `as_text` keeps spreadsheet programs from making numbers of what is typed there."""

    label: str
    width: int = 18
    as_text: bool = False


@contextmanager
def book(path: Path, *, streamed: bool = True) -> Iterator[Workbook]:
    """A new workbook at `path`; streamed, its pages are written row by row and no more than one row is in memory."""
    with TemporaryDirectory(prefix=".part-", dir=path.parent) as folder:
        made = Workbook(path, {"constant_memory": streamed, "tmpdir": folder})
        yield made
        made.close()


class Page:
    """A page with a frozen heading row, written from top to bottom."""

    def __init__(self, made: Workbook, title: str, heads: Sequence[Head]) -> None:
        self.sheet = made.add_worksheet(_page_title(title), Rows)
        self.text = made.add_format({"num_format": "@"})
        self._day = made.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._row = 0
        self._put = self._puts()
        self.sheet.freeze_panes(1, 0)
        head = made.add_format(_HEAD)
        for at, one in enumerate(heads):
            self.sheet.set_column(at, at, one.width, self.text if one.as_text else None)
            self.sheet.write_string(0, at, _legal(one.label), head)
        styles = [style_of(self.text if one.as_text else None) for one in heads]
        self._cells = Cells(styles, *map(style_of, (self.text, self._day, self._moment)))

    def append(self, values: Sequence[Any]) -> None:
        """The next row; nothing in it is ever run: text that looks like a formula stays text (case 56)."""
        self._row += 1
        if cells := self._cells.row(self._row + 1, values):
            self.sheet.put(self._row, len(values), cells)
        else:
            self._append_unusual(values)

    def _append_unusual(self, values: Iterable[Any]) -> None:
        row, put = self._row, self._put.get
        for at, value in enumerate(values):
            put(value.__class__, self._write_other)(row, at, value)

    def _puts(self) -> dict[type, Callable[[int, int, Any], Any]]:
        """How a value of each type is written."""
        return {
            str: self._write_text,
            int: self._write_number,
            float: self._write_number,
            Decimal: self._write_number,
            date: self._write_day,
            datetime: self._write_moment,
            bool: self.sheet.write_boolean,
            type(None): lambda _row, _at, _value: None,
        }

    def _write_other(self, row: int, at: int, value: Any) -> None:
        self._write_text(row, at, str(value))

    def _write_text(self, row: int, at: int, value: str) -> None:
        """In text format where programs would make something else of it when somebody edits the cell."""
        if not value.isprintable():
            value = _legal(value)
        first = value[:1]
        if first == "<" and value.startswith("<r>"):  # XlsxWriter would take it for marked-up text
            value = f'<r><t xml:space="preserve">{escape(value, quote=False)}</t></r>'
        if first:
            self.sheet.write_string(row, at, value, self.text if first in TOUCHY else None)

    def _write_number(self, row: int, at: int, value: float | Decimal) -> None:
        if -EXACT < value < EXACT:
            self.sheet.write_number(row, at, value)
        else:
            self._write_text(row, at, str(value))

    def _write_day(self, row: int, at: int, value: date) -> None:
        if value < FIRST_DAY:
            self._write_text(row, at, value.isoformat())
        else:
            self.sheet.write_datetime(row, at, value, self._day)

    def _write_moment(self, row: int, at: int, value: datetime) -> None:
        if value.date() < FIRST_DAY:
            self._write_text(row, at, value.isoformat(" "))
        else:
            self.sheet.write_datetime(row, at, value, self._day if value.time() == time() else self._moment)


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _page_title(title: str) -> str:
    return "".join(c for c in title if c not in r"[]:*?/\'")[:31] or "Sheet"


# ---- result ------------------------------------------------------------------------------------------------


def result(
    path: Path,
    sheet: Sheet,
    headers: Sequence[str],
    positions: dict[str, int],
    rows: Iterable[tuple[list[Any], str, str]],
) -> None:
    """The user's own columns in their order, then state and reason; corrected, the file imports as it is."""
    by_place = {at: sheet.column(name) for name, at in positions.items()}
    columns = [(text, by_place.get(at)) for at, text in enumerate(headers)]
    heads = [Head(text, column.chars, column.as_text) if column else Head(text) for text, column in columns]
    with book(path) as made:
        page = Page(made, str(sheet.label), [*heads, Head(_("State"), 10), Head(_("Reason for failure"), 60)])
        for cells, state, reason in rows:
            page.append([*cells, state, reason])
        _mark(made, sheet)


def _mark(made: Workbook, sheet: Sheet) -> None:
    page = made.add_worksheet(MARK)
    page.write_row(0, 0, [sheet.name, version(sheet)])
    page.hide()


def version(sheet: Sheet) -> str:
    """Changes whenever the columns of the template do."""
    return hashlib.sha256(repr([(c.name, c.kind, c.required) for c in sheet.columns]).encode()).hexdigest()[:8]


# ---- template ----------------------------------------------------------------------------------------------


def template(path: Path, sheet: Sheet) -> None:
    """An empty workbook to fill in: `*` on required columns, comments, drop-downs, instructions, a mark."""
    heads = [Head(f"{c.label}{'*' if c.required else ''}", c.chars, c.as_text) for c in sheet.columns]
    with book(path, streamed=False) as made:
        page = Page(made, str(sheet.label), heads)
        for at, column in enumerate(sheet.columns):
            _template_column(page, at, column)
        _notes(made, sheet)
        _mark(made, sheet)


def _template_column(page: Page, at: int, column: Column) -> None:
    if column.as_text:
        for row in range(1, 501):  # some programs ignore the format of a whole column
            page.sheet.write_blank(row, at, None, page.text)
    if hint := _hint(column):
        page.sheet.write_comment(0, at, hint, {"width": 260, "height": 120})
    if labels := _labels(column):
        known = {"validate": "list", "source": labels, "ignore_blank": not column.required}
        page.sheet.data_validation(1, at, _DROP_ROWS, at, known)


def _labels(column: Column) -> list[str]:
    """What a drop-down offers; Excel allows 255 characters and no comma inside a label."""
    labels = [_("Yes"), _("No")] if column.kind == "yes_no" else [str(label) for label in column.choices.values()]
    return labels if len(",".join(labels)) <= 255 and not any("," in label for label in labels) else []


def _hint(column: Column) -> str:
    parts = [str(column.note)] if column.note else []
    if column.example:
        parts.append(_("Example: %(example)s", example=column.example))
    return "\n".join(parts)


def _notes(made: Workbook, sheet: Sheet) -> None:
    page = made.add_worksheet(_("Instructions"))
    wrapped = made.add_format({"text_wrap": True, "valign": "top"})
    for at, width in enumerate((22, 12, 60, 30)):
        page.set_column(at, at, width)
    for row, line in enumerate(_instructions(sheet)):
        for at, text in enumerate(line):
            page.write_string(row, at, text, wrapped)


def _instructions(sheet: Sheet) -> Iterator[list[str]]:
    yield [str(sheet.label), "", str(sheet.note), ""]
    yield [_("Column"), _("Required"), _("Rule"), _("Example")]
    for column in sheet.columns:
        rule = str(column.note) or kind_rule(column)
        yield [str(column.label), _("Yes") if column.required else "", rule, column.example]


def kind_rule(column: Column) -> str:
    """What every column of a kind obeys, in one sentence."""
    if column.choices:
        return _("One of: %(known)s", known=_(", ").join(str(label) for label in column.choices.values()))
    return {
        "id_number": _("18 characters, the column in text format"),
        "phone": _("A mobile or land-line number, the column in text format"),
        "credit_code": _("18 characters, the column in text format"),
        "hours": _("A number with one decimal at most"),
        "date": _("A date such as 2026-03-05"),
        "year": _("A year such as 2026"),
        "yes_no": _("Yes or No"),
    }.get(column.kind, "")
