"""Jobs of the toy application: queue one, look at it, let its lease run out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.kit import jobs, scope
from app.kit.jobs import queue
from app.kit.jobs.models import Job
from tests.kit import toy


def add(kind: str = "mark", **fields: Any) -> int:
    with scope.using(toy.SCOPE):
        job = jobs.enqueue(db.session, kind, **fields)
        db.session.commit()
        return job.id


def job(job_id: int) -> Job:
    with scope.using(scope.Scope(scope.EVERYTHING), readonly=True):  # no write lock: a busy worker has it
        found = db.session.get_one(Job, job_id)
        db.session.expunge_all()
        return found


def marks(job_id: int) -> Counter[int]:
    with scope.everything("test"):
        return Counter(db.session.scalars(select(toy.Mark.number).where(toy.Mark.job_id == job_id)))


def expire(job_id: int) -> None:
    with scope.everything("test"):
        db.session.execute(queue.change(Job.id == job_id, lease_until=queue.dbnow() - 1))
        db.session.commit()
