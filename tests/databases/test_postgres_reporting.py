"""Results that come with a class on PostgreSQL, where two do things to it at once (FJ-6)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.classes import operations as classes
from app.classes import reporting
from app.classes.models import DeclaredResult, TrainingClass
from app.hours.models import HourEntry
from app.kit import jobs
from tests.databases.test_postgres import at_once, differences, do, value
from tests.imports import upload
from tests.person import Person
from tests.test_reporting import CHEN, DRAFT, ZHAO, results

People = Callable[..., Person]
pytestmark = [pytest.mark.services, pytest.mark.req("FJ-6")]
NUMBER = select(TrainingClass.id).where(TrainingClass.title == DRAFT)


def held(app: Flask) -> Any:
    return value(app, select(func.count(DeclaredResult.id)).where(DeclaredResult.class_id == value(app, NUMBER)))


def verb(who: Person, work: Any, number: int) -> Callable[[], Any]:
    return lambda: do(who, work, [number])


def test_the_same_results_twice_at_once_come_once(app: Flask, person: People, tmp_path: Path) -> None:
    dl3, file = person("dl3"), results(tmp_path, [*CHEN, "优秀", ""], [*ZHAO, "合格", ""])
    for job in [upload(dl3, "declared_results", file, class_id=value(app, NUMBER)) for _n in range(2)]:
        assert dl3.post(f"/imports/{job}/confirm").status_code == 303
    assert at_once(app, jobs.run_all, jobs.run_all) in ([1, 1], [0, 2], [2, 0])
    assert held(app) == 3


def test_an_approval_twice_at_once_credits_once(app: Flask, person: People) -> None:
    number = value(app, NUMBER)
    with app.app_context():
        do(person("dl3"), classes.submit, [number])
        do(person("dl2"), classes.approve, [number])
    outcomes = at_once(app, *(verb(person("dl1"), classes.approve, number) for _n in range(2)))
    assert sorted(len(one.done) for one in outcomes) == [0, 1], outcomes
    entries = select(func.count(HourEntry.id)).where(HourEntry.source == "class", HourEntry.source_id == number)
    assert value(app, entries) == 1 and differences(app) == []


def test_a_result_is_removed_before_the_submission_or_not_at_all(app: Flask, person: People) -> None:
    number = value(app, NUMBER)
    one = value(app, select(func.min(DeclaredResult.id)).where(DeclaredResult.class_id == number))
    removing = verb(person("dl3"), reporting.remove, one)
    removed, submitted, again = at_once(app, removing, verb(person("dl3"), classes.submit, number), removing)
    assert submitted.done == [number]
    gone = [result for result in (removed, again) if not isinstance(result, Exception)]
    assert held(app) == 2 - len(gone) and len(gone) <= 1, (removed, again)
