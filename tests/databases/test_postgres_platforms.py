"""Platforms on screens on PostgreSQL, and two administrators who change the same thing at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.kit import scope
from app.organizations import menu, routes
from app.organizations.models import MenuEntry, ReviewRoute
from tests.databases.test_postgres import at_once
from tests.person import Person
from tests.presets.test_menu import test_entries_and_headings_move_and_everybody_sees_them_so
from tests.presets.test_platforms import test_a_platform_nobody_has_thought_of_is_set_up_on_screens_alone
from tests.presets.test_routes import test_a_route_is_saved_with_its_steps_in_order
from tests.presets.test_sections import everything, test_what_was_changed_on_screens_is_in_the_export

# Fixtures, and what must hold on this database too.
__all__ = [
    "everything", "test_a_platform_nobody_has_thought_of_is_set_up_on_screens_alone",
    "test_a_route_is_saved_with_its_steps_in_order", "test_entries_and_headings_move_and_everybody_sees_them_so",
    "test_what_was_changed_on_screens_is_in_the_export",
]  # fmt: skip
pytestmark = pytest.mark.services
Get = Callable[..., Person]


def doing(person: Get, verb: Callable[..., Any], values: dict[str, Any]) -> Callable[[], Any]:
    s = person("dl1").identity.scope()  # type: ignore[union-attr]  # dl1 has one

    def run() -> None:
        with scope.using(s):
            verb(db.session(), s.actor, values)
            db.session.commit()

    return run


@pytest.mark.req("R-3")
def test_of_two_same_routes_at_once_one_is_refused(app: Flask, person: Get, rows: Callable[..., list[Any]]) -> None:
    values = {"kind": "training_class", "name": "x", "owner_level": 6, "steps": []}
    answers = at_once(app, *[doing(person, routes.add_route, values)] * 2)
    assert len(rows(ReviewRoute, ReviewRoute.owner_level == 6)) == 1, answers


@pytest.mark.req("MENU-1")
def test_of_two_same_entries_at_once_one_is_refused(app: Flask, person: Get, rows: Callable[..., list[Any]]) -> None:
    values = {"label": "台账", "label_en": "", "icon": "point", "target": "HourEntryView", "heading": "新"}
    answers = at_once(app, *[doing(person, menu.add_entry, values)] * 2)
    assert len(rows(MenuEntry, MenuEntry.target == "HourEntryView")) == 1, answers
