"""An .xlsx package from a stranger: its sheets, and the rows of one, which calamine parses piece by piece.

A piece is some thousand rows as a workbook of their own (`markup` says what they have to be rid of before), so memory
stays the same however long the sheet is. Nothing is unpacked before its size is known.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from flask import current_app
from flask_babel import gettext as _
from python_calamine import CalamineWorkbook

from app.kit.errors import RuleError
from app.kit.sheets import markup
from app.kit.sheets.texts import Texts
from app.kit.storage import is_full

_MB = 1 << 20
_PIECE = 5_000  # rows
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006"
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode(), b"</sheetData></worksheet>"


class Unreadable(RuleError):
    """A parser over foreign bytes fails in many ways; all mean the same to the user."""

    def __init__(self) -> None:
        super().__init__(
            _("This file cannot be read as a spreadsheet. Open it, save it as .xlsx and try again."), "file"
        )


def check_package(path: Path) -> None:
    """Refuse zip bombs by the directory of the package, before anything is unpacked (case 48)."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, path.stat().st_size)
    limit = int(current_app.config.get("SHEETS_MAX_UNPACKED", 600 * _MB))
    if len(entries) > 2000 or unpacked > limit or (unpacked > 20 * _MB and unpacked / packed > 100):
        raise RuleError(_("This workbook unpacks to an unreasonable size and was not opened."), "file")


@dataclass(frozen=True)
class Page:
    """A worksheet of a package."""

    name: str
    visible: bool
    part: str


class Package:
    """An opened workbook; a context, because it holds the file open."""

    def __init__(self, path: Path) -> None:
        check_package(path)
        self._zip = zipfile.ZipFile(path)
        self._texts: Texts | None = None
        try:
            self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._zip.namelist()}
            self._open()
        except BaseException as error:
            self.__exit__()
            raise _translated(error) from error

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._texts:
            self._texts.close()
        self._zip.close()

    def _open(self) -> None:
        book = next(part for kind, part in self._relations("").values() if kind == "officeDocument")
        root, related = self._xml(book), self._relations(book)
        since_1904 = any(_flag(e, "date1904") for e in root.iter() if _local(e.tag) == "workbookPr")
        self.pages = []
        for sheet in (e for e in root.iter() if _local(e.tag) == "sheet"):
            key = next(value for name, value in sheet.attrib.items() if _local(name) == "id" and name != "id")
            kind, part = related[key]
            if kind == "worksheet":
                self.pages.append(Page(sheet.attrib["name"], sheet.get("state", "visible") == "visible", part))
        named = {kind: self._names[part.lower()] for kind, part in related.values() if part.lower() in self._names}
        styles = self._zip.read(named["styles"]) if "styles" in named else b""
        markup.refuse_entities(styles)
        if "sharedStrings" in named:
            with self._zip.open(named["sharedStrings"]) as source:
                self._texts = Texts(source)
        self._shell = _shell(since_1904, styles, has_texts=self._texts is not None)

    def _bytes(self, part: str) -> bytes:
        return self._zip.read(self._names[part.lower()])

    def _xml(self, part: str) -> Any:
        content = self._bytes(part)
        if len(content) > 5 * _MB:
            raise Unreadable
        return ElementTree.fromstring(content, forbid_dtd=True)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and name of the parts that `part` refers to, by the keys that it uses for them."""
        folder, name = posixpath.split(part)
        found = {}
        for one in self._xml(posixpath.join(folder, "_rels", f"{name}.rels")):
            target = one.attrib["Target"].replace("\\", "/")
            absolute = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[one.attrib["Id"]] = one.attrib["Type"].rpartition("/")[2], posixpath.normpath(absolute)
        return found

    # ---- sheets

    def layout(self, page: Page) -> markup.Layout:
        """What can be said of a sheet without parsing its cells."""
        try:
            with self._zip.open(self._names[page.part.lower()]) as source:
                return markup.layout(source)
        except BaseException as error:
            raise _translated(error) from error

    def rows(self, page: Page) -> Iterator[tuple[int, list[Any]]]:
        """(number as in the file, cells) of the rows of a sheet; blank cells are None."""
        try:
            for piece in self._pieces(page):
                yield from _parsed(piece)
        except BaseException as error:
            raise _translated(error) from error

    def _pieces(self, page: Page) -> Iterator[bytes]:
        blocks: list[bytes] = []
        rows = 0
        with self._zip.open(self._names[page.part.lower()]) as source:
            for block in markup.rows(source):
                blocks.append(block)
                rows += block.count(b"<row")
                if rows >= _PIECE:
                    yield self._workbook(blocks)
                    blocks, rows = [], 0
        if blocks:
            yield self._workbook(blocks)

    def _workbook(self, blocks: list[bytes]) -> bytes:
        made, cells = BytesIO(), b"".join((_SHEET[0], *blocks, _SHEET[1]))
        with zipfile.ZipFile(made, "w") as package:
            for name, content in self._shell.items():
                package.writestr(name, content)
            if self._texts:
                cells, table = self._texts.beside(cells)
                package.writestr("xl/sharedStrings.xml", table)
            package.writestr("xl/worksheets/sheet1.xml", cells)
        return made.getvalue()


def _parsed(piece: bytes) -> Iterator[tuple[int, list[Any]]]:
    sheet = CalamineWorkbook.from_filelike(BytesIO(piece)).get_sheet_by_index(0)
    top, left = sheet.start or (0, 0)
    before = [None] * left
    for number, cells in enumerate(sheet.to_python(), top + 1):
        yield number, before + ([None if cell == "" else cell for cell in cells] if "" in cells else cells)


def _translated(error: BaseException) -> BaseException:
    """What broken bytes made zipfile, a parser or our own look-ups raise, as one refusal; calamine may panic."""
    panic = type(error).__module__ == "pyo3_runtime"
    ours = isinstance(error, RuleError) or is_full(error)  # what is unpacked may find no room: that says so itself
    return Unreadable() if (panic or isinstance(error, Exception)) and not ours else error


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _flag(element: Any, name: str) -> bool:
    return element.get(name) in ("1", "true")


def _shell(since_1904: bool, styles: bytes, has_texts: bool) -> dict[str, str | bytes]:
    """A workbook of one sheet without that sheet and its texts."""
    names = {"worksheet": "worksheets/sheet1.xml"}
    names |= {"styles": "styles.xml"} if styles else {}
    names |= {"sharedStrings": "sharedStrings.xml"} if has_texts else {}
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{name}"/>' for kind, name in names.items()
    )
    shell: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_TYPES}/relationships"><Relationship Id="book" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_TYPES}/relationships">{relations}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(since_1904)}"/>'
        '<sheets><sheet name="s" sheetId="1" r:id="worksheet"/></sheets></workbook>',
    }
    return shell | ({"xl/styles.xml": styles} if styles else {})
