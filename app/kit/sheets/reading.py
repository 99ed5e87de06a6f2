"""Reading spreadsheets that strangers made: row by row, refusing what is dangerous or ambiguous."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from xlsxwriter.utility import xl_col_to_name

from app.kit.errors import RuleError
from app.kit.sheets import delimited
from app.kit.sheets.columns import Column, blank, heading
from app.kit.sheets.packages import Package, Page
from app.kit.sheets.sheet import Sheet

BLANK_ROWS = 1000  # after so many the rest of a sheet is taken as empty
HEADER_ROWS = 20
SHOWN = 20  # rows or cells that a remark names
MARK = "_template"  # the hidden sheet that says which template this was
NOTES = ("填写说明", "Instructions")
TOTALS = ("合计", "总计", "小计", "共计", "total", "subtotal")
STATES, REASONS = ("状态", "State"), ("失败原因", "Reason for failure")


@dataclass
class Table:
    """An opened file: the user's own headings in his order, and where each declared column stands.

    `hidden` are the rows that a spreadsheet program does not show; `skipped` are those that were taken for totals, as
    far as they have been read.
    """

    headers: list[str]
    positions: dict[str, int]
    first_row: int
    estimate: int
    unknown: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    required: tuple[str, ...] = ()
    _rows: Iterable[tuple[int, list[Any]]] = ()

    def rows(self, after: int = 0) -> Iterator[tuple[int, list[Any]]]:
        """(number as in the file, cells) of every row that holds something, after row `after`."""
        above = self.first_row
        for number, cells in self._rows:
            if number > above + BLANK_ROWS:
                return
            if all(blank(cell) for cell in cells):
                continue
            above = number
            if self._is_total(cells):
                self.skipped.append(number)
            elif number > after:
                yield number, cells

    def _is_total(self, cells: list[Any]) -> bool:
        """A row that begins with 合计 and lacks what every row must have adds up the others."""
        first = next(cell for cell in cells if not blank(cell))
        if not isinstance(first, str) or heading(first).strip(":") not in TOTALS:
            return False
        return any(blank(cells[at]) for at in (self.positions.get(name) for name in self.required) if at is not None)


@contextmanager
def open_table(path: Path, sheet: Sheet) -> Iterator[Table]:
    """Open an uploaded file for `sheet`; RuleError when it is no such spreadsheet.

    The content decides the type, never the name. Nothing is unpacked before its size is known.
    """
    with ExitStack() as opened:
        with path.open("rb") as source:
            start = source.read(8)
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            message = _("This is a workbook of an old or encrypted form. Save it as .xlsx without password.")
            raise RuleError(message, "file")
        if start.startswith(b"PK"):
            yield _open_workbook(opened.enter_context(Package(path)), sheet)
        else:
            lines, estimate = delimited.open_text(path)
            yield _table(delimited.rows(opened.enter_context(lines)), estimate, sheet)


# ---- xlsx --------------------------------------------------------------------------------------------------


def _open_workbook(package: Package, sheet: Sheet) -> Table:
    page, remarks = _choose(package, sheet)
    layout = package.layout(page)
    table = _table(package.rows(page), layout.rows, sheet)
    table.hidden = [number for number in layout.hidden if number > table.first_row]
    table.remarks += remarks + _merged(layout.merged, table)
    return table


def _choose(package: Package, sheet: Sheet) -> tuple[Page, list[str]]:
    """The first visible worksheet that is not ours for instructions; what is left aside is said (case 52)."""
    _check_mark(package, sheet)
    others = [page for page in package.pages if page.name not in (MARK, *NOTES)]
    visible = [page for page in others if page.visible]
    if not visible:
        raise RuleError(_("The workbook has no visible sheet."), "file")
    ignored = ", ".join(page.name for page in visible[1:])
    hidden = ", ".join(page.name for page in others if not page.visible)
    remarks = [_("These sheets were not read: %(names)s.", names=ignored)] if ignored else []
    remarks += [_("These hidden sheets were not read: %(names)s.", names=hidden)] if hidden else []
    return visible[0], remarks


def _check_mark(package: Package, sheet: Sheet) -> None:
    """Refuse the template of another import, naming both."""
    for page in package.pages:
        if page.name == MARK:
            _number, cells = next(package.rows(page), (0, [sheet.name]))
            if cells[0] != sheet.name:
                message = _(
                    "This is the template of another import. Download the one for %(label)s.", label=sheet.label
                )
                raise RuleError(message, "file")


def _merged(ranges: Sequence[str], table: Table) -> list[str]:
    """A merged cell is a value in its first row and nothing in the others: said, and never copied down (case 51)."""
    below = [one for one in ranges if int(one.partition(":")[0].strip(string.ascii_letters)) > table.first_row]
    if not below:
        return []
    shown = ", ".join(below[:SHOWN]) + (" …" if len(below) > SHOWN else "")
    return [_("Merged cells have their value in the first row only: %(ranges)s.", ranges=shown)]


# ---- headings ----------------------------------------------------------------------------------------------


def _table(rows: Iterable[tuple[int, list[Any]]], estimate: int, sheet: Sheet) -> Table:
    iterator = iter(rows)
    number, cells = _find_header(iterator, sheet)
    headers = [str(cell).strip() if not blank(cell) else "" for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > 2 and headers[-2] in STATES and headers[-1] in REASONS:
        headers = headers[:-2]  # our own result columns: a corrected failed file imports as it is
    _refuse_repeated(headers)
    positions, unknown = _match(headers, sheet.columns)
    width = len(headers)
    data = ((n, [*row[:width], *[None] * (width - len(row))]) for n, row in iterator)
    table = Table(headers, positions, number, max(0, estimate - number), unknown, _rows=data)
    table.required = tuple(c.name for c in sheet.columns if c.required)
    return table


def _find_header(rows: Iterator[tuple[int, list[Any]]], sheet: Sheet) -> tuple[int, list[Any]]:
    """The first row that names a required column (or any, if none is required): titles may stand above it."""
    names = known_names(c for c in sheet.columns if c.required) or known_names(sheet.columns)
    for number, cells in itertools.islice(rows, HEADER_ROWS):
        if any(not blank(cell) and heading(cell) in names for cell in cells):
            return number, cells
    wanted = ", ".join(str(c.label) for c in sheet.columns if c.required)
    raise RuleError(_("No row with the headings %(wanted)s was found. Use the template.", wanted=wanted), "file")


def known_names(columns: Iterable[Column]) -> dict[str, str]:
    """Every heading under which a column is known, in every language of the application."""
    names: dict[str, str] = {}
    for column in columns:
        for text in (column.name, str(column.label), *column.aliases, *_labels(column)):
            names.setdefault(heading(text), column.name)
    return names


def _labels(column: Column) -> Iterator[str]:
    for locale in current_app.config.get("LANGUAGES", {}):
        with force_locale(locale):
            yield str(column.label)


def _refuse_repeated(headers: list[str]) -> None:
    seen: dict[str, int] = {}
    for at, text in enumerate(headers):
        if text and heading(text) in seen:
            first, second = letter(seen[heading(text)]), letter(at)
            message = _("Columns %(a)s and %(b)s are both named %(name)s.", a=first, b=second, name=text.strip("*"))
            raise RuleError(message, "file")
        seen[heading(text)] = at


def _match(headers: list[str], columns: Sequence[Column]) -> tuple[dict[str, int], list[str]]:
    names = known_names(columns)
    positions: dict[str, int] = {}
    unknown = []
    for at, text in enumerate(headers):
        name = names.get(heading(text)) if text else None
        if name and name in positions:
            a, b = letter(positions[name]), letter(at)
            raise RuleError(_("Columns %(a)s and %(b)s are both named %(name)s.", a=a, b=b, name=text), "file")
        if name:
            positions[name] = at
        elif text:
            unknown.append(text)
    missing = [str(c.label) for c in columns if c.required and c.name not in positions]
    if missing:
        raise RuleError(_("Required columns are missing: %(names)s.", names=", ".join(missing)), "file")
    return positions, unknown


def letter(at: int) -> str:
    """The name a spreadsheet gives to column number `at` (from 0)."""
    return str(xl_col_to_name(at))
