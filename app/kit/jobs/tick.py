"""Recovery and periodic work; idempotent, so any number of processes may tick at any time."""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kit import clock, scope
from app.kit.jobs import queue
from app.kit.jobs.models import CANCELLED, RUNNING, Job
from app.kit.jobs.queue import change, dbnow, due, live
from app.kit.jobs.registry import Kind, registry
from app.kit.jobs.running import poison_message

log = logging.getLogger(__name__)
_abandoned = (live, Job.status == RUNNING, Job.lease_until < dbnow())


def tick_until(app: Flask, stopping: threading.Event) -> None:
    """Tick for as long as a worker lives; the database may be away meanwhile."""
    while True:
        try:
            with app.app_context():
                tick()
        except Exception as error:
            log.warning("tick: %s", type(error).__name__)
        if stopping.wait(every(app)):
            return


def every(app: Flask) -> float:
    return float(app.config.get("JOBS_TICK", 15))


def tick() -> int:
    """Close what dead workers left, insert periodic jobs, send due jobs again; returns how many."""
    _close_abandoned()
    with scope.everything("jobs: tick"):
        _insert_periodic()
        sent = _resend()
        db.session.commit()
    return sent


def _insert_periodic() -> None:
    for kind in registry.periodic():
        for platform_id in registry.platforms():
            _insert_slot(kind, platform_id)


def _insert_slot(kind: Kind, platform_id: int) -> None:
    """One job per platform and slot, whoever ticks first: the unique key decides."""
    ukey = f"{kind.name}:{platform_id}:{_slot(kind, platform_id)}"
    if db.session.scalar(select(Job.id).where(Job.ukey == ukey)):
        return
    try:
        with db.session.begin_nested():
            queue.enqueue(db.session(), kind.name, platform_id=platform_id, ukey=ukey)
    except IntegrityError:  # another process was first
        return


def _slot(kind: Kind, platform_id: int) -> int:
    """The number of the period that has begun; of a daily kind with `at`, by the clock on the platform's walls."""
    moment = time.time()
    if kind.at is not None:
        ahead = clock.local(clock.now(), registry.zone(platform_id)).utcoffset()
        moment += (ahead.total_seconds() if ahead else 0) - kind.at
    return int(moment // kind.every)


def _resend() -> int:
    """Ring again for due jobs whose message is older than a tick: it may have been lost."""
    stale = or_(Job.sent_at.is_(None), Job.sent_at < dbnow() - every(current_app))
    sent = db.session.execute(change(due, stale, sent_at=dbnow()).returning(Job.id, Job.kind)).all()
    for job_id, kind in sent:
        queue.ring(db.session(), job_id, kind)
    return len(sent)


def _close_abandoned() -> None:
    """End what a dead worker was asked to stop, and fail what workers died of several times without a checkpoint."""
    over = or_(Job.cancel.is_(True), Job.attempts_without_progress >= queue.TRIES)
    with scope.using(scope.Scope(scope.EVERYTHING), readonly=True, reason="jobs: tick"):
        query = select(Job.id, Job.token, Job.locale, Job.cancel).where(*_abandoned, over)
        found = db.session.execute(query).all()
    for job_id, token, locale, cancelled in found:
        with force_locale(locale):
            if cancelled:
                queue.end(job_id, token, CANCELLED)
            else:
                queue.fail(job_id, None, poison_message())
