"""「境内外培训管理」 (DL-6): 「新建」 without review, everything about the people on one page, no attendance step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry
from app.kit import scope
from app.kit.review import ReviewStep
from app.learners.models import Learner
from tests.person import Person

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
pytestmark = pytest.mark.req("DL-6")


def form(rows: Rows) -> dict[str, str]:
    category = rows(TrainingClass)[0].category_id
    return {"title": "赴港研修", "year": "2026", "category": str(category), "starts_on": "2026-05-01",
            "ends_on": "2026-05-05", "place": "香港", "planned_people": "2", "hours": "20", "content": ""}  # fmt: skip


def created(who: Person, rows: Rows) -> TrainingClass:
    answer = who.post("/directclassview/add", form(rows))
    assert answer.status_code == 303, answer.get_data(as_text=True)[-2000:]
    (item,) = rows(TrainingClass, TrainingClass.title == "赴港研修")
    return item


def test_a_new_training_is_recorded_at_once(person: People, rows: Rows) -> None:
    item = created(person("dl2"), rows)
    assert (item.mode, item.review_state, item.attendance_required) == ("direct", "approved", False)
    steps = rows(ReviewStep, ReviewStep.item_id == item.id, ReviewStep.kind == "training_class")
    assert [(s.seq, s.verb) for s in steps] == [(0, "submit")], "nobody reviews it"


def test_its_people_are_added_credited_and_taken_back_on_one_page(app: Flask, person: People, rows: Rows) -> None:
    who = person("dl2")
    item = created(who, rows)
    page, (learner,) = f"/directclassview/{item.id}/people", rows(Learner, Learner.name == "孙丽")
    for word in ("未参加学员", "已参加学员", "添加到列表中"):
        assert word in who.get(page).get_data(as_text=True)
    add = {"rowid": f"{learner.id}.{learner.version}", "next": page}
    answer = who.post(f"/candidateview/do/enroll?class_id={item.id}", add)
    assert answer.location == page
    text = who.get(page).get_data(as_text=True)
    assert "分配学分" in text
    assert "到训确认" not in text
    (one,) = rows(Enrollment, Enrollment.class_id == item.id)
    who.post("/directpersonview/do/grant", {"rowid": f"{one.id}.{one.version}", "next": page})
    assert [e.hours for e in rows(HourEntry, HourEntry.source_id == item.id)] == [20]
    assert "取消学分" in who.get(page).get_data(as_text=True)
    who.post("/directpersonview/do/cancel", {"rowid": f"{one.id}.{one.version + 1}", "next": page})
    assert sum(e.hours for e in rows(HourEntry, HourEntry.source_id == item.id)) == 0
    with app.app_context(), scope.everything("test"):
        assert ledger.verify(db.session()) == []


def test_the_planned_number_is_the_limit(person: People, rows: Rows) -> None:
    who = person("dl2")
    item = created(who, rows)
    people = [one for one in rows(Learner) if one.retired_at is None][:3]
    ticked = [f"{one.id}.{one.version}" for one in people]
    who.post(f"/candidateview/do/enroll?class_id={item.id}", {"rowid": ticked})
    assert rows(Enrollment, Enrollment.class_id == item.id) == []


def test_below_level_two_nobody_holds_without_review(person: People, rows: Rows) -> None:
    for name in ("dl3", "dl-learner"):
        assert person(name).get("/directclassview/list/").status_code == 403, name
        assert person(name).post("/directclassview/add", form(rows)).status_code == 403, name
    assert rows(TrainingClass, TrainingClass.title == "赴港研修") == []


def test_what_is_recorded_is_neither_edited_nor_deleted(person: People, rows: Rows) -> None:
    who = person("dl2")
    item = created(who, rows)
    for address in (f"/directclassview/edit/{item.id}", f"/directclassview/delete/{item.id}"):
        assert who.post(address, form(rows)).status_code in (404, 405), address
    assert rows(TrainingClass, TrainingClass.id == item.id)


def test_a_class_of_another_mode_is_not_reached_through_this_list(person: People, rows: Rows) -> None:
    who = person("dl2")
    own = rows(TrainingClass, TrainingClass.mode == "declared")
    for item in own:
        assert who.get(f"/directclassview/{item.id}/people").status_code == 404
