"""Conditions of steps, routes by type, the organization chosen at submission, working days (R-3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import delete, select, update

from app.accounts import rights
from app.accounts.models import Account, Appointment
from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import clock, review, scope
from app.kit.errors import RuleError
from app.kit.review import APPROVED, ReviewStep
from app.kit.review.holding import Held
from app.organizations import calendar
from app.organizations.models import Holiday, Organization, ReviewRoute, RouteStep
from tests.kit.reviewing import People, act, declare, everything_kept, in_state, read, steps, submitted, unit
from tests.person import Person

STEP: Any = RouteStep.__table__


@pytest.fixture(autouse=True)
def english(context: Flask) -> Iterator[None]:
    with force_locale("en"):
        yield


def second_step(**values: Any) -> None:
    """Change the final step of every route."""
    with scope.everything("test"):
        db.session.execute(update(STEP).where(STEP.c.seq == 2).values(**values))
        db.session.commit()


def names(number: int) -> list[str]:
    return [step.name for step in steps(number, ReviewStep.seq > 0)]


# ---- conditions ---------------------------------------------------------------------------------------------------


@pytest.mark.req("R-3")
@pytest.mark.parametrize(("condition", "applies"), [
    ({"types": ["declared"]}, True), ({"types": ["online"]}, False), ({"types": []}, False),
    ({"above_hours": 7}, True), ({"above_hours": 8}, False), ({"types": ["declared"], "above_hours": 9}, False),
])  # fmt: skip
def test_a_step_applies_to_its_types_and_above_its_hours(
    person: People, condition: dict[str, Any], applies: bool
) -> None:
    second_step(**condition)
    number = submitted(person, hours=Decimal(8))
    assert names(number) == (["初审", "终审"] if applies else ["初审"])
    act(person("dl2"), "approve", number)
    assert (read(number).review_state == APPROVED) is not applies


@pytest.mark.req("R-3")
def test_half_an_hour_more_is_above(person: People) -> None:
    second_step(above_hours=8)
    assert names(submitted(person, hours=Decimal("8.5"))) == ["初审", "终审"]


@pytest.mark.req("R-3")
def test_where_no_step_applies_it_is_approved_at_once(person: People) -> None:
    with scope.everything("test"):
        db.session.execute(update(STEP).values(above_hours=100))
        db.session.commit()
    number = submitted(person)
    assert (read(number).review_state, names(number)) == (APPROVED, [])


@pytest.mark.req("R-3")
def test_the_most_specific_route_is_taken(person: People) -> None:
    with scope.everything("test"):
        db.session.execute(delete(STEP))
        db.session.execute(delete(ReviewRoute.__table__))
        for type_, level in ((None, None), (None, 3), ("declared", None), ("declared", 2)):
            step = RouteStep(platform_id=1, seq=1, name=f"{type_} {level}", who="root", permission="final_review")
            route = ReviewRoute(platform_id=1, kind="training_class", type=type_, owner_level=level, name="x")
            route.steps = [step]
            db.session.add(route)
        db.session.commit()
    taken = {
        (who, mode): names(submitted(person, who, mode=mode))
        for who in ("dl2", "dl3") for mode in ("direct", "declared")
    }  # fmt: skip
    assert taken == {
        ("dl2", "direct"): ["None None"], ("dl2", "declared"): ["declared 2"],
        ("dl3", "direct"): ["None 3"], ("dl3", "declared"): ["declared None"],
    }  # fmt: skip


# ---- the organization chosen at submission ------------------------------------------------------------------------


def organization(name: str) -> int:
    with scope.everything("test"):
        return db.session.scalars(select(Organization.id).where(Organization.name == name)).one()


def submit_to(who: Person, number: int, chosen: int | None) -> Any:
    with who.acting() as s:
        outcome = review.act(db.session(), "submit", TrainingClass, [number], s.actor, chosen=chosen)
        db.session.commit()
        return outcome


@pytest.mark.req("R-3")
def test_the_chosen_organization_decides(person: People) -> None:
    second_step(who="chosen", permission="first_review")
    number, chosen = declare(person("dl3")), organization(unit("dl2", person))
    assert submit_to(person("dl3"), number, chosen).done == [number]
    assert [s.organization_id for s in steps(number, ReviewStep.seq == 2)] == [chosen]
    assert read(number).chosen_organization_id == chosen


@pytest.mark.req("R-3")
@pytest.mark.parametrize(("chosen", "message"), [
    (None, "Choose the organization"), (10**9, "Choose the organization"),
    ("示范市少年宫", "Nobody at 示范市少年宫 can decide"),
])  # fmt: skip
def test_a_choice_that_can_not_decide_is_refused(person: People, chosen: Any, message: str) -> None:
    second_step(who="chosen", permission="final_review")
    number = declare(person("dl3"))
    where = organization(chosen) if isinstance(chosen, str) else chosen
    before = everything_kept()
    with pytest.raises(RuleError, match=message) as refusal:
        submit_to(person("dl3"), number, where)
    assert refusal.value.field == "chosen"
    assert everything_kept() == before


# ---- who decides at a place ---------------------------------------------------------------------------------------


def holders_of(name: str, person: People, permission: str = "first_review") -> set[str]:
    place = (organization(name), permission)
    with person("dl3").acting():
        found = rights.holders(db.session(), "training_class", [place]).get(place, set())
    with scope.everything("test"):
        return set(db.session.scalars(select(Account.username).where(Account.id.in_(found))))


@pytest.mark.req("R-3")
def test_holders_have_an_open_appointment_there_with_the_permission(person: People) -> None:
    second = unit("dl2", person)
    assert holders_of(second, person) == {"dl2", "dl2-deputy"}
    assert holders_of(second, person, "final_review") == set()
    assert holders_of(unit("dl1", person), person, "final_review") == {"dl1"}
    with scope.everything("test"):
        user = db.session.scalars(select(Account).where(Account.username == "dl2")).one()
        own = select(Appointment).where(Appointment.user_id == user.id, Appointment.stands_for_id.is_(None))
        db.session.scalars(own).one().ends_on = clock.today() - timedelta(days=1)
        db.session.commit()
    assert holders_of(second, person) == {"dl2-deputy"}  # by the own appointment, no longer as a substitute
    with scope.everything("test"):
        db.session.scalars(select(Account).where(Account.username == "dl2-deputy")).one().active = False
        db.session.commit()
    assert holders_of(second, person) == set()


# ---- working days -------------------------------------------------------------------------------------------------

NEW_YEAR = [  # 2026: three free days from a Thursday on, the following Sunday is worked in exchange
    (date(2026, 1, 1), False), (date(2026, 1, 2), False), (date(2026, 1, 4), True),
]  # fmt: skip


@pytest.mark.req("R-3")
@pytest.mark.parametrize(("start", "days", "end"), [
    ("2026-03-02", 1, "2026-03-03"), ("2026-03-06", 1, "2026-03-09"), ("2026-03-07", 1, "2026-03-09"),
    ("2026-03-02", 5, "2026-03-09"), ("2026-03-02", 0, "2026-03-02"), ("2026-03-07", 0, "2026-03-09"),
    ("2025-12-31", 1, "2026-01-04"), ("2025-12-31", 2, "2026-01-05"), ("2026-01-01", 0, "2026-01-04"),
])  # fmt: skip
def test_working_days_know_weekends_holidays_and_days_worked_in_exchange(start: str, days: int, end: str) -> None:
    with scope.everything("test"):
        db.session.execute(delete(Holiday))  # those of the demo data
        db.session.add_all(Holiday(platform_id=1, day=day, works=works) for day, works in NEW_YEAR)
        db.session.flush()
        after = calendar.working_days_after(db.session(), 1, date.fromisoformat(start), days)
    assert after == date.fromisoformat(end)


@pytest.mark.req("R-3")
def test_holidays_of_another_platform_do_not_count() -> None:
    with scope.everything("test"):
        assert calendar.working_days_after(db.session(), 2, date(2025, 12, 31), 1) == date(2026, 1, 1)


@pytest.mark.req("R-3", "R-8")
def test_a_deadline_is_the_end_of_the_day_where_the_platform_is() -> None:
    with scope.everything("test"):
        for moment, end in (
            (datetime(2026, 3, 2, 15, 59), datetime(2026, 3, 3, 15, 59, 59)),  # 23:59 on Monday in Shanghai
            (datetime(2026, 3, 2, 16, 0), datetime(2026, 3, 4, 15, 59, 59)),  # Tuesday has begun there
        ):
            assert calendar.deadline(db.session(), 1, moment, 1) == end


@pytest.mark.req("R-3")
def test_every_step_is_due_counted_from_its_own_opening(person: People) -> None:
    second_step(working_days=None)
    number = submitted(person)
    first, final = steps(number, ReviewStep.seq > 0)
    assert first.opened_at is not None
    assert first.due_at == read(number).review_due_at
    with scope.everything("test"):
        assert first.due_at == calendar.deadline(db.session(), 1, first.opened_at, 5)
    assert (final.due_at, final.working_days) == (None, None)
    act(person("dl2"), "approve", number)
    assert read(number).review_due_at is None


@pytest.mark.req("R-3")
def test_the_next_step_is_due_from_when_it_opens(person: People) -> None:
    number = in_state("first_review")
    act(person("dl2"), "approve", number)
    (final,) = steps(number, ReviewStep.seq == 2)
    assert final.opened_at is not None
    with scope.everything("test"):
        assert final.due_at == calendar.deadline(db.session(), 1, final.opened_at, 5)
    assert read(number).review_due_at == final.due_at


@pytest.mark.req("R-3")
@pytest.mark.parametrize(("days", "late"), [(None, False), (-1, True), (0, False), (1, False)])
def test_what_is_under_way_is_late_after_its_last_day(context: Flask, days: int | None, late: bool) -> None:
    due = None if days is None else clock.today() + timedelta(days=days)
    assert Held("training_class", None, "pending", due=due).late is late
