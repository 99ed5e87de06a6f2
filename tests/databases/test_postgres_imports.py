"""Taking imports back on PostgreSQL: the same rows go, and beside somebody else's change nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry, LiveCredit
from app.kit import scope
from app.learners.models import Learner
from tests.imports import import_file, take_back, undone
from tests.person import Person
from tests.test_main_job import RESULTS, big_class, filled  # noqa: F401  # fixtures
from tests.test_undoing_imports import total

DATA = Path(__file__).parents[1] / "data"
pytestmark = [pytest.mark.services, pytest.mark.req("SHEET-1")]


def test_people_go_and_with_them_the_units_that_held_them(app: Flask, person: Callable[..., Person]) -> None:
    dl1 = person("dl1")
    before = total(app, Learner)
    units = import_file(dl1, "organizations", DATA / "organizations.xlsx")
    people = import_file(dl1, "learners", DATA / "learners.xlsx")
    take_back(dl1, units)
    take_back(dl1, people)
    assert undone(app, people) == {"undone": 1200, "kept": 0} and total(app, Learner) == before
    take_back(dl1, units)
    assert undone(app, units)["kept"] == 0


def test_results_are_reversed_and_the_ledger_agrees(app: Flask, big_class: int, person: Callable[..., Person]) -> None:  # noqa: F811  # the fixture
    dl3 = person("dl3")
    before = total(app, HourEntry)
    job = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    posted = total(app, HourEntry) - before
    take_back(dl3, job)
    assert undone(app, job) == {"undone": 280, "kept": 0}
    assert total(app, HourEntry) == before + 2 * posted
    with app.app_context(), scope.everything("test"):
        standing = (LiveCredit.source == "class", LiveCredit.source_id == big_class)
        assert db.session.scalar(select(func.count()).select_from(LiveCredit).where(*standing)) == 0
        assert ledger.verify(db.session()) == []
