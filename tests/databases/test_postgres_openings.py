"""Opening balances on PostgreSQL: the same verb, and the same file, twice at once (BAL-1)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.hours.models import HourEntry
from app.kit import jobs
from app.learners import operations as learners
from app.learners.models import Learner
from app.openings import operations
from app.openings.models import OpeningBalance
from tests.databases.test_postgres import at_once, differences, do, value, waited_for
from tests.databases.test_postgres_people import acting
from tests.imports import result_rows, upload
from tests.person import Person
from tests.test_openings import file, number_of

People = Callable[..., Person]
pytestmark = [pytest.mark.services, pytest.mark.req("BAL-1")]
COUNTS = (OpeningBalance.taken_back_at.is_(None), OpeningBalance.learner_name == "赵志强")
HELD = select(OpeningBalance).where(*COUNTS).with_only_columns(OpeningBalance.id)


def taking_back(who: Person, number: int) -> Callable[[], Any]:
    return lambda: do(who, lambda s, ids, actor: operations.take_back(s, ids, actor, "登记有误"), [number])


def confirmed(app: Flask, who: Person, folder: Path, hours: int, year: int, times: int = 1) -> None:
    """Imports of one balance that are judged and about to be applied."""
    row = [number_of(app, "赵志强"), "赵志强", year, "必修", hours, ""]
    for job in [upload(who, "opening_balances", file(folder, row)) for _n in range(times)]:
        assert who.post(f"/imports/{job}/confirm").status_code == 303


@pytest.mark.case(60)
def test_what_is_taken_back_twice_at_once_is_reversed_once(app: Flask, person: People) -> None:
    number = value(app, HELD)
    outcomes = at_once(app, *(taking_back(person("dl1"), number) for _n in range(2)))
    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 1], outcomes
    entries = select(func.count(HourEntry.id)).where(HourEntry.source == "opening", HourEntry.source_id == number)
    assert value(app, entries) == 2 and differences(app) == []


def test_the_same_file_twice_at_once_counts_once(app: Flask, person: People, tmp_path: Path) -> None:
    confirmed(app, person("dl1"), tmp_path, 20, 2020, times=2)
    assert at_once(app, jobs.run_all, jobs.run_all) in ([1, 1], [0, 2], [2, 0])
    counting = select(func.count(OpeningBalance.id)).where(*COUNTS, OpeningBalance.year == 2020)
    assert value(app, counting) == 1 and differences(app) == []


@pytest.mark.req("SHEET-1", "PEOPLE-2")
def test_who_retires_while_an_import_waits_is_refused_alone(app: Flask, person: People, tmp_path: Path) -> None:
    dl1, names, begun = person("dl1"), ("张伟", "赵志强"), threading.Event()
    rows = [[number_of(app, name), name, 2019, "必修", 8, ""] for name in names]
    job = upload(dl1, "opening_balances", file(tmp_path, *rows))
    assert dl1.post(f"/imports/{job}/confirm").status_code == 303
    leaving = value(app, select(Learner.id).where(Learner.name == names[1]))

    def retire(actor: Any) -> None:
        assert learners.retire(db.session(), [leaving], actor).done
        begun.set()
        waited_for()

    results = at_once(app, acting(dl1, retire), lambda: begun.wait(60) and jobs.run_all())
    assert results == [None, 1]
    assert [row[-2:] for row in result_rows(dl1, job, "all")[1:]] == [
        ("新增", None), ("错误", "本单位没有证件号码与姓名相符的人员。")
    ]  # fmt: skip
    written = select(func.count(OpeningBalance.id)).where(OpeningBalance.year == 2019)
    assert value(app, written) == 1 and differences(app) == []


def test_a_correction_and_a_taking_back_at_once_end_one_way_or_the_other(
    app: Flask, person: People, tmp_path: Path
) -> None:
    for turn in range(4):
        number = value(app, HELD.where(OpeningBalance.category_id.is_not(None)))
        year = value(app, select(OpeningBalance.year).where(OpeningBalance.id == number))
        confirmed(app, person("dl1"), tmp_path, 30 + turn, year)
        results = at_once(app, taking_back(person("dl1"), number), jobs.run_all)
        assert not [one for one in results if isinstance(one, Exception)], results
        assert differences(app) == []
        confirmed(app, person("dl1"), tmp_path, 12, year)
        with app.app_context():
            jobs.run_all()
