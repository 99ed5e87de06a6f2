"""Training classes in every state of review, and what a test asks about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import event, select

from app.accounts import operations as accounts
from app.accounts.models import RoleProfile
from app.classes import operations as classes
from app.classes.models import TrainingClass
from app.extensions import db
from app.hours.models import HourCategory, HourEntry
from app.kit import review, scope
from app.kit.review import Outcome, ReviewStep
from app.organizations.models import Organization
from tests.person import Person

People = Callable[..., Person]


def declare(who: Person, **values: Any) -> int:
    """A draft of `who`'s own unit; a category is given by its code."""
    with who.acting() as s:
        if "category" in values:
            wanted = select(HourCategory).where(HourCategory.code == values["category"])
            values["category"] = db.session.scalars(wanted).one()
        facts: dict[str, Any] = {
            "title": "新班", "year": 2026, "category": db.session.scalars(select(HourCategory)).first(),
            "starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 2), "place": "礼堂", "planned_people": 10,
            "hours": Decimal(8), "content": "",
        }  # fmt: skip
        mode = values.pop("mode", "declared")
        item = classes.declare(db.session(), s.actor, facts | values, mode)
        db.session.commit()
        return item.id


def act(who: Person, verb: str, *ids: int, opinion: str = "", seen: dict[int, int] | None = None) -> Outcome:
    """One verb under the identity of `who`, committed."""
    with who.acting() as s:
        outcome = review.act(db.session(), verb, TrainingClass, ids, s.actor, opinion, seen)
        db.session.commit()
        return outcome


def submitted(person: People, username: str = "dl3", **values: Any) -> int:
    """A class of `username`'s unit that waits at its first step."""
    who = person(username)
    number = declare(who, **values)
    assert act(who, "submit", number).done == [number]
    return number


def in_state(state: str) -> int:
    """The level-3 unit's demo class that stands at `state` (a step's permission or a state)."""
    with scope.everything("test"):
        level = select(Organization.id).where(Organization.level == 3)
        at = (TrainingClass.review_position == state, TrainingClass.organization_id.in_(level))
        query = select(TrainingClass.id).where(*at, TrainingClass.review_round < 2)
        drafts = query.where(TrainingClass.review_round == 0) if state == review.DRAFT else query
        return db.session.scalars(drafts.order_by(TrainingClass.id)).first() or 0


def read(number: int) -> TrainingClass:
    """The class as it stands, detached."""
    with scope.everything("test"):
        item = db.session.get_one(TrainingClass, number)
        db.session.refresh(item)
        db.session.expunge(item)
    return item


def steps(number: int, *criteria: Any) -> list[ReviewStep]:
    """The steps of a class, oldest first, detached."""
    with scope.everything("test"):
        mine = (ReviewStep.kind == "training_class", ReviewStep.item_id == number)
        query = select(ReviewStep).where(*mine, *criteria).order_by(ReviewStep.round, ReviewStep.seq)
        found = list(db.session.scalars(query))
        db.session.expunge_all()
    return found


def everything_kept() -> list[Any]:
    """All that a review may write, to compare before and after."""
    tables: list[Any] = [TrainingClass.__table__, ReviewStep.__table__, HourEntry.__table__]
    with scope.everything("test"):
        return [list(db.session.execute(select(table).order_by(table.c.id))) for table in tables]


def colleague(person: People, username: str, code: str, at: str | None = None) -> Person:
    """A second account with the role `code` at an organization (at the root where none is named)."""
    with scope.everything("test"):
        name = Organization.name == at if at else Organization.parent_id.is_(None)
        place = db.session.scalars(select(Organization).where(name)).one()
        profile = db.session.scalars(select(RoleProfile).where(RoleProfile.code == code)).one()
        user = accounts.find_login(db.session(), username)
        user = user or accounts.create_user(db.session(), username, username, "Xueshi-2026")
        key = f"a{accounts.appoint(db.session(), user, profile, place).id}"
        db.session.commit()
    return person(username, key)


def unit(username: str, person: People) -> str:
    """The name of the organization of `username`."""
    with scope.everything("test"):
        return db.session.get_one(Organization, person(username).identity.organization_id).name


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements that run meanwhile."""
    ran: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        ran.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield ran
    event.remove(db.engine, "before_cursor_execute", note)
