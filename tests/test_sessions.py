"""Sessions on the server, and forms that were opened under another identity: nothing lives on, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts.models import UserSession
from app.demo import PASSWORD
from app.extensions import db
from app.kit import clock, scope
from app.learners.models import Learner
from tests.house.outsiders import one, state
from tests.person import Person
from tests.test_login import sign_in, token

Get = Callable[..., Person]
LIST = "/learnerview/list/"
NEW = {"old": PASSWORD, "new": "Anderes-Wort-26", "again": "Anderes-Wort-26"}


def copied(app: Flask, browser: Any) -> Any:
    """Another browser with the same cookie."""
    thief = app.test_client()
    thief.set_cookie("session", browser.get_cookie("session").value)
    return thief


def sessions_of(app: Flask) -> int:
    with app.app_context(), scope.everything("test"):
        return int(db.session.scalar(select(func.count()).select_from(UserSession)) or 0)


@pytest.mark.case(19)
def test_signing_out_kills_a_copied_cookie(app: Flask) -> None:
    browser = app.test_client()
    sign_in(browser, "dl3")
    thief = copied(app, browser)
    assert thief.get(LIST).status_code == 200
    browser.post("/logout/", data={"csrf_token": token(browser, LIST), "_identity": ""})
    assert thief.get(LIST).status_code == 302
    assert browser.get(LIST).status_code == 302


@pytest.mark.case(19)
def test_signing_out_leaves_other_browsers_alone(app: Flask) -> None:
    one_browser, other = app.test_client(), app.test_client()
    for browser in (one_browser, other):
        sign_in(browser, "dl3")
    one_browser.post("/logout/", data={"csrf_token": token(one_browser, LIST), "_identity": ""})
    assert other.get(LIST).status_code == 200


@pytest.mark.case(20)
def test_a_new_password_ends_every_session_also_the_own(app: Flask) -> None:
    browser, elsewhere = app.test_client(), app.test_client()
    for one_of in (browser, elsewhere):
        sign_in(one_of, "dl3")
    thief = copied(app, browser)
    before = sessions_of(app)
    sent = {"csrf_token": token(browser, "/password/"), "_identity": ""}
    assert browser.post("/password/", data=sent | NEW | {"old": "wrong"}).status_code == 422
    assert browser.post("/password/", data=sent | NEW).location == "/login/"
    assert [one_of.get(LIST).status_code for one_of in (browser, elsewhere, thief)] == [302] * 3
    assert sessions_of(app) == before - 2
    assert sign_in(app.test_client(), "dl3", "Anderes-Wort-26").status_code == 302


def test_a_session_left_idle_is_over_and_one_in_use_is_noted_once_a_minute(app: Flask, person: Get) -> None:
    browser = person("dl3")

    def seen(ago: timedelta) -> Any:
        with app.app_context(), scope.everything("test"):
            then = clock.now() - ago
            db.session.execute(update(UserSession).values(seen_at=then))
            db.session.commit()
        status = browser.get(LIST).status_code
        with app.app_context(), scope.everything("test"):
            return status, db.session.scalars(select(UserSession.seen_at)).first() != then

    assert seen(timedelta(seconds=20)) == (200, False)
    assert seen(timedelta(minutes=2)) == (200, True)
    assert seen(timedelta(hours=9)) == (302, False)


def test_an_answer_brings_a_cookie_only_with_a_change_and_once_a_minute_to_last(app: Flask) -> None:
    """Two requests of a page answer in any order: the later one would bring back what the session was before."""
    browser = app.test_client()
    sign_in(browser, "dl3")
    browser.get(LIST)  # whatever a first page adds to the session
    assert "Set-Cookie" not in browser.get(LIST).headers
    with app.app_context(), scope.everything("test"):
        db.session.execute(update(UserSession).values(seen_at=clock.now() - timedelta(minutes=2)))
        db.session.commit()
    assert "Expires=" in browser.get(LIST).headers["Set-Cookie"]


# ---- two tabs -----------------------------------------------------------------------------------------------------

TYPED = {"name": "陈晓<梅>", "document": "110101199003070011", "title": "馆员", "hired_on": "", "phone": ""}


@pytest.mark.req("R-2")
def test_a_form_of_another_tab_is_refused_shown_and_sent_again_by_one_button(app: Flask, person: Get) -> None:
    """A tab is left open as administrator, the other one switches to the learner: what was typed is not lost."""
    both = person("dl3")
    opened, learner = both.mine
    unit = one(app, Learner, Learner.name == "孙丽").organization_id
    assert both.post("/identity/switch", {"key": learner.key}).status_code == 303
    before = state(app)
    refused = both.post("/learnerview/add", TYPED | {"organization": str(unit)})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert state(app).tables == before.tables
    assert "陈晓&lt;梅&gt;" in page
    assert "<dt>姓名</dt>" in page
    button = page[page.index('action="/learnerview/add"') :].partition("</form>")[0]
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', button))
    assert again["_identity"] == opened.key
    answer = both.client.post("/learnerview/add", data=again | {"name": TYPED["name"]})
    assert answer.status_code == 303
    assert one(app, Learner, Learner.name == TYPED["name"]).organization_id == unit
    assert both.get(LIST).status_code == 200, "switched back"


@pytest.mark.req("R-2")
def test_the_button_takes_no_identity_of_another(app: Flask, person: Get) -> None:
    stranger, other = person("dl3"), person("dl1").identity
    assert other
    before = state(app)
    for key in (other.key, "a999", "", "x"):
        answer = stranger.post("/learnerview/add", TYPED | {"_identity": key, "_resume": "1"})
        assert answer.status_code == 409, key
        assert "_resume" not in answer.get_data(as_text=True), "no button for what is not one's own"
    assert state(app).tables == before.tables
    assert stranger.get("/platformview/list/").status_code == 403


@pytest.mark.req("R-2")
def test_a_refused_page_repeats_no_password(app: Flask, person: Get) -> None:
    answer = person("dl3").post("/learnerview/add", {"_identity": "", "password": "geheim-123"})
    assert answer.status_code == 409
    assert "geheim-123" not in answer.get_data(as_text=True)
