"""Rows of periodic jobs that ended long ago are removed: nobody owns them, and there are thousands a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.kit import clock
from app.kit.jobs.models import Job
from app.kit.jobs.registry import handler
from app.kit.jobs.running import Ended, Run

EVERY = 86_400
KEPT = timedelta(days=30)
AT_ONCE = 2_000


@handler("job_cleaning", short=True, every=EVERY)
def run_cleaning(run: Run) -> Ended:
    """Some at a time, so that nobody waits for the lock."""
    count = 0
    while True:
        with run.chunk(run.cursor + 1) as session:
            removed = clean(session, run.platform_id)
        count += removed
        if removed < AT_ONCE:
            return Ended(result={"count": count})


def clean(session: Session, platform_id: int) -> int:
    """Remove the oldest periodic jobs of a platform that ended more than 30 days ago; what users asked for stays."""
    nobodys = (Job.user_id.is_(None), Job.identity == "")
    old = (Job.platform_id == platform_id, *nobodys, Job.ended_at < clock.now() - KEPT)
    ids = session.scalars(select(Job.id).where(*old).order_by(Job.id).limit(AT_ONCE)).all()
    session.execute(delete(Job).where(Job.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)
