"""The queue: every change of a job's state is one conditional UPDATE, so races are harmless."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import CursorResult, Float, Update, and_, case, event, false, func, or_, select, text, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from app.extensions import Session as AppSession
from app.extensions import db
from app.kit import clock, scope
from app.kit.errors import RuleError
from app.kit.jobs.models import CANCELLED, FAILED, LIVE, OPEN, QUEUED, RUNNING, WAITING, Job
from app.kit.jobs.registry import registry

log = logging.getLogger(__name__)
TRIES = 3  # attempts in a row without progress before a job counts as poison
_BELL = "jobs_to_wake"


class dbnow(FunctionElement[float]):
    """Seconds by the database's clock: workers on several hosts must agree about leases."""

    type = Float()
    inherit_cache = True


@compiles(dbnow)
def _postgres_now(element: Any, compiler: Any, **options: Any) -> str:
    return "extract(epoch from clock_timestamp())"


@compiles(dbnow, "sqlite")
def _sqlite_now(element: Any, compiler: Any, **options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


class Lost(Exception):
    """Another worker holds the job now: this one must not write any more."""


class Cancelled(Exception):
    """The user asked the job to stop."""


@dataclass(frozen=True)
class Claimed:
    """A job as its worker took it."""

    id: int
    token: str
    kind: str
    tries: int


live = text(LIVE)
due = and_(
    live,
    Job.cancel.is_(False),
    Job.attempts_without_progress < TRIES,
    or_(Job.status == QUEUED, and_(Job.status == RUNNING, Job.lease_until < dbnow())),
)


def lease() -> float:
    return float(current_app.config.get("JOBS_LEASE", 60))


def change(*where: Any, **values: Any) -> Update:
    """An UPDATE of the jobs that still fulfil `where`; objects in memory are not touched."""
    return update(Job).where(*where).values(**values).execution_options(synchronize_session=False)


def touched(session: Session, statement: Update) -> int:
    """How many rows a conditional UPDATE found as it wanted them."""
    return int(cast("CursorResult[Any]", session.execute(statement)).rowcount)


# ---- by users, in their own transaction --------------------------------------------------------------------


def enqueue(session: Session, kind: str, *, platform_id: int | None = None, **fields: Any) -> Job:
    """Add a job of the active identity to the caller's transaction; workers hear of it when that commits."""
    now = scope.require()
    platform_id = platform_id or now.platform_id
    if platform_id is None:
        raise RuleError(_("This work belongs to a platform: choose an identity on one."))
    who = now.actor
    job = Job(
        kind=kind, platform_id=platform_id, user_id=who.user_id, identity=who.identity,
        appointment_id=who.appointment_id, organization_id=who.organization_id,
        locale=str(get_locale() or "zh"), **fields,
    )  # fmt: skip
    session.add(job)
    session.flush()
    ring(session, job.id, kind)
    return job


def cancel(session: Session, job_id: int) -> bool:
    """Stop a job: at once if nobody works on it, else after its chunk. False when it had already ended."""
    asked = touched(session, change(Job.id == job_id, Job.status.in_(OPEN), cancel=True))
    idle = change(Job.id == job_id, Job.status.in_((QUEUED, WAITING)), status=CANCELLED, ended_at=clock.now())
    session.execute(idle)
    return asked == 1


def proceed(session: Session, job_id: int, phase: str, **values: Any) -> bool:
    """Send a waiting job into its next phase; only the first of several clicks finds it waiting."""
    waiting = (Job.id == job_id, Job.status == WAITING, Job.cancel.is_(False))
    fresh = {"status": QUEUED, "cursor": 0, "attempts_without_progress": 0, "sent_at": None, "started_at": None}
    kind = session.scalar(change(*waiting, phase=phase, **fresh, **values).returning(Job.kind))
    if kind is not None:
        ring(session, job_id, kind)
    return kind is not None


# ---- by workers --------------------------------------------------------------------------------------------


def claim(kinds: Iterable[str] | None = None, job_id: int | None = None) -> Claimed | None:
    """Take the oldest due job (of `kinds`, or the one named), or None. Safe with any number of workers and messages."""
    wanted = due if kinds is None else and_(due, Job.kind.in_(list(kinds)))
    wanted = wanted if job_id is None else and_(wanted, Job.id == job_id)
    with scope.using(scope.Scope(scope.EVERYTHING), readonly=True, reason="jobs: look"):
        if db.session.scalar(select(Job.id).where(wanted).limit(1)) is None:
            return None  # an idle worker never takes SQLite's write lock
    with scope.everything("jobs: claim"):
        oldest = select(Job.id).where(wanted).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
        taken = db.session.execute(_take(db.session.scalar(oldest))).first()
        db.session.commit()
    return Claimed(*taken) if taken else None


def _take(job_id: int | None) -> Any:
    return change(
        Job.id == job_id if job_id else false(), due,
        status=RUNNING, token=secrets.token_hex(16), lease_until=dbnow() + lease(),
        message="", attempts=Job.attempts + 1, attempts_without_progress=Job.attempts_without_progress + 1,
        started_at=func.coalesce(Job.started_at, clock.now()),
    ).returning(Job.id, Job.token, Job.kind, Job.attempts_without_progress)  # fmt: skip


def checkpoint(session: Session, job_id: int, token: str, old: int, new: int, **values: Any) -> None:
    """Fence, checkpoint, renew the lease and look for a cancel, in the transaction that writes the data.

    It comes first in that transaction: it locks the job's row, so a worker that lost its lease writes
    nothing.
    """
    mine = (
        Job.id == job_id,
        Job.token == token,
        Job.status == RUNNING,
        Job.cursor == old,
        Job.cancel.is_(False),
    )
    if touched(session, change(*mine, cursor=new, lease_until=dbnow() + lease(), **values)) != 1:
        session.rollback()
        stopped = select(Job.cancel).where(Job.id == job_id, Job.token == token)
        raise Cancelled if session.scalar(stopped) else Lost


def end(job_id: int, token: str, status: str, **values: Any) -> bool:
    """Close the job if it is still this worker's; a cancel that came while it ran wins over waiting."""
    settled: Any = case((Job.cancel.is_(True), CANCELLED), else_=WAITING) if status == WAITING else status
    values |= {"status": settled, "lease_until": None, "token": None}
    if status != WAITING:
        values["ended_at"] = clock.now()
    return _write(change(Job.id == job_id, Job.token == token, **values), job_id)


_UNTRIED = case((Job.attempts_without_progress > 0, Job.attempts_without_progress - 1), else_=0)


def hand_back(job_id: int, token: str) -> bool:
    """A worker that is asked to stop returns its job; that is no failed attempt."""
    back = {"status": QUEUED, "token": None, "lease_until": None, "sent_at": None}
    return _write(change(Job.id == job_id, Job.token == token, attempts_without_progress=_UNTRIED, **back))


def put_off(job_id: int, token: str, message: str) -> bool:
    """What the job needs is away: it says so, is due again when a lease has passed, and has not failed."""
    later = {"token": None, "lease_until": dbnow() + lease(), "message": message[:500]}
    return _write(change(Job.id == job_id, Job.token == token, attempts_without_progress=_UNTRIED, **later))


def retry_later(job_id: int, token: str) -> bool:
    """After an unexpected error: due again when a part of the lease has passed."""
    return _write(change(Job.id == job_id, Job.token == token, token=None, lease_until=dbnow() + lease() / 10))


def fail(job_id: int, token: str | None, message: str) -> bool:
    """End a job with a sentence for its owner."""
    mine = Job.token == token if token else Job.status == RUNNING
    values = {"status": FAILED, "ended_at": clock.now(), "lease_until": None, "token": None}
    return _write(change(Job.id == job_id, mine, message=message[:500], **values), job_id)


def _write(statement: Update, ended: int | None = None) -> bool:
    """Whether the statement still found the job; of one that has `ended`, who asked to hear of it is told."""
    with scope.everything("jobs: bookkeeping"):
        won = touched(db.session(), statement) == 1
        for told in registry.ended if won and ended else ():
            told(db.session(), db.session.get_one(Job, ended))
        db.session.commit()
    return won


# ---- the doorbell ------------------------------------------------------------------------------------------


def ring(session: Session, job_id: int, kind: str) -> None:
    """Wake a worker once the caller's transaction has committed; the row itself is the outbox."""
    session.info.setdefault(_BELL, []).append((job_id, kind))


@event.listens_for(AppSession, "after_commit")
def _wake(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint: nobody else sees the row yet
        return
    for job_id, kind in session.info.pop(_BELL, ()):
        try:
            current_app.extensions["jobs"].wake(job_id, kind)
        except Exception as error:  # a broken bell must not break the request: polling and the tick find the row
            log.warning("job %s: waking failed (%s)", job_id, type(error).__name__)
            return  # nor make it wait once more for each job


@event.listens_for(AppSession, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_BELL, None)
