"""People whose year is complete, for tests of certificates: hours posted past the classes, under their own source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
import zxingcpp
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
from tests.house.outsiders import READY
from tests.person import Person

YEAR = clock.today().year
SOURCE = "class"
NUMBER = "21020219930518452X"  # of the demo's certified person
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


# ---- paper and pages ----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def unlimited(app: Flask) -> Iterator[None]:
    """Every test starts with nothing looked up."""
    app.appbuilder.sm.limiter.reset()  # type: ignore[attr-defined]  # FAB puts it there
    yield


def sheet(data: bytes) -> tuple[str, list[str], int]:
    """What a reader of a PDF sees: the text of the first page, what its QR codes say, how many pages there are."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        text, picture = page.get_textpage().get_text_range(), page.render(scale=2).to_pil()
        count = len(document)
    return text, [code.text for code in zxingcpp.read_barcodes(picture)], count


def the(which: str) -> Certificate:
    """The demo's valid or void certificate."""
    (found,) = [one for one in certificates() if one.state == which]
    return found


# No test keeps an application context open: requests made inside it would share their user and their language.


@pytest.fixture
def valid(app: Flask) -> Certificate:
    with app.app_context():
        return the("valid")


@pytest.fixture
def void(app: Flask) -> Certificate:
    with app.app_context():
        return the("void")


@pytest.fixture
def ready(app: Flask) -> tuple[int, int]:
    """Who waits for a certificate: the person, and the row of the list."""
    with app.app_context():
        with scope.everything("test"):
            person = number_of(READY)
        (row,) = standing_ids([person])
        return person, row


def public(one: Certificate) -> str:
    return f"/certificate/{one.token}"
