"""Types of claims: two levels, codes, what refers to them, and the caps that hold for them (DL-10, R-6, R-9)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.claims import standards, typed
from app.claims.models import Claim, ClaimType
from app.extensions import db
from app.hours import operations as hours
from app.hours import rules
from app.hours.counting import OVER_TYPE
from app.hours.models import HourRule
from app.hours.rulebook import Rule
from app.kit import scope
from app.learners import operations as learners
from app.organizations.models import ReviewRoute
from tests.claims.declaring import act, declared, own_learner, submitted
from tests.house.outsiders import one, rowid, state
from tests.person import Person
from tests.test_rules import posted_rules

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
TYPE = {"label": "挂职锻炼", "label_en": "Secondment", "code": "secondment", "seq": "9", "proposal": "by_hand",
        "evidence": "upload"}  # fmt: skip


def text(answer: Any) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def of_code(app: Flask, code: str) -> ClaimType:
    found: ClaimType = one(app, ClaimType, ClaimType.code == code)
    return found


# ---- the list -----------------------------------------------------------------------------------------------------


@pytest.mark.req("DL-10", "GX-2")
def test_types_stand_below_their_headings_whatever_their_numbers_say(app: Flask, person: People) -> None:
    with app.app_context(), person("dl1").acting():
        found = standards.all_types(db.session())
        assert [one.place for one in found] == sorted(one.place for one in found)
        assert [one.code for one in found] == ["training", "abroad", "degree", "other", "works", "project", "standard"]
    page = text(person("dl1").get("/claimtypeview/list/"))
    words = ["国（境）内外短期培训、进修", "在职学历学位教育", "其他学分-正式出版专业著作", "其他学分-市级以上行业标准"]
    places = [page.index(word) for word in words]
    assert places == sorted(places)


@pytest.mark.req("DL-10")
@pytest.mark.parametrize("code", ["person", "unit", "chosen", "training", "", "Two Words", "a/b", "9nine", "x" * 21])
def test_a_code_is_safe_free_and_its_own(app: Flask, person: People, code: str) -> None:
    boss, before = person("dl1"), state(app)
    assert boss.post("/claimtypeview/add", TYPE | {"code": code}).status_code == 422
    assert state(app).tables == before.tables
    assert boss.post("/claimtypeview/add", TYPE).status_code == 303


@pytest.mark.req("DL-10")
def test_a_retired_type_is_offered_no_more_and_drafts_of_it_go_on(app: Flask, person: People, rows: Rows) -> None:
    boss, learner = person("dl1"), person("dl-learner")
    number, kind = declared(learner), of_code(app, "training")
    assert boss.post("/claimtypeview/do/retire", {"rowid": rowid(kind)}).status_code == 303
    assert kind.label not in text(learner.get("/myclaimview/add"))
    assert act(learner, "submit", number).done == [number]
    again = boss.post("/claimtypeview/do/retire", {"rowid": rowid(of_code(app, "training"))}, follow_redirects=True)
    assert "本来就未开放" in text(again)
    assert boss.post("/claimtypeview/do/offer", {"rowid": rowid(of_code(app, "training"))}).status_code == 303
    assert kind.label in text(learner.get("/myclaimview/add"))


@pytest.mark.req("DL-10", "R-9")
@pytest.mark.parametrize(("evidence", "submits", "approves"), [
    ("none", True, True), ("upload", False, False), ("stamped", False, False), ("paper", True, False)])  # fmt: skip
def test_what_the_screen_says_of_the_evidence_is_what_is_wanted(
    app: Flask, person: People, evidence: str, submits: bool, approves: bool
) -> None:
    """A claim without a file and without paper, of a type whose evidence was changed on its form."""
    kind = of_code(app, "training")
    form = {"label": kind.label, "label_en": kind.label_en, "seq": str(kind.seq), "category": str(kind.category_id),
            "proposal": kind.proposal, "evidence": evidence, "_version": str(kind.version)}  # fmt: skip
    assert person("dl1").post(f"/claimtypeview/edit/{kind.id}", form).status_code == 303
    assert of_code(app, "training").evidence == evidence
    learner = person("dl-learner")
    number = declared(learner, None)
    assert bool(act(learner, "submit", number).done) is submits
    assert bool(submits and act(person("dl2"), "approve", number).done) is approves


@pytest.mark.req("DL-10")
def test_what_is_in_use_can_not_be_deleted_and_says_why(app: Flask, person: People) -> None:
    boss = person("dl1")
    declared(person("dl-learner"))

    def deleted(code: str) -> str:
        return text(boss.post(f"/claimtypeview/delete/{of_code(app, code).id}", follow_redirects=True))

    assert "条登记属于此类型" in deleted("training")
    assert "下面还有类型" in deleted("other")
    assert boss.post("/claimtypeview/add", TYPE | {"category": "1"}).status_code == 303
    caps(app, boss, ("cap", "secondment"))
    assert "年度规则中用到了它" in deleted("secondment")
    forget_rules(app, boss)
    route = {"kind": "claim", "name": "挂职", "type": "secondment", "revocable_by": "both"}
    assert boss.post("/routeview/add", route).status_code == 303
    assert "审核流程“挂职”" in deleted("secondment")
    for code in ("training", "other", "secondment"):
        of_code(app, code)
    boss.post(f"/routeview/delete/{one(app, ReviewRoute, ReviewRoute.name == '挂职').id}")
    number = of_code(app, "secondment").id
    assert boss.post(f"/claimtypeview/delete/{number}").status_code == 303
    with app.app_context(), scope.everything("test"):
        assert db.session.get(ClaimType, number) is None


# ---- routes and rules name them -----------------------------------------------------------------------------------


@pytest.mark.req("R-3")
def test_a_route_is_for_a_type_a_heading_an_origin_or_what_is_sent_elsewhere(app: Flask, person: People) -> None:
    boss = person("dl1")
    page = text(boss.get("/routeview/add?kind=claim"))
    for word in (
        "国（境）内外短期培训、进修",
        "其他学分",
        "其他学分-市级以上行业标准",
        "个人自行",
        "单位为个人",
        "自选单位",
    ):
        assert word in page, word
    form = {"kind": "claim", "name": "著作课题标准", "type": "other", "revocable_by": "both",
            "steps-0-name": "终审", "steps-0-who": "root", "steps-0-permission": "final_review"}  # fmt: skip
    assert boss.post("/routeview/add", form | {"type": "nonsense"}).status_code == 422
    assert boss.post("/routeview/add", form).status_code == 303
    assert one(app, ReviewRoute, ReviewRoute.name == "著作课题标准").type == "other"
    assert "其他学分" in text(boss.get("/routeview/list/"))
    number = submitted(person("dl-learner"), code="works", title="一本书")
    assert one(app, Claim, Claim.id == number).review_position == "final_review", "the heading's route is theirs"


@pytest.mark.req("R-6", "DL-10")
def test_the_page_of_a_type_says_its_route_and_its_caps(app: Flask, person: People) -> None:
    boss = person("dl1")
    caps(app, boss, ("cap", "abroad"))
    page = text(boss.get(f"/claimtypeview/show/{of_code(app, 'abroad').id}"))
    assert "学员学分申报 (审核)" in page
    assert "国（境）内外短期培训、进修 · 8 · 每年" in page
    other = text(boss.get(f"/claimtypeview/show/{of_code(app, 'degree').id}"))
    assert "在职学历学位教育 (初审 → 终审)" in other
    assert "8 · 每年" not in other


def caps(app: Flask, boss: Person, *wanted: tuple[str, str]) -> None:
    """Add to the rules of this year: at most 8 a year of a type."""
    found = [{"kind": kind, "source": source, "per": "year", "amount": 8} for kind, source in wanted]
    whole = [{"kind": "minimum", "category_id": n, "amount": 30} for n in (1, 2)]
    assert boss.post("/rulesview/add", posted_rules([*whole, *found])).status_code == 303


def forget_rules(app: Flask, boss: Person) -> None:
    """Rules are never taken back on the screens; a platform where no version names the type any more."""
    with app.app_context(), boss.acting():
        for one_rule in db.session.scalars(select(HourRule).where(HourRule.source != "")):
            db.session.delete(one_rule)
        db.session.commit()


@pytest.mark.req("R-6", "R-9")
def test_the_editor_of_rules_offers_types_and_keeps_one_that_is_unknown(app: Flask, person: People) -> None:
    boss = person("dl1")
    with app.app_context(), boss.acting() as s:
        now = rules.load(db.session(), s.platform_id or 0).of(2026).rules
        rules.add(db.session(), s.platform_id or 0, 2026, [*now, Rule("cap", per="year", source="online",
                                                                      amount=Decimal(10))], "", "")  # fmt: skip
        db.session.commit()
    page = boss.get("/rulesview/add").get_data(as_text=True)
    assert '<option value="training"' in page
    assert '<option value="online"' in page
    assert 'value="other"' not in page, "hours are posted under types, never under headings"
    refused = boss.post("/rulesview/add", posted_rules([{"kind": "cap", "per": "year", "amount": 8, "source": "typo"}]))
    assert refused.status_code == 422


@pytest.mark.req("R-6", "R-9")
def test_a_cap_of_a_type_limits_what_counts_of_its_claims(app: Flask, person: People) -> None:
    """24 hours are granted and stay in the ledger; of this type 8 a year count, the archive says why."""
    learner = person("dl-learner")
    caps(app, person("dl1"), ("cap", "training"))
    before = counted(app, learner)
    number = submitted(learner)
    act(person("dl2"), "approve", number)
    assert one(app, Claim, Claim.id == number).granted == 24
    after = counted(app, learner)
    mine = [row for row in after.rows if row.entry.type == "training" and row.counted is not None]
    assert sum((row.entry.hours for row in mine), Decimal(0)) > 8
    assert sum((row.counted for row in mine), Decimal(0)) == 8
    assert OVER_TYPE in {lost.code for row in mine for lost in row.lost}
    assert len(after.rows) == len(before.rows) + 1
    assert "超出该类型" in text(learner.get("/archive/?year=2026"))


def counted(app: Flask, who: Person) -> Any:
    person = own_learner(who)
    with app.app_context(), who.acting():
        facts = learners.attributes(db.session(), [person.id])[person.id]
        return hours.year_of(db.session(), person.id, person.platform_id, 2026, facts)


def test_types_are_registered_where_they_are_named(app: Flask, person: People) -> None:
    with app.app_context(), person("dl1").acting():
        assert {code for code, _word in typed.ORIGINS} == set(standards.RESERVED)
        assert [code for code, _word in typed.for_rules(db.session())] == [
            "training", "abroad", "degree", "works", "project", "standard"]  # fmt: skip
