"""Reading spreadsheets that strangers made: row by row, refusing what is dangerous or ambiguous."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
LONG_NUMBER = re.compile(r"\d{6}")  # rather somebody's than a word
MARK = "_template"  # the hidden sheet that says which template this was
NOTES = ("填写说明", "Instructions")
TOTALS = ("合计", "总计", "小计", "共计", "total", "subtotal")
FOREIGN_HEADINGS = 3  # so many different texts in a row are headings, whatever they are
Numbered = tuple[int, list[Any]]
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
    missing: list[str] = field(default_factory=list)
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


@dataclass(frozen=True)
class Said:
    """What is known of a foreign file: its heading for each column, and in which row they stand (0: not yet known)."""

    headings: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


@contextmanager
def open_table(path: Path, sheet: Sheet, said: Said | None = None) -> Iterator[Table]:
    """Open an uploaded file for `sheet`; RuleError when it is no such spreadsheet.

    The content decides the type, never the name. Nothing is unpacked before its size is known. With `said` required
    columns may be missing: the table names them, so that somebody can say what they are called here.
    """
    with ExitStack() as opened:
        with path.open("rb") as source:
            start = source.read(8)
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            message = _("This is a workbook of an old or encrypted form. Save it as .xlsx without password.")
            raise RuleError(message, "file")
        if start.startswith(b"PK"):
            yield _open_workbook(opened.enter_context(Package(path)), sheet, said)
        else:
            lines, estimate = delimited.open_text(path)
            yield _table(delimited.rows(opened.enter_context(lines)), estimate, sheet, said)


# ---- xlsx --------------------------------------------------------------------------------------------------


def _open_workbook(package: Package, sheet: Sheet, said: Said | None) -> Table:
    page, remarks = _choose(package, sheet)
    layout = package.layout(page)
    table = _table(package.rows(page), layout.rows, sheet, said)
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


def _table(rows: Iterable[Numbered], estimate: int, sheet: Sheet, said: Said | None) -> Table:
    (number, cells), rest = _find_header(iter(rows), sheet, said)
    headers = [str(cell).strip() if not blank(cell) else "" for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > 2 and headers[-2] in STATES and headers[-1] in REASONS:
        headers = headers[:-2]  # our own result columns: a corrected failed file imports as it is
    _refuse_repeated(headers)
    positions, unknown = _match(headers, sheet.columns, said)
    missing = [c.name for c in sheet.columns if c.required and c.name not in positions]
    if missing and said is None:
        raise RuleError(missing_message(sheet, missing), "file")
    width = len(headers)
    data = ((n, [*row[:width], *[None] * (width - len(row))]) for n, row in rest)
    table = Table(headers, positions, number, max(0, estimate - number), unknown, missing, _rows=data)
    table.required = tuple(c.name for c in sheet.columns if c.required)
    return table


def missing_message(sheet: Sheet, missing: Collection[str]) -> str:
    names = ", ".join(str(c.label) for c in sheet.columns if c.name in missing)
    return _("Required columns are missing: %(names)s.", names=names)


def _find_header(rows: Iterator[Numbered], sheet: Sheet, said: Said | None) -> tuple[Numbered, Iterator[Numbered]]:
    """The row of the headings and what comes below: titles may stand above it.

    It is the first row that names a required column (or any, if none is required). A file that nobody has matched yet
    may call all of them otherwise: there it is the first row that says enough different things.
    """
    first = list(itertools.islice(rows, HEADER_ROWS))
    required = [c for c in sheet.columns if c.required]
    names = set(known_names(required) or known_names(sheet.columns))
    if said:
        names |= {heading(text) for text in said.headings.values() if text}
    known = (at for at, (_n, cells) in enumerate(first) if any(not blank(c) and heading(c) in names for c in cells))
    chosen = next((at for at, (number, _cells) in enumerate(first) if said and number == said.row), next(known, None))
    if chosen is None and said:
        enough = max(FOREIGN_HEADINGS, len(required))
        chosen = next((at for at, (_n, cells) in enumerate(first) if _texts(cells) >= enough), None)
    if chosen is None:
        wanted = ", ".join(str(c.label) for c in required)
        raise RuleError(_("No row with the headings %(wanted)s was found. Use the template.", wanted=wanted), "file")
    return first[chosen], itertools.chain(first[chosen + 1 :], rows)


def _texts(cells: Iterable[Any]) -> int:
    """How many different texts stand in a row; none where a long number says that it is somebody's data."""
    found = {heading(cell) for cell in cells if not blank(cell)}
    return 0 if any(LONG_NUMBER.search(text) for text in found) else len(found)


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


def _match(headers: list[str], columns: Sequence[Column], said: Said | None) -> tuple[dict[str, int], list[str]]:
    """Where each column stands; what somebody has said about a heading of this file comes before names and aliases."""
    present = {heading(text) for text in headers if text}
    told = {c: heading(text) for c, text in (said.headings if said else {}).items() if heading(text) in present}
    names = {text: name for text, name in known_names(columns).items() if name not in told}
    names |= {text: name for name, text in told.items()}
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
    return positions, unknown


def letter(at: int) -> str:
    """The name a spreadsheet gives to column number `at` (from 0)."""
    return str(xl_col_to_name(at))
