"""Taking imports back on PostgreSQL: the same rows go, and beside somebody else's change nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry, LiveCredit
from app.kit import jobs, scope
from app.learners.models import Learner
from tests.databases.test_postgres import at_once, waited_for
from tests.databases.test_postgres_people import acting
from tests.imports import begin_undo, import_file, take_back, undone
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


def test_results_are_taken_back_in_the_order_in_which_places_are_given(
    app: Flask,
    big_class: int,  # noqa: F811  # the fixture
    person: Callable[..., Person],
) -> None:
    """The class first, then its people: whoever holds it waits for nobody who takes them back."""
    dl3, begun = person("dl3"), threading.Event()
    job = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    begin_undo(dl3, job)

    def give_places(_actor: Any) -> int:
        db.session.execute(select(TrainingClass.id).where(TrainingClass.id == big_class).with_for_update())
        begun.set()
        waited_for()
        people = select(Enrollment.id).where(Enrollment.class_id == big_class)
        return len(db.session.scalars(people.with_for_update(of=Enrollment, nowait=True)).all())

    assert at_once(app, acting(dl3, give_places), lambda: begun.wait(60) and jobs.run_all()) == [280, 1]
    assert undone(app, job) == {"undone": 280, "kept": 0}
