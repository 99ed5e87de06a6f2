"""A claim from draft to ledger: who declares it, what is refused, what is posted (DL-2, DL-5, DL-7, DL-8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.claims import findings, operations
from app.claims.models import Claim, ClaimType, ClaimWindow
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry
from app.kit import scope
from app.kit.errors import NotFound, RuleError
from app.learners import operations as learners
from app.learners import standings
from tests.claims.declaring import act, declared, submitted, values
from tests.person import Person

People = Callable[..., Person]
Rows = Callable[..., list[Any]]


def one(rows: Rows, number: int) -> Claim:
    (found,) = rows(Claim, Claim.id == number)
    return found


def verified(app: Flask) -> list[str]:
    with app.app_context(), scope.everything("test"):
        return ledger.verify(db.session())


@pytest.mark.req("DL-2")
def test_what_a_learner_claims_is_credited_once_level_2_approves(app: Flask, person: People, rows: Rows) -> None:
    number = submitted(person("dl-learner"))
    assert one(rows, number).review_position == "first_review"
    act(person("dl2"), "approve", number)
    item = one(rows, number)
    assert (item.review_state, item.requested, item.granted) == ("approved", 24, 24)
    (entry,) = rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == number)
    assert (entry.hours, entry.year, entry.type, entry.learner_id) == (24, 2026, "training", item.learner_id)
    assert verified(app) == []


@pytest.mark.req("GX-2")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2026, 5, 1)}, "ends_on"),
        ({"ends_on": date(2026, 5, 4), "starts_half": "pm", "ends_half": "am"}, "ends_half"),
        ({"requested": Decimal(0)}, "requested"),
        ({"requested": Decimal(-8)}, "requested"),
        ({"year": 2024}, "year"),
        ({"year": 2025}, "year_reason"),
        ({"promised": False}, "promised"),
        ({"code": "degree"}, "requested"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(app: Flask, person: People, changes: dict[str, Any], field: str) -> None:
    with app.app_context(), person("dl-learner").acting() as s, pytest.raises(RuleError) as refused:
        operations.declare(db.session(), s.actor, values(**changes))
    assert refused.value.field == field


@pytest.mark.req("GX-2")
def test_another_year_counts_with_a_reason_and_one_date_is_both(app: Flask, person: People, rows: Rows) -> None:
    who = person("dl-learner")
    late = declared(who, year=2025, year_reason="证书去年签发")
    single = declared(who, None, code="works", starts_on=None, ends_on=date(2026, 3, 9))
    assert one(rows, late).year == 2025
    item = one(rows, single)
    assert (item.starts_on, item.ends_on, item.requested) == (date(2026, 3, 9), date(2026, 3, 9), 50), "the year's due"


@pytest.mark.req("GX-20")
def test_a_window_says_which_years_are_taken(app: Flask, person: People, rows: Rows) -> None:
    with app.app_context(), scope.everything("test"):
        kind = db.session.scalars(db.select(ClaimType).where(ClaimType.code == "training")).one()
        window = {"platform_id": kind.platform_id, "year": 2026, "category_id": kind.category_id}
        db.session.add(ClaimWindow(**window, opens_on=date(2026, 1, 1), closes_on=date(2026, 1, 31)))
        db.session.commit()
    with app.app_context(), person("dl-learner").acting() as s, pytest.raises(RuleError) as refused:
        operations.declare(db.session(), s.actor, values())
    assert refused.value.field == "year"


@pytest.mark.req("GX-2")
def test_evidence_is_wanted_at_submission_where_the_type_says_so(person: People, rows: Rows) -> None:
    who = person("dl-learner")
    number = declared(who, None)
    outcome = act(who, "submit", number)
    assert (outcome.done, outcome.skipped) == ([], [("公文写作培训班", "请先上传佐证材料")])
    assert one(rows, number).review_state == "draft"


@pytest.mark.req("DL-5")
def test_paper_is_received_before_level_2_approves(person: People, rows: Rows) -> None:
    number = submitted(person("dl-learner"), code="abroad")
    reviewer = person("dl2")
    assert act(reviewer, "approve", number).done == []
    assert act(reviewer, "take_paper", number).done == [number]
    assert act(reviewer, "take_paper", number).done == [], "once"
    assert act(reviewer, "approve", number).done == [number]
    item = one(rows, number)
    assert (item.paper_received_by, item.review_state) == ("李娜", "approved")


@pytest.mark.req("DL-7")
def test_degree_education_is_collated_by_level_3_and_decided_twice(app: Flask, person: People, rows: Rows) -> None:
    number = submitted(person("dl-learner"), code="degree", requested=Decimal(20))
    assert act(person("dl3"), "take_paper", number).done == [number]
    act(person("dl2"), "approve", number)
    assert one(rows, number).review_position == "final_review"
    act(person("dl1"), "approve", number)
    assert one(rows, number).review_state == "approved"
    assert verified(app) == []


@pytest.mark.req("DL-8")
def test_the_year_is_met_as_a_whole_once(app: Flask, person: People, rows: Rows) -> None:
    who, reviewer = person("dl-learner"), person("dl2")
    first = submitted(who, code="works", starts_on=None, ends_on=date(2026, 3, 9))
    second = declared(who, None, code="standard", starts_on=None, ends_on=date(2026, 4, 9))
    assert act(who, "submit", second).done == []
    act(reviewer, "take_paper", first)
    act(reviewer, "approve", first)
    (entry,) = rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == first)
    assert entry.fills
    with app.app_context(), who.acting():
        assert standings.standing_of(db.session(), entry.learner_id, entry.platform_id, 2026).met


@pytest.mark.req("GX-6")
def test_what_nobody_has_decided_can_be_taken_back_by_the_person_only(person: People, rows: Rows) -> None:
    who = person("dl-learner")
    number = submitted(who)
    with pytest.raises(NotFound):
        act(person("dl3"), "withdraw", number)
    act(who, "withdraw", number)
    assert one(rows, number).review_state == "draft"


@pytest.mark.req("GX-15")
def test_the_unit_removes_a_claim_in_any_state(app: Flask, person: People, rows: Rows) -> None:
    who, unit = person("dl-learner"), person("dl3")
    draft, pending, approved, rejected = declared(who), submitted(who), submitted(who), submitted(who)
    act(person("dl2"), "approve", approved)
    act(person("dl2"), "reject", rejected, opinion="不属于继续教育")
    with pytest.raises(NotFound):
        act(person("dl3-sibling"), "remove", draft)
    with pytest.raises(NotFound):
        act(person("dl2"), "remove", draft)
    act(unit, "remove", draft, pending, approved, rejected, opinion="重复申报")
    states = {c.id: c.review_state for c in rows(Claim, Claim.id.in_([draft, pending, approved, rejected]))}
    assert states == {pending: "revoked", approved: "revoked", rejected: "rejected"}
    assert one(rows, rejected).hidden_at
    assert [e.hours for e in rows(HourEntry, HourEntry.source_id == approved, HourEntry.source == "claim")] == [24, -24]
    assert verified(app) == []


@pytest.mark.req("GX-10")
@pytest.mark.parametrize(("number", "name"), [("210202199003074528", "陈小梅"), ("210211197809014417", "周建国"),
                                              ("210202198001019999", "陈晓梅")])  # fmt: skip
def test_only_a_person_of_the_unit_with_matching_name_is_registered(
    app: Flask, person: People, number: str, name: str
) -> None:
    """A wrong name, a person of another unit and an unknown number get the same sentence."""
    with app.app_context(), person("dl3").acting() as s:
        with pytest.raises(RuleError) as refused:
            operations.register(db.session(), s.actor, values(document=number, name=name))
        assert refused.value.message == learners.unknown_person()
    assert refused.value.field == "document"


def test_findings_tell_of_hours_days_numbers_and_files(app: Flask, person: People) -> None:
    who = person("dl-learner")
    submitted(who, title="第一期", certificate_no="A-1")
    number = submitted(who, title="第二期", certificate_no="A-1", requested=Decimal(30))
    with app.app_context(), person("dl2").acting() as s:
        found = findings.findings(db.session(), db.session.get_one(Claim, number))
        others = findings.others(db.session(), s.actor, db.session.get_one(Claim, number))
    assert len(found) == 4, found
    assert [o.title for o in others if o.title in ("第一期", "第二期")] == ["第一期"], "beside those of the demo"
    with app.app_context(), person("dl3").acting() as s:
        seen = findings.others(db.session(), s.actor, db.session.get_one(Claim, number))
    assert not seen, "it does not wait for level 3"


def test_strangers_do_not_see_a_claim(app: Flask, person: People) -> None:
    number = submitted(person("dl-learner"))
    for name in ("dl3-sibling", "dl3", "dl2", "dl1"):
        with app.app_context(), person(name).acting():
            seen = db.session.scalars(db.select(Claim.id).where(Claim.id == number)).all()
        assert bool(seen) == (name != "dl3-sibling"), name
