"""The XML of a stranger's worksheet, looked through in blocks of whole rows before calamine gets to see it.

calamine believes what it reads: it allocates all cells between the first and the last one, so that a single cell in the
far corner of a sheet ends the process; a cell with an error is an empty one to it, and of hidden rows it tells nothing.
The patterns below run at the speed of memory over what is well-formed and in order, as every spreadsheet program writes
it; a block that is not is put in order cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

GAP = 1000  # after so many missing rows the rest is taken as empty: one stray cell at row 1,048,576 (case 47)
COLUMNS = 208  # up to GZ
_BLOCK = 1 << 20
_LONGEST_ROW = 16 << 20

_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_ROW_NUMBER = re.compile(rb'<row r="(\d+)"')
_CELL_ROW = re.compile(rb'<c r="[A-G]?[A-Z](\d+)"')  # of the first COLUMNS
_ROW = re.compile(rb"<row\b([^<>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(rb"<c\b([^<>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ERROR = re.compile(rb"""(<c\s(?:[^<>]*?\s)?t=["'])e(["'])""")
_NUMBER = re.compile(rb"""(?:^|\s)r=["'](\d+)["']""")
_PLACE = re.compile(rb"""(?:^|\s)r=["']([A-Za-z]{1,3}[1-9]\d*)["']""")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_FILLED = re.compile(rb"<(?:v|t)[ >]")
_MERGED = re.compile(rb"""<mergeCell\s[^<>]*?ref=["']([A-Za-z]+\d+:[A-Za-z]+\d+)["']""")


class Malformed(Exception):
    """This is no worksheet, or not one that may be parsed."""


@dataclass
class Layout:
    """What calamine does not tell of a sheet: how many rows, which of them are hidden, which cells are merged."""

    rows: int = 0
    hidden: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def refuse_entities(markup: bytes) -> None:
    """Nothing that spreadsheet programs write declares a document type: entities come no further (case 49)."""
    if b"<!" in markup and b"<!DOCTYPE" in markup:
        raise Malformed


def layout(source: IO[bytes]) -> Layout:
    """Look through a whole sheet."""
    found, number = Layout(), 0
    for block in _blocks(source):
        found.merged += [place.decode() for place in _MERGED.findall(block)]
        if b"hidden=" in block:
            found.hidden += _hidden(block, number)
        number = _last_number(block, number)
    found.rows = number
    return found


def _hidden(block: bytes, number: int) -> Iterator[int]:
    for row in _ROW.finditer(block):
        number = _numbered(row[1], number)
        if _HIDDEN.search(row[1]) and row[2] and _FILLED.search(row[2]):
            yield number


def _last_number(block: bytes, number: int) -> int:
    numbers = _ROW_NUMBER.findall(block)
    return int(numbers[-1]) if numbers else number + block.count(b"<row")


def rows(source: IO[bytes]) -> Iterator[bytes]:
    """The rows of a sheet in blocks that are safe to parse: in order, without gaps, narrow, every row numbered."""
    number = 0
    for block in _blocks(source):
        start, end = block.find(b"<row"), block.find(b"</sheetData>")
        found = block[start:end] if end >= 0 else block[start:]
        if start >= 0:
            ordered, number, ended = _in_order(found, number)
            yield _ERROR.sub(rb"\1str\2", ordered) if b'="e"' in ordered or b"='e'" in ordered else ordered
            if ended:
                return
        if end >= 0:
            return


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    """The sheet in blocks that end where a row begins; its own tags without the prefix of a namespace."""
    rest = source.read(_BLOCK)
    root = _ROOT.search(rest)
    if root is None:
        raise Malformed
    prefix = root[1] or b""
    row = b"<" + prefix + b"row"
    while piece := source.read(_BLOCK):
        rest += piece
        at = max(rest.rfind(row + b" "), rest.rfind(row + b">"))
        if at > 0:
            yield _plain(rest[:at], prefix)
            rest = rest[at:]
        elif len(rest) > _LONGEST_ROW:
            raise Malformed
    yield _plain(rest, prefix)


def _plain(block: bytes, prefix: bytes) -> bytes:
    refuse_entities(block)
    return block.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else block


# ---- order -------------------------------------------------------------------------------------------------


def _in_order(block: bytes, above: int) -> tuple[bytes, int, bool]:
    """The block as it may be parsed, the number of its last row, and whether the rest counts as empty."""
    numbers = [int(number) for number in _ROW_NUMBER.findall(block)]
    places = _CELL_ROW.findall(block)
    whole = len(numbers) == block.count(b"<row") and len(places) == block.count(b"<c")
    rising = all(0 < below - one <= GAP for one, below in pairwise([above, *numbers]))
    if whole and rising and {int(place) for place in set(places)} <= set(numbers):
        return block, numbers[-1], False
    return _put_in_order(block, above)


def _put_in_order(block: bytes, above: int) -> tuple[bytes, int, bool]:
    """Row by row what a careless program wrote: numbers added, far cells left out, the end at the first gap."""
    ordered: list[bytes] = []
    for row in _ROW.finditer(block):
        number = _numbered(row[1], above)
        if number > above + GAP:
            return b"".join(ordered), above, True
        if number <= above:
            raise Malformed
        ordered.append(b'<row r="%d">%s</row>' % (number, _cells(row[2] or b"", number)))
        above = number
    return b"".join(ordered), above, False


def _numbered(attributes: bytes, above: int) -> int:
    found = _NUMBER.search(attributes)
    return int(found[1]) if found else above + 1


def _cells(row: bytes, number: int) -> bytes:
    made, column = [], -1
    for cell in _CELL.finditer(row):
        place = _PLACE.search(cell[1])
        row_at, column = xl_cell_to_rowcol(place[1].decode().upper()) if place else (number - 1, column + 1)
        if row_at != number - 1:
            raise Malformed
        if column < COLUMNS:
            letters, rest = xl_col_to_name(column).encode(), _PLACE.sub(b"", cell[1])
            made.append(b'<c r="%s%d"%s>%s</c>' % (letters, number, rest, cell[2] or b""))
    return b"".join(made)
