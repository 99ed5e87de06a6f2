"""Notices: told once, read under every identity of the user, and by nobody else (NOTE-1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from app.accounts import operations as accounts
from app.extensions import db
from app.kit import scope
from app.kit.notices import Notice, notify
from tests.person import Person

People = Callable[..., Person]


def user_id(username: str) -> int:
    user = accounts.find_login(db.session(), username)
    assert user is not None
    return int(user.id)


def left(app: Flask, username: str, *texts: str, address: str = "/declarationview/list/", **values: Any) -> list[int]:
    """Leaves `username` exactly the notices that are given by text, oldest first; returns their ids."""
    with app.app_context(), scope.everything("test"):
        me = user_id(username)
        db.session.execute(delete(Notice).where(Notice.user_id == me))
        for text in texts:
            notify(db.session(), "test:told", [me, me], text, values, address)
        db.session.commit()
        return [n.id for n in db.session.query(Notice).filter_by(user_id=me).order_by(Notice.id)]


@pytest.fixture
def told(app: Flask) -> Callable[..., list[int]]:
    return partial(left, app)


def bell(page: str) -> str:
    """The number at the bell, or nothing."""
    found = re.search(r'class="icon-btn bell".*?</a>', page, re.DOTALL)
    assert found
    number = re.search(r'class="count num"[^>]*>([^<]+)<', found[0])
    return number[1] if number else ""


@pytest.mark.req("NOTE-1", "R-2")
def test_the_bell_counts_what_is_unread_under_every_identity(person: People, told: Any) -> None:
    told("dl3", "First.", "Second.", "Third.")
    keys = {identity.key for identity in person("dl3").mine}
    assert len(keys) == 2
    for key in keys:
        assert bell(person("dl3", key).get("/noticeview/list/").text) == "3"
    assert bell(person("dl2").get("/").text) == bell(person("dl2").get("/noticeview/list/").text)


def test_the_bell_stops_counting_at_a_hundred(person: People, told: Any) -> None:
    told("dl2", *(f"Nr {n}." for n in range(120)))
    assert bell(person("dl2").get("/").text) == "99+"


@pytest.mark.req("NOTE-1")
def test_opening_a_notice_marks_it_and_leads_to_what_it_tells_of(person: People, told: Any) -> None:
    first, second = told("dl3", "“%(title)s” waits.", "Other.", address="/declarationview/show/1", title="<b>培训</b>")
    dl3 = person("dl3")
    assert "“&lt;b&gt;培训&lt;/b&gt;” waits." in dl3.get("/noticeview/list/").text
    answer = dl3.post(f"/noticeview/open/{first}")
    assert (answer.status_code, answer.location) == (303, "/declarationview/show/1")
    assert bell(dl3.get("/noticeview/list/").text) == "1"
    unread = dl3.get("/noticeview/list/?standing=unread").text
    assert f"/noticeview/open/{second}" in unread and f"/noticeview/open/{first}" not in unread
    assert f"/noticeview/open/{first}" in dl3.get("/noticeview/list/?standing=read").text


@pytest.mark.parametrize("address", ["//evil.test", "https://evil.test/", "", "/\\evil.test"])
def test_a_notice_never_leads_off_the_site(person: People, told: Any, address: str) -> None:
    (number,) = told("dl3", "Told.", address=address)
    assert person("dl3").post(f"/noticeview/open/{number}").location == "/noticeview/list/"


@pytest.mark.req("NOTE-1")
def test_one_or_all_are_marked_as_read(person: People, told: Any, rows: Any) -> None:
    first, second, _third = told("dl3", "A.", "B.", "C.")
    (other,) = told("dl2", "Of dl2.")
    dl3 = person("dl3")
    assert dl3.post(f"/noticeview/seen/{first}").status_code == 303
    assert [n.id for n in rows(Notice, Notice.read_at.is_(None), Notice.id.in_([first, second]))] == [second]
    dl3.post("/noticeview/seen")
    assert bell(dl3.get("/noticeview/list/").text) == ""
    assert rows(Notice, Notice.id == other)[0].read_at is None


@pytest.mark.req("NOTE-1", "R-1")
@pytest.mark.parametrize("way", ["open", "seen", "show"])
def test_foreign_notices_do_not_exist(person: People, told: Any, rows: Any, way: str) -> None:
    (number,) = told("dl2", "Of dl2.")
    dl3 = person("dl3")
    answer = dl3.get(f"/noticeview/show/{number}") if way == "show" else dl3.post(f"/noticeview/{way}/{number}")
    assert answer.status_code == 404
    assert rows(Notice, Notice.id == number)[0].read_at is None


def test_reading_the_list_marks_nothing(person: People, told: Any, rows: Any) -> None:
    told("dl3", "A.")
    dl3 = person("dl3")
    dl3.get("/noticeview/list/")
    assert dl3.get("/noticeview/seen").status_code == 405
    assert bell(dl3.get("/noticeview/list/").text) == "1"


def test_a_notice_is_told_in_the_readers_language(person: People, told: Any) -> None:
    told("dl3", "Deleted.")
    dl3 = person("dl3")
    assert "删除成功" in dl3.get("/noticeview/list/").text
    dl3.post("/identity/locale", {"locale": "en"})
    assert "Deleted." in dl3.get("/noticeview/list/").text


def test_a_notice_whose_values_are_missing_is_still_readable(person: People, told: Any) -> None:
    told("dl3", "“%(title)s” waits.")
    assert "“%(title)s” waits." in person("dl3").get("/noticeview/list/").text
