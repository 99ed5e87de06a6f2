"""Moving a subtree: everybody in it sees and is seen from the new place at once (R-1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kit import scope
from app.kit.audit import AuditEvent
from app.organizations import operations
from app.organizations.models import Organization
from tests.house.outsiders import one, state
from tests.person import Person

Get = Callable[..., Person]
UNIT, OFFICE, SIBLING, MIDDLE = "示范市群众艺术馆", "办公室", "示范市少年宫", "示范市文化艺术中心"
ROOT = "示范市人力资源和社会保障局"


def place(app: Flask, name: str) -> Any:
    return one(app, Organization, Organization.name == name)


def move(boss: Person, app: Flask, name: str, to: str) -> Any:
    item = place(app, name)
    typed = {"parent": str(place(app, to).id), "_version": str(item.version)}
    return boss.post(f"/organizationview/{item.id}/move", typed)


def people_seen(browser: Person) -> bool:
    return "陈晓梅" in browser.get("/learnerview/list/").get_data(as_text=True)


@pytest.mark.req("R-1")
def test_a_subtree_moves_with_its_people_and_their_sessions(app: Flask, person: Get) -> None:
    inside, sibling, above = person("dl3"), person("dl3-sibling"), person("dl2")
    assert [people_seen(p) for p in (inside, sibling, above)] == [True, False, True]
    assert move(above, app, UNIT, SIBLING).status_code == 303
    unit, office, new = place(app, UNIT), place(app, OFFICE), place(app, SIBLING)
    assert unit.path.startswith(new.path)
    assert office.path.startswith(unit.path)
    assert (unit.parent_id, unit.level, office.level, office.parent_id) == (new.id, 4, 4, unit.id)
    assert [people_seen(p) for p in (inside, sibling, above)] == [True, True, True], "sessions follow at once"
    assert one(app, AuditEvent, AuditEvent.event == "organization:move").subject_id == str(unit.id)
    assert move(person("dl1"), app, UNIT, ROOT).status_code == 303
    assert [people_seen(p) for p in (inside, sibling, above)] == [True, False, False]


@pytest.mark.req("R-1")
def test_a_running_job_keeps_its_identity_in_the_new_place(app: Flask, person: Get) -> None:
    from app.accounts import identities  # what a worker calls when it claims the job

    inside = person("dl3").identity
    assert inside
    assert move(person("dl2"), app, UNIT, SIBLING).status_code == 303
    with app.app_context():
        rebuilt = identities.scope_for_job(inside.user_id, inside.key)
    assert rebuilt and rebuilt.path == place(app, UNIT).path != inside.path


@pytest.mark.req("R-1")
@pytest.mark.parametrize(("name", "to"), [(UNIT, OFFICE), (UNIT, UNIT), (UNIT, MIDDLE), (MIDDLE, SIBLING)])
def test_no_ring_and_no_move_to_where_it_is(app: Flask, person: Get, name: str, to: str) -> None:
    before = state(app)
    assert move(person("dl1"), app, name, to).status_code == 422
    assert state(app).tables == before.tables


@pytest.mark.req("R-1")
def test_the_root_stays(app: Flask, person: Get) -> None:
    assert move(person("dl1"), app, ROOT, UNIT).status_code == 422


@pytest.mark.req("R-1")
@pytest.mark.case(10)
def test_outsiders_move_nothing_and_nowhere(app: Flask, person: Get) -> None:
    before = state(app)
    assert move(person("dl3-sibling"), app, UNIT, SIBLING).status_code == 404
    assert move(person("dl3"), app, OFFICE, SIBLING).status_code == 422, "the new place is out of scope"
    assert move(person("admin"), app, UNIT, SIBLING).status_code == 403
    assert state(app).tables == before.tables


@pytest.mark.req("R-1")
def test_a_namesake_and_a_tree_too_deep_are_refused(app: Flask, person: Get) -> None:
    boss = person("dl1")
    with app.app_context(), boss.acting() as s:
        session = db.session()
        sibling = session.scalars(select(Organization).where(Organization.name == SIBLING)).one()
        operations.add_unit(session, s.actor, {"parent": sibling, "name": UNIT})
        deep = sibling
        for n in range(24):
            deep = operations.add_unit(session, s.actor, {"parent": deep, "name": f"层{n}", "kind": "department"})
        session.commit()
    unit = one(app, Organization, Organization.name == UNIT, Organization.level == 3)
    typed = {"_version": str(unit.version)}
    for to in (SIBLING, "层23"):
        answer = boss.post(f"/organizationview/{unit.id}/move", typed | {"parent": str(place(app, to).id)})
        assert answer.status_code == 422, to


def test_a_stale_page_moves_nothing(app: Flask, person: Get) -> None:
    boss, unit = person("dl1"), place(app, UNIT)
    typed = {"parent": str(place(app, SIBLING).id), "_version": str(unit.version - 1)}
    assert boss.post(f"/organizationview/{unit.id}/move", typed).status_code in (409, 422)
    with app.app_context(), scope.everything("test"):
        assert db.session.get_one(Organization, unit.id).path == unit.path
