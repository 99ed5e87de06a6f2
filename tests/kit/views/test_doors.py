"""Every route of a view, tried by method, by token and by permission."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.kit.views.asking import FORM, LIST, course, query, refusals
from tests.kit.views.pages import Course, sign_in

POST_ONLY = ["delete/1", "do/submit", "search", "export"]


@pytest.mark.parametrize("route", POST_ONLY)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_changes_something_is_posted(app: Flask, alice: FlaskClient, route: str, method: str) -> None:
    assert alice.open(f"/courseview/{route}", method=method).status_code == 405
    assert course(app, 1)


@pytest.mark.parametrize("route", ["list/", "show/1", "add", "edit/1", "options/place?q=1"])
def test_head_answers_and_changes_nothing(app: Flask, alice: FlaskClient, route: str) -> None:
    assert alice.head(f"/courseview/{route}").status_code == 200
    assert query(app, select(func.count(Course.id)))[0][0] == 90


@pytest.mark.parametrize("route", ["action/submit/1", "action_post", "download/x", "list/1"])
def test_fabs_own_doors_do_not_exist(alice: FlaskClient, route: str) -> None:
    assert alice.post(f"/courseview/{route}").status_code == 404
    assert alice.get(f"/courseview/{route}").status_code == 404


@pytest.mark.parametrize("route", ["add", "edit/1", "delete/1", "do/submit", "do/send_back", "search", "export"])
def test_every_post_needs_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: Flask, route: str) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client = sign_in(app.test_client(), "alice")
    assert client.post(f"/courseview/{route}", data=FORM | {"rowid": "1"}).status_code == 400
    assert query(app, select(func.count(Course.id)))[0][0] == 90


@pytest.mark.parametrize("route", ["add", "edit/1", "delete/1", "do/submit", "export"])
def test_without_permission_nothing_opens(app: Flask, route: str) -> None:
    bob = sign_in(app.test_client(), "bob")
    answer = bob.post(f"/courseview/{route}", data=FORM | {"rowid": "1"})
    assert answer.status_code == 403
    assert answer.data == bob.get("/courseview/show/999999").data
    assert refusals(app) == 2


def test_a_reader_sees_no_button_that_would_be_refused(app: Flask) -> None:
    page = sign_in(app.test_client(), "bob").get(LIST).get_data(as_text=True)
    assert not re.search("/courseview/(add|edit|delete|do|export)", page)


def test_grants_replace_the_permission_to_read(app: Flask) -> None:
    bob = sign_in(app.test_client(), "bob")
    assert bob.get("/specialview/list/").status_code == 403
    assert bob.get("/figureview/").status_code == 403


@pytest.mark.parametrize("route", ["list/", "show/1", "add", "options/place"])
def test_strangers_are_sent_to_the_login_page(app: Flask, route: str) -> None:
    answer = app.test_client().get(f"/courseview/{route}")
    assert answer.status_code == 302
    assert answer.location.startswith("/login/?next=/courseview/")


def test_options_are_scoped_and_few(alice: FlaskClient) -> None:
    found = alice.get("/courseview/options/place?q=Place").json
    assert found is not None
    assert len(found) == 20
    assert all(one["text"].startswith("Place 1-") for one in found)
    assert alice.get("/courseview/options/place?q=").json == []
    for field in ("title", "course", "__class__", "platform_id"):
        assert alice.get(f"/courseview/options/{field}?q=1").status_code == 404
