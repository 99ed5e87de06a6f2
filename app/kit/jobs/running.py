"""Doing a job: rebuild the scope of the identity that asked, work in fenced chunks, end with a sentence."""

from __future__ import annotations

import contextlib
import logging
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.kit import clock, scope, storage
from app.kit.errors import RuleError
from app.kit.jobs import queue
from app.kit.jobs.models import CANCELLED, DONE, Job
from app.kit.jobs.registry import registry

log = logging.getLogger(__name__)
_never = threading.Event()


class Stopping(Protocol):
    """Tells whether this process is asked to end."""

    def is_set(self) -> bool: ...


class Released(Exception):
    """The process is stopping: the job goes back to the queue."""


@dataclass
class Ended:
    """How a handler leaves its job when that is not simply done: e.g. waiting for its owner's answer."""

    status: str = DONE
    result: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Run:
    """A job in the hands of a worker."""

    id: int
    token: str
    kind: str
    subject: str
    phase: str
    platform_id: int
    params: dict[str, Any]
    result: dict[str, Any]
    locale: str
    cursor: int
    total: int
    file_id: int | None
    file_key: str | None
    scope: scope.Scope
    stopping: Stopping = _never

    @contextlib.contextmanager
    def chunk(self, cursor: int, *, progress: bool = True, **values: Any) -> Iterator[Session]:
        """One transaction under the job's scope: checkpoint and the caller's rows, or neither.

        Keep it short (<= 1000 rows, no file work inside). `progress=False` is for work that a new attempt
        starts from the beginning: it renews the lease and moves the bar, but clears no failed attempt.
        """
        if progress:
            values["attempts_without_progress"] = 0
        with scope.using(self.scope, reason=f"job {self.kind}"):
            queue.checkpoint(db.session(), self.id, self.token, self.cursor, cursor, **values)
            yield db.session()
            db.session.commit()
        self.cursor = cursor
        if self.stopping.is_set():
            raise Released

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """The job's scope for reading only: takes no write lock."""
        with scope.using(self.scope, readonly=True, reason=f"job {self.kind}"):
            yield db.session()

    @contextlib.contextmanager
    def beating(self) -> Iterator[None]:
        """Keep the lease while a long step reads or computes and reaches no checkpoint."""
        over = threading.Event()
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy
        heart = threading.Thread(target=_beat, args=(app, self, over), daemon=True, name=f"job-{self.id}")
        heart.start()
        try:
            yield
        finally:
            over.set()
            heart.join()


def _beat(app: Flask, run: Run, over: threading.Event) -> None:
    while True:
        with app.app_context():
            if over.wait(queue.lease() / 3):
                return
            try:
                queue.renew(run.id, run.token)
            except Exception as error:  # the database may be away for a moment: the next beat tries again
                log.warning("job %s: %s", run.id, type(error).__name__)


def run_next(kinds: list[str] | None = None, stopping: Stopping = _never, job_id: int | None = None) -> bool:
    """Claim and do one due job (of `kinds`, or the one named); False when there is none. Needs an app context."""
    claimed = queue.claim(kinds, job_id)
    if claimed is None:
        return False
    with force_locale(_locale(claimed.id)):
        _perform(claimed, stopping)
    return True


def run_all(limit: int = 1000) -> int:
    """Do what is due in this thread, for tests and commands; returns how many jobs ran."""
    done = 0
    while done < limit and run_next():
        done += 1
    return done


def _locale(job_id: int) -> str:
    with scope.using(scope.Scope(scope.EVERYTHING), readonly=True, reason="jobs: locale"):
        return db.session.scalar(select(Job.locale).where(Job.id == job_id)) or "zh"


def _perform(claimed: queue.Claimed, stopping: Stopping) -> None:
    try:
        run = _open(claimed, stopping)
        with clock.using(run.scope.zone):  # also between its transactions
            outcome = registry.kinds[claimed.kind].work(run)
        _close(run, outcome)
    except queue.Cancelled:
        queue.end(claimed.id, claimed.token, CANCELLED)
    except Released:
        queue.hand_back(claimed.id, claimed.token)
    except queue.Lost:
        log.warning("job %s: lease lost, another worker has it", claimed.id)
    except storage.Away as away:
        queue.put_off(claimed.id, claimed.token, str(away.message))
    except RuleError as refusal:
        queue.fail(claimed.id, claimed.token, str(refusal.message))
    except Exception as error:  # whatever a handler does wrong must not end the worker
        _stumble(claimed, error)


def _open(claimed: queue.Claimed, stopping: Stopping) -> Run:
    """The job with the scope of its identity as it is today; RuleError when the identity has ended."""
    with scope.using(scope.Scope(scope.EVERYTHING), readonly=True, reason="jobs: open"):
        job = db.session.get_one(Job, claimed.id)
        rebuilt = _rebuild(job)
        if rebuilt is None:
            raise RuleError(_("The identity under which this was started has ended, so nothing more is done."))
        return Run(
            claimed.id, claimed.token, job.kind, job.subject, job.phase, job.platform_id,
            dict(job.params or {}), dict(job.result or {}), job.locale, job.cursor,
            job.total, job.file_id, job.file and job.file.key,
            rebuilt, stopping,
        )  # fmt: skip


def _rebuild(job: Job) -> scope.Scope | None:
    if job.user_id is None and not job.identity:  # only the tick makes such rows: periodic work
        return scope.Scope(scope.EVERYTHING, job.platform_id, zone=registry.zone(job.platform_id))
    return registry.rebuild(job.user_id, job.identity)


def _close(run: Run, outcome: Any) -> None:
    ended = outcome if isinstance(outcome, Ended) else Ended(result=outcome or {})
    if not queue.end(run.id, run.token, ended.status, result=run.result | ended.result, **ended.values):
        log.warning("job %s: ended by another worker", run.id)


def _stumble(claimed: queue.Claimed, error: Exception) -> None:
    """Log where it broke, never its message (it may hold personal data); then try again or fail."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("job %s (%s): %s\n%s", claimed.id, claimed.kind, type(error).__name__, where)
    if _disk_full(error):
        queue.fail(claimed.id, claimed.token, str(storage.full().message))
    elif claimed.tries >= queue.TRIES:
        queue.fail(claimed.id, claimed.token, poison_message())
    else:
        queue.retry_later(claimed.id, claimed.token)


def _disk_full(error: Exception) -> bool:
    return storage.is_full(error) or "disk is full" in str(getattr(error, "orig", ""))


def poison_message() -> str:
    return _("This could not be finished after several attempts. What was done so far is kept.")
