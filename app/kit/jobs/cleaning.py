"""What jobs leave behind: rows of periodic ones (thousands a day, nobody's), and files that no row knows."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.kit import bulk, clock, storage
from app.kit.jobs import files
from app.kit.jobs.models import Job, StoredFile
from app.kit.jobs.registry import handler
from app.kit.jobs.running import Ended, Run

DAY = 86_400
NIGHT = 2 * 3600  # after midnight of the platform
KEPT = timedelta(days=30)
AT_ONCE = 2_000


@handler("job_cleaning", short=True, every=DAY, at=NIGHT)
def run_cleaning(run: Run) -> Ended:
    """Some at a time, so that nobody waits for the lock."""
    count = 0
    while removed := _some(run):
        count += removed
    return Ended(result={"count": count, "files": sweep(run), "parts": storage.store().sweep_parts(DAY)})


def _some(run: Run) -> int:
    with run.chunk(run.cursor + 1) as session:
        return clean(session, run.platform_id)


def clean(session: Session, platform_id: int) -> int:
    """Remove the oldest periodic jobs of a platform that ended more than 30 days ago; what users asked for stays."""
    nobodys = (Job.user_id.is_(None), Job.identity == "")
    old = (Job.platform_id == platform_id, *nobodys, Job.ended_at < clock.now() - KEPT)
    ids = session.scalars(select(Job.id).where(*old).order_by(Job.id).limit(AT_ONCE)).all()
    session.execute(delete(Job).where(Job.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)


def sweep(run: Run) -> int:
    """Remove files that lost their row, or never got it: a crash between file and commit leaves them behind."""
    limit = time.time() - DAY  # longer than any transaction that has stored a file and not yet its row
    old = [name for name, written in storage.store().listed(files.FOLDER) if written < limit]
    lost = [name for part in bulk.chunks(old) for name in _unknown(run, part)]
    for name in lost:
        files.remove(name)
    return len(lost)


def _unknown(run: Run, names: Collection[str]) -> set[str]:
    with run.reading() as session:
        return set(names) - set(session.scalars(select(StoredFile.key).where(StoredFile.key.in_(names))))
