"""People whose year is complete, for tests of certificates: hours posted past the classes, under their own source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.certificates import operations
from app.certificates.models import Certificate
from app.extensions import db
from app.hours import ledger
from app.hours.ledger import Credit
from app.hours.models import HourCategory, LearnerStanding
from app.kit import clock, scope
from app.kit.review import Outcome
from app.learners import standings
from app.learners.models import Learner
from tests.conftest import Person

YEAR = clock.today().year
SOURCE = "class"
FIRST = 900_001  # sources that no class has


@contextmanager
def acting(app: Flask, who: Person) -> Iterator[Any]:
    """A session under the identity of `who`, saved at the end."""
    with app.app_context(), who.acting():
        yield db.session()
        db.session.commit()


def number_of(name: str) -> int:
    """The id of a living record, whoever looks."""
    with scope.everything("test"):
        found = select(Learner.id).where(Learner.name == name, Learner.retired_at.is_(None))
        return db.session.scalars(found.order_by(Learner.id)).one()


def credits_of(learner_id: int, compulsory: int = 30, elective: int = 20, year: int = YEAR) -> list[Credit]:
    """Hours of both categories on days of their own, so that the cap per day takes nothing."""
    with scope.everything("test"):
        person = db.session.get_one(Learner, learner_id)
        kinds = {c.code: c.id for c in db.session.scalars(select(HourCategory))
                 if c.platform_id == person.platform_id}  # fmt: skip
        place = (person.platform_id, person.organization_id, learner_id, year)
    wanted = (("compulsory", compulsory, 1), ("elective", elective, 7))
    return [
        Credit(*place, kinds[code], Decimal(hours), SOURCE, FIRST + month, f"test:{month}", code,
               starts_on=date(year, month, 1), ends_on=date(year, month, 28))
        for code, hours, month in wanted
        if hours
    ]  # fmt: skip


def earn(learner_id: int, *hours: int) -> None:
    """Post what meets the requirement of the demo (or other figures), and renew the kept standings."""
    found = credits_of(learner_id, *hours)
    with scope.everything("test"):
        ledger.post(db.session(), found, None)
        db.session.commit()
    renew()


def lose(learner_id: int, month: int = 7) -> None:
    """Take one of these postings back."""
    with scope.everything("test"):
        ledger.reverse(db.session(), SOURCE, [(learner_id, FIRST + month)], None)
        db.session.commit()


def renew() -> None:
    with scope.everything("test"):
        while standings.refresh(db.session(), 1):
            db.session.commit()
        db.session.commit()


def standing_ids(people: Sequence[int], year: int = YEAR) -> list[int]:
    with scope.everything("test"):
        of = select(LearnerStanding.id).where(LearnerStanding.learner_id.in_(people), LearnerStanding.year == year)
        return list(db.session.scalars(of.order_by(LearnerStanding.learner_id)))


def issued(app: Flask, who: Person, *people: int) -> Outcome:
    """Issue as `who`, for the present year."""
    ids = standing_ids(people)
    with acting(app, who) as session:
        return operations.issue(session, ids, scope.actor())


def certificates(*criteria: Any) -> list[Certificate]:
    with scope.everything("test"):
        found = list(db.session.scalars(select(Certificate).where(*criteria).order_by(Certificate.id)))
        db.session.expunge_all()
    return found
