"""Imports through the pages, as a user does them: upload, wait, confirm, wait, download."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kit import jobs, scope
from tests.person import Person


def book(folder: Path, *rows: list[Any]) -> Path:
    """A workbook of `rows`, the headings first."""
    made = openpyxl.Workbook()
    assert made.active
    for row in rows:
        made.active.append(row)
    path = folder / f"{len(list(folder.iterdir()))}.xlsx"
    made.save(path)
    return path


def upload(person: Person, sheet: str, file: Path, **context: Any) -> int:
    """Upload `file` and preview it; the number of the import."""
    data = {"file": (BytesIO(file.read_bytes()), file.name)}
    query = "&".join(f"{name}={value}" for name, value in context.items())
    answer = person.post(f"/imports/new/{sheet}?{query}", data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)[-2000:]
    work(person.app)
    return int(answer.location.rstrip("/").rsplit("/", 1)[1])


def import_file(person: Person, sheet: str, file: Path, **context: Any) -> int:
    """Upload, preview, confirm and apply `file`; the number of the import."""
    job = upload(person, sheet, file, **context)
    assert person.post(f"/imports/{job}/confirm").status_code == 303
    work(person.app)
    return job


def work(app: Flask) -> None:
    """Do every waiting job in this thread."""
    with app.app_context():
        jobs.run_all()


def counts(app: Flask, job: int) -> dict[str, int]:
    """Rows per outcome after the import."""
    with app.app_context(), scope.everything("test"):
        found = db.session.get(jobs.Job, job)
        assert found is not None
        assert found.status == "done", (found.status, found.message)
        return {name: found.result["counts"][name] for name in ("new", "changed", "unchanged", "duplicate", "error")}


def result_rows(person: Person, job: int, which: str) -> list[tuple[Any, ...]]:
    """The rows of a downloaded result workbook, header first."""
    answer = person.get(f"/imports/{job}/download/{which}")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(answer.data))
    return list(book.active.iter_rows(values_only=True))


def begin_undo(person: Person, job: int, reason: str = "导错了文件") -> None:
    """Look what the import could take back and give a reason."""
    assert person.post(f"/imports/{job}/look").status_code == 303
    work(person.app)
    assert person.post(f"/imports/{job}/take_back", {"reason": reason}).status_code == 303


def take_back(person: Person, job: int, reason: str = "导错了文件") -> None:
    """The same, and let it happen."""
    begin_undo(person, job, reason)
    work(person.app)


def undone(app: Flask, job: int) -> dict[str, int]:
    """Rows that were taken back, and rows that stay."""
    with app.app_context(), scope.everything("test"):
        tries = select(jobs.Job).where(jobs.Job.ukey.startswith(f"undo:{job}:"))
        last = db.session.scalars(tries.order_by(jobs.Job.id.desc())).first()
        assert last is not None and last.status == "done", last and last.message
        return dict(last.result["done"])
