"""Rows of periodic jobs that ended long ago are removed, and nothing that somebody asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.kit import clock, jobs, scope
from app.kit.jobs import cleaning
from app.kit.jobs.models import Job

Rows = Callable[..., list[Any]]
LONG_AGO = timedelta(days=31)


def kept(app: Flask, *ended: timedelta | None, **more: Any) -> list[int]:
    """Jobs that ended that long ago, or not at all."""
    with app.app_context(), scope.everything("test"):
        made = [
            Job(platform_id=1, kind="mail", status="queued" if ago is None else "done",
                ended_at=None if ago is None else clock.now() - ago, **more)
            for ago in ended
        ]  # fmt: skip
        db.session.add_all(made)
        db.session.commit()
        return [one.id for one in made]


def test_periodic_jobs_go_after_thirty_days(app: Flask, rows: Rows) -> None:
    old, young, open_one = kept(app, LONG_AGO, timedelta(days=29), None)
    (own,) = kept(app, LONG_AGO, user_id=1, identity="a1")
    with app.app_context(), scope.everything("test"):
        assert cleaning.clean(db.session(), 1) == 1
        assert cleaning.clean(db.session(), 2) == 0
        db.session.commit()
    assert {job.id for job in rows(Job, Job.id.in_([old, young, open_one, own]))} == {young, open_one, own}


def test_the_tick_cleans_by_itself_part_by_part(app: Flask, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "AT_ONCE", 2)
    old = kept(app, *[LONG_AGO] * 5)
    with app.app_context():
        jobs.tick()
        jobs.run_all()
    assert rows(Job, Job.id.in_(old)) == []
    (ran,) = rows(Job, Job.kind == "job_cleaning")
    assert (ran.status, ran.result) == ("done", {"count": 5, "files": 0, "parts": 0})
