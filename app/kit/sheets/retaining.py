"""How long imports and exports are kept: files and rows for 30 days, the task itself with its figures for good."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from app.kit import clock, jobs
from app.kit.jobs import files
from app.kit.jobs.cleaning import DAY, KEPT, NIGHT
from app.kit.jobs.models import CANCELLED, QUEUED, RUNNING, WAITING, Job, StoredFile
from app.kit.sheets.models import ImportRow

AT_ONCE = 1_000
KINDS = ("import", "import_undo", "export")


@jobs.handler("retention", short=True, every=DAY, at=NIGHT)
def run_retention(run: jobs.Run) -> dict[str, Any]:
    """Some at a time, so that nobody waits for the lock; a file goes when its row has gone for good."""
    with run.chunk(run.cursor + 1) as session:
        close_forgotten(session, run.platform_id)
    removed = {"rows": 0, "files": 0}
    while count := _rows(run):
        removed["rows"] += count
    while keys := _files(run):
        removed["files"] += len(keys)
        for key in keys:
            files.remove(key)
    return removed


def _rows(run: jobs.Run) -> int:
    with run.chunk(run.cursor + 1) as session:
        return drop_rows(session, run.platform_id)


def _files(run: jobs.Run) -> list[str]:
    with run.chunk(run.cursor + 1) as session:
        return release_files(session, run.platform_id)


def _old(platform_id: int) -> ColumnElement[bool]:
    """Tasks of a platform that have ended, or wait for a yes, for 30 days."""
    since = func.coalesce(Job.ended_at, Job.created_at)
    idle = Job.status.not_in((QUEUED, RUNNING))
    return and_(Job.platform_id == platform_id, Job.kind.in_(KINDS), idle, since < clock.now() - KEPT)


def close_forgotten(session: Session, platform_id: int) -> None:
    """What nobody has confirmed for 30 days will not be: the rows of its import are about to go."""
    told = {"status": CANCELLED, "message": _("This was not confirmed within 30 days.")}
    forgotten = update(Job).where(_old(platform_id), Job.status == WAITING).values(**told)
    session.execute(forgotten.execution_options(synchronize_session=False))


def drop_rows(session: Session, platform_id: int) -> int:
    """Delete some rows of old imports; how many."""
    old = select(ImportRow.id).join(Job, Job.id == ImportRow.job_id).where(_old(platform_id)).limit(AT_ONCE)
    ids = session.scalars(old).all()
    if ids:  # most nights there is nothing, and nobody's writing is waited for
        session.execute(delete(ImportRow).where(ImportRow.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)


def release_files(session: Session, platform_id: int) -> list[str]:
    """Delete the rows of some old files; their keys, for removing them once that is committed."""
    mine = select(Job.file_id, StoredFile.key).join(StoredFile, StoredFile.id == Job.file_id).where(_old(platform_id))
    found = session.execute(mine.limit(AT_ONCE)).all()
    ids = [number for number, _key in found]
    apart = {"synchronize_session": False}
    session.execute(update(Job).where(Job.file_id.in_(ids)).values(file_id=None).execution_options(**apart))
    session.execute(delete(StoredFile).where(StoredFile.id.in_(ids)).execution_options(**apart))
    return [key for _number, key in found]
