"""Workbooks as Excel, WPS, LibreOffice and old export programs write them: cases 45 to 53."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.kit.errors import RuleError
from app.kit.sheets import Column, Sheet, markup, packages
from app.kit.sheets.reading import Table, open_table
from tests.kit import toy
from tests.kit.packages import HEADINGS, MAIN, package, related, row, text

pytestmark = pytest.mark.req("SHEET-1")


@pytest.fixture(autouse=True)
def context(toy_app: Flask) -> None:
    """Limits and languages come from the application."""


def opened(path: Path, sheet: Sheet = toy.SHEET) -> tuple[list[tuple[int, list[Any]]], Table]:
    with open_table(path, sheet) as table:
        return list(table.rows()), table


def read(path: Path) -> list[tuple[int, list[Any]]]:
    return opened(path)[0]


# ---- what programs write -----------------------------------------------------------------------------------


@pytest.mark.case(46)
def test_an_old_program_writes_no_styles_no_shared_strings_and_a_wrong_dimension(tmp_path: Path) -> None:
    rows = HEADINGS + row(2, "c", '<c r="B2"><v>8.5</v></c>')
    parts = {"_rels/.rels": related(officeDocument="/xl/workbook.xml"),
             "xl/_rels/workbook.xml.rels": related(worksheet="/xl/worksheets/sheet1.xml")}  # fmt: skip
    path = package(tmp_path / "a.xlsx", rows, above='<dimension ref="A1"/>', parts=parts)
    assert read(path) == [(2, ["c", 8.5])]


def test_rows_and_cells_without_numbers_are_counted(tmp_path: Path) -> None:
    cell = "<c t='inlineStr'><is><t>{}</t></is></c>".format
    rows = "".join(f"<row>{cell(a)}{cell(b)}</row>" for a, b in [("code", "name"), ("c", "n"), ("d", "m")])
    assert read(package(tmp_path / "a.xlsx", rows)) == [(2, ["c", "n"]), (3, ["d", "m"])]


def test_a_prefix_of_the_namespace_changes_nothing(tmp_path: Path) -> None:
    rows = (HEADINGS + row(2, "c", "n")).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    page = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    path = package(tmp_path / "a.xlsx", "", parts={"xl/worksheets/sheet1.xml": page})
    assert read(path) == [(2, ["c", "n"])]


def test_shared_texts_keep_their_runs_and_lose_how_they_are_read_aloud(tmp_path: Path) -> None:
    strings = (f'<sst xmlns="{MAIN}"><si><t>code</t></si><si><t>name</t></si><si><r><t>王</t></r><r><rPr><b/></rPr>'
               '<t xml:space="preserve"> 小明</t></r><rPh sb="0" eb="1"><t>WANG</t></rPh></si></sst>')  # fmt: skip
    shared = '<c r="{}" t="s"><v>{}</v></c>'.format
    rows = row(1, shared("A1", 0), shared("B1", 1)) + row(2, "c", shared("B2", 2))
    path = package(tmp_path / "a.xlsx", rows, parts={"xl/sharedStrings.xml": strings})
    assert read(path) == [(2, ["c", "王 小明"])]


def test_a_formula_counts_as_what_it_showed_and_an_error_is_named(tmp_path: Path) -> None:
    shown = '<c r="B2" t="str"><f>A2&amp;"x"</f><v>cx</v></c>'
    wrong = '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    path = package(tmp_path / "a.xlsx", HEADINGS + row(2, "c", shown) + row(3, "d", wrong))
    assert read(path) == [(2, ["c", "cx"]), (3, ["d", "#DIV/0!"])]
    with pytest.raises(RuleError, match="DIV/0"):
        toy.SHEET.columns[1].clean("#DIV/0!")


@pytest.mark.parametrize(("since", "day"), [("", date(2025, 3, 5)), ('<workbookPr date1904="1"/>', date(2029, 3, 6))])
def test_a_date_is_a_date_in_both_calendars(tmp_path: Path, since: str, day: date) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = HEADINGS + row(2, "c", '<c r="B2" s="1"><v>45721</v></c>')
    path = package(tmp_path / "a.xlsx", rows, book=since, parts={"xl/styles.xml": styles})
    assert read(path) == [(2, ["c", day])]


def test_a_tail_of_blank_rows_is_no_data(tmp_path: Path) -> None:
    tail = "".join(row(number, f'<c r="A{number}" s="1"/>') for number in range(3, 3000))
    assert read(package(tmp_path / "a.xlsx", HEADINGS + row(2, "c", "n") + tail)) == [(2, ["c", "n"])]


@pytest.mark.case(47)
@pytest.mark.parametrize("place", ["A1048576", "XFD1048576"])
def test_case_47_a_cell_in_a_far_corner_costs_nothing(tmp_path: Path, place: str) -> None:
    """calamine alone would allocate all that is between: 512 GB, and the process ends."""
    rows = HEADINGS + row(2, "c", "n") + row(1_048_576, text(place, "stray"))
    assert read(package(tmp_path / "a.xlsx", rows)) == [(2, ["c", "n"])]


def test_a_cell_far_to_the_right_is_left_out(tmp_path: Path) -> None:
    rows = HEADINGS + row(2, "c", "n", text("XFD2", "far"), text("GZ2", "near"))
    assert read(package(tmp_path / "a.xlsx", rows)) == [(2, ["c", "n"])]


@pytest.mark.parametrize("rows", [row(2, text("A1048576", "c")), row(5, "c", "n") + row(4, "d", "m")])
def test_rows_that_contradict_themselves_are_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        read(package(tmp_path / "a.xlsx", HEADINGS + rows))


def test_a_long_sheet_is_read_in_pieces_and_rows_keep_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "_PIECE", 7)
    monkeypatch.setattr(markup, "_BLOCK", 333)
    numbers = [n for n in range(2, 400) if n % 17]
    rows = HEADINGS + "".join(row(n, f"c{n}", "n") for n in numbers)
    assert read(package(tmp_path / "a.xlsx", rows)) == [(n, [f"c{n}", "n"]) for n in numbers]


# ---- what people do in them --------------------------------------------------------------------------------


@pytest.mark.case(51)
def test_case_51_a_merged_cell_is_not_copied_down_and_its_rows_are_errors(tmp_path: Path) -> None:
    book = Workbook()
    for cells in (["Title"], ["code", "name"], ["a", "n"], ["b", None], ["c", None]):
        book.active.append(cells)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("B3:B5")
    book.save(tmp_path / "a.xlsx")
    rows, table = opened(tmp_path / "a.xlsx")
    assert rows == [(3, ["a", "n"]), (4, ["b", None]), (5, ["c", None])]
    assert "B3:B5" in table.remarks[0] and "A1" not in table.remarks[0]
    with pytest.raises(RuleError, match="missing"):
        toy.SHEET.columns[1].clean(rows[1][1][1])


@pytest.mark.case(52)
def test_case_52_hidden_rows_are_numbered_and_hidden_sheets_named(tmp_path: Path) -> None:
    book = Workbook()
    for cells in (["code", "name"], ["a", "n"], ["b", "m"], [], ["c", "o"]):
        book.active.append(cells)
    for number in (1, 3, 4, 5):
        book.active.row_dimensions[number].hidden = True
    book.create_sheet("2025").sheet_state = "veryHidden"
    book.create_sheet("more")
    book.save(tmp_path / "a.xlsx")
    rows, table = opened(tmp_path / "a.xlsx")
    assert ([number for number, _cells in rows], table.hidden) == ([2, 3, 5], [3, 5])
    assert [("2025" in one, "more" in one) for one in table.remarks] == [(False, True), (True, False)]


@pytest.mark.parametrize("word", ["合计", "总 计：", "小计", "Total"])
def test_a_row_of_totals_is_skipped_and_numbered(tmp_path: Path, word: str) -> None:
    path = toy.workbook(tmp_path / "a.xlsx", [["code", "name", "学时"], ["a", "n", 8], [word, None, 8], ["b", "m", 8]])
    rows, table = opened(path)
    assert ([number for number, _cells in rows], table.skipped) == ([2, 4], [3])


def test_somebody_who_is_called_like_a_total_stays(tmp_path: Path) -> None:
    path = toy.workbook(tmp_path / "a.xlsx", [["code", "name"], ["合计", "a person"], ["a", "合计"]])
    assert [number for number, _cells in read(path)] == [2, 3]


def test_a_note_above_the_headings_is_passed_over(tmp_path: Path) -> None:
    note = "填写说明：code 为必填项，name 请填全称"
    assert read(toy.workbook(tmp_path / "a.xlsx", [[note], ["code", "name"], ["a", "n"]])) == [(3, ["a", "n"])]


@pytest.mark.case(53)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("note", ["", "请先看说明，再填写\n"])
def test_csv_with_any_usual_separator_line_breaks_in_quotes_and_a_note(
    tmp_path: Path, separator: str, note: str
) -> None:
    lines = f'code{separator}name\nc1{separator}"two\nlines, ""quoted"""\n'
    (tmp_path / "a.csv").write_text(note + lines, encoding="gb18030")
    assert read(tmp_path / "a.csv") == [(2 + bool(note), ["c1", 'two\nlines, "quoted"'])]


def test_csv_that_names_its_separator(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=#\ncode#name\nc,1#n,m\n", encoding="utf-8")
    assert read(tmp_path / "a.csv") == [(3, ["c,1", "n,m"])]


@pytest.mark.parametrize(
    "cell", ['<c r="B2"><v>1.10105194912310E+17</v></c>', '<c r="B2"><v>110105194912310021</v></c>']
)
def test_a_long_number_in_a_cell_of_numbers_is_no_text_any_more(tmp_path: Path, cell: str) -> None:
    """Neither an ID number nor a certificate number: what stood behind the 15th digit is gone."""
    (_number, (_code, raw)), *_rest = read(package(tmp_path / "a.xlsx", HEADINGS + row(2, "c", cell)))
    for kind in ("id_number", "document", "phone", "credit_code", "text"):
        with pytest.raises(RuleError, match="must be text"):
            Column("c", "Value", kind).clean(raw)


# ---- what nobody wrote -------------------------------------------------------------------------------------


GOOD = f'<worksheet xmlns="{MAIN}"><sheetData>{HEADINGS}{row(2, "c", "n")}{row(3, "d", "m")}</sheetData></worksheet>'


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(GOOD) - 1), length=st.integers(0, 9), put=st.text('<>/"=:rcv 9A&;', max_size=9))
def test_a_damaged_sheet_is_read_or_refused_and_nothing_else(tmp_path: Path, at: int, length: int, put: str) -> None:
    damaged = GOOD[:at] + put + GOOD[at + length :]
    path = package(tmp_path / "a.xlsx", "", parts={"xl/worksheets/sheet1.xml": damaged})
    try:
        assert len(read(path)) <= 3
    except RuleError as refused:
        assert str(refused.message)
