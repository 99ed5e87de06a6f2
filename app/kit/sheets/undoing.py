"""Taking an import back: one job looks at every row, waits for the reason, then reverses them, the last one first.

It is a job of its own, so the import stays what it was. A chunk's reversals, the state of its rows and the checkpoint
are one transaction, as in an import: a worker that dies has taken a chunk back wholly or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kit import audit, bulk, jobs, scope
from app.kit.audit.words import subject_word
from app.kit.errors import RuleError
from app.kit.jobs.models import WAITING, Job
from app.kit.sheets import figures
from app.kit.sheets.judging import ROW_FAULTS
from app.kit.sheets.models import ImportRow, unpack
from app.kit.sheets.sheet import (
    CHANGED,
    NEW,
    UNDONE,
    Context,
    Finding,
    Layout,
    Row,
    Sheet,
    require_permission,
    sheet_of,
)

CHECK, UNDO = "check", "undo"
KEPT = "kept"  # the level of a finding that says why a row was not taken back
CHUNK = 250


def written(import_id: int) -> tuple[Any, ...]:
    """What stands in the domain because of this import."""
    return ImportRow.job_id == import_id, ImportRow.outcome.in_((NEW, CHANGED)), ImportRow.applied.is_(True)


# ---- what the worker does -----------------------------------------------------------------------------------------


@jobs.handler("import_undo")
def run_undo(run: jobs.Run) -> jobs.Ended:
    sheet = sheet_of(run.subject)
    require_permission(sheet, run.scope.actor)
    with run.reading() as session:
        source = session.get_one(Job, run.params["import"])
        session.expunge(source)
    while page := _next_page(run, source.id):
        _undo_chunk(run, sheet, source, page)
    return _look_at(run, source) if run.phase == CHECK else _close(run, source)


def _next_page(run: jobs.Run, import_id: int) -> Sequence[Any]:
    """The next rows towards the top of the file; the cursor counts from its end."""
    pending = (*written(import_id), ImportRow.row_no <= run.total - run.cursor)
    if run.phase == UNDO:
        pending += (ImportRow.back.is_not(False),)
    names = ("id", "row_no", "outcome", "warned", "cells", "stored", "findings", "target_id", "version_after")
    query = select(*(getattr(ImportRow, name) for name in names)).where(*pending)
    with run.reading() as session:
        return session.execute(query.order_by(ImportRow.row_no.desc()).limit(CHUNK)).all()


def _undo_chunk(run: jobs.Run, sheet: Sheet, source: Job, page: Sequence[Any]) -> None:
    rows = [_row(sheet, Layout.of(source.params), found) for found in page]
    with run.chunk(run.total - page[-1].row_no + 1) as session:
        lookup = _going_too(session, source.id)
        context = Context(run.scope, source.params["context"], run.phase, taken=lookup,
                          reason=run.params.get("reason", ""))  # fmt: skip
        take_back(session, sheet, context, rows)
        _record(session, run.phase, page, rows)
        if run.phase == UNDO:
            _tally(session, source.id, page, rows)


def _row(sheet: Sheet, layout: Layout, found: Any) -> Row:
    """A row as the import wrote it; what its cells are told about now does not matter any more."""
    row = Row(found.row_no, unpack(found.cells), outcome=found.outcome, target_id=found.target_id)
    row.version_after = found.version_after
    sheet.clean(row, layout)
    row.findings, row.stored = [], unpack(found.stored)
    if found.outcome == CHANGED and found.stored is None:
        row.error(_("What it was before is not known."))
    return row


def _going_too(session: Session, import_id: int) -> Callable[[Iterable[int]], set[int]]:
    def lookup(targets: Iterable[int]) -> set[int]:
        mine = (*written(import_id), ImportRow.back.is_(True), ImportRow.target_id.in_(list(targets)))
        return {number for number in session.scalars(select(ImportRow.target_id).where(*mine)) if number}

    return lookup


# ---- judging and writing ------------------------------------------------------------------------------------------


def take_back(session: Session, sheet: Sheet, context: Context, rows: list[Row]) -> None:
    """Judge the rows and, in the phase that writes, take back those without an error: together, else one by one."""
    _judge(session, sheet, context, rows)
    good = [row for row in rows if not row.failed]
    if context.phase == CHECK or not good:
        return
    try:
        _reverse(session, sheet, context, good)
    except (RuleError, *ROW_FAULTS):
        for row in good:
            _reverse_alone(session, sheet, context, row)


def _judge(session: Session, sheet: Sheet, context: Context, rows: list[Row]) -> None:
    undo, writing = _undo_of(sheet), context.phase == UNDO
    if writing and undo.hold:
        undo.hold(session, context)
    items = _items(session, undo.model, [row.target_id for row in rows], locked=writing)
    for row in rows:
        row.plan = items.get(row.target_id or 0)
        if row.plan is None or not undo.same(row.plan, row.values):
            row.error(_("It is not there any more."))
        elif getattr(row.plan, "version", None) != row.version_after:
            row.error(_("It was changed after the import."))
    if able := [row for row in rows if not row.failed]:
        undo.check(session, context, able)


def _undo_of(sheet: Sheet) -> Any:
    if sheet.undo is None:
        raise RuleError(_("An import of this kind can't be taken back as a whole."))
    return sheet.undo


def _items(session: Session, model: Any, targets: Iterable[int | None], locked: bool) -> dict[int, Any]:
    query = select(model).where(model.id.in_([number for number in targets if number])).order_by(model.id)
    if locked:
        query = query.with_for_update(of=model)
    return {one.id: one for one in session.scalars(query.execution_options(populate_existing=True))}


def _reverse(session: Session, sheet: Sheet, context: Context, rows: list[Row]) -> None:
    with session.begin_nested():
        _undo_of(sheet).apply(session, context, rows)
        session.flush()


def _reverse_alone(session: Session, sheet: Sheet, context: Context, row: Row) -> None:
    row.findings = []
    try:
        _judge(session, sheet, context, [row])
        if not row.failed:
            _reverse(session, sheet, context, [row])
    except RuleError as refusal:
        row.error(refusal.message or _("It can't be taken back."))
    except ROW_FAULTS:
        row.error(_("Something else refers to it."))


def referring(session: Session, model: Any, ids: Collection[int], besides: Iterable[str] = ()) -> dict[int, str]:
    """What refers to rows, in a sentence by id: by every foreign key of the schema, those of `besides` left out."""
    found: dict[int, str] = {}
    columns = (c for table in model.metadata.sorted_tables if table.name not in besides for c in table.c)
    pointing = [c for c in columns if any(key.column.table is model.__table__ for key in c.foreign_keys)]
    with scope.bulk("undo: what refers to rows of the own import"):
        for column in pointing:
            for number in session.execute(select(column).where(column.in_(list(ids))).distinct()).scalars():
                found.setdefault(number, _("%(what)s refers to it.", what=subject_word(column.table.name)))
    return found


# ---- what became of the rows --------------------------------------------------------------------------------------


def _record(session: Session, phase: str, page: Sequence[Any], rows: list[Row]) -> None:
    """Rows that stay say why; rows that went are "undone" and belong to nothing any more."""
    kept, gone = [], []
    for found, row in zip(page, rows, strict=True):
        before = [one for one in found.findings if one["level"] != KEPT]
        reasons = [vars(Finding(KEPT, one.column, _("Not taken back: %(reason)s", reason=one.message)))
                   for one in row.findings]  # fmt: skip
        state = {"id": found.id, "back": not row.failed, "findings": before + reasons}
        if row.failed or phase == CHECK:
            kept.append(state)
        else:
            gone.append(state | {"outcome": UNDONE, "applied": False, "warned": False, "target_id": None})
    for states in (kept, gone):
        bulk.update_rows(session, ImportRow, states, "undo: the rows of the own import, by their ids")


def _tally(session: Session, import_id: int, page: Sequence[Any], rows: list[Row]) -> None:
    """Keep the counts of the import's line in the list: counting all rows anew would cost more than taking back."""
    source = session.get_one(Job, import_id)
    held = source.result.get("counts")
    if held is None:
        held = figures.counts(session, import_id, over=True)
    else:
        held = dict(held)
        for found, row in zip(page, rows, strict=True):
            if not row.failed:
                held[found.outcome] -= 1
                held["applied"] -= 1
                held["warning"] -= int(found.warned)
                held[UNDONE] = held.get(UNDONE, 0) + 1
    source.result = source.result | {"counts": held}
    session.flush()


def sums(session: Session, import_id: int) -> dict[str, int]:
    """Of the last try: rows that can be taken back, those of them that were, and rows that can't."""
    mine = select(func.count(ImportRow.id)).where(ImportRow.job_id == import_id)
    back, kept = ImportRow.back.is_(True), ImportRow.back.is_(False)
    wanted = {"back": (back,), "undone": (back, ImportRow.outcome == UNDONE), "kept": (kept,)}
    return {name: session.scalar(mine.where(*where)) or 0 for name, where in wanted.items()}


def _look_at(run: jobs.Run, source: Job) -> jobs.Ended:
    with run.reading() as session:
        found = sums(session, source.id)
        return jobs.Ended(WAITING, {"check": {name: found[name] for name in ("back", "kept")}})


def _close(run: jobs.Run, source: Job) -> jobs.Ended:
    """One audit row for all; the checkpoint behind the last row keeps a second attempt from writing it twice."""
    with run.reading() as session:
        found = sums(session, source.id)
    done = {name: found[name] for name in (UNDONE, KEPT)}
    if run.cursor <= run.total:
        with run.chunk(run.total + 1) as session:
            told = {"reason": run.params["reason"], UNDONE: done[UNDONE], KEPT: done[KEPT]}
            audit.record(session, f"{run.subject}:undo", source.id, **told)
    return jobs.Ended(result={"done": done})
