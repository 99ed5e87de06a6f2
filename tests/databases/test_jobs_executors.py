"""Celery on Redis and RabbitMQ, over PostgreSQL: whole after kill -9, in lanes, and not hurt by a broker that dies."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.kit.jobs.models import DONE, QUEUED, RUNNING, WAITING, Job
from tests.person import Person
from tests.proving import killing
from tests.proving.killing import Proof
from tests.proving.places import Place, Worker
from tests.proving.servers import Server, eventually, own_rabbit, own_redis

pytestmark = pytest.mark.services


@pytest.fixture
def redis() -> Iterator[tuple[Server, str]]:
    with own_redis() as started:
        yield started


@pytest.fixture
def place(app: Flask, redis: tuple[Server, str]) -> Iterator[Place]:
    """Celery on a Redis of our own."""
    place = Place.celery(app, redis[1])
    yield place
    place.close()


def export(place: Place) -> int:
    """A short job; its number."""
    answer = Person(place.app, "dl1").post("/organizationview/export")
    assert answer.status_code == 303
    return int(answer.location.rsplit("/", 1)[1])


def done(place: Place, *numbers: int) -> bool:
    return all(place.job(number).status == DONE for number in numbers)


@pytest.mark.req("SHEET-1")
def test_kill_9_of_celerys_workers_loses_nothing_and_doubles_nothing(place: Place) -> None:
    proof = killing.prove(place, 500, 2)
    assert proof.faults() == []
    assert proof.hits >= 1


@pytest.mark.proofs
def test_workers_that_are_stopped_hand_their_jobs_back(place: Place) -> None:
    proof = Proof(place, 1000)
    proof.upload()
    worker = place.start()
    proof.wait_for_progress()
    assert worker.stop() == 0
    job = place.job(proof.job)
    assert (job.status, job.token, job.attempts_without_progress) == (QUEUED, None, 0)
    proof.finish()
    assert proof.faults() == []


@pytest.mark.proofs
def test_a_frozen_worker_is_fenced(place: Place) -> None:
    """Case 62 on PostgreSQL: stopped past its lease; another one takes over and ends the job; then it wakes up."""
    proof = Proof(place, 1000)
    proof.upload()
    frozen = place.start()
    proof.wait_for_progress()
    freeze(place, frozen, proof.job)
    proof.finish()
    attempts = place.job(proof.job).attempts
    frozen.signal(signal.SIGCONT)
    time.sleep(1)
    assert proof.faults() == []
    assert attempts >= 3, "two phases, and one of them by two workers"


def freeze(place: Place, worker: Worker, job: int) -> None:
    """Stop the worker at a moment when it does not hold the job's row: another one would wait for that."""
    for _try in range(500):
        worker.signal(signal.SIGSTOP)
        time.sleep(0.02)
        with place.app.app_context(), db.engine.connect() as connection:
            free = connection.execute(text(f"SELECT id FROM job WHERE id = {job} FOR UPDATE SKIP LOCKED")).first()
        if free and place.job(job).status == RUNNING:
            return
        worker.signal(signal.SIGCONT)
        time.sleep(0.01)
    raise AssertionError("the worker always holds its job")


def test_a_long_import_keeps_no_short_job_waiting(place: Place) -> None:
    """The commands of docs/operations.md: a worker for each lane; two long jobs, of which one has to wait."""
    imports = [Proof(place, 10), Proof(place, 10)]
    for one in imports:
        one.upload()
    workers = [place.command("celery", "-A", "app.worker:cel", "worker", "-Q", lane, "-c", "1")
               for lane in ("long", "short")]  # fmt: skip
    try:
        with no_rows_are_written(place):
            eventually(lambda: place.job(imports[0].job).status == RUNNING)
            quick = export(place)
            eventually(lambda: done(place, quick))
            assert [place.job(one.job).status for one in imports] == [RUNNING, QUEUED]
        eventually(lambda: all(place.job(one.job).status == WAITING for one in imports))
    finally:
        for worker in workers:
            worker.terminate()
        codes = [worker.wait(30) for worker in workers]
    assert codes == [0, 0]


@contextmanager
def no_rows_are_written(place: Place) -> Iterator[None]:
    """As long as it takes, an import comes no further."""
    with place.app.app_context(), db.engine.connect() as connection:
        connection.execute(text("LOCK TABLE import_row IN EXCLUSIVE MODE"))
        yield


# ---- brokers that go away -----------------------------------------------------------------------------------------


def test_what_is_asked_for_while_redis_is_dead_is_done_afterwards(place: Place, redis: tuple[Server, str]) -> None:
    """Killed while users submit; no request fails or hangs, nothing is lost and nothing done twice."""
    server, _address = redis
    worker = place.start()
    before = [export(place) for _n in range(2)]
    server.kill()
    began = time.monotonic()
    meanwhile = [export(place) for _n in range(3)]
    assert time.monotonic() - began < 15, "a dead broker keeps no web request waiting"
    server.start()
    after = [export(place) for _n in range(2)]
    eventually(lambda: done(place, *before, *meanwhile, *after))
    assert worker.stop() == 0
    assert {place.job(one).attempts for one in (*before, *meanwhile, *after)} == {1}


def test_rabbitmq_serves_as_well_and_may_be_restarted(app: Flask) -> None:
    with own_rabbit() as (server, address), closing(Place.celery(app, address)) as place:
        proof = Proof(place, 500)
        proof.upload()
        worker = place.start()
        proof.wait_for_progress()
        server.kill()
        meanwhile = export(place)
        server.start()
        eventually(proof.is_over)
        after = export(place)
        eventually(lambda: done(place, proof.job, meanwhile, after))
        assert worker.stop() == 0
        assert proof.faults() == []


def test_no_message_holds_more_than_a_number(place: Place, redis: tuple[Server, str]) -> None:
    """Nothing personal, no parameters: the table is the truth."""
    export(place)
    with place.reading() as session:
        (job,) = session.query(Job).filter(Job.kind == "export")
    with place.app.extensions["jobs"].celery.connection_for_read() as connection:
        message = connection.SimpleQueue("short").get(timeout=5)
        assert message.payload[:2] == [[job.id], {}]
        message.ack()
