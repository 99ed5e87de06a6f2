"""Closed years want a permission and a reason and keep their rules; settings hold from a year on (R-6, R-10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.accounts import operations as accounts
from app.accounts.models import RoleProfile
from app.classes import operations as classes
from app.classes import sheets
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import closing, ledger
from app.hours.ledger import Credit
from app.hours.models import ClosedYear, HourCategory, HourEntry, LiveCredit, RuleSet
from app.kit import clock, scope
from app.kit.errors import RuleError
from app.kit.scope import Actor, Scope
from app.kit.sheets import Context, Row
from app.learners.models import Learner
from app.organizations import operations as organizations
from app.organizations import settings
from app.organizations.models import Platform, PolicyRow
from tests.person import Person

People = Callable[..., Person]
YEAR = clock.today().year
CLOSED = YEAR - 1  # by the demo
TITLE = "古籍保护与修复集中培训"
MAY = frozenset({("can_post_closed", "hours")})


def credit(session: Any, **values: Any) -> Credit:
    one = session.scalars(select(Learner).where(Learner.name == "孙丽")).one()
    category = session.scalars(select(HourCategory.id)).first()
    facts: dict[str, Any] = {
        "platform_id": one.platform_id, "organization_id": one.organization_id, "learner_id": one.id, "year": CLOSED,
        "category_id": category, "hours": Decimal(8), "source": "class", "source_id": 901, "activity": "", "title": "x",
    }  # fmt: skip
    return Credit(**facts | values)


def someone(permissions: Any = frozenset()) -> Any:
    return scope.using(Scope(scope.EVERYTHING, 1, None, Actor(1, "某人", permissions=permissions)))


@pytest.mark.req("R-10")
@pytest.mark.parametrize(("permissions", "reason", "told"), [
    (frozenset(), "", "无权"), (frozenset(), "补录", "无权"), (MAY, "", "说明理由"), (MAY, "补录", None),
])  # fmt: skip
def test_a_closed_year_wants_a_permission_and_a_reason(
    context: Flask, permissions: Any, reason: str, told: str | None
) -> None:
    with someone(permissions), context.test_request_context(headers={"Accept-Language": "zh"}):
        session = db.session()
        one = credit(session)
        if told:
            with pytest.raises(RuleError, match=told):
                ledger.post(session, [replace(one, year=YEAR, source_id=902), one], 1, reason)
            session.rollback()
            assert session.scalars(select(HourEntry).where(HourEntry.source_id.in_((901, 902)))).all() == []
            return
        ledger.post(session, [one], 1, reason)
        session.commit()
        with pytest.raises(RuleError, match="说明理由"):
            ledger.reverse(session, "class", [(one.learner_id, 901)], 1)
        session.rollback()
        assert ledger.reverse(session, "class", [(one.learner_id, 901)], 1, "误录") == 1
        kept = session.scalars(select(HourEntry.reason).where(HourEntry.source_id == 901).order_by(HourEntry.id)).all()
        assert kept == ["补录", "误录"]


@pytest.mark.req("R-10")
def test_taking_back_from_a_closed_year_is_refused_as_well(context: Flask) -> None:
    with someone(MAY):
        one = credit(db.session())
        ledger.post(db.session(), [one], 1, "补录")
        db.session.commit()
    with someone():
        with pytest.raises(RuleError):
            ledger.reverse(db.session(), "class", [(one.learner_id, 901)], 1, "误录")
        db.session.rollback()
        assert db.session.scalars(select(LiveCredit.source_id).where(LiveCredit.source_id == 901)).all() == [901]
    with someone(MAY):
        assert ledger.reverse(db.session(), "class", [(one.learner_id, 901)], 1, "误录") == 1


def granted(title: str = TITLE) -> int:
    with scope.everything("test"):
        query = select(Enrollment.id).join(TrainingClass, TrainingClass.id == Enrollment.class_id)
        return db.session.scalars(query.where(TrainingClass.title == title)).one()


@pytest.mark.req("R-10")
def test_hours_of_a_closed_year_are_cancelled_on_the_screen_with_a_reason_only(person: People, context: Flask) -> None:
    number = granted()
    with scope.everything("test"):
        one = db.session.get_one(Enrollment, number)
        row, where = f"{one.id}.{one.version}", f"/resultview/do/cancel?class_id={one.class_id}"

    def cancel(opinion: str) -> bool:
        person("dl3").post(where, {"rowid": row, "opinion": opinion})
        with scope.everything("test"):
            return db.session.get_one(Enrollment, number).granted is None

    assert not cancel("误录")
    with scope.everything("test"):
        role = db.session.scalars(select(RoleProfile).where(RoleProfile.code == "level3")).one().role
        role.permissions.append(accounts.permission(db.session(), "can_post_closed", "hours"))
        db.session.commit()
    assert not cancel("")
    assert cancel("误录")


@pytest.mark.req("R-10")
def test_a_results_sheet_of_a_closed_year_is_refused_row_by_row(person: People, context: Flask) -> None:
    with scope.everything("test"):
        one = db.session.get_one(Enrollment, granted())
        number, name = one.class_id, one.learner_name
        document = db.session.get_one(Learner, one.learner_id).document.reveal()
    values = {"name": name, "document": document, "unit": "示范市群众艺术馆", "result": "passed", "hours": None}
    row = Row(2, [], values)
    with person("dl3").acting():
        sheets.check(db.session(), Context(scope.require(), {"class_id": str(number)}, "check"), [row])
    assert row.failed


@pytest.mark.req("R-10")
def test_closing_keeps_the_version_and_reopening_the_record(person: People, rows: Any, context: Flask) -> None:
    dl1 = person("dl1")
    (before,) = rows(ClosedYear)
    assert before.rule_set_id == rows(RuleSet)[-1].id
    assert dl1.post("/closedyearview/add", {"year": CLOSED}).status_code == 422
    assert dl1.post("/closedyearview/add", {"year": YEAR}).status_code == 422
    assert dl1.post("/closedyearview/do/reopen", {"rowid": f"{before.id}.1"}).status_code == 303
    assert rows(ClosedYear)[0].reopened_at is None
    dl1.post("/closedyearview/do/reopen", {"rowid": f"{before.id}.1", "opinion": "补录遗漏"})
    (opened,) = rows(ClosedYear)
    assert (opened.state, opened.reason, opened.reopened_by) == ("reopened", "补录遗漏", "王敏")
    with someone():
        ledger.post(db.session(), [credit(db.session())], 1)
        db.session.commit()
    assert dl1.post("/closedyearview/add", {"year": CLOSED}).status_code == 303
    assert [one.state for one in rows(ClosedYear)] == ["reopened", "closed"]


@pytest.mark.req("R-10")
@pytest.mark.parametrize(("from_year", "status"), [(CLOSED - 1, 422), (CLOSED, 422), (YEAR, 303)])
def test_the_rules_of_a_closed_year_can_no_longer_change(
    person: People, rows: Any, from_year: int, status: int
) -> None:
    before = len(rows(RuleSet))
    data = {"from_year": from_year, "rules-0-kind": "total", "rules-0-amount": 5}
    assert person("dl1").post("/rulesview/add", data).status_code == status
    assert len(rows(RuleSet)) == before + (status == 303)


@pytest.mark.req("R-10")
def test_verify_finds_a_closed_year_that_is_judged_by_other_rules(context: Flask) -> None:
    with scope.everything("test"):
        assert closing.verify(db.session()) == []
        db.session.execute(text("UPDATE closed_year SET rule_set_id = (SELECT MIN(id) FROM rule_set)"))
        assert any(str(CLOSED) in problem for problem in ledger.verify(db.session()))


def test_only_a_platform_closes_years(context: Flask) -> None:
    with scope.everything("test"), pytest.raises(RuleError):
        closing.close_year(db.session(), Actor(), {"year": CLOSED - 1})


# ---- settings -------------------------------------------------------------------------------------------------------

FORM = {"hours_word_zh": "学分", "hours_word_en": "credits", "attendance_required": "y", "hours_per_half_day": "4",
        "hours_per_day": "8", "initial_password_days": "14", "initial_password": "random"}  # fmt: skip


def value(name: str, year: int) -> Any:
    with scope.everything("test"):
        platform = db.session.scalars(select(Platform.id)).one()
        return organizations.setting(db.session(), platform, year, name)


@pytest.mark.req("R-6")
def test_a_setting_holds_from_its_year_on_and_nothing_is_overwritten(person: People, rows: Any, context: Flask) -> None:
    before = [(row.id, row.value) for row in rows(PolicyRow)]
    for days, from_year in (("20", YEAR + 1), ("21", YEAR + 1)):
        data = FORM | {"initial_password_days": days, "from_year": from_year, "hours_per_day": "7.5"}
        assert person("dl1").post(f"/settings/?year={YEAR + 1}", data).status_code == 303
    assert [value("initial_password_days", year) for year in (YEAR, YEAR + 1, YEAR + 5)] == [7, 21, 21]
    assert (value("hours_per_day", YEAR + 1), value("hours_per_day", YEAR)) == (Decimal("7.5"), Decimal(8))
    after = rows(PolicyRow)
    assert [(row.id, row.value) for row in after][: len(before)] == before
    added = [(row.name, row.value, row.made_by) for row in after[len(before) :]]
    assert sorted(added) == [("hours_per_day", "7.5", "王敏"), ("initial_password_days", 20, "王敏"),
                             ("initial_password_days", 21, "王敏")]  # fmt: skip
    page = person("dl1").get("/settings/").get_data(as_text=True)
    assert all(text in page for text in ("7.5", "王敏", "一次性密码有效天数"))


@pytest.mark.req("R-6")
@pytest.mark.parametrize(("name", "wrong"), [
    ("initial_password_days", "0"), ("initial_password_days", "91"), ("hours_per_day", "25"), ("hours_per_day", "x"),
    ("hours_word_zh", ""), ("hours_word_en", "x" * 21), ("from_year", "100"), ("from_year", ""),
])  # fmt: skip
def test_a_setting_outside_its_limits_is_refused_at_its_field(person: People, rows: Any, name: str, wrong: str) -> None:
    before = len(rows(PolicyRow))
    answer = person("dl1").post("/settings/", FORM | {"from_year": YEAR, name: wrong})
    assert (answer.status_code, len(rows(PolicyRow))) == (422, before)
    assert f'id="{name}-err"' in answer.get_data(as_text=True)


@pytest.mark.req("R-6")
def test_another_word_for_hours_is_on_every_screen_at_once(person: People, rows: Any) -> None:
    data = FORM | {"hours_word_zh": "积分", "hours_word_en": "points", "from_year": YEAR}
    assert person("dl1").post("/settings/", data).status_code == 303
    page = person("dl-learner").get("/archive/").get_data(as_text=True)
    assert re.search(r"共差\s*\d+\s*积分", page)
    assert not re.search(r"\d+\s*学分", page), "only words that the platform's rows give, e.g. in its menu"


def test_every_setting_has_words_and_a_default_within_its_limits() -> None:
    for one in settings.REGISTRY:
        assert str(one.label)
        assert one.checked(one.typed(one.default)) == one.default


def test_grant_hours_hands_the_reason_to_the_ledger(context: Flask, person: People) -> None:
    number = granted()
    with person("dl1").acting() as s:
        classes.cancel_hours(db.session(), [number], s.actor, "误录")
        classes.grant_hours(db.session(), [number], s.actor, "重新核定")
        db.session.commit()
    with scope.everything("test"):
        reasons = db.session.scalars(select(HourEntry.reason).where(HourEntry.title == TITLE).order_by(HourEntry.id))
        assert list(reasons) == ["", "误录", "重新核定"]
