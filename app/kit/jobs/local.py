"""The embedded executor: a few threads that poll the table and are woken by commits of their own process."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from app.kit.jobs.registry import registry
from app.kit.jobs.running import run_next
from app.kit.jobs.tick import tick_until

log = logging.getLogger(__name__)


class LocalExecutor:
    """Threads that do jobs; with two or more, the first takes only short ones, so a long import delays no
    export.

    Nothing runs before `start()`; `stop()` hands running jobs back at their next checkpoint.
    """

    def __init__(self, app: Flask) -> None:
        config = app.config
        self.app = app
        self.count = int(config.get("JOBS_THREADS", 2))
        self.poll = float(config.get("JOBS_POLL", 1))
        self.stopping = threading.Event()
        self._bells = [threading.Event() for _ in range(self.count)]
        self._threads: list[threading.Thread] = []

    def wake(self, job_id: int, kind: str) -> None:
        self._ring()

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()

    def start(self) -> LocalExecutor:
        """Start the worker threads and the ticking one; with JOBS_THREADS=0 this process does no jobs."""
        gc.freeze()  # what a worker is made of stays: no collection during a job need look through it
        for number in range(self.count):
            self._start(self._work, number)
        if self.count:
            self._start(tick_until, self.app, self.stopping)
        return self

    def _start(self, target: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True, name=f"jobs-{len(self._threads)}")
        thread.start()
        self._threads.append(thread)

    def stop(self, timeout: float = 10) -> None:
        """Ask the threads to end and wait for them; what they held is queued again."""
        self.stopping.set()
        self._ring()
        for thread in self._threads:
            thread.join(timeout)

    def _work(self, number: int) -> None:
        bell = self._bells[number]
        while not self.stopping.is_set():
            bell.clear()  # before looking: a bell that rings during the look is not lost
            if not self._turn(number):
                bell.wait(self.poll)

    def _turn(self, number: int) -> bool:
        only_short = number == 0 and self.count > 1
        try:
            with self.app.app_context():
                return run_next(registry.short() if only_short else None, self.stopping)
        except Exception as error:  # the database may be away; the thread must outlive that
            log.warning("worker %s: %s", number, type(error).__name__)
            return False
