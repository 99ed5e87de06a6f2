"""What the page of an import says: what has changed since the preview, and how long it will still take."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.extensions import db
from app.kit import clock, jobs, scope
from app.kit.jobs.models import DONE, RUNNING, WAITING, Job
from app.kit.sheets import showing
from app.kit.sheets.listing import Task
from tests.kit import toy
from tests.kit.uploads import TEN, confirm, counts, import_all, job, match, result_rows, undo_all, upload

pytestmark = [pytest.mark.usefixtures("toy_app"), pytest.mark.req("SHEET-1")]


def test_a_difference_to_the_preview_is_listed_with_what_the_preview_had_said(tmp_path: Path) -> None:
    job_id = upload(tmp_path, TEN)
    jobs.run_all()
    import_all(tmp_path, [["c3", "n3", None, None], ["c4", "mine", None, None]])
    confirm(job_id)
    jobs.run_all()
    done = job(job_id)
    assert done.result["preview"]["new"] == 10
    assert (done.result["counts"]["new"], done.result["counts"]["foreseen"]) == (8, 2)
    with scope.using(toy.SCOPE):
        page = showing.Import(db.session(), db.session.get_one(Job, job_id), {"rows": "foreseen"})
        assert [line.number for line in page.lines] == [5, 6]
        assert [(str(label), said, came) for label, said, came in page.foreseen] == [
            ("Added", 10, 8), ("Updated", 0, 1), ("Unchanged", 0, 1),
        ]  # fmt: skip
    rows = result_rows(job_id, "all", tmp_path)[1:]
    assert [row[-1] for row in rows if row[-1]] == ["The preview said: To add."] * 2


def test_an_import_that_came_as_foreseen_says_nothing(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    with scope.using(toy.SCOPE):
        page = showing.Import(db.session(), db.session.get_one(Job, job_id), {})
        assert page.foreseen == [] and "foreseen" not in [name for name, *_rest in page.tabs]


@pytest.mark.parametrize(
    ("cursor", "total", "seconds", "said"),
    [
        (100, 1000, 60, "about 9 minutes left"),
        (500, 1000, 60, "about 1 minute left"),
        (900, 1000, 60, "less than a minute left"),
        (0, 1000, 60, ""),
        (1000, 1000, 60, ""),
    ],
)
def test_the_time_left_follows_from_what_has_been_done(cursor: int, total: int, seconds: int, said: str) -> None:
    begun = clock.now() - timedelta(seconds=seconds)
    working = Job(kind="import", status=RUNNING, phase="apply", cursor=cursor, total=total, started_at=begun, result={})
    assert Task(working).left == said
    working.status = DONE
    assert Task(working).left == ""


def test_each_phase_has_a_beginning_of_its_own(tmp_path: Path) -> None:
    job_id = upload(tmp_path, TEN)
    jobs.run_all()
    assert job(job_id).status == WAITING
    checked = job(job_id).started_at
    confirm(job_id)
    assert job(job_id).started_at is None and checked is not None
    jobs.run_all()
    assert (job(job_id).started_at or checked) > checked


def test_the_list_says_what_waits_and_what_was_taken_back(tmp_path: Path) -> None:
    foreign = upload(tmp_path, [["a", "b", "c"]], head=["甲", "乙", "丙"])
    assert str(Task(job(foreign)).state) == "Columns to match"
    match(foreign, code="0", name="1")
    assert str(Task(job(foreign)).state) == "Checking"
    job_id = import_all(tmp_path, TEN)
    undo_all(job_id)
    assert str(Task(job(job_id)).state) == "Undone"
    assert Task(job(job_id)).counts == counts(job_id)
