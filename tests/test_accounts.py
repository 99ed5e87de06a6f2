"""Accounts on screens: appoint, end, lock, reset; nobody hands out what he lacks, no unit loses its last manager."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import appointing, identities
from app.accounts.models import Account, Appointment, RoleProfile
from app.extensions import db
from app.kit import clock, scope
from app.kit.errors import RuleError
from app.organizations.models import Organization
from tests.house.outsiders import one
from tests.person import Person
from tests.test_login import sign_in, token

Get = Callable[..., Person]
NUMBER, OTHER = "110101199003070011", "11010519491231002X"


def role(app: Flask, code: str) -> Any:
    return one(app, RoleProfile, RoleProfile.code == code)


def place(app: Flask, name: str) -> Any:
    return one(app, Organization, Organization.name == name)


def held(app: Flask, username: str, *more: Any) -> Any:
    """The appointment of an account."""
    user = one(app, Account, Account.username == username)
    return one(app, Appointment, Appointment.user_id == user.id, Appointment.stands_for_id.is_(None), *more)


def form(app: Flask, code: str = "level3", at: str = "示范市群众艺术馆", **more: str) -> dict[str, str]:
    facts = {"name": "新同事", "document": NUMBER, "phone": "13800001111", "starts_on": "2026-01-01", "ends_on": ""}
    return facts | {"organization": str(place(app, at).id), "profile": str(role(app, code).role_id)} | more


def password_on(page: Any) -> str:
    found = re.search(r'<strong id="password">([^<]+)', page.get_data(as_text=True))
    return found[1] if found else ""


def employed(app: Flask, boss: Person, **more: str) -> tuple[Account, str]:
    """A new colleague with the one-time password that the page showed."""
    page = boss.post("/appointmentview/add", form(app, **more))
    assert page.status_code == 200, page.get_data(as_text=True)
    return one(app, Account, Account.display_name == "新同事"), password_on(page)


# ---- appointing ---------------------------------------------------------------------------------------------------


@pytest.mark.req("R-1", "GX-17", "CAS-1")
def test_a_new_colleague_gets_a_one_time_password_and_must_change_it(app: Flask, person: Get) -> None:
    account, password = employed(app, person("dl3"))
    assert account.document and str(account.document).count("*") == 8
    browser = app.test_client()
    assert sign_in(browser, account.username, password).status_code == 302
    for address in ("/", "/learnerview/list/", "/appointmentview/list/"):
        assert browser.get(address).location == "/password/", address
    typed = {"old": password, "new": "Neues-Wort-26", "again": "Neues-Wort-26"}
    sent = {"csrf_token": token(browser, "/password/"), "_identity": ""}
    assert browser.post("/learnerview/export", data=sent).location == "/password/"
    assert browser.post("/password/", data=sent | typed | {"new": "kurz1", "again": "kurz1"}).status_code == 422
    assert browser.post("/password/", data=sent | typed).location == "/login/"
    assert sign_in(browser, NUMBER, "Neues-Wort-26").status_code == 302
    assert browser.get("/learnerview/list/").status_code == 200


@pytest.mark.req("GX-17")
def test_an_unused_one_time_password_expires(app: Flask, person: Get) -> None:
    account, password = employed(app, person("dl3"))
    with app.app_context(), scope.everything("test"):
        db.session.get_one(Account, account.id).password_set_at = clock.now() - timedelta(days=15)
        db.session.commit()
    answer = sign_in(app.test_client(), account.username, password)
    assert answer.status_code == 200
    assert "一次性密码已过期" in answer.get_data(as_text=True)


@pytest.mark.req("R-1")
def test_a_known_person_gets_an_appointment_and_no_second_account(app: Flask, person: Get) -> None:
    account, _password = employed(app, person("dl3"))
    sibling = person("dl3-sibling")
    answer = sibling.post("/appointmentview/add", form(app, at="示范市少年宫"))
    assert answer.status_code == 303
    with app.app_context(), scope.everything("test"):
        mine = db.session.scalars(select(Appointment).where(Appointment.user_id == account.id)).all()
        assert len(mine) == 2
        assert len(db.session.scalars(select(Account).where(Account.display_name == "新同事")).all()) == 1
    assert sibling.post("/appointmentview/add", form(app, at="示范市少年宫")).status_code == 422, "held already"
    wrong = sibling.post("/appointmentview/add", form(app, at="示范市少年宫", name="别人"))
    assert wrong.status_code == 422
    assert "新同事" not in wrong.get_data(as_text=True)


@pytest.mark.req("R-1", "FJ-12")
@pytest.mark.case(6)
@pytest.mark.parametrize("boss", ["dl2", "dl3"])
def test_nobody_hands_out_what_he_lacks(app: Flask, person: Get, boss: str) -> None:
    """A foreign role id and a foreign organization are refused by the form, and by the operation behind it."""
    beyond = {"dl2": ("level1", "learner", "auditor"), "dl3": ("level1", "level2", "security")}[boss]
    for code in beyond:
        answer = person(boss).post("/appointmentview/add", form(app, code))
        assert answer.status_code == 422, code
        values = {"name": "x", "document": NUMBER, "profile": role(app, code), "organization": place(app, "办公室")}
        with app.app_context(), person(boss).acting() as s, pytest.raises(RuleError):
            appointing.appoint_person(db.session(), s.actor, values)
    assert person(boss).post("/appointmentview/add", form(app, at="示范市人力资源和社会保障局")).status_code == 422
    assert person("dl3").post("/appointmentview/add", form(app, at="示范市少年宫")).status_code == 422
    employed(app, person(boss))


@pytest.mark.req("R-1")
def test_a_platform_role_is_handed_out_by_its_equals_at_the_root_only(app: Flask, person: Get) -> None:
    top = person("dl1")
    assert top.post("/appointmentview/add", form(app, "level1")).status_code == 422
    employed(app, top, code="level1", at="示范市人力资源和社会保障局")


# ---- ending, locking, resetting -----------------------------------------------------------------------------------


@pytest.mark.req("GX-17")
def test_the_last_general_administrator_stays(app: Flask, person: Get) -> None:
    boss, mine = person("dl2"), held(app, "dl3")
    row = {"rowid": str(mine.id)}
    boss.post("/appointmentview/do/lock", row)
    boss.post("/appointmentview/do/end", row)
    assert boss.post(f"/appointmentview/edit/{mine.id}", {"ends_on": "2027-01-31"}).status_code == 422
    assert person("dl3").get("/learnerview/list/").status_code == 200
    employed(app, person("dl3"))
    assert boss.post(f"/appointmentview/edit/{mine.id}", {"ends_on": "2027-01-31"}).status_code == 303
    boss.post("/appointmentview/do/end", row)
    assert held(app, "dl3").ends_on < clock.today()


@pytest.mark.req("R-2")
@pytest.mark.case(3)
def test_what_ends_ends_with_the_next_request(app: Flask, person: Get) -> None:
    """An ended appointment, a locked account and a changed role: the session that is open feels each at once."""
    boss = person("dl2")
    employed(app, boss)
    browser = person("dl3", f"a{held(app, 'dl3').id}")
    assert browser.get("/organizationview/list/").status_code == 200
    with app.app_context(), scope.everything("test"):
        profile = db.session.get_one(RoleProfile, role(app, "level3").role_id)
        kept = list(profile.role.permissions)
        profile.role.permissions = [p for p in kept if p.view_menu.name != "organization"]
        db.session.commit()
    assert browser.get("/organizationview/list/").status_code == 403
    assert browser.get("/learnerview/list/").status_code == 200
    boss.post("/appointmentview/do/end", {"rowid": str(held(app, "dl3").id)})
    assert browser.get("/learnerview/list/").status_code == 403, "only the learner is left"


@pytest.mark.req("GX-17")
def test_a_locked_account_is_out_at_once_and_its_jobs_fail(app: Flask, person: Get) -> None:
    boss, row = person("dl2"), held(app, "dl3-sibling")
    employed(app, boss, at="示范市少年宫")
    browser = person("dl3-sibling")
    assert browser.get("/learnerview/list/").status_code == 200
    boss.post("/appointmentview/do/lock", {"rowid": str(row.id)})
    assert browser.get("/learnerview/list/").status_code == 302
    with app.app_context():
        assert identities.scope_for_job(row.user_id, f"a{row.id}") is None
    boss.post("/appointmentview/do/unlock", {"rowid": str(row.id)})
    assert browser.get("/learnerview/list/").status_code == 200
    with app.app_context():
        assert identities.scope_for_job(row.user_id, f"a{row.id}") is not None


@pytest.mark.req("R-1")
def test_an_account_that_is_more_elsewhere_is_not_ours_to_reset(app: Flask, person: Get) -> None:
    """Resetting a password is taking over: refused for superiors, equals of other branches, and people of others."""
    account, _password = employed(app, person("dl3"))
    person("dl3-sibling").post("/appointmentview/add", form(app, at="示范市少年宫"))
    mine = held(app, account.username, Appointment.organization_id == place(app, "示范市群众艺术馆").id)
    before = one(app, Account, Account.id == account.id).password
    person("dl3").post(f"/appointmentview/reset/{mine.id}")
    assert person("dl3").post(f"/appointmentview/{mine.id}/reset").status_code == 303
    assert one(app, Account, Account.id == account.id).password == before
    answer = person("dl2").post(f"/appointmentview/{mine.id}/reset")
    assert password_on(answer)
    assert one(app, Account, Account.id == account.id).password != before


@pytest.mark.req("R-1")
def test_a_learner_of_another_unit_is_not_ours_to_reset(app: Flask, person: Get) -> None:
    """dl-learner, known by ID number, is appointed next door: that gives no way into the learner's archive."""
    sibling = person("dl3-sibling")
    typed = form(app, at="示范市少年宫", name="陈晓梅", document="210202199003074528")
    assert sibling.post("/appointmentview/add", typed).status_code == 303
    row = held(app, "dl-learner")
    assert password_on(sibling.post(f"/appointmentview/{row.id}/reset")) == ""
    assert password_on(person("dl2").post(f"/appointmentview/{row.id}/reset")) != ""


@pytest.mark.req("R-1")
@pytest.mark.case(15)
def test_the_three_officers_keep_to_their_own(app: Flask, person: Get) -> None:
    """三员分立: the security administrator locks but opens no people, the auditor adds nobody, the system neither."""
    officer, row = person("security"), held(app, "dl2")
    for address in ("/learnerview/list/", "/declarationview/list/", "/organizationview/list/"):
        assert {person(n).get(address).status_code for n in ("security", "auditor", "admin")} == {403}, address
    for name in ("auditor", "admin", "security"):
        assert person(name).post("/appointmentview/add", form(app)).status_code == 403
        assert person(name).post(f"/appointmentview/{row.id}/reset").status_code == 403
    assert officer.get("/appointmentview/list/").status_code == 200
    officer.post("/appointmentview/do/lock", {"rowid": str(row.id)})
    assert not one(app, Account, Account.id == row.user_id).active
    assert person("auditor").get("/appointmentview/list/").status_code == 403


@pytest.mark.req("R-1")
def test_numbers_are_masked_on_every_account_page(app: Flask, person: Get) -> None:
    row = held(app, "dl2-deputy")
    for address in ("/appointmentview/list/", f"/appointmentview/show/{row.id}", f"/appointmentview/{row.id}/rights"):
        page = person("dl1").get(address)
        text = page.get_data(as_text=True)
        assert "何静" in text
        assert "19850312" not in text
        assert "13804110002" not in text


# ---- why ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-1")
def test_the_page_of_rights_says_what_and_why(app: Flask, person: Get) -> None:
    row = held(app, "dl2-deputy")
    page = person("dl1").get(f"/appointmentview/{row.id}/rights").get_data(as_text=True)
    assert "代 李娜" in page
    assert "示范市文化艺术中心及下级：4 个单位" in page
    near, far = place(app, "示范市少年宫"), place(app, "示范市人力资源和社会保障局")
    yes = person("dl1").get(f"/appointmentview/{row.id}/rights?organization={near.id}").get_data(as_text=True)
    no = person("security").get(f"/appointmentview/{row.id}/rights?organization={far.id}").get_data(as_text=True)
    assert "能：示范市少年宫在" in yes
    assert "不能：示范市人力资源和社会保障局" in no


@pytest.mark.req("R-1")
def test_the_page_of_rights_hints_at_nothing_outside_the_scope(app: Flask, person: Get) -> None:
    account, _password = employed(app, person("dl3"))
    person("dl3-sibling").post("/appointmentview/add", form(app, at="示范市少年宫"))
    mine = held(app, account.username, Appointment.organization_id == place(app, "示范市群众艺术馆").id)
    sibling = place(app, "示范市少年宫")
    page = person("dl3").get(f"/appointmentview/{mine.id}/rights?organization={sibling.id}").get_data(as_text=True)
    assert "示范市群众艺术馆" in page
    assert "少年宫" not in page
    assert person("dl3-sibling").get(f"/appointmentview/{mine.id}/rights").status_code == 404
