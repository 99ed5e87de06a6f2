"""Workbooks that we write: what went in comes out, of a list as of a result; lists beyond the limit of a program."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.extensions import db
from app.kit import jobs, scope
from app.kit.jobs.models import DONE, Job
from app.kit.sheets import Column, Sheet, exporting, workbooks
from app.kit.sheets.reading import open_table
from tests.kit import toy

pytestmark = pytest.mark.req("SHEET-2")


@pytest.fixture(autouse=True)
def context(toy_app: Flask) -> None:
    """Limits and languages come from the application."""


def things(count: int) -> None:
    with scope.everything("test"):
        for number in range(count):
            db.session.add(toy.Thing(platform_id=1, code=f"00{number:04}", name=f"n{number:04}"))
        db.session.commit()


def exported(*columns: str) -> Job:
    with scope.using(toy.SCOPE):
        number = exporting.enqueue("ThingList", {}, columns).id
        db.session.commit()
    jobs.run_all()
    with scope.everything("test"):
        done = db.session.get_one(Job, number)
        assert done.status == DONE, done.message
        return done


def stored(folder: Path, done: Job) -> Path:
    assert done.file is not None
    return folder / "files" / done.file.key


def values(source: Any) -> list[list[Any]]:
    return [list(row) for row in load_workbook(source).worksheets[0].iter_rows(values_only=True)]


def test_the_same_list_twice_is_the_same_twice_and_nothing_is_left_beside(tmp_path: Path) -> None:
    things(7)
    first, second = exported(), exported()
    assert values(stored(tmp_path, first)) == values(stored(tmp_path, second))
    assert len(list((tmp_path / "files").iterdir())) == 2


def test_only_the_chosen_columns_are_in_it(tmp_path: Path) -> None:
    things(1)
    assert values(stored(tmp_path, exported("name"))) == [["Name"], ["n0000"]]


def test_a_list_beyond_the_limit_becomes_several_workbooks_in_one_archive(tmp_path: Path, toy_app: Flask) -> None:
    toy_app.config["SHEETS_ROWS_PER_FILE"] = 4
    things(10)
    done = exported()
    assert done.result["count"] == 10 and done.file is not None and done.file.name.endswith(".zip")
    with zipfile.ZipFile(stored(tmp_path, done)) as archive:
        assert archive.namelist() == [f"All things-{n}.xlsx" for n in (1, 2, 3)]
        books = [values(BytesIO(archive.read(name))) for name in archive.namelist()]
    assert [book[0] for book in books] == [["Code", "Name"]] * 3 and [len(book) - 1 for book in books] == [4, 4, 2]
    assert [row[1] for book in books for row in book[1:]] == [f"n{n:04}" for n in range(9, -1, -1)]
    assert len(list((tmp_path / "files").iterdir())) == 1


def test_a_list_that_just_fits_is_one_workbook_and_an_empty_one_too(tmp_path: Path, toy_app: Flask) -> None:
    toy_app.config["SHEETS_ROWS_PER_FILE"] = 4
    assert values(stored(tmp_path, exported())) == [["Code", "Name"]]
    things(4)
    assert len(values(stored(tmp_path, exported()))) == 5


def test_ids_are_text_dates_are_dates_and_headings_stay_in_sight(tmp_path: Path) -> None:
    heads = [workbooks.Head("Id", 22, True), workbooks.Head("No."), workbooks.Head("Day", 12), workbooks.Head("Long")]
    with workbooks.book(tmp_path / "a.xlsx") as made:
        page = workbooks.Page(made, "P", heads)
        page.append(["110105194912310021", "0123", date(2026, 3, 5), 10**17])
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    number, short, day, long = sheet[2]
    assert (number.value, number.data_type, number.number_format) == ("110105194912310021", "s", "@")
    assert (short.value, short.number_format) == ("0123", "@")
    assert (day.value, day.number_format) == (datetime(2026, 3, 5), "yyyy-mm-dd")
    assert (long.value, long.data_type) == (str(10**17), "s")
    assert sheet.freeze_panes == "A2" and round(sheet.column_dimensions["A"].width) in (22, 23)


# ---- out and in again --------------------------------------------------------------------------------------


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=40)
TRICKY = st.sampled_from(["=1+1", "@x", "+1", "-1", "<r><t>x</t></r>", "<r>", "_x0041_", "&amp;", "#N/A", "㐂𠮷", " a ",
                          "a\nb", "a\tb", "110105194912310021", "1.1E+17", "]]>", "'1", "TRUE"])  # fmt: skip
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-99999, 99999, places=1)
DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))
MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(2099, 12, 31)).map(lambda m: m.replace(second=0, microsecond=0))
CELLS = st.one_of(TEXTS, TRICKY, NUMBERS, DAYS, MOMENTS, st.booleans(), st.none())
WIDTH = 4
SHEET = Sheet("any", "Any", tuple(Column(f"c{at}", f"Column {at}") for at in range(WIDTH)), ("import", "thing"),
              toy.check, toy.apply)  # fmt: skip


def comparable(value: Any) -> Any:
    """A whole day is a day, no text is nothing, and a number is what it is worth."""
    if isinstance(value, datetime):
        return value if value.time() != value.min.time() else value.date()
    return None if value == "" else float(value) if isinstance(value, int | Decimal) else value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=8), st.booleans())
def test_what_is_written_is_read_again_as_it_was(tmp_path: Path, rows: list[list[Any]], as_result: bool) -> None:
    """Of a list, and of the rows of an import with their states and reasons: the corrected file is imported again."""
    path, labels = tmp_path / "a.xlsx", [f"Column {at}" for at in range(WIDTH)]
    if as_result:
        workbooks.result(path, SHEET, labels, {f"c{at}": at for at in range(WIDTH)}, ((r, "State", "R") for r in rows))
    else:
        with workbooks.book(path) as made:
            page = workbooks.Page(made, "P", [workbooks.Head(label) for label in labels])
            for row in rows:
                page.append(row)
    with open_table(path, SHEET) as table:
        found = {number: [comparable(cell) for cell in cells] for number, cells in table.rows()}
    for number, row in enumerate(rows, 2):
        assert found.pop(number, [None] * WIDTH) == [comparable(cell) for cell in row]
    assert not found
