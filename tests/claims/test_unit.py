"""What a unit does with claims: registers, submits, looks through results, deletes, looks up hours (GX-10 to GX-16)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.claims.models import Claim, ClaimType
from app.claims.unit_views import ClaimedHoursView, RegisteredClaimView, UnitClaimView
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry
from app.kit import scope
from app.learners.models import Learner
from app.learners.views import LearnerYearView
from tests.house.outsiders import one
from tests.person import Person
from tests.test_accounts import place

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
DESK, RESULTS = "/registeredclaimview", "/unitclaimview"
CEN, LIANG, DENG = "450105199304184737", "450102198503164524", "450102198208304942"

pytestmark = pytest.mark.platforms


def form(app: Flask, **more: str) -> dict[str, str]:
    """「新登记培训」 filled in for three days of a course."""
    kind = one(app, ClaimType, ClaimType.code == "course")
    days = {"starts_on": "2026-09-07", "starts_half": "am", "ends_on": "2026-09-09", "ends_half": "pm"}
    facts = {"document": CEN, "name": "岑雪", "type": str(kind.id), "title": "预算管理培训班", "requested": "",
             "year": "", "year_reason": "", "content": "结业。", "certificate_no": ""}  # fmt: skip
    return facts | days | more


def titled(rows: Rows, title: str = "预算管理培训班") -> Any:
    (found,) = rows(Claim, Claim.title == title)
    return found


def key(item: Any) -> str:
    return f"{item.id}.{item.version}"


def offered(who: Person, verb: str, typed: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = who.post(f"{DESK}/look-up/{verb}", {"q": typed, "narrow": ""}).get_json()["rows"]
    return rows


def pages(who: Person, path: str) -> str:
    return str(who.get(path).get_data(as_text=True))


@pytest.fixture
def unit(person: People) -> Person:
    return person("gx-unit")


@pytest.fixture
def draft(app: Flask, unit: Person, rows: Rows) -> Any:
    assert unit.post(f"{DESK}/add", form(app)).status_code == 303
    return titled(rows)


@pytest.mark.req("GX-10")
def test_a_unit_registers_for_one_of_its_people(draft: Any) -> None:
    assert (draft.learner_name, draft.registered_by, draft.review_state) == ("岑雪", "unit", "draft")
    assert (draft.requested, draft.year, draft.registered_name) == (24, 2026, "示范市职业技术学院")


@pytest.mark.req("GX-10", "R-1")
@pytest.mark.parametrize("who", [(CEN, "岑雪雪"), (DENG, "邓秀英"), ("11010519491231002X", "李四")])
def test_number_and_name_must_match_and_belong_to_the_unit(
    app: Flask, unit: Person, rows: Rows, who: tuple[str, str]
) -> None:
    answer = unit.post(f"{DESK}/add", form(app, document=who[0], name=who[1]))
    assert answer.status_code == 422
    assert "没有证件号码与姓名相符" in answer.get_data(as_text=True)
    assert not rows(Claim, Claim.title == "预算管理培训班")


@pytest.mark.req("GX-10", "R-1")
def test_a_department_registers_for_its_own_people_only(app: Flask, person: People, rows: Rows) -> None:
    dept = person("gx-dept")
    assert dept.post(f"{DESK}/add", form(app)).status_code == 422
    assert dept.post(f"{DESK}/add", form(app, document=LIANG, name="梁家明")).status_code == 303
    assert titled(rows).organization_id == place(app, "信息工程学院").id
    listed = pages(dept, f"{RESULTS}/list/")
    assert "梁家明" in listed
    assert "政府会计制度培训班" not in listed


@pytest.mark.req("GX-12")
def test_filters_and_columns_are_the_manuals(unit: Person) -> None:
    listed = pages(unit, f"{DESK}/list/")
    assert RegisteredClaimView.filters == ("title", "starts_on", "ends_on")
    for word in (
        "培训名称",
        "开始时间",
        "结束时间",
        "导入学员培训信息",
        "批量提交审核",
        "提交至主管部门审核",
        "批量删除",
    ):
        assert word in listed, word
    head = listed.split("<thead", 1)[1].split("</thead", 1)[0]
    words = ("年度", "姓名", "认定内容", "开始日期", "结束日期/获得日期", "学时", "状态")
    places = [head.index(word) for word in words]
    assert places == sorted(places)


@pytest.mark.req("GX-12", "C4")
def test_submitted_to_the_own_unit_by_default_it_is_decided_there(
    app: Flask, unit: Person, draft: Any, rows: Rows
) -> None:
    (own,) = offered(unit, "submit")
    assert own["cells"][0] == "示范市职业技术学院"
    assert own["on"]
    assert unit.post(f"{DESK}/do/submit", {"rowid": key(draft), "chosen": own["value"]}).status_code == 303
    item = titled(rows)
    assert (item.review_position, item.chosen_organization_id) == ("first_review", None)
    unit.post("/claimfirstreviewview/do/approve", {"rowid": key(item), "opinion": "本单位登记。"})
    assert titled(rows).review_state == "approved"
    (entry,) = rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == draft.id)
    assert entry.hours == 24


@pytest.mark.req("GX-12", "GX-5")
def test_an_authority_is_found_by_name_and_decides(
    app: Flask, person: People, unit: Person, draft: Any, rows: Rows
) -> None:
    (science,) = offered(unit, "submit_to", "科学技术")
    unit.post(f"{DESK}/do/submit_to", {"rowid": key(draft), "chosen": science["value"]})
    item = titled(rows)
    assert item.chosen_organization_id == place(app, "示范市科学技术局").id
    person("gx-authority").post("/claimfirstreviewview/do/approve", {"rowid": key(item), "opinion": ""})
    assert titled(rows).review_state == "approved"


@pytest.mark.req("GX-12")
def test_drafts_are_changed_and_many_are_deleted_at_once(app: Flask, unit: Person, draft: Any, rows: Rows) -> None:
    edit = form(app, title="预算管理高级班") | {"_version": str(draft.version)}
    assert unit.post(f"{DESK}/edit/{draft.id}", edit).status_code == 303
    item = titled(rows, "预算管理高级班")
    done = titled(rows, "政府会计制度培训班")
    unit.post(f"{DESK}/do/discard", {"rowid": [key(item), key(done)]})
    assert not rows(Claim, Claim.title == "预算管理高级班")
    assert titled(rows, "政府会计制度培训班").review_state == "approved"


@pytest.mark.req("GX-12", "R-1")
def test_what_a_person_declared_is_not_the_units_to_change(person: People, unit: Person, rows: Rows) -> None:
    theirs = titled(rows, "网络安全管理培训（草稿）")
    assert unit.get(f"{DESK}/edit/{theirs.id}").status_code == 404
    assert unit.post(f"{DESK}/do/discard", {"rowid": key(theirs)}).status_code == 404
    assert person("gx-learner").get(f"{DESK}/list/").status_code == 403
    assert person("gx-learner").get(f"{RESULTS}/list/").status_code == 403


@pytest.mark.req("GX-15")
def test_the_results_stand_under_their_states_and_are_found_by_name_and_number(unit: Person) -> None:
    listed = pages(unit, f"{RESULTS}/list/")
    for word in ("待提交", "待审核", "通过认定", "不予认定", "删除"):
        assert word in listed, word
    assert UnitClaimView.filters[:2] == ("learner_name", "document_hash")
    assert "瑜伽教练培训班" in pages(unit, f"{RESULTS}/list/?review_state=rejected")
    assert "瑜伽教练培训班" not in pages(unit, f"{RESULTS}/list/?review_state=approved")
    found = unit.post(f"{RESULTS}/search", {"document_hash": CEN})
    assert CEN not in found.location
    assert "政府会计制度培训班" in pages(unit, found.location)
    assert "瑜伽教练培训班" not in pages(unit, found.location)
    assert "政府会计制度培训班" in pages(unit, f"{RESULTS}/list/?learner_name=岑雪")


@pytest.mark.req("GX-15", "GX-7", "C16", "D14")
def test_the_unit_deletes_in_every_state_with_a_reason(app: Flask, unit: Person, rows: Rows) -> None:
    titles = ["消防安全责任人培训（待提交）", "基于项目的课程改革研究", "政府会计制度培训班", "瑜伽教练培训班"]
    items = [titled(rows, title) for title in titles]
    assert [one.review_state for one in items] == ["draft", "pending", "approved", "rejected"]
    unit.post(f"{RESULTS}/do/remove", {"rowid": [key(one) for one in items]})
    assert titled(rows, titles[2]).review_state == "approved", "not without a reason"
    unit.post(f"{RESULTS}/do/remove", {"rowid": [key(one) for one in items], "opinion": "登记有误。"})
    assert not rows(Claim, Claim.title == titles[0])
    assert [titled(rows, title).review_state for title in titles[1:]] == ["revoked", "revoked", "rejected"]
    listed = pages(unit, f"{RESULTS}/list/?review_state=rejected")
    assert "瑜伽教练培训班" not in listed, "hidden, its log is kept"
    entries = rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == items[2].id)
    assert sum(one.hours for one in entries) == 0
    with app.app_context(), scope.everything("test"):
        assert ledger.verify(db.session()) == []


@pytest.mark.req("GX-15", "R-1")
def test_a_superior_and_another_department_delete_nothing(person: People, rows: Rows) -> None:
    item = titled(rows, "政府会计制度培训班")
    for who in ("gx-authority", "gx-dept", "gx-bureau"):
        answer = person(who).post(f"{RESULTS}/do/remove", {"rowid": key(item), "opinion": "x"})
        assert answer.status_code == 404, who
    assert titled(rows, "政府会计制度培训班").review_state == "approved"


@pytest.mark.req("GX-15")
def test_the_warning_says_that_a_certificate_becomes_void(unit: Person) -> None:
    assert "继续教育合格证书自动失效" in pages(unit, f"{RESULTS}/list/")


@pytest.mark.req("GX-16")
def test_hours_are_looked_up_by_year_name_and_number(app: Flask, unit: Person) -> None:
    for view, path in ((ClaimedHoursView, "/claimedhoursview"), (LearnerYearView, "/learneryearview")):
        assert view.filters[:3] == ("year", "learner", "document")
        found = unit.post(f"{path}/search", {"document": CEN, "year": "2026", "learner": ""})
        assert CEN not in found.location
        listed = pages(unit, found.location).split("<tbody", 1)[1]
        assert "岑雪" in listed
        assert "梁家明" not in listed
        person = one(app, Learner, Learner.name == "梁家明")
        named = pages(unit, f"{path}/list/?year=2026&learner={person.id}").split("<tbody", 1)[1]
        assert "梁家明" in named
        assert "岑雪" not in named


@pytest.mark.req("GX-16", "R-1")
def test_a_department_looks_up_its_own_people_only(person: People) -> None:
    listed = pages(person("gx-dept"), "/claimedhoursview/list/")
    assert "梁家明" in listed
    assert "岑雪" not in listed


@pytest.mark.req("GX-20")
def test_the_windows_are_the_bureaus_and_in_the_manuals_words(person: People) -> None:
    listed = pages(person("gx-bureau"), "/claimwindowview/list/")
    assert "学时登记开放" in listed
    assert person("gx-unit").get("/claimwindowview/list/").status_code == 403
