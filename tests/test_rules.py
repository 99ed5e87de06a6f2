"""A platform's rules are set up on screens alone, and people stand where the rules put them (R-6, R-9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.hours import ledger, rules
from app.hours.ledger import Credit
from app.hours.models import HourCategory, HourEntry, HourRule, LearnerStanding, RuleSet
from app.kit import clock, jobs, scope
from app.learners import operations as learners
from app.learners import standings, transfers
from app.learners.models import Absence, Learner
from tests.person import Person

People = Callable[..., Person]
YEAR = clock.today().year
WHO = "孙丽"


def posted_rules(found: list[dict[str, Any]], **more: Any) -> dict[str, str]:
    """The form as the browser sends it."""
    data = {"from_year": YEAR, "note": "", **more}
    data |= {f"rules-{n}-{name}": value for n, one in enumerate(found) for name, value in one.items()}
    return {name: str(value) for name, value in data.items()}


def save(person: People, *found: dict[str, Any], **more: Any) -> Any:
    return person("dl1").post("/rulesview/add", posted_rules(list(found), **more))


@pytest.fixture
def category(context: Flask) -> Callable[[str], int]:
    def read(code: str) -> int:
        with scope.everything("test"):
            return db.session.scalars(select(HourCategory.id).where(HourCategory.code == code)).one()

    return read


def learner(name: str = WHO) -> Learner:
    with scope.everything("test"):
        found = db.session.scalars(select(Learner).where(Learner.name == name)).one()
        db.session.expunge_all()
    return found


def give(*hours: tuple[int, Any], year: int = YEAR, name: str = WHO, **more: Any) -> None:
    """Post (category, hours) to one person, each from a source of its own."""
    one = learner(name)
    with scope.everything("test"):
        start = len(db.session.scalars(select(HourEntry.id)).all()) + 1000
        facts = {"platform_id": one.platform_id, "organization_id": one.organization_id, "learner_id": one.id,
                 "year": year, "source": "class", "activity": "", "title": "x"}  # fmt: skip
        ledger.post(db.session(), [Credit(category_id=c, hours=Decimal(h), source_id=start + n, **facts | more)
                                   for n, (c, h) in enumerate(hours)], None)  # fmt: skip
        db.session.commit()


def where(name: str = WHO, year: int = YEAR) -> Any:
    one = learner(name)
    with scope.everything("test"):
        return standings.standing_of(db.session(), one.id, one.platform_id, year)


def change(name: str = WHO, **values: Any) -> None:
    one = learner(name)
    with scope.everything("test"):
        item = db.session.get_one(Learner, one.id)
        for key, value in values.items():
            setattr(item, key, value)
        db.session.commit()


# ---- the four kinds of requirements, set up through the screens --------------------------------------------------


@pytest.mark.req("R-9")
def test_ninety_hours_with_two_thirds_professional_are_set_up_on_screens(person: People, category: Any) -> None:
    dl1 = person("dl1")
    added = dl1.post(
        "/categoryview/add", {"code": "professional", "label": "专业", "label_en": "Professional", "seq": 5}
    )
    assert added.status_code == 303
    code = category("professional")
    made = save(person, {"kind": "total", "amount": 90}, {"kind": "share", "category_id": code, "part": 2, "whole": 3})
    assert made.status_code == 303
    give((code, 59), (category("elective"), 31))
    assert (where().required, where().counted, where().met) == (90, 90, False)
    assert where().categories[code].missing == 1
    give((code, 1))
    assert where().met


@pytest.mark.req("R-9")
def test_points_in_two_classes_with_minima_and_maxima_are_set_up_on_screens(person: People, category: Any) -> None:
    one, two = category("compulsory"), category("elective")
    limits = [("minimum", one, 5), ("maximum", one, 10), ("minimum", two, 15), ("maximum", two, 20)]
    bounds = [{"kind": kind, "category_id": c, "amount": n} for kind, c, n in limits]
    assert save(person, {"kind": "total", "amount": 25}, *bounds).status_code == 303
    give((one, 30), (two, 14))
    assert (where().counted, where().met, where().categories[one].counted) == (24, False, 10)
    give((two, 1))
    assert where().met


@pytest.mark.req("R-9")
def test_five_years_with_a_cap_per_year_are_set_up_on_screens(person: People, category: Any) -> None:
    code = category("elective")
    cycle = {"kind": "cycle", "number": 5, "start_year": YEAR}
    cap = {"kind": "cap", "per": "year", "amount": 120}
    assert save(person, cycle, {"kind": "total", "amount": 360}, cap).status_code == 303
    for n, hours in enumerate((200, 100, 150)):
        give((code, hours), year=YEAR + n)
    found = where(year=YEAR + 4)
    assert (found.years, found.counted, found.missing) == (range(YEAR, YEAR + 5), 340, 20)
    give((code, 20), year=YEAR + 4)
    assert where().met


@pytest.mark.req("R-9")
def test_numbers_by_grade_and_month_of_joining_are_set_up_on_screens(person: People, context: Flask) -> None:
    own = {"kind": "total", "amount": 90, "group_by": "grade", "group_value": "高级"}
    made = save(person, {"kind": "total", "amount": 60}, own, {"kind": "joiners", "per": "this_month"})
    assert made.status_code == 303
    assert where().required == 60
    change(grade="高级")
    assert where().required == 90
    change(hired_on=clock.today().replace(month=7, day=20))
    assert where().required == 45


# ---- versions -----------------------------------------------------------------------------------------------------


@pytest.mark.req("R-6")
def test_a_version_replaces_the_whole_earlier_one_from_its_year_on(person: People, rows: Any, context: Flask) -> None:
    before = [(one.id, one.from_year) for one in rows(RuleSet)]
    old = rows(HourRule)
    assert save(person, {"kind": "total", "amount": 7}, from_year=YEAR + 1).status_code == 303
    assert save(person, {"kind": "total", "amount": 8}, from_year=YEAR + 1).status_code == 303
    platform = learner().platform_id
    with scope.everything("test"):
        versions = rules.load(db.session(), platform)
    amounts = [[str(rule.amount) for rule in versions.of(year).rules] for year in (YEAR, YEAR + 1, YEAR + 9)]
    assert amounts == [["30", "20", "8"], ["8"], ["8"]]
    assert [(one.id, one.from_year) for one in rows(RuleSet)][: len(before)] == before
    assert [one.id for one in rows(HourRule)][: len(old)] == [one.id for one in old]
    assert versions.of(1999).rules == ()
    page = person("dl1").get("/rulesview/list/").get_data(as_text=True)
    assert page.count(str(YEAR + 1)) >= 2


@pytest.mark.req("R-6", "R-9")
@pytest.mark.parametrize(("found", "told"), [
    ([{"kind": "total"}], "缺少数量"), ([{"kind": "minimum", "amount": 5}], "缺少类别"),
    ([{"kind": "total", "amount": 5, "per": "day"}], "不适用"), ([{"kind": "total", "amount": -1}], "99999"),
    ([{"kind": "total", "amount": "x"}], "更正"), ([{"kind": "nonsense", "amount": 1}], "更正"),
    ([{"kind": "total", "amount": 5}, {"kind": "total", "amount": 6}], "重复"),
    ([{"kind": "cycle", "number": 0, "start_year": 2020}], "1 至 20"),
    ([{"kind": "share", "category_id": 1, "part": 3, "whole": 2}, {"kind": "total", "amount": 9}], "不超过全部"),
    ([{"kind": "share", "category_id": 1, "part": 1, "whole": 2}], "占比"),
    ([{"kind": "minimum", "category_id": 1, "amount": 9}, {"kind": "maximum", "category_id": 1, "amount": 8}], "高于"),
    ([{"kind": "total", "amount": 9}, {"kind": "minimum", "category_id": 1, "amount": 10}], "合计"),
    ([{"kind": "exempt", "group_by": "grade"}], "缺少分组名称"),
    ([{"kind": "cap", "amount": 8, "per": "this_month"}], "选项"),
    ([{"kind": "total", "amount": 8, "group_value": "高级"}], "分组"),
    ([{"kind": "leave", "number": 40}], "31"), ([{"kind": "rounding", "amount": 0, "rounding": "up"}], "大于 0"),
])  # fmt: skip
def test_rules_that_say_nothing_or_contradict_each_other_are_refused(
    person: People, rows: Any, found: list[dict[str, Any]], told: str
) -> None:
    before = len(rows(RuleSet))
    answer = save(person, *found)
    assert (answer.status_code, len(rows(RuleSet))) == (422, before)
    alert = answer.get_data(as_text=True).partition('role="alert"')[2].partition("</section>")[0]
    assert told in alert.partition("</svg>")[2][:80]


@pytest.mark.parametrize("year", ["1000", "3000", "", "x"])
def test_a_version_needs_a_sensible_year(person: People, rows: Any, year: str) -> None:
    before = len(rows(RuleSet))
    assert save(person, {"kind": "total", "amount": 8}, from_year=year).status_code == 422
    assert len(rows(RuleSet)) == before


@pytest.mark.case(60)
def test_a_version_is_saved_once_however_often_the_form_is_sent(person: People, rows: Any) -> None:
    before = len(rows(RuleSet))
    answers = [save(person, {"kind": "total", "amount": 8}, _once="t" * 20) for _n in range(2)]
    assert answers[0].location == answers[1].location
    assert len(rows(RuleSet)) == before + 1


@pytest.mark.req("R-9")
def test_the_example_is_computed_from_unsaved_rules_and_keeps_nothing(person: People, rows: Any) -> None:
    before = len(rows(RuleSet)), len(rows(HourEntry))
    entry = {"entries-0-category_id": 1, "entries-0-hours": 12, "entries-0-starts_on": f"{YEAR}-03-02"}
    typed = [{"kind": "total", "amount": 60}, {"kind": "joiners", "per": "next_month"},
             {"kind": "cap", "per": "day", "amount": 8}]  # fmt: skip
    data = posted_rules(typed, joined=f"{YEAR}-06-30", year=YEAR, **entry)
    page = person("dl1").post("/rulesview/example", data).get_data(as_text=True)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert f"{YEAR} 年：计入 8，应修 30" in text
    assert "超出每日上限 4" in text
    assert "<form" not in page
    assert "未完成" in text
    assert (len(rows(RuleSet)), len(rows(HourEntry))) == before
    wrong = person("dl1").post("/rulesview/example", posted_rules([{"kind": "total"}]))
    assert (wrong.status_code, "数量" in wrong.get_data(as_text=True)) == (200, True)
    tried = person("dl1").post("/rulesview/add", data | {"example": "1"})
    assert (tried.status_code, "超出每日上限 4" in tried.get_data(as_text=True)) == (200, True)
    assert len(rows(RuleSet)) == before[0]


@pytest.mark.req("R-1", "R-6")
@pytest.mark.parametrize("who", ["dl2", "dl3", "dl-learner", "auditor"])
def test_only_the_platform_administrator_sets_rules(person: People, rows: Any, who: str) -> None:
    before = len(rows(RuleSet))
    for path in ("/rulesview/add", "/rulesview/example", "/settings/", "/categoryview/add", "/closedyearview/add"):
        assert person(who).post(path, posted_rules([{"kind": "total", "amount": 1}])).status_code == 403, path
    assert len(rows(RuleSet)) == before


@pytest.mark.req("R-6")
def test_a_category_that_is_used_can_not_be_removed(person: People, category: Any, rows: Any) -> None:
    dl1 = person("dl1")
    dl1.post("/categoryview/add", {"code": "spare", "label": "备用", "label_en": "Spare", "seq": 9})
    for code, left in (("spare", 0), ("elective", 1)):
        dl1.post(f"/categoryview/delete/{category(code)}")
        assert len(rows(HourCategory, HourCategory.code == code)) == left


# ---- the archive and the kept standings ---------------------------------------------------------------------------


@pytest.mark.req("CAS-7", "R-9")
def test_the_archive_says_what_counts_of_each_entry_and_why_not_more(person: People, context: Flask) -> None:
    page = person("dl-learner").get(f"/archive/?year={YEAR - 1}").get_data(as_text=True)
    assert "古籍保护与修复集中培训" in page
    assert "超出每日上限 4" in page
    now = person("dl-learner").get("/archive/").get_data(as_text=True)
    assert "共差 14 学分" in now
    assert "超出" not in now


@pytest.mark.req("CAS-7")
def test_a_full_year_and_an_exemption_are_told_in_words(person: People, category: Any) -> None:
    give((category("elective"), 1), name="陈晓梅", fills=True)
    page = person("dl-learner").get("/archive/").get_data(as_text=True)
    assert "已完成本年度要求" in page
    assert "不再叠加计算" in page
    change("陈晓梅", requirement_applies=False)
    assert "无年度要求" in person("dl-learner").get("/archive/").get_data(as_text=True)


def kept(name: str = WHO, year: int = YEAR) -> LearnerStanding:
    one = learner(name)
    with scope.everything("test"):
        mine = select(LearnerStanding).where(LearnerStanding.learner_id == one.id, LearnerStanding.year == year)
        found = db.session.scalars(mine).one()
        db.session.expunge_all()
    return found


def learner_id(name: str) -> int:
    return learner(name).id


@pytest.mark.req("R-9")
def test_the_demo_starts_with_everybodys_standing_up_to_date(rows: Any) -> None:
    found = rows(LearnerStanding)
    assert {one.outcome for one in found} == {"met", "missing", "exempt"}
    assert not any(one.stale for one in found)
    assert {one.year for one in found} == {YEAR, YEAR - 1, YEAR - 3}  # the last one: hours of the old portal


@pytest.mark.req("R-9")
def test_what_changes_a_standing_makes_it_stale_and_the_job_renews_it(person: People, category: Any) -> None:
    doubts: list[Callable[[], Any]] = [
        lambda: give((category("elective"), 20), (category("compulsory"), 30)),
        lambda: change(title="研究馆员"),
        lambda: save(person, {"kind": "total", "amount": 10}),
        _absent,
    ]
    for doubt in doubts:
        assert not kept().stale
        doubt()
        assert kept().stale
        renew()
        assert not kept().stale
        with scope.everything("test"):
            assert standings.verify(db.session()) == []
    one = kept()
    assert (one.counted, one.required, one.outcome) == (50, 0, "exempt")


def _absent() -> None:
    one = learner()
    span = {"starts_on": clock.today().replace(month=1, day=1), "ends_on": None}
    with scope.everything("test"):
        db.session.add(Absence(platform_id=one.platform_id, organization_id=one.organization_id, learner_id=one.id,
                               kind="exemption", **span))  # fmt: skip
        db.session.commit()


def renew() -> None:
    """What the periodic job does, as the tick starts it."""
    with scope.everything("test"):
        jobs.enqueue(db.session(), "standings", platform_id=learner().platform_id)
        db.session.commit()
    jobs.run_all()


def test_the_tick_starts_the_renewal_of_every_platform(context: Flask) -> None:
    jobs.tick()
    with scope.everything("test"):
        found = db.session.scalars(select(jobs.Job.ukey).where(jobs.Job.kind == "standings")).all()
    assert any(key and key.startswith("standings:1:") for key in found)


def test_a_new_person_gets_a_standing_and_a_moved_one_is_listed_at_the_new_unit(person: People, context: Flask) -> None:
    there, mover_id = learner_id("周建国"), learner_id(WHO)
    with person("dl1").acting() as s:
        unit = db.session.get_one(Learner, there).organization
        values = {"name": "新人", "document": "11010519491231002X", "title": "", "organization": unit}
        made = learners.add_learner(db.session(), s.actor, values).id
        transfers.transfer(db.session(), s.actor, [mover_id], unit)
        target = unit.id
        db.session.commit()
    assert kept().organization_id == target
    renew()
    assert (kept("新人").outcome, kept("新人").learner_id) == ("missing", made)


@pytest.mark.req("R-8", "R-9")
def test_units_list_who_has_met_the_requirement_and_who_has_not(person: People, category: Any) -> None:
    give((category("elective"), 20), (category("compulsory"), 30))
    renew()
    pages = [person("dl3").get(f"/standingview/list/?outcome={one}&year={YEAR}") for one in ("met", "missing")]
    met, missing = (page.get_data(as_text=True).partition("<tbody")[2] for page in pages)
    assert (WHO in met, "陈晓梅" in met, WHO in missing, "陈晓梅" in missing) == (True, False, False, True)
    assert "周建国" not in missing
    assert person("dl3").post("/standingview/export?outcome=met").status_code == 303


@pytest.mark.req("R-5")
@pytest.mark.parametrize(("column", "value", "told"), [("counted", 1, "differs"), ("outcome", "'met'", "differs"),
                                                       ("required", 0, "differs")])  # fmt: skip
def test_verify_finds_a_kept_standing_that_is_wrong(context: Flask, column: str, value: Any, told: str) -> None:
    with scope.everything("test"):
        assert standings.verify(db.session()) == []
        db.session.execute(db.text(f"UPDATE learner_standing SET {column} = {value} WHERE outcome = 'missing'"))
        assert any(told in problem for problem in standings.verify(db.session()))
