"""What a role of the preset may do: the platform's to change within the preset, and left alone from then on (R-6)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import select

from app.accounts import identities, operations, roles
from app.accounts.models import Appointment, RoleProfile
from app.cli import sync_permissions
from app.extensions import db
from app.kit import scope
from app.kit.audit import AuditEvent
from app.kit.errors import NotFound, RuleError
from app.kit.scope import Actor
from app.presets import loading
from tests.house.outsiders import one, state
from tests.person import Person
from tests.test_accounts import held
from tests.test_commands import run

Get = Callable[..., Person]
Pair = tuple[str, str]
pytestmark = pytest.mark.req("R-6")


def role(app: Flask, code: str) -> Any:
    return one(app, RoleProfile, RoleProfile.code == code, RoleProfile.platform_id.is_not(None))


def pairs(app: Flask, code: str) -> frozenset[Pair]:
    with app.app_context(), scope.everything("test"):
        return identities.permissions(db.session(), role(app, code).role_id)


def give(who: Person, code: str, permissions: frozenset[Pair]) -> Any:
    posted = [f"{verb}|{subject}" for verb, subject in sorted(permissions)]
    return who.post(f"/roleview/{role(who.app, code).role_id}/permissions", {"permissions": posted})


def in_file(code: str) -> frozenset[Pair]:
    return operations.pairs_of(loading.read("dalian")["role"][code])


def deploy(app: Flask) -> list[str]:
    with app.app_context(), scope.everything("test"):
        said = sync_permissions()
        db.session.commit()
        return said


def file_gives(monkeypatch: pytest.MonkeyPatch, code: str, permissions: frozenset[Pair]) -> None:
    """The next version of the preset gives other permissions to a role."""
    preset, kept = loading.read("dalian"), loading.read
    subjects = {subject for _verb, subject in permissions}
    preset["role"][code]["permissions"] = {
        s: [verb.removeprefix("can_") for verb, of in sorted(permissions) if of == s] for s in sorted(subjects)
    }
    monkeypatch.setattr(loading, "read", lambda name: preset if name == "dalian" else kept(name))


IMPORTS, EXPORTS, HOLIDAYS = ("can_import", "learner"), ("can_export", "hours"), ("can_read", "holiday")


def test_permissions_are_taken_and_given_and_hold_with_the_next_click(app: Flask, person: Get, rows: Any) -> None:
    boss, below = person("dl1"), person("dl3")
    assert below.get("/imports/new/learners").status_code == 200
    assert give(boss, "level3", in_file("level3") - {IMPORTS}).status_code == 303
    assert below.get("/imports/new/learners").status_code in (403, 404)
    assert give(boss, "level3", in_file("level3") | {HOLIDAYS}).status_code == 303
    assert below.get("/imports/new/learners").status_code == 200
    assert below.get("/holidayview/list/").status_code == 200
    *_demo, taken, given = rows(AuditEvent, AuditEvent.event == "role_profile:permissions")
    assert (taken.details["removed"], taken.details["added"]) == (["can_import:learner"], [])
    assert (given.details["removed"], given.details["added"]) == ([], ["can_import:learner", "can_read:holiday"])


def test_the_list_and_the_page_tell_which_role_was_changed_and_how(app: Flask, person: Get) -> None:
    boss = person("dl1")
    assert "与预设不同" not in boss.get("/roleview/list/").text
    give(boss, "level3", in_file("level3") - {IMPORTS} | {HOLIDAYS})
    assert boss.get("/roleview/list/").text.count("与预设不同") == 1
    shown = role(app, "level3")
    with app.app_context(), boss.acting():
        item = db.session.get_one(RoleProfile, shown.role_id)
        assert (item.less, item.more, item.origin) == ({IMPORTS}, {HOLIDAYS}, "changed")
    assert "人员: 导入" in boss.get(f"/roleview/show/{shown.role_id}").text


def test_deployment_leaves_a_changed_role_alone_and_says_what_it_misses(
    app: Flask, person: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = in_file("level3") - {IMPORTS}
    give(person("dl1"), "level3", chosen)
    assert deploy(app) == [], "what was taken away is not missed"
    assert pairs(app, "level3") == chosen
    file_gives(monkeypatch, "level3", in_file("level3") - {EXPORTS} | {HOLIDAYS})
    assert deploy(app) == [
        "dalian: the changed role level3 stays as it is; it lacks can_read:holiday and keeps can_export:hours."
    ]
    assert pairs(app, "level3") == chosen
    assert deploy(app) == [], "said once"


def test_deployment_brings_what_is_new_to_roles_that_nobody_has_changed(
    app: Flask, person: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(person("dl1"), "level2", in_file("level2") - {IMPORTS})
    file_gives(monkeypatch, "level3", in_file("level3") - {EXPORTS} | {HOLIDAYS})
    assert deploy(app) == []
    assert pairs(app, "level3") == in_file("level3") - {EXPORTS} | {HOLIDAYS}
    assert pairs(app, "level2") == in_file("level2") - {IMPORTS}


def test_the_command_says_it(app: Flask, person: Get) -> None:
    give(person("dl1"), "level3", in_file("level3") - {IMPORTS})
    with app.app_context(), scope.everything("test"):
        item = db.session.get_one(RoleProfile, role(app, "level3").role_id)
        item.given = [pair for pair in item.given if pair != "can_export:hours"]  # the file before gave less
        item.role.permissions = [p for p in item.role.permissions if str(p.permission.name) != "can_export"]
        db.session.commit()
    said = run(app, "deploy")
    assert said.exit_code == 0
    assert "role level3 stays as it is; it lacks can_export:hours" in said.output


def test_a_restored_role_follows_the_preset_again(app: Flask, person: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    boss, number = person("dl1"), str(role(app, "level3").role_id)
    give(boss, "level3", in_file("level3") - {IMPORTS})
    assert boss.post("/roleview/do/restore", {"rowid": number}).status_code == 303
    assert (pairs(app, "level3"), role(app, "level3").changed) == (in_file("level3"), False)
    file_gives(monkeypatch, "level3", in_file("level3") | {HOLIDAYS})
    assert deploy(app) == []
    assert pairs(app, "level3") == in_file("level3") | {HOLIDAYS}


def test_put_together_as_in_the_file_a_role_follows_it_too(app: Flask, person: Get) -> None:
    boss = person("dl1")
    give(boss, "level3", in_file("level3") - {IMPORTS})
    assert role(app, "level3").changed
    give(boss, "level3", in_file("level3"))
    assert not role(app, "level3").changed


@pytest.mark.req("R-6", "FJ-12")
@pytest.mark.parametrize("beyond", [("can_read", "audit_event"), ("can_read", "platform"), ("can_enroll", "catalogue")])
def test_nothing_beyond_the_preset_or_the_own_rights_is_handed_out(app: Flask, person: Get, beyond: Pair) -> None:
    boss, before = person("dl1"), state(app)
    assert give(boss, "level3", in_file("level3") | {beyond}).status_code == 422
    assert state(app).tables == before.tables
    assert f"{beyond[0]}|{beyond[1]}" not in boss.get(f"/roleview/{role(app, 'level3').role_id}/permissions").text


@pytest.mark.req("R-6", "FJ-12")
def test_who_holds_less_hands_out_no_more_than_that(app: Flask, person: Get) -> None:
    """A second administrator of the platform whose role lacks a right that the preset gives to others."""
    mine, whole = held(app, "dl1").id, role(app, "level1").role_id
    with app.app_context(), scope.everything("test"):
        first = db.session.get_one(RoleProfile, whole)
        second = RoleProfile(role=Role(name="dalian:deputy"), platform_id=first.platform_id, code="deputy",
                             kind="platform", label="副管理员", label_en="Deputy")  # fmt: skip
        held_pairs = [p for p in first.role.permissions if (p.permission.name, p.view_menu.name) != HOLIDAYS]
        second.role.permissions = held_pairs
        db.session.add(second)
        db.session.flush()
        db.session.get_one(Appointment, mine).role_id = second.role_id
        db.session.commit()
    deputy = person("dl1")
    assert give(deputy, "level3", in_file("level3") | {HOLIDAYS}).status_code == 422
    assert give(deputy, "level3", in_file("level3") - {IMPORTS}).status_code == 303
    assert give(deputy, "level1", in_file("level1") - {IMPORTS}).status_code == 422, "it holds more than the deputy"
    assert pairs(app, "level1") == in_file("level1")


@pytest.mark.req("R-6", "GX-17")
def test_who_manages_accounts_by_a_role_keeps_that(app: Flask, person: Get) -> None:
    before = state(app)
    assert give(person("dl1"), "level3", in_file("level3") - {("can_write", "account")}).status_code == 422
    assert give(person("dl1"), "level3", frozenset()).status_code == 422
    assert state(app).tables == before.tables


@pytest.mark.req("R-6", "GX-17")
@pytest.mark.parametrize("code", ["level1", "auditor", "security"])
def test_the_role_one_acts_under_and_those_who_watch_over_it_stay(app: Flask, person: Get, code: str) -> None:
    boss, before = person("dl1"), state(app)
    path = f"/roleview/{role(app, code).role_id}/permissions"
    assert boss.get(path).status_code == 404
    assert give(boss, code, in_file(code) | {("can_read", "learner")}).status_code == 404
    assert path not in boss.get("/roleview/list/").text
    assert state(app).tables == before.tables


@pytest.mark.req("R-6", "R-1")
def test_nobody_but_the_platforms_administrator_changes_them(app: Flask, person: Get) -> None:
    before, number = state(app), role(app, "level3").role_id
    for name, status in (("dl2", 404), ("dl3", 404), ("security", 403), ("admin", 403), ("dl-learner", 403)):
        assert give(person(name), "level3", in_file("level3") - {IMPORTS}).status_code == status, name
        answer = person(name).post("/roleview/do/restore", {"rowid": str(number)})
        assert answer.status_code == status, name
    assert state(app).tables == before.tables
    foreign = one(app, RoleProfile, RoleProfile.platform_id.is_(None))
    assert person("dl1").post(f"/roleview/{foreign.role_id}/permissions", {"permissions": []}).status_code == 404


def test_a_learner_gets_back_what_nobody_else_holds(app: Flask, person: Get) -> None:
    boss, enrolling = person("dl1"), ("can_enroll", "catalogue")
    assert give(boss, "learner", in_file("learner") - {enrolling}).status_code == 303
    assert give(boss, "learner", in_file("learner")).status_code == 303
    assert give(boss, "learner", in_file("learner") | {("can_read", "learner")}).status_code == 422


def test_the_operation_asks_for_the_same_rules(app: Flask, person: Get) -> None:
    """A substitute stands in for the administrator, never in roles; the form is not the only one that refuses."""
    with app.app_context(), person("dl1").acting() as s:
        item = db.session.scalars(select(RoleProfile).where(RoleProfile.code == "level3")).one()
        substitute = Actor(**vars(s.actor) | {"for_appointment_id": 1})
        with pytest.raises(NotFound):
            roles.revise_preset(db.session(), substitute, item, {"permissions": in_file("level3")})
        with pytest.raises(RuleError, match="预设"):
            roles.revise_preset(db.session(), s.actor, item, {"permissions": in_file("level3") | {("can_read", "job")}})


def test_an_exported_platform_has_the_roles_as_they_are(app: Flask, person: Get) -> None:
    chosen = in_file("level3") - {IMPORTS}
    give(person("dl1"), "level3", chosen)
    exported = run(app, "platform", "export", "dalian").output
    assert "given" not in exported and "changed" not in exported
    assert operations.pairs_of(tomllib.loads(exported)["role"]["level3"]) == chosen
