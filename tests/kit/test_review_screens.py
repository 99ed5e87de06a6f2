"""What the screens of a review show: what is due, the verbs that a row allows, phrases, who was left alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import clock, scope
from app.kit.review import ReviewStep
from app.organizations.models import PolicyRow
from tests.kit.reviewing import People, act, in_state, read, submitted

FINAL, FIRST, OWN = "/finalreviewview/list/", "/firstreviewview/list/", "/declarationview/list/"


def line(page: str, title: str) -> str:
    """The row of the table that holds `title`."""
    (found,) = [row for row in page.split("<tr>") if f">{title}</a>" in row]
    return found


def verbs(page: str, title: str) -> set[str]:
    return set(re.findall(r'data-url="[^"]+/do/(\w+)"', line(page, title)))


def overdue(app: Flask, number: int) -> None:
    tables: list[Any] = [TrainingClass.__table__, ReviewStep.__table__]
    with app.app_context(), scope.everything("test"):
        late = clock.now() - timedelta(days=3)
        db.session.execute(update(tables[0]).where(tables[0].c.id == number).values(review_due_at=late))
        waits = (tables[1].c.item_id == number, tables[1].c.opened_at.is_not(None), tables[1].c.verb.is_(None))
        db.session.execute(update(tables[1]).where(*waits).values(due_at=late))
        db.session.commit()


@pytest.mark.req("R-3")
def test_what_is_overdue_is_said_in_list_and_timeline(app: Flask, person: People) -> None:
    title = "群众文化活动策划能力提升班"
    assert "已逾期" not in line(person("dl2").get(FIRST).text, title)
    with app.app_context():
        number = in_state("first_review")
        due = read(number).review_due_at
    assert due is not None
    assert f"{clock.local(due):%Y-%m-%d}" in line(person("dl2").get(FIRST).text, title)
    overdue(app, number)
    assert "已逾期" in line(person("dl2").get(FIRST).text, title)
    for who, path in (("dl2", "/firstreviewview/show/"), ("dl3", "/declarationview/show/")):
        assert "起逾期" in person(who).get(f"{path}{number}").text


@pytest.mark.req("R-3")
def test_the_demo_data_have_something_overdue(person: People) -> None:
    assert "已逾期" in line(person("dl1").get(FINAL).text, "非物质文化遗产保护与传承")
    assert "已逾期" in person("dl1").get("/inbox/?due=overdue").text


@pytest.mark.req("R-4", "GX-15")
@pytest.mark.parametrize(("username", "path", "title", "offered"), [
    ("dl1", FINAL, "公共文化服务规范专题培训", {"reopen", "revoke"}),
    ("dl1", FINAL, "外出考察交流活动", {"reopen"}),
    ("dl1", FINAL, "基层文化队伍轮训", {"approve", "send_back", "reject"}),
    ("dl1", FINAL, "书画装裱兴趣讲座", set()),
    ("dl2", FIRST, "公共文化服务规范专题培训", set()),  # decided last by level 1
    ("dl3", OWN, "公共文化服务规范专题培训", {"revoke"}),
    ("dl3", OWN, "群众文化活动策划能力提升班", {"withdraw", "revoke"}),
    ("dl3", OWN, "非物质文化遗产保护与传承", {"revoke"}),  # the first review has decided
    ("dl3", OWN, "基层文化队伍轮训", {"revoke"}),  # reopened: a decision stands in this round
    ("dl2", OWN, "舞台安全管理培训", set()),  # its route leaves revoking to who decided last
])  # fmt: skip
def test_a_row_offers_what_it_allows(person: People, username: str, path: str, title: str, offered: set[str]) -> None:
    assert verbs(person(username).get(path).text, title) == offered


@pytest.mark.req("R-4")
def test_reopen_and_revoke_say_what_will_happen_and_ask_for_an_opinion(person: People) -> None:
    page = line(person("dl1").get(FINAL).text, "公共文化服务规范专题培训")
    assert page.count('data-opinion="required"') == 2
    assert "已为其分配的学分将收回" in page


@pytest.mark.req("R-4")
@pytest.mark.parametrize("opinion", ["因为", ""])
def test_the_buttons_reopen_and_revoke(app: Flask, person: People, opinion: str) -> None:
    with app.app_context():
        number = in_state("approved")
        before = read(number)
    for who, path, verb, state in (
        ("dl1", "/finalreviewview", "reopen", "pending"), ("dl3", "/declarationview", "revoke", "revoked"),
    ):  # fmt: skip
        with app.app_context():
            version = read(number).version
        answer = person(who).post(f"{path}/do/{verb}", {"rowid": f"{number}.{version}", "opinion": opinion})
        assert answer.status_code == 303
        with app.app_context():
            assert read(number).review_state == (state if opinion else before.review_state)


@pytest.mark.req("R-6")
def test_the_platforms_phrases_are_offered_for_opinions(app: Flask, person: People) -> None:
    assert "请补充每天的课程安排。" in person("dl2").get(FIRST).text
    with app.app_context(), scope.everything("test"):
        db.session.add(PolicyRow(platform_id=1, name="common_phrases", from_year=2020, value=["缺少签到表。"]))
        db.session.commit()
    page = person("dl2").get(FIRST).text
    assert "缺少签到表。" in page
    assert "请补充每天的课程安排。" not in page


@pytest.mark.req("R-4")
def test_who_was_left_alone_is_named_after_a_batch(app: Flask, person: People) -> None:
    with app.app_context():
        good, bad = submitted(person, title="好的"), submitted(person, title="撤回的")
        seen = {n: read(n).version for n in (good, bad)}
        act(person("dl3"), "withdraw", bad)
    dl2 = person("dl2")
    dl2.post("/firstreviewview/do/approve", {"rowid": [f"{n}.{v}" for n, v in seen.items()]})
    page = dl2.get(FIRST).text
    assert re.search(r"撤回的: .*张伟.*已撤回|撤回的：.*张伟", page), page[:50]
