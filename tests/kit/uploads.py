"""An import of the toy sheet step by step, as its owner and the worker do it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from app.extensions import db
from app.kit import jobs, scope
from app.kit.jobs import queue
from app.kit.jobs.models import Job
from app.kit.sheets import figures, operations, results
from app.kit.sheets.models import ImportRow
from app.kit.sheets.sheet import MAP
from tests.kit import toy

HEAD = ["code", "name", "parent", "secret"]


def upload(folder: Path, rows: Iterable[Iterable[Any]], head: list[Any] = HEAD, **params: Any) -> int:
    part = toy.workbook(folder / "part.xlsx", [head, *rows])
    return upload_file(part, **params)


def upload_file(part: Path, **params: Any) -> int:
    with scope.using(toy.SCOPE):
        job = operations.start(db.session, toy.SHEET, part, "my things.xlsx", params)
        db.session.commit()
        return job.id


def confirm(job_id: int, whole: bool = False) -> bool:
    with scope.using(toy.SCOPE):
        won = operations.confirm(db.session, db.session.get_one(Job, job_id), whole)
        db.session.commit()
        return won


def job(job_id: int) -> Job:
    with scope.using(scope.Scope(scope.EVERYTHING), readonly=True):
        found = db.session.get_one(Job, job_id)
        db.session.expunge_all()
        return found


def match(job_id: int, **chosen: str) -> bool:
    """Answer which column is which: as it was found, and as `chosen`."""
    with scope.using(toy.SCOPE):
        found = db.session.get_one(Job, job_id)
        places = {name: str(at) for name, at in found.params["positions"].items()}
        won = operations.match(db.session, found, places | chosen)
        db.session.commit()
        return won


def import_all(folder: Path, rows: Iterable[Iterable[Any]], **more: Any) -> int:
    job_id = upload(folder, rows, **more)
    if job(job_id).phase == MAP:
        match(job_id)
    jobs.run_all()
    confirm(job_id)
    jobs.run_all()
    return job_id


def names() -> dict[str, str]:
    with scope.using(toy.SCOPE):
        return {thing.code: thing.name for thing in db.session.scalars(select(toy.Thing))}


def outcomes(job_id: int) -> list[str]:
    with scope.using(toy.SCOPE):
        rows = db.session.scalars(select(ImportRow).where(ImportRow.job_id == job_id).order_by(ImportRow.row_no))
        return [row.outcome for row in rows]


def counts(job_id: int) -> dict[str, int]:
    with scope.using(toy.SCOPE):
        return figures.counts(db.session, job_id)


def result_rows(job_id: int, which: str, folder: Path) -> list[list[Any]]:
    path = folder / f"{which}.xlsx"
    with scope.using(toy.SCOPE):
        results.write(db.session, db.session.get_one(Job, job_id), which, path)
    page = load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


TEN = [[f"c{n}", f"n{n}", None, None] for n in range(10)]


# ---- taking back --------------------------------------------------------------------------------------------------


def look(import_id: int) -> int:
    """Ask what could be taken back; the number of the undo."""
    with scope.using(toy.SCOPE):
        found = operations.look(db.session, db.session.get_one(Job, import_id)).id
        db.session.commit()
        return found


def take_back(import_id: int, reason: str = "wrong file") -> bool:
    with scope.using(toy.SCOPE):
        won = operations.take_back(db.session, db.session.get_one(Job, import_id), reason)
        db.session.commit()
        return won


def undo_all(import_id: int) -> int:
    number = look(import_id)
    jobs.run_all()
    take_back(import_id)
    jobs.run_all()
    return number


def give_up_lease(job_id: int) -> None:
    """Time passes for a job whose worker is gone."""
    with scope.everything("test"):
        db.session.execute(queue.change(Job.id == job_id, lease_until=queue.dbnow() - 1))
        db.session.commit()
