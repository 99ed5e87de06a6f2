"""Which executor does the jobs is configuration alone, and what can't work is refused at the start."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.kit import jobs
from app.kit.jobs.brokered import CeleryExecutor, SharedFlag
from app.kit.jobs.local import LocalExecutor
from app.kit.jobs.models import DONE, RUNNING
from tests.kit import toy
from tests.kit.queued import add, job
from tests.proving.servers import eventually, free_port

POSTGRES = "postgresql+psycopg://nobody@127.0.0.1:1/none"


def chosen(**config: Any) -> Any:
    app = Flask("x")
    app.config.update({"SQLALCHEMY_DATABASE_URI": POSTGRES} | config)
    return jobs.init_app(app)


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "rediss://127.0.0.1:1/0", "amqp://127.0.0.1:1//"])
def test_name_and_broker_choose_celery(broker: str) -> None:
    executor = chosen(JOBS_EXECUTOR="celery", CELERY_BROKER_URL=broker)
    assert isinstance(executor, CeleryExecutor)
    assert executor.start() is executor


def test_without_a_name_threads_of_the_process_do_the_jobs() -> None:
    assert isinstance(chosen(), LocalExecutor)


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ({"JOBS_EXECUTOR": "huey"}, "JOBS_EXECUTOR is local or celery, not huey"),
        ({"JOBS_EXECUTOR": "celery"}, "needs CELERY_BROKER_URL"),
        ({"JOBS_EXECUTOR": "celery", "CELERY_BROKER_URL": "sqla+sqlite:///x"}, "needs CELERY_BROKER_URL"),
        (
            {"JOBS_EXECUTOR": "celery", "CELERY_BROKER_URL": "redis://x", "SQLALCHEMY_DATABASE_URI": "sqlite:///x"},
            "needs PostgreSQL",
        ),
    ],
)
def test_what_can_not_work_is_refused_at_the_start(config: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        chosen(**config)


def test_celery_is_not_loaded_where_it_is_not_used() -> None:
    """A laptop's start does not wait for it."""
    told = "import sys, app; from app import create_app; print('celery' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=120)
    assert answer.stdout.strip() == "False", answer.stderr


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_dead_broker_fails_within_seconds_and_names_the_lane(scheme: str) -> None:
    executor = chosen(JOBS_EXECUTOR="celery", CELERY_BROKER_URL=f"{scheme}://127.0.0.1:{free_port()}/")
    began = time.monotonic()
    with pytest.raises(Exception, match="refused"):
        executor.wake(1, "export")
    assert time.monotonic() - began < 5


def test_a_flag_is_seen_by_forked_processes() -> None:
    import os

    flag, (reader, writer) = SharedFlag(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.read(reader, 1)
        os._exit(7 if flag.is_set() else 1)
    assert not flag.is_set()
    flag.set()
    os.write(writer, b"x")
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    os.close(reader)
    os.close(writer)


# ---- lanes of the local executor ----------------------------------------------------------------------------------


def test_a_long_job_keeps_no_short_one_waiting(toy_app: Flask) -> None:
    """Two threads, two long jobs: the first thread takes only short ones."""
    free = threading.Event()

    def long(run: jobs.Run) -> None:
        free.wait(20)

    jobs.handler("long")(long)
    jobs.handler("quick", short=True)(lambda _run: None)
    executor = LocalExecutor(toy_app).start()
    try:
        slow = [add("long"), add("long")]
        eventually(lambda: job(slow[0]).status == RUNNING, 5)
        quick = add("quick")
        eventually(lambda: job(quick).status == DONE, 5)
        assert [job(one).status for one in slow] == [RUNNING, "queued"]
    finally:
        free.set()
        executor.stop()


def test_lanes_are_named_by_what_a_kind_declares(toy_app: Flask) -> None:
    jobs.handler("quick", short=True)(lambda _run: None)
    jobs.handler("mark")(toy.mark_all)
    registry = jobs.registry.registry
    assert [registry.lane(name) for name in ("quick", "mark", "unknown")] == ["short", "long", "long"]


# ---- a worker of its own ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "told"),
    [({"JOBS_THREADS": 0}, "JOBS_THREADS=0 is for web servers"), ({"celery": True}, "done by Celery here")],
)
def test_a_worker_that_would_do_nothing_says_so(config: dict[str, Any], told: str, tmp_path: Path) -> None:
    from app.cli import worker

    app = Flask("x")
    app.config.update({"SQLALCHEMY_DATABASE_URI": POSTGRES} | config)
    celery = {"JOBS_EXECUTOR": "celery", "CELERY_BROKER_URL": "redis://x"} if config.get("celery") else {}
    app.config.update(celery)
    jobs.init_app(app)
    app.cli.add_command(worker)
    answer = app.test_cli_runner().invoke(args=["worker"])
    assert answer.exit_code == 1
    assert told in answer.output
