"""Reading spreadsheets that strangers made: row by row, refusing what is dangerous or ambiguous."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from app.kit.errors import RuleError
from app.kit.sheets import delimited
from app.kit.sheets.columns import Column, blank, heading
from app.kit.sheets.sheet import Sheet

BLANK_ROWS = 1000  # after so many the rest of a sheet is taken as empty: one stray cell at row 1,048,576
HEADER_ROWS = 20
COLUMNS = 200
_MB = 1 << 20
_LONG_NUMBER = re.compile(r"\d{6}")
MARK = "_template"  # the hidden sheet that says which template this was
NOTES = ("填写说明", "Instructions")
FOREIGN_HEADINGS = 3  # so many different texts in a row are headings, whatever they are
Numbered = tuple[int, list[Any]]
STATES, REASONS = ("状态", "State"), ("失败原因", "Reason for failure")


@dataclass
class Table:
    """An opened file: the user's own headings in his order, and where each declared column stands."""

    headers: list[str]
    positions: dict[str, int]
    first_row: int
    estimate: int
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _rows: Iterable[tuple[int, list[Any]]] = ()

    def rows(self, after: int = 0) -> Iterator[tuple[int, list[Any]]]:
        """(number as in the file, cells) of every row that holds something, after row `after`."""
        empty = 0
        for number, cells in self._rows:
            if all(blank(cell) for cell in cells):
                empty += 1
                if empty >= BLANK_ROWS:
                    return
                continue
            empty = 0
            if number > after:
                yield number, cells


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
        source = opened.enter_context(path.open("rb"))
        start = source.read(8)
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            message = _("This is a workbook of an old or encrypted form. Save it as .xlsx without password.")
            raise RuleError(message, "file")
        if start.startswith(b"PK"):
            check_package(path)
            yield _open_workbook(source, sheet, said)
        else:
            lines, estimate = delimited.open_text(path)
            yield _table(delimited.rows(opened.enter_context(lines)), estimate, sheet, said)


# ---- xlsx --------------------------------------------------------------------------------------------------


def _open_workbook(source: IO[bytes], sheet: Sheet, said: Said | None) -> Table:
    try:
        # openpyxl parses through defusedxml when that is installed: no entities, no external files
        book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
        chosen, remarks = _choose(book, sheet)
        estimate = chosen.max_row or 0
        chosen.reset_dimensions()  # a wrong <dimension> would silently hide all rows but the first (case 46)
        table = _table(enumerate(_guarded(chosen.iter_rows(values_only=True)), 1), estimate, sheet, said)
    except RuleError:
        raise
    except Exception as error:  # a parser over foreign bytes fails in many ways; all mean the same to the user
        raise _unreadable() from error
    table.remarks += remarks
    return table


def _unreadable() -> RuleError:
    return RuleError(_("This file cannot be read as a spreadsheet. Open it, save it as .xlsx and try again."), "file")


def _guarded(rows: Iterator[Sequence[Any]]) -> Iterator[list[Any]]:
    """The same refusal when a package breaks in its middle."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as error:  # as above
            raise _unreadable() from error
        yield list(row[:COLUMNS])


def check_package(path: Path) -> None:
    """Refuse zip bombs by the directory of the package, before anything is unpacked (case 48)."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise _unreadable() from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, path.stat().st_size)
    limit = int(current_app.config.get("SHEETS_MAX_UNPACKED", 600 * _MB))
    if len(entries) > 2000 or unpacked > limit or (unpacked > 20 * _MB and unpacked / packed > 100):
        raise RuleError(_("This workbook unpacks to an unreasonable size and was not opened."), "file")


def _choose(book: Workbook, sheet: Sheet) -> tuple[Any, list[str]]:
    """The first visible worksheet that is not ours for instructions; what is left aside is said."""
    _check_mark(book, sheet)
    others = [ws for ws in book.worksheets if ws.title not in (MARK, *NOTES)]
    visible = [ws for ws in others if ws.sheet_state == "visible"]
    if not visible:
        raise RuleError(_("The workbook has no visible sheet."), "file")
    ignored = [ws.title for ws in others if ws is not visible[0]]
    remarks = [_("These sheets were not read: %(names)s.", names=", ".join(ignored))] if ignored else []
    return visible[0], remarks


def _check_mark(book: Workbook, sheet: Sheet) -> None:
    """Refuse the template of another import, naming both."""
    if MARK in book.sheetnames:
        found = next(book[MARK].iter_rows(values_only=True), ("",))[0]
        if found and found != sheet.name:
            message = _("This is the template of another import. Download the one for %(label)s.", label=sheet.label)
            raise RuleError(message, "file")


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
    return Table(headers, positions, number, max(0, estimate - number), unknown, missing, [], data)


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
    return 0 if any(_LONG_NUMBER.search(text) for text in found) else len(found)


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
    return str(get_column_letter(at + 1))
