"""Packages of .xlsx written by hand, as programs of all kinds write them: only what a test says is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def related(**targets: str) -> str:
    """A part that says which parts another one refers to: kind=target."""
    found = (f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{to}"/>' for kind, to in targets.items())
    return f'<Relationships xmlns="{RELATIONS}">{"".join(found)}</Relationships>'


def package(path: Path, rows: str, *, parts: Mapping[str, str] | None = None, **options: str) -> Path:
    """A workbook of one sheet with `rows` as its XML; `parts` are more of them, or replace these.

    Options: what stands in the sheet `above` the rows and `below` them, and `book`, the properties of the workbook.
    """
    names = {Path(name).stem: name.removeprefix("xl/") for name in parts or {} if name.startswith("xl/s")}
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": related(officeDocument="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": related(worksheet="worksheets/sheet1.xml", **names),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{options.get("book", "")}'
        '<sheets><sheet name="S" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{options.get("above", "")}'
        f"<sheetData>{rows}</sheetData>{options.get('below', '')}</worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in (made | dict(parts or {})).items():
            opened.writestr(name, content)
    return path


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def row(number: int, *cells: str, more: str = "") -> str:
    """A row of texts in the columns from A, or of cells that are XML already."""
    made = (one if one.startswith("<") else text(f"{chr(65 + at)}{number}", one) for at, one in enumerate(cells))
    return f'<row r="{number}"{more}>{"".join(made)}</row>'


HEADINGS = row(1, "code", "name")
