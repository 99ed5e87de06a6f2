"""Learning elsewhere that an administrator records: approved as soon as it is there, singly and by file (CAS-6)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.claims.models import Claim, ClaimType
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry
from app.kit import scope
from app.kit.review import ReviewStep
from app.learners.models import Learner
from app.organizations.models import ReviewRoute, RouteStep
from tests.house.outsiders import one, state
from tests.imports import book, counts, import_file, take_back, undone
from tests.person import Person

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
pytestmark = [pytest.mark.platforms, pytest.mark.req("CAS-6")]


def form(app: Flask, name: str = "孟雨桐", **changes: str) -> dict[str, str]:
    """The form of a course of three days in May, for somebody of the institute."""
    with app.app_context(), scope.everything("test"):
        someone = db.session.scalars(select(Learner).where(Learner.name == name)).one()
        kinds = select(ClaimType.id).where(ClaimType.platform_id == someone.platform_id, ClaimType.code == "course")
        facts = {"type": str(db.session.scalars(kinds).one()), "document": someone.document.reveal(), "name": name}
    days = {"starts_on": "2026-05-18", "starts_half": "am", "ends_on": "2026-05-20", "ends_half": "pm"}
    return facts | days | {"title": "院外专题培训", "content": "由研究所统一填报。"} | changes


def latest(app: Flask) -> Claim:
    with app.app_context(), scope.everything("test"):
        found = db.session.scalars(select(Claim).order_by(Claim.id.desc())).first()
        assert found
        db.session.expunge_all()
        return found


@pytest.mark.parametrize("who", ["cas-institute", "cas-dept"])
def test_what_an_administrator_records_is_approved_and_in_the_ledger_at_once(
    app: Flask, person: People, rows: Rows, who: str
) -> None:
    assert person(who).post("/recordedclaimview/add", form(app)).status_code == 303
    item = latest(app)
    assert (item.review_state, item.requested, item.granted) == ("approved", 24, 24)
    (entry,) = rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == item.id)
    assert entry.hours == Decimal(24)
    assert "院外专题培训" in person(who).get("/recordedclaimview/list/").get_data(as_text=True)
    with app.app_context(), scope.everything("test"):
        assert ledger.verify(db.session()) == []


def test_what_can_not_be_recorded_is_not_kept_as_a_draft_either(app: Flask, person: People) -> None:
    boss, before = person("cas-dept"), state(app)
    for wrong in (form(app, "尹志国"), form(app, content=""), form(app) | {"name": "别人"}):
        assert boss.post("/recordedclaimview/add", wrong).status_code == 422
    assert state(app).tables == before.tables
    for outsider in ("cas-class", "cas-learner", "cas-auditor"):
        assert person(outsider).post("/recordedclaimview/add", form(app)).status_code == 403
    assert state(app).tables == before.tables


def test_where_the_route_has_a_step_recording_is_no_way_around_it(app: Flask, person: People, rows: Rows) -> None:
    with app.app_context(), person("cas-academy").acting():
        route = db.session.scalars(select(ReviewRoute).where(ReviewRoute.type == "unit")).one()
        facts = {"platform_id": route.platform_id, "seq": 1, "name": "审核", "who": "root"}
        route.steps = [RouteStep(**facts, permission="first_review")]
        db.session.commit()
    assert person("cas-institute").post("/recordedclaimview/add", form(app)).status_code == 303
    item = latest(app)
    assert (item.review_state, item.granted) == ("pending", None)
    assert rows(ReviewStep, ReviewStep.kind == "claim", ReviewStep.item_id == item.id)
    assert rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == item.id) == []


def test_the_unit_takes_back_what_it_recorded(app: Flask, person: People) -> None:
    boss = person("cas-institute")
    boss.post("/recordedclaimview/add", form(app))
    item = latest(app)
    mark = {"rowid": f"{item.id}.{item.version}", "opinion": "重复填报。"}
    assert boss.post("/recordedclaimview/do/remove", mark).status_code == 303
    assert one(app, Claim, Claim.id == item.id).review_state == "revoked"
    with app.app_context(), scope.everything("test"):
        assert ledger.verify(db.session()) == []


def recorded(folder: Path, *learned: tuple[str, str, str]) -> Path:
    """A workbook of (number, name, what was learned)."""
    head = ["证件号码", "姓名", "认定类型", "认定内容", "开始时间", "结束时间", "申请学时", "认定内容说明"]
    days = ("2026-06-01", "2026-06-02")
    return book(
        folder, head, *([number, name, "院外培训", title, *days, 16, "统一填报"] for number, name, title in learned)
    )


@pytest.mark.req("SHEET-1")
def test_a_file_is_recorded_as_a_whole(app: Flask, person: People, tmp_path: Path) -> None:
    numbers = {name: form(app, name)["document"] for name in ("孟雨桐", "尹志国")}
    learned = (("孟雨桐", "论坛一"), ("尹志国", "论坛二"), ("别人", "论坛三"))
    file = recorded(tmp_path, *((numbers.get(name, numbers["尹志国"]), name, title) for name, title in learned))
    boss = person("cas-institute")
    found = counts(app, import_file(boss, "recorded_claims", file))
    assert (found["new"], found["error"]) == (2, 1)
    for title in ("论坛一", "论坛二"):
        item = one(app, Claim, Claim.title == title)
        assert (item.review_state, item.granted) == ("approved", 16), title
    again = counts(app, import_file(boss, "recorded_claims", file))
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


@pytest.mark.req("SHEET-1")
def test_a_recorded_file_is_taken_back_by_revoking(app: Flask, person: People, tmp_path: Path) -> None:
    """The ledger reverses the hours; a claim that was revoked meanwhile stays what it is."""
    learned = (("孟雨桐", "讲座一"), ("尹志国", "讲座二"))
    file = recorded(tmp_path, *((form(app, name)["document"], name, title) for name, title in learned))
    boss = person("cas-institute")
    job = import_file(boss, "recorded_claims", file)
    first = one(app, Claim, Claim.title == "讲座一")
    mark = {"rowid": f"{first.id}.{first.version}", "opinion": "重复填报。"}
    assert boss.post("/recordedclaimview/do/remove", mark).status_code == 303
    take_back(boss, job, "统一填报有误")
    assert undone(app, job) == {"undone": 1, "kept": 1}
    assert one(app, Claim, Claim.title == "讲座二").review_state == "revoked"
    with app.app_context(), scope.everything("test"):
        assert ledger.verify(db.session()) == []
