"""An import: one job that previews a file, waits for its owner, then applies the rows, each exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.kit import audit, bulk, jobs, scope
from app.kit.errors import RuleError
from app.kit.jobs import files
from app.kit.jobs.models import DONE, WAITING, Job, StoredFile
from app.kit.sheets import judging
from app.kit.sheets import sheet as sheets
from app.kit.sheets.models import ImportRow, pack, unpack
from app.kit.sheets.reading import open_table
from app.kit.sheets.sheet import ACCEPTED, Context, Row, Sheet

PREVIEW, APPLY = "preview", "apply"
CHUNK = 250  # rows per transaction: keeps SQLite's write lock short


def max_rows() -> int:
    return int(current_app.config.get("SHEETS_MAX_ROWS", 200_000))


def max_bytes() -> int:
    return int(current_app.config.get("SHEETS_MAX_BYTES", 20 * (1 << 20)))


# ---- what the owner does -----------------------------------------------------------------------------------


def start(session: Session, sheet: Sheet, part: Path, name: str, params: Mapping[str, Any]) -> Job:
    """Queue the preview of an uploaded file; RuleError when it cannot be a file of `sheet`."""
    require_permission(sheet, scope.actor())
    title = sheet.title_of(session, params)
    with open_table(part, sheet) as table:
        told: dict[str, Any] = {"unknown": table.unknown, "remarks": table.remarks}
        known = {"context": dict(params), "headers": table.headers, "positions": table.positions}
    stored = files.keep(part, name)
    session.add(stored)
    session.flush()
    told["earlier"] = _earlier(session, sheet, params, stored.sha256)
    return jobs.enqueue(
        session, "import", subject=sheet.name, title=title[:200], phase=PREVIEW, params=known | told,
        file_id=stored.id, total=table.estimate,
    )  # fmt: skip


def confirm(session: Session, job: Job) -> bool:
    """Let a previewed import be applied; a second click finds nothing to do."""
    sheet = sheet_of(job.subject)
    require_permission(sheet, scope.actor())
    sheet.title_of(session, job.params["context"])
    won = jobs.proceed(session, job.id, APPLY)
    if won:
        audit.record(session, f"{sheet.name}:import", job.id, counts=job.result.get("preview", {}))
    return won


def require_permission(sheet: Sheet, actor: scope.Actor) -> None:
    if not sheet.allows(actor):
        raise RuleError(_("You may not import %(label)s.", label=sheet.label))


def sheet_of(name: str) -> Sheet:
    sheet = sheets.get(name)
    if sheet is None:
        raise RuleError(_("This kind of import does not exist any more."))
    return sheet


def _earlier(session: Session, sheet: Sheet, params: Mapping[str, Any], sha256: str) -> int | None:
    """The last finished import of the same bytes into the same place, for a word of warning."""
    same_file = Job.file_id.in_(select(StoredFile.id).where(StoredFile.sha256 == sha256))
    finished = select(Job).where(Job.kind == "import", Job.subject == sheet.name, Job.status == DONE, same_file)
    found = session.scalars(finished.order_by(Job.id.desc()))
    return next((job.id for job in found if job.params.get("context") == dict(params)), None)


# ---- what the worker does ----------------------------------------------------------------------------------


@jobs.handler("import")
def run_import(run: jobs.Run) -> jobs.Ended:
    sheet = sheet_of(run.subject)
    require_permission(sheet, run.scope.actor)
    with run.reading():  # labels may be the platform's words: looked up once, spoken outside transactions too
        sheet.headings()
    return _preview(run, sheet) if run.phase == PREVIEW else _apply(run, sheet)


def _preview(run: jobs.Run, sheet: Sheet) -> jobs.Ended:
    """Judge every row of the file and write down the judgement; no table of the domain is written."""
    with run.beating(), files.local(run.file_key or "") as path, open_table(path, sheet) as table:
        for part in bulk.chunks(table.rows(after=run.cursor), CHUNK):
            if part[-1][0] - table.first_row > max_rows():
                raise RuleError(_("The file has more than %(n)s rows. Split it.", n=max_rows()))
            _preview_chunk(run, sheet, table.positions, [Row(number, cells) for number, cells in part])
    if not run.cursor:
        raise RuleError(_("The file has headings but no rows."))
    with run.reading() as session:
        return jobs.Ended(WAITING, {"preview": counts(session, run.id)}, {"total": run.cursor})


def _preview_chunk(run: jobs.Run, sheet: Sheet, positions: Mapping[str, int], rows: list[Row]) -> None:
    for row in rows:
        sheet.clean(row, positions)
    with run.chunk(rows[-1].number) as session:
        keys = judging.judge(session, sheet, run, rows)
        bulk.insert_rows(session, ImportRow, [_written(run.id, sheet, r, keys) for r in rows], "import: preview")


def _written(job_id: int, sheet: Sheet, row: Row, keys: Mapping[int, str | None]) -> dict[str, Any]:
    token = judging.hashed(row.token) if row.outcome in ACCEPTED else None
    return {"job_id": job_id, "row_no": row.number, "cells": pack(row.cells), "key": keys.get(row.number),
            "token": token, "applied": False} | _judged(sheet, row)  # fmt: skip


def _judged(sheet: Sheet, row: Row) -> dict[str, Any]:
    before = {name: _shown(sheet, name, value) for name, value in row.before.items()}
    return {
        "outcome": row.outcome,
        "warned": row.outcome in ACCEPTED and bool(row.findings),
        "findings": [vars(found) for found in row.findings],
        "before": pack(before) if before else None,
        "target_id": row.target_id,
        "version_after": row.version_after,
    }


def _shown(sheet: Sheet, name: str, value: Any) -> str:
    column = sheet.column(name)
    if column is None or (column.personal and hasattr(value, "reveal")):
        return str(value)  # a Secret shows itself masked
    return column.show(value)


def _apply(run: jobs.Run, sheet: Sheet) -> jobs.Ended:
    """Clean, check and write the accepted rows again from what was uploaded, chunk by chunk.

    A chunk's data, the state of its rows and the checkpoint are one transaction: a worker that dies at any
    moment has done a chunk wholly or not at all.
    """
    positions = run.params["positions"]
    while page := _next_page(run):
        rows = [Row(number, unpack(cells)) for _id, number, cells in page]
        for row in rows:
            sheet.clean(row, positions)
        with run.chunk(rows[-1].number) as session:
            context = Context(run.scope, run.params["context"], APPLY)
            rows = judging.write(session, sheet, context, rows, positions)
            _record(session, sheet, {number: id_ for id_, number, _cells in page}, rows)
    with run.reading() as session:
        return jobs.Ended(result={"counts": counts(session, run.id)})


def _next_page(run: jobs.Run) -> list[tuple[int, int, bytes]]:
    pending = (ImportRow.job_id == run.id, ImportRow.outcome.in_(ACCEPTED), ImportRow.row_no > run.cursor)
    query = select(ImportRow.id, ImportRow.row_no, ImportRow.cells).where(*pending, ImportRow.applied.is_(False))
    with run.reading() as session:
        found = session.execute(query.order_by(ImportRow.row_no).limit(CHUNK))
        return [(id_, number, cells) for id_, number, cells in found]


def _record(session: Session, sheet: Sheet, ids: Mapping[int, int], rows: Iterable[Row]) -> None:
    states = [
        {"id": ids[row.number], "applied": row.outcome in ACCEPTED} | _judged(sheet, row)
        for row in rows
    ]  # fmt: skip
    with scope.bulk("import: the rows of the own job, by their ids"):
        session.execute(update(ImportRow), states)


# ---- figures -----------------------------------------------------------------------------------------------


def counts(session: Session, job_id: int) -> dict[str, int]:
    """Rows per outcome; `warning`: accepted with a remark, `applied`: written or found unchanged."""
    per = (
        select(ImportRow.outcome, func.count(ImportRow.id))
        .where(ImportRow.job_id == job_id)
        .group_by(ImportRow.outcome)
    )
    found = dict.fromkeys((*ACCEPTED, sheets.DUPLICATE, sheets.ERROR), 0)
    for outcome, number in session.execute(per):
        found[outcome] = number
    flags = select(func.count(ImportRow.id)).where(ImportRow.job_id == job_id)
    found["warning"] = session.scalar(flags.where(ImportRow.warned.is_(True))) or 0
    found["applied"] = session.scalar(flags.where(ImportRow.applied.is_(True))) or 0
    return found
