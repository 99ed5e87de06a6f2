"""Results that come with the declaration of a class: reviewed with it, credited by its approval, not before (FJ-6)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.classes.models import DeclaredResult, Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry
from app.kit import scope
from app.learners import merging
from app.learners.models import Learner
from tests.house.outsiders import one, rowid
from tests.imports import book, counts, import_file, result_rows, take_back, undone, upload, work
from tests.person import Person

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
pytestmark = pytest.mark.req("FJ-6")
DRAFT, APPROVED = "民间工艺传承人研修（补报）", "馆藏数字化实务培训（补报）"
HEAD = ["姓名", "证件号码", "单位名称", "成绩", "学分"]
UNIT = "示范市群众艺术馆"
CHEN = ["陈晓梅", "210202199003074528", UNIT]
ZHAO = ["赵志强", "210203198511203316", UNIT]
ZHOU = ["周建国", "210211197809014417", "示范市少年宫"]


def results(folder: Path, *rows: list[Any]) -> Path:
    return book(folder, HEAD, *rows)


@pytest.fixture
def draft(app: Flask) -> Callable[[], TrainingClass]:
    return lambda: one(app, TrainingClass, TrainingClass.title == DRAFT)


@pytest.fixture
def held(rows: Rows, draft: Any) -> Callable[[], dict[str, tuple[str, Decimal | None]]]:
    """What comes with the class now: name to result and hours."""
    return lambda: {
        one.learner_name: (one.result, one.earned)
        for one in rows(DeclaredResult, DeclaredResult.class_id == draft().id)
    }


@pytest.fixture
def posted(rows: Rows, draft: Any) -> Callable[[], dict[int, Decimal]]:
    """What stands in the ledger for the class, by person."""

    def found() -> dict[int, Decimal]:
        sums: dict[int, Decimal] = {}
        for entry in rows(HourEntry, HourEntry.source == "class", HourEntry.source_id == draft().id):
            sums[entry.learner_id] = sums.get(entry.learner_id, Decimal(0)) + entry.hours
        return {who: hours for who, hours in sums.items() if hours}

    return found


def agrees(app: Flask) -> bool:
    with app.app_context(), scope.everything("test"):
        return ledger.verify(db.session()) == []


def do(person: People, who: str, view: str, verb: str, item: Any, **more: str) -> Any:
    return person(who).post(f"/{view}/do/{verb}", {"rowid": rowid(item), **more})


def approve(person: People, draft: Callable[[], Any]) -> None:
    do(person, "dl3", "declarationview", "submit", draft())
    do(person, "dl2", "firstreviewview", "approve", draft())
    do(person, "dl1", "finalreviewview", "approve", draft())


def test_results_are_credited_by_the_approval_and_not_before(
    app: Flask, person: People, draft: Any, held: Any, posted: Any, tmp_path: Path, rows: Rows
) -> None:
    file = results(tmp_path, [*CHEN, "优秀", ""], [*ZHAO, "合格", 5], [*ZHOU, "不合格", ""])
    job = import_file(person("dl3"), "declared_results", file, class_id=draft().id)
    assert counts(app, job) == {"new": 2, "changed": 1, "unchanged": 0, "duplicate": 0, "error": 0}
    assert held()["陈晓梅"] == ("excellent", 6) and held()["赵志强"] == ("passed", 5) and held()["周建国"][1] is None
    again = import_file(person("dl3"), "declared_results", file, class_id=draft().id)
    assert counts(app, again)["unchanged"] == 3
    do(person, "dl3", "declarationview", "submit", draft())
    do(person, "dl2", "firstreviewview", "approve", draft())
    assert draft().review_position == "final_review" and posted() == {}
    assert rows(Enrollment, Enrollment.class_id == draft().id) == []
    do(person, "dl1", "finalreviewview", "approve", draft())
    people = {one.learner_name: one for one in rows(Enrollment, Enrollment.class_id == draft().id)}
    granted = {name: one.granted for name, one in people.items()}
    assert granted == {"陈晓梅": 6, "赵志强": 5, "周建国": None, "孙丽": None}
    assert posted() == {people["陈晓梅"].learner_id: 6, people["赵志强"].learner_id: 5}
    assert agrees(app) and "6" in person("dl-learner").get("/archiveview/").text


def test_a_reopened_class_gives_the_hours_back_and_another_approval_again(
    app: Flask, person: People, draft: Any, posted: Any
) -> None:
    approve(person, draft)
    before = posted()
    assert list(before.values()) == [6]
    do(person, "dl1", "finalreviewview", "reopen", draft(), opinion="重新核对")
    assert posted() == {} and agrees(app)
    do(person, "dl1", "finalreviewview", "approve", draft())
    assert posted() == before and agrees(app)


def test_what_was_cancelled_by_hand_does_not_come_back(
    app: Flask, person: People, draft: Any, posted: Any, rows: Rows
) -> None:
    approve(person, draft)
    (credited,) = rows(Enrollment, Enrollment.class_id == draft().id, Enrollment.granted.is_not(None))
    assert do(person, "dl3", "resultview", "cancel", credited).status_code == 303
    do(person, "dl1", "finalreviewview", "reopen", draft(), opinion="重新核对")
    do(person, "dl1", "finalreviewview", "approve", draft())
    assert posted() == {} and agrees(app)


@pytest.mark.req("FJ-13", "SHEET-1")
def test_a_bad_row_says_why_and_the_others_come(app: Flask, person: People, draft: Any, tmp_path: Path) -> None:
    bad = [[*ZHAO, "合格", 7], ["张三", CHEN[1], UNIT, "合格", ""], [*ZHOU[:2], "没有的单位", "合格", ""]]
    job = import_file(
        person("dl3"), "declared_results", results(tmp_path, *bad, [*CHEN, "合格", ""]), class_id=draft().id
    )
    reasons = [row[-1] or "" for row in result_rows(person("dl3"), job, "all")[1:]]
    assert [bool(reason) for reason in reasons] == [True, True, True, False], reasons
    assert counts(app, job)["new"] == 1


def test_more_people_than_planned_are_refused(app: Flask, person: People, draft: Any, tmp_path: Path) -> None:
    with app.app_context(), person("dl3").acting():
        db.session.get_one(TrainingClass, draft().id).planned_people = 3
        db.session.commit()
    file = results(tmp_path, [*CHEN, "合格", ""], [*ZHOU, "合格", ""])
    job = import_file(person("dl3"), "declared_results", file, class_id=draft().id)
    assert counts(app, job)["new"] == counts(app, job)["error"] == 1


@pytest.mark.parametrize("change", [{"planned_people": 1}, {"hours": Decimal(3)}])
def test_a_class_that_its_results_do_not_fit_is_not_submitted(
    app: Flask, person: People, draft: Any, change: dict[str, Any]
) -> None:
    with app.app_context(), person("dl3").acting():
        for name, value in change.items():
            setattr(db.session.get_one(TrainingClass, draft().id), name, value)
        db.session.commit()
    dl3 = person("dl3")
    told = dl3.post("/declarationview/do/submit", {"rowid": rowid(draft())}, follow_redirects=True).text
    assert "请先更正" in told and draft().review_state == "draft"


def test_after_submission_nothing_is_added_and_nothing_removed(
    app: Flask, person: People, draft: Any, held: Any, tmp_path: Path, rows: Rows
) -> None:
    job = upload(person("dl3"), "declared_results", results(tmp_path, [*CHEN, "合格", ""]), class_id=draft().id)
    do(person, "dl3", "declarationview", "submit", draft())
    before = held()
    person("dl3").post(f"/imports/{job}/confirm")
    result = rows(DeclaredResult, DeclaredResult.class_id == draft().id)[0]
    do(person, "dl3", "declaredresultview", "remove", result)
    refused = person("dl3").get(f"/imports/new/declared_results?class_id={draft().id}")
    assert "提交后不能再随申报上报成果" in refused.text
    assert held() == before


@pytest.mark.req("SHEET-1")
def test_an_import_is_taken_back_until_the_class_is_submitted(
    app: Flask, person: People, draft: Any, held: Any, tmp_path: Path
) -> None:
    dl3, before = person("dl3"), held()
    file = results(tmp_path, [*CHEN, "合格", ""], [*ZHAO, "优秀", 2])
    job = import_file(dl3, "declared_results", file, class_id=draft().id)
    take_back(dl3, job)
    assert undone(app, job) == {"undone": 2, "kept": 0} and held() == before
    job = import_file(dl3, "declared_results", file, class_id=draft().id)
    do(person, "dl3", "declarationview", "submit", draft())
    dl3.post(f"/imports/{job}/look")
    work(app)
    assert "所属培训班已提交" in dl3.get(f"/imports/{job}").text
    assert len(held()) == 3


def test_the_results_of_a_removed_draft_go_with_it(person: People, draft: Any, rows: Rows) -> None:
    number = draft().id
    person("dl3").post(f"/declarationview/delete/{number}")
    assert rows(DeclaredResult, DeclaredResult.class_id == number) == []


def test_reviewers_are_told_what_comes_with_it(person: People, draft: Any) -> None:
    do(person, "dl3", "declarationview", "submit", draft())
    page = person("dl2").get(f"/firstreviewview/show/{draft().id}").text
    assert "随申报同步上报 2 人的成果，合计 6" in page
    listed = person("dl2").get(f"/firstreviewview/{draft().id}/declared").text
    assert "赵志强" in listed and "导入成绩" not in listed
    assert person("dl3-sibling").get(f"/declarationview/{draft().id}/declared").status_code == 404


@pytest.mark.req("R-6")
def test_only_where_the_policy_of_the_year_says_so(app: Flask, person: People, tmp_path: Path) -> None:
    other = one(app, TrainingClass, TrainingClass.review_state == "draft", TrainingClass.results_declared.is_(False))
    assert f"/declarationview/{other.id}/declared" not in person("dl3").get("/declarationview/list/").text
    assert person("dl3").get(f"/declarationview/{other.id}/declared").status_code == 404
    page = person("dl3").get(f"/imports/new/declared_results?class_id={other.id}").text
    assert "该培训班的成果在审核通过后上报" in page


@pytest.mark.req("PEOPLE-2")
@pytest.mark.parametrize("both", [False, True])
def test_a_merge_takes_the_result_along(
    app: Flask, person: People, draft: Any, held: Any, rows: Rows, tmp_path: Path, both: bool
) -> None:
    if both:
        import_file(person("dl3"), "declared_results", results(tmp_path, [*CHEN, "优秀", ""]), class_id=draft().id)
    with app.app_context(), person("dl1").acting() as s:
        ids = dict(
            db.session.execute(select(Learner.name, Learner.id).where(Learner.name.in_(("赵志强", "陈晓梅")))).all()
        )
        merging.merge(db.session(), s.actor, ids["陈晓梅"], ids["赵志强"], "同一人")
        db.session.commit()
    found = rows(DeclaredResult, DeclaredResult.class_id == draft().id, DeclaredResult.learner_id == ids["陈晓梅"])
    assert [one.result for one in found] == ["excellent" if both else "passed"]
    approve(person, draft)
    assert agrees(app)
