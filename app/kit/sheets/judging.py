"""Judging and writing chunks of rows: duplicates, and the bad row that must not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.kit import jobs
from app.kit.errors import RuleError
from app.kit.personal import keyed_hash
from app.kit.sheets.models import ImportRow, unpack
from app.kit.sheets.sheet import (
    ACCEPTED,
    CHANGED,
    DUPLICATE,
    ERROR,
    NEW,
    Context,
    Finding,
    Layout,
    Row,
    Sheet,
)

# What a database says about one row. Anything else (deadlock, lost connection) concerns the chunk: it is done
# again.
ROW_FAULTS = (IntegrityError, DataError, StaleDataError)


def hashed(text: str | None) -> str | None:
    return keyed_hash(text) if text else None


# ---- preview -----------------------------------------------------------------------------------------------


def judge(session: Session, sheet: Sheet, run: jobs.Run, rows: list[Row]) -> dict[int, str | None]:
    """Set the outcome of every row; returns the hashed key of each row number.

    Of rows with the same key the first *accepted* one counts: a second row gets its chance when the first is
    wrong, so such a chunk is checked in turns. Rows of earlier chunks are found in import_row, also after a
    restart.
    """
    keys = {row.number: hashed(sheet.key(row.values)) for row in rows if not row.failed}
    taken = _taken(session, run.id, {key for key in keys.values() if key})
    new_before = _accepted_new(session, run.id)
    waiting = [row for row in rows if not row.failed]
    while waiting:
        turn, waiting = _turn(waiting, keys, taken)
        lookups = _defined_by(session, run.id), _rows_by(session, sheet, run)
        context = Context(run.scope, run.params["context"], "preview", new_before, *lookups)
        check(session, sheet, context, turn)
        new_before += sum(row.outcome == NEW for row in turn)
        taken |= {keys[row.number] or "": row.number for row in turn if row.outcome in ACCEPTED}
    for row in rows:
        if row.failed:
            row.outcome = ERROR
    return keys


def _turn(waiting: list[Row], keys: Mapping[int, str | None], taken: Mapping[str, int]) -> tuple[list[Row], list[Row]]:
    """Split into rows to check now and rows whose key another row of this turn may take; mark duplicates."""
    now, later = [], []
    claimed: set[str] = set()
    for row in waiting:
        key = keys[row.number]
        if key and key in taken:
            row.outcome = DUPLICATE
            row.findings.append(Finding(DUPLICATE, "", _("The same as row %(n)s; the first counts.", n=taken[key])))
        elif key and key in claimed:
            later.append(row)
        else:
            now.append(row)
            claimed.add(key or "")
    return now, later


def check(session: Session, sheet: Sheet, context: Context, rows: list[Row]) -> None:
    """The sheet's own rules over rows whose cells are in order."""
    if rows:
        sheet.check(session, context, rows)
    for row in rows:
        if row.failed:
            row.outcome = ERROR


def _taken(session: Session, job_id: int, keys: set[str]) -> dict[str, int]:
    mine = (ImportRow.job_id == job_id, ImportRow.outcome.in_(ACCEPTED), ImportRow.key.in_(keys))
    found = session.execute(select(ImportRow.key, ImportRow.row_no).where(*mine)) if keys else ()
    return {key: number for key, number in found if key}


def _accepted_new(session: Session, job_id: int) -> int:
    query = select(func.count(ImportRow.id)).where(ImportRow.job_id == job_id, ImportRow.outcome == NEW)
    return session.scalar(query) or 0


def _defined_by(session: Session, job_id: int) -> Callable[[Iterable[str]], set[str]]:
    def lookup(tokens: Iterable[str]) -> set[str]:
        names = {keyed_hash(token): token for token in tokens}
        mine = (ImportRow.job_id == job_id, ImportRow.outcome.in_(ACCEPTED), ImportRow.token.in_(names))
        return {names[found] for found in session.scalars(select(ImportRow.token).where(*mine)) if found}

    return lookup


def _rows_by(session: Session, sheet: Sheet, run: jobs.Run) -> Callable[[Iterable[str]], list[Row]]:
    def recall(tokens: Iterable[str]) -> list[Row]:
        hashes = [keyed_hash(token) for token in tokens]
        mine = (ImportRow.job_id == run.id, ImportRow.outcome == NEW, ImportRow.token.in_(hashes))
        found = session.execute(select(ImportRow.row_no, ImportRow.cells).where(*mine).order_by(ImportRow.row_no))
        rows = [Row(number, unpack(cells)) for number, cells in found]
        for row in rows:
            sheet.clean(row, Layout.of(run.params))
        return rows

    return recall


# ---- apply -------------------------------------------------------------------------------------------------


def write(session: Session, sheet: Sheet, context: Context, rows: list[Row], layout: Layout) -> list[Row]:
    """Check again (things may have changed since the preview) and write; returns the rows as they ended.

    The chunk is tried as a whole; if the database or a rule refuses it, row by row, so that only the culprit
    fails.
    """
    check(session, sheet, context, [row for row in rows if not row.failed])
    for row in rows:
        if row.failed:
            row.outcome = ERROR
    good = [row for row in rows if row.outcome in (NEW, CHANGED)]
    try:
        _write_together(session, sheet, context, good)
    except (RuleError, *ROW_FAULTS):
        alone = {row.number: _write_alone(session, sheet, context, row, layout) for row in good}
        return [alone.get(row.number, row) for row in rows]
    return rows


def _write_together(session: Session, sheet: Sheet, context: Context, rows: list[Row]) -> None:
    if rows:
        with session.begin_nested():
            sheet.apply(session, context, rows)
            session.flush()


def _write_alone(session: Session, sheet: Sheet, context: Context, row: Row, layout: Layout) -> Row:
    """One row with nothing left over from the attempt together, neither objects nor findings."""
    fresh = Row(row.number, row.cells)
    sheet.clean(fresh, layout)
    try:
        check(session, sheet, context, [fresh])
        if fresh.outcome in (NEW, CHANGED):
            _write_together(session, sheet, context, [fresh])
    except RuleError as refusal:
        _refuse(fresh, str(refusal.message), refusal.field)
    except ROW_FAULTS:
        _refuse(fresh, "", None)
    return fresh


def _refuse(row: Row, message: str, column: Any) -> None:
    row.error(message or _("This row contradicts what is stored, e.g. a number that must be unique."), column or "")
    row.outcome, row.target_id, row.version_after = ERROR, None, None
