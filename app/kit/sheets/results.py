"""Result workbooks of an import, made on demand from its rows: succeeded, failed, all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.kit.jobs.models import Job
from app.kit.sheets import workbooks
from app.kit.sheets.models import ImportRow, unpack
from app.kit.sheets.sheet import ACCEPTED, APPLY, CHANGED, DUPLICATE, ERROR, NEW, UNCHANGED, UNDONE, Sheet, sheet_of

ALL, SUCCEEDED, FAILED = "all", "succeeded", "failed"
WHICH = (SUCCEEDED, FAILED, ALL)
OUTCOMES = {
    NEW: _l("Added"),
    CHANGED: _l("Updated"),
    UNCHANGED: _l("Unchanged"),
    DUPLICATE: _l("Duplicate"),
    ERROR: _l("Error"),
    UNDONE: _l("Undone"),
}
PLANNED = {NEW: _l("To add"), CHANGED: _l("To update")}
_PAGE = 500


def write(session: Session, job: Job, which: str, path: Path) -> None:
    """Stream the wanted rows into a workbook at `path`."""
    sheet = sheet_of(job.subject)
    rows = _rows(session, job, sheet, which)
    workbooks.result(path, sheet, job.params["headers"], job.params["positions"], rows)


def wanted(job: Job, which: str) -> Select[Any]:
    """Rows of one download: in a preview by their judgement, afterwards by what became of them."""
    names = ("row_no", "cells", "outcome", "applied", "findings", "foreseen")
    query = select(*(getattr(ImportRow, name) for name in names)).where(ImportRow.job_id == job.id)
    if which == ALL:
        return query
    if job.phase == APPLY:
        return query.where(ImportRow.applied.is_(which == SUCCEEDED))
    good = ImportRow.outcome.in_(ACCEPTED)
    return query.where(good if which == SUCCEEDED else ~good)


def _rows(session: Session, job: Job, sheet: Sheet, which: str) -> Iterator[tuple[list[Any], str, str]]:
    last = 0
    states: dict[tuple[str, bool], str] = {}  # looked up in the language once, not for every row
    query = wanted(job, which).order_by(ImportRow.row_no).limit(_PAGE)
    while page := session.execute(query.where(ImportRow.row_no > last)).all():
        for row in page:
            key = row.outcome, row.applied
            state = states.get(key) or states.setdefault(key, state_of(job, row))
            yield unpack(row.cells), state, reason_of(job, sheet, row)
        last = page[-1].row_no


def state_of(job: Job, row: Any) -> str:
    """What became of a row, or is going to, in a word."""
    if row.outcome in ACCEPTED and not row.applied:
        stopped = job.phase == APPLY and job.status in ("done", "failed", "cancelled")
        return _("Not imported") if stopped else str(PLANNED.get(row.outcome, OUTCOMES[row.outcome]))
    return str(OUTCOMES[row.outcome])


def reason_of(job: Job, sheet: Sheet, row: Any) -> str:
    """All findings of a row as sentences, each with its column."""
    if job.phase == APPLY and row.outcome in ACCEPTED and not row.applied:
        return _("The import was stopped before this row.")
    said = [_sentence(sheet, found) for found in row.findings]
    if row.foreseen and not said:  # an error says for itself what has changed
        said.append(_("The preview said: %(state)s.", state=(OUTCOMES | PLANNED)[row.foreseen]))
    return " ".join(said)


def _sentence(sheet: Sheet, found: dict[str, str]) -> str:
    column = sheet.column(found["column"]) if found["column"] else None
    message = found["message"]
    if column is None or str(column.label) in message:
        return message
    return _("%(column)s: %(message)s", column=column.label, message=message)
