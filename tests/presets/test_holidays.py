"""Holidays, 调休 and the names of levels: the platform's own tables, on screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.organizations.models import Holiday, LevelName
from tests.house.outsiders import one, state
from tests.imports import counts, import_file
from tests.person import Person

Get = Callable[..., Person]
DAY = {"day": "2031-05-04", "name": "本地假日"}


@pytest.mark.req("R-6")
def test_a_day_is_added_changed_and_removed(app: Flask, person: Get) -> None:
    boss = person("dl1")
    assert boss.post("/holidayview/add", DAY).status_code == 303
    made = one(app, Holiday, Holiday.day == date(2031, 5, 4))
    assert (made.name, made.works) == ("本地假日", False)
    assert boss.post("/holidayview/add", DAY).status_code == 422, "once per day"
    assert boss.post(f"/holidayview/edit/{made.id}", DAY | {"works": "y"}).status_code == 303
    assert one(app, Holiday, Holiday.id == made.id).works
    for year, there in (("2031", True), ("2030", False), ("x", False), ("0", False)):
        page = boss.get(f"/holidayview/list/?year={year}").get_data(as_text=True)
        assert ("本地假日" in page) is there, year
    assert boss.post(f"/holidayview/delete/{made.id}").status_code == 303
    assert "本地假日" not in boss.get("/holidayview/list/?year=2031").get_data(as_text=True)


@pytest.mark.req("R-6")
def test_the_official_days_are_shown_first_and_taken_over_once(app: Flask, person: Get) -> None:
    """2025: 国庆节 from 1 October on, 28 September and 11 October are worked; the demo has 2026 already."""
    boss = person("dl1")
    boss.post("/holidayview/add", {"day": "2025-10-11", "name": "自定"})
    boss.post("/holidayview/add", {"day": "2025-12-11", "name": "平台成立日"})
    before = state(app)
    page = boss.get("/holidayview/official?year=2025").get_data(as_text=True)
    assert state(app).tables == before.tables, "looking writes nothing"
    for said in ("2025-10-01", "国庆节", "2025-09-28", "国庆节调休", "将新增", "将更新"):
        assert said in page, said
    assert boss.post("/holidayview/official", {"year": "2025"}).status_code == 303
    days = {
        d: one(app, Holiday, Holiday.day == date.fromisoformat(d)) for d in ("2025-10-01", "2025-10-11", "2025-12-11")
    }
    assert {d: (h.works, h.name) for d, h in days.items()} == {
        "2025-10-01": (False, "国庆节"), "2025-10-11": (True, "国庆节调休"), "2025-12-11": (False, "平台成立日"),
    }  # fmt: skip
    last = state(app)
    assert boss.post("/holidayview/official", {"year": "2025"}).status_code == 303
    assert state(app).tables == last.tables, "again changes nothing"
    assert "已全部在表中" in boss.get("/holidayview/official?year=2025").get_data(as_text=True)


@pytest.mark.req("R-6", "SHEET-1")
def test_days_are_imported_and_the_same_file_changes_nothing(app: Flask, person: Get, tmp_path: Path) -> None:
    boss, file = person("dl1"), tmp_path / "days.csv"
    boss.post("/holidayview/add", DAY)
    lines = [
        "日期,名称,放假或上班",
        "2031-05-04,本地假日,上班",
        "2031/5/5,海岛节,放假",
        "2031-13-05,错,放假",
        "2031-05-05,再来,放假",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    job = import_file(boss, "holidays", file)
    assert counts(app, job) == {"new": 1, "changed": 1, "unchanged": 0, "duplicate": 1, "error": 1}
    days = [one(app, Holiday, Holiday.day == date(2031, 5, n)) for n in (4, 5)]
    assert [(d.name, d.works) for d in days] == [("本地假日", True), ("海岛节", False)]
    again = counts(app, import_file(boss, "holidays", file))
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert person("dl2").get("/imports/new/holidays").status_code == 404


@pytest.mark.req("R-6")
def test_a_year_that_nobody_knows_is_refused(app: Flask, person: Get) -> None:
    boss, before = person("dl1"), state(app)
    assert "本版本尚无 2099 年" in boss.get("/holidayview/official?year=2099").get_data(as_text=True)
    answer = boss.post("/holidayview/official", {"year": "2099"}, follow_redirects=True)
    assert "本版本尚无 2099 年" in answer.get_data(as_text=True)
    assert state(app).tables == before.tables


@pytest.mark.req("R-6")
def test_the_names_of_levels_are_used_where_levels_are_shown(app: Flask, person: Get) -> None:
    boss, second = person("dl1"), one(app, LevelName, LevelName.level == 2)
    words = {"level": "2", "label": "市直部门", "label_en": "Department of the city"}
    assert boss.post(f"/levelview/edit/{second.id}", words).status_code == 303
    for path in ("/organizationview/list/", "/routeview/list/", "/routeview/add?kind=training_class"):
        assert "市直部门" in boss.get(path).get_data(as_text=True), path
    assert boss.post("/levelview/add", words).status_code == 422, "once per level"
    for level in ("0", "13", "-1", "x"):
        assert boss.post("/levelview/add", words | {"level": level}).status_code == 422, level
    assert boss.post(f"/levelview/delete/{second.id}").status_code == 303
    assert "2 级单位" in boss.get("/routeview/list/").get_data(as_text=True)


@pytest.mark.req("R-6", "R-1")
@pytest.mark.parametrize("name", ["dl2", "dl3", "dl-learner", "admin", "auditor", "security"])
def test_only_the_platforms_administrator_changes_days_and_names(app: Flask, person: Get, name: str) -> None:
    person("dl1").post("/holidayview/add", DAY)
    day, level = one(app, Holiday), one(app, LevelName)
    outsider, before = person(name), state(app)
    for path in ("/holidayview/official", "/holidayview/add", f"/holidayview/edit/{day.id}",
                 f"/holidayview/delete/{day.id}", "/levelview/add", f"/levelview/edit/{level.id}",
                 f"/levelview/delete/{level.id}"):  # fmt: skip
        assert (
            outsider.post(path, DAY | {"year": "2026", "level": "9", "label": "x", "label_en": "x"}).status_code == 403
        ), path
    assert state(app).tables == before.tables
