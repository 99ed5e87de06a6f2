"""Reopening and revoking: who may, what becomes of hours, and what the log and the lists say (R-4, GX-15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select, update

from app.classes import operations as classes
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry, LiveCredit
from app.kit import review, scope
from app.kit.audit import AuditEvent
from app.kit.errors import NotFound
from app.kit.review import APPROVED, PENDING, REJECTED, REVOKED, Flow, ReviewStep
from app.kit.review.flows import _flows
from app.organizations.models import ReviewRoute, RouteStep
from tests.kit.reviewing import (
    People,
    act,
    colleague,
    everything_kept,
    in_state,
    read,
    steps,
    submitted,
    unit,
)
from tests.person import Person

ROUTE: Any = ReviewRoute.__table__
CLASS = "公共文化服务规范专题培训"


@pytest.fixture(autouse=True)
def english(context: Flask) -> Iterator[None]:
    with force_locale("en"):
        yield


def number_of(title: str) -> int:
    with scope.everything("test"):
        return db.session.scalars(select(TrainingClass.id).where(TrainingClass.title == title)).one()


def route_says(by: str) -> None:
    with scope.everything("test"):
        db.session.execute(update(ROUTE).values(revocable_by=by))
        db.session.commit()


def approved(person: People, username: str = "dl3") -> int:
    number = submitted(person, username)
    for who in ("dl2", "dl1"):
        assert act(person(who), "approve", number).done == [number]
    return number


def standing(number: int) -> list[Any]:
    """The hours that stand for a class."""
    with scope.everything("test"):
        query = select(LiveCredit.learner_id).where(LiveCredit.source == "class", LiveCredit.source_id == number)
        return sorted(db.session.scalars(query))


def people_of(number: int) -> dict[str, Enrollment]:
    with scope.everything("test"):
        found = db.session.scalars(select(Enrollment).where(Enrollment.class_id == number)).all()
        db.session.expunge_all()
        return {one.learner_name: one for one in found}


def do(who: Person, verb: Any, *ids: int) -> Any:
    with who.acting() as s:
        outcome = verb(db.session(), ids, s.actor)
        db.session.commit()
        return outcome


def disagreements() -> list[str]:
    with scope.everything("test"):
        return ledger.verify(db.session())


# ---- hours --------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-4", "R-5", "GX-15")
@pytest.mark.parametrize(("verb", "username"), [("reopen", "dl1"), ("revoke", "dl1"), ("revoke", "dl3")])
def test_undoing_an_approval_takes_all_its_hours_back(person: People, verb: str, username: str) -> None:
    number = number_of(CLASS)
    assert len(standing(number)) == 1
    assert act(person(username), verb, number, opinion="因为").done == [number]
    assert standing(number) == []
    assert [one.granted for one in people_of(number).values() if one.granted] == []
    with scope.everything("test"):
        of_class = (HourEntry.source == "class", HourEntry.source_id == number)
        entries = db.session.scalars(select(HourEntry).where(*of_class)).all()
        assert sum(entry.hours for entry in entries) == 0
        told = db.session.scalars(select(AuditEvent.event).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert told == [f"training_class:{verb}", "enrollment:cancel_hours"]
    assert disagreements() == []


@pytest.mark.req("R-4", "R-5")
def test_a_second_approval_gives_hours_once(person: People) -> None:
    number, dl3 = number_of(CLASS), person("dl3")
    held = people_of(number)
    before = standing(number)
    act(person("dl1"), "reopen", number, opinion="因为")
    waiting = do(dl3, classes.grant_hours, held["陈晓梅"].id)
    assert (waiting.done, waiting.skipped) == ([], [("陈晓梅", "the class is not approved at present")])
    assert act(person("dl1"), "approve", number).done == [number]
    assert standing(number) == []
    assert do(dl3, classes.grant_hours, held["陈晓梅"].id).done == [held["陈晓梅"].id]
    assert do(dl3, classes.grant_hours, held["陈晓梅"].id).done == []
    assert standing(number) == before
    assert disagreements() == []


@pytest.mark.req("R-5")
def test_a_revoked_class_never_gives_hours_again(person: People) -> None:
    number = number_of(CLASS)
    act(person("dl3"), "revoke", number, opinion="因为")
    ids = [one.id for one in people_of(number).values()]
    assert do(person("dl3"), classes.grant_hours, *ids).done == []
    assert standing(number) == []


@pytest.mark.req("R-5")
def test_hours_that_no_enrollment_knows_of_are_taken_back_too(person: People) -> None:
    number = number_of(CLASS)
    other = people_of(number)["孙丽"].learner_id
    with scope.everything("test"):
        entry = db.session.scalars(select(HourEntry).where(HourEntry.source_id == number)).first()
        kept = {name: getattr(entry, name) for name in ledger.Credit.__dataclass_fields__} | {"learner_id": other}
        ledger.post(db.session(), [ledger.Credit(**kept)], None)
        db.session.commit()
    assert other in standing(number)
    act(person("dl1"), "reopen", number, opinion="因为")
    assert standing(number) == []


@pytest.mark.req("R-4")
@pytest.mark.case(61)
@pytest.mark.parametrize("verb", ["reopen", "revoke"])
def test_an_effect_that_fails_leaves_nothing_half_done(
    person: People, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(session: Any, ids: Any, actor: Any) -> None:
        classes._take_back(session, ids, actor)
        raise ConnectionError

    monkeypatch.setitem(_flows, "training_class", Flow(TrainingClass, revoked=broken))
    number, before = number_of(CLASS), everything_kept()
    with pytest.raises(ConnectionError):
        act(person("dl1"), verb, number, opinion="因为")
    assert everything_kept() == before
    assert len(standing(number)) == 1


def test_what_was_never_approved_has_no_effect_to_undo(person: People, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Any] = []
    undo = Flow(TrainingClass, revoked=lambda _session, ids, _actor: called.append(ids))
    monkeypatch.setitem(_flows, "training_class", undo)
    act(person("dl1"), "reopen", in_state(REJECTED), opinion="因为")
    act(person("dl3"), "revoke", in_state("first_review"), opinion="因为")
    assert called == []


# ---- the thread continues -----------------------------------------------------------------------------------------


@pytest.mark.req("R-4")
def test_reopening_opens_a_copy_of_the_last_step_in_the_same_round(person: People) -> None:
    number = in_state(REJECTED)
    (decided,) = steps(number, ReviewStep.verb == "reject")
    act(person("dl1"), "reopen", number, opinion="请再看")
    (waits,) = steps(number, ReviewStep.opened_at.is_not(None), ReviewStep.verb.is_(None))
    for name in ("name", "name_en", "organization_id", "permission", "round", "seq", "working_days", "self_review"):
        assert getattr(waits, name) == getattr(decided, name), name
    assert waits.due_at is not None
    item = read(number)
    assert (item.review_state, item.review_stage, item.review_round) == (PENDING, decided.name, 1)
    assert [step.verb for step in steps(number, ReviewStep.id == decided.id)] == ["reject"]


@pytest.mark.req("R-4")
def test_a_rejection_at_the_first_step_goes_on_to_the_second_after_reopening(person: People) -> None:
    number = in_state("first_review")
    act(person("dl2"), "reject", number, opinion="不行")
    assert act(person("dl2"), "reopen", number, opinion="看错了").done == [number]
    assert act(person("dl2"), "approve", number).done == [number]
    assert read(number).review_position == "final_review"
    assert act(person("dl1"), "approve", number).done == [number]
    assert read(number).review_state == APPROVED


@pytest.mark.req("R-4")
def test_a_reopened_item_can_not_be_withdrawn_but_returned_and_submitted_again(person: People) -> None:
    number = in_state(APPROVED)
    act(person("dl1"), "reopen", number, opinion="因为")
    assert act(person("dl3"), "withdraw", number).done == []
    assert act(person("dl1"), "return", number, opinion="请改").done == [number]
    assert act(person("dl3"), "submit", number).done == [number]
    assert read(number).review_round == 2


@pytest.mark.req("R-4")
def test_the_timeline_tells_of_a_reopened_and_revoked_item_in_order(person: People) -> None:
    number = in_state(REJECTED)
    act(person("dl1"), "reopen", number, opinion="请再看")
    act(person("dl3"), "revoke", number, opinion="不办了")
    with person("dl3").acting():
        told = review.timeline(db.session.get_one(TrainingClass, number))
    assert told is not None
    assert [(e["name"], str(e["result"]), e["opinion"]) for e in told["events"]][:3] == [
        ("Final review", "Revoked", "不办了"),
        ("Final review", "Reopened", "请再看"),
        ("Final review", "Not approved", "考察活动不属于继续教育学分范围。"),
    ]
    assert [(s["name"], s["state"]) for s in told["steps"]] == [
        ("Submission", "done"), ("First review", "done"), ("Final review", "bad"),
    ]  # fmt: skip


@pytest.mark.req("R-4")
def test_the_timeline_says_for_whom_a_substitute_decided(person: People) -> None:
    number = in_state("first_review")
    deputy = next(i.key for i in person("dl2-deputy").mine if i.for_name)
    assert act(person("dl2-deputy", deputy), "approve", number).done == [number]
    with person("dl3").acting():
        told = review.timeline(db.session.get_one(TrainingClass, number))
    assert told is not None
    assert told["events"][1]["actor"] == "何静 for 李娜"


# ---- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.req("GX-15")
@pytest.mark.parametrize(("by", "who"), [("last", {"dl1"}), ("unit", {"dl3"}), ("both", {"dl1", "dl3"})])
def test_the_route_says_who_revokes_what_is_approved(person: People, by: str, who: set[str]) -> None:
    route_says(by)
    for username in ("dl1", "dl3"):
        number = approved(person)
        outcome = act(person(username), "revoke", number, opinion="因为")
        assert bool(outcome.done) == (username in who)
        assert len(outcome.skipped) == (username not in who)
        assert read(number).review_state == (REVOKED if username in who else APPROVED)


@pytest.mark.req("GX-15")
def test_a_later_change_of_the_route_does_not_matter_to_what_was_submitted(person: People) -> None:
    route_says("unit")
    number = approved(person)
    route_says("last")
    assert act(person("dl1"), "revoke", number, opinion="因为").done == []
    assert act(person("dl3"), "revoke", number, opinion="因为").done == [number]


@pytest.mark.req("GX-15")
@pytest.mark.parametrize(("by", "done"), [("last", False), ("unit", True), ("both", True)])
def test_what_is_under_review_is_revoked_by_the_unit_only(person: People, by: str, done: bool) -> None:
    route_says(by)
    number = submitted(person)
    act(person("dl2"), "approve", number)
    for reviewer in ("dl1", "dl2"):
        assert act(person(reviewer), "revoke", number, opinion="因为").done == []
    assert bool(act(person("dl3"), "revoke", number, opinion="因为").done) is done
    assert steps(number, ReviewStep.verb == "revoke")[0].seq == 2 if done else True


@pytest.mark.req("GX-15")
def test_what_was_recorded_at_once_is_revoked_by_its_unit(person: People) -> None:
    route_says("last")
    number = submitted(person, "dl1")
    assert act(person("dl1"), "revoke", number, opinion="因为").done == [number]


@pytest.mark.req("R-4")
@pytest.mark.case(61)
def test_only_the_place_that_decided_last_reopens(person: People) -> None:
    number, before = in_state(APPROVED), everything_kept()
    assert act(person("dl2"), "reopen", number, opinion="因为").done == []
    for stranger in ("dl3", "dl3-sibling", "dl-learner", "admin"):
        with pytest.raises(NotFound):
            act(person(stranger), "reopen", number, opinion="因为")
    assert everything_kept() == before
    second = colleague(person, "dl1-second", "level1")
    assert act(second, "reopen", number, opinion="因为").done == [number]


@pytest.mark.req("R-3")
@pytest.mark.case(14)
@pytest.mark.parametrize("verb", ["reopen", "revoke"])
def test_nobody_undoes_the_decision_on_an_own_submission(person: People, verb: str) -> None:
    """Decided by a colleague of the same unit: the submitter holds the permission, but four eyes must see it."""
    with scope.everything("test"):
        for step in db.session.scalars(select(RouteStep)):
            step.self_review = False
            if step.seq == 2:
                db.session.delete(step)
        db.session.execute(update(ROUTE).values(revocable_by="last"))
        db.session.commit()
    number = submitted(person, "dl2")
    second = colleague(person, "dl2-second", "level2", unit("dl2", person))
    assert act(second, "approve", number).done == [number]
    before = everything_kept()
    outcome = act(person("dl2"), verb, number, opinion="因为")
    assert [reason for _name, reason in outcome.skipped] == ["nobody decides on an own submission"]
    assert everything_kept() == before
    assert act(second, verb, number, opinion="因为").done == [number]


@pytest.mark.req("R-3")
def test_a_step_is_marked_as_self_review_only_where_it_is(person: People) -> None:
    assert ReviewStep.__table__.c.by_submitter.default.arg is False
    number = approved(person)
    act(person("dl1"), "reopen", number, opinion="因为")
    with scope.everything("test"):
        row = ReviewStep(platform_id=1, kind="training_class", item_id=0, round=1, seq=0, organization_id=1)
        db.session.add(row)
        db.session.flush()
        assert row.by_submitter is False
    assert not any(step.by_submitter for step in steps(number))


@pytest.mark.req("R-4")
def test_deleting_an_item_takes_its_own_steps_and_no_others(person: People) -> None:
    dl3 = person("dl3")
    before, gone, after = submitted(person), submitted(person), submitted(person)
    act(person("dl2"), "return", gone, opinion="因为")
    with scope.everything("test"):
        named = {"platform_id": 1, "round": 1, "seq": 0, "organization_id": 1, "opened_at": datetime(2026, 1, 1)}
        db.session.add_all(
            ReviewStep(kind=kind, item_id=gone, verb="submit", decided_at=datetime(2026, 1, 1), **named)
            for kind in ("a_kind", "z_kind")
        )
        db.session.commit()
        others = select(ReviewStep.id).where((ReviewStep.kind != "training_class") | (ReviewStep.item_id != gone))
        kept = set(db.session.scalars(others))
    with dl3.acting() as s:
        classes.discard(db.session(), s.actor, [db.session.get_one(TrainingClass, gone)])
        db.session.commit()
    assert steps(gone) == []
    assert (len(steps(before)), len(steps(after))) == (3, 3)
    with scope.everything("test"):
        assert set(db.session.scalars(select(ReviewStep.id))) == kept
