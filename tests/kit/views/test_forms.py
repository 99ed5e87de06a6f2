"""Forms keep what was typed, say what is wrong at its field, and write once."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.extensions import db
from app.kit import scope
from tests.kit.views import pages
from tests.kit.views.asking import FORM, LIST, course, first_of, flashes, query, refusals
from tests.kit.views.pages import Course


def test_a_form_creates_a_row_and_shows_it(app: Flask, alice: FlaskClient) -> None:
    answer = alice.post("/courseview/add", data=FORM)
    assert answer.status_code == 303
    made = course(app, int(answer.location.rsplit("/", 1)[1]))
    assert (made.platform_id, made.title, made.hours) == (1, "New one", Decimal("8.5"))
    assert "Saved." in alice.get(answer.location).get_data(as_text=True)


@pytest.mark.case(60)
def test_a_form_that_is_sent_twice_saves_once(app: Flask, alice: FlaskClient) -> None:
    token = alice.get("/courseview/add").get_data(as_text=True).split('name="_once" value="')[1].split('"')[0]
    first, second = (alice.post("/courseview/add", data=FORM | {"_once": token}) for _click in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    other = alice.post("/courseview/add", data=FORM | {"_once": token[::-1], "title": "Another"})
    assert other.location != first.location


def test_arguments_in_the_address_fill_no_form(app: Flask, alice: FlaskClient) -> None:
    foreign = query(app, select(func.min(pages.Place.id)).where(pages.Place.platform_id == 2))[0][0]
    address = f"/courseview/add?_flt_0_place={foreign}&place={foreign}&platform_id=2&title=planted"
    assert 'value="planted"' not in alice.get(address).get_data(as_text=True)
    made = course(app, int(alice.post(address, data=FORM).location.rsplit("/", 1)[1]))
    assert (made.platform_id, made.place_id) == (1, None)


def test_a_foreign_row_is_no_choice(app: Flask, alice: FlaskClient) -> None:
    foreign = query(app, select(func.min(pages.Place.id)).where(pages.Place.platform_id == 2))[0][0]
    answer = alice.post("/courseview/add", data=FORM | {"place": foreign})
    assert answer.status_code == 422
    assert "Not a valid choice" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("hours", "8.55"),
        ("hours", "1e3"),
        ("hours", "NaN"),
        ("hours", "-8"),
        ("hours", "0" * 40),
        ("year", "99"),
        ("year", "99999999999999999999"),
        ("title", "a\0b"),
        ("title", ""),
        ("title", "  "),
        ("title", "x" * 61),
        ("category", "other"),
        ("document", "123"),
        ("place", "99999999999999999999"),
        ("starts_on", "2026-02-30"),
        ("note", "a\0b"),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_nothing_typed_is_lost(
    app: Flask, alice: FlaskClient, field: str, typed: str
) -> None:
    before = query(app, select(func.count(Course.id)))
    answer = alice.post("/courseview/add", data={"note": "a long story"} | FORM | {field: typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{field}-err"' in page
    assert field == "note" or "a long story" in page
    assert query(app, select(func.count(Course.id))) == before


def test_full_width_digits_are_digits(app: Flask, alice: FlaskClient) -> None:
    answer = alice.post("/courseview/add", data=FORM | {"hours": "８.5", "year": "２０２６"})
    assert course(app, int(answer.location.rsplit("/", 1)[1])).hours == Decimal("8.5")


def test_a_broken_unique_key_is_told_without_sql(alice: FlaskClient) -> None:
    answer = alice.post("/courseview/add", data=FORM | {"title": "Course 2-01", "note": "kept"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "This exists already" in page
    assert "kept" in page
    assert not re.search("UNIQUE|INSERT|pages_course|sqlite", page)


def test_a_rule_speaks_at_its_field(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    answer = alice.post(f"/courseview/edit/{key}", data=FORM | {"title": "refused", "_version": "1"})
    assert answer.status_code == 422
    assert "This title is not wanted." in answer.get_data(as_text=True)
    assert course(app, key).title == "Course 1-00"


def test_a_stale_form_changes_nothing(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    assert alice.post(f"/courseview/edit/{key}", data=FORM | {"_version": "1"}).status_code == 303
    late = alice.post(f"/courseview/edit/{key}", data=FORM | {"title": "Too late", "_version": "1"})
    assert late.status_code == 422
    assert "Somebody else has changed this" in late.get_data(as_text=True)
    assert course(app, key).title == "New one"


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_a_state_that_forbids_editing_is_enforced(app: Flask, alice: FlaskClient, action: str) -> None:
    key = first_of(app, 1, "approved")
    answer = alice.post(f"/courseview/{action}/{key}", data=FORM | {"_version": "1"})
    assert answer.status_code == 409
    assert course(app, key).title != "New one"
    assert refusals(app) == 1


def test_row_buttons_follow_the_state(alice: FlaskClient) -> None:
    draft = alice.get(LIST + "?title=1-00").get_data(as_text=True)
    approved = alice.get(LIST + "?title=1-02").get_data(as_text=True)
    assert "/courseview/edit/" in draft
    assert "/courseview/edit/" not in approved
    assert 'class="lnk" data-open-dialog data-url="/courseview/do/submit"' in draft
    assert 'class="lnk" data-open-dialog data-url="/courseview/do/submit"' not in approved


def test_deleting_removes_the_row_and_returns_to_the_list(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    with app.app_context(), scope.everything("test"):
        db.session.execute(pages.Visit.__table__.delete())
        db.session.commit()
    answer = alice.post(f"/courseview/delete/{key}", data={"next": f"/courseview/show/{key}"})
    assert answer.location == LIST
    assert query(app, select(Course.id).where(Course.id == key)) == []


def test_a_row_in_use_is_not_deleted(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    assert alice.post(f"/courseview/delete/{key}").status_code == 303
    assert "still refer to this" in flashes(alice)
    assert course(app, key)
