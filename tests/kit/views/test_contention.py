"""What the database gave up in favour of somebody else's work is said so, changes nothing and can be done again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import errors as postgres
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from app.extensions import db
from tests.kit.views.asking import FORM, course, first_of, flashes, query
from tests.kit.views.pages import Course, CourseView

BUSY = "Somebody else is writing to the same records. Nothing was changed; please try again."


def failing(monkeypatch: pytest.MonkeyPatch, cause: Exception) -> None:
    """Courses that the database refuses to create: the row is written, then `cause` comes back."""
    make = CourseView.creates

    def refuse(session: Any, actor: Any, values: Any) -> Any:
        make(session, actor, values)
        session.flush()
        raise OperationalError("INSERT", {}, cause)

    monkeypatch.setattr(CourseView, "creates", staticmethod(refuse))


@contextmanager
def held_by_another(app: Flask) -> Iterator[None]:
    """SQLite's lock in the hands of another process; ours waits a moment instead of fifteen seconds."""
    with app.app_context():
        engine = db.engine
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=50"))
    engine.dispose()
    with closing(sqlite3.connect(engine.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_deadlock_keeps_what_was_typed(app: Flask, alice: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, postgres.DeadlockDetected())
    answer = alice.post("/courseview/add", data=FORM | {"title": "Kept as typed"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert BUSY in page and 'value="Kept as typed"' in page
    assert query(app, select(func.count(Course.id)))[0][0] == 90
    monkeypatch.undo()
    assert alice.post("/courseview/add", data=FORM | {"title": "Kept as typed"}).status_code == 303


def test_a_lock_held_too_long_is_no_fault(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    with held_by_another(app):
        answer = alice.post("/courseview/do/submit", data={"rowid": key})
        assert answer.status_code == 503
        assert BUSY in answer.get_data(as_text=True)
        assert "Content-Security-Policy" in answer.headers
    assert course(app, key).review_state == "draft"
    alice.post("/courseview/do/submit", data={"rowid": key})
    assert "1 item done." in flashes(alice)


def test_what_nobody_foresaw_is_still_an_error(app: Flask, alice: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, postgres.UndefinedTable("course"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = alice.post("/courseview/add", data=FORM)
    assert answer.status_code == 500
    assert BUSY not in answer.get_data(as_text=True)
    assert query(app, select(func.count(Course.id)))[0][0] == 90
