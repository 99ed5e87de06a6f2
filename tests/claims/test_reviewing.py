"""The reviewers of claims: lists, batches, other hours than requested, departments (GX-13, GX-14, GX-20)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.claims.models import Claim
from app.extensions import db
from app.hours.models import HourEntry
from app.kit import scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import ReviewStep
from app.organizations.models import ReviewRoute, RouteStep
from tests.claims.declaring import act, submitted
from tests.person import Person

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
DESK = "/claimfirstreviewview"


def key(rows: Rows, number: int) -> str:
    (one,) = rows(Claim, Claim.id == number)
    return f"{one.id}.{one.version}"


@pytest.mark.req("GX-13")
def test_the_list_shows_who_claims_what_and_where_it_was_registered(person: People) -> None:
    submitted(person("dl-learner"), title="继续教育骨干班")
    page = person("dl2").get(f"{DESK}/list/?review_position=first_review").get_data(as_text=True)
    for word in ("陈晓梅", "继续教育骨干班", "登记机构", "认定类型", "申请学分", "计入年度", "通过", "不予认定"):
        assert word in page, word


@pytest.mark.platforms
@pytest.mark.req("GX-13", "GX-20")
def test_the_note_on_relevance_is_above_the_reviewers_lists(person: People) -> None:
    note = "认定内容必须属于专业技术人员从事专业工作应当掌握的专业知识"
    assert note in person("gx-unit").get(f"{DESK}/list/").text
    assert note not in person("dl2").get(f"{DESK}/list/").text


@pytest.mark.req("GX-13")
def test_a_person_is_found_by_exact_number_that_stays_out_of_the_address(person: People) -> None:
    submitted(person("dl-learner"), title="继续教育骨干班")
    reviewer = person("dl2")
    found = reviewer.post(f"{DESK}/search", {"document_hash": "210202199003074528"})
    assert "210202199003074528" not in found.location
    assert "继续教育骨干班" in reviewer.get(found.location).get_data(as_text=True)
    other = reviewer.post(f"{DESK}/search", {"document_hash": "210203198511203316"})
    assert "继续教育骨干班" not in reviewer.get(other.location).get_data(as_text=True)


@pytest.mark.req("GX-13")
def test_fewer_hours_are_granted_with_an_opinion_only(person: People, rows: Rows) -> None:
    number = submitted(person("dl-learner"))
    reviewer = person("dl2")
    with pytest.raises(RuleError):
        act(reviewer, "approve", number, granted={number: Decimal(16)})
    form = {"rowid": key(rows, number), "granted": "16", "opinion": "第三天为参观"}
    reviewer.post(f"{DESK}/do/approve", form)
    (item,) = rows(Claim, Claim.id == number)
    assert (item.requested, item.granted, item.review_state) == (24, 16, "approved")
    assert [e.hours for e in rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == number)] == [16]


@pytest.mark.req("GX-14")
def test_a_batch_passes_or_is_rejected_with_one_opinion(person: People, rows: Rows) -> None:
    who, reviewer = person("dl-learner"), person("dl2")
    passed = [submitted(who, title=f"第{n}期") for n in range(3)]
    turned = [submitted(who, title=f"第{n}期") for n in range(3, 5)]
    reviewer.post(f"{DESK}/do/approve", {"rowid": [key(rows, n) for n in passed]})
    reviewer.post(f"{DESK}/do/reject", {"rowid": [key(rows, n) for n in turned], "opinion": ""})
    assert {c.review_state for c in rows(Claim, Claim.id.in_(turned))} == {"pending"}, "an opinion is wanted"
    reviewer.post(f"{DESK}/do/reject", {"rowid": [key(rows, n) for n in turned], "opinion": "与专业无关"})
    assert {c.review_state for c in rows(Claim, Claim.id.in_(passed))} == {"approved"}
    steps = rows(ReviewStep, ReviewStep.item_id.in_(turned), ReviewStep.kind == "claim", ReviewStep.verb == "reject")
    assert [s.opinion for s in steps] == ["与专业无关"] * 2
    assert len({s.batch for s in steps}) == 1


@pytest.mark.case(60)
def test_a_stale_decision_is_told_who_was_first(person: People, rows: Rows) -> None:
    number = submitted(person("dl-learner"))
    stale = key(rows, number)
    person("dl2").post(f"{DESK}/do/approve", {"rowid": stale})
    deputy = person("dl2-deputy")
    deputy.post(f"{DESK}/do/reject", {"rowid": stale, "opinion": "晚了"})
    assert "李娜" in deputy.get(f"{DESK}/list/").get_data(as_text=True)
    assert len(rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == number)) == 1


@pytest.mark.req("GX-13")
def test_an_opinion_of_ten_thousand_characters_is_refused_and_nothing_is_lost(person: People, rows: Rows) -> None:
    number = submitted(person("dl-learner"))
    answer = person("dl2").post(f"{DESK}/do/reject", {"rowid": key(rows, number), "opinion": "长" * 10_000})
    assert answer.status_code < 500
    assert [c.review_state for c in rows(Claim, Claim.id == number)] == ["pending"]


def decided_by_the_own_unit(app: Flask) -> None:
    """The route of claims: the own unit, as units with departments have it."""
    with app.app_context(), scope.everything("test"):
        route = db.session.scalars(
            db.select(ReviewRoute).where(ReviewRoute.kind == "claim", ReviewRoute.type.is_(None))
        ).one()
        facts = {"platform_id": route.platform_id, "seq": 1, "name": "审核", "permission": "first_review"}
        route.steps.clear()
        db.session.flush()
        route.steps.append(RouteStep(who="own_unit", **facts))
        db.session.commit()


def may_review(app: Flask, *codes: str) -> None:
    """Let these roles decide on claims."""
    from app.accounts.models import RoleProfile

    with app.app_context(), scope.everything("test"):
        sm = app.appbuilder.sm  # type: ignore[attr-defined]  # FAB puts it there
        for profile in db.session.scalars(db.select(RoleProfile).where(RoleProfile.code.in_(codes))):
            permission = sm.add_permission_view_menu("can_first_review", "claim")
            sm.add_permission_role(profile.role, permission)
        db.session.commit()


@pytest.mark.req("GX-13", "GX-17")
def test_a_department_decides_on_its_own_people_and_the_unit_on_all(app: Flask, person: People, rows: Rows) -> None:
    decided_by_the_own_unit(app)
    may_review(app, "level3")
    with app.app_context(), scope.everything("test"):
        from app.accounts.models import Account

        db.session.scalars(db.select(Account).where(Account.username == "dl3-office")).one().active = True
        db.session.commit()
    first, second = submitted(person("dl-learner")), submitted(person("dl-learner"), title="第二期")
    office, unit = person("dl3-office"), person("dl3")
    with pytest.raises(NotFound):
        act(person("dl3-sibling"), "approve", first)
    assert "公文写作培训班" in office.get(f"{DESK}/list/?review_position=first_review").get_data(as_text=True)
    assert act(office, "approve", first).done == [first]
    assert act(unit, "approve", second).done == [second]
    assert {c.review_state for c in rows(Claim, Claim.id.in_([first, second]))} == {"approved"}
