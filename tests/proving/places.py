"""The application somewhere: a web process in the test, and workers of its executor, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from app.extensions import db
from app.kit import jobs, scope
from app.kit.jobs.models import Job
from app.kit.sheets import importing
from tests.conftest import KEYS

ROOT = Path(__file__).parents[2]
CHUNK = 50  # rows per transaction: small ones, so that there are many places to die
QUICK = {"JOBS_LEASE": 3.0, "JOBS_TICK": 0.5, "JOBS_POLL": 0.2}


class Worker:
    """A worker in a process group of its own."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def signal(self, number: int) -> None:
        os.killpg(self.pid, number)

    def kill(self) -> None:
        """Kill -9 of the whole group; of one that has ended nothing is left to kill."""
        if self.pid:
            self.signal(signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0

    def stop(self) -> int:
        """As an operator or a container stops it: SIGTERM to the main process; its exit status."""
        os.kill(self.pid, signal.SIGTERM)
        until = time.monotonic() + 60
        while (ended := os.waitpid(self.pid, os.WNOHANG)) == (0, 0):
            assert time.monotonic() < until, "the worker does not stop"
            time.sleep(0.02)
        self.pid = 0
        return ended[1]


@dataclass
class Place:
    """A database, a folder and an executor."""

    app: Flask
    broker: str = ""
    plant: Callable[[], None] | None = None  # a fault that its workers have
    workers: list[Worker] = field(default_factory=list)

    @classmethod
    def celery(cls, app: Flask, broker: str) -> Place:
        """The same database and folder with Celery as executor."""
        kept = {name: app.config[name] for name in ("DATA_DIR", "SQLALCHEMY_DATABASE_URI")}
        own = {"TESTING": True, "JOBS_EXECUTOR": "celery", "CELERY_BROKER_URL": broker}
        return cls(create_app(KEYS | kept | own), broker)

    # ---- workers ------------------------------------------------------------------------------------------------

    def start(self, lanes: str = "short,long", processes: int = 2) -> Worker:
        """A worker, forked because imports take longer than the work; it looks often and takes over soon."""
        with self.app.app_context():
            db.engine.dispose()  # a connection must not be carried over
        pid = os.fork()
        if pid == 0:
            self._be_a_worker(lanes, processes)
        self.workers.append(Worker(pid))
        return self.workers[-1]

    def _be_a_worker(self, lanes: str, processes: int) -> None:
        try:
            os.setsid()
            self._quiet()
            self.app.config.update(QUICK)
            importing.CHUNK = CHUNK
            if self.plant:
                self.plant()
            executor: Any = jobs.init_app(self.app)
            if self.broker:
                options = f"-Q {lanes} -c {processes} -l INFO --without-mingle --without-gossip".split()
                executor.serve().worker_main(["worker", *options])
            else:
                self.app.test_cli_runner().invoke(args=["worker"])
            os._exit(0)
        finally:
            os._exit(1)

    def _quiet(self) -> None:
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(log, stream)
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        warnings.simplefilter("ignore")  # one of a library is no error of a worker
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)

    @property
    def log(self) -> Path:
        return Path(self.app.config["DATA_DIR"]) / "workers.log"

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
        with self.app.app_context():
            db.engine.dispose()

    def command(self, *words: str) -> subprocess.Popen[bytes]:
        """A command of the product, as an operator gives it."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"DATA_DIR": str(self.app.config["DATA_DIR"]), "DATABASE_URL": self.app.config["SQLALCHEMY_DATABASE_URI"]}
        jobs_ = {"JOBS_EXECUTOR": "celery" if self.broker else "local", "CELERY_BROKER_URL": self.broker}
        environment: Mapping[str, str] = kept | KEYS | own | jobs_ | {"FLASK_APP": "app:create_app"}
        with self.log.open("ab") as out:
            return subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=environment, stdout=out, stderr=out)

    # ---- what is there ------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Any]:
        with self.app.app_context(), scope.everything("proof", readonly=True):
            yield db.session()

    def job(self, number: int) -> Job:
        with self.reading() as session:
            found: Job = session.get_one(Job, number)
            session.expunge_all()
            return found
