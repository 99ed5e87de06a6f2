"""Every night each platform's hours are verified, and what is found reaches who must know (issue 5, line 7; R-5)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app import verification
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry, LearnerYear
from app.kit import jobs, scope
from app.kit.audit import AuditEvent
from app.kit.jobs import queue
from app.kit.jobs.models import Job
from app.kit.notices import Notice
from tests.imports import work
from tests.person import Person

Get = Callable[..., Person]
Rows = Callable[..., list[Any]]


@pytest.fixture
def night(app: Flask, rows: Rows) -> Callable[[int], Job]:
    """Do the nightly verification of a platform."""

    def do(platform_id: int) -> Job:
        with app.app_context(), scope.everything("test"):
            number = jobs.enqueue(db.session(), "verification", platform_id=platform_id).id
            db.session.commit()
        work(app)
        (job,) = rows(Job, Job.id == number)
        assert job.status == "done"
        return job

    return do


def spoil(app: Flask) -> int:
    """One person's yearly figure becomes another one than the ledger gives; of which platform."""
    with app.app_context(), scope.everything("test"), scope.bulk("test"):
        one = db.session.scalars(select(LearnerYear).order_by(LearnerYear.learner_id)).first()
        assert one is not None
        mine = (LearnerYear.learner_id == one.learner_id, LearnerYear.category_id == one.category_id)
        db.session.execute(update(LearnerYear).where(*mine).values(posted=one.posted + 1))
        number = one.platform_id
        db.session.commit()
    return int(number)


@pytest.mark.req("R-5")
def test_what_is_found_is_told_to_the_platforms_administrators_and_audited(
    app: Flask, person: Get, night: Callable[[int], Job], rows: Rows
) -> None:
    job = night(spoil(app))
    assert job.result["problems"] >= 2
    assert all("yearly figures and ledger differ" in problem for problem in job.result["first"])
    notices = rows(Notice, Notice.event == "hours:verify")
    assert notices and {one.user_id for one in notices} == {user_of(app, "dl1")}
    page = person("dl1").get("/noticeview/list/").get_data(as_text=True)
    assert f"夜间核对发现 {job.result['problems']} 处不一致" in page
    (event,) = rows(AuditEvent, AuditEvent.event == "hours:verify")
    assert (event.outcome, event.details["counts"]) == ("failed", {"problems": job.result["problems"]})


def user_of(app: Flask, username: str) -> int:
    from app.accounts import operations as accounts

    with app.app_context(), scope.everything("test"):
        return int(accounts.find_login(db.session(), username).id)


def test_where_all_agrees_nobody_is_told(night: Callable[[int], Job], rows: Rows) -> None:
    assert night(1).result == {"problems": 0, "first": []}
    assert rows(Notice, Notice.event == "hours:verify") == []
    assert rows(AuditEvent, AuditEvent.event == "hours:verify") == []


@pytest.mark.platforms
def test_each_platform_hears_of_its_own_only(app: Flask, night: Callable[[int], Job]) -> None:
    spoilt = spoil(app)
    others = {1, 2, 3} - {spoilt}
    assert night(spoilt).result["problems"] >= 2
    assert [night(other).result["problems"] for other in others] == [0, 0]


def test_the_parts_make_the_whole(app: Flask) -> None:
    """What all platforms find one by one is what `flask verify` finds at once."""
    spoilt = spoil(app)
    with app.app_context(), scope.everything("test"):
        entry = db.session.scalars(select(HourEntry).order_by(HourEntry.id)).first()
        assert entry is not None
        whole = ledger.verify(db.session())
        assert sorted(whole) == sorted(ledger.verify(db.session(), spoilt))
        assert ledger.verify(db.session(), spoilt + 1) == []


# ---- a step that takes longer than a lease ------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, app: Flask) -> threading.Event:
    """A check that takes four leases."""
    monkeypatch.setitem(app.config, "JOBS_LEASE", 0.3)
    looked = threading.Event()

    def check(_session: Any, _platform: int) -> list[str]:
        time.sleep(1.2)
        looked.set()
        return []

    monkeypatch.setattr(verification, "CHECKS", (check,))
    return looked


def test_a_long_check_keeps_its_lease(app: Flask, slow: threading.Event, night: Callable[[int], Job]) -> None:
    taken = []

    def rival() -> None:
        while not slow.wait(0.05):
            with app.app_context():
                taken.append(queue.claim(["verification"]))

    thread = threading.Timer(0.2, rival)
    thread.start()
    job = night(1)
    thread.join()
    assert taken and set(taken) == {None}
    assert job.attempts == 1
