"""An import at work: one job that previews a file, waits for its owner, then applies the rows, each exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import bulk, jobs
from app.kit.errors import RuleError
from app.kit.jobs import files
from app.kit.jobs.models import WAITING
from app.kit.sheets import judging, mapping
from app.kit.sheets import sheet as sheets
from app.kit.sheets.figures import counts
from app.kit.sheets.models import ImportRow, pack, unpack
from app.kit.sheets.reading import Said, open_table
from app.kit.sheets.sheet import (
    ACCEPTED,
    APPLY,
    DUPLICATE,
    ERROR,
    PREVIEW,
    Context,
    Layout,
    Row,
    Sheet,
    require_permission,
    sheet_of,
)

CHUNK = 1000  # rows per transaction: keeps SQLite's write lock short


def max_rows() -> int:
    return int(current_app.config.get("SHEETS_MAX_ROWS", 200_000))


def max_bytes() -> int:
    return int(current_app.config.get("SHEETS_MAX_BYTES", 20 * (1 << 20)))


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
    with run.beating(), files.local(run.file_key or "") as path, open_table(path, sheet, _said(run.params)) as table:
        with run.reading() as session:
            new = judging.accepted_new(session, run.id)
        hidden = frozenset() if run.params.get("hidden") else frozenset(table.hidden)
        for part in bulk.chunks(table.rows(after=run.cursor), CHUNK):
            if part[-1][0] - table.first_row > max_rows():
                raise RuleError(_("The file has more than %(n)s rows. Split it.", n=max_rows()))
            rows = [Row(number, cells) for number, cells in part if number not in hidden]
            new += _preview_chunk(run, sheet, rows, part[-1][0], new)
    if not run.cursor:
        raise RuleError(_("The file has headings but no rows."))
    with run.reading() as session:
        found = {"preview": counts(session, run.id), "skipped": table.skipped}
        return jobs.Ended(WAITING, found, {"total": run.cursor})


def _said(params: Mapping[str, Any]) -> Said:
    """The headings as they were found or matched at the upload."""
    headings = {name: params["headers"][at] for name, at in params["positions"].items()}
    return Said(headings, params.get("first_row", 0))


def _preview_chunk(run: jobs.Run, sheet: Sheet, rows: list[Row], last: int, new_before: int) -> int:
    """Judge and write down the rows up to number `last`; how many are new."""
    layout = Layout.of(run.params)
    for row in rows:
        sheet.clean(row, layout)
    words = run.result.setdefault("values", {})
    mapping.note_unknown(sheet, layout, [row for row in rows if row.failed], words)
    cleaned = [row for row in rows if not row.failed]
    kept: dict[str, Any] = {"result": run.result} if words else {}
    with run.chunk(last, **kept) as session:
        keys = judging.judge(session, sheet, run, rows, new_before)
        refused = [row for row in cleaned if row.failed]
        mapping.note_unknown(sheet, layout, refused, words, looked_up=True)  # kept by the next checkpoint
        bulk.insert_rows(session, ImportRow, [_written(run.id, sheet, r, keys) for r in rows], "import: preview")
        if last.bit_length() > max(run.cursor, CHUNK).bit_length():  # there are twice as many
            bulk.count_anew(session, ImportRow)
    return sum(row.outcome == sheets.NEW for row in rows)


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
    layout = Layout.of(run.params)
    while page := _next_page(run):
        rows = [Row(found.row_no, unpack(found.cells)) for found in page]
        for row in rows:
            sheet.clean(row, layout)
        with run.chunk(rows[-1].number) as session:
            context = Context(run.scope, run.params["context"], APPLY)
            rows = judging.write(session, sheet, context, rows, layout)
            _record(session, sheet, page, rows)
    with run.reading() as session:
        return jobs.Ended(result={"counts": counts(session, run.id)})


def _next_page(run: jobs.Run) -> Sequence[Any]:
    """The next rows to write; RuleError where all or nothing was asked and a row before has failed."""
    pending = (ImportRow.job_id == run.id, ImportRow.outcome.in_(ACCEPTED), ImportRow.row_no > run.cursor)
    names = ("id", "row_no", "cells", "outcome", "warned")
    query = select(*(getattr(ImportRow, name) for name in names)).where(*pending, ImportRow.applied.is_(False))
    with run.reading() as session:
        if run.params.get("whole"):
            _refuse_broken(session, run.id)
        return session.execute(query.order_by(ImportRow.row_no).limit(CHUNK)).all()


def _refuse_broken(session: Session, job_id: int) -> None:
    failed = (ImportRow.job_id == job_id, ImportRow.outcome.in_((ERROR, DUPLICATE)))
    number = session.scalar(select(ImportRow.row_no).where(*failed).order_by(ImportRow.row_no).limit(1))
    if number:
        raise RuleError(_("Row %(n)s can't be imported any more, and you asked for all or nothing: what was written "
                          "is taken back.", n=number))  # fmt: skip


def _record(session: Session, sheet: Sheet, page: Sequence[Any], rows: Iterable[Row]) -> None:
    """What became of each row; of those of which there is nothing else to say, only where they went."""
    went, told = [], []
    for found, row in zip(page, rows, strict=True):
        state = {"id": found.id, "applied": row.outcome in ACCEPTED}
        if row.outcome == found.outcome == sheets.NEW and not (row.findings or row.stored or found.warned):
            went.append(state | {"target_id": row.target_id, "version_after": row.version_after})
        else:
            told.append(state | _judged(sheet, row) | {"stored": _stored(row), "foreseen": _foreseen(found, row)})
    for states in (went, told):
        bulk.update_rows(session, ImportRow, states, "import: the rows of the own job, by their ids")


def _foreseen(found: Any, row: Row) -> str | None:
    """What the preview had said, where something has changed since."""
    return found.outcome if found.outcome != row.outcome else None


def _stored(row: Row) -> bytes | None:
    """What an undo gives back."""
    kept = row.stored or (row.before if row.outcome == sheets.CHANGED else None)
    return pack(kept) if kept and row.outcome in (sheets.NEW, sheets.CHANGED) else None
