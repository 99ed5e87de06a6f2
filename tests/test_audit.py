"""The audit: who did what under which identity from where, before and after, refused attempts too (AUDIT-1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from app.accounts import operations as accounts
from app.classes import operations as classes
from app.classes.models import Enrollment
from app.extensions import db
from app.hours.models import LearnerStanding
from app.kit import audit, clock, scope
from app.kit.audit import AuditEvent
from app.kit.personal import Secret
from app.kit.review import ReviewStep
from app.kit.scope import Actor, Scope
from app.learners import operations as learners
from app.learners.models import Learner, LearnerTerm, Membership
from app.organizations.models import Organization
from tests.kit.reviewing import act, declare, in_state
from tests.person import Person

NUMBER, MASKED = "11010519491231002X", "110105********002X"
EVENT: Any = AuditEvent.__table__
People = Callable[..., Person]


def newest(n: int = 1) -> list[AuditEvent]:
    """The latest `n` events, oldest first."""
    with scope.everything("test"):
        found = list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(n)))
        db.session.expunge_all()
    return found[::-1]


def last_id() -> int:
    return newest()[0].id


def since(number: int) -> list[tuple[str, str | None, str]]:
    """(event, subject, outcome) of what was told after the event `number`."""
    with scope.everything("test"):
        query = select(AuditEvent).where(AuditEvent.id > number).order_by(AuditEvent.id)
        return [(e.event, e.subject_id, e.outcome) for e in db.session.scalars(query)]


# ---- who, what, where ---------------------------------------------------------------------------------------------


@pytest.mark.req("AUDIT-1")
def test_a_done_event_tells_who_did_what_under_which_identity(context: Flask, person: People) -> None:
    number, dl2 = in_state("first_review"), person("dl2")
    act(dl2, "return", number, opinion="请补充")
    (told,) = newest()
    assert (told.event, told.subject_id, told.outcome) == ("training_class:return", str(number), "done")
    me = dl2.identity
    assert (told.user_id, told.user_name, told.identity) == (me.user_id, me.name, me.key)
    assert told.platform_id == me.platform_id
    assert told.details == {"opinion": "请补充"}
    assert clock.now() - told.at < timedelta(minutes=1)


@pytest.mark.req("AUDIT-1", "R-2")
def test_the_same_person_under_another_identity_is_told_apart(app: Flask, person: People) -> None:
    keys = {identity.key for identity in person("dl3").mine}
    assert len(keys) == 2
    for key in keys:
        with app.app_context(), person("dl3", key).acting():
            audit.record(db.session(), "test:look")
            db.session.commit()
    assert {event.identity for event in _read(app, 2)} == keys


def _read(app: Flask, n: int) -> list[AuditEvent]:
    with app.app_context():
        return newest(n)


@pytest.mark.req("AUDIT-1")
@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7"])
def test_a_request_leaves_its_address(context: Flask, address: str) -> None:
    with context.test_request_context(environ_base={"REMOTE_ADDR": address}), scope.everything("test"):
        audit.record(db.session(), "test:look")
        db.session.commit()
    assert newest()[0].address == address


def test_what_no_request_and_nobody_did_is_told_as_such(context: Flask) -> None:
    audit.record(db.session(), "test:tick", 1)
    db.session.commit()
    (told,) = newest()
    assert (told.platform_id, told.user_id, told.identity, told.address) == (None, None, "", "")


@pytest.mark.req("AUDIT-1")
def test_a_done_event_is_told_exactly_when_the_work_is_kept(context: Flask, person: People) -> None:
    before = last_id()
    with person("dl3").acting() as s:
        absent = select(Enrollment.id).where(Enrollment.attended_at.is_(None), scope.predicate(Enrollment, owning=True))
        found = db.session.scalars(absent).all()
        assert classes.confirm_attendance(db.session(), found, s.actor).done == found
        db.session.rollback()
    assert since(before) == []


@pytest.mark.req("AUDIT-1")
def test_a_batch_is_told_per_item_under_one_mark(context: Flask, person: People) -> None:
    numbers, before = [declare(person("dl3")) for _ in range(3)], last_id()
    act(person("dl3"), "submit", *numbers)
    assert since(before) == [("training_class:submit", str(n), "done") for n in numbers]
    assert len({event.batch for event in newest(3)} - {None}) == 1


def test_no_item_is_no_event_and_a_long_subject_is_cut(context: Flask) -> None:
    before = last_id()
    with scope.everything("test"):
        audit.record_many(db.session(), "test:many", [])
        audit.record(db.session(), "test:long", "9" * 99)
        db.session.commit()
    assert since(before) == [("test:long", "9" * 40, "done")]


# ---- refused ------------------------------------------------------------------------------------------------------


@pytest.mark.req("AUDIT-1", "R-1")
@pytest.mark.case(1)
def test_a_refused_attempt_leaves_one_row_with_who_and_where(app: Flask, person: People) -> None:
    with app.app_context(), scope.everything("test"):
        number = in_state("first_review")
        before = last_id()
    stranger = person("dl3-sibling")
    answer = stranger.post("/declarationview/do/withdraw", {"rowid": f"{number}.2"},
                           environ_base={"REMOTE_ADDR": "192.0.2.9"})  # fmt: skip
    assert answer.status_code == 404
    with app.app_context():
        ((_event, _subject, outcome),) = since(before)
        (told,) = newest()
    assert outcome == "refused"
    assert (told.user_name, told.identity, told.address) == (stranger.identity.name, stranger.identity.key, "192.0.2.9")


@pytest.mark.req("AUDIT-1")
def test_a_refusal_is_told_after_the_work_is_rolled_back(context: Flask, person: People) -> None:
    before = last_id()
    with person("dl3").acting():
        one = db.session.scalars(select(Learner)).first()
        one.title = "never"
        db.session.flush()
        audit.refused(db.session(), "learner:update", one.id, reason="test")
    assert [(event, outcome) for event, _subject, outcome in since(before)] == [("learner:update", "refused")]
    assert newest()[0].details == {"reason": "test"}
    with scope.everything("test"):
        assert "never" not in set(db.session.scalars(select(Learner.title)))


# ---- row changes --------------------------------------------------------------------------------------------------


@pytest.fixture
def newcomer(context: Flask, person: People) -> int:
    """A person added by dl3."""
    with person("dl3").acting() as s:
        unit = db.session.get(Organization, s.actor.organization_id)
        facts = {"name": "新人", "document": NUMBER, "phone": "13912345678", "organization": unit}
        made = learners.add_learner(db.session(), s.actor, facts)
        db.session.commit()
        return made.id


@pytest.mark.req("AUDIT-1", "R-7")
def test_a_new_row_is_told_with_personal_data_masked(newcomer: int) -> None:
    (told,) = newest()
    assert (told.event, told.subject_id) == ("learner:create", str(newcomer))
    changes = told.details["changes"]
    assert changes["document"] == [MASKED]
    assert changes["phone"] == ["139****5678"]
    assert "document_hash" not in changes


@pytest.mark.req("AUDIT-1", "R-7")
@pytest.mark.parametrize("expired", [False, True])
def test_a_change_is_told_before_and_after(newcomer: int, person: People, expired: bool) -> None:
    with person("dl3").acting():
        one = db.session.get_one(Learner, newcomer)
        if expired:
            db.session.expire(one)
        one.phone, one.title, one.name = Secret("13800138000"), "馆员", "新人"
        db.session.commit()
    (told,) = newest()
    assert (told.event, told.subject_id) == ("learner:update", str(newcomer))
    assert told.details["changes"] == {"phone": ["139****5678", "138****8000"], "title": ["", "馆员"]}


@pytest.mark.req("AUDIT-1", "R-7")
def test_a_deletion_tells_what_was_there(newcomer: int, person: People) -> None:
    with scope.everything("test"):  # what follows a person into the database, and nobody can take back
        for kept in (LearnerTerm, Membership, LearnerStanding):
            db.session.execute(delete(kept).where(kept.learner_id == newcomer))
        db.session.commit()
    with person("dl3").acting():
        db.session.delete(db.session.get_one(Learner, newcomer))
        db.session.commit()
    (told,) = newest()
    held = told.details["changes"]
    assert (told.event, told.subject_id) == ("learner:delete", str(newcomer))
    assert (held["name"], held["document"]) == (["新人"], [MASKED])
    assert "document_hash" not in held


def test_setting_what_is_there_already_is_no_change(newcomer: int, person: People) -> None:
    before = last_id()
    with person("dl3").acting():
        one = db.session.get_one(Learner, newcomer)
        one.name, one.phone = one.name, Secret("13912345678")
        db.session.commit()
    assert since(before) == []


@pytest.mark.req("AUDIT-1")
def test_a_password_is_changed_without_being_told(context: Flask) -> None:
    with scope.everything("test"):
        made = accounts.create_user(db.session(), "somebody", "某人", "Secret-2026-x")
        made.password = "scrypt:other"
        db.session.commit()
    told = newest(2)
    assert "password" not in "".join(str(event.details) for event in told)
    assert "scrypt" not in "".join(str(event.details) for event in told)


def test_bookkeeping_with_a_log_of_its_own_is_left_out(context: Flask, person: People) -> None:
    before = last_id()
    with scope.everything("test"):
        step = db.session.scalars(select(ReviewStep)).first()
        step.name = "另一步"
        db.session.commit()
    assert since(before) == []


@pytest.mark.parametrize(("value", "told"), [
    (Secret(NUMBER), MASKED), ([Secret(NUMBER), None], [MASKED, None]), ({1: {Decimal("0.10")}}, {"1": ["0.10"]}),
    (date(2026, 5, 1), "2026-05-01"), (datetime(2026, 5, 1, 8), "2026-05-01T08:00:00"), (True, True), (7, 7),
    (b"\x00", "b'\\x00'"), ("文", "文"),
], ids=str)  # fmt: skip
def test_details_are_plain_json(value: Any, told: Any) -> None:
    assert audit.plain(value) == told


# ---- append-only, and for whom ------------------------------------------------------------------------------------


@pytest.mark.req("AUDIT-1")
@pytest.mark.parametrize("statement", [
    update(AuditEvent).values(user_name="x"), update(EVENT).values(at=None), delete(AuditEvent), delete(EVENT),
    text("UPDATE audit_event SET event = event WHERE id = 1"), text("DELETE FROM audit_event WHERE id = 1"),
], ids=str)  # fmt: skip
def test_nobody_changes_or_deletes_an_event(context: Flask, statement: Any) -> None:
    before = last_id()
    with scope.everything("test"), pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(statement)
    assert since(0)[-1] == since(before - 1)[-1]


@pytest.mark.req("AUDIT-1")
@pytest.mark.parametrize("verb", ["change", "delete"])
def test_a_flush_changes_no_event_either(context: Flask, verb: str) -> None:
    with scope.everything("test"), pytest.raises(DatabaseError, match="append-only"):
        one = db.session.scalars(select(AuditEvent)).first()
        if verb == "delete":
            db.session.delete(one)
        else:
            one.user_name = "x"
        db.session.flush()


@pytest.mark.req("AUDIT-1", "R-1")
@pytest.mark.case(13)
def test_only_an_auditor_reads_events_and_only_of_the_platform(context: Flask, person: People) -> None:
    def seen(s: Scope) -> set[int | None]:
        with scope.using(s):
            return set(db.session.scalars(select(AuditEvent.platform_id)))

    me = Actor(user_id=999)
    assert seen(Scope("auditor", 1, None, me)) == {1}
    assert seen(Scope("auditor", 2, None, me)) == set()
    assert seen(Scope("auditor", None, None, me)) == set()
    for username in ("dl1", "dl2", "dl3", "dl-learner", "admin"):
        assert seen(person(username).identity.scope()) == set(), username


def test_limits_count_what_one_user_did_lately(context: Flask, person: People) -> None:
    with person("dl3").acting() as s:
        for _ in range(3):
            audit.record(db.session(), "test:look")
        count = audit.count_since(db.session(), "test:look", s.actor.user_id, timedelta(minutes=1))
        assert count == 3
        assert audit.count_since(db.session(), "test:look", 0, timedelta(minutes=1)) == 0
        assert audit.count_since(db.session(), "test:look", s.actor.user_id, timedelta(0)) == 0
