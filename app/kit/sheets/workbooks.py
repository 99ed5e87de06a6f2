"""Workbooks that we write: templates, results, and the one way to write a cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from app.kit.sheets.columns import Column
from app.kit.sheets.reading import MARK
from app.kit.sheets.sheet import Sheet

TEXT = "@"
_LONGEST = 32_767  # characters in a cell; more makes the file "damaged"
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="E8EDF5")}
_DROP_ROWS = 5000


def cell(page: Any, value: Any, *, text_format: bool = False) -> WriteOnlyCell:
    """A cell that holds `value` and never runs it: text that looks like a formula stays text (case 56)."""
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if not isinstance(value, int | float | date | datetime | type(None)):
        value = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST]
    made = WriteOnlyCell(page, value)
    if isinstance(value, str):
        made.data_type = "s"
        if text_format or value.startswith(_ACTIVE):
            made.number_format = TEXT  # so that it also stays text when somebody edits the cell
    elif isinstance(value, datetime):
        made.number_format = "yyyy-mm-dd" if value.time() == datetime.min.time() else "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        made.number_format = "yyyy-mm-dd"
    return made


def start(book: Workbook, title: str, headers: Sequence[str], widths: Sequence[int], texts: Sequence[bool]) -> Any:
    """A streamed page with a frozen heading row; `texts` says which columns are in text format."""
    page = book.create_sheet(_page_title(title))
    page.freeze_panes = "A2"
    for at, (width, is_text) in enumerate(zip(widths, texts, strict=True), 1):
        dimension = page.column_dimensions[get_column_letter(at)]
        dimension.width = width
        if is_text:
            dimension.number_format = TEXT
    heads = [cell(page, header) for header in headers]
    for head in heads:
        head.font, head.fill = _HEAD["font"], _HEAD["fill"]
    page.append(heads)
    return page


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
    columns = [by_place.get(at) for at in range(len(headers))]
    texts = [bool(c and c.as_text) for c in columns] + [False, False]
    widths = [c.chars if c else 18 for c in columns] + [10, 60]
    book = Workbook(write_only=True)
    page = start(book, str(sheet.label), [*headers, _("State"), _("Reason for failure")], widths, texts)
    for cells, state, reason in rows:
        page.append([cell(page, v, text_format=t) for v, t in zip([*cells, state, reason], texts, strict=True)])
    _mark(book.create_sheet(MARK), sheet)
    book.save(path)


def _mark(page: Any, sheet: Sheet) -> None:
    page.append([sheet.name, version(sheet)])
    page.sheet_state = "hidden"


def version(sheet: Sheet) -> str:
    """Changes whenever the columns of the template do."""
    return hashlib.sha256(repr([(c.name, c.kind, c.required) for c in sheet.columns]).encode()).hexdigest()[:8]


# ---- template ----------------------------------------------------------------------------------------------


def template(path: Path, sheet: Sheet) -> None:
    """An empty workbook to fill in: `*` on required columns, comments, drop-downs, instructions, a mark."""
    book = Workbook()
    page = book.active
    page.title = _page_title(str(sheet.label))
    page.freeze_panes = "A2"
    for at, column in enumerate(sheet.columns, 1):
        _template_column(page, at, column)
    notes = book.create_sheet(_("Instructions"))
    for line in _instructions(sheet):
        notes.append(line)
    for letter, width in zip("ABCD", (22, 12, 60, 30), strict=True):
        notes.column_dimensions[letter].width = width
    for row in notes.iter_rows():
        for one in row:
            one.alignment = Alignment(wrap_text=True, vertical="top")
            one.data_type = "s" if isinstance(one.value, str) else one.data_type
    _mark(book.create_sheet(MARK), sheet)
    book.save(path)


def _template_column(page: Any, at: int, column: Column) -> None:
    letter = get_column_letter(at)
    head = page.cell(1, at, f"{column.label}{'*' if column.required else ''}")
    head.font, head.fill = _HEAD["font"], _HEAD["fill"]
    page.column_dimensions[letter].width = column.chars
    if column.as_text:
        page.column_dimensions[letter].number_format = TEXT
        for row in range(2, 502):  # some programs ignore the format of a whole column
            page.cell(row, at).number_format = TEXT
    if hint := _hint(column):
        head.comment = Comment(hint, "", height=120, width=260)
    if labels := _labels(column):
        known = DataValidation(type="list", formula1=f'"{",".join(labels)}"', allow_blank=not column.required)
        page.add_data_validation(known)
        known.add(f"{letter}2:{letter}{_DROP_ROWS}")


def _labels(column: Column) -> list[str]:
    """What a drop-down offers; Excel allows 255 characters and no comma inside a label."""
    labels = [_("Yes"), _("No")] if column.kind == "yes_no" else [str(label) for label in column.choices.values()]
    return labels if len(",".join(labels)) <= 255 and not any("," in label for label in labels) else []


def _hint(column: Column) -> str:
    parts = [str(column.note)] if column.note else []
    if column.example:
        parts.append(_("Example: %(example)s", example=column.example))
    return "\n".join(parts)


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
