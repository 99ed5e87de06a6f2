"""Own roles of an organization: a matrix of what one holds, handed out in the own subtree (FJ-12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts import words
from app.accounts.models import RoleProfile
from app.extensions import db
from app.kit import scope
from app.presets import loading
from tests.house.outsiders import one, state
from tests.person import Person
from tests.test_accounts import employed, form, held

Get = Callable[..., Person]


def clerk(app: Flask) -> Any:
    return one(app, RoleProfile, RoleProfile.label == "培训干事")


def ticked(*pairs: str) -> dict[str, Any]:
    return {"label": "新角色", "label_en": "", "permissions": list(pairs)}


@pytest.mark.req("FJ-12")
def test_only_what_one_holds_can_be_ticked(app: Flask, person: Get) -> None:
    page = person("dl3").get("/roleview/add").get_data(as_text=True)
    assert 'value="can_write|learner"' in page
    assert "final_review" not in page
    before = state(app)
    for pairs in (("can_final_review|training_class",), ("can_read|learner", "can_read|platform"), ("x|y",), ()):
        assert person("dl3").post("/roleview/add", ticked(*pairs)).status_code == 422, pairs
    assert state(app).tables == before.tables
    assert person("dl3").post("/roleview/add", ticked("can_read|learner")).status_code == 303
    made = one(app, RoleProfile, RoleProfile.label == "新角色")
    assert (made.kind, made.label_en) == ("administrator", "新角色")


@pytest.mark.req("FJ-12")
def test_an_own_role_gives_what_is_ticked_in_its_own_subtree_only(app: Flask, person: Get) -> None:
    own = str(clerk(app).role_id)
    account, _password = employed(app, person("dl3"), profile=own, at="办公室")
    browser = person(account.username)
    with app.app_context(), scope.everything("test"):
        user = db.session.get_one(type(account), account.id)
        user.must_change_password = False
        db.session.commit()
    assert browser.get("/declarationview/list/").status_code == 200
    assert browser.get("/learnerview/list/").status_code == 403
    elsewhere = form(app, at="示范市少年宫", profile=own)
    for name in ("dl3-sibling", "dl2"):
        assert person(name).post("/appointmentview/add", elsewhere).status_code == 422, name


@pytest.mark.req("FJ-12")
def test_a_changed_role_holds_at_once_and_a_used_one_stays(app: Flask, person: Get) -> None:
    boss, one_role = person("dl3"), clerk(app)
    path = f"/roleview/edit/{one_role.role_id}"
    assert boss.post(path, ticked("can_read|learner")).status_code == 303
    with app.app_context(), boss.acting():
        assert db.session.get_one(RoleProfile, one_role.role_id).permissions == {("can_read", "learner")}
    employed(app, boss, profile=str(one_role.role_id))
    boss.post(f"/roleview/delete/{one_role.role_id}")
    assert one(app, RoleProfile, RoleProfile.role_id == one_role.role_id)
    boss.post("/roleview/add", ticked("can_read|learner"))
    fresh = one(app, RoleProfile, RoleProfile.label == "新角色", RoleProfile.role_id != one_role.role_id)
    boss.post(f"/roleview/delete/{fresh.role_id}")
    with app.app_context(), scope.everything("test"):
        assert db.session.get(RoleProfile, fresh.role_id) is None


@pytest.mark.req("FJ-12")
def test_roles_of_the_preset_and_the_role_one_acts_under_are_not_changed(app: Flask, person: Get) -> None:
    fixed = one(app, RoleProfile, RoleProfile.code == "level3")
    for name in ("dl3", "dl1"):
        answer = person(name).post(f"/roleview/edit/{fixed.role_id}", ticked("can_read|learner"))
        assert answer.status_code == 409, name
    boss = person("dl3")
    boss.post("/roleview/add", ticked("can_read|role", "can_write|role", "can_read|learner"))
    own = one(app, RoleProfile, RoleProfile.label == "新角色")
    account, _password = employed(app, boss, profile=str(own.role_id))
    with app.app_context(), scope.everything("test"):
        db.session.get_one(type(account), account.id).must_change_password = False
        db.session.commit()
    holder = person(account.username)
    answer = holder.post(f"/roleview/edit/{own.role_id}", ticked("can_read|learner"))
    assert answer.status_code == 422
    assert held(app, account.username).role_id == own.role_id


@pytest.mark.req("FJ-12", "R-1")
@pytest.mark.case(7)
def test_a_role_of_the_unit_is_seen_but_not_changed_by_its_department(app: Flask, person: Get) -> None:
    """The label stays as it is, so that only the permissions would change: they hang on a table without scope."""
    person("dl3").post("/appointmentview/do/unlock", {"rowid": str(held(app, "dl3-office").id)})
    below, one_role = person("dl3-office"), clerk(app)
    assert below.get(f"/roleview/show/{one_role.role_id}").status_code == 200
    same = {"label": one_role.label, "label_en": one_role.label_en, "permissions": ["can_read|learner"]}
    before = state(app)
    assert below.post(f"/roleview/edit/{one_role.role_id}", same).status_code == 404
    assert below.post(f"/roleview/delete/{one_role.role_id}").status_code == 404
    assert person("dl3-sibling").get(f"/roleview/show/{one_role.role_id}").status_code == 404
    assert state(app).tables == before.tables


def test_every_permission_has_a_word(app: Flask) -> None:
    """Of every role of every preset, in the order of the registry."""
    for name in loading.names():
        for role in loading.read(name)["role"].values():
            assert set(role["permissions"]) <= set(words.SUBJECTS), name
            verbs = {f"can_{verb}" for granted in role["permissions"].values() for verb in granted}
            assert verbs <= set(words.VERBS), name
