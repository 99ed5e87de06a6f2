"""Granted other than requested: explained, kept at the step and at the item, and shown (R-4, ux.md Review 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import review, scope
from app.kit.errors import RuleError
from app.kit.review import APPROVED, DRAFT, PENDING, REJECTED, RETURNED, REVOKED
from app.organizations.models import ReviewRoute
from tests.kit.reviewing import counted
from tests.kit.wishing import FLOW, People, Wish, act, introduced, kept, read, timeline, wish, wisher
from tests.person import Person


@pytest.fixture(autouse=True)
def english(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    introduced(monkeypatch)
    with force_locale("en"):
        yield


@pytest.fixture
def dl1(person: People) -> Person:
    return wisher(person, "dl1")


@pytest.fixture
def dl2(person: People) -> Person:
    return wisher(person, "dl2")


@pytest.fixture
def dl3(person: People) -> Person:
    return wisher(person, "dl3")


@pytest.fixture
def number(dl3: Person) -> int:
    """Eight hours that wait for dl2."""
    one = wish(dl3)
    act(dl3, "submit", one)
    return one


# ---- what is granted ----------------------------------------------------------------------------------------------


@pytest.mark.req("R-4", "GX-13")
def test_nothing_is_granted_before_the_first_approval(dl2: Person, number: int) -> None:
    assert read(number).granted is None
    act(dl2, "approve", number)
    assert (read(number).review_state, read(number).granted) == (PENDING, 8)


@pytest.mark.req("R-4", "GX-13")
def test_fewer_hours_are_granted_with_an_opinion_and_kept_by_each_step(dl1: Person, dl2: Person, number: int) -> None:
    act(dl2, "approve", number, granted={number: "6.25"}, opinion="实到三天")
    act(dl1, "approve", number)
    assert (read(number).review_state, read(number).granted) == (APPROVED, Decimal("6.25"))
    assert kept(number) == [("submit", None, None), ("approve", 8, Decimal("6.25")), ("approve", 8, Decimal("6.25"))]


@pytest.mark.req("R-4")
@pytest.mark.parametrize(("first", "second", "opinions"), [
    ("8", "8", (False, False)),
    ("6", None, (True, False)),
    ("6", "6", (True, False)),
    ("6", "8", (True, True)),
    ("6", "5", (True, True)),
    (None, "5.5", (False, True)),
])  # fmt: skip
def test_what_differs_from_the_request_or_from_the_step_before_needs_an_opinion(
    dl1: Person, dl2: Person, number: int, first: str | None, second: str | None, opinions: tuple[bool, bool]
) -> None:
    for who, value, needed in zip((dl2, dl1), (first, second), opinions, strict=True):
        granted = {number: value} if value else None
        if needed:
            with pytest.raises(RuleError) as refusal:
                act(who, "approve", number, granted=granted)
            assert refusal.value.field == "opinion"
            db.session.rollback()
        act(who, "approve", number, granted=granted, opinion="因为" if needed else "")
    assert read(number).granted == Decimal(second or first or 8)


@pytest.mark.req("R-4")
@pytest.mark.parametrize("value", ["0", "-1", "0.001", "7.999", "NaN", "Infinity", "1000000", "1e9"])
def test_what_is_no_quantity_of_hours_is_refused(dl2: Person, number: int, value: str) -> None:
    with pytest.raises(RuleError) as refusal:
        act(dl2, "approve", number, granted={number: value}, opinion="因为")
    assert refusal.value.field == "granted"
    assert (read(number).review_position, read(number).granted) == ("first_review", None)


@pytest.mark.req("R-4")
def test_the_kind_says_what_it_does_not_allow(dl2: Person, number: int) -> None:
    with pytest.raises(RuleError, match="never more than was wished for") as refusal:
        act(dl2, "approve", number, granted={number: "8.5"}, opinion="因为")
    assert refusal.value.field == "granted"


@pytest.mark.req("GX-14")
def test_in_a_batch_each_item_without_a_value_of_its_own_gets_what_it_asked_for(dl2: Person, dl3: Person) -> None:
    numbers = [wish(dl3, hours) for hours in (8, "7.5", 4)]
    act(dl3, "submit", *numbers)
    act(dl2, "approve", *numbers, granted={numbers[2]: "3"}, opinion="一半")
    assert [read(number).granted for number in numbers] == [8, Decimal("7.5"), 3]


@pytest.mark.req("R-4")
def test_a_stale_item_needs_no_opinion(dl2: Person, dl3: Person, number: int) -> None:
    act(dl3, "withdraw", number)
    outcome = act(dl2, "approve", number, granted={number: "6"})
    assert (outcome.done, len(outcome.skipped)) == ([], 1)


# ---- what is taken back ---------------------------------------------------------------------------------------------


@pytest.mark.req("R-4")
@pytest.mark.parametrize(("verb", "who", "state"), [
    ("return", "dl1", RETURNED), ("reject", "dl1", REJECTED), ("revoke", "dl1", REVOKED),
])  # fmt: skip
def test_what_is_not_approved_grants_nothing(
    person: People, dl1: Person, dl2: Person, number: int, verb: str, who: str, state: str
) -> None:
    act(dl2, "approve", number, granted={number: "6"}, opinion="因为")
    if verb == "revoke":
        act(dl1, "approve", number)
    assert act(wisher(person, who), verb, number, opinion="因为").done == [number]
    assert (read(number).review_state, read(number).granted) == (state, None)
    assert ("approve", 8, 6) in kept(number)


@pytest.mark.req("R-4")
def test_a_new_submission_begins_with_what_is_requested_now(dl2: Person, dl3: Person, number: int) -> None:
    act(dl2, "return", number, opinion="改为四")
    with dl3.acting():
        db.session.get_one(Wish, number).requested = Decimal(4)
        db.session.commit()
    act(dl3, "submit", number)
    act(dl2, "approve", number)
    assert read(number).granted == 4
    assert kept(number)[-1] == ("approve", 4, 4)


@pytest.mark.req("R-4")
@pytest.mark.parametrize("last", ["approve", "reject"])
def test_reopening_goes_back_to_what_the_step_before_granted(dl1: Person, dl2: Person, number: int, last: str) -> None:
    act(dl2, "approve", number, granted={number: "6"}, opinion="因为")
    act(dl1, last, number, granted={number: "5"} if last == "approve" else None, opinion="因为")
    act(dl1, "reopen", number, opinion="再看")
    assert (read(number).review_state, read(number).granted) == (PENDING, 6)
    act(dl1, "approve", number)
    assert read(number).granted == 6


@pytest.mark.req("R-4")
def test_reopening_the_only_decision_goes_back_to_the_request(dl2: Person, number: int) -> None:
    act(dl2, "reject", number, opinion="因为")
    act(dl2, "reopen", number, opinion="再看")
    assert read(number).granted is None


# ---- routes without a step, effects ---------------------------------------------------------------------------------


@pytest.mark.req("R-3")
def test_what_is_recorded_at_once_is_granted_as_requested(dl3: Person) -> None:
    with scope.everything("test"):
        route = db.session.query(ReviewRoute).filter_by(kind="toy_wish", type=None).one()
        route.steps.clear()
        db.session.commit()
    one = wish(dl3, "7.5")
    act(dl3, "submit", one)
    assert (read(one).review_state, read(one).granted) == (APPROVED, Decimal("7.5"))


def test_the_effect_sees_what_was_granted(
    monkeypatch: pytest.MonkeyPatch, dl1: Person, dl2: Person, number: int
) -> None:  # in the session that wrote it
    seen: list[Any] = []

    def approved(session: Any, ids: Sequence[int], actor: Any) -> None:
        seen.extend((one.review_state, one.granted) for one in (session.get_one(Wish, n) for n in ids))

    review.register(replace(FLOW, approved=approved))
    act(dl2, "approve", number, granted={number: "6"}, opinion="因为")
    act(dl1, "approve", number)
    assert seen == [(APPROVED, 6)]


# ---- shown ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-4", "GX-13")
def test_the_timeline_says_what_was_granted_where_it_differs(
    dl1: Person, dl2: Person, dl3: Person, number: int
) -> None:
    act(dl2, "approve", number)
    act(dl1, "approve", number, granted={number: "6"}, opinion="实到三天")
    assert [event["granted"] for event in timeline(dl3, number)] == ["Granted 6 credits (8 requested)", "", ""]
    with force_locale("zh"):
        assert next(timeline(dl3, number))["granted"] == "批准 6 学分（申请 8）"


# ---- the single writer ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["submit", "return", "reject", "withdraw"])
def test_only_an_approval_grants(dl2: Person, number: int, verb: str) -> None:
    with pytest.raises(TypeError):
        act(dl2, verb, number, granted={number: "6"}, opinion="因为")


def test_a_kind_that_is_granted_no_hours_takes_none(person: People) -> None:
    with person("dl2").acting() as s, pytest.raises(TypeError):
        review.act(db.session(), "approve", TrainingClass, [1], s.actor, "因为", granted={1: Decimal(1)})


@pytest.mark.parametrize("reach", ["flush", "new row", "UPDATE"])
def test_nothing_but_a_verb_writes_what_is_granted(dl3: Person, number: int, reach: str) -> None:
    with dl3.acting(), pytest.raises(RuntimeError, match=r"review\.act"):
        if reach == "flush":
            db.session.get_one(Wish, number).granted = Decimal(1)
        elif reach == "new row":
            db.session.add(Wish(title="x", requested=Decimal(1), granted=Decimal(1)))
        else:
            db.session.execute(update(Wish).values(granted=Decimal(1)))
        db.session.flush()


@pytest.mark.parametrize("values", [
    {"granted": Decimal(1)},
    {"granted": Decimal(0), "review_state": PENDING},
    {"granted": None, "review_state": APPROVED, "review_position": APPROVED, "review_stage": None},
])  # fmt: skip
def test_the_database_ties_what_is_granted_to_the_state(dl3: Person, values: dict[str, Any]) -> None:
    one = wish(dl3)
    assert read(one).review_state == DRAFT
    table: Any = Wish.__table__
    with scope.everything("test"), pytest.raises(IntegrityError):
        db.session.connection().execute(update(table).where(table.c.id == one).values(**values))


@pytest.mark.parametrize("verb", ["submit", "approve", "reopen", "revoke"])
def test_fifty_wishes_take_as_many_statements_as_five(dl1: Person, dl2: Person, dl3: Person, verb: str) -> None:
    numbers = []
    for size in (5, 50):
        ids = [wish(dl3, n + 1) for n in range(size)]
        given = dict.fromkeys(ids, "0.5")
        path: list[tuple[str, Person, Any]] = [("submit", dl3, None), ("approve", dl2, given), ("approve", dl1, None)]
        if verb in ("reopen", "revoke"):
            path.append((verb, dl1, None))
        *before, (name, who, granted) = path[: path.index(next(p for p in path if p[0] == verb)) + 1]
        for earlier, actor, hours in before:
            act(actor, earlier, *ids, granted=hours, opinion="因为")
        with counted() as ran:
            assert act(who, name, *ids, granted=granted, opinion="因为").done == ids
        numbers.append(len(ran))
    assert numbers[0] == numbers[1] < 45
