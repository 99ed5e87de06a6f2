"""Announcements reach those below the organization that writes them, and nobody else (NOTE-1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.announcements.models import Announcement
from app.kit.notices import Notice
from tests.conftest import Person
from tests.house.outsiders import one, small_sheet
from tests.imports import work

People = Callable[..., Person]
EVERYONE = "关于开展2026年度继续教育学分申报工作的通知"
ADMINISTRATORS, LEARNERS = "管理员业务培训安排", "馆内学员注意：请核对个人信息"
HIDDEN = ("系统维护公告", "年终考核提前通知", "场地变更（已撤回）")


def number(app: Flask, title: str) -> int:
    return int(one(app, Announcement, Announcement.title == title).id)


@pytest.mark.req("NOTE-1", "R-1")
@pytest.mark.parametrize(("username", "shown"), [
    ("dl1", {EVERYONE}), ("dl2", {EVERYONE, ADMINISTRATORS}), ("dl3", {EVERYONE, ADMINISTRATORS}),
    ("dl3-sibling", {EVERYONE, ADMINISTRATORS}), ("dl-learner", {EVERYONE, LEARNERS}),
])  # fmt: skip
def test_each_reader_is_shown_what_is_addressed_today(person: People, username: str, shown: set[str]) -> None:
    page = person(username).get("/boardview/list/").text
    assert {title for title in (EVERYONE, ADMINISTRATORS, LEARNERS, *HIDDEN) if title in page} == shown


@pytest.mark.req("NOTE-1", "R-1")
@pytest.mark.parametrize("username", ["auditor", "security", "admin"])
def test_others_have_no_board(person: People, username: str) -> None:
    assert person(username).get("/boardview/list/").status_code == 403
    assert EVERYONE not in person(username).get("/").text


@pytest.mark.req("NOTE-1")
def test_home_pages_show_what_is_new_until_it_was_opened(app: Flask, person: People) -> None:
    for username, home in (("dl3", "/"), ("dl-learner", "/archive/")):
        reader = person(username)
        before = reader.get(home).text
        assert EVERYONE in before
        answer = reader.post(f"/boardview/open/{number(app, EVERYONE)}")
        assert answer.status_code == 303
        assert "各单位" in reader.get(answer.location).text
        assert before.count('class="unread"') - reader.get(home).text.count('class="unread"') == 1


@pytest.mark.req("NOTE-1", "R-1")
@pytest.mark.parametrize(("username", "title"), [
    ("dl3-sibling", LEARNERS), ("dl3-sibling", HIDDEN[1]), ("dl2", EVERYONE), ("dl3", ADMINISTRATORS),
])  # fmt: skip
def test_only_the_own_subtrees_announcements_are_changed(app: Flask, person: People, username: str, title: str) -> None:
    boss, key = person(username), number(app, title)
    sent = {"title": "x", "body": "x", "audience": "everyone", "starts_on": "2026-01-01", "_version": "1"}
    assert boss.post(f"/announcementview/edit/{key}", sent).status_code == 404
    assert boss.post("/announcementview/do/withdraw", {"rowid": f"{key}.1"}).status_code == 404
    assert one(app, Announcement, Announcement.id == key).title == title


@pytest.mark.req("NOTE-1", "R-1")
def test_nobody_announces_for_a_foreign_organization(app: Flask, person: People) -> None:
    foreign = one(app, Announcement, Announcement.title == LEARNERS).organization_id
    sent = {"title": "x", "body": "x", "audience": "everyone", "starts_on": "2026-01-01", "organization": str(foreign)}
    assert person("dl3-sibling").post("/announcementview/add", sent).status_code == 422


def test_a_withdrawn_announcement_disappears_and_stays_as_it_is(app: Flask, person: People) -> None:
    key = number(app, ADMINISTRATORS)
    person("dl2").post("/announcementview/do/withdraw", {"rowid": f"{key}.1"})
    assert ADMINISTRATORS not in person("dl3").get("/boardview/list/").text
    assert person("dl3").get(f"/boardview/show/{key}").status_code == 404
    sent = {"title": "x", "body": "x", "audience": "everyone", "starts_on": "2026-01-01", "_version": "2"}
    assert person("dl2").post(f"/announcementview/edit/{key}", sent).status_code == 409


def test_the_last_day_is_not_before_the_first(app: Flask, person: People) -> None:
    unit = one(app, Announcement, Announcement.title == LEARNERS).organization_id
    sent: dict[str, Any] = {"title": "x", "body": "x", "audience": "everyone", "organization": str(unit)}
    days = {"starts_on": "2026-05-02", "ends_on": "2026-05-01"}
    assert person("dl3").post("/announcementview/add", sent | days).status_code == 422


@pytest.mark.req("NOTE-1")
def test_an_import_that_was_checked_and_done_tells_its_owner(app: Flask, person: People, rows: Any) -> None:
    dl3 = person("dl3")
    sent = dl3.post("/imports/new/learners", {"file": (small_sheet(), "people.xlsx")})
    work(app)
    dl3.post(f"{sent.location}/confirm")
    work(app)
    mine = rows(Notice, Notice.event.startswith("job:"))
    assert [(n.event, n.address) for n in mine] == [("job:waiting", sent.location), ("job:done", sent.location)]
    assert dl3.identity and {n.user_id for n in mine} == {dl3.identity.user_id}


def test_a_short_export_tells_nobody(app: Flask, person: People, rows: Any) -> None:
    person("dl3").post("/learnerview/export")
    work(app)
    assert rows(Notice, Notice.event.startswith("job:")) == []
