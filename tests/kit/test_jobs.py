"""The queue: claimed once, fenced, resumed, poisoned, cancelled."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.kit import jobs, scope
from app.kit.errors import RuleError
from app.kit.jobs import queue
from app.kit.jobs.models import CANCELLED, DONE, FAILED, QUEUED, RUNNING, WAITING, Job
from app.kit.jobs.registry import registry
from tests.kit import toy
from tests.kit.queued import add, expire, job, marks


@pytest.fixture(autouse=True)
def handlers(toy_app: Flask) -> None:
    jobs.handler("mark")(toy.mark_all)


def test_a_job_runs_once_under_the_identity_that_asked() -> None:
    seen = []
    jobs.handler("look")(lambda run: seen.append(run.scope) or {"n": 1})
    job_id = add("look")
    assert jobs.run_all() == 1 and jobs.run_all() == 0
    done = job(job_id)
    assert (done.status, done.result, done.attempts, seen) == (DONE, {"n": 1}, 1, [toy.SCOPE])


def test_a_job_that_was_not_committed_does_not_exist() -> None:
    with scope.using(toy.SCOPE):
        jobs.enqueue(db.session, "mark")
    assert jobs.run_all() == 0


def test_the_doorbell_rings_after_the_commit_and_not_for_a_savepoint_or_rollback(
    toy_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(toy_app.extensions["jobs"], "wake", lambda job_id, _kind: rung.append(job_id))
    with scope.using(toy.SCOPE):
        jobs.enqueue(db.session, "mark")
        db.session.rollback()
        with db.session.begin_nested():
            job_id = jobs.enqueue(db.session, "mark").id
        assert rung == []
        db.session.commit()
    assert rung == [job_id]


def test_a_broken_doorbell_does_not_break_the_request(toy_app: Flask) -> None:
    toy_app.extensions["jobs"].wake = None
    assert job(add()).status == QUEUED


def test_an_ended_identity_fails_the_job_with_that_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = add(total=10)
    monkeypatch.setattr(registry, "rebuild", lambda *_who: None)
    jobs.run_all()
    assert job(job_id).status == FAILED and "identity" in job(job_id).message and not marks(job_id)


def test_two_workers_never_claim_the_same_job() -> None:
    job_id = add()
    first, second = queue.claim(), queue.claim()
    assert first and first.id == job_id and second is None


def test_an_expired_lease_is_taken_over_and_the_late_worker_writes_nothing() -> None:
    """Case 62: the frozen worker is fenced by its token, in the transaction that would have written."""
    job_id = add(total=30)
    late = queue.claim()
    assert late
    expire(job_id)
    assert jobs.run_all() == 1
    assert marks(job_id) == Counter(range(30))
    with pytest.raises(queue.Lost), scope.using(toy.SCOPE):
        queue.checkpoint(db.session, job_id, late.token, 0, 10)
    assert not queue.end(job_id, late.token, FAILED)
    assert job(job_id).status == DONE


def test_a_late_worker_is_fenced_while_another_stands_at_the_same_place() -> None:
    """Case 62 where the checkpoint alone can't tell them apart: only the token does."""
    job_id = add(total=30)
    late = queue.claim()
    expire(job_id)
    now = queue.claim()
    assert late and now and late.token != now.token
    with scope.using(toy.SCOPE), pytest.raises(queue.Lost):
        queue.checkpoint(db.session, job_id, late.token, 0, 10)
    with scope.using(toy.SCOPE):
        queue.checkpoint(db.session, job_id, now.token, 0, 10)


def test_a_worker_that_freezes_between_chunks_loses_the_job_and_keeps_what_it_wrote() -> None:
    def frozen(run: jobs.Run) -> None:
        with run.chunk(10):
            toy._marks(run, range(10))
        if job(run.id).attempts == 1:  # frozen: somebody else takes over and finishes
            expire(run.id)
            assert jobs.run_next()
        toy.mark_all(run)

    jobs.handler("frozen")(frozen)
    monkey = registry.kinds["frozen"].work
    job_id = add("frozen", total=30)

    def second(run: jobs.Run) -> None:
        toy.mark_all(run)

    turns = iter([monkey, second])
    jobs.handler("frozen")(lambda run: next(turns)(run))  # noqa: PLW0108  # one more turn per attempt
    jobs.run_all()
    assert marks(job_id) == Counter(range(30)) and job(job_id).status == DONE


def test_poison_ends_after_three_attempts_without_progress_with_a_sentence() -> None:
    def broken(run: jobs.Run) -> None:
        raise ValueError("secret 210211199901153830")

    jobs.handler("broken")(broken)
    job_id = add("broken")
    for _turn in range(5):
        jobs.run_all()
        if job(job_id).status == RUNNING:
            expire(job_id)
    ended = job(job_id)
    assert (ended.status, ended.attempts) == (FAILED, 3)
    assert "several attempts" in ended.message and "secret" not in ended.message


def test_poison_that_kills_its_worker_is_buried_by_the_tick() -> None:
    job_id = add()
    for _turn in range(3):
        assert queue.claim()
        expire(job_id)
    assert queue.claim() is None
    jobs.tick()
    assert job(job_id).status == FAILED


def test_progress_clears_the_count_of_failed_attempts() -> None:
    def limping(run: jobs.Run) -> None:
        if run.cursor < run.total:
            with run.chunk(run.cursor + 1):
                pass
            raise ValueError

    jobs.handler("limping")(limping)
    job_id = add("limping", total=6)
    for _turn in range(8):
        jobs.run_all()
        if job(job_id).status == RUNNING:
            expire(job_id)
    assert (job(job_id).status, job(job_id).attempts) == (DONE, 7)


def test_the_traceback_goes_to_the_log_without_the_message(caplog: pytest.LogCaptureFixture) -> None:
    def broken(run: jobs.Run) -> None:
        raise ValueError(number)

    number = "2102111999" + "01153830"  # a traceback shows source lines: the number must not stand in one
    jobs.handler("broken")(broken)
    add("broken")
    jobs.run_all()
    assert "in broken" in caplog.text and number not in caplog.text


def test_a_rule_that_refuses_ends_the_job_with_its_own_sentence() -> None:
    def refuse(run: jobs.Run) -> None:
        raise RuleError("The year is closed.")

    jobs.handler("refuse")(refuse)
    job_id = add("refuse")
    jobs.run_all()
    assert (job(job_id).status, job(job_id).message, job(job_id).attempts) == (
        FAILED,
        "The year is closed.",
        1,
    )


def test_a_full_disk_ends_the_job_with_that_reason() -> None:
    def full(run: jobs.Run) -> None:
        raise OSError(28, "No space left on device")

    jobs.handler("full")(full)
    job_id = add("full")
    jobs.run_all()
    assert job(job_id).status == FAILED and "disk is full" in job(job_id).message


# ---- cancel and stop ---------------------------------------------------------------------------------------


def cancel(job_id: int) -> bool:
    with scope.using(toy.SCOPE):
        asked = jobs.cancel(db.session, job_id)
        db.session.commit()
        return asked


def test_a_queued_job_is_cancelled_at_once_and_only_by_its_owner() -> None:
    job_id = add(total=10)
    with scope.using(toy.OTHER):
        assert not jobs.cancel(db.session, job_id)
        db.session.commit()
    assert cancel(job_id) and job(job_id).status == CANCELLED
    assert jobs.run_all() == 0 and not cancel(job_id)


def test_a_running_job_stops_at_its_next_chunk_and_keeps_the_chunks_before() -> None:
    def cancelled(run: jobs.Run) -> None:
        with run.chunk(10):
            toy._marks(run, range(10))
        cancel(run.id)
        toy.mark_all(run)

    jobs.handler("cancelled")(cancelled)
    job_id = add("cancelled", total=30)
    jobs.run_all()
    assert job(job_id).status == CANCELLED and marks(job_id) == Counter(range(10))


def test_a_cancelled_job_of_a_dead_worker_is_closed_by_the_tick() -> None:
    job_id = add()
    assert queue.claim() and cancel(job_id)
    expire(job_id)
    jobs.tick()
    assert job(job_id).status == CANCELLED


def test_a_cancel_during_the_last_step_wins_over_waiting() -> None:
    def ask(run: jobs.Run) -> jobs.Ended:
        cancel(run.id)
        return jobs.Ended(WAITING)

    jobs.handler("ask")(ask)
    job_id = add("ask")
    jobs.run_all()
    assert job(job_id).status == CANCELLED


def test_stopping_hands_the_job_back_and_counts_no_failed_attempt() -> None:
    stop = threading.Event()
    stop.set()
    job_id = add(total=30)
    jobs.run_next(stopping=stop)
    back = job(job_id)
    assert (back.status, back.cursor, back.attempts_without_progress) == (QUEUED, 10, 0)
    jobs.run_all()
    assert marks(job_id) == Counter(range(30))


# ---- phases, periodic work, executor -----------------------------------------------------------------------


def test_of_two_confirmations_one_wins() -> None:
    jobs.handler("ask")(lambda run: jobs.Ended(WAITING) if run.phase == "" else None)
    job_id = add("ask")
    jobs.run_all()
    with scope.using(toy.SCOPE):
        assert jobs.proceed(db.session, job_id, "apply") and not jobs.proceed(db.session, job_id, "apply")
        db.session.commit()
    jobs.run_all()
    assert job(job_id).status == DONE


def test_a_periodic_job_is_inserted_once_per_slot_and_hidden_from_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "kinds", {})  # the application's own periodic jobs need its tables
    jobs.handler("nightly", every=3600)(lambda _run: None)
    jobs.tick()
    jobs.tick()
    with scope.everything("test"):
        assert db.session.scalar(select(func.count()).where(Job.kind == "nightly")) == 1
    with scope.using(scope.Scope("public", 1)):
        assert db.session.scalars(select(Job)).all() == []
    assert jobs.run_all() == 1


def test_the_reserved_worker_takes_only_short_jobs() -> None:
    jobs.handler("quick", short=True)(lambda _run: None)
    add(total=10)
    quick = add("quick")
    claimed = queue.claim(registry.short())
    assert claimed and claimed.id == quick and queue.claim(registry.short()) is None


def test_the_local_executor_does_jobs_when_woken_and_stops(toy_app: Flask) -> None:
    executor = toy_app.extensions["jobs"].start()
    try:
        job_id = add(total=30)
        until = time.monotonic() + 5
        while job(job_id).status != DONE and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        executor.stop()
    assert marks(job_id) == Counter(range(30))
    assert not any(thread.is_alive() for thread in executor._threads)
