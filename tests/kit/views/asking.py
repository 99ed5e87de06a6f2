"""What the tests of the view base ask the toy application for."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from app.extensions import db
from app.kit import scope
from app.kit.audit import REFUSED, AuditEvent
from tests.kit.views.pages import Course

LIST = "/courseview/list/"
FORM = {"title": "New one", "year": "2026", "category": "public", "hours": "8.5", "is_open": "y"}
BROWSER = {"Accept-Language": "zh"}


def query(app: Flask, statement: Any) -> Any:
    with app.app_context(), scope.everything("test"):
        return db.session.execute(statement).all()


def course(app: Flask, key: int) -> Course:
    with app.app_context(), scope.everything("test"):
        return db.session.get_one(Course, key)


def first_of(app: Flask, platform: int, state: str = "draft") -> int:
    mine = (Course.platform_id == platform, Course.review_state == state)
    return int(query(app, select(func.min(Course.id)).where(*mine))[0][0])


def refusals(app: Flask) -> int:
    return int(query(app, select(func.count(AuditEvent.id)).where(AuditEvent.outcome == REFUSED))[0][0])


def titles(page: Any) -> list[str]:
    return re.findall(r'c-main(?: c-long)?"><a [^>]*>([^<]+)<', page.get_data(as_text=True))


def flashes(client: FlaskClient) -> str:
    with client.session_transaction() as cookie:
        return " ".join(text for _category, text in cookie.pop("_flashes", []))


def statements(app: Flask, client: FlaskClient, address: str) -> int:
    seen: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    assert client.get(address).status_code == 200
    return len([sql for sql in seen if not sql.startswith("BEGIN")])
