"""「All that match」: frozen at the confirmation, decided at once or by a job in parts (ux.md Review 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import delete, select

from app.accounts.models import Account
from app.classes import operations as classes
from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import jobs, review, scope
from app.kit.audit import AuditEvent
from app.kit.jobs.models import CANCELLED, DONE, FAILED, Job
from app.kit.notices import Notice
from app.kit.review import ReviewStep, batches
from tests.kit.reviewing import People, act, colleague, declare, everything_kept, in_state, read, steps, unit
from tests.person import Person

LIST = "/firstreviewview"


@pytest.fixture(autouse=True)
def english(context: Flask) -> Iterator[None]:
    with force_locale("en"):
        yield


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of four items, so that a job has several."""
    monkeypatch.setattr(batches, "AT_ONCE", 4)


def submit(person: People, count: int, title: str = "批") -> list[int]:
    """Classes of dl3's unit that wait for their first review."""
    numbers = [declare(person("dl3"), title=f"{title}{n}") for n in range(count)]
    assert act(person("dl3"), "submit", *numbers).done == numbers
    return numbers


def get(who: Person, path: str, **more: Any) -> Any:
    """A page as a browser gets it: nothing of this test's own context is shared."""
    return Context().run(who.get, path, **more)


def post(who: Person, path: str, data: dict[str, Any] | None = None) -> Any:
    return Context().run(who.post, path, data)


def confirmation(who: Person, verb: str = "approve", **filters: str) -> str:
    page = get(who, f"{LIST}/matching/{verb}", query_string={"review_position": "first_review"} | filters)
    assert page.status_code == 200
    return page.text


def frozen(page: str) -> str:
    found = re.search(r'name="selection" value="([^"]+)"', page)
    assert found, page
    return found[1]


def decide(who: Person, page: str, verb: str = "approve", opinion: str = "因为") -> Any:
    return post(who, f"{LIST}/decide/{verb}", {"selection": frozen(page), "opinion": opinion})


def states(numbers: list[int]) -> set[str]:
    return {read(number).review_position for number in numbers}


# ---- at once ------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-4")
def test_the_confirmation_counts_and_adds_up_what_matches(person: People) -> None:
    submit(person, 3, "甲")
    submit(person, 2, "乙")
    page = confirmation(person("dl2"), title="甲")
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd class=\"num\">(\d+)</dd>", page))
    assert figures == {"件数": "3", "拟培训人数合计": "30", "学分合计": "24"}


@pytest.mark.req("R-4")
def test_all_that_match_are_decided_and_nothing_else(person: People) -> None:
    wanted, other = submit(person, 3, "甲"), submit(person, 2, "乙")
    dl2 = person("dl2")
    answer = decide(dl2, confirmation(dl2, title="甲"))
    assert answer.status_code == 303
    assert states(wanted) == {"final_review"}
    assert states(other) == {"first_review"}
    assert len({step.batch for n in wanted for step in steps(n, ReviewStep.verb == "approve")}) == 1


@pytest.mark.req("R-4")
def test_what_comes_after_the_confirmation_is_not_decided(person: People) -> None:
    old = declare(person("dl3"), title="批旧")  # declared before, submitted after
    wanted, dl2 = submit(person, 2), person("dl2")
    page = confirmation(dl2, title="批")
    act(person("dl3"), "submit", old)
    later = submit(person, 2, "批晚")
    decide(dl2, page)
    assert states(wanted) == {"final_review"}
    assert states([old, *later]) == {"first_review"}


@pytest.mark.req("R-4")
def test_what_was_returned_and_submitted_again_meanwhile_is_not_decided(person: People) -> None:
    wanted, dl2 = submit(person, 2), person("dl2")
    page = confirmation(dl2, title="批")
    act(dl2, "return", wanted[0], opinion="请改")
    act(person("dl3"), "submit", wanted[0])
    decide(dl2, page)
    assert [read(number).review_position for number in wanted] == ["first_review", "final_review"]


@pytest.mark.req("R-4")
def test_what_others_decide_meanwhile_is_left_alone_and_named(person: People) -> None:
    wanted, dl2 = submit(person, 3), person("dl2")
    page = confirmation(dl2, title="批")
    second = colleague(person, "dl2-second", "level2", unit("dl2", person))
    act(second, "reject", wanted[1], opinion="不行")
    decide(dl2, page)
    assert [read(number).review_position for number in wanted] == ["final_review", "rejected", "final_review"]
    shown = get(dl2, f"{LIST}/list/").text
    assert "批1" in shown
    assert "dl2-second" in shown


@pytest.mark.req("R-4")
@pytest.mark.parametrize("verb", ["send_back", "reject"])
def test_without_an_opinion_nothing_is_returned_or_rejected(person: People, verb: str) -> None:
    submit(person, 2)
    dl2, before = person("dl2"), everything_kept()
    decide(dl2, confirmation(dl2, verb, title="批"), verb, opinion="  ")
    assert everything_kept() == before


@pytest.mark.req("R-1", "R-4")
@pytest.mark.parametrize("forged", ["", "nonsense", "other verb", "other identity"])
def test_a_selection_that_was_not_confirmed_decides_nothing(person: People, forged: str) -> None:
    submit(person, 2)
    dl2 = person("dl2")
    deputy = person("dl2-deputy")
    pages = {"other verb": (dl2, "reject"), "other identity": (deputy, "approve")}
    text = frozen(confirmation(*pages[forged], title="批")) if forged in pages else forged
    before = everything_kept()
    answer = post(dl2, f"{LIST}/decide/approve", {"selection": text, "opinion": ""})
    assert answer.status_code == 303
    assert everything_kept() == before


@pytest.mark.req("R-1")
@pytest.mark.parametrize("username", ["dl3", "dl-learner", "auditor", "admin"])
def test_outsiders_neither_look_nor_decide(person: People, username: str) -> None:
    submit(person, 2)
    text, before = frozen(confirmation(person("dl2"), title="批")), everything_kept()
    who = person(username)
    assert get(who, f"{LIST}/matching/approve").status_code in (403, 404)
    assert post(who, f"{LIST}/decide/approve", {"selection": text}).status_code in (403, 404)
    assert everything_kept() == before


@pytest.mark.parametrize("name", ["nonsense", "reopen", "revoke"])
def test_only_decisions_are_made_for_all_that_match(person: People, name: str) -> None:
    assert get(person("dl2"), f"{LIST}/matching/{name}").status_code == 404


def test_the_list_offers_it_only_for_what_waits_there(person: People) -> None:
    submit(person, 2)
    dl2 = person("dl2")
    assert "/matching/approve" in get(dl2, f"{LIST}/list/?review_position=first_review").text
    for elsewhere in ("", "?review_position=returned"):
        assert "/matching/approve" not in get(dl2, f"{LIST}/list/{elsewhere}").text
    assert "/matching/" not in get(person("dl3"), "/declarationview/list/?review_position=first_review").text


# ---- in the background --------------------------------------------------------------------------------------------


def job_of(answer: Any) -> int:
    assert "/batches/" in answer.location, answer.location
    return int(answer.location.rsplit("/", 1)[1])


def look(number: int) -> Job:
    with scope.everything("test"):
        job = db.session.get_one(Job, number)
        db.session.refresh(job)
        db.session.expunge_all()
        return job


@pytest.mark.req("R-4", "NOTE-1")
@pytest.mark.usefixtures("small_parts")
def test_a_large_selection_is_a_job_in_parts_with_one_batch_and_one_notice(person: People) -> None:
    wanted, dl2 = submit(person, 10), person("dl2")
    with scope.everything("test"):
        db.session.execute(delete(Notice))
        db.session.commit()
    number = job_of(decide(dl2, confirmation(dl2, title="批")))
    assert states(wanted) == {"first_review"}
    jobs.run_all()
    job = look(number)
    assert (job.status, job.result["count"], job.result["left"], job.percent) == (DONE, 10, 0, 100)
    assert states(wanted) == {"final_review"}
    signed = [step for n in wanted for step in steps(n, ReviewStep.verb == "approve")]
    assert len(signed) == 10
    assert len({step.batch for step in signed}) == 1
    with scope.everything("test"):
        told = [(n.event, n.values["n"]) for n in db.session.scalars(select(Notice).order_by(Notice.id))]
        audited = select(AuditEvent).where(AuditEvent.event == "training_class:approve", AuditEvent.batch.is_not(None))
        assert len({row.subject_id for row in db.session.scalars(audited)}) == 10
    assert told == [("training_class:approve", 10), ("training_class:waiting", 10)]


@pytest.mark.usefixtures("small_parts")
def test_a_job_leaves_alone_what_others_did_and_names_it(person: People) -> None:
    wanted, dl2 = submit(person, 10), person("dl2")
    number = job_of(decide(dl2, confirmation(dl2, title="批")))
    act(person("dl3"), "withdraw", wanted[0], wanted[1])
    with person("dl3").acting() as s:
        classes.discard(db.session(), s.actor, [db.session.get_one(TrainingClass, wanted[0])])
        db.session.commit()
    later = submit(person, 1)
    jobs.run_all()
    job = look(number)
    assert (job.status, job.result["count"], job.result["left"]) == (DONE, 8, 2)
    assert [name for name, _reason in job.result["skipped"]] == ["批1"]
    assert states(later) == {"first_review"}
    page = get(dl2, f"/batches/{number}").text
    assert f'href="/batches/{number}"' in get(dl2, "/batches/").text
    assert f'href="/batches/{number}"' not in get(person("dl1"), "/batches/").text
    assert Context().run(dl2.app.test_client().get, "/batches/").location.startswith("/login/")
    assert "批1" in page


@pytest.mark.req("R-2")
@pytest.mark.usefixtures("small_parts")
def test_a_job_stops_when_the_identity_has_ended(person: People, context: Flask) -> None:
    wanted, dl2 = submit(person, 10), person("dl2")
    number = job_of(decide(dl2, confirmation(dl2, title="批")))
    with scope.everything("test"):
        db.session.scalars(select(Account).where(Account.username == "dl2")).one().active = False
        db.session.commit()
    jobs.run_all()
    assert look(number).status == FAILED
    assert states(wanted) == {"first_review"}


@pytest.mark.usefixtures("small_parts")
def test_a_job_can_be_cancelled_by_its_owner_only(person: People) -> None:
    wanted, dl2 = submit(person, 10), person("dl2")
    number = job_of(decide(dl2, confirmation(dl2, title="批")))
    for other in ("dl1", "dl2-deputy", "dl3"):
        assert get(person(other), f"/batches/{number}").status_code == 404
        assert post(person(other), f"/batches/{number}/cancel").status_code == 404
    assert post(dl2, f"/batches/{number}/cancel").status_code == 303
    jobs.run_all()
    assert look(number).status == CANCELLED
    assert states(wanted) == {"first_review"}


@pytest.mark.case(61)
@pytest.mark.usefixtures("small_parts")
def test_a_job_that_dies_between_parts_goes_on_where_it_was(person: People, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, dl2 = submit(person, 10), person("dl2")
    number = job_of(decide(dl2, confirmation(dl2, title="批")))
    real, calls = batches.act, []

    def dying(*args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            real(*args, **more)
            raise ConnectionError
        return real(*args, **more)

    monkeypatch.setattr(batches, "act", dying)
    jobs.run_all(1)
    assert [read(n).review_position for n in wanted] == ["final_review"] * 4 + ["first_review"] * 6
    with scope.everything("test"):  # the worker's lease is over
        db.session.get_one(Job, number).lease_until = 0
        db.session.commit()
    jobs.run_all()
    assert (look(number).status, look(number).result["count"]) == (DONE, 10)
    assert all(len(steps(n, ReviewStep.verb == "approve")) == 1 for n in wanted)


# ---- what waits ---------------------------------------------------------------------------------------------------


@pytest.mark.req("R-3")
def test_the_inbox_lists_open_steps_oldest_first_with_their_submitter(person: People) -> None:
    first = in_state("first_review")
    wanted = [first, *submit(person, 3)]
    classes_only = review.STEP.c.kind == "training_class"  # the demo's claims wait as well
    with person("dl2").acting() as s:
        rows = review.waiting(db.session(), s.actor, classes_only)
        assert [row.item_id for row in rows] == wanted
        assert {(row.kind, row.permission, row.submitter, row.total) for row in rows} == {
            ("training_class", "first_review", "张伟", 4)
        }
        assert all(row.due_at > row.opened_at for row in rows)
        page = review.waiting(db.session(), s.actor, classes_only, size=2, start=1)
        assert ([row.item_id for row in page], {row.total for row in page}) == (wanted[1:3], {4})
        assert review.waiting(db.session(), s.actor, review.STEP.c.kind == "another_kind") == []
    for nobody in ("dl3", "dl-learner", "auditor"):
        with person(nobody).acting() as s:
            assert review.waiting(db.session(), s.actor) == []
