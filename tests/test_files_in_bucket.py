"""The product with its files in a bucket: nothing of them on its own disk, and nothing lost while it is away."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.kit import scope
from app.kit.files import Attachment
from app.kit.jobs.models import DONE, RUNNING, Job, StoredFile
from tests.buckets import BucketServer, bucket_server
from tests.imports import counts, import_file, upload, work
from tests.kit.test_files import pdf, picture
from tests.person import Person
from tests.test_attachments import declared, form, number_of

__all__ = ["form"]  # a fixture

UNITS = Path(__file__).parent / "data" / "organizations.xlsx"
Get = Callable[..., Person]
Rows = Callable[..., list[Any]]


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketServer]:
    """The application with its files in a bucket of its own."""
    with bucket_server() as started:
        for name, value in started.settings.items():
            monkeypatch.setitem(app.config, name, value)
        app.extensions.pop("storage", None)
        yield started
    app.extensions.pop("storage", None)


def on_disk(app: Flask) -> list[str]:
    return [path.name for name in ("files", "parts") for path in Path(app.config["DATA_DIR"]).glob(f"{name}/*")]


def test_sheets_go_through_the_bucket_in_and_out(server: BucketServer, app: Flask, person: Get, rows: Rows) -> None:
    before, who = set(on_disk(app)), person("dl1")
    job = import_file(who, "organizations", UNITS)
    assert counts(app, job)["new"] == 105
    assert who.post("/organizationview/export").status_code == 303
    work(app)
    (task,) = rows(Job, Job.kind == "export")
    answer = who.get(f"/exports/{task.id}/file")
    assert answer.content_length == task.file.size == len(answer.data)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert len(list(book.active.iter_rows())) == task.result["count"] + 1
    assert server.names() == {f"files/{one.key}" for one in rows(StoredFile)}
    assert set(on_disk(app)) == before


def test_attachments_are_in_the_bucket_and_leave_it_with_their_row(
    server: BucketServer, app: Flask, person: Get, form: dict[str, str], rows: Rows
) -> None:
    who = person("dl3")
    item = number_of(declared(who, form, (pdf(2), "方案.pdf"), (picture(), "会场.jpg")))
    work(app)
    letter, photo = rows(Attachment, Attachment.item_id == item)
    its = {f"attachments/{letter.key}{page}" for page in ("", ".1", ".2")}
    assert server.names() == its | {f"attachments/{photo.key}", f"attachments/{photo.key}.1"}
    door = f"/declarationview/{item}/files/{letter.id}"
    assert who.get(door).data == pdf(2)
    assert who.get(f"{door}/pages/2").content_type == "image/jpeg"
    assert who.post(f"{door}/remove").status_code == 303
    assert not server.names() & its


def test_an_upload_while_the_bucket_is_away_says_so_and_keeps_nothing(
    server: BucketServer, person: Get, form: dict[str, str], rows: Rows
) -> None:
    server.stop()
    data = {"file": (io.BytesIO(UNITS.read_bytes()), UNITS.name)}
    answer = person("dl1").post("/imports/new/organizations", data, content_type="multipart/form-data")
    assert (answer.status_code, "数据没有丢失，请稍后再试" in answer.get_data(as_text=True)) == (422, True)
    answer = declared(person("dl3"), form, (picture(), "会场.jpg"))
    assert "数据没有丢失，请稍后再试" in answer.get_data(as_text=True)
    assert rows(Job, Job.kind == "import") == rows(StoredFile) == []
    assert not [one for one in rows(Attachment) if one.name == "会场.jpg"]


def test_a_job_waits_for_the_bucket_and_then_goes_on(server: BucketServer, app: Flask, person: Get, rows: Rows) -> None:
    """Not failed, however long it takes: it tells its owner what it waits for."""
    who = person("dl1")
    job = upload(who, "organizations", UNITS)
    assert who.post(f"/imports/{job}/cancel").status_code == 303
    server.stop()
    assert who.post("/organizationview/export").status_code == 303
    for _minute in range(4):
        work(app)
        (task,) = rows(Job, Job.kind == "export")
        assert (task.status, "数据没有丢失" in task.message) == (RUNNING, True)
        minutes_pass(app)
    assert "数据没有丢失" in who.get(f"/exports/{task.id}").get_data(as_text=True)
    server.start_again()
    work(app)
    (task,) = rows(Job, Job.kind == "export")
    assert (task.status, task.message) == (DONE, "")
    assert who.get(f"/exports/{task.id}/file").status_code == 200


def minutes_pass(app: Flask) -> None:
    with app.app_context(), scope.everything("test"):
        db.session.execute(update(Job).where(Job.status == RUNNING).values(lease_until=0))
        db.session.commit()


def test_a_download_while_the_bucket_is_away_says_so(server: BucketServer, app: Flask, person: Get, rows: Rows) -> None:
    who = person("dl1")
    assert who.post("/organizationview/export").status_code == 303
    work(app)
    (task,) = rows(Job, Job.kind == "export")
    server.stop()
    answer = who.get(f"/exports/{task.id}/file")
    assert (answer.status_code, "数据没有丢失" in answer.get_data(as_text=True)) == (503, True)
    server.start_again()
    assert who.get(f"/exports/{task.id}/file").status_code == 200
