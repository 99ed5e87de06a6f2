"""Substitutes: B for A, from a day to a day, never more than A and never in what is A's own (ux.md Review 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts import substitutes
from app.accounts.models import Account, Appointment, RoleProfile
from app.classes import operations as classes
from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import clock, scope
from app.kit.errors import RuleError
from app.kit.review import ReviewStep
from tests.house.outsiders import one
from tests.person import Person
from tests.test_accounts import held

Get = Callable[..., Person]


def row(app: Flask) -> Any:
    """The demo's substitute: dl2-deputy for dl2."""
    return one(app, Appointment, Appointment.stands_for_id == held(app, "dl2").id)


def change(app: Flask, model: Any, key: int, **values: Any) -> None:
    with app.app_context(), scope.everything("test"):
        found = db.session.get_one(model, key)
        for name, value in values.items():
            setattr(found, name, value)
        db.session.commit()


def keys(person: Get) -> list[str]:
    return [identity.key for identity in person("dl2-deputy").mine]


def test_a_substitute_acts_with_the_place_and_role_of_the_one_stood_for(app: Flask, person: Get) -> None:
    stand_in = person("dl2-deputy", f"a{row(app).id}")
    identity, principal = stand_in.identity, person("dl2").identity
    assert identity and principal
    assert "代 李娜" in identity.label
    actor = identity.scope().actor
    assert (actor.for_appointment_id, actor.for_name, actor.name) == (principal.appointment_id, "李娜", "何静")
    assert (identity.path, identity.organization_id) == (principal.path, principal.organization_id)
    assert {s for _p, s in principal.permissions - identity.permissions} == {"account", "role", "substitute"}
    assert identity.permissions <= principal.permissions
    assert stand_in.get("/firstreviewview/list/").status_code == 200


def test_a_substitute_manages_no_accounts_and_names_no_substitutes(app: Flask, person: Get) -> None:
    stand_in = person("dl2-deputy", f"a{row(app).id}")
    for address in ("/appointmentview/list/", "/roleview/list/", "/substituteview/list/"):
        assert stand_in.get(address).status_code == 403, address
    values = {"username": "dl2", "starts_on": clock.today(), "ends_on": clock.today()}
    with app.app_context(), stand_in.acting() as s, pytest.raises(RuleError):
        substitutes.name_substitute(db.session(), s.actor, values)


def test_a_substitute_ends_with_the_principal(app: Flask, person: Get) -> None:
    mine, principal = row(app), held(app, "dl2")
    key = f"a{mine.id}"
    assert key in keys(person)
    change(app, Account, principal.user_id, active=False)
    assert key not in keys(person), "locked"
    change(app, Account, principal.user_id, active=True)
    change(app, Appointment, principal.id, ends_on=clock.today() - timedelta(days=1))
    assert key not in keys(person), "ended"
    change(app, Appointment, principal.id, ends_on=None)
    change(app, Appointment, mine.id, ends_on=clock.today() - timedelta(days=1))
    assert key not in keys(person), "over"
    change(app, Appointment, mine.id, starts_on=clock.today() + timedelta(days=1), ends_on=None)
    assert key not in keys(person), "not begun"


def test_the_rights_are_those_of_the_principal_now(app: Flask, person: Get) -> None:
    level3 = one(app, RoleProfile, RoleProfile.code == "level3")
    change(app, Appointment, held(app, "dl2").id, role_id=level3.role_id)
    stand_in = person("dl2-deputy", f"a{row(app).id}")
    assert stand_in.get("/learnerview/list/").status_code == 200
    assert stand_in.get("/firstreviewview/list/").status_code == 403


@pytest.mark.parametrize("name", ["dl2", "dl1", "dl-learner", "nobody", "DL3", ""])
def test_only_a_colleague_is_found_by_exact_login_name(app: Flask, person: Get, name: str) -> None:
    today = clock.today().isoformat()
    typed = {"username": name, "starts_on": today, "ends_on": today}
    answer = person("dl2").post("/substituteview/add", typed)
    assert answer.status_code == 422
    assert name == "" or "本单位没有其他人使用此登录名" in answer.get_data(as_text=True)


def test_a_reviewer_names_and_ends_a_substitute_on_the_screen(app: Flask, person: Get) -> None:
    boss, today = person("dl2"), clock.today()
    typed = {"username": "dl3", "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=3)).isoformat()}
    assert boss.post("/substituteview/add", typed).status_code == 303
    assert boss.post("/substituteview/add", typed).status_code == 422, "on these days already"
    user = one(app, Account, Account.username == "dl3")
    made = one(app, Appointment, Appointment.user_id == user.id, Appointment.stands_for_id.is_not(None))
    assert person("dl3", f"a{made.id}").get("/firstreviewview/list/").status_code == 200
    assert person("dl3").post("/substituteview/do/end", {"rowid": str(made.id)}).status_code == 404
    boss.post("/substituteview/do/end", {"rowid": str(made.id)})
    assert f"a{made.id}" not in [i.key for i in person("dl3").mine]
    late = {"ends_on": (today - timedelta(days=1)).isoformat()}
    assert boss.post("/substituteview/add", typed | late).status_code == 422


def waiting(app: Flask) -> int:
    """A class that waits for the first review of dl2's unit."""
    return int(one(app, TrainingClass, TrainingClass.review_position == "first_review").id)


def test_what_a_substitute_decides_names_both(app: Flask, person: Get) -> None:
    stand_in, number = person("dl2-deputy", f"a{row(app).id}"), waiting(app)
    with app.app_context(), stand_in.acting() as s:
        assert classes.approve(db.session(), [number], s.actor).done == [number]
        db.session.commit()
    step = one(app, ReviewStep, ReviewStep.item_id == number, ReviewStep.verb == "approve", ReviewStep.seq == 1)
    assert (step.user_name, step.for_name, step.for_appointment_id) == ("何静", "李娜", held(app, "dl2").id)


@pytest.mark.case(14)
def test_a_substitute_decides_nothing_that_the_one_stood_for_submitted(app: Flask, person: Get) -> None:
    """Case 14: four eyes are the eyes of two people, not of two accounts."""
    stand_in, number = person("dl2-deputy", f"a{row(app).id}"), waiting(app)
    change(app, TrainingClass, number, submitted_by=held(app, "dl2").user_id)
    with app.app_context(), stand_in.acting() as s:
        outcome = classes.approve(db.session(), [number], s.actor)
    assert outcome.done == []
    assert len(outcome.skipped) == 1
