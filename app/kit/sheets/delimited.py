"""Reading csv files as spreadsheet programs write them: UTF-8, UTF-16 with BOM, GB18030."""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from flask_babel import gettext as _

from app.kit.errors import RuleError

_PIECE = 1 << 20
_FIELD = 100_000
_FIRST = 20  # lines among which one has the headings
_SEPARATORS = ",;\t|"


def open_text(path: Path) -> tuple[TextIO, int]:
    """A csv file opened in its encoding, and about how many rows it has."""
    encoding = _encoding(path)
    with path.open("rb") as source:
        lines = sum(piece.count(b"\n") for piece in iter(lambda: source.read(_PIECE), b""))
    return path.open(encoding=encoding, newline=""), lines + 1


def _encoding(path: Path) -> str:
    """Strict over the whole file: a wrong guess would store wrong names without anybody noticing."""
    with path.open("rb") as source:
        start = source.read(4)
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise RuleError(_("This is neither an .xlsx workbook nor a text in UTF-8 or GB18030."), "file")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as source:
            for piece in iter(lambda: source.read(_PIECE), b""):
                if "\0" in decoder.decode(piece):
                    return False
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def rows(source: TextIO) -> Iterator[tuple[int, list[Any]]]:
    """(row number as a spreadsheet program would show it, cells); empty cells are None."""
    csv.field_size_limit(_FIELD)
    try:
        separator = _separator([*itertools.islice(source, _FIRST)])
        source.seek(0)
        for number, row in enumerate(csv.reader(source, delimiter=separator), 1):
            yield number, [cell if cell != "" else None for cell in row]
    except (csv.Error, UnicodeDecodeError) as error:
        raise RuleError(_("The text file breaks off in a way that cannot be read."), "file") from error


def _separator(lines: list[str]) -> str:
    """What the file says in a line of its own, as Excel does, or what most of the first lines have.

    Excel writes `;` or TAB in some settings, databases write `|`; commas may also stand in a note or a quoted text.
    """
    if lines and (said := re.fullmatch(r"sep=(.)\s*", lines[0])):
        return said[1]
    return max(
        _SEPARATORS, key=lambda one: (sum(one in line for line in lines), sum(line.count(one) for line in lines))
    )
