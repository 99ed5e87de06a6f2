"""Files with other headings and other words than ours: asked once, remembered, never guessed (ux.md Import 3)."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.extensions import db
from app.kit import jobs, scope
from app.kit.errors import RuleError
from app.kit.jobs.models import WAITING, Job
from app.kit.sheets import mapping, operations, showing
from app.kit.sheets.sheet import APPLY, MAP, PREVIEW
from tests.kit import toy
from tests.kit.uploads import confirm, job, match, names, outcomes, result_rows, upload, upload_file

FOREIGN = ["编号", "称呼", "证件"]
ROWS = [["a", "Anna", "110101199003070214"], ["b", "Ben", "s2"]]

pytestmark = [pytest.mark.usefixtures("toy_app"), pytest.mark.req("SHEET-1")]


def explain(job_id: int, **given: str) -> bool:
    with scope.using(toy.SCOPE):
        won = operations.explain(db.session, db.session.get_one(Job, job_id), given)
        db.session.commit()
        return won


def form(job_id: int) -> mapping.Matching:
    with scope.using(toy.SCOPE):
        found = mapping.Matching(db.session.get_one(Job, job_id))
        assert isinstance(found.sample, list)
        return found


# ---- headings -----------------------------------------------------------------------------------------------------


def test_foreign_headings_wait_until_somebody_says_what_they_are(tmp_path: Path) -> None:
    job_id = upload(tmp_path, ROWS, head=FOREIGN)
    assert (job(job_id).phase, job(job_id).status) == (MAP, WAITING)
    assert not confirm(job_id)
    assert match(job_id, code="0", name="1", secret="2")
    jobs.run_all()
    assert (job(job_id).phase, job(job_id).status) == (PREVIEW, WAITING)
    confirm(job_id)
    jobs.run_all()
    assert job(job_id).phase == APPLY and names() == {"a": "Anna", "b": "Ben"}
    assert result_rows(job_id, "all", tmp_path)[0][:3] == FOREIGN


def test_the_answer_is_remembered_and_said(tmp_path: Path) -> None:
    match(upload(tmp_path, ROWS, head=FOREIGN), code="0", name="1")
    again = upload(tmp_path, ROWS, head=["证件", "称呼", "编号"])
    assert job(again).phase == PREVIEW
    assert job(again).params["positions"] == {"code": 2, "name": 1}
    assert job(again).params["remembered"] == ["编号 → Code", "称呼 → Name"]


def test_what_was_remembered_is_not_asked_of_the_template_nor_of_another_identity(tmp_path: Path) -> None:
    match(upload(tmp_path, ROWS, head=FOREIGN), code="0", name="1")
    template = upload(tmp_path, [["c", "Cleo", "s"]], head=["Code*", "Name*", "Secret"])
    assert job(template).params["positions"] == {"code": 0, "name": 1, "secret": 2}
    with scope.using(toy.OTHER):
        part = toy.workbook(tmp_path / "other.xlsx", [FOREIGN, *ROWS])
        other = operations.start(db.session, toy.SHEET, part, "other.xlsx", {})
        assert other.phase == MAP
        db.session.rollback()


def test_a_required_column_that_is_not_matched_blocks_with_its_name(tmp_path: Path) -> None:
    job_id = upload(tmp_path, ROWS, head=FOREIGN)
    with pytest.raises(RuleError, match="Required columns are missing: Name") as caught:
        match(job_id, code="0")
    assert caught.value.field == "name"
    assert job(job_id).phase == MAP


@pytest.mark.parametrize("place", ["9", "-1", "x", "99999999999999999999", "²"])
def test_what_is_no_column_of_the_file_is_refused(tmp_path: Path, place: str) -> None:
    job_id = upload(tmp_path, ROWS, head=FOREIGN)
    with pytest.raises(RuleError, match="Choose a column") as caught:
        match(job_id, code=place, name="1")
    assert caught.value.field == "code"


def test_one_column_is_never_two(tmp_path: Path) -> None:
    job_id = upload(tmp_path, ROWS, head=FOREIGN)
    with pytest.raises(RuleError, match="称呼 is chosen twice"):
        match(job_id, code="1", name="1")


def test_an_unknown_heading_leads_to_the_page_only_while_a_column_of_ours_is_missing(tmp_path: Path) -> None:
    everything = ["code", "name", "parent", "hours", "secret", "kind"]
    assert job(upload(tmp_path, [["a", "Anna"]], head=[*everything, "备注"])).phase == PREVIEW
    assert job(upload(tmp_path, [["a", "Anna"]], head=["code", "name"])).phase == PREVIEW
    assert job(upload(tmp_path, [["a", "Anna", "x"]], head=["code", "name", "备注"])).phase == MAP


def test_the_first_rows_are_shown_and_whatever_may_be_somebodys_number_is_masked(tmp_path: Path) -> None:
    job_id = upload(tmp_path, ROWS, head=FOREIGN)
    shown = form(job_id)
    assert [row[:2] for row in shown.sample] == [["a", "Anna"], ["b", "Ben"]]
    assert "19900307" not in str(shown.sample)
    assert "110101" not in str(job(job_id).params)  # no cell of a row is kept with the job


def test_a_second_answer_finds_nothing_to_do(tmp_path: Path) -> None:
    """Case 60."""
    job_id = upload(tmp_path, ROWS, head=FOREIGN)
    assert match(job_id, code="0", name="1") and not match(job_id, code="0", name="1")


# ---- words --------------------------------------------------------------------------------------------------------

HEAD = ["code", "name", "kind"]
CODED = [["a", "Anna", "Bigg"], ["b", "Ben", "Bigg"], ["c", "Cleo", "Small one"], ["d", "Dan", "tiny"]]


def test_unknown_words_are_listed_once_with_their_rows_and_the_nearest_value(tmp_path: Path) -> None:
    job_id = upload(tmp_path, CODED, head=HEAD)
    jobs.run_all()
    assert job(job_id).result["values"] == {"kind": {"Bigg": [2, 2, 3], "tiny": [1, 5]}}
    choices = toy.SHEET.columns[-1].choices
    assert (mapping.nearest("Bigg", choices), mapping.nearest("qqq", choices)) == ("big", "")
    assert outcomes(job_id) == ["error", "error", "new", "error"]


def test_an_answer_lets_the_file_be_checked_anew_and_is_remembered(tmp_path: Path) -> None:
    job_id = upload(tmp_path, CODED, head=HEAD)
    jobs.run_all()
    assert explain(job_id, **{"kind-0": "big"}) and not confirm(job_id)
    jobs.run_all()
    assert outcomes(job_id) == ["new", "new", "new", "error"]
    assert job(job_id).result["values"] == {"kind": {"tiny": [1, 5]}}
    assert explain(job_id, **{"kind-0": "small"})
    jobs.run_all()
    assert outcomes(job_id) == ["new"] * 4
    confirm(job_id)
    jobs.run_all()
    assert len(names()) == 4
    again = upload(tmp_path, [["x", "Xu", "tiny"], ["y", "Yi", "Bigg"]], head=HEAD)
    jobs.run_all()
    assert outcomes(again) == ["new", "new"]


def test_what_is_no_value_of_ours_is_refused_and_no_answer_changes_nothing(tmp_path: Path) -> None:
    job_id = upload(tmp_path, CODED, head=HEAD)
    jobs.run_all()
    with pytest.raises(RuleError, match="Choose one of the values"):
        explain(job_id, **{"kind-0": "enormous"})
    assert not explain(job_id, **{"kind-0": "", "kind-7": "big"})
    assert job(job_id).status == WAITING


def test_long_numbers_and_long_texts_are_never_kept_as_words(tmp_path: Path) -> None:
    rows = [["a", "Anna", "110101199003070214"], ["b", "Ben", "x" * 61], ["c", "Cleo", "b1g"]]
    job_id = upload(tmp_path, rows, head=HEAD)
    jobs.run_all()
    assert list(job(job_id).result["values"]["kind"]) == ["b1g"]


def test_a_column_of_nothing_but_unknown_words_is_not_listed_without_end(tmp_path: Path, toy_app: Flask) -> None:
    job_id = upload(tmp_path, [[f"c{n}", "n", f"w{n}"] for n in range(70)], head=HEAD)
    jobs.run_all()
    assert len(job(job_id).result["values"]["kind"]) == mapping.WORDS


# ---- hidden rows --------------------------------------------------------------------------------------------------


def with_hidden(folder: Path, *hidden: int) -> Path:
    part = toy.workbook(folder / "hidden.xlsx", [["code", "name"], *[[f"c{n}", "n"] for n in range(4)]])
    book = load_workbook(part)
    for number in hidden:
        book.worksheets[0].row_dimensions[number].hidden = True
    book.save(part)
    return part


@pytest.mark.case(52)
def test_case_52_hidden_rows_are_said_and_not_imported_without_a_yes(tmp_path: Path) -> None:
    job_id = upload_file(with_hidden(tmp_path, 3, 5))
    jobs.run_all()
    with scope.using(toy.SCOPE):
        page = showing.Import(db.session(), db.session.get_one(Job, job_id), {})
        assert page.about_hidden == "Hidden rows are left out: 3, 5; 2 in all."
    confirm(job_id)
    jobs.run_all()
    assert set(names()) == {"c0", "c2"} and len(result_rows(job_id, "all", tmp_path)) == 3


@pytest.mark.case(52)
def test_case_52_with_a_yes_the_file_is_checked_anew_and_hidden_rows_count(tmp_path: Path) -> None:
    job_id = upload_file(with_hidden(tmp_path, 2, 3, 4, 5))
    jobs.run_all()
    assert job(job_id).status == WAITING and outcomes(job_id) == []
    with scope.using(toy.SCOPE):
        assert operations.include_hidden(db.session, db.session.get_one(Job, job_id))
        db.session.commit()
    jobs.run_all()
    confirm(job_id)
    jobs.run_all()
    assert len(names()) == 4
