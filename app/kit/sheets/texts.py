"""The shared texts of a workbook: on disk, and in memory only those that a piece of a sheet names.

Spreadsheet programs keep every different text once, in one table for the whole workbook. Handed to each piece as it is,
it would be parsed over and over, and the names of a million people would take a gigabyte.
"""

from __future__ import annotations

import os
import re
from array import array
from tempfile import TemporaryFile
from typing import IO

from app.kit.sheets.markup import Malformed, refuse_entities

SMALL = 1 << 20  # bytes of a table that every piece may have as a whole
_BLOCK = 1 << 20
_LONGEST = 16 << 20
_TABLE = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">', b"</sst>"
_ROOT = re.compile(rb"<(\w+:)?sst\b[^<>]*>")
_TEXT = re.compile(rb"<si\b[^<>]*?(?:/>|>.*?</si>)", re.DOTALL)
_NAMING = re.compile(rb'(<c [^<>]*?\bt="s"[^<>]*>)<v>(\d+)</v>')
_MEANT = re.compile(rb"""\bt\s*=\s*["']s["']""")


class Texts:
    """The table of a workbook, read once in blocks; a context, because the file behind it is open."""

    def __init__(self, source: IO[bytes]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # closed by `close`
        self._starts = array("Q", [0])
        try:
            self._read(source)
            self._file.flush()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._file.close()

    def _read(self, source: IO[bytes]) -> None:
        rest = source.read(_BLOCK)
        root = _ROOT.search(rest)
        if root is None:
            raise Malformed
        refuse_entities(rest)
        prefix, rest = root[1] or b"", rest[root.end() :]
        ending = b"</" + prefix + b"si>"
        while piece := source.read(_BLOCK):
            rest += piece
            at = rest.rfind(ending) + len(ending)
            if at >= len(ending):
                self._keep(rest[:at], prefix)
                rest = rest[at:]
            elif len(rest) > _LONGEST:
                raise Malformed
        self._keep(rest, prefix)

    def _keep(self, block: bytes, prefix: bytes) -> None:
        refuse_entities(block)
        if prefix:
            block = block.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
        for text in _TEXT.findall(block):
            self._file.write(text)
            self._starts.append(self._starts[-1] + len(text))

    def beside(self, piece: bytes) -> tuple[bytes, bytes]:
        """The piece of a sheet and the table for it: a large one is narrowed to what the piece names.

        Where the piece is not written as spreadsheet programs write it, it keeps its numbers and gets the whole table:
        a cell must never show another one's text.
        """
        if self._starts[-1] <= SMALL:
            return piece, self._table(self._bytes(0, len(self._starts) - 1))
        named: dict[bytes, int] = {}
        narrowed, count = _NAMING.subn(lambda m: b"%s<v>%d</v>" % (m[1], named.setdefault(m[2], len(named))), piece)
        if count != len(_MEANT.findall(piece)):
            return piece, self._table(self._bytes(0, len(self._starts) - 1))
        return narrowed, self._table(b"".join(self._bytes(int(at), int(at) + 1) for at in named))

    def _bytes(self, first: int, behind: int) -> bytes:
        if behind >= len(self._starts):
            raise Malformed
        start = self._starts[first]
        return os.pread(self._file.fileno(), self._starts[behind] - start, start)

    @staticmethod
    def _table(texts: bytes) -> bytes:
        return _TABLE[0] + texts + _TABLE[1]
