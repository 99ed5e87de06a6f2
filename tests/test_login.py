"""Coming in and leaving: three names for one user, one answer for every failure, no way off the site."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.demo import PASSWORD
from app.extensions import db
from app.kit import scope
from app.kit.audit import REFUSED, AuditEvent
from app.kit.files.serving import SANDBOX
from app.kit.views.look import CSP
from tests.house.doors import asks
from tests.house.outsiders import targets
from tests.person import Person

ID_NUMBER = "210202199003074528"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def token(browser: FlaskClient, page: str = "/login/") -> str:
    found = TOKEN.search(browser.get(page).get_data(as_text=True))
    assert found
    return found[1]


def sign_in(browser: FlaskClient, name: str, password: str = PASSWORD, target: str | None = None) -> Any:
    address = "/login/" if target is None else f"/login/?next={quote(target)}"
    form = {"username": name, "password": password, "csrf_token": token(browser), "_identity": ""}
    return browser.post(address, data=form)


def events(app: Flask, outcome: str) -> int:
    mine = (AuditEvent.event == "user:login", AuditEvent.outcome == outcome)
    with app.app_context(), scope.everything("test"):
        return int(db.session.scalar(select(func.count(AuditEvent.id)).where(*mine)) or 0)


# ---- coming in ----------------------------------------------------------------------------------------------------


@pytest.mark.req("FJ-1", "CAS-1")
@pytest.mark.parametrize("name", ["dl-learner", "dl-learner@users.invalid", ID_NUMBER])
def test_one_signs_in_by_name_by_email_and_by_id_number(app: Flask, name: str) -> None:
    browser = app.test_client()
    answer = sign_in(browser, name)
    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.get("/archive/").status_code == 200
    assert events(app, "done") == 1


def test_the_password_must_be_right(app: Flask) -> None:
    browser = app.test_client()
    assert sign_in(browser, "dl1", "Xueshi-2025").status_code == 200
    assert browser.get("/organizationview/list/").status_code == 302
    assert events(app, REFUSED) == 1


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(app: Flask) -> None:
    pages = []
    for name in ("dl1", "dl1@users.invalid", ID_NUMBER, "nobody", "nobody@x.test", "110101199003070011"):
        answer = sign_in(app.test_client(), name, "wrong")
        text = TOKEN.sub("", answer.get_data(as_text=True)).replace(name, "")
        pages.append((answer.status_code, text))
    assert len(set(pages)) == 1
    assert pages[0][0] == 200


def test_a_login_form_needs_its_token(app: Flask) -> None:
    form = {"username": "dl1", "password": PASSWORD, "_identity": ""}
    assert app.test_client().post("/login/", data=form).status_code == 400


def test_signing_in_starts_a_new_session(app: Flask) -> None:
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["identity"] = "a1"
        cookie["planted"] = "x"
    sign_in(browser, "dl3")
    with browser.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "identity" not in cookie


# ---- next ---------------------------------------------------------------------------------------------------------

OUTWARD = [
    "http://evil.test", "https://evil.test/x", "//evil.test", "///evil.test", "////evil.test", "/\\evil.test",
    "\\\\evil.test", "\\/evil.test", "https:evil.test", "https:/evil.test", "http:///evil.test", "javascript:alert(1)",
    "data:text/html,x", "/\t/evil.test", "/\n/evil.test", "\t//evil.test", " //evil.test", "/\x00/evil.test",
    "evil.test", "@evil.test", "//evil.test@localhost", "/\r\nLocation: //evil.test", "http://localhost@evil.test",
]  # fmt: skip


@pytest.mark.case(21)
@pytest.mark.parametrize("target", OUTWARD)
def test_no_address_leads_off_the_site(app: Flask, target: str) -> None:
    """Case 21: as a browser reads it, i.e. without tabs and newlines and with backslashes as slashes."""
    answer = sign_in(app.test_client(), "dl3", target=target)
    assert answer.status_code == 302
    read = re.sub(r"[\t\r\n]", "", answer.location).replace("\\", "/")
    assert urlsplit(urljoin("http://localhost/login/", read)).netloc == "localhost"


def test_a_local_address_is_followed(app: Flask) -> None:
    browser = app.test_client()
    asked = browser.get("/learnerview/list/?name=x").location
    (target,) = parse_qs(urlsplit(asked).query)["next"]
    assert target == "/learnerview/list/?name=x"
    assert sign_in(browser, "dl3", target=target).location == target


# ---- leaving ------------------------------------------------------------------------------------------------------


def test_only_a_post_signs_out(app: Flask) -> None:
    browser = app.test_client()
    sign_in(browser, "dl3")
    assert browser.get("/logout/").status_code == 405
    assert browser.head("/logout/").status_code == 405
    assert browser.post("/logout/").status_code == 400, "without a token"
    assert browser.get("/learnerview/list/").status_code == 200
    form = {"csrf_token": token(browser, "/learnerview/list/"), "_identity": ""}
    assert browser.post("/logout/", data=form).status_code == 302
    assert browser.get("/learnerview/list/").status_code == 302


def test_a_new_password_ends_other_sessions(app: Flask, person: Any) -> None:
    """The copied-cookie half of case 20: the session names the password that it was made with."""
    browser = person("dl3")
    assert browser.get("/learnerview/list/").status_code == 200
    with app.app_context(), scope.everything("test"):
        user = app.appbuilder.sm.find_user(username="dl3")  # type: ignore[attr-defined]  # FAB sets it
        user.password = "scrypt:another"
        db.session.commit()
    assert browser.get("/learnerview/list/").status_code == 302


# ---- headers ------------------------------------------------------------------------------------------------------


def _checked(answer: Any, signed_in: bool) -> None:
    headers = answer.headers
    # An attachment opened in a tab of its own may do even less.
    assert headers["Content-Security-Policy"] in (CSP, SANDBOX), answer.request.path
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    if signed_in:
        assert headers["Cache-Control"] == "no-store", answer.request.path


def test_the_policy_is_strict() -> None:
    assert "default-src 'none'" in CSP
    assert "frame-ancestors 'none'" in CSP
    assert not any(loose in CSP for loose in ("unsafe", "http", "*", "blob:"))


@pytest.mark.case(25)
@pytest.mark.parametrize("name", ["dl3", ""])
def test_every_answer_carries_the_security_headers(app: Flask, person: Any, name: str) -> None:
    """Case 25: pages, choices, downloads, redirects and refusals alike."""
    aims = targets(app, person("dl3"))
    browser: Person | FlaskClient = person(name) if name else app.test_client()
    for ask in asks(app, aims):
        if ask.route.endpoint != "LoginView.logout":
            answer = browser.get(ask.path) if ask.method == "GET" else browser.post(ask.path, data={})
            _checked(answer, signed_in=bool(name))
    _checked(browser.get("/no-such-page"), signed_in=bool(name))
