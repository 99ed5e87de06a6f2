"""What imports and exports leave behind goes after 30 days; that they were, and with what outcome, stays."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.kit import jobs, scope, storage
from app.kit.jobs.models import CANCELLED, DONE, WAITING, Job, StoredFile
from app.kit.sheets import retaining
from app.kit.sheets.models import ImportRow
from tests.imports import import_file, upload, work
from tests.person import Person

UNITS = Path(__file__).parent / "data" / "organizations.xlsx"
Get = Callable[..., Person]
Rows = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def empty(app: Flask) -> None:
    """The files of other tests are nobody's here."""
    for path in Path(app.config["DATA_DIR"]).glob("files/*"):
        path.unlink()


def kept(app: Flask) -> set[str]:
    with app.app_context():
        return {name for name, _written in storage.store().listed("files")}


def days_pass(app: Flask, days: int, *numbers: int) -> None:
    """As if these tasks had been asked for, and had ended, that much earlier."""
    with app.app_context(), scope.everything("test"):
        for job in db.session.query(Job).filter(Job.id.in_(numbers)):
            job.created_at -= timedelta(days=days)
            job.ended_at = job.ended_at and job.ended_at - timedelta(days=days)
        db.session.commit()


def night(app: Flask, kind: str = "retention") -> Any:
    """The nightly job of the platform; what it says it did."""
    with app.app_context(), scope.everything("test"):
        number = jobs.enqueue(db.session(), kind, platform_id=1).id
        db.session.commit()
    work(app)
    with app.app_context(), scope.everything("test"):
        done = db.session.get_one(Job, number)
        assert done.status == DONE
        return done.result


def export(who: Person, rows: Rows) -> int:
    assert who.post("/organizationview/export").status_code == 303
    work(who.app)
    return int(rows(Job, Job.kind == "export")[-1].id)


@pytest.mark.req("SHEET-1")
def test_files_and_rows_go_after_thirty_days_and_the_page_says_so(
    app: Flask, person: Get, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retaining, "AT_ONCE", 40)  # in several steps
    who = person("dl1")
    old, exported = import_file(who, "organizations", UNITS), export(who, rows)
    young = import_file(who, "organizations", UNITS)
    days_pass(app, 31, old, exported)
    days_pass(app, 29, young)
    assert night(app) == {"rows": 106, "files": 2}
    assert {row.job_id for row in rows(ImportRow)} == {young}
    (file,) = rows(StoredFile)
    assert kept(app) == {file.key}
    page = who.get(f"/imports/{old}").get_data(as_text=True)
    assert "文件已不再保存" in page
    assert '<span class="pill">105</span>' in page, "its figures are still told"
    assert f"/imports/{old}/download" not in page
    assert who.get(f"/imports/{old}/download/all").status_code == 404
    assert "文件已不再保存" in who.get(f"/exports/{exported}").get_data(as_text=True)
    assert who.get(f"/exports/{exported}/file").status_code == 404
    assert who.get(f"/imports/{young}/download/all").status_code == 200
    assert "文件已不再保存" not in who.get(f"/imports/{young}").get_data(as_text=True)


def test_a_preview_that_nobody_confirmed_is_closed_with_that_reason(app: Flask, person: Get, rows: Rows) -> None:
    who = person("dl1")
    forgotten, fresh = upload(who, "organizations", UNITS), upload(who, "organizations", UNITS)
    days_pass(app, 31, forgotten)
    night(app)
    one, other = rows(Job, Job.id.in_([forgotten, fresh]))
    assert (one.status, one.message, one.file_id) == (CANCELLED, "30 天内未确认，已取消。", None)
    assert other.status == WAITING
    assert who.post(f"/imports/{forgotten}/confirm").status_code == 303
    assert rows(Job, Job.id == forgotten)[0].status == CANCELLED


def test_taking_back_that_nobody_gave_a_reason_for_is_closed_too(app: Flask, person: Get, rows: Rows) -> None:
    who = person("dl1")
    number = import_file(who, "organizations", UNITS)
    assert who.post(f"/imports/{number}/look").status_code == 303
    work(app)
    (undo,) = rows(Job, Job.kind == "import_undo")
    assert undo.status == WAITING
    days_pass(app, 31, number, undo.id)
    night(app)
    assert rows(Job, Job.id == undo.id)[0].status == CANCELLED
    assert who.get(f"/imports/{number}").status_code == 200


def test_another_platforms_tasks_are_left_to_its_own_night(app: Flask, person: Get, rows: Rows) -> None:
    old = import_file(person("dl1"), "organizations", UNITS)
    days_pass(app, 31, old)
    with app.app_context(), scope.everything("test"):
        assert retaining.drop_rows(db.session(), 2) == 0
        assert retaining.release_files(db.session(), 2) == []
    assert len(rows(ImportRow)) == 106


def test_a_file_goes_only_when_that_is_committed(
    app: Flask, person: Get, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = import_file(person("dl1"), "organizations", UNITS)
    days_pass(app, 31, old)
    with app.app_context(), scope.everything("test"):
        (key,) = retaining.release_files(db.session(), 1)
        db.session.rollback()
    assert [one.key for one in rows(StoredFile)] == [key]
    assert kept(app) == {key}


# ---- what crashes leave behind ------------------------------------------------------------------------------------


def test_files_and_parts_that_no_row_knows_go_after_a_day(app: Flask, person: Get, rows: Rows) -> None:
    import_file(person("dl1"), "organizations", UNITS)
    (known,) = kept(app)
    with app.app_context():
        store = storage.store()
        for key in ("0" * 32 + ".xlsx", "1" * 32 + ".xlsx"):
            with store.new_part() as part:
                store.put(part, f"files/{key}")
        (store.parts / "half").write_bytes(b"half")
    folder = Path(app.config["DATA_DIR"])
    for path in (folder / "files" / known, folder / "files" / ("0" * 32 + ".xlsx"), folder / "parts" / "half"):
        os.utime(path, (time.time() - 90_000,) * 2)
    done = night(app, "job_cleaning")
    assert (done["files"], done["parts"]) == (1, 1)
    assert kept(app) == {known, "1" * 32 + ".xlsx"}
    assert not (folder / "parts" / "half").exists()


# ---- when -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "begun"),
    [("2026-03-01T17:59:59", False), ("2026-03-01T18:00:00", True), ("2026-03-02T17:59:59", True)],
)
def test_nightly_work_begins_at_two_by_the_platforms_clock(
    app: Flask, rows: Rows, monkeypatch: pytest.MonkeyPatch, moment: str, begun: bool
) -> None:
    """02:00 in Shanghai is 18:00 of the day before in UTC; the night of 2 March."""
    slots = []
    for at in ("2026-03-01T12:00:00", moment):
        seconds = time.mktime(time.strptime(at, "%Y-%m-%dT%H:%M:%S")) - time.timezone
        monkeypatch.setattr(time, "time", lambda now=seconds: now)
        with app.app_context():
            jobs.tick()
        slots.append({job.ukey for job in rows(Job, Job.kind == "retention", Job.platform_id == 1)})
    assert (slots[0] != slots[1]) == begun
