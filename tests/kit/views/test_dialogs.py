"""What a dialog asks beside its confirmation: a row of elsewhere, granted hours; and how it is answered."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.kit.views.asking import LIST, course, first_of, flashes, refusals
from tests.kit.views.pages import sign_in

LOOK_UP = "/courseview/look-up/send_to"
DIALOG = {"X-Stays": "1"}


def look(client: FlaskClient, q: str = "", narrow: str = "", address: str = LOOK_UP) -> Any:
    return client.post(address, data={"q": q, "narrow": narrow}, headers=DIALOG)


def sent(client: FlaskClient, key: int, **data: str) -> Any:
    return client.post("/courseview/do/send_to", data={"rowid": key, **data}, headers=DIALOG)


# ---- looking up -----------------------------------------------------------------------------------------------------


@pytest.mark.req("GX-5")
def test_what_is_looked_up_may_lie_beyond_the_scope_and_its_key_is_sealed(alice: FlaskClient) -> None:
    found = look(alice, "Place 2").json
    assert found["heads"] == ["Name", "Of"]
    assert [row["cells"] for row in found["rows"][:2]] == [["Place 2-00", "of course"], ["Place 2-01", "of course"]]
    assert len(found["rows"]) == 10
    assert not any(row["value"].isdigit() or row["on"] for row in found["rows"])
    assert [row["cells"][0] for row in look(alice, "Place", "2-07").json["rows"]] == ["Place 2-07"]


def test_before_anything_is_typed_the_preset_is_offered_and_ticked(alice: FlaskClient) -> None:
    (row,) = look(alice).json["rows"]
    assert (row["cells"][0], row["on"]) == ("Place 1-00", True)


@pytest.mark.req("GX-5")
def test_notes_and_what_narrows_come_when_the_dialog_opens_and_not_with_what_is_found(alice: FlaskClient) -> None:
    opened = look(alice).json
    assert (opened["notes"], opened["narrowed"]) == (["Mind the gap."], [["2", "2"], ["2-07", "\u3000-07"]])
    assert opened["adds"] == {"label": "Add one", "url": "/add"}
    assert set(look(alice, "Place 2").json) == {"heads", "rows"}
    assert "Mind the gap." not in alice.get(LIST).get_data(as_text=True)


def test_what_the_look_up_refuses_is_said(alice: FlaskClient) -> None:
    for typed in ("P", "x" * 101):
        answer = look(alice, typed)
        assert (answer.status_code, answer.json["field"]) == (422, "q")


@pytest.mark.case(37)
def test_there_is_no_look_up_where_no_verb_asks(app: Flask, alice: FlaskClient) -> None:
    assert look(alice, "Place", address="/visitview/look-up/send_to").status_code == 404
    for name in ("submit", "nonsense", "__init__"):
        assert look(alice, "Place", address=f"/courseview/look-up/{name}").status_code == 403
    assert alice.get(LOOK_UP).status_code == 405
    bob = sign_in(app.test_client(), "bob")
    assert look(bob, "Place").status_code == 403
    assert app.test_client().post(LOOK_UP).status_code == 302


# ---- choosing -------------------------------------------------------------------------------------------------------


@pytest.mark.req("GX-5")
def test_the_verb_gets_what_was_chosen(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    row = look(alice, "Place 2-03").json["rows"][0]
    assert sent(alice, key, chosen=row["value"], next="/courseview/list/?page=1").json == {
        "next": "/courseview/list/?page=1"
    }
    assert course(app, key).place_id == 34


@pytest.mark.req("GX-5")
def test_what_no_look_up_has_offered_can_not_be_chosen(app: Flask, alice: FlaskClient) -> None:
    key, before = first_of(app, 1), course(app, first_of(app, 1)).place_id
    carol = sign_in(app.test_client(), "carol")
    row = look(carol, "Place 2-03").json["rows"][0]
    for forged in ("", "34", row["value"] + "x", "34." + row["value"].partition(".")[2]):
        answer = sent(alice, key, chosen=forged)
        assert (answer.status_code, answer.json["field"]) == (422, "chosen"), forged
    assert course(app, key).place_id == before


# ---- granting -------------------------------------------------------------------------------------------------------


def test_the_button_carries_what_would_be_granted(app: Flask, alice: FlaskClient) -> None:
    page = alice.get(f"/courseview/show/{first_of(app, 1, 'pending')}").get_data(as_text=True)
    assert re.search(r'data-title="Grant"[^>]*data-granted="8" data-word="hours"', page)
    listed = alice.get(LIST).get_data(as_text=True)
    batch = listed[listed.index("data-batch-bar") : listed.index("<table")]
    assert 'data-title="Grant"' in batch
    assert "data-granted" not in batch


@pytest.mark.parametrize("typed", ["６.5", " 6.50 "])
def test_hours_may_be_typed_as_people_type_them(app: Flask, alice: FlaskClient, typed: str) -> None:
    key = first_of(app, 1, "pending")
    alice.post("/courseview/do/grant", data={"rowid": key, "granted": typed, "opinion": "because"})
    assert (course(app, key).hours, course(app, key).review_state) == (Decimal("6.5"), "approved")


@pytest.mark.parametrize("typed", ["x", "-1", "1e3", "6.555", "1,5", "1234567", "NaN"])
def test_what_is_no_number_of_hours_is_told_at_its_field(app: Flask, alice: FlaskClient, typed: str) -> None:
    key = first_of(app, 1, "pending")
    answer = alice.post("/courseview/do/grant", data={"rowid": key, "granted": typed, "opinion": "x"}, headers=DIALOG)
    assert (answer.status_code, answer.json["field"]) == (422, "granted")
    assert course(app, key).review_state == "pending"


# ---- answering ------------------------------------------------------------------------------------------------------


def test_a_refusal_is_told_to_the_dialog_and_not_to_the_next_page(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1, "pending")
    data = {"rowid": key, "granted": "6", "next": LIST}
    answer = alice.post("/courseview/do/grant", data=data, headers=DIALOG)
    assert (answer.status_code, answer.json) == (422, {"message": "Say why.", "field": "opinion"})
    assert flashes(alice) == ""
    assert alice.post("/courseview/do/grant", data=data).status_code == 303
    assert "Say why." in flashes(alice)


def test_what_is_done_is_told_on_the_page_that_follows(app: Flask, alice: FlaskClient) -> None:
    answer = alice.post("/courseview/do/grant", data={"rowid": first_of(app, 1, "pending")}, headers=DIALOG)
    assert answer.json == {"next": LIST}
    assert "1 item done." in flashes(alice)


def test_a_foreign_row_is_refused_whoever_asks(app: Flask, alice: FlaskClient) -> None:
    answer = sent(alice, first_of(app, 2), chosen=look(alice, "Place 1-03").json["rows"][0]["value"])
    assert answer.status_code == 404
    assert refusals(app) == 1
