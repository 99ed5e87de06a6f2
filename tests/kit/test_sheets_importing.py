"""From upload to result: preview writes nothing, one bad row never blocks the good, nothing is applied
twice."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.extensions import db
from app.kit import jobs, scope
from app.kit.errors import RuleError
from app.kit.jobs import queue
from app.kit.jobs.models import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job
from app.kit.sheets import importing, judging, operations, results, showing, workbooks
from app.kit.sheets.models import ImportRow, unpack
from tests.kit import toy
from tests.kit.uploads import (
    HEAD,
    TEN,
    confirm,
    counts,
    import_all,
    job,
    names,
    outcomes,
    result_rows,
    upload,
    upload_file,
)


@pytest.fixture(autouse=True)
def small_chunks(toy_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 4)


def test_a_preview_writes_no_domain_table_and_waits(tmp_path: Path) -> None:
    job_id = upload(tmp_path, TEN)
    jobs.run_all()
    waiting = job(job_id)
    assert (waiting.status, waiting.total, names()) == (WAITING, 11, {})
    assert waiting.result["preview"]["new"] == 10


def test_a_confirmed_import_writes_each_row_once_and_a_double_click_is_harmless(tmp_path: Path) -> None:
    """Case 60."""
    job_id = upload(tmp_path, TEN)
    jobs.run_all()
    assert confirm(job_id) and not confirm(job_id)
    jobs.run_all()
    assert job(job_id).status == DONE and len(names()) == 10
    assert job(job_id).result["counts"]["applied"] == 10


def test_the_same_file_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    first = import_all(tmp_path, TEN)
    with (tmp_path / "again.xlsx").open("wb") as copy:
        with scope.using(toy.SCOPE):
            stored = db.session.get_one(Job, first).file
            assert stored is not None
            key = stored.key
        copy.write((tmp_path / "files" / key).read_bytes())
    second = upload_file(tmp_path / "again.xlsx")
    jobs.run_all()
    assert job(second).params["earlier"] == first
    assert job(second).result["preview"]["unchanged"] == 10


def test_an_update_shows_old_values_and_writes_new_ones(tmp_path: Path) -> None:
    import_all(tmp_path, TEN)
    job_id = upload(tmp_path, [["c1", "other", None, None]])
    jobs.run_all()
    with scope.using(toy.SCOPE):
        row = db.session.scalars(select(ImportRow).where(ImportRow.job_id == job_id)).one()
        assert (row.outcome, unpack(row.before)) == ("changed", {"name": "n1"})
    confirm(job_id)
    jobs.run_all()
    assert names()["c1"] == "other"


def test_of_rows_with_one_key_the_first_accepted_counts_across_chunks_and_turns(tmp_path: Path) -> None:
    rows = [["a", "rejected"], ["a", "second"], ["a", "third"], ["b", "b"], ["c", "c"], ["a", "fifth"]]
    job_id = upload(tmp_path, rows, head=["code", "name"])
    jobs.run_all()
    assert outcomes(job_id) == ["error", "new", "duplicate", "new", "new", "duplicate"]
    confirm(job_id)
    jobs.run_all()
    assert names()["a"] == "second"


def test_a_row_may_refer_to_one_defined_above_in_the_file_but_not_to_a_wrong_one(tmp_path: Path) -> None:
    rows = [
        ["r", "root", None],
        ["x", "rejected", "r"],
        ["y", "y", "x"],
        ["a", "a", "r"],
        ["b", "b", "a"],
        ["z", "z", "zz"],
    ]
    job_id = import_all(tmp_path, rows, head=["code", "name", "parent"])
    assert outcomes(job_id) == ["new", "error", "error", "new", "new", "error"]
    assert set(names()) == {"r", "a", "b"}


def test_a_row_that_breaks_a_constraint_or_a_late_rule_does_not_block_the_others(tmp_path: Path) -> None:
    rows = [["a", "a", None, "s1"], ["b", "b", None, "s1"], ["c", "bomb", None, None], ["d", "d", None, "s2"]]
    job_id = import_all(tmp_path, rows)
    assert set(names()) == {"a", "d"} and job(job_id).status == DONE
    assert outcomes(job_id) == ["new", "error", "error", "new"]
    reasons = [row[-1] for row in result_rows(job_id, results.FAILED, tmp_path)[1:]]
    assert "unique" in reasons[0] and reasons[1] == "A bomb may not be stored."


def test_what_changed_since_the_preview_is_checked_again(tmp_path: Path) -> None:
    job_id = upload(tmp_path, TEN)
    jobs.run_all()
    import_all(tmp_path, [["c3", "n3", None, None], ["c4", "mine", None, None]])
    confirm(job_id)
    jobs.run_all()
    assert (outcomes(job_id)[3], outcomes(job_id)[4]) == ("unchanged", "changed")
    assert len(names()) == 10


@pytest.mark.parametrize("dies_in", ["check", "apply"])
def test_a_worker_that_dies_in_any_chunk_loses_nothing_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    turn = {"n": 0}
    honest = judging.judge if dies_in == "check" else judging.write

    def dying(*args: Any) -> Any:
        result = honest(*args)
        turn["n"] += 1
        if turn["n"] % 2 == 0:
            raise MemoryError  # after the work of a chunk, before its commit
        return result

    monkeypatch.setattr(judging, "judge" if dies_in == "check" else "write", dying)
    job_id = upload(tmp_path, [*TEN, ["c1", "again", None, None]])
    for _turn in range(20):
        jobs.run_all()
        now = job(job_id)
        if now.status == RUNNING:
            with scope.everything("test"):
                db.session.execute(queue.change(Job.id == job_id, lease_until=queue.dbnow() - 1))
                db.session.commit()
        elif now.status == WAITING:
            confirm(job_id)
    assert job(job_id).status == DONE and len(names()) == 10
    assert outcomes(job_id) == ["new"] * 10 + ["duplicate"]


def test_cancelling_keeps_what_was_done_and_the_failed_file_holds_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = upload(tmp_path, TEN)
    jobs.run_all()
    confirm(job_id)
    honest = importing._next_page

    def stop_after_the_first(run: jobs.Run) -> Any:
        page = honest(run)
        if run.cursor:
            with scope.using(toy.SCOPE):
                jobs.cancel(db.session, job_id)
                db.session.commit()
        return page

    monkeypatch.setattr(importing, "_next_page", stop_after_the_first)
    jobs.run_all()
    assert job(job_id).status == CANCELLED and len(names()) == 4
    rest = result_rows(job_id, results.FAILED, tmp_path)
    assert len(rest) == 7 and rest[1][-2:] == ["Not imported", "The import was stopped before this row."]
    with scope.using(toy.SCOPE):
        page = showing.Import(db.session(), db.session.get_one(Job, job_id), {})
        told = {name: number for name, _label, number, _active in page.tabs}
        assert (told["new"], told["left"], page.succeeded, page.not_imported) == (4, 6, 4, 6)
        assert page.foreseen == []
        for name, number in told.items():
            chosen = showing.Import(db.session(), page.job, {"rows": name})
            assert len(chosen.lines) == number, name


def test_the_failed_file_keeps_the_users_columns_and_imports_when_corrected(tmp_path: Path) -> None:
    head = ["备注", "NAME*", "code", "hours"]
    rows = [["x", "fine", "a", "8学时"], ["=1+1", "rejected", "b", -1], ["@SUM(1)", "ok", "a", 8]]
    job_id = import_all(tmp_path, rows, head=head)
    failed = result_rows(job_id, results.FAILED, tmp_path)
    assert failed[0] == [*head, "State", "Reason for failure"]
    assert [row[0] for row in failed[1:]] == ["=1+1", "@SUM(1)"]
    assert [row[4] for row in failed[1:]] == ["Error", "Duplicate"] and "row 2" in failed[2][5]
    figures = counts(job_id)
    assert len(failed) - 1 == figures["error"] + figures["duplicate"]
    assert len(result_rows(job_id, results.SUCCEEDED, tmp_path)) - 1 == figures["applied"]
    assert len(result_rows(job_id, results.ALL, tmp_path)) - 1 == 3

    book = load_workbook(tmp_path / "failed.xlsx")
    assert book.worksheets[0]["A2"].data_type == "s"
    book.worksheets[0]["B2"], book.worksheets[0]["D2"] = "good", 4
    book.save(tmp_path / "corrected.xlsx")
    again = upload_file(tmp_path / "corrected.xlsx")
    jobs.run_all()
    assert job(again).params["headers"] == head
    confirm(again)
    jobs.run_all()
    assert names()["b"] == "good"


@pytest.mark.case(56)
def test_case_56_no_text_of_a_user_becomes_a_formula(tmp_path: Path) -> None:
    texts = ['=HYPERLINK("http://x","a")', "@SUM(1)", "+1", "-1", "\t=1+1", "=1\x00"]
    rows = [([text], "State", "Reason") for text in texts]
    workbooks.result(tmp_path / "a.xlsx", toy.SHEET, ["Code"], {toy.SHEET.columns[0].name: 0}, rows)
    cells = [row[0] for row in load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [*texts[:5], "=1"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_template_tells_everything_and_reads_as_its_own_sheet(tmp_path: Path) -> None:
    workbooks.template(tmp_path / "a.xlsx", toy.SHEET)
    book = load_workbook(tmp_path / "a.xlsx")
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["Code*", "Name*", "Parent"]
    assert book.sheetnames[1] == "Instructions" and book.worksheets[2].sheet_state == "hidden"
    book.worksheets[0].append(["c", "n"])
    book.save(tmp_path / "b.xlsx")
    job_id = upload_file(tmp_path / "b.xlsx")
    jobs.run_all()
    assert outcomes(job_id) == ["new"]


def test_cells_are_encrypted_at_rest_and_params_hold_no_personal_data(tmp_path: Path) -> None:
    upload(tmp_path, [["c", "secret-name", None, None]])
    jobs.run_all()
    with scope.everything("test"):
        row = db.session.scalars(select(ImportRow)).one()
        assert b"secret-name" not in row.cells and unpack(row.cells)[1] == "secret-name"
        assert "secret-name" not in str(db.session.scalars(select(Job)).one().params)


def test_rows_and_jobs_of_another_identity_do_not_exist(tmp_path: Path) -> None:
    """Case 12 at the level of the session: every page goes through it."""
    job_id = import_all(tmp_path, TEN)
    with scope.using(toy.OTHER):
        assert db.session.scalars(select(Job).where(Job.id == job_id)).all() == []
        assert db.session.scalars(select(jobs.StoredFile)).all() == []
        assert db.session.scalar(select(func.count(ImportRow.id))) == 0


def test_without_permission_or_when_the_target_is_closed_nothing_starts(tmp_path: Path) -> None:
    part = toy.workbook(tmp_path / "a.xlsx", [HEAD, *TEN])
    nobody = scope.Scope("platform", 1, actor=scope.Actor(9, identity="a9"))
    with scope.using(nobody), pytest.raises(RuleError):
        operations.start(db.session, toy.SHEET, part, "a.xlsx", {})
    with scope.using(toy.SCOPE), pytest.raises(RuleError, match="closed"):
        operations.start(db.session, toy.SHEET, part, "a.xlsx", {"box": "closed"})


def test_too_many_rows_and_no_rows_end_with_a_sentence(tmp_path: Path, toy_app: Flask) -> None:
    toy_app.config["SHEETS_MAX_ROWS"] = 5
    many, none = upload(tmp_path, TEN), upload(tmp_path, [])
    jobs.run_all()
    assert (job(many).status, job(none).status) == (FAILED, FAILED)
    assert "more than 5 rows" in job(many).message and "no rows" in job(none).message


def test_an_upload_larger_than_the_limit_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="larger"), jobs_files().new_file(".xlsx") as part:
        jobs_files().receive(io.BytesIO(b"x" * 2_000_000), part, 1 << 20)
    assert [*tmp_path.glob("parts/*"), *tmp_path.glob("files/*")] == []


def jobs_files() -> Any:
    from app.kit.jobs import files

    return files


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/x.pdf", "x.pdf"),
        ("..\\x.xlsx", "x.xlsx"),
        ("证书.pdf", "证书.pdf"),
        ("a" * 300, "a" * 200),
    ],
)
@pytest.mark.case(58)
def test_case_58_the_name_is_only_shown(name: str, shown: str) -> None:
    assert jobs_files().shown_name(name) == shown


# ---- export ------------------------------------------------------------------------------------------------


def export(args: dict[str, str]) -> int:
    from app.kit.sheets import exporting

    with scope.using(toy.SCOPE):
        job_id = exporting.enqueue("ThingList", args).id
        db.session.commit()
    jobs.run_all()
    return job_id


def test_an_export_holds_the_list_as_filtered_in_its_order(tmp_path: Path) -> None:
    import_all(tmp_path, TEN)
    done = job(export({}))
    assert (done.status, done.result["count"]) == (DONE, 10) and done.file is not None
    page = load_workbook(tmp_path / "files" / done.file.key).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == ["Code", "Name"] and [row[1] for row in rows[1:]] == [f"n{n}" for n in range(9, -1, -1)]
    assert page.freeze_panes == "A2"
    assert job(export({"name": "n3"})).result["count"] == 1


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 63."""

    def full(path: Path) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jobs_files(), "checksum", full)
    failed = job(export({}))
    assert failed.status == FAILED and failed.file is None
    assert [*tmp_path.glob("parts/*"), *tmp_path.glob("files/*")] == []
