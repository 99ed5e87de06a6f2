"""Online enrollment on a server with many connections: the capacity is exact, the queue without gap."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.classes import operations as classes
from app.classes.models import Enrollment
from app.extensions import db
from tests.databases.test_postgres import differences
from tests.joining import all_at_once, crowd, exactly_the_places_are_taken, join, leave, offered, standings
from tests.kit.reviewing import People

pytestmark = [pytest.mark.services, pytest.mark.req("DL-1")]


@pytest.mark.parametrize("places", [1, 13])
def test_of_forty_at_once_exactly_the_places_are_taken(app: Flask, person: People, places: int) -> None:
    exactly_the_places_are_taken(app, person, people=40, places=places)


def test_one_person_at_once_from_many_windows_has_one_enrollment(app: Flask, person: People) -> None:
    with app.app_context():
        number, (one,) = offered(person("dl1")), crowd(1)
    outcomes = all_at_once(app, [lambda: join(one, number)] * 12)
    assert sorted(len(outcome.done) for outcome in outcomes) == [0] * 11 + [1], outcomes
    with app.app_context():
        assert standings(number) == [("学员0", False)]


def test_leaving_and_joining_at_once_keeps_every_place_taken(app: Flask, person: People) -> None:
    with app.app_context():
        number, everybody = offered(person("dl1"), planned_people=6), crowd(24)
        for each in everybody[:12]:
            join(each, number)
    tasks: list[Any] = [lambda s=s: leave(s, number) for s in everybody[:12:2]]
    tasks += [lambda s=s: join(s, number) for s in everybody[12:]]
    outcomes = all_at_once(app, tasks)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    with app.app_context():
        found = standings(number)
    assert (len(found), sum(not waiting for _name, waiting in found)) == (18, 6)
    assert [waiting for _name, waiting in found] == [False] * 6 + [True] * 12, "the queue is served in its order"


def test_granting_and_cancelling_at_once_leave_no_hours_without_enrollment(app: Flask, person: People) -> None:
    with app.app_context():
        number, everybody = offered(person("dl1"), planned_people=10), crowd(10)
        for each in everybody:
            join(each, number)
        office = person("dl1")

    def grant() -> Any:
        with office.acting() as s:
            ids = db.session.scalars(select(Enrollment.id).where(Enrollment.class_id == number)).all()
            outcome = classes.grant_hours(db.session(), ids, s.actor)
            db.session.commit()
            return outcome

    all_at_once(app, [grant, *(lambda s=s: leave(s, number) for s in everybody)])
    assert differences(app) == []
