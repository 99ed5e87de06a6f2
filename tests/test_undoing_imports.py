"""Imports of units, people, results and holidays are taken back through the pages (ux.md Import 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import ClosedYear, HourEntry, LearnerYear, LiveCredit, RuleSet
from app.kit import scope
from app.kit.audit import AuditEvent
from app.learners.models import Learner, LearnerTerm, Membership
from app.organizations.models import Holiday, Organization
from tests.imports import book, counts, import_file, result_rows, take_back, undone, work
from tests.person import Person
from tests.test_main_job import big_class, filled  # noqa: F401  # fixtures

DATA = Path(__file__).parent / "data"
RESULTS = DATA / "class-results.xlsx"
People = Callable[..., Person]

pytestmark = pytest.mark.req("SHEET-1")


def total(app: Flask, model: Any, *where: Any) -> int:
    with app.app_context(), scope.everything("test"):
        return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def problems(app: Flask) -> list[str]:
    with app.app_context(), scope.everything("test"):
        return ledger.verify(db.session())


def reasons(who: Person, job: int) -> set[str]:
    return {row[-1] for row in result_rows(who, job, "succeeded")[1:]}


# ---- units and people ---------------------------------------------------------------------------------------------


def test_units_stay_while_people_are_in_them_and_go_when_these_have_gone(app: Flask, person: People) -> None:
    dl1 = person("dl1")
    tables = (Organization, Learner, Membership, LearnerTerm)
    before = [total(app, model) for model in tables]
    units = import_file(dl1, "organizations", DATA / "organizations.xlsx")
    people = import_file(dl1, "learners", DATA / "learners.xlsx")
    take_back(dl1, units)
    first = undone(app, units)
    assert first["kept"] > 60 and first["undone"] + first["kept"] == 105
    assert "未撤回：有个人信息引用该数据。" in reasons(dl1, units)
    take_back(dl1, people)
    assert undone(app, people) == {"undone": 1200, "kept": 0}
    assert total(app, Learner) == before[1]
    take_back(dl1, units)
    assert undone(app, units)["kept"] == 0  # the departments went with their last person
    assert [total(app, model) for model in tables] == before


def test_people_get_their_data_and_their_place_back(app: Flask, person: People, tmp_path: Path) -> None:
    dl3 = person("dl3")
    with app.app_context(), scope.everything("test"):
        old = db.session.scalars(select(Learner).where(Learner.name == "孙丽")).one()
        unit, number, place = str(old.organization), old.document.reveal(), old.organization_id
        known = (old.title, old.phone, old.hired_on)
    head = ["姓名", "身份证号", "单位名称", "部门", "职称", "手机号", "入职时间"]
    changed = ["孙丽", number, unit, "新部门", "研究馆员", "13912345678", "2001-02-03"]
    job = import_file(dl3, "learners", book(tmp_path, head, changed))
    with app.app_context(), scope.everything("test"):
        now = db.session.scalars(select(Learner).where(Learner.name == "孙丽")).one()
        assert (now.title, str(now.organization)) == ("研究馆员", "新部门")
    take_back(dl3, job)
    assert undone(app, job) == {"undone": 1, "kept": 0}
    with app.app_context(), scope.everything("test"):
        back = db.session.scalars(select(Learner).where(Learner.name == "孙丽")).one()
        assert (back.title, back.phone, back.hired_on, back.organization_id) == (*known, place)


def test_an_import_that_found_some_rows_there_is_taken_back_as_a_whole(
    app: Flask, person: People, tmp_path: Path
) -> None:
    dl1 = person("dl1")
    rows = [[f"新市示范第{n}单位", "示范市人力资源和社会保障局", "用人单位", "示范市"] for n in range(3)]
    head = ["单位名称", "上级单位", "单位类别", "单位属地"]
    import_file(dl1, "organizations", book(tmp_path, head, rows[0]))
    job = import_file(dl1, "organizations", book(tmp_path, head, *rows))
    assert counts(app, job)["unchanged"] == 1
    take_back(dl1, job)
    assert undone(app, job) == {"undone": 2, "kept": 0}
    page = dl1.get(f"/imports/{job}").get_data(as_text=True)
    assert ">已撤回<" in page and "部分已撤回" not in page


# ---- results ------------------------------------------------------------------------------------------------------


def test_results_are_taken_back_by_reversals_and_the_ledger_agrees(app: Flask, big_class: int, person: People) -> None:  # noqa: F811  # the fixture
    dl3 = person("dl3")
    before = (total(app, Enrollment), total(app, HourEntry), total(app, LearnerYear))
    job = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    posted = total(app, HourEntry) - before[1]
    assert posted > 200
    take_back(dl3, job)
    assert undone(app, job) == {"undone": 280, "kept": 0}
    assert (total(app, Enrollment), total(app, LearnerYear)) == (before[0], before[2])
    assert total(app, HourEntry) == before[1] + 2 * posted  # nothing is deleted
    assert total(app, LiveCredit, LiveCredit.source == "class", LiveCredit.source_id == big_class) == 0
    assert problems(app) == []
    assert total(app, AuditEvent, AuditEvent.event == "class_results:undo") == 1
    dl3.post(f"/imports/{job}/look")
    dl3.post(f"/imports/{job}/take_back", {"reason": "再来一次"})
    work(app)
    assert total(app, HourEntry) == before[1] + 2 * posted


def test_hours_of_a_closed_year_stay_and_say_so(app: Flask, big_class: int, person: People) -> None:  # noqa: F811  # the fixture
    dl3 = person("dl3")
    job = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    with app.app_context(), scope.everything("test"):
        item = db.session.get_one(TrainingClass, big_class)
        rules = db.session.scalars(select(RuleSet.id)).first()
        db.session.add(ClosedYear(platform_id=item.platform_id, year=item.year, rule_set_id=rules, closed_by="x"))
        db.session.commit()
    dl3.post(f"/imports/{job}/look")
    work(app)
    page = dl3.get(f"/imports/{job}/undo").get_data(as_text=True)
    assert "您的角色无权变更该年度数据" in page and "撤回 0 行" not in page
    dl3.post(f"/imports/{job}/take_back", {"reason": "x"})
    work(app)
    assert undone(app, job) == {"undone": 0, "kept": 280}


def test_somebody_whose_hours_were_cancelled_since_stays(app: Flask, big_class: int, person: People) -> None:  # noqa: F811  # the fixture
    dl3 = person("dl3")
    job = import_file(dl3, "class_results", RESULTS, class_id=big_class)
    with app.app_context(), scope.everything("test"):
        granted = (Enrollment.class_id == big_class, Enrollment.granted > 0)
        one = db.session.scalars(select(Enrollment).where(*granted)).first()
        assert one is not None
        one.version += 1
        db.session.commit()
    take_back(dl3, job)
    assert undone(app, job) == {"undone": 279, "kept": 1}
    assert reasons(dl3, job) == {"未撤回：导入之后数据已被修改。"}
    assert problems(app) == []


# ---- holidays -----------------------------------------------------------------------------------------------------


def test_holidays_come_and_go(app: Flask, person: People, tmp_path: Path) -> None:
    dl1 = person("dl1")
    head = ["日期", "名称", "放假或上班"]
    import_file(dl1, "holidays", book(tmp_path, head, ["2031-10-01", "国庆节", "放假"]))
    rows = (["2031-10-01", "国庆", "上班"], ["2031-10-02", "国庆", "放假"])
    job = import_file(dl1, "holidays", book(tmp_path, head, *rows))
    take_back(dl1, job)
    assert undone(app, job) == {"undone": 2, "kept": 0}
    with app.app_context(), scope.everything("test"):
        days = db.session.scalars(select(Holiday).where(Holiday.day.between(date(2031, 1, 1), date(2031, 12, 31))))
        assert [(one.day, one.name, one.works) for one in days] == [(date(2031, 10, 1), "国庆节", False)]


# ---- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.case(12)
def test_case_12_nobody_else_takes_an_import_back_or_says_what_it_means(app: Flask, person: People) -> None:
    dl1, other = person("dl1"), person("dl3")
    job = import_file(dl1, "organizations", DATA / "organizations.xlsx")
    dl1.post(f"/imports/{job}/look")
    work(app)
    assert other.get(f"/imports/{job}/undo").status_code == 404
    for door in ("look", "take_back", "match", "explain", "cancel"):
        assert other.post(f"/imports/{job}/{door}", {"reason": "x"}).status_code == 404
    work(app)
    assert total(app, Organization, Organization.credit_code.is_not(None)) > 90


def test_a_stale_page_takes_back_once_and_a_reason_is_asked_for(app: Flask, person: People) -> None:
    dl1 = person("dl1")
    job = import_file(dl1, "organizations", DATA / "organizations.xlsx")
    assert dl1.post(f"/imports/{job}/take_back", {"reason": "x"}).status_code == 303  # nobody has looked yet
    dl1.post(f"/imports/{job}/look")
    work(app)
    refused = dl1.post(f"/imports/{job}/take_back", {"reason": " "})
    assert refused.status_code == 422 and 'id="reason-err"' in refused.get_data(as_text=True)
    assert {dl1.post(f"/imports/{job}/take_back", {"reason": "导错"}).status_code for _click in range(2)} == {303}
    work(app)
    assert undone(app, job) == {"undone": 105, "kept": 0}
    assert total(app, AuditEvent, AuditEvent.event == "organizations:undo") == 1
