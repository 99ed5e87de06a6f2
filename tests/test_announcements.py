"""Announcements reach those below the organization that writes them, and nobody else (NOTE-1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.accounts.models import Account
from app.announcements import telling
from app.announcements.models import Announcement
from app.extensions import db
from app.kit import clock, jobs, scope
from app.kit.notices import Notice
from app.learners.models import Learner
from app.organizations.models import Organization
from tests.house.outsiders import UNIT, one, small_sheet, statements
from tests.imports import work
from tests.person import Person
from tests.test_accounts import held

People = Callable[..., Person]
EVERYONE = "关于开展2026年度继续教育学分申报工作的通知"
ADMINISTRATORS, LEARNERS = "管理员业务培训安排", "馆内学员注意：请核对个人信息"
TOP, MIDDLE, SIBLING = "示范市人力资源和社会保障局", "示范市文化艺术中心", "示范市少年宫"
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


# ---- readers hear of it -------------------------------------------------------------------------------------------


def announce(app: Flask, who: Person, unit: str, **more: Any) -> int:
    """Written on the screen by `who` for those below a unit; its number."""
    place = one(app, Organization, Organization.name == unit)
    facts = {
        "title": "新通知",
        "body": "请阅",
        "audience": "everyone",
        "starts_on": clock.today().isoformat(),
        "ends_on": "",
    }
    assert who.post("/announcementview/add", facts | {"organization": str(place.id)} | more).status_code == 303
    return number(app, str(more.get("title", "新通知")))


def tell(app: Flask) -> None:
    """What the periodic job does."""
    with app.app_context(), scope.everything("test"):
        while telling.tell_next(db.session(), 1) is not None:
            db.session.commit()
        db.session.commit()


def heard(app: Flask, title: str = "新通知") -> list[str]:
    """Who has a notice of it."""
    with app.app_context(), scope.everything("test"):
        query = select(Account.username, Notice).join(Account, Account.id == Notice.user_id)
        rows = db.session.execute(query.where(Notice.event == telling.SHOWN).order_by(Account.username))
        return [name for name, notice in rows if notice.values["title"] == title]


@pytest.mark.req("NOTE-1", "R-1")
@pytest.mark.parametrize(("who", "unit", "audience", "told"), [
    ("dl1", TOP, "everyone", {"dl2", "dl2-deputy", "dl3", "dl3-sibling", "dl-learner", "dl-certified"}),
    ("dl2", MIDDLE, "administrators", {"dl2-deputy", "dl3", "dl3-sibling"}),
    ("dl3", UNIT, "learners", {"dl-learner", "dl-certified"}),
    ("dl3-sibling", SIBLING, "everyone", set()),
])  # fmt: skip
def test_each_reader_hears_of_it_once_and_nobody_else(
    app: Flask, person: People, who: str, unit: str, audience: str, told: set[str]
) -> None:
    key = announce(app, person(who), unit, audience=audience)
    for _again in range(2):
        tell(app)
    assert set(heard(app)) == told
    assert len(heard(app)) == len(told)
    for name in told & {"dl3", "dl-learner"}:
        notice = one(app, Notice, Notice.event == telling.SHOWN)
        assert person(name).get(notice.address).status_code == 200
        assert key == int(notice.address.rsplit("/", 1)[1])


@pytest.mark.req("NOTE-1")
def test_what_is_not_shown_yet_is_told_on_its_first_day(app: Flask, person: People) -> None:
    later = clock.today() + timedelta(days=3)
    key = announce(app, person("dl2"), MIDDLE, starts_on=later.isoformat())
    tell(app)
    assert heard(app) == []
    with app.app_context(), scope.everything("test"):
        db.session.get_one(Announcement, key).starts_on = clock.today()
        db.session.commit()
    tell(app)
    assert "dl3" in heard(app)


@pytest.mark.req("NOTE-1")
def test_the_tick_tells_by_itself(app: Flask, person: People, rows: Any) -> None:
    announce(app, person("dl2"), MIDDLE)
    for _turn in range(2):
        with app.app_context():
            jobs.tick()
        work(app)
    assert heard(app).count("dl3") == 1
    assert {job.status for job in rows(jobs.Job, jobs.Job.kind == "announcements")} == {"done"}


@pytest.mark.req("NOTE-1")
def test_the_notice_and_the_board_know_of_each_other(app: Flask, person: People) -> None:
    first, second = (announce(app, person("dl2"), MIDDLE, title=title) for title in ("甲通知", "乙通知"))
    tell(app)
    dl3 = person("dl3")
    address = telling.address_of(first)
    mine = one(app, Notice, Notice.address == address, Notice.user_id == held(app, "dl3").user_id)
    before = dl3.get("/boardview/list/").text.count('class="unread"')
    assert dl3.post(f"/noticeview/open/{mine.id}").location == address
    assert dl3.get("/boardview/list/").text.count('class="unread"') == before - 1
    dl3.post(f"/boardview/open/{second}")
    other = one(app, Notice, Notice.address == telling.address_of(second), Notice.user_id == mine.user_id)
    assert other.read_at is not None


@pytest.mark.req("NOTE-1")
def test_a_withdrawn_announcement_takes_its_unread_notices_back(app: Flask, person: People) -> None:
    key = announce(app, person("dl2"), MIDDLE)
    tell(app)
    reader = one(app, Notice, Notice.event == telling.SHOWN, Notice.user_id == held(app, "dl3").user_id)
    person("dl3").post(f"/noticeview/open/{reader.id}")
    assert person("dl2").post("/announcementview/do/withdraw", {"rowid": f"{key}.1"}).status_code == 303
    assert heard(app) == ["dl3"], "what was read stays in the list of what was read"
    tell(app)
    assert heard(app) == ["dl3"]


@pytest.mark.req("NOTE-1")
def test_readers_are_told_in_parts_that_go_on_where_the_last_one_ended(
    app: Flask, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(app, person("dl1"), TOP)
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    with app.app_context():
        for _worker_dies in range(2):
            with scope.everything("test"):
                assert telling.tell_next(db.session(), 1) == 2
                db.session.commit()
            with scope.everything("test"):
                assert telling.tell_next(db.session(), 1)
                db.session.rollback()  # died before its commit
    tell(app)
    assert heard(app) == ["dl-certified", "dl-learner", "dl2", "dl2-deputy", "dl3", "dl3-sibling"]


@pytest.mark.req("NOTE-1")
def test_telling_costs_the_same_statements_however_many_read(app: Flask, person: People) -> None:
    announce(app, person("dl1"), TOP)
    with app.app_context(), scope.everything("test"):
        facts = {"first_name": "x", "last_name": "", "active": True, "must_change_password": False}
        users = [facts | {"username": f"u{n}", "email": f"u{n}@x.invalid", "display_name": "x"} for n in range(500)]
        db.session.connection().execute(insert(Account), users)
        root = db.session.scalars(select(Organization).where(Organization.parent_id.is_(None))).one()
        ids = db.session.scalars(select(Account.id).where(Account.username.like("u%"))).all()
        some = db.session.execute(select(Learner.__table__)).first()
        assert some
        facts = some._asdict() | {"organization_id": root.id}
        people = [
            {k: v for k, v in facts.items() if k != "id"} | {"user_id": user, "document_hash": f"h{user}"}
            for user in ids
        ]
        db.session.connection().execute(insert(Learner.__table__), people)
        db.session.commit()
        with statements(app) as seen:
            assert (telling.tell_next(db.session(), 1) or 0) > 500
        db.session.commit()
    assert len(seen) <= 5
