"""The demo of every preset: it loads, its ledger agrees, and everything in everybody's menu opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from app import navigation
from app.accounts import identities
from app.accounts.models import Account
from app.claims.models import Claim
from app.extensions import db
from app.hours import ledger
from app.kit import scope
from app.learners import standings
from app.organizations.models import MenuEntry, Platform
from app.presets import loading
from tests.person import Person

Get = Callable[..., Person]
pytestmark = pytest.mark.platforms


def everybody(app: Flask) -> list[tuple[str, str]]:
    """(account, identity) of all who can act."""
    with app.app_context(), scope.everything("test"):
        users = db.session.scalars(select(Account).where(Account.active).order_by(Account.id)).all()
        return [(user.username, one.key) for user in users for one in identities.of_user(db.session, user.id)]


def entries(app: Flask, who: Person) -> dict[str, str]:
    """Target -> address of what the menu shows this identity, as the sidebar asks."""
    assert who.identity
    with app.app_context():
        platform, found = who.identity.platform_id, {}
        with scope.everything("test"):
            targets = db.session.scalars(select(MenuEntry.target).where(MenuEntry.platform_id == platform)).all()
        views = navigation._views()
        wanted = targets or [target for *_words, target in navigation.SYSTEM_MENU]
        for target, view in ((target, views[target]) for target in wanted if target in views):
            with app.test_request_context():
                found[target] = url_for(f"{view.endpoint}.{view.default_view}", **getattr(view, "opens_with", {}))
        return found


@pytest.mark.req("MENU-1")
def test_every_entry_of_every_menu_opens_or_is_not_shown(app: Flask, person: Get) -> None:
    """What the sidebar of an identity shows opens; what it leaves out is refused (MENU-1)."""
    opened = {}
    for username, key in everybody(app):
        who = person(username, key)
        sidebar = who.get("/", follow_redirects=True).get_data(as_text=True).split("主菜单")[1].split("</nav>")[0]
        for target, address in entries(app, who).items():
            shown = f'href="{address}"'.replace("&", "&amp;") in sidebar
            status = who.get(address, follow_redirects=True).status_code
            assert status == 200 if shown else status in (200, 403, 404), (username, key, target, shown, status)
            if shown:
                opened.setdefault(username, set()).add(target)
    missing = {name for name, _key in everybody(app)} - set(opened)
    assert missing == set(), "who signs in finds something to do"


@pytest.mark.req("R-5")
def test_every_demo_loads_and_its_ledger_agrees(app: Flask) -> None:
    with app.app_context(), scope.everything("test"):
        assert set(db.session.scalars(select(Platform.preset))) == set(loading.names(".demo"))
        assert [*ledger.verify(db.session()), *standings.verify(db.session())] == []


@pytest.mark.req("R-4")
def test_a_demo_shows_claims_in_every_state(app: Flask) -> None:
    with app.app_context(), scope.everything("test"):
        states = select(Claim.review_state).join(Platform, Platform.id == Claim.platform_id)
        found = set(db.session.scalars(states))
    assert found >= {"draft", "pending", "approved", "rejected", "returned", "revoked"}


@pytest.mark.req("R-1", "FJ-12")
@pytest.mark.parametrize("name", loading.names())
def test_who_administers_a_platform_holds_what_administrators_below_hold(name: str) -> None:
    """Nobody hands out what he lacks: otherwise nobody could appoint them (FJ-12)."""
    roles = loading.read(name)["role"].values()
    top = next(role["permissions"] for role in roles if role["kind"] == "platform")
    for role in (role for role in roles if role["kind"] == "administrator"):
        lacking = {s: set(verbs) - set(top.get(s, ())) for s, verbs in role["permissions"].items()}
        assert {s: verbs for s, verbs in lacking.items() if verbs} == {}, role["label"]


def test_demos_are_small(app: Flask) -> None:
    """Each test starts from a copy, and the matrix tries every account."""
    for name in loading.names(".demo"):
        assert len(loading.read(f"{name}.demo")["person"]) <= 13, name
