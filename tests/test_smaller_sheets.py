"""Spreadsheets that say one thing: departments, hire dates and flags of people; people of a class (FJ-13, CAS-10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.kit import scope
from app.learners.models import Learner
from tests.imports import book, counts, import_file, result_rows, work
from tests.person import Person

People = Callable[..., Person]
CLASS = "公共文化服务规范专题培训"


def person_named(name: str) -> Learner:
    return db.session.scalars(select(Learner).where(Learner.name == name)).one()


@pytest.fixture
def number(app: Flask) -> Callable[[str], str]:
    def find(name: str) -> str:
        with app.app_context(), scope.everything("test"):
            return str(person_named(name).document.reveal())

    return find


def undo(app: Flask, who: Person, job: int) -> None:
    who.post(f"/imports/{job}/look")
    work(app)
    assert who.post(f"/imports/{job}/take_back", {"reason": "导错文件"}).status_code == 303
    work(app)


@pytest.mark.req("PEOPLE-1", "SHEET-1")
def test_people_are_put_into_departments_of_their_unit_and_back(
    app: Flask, person: People, number: Callable[[str], str], tmp_path: Path
) -> None:
    with app.app_context(), scope.everything("test"):
        before = person_named("张伟").organization_id
    rows = [["姓名", "证件号码", "部门"], ["张伟", number("张伟"), "新成立的部门"], ["别人", number("孙丽"), "办公室"]]
    job = import_file(person("dl3"), "learner_departments", book(tmp_path, *rows))
    assert counts(app, job) == {"new": 0, "changed": 1, "unchanged": 0, "duplicate": 0, "error": 1}
    with app.app_context(), scope.everything("test"):
        assert person_named("张伟").organization.name == "新成立的部门"
    undo(app, person("dl3"), job)
    with app.app_context(), scope.everything("test"):
        assert person_named("张伟").organization_id == before


@pytest.mark.req("CAS-10", "SHEET-1")
def test_hire_dates_and_flags_are_corrected_in_bulk(
    app: Flask, person: People, number: Callable[[str], str], tmp_path: Path
) -> None:
    rows = [["姓名", "身份证号", "入职时间", "是否有学时要求"], ["张伟", number("张伟"), "2019.7.1", "否"],
            ["孙丽", number("孙丽"), None, None], ["无此人", "11010519491231002X", "2020-01-01", "是"]]  # fmt: skip
    job = import_file(person("dl3"), "learner_flags", book(tmp_path, *rows))
    assert counts(app, job) == {"new": 0, "changed": 1, "unchanged": 1, "duplicate": 0, "error": 1}
    with app.app_context(), scope.everything("test"):
        changed = person_named("张伟")
        assert (changed.hired_on, changed.requirement_applies) == (date(2019, 7, 1), False)
    again = import_file(person("dl3"), "learner_flags", book(tmp_path, *rows[:2]))
    assert counts(app, again)["unchanged"] == 1


@pytest.mark.req("FJ-13", "DL-3")
def test_people_of_a_class_are_enrolled_once_and_taken_off_again(
    app: Flask, person: People, number: Callable[[str], str], tmp_path: Path
) -> None:
    with app.app_context(), scope.everything("test"):
        item = db.session.scalars(select(TrainingClass).where(TrainingClass.title == CLASS)).one()
        inside = set(db.session.scalars(select(Enrollment.learner_name).where(Enrollment.class_id == item.id)))
        fresh = next(name for name in ("张伟", "许静", "谢文博", "孙丽") if name not in inside)
        member, class_id = sorted(inside)[0], item.id
        units = {name: person_named(name).organization for name in (fresh, member)}
        named = {name: (at if at.kind == "unit" else at.parent).name for name, at in units.items()}
    known = [[name, number(name), named[name]] for name in (fresh, member)]
    rows = [["姓名", "证件号码", "单位名称"], *known, ["错名", number(fresh), named[fresh]]]
    job = import_file(person("dl3"), "class_trainees", book(tmp_path, *rows), class_id=class_id)
    assert counts(app, job) == {"new": 1, "changed": 0, "unchanged": 1, "duplicate": 0, "error": 1}
    assert result_rows(person("dl3"), job, "failed")[1][0] == "错名"
    again = import_file(person("dl3"), "class_trainees", book(tmp_path, *rows[:3]), class_id=class_id)
    assert counts(app, again)["unchanged"] == 2
    undo(app, person("dl3"), job)
    with app.app_context(), scope.everything("test"):
        left = set(db.session.scalars(select(Enrollment.learner_name).where(Enrollment.class_id == class_id)))
    assert left == inside
