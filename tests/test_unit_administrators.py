"""Administrators, departments and data of the own unit, as the manual of Guangxi has them (GX-17, GX-18, GX-23)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Account, Appointment, RoleProfile
from app.accounts.unit_views import UnitAdministratorView
from app.extensions import db
from app.kit import clock, scope
from app.kit.audit.recording import AuditEvent
from app.organizations.models import Organization
from app.organizations.views import DepartmentView, OwnUnitView
from tests.house.outsiders import one
from tests.person import Person
from tests.test_accounts import held, password_on, place
from tests.test_login import sign_in

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
NUMBER = "450102199001011239"
PATH = "/unitadministratorview"

pytestmark = pytest.mark.platforms


def checked(number: str) -> str:
    """A number with the check digit that belongs to its first 17 characters."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[:17] + "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11]


NUMBER = checked(NUMBER)
FORM = {"name": "农小燕", "document": NUMBER, "phone": "13800001111", "staffed": "y", "may_sign_in": "y",
        "duties": "学时登记", "organization": ""}  # fmt: skip


def appointed(app: Flask, who: Person, **more: str) -> tuple[Appointment, str]:
    page = who.post(f"{PATH}/add", FORM | more)
    assert page.status_code == 200, page.get_data(as_text=True)[-3000:]
    user = one(app, Account, Account.display_name == FORM["name"])
    return one(app, Appointment, Appointment.user_id == user.id), password_on(page)


def role_of(app: Flask, item: Appointment) -> str:
    return str(one(app, RoleProfile, RoleProfile.role_id == item.role_id).code)


def edited(who: Person, item: Any, **more: str) -> Any:
    data = {"phone": "", "staffed": "y", "may_sign_in": "y", "duties": "", "organization": "", "_version": ""}
    return who.post(f"{PATH}/edit/{item.id}", data | more)


@pytest.mark.req("GX-17")
def test_fields_columns_and_filters_are_the_manuals(person: People) -> None:
    page = person("gx-unit").get(f"{PATH}/add").get_data(as_text=True)
    for word in ("身份证号", "姓名", "联系电话", "是否在编", "管理部门", "登录系统", "分管工作"):
        assert word in page, word
    assert UnitAdministratorView.filters == ("document", "name")
    listed = person("gx-unit").get(f"{PATH}/list/").get_data(as_text=True)
    assert "总管理员" in listed
    assert "黄丽萍" in listed


@pytest.mark.req("GX-17", "C10")
def test_without_a_department_somebody_becomes_a_general_administrator(app: Flask, person: People) -> None:
    item, password = appointed(app, person("gx-unit"))
    assert (role_of(app, item), item.staffed, item.duties) == ("unit", True, "学时登记")
    assert password == NUMBER[-6:]
    user = one(app, Account, Account.id == item.user_id)
    assert user.must_change_password
    browser = app.test_client()
    assert sign_in(browser, NUMBER, password).status_code == 302
    assert browser.get(f"{PATH}/list/").location == "/password/"


@pytest.mark.req("GX-17")
def test_an_unused_initial_password_expires(app: Flask, person: People) -> None:
    item, password = appointed(app, person("gx-unit"))
    with app.app_context(), scope.everything("test"):
        db.session.get_one(Account, item.user_id).password_set_at = clock.now() - timedelta(days=15)
        db.session.commit()
    assert sign_in(app.test_client(), NUMBER, password).status_code != 302


@pytest.mark.req("GX-17", "C10")
def test_elsewhere_the_initial_password_is_random(app: Flask, person: People) -> None:
    item, password = appointed(app, person("dl3"))
    assert password != NUMBER[-6:]
    assert role_of(app, item) == "level3"


@pytest.mark.req("GX-17")
def test_with_a_department_somebody_administers_only_that(app: Flask, person: People) -> None:
    finance = place(app, "财务处")
    item, _password = appointed(app, person("gx-unit"), organization=str(finance.id))
    assert (role_of(app, item), item.organization_id) == ("department", finance.id)
    assert "财务处" in person("gx-unit").get(f"{PATH}/list/").get_data(as_text=True)


@pytest.mark.req("GX-17", "R-1")
def test_a_foreign_department_is_no_choice_and_departments_appoint_nobody(app: Flask, person: People) -> None:
    foreign = place(app, "办公室")
    assert person("gx-unit").post(f"{PATH}/add", FORM | {"organization": str(foreign.id)}).status_code == 422
    assert person("gx-dept").get(f"{PATH}/list/").status_code == 403
    assert person("gx-dept").post(f"{PATH}/add", FORM).status_code == 403


@pytest.mark.req("GX-17")
def test_who_may_not_sign_in_does_not(app: Flask, person: People) -> None:
    item, password = appointed(app, person("gx-unit"), may_sign_in="")
    assert not one(app, Account, Account.id == item.user_id).active
    assert edited(person("gx-unit"), item).status_code == 303
    assert one(app, Account, Account.id == item.user_id).active
    assert sign_in(app.test_client(), NUMBER, password).status_code == 302


@pytest.mark.req("GX-17")
def test_the_last_general_administrator_is_neither_removed_nor_moved(app: Flask, person: People) -> None:
    boss, finance = person("gx-unit"), place(app, "财务处")
    mine = held(app, "gx-unit")
    assert edited(boss, mine, organization=str(finance.id)).status_code == 422
    boss.post(f"{PATH}/do/end", {"rowid": str(mine.id)})
    assert held(app, "gx-unit").ends_on is None
    successor, _password = appointed(app, boss)
    assert edited(boss, successor, organization=str(finance.id)).status_code == 303, "another one is there"
    assert edited(boss, mine, organization=str(finance.id)).status_code == 422, "again the last one"


@pytest.mark.req("GX-17")
def test_people_are_found_by_number_and_name(app: Flask, person: People) -> None:
    boss = person("gx-unit")
    appointed(app, boss)
    answer = boss.post(f"{PATH}/search", {"document": NUMBER, "name": ""})
    assert NUMBER not in answer.location
    assert "农小燕" in boss.get(answer.location).get_data(as_text=True)
    assert "黄丽萍" not in boss.get(answer.location).get_data(as_text=True).split('id="list-page"')[-1]
    assert "农小燕" not in boss.get(f"{PATH}/list/?name=黄").get_data(as_text=True)


@pytest.mark.req("GX-18")
def test_a_department_is_deleted_only_while_nobody_is_in_it(app: Flask, person: People, rows: Rows) -> None:
    unit, boss = place(app, "示范市职业技术学院"), person("gx-unit")
    assert DepartmentView.filters == ("name",)
    assert list(DepartmentView.list_columns[:2]) == ["name", "note"]
    boss.post("/departmentview/add", {"parent": str(unit.id), "name": "图书馆", "note": "新设"})
    (library,) = rows(Organization, Organization.name == "图书馆")
    for one_of in (place(app, "财务处"), library):
        boss.post(f"/departmentview/delete/{one_of.id}")
    assert rows(Organization, Organization.name == "财务处")
    assert not rows(Organization, Organization.name == "图书馆")


@pytest.mark.req("GX-23")
def test_a_unit_keeps_its_own_data_and_the_audit_says_what_was_there(app: Flask, person: People, rows: Rows) -> None:
    boss, unit = person("gx-unit"), place(app, "示范市职业技术学院")
    assert f"/ownunitview/edit/{unit.id}" in boss.get("/ownunitview/own").get_data(as_text=True)
    data = {"name": "示范市职业技术大学", "credit_code": "12210200JG7LCMK1XC", "region": "青秀区", "contact": "0771-1",
            "_version": str(unit.version)}  # fmt: skip
    assert boss.post(f"/ownunitview/edit/{unit.id}", data).status_code == 422, "the bureau's code"
    data["credit_code"] = "122102001LCR05DFXB"
    assert boss.post(f"/ownunitview/edit/{unit.id}", data).status_code == 303
    now = place(app, "示范市职业技术大学")
    assert (now.id, now.credit_code, now.region, now.contact) == (unit.id, "122102001LCR05DFXB", "青秀区", "0771-1")
    told = rows(AuditEvent, AuditEvent.subject_id == str(unit.id), AuditEvent.event.startswith("organization:"))[-1]
    assert "示范市职业技术学院" in str(told.details)
    assert OwnUnitView.fieldsets[0][1] == ["name", "credit_code", "region", "contact"]


@pytest.mark.req("GX-23", "R-1")
def test_only_the_own_unit_is_there_and_departments_have_none(app: Flask, person: People) -> None:
    foreign = place(app, "示范市科学技术局")
    assert person("gx-unit").get(f"/ownunitview/show/{foreign.id}").status_code == 404
    assert person("gx-dept").get("/ownunitview/own").status_code == 403
