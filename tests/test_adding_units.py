"""「添加单位」: a unit that is missing is asked for, and the bureau confirms it or declines it with a reason (GX-5)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask

from app.accounts import operations as accounts
from app.accounts.models import Account, RoleProfile
from app.claims.models import Claim
from app.extensions import db
from app.kit import scope
from app.kit.audit import AuditEvent
from app.kit.errors import NotFound
from app.kit.notices import Notice
from app.organizations import adding
from app.organizations.models import Organization, UnitRequest
from tests.person import Person

People, Rows = Callable[..., Person], Callable[..., list[Any]]
pytestmark = pytest.mark.platforms
OWN, BUREAU = "/ownunitrequestview", "/unitrequestview"
OPEN, TAKEN = "示范市职业教育学会", "示范市软件行业协会"
CODE, OTHER = "52450100MJD0000099", "51450100MJD000001K"
FORM = {
    "name": "示范市陶艺研究会",
    "credit_code": CODE,
    "region": "示范市",
    "contact": "卢小芳",
    "phone": "0771-5550199",
}


def named(rows: Rows, name: str = FORM["name"]) -> Any:
    (found,) = rows(UnitRequest, UnitRequest.name == name)
    return found


def key(item: Any) -> str:
    return f"{item.id}.{item.version}"


def told(rows: Rows, username: str) -> list[str]:
    (account,) = rows(Account, Account.username == username)
    found = rows(Notice, Notice.user_id == account.id, Notice.event.startswith("unit_request:"))
    return [f"{one.event} {one.values['name']} {one.values.get('reason', '')}".strip() for one in found]


@pytest.fixture
def asked(person: People, rows: Rows) -> Any:
    assert person("gx-learner").post(f"{OWN}/add", FORM).status_code == 303
    return named(rows)


@pytest.mark.req("GX-5")
@pytest.mark.parametrize("who", ["gx-learner", "gx-dept", "gx-unit", "gx-authority"])
def test_who_may_choose_a_unit_finds_the_form_in_the_dialog_and_sends_it(person: People, rows: Rows, who: str) -> None:
    actor = person(who)
    desk, verb = ("myclaimview", "submit_to") if who == "gx-learner" else ("registeredclaimview", "submit_to")
    adds = actor.post(f"/{desk}/look-up/{verb}", {"q": ""}).get_json()["adds"]
    assert adds == {"label": "添加单位", "url": f"{OWN}/add"}
    assert actor.get(adds["url"]).status_code == 200
    assert actor.post(adds["url"], FORM).status_code == 303
    found = named(rows)
    assert (found.state, found.asked_by, found.credit_code) == ("open", actor.identity and actor.identity.name, CODE)
    assert found.phone.reveal() == "07715550199"
    page = actor.get(f"{OWN}/show/{found.id}").get_data(as_text=True)
    assert "待确认" in page and "07715550199" not in page, "personal data stays masked"
    assert FORM["name"] in actor.get(f"{OWN}/list/").get_data(as_text=True)


@pytest.mark.req("GX-5", "GX-22", "AUDIT-1", "NOTE-1")
def test_the_bureau_confirms_and_the_unit_is_there(person: People, rows: Rows, asked: Any) -> None:
    bureau = person("gx-bureau")
    assert told(rows, "gx-bureau")[-1] == f"unit_request:asked {FORM['name']}"
    assert FORM["name"] in bureau.get(f"{BUREAU}/list/?state=open").get_data(as_text=True)
    assert bureau.post(f"{BUREAU}/do/confirm", {"rowid": key(asked), "opinion": ""}).status_code == 303
    (unit,) = rows(Organization, Organization.name == FORM["name"])
    (root,) = rows(Organization, Organization.platform_id == asked.platform_id, Organization.parent_id.is_(None))
    assert (unit.parent_id, unit.level, unit.kind, unit.category) == (root.id, root.level + 1, "unit", "employer")
    assert (unit.credit_code, unit.region, unit.contact) == (CODE, "示范市", "卢小芳")
    assert unit.path.startswith(root.path)
    assert named(rows).state == "confirmed"
    assert told(rows, "gx-learner")[-1] == f"unit_request:confirm {FORM['name']}"
    events = [e.event for e in rows(AuditEvent, AuditEvent.subject_id == str(asked.id)) if "unit_request" in e.event]
    assert {"unit_request:create", "unit_request:confirm"} <= {*events}
    assert "已添加" in person("gx-learner").get(f"{OWN}/show/{asked.id}").get_data(as_text=True)


@pytest.mark.req("GX-5", "GX-22")
def test_the_bureau_declines_with_a_reason_that_the_asker_reads(person: People, rows: Rows, asked: Any) -> None:
    bureau = person("gx-bureau")
    units = len(rows(Organization))
    assert bureau.post(f"{BUREAU}/do/decline", {"rowid": key(asked), "opinion": ""}).status_code == 303
    assert named(rows).state == "open", "a reason is wanted"
    bureau.post(f"{BUREAU}/do/decline", {"rowid": key(asked), "opinion": "名称与代码不符。"})
    assert (named(rows).state, named(rows).opinion, len(rows(Organization))) == ("declined", "名称与代码不符。", units)
    assert told(rows, "gx-learner")[-1] == f"unit_request:decline {FORM['name']} 名称与代码不符。"
    learner = person("gx-learner")
    assert "名称与代码不符。" in learner.get(f"{OWN}/list/").get_data(as_text=True)
    assert "名称与代码不符。" in learner.get("/noticeview/list/").get_data(as_text=True)
    assert learner.post(f"{OWN}/add", FORM).status_code == 303, "what was declined may be asked for again"
    assert [one.state for one in rows(UnitRequest, UnitRequest.name == FORM["name"])] == ["declined", "open"]


@pytest.mark.req("GX-5")
@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"name": "示范市科学技术局"}, "name", "该名称的单位已注册"),
        ({"name": OPEN}, "name", "已有人申请添加该名称的单位"),
        ({"credit_code": "12210200JG7LCMK1XC"}, "credit_code", "该统一社会信用代码的单位已注册"),
        ({"credit_code": OTHER}, "credit_code", "已有人申请添加该统一社会信用代码的单位"),
        ({"credit_code": "52450100MJD0000098"}, "credit_code", "校验码"),
        ({"phone": "12345"}, "phone", "电话"),
        ({"contact": ""}, "contact", ""),
        ({"region": ""}, "region", ""),
    ],
)
def test_what_is_there_or_wrong_is_told_at_its_field(
    person: People, rows: Rows, more: dict[str, str], field: str, said: str
) -> None:
    before = len(rows(UnitRequest))
    answer = person("gx-unit").post(f"{OWN}/add", FORM | more)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{field}-err"' in page and said in page.split(f'id="{field}-err"')[1][:300]
    assert len(rows(UnitRequest)) == before


@pytest.mark.req("GX-5")
def test_the_same_request_once_more_changes_nothing(person: People, rows: Rows, asked: Any) -> None:
    notices = len(rows(Notice))
    again = person("gx-learner").post(f"{OWN}/add", FORM)
    assert (again.status_code, again.location) == (303, f"{OWN}/show/{asked.id}")
    assert (named(rows).version, len(rows(Notice))) == (asked.version, notices)


@pytest.mark.req("GX-5")
def test_a_person_has_few_requests_at_a_time(person: People, rows: Rows, app: Flask) -> None:
    (mine,) = rows(UnitRequest, UnitRequest.name == OPEN)
    with app.app_context(), scope.everything("test"):
        facts = {"platform_id": mine.platform_id, "user_id": mine.user_id, "asked_by": "x", "phone": mine.phone}
        for n in range(adding.MOST_OPEN - 1):
            db.session.add(UnitRequest(name=f"第{n}会", credit_code=f"{n}", region="x", contact="x", **facts))
        db.session.commit()
    answer = person("gx-learner").post(f"{OWN}/add", FORM)
    assert (answer.status_code, rows(UnitRequest, UnitRequest.name == FORM["name"])) == (422, [])
    assert "请等待人社局处理" in answer.get_data(as_text=True)


@pytest.mark.req("GX-22")
def test_what_is_decided_or_there_meanwhile_is_left_alone(person: People, rows: Rows, app: Flask, asked: Any) -> None:
    bureau = person("gx-bureau")
    with app.app_context(), scope.everything("test"):
        unit = db.session.query(Organization).filter_by(name="示范市科学技术局").one()
        unit.credit_code = CODE
        db.session.commit()
    bureau.post(f"{BUREAU}/do/confirm", {"rowid": key(asked), "opinion": ""})
    assert named(rows).state == "open"
    assert "该名称或统一社会信用代码的单位已存在" in bureau.get("/").get_data(as_text=True)
    bureau.post(f"{BUREAU}/do/decline", {"rowid": key(asked), "opinion": "已注册。"})
    for verb in ("confirm", "decline"):
        bureau.post(f"{BUREAU}/do/{verb}", {"rowid": key(named(rows)), "opinion": "再次。"})
        assert "申请已不在待处理状态" in bureau.get("/").get_data(as_text=True)
    assert (named(rows).state, named(rows).opinion) == ("declined", "已注册。")
    assert rows(Organization, Organization.name == FORM["name"]) == []


@pytest.mark.req("R-1", "GX-22")
@pytest.mark.parametrize(
    "who", ["gx-learner", "gx-unit", "gx-authority", "gx-dept", "gx-auditor", "gx-security", "dl1"]
)
def test_nobody_but_the_bureau_decides(person: People, rows: Rows, app: Flask, asked: Any, who: str) -> None:
    actor = person(who)
    assert actor.get(f"{BUREAU}/list/").status_code == 403
    for verb in ("confirm", "decline"):
        assert actor.post(f"{BUREAU}/do/{verb}", {"rowid": key(asked), "opinion": "x"}).status_code == 403
    with app.app_context(), actor.acting() as s:
        for decide in (adding.confirm, adding.decline):
            with pytest.raises(NotFound):
                decide(db.session(), [asked.id], s.actor, "x")
    assert named(rows).state == "open"


@pytest.mark.req("R-1")
def test_requests_of_others_are_not_there(person: People, rows: Rows, asked: Any) -> None:
    other = person("gx-unit")
    assert other.get(f"{OWN}/show/{asked.id}").status_code == 404
    assert FORM["name"] not in other.get(f"{OWN}/list/").get_data(as_text=True)
    assert TAKEN in other.get(f"{OWN}/list/").get_data(as_text=True)
    for stranger in ("gx-auditor", "gx-security", "dl-learner", "cas-learner", "admin"):
        assert person(stranger).get(f"{OWN}/list/").status_code == 403


@pytest.mark.req("GX-5", "GX-22")
def test_what_was_added_can_be_chosen_once_somebody_reviews_there(person: People, rows: Rows, app: Flask) -> None:
    """The demo's confirmed unit: nobody is there yet; then the bureau appoints somebody."""
    learner = person("gx-learner")
    look = partial(learner.post, "/myclaimview/look-up/submit_to", {"q": TAKEN})
    assert look().get_json()["rows"] == []
    (unit,) = rows(Organization, Organization.name == TAKEN)
    with app.app_context(), scope.everything("test"):
        user = db.session.query(Account).filter_by(username="gx-authority").one()
        role = db.session.query(RoleProfile).filter_by(platform_id=unit.platform_id, code="authority").one()
        accounts.appoint(db.session(), user, role, db.session.get_one(Organization, unit.id))
        db.session.commit()
    (found,) = look().get_json()["rows"]
    (claim,) = rows(Claim, Claim.title == "网络安全管理培训（草稿）")
    sent = {"rowid": f"{claim.id}.{claim.version}", "chosen": found["value"]}
    assert learner.post("/myclaimview/do/submit_to", sent).status_code == 303
    assert rows(Claim, Claim.id == claim.id)[0].review_state == "pending"
