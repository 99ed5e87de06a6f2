"""Opening balances: imported once, corrected by another file, taken back, and moved when records are merged (BAL-1)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry, LearnerYear
from app.kit import clock, scope
from app.learners.models import Learner
from app.openings.models import OpeningBalance
from tests.imports import book, counts, import_file, result_rows, work
from tests.person import Person

People = Callable[..., Person]
pytestmark = pytest.mark.req("BAL-1")
HEAD = ["证件号码", "姓名", "年度", "学分类别", "学分", "备注"]
YEAR = clock.today().year - 4


def file(folder: Path, *rows: list[Any]) -> Path:
    return book(folder, HEAD, *rows)


def number_of(app: Flask, name: str) -> str:
    with app.app_context(), scope.everything("test"):
        found = db.session.scalars(select(Learner).where(Learner.name == name)).one()
        return str(found.document.reveal())


def posted(app: Flask, name: str, year: int = YEAR) -> Decimal:
    """What stands for a person in a year."""
    with app.app_context(), scope.everything("test"):
        mine = select(func.sum(LearnerYear.posted)).join(Learner, Learner.id == LearnerYear.learner_id)
        return db.session.scalar(mine.where(Learner.name == name, LearnerYear.year == year)) or Decimal(0)


def agrees(app: Flask) -> bool:
    with app.app_context(), scope.everything("test"):
        return ledger.verify(db.session()) == []


@pytest.fixture
def row(app: Flask) -> Callable[..., list[Any]]:
    def make(name: str, year: Any = YEAR, category: str = "必修", hours: Any = 20, note: str = "原平台") -> list[Any]:
        return [number_of(app, name), name, year, category, hours, note]

    return make


def test_the_same_file_twice_counts_once(app: Flask, person: People, row: Any, tmp_path: Path) -> None:
    once = file(tmp_path, row("张伟"), row("张伟", category="选修", hours=5.5))
    first = import_file(person("dl1"), "opening_balances", once)
    assert counts(app, first)["new"] == 2 and posted(app, "张伟") == Decimal("25.5")
    assert counts(app, import_file(person("dl1"), "opening_balances", once))["unchanged"] == 2
    assert posted(app, "张伟") == Decimal("25.5") and agrees(app)


def test_another_number_takes_the_place_of_the_first(app: Flask, person: People, row: Any, tmp_path: Path) -> None:
    import_file(person("dl1"), "opening_balances", file(tmp_path, row("张伟", hours=20)))
    job = import_file(person("dl1"), "opening_balances", file(tmp_path, row("张伟", hours=30)))
    assert counts(app, job)["changed"] == 1
    assert posted(app, "张伟") == 30 and agrees(app)
    with app.app_context(), scope.everything("test"):
        mine = select(HourEntry.hours).join(Learner, Learner.id == HourEntry.learner_id).order_by(HourEntry.id)
        told = db.session.scalars(mine.where(Learner.name == "张伟", HourEntry.year == YEAR)).all()
    assert told == [20, -20, 30]


def test_what_is_wrong_is_refused_with_a_reason_and_blocks_nobody(
    app: Flask, person: People, row: Any, tmp_path: Path
) -> None:
    this_year, closed = clock.today().year, clock.today().year - 1
    rows = [
        row("张伟"), [number_of(app, "孙丽"), "别人", YEAR, "必修", 8, ""], row("张伟", year=this_year),
        row("张伟", year=closed), row("张伟", category="公需课"), row("张伟", category="选修", hours=-3),
    ]  # fmt: skip
    job = import_file(person("dl1"), "opening_balances", file(tmp_path, *rows))
    assert counts(app, job) == {"new": 1, "changed": 0, "unchanged": 0, "duplicate": 0, "error": 5}
    reasons = [line[-1] for line in result_rows(person("dl1"), job, "failed")[1:]]
    for words, reason in zip(("姓名", "以前年度", "已关闭", "必修", "大于"), reasons, strict=True):
        assert words in reason, reasons
    assert posted(app, "张伟") == 20 and agrees(app)


def test_what_is_taken_back_counts_no_longer_and_may_be_recorded_anew(
    app: Flask, person: People, row: Any, tmp_path: Path
) -> None:
    import_file(person("dl1"), "opening_balances", file(tmp_path, row("张伟")))
    with app.app_context(), scope.everything("test"):
        one = db.session.scalars(select(OpeningBalance).where(OpeningBalance.year == YEAR)).one()
        ticked = {"rowid": f"{one.id}.{one.version}", "opinion": "原平台登记有误"}
    assert person("dl1").post("/openingbalanceview/do/take_back", ticked).status_code == 303
    assert posted(app, "张伟") == 0 and agrees(app)
    again = import_file(person("dl1"), "opening_balances", file(tmp_path, row("张伟", hours=7)))
    assert counts(app, again)["new"] == 1 and posted(app, "张伟") == 7 and agrees(app)


def test_a_whole_import_is_taken_back(app: Flask, person: People, row: Any, tmp_path: Path) -> None:
    import_file(person("dl1"), "opening_balances", file(tmp_path, row("张伟", hours=20)))
    job = import_file(person("dl1"), "opening_balances", file(tmp_path, row("张伟", hours=30), row("孙丽", hours=4)))
    who = person("dl1")
    who.post(f"/imports/{job}/look")
    work(app)
    who.post(f"/imports/{job}/take_back", {"reason": "导错文件"})
    work(app)
    assert (posted(app, "张伟"), posted(app, "孙丽")) == (20, 0) and agrees(app)


def test_a_unit_neither_sees_nor_imports_balances(app: Flask, person: People, row: Any, tmp_path: Path) -> None:
    assert person("dl3").get("/openingbalanceview/list/").status_code == 403
    assert person("dl3").get("/imports/new/opening_balances").status_code == 404


def test_the_greater_of_two_balances_stays_when_records_are_merged(app: Flask, person: People, tmp_path: Path) -> None:
    with app.app_context(), scope.everything("test"):
        kept = db.session.scalars(select(Learner).where(Learner.name == "赵志强")).one()
        place, version, kept_id = kept.organization_id, kept.version, kept.id
    twin = {"name": "赵志强", "document": "G99999999", "document_type": "passport", "organization": str(place)}
    person("dl3").post("/learnerview/add", twin | {"title": "", "hired_on": "", "phone": ""})
    with app.app_context(), scope.everything("test"):
        gone = db.session.scalars(select(Learner).where(Learner.document_type == "passport",
                                                        Learner.name == "赵志强")).one()  # fmt: skip
        mine = db.session.get_one(Learner, kept_id)
        whose = [(mine.document.reveal(), "必修", 20), ("G99999999", "必修", 30), ("G99999999", "选修", 5)]
        rows = [[document, "赵志强", YEAR, category, hours, ""] for document, category, hours in whose]
        seen = f"{kept_id}.{version} {gone.id}.{gone.version}"
        typed = {"other": str(gone.id), "reason": "同一人", "_versions": seen}
    assert counts(app, import_file(person("dl1"), "opening_balances", file(tmp_path, *rows)))["new"] == 3
    assert person("dl3").post(f"/learnerview/{kept_id}/merge", typed).status_code == 303
    with app.app_context(), scope.everything("test"):
        years = select(LearnerYear.learner_id, func.sum(LearnerYear.posted)).where(LearnerYear.year == YEAR)
        assert db.session.execute(years.group_by(LearnerYear.learner_id)).all() == [(kept_id, 35)]
    assert agrees(app)
