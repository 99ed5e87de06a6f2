"""The executor of many hosts: Celery's workers, rung by messages through Redis or RabbitMQ.

The job table stays the truth. A message only says which job may be done; when one is lost the tick sends another, and
one too many finds nothing to do. So messages are acknowledged at once, never kept for results, and never waited for.
"""

from __future__ import annotations

import gc
import logging
import mmap
import threading
from typing import Any
from urllib.parse import urlsplit

from celery import Celery, signals
from flask import Flask

from app.extensions import db
from app.kit.jobs.registry import LONG, registry
from app.kit.jobs.running import run_next
from app.kit.jobs.tick import tick_until

log = logging.getLogger(__name__)
TASK = "xueshi.job"
BROKERS = ("redis", "rediss", "amqp", "amqps")


class SharedFlag:
    """An event that the forked processes of a worker share; one that dies by kill -9 can leave no lock behind."""

    def __init__(self) -> None:
        self._byte = mmap.mmap(-1, 1)

    def set(self) -> None:
        self._byte[0] = 1

    def is_set(self) -> bool:
        return self._byte[0] == 1


class CeleryExecutor:
    """Rings the bell of a job's lane; jobs are done by processes of their own (`celery -A app.worker:cel worker`)."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = SharedFlag()
        self.celery = Celery("xueshi", set_as_current=False)
        self.celery.conf.update(_settings(_broker(app)))
        self.celery.task(name=TASK, shared=False)(self._hear)

    def wake(self, job_id: int, kind: str) -> None:
        """One message into the lane of the job; where the broker is away this fails within seconds."""
        self.celery.send_task(TASK, (job_id,), queue=registry.lane(kind), ignore_result=True)

    def start(self) -> CeleryExecutor:
        """Nothing to start: this process, a web server, does no jobs."""
        return self

    def stop(self) -> None:
        """Nothing to stop, likewise."""

    def serve(self) -> Celery:
        """What makes of this process and those that it forks workers: they tick, and hand back when asked to stop."""
        gc.freeze()  # before the forks: no collection during a job need look through what all of them are made of
        signals.worker_process_init.connect(self._begin, weak=False)
        signals.worker_shutting_down.connect(self._end, weak=False)
        return self.celery

    def _hear(self, job_id: int) -> None:
        try:
            with self.app.app_context():
                run_next(stopping=self.stopping, job_id=job_id)
        except Exception as error:  # the database may be away: the tick rings again when it is back
            log.warning("job %s: %s", job_id, type(error).__name__)

    def _begin(self, **_told: Any) -> None:
        """In a forked process: its parent's connections are not its own, and any number of processes may tick."""
        with self.app.app_context():
            db.engine.dispose(close=False)
        threading.Thread(target=tick_until, args=(self.app, threading.Event()), daemon=True, name="tick").start()

    def _end(self, **_told: Any) -> None:
        self.stopping.set()


def _broker(app: Flask) -> str:
    url = str(app.config.get("CELERY_BROKER_URL") or "")
    if urlsplit(url).scheme not in BROKERS:
        raise ValueError("JOBS_EXECUTOR=celery needs CELERY_BROKER_URL=redis://… or amqp://…")
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        raise ValueError("JOBS_EXECUTOR=celery needs PostgreSQL (DATABASE_URL=postgresql+psycopg://…), not SQLite.")
    return url


def _settings(url: str) -> dict[str, Any]:
    """Celery as the job table wants it; its own ways of keeping, repeating and recovering work are off."""
    once = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
    redis = {"socket_timeout": 5, "socket_connect_timeout": 2, "socket_keepalive": True}
    rabbit = {"confirm_publish": True, "connect_timeout": 2, "read_timeout": 5, "write_timeout": 5}
    return {
        "broker_url": url,
        "broker_transport_options": once | (redis if url.startswith("redis") else rabbit),
        "broker_connection_timeout": 2,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # a worker waits for its broker as long as it takes
        "task_publish_retry_policy": once,  # a web request does not
        "task_ignore_result": True,
        "task_acks_late": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # the table knows what is under way
        "task_default_queue": LONG,
        "worker_prefetch_multiplier": 1,
        "worker_max_tasks_per_child": 200,
        "worker_enable_remote_control": False,
        "worker_hijack_root_logger": False,
        "timezone": "UTC",
    }
