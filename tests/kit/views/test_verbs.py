"""Verbs act on rows that are ours, each once, and name what they leave alone."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.kit.views.asking import LIST, course, first_of, flashes, refusals


def test_one_foreign_id_refuses_the_whole_call(app: Flask, alice: FlaskClient) -> None:
    own, foreign = first_of(app, 1), first_of(app, 2)
    answer = alice.post("/courseview/do/submit", data={"rowid": [own, foreign]})
    assert answer.status_code == 404
    assert course(app, own).review_state == course(app, foreign).review_state == "draft"
    assert refusals(app) == 1


@pytest.mark.parametrize("rowid", [[], ["abc"], ["99999999999999999999"], ["0"], [str(n) for n in range(1, 300)]])
def test_odd_ids_are_refused(alice: FlaskClient, rowid: list[str]) -> None:
    assert 400 <= alice.post("/courseview/do/submit", data={"rowid": rowid}).status_code < 500


def test_an_id_twice_counts_once(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    alice.post("/courseview/do/submit", data={"rowid": [key, key, f"{key}.1"]})
    assert "1 item done." in flashes(alice)
    assert course(app, key).version == 2


def test_skipped_rows_are_named(app: Flask, alice: FlaskClient) -> None:
    draft, approved = first_of(app, 1), first_of(app, 1, "approved")
    alice.post("/courseview/do/submit", data={"rowid": [f"{draft}.1", approved]})
    said = flashes(alice)
    assert "1 item done." in said
    assert "Course 1-02: not a draft any more" in said


def test_a_stale_row_is_skipped(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    alice.post("/courseview/do/submit", data={"rowid": f"{key}.7"})
    assert course(app, key).review_state == "draft"


def test_a_required_opinion_is_required(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1, "pending")
    for opinion in ("", "  ", "x" * 301, "a\0b"):
        alice.post("/courseview/do/send_back", data={"rowid": key, "opinion": opinion})
        assert course(app, key).review_state == "pending"
    alice.post("/courseview/do/send_back", data={"rowid": key, "opinion": "incomplete"})
    assert (course(app, key).review_state, course(app, key).note) == ("draft", "incomplete")


def test_a_rule_that_refuses_a_verb_is_shown(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1, "pending")
    alice.post("/courseview/do/send_back", data={"rowid": key, "opinion": "forbidden"})
    assert "This opinion is forbidden." in flashes(alice)


def test_an_unknown_verb_is_refused(alice: FlaskClient) -> None:
    assert alice.post("/courseview/do/__init__", data={"rowid": "1"}).status_code == 403


@pytest.mark.parametrize(
    "target", ["http://evil.test", "//evil.test", "///evil.test", "/\\evil.test", "https:evil.test"]
)
def test_next_stays_on_the_site(app: Flask, alice: FlaskClient, target: str) -> None:
    answer = alice.post("/courseview/do/submit", data={"rowid": first_of(app, 1), "next": target})
    assert answer.location == LIST
