"""The auditor's search: every filter, readable differences, masked numbers, an export as filtered, others refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import insert

from app.extensions import db
from app.kit import audit, clock, scope
from app.kit.audit import AuditEvent, words
from tests.imports import work
from tests.person import Person

People = Callable[..., Person]
OTHERS = ("dl1", "dl2", "dl3", "dl-learner", "admin", "security")


@pytest.fixture
def recorded(app: Flask) -> Callable[..., int]:
    """Writes one event of platform 1 and returns its id."""

    def write(name: str = "learner:update", **facts: Any) -> int:
        with app.app_context(), scope.everything("test"):
            row = {"at": clock.now(), "platform_id": 1, "user_id": 1, "user_name": "", "identity": "a1",
                   "address": "", "event": name, "outcome": "done", "details": {}}  # fmt: skip
            key = db.session.connection().execute(insert(AuditEvent).values(row | facts)).inserted_primary_key
            db.session.commit()
            assert key
            return int(key[0])

    return write


def shown(page: str) -> set[int]:
    return {int(part.split('"')[0]) for part in page.split('href="/auditview/show/')[1:]}


@pytest.mark.req("AUDIT-1")
@pytest.mark.case(15)
@pytest.mark.parametrize("username", OTHERS)
def test_nobody_but_an_auditor_reads_the_audit(person: People, recorded: Any, username: str) -> None:
    number, one = recorded(), person(username)
    for path in ("/auditview/list/", f"/auditview/show/{number}"):
        assert one.get(path).status_code == 403, path
    assert one.post("/auditview/export").status_code == 403


@pytest.mark.req("AUDIT-1", "R-1")
def test_an_auditor_reads_the_own_platform_only(person: People, recorded: Any) -> None:
    mine, foreign, nobodys = recorded(), recorded(platform_id=2), recorded(platform_id=None)
    auditor = person("auditor")
    found = shown(auditor.get("/auditview/list/?_size=200").text)
    assert mine in found and not {foreign, nobodys} & found
    assert auditor.get(f"/auditview/show/{foreign}").status_code == 404


@pytest.mark.req("AUDIT-1")
@pytest.mark.parametrize(("query", "facts"), [
    ("user_name=某审", {"user_name": "某审计对象"}),
    ("verb=look_up", {"name": "enrollment:look_up"}),
    ("verb=change+change_password", {"name": "account:change_password"}),
    ("subject=holiday", {"name": "holiday:create"}),
    ("subject_id=4711", {"subject_id": "4711"}),
    ("at.from=2031-05-02&at.to=2031-05-02", {"at": datetime(2031, 5, 1, 17)}),
    ("outcome=failed", {"outcome": "failed"}),
    ("address=2001:db8:", {"address": "2001:db8::7"}),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_each_filter_finds_what_fits_and_nothing_else(
    person: People, recorded: Any, query: str, facts: dict[str, Any]
) -> None:
    other, wanted = recorded("learner:create"), recorded(**facts)
    found = shown(person("auditor").get(f"/auditview/list/?{query}").text)
    assert wanted in found and other not in found


def test_a_subject_is_not_found_by_one_that_begins_like_it(person: People, recorded: Any) -> None:
    wanted, other = recorded("learner:update"), recorded("learner_year:update")
    found = shown(person("auditor").get("/auditview/list/?subject=learner&_size=200").text)
    assert wanted in found and other not in found


@pytest.mark.parametrize("query", ["subject=%25", "verb=';--", "at.from=yesterday", "subject_id=%00", "user_name=%25",
                                   "outcome=x"])  # fmt: skip
def test_nonsense_in_a_filter_finds_nothing(person: People, recorded: Any, query: str) -> None:
    recorded()
    answer = person("auditor").get(f"/auditview/list/?{query}")
    assert answer.status_code == 200
    assert query == "subject_id=%00" or shown(answer.text) == set()


@pytest.mark.req("AUDIT-1")
def test_an_event_is_told_in_words_with_before_and_after(person: People, recorded: Any) -> None:
    changes = {"title": ["", "馆员"], "organization_id": [3], "review_state": ["draft", "pending"],
               "ends_on": ["2026-05-01T16:30:00", None], "<b>": ["<i>", True]}  # fmt: skip
    number = recorded("training_class:update", details={"changes": changes, "opinion": "请补充"}, subject_id="7")
    page = person("auditor").get(f"/auditview/show/{number}").text
    for text in ("培训项目", "待提交", "2026-05-02 00:30", "请补充", "&lt;i&gt;", "任职 1"):
        assert text in page, text
    for raw in ("training_class", "review_state", "organization_id", "draft", "<i>", "a1<"):
        assert raw not in page.partition("<main")[2], raw


@pytest.mark.req("AUDIT-1", "R-7")
def test_numbers_that_somebody_typed_are_masked(person: People, recorded: Any) -> None:
    said = "证件 11010519491231002X，电话13912345678，编号20260101"
    number = recorded("training_class:reject", details={"opinion": said})
    page = person("auditor").get(f"/auditview/show/{number}").text
    assert "110105********002X" in page and "139****5678" in page and "20260101" in page
    assert "11010519491231002X" not in page and "13912345678" not in page


def test_what_nobody_has_declared_is_no_raw_code(whole_app: Flask) -> None:
    with whole_app.test_request_context():
        assert "explode" not in words.said("thing:explode")
        assert words.column_word("no_such_column") == words.column_word("nor_this")


def test_an_event_name_from_outside_is_cut_and_never_breaks(app: Flask, person: People, rows: Any) -> None:
    """The name of a verb that does not exist comes from the address: it may be of any length."""
    person("dl3").post("/declarationview/do/" + "x" * 300, {"rowid": "1"})
    assert len(rows(AuditEvent)[-1].event) == 80


@pytest.mark.req("AUDIT-1")
def test_an_export_holds_what_is_filtered(app: Flask, person: People, recorded: Any) -> None:
    recorded("level_name:create", user_name="甲", details={"changes": {"label": ["国庆"]}}, address="192.0.2.1")
    recorded("learner:create", user_name="乙")
    auditor = person("auditor")
    job = auditor.post("/auditview/export?subject=level_name&user_name=甲").location.rsplit("/", 1)[1]
    work(app)
    book = openpyxl.load_workbook(BytesIO(auditor.get(f"/exports/{job}/file").data))
    lines = [[str(cell) for cell in line] for line in book.active.values]
    assert len(lines) == 2
    assert {"甲", "192.0.2.1"} <= set(lines[1]) and "国庆" in lines[1][-1]
    assert "level_name:create" not in str(lines)


def test_a_long_audit_is_counted_up_to_the_cap_only(app: Flask, person: People) -> None:
    with app.app_context(), scope.everything("test"):
        head = {"platform_id": 1, "user_name": "", "identity": "", "address": "", "outcome": "done", "details": {}}
        head |= {"user_id": None, "subject_id": None, "batch": None, "event": "learner:update"}
        many = [head | {"at": clock.now() - timedelta(seconds=n)} for n in range(10_500)]
        db.session.connection().execute(insert(AuditEvent), many)
        db.session.commit()
    assert "10,000+" in person("auditor").get("/auditview/list/").text


def test_the_menu_leads_an_auditor_to_the_audit(person: People) -> None:
    assert 'href="/auditview/list/"' in person("auditor").get("/").text
    assert 'href="/auditview/list/"' not in person("dl1").get("/").text
    assert audit.REFUSED in dict(words.OUTCOMES)
