"""Learners by the dozen, and classes with online enrollment that they fight for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.classes import online
from app.classes import operations as classes
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours.models import HourCategory
from app.kit import clock, scope
from app.kit.scope import Actor, Scope
from app.learners import operations as learners
from app.organizations.models import Organization
from tests.person import Person

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(n: int) -> str:
    """The n-th valid ID number: a thousand of each made-up birthday."""
    head = f"210202{date(1995, 5, 7) - timedelta(n // 1000):%Y%m%d}{n % 1000:03d}"
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, WEIGHTS, strict=True)) % 11]


def crowd(number: int) -> list[Scope]:
    """As many people of the root organization, each as a learner's scope."""
    with scope.everything("test"):
        root = db.session.scalars(select(Organization).where(Organization.parent_id.is_(None))).one()
        found = []
        for n in range(number):
            values = {"name": f"学员{n}", "document": id_number(n), "title": "", "organization": root}
            person = learners.add_learner(db.session(), scope.actor(), values)
            actor = Actor(name=person.name, identity=f"l{person.id}", learner_id=person.id, organization_id=root.id)
            found.append(Scope("learner", root.platform_id, None, actor))
        db.session.commit()
    return found


def offered(who: Person, **values: Any) -> int:
    """A class of `who`'s unit that learners can enroll in now: 5 places and a waiting list unless told otherwise."""
    day = clock.today()
    facts: dict[str, Any] = {
        "title": "抢位班", "year": (day + timedelta(days=9)).year, "starts_on": day + timedelta(days=9),
        "ends_on": day + timedelta(days=9), "place": "礼堂", "planned_people": 5, "hours": Decimal(8), "content": "",
        "enroll_from": day, "enroll_until": day, "waiting_list": True, "attendance_required": False,
    }  # fmt: skip
    with who.acting() as s:
        facts["category"] = db.session.scalars(select(HourCategory)).first()
        item = classes.offer(db.session(), s.actor, facts | values)
        db.session.flush()
        number = item.id
        assert classes.submit(db.session(), [number], s.actor).done == [number]
        db.session.commit()
    return number


def join(s: Scope, number: int) -> Any:
    with scope.using(s):
        outcome = online.enroll_self(db.session(), [number], s.actor)
        db.session.commit()
        return outcome


def leave(s: Scope, number: int) -> Any:
    with scope.using(s):
        outcome = online.cancel_self(db.session(), [number], s.actor)
        db.session.commit()
        return outcome


def seats(s: Scope, number: int) -> online.Seats:
    """The class as that learner sees it."""
    with scope.using(s):
        item = db.session.get_one(TrainingClass, number)
        online.take_seats(db.session(), [item], s.actor)
        found: online.Seats = item.seats
        db.session.expunge_all()
        return found


def standings(number: int) -> list[tuple[str, bool]]:
    """(name, waiting) of everybody in the class, in the order of enrolling."""
    with scope.everything("test"):
        query = select(Enrollment.learner_name, Enrollment.waiting).where(Enrollment.class_id == number)
        return [(name, waiting) for name, waiting in db.session.execute(query.order_by(Enrollment.id))]


def change(number: int, **values: Any) -> None:
    """Move the class in time, past every rule."""
    with scope.everything("test"):
        item = db.session.get_one(TrainingClass, number)
        for name, value in values.items():
            setattr(item, name, value)
        db.session.commit()


def all_at_once(app: Flask, tasks: list[Callable[[], Any]]) -> list[Any]:
    """The results of `tasks`, each in a thread with a connection of its own, started together; errors are results."""
    gate, results = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(n: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                results[n] = tasks[n]()
            except Exception as error:  # whatever it is, the test looks at it
                results[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return results


def exactly_the_places_are_taken(app: Flask, person: Callable[..., Person], people: int, places: int) -> None:
    """`people` try at once for `places`: exactly so many get one, the rest waits as 1..n without a gap."""
    with app.app_context():
        number, everybody = offered(person("dl1"), planned_people=places), crowd(people)
    outcomes = all_at_once(app, [lambda s=s: join(s, number) for s in everybody])
    with app.app_context():
        assert [o for o in outcomes if isinstance(o, Exception) or o is None] == []
        mine = [seats(s, number) for s in everybody]
    assert sum(one.state == "enrolled" for one in mine) == places
    assert sorted(one.position for one in mine if one.state == "waiting") == [*range(1, people - places + 1)]
    assert {(one.taken, one.waiting) for one in mine} == {(places, people - places)}
