"""Routes are rows, copied into each item at submission; who decides is resolved then (R-3, DL-3, DL-4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select, update

from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import APPROVED, DRAFT, PENDING, ReviewStep
from app.kit.review.models import VERB_LABELS
from app.organizations import operations as organizations
from app.organizations.models import DEPARTMENT, Organization, ReviewRoute, RouteStep
from tests.kit.reviewing import (
    People,
    act,
    colleague,
    counted,
    declare,
    everything_kept,
    in_state,
    read,
    steps,
    submitted,
    unit,
)

ROUTE_STEP: Any = RouteStep.__table__
ROUTE: Any = ReviewRoute.__table__


@pytest.fixture(autouse=True)
def english(context: Flask) -> Iterator[None]:
    with force_locale("en"):
        yield


def change_routes(table: Any, **values: Any) -> None:
    """What the platform's administrator does on the screen of routes, to all rows at once."""
    with scope.everything("test"):
        db.session.execute(update(table).values(**values))
        db.session.commit()


def route_of(username: str, person: People) -> list[tuple[str, str, bool]]:
    """(step, deciding organization, self-review) of a class that `username` submits now."""
    found = steps(submitted(person, username), ReviewStep.seq > 0)
    return [(step.name, step.organization_name, step.self_review) for step in found]


# ---- who decides --------------------------------------------------------------------------------------------------


@pytest.mark.req("R-3", "DL-3", "DL-4")
def test_each_level_takes_its_own_route(person: People) -> None:
    root, second = unit("dl1", person), unit("dl2", person)
    assert route_of("dl3", person) == [("初审", second, False), ("终审", root, False)]
    assert route_of("dl2", person) == [("初审", second, True), ("终审", root, False)]
    assert route_of("dl1", person) == []


@pytest.mark.req("R-3")
def test_a_route_without_steps_records_at_once(person: People) -> None:
    number = submitted(person, "dl1")
    assert read(number).review_state == APPROVED
    assert [(s.verb, s.seq) for s in steps(number)] == [("submit", 0)]


@pytest.mark.req("R-3")
@pytest.mark.parametrize(("who", "level", "decider"), [
    ("own_unit", None, "dl3"), ("ancestor", 3, "dl3"), ("ancestor", 2, "dl2"), ("ancestor", 1, "dl1"),
    ("root", None, "dl1"),
])  # fmt: skip
def test_the_nearest_ancestor_of_a_level_includes_the_unit_itself(
    person: People, who: str, level: int | None, decider: str
) -> None:
    change_routes(ROUTE_STEP, who=who, level=level)
    assert {name for _step, name, _own in route_of("dl3", person)} == {unit(decider, person)}


@pytest.mark.req("R-3")
def test_a_department_takes_the_route_of_its_unit(person: People) -> None:
    with person("dl3").acting():
        office = db.session.scalars(select(Organization.id).where(Organization.kind == DEPARTMENT)).first() or 0
        own = organizations.plan_route(db.session(), "training_class", office, {})
        unit_id = db.session.get_one(Organization, office).parent_id or 0
        assert own == organizations.plan_route(db.session(), "training_class", unit_id, {})
    assert [step.organization_name for step in own.steps] == [unit("dl2", person), unit("dl1", person)]


@pytest.mark.req("R-3")
def test_an_organization_outside_the_platform_has_no_route(person: People) -> None:
    with person("dl3").acting(), pytest.raises(NotFound):
        organizations.plan_route(db.session(), "training_class", 10**9, {})


MISSING = {
    "no route": (ROUTE, {"kind": "another"}, "Your platform has no review route for this yet"),
    "no such level": (ROUTE_STEP, {"who": "ancestor", "level": 7}, "No organization of level 7 is above this unit"),
}


@pytest.mark.req("R-3")
@pytest.mark.parametrize(("table", "values", "message"), MISSING.values(), ids=MISSING.keys())
def test_submission_is_refused_with_a_sentence_where_no_route_leads(
    person: People, table: Any, values: dict[str, Any], message: str
) -> None:
    dl3 = person("dl3")
    both = [declare(dl3), declare(dl3)]
    change_routes(table, **values)
    before = everything_kept()
    with pytest.raises(RuleError, match=message):
        act(dl3, "submit", *both)
    assert everything_kept() == before


@pytest.mark.req("R-3")
def test_the_route_of_every_level_serves_where_a_level_has_none(person: People) -> None:
    change_routes(ROUTE, kind="another")
    with scope.everything("test"):
        step = RouteStep(platform_id=1, seq=1, name="复核", who="root", permission="final_review")
        db.session.add(ReviewRoute(platform_id=1, kind="training_class", name="全部", steps=[step]))
        db.session.commit()
    for username in ("dl2", "dl3"):
        assert route_of(username, person) == [("复核", unit("dl1", person), False)]


# ---- a copy -------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-3")
def test_a_changed_route_leaves_submitted_items_alone(person: People) -> None:
    number = submitted(person)
    before = [(s.name, s.organization_id, s.permission) for s in steps(number)]
    with scope.everything("test"):
        for route in db.session.scalars(select(ReviewRoute)):
            db.session.delete(route)
        db.session.commit()
    assert act(person("dl2"), "approve", number).done == [number]
    assert act(person("dl1"), "approve", number).done == [number]
    assert read(number).review_state == APPROVED
    assert [(s.name, s.organization_id, s.permission) for s in steps(number)] == before


@pytest.mark.req("R-3")
def test_a_returned_item_takes_the_route_as_it_is_when_submitted_again(person: People) -> None:
    number = submitted(person)
    act(person("dl2"), "return", number, opinion="因为")
    change_routes(ROUTE_STEP, who="root", level=None, permission="final_review", name="复核")
    act(person("dl3"), "submit", number)
    assert read(number).review_round == 2
    assert {s.name for s in steps(number, ReviewStep.round == 2, ReviewStep.seq > 0)} == {"复核"}
    assert {s.name for s in steps(number, ReviewStep.round == 1, ReviewStep.seq > 0)} == {"初审", "终审"}


# ---- four eyes and self-review ------------------------------------------------------------------------------------


@pytest.mark.req("R-3", "DL-4")
def test_self_review_is_marked_where_the_route_permits_it(person: People) -> None:
    number, dl2 = submitted(person, "dl2"), person("dl2")
    assert act(dl2, "approve", number).done == [number]
    marks = {step.seq: step.by_submitter for step in steps(number)}
    assert marks == {0: False, 1: True, 2: False}
    with dl2.acting():
        told = review.timeline(db.session.get(TrainingClass, number))
    assert [str(e["result"]) for e in told["events"]] == ["", "Self-review: passed", str(VERB_LABELS["submit"])]


@pytest.mark.req("R-3", "DL-4")
def test_nobody_elses_decision_is_marked_as_self_review(person: People) -> None:
    number = submitted(person, "dl2")
    second = colleague(person, "dl2-second", "level2", unit("dl2", person))
    assert act(second, "approve", number).done == [number]
    assert act(person("dl1"), "approve", number).done == [number]
    others = submitted(person)
    act(person("dl2"), "approve", others)
    assert not any(step.by_submitter for n in (number, others) for step in steps(n))


@pytest.mark.req("R-3")
@pytest.mark.case(14)
@pytest.mark.parametrize("verb", ["approve", "return", "reject"])
def test_nobody_decides_on_an_own_submission(person: People, verb: str) -> None:
    change_routes(ROUTE_STEP, self_review=False)
    number = submitted(person, "dl2")
    before = everything_kept()
    outcome = act(person("dl2"), verb, number, opinion="因为")
    assert (outcome.done, [reason for _n, reason in outcome.skipped]) == ([], ["nobody decides on an own submission"])
    assert everything_kept() == before


@pytest.mark.req("R-2", "R-3", "DL-4")
def test_another_identity_does_not_make_another_person(person: People) -> None:
    """The later step of a self-reviewed item is for somebody else, whatever else the submitter is appointed to."""
    number, dl2 = submitted(person, "dl2"), person("dl2")
    act(dl2, "approve", number)
    also_level1 = colleague(person, "dl2", "level1")
    assert also_level1.identity.kind == "platform"
    assert act(also_level1, "approve", number).done == []
    assert read(number).review_position == "final_review"


# ---- what remains to be seen --------------------------------------------------------------------------------------


def told(person: People, username: str, number: int) -> Any:
    with person(username).acting():
        return review.timeline(db.session.get_one(TrainingClass, number))


@pytest.mark.req("R-4")
def test_before_any_submission_there_is_no_timeline(person: People) -> None:
    assert told(person, "dl3", in_state(DRAFT)) is None


@pytest.mark.req("R-4")
@pytest.mark.parametrize("reader", ["dl3", "dl2", "dl1"])
def test_the_timeline_tells_every_round_to_all_who_have_a_part(person: People, reader: str) -> None:
    number = submitted(person)
    act(person("dl2"), "return", number, opinion="请补充")
    act(person("dl3"), "submit", number)
    act(person("dl2"), "approve", number, opinion="同意")
    shown = told(person, reader, number)
    names = {name: person(name).identity.name for name in ("dl2", "dl3")}
    events = [(e["name"], str(e["result"]), e["actor"], e["opinion"], e["at"] is None) for e in shown["events"]]
    assert events == [
        ("Final review", "", f"Waiting for {unit('dl1', person)}", "", True),
        ("First review", str(VERB_LABELS["approve"]), names["dl2"], "同意", False),
        ("Submission", str(VERB_LABELS["submit"]), names["dl3"], "", False),
        ("First review", str(VERB_LABELS["return"]), names["dl2"], "请补充", False),
        ("Submission", str(VERB_LABELS["submit"]), names["dl3"], "", False),
    ]
    assert [(s["name"], s["state"]) for s in shown["steps"]] == [
        ("Submission", "done"), ("First review", "done"), ("Final review", "now"),
    ]  # fmt: skip


@pytest.mark.req("R-4")
def test_the_steps_that_were_never_reached_stay_blank_in_the_timeline(person: People) -> None:
    number = submitted(person)
    assert [(s["state"], s["note"]) for s in told(person, "dl3", number)["steps"]][1:] == [
        ("now", "In progress"), ("", "Not started"),
    ]  # fmt: skip
    act(person("dl2"), "reject", number, opinion="不符")
    assert [s["state"] for s in told(person, "dl3", number)["steps"]] == ["done", "bad", ""]


@pytest.mark.req("R-1", "R-4")
def test_a_withdrawn_item_waits_for_nobody(person: People) -> None:
    number = submitted(person)
    act(person("dl3"), "withdraw", number)
    assert read(number).review_state == DRAFT
    assert not steps(number, ReviewStep.opened_at.is_not(None), ReviewStep.verb.is_(None))
    act(person("dl3"), "submit", number)
    assert (read(number).review_state, read(number).review_round) == (PENDING, 2)
    assert act(person("dl2"), "approve", number).done == [number]


@pytest.mark.req("HOME-1")
def test_the_inbox_counts_what_waits_for_the_actor_in_one_statement(person: People) -> None:
    def waiting(username: str) -> dict[str, int]:
        with person(username).acting() as s, counted() as ran:
            found = review.inbox(db.session(), s.actor)
        assert len([sql for sql in ran if sql.startswith("SELECT")]) == 1
        return {permission: n for kind, permission, _name, n, _oldest in found if kind == "training_class"}

    before = {name: waiting(name) for name in ("dl1", "dl2", "dl3")}
    number = submitted(person)
    assert waiting("dl2")["first_review"] == before["dl2"].get("first_review", 0) + 1
    act(person("dl2"), "approve", number)
    assert waiting("dl2") == before["dl2"]
    assert waiting("dl1")["final_review"] == before["dl1"]["final_review"] + 1
    assert waiting("dl3") == before["dl3"] == {}


def test_a_returned_item_says_who_is_to_change_it(person: People) -> None:
    number = submitted(person)
    act(person("dl2"), "return", number, opinion="请补充")
    first = told(person, "dl2", number)["events"][0]
    assert (first["actor"], first["at"]) == (f"Waiting for changes by {person('dl3').identity.name}", None)
