"""Workers that die by kill -9: every row exactly once (case 59), and a control that shows the test can fail."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app

from app.extensions import db
from app.kit import jobs
from app.kit.jobs.models import DONE, FAILED, RUNNING
from tests.kit import toy
from tests.kit.queued import add, expire, job, marks

_forked: set[int] = set()


@pytest.fixture(autouse=True)
def handlers(toy_app: Flask) -> None:
    jobs.handler("mark")(toy.mark_all)


@pytest.fixture(autouse=True)
def no_worker_survives() -> Iterator[None]:
    """A stopped child of a failed test would hold the output of the whole run open for ever."""
    yield
    for pid in list(_forked):
        kill(pid)


def worker() -> int:
    """A worker in a process of its own, forked because imports take longer than the work; returns its id."""
    db.engine.dispose()  # a connection of SQLite must not be carried over
    pid = os.fork()
    if pid == 0:
        try:
            toy.work_for_ever(current_app._get_current_object())  # type: ignore[attr-defined]  # a proxy
        finally:
            os._exit(1)
    _forked.add(pid)
    return pid


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    _forked.discard(pid)


def kill_often(job_id: int, times: int) -> int:
    """Kill the worker at random points while it makes progress; returns how many kills hit a running job."""
    hits = 0
    for _turn in range(times):
        pid = worker()
        wait_for_progress(job_id)
        time.sleep(random.random() * 0.05)
        kill(pid)
        hits += job(job_id).status == RUNNING
        expire(job_id)
    jobs.run_all()
    return hits


def wait_for_progress(job_id: int) -> None:
    start, until = job(job_id).cursor, time.monotonic() + 5
    while job(job_id).cursor <= start and time.monotonic() < until:
        time.sleep(0.005)


@pytest.mark.case(59)
def test_five_kills_lose_nothing_and_double_nothing() -> None:
    job_id = add(total=3000)
    assert kill_often(job_id, 5) == 5
    assert (job(job_id).status, job(job_id).attempts) == (DONE, 6)
    assert marks(job_id) == Counter(range(3000))


def test_the_kill_test_can_fail_when_the_checkpoint_is_in_another_transaction() -> None:
    """The negative control: without it the test above would prove nothing."""
    doubled = 0
    for _turn in range(4):
        job_id = add(total=2000, params={"naive": True})
        kill_often(job_id, 4)
        doubled += sum(marks(job_id).values()) - 2000
        if doubled:
            break
    assert doubled > 0


def test_a_file_that_kills_its_workers_is_buried_and_its_neighbours_go_on() -> None:
    """Poison: it is tried three times, then fails with a sentence; nobody else loses or doubles anything."""
    jobs.handler("poison")(lambda _run: os.kill(os.getpid(), signal.SIGKILL))
    before, poison, after = add(total=100), add("poison"), add(total=100)
    for _turn in range(3):
        pid = worker()
        assert os.waitpid(pid, 0)[1] == signal.SIGKILL
        _forked.discard(pid)
        for number in (before, poison, after):
            if job(number).status == RUNNING:
                expire(number)
    jobs.tick()
    jobs.run_all()
    buried = job(poison)
    assert (buried.status, buried.attempts, "several attempts" in buried.message) == (FAILED, 3, True)
    for number in (before, after):
        assert job(number).status == DONE
        assert marks(number) == Counter(range(100))


def test_a_frozen_process_that_wakes_up_late_writes_nothing(toy_app: Flask) -> None:
    """Case 62, with a real process: stopped past its lease, then continued."""
    job_id = add(total=1000)
    pid = worker()
    wait_for_progress(job_id)
    freeze(pid, toy_app.config["DATA_DIR"] / "toy.db")
    expire(job_id)
    assert jobs.run_all() == 1
    os.kill(pid, signal.SIGCONT)
    time.sleep(0.3)
    kill(pid)
    assert job(job_id).status == DONE and marks(job_id) == Counter(range(1000))


def freeze(pid: int, database: Path) -> None:
    """Stop the process at a moment when it does not hold SQLite's write lock."""
    while True:
        os.kill(pid, signal.SIGSTOP)
        os.waitpid(pid, os.WUNTRACED)  # the stop takes effect some time after the signal
        with contextlib.closing(sqlite3.connect(database, timeout=0.1)) as probe:
            try:
                probe.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError:
                os.kill(pid, signal.SIGCONT)
                time.sleep(0.003)
