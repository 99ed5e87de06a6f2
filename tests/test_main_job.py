"""The main job on the real spreadsheets: units and people come in, a class is reviewed, results grant hours once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourCategory, HourEntry, LearnerYear
from app.kit import jobs, scope
from app.learners.models import Learner
from app.organizations.models import DEPARTMENT, Organization
from tests.imports import counts, import_file, result_rows
from tests.person import Person

DATA = Path(__file__).parent / "data"
RESULTS = DATA / "class-results.xlsx"


def total(app: Flask, query: Any) -> Any:
    with app.app_context(), scope.everything("test"):
        return db.session.execute(query).scalar_one()


@pytest.fixture
def filled(app: Flask, person: Callable[..., Person]) -> Person:
    """Units and people of the files, imported by dl1 through the pages."""
    dl1 = person("dl1")
    import_file(dl1, "organizations", DATA / "organizations.xlsx")
    import_file(dl1, "learners", DATA / "learners.xlsx")
    return dl1


@pytest.fixture
def big_class(filled: Person, app: Flask, person: Callable[..., Person]) -> int:
    """An approved class of 8 hours for 300 people, declared and reviewed through the pages."""
    dl3 = person("dl3")
    elective = total(app, select(HourCategory.id).where(HourCategory.code == "elective"))
    form = {
        "title": "千人培训", "year": "2026", "category": elective, "starts_on": "2026-05-11", "ends_on": "2026-05-12",
        "place": "礼堂", "planned_people": "300", "hours": "8", "content": "",
    }  # fmt: skip
    assert dl3.post("/declarationview/add", form).status_code == 303
    number = total(app, select(func.max(TrainingClass.id)))
    dl3.post("/declarationview/do/submit", {"rowid": f"{number}.1"})
    person("dl2").post("/firstreviewview/do/approve", {"rowid": f"{number}.2"})
    person("dl1").post("/finalreviewview/do/approve", {"rowid": f"{number}.3"})
    return int(number)


@pytest.mark.req("R-1")
def test_organizations_are_imported_below_the_root_that_is_there(app: Flask, person: Callable[..., Person]) -> None:
    before = total(app, select(func.count(Organization.id)))
    job = import_file(person("dl1"), "organizations", DATA / "organizations.xlsx")
    assert counts(app, job) == {"new": 105, "changed": 0, "unchanged": 1, "duplicate": 0, "error": 0}
    assert total(app, select(func.count(Organization.id))) == before + 105
    levels = select(func.count(Organization.id)).where(Organization.level == 3, Organization.credit_code.is_not(None))
    assert total(app, levels) == 90


@pytest.mark.req("PEOPLE-1")
def test_people_are_imported_with_departments_and_without_users(filled: Person, app: Flask) -> None:
    assert total(app, select(func.count(Learner.id)).where(Learner.user_id.is_(None))) >= 1200
    assert total(app, select(func.count(Organization.id)).where(Organization.kind == DEPARTMENT)) == 372


@pytest.mark.req("SHEET-1")
def test_the_same_file_again_changes_nothing(filled: Person, app: Flask) -> None:
    for sheet, rows in (("organizations", 106), ("learners", 1200)):
        job = import_file(filled, sheet, DATA / f"{sheet}.xlsx")
        assert counts(app, job) == {"new": 0, "changed": 0, "unchanged": rows, "duplicate": 0, "error": 0}


@pytest.mark.req("DL-3", "SHEET-1", "R-5")
def test_class_results_grant_hours_once(big_class: int, app: Flask, person: Callable[..., Person]) -> None:
    dl3 = person("dl3")
    job = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    assert counts(app, job) == {"new": 280, "changed": 0, "unchanged": 0, "duplicate": 2, "error": 16}
    _assert_granted(app, big_class)
    again = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    assert counts(app, again) == {"new": 0, "changed": 0, "unchanged": 280, "duplicate": 2, "error": 16}
    _assert_granted(app, big_class)


def _assert_granted(app: Flask, class_id: int) -> None:
    mine = (HourEntry.source == "class", HourEntry.source_id == class_id)
    assert total(app, select(func.count(Enrollment.id)).where(Enrollment.class_id == class_id)) == 280
    assert total(app, select(func.count(HourEntry.id)).where(*mine)) == 225
    assert total(app, select(func.sum(HourEntry.hours)).where(*mine)) == Decimal(1544)
    with app.app_context(), scope.everything("test"):
        assert ledger.verify(db.session) == []


@pytest.mark.req("FJ-13", "SHEET-1")
def test_failed_rows_come_back_with_the_reason_last_and_import_once_corrected(
    big_class: int, app: Flask, person: Callable[..., Person], tmp_path: Path
) -> None:
    dl3 = person("dl3")
    job = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    head, *failed = result_rows(dl3, job, "failed")
    assert head[:5] == ("姓名*", "证件号码*", "单位名称", "成绩", "学时")
    assert head[-2:] == ("状态", "失败原因")
    assert len(failed) == 18
    assert all(row[-1] for row in failed)
    corrected = _correct_names(dl3, job, tmp_path)
    second = import_file(dl3, "class_results", corrected, class_id=big_class)
    assert counts(app, second)["new"] == 1
    assert total(app, select(func.count(Enrollment.id)).where(Enrollment.class_id == big_class)) == 281


def _correct_names(dl3: Person, job: int, folder: Path) -> Path:
    """The failed workbook as downloaded, with one impossible figure put right."""
    book = openpyxl.load_workbook(BytesIO(dl3.get(f"/imports/{job}/download/failed").data))
    for row in book.active.iter_rows(min_row=2):
        if row[4].value in (-8, "-8"):
            row[4].value = 8
    book.save(folder / "corrected.xlsx")
    return folder / "corrected.xlsx"


@pytest.mark.req("R-1")
def test_unknown_person_and_wrong_name_get_the_same_sentence(
    big_class: int, app: Flask, person: Callable[..., Person]
) -> None:
    dl3 = person("dl3")
    job = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    reasons = {row[0]: row[-1] for row in result_rows(dl3, job, "failed")[1:]}
    assert "没有找到" in reasons["王军娟"]
    assert "孙军娟" not in "".join(str(r) for r in reasons.values())


@pytest.mark.req("DL-3")
def test_the_unit_sees_what_its_people_were_granted(big_class: int, app: Flask, person: Callable[..., Person]) -> None:
    import_file(person("dl3"), "class_results", RESULTS, class_id=big_class)
    figures = select(func.sum(LearnerYear.posted)).where(LearnerYear.year == 2026)
    entries = select(func.sum(HourEntry.hours)).where(HourEntry.year == 2026)
    assert total(app, figures) == total(app, entries) >= Decimal(1544)


def test_jobs_leave_nothing_open(filled: Person, app: Flask) -> None:
    open_jobs = select(func.count(jobs.Job.id)).where(jobs.Job.status.in_(("queued", "running")))
    assert total(app, open_jobs) == 0
