"""Shared texts given to each piece of a sheet: never another cell's text, however the file was written."""

from __future__ import annotations

import errno
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.kit.errors import RuleError
from app.kit.sheets import packages, texts
from app.kit.sheets.packages import Package
from tests.kit.packages import MAIN, package, row

pytestmark = pytest.mark.req("SHEET-1")
STRINGS = [f"第{n}个 <&> 文本" for n in range(30)]
TABLE = "".join(f"<si><t>{s.replace('&', '&amp;').replace('<', '&lt;')}</t></si>" for s in STRINGS)


@pytest.fixture(autouse=True)
def narrowed(toy_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table counts as a large one, and a piece has few rows."""
    monkeypatch.setattr(texts, "SMALL", 0)
    monkeypatch.setattr(packages, "_PIECE", 3)


def read(path: Path) -> list[list[Any]]:
    with Package(path) as opened:
        return [cells for _number, cells in opened.rows(opened.pages[0])]


def written(folder: Path, cell: str, table: str = f'<sst xmlns="{MAIN}">{TABLE}</sst>', **parts: str) -> Path:
    """Thirty rows whose one cell names a text, the last one first; `cell` is the XML with its place and number."""
    rows = "".join(row(n, cell.format(place=f"A{n}", at=30 - n)) for n in range(1, 31))
    return package(folder / "a.xlsx", rows, parts={"xl/sharedStrings.xml": table, **parts})


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="{place}" t="s"><v>{at}</v></c>',
        '<c r="{place}" s="3" t="s" ><v>{at}</v></c>',
        "<c r=\"{place}\" t='s'><v>{at}</v></c>",
        '<c r="{place}" t = "s"><v>{at}</v></c>',
        '<c r="{place}" t="s"><f>A9</f><v>{at}</v></c>',
        '<c r="{place}" t="s">\n<v> {at} </v></c>',
    ],
)
def test_however_a_cell_names_its_text_it_gets_that_one(tmp_path: Path, cell: str) -> None:
    """What is not written as usual is read as calamine reads it, with the whole table."""
    path = written(tmp_path, cell)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "SMALL", 1 << 30)
        expected = read(path)
    assert read(path) == expected
    if " {at} " not in cell:
        assert expected == [[text] for text in reversed(STRINGS)]


def test_a_prefix_and_empty_texts_change_nothing(tmp_path: Path) -> None:
    head = "<x:si/>" + TABLE.replace("</", "</x:").replace("<si", "<x:si").replace("<t", "<x:t")
    table = f'<x:sst xmlns:x="{MAIN}" count="31">{head}</x:sst>'
    found = read(written(tmp_path, '<c r="{place}" t="s"><v>{at}</v></c>', table))
    assert found == [*([text] for text in reversed(STRINGS[:29])), [None]]  # one further on, and the empty one


def test_a_number_without_a_text_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, '<c r="{place}" t="s"><v>{at}99</v></c>')
    with pytest.raises(RuleError, match="cannot be read"):
        read(path)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        read(written(tmp_path, '<c r="{place}" t="s"><v>{at}</v></c>', "<other/>"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from([*STRINGS, "t=\"s\"", "<si>", 7, 2.5, True, None]), min_size=4, max_size=4),
                min_size=1, max_size=12))  # fmt: skip
def test_a_narrowed_table_says_the_same_as_the_whole_one(tmp_path: Path, rows: list[list[Any]]) -> None:
    book = Workbook()
    for cells in rows:
        book.worksheets[0].append(["x", *cells])
    book.save(tmp_path / "a.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "SMALL", 1 << 30)
        expected = read(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx") == expected
    assert [cell for cells in expected for cell in cells if isinstance(cell, str) and cell != "x"] == [
        cell for cells in rows for cell in cells if isinstance(cell, str)
    ]


@pytest.mark.case(63)
def test_a_full_disk_is_no_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "TemporaryFile", partial(Path("/dev/full").open, "r+b", 0))
    with pytest.raises(OSError) as refused:
        read(written(tmp_path, '<c r="{place}" t="s"><v>{at}</v></c>'))
    assert refused.value.errno == errno.ENOSPC
