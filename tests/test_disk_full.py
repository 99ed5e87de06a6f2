"""A disk that is full: what was under way ends with that reason, without half a file, and works when tried again."""

from __future__ import annotations

import gc
import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from app.kit.jobs.models import DONE, FAILED, WAITING, Job, StoredFile
from tests.imports import counts, work
from tests.person import Person

UNITS = Path(__file__).parent / "data" / "organizations.xlsx"
Get = Callable[..., Person]
Rows = Callable[..., list[Any]]

# openpyxl's generators, stopped in the middle, say at their end that they could not write theirs either
pytestmark = [pytest.mark.case(63), pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


class Disk:
    """A small file system of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        with (self.folder / "other").open("wb", buffering=0) as other:
            try:
                while other.write(b"x" * 4096):
                    pass
            except OSError:
                return

    def free(self) -> None:
        (self.folder / "other").unlink()

    def files(self) -> list[str]:
        return [path.name for name in ("files", "parts") for path in self.folder.glob(f"{name}/*")]


@pytest.fixture
def disk(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """The application with its files on two megabytes."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tmp_path)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a file system of our own needs root and the right to mount")
    monkeypatch.setitem(app.config, "FILES_URL", tmp_path.as_uri())
    app.extensions.pop("storage", None)
    yield Disk(tmp_path)
    app.extensions.pop("storage", None)
    gc.collect()  # what could not be written says so here, not in a test after this one
    subprocess.run(["umount", str(tmp_path)], check=True)


def upload(who: Person) -> Any:
    data = {"file": (io.BytesIO(UNITS.read_bytes()), UNITS.name)}
    return who.post("/imports/new/organizations", data, content_type="multipart/form-data")


def test_an_export_fails_with_the_reason_and_works_when_there_is_room(
    disk: Disk, app: Flask, person: Get, rows: Rows
) -> None:
    who = person("dl1")
    disk.fill()
    assert who.post("/organizationview/export").status_code == 303
    work(app)
    (failed,) = rows(Job, Job.kind == "export")
    assert (failed.status, failed.file_id) == (FAILED, None)
    assert "磁盘已满" in failed.message
    assert "磁盘已满" in who.get(f"/exports/{failed.id}").get_data(as_text=True)
    assert (disk.files(), rows(StoredFile)) == ([], [])
    disk.free()
    assert who.post("/organizationview/export").status_code == 303
    work(app)
    again = rows(Job, Job.kind == "export")[-1]
    assert again.status == DONE
    openpyxl.load_workbook(io.BytesIO(who.get(f"/exports/{again.id}/file").data))


def test_an_upload_is_refused_with_the_reason_and_works_when_there_is_room(
    disk: Disk, app: Flask, person: Get, rows: Rows
) -> None:
    who = person("dl1")
    disk.fill()
    answer = upload(who)
    assert (answer.status_code, "磁盘已满" in answer.get_data(as_text=True)) == (422, True)
    assert (disk.files(), rows(StoredFile), rows(Job, Job.kind == "import")) == ([], [], [])
    disk.free()
    number = int(upload(who).location.rsplit("/", 1)[1])
    work(app)
    assert rows(Job, Job.id == number)[0].status == WAITING
    disk.fill()  # the file is whole: what is left to do needs no room here
    assert who.post(f"/imports/{number}/confirm").status_code == 303
    work(app)
    assert counts(app, number)["new"] == 105


def test_a_download_for_which_there_is_no_room_says_so(disk: Disk, app: Flask, person: Get) -> None:
    """Result workbooks are written when they are asked for."""
    who = person("dl1")
    number = int(upload(who).location.rsplit("/", 1)[1])
    work(app)
    disk.fill()
    answer = who.get(f"/imports/{number}/download/all")
    assert (answer.status_code, "磁盘已满" in answer.get_data(as_text=True)) == (503, True)
    disk.free()
    assert who.get(f"/imports/{number}/download/all").status_code == 200
    assert list((disk.folder / "parts").iterdir()) == []
