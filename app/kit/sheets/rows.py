"""Rows of plain cells, written into a worksheet as they stand in its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

TOUCHY = frozenset("=+-@\t\r\n0123456789")  # a text that begins so is made a formula or a number by who edits it
EXACT = 10**15  # a number keeps 15 digits
FIRST_DAY = date(1900, 3, 1)  # spreadsheet programs do not agree on what was before
_DAY_ZERO = date(1899, 12, 30).toordinal()
_LONG = 16_000  # half of what a cell holds: longer texts have to be counted as UTF-16


class Rows(Worksheet):
    """XlsxWriter's worksheet that takes a finished row as well: its own objects and questions are most of its time.

    Only for streamed workbooks, whose rows are written from top to bottom.
    """

    def put(self, row: int, width: int, cells: str) -> None:
        """Write row number `row` (from 0) of `width` cells, behind what the rows before still hold."""
        if self._check_dimensions(row, width - 1) == 0:
            self._write_single_row(row)
            self.fh.write(f'<row r="{row + 1}">{cells}</row>')


class Cells:
    """Makes rows of cells, each column in its own style; `None` for a row with anything unusual in it.

    Such a row goes XlsxWriter's own way, which knows about control characters, escapes and texts that are too long.
    """

    def __init__(self, styles: Sequence[str], text: str, day: str, moment: str) -> None:
        self._columns = [(xl_col_to_name(at), style) for at, style in enumerate(styles)]
        self._touchy, self._day, self._moment = text, day, moment
        self._make: dict[type, Callable[[Any, str], str | None]] = {
            str: self._text,
            int: _number,
            float: _number,
            Decimal: _number,
            date: self._date,
            datetime: self._datetime,
        }

    def row(self, number: int, values: Sequence[Any]) -> str | None:
        """The cells of row `number` (from 1); a cell of nothing is left out."""
        made = []
        for (letters, style), value in zip(self._columns, values, strict=True):
            if value is None or value == "":
                continue
            make = self._make.get(value.__class__)
            cell = make(value, style) if make else None
            if cell is None:
                return None
            made.append(f'<c r="{letters}{number}"{cell}</c>')
        return "".join(made)

    def _text(self, value: str, style: str) -> str | None:
        """In text format where programs would make something else of it when somebody edits the cell."""
        if not value.isprintable() or "_x" in value or len(value) > _LONG:
            return None
        space = ' xml:space="preserve"' if value[0] == " " or value[-1] == " " else ""
        style = self._touchy if value[0] in TOUCHY else style
        return f'{style} t="inlineStr"><is><t{space}>{escape(value, False)}</t></is>'

    def _date(self, value: date, style: str) -> str | None:
        return None if value < FIRST_DAY else f"{self._day}><v>{value.toordinal() - _DAY_ZERO}</v>"

    def _datetime(self, value: datetime, style: str) -> str | None:
        if value.date() < FIRST_DAY or value.tzinfo:
            return None
        if value.time() == time():
            return self._date(value.date(), style)
        seconds = (value - datetime.combine(value.date(), time())).total_seconds()
        return f"{self._moment}><v>{value.toordinal() - _DAY_ZERO + seconds / 86400:.16G}</v>"


def _number(value: float | Decimal, style: str) -> str | None:
    return f"{style}><v>{value:.16G}</v>" if -EXACT < value < EXACT else None


def style_of(format_: Any) -> str:
    """The attribute that gives a cell a format of the workbook; nothing without one."""
    return f' s="{format_._get_xf_index()}"' if format_ else ""
