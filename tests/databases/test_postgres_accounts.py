"""Moving subtrees and ending appointments on PostgreSQL, where two of them can really happen at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import appointing
from app.accounts.models import Account, Appointment
from app.extensions import db
from app.kit import clock, scope
from app.kit.errors import RuleError
from app.organizations import operations
from app.organizations.models import Organization
from tests.databases.test_postgres import at_once
from tests.house.outsiders import one
from tests.person import Person
from tests.test_accounts import held
from tests.test_moving import SIBLING, UNIT, move, people_seen, place

pytestmark = pytest.mark.services
Get = Callable[..., Person]


def moving(person: Get, name: str, to: str) -> Callable[[], Any]:
    s = person("dl1").identity.scope()  # type: ignore[union-attr]  # dl1 has one

    def run() -> None:
        with scope.using(s):
            named = {
                o.name: o for o in db.session.scalars(select(Organization).where(Organization.name.in_([name, to])))
            }
            operations.move_unit(db.session(), s.actor, named[name], {"parent": named[to]})
            db.session.commit()

    return run


def tree_is_sound(app: Flask) -> bool:
    """Every path continues the parent's, and every unit is one level below it."""
    with app.app_context(), scope.everything("test"):
        nodes = {o.id: o for o in db.session.scalars(select(Organization))}
        children = [o for o in nodes.values() if o.parent_id]
        return all(
            o.path.startswith(nodes[o.parent_id or 0].path) and len(o.path) == len(nodes[o.parent_id or 0].path) + 9
            and o.level == nodes[o.parent_id or 0].level + (o.kind == "unit") for o in children
        )  # fmt: skip


@pytest.mark.req("R-1")
def test_a_subtree_moves_with_its_people_and_their_sessions(app: Flask, person: Get) -> None:
    inside, sibling = person("dl3"), person("dl3-sibling")
    assert [people_seen(p) for p in (inside, sibling)] == [True, False]
    assert move(person("dl2"), app, UNIT, SIBLING).status_code == 303
    assert [people_seen(p) for p in (inside, sibling)] == [True, True]
    assert tree_is_sound(app)


@pytest.mark.req("R-1")
def test_two_moves_at_once_make_no_ring(app: Flask, person: Get) -> None:
    for _turn in range(5):
        results = at_once(app, moving(person, UNIT, SIBLING), moving(person, SIBLING, UNIT))
        assert sorted(type(r) for r in results if r is not None) == [RuleError]
        assert tree_is_sound(app)
        moved = UNIT if place(app, UNIT).level == 4 else SIBLING
        assert at_once(app, moving(person, moved, "示范市文化艺术中心")) == [None]


@pytest.mark.req("R-1")
def test_a_unit_added_while_its_parent_moves_lands_in_the_new_place(app: Flask, person: Get) -> None:
    s = person("dl1").identity.scope()  # type: ignore[union-attr]  # dl1 has one

    def add() -> None:
        with scope.using(s):
            parent = db.session.scalars(select(Organization).where(Organization.name == UNIT)).one()
            operations.add_unit(
                db.session(), s.actor, {"parent": parent, "name": f"新科室{turn}", "kind": "department"}
            )
            db.session.commit()

    for turn in range(6):
        goal = SIBLING if turn % 2 == 0 else "示范市文化艺术中心"
        assert at_once(app, moving(person, UNIT, goal), add) == [None, None]
        assert tree_is_sound(app)


@pytest.mark.req("GX-17")
def test_two_administrators_cannot_end_each_other(app: Flask, person: Get) -> None:
    """dl2 and dl2-deputy are the two of their unit; each ends the other's appointment at the same moment."""
    one_of, other = held(app, "dl2"), held(app, "dl2-deputy")

    def ending(username: str, appointment: int) -> Callable[[], Any]:
        s = person(username, f"a{held(app, username).id}").identity.scope()  # type: ignore[union-attr]  # it has one

        def run() -> None:
            with scope.using(s):
                appointing.end(db.session(), [appointment], s.actor)
                db.session.commit()

        return run

    results = at_once(app, ending("dl2", other.id), ending("dl2-deputy", one_of.id))
    assert sorted(type(r) for r in results if r is not None) == [RuleError]
    left = [one(app, Appointment, Appointment.id == a.id).ends_on for a in (one_of, other)]
    assert left.count(None) == 1
    assert clock.today() > min(day for day in left if day)
    assert one(app, Account, Account.username == "dl2").active
