"""A platform nobody has thought of is set up on screens alone, from its creation to its first approved class (R-9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Account, Appointment, RoleProfile
from app.classes.models import TrainingClass
from app.hours.models import HourCategory
from app.kit.audit import AuditEvent
from app.organizations.models import Holiday, MenuEntry, Organization, Platform
from app.presets import loading
from tests.house.outsiders import one, state
from tests.person import Person
from tests.presets.test_menu import sidebar
from tests.test_accounts import password_on
from tests.test_login import sign_in, token

Get = Callable[..., Person]
NEW = {
    "name": "海岛培训平台", "code": "island", "zone": "Asia/Shanghai", "preset": "empty", "root_name": "海岛人社局",
    "root_category": "bureau", "credit_code": "", "admin_name": "赵管", "admin_login": "chief",
}  # fmt: skip
SECRET = "Anderes-Wort-26"


def entered(app: Flask, username: str, password: str) -> Person:
    """Sign in with the one-time password and replace it, as a new colleague does."""
    browser = app.test_client()
    assert sign_in(browser, username, password).status_code == 302
    typed = {"old": password, "new": SECRET, "again": SECRET}
    sent = {"csrf_token": token(browser, "/password/"), "_identity": ""}
    assert browser.post("/password/", data=sent | typed).location == "/login/"
    assert sign_in(browser, username, SECRET).status_code == 302
    return Person(app, username)


def set_up(app: Flask, person: Get, **more: str) -> Person:
    """The new platform's first administrator, signed in."""
    page = person("admin").post("/platformview/add", NEW | more)
    assert page.status_code == 200, page.get_data(as_text=True)
    return entered(app, NEW["admin_login"], password_on(page))


def unit(app: Flask, name: str) -> str:
    return str(one(app, Organization, Organization.name == name).id)


def hire(app: Flask, boss: Person, role: str, at: str, name: str, number: str) -> Person:
    """A colleague with a role, appointed on the screen and signed in."""
    own = one(app, RoleProfile, RoleProfile.label == role)
    form = {"name": name, "document": number, "phone": "", "organization": unit(app, at), "profile": str(own.role_id),
            "starts_on": "2026-01-01", "ends_on": ""}  # fmt: skip
    page = boss.post("/appointmentview/add", form)
    assert page.status_code == 200, page.get_data(as_text=True)
    account = one(app, Account, Account.display_name == name)
    return entered(app, account.username, password_on(page))


@pytest.mark.req("R-9", "R-3", "R-6", "MENU-1")
def test_a_platform_nobody_has_thought_of_is_set_up_on_screens_alone(app: Flask, person: Get) -> None:
    boss = set_up(app, person)
    _name_and_build(app, boss)
    _rule(app, boss)
    clerk = hire(app, boss, "经办人", "灯塔小学", "钱办", "110101199003070011")
    judge = hire(app, boss, "教育局审核员", "海岛教育局", "孙审", "11010519491231002X")
    assert sidebar(clerk) == ["办班申报"]
    assert sidebar(judge) == ["初审台"]
    _declare_and_decide(app, clerk, judge, boss)


def _name_and_build(app: Flask, boss: Person) -> None:
    """Words of levels, units, roles."""
    posts = [("/levelview/add", {"level": str(n), "label": word, "label_en": word})
             for n, word in ((1, "市局"), (2, "区局"), (3, "学校"))]  # fmt: skip
    for name, above in (("海岛教育局", "海岛人社局"), ("灯塔小学", "海岛教育局")):
        form = {"name": name, "kind": "unit", "category": "employer", "parent": unit(app, above)}
        assert boss.post("/organizationview/add", form).status_code == 303, name
    posts.append(("/roleview/add", {"label": "经办人", "label_en": "", "permissions": [
        "can_read|training_class", "can_write|training_class"]}))  # fmt: skip
    posts.append(("/roleview/add", {"label": "教育局审核员", "label_en": "", "permissions": [
        "can_first_review|training_class"]}))  # fmt: skip
    for path, form in posts:
        assert boss.post(path, form).status_code == 303, (path, form)
    fixed = one(app, RoleProfile, RoleProfile.code == "administrator", RoleProfile.platform_id.is_not(None))
    words = {"label": "总管", "label_en": "Chief"}
    assert boss.post(f"/roleview/{fixed.role_id}/words", words).status_code == 303
    assert one(app, RoleProfile, RoleProfile.role_id == fixed.role_id).label == "总管"


def _rule(app: Flask, boss: Person) -> None:
    """Menu, route, holiday."""
    for target, word in (("DeclarationView", "办班申报"), ("FirstReviewView", "初审台"), ("FinalReviewView", "终审台")):
        assert boss.post("/menuview/adopt", {"target": target}).status_code == 303
        made = one(app, MenuEntry, MenuEntry.target == target, MenuEntry.platform_id != 1)
        form = {"label": word, "label_en": word, "target": target, "icon": "school", "heading": "办班"}
        assert boss.post(f"/menuview/edit/{made.id}", form).status_code == 303
    route = {"kind": "training_class", "name": "学校办班", "owner_level": "3",
             "steps-0-name": "区审", "steps-0-who": "ancestor", "steps-0-level": "2",
             "steps-0-permission": "first_review", "steps-0-working_days": "5",
             "steps-1-name": "市审", "steps-1-who": "root", "steps-1-permission": "final_review"}  # fmt: skip
    looked = boss.post("/routeview/add", route | {"_line": "look"}).get_data(as_text=True)
    assert "由学校申报" in looked
    assert "会无人审核" in looked, "nobody has been appointed yet"
    assert boss.post("/routeview/add", route).status_code == 303
    assert boss.post("/holidayview/official", {"year": "2026"}).status_code == 303
    assert boss.post("/holidayview/add", {"day": "2026-06-18", "name": "海岛节"}).status_code == 303
    assert one(app, Holiday, Holiday.name == "海岛节").platform_id != 1


def _declare_and_decide(app: Flask, clerk: Person, judge: Person, boss: Person) -> None:
    category = one(app, HourCategory, HourCategory.platform_id != 1)
    form = {"title": "灯塔班", "year": "2026", "category": str(category.id), "starts_on": "2026-05-11",
            "ends_on": "2026-05-12", "place": "礼堂", "planned_people": "30", "hours": "8", "content": ""}  # fmt: skip
    assert clerk.post("/declarationview/add", form).status_code == 303

    def now() -> Any:
        return one(app, TrainingClass, TrainingClass.title == "灯塔班")

    for browser, path, stage in (
        (clerk, "declarationview/do/submit", "区审"),
        (judge, "firstreviewview/do/approve", "市审"),
        (boss, "finalreviewview/do/approve", None),
    ):
        assert browser.post(f"/{path}", {"rowid": f"{now().id}.{now().version}"}).status_code == 303, path
        assert now().review_stage == stage, path
    assert now().review_state == "approved"


@pytest.mark.req("R-9")
@pytest.mark.parametrize("preset", loading.names())
def test_every_preset_gives_a_platform_that_can_be_used(app: Flask, person: Get, preset: str) -> None:
    boss = set_up(app, person, preset=preset, credit_code="")
    assert boss.get("/").status_code == 200
    for path in (
        "/routeview/list/",
        "/menuview/list/",
        "/levelview/list/",
        "/holidayview/list/",
        "/organizationview/list/",
    ):
        assert boss.get(path).status_code == 200, path
    made = one(app, Platform, Platform.code == "island")
    assert (made.name, made.preset) == ("海岛培训平台", preset)
    root = one(app, Organization, Organization.platform_id == made.id)
    assert (root.name, root.level, root.parent_id) == ("海岛人社局", 1, None)


@pytest.mark.req("R-9", "AUDIT-1")
def test_creating_a_platform_is_recorded_under_the_person_and_happens_once(app: Flask, person: Get) -> None:
    admin, form = person("admin"), NEW | {"_once": "a-token-of-the-form"}
    first = admin.post("/platformview/add", form)
    assert password_on(first)
    again = admin.post("/platformview/add", form)
    assert again.status_code == 303, "the same form again leads to what it made"
    assert not password_on(again)
    found = one(app, AuditEvent, AuditEvent.event == "platform:set_up")
    assert found.user_name == admin.identity.name  # type: ignore[union-attr]  # signed in
    assert found.details["administrator"] == "chief"
    assert password_on(first) not in str(found.details)


@pytest.mark.req("R-9")
def test_what_cannot_be_a_platform_is_refused_as_a_whole(app: Flask, person: Get) -> None:
    admin, before = person("admin"), state(app)
    taken = one(app, Platform).code
    for wrong in ({"code": taken}, {"code": "Ä"}, {"code": "a"}, {"code": "x" * 31}, {"admin_login": "dl1"},
                  {"preset": "nowhere"}, {"preset": "../secret"}, {"zone": "Mars/Olympus"}, {"name": ""},
                  {"root_name": ""}, {"credit_code": "123"}, {"admin_login": "x"}):  # fmt: skip
        answer = admin.post("/platformview/add", NEW | wrong)
        assert answer.status_code == 422, wrong
    assert state(app).tables == before.tables


@pytest.mark.req("R-9")
def test_name_and_zone_are_changed_and_the_code_stays(app: Flask, person: Get) -> None:
    row, admin = one(app, Platform), person("admin")
    form = {"name": "新名称", "zone": "Asia/Urumqi", "code": "other", "preset": "empty"}
    assert admin.post(f"/platformview/edit/{row.id}", form).status_code == 303
    now = one(app, Platform, Platform.id == row.id)
    assert (now.name, now.zone, now.code, now.preset) == ("新名称", "Asia/Urumqi", row.code, row.preset)
    assert admin.post(f"/platformview/edit/{row.id}", form | {"zone": "Mars/Olympus"}).status_code == 422


@pytest.mark.req("R-9", "R-1")
@pytest.mark.parametrize("name", ["dl1", "dl2", "dl-learner", "auditor", "security"])
def test_platforms_are_the_system_administrators_business(app: Flask, person: Get, name: str) -> None:
    row, outsider, before = one(app, Platform), person(name), state(app)
    for path in (
        "/platformview/list/",
        "/platformview/add",
        f"/platformview/edit/{row.id}",
        f"/platformview/show/{row.id}",
    ):
        assert outsider.get(path).status_code == 403, path
    assert outsider.post("/platformview/add", NEW).status_code == 403
    assert outsider.post(f"/platformview/edit/{row.id}", NEW).status_code == 403
    assert state(app).tables == before.tables


@pytest.mark.req("R-6", "R-1")
def test_words_of_roles_belong_to_the_platforms_administrator(app: Flask, person: Get) -> None:
    role = one(app, RoleProfile, RoleProfile.code == "level2")
    words, path = {"label": "区县管理员", "label_en": "County administrator"}, f"/roleview/{role.role_id}/words"
    before = state(app)
    for name, status in (("dl2", 404), ("dl3", 404), ("security", 403), ("admin", 403), ("dl-learner", 403)):
        assert person(name).post(path, words).status_code == status, name
    assert state(app).tables == before.tables
    boss = person("dl1")
    foreign = one(app, RoleProfile, RoleProfile.platform_id.is_(None))
    assert boss.post(f"/roleview/{foreign.role_id}/words", words).status_code == 404
    assert boss.post(path, words | {"permissions": "can_read|platform"}).status_code == 303
    now = one(app, RoleProfile, RoleProfile.role_id == role.role_id)
    assert (now.label, now.label_en) == ("区县管理员", "County administrator")
    assert "区县管理员" in person("dl2").get("/").get_data(as_text=True)
    assert one(app, Appointment, Appointment.role_id == role.role_id)
