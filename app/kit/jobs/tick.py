"""Recovery and periodic work; idempotent, so any number of processes may tick at any time."""

from __future__ import annotations

import time

from flask import current_app
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

_abandoned = (live, Job.status == RUNNING, Job.lease_until < dbnow())


def tick() -> int:
    """Close and bury what dead workers left, insert periodic jobs, send due jobs again; returns how many."""
    with scope.everything("jobs: tick"):
        ended = {"status": CANCELLED, "ended_at": clock.now(), "token": None, "lease_until": None}
        db.session.execute(change(*_abandoned, Job.cancel.is_(True), **ended))
        _insert_periodic()
        sent = _resend()
        db.session.commit()
    _bury_poison()
    return sent


def _insert_periodic() -> None:
    for kind in registry.periodic():
        for platform_id in registry.platforms():
            _insert_slot(kind, platform_id)


def _insert_slot(kind: Kind, platform_id: int) -> None:
    """One job per platform and slot, whoever ticks first: the unique key decides."""
    ukey = f"{kind.name}:{platform_id}:{int(time.time() // kind.every)}"
    if db.session.scalar(select(Job.id).where(Job.ukey == ukey)):
        return
    try:
        with db.session.begin_nested():
            queue.enqueue(db.session(), kind.name, platform_id=platform_id, ukey=ukey)
    except IntegrityError:  # another process was first
        return


def _resend() -> int:
    """Ring again for due jobs whose message is older than a tick: it may have been lost."""
    stale = or_(Job.sent_at.is_(None), Job.sent_at < dbnow() - float(current_app.config.get("JOBS_TICK", 15)))
    sent = db.session.execute(change(due, stale, sent_at=dbnow()).returning(Job.id)).scalars().all()
    for job_id in sent:
        queue.ring(db.session(), job_id)
    return len(sent)


def _bury_poison() -> None:
    """Fail jobs whose workers died several times in a row without reaching a checkpoint."""
    with scope.using(scope.Scope(scope.EVERYTHING), readonly=True, reason="jobs: tick"):
        hopeless = select(Job.id, Job.locale).where(*_abandoned, Job.attempts_without_progress >= queue.TRIES)
        found = db.session.execute(hopeless).all()
    for job_id, locale in found:
        with force_locale(locale):
            queue.fail(job_id, None, poison_message())
