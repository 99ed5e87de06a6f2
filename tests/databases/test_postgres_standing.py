"""Kept standings and closing on a server where others post at the same moment (R-9, R-10)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.hours import closing, ledger
from app.hours.ledger import Credit
from app.hours.models import ClosedYear, HourCategory, HourEntry, LearnerStanding
from app.kit import clock, scope
from app.kit.errors import RuleError
from app.kit.scope import Actor, Scope
from app.learners import standings
from app.learners.models import Learner

pytestmark = pytest.mark.services
YEAR = clock.today().year


def credit(session: Any, **values: Any) -> Credit:
    one = session.scalars(select(Learner).where(Learner.name == "孙丽")).one()
    category = session.scalars(select(HourCategory.id)).first()
    facts: dict[str, Any] = {
        "platform_id": one.platform_id, "organization_id": one.organization_id, "learner_id": one.id, "year": YEAR,
        "category_id": category, "hours": Decimal(8), "source": "class", "source_id": 901, "activity": "", "title": "x",
    }  # fmt: skip
    return Credit(**facts | values)


def beside(app: Flask, work: Callable[[], Any]) -> threading.Thread:
    """Another worker's connection, under way while this one goes on."""

    def run() -> None:
        with app.app_context():
            work()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def everything(platform: int | None = None) -> Any:
    return scope.using(Scope(scope.EVERYTHING, platform, None, Actor(1, "某人")))


@pytest.mark.req("R-9")
def test_a_posting_under_way_is_never_lost_for_the_kept_standing(app: Flask) -> None:
    """The job looks while a posting has written but not committed: afterwards the row is stale or right."""
    with app.app_context(), everything():
        session = db.session()
        one = credit(session)
        ledger.post(session, [one], None)
        seen: list[int] = []

        def look() -> None:
            with everything():
                seen.append(standings.refresh(db.session(), one.platform_id))
                db.session.commit()

        beside(app, look).join(30)  # it skips the person who is locked, and waits for nobody
        assert seen == [0]
        session.commit()
    with app.app_context(), everything():
        mine = (LearnerStanding.learner_id == one.learner_id, LearnerStanding.year == YEAR)
        assert db.session.scalars(select(LearnerStanding.stale).where(*mine)).one()
        while standings.refresh(db.session(), one.platform_id):
            db.session.commit()
        assert db.session.scalars(select(LearnerStanding.counted).where(*mine)).one() == 8
        assert standings.verify(db.session()) == []


@pytest.mark.req("R-10")
def test_a_year_closes_after_postings_under_way_and_before_those_that_come(app: Flask) -> None:
    closed: list[Any] = []
    with app.app_context(), everything():
        session = db.session()
        one = credit(session, year=YEAR - 2)
        ledger.post(session, [one], None)

        def close() -> None:
            with everything(one.platform_id) as s:
                closed.append(closing.close_year(db.session(), s.actor, {"year": YEAR - 2}).year)
                db.session.commit()

        thread = beside(app, close)
        thread.join(1)
        assert (thread.is_alive(), closed) == (True, [])
        session.commit()
        thread.join(30)
        assert closed == [YEAR - 2]
    with app.app_context(), everything():
        with pytest.raises(RuleError):
            ledger.post(db.session(), [credit(db.session(), year=YEAR - 2, source_id=902)], None)
        db.session.rollback()
        assert db.session.scalars(select(HourEntry.id).where(HourEntry.source_id == 902)).all() == []
        assert len(db.session.scalars(select(ClosedYear.id).where(ClosedYear.year == YEAR - 2)).all()) == 1
