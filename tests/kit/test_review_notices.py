"""Notices of a review: each submitter once per call, who has to decide next, reminders once before and once after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import delete, select, update

from app.accounts.models import Account
from app.extensions import db
from app.kit import clock, jobs, scope
from app.kit.jobs.models import DONE, Job
from app.kit.notices import Notice
from app.kit.review import ReviewStep, reminding
from tests.kit.reviewing import People, act, colleague, declare, in_state, submitted, unit

STEP: Any = ReviewStep.__table__


@pytest.fixture(autouse=True)
def quiet(context: Flask) -> Iterator[None]:
    with force_locale("en"), scope.everything("test"):
        db.session.execute(delete(Notice))
        db.session.commit()
    with force_locale("en"):
        yield


def told(event: str = "") -> list[tuple[str, str, str, int]]:
    """(user, what, first title, how many) of each notice, in the order of users."""
    with scope.everything("test"):
        query = select(Account.username, Notice).join(Account, Account.id == Notice.user_id)
        rows = db.session.execute(query.order_by(Account.username, Notice.id)).all()
        return [
            (name, n.event.rpartition(":")[2], n.values["title"], n.values["n"])
            for name, n in rows if event in n.event
        ]  # fmt: skip


# ---- of a call ----------------------------------------------------------------------------------------------------


@pytest.mark.req("NOTE-1")
def test_a_submission_is_told_to_who_has_to_decide(person: People) -> None:
    number = declare(person("dl3"), title="甲")
    act(person("dl3"), "submit", number)
    assert told() == [("dl2", "waiting", "甲", 1), ("dl2-deputy", "waiting", "甲", 1)]


@pytest.mark.req("NOTE-1")
def test_a_decision_is_told_to_the_submitter_and_to_who_is_next(person: People) -> None:
    numbers = [declare(person("dl3"), title=title) for title in ("甲", "乙", "丙")]
    act(person("dl3"), "submit", *numbers)
    forget()
    act(person("dl2"), "approve", *numbers)
    assert told() == [("dl1", "waiting", "甲", 3), ("dl3", "approve", "甲", 3)]
    forget()
    act(person("dl1"), "approve", *numbers)
    assert told() == [("dl3", "approved", "甲", 3)]


def forget() -> None:
    with scope.everything("test"):
        db.session.execute(delete(Notice))
        db.session.commit()


@pytest.mark.req("NOTE-1")
@pytest.mark.parametrize(("state", "verb", "who", "others"), [
    ("first_review", "return", "dl2", []),
    ("first_review", "reject", "dl2", []),
    ("approved", "reopen", "dl1", []),
    ("approved", "revoke", "dl1", []),
])  # fmt: skip
def test_what_goes_against_it_is_told_to_the_submitter(
    person: People, state: str, verb: str, who: str, others: list[Any]
) -> None:
    act(person(who), verb, in_state(state), opinion="因为")
    assert [(name, event) for name, event, *_rest in told()] == [("dl3", verb)]


@pytest.mark.req("NOTE-1")
def test_each_submitter_hears_once_of_a_call(person: People) -> None:
    second = colleague(person, "dl3-second", "level3", unit("dl3", person))
    mine = [submitted(person, title=title) for title in ("甲", "乙")]
    theirs = declare(second, title="丙")
    act(second, "submit", theirs)
    forget()
    act(person("dl2"), "return", *mine, theirs, opinion="因为")
    assert told() == [("dl3", "return", "甲", 2), ("dl3-second", "return", "丙", 1)]


@pytest.mark.req("NOTE-1")
def test_nobody_is_told_of_the_own_doing(person: People) -> None:
    number = submitted(person, "dl2")  # the first review is the own unit's
    assert [name for name, *_rest in told()] == ["dl2-deputy"]
    forget()
    act(person("dl2"), "approve", number)
    assert [name for name, *_rest in told()] == ["dl1"]
    act(person("dl3"), "withdraw", in_state("first_review"))
    assert told("withdraw") == []


@pytest.mark.req("NOTE-1")
def test_a_refused_call_tells_nobody(person: People) -> None:
    act(person("dl2"), "approve", in_state("approved"))
    assert told() == []


@pytest.mark.req("NOTE-1")
def test_a_notice_leads_to_the_row_or_to_the_list(person: People) -> None:
    one = submitted(person, title="甲")
    more = [declare(person("dl3"), title=title) for title in ("乙", "丙")]
    act(person("dl3"), "submit", *more)
    with scope.everything("test"):
        user = select(Account.id).where(Account.username == "dl2").scalar_subquery()
        rows = list(db.session.scalars(select(Notice).where(Notice.user_id == user).order_by(Notice.id)))
        addresses = [row.address for row in rows]
    assert addresses == [f"/firstreviewview/show/{one}", "/firstreviewview/list/?review_position=first_review"]
    for address in addresses:
        assert person("dl2").get(address).status_code == 200


# ---- reminders ----------------------------------------------------------------------------------------------------


def due(number: int, moment: datetime) -> None:
    """Let the open step of a class be due at `moment`."""
    with scope.everything("test"):
        of_class = (STEP.c.kind == "training_class", STEP.c.item_id == number)
        mine = (*of_class, STEP.c.opened_at.is_not(None), STEP.c.decided_at.is_(None))
        db.session.execute(update(STEP).where(*mine).values(due_at=moment))
        db.session.commit()


@pytest.fixture
def punctual(context: Flask) -> None:
    """The one step of the demo data that is overdue gets a month more."""
    due(in_state("final_review"), clock.now() + timedelta(days=30))


def remind() -> int:
    with scope.everything("test"):
        found = reminding.remind(db.session(), 1)
        db.session.commit()
        return found


@pytest.mark.req("R-3", "NOTE-1")
@pytest.mark.usefixtures("punctual")
def test_holders_are_reminded_once_before_and_once_after(person: People) -> None:
    number = in_state("first_review")
    due(number, clock.now() + timedelta(days=30))
    assert remind() == 0
    due(number, clock.now() + timedelta(hours=1))
    assert (remind(), remind()) == (1, 0)
    assert [(name, event) for name, event, *_rest in told()] == [("dl2", "due"), ("dl2-deputy", "due")]
    due(number, clock.now() - timedelta(seconds=1))
    with scope.everything("test"):  # reminded when it was not yet due
        db.session.execute(update(STEP).values(reminded_at=clock.now() - timedelta(hours=2)))
        db.session.commit()
    forget()
    assert (remind(), remind()) == (1, 0)
    assert [(name, event) for name, event, *_rest in told()] == [("dl2", "overdue"), ("dl2-deputy", "overdue")]


@pytest.mark.req("R-3")
@pytest.mark.usefixtures("punctual")
def test_decided_and_foreign_steps_are_not_reminded_of(person: People) -> None:
    number = in_state("first_review")
    due(number, clock.now() - timedelta(days=1))
    with scope.everything("test"):
        assert reminding.remind(db.session(), 2) == 0
        db.session.rollback()
    act(person("dl2"), "approve", number)
    assert remind() == 0


@pytest.mark.req("R-3")
@pytest.mark.usefixtures("punctual")
def test_the_tick_reminds_by_itself_and_two_ticks_remind_once(context: Flask) -> None:
    due(in_state("first_review"), clock.now() - timedelta(days=1))
    for _turn in range(2):
        jobs.tick()
        jobs.run_all()
    assert len(told("overdue")) == 2
    with scope.everything("test"):
        ran = list(db.session.scalars(select(Job).where(Job.kind == "review_reminders")))
        assert [(job.status, job.result) for job in ran] == [(DONE, {"count": 1})]


# ---- the platform's word for hours --------------------------------------------------------------------------------


@pytest.mark.req("NOTE-1", "R-6")
@pytest.mark.parametrize(
    ("locale", "said"), [("zh", "已分配的学分已收回"), ("en", "credits granted for it were taken back")]
)
def test_a_notice_says_what_the_platform_calls_hours(person: People, locale: str, said: str) -> None:
    number = in_state("approved")
    act(person("dl1"), "revoke", number, opinion="已取消")
    with scope.everything("test"):
        notice = db.session.scalars(select(Notice).where(Notice.event == "training_class:revoke")).one()
        assert notice.values["hours"] == {"zh": "学分", "en": "credits"}
        with force_locale(locale):
            assert said in notice.sentence


@pytest.mark.req("NOTE-1")
def test_a_notice_from_before_the_word_was_the_platforms_is_still_read(context: Flask) -> None:
    old = Notice(text="“%(title)s” was revoked; hours granted for it were taken back.", values={"title": "甲"})
    with force_locale("zh"):
        assert old.sentence == "“甲”已撤销，已分配的部分已收回。"
