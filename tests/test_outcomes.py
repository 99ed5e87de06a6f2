"""Every door that changes something leaves its trace: done with the change, refused once, failed without a change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.house.outsiders import state
from tests.outcomes import OPEN, RECIPES, UNTOLD
from tests.outcomes_of_claim_reviews import CLOSED as CLOSED_CLAIM_REVIEWS
from tests.outcomes_of_classes import CLOSED as CLOSED_CLASSES
from tests.outcomes_of_own_claims import CLOSED as CLOSED_OWN_CLAIMS
from tests.outcomes_of_units import CLOSED as CLOSED_UNITS
from tests.outcomes_using import World, broken_commit, doors, last_event, told_since
from tests.person import Person
from tests.test_notices import left

People = Callable[..., Person]
CLOSED = {**CLOSED_CLASSES, **CLOSED_OWN_CLAIMS, **CLOSED_CLAIM_REVIEWS, **CLOSED_UNITS}
SECRET = "11010519491231002X 张三"
STATELESS = {"LoginView.logout"}  # a session is no fact that the fingerprint counts
LOGIN = {"LoginView.login"}  # nobody is signed in yet: test_login.py and the test below


@pytest.fixture
def world(app: Flask, person: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An application that answers errors with a page, as in production."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    yield World(app, person)


def test_every_door_has_a_recipe_or_a_reason(whole_app: Flask) -> None:
    assert {*RECIPES, *UNTOLD, *CLOSED, *LOGIN} == doors(whole_app)
    assert set(OPEN) <= doors(whole_app)


@pytest.mark.req("AUDIT-1")
@pytest.mark.parametrize("door", RECIPES)
def test_what_fails_is_told_and_changes_nothing_and_what_is_done_is_told_with_it(world: World, door: str) -> None:
    use = RECIPES[door](world)
    actor = world.person(use.who)
    before, last = state(world.app), last_event(world.app)
    with broken_commit(world.app, SECRET):
        answer = use.by(actor)
    assert answer.status_code == 500
    (told,) = told_since(world.app, last)
    assert (told.outcome, told.user_name or None) == ("failed", actor.identity and actor.identity.name)
    assert (
        SECRET.split(maxsplit=1)[0] not in str(told.details) + answer.text
        and "张三" not in str(told.details) + answer.text
    )
    now = state(world.app)
    assert (now.tables, now.tasks) == (before.tables, before.tasks)
    again, last = use.by(world.person(use.who)), last_event(world.app)
    assert again.status_code < 400, again.text
    assert last > told.id
    assert {event.outcome for event in told_since(world.app, told.id)} == {"done"}
    done = state(world.app)
    assert ((done.tables, done.tasks) == (now.tables, now.tasks)) is (door in STATELESS), "the recipe proves something"


@pytest.mark.req("AUDIT-1", "R-1")
@pytest.mark.parametrize("door", sorted({*RECIPES} - {*OPEN}))
def test_who_is_refused_leaves_exactly_one_event(world: World, door: str) -> None:
    use = RECIPES[door](world)
    outsider = world.person("dl-learner" if use.who == "auditor" else "auditor")
    before, last = state(world.app), last_event(world.app)
    answer = use.by(outsider)
    assert answer.status_code in (403, 404), answer.status_code
    (told,) = told_since(world.app, last)
    assert outsider.identity
    assert (told.outcome, told.user_name, told.identity) == ("refused", outsider.identity.name, outsider.identity.key)
    now = state(world.app)
    assert (now.tables, now.tasks) == (before.tables, before.tasks)


@pytest.mark.req("AUDIT-1", "R-1")
@pytest.mark.parametrize("door", CLOSED)
def test_where_nobody_comes_through_even_the_best_placed_is_refused_once(world: World, door: str) -> None:
    use = CLOSED[door](world)
    before, last = state(world.app), last_event(world.app)
    assert use.by(world.person(use.who)).status_code in (403, 404, 409)
    assert [event.outcome for event in told_since(world.app, last)] == ["refused"]
    now = state(world.app)
    assert (now.tables, now.tasks) == (before.tables, before.tasks)


@pytest.mark.req("AUDIT-1")
@pytest.mark.parametrize("door", ["open", "seen"])
def test_foreign_notices_are_refused_once(world: World, door: str) -> None:
    (number,) = left(world.app, "dl2", "Told.")
    last = last_event(world.app)
    assert world.person("dl3").post(f"/noticeview/{door}/{number}").status_code == 404
    assert [event.outcome for event in told_since(world.app, last)] == ["refused"]


@pytest.mark.req("AUDIT-1")
def test_a_foreign_identity_is_refused_once(world: World) -> None:
    last = last_event(world.app)
    assert world.person("dl3").post("/identity/switch", {"key": "a1"}).status_code == 404
    assert [event.outcome for event in told_since(world.app, last)] == ["refused"]


@pytest.mark.req("AUDIT-1")
def test_a_page_that_breaks_is_told_under_the_name_of_what_was_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr("app.learners.views.LearnerView.list", broken)
    world.app.view_functions["LearnerView.list"], kept = broken, world.app.view_functions["LearnerView.list"]
    try:
        last = last_event(world.app)
        answer = world.person("dl3").client.get("/learnerview/list/")
    finally:
        world.app.view_functions["LearnerView.list"] = kept
    (told,) = told_since(world.app, last)
    assert (answer.status_code, told.event, told.outcome) == (500, "learner:read", "failed")
    assert told.details == {"page": "/learnerview/list/", "error_kind": "TypeError"} or "KeyError" in str(told.details)


@pytest.mark.req("R-7")
def test_the_log_says_where_it_broke_and_not_what_was_typed(world: World, caplog: pytest.LogCaptureFixture) -> None:
    use = RECIPES["LearnerView.add"](world)
    with caplog.at_level(logging.ERROR), broken_commit(world.app, SECRET):
        use.by(world.person(use.who))
    text = "\n".join(filter(None, (logging.Formatter().format(record) for record in caplog.records)))
    assert "RuntimeError" in text and "File" in text
    assert "张三" not in text and SECRET.split(maxsplit=1)[0] not in text


def test_a_failure_that_cannot_be_told_still_shows_the_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("app.kit.audit.failed", away)
    use = RECIPES["LearnerView.add"](world)
    with broken_commit(world.app, SECRET):
        assert use.by(world.person(use.who)).status_code == 500
