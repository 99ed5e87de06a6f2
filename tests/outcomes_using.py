"""How a door is used by who may: the request of a recipe, its rows, and what the audit says of it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from app.accounts.models import Appointment
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.kit import scope
from app.kit.audit import AuditEvent
from app.learners.models import Learner
from app.organizations.models import Organization
from tests.house.doors import routes
from tests.house.outsiders import CLASS, DRAFT, enrolled, one, rowid
from tests.kit.reviewing import in_state
from tests.person import Person
from tests.test_accounts import held


@dataclass
class World:
    app: Flask
    person: Callable[..., Person]


@dataclass
class Use:
    """A request that is rightly made by `who`."""

    who: str
    path: str
    data: dict[str, Any] = field(default_factory=dict)

    def by(self, person: Person) -> Any:
        data = {name: value() if callable(value) else value for name, value in self.data.items()}
        return person.post(self.path, data)


def doors(app: Flask) -> set[str]:
    """Endpoint of every route that takes a POST; for verbs one per verb."""
    found = set()
    for route in routes(app):
        if "POST" in route.methods:
            verbs = getattr(route.view, "verbs", None) if route.name == "do" else None
            found.update([route.endpoint] if verbs is None else [f"{route.endpoint}:{verb}" for verb in verbs])
    return found


# ---- what happens -------------------------------------------------------------------------------------------------


def told_since(app: Flask, number: int) -> list[AuditEvent]:
    with app.app_context(), scope.everything("test"):
        found = list(db.session.scalars(select(AuditEvent).where(AuditEvent.id > number).order_by(AuditEvent.id)))
        db.session.expunge_all()
    return found


def last_event(app: Flask) -> int:
    with app.app_context(), scope.everything("test"):
        return db.session.scalar(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)) or 0


@contextmanager
def broken_commit(app: Flask, text: str) -> Iterator[None]:
    """The transaction that has told the audit of something done breaks when it is to be kept."""

    def note(connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith("INSERT INTO audit_event") and "done" in repr(parameters):
            connection.info["told"] = True

    def refuse(connection: Any) -> None:
        if connection.info.pop("told", False):
            raise RuntimeError(text)

    def forget(connection: Any) -> None:
        connection.info.pop("told", None)

    with app.app_context():
        engine = db.engine
    hooks = {"before_cursor_execute": note, "commit": refuse, "rollback": forget}
    for name, hook in hooks.items():
        event.listen(engine, name, hook)
    try:
        yield
    finally:
        for name, hook in hooks.items():
            event.remove(engine, name, hook)


# ---- parts of recipes -----------------------------------------------------------------------------------------------


def row(view: str, verb: str, who: str, find: Callable[[World], Any], **more: Any) -> Callable[[World], Use]:
    """A verb on the row that `find` finds."""

    def use(w: World) -> Use:
        item = find(w)
        key = rowid(item) if hasattr(item, "version") else str(getattr(item, "id", item))
        return Use(who, f"/{view}/do/{verb}", {"rowid": key, "opinion": "意见"} | more)

    return use


def at(path: str, who: str, find: Callable[[World], Any], /, **data: Any) -> Callable[[World], Use]:
    """A form of the row that `find` finds, with the version that it shows."""

    def use(w: World) -> Use:
        item = find(w)
        key = getattr(item, "id", None) or item.role_id
        return Use(who, path.format(key), data | {"_version": str(getattr(item, "version", ""))})

    return use


def stands_at(state: str) -> Callable[[World], TrainingClass]:
    def find(w: World) -> TrainingClass:
        with w.app.app_context():
            number = in_state(state)
        found: TrainingClass = one(w.app, TrainingClass, TrainingClass.id == number)
        return found

    return find


def unit_named(name: str) -> Callable[[World], Organization]:
    return lambda w: one(w.app, Organization, Organization.name == name)


def learner_named(name: str) -> Callable[[World], Learner]:
    return lambda w: one(w.app, Learner, Learner.name == name)


def appointment_of(username: str) -> Callable[[World], Appointment]:
    return lambda w: held(w.app, username)


def enrolled_as(name: str) -> Callable[[World], Enrollment]:
    return lambda w: enrolled(w.app, CLASS, name)


def draft(w: World) -> TrainingClass:
    found: TrainingClass = one(w.app, TrainingClass, TrainingClass.title == DRAFT)
    return found


def plain(path: str, who: str, /, **data: Any) -> Callable[[World], Use]:
    return lambda _w: Use(who, path, data)
