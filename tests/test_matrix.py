"""Every route, every method, every kind of actor, at the own place, below, above, beside and on another platform."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from app.classes.models import TrainingClass
from app.kit.sheets.pages import JobPages
from tests.house.actors import ACTORS as RULES
from tests.house.actors import OWN, World, always, never, world
from tests.house.doors import Ask, asks
from tests.house.outsiders import state, watched
from tests.house.places import Place, places
from tests.person import Person
from tests.test_access import REFUSED, SESSION, send, text_of

KINDS = ("dl1", "dl2", "dl3", "dl3-sibling", "dl3-office", "dl-learner", "admin", "auditor", "security")
WORD = re.compile(r"(?=(q[a-s]{7}))")  # wherever a planted word may begin: far faster than to look for each
FEWEST = 2000  # requests that the matrix makes, at least
OWN_DOORS = {"NoticeView.seen", "NoticeView.seen_all", "PreferenceView.change"}  # everybody's own notices
RELATIONS = {"own", "child", "parent", "sibling", "other platform"}


@dataclass(repr=False)
class Visitor:
    """An actor with what the table of tests/house/actors.py lets it see and own."""

    name: str
    browser: Person
    world: World
    places: dict[str, Place]

    def sees(self, model: Any, row: Any) -> bool:
        return RULES[self.name][0].get(model, never)(self.world, row)

    def owns(self, model: Any, row: Any) -> bool:
        return (OWN | RULES[self.name][1]).get(model, never)(self.world, row)

    def forbidden(self) -> set[str]:
        """The words of every row that this actor may not see."""
        hidden = set()
        for place in self.places.values():
            for model, words in place.words.items():
                if not self.sees(model, place.rows[model]) and model.__name__ != "Role":
                    hidden.update(words)
        return hidden

    def relation(self, place: Place) -> str:
        """Where a place lies, seen from the actor's own."""
        identity = self.browser.identity
        here = identity.scope() if identity else None
        if here is None or here.platform_id != place.platform_id:
            return "other platform"
        path = next((p.path for p in self.places.values() if p.organization_id == here.actor.organization_id), "")
        if place.path == path:
            return "own"
        return "child" if place.path.startswith(path) else "parent" if path.startswith(place.path) else "sibling"


@pytest.fixture
def visitor(app: Flask, person: Callable[..., Person], request: pytest.FixtureRequest) -> Visitor:
    made = places(app)
    browser = person(request.param)
    with app.app_context():
        assert browser.identity
        return Visitor(request.param, browser, world(browser.identity.scope()), made)


def tried(app: Flask, visitor: Visitor) -> Iterator[tuple[Place, Ask]]:
    """The judged requests at every place; what names nothing of a place is the same everywhere and asked once."""
    known = set()
    for place in visitor.places.values():
        assert place.targets
        for ask in asks(app, place.targets):
            same = (ask.method, ask.path, *sorted(ask.data.items()))
            if ask.route.endpoint not in SESSION and judged(visitor, place, ask) and same not in known:
                known.add(same)
                yield place, ask


def aimed_at(place: Place, ask: Ask) -> tuple[Any, Any] | None:
    """Model and row that a request names, None for a page without rows and for tasks, which are nobody else's."""
    if not ask.aims or isinstance(ask.route.view, JobPages):
        return None if "class_id" not in ask.path else (TrainingClass, place.rows[TrainingClass])
    model = getattr(ask.route.view, "model", TrainingClass)  # the inbox aims at an item of a kind
    return model, place.rows[model]


@pytest.mark.req("R-1", "R-2")
@pytest.mark.parametrize("visitor", KINDS, indirect=True)
def test_nobody_reads_or_writes_what_is_not_theirs(app: Flask, visitor: Visitor) -> None:
    hidden, before, made = visitor.forbidden(), state(app), Counter[str]()
    with watched(app) as now:
        for place, ask in tried(app, visitor):
            answer = send(visitor.browser, ask)
            made[visitor.relation(place)] += 1
            text = text_of(answer)
            assert hidden.isdisjoint(WORD.findall(text)), f"{ask} at {place.name} shows a foreign row"
            expect(visitor, place, ask, answer)
            if ask.method == "POST":
                assert now().tables == before.tables, f"{ask} at {place.name} changed something"
    assert state(app).tables == before.tables
    assert made.total() > FEWEST / len(KINDS), made


def judged(visitor: Visitor, place: Place, ask: Ask) -> bool:
    """Not what an actor does to its own rows: that is work, and the tests of the work look at it."""
    if ask.method != "POST":
        return True
    if ask.route.endpoint in OWN_DOORS:
        return False
    if ask.route.name in ("export", "search", "locale"):
        return place.name == "root"
    aim = aimed_at(place, ask)
    if aim is None:
        held = _holds(visitor, ask, getattr(ask.route.function, "_permission_name", ""))
        return not held if not ask.data else visitor.relation(place) not in ("own", "child")
    if ask.route.name == "open":  # what may be read may be marked as read
        return not visitor.sees(*aim)
    return not visitor.owns(*aim)


def expect(visitor: Visitor, place: Place, ask: Ask, answer: Any) -> None:
    """The status that the table of actors demands."""
    assert answer.status_code < 500, f"{ask} at {place.name}: {answer.status_code}"
    aim = aimed_at(place, ask)
    if ask.aims and (aim is None or not visitor.sees(*aim)):
        assert answer.status_code in REFUSED, f"{ask} at {place.name}: {answer.status_code}"
    elif aim is not None and ask.route.name == "show" and not ask.route.view.side:
        expected = {200} if _holds(visitor, ask, "read") else {403}
        assert answer.status_code in expected, f"{ask} at {place.name}: {answer.status_code}"


def _holds(visitor: Visitor, ask: Ask, permission: str) -> bool:
    view, identity = ask.route.view, visitor.browser.identity
    assert identity
    needed = getattr(view, "grants", {}).get(permission, permission)
    return (f"can_{needed}", view.class_permission_name) in identity.scope().actor.permissions


def test_a_planted_word_is_found_anywhere_in_a_page(app: Flask) -> None:
    words = {word for place in places(app).values() for found in place.words.values() for word in found}
    assert len(words) > 100
    assert [word for word in words if word not in WORD.findall(f"xq{word}x")] == []


def test_the_matrix_knows_every_relation(app: Flask, person: Callable[..., Person]) -> None:
    made = places(app)
    with app.app_context():
        dl3 = person("dl3")
        assert dl3.identity
        one = Visitor("dl3", dl3, world(dl3.identity.scope()), made)
    assert {one.relation(place) for place in made.values()} == RELATIONS
    assert always(one.world, None)
