"""「能否看到某条记录」: the page of rights answers for any row that the asker sees, and tells nothing else (R-1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, update

from app.accounts import rights, seeing
from app.accounts.models import Account, Appointment, RoleProfile
from app.announcements.models import Announcement
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours.models import HourEntry, LearnerYear
from app.kit import scope
from app.kit.because import Because, because, reasons
from app.kit.files import Attachment
from app.kit.review import ReviewStep
from app.kit.scope import Scope
from app.learners.models import Absence, Learner, Membership
from app.organizations.models import Holiday, Organization, owned
from app.presets import loading
from tests.house.outsiders import CLASS, DRAFT, one, state
from tests.person import Person
from tests.test_accounts import held, place

Get = Callable[..., Person]
ABSENT = "没有这条记录，或您无权查看。"
MODELS = (Learner, TrainingClass, Enrollment, HourEntry, Announcement, Account, Appointment, Organization, Membership,
          Absence, LearnerYear, RoleProfile, Holiday, Attachment)  # fmt: skip
pytestmark = pytest.mark.req("R-1")


def asked(asker: Person, about: str, kind: str, number: Any) -> tuple[str, str]:
    """Where the question led, and what the page answers."""
    row = held(asker.app, about)
    answer = asker.post(f"/appointmentview/{row.id}/ask", {"kind": kind, "number": str(number)})
    assert answer.status_code == 303, answer.status_code
    page = asker.get(answer.location).text
    found = re.search(r'id="seen">(.*?)</p>(.*?)</section>', page, re.DOTALL)
    assert found, page
    return answer.location, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1] + found[2])).strip()


def person_named(app: Flask, name: str) -> Any:
    return one(app, Learner, Learner.name == name)


def of_unit(app: Flask, model: Any) -> Any:
    return one(app, model, model.organization_id == place(app, "示范市群众艺术馆").id)


# ---- what it answers ----------------------------------------------------------------------------------------------


def test_a_person_is_found_by_id_number_which_stays_out_of_the_address(app: Flask, person: Get) -> None:
    somebody = person_named(app, "孙丽")
    with app.app_context(), scope.everything("test"):
        number = db.session.get_one(Learner, somebody.id).document.reveal()
    address, said = asked(person("dl1"), "dl2", "learner", number)
    assert address.split("?")[1].split("#")[0] == f"kind=learner&key={somebody.id}"
    assert said.startswith("是 能：可以看到个人信息 孙丽。") and "属于本级及下级单位" in said
    assert "人员管理" in said and "修改" in said
    assert number not in said
    assert asked(person("dl1"), "dl3-sibling", "learner", number)[1].startswith("否 不能：个人信息 孙丽")


@pytest.mark.parametrize(("find", "kind"), [
    (lambda app: one(app, TrainingClass, TrainingClass.title == CLASS), "training_class"),
    (lambda app: one(app, Enrollment, Enrollment.learner_name == "陈晓梅"), "enrollment"),
    (lambda app: of_unit(app, HourEntry), "hour_entry"),
    (lambda app: of_unit(app, Announcement), "announcement"),
    (lambda app: held(app, "dl3").user, "ab_user"),
])  # fmt: skip
def test_each_kind_is_answered_for(app: Flask, person: Get, find: Any, kind: str) -> None:
    with app.app_context():
        key = held(app, "dl3").user_id if kind == "ab_user" else find(app).id
    for about, begins in (("dl3", "是 能："), ("dl3-sibling", "否 不能：")):
        assert asked(person("dl1"), about, kind, key)[1].startswith(begins), about


def test_the_address_of_a_page_will_do(app: Flask, person: Get) -> None:
    number = one(app, TrainingClass, TrainingClass.title == DRAFT).id
    for typed in (f"/declarationview/show/{number}", f"https://host.example/declarationview/edit/{number}?x=1"):
        address, said = asked(person("dl2"), "dl3", "learner", typed)
        assert f"kind=training_class&key={number}" in address
        assert said.startswith("是 能"), "the draft of the own unit"
        assert "修改" in said and "提交" in said


def test_what_was_sent_elsewhere_for_review_is_told_as_that(app: Flask, person: Get) -> None:
    item = one(app, TrainingClass, TrainingClass.title == CLASS)
    assert asked(person("dl1"), "dl3-sibling", "training_class", item.id)[1].startswith("否 不能")
    with app.app_context(), scope.everything("test"):
        moved = update(ReviewStep.__table__).where(ReviewStep.__table__.c.item_id == item.id)
        db.session.execute(moved.values(organization_id=place(app, "示范市少年宫").id))
        db.session.commit()
    said = asked(person("dl1"), "dl3-sibling", "training_class", item.id)[1]
    assert "曾送至该处审核" in said and "属于本级及下级单位" not in said
    assert "修改" not in said, "what was sent there is not theirs to change"


def test_a_learners_own_record_is_told_as_that_beside_the_office(app: Flask, person: Get) -> None:
    """dl3 administers the unit and is a learner of it: two identities, two reasons."""
    own = person("dl3").mine[1]
    said = asked(person("dl1"), "dl3", "learner", own.learner_id)[1]
    assert "属于本级及下级单位" in said and "是本人的记录" in said


def test_where_no_screen_shows_it_that_is_said(app: Flask, person: Get) -> None:
    with app.app_context(), scope.everything("test"):
        profile = db.session.scalars(select(RoleProfile).where(RoleProfile.code == "level3")).one()
        profile.role.permissions = [p for p in profile.role.permissions if p.view_menu.name == "organization"]
        db.session.commit()
    said = asked(person("dl1"), "dl3", "learner", person_named(app, "孙丽").id)[1]
    assert said.startswith("仅在范围内 个人信息 孙丽在范围内，但这些角色的页面都不显示它")


# ---- what it must not tell ----------------------------------------------------------------------------------------


@pytest.mark.case(2)
def test_what_the_asker_does_not_see_does_not_exist(app: Flask, person: Get) -> None:
    foreign = one(app, Learner, Learner.organization_id == place(app, "示范市少年宫").id)
    before = state(app)
    with app.app_context(), scope.everything("test"):
        number = db.session.get_one(Learner, foreign.id).document.reveal()
    dl3, tried = (
        person("dl3"),
        (foreign.id, number, f"/learnerview/show/{foreign.id}", 10**8, "x", "11010519491231002X"),
    )
    answers = {asked(dl3, "dl3-office", "learner", typed) for typed in tried}
    assert {said for _address, said in answers} == {ABSENT}
    assert {address.split("?")[1] for address, _said in answers} == {"kind=learner#record"}
    own = held(app, "dl3-office").id
    assert ABSENT in dl3.get(f"/appointmentview/{own}/rights?kind=learner&key={foreign.id}").text
    assert state(app) == before


def test_kinds_that_the_asker_may_not_read_are_not_answered(app: Flask, person: Get) -> None:
    somebody, row = person_named(app, "孙丽"), held(app, "dl3")
    for name in ("security", "admin"):
        asker = person(name)
        page = asker.get(f"/appointmentview/{row.id}/rights?kind=learner&key={somebody.id}").text
        assert ABSENT in page and "孙丽" not in page and 'value="learner"' not in page, name
        assert asked(asker, "dl3", "learner", f"/learnerview/show/{somebody.id}")[1] == ABSENT
        assert asked(asker, "dl3", "organization", place(app, "示范市少年宫").id)[1] != "", name


def test_only_identities_that_the_asker_knows_are_tried(app: Flask, person: Get) -> None:
    """Somebody with a second office elsewhere: the unit's administrator hears of the own one only."""
    with app.app_context(), scope.everything("test"):
        office = db.session.get_one(Appointment, held(app, "dl3-office").id)
        office.user.active = True
        root = db.session.scalars(select(Organization).where(Organization.parent_id.is_(None))).one()
        top = db.session.scalars(select(RoleProfile).where(RoleProfile.code == "level1")).one()
        second = Appointment(user_id=office.user_id, role_id=top.role_id, platform_id=1, organization_id=root.id)
        db.session.add(second)
        db.session.commit()
    own = person_named(app, "孙丽")
    said = asked(person("dl3"), "dl3-office", "learner", own.id)[1]
    assert "一级管理员" not in said
    assert "一级管理员" in asked(person("dl1"), "dl3-office", "learner", own.id)[1]


def test_the_own_identity_is_back_afterwards(app: Flask, person: Get) -> None:
    row, own = held(app, "dl3"), person_named(app, "孙丽")
    page = person("dl1").get(f"/appointmentview/{row.id}/rights?kind=learner&key={own.id}").text
    assert "菜单管理" in page, "the sidebar of level 1, not of level 3"


# ---- and it is true -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["dl1", "dl2", "dl3", "dl3-sibling", "dl-learner", "auditor", "security"])
def test_it_says_what_the_scope_does(app: Flask, person: Get, about: str) -> None:
    """For rows of every kind: in reach is what that person's own session finds, and there is a reason for it."""
    who = person(about)
    with app.test_request_context():
        with person("dl1").acting():
            account = db.session.get(Account, who.identity and who.identity.user_id)
            known = rights.held_by(db.session(), account) if account else []
            sights = [
                (model, inspect(item).identity[0], sight)
                for model in MODELS
                for item in db.session.scalars(select(model).order_by(*inspect(model).primary_key).limit(12))
                for sight in seeing.look(db.session(), known, item)
            ]
        for model, key, sight in sights:
            with scope.using(sight.identity.scope()):
                found = db.session.scalar(
                    select(func.count()).select_from(model).where(inspect(model).primary_key[0] == key)
                )
                assert sight.in_reach is (found == 1), (model, key)
            assert bool(sight.reasons) is sight.in_reach, (model, key)
    assert sights or about in ("auditor", "security", "dl-learner")


def test_reasons_survive_being_put_together() -> None:
    s = Scope("administrator", 1, "abc/")
    rule = owned(Learner)(s) | because("second", Learner.id == 1) & (Learner.id > 0) | because("third", Learner.id == 2)
    assert [str(one.reason) for one in reasons(rule)][1:] == ["second", "third"]
    assert all(isinstance(one, Because) for one in reasons(rule))
    inner = Learner.id.in_(select(Learner.id).where(because("of another row", Learner.id == 3)))
    assert list(reasons(inner)) == []


def test_another_platforms_rows_are_out_of_reach(app: Flask, person: Get) -> None:
    with app.app_context(), scope.everything("test"):
        preset = loading.read("empty") | {"code": "other", "name": "另一平台", "root": {"name": "别处"}}
        loading.create_platform(db.session(), preset)
        db.session.commit()
    far = place(app, "别处")
    assert asked(person("dl1"), "dl3", "organization", far.id)[1] == ABSENT
