"""Reading files that strangers made: cases 46 to 50, 52, 53."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from app.kit.errors import RuleError
from app.kit.sheets import Column, Sheet, workbooks
from app.kit.sheets.reading import open_table
from tests.kit import toy

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(autouse=True)
def context(toy_app: Flask) -> None:
    """Limits and languages come from the application."""


def read(path: Path, sheet: Sheet = toy.SHEET) -> list[tuple[int, list[Any]]]:
    with open_table(path, sheet) as table:
        return list(table.rows())


def refusal(path: Path) -> str:
    with pytest.raises(RuleError) as caught:
        read(path)
    return str(caught.value.message)


def repack(source: Path, target: Path, name: str, change: Any) -> Path:
    """Copy a package with one of its parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == name else data)
    return target


def test_headings_in_any_order_with_stars_spaces_and_aliases_and_unknown_columns(tmp_path: Path) -> None:
    path = toy.workbook(tmp_path / "a.xlsx", [["备注", " 名 称*", "＊CODE"], ["x", "n", "c"], [], [None, "m", "d"]])
    with open_table(path, toy.SHEET) as table:
        assert (table.positions, table.unknown) == ({"name": 1, "code": 2}, ["备注"])
    assert read(path) == [(2, ["x", "n", "c"]), (4, [None, "m", "d"])]


def test_titles_may_stand_above_the_headings_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = toy.workbook(tmp_path / "a.xlsx", [["Report"], [], ["code", "name"], ["c", "n"]])
    assert read(path) == [(4, ["c", "n"])]


def test_reading_goes_on_after_a_row(tmp_path: Path) -> None:
    path = toy.workbook(tmp_path / "a.xlsx", [["code", "name"], *[[f"c{n}", "n"] for n in range(9)]])
    with open_table(path, toy.SHEET) as table:
        assert [number for number, _cells in table.rows(after=7)] == [8, 9, 10]


@pytest.mark.case(50)
def test_case_50_two_columns_of_one_name_are_refused_naming_both(tmp_path: Path) -> None:
    assert "Columns B and C" in refusal(toy.workbook(tmp_path / "a.xlsx", [["code", "name", "名称"], ["c", "n", "m"]]))
    assert "Columns C and D" in refusal(toy.workbook(tmp_path / "b.xlsx", [["code", "name", "学时", "学时 "]]))


def test_a_required_column_that_is_missing_is_named(tmp_path: Path) -> None:
    assert "Name" in refusal(toy.workbook(tmp_path / "a.xlsx", [["code", "parent"], ["c", "p"]]))
    assert "Code, Name" in refusal(toy.workbook(tmp_path / "b.xlsx", [["foo", "bar"], ["c", "p"]]))


@pytest.mark.case(46)
def test_case_46_a_dimension_that_lies_hides_nothing(tmp_path: Path) -> None:
    good = toy.workbook(tmp_path / "a.xlsx", [["code", "name"], *[[f"c{n}", "n"] for n in range(500)]])
    lying = b'<dimension ref="A1"/>'
    page = "xl/worksheets/sheet1.xml"
    path = repack(good, tmp_path / "b.xlsx", page, lambda data: re.sub(rb"<dimension [^>]*>", lying, data))
    with zipfile.ZipFile(path) as package:
        assert lying in package.read("xl/worksheets/sheet1.xml")
    assert len(read(path)) == 500


@pytest.mark.case(47)
def test_case_47_a_stray_cell_in_the_last_row_changes_nothing(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["code", "name"])
    book.active.append(["c", "n"])
    book.active.cell(1_048_576, 1, "stray")
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx") == [(2, ["c", "n"])]


@pytest.mark.case(48)
def test_case_48_a_bomb_is_refused_before_parsing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * (50 << 20))
    assert "unreasonable" in refusal(tmp_path / "a.xlsx")


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("entity", [b"&b;", b"&f;"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
@pytest.mark.case(49)
def test_case_49_entities_are_refused_without_any_text_of_a_file(tmp_path: Path, entity: bytes, part: str) -> None:
    def poison(data: bytes) -> bytes:
        head, rest = data.split(b"?>", 1) if data.startswith(b"<?xml") else (b"<?xml version='1.0'", data)
        return head + b"?>" + ENTITIES + rest.replace(b"</t>", entity + b"</t>")

    message = refusal(repack(DATA / "learners.xlsx", tmp_path / "b.xlsx", part, poison))
    assert "cannot be read" in message and "root:" not in message


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"\x00\x01\x02binary", b"\xff\xfe\x00"]
)
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    assert refusal(tmp_path / "a.xlsx")


@pytest.mark.case(52)
def test_case_52_other_sheets_are_told_and_a_hidden_one_is_not_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title, book.active.sheet_state = "hidden", "hidden"
    book.active.append(["code", "name"])
    page = book.create_sheet("data")
    page.append(["code", "name"])
    page.append(["c", "n"])
    book.save(tmp_path / "a.xlsx")
    with open_table(tmp_path / "a.xlsx", toy.SHEET) as table:
        assert list(table.rows()) == [(2, ["c", "n"])] and "hidden" in table.remarks[0]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8", "utf-16"])
@pytest.mark.case(53)
def test_case_53_csv_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes('编码,名称\r\nc1,"㐂\n二"\r\n,\r\nc2,"a,b"\r\n'.encode(encoding))
    assert read(tmp_path / "a.csv") == [(2, ["c1", "㐂\n二"]), (4, ["c2", "a,b"])]


def test_the_template_of_another_sheet_is_refused(tmp_path: Path) -> None:
    other = Sheet("others", "Others", (Column("code", "Code"), Column("name", "Name")), ("import", "thing"),
                  toy.check, toy.apply)  # fmt: skip
    workbooks.template(tmp_path / "a.xlsx", other)
    assert "another import" in refusal(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("name", "headings", "rows"),
    [("organizations", ("单位名称", "统一社会信用代码"), 106), ("learners", ("姓名", "身份证号"), 1200),
     ("class-results", ("姓名", "证件号码"), 298)],
)  # fmt: skip
def test_the_files_of_the_office_are_read_whole(name: str, headings: tuple[str, ...], rows: int) -> None:
    columns = tuple(Column(f"c{at}", text, required=True) for at, text in enumerate(headings))
    sheet = Sheet("office", "Office", columns, ("import", "thing"), toy.check, toy.apply)
    assert len(read(DATA / f"{name}.xlsx", sheet)) == rows
