"""Review on PostgreSQL: verbs against each other, a batch of ten thousand, reminders from two ticks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, insert, select, update

from app.accounts.models import Account
from app.classes import operations as classes
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours.models import LiveCredit
from app.kit import clock, jobs, scope
from app.kit.audit import AuditEvent
from app.kit.notices import Notice
from app.kit.review import APPROVED, PENDING, REVOKED, ReviewStep, batches, reminding
from tests.databases.test_postgres import at_once, differences, do, value
from tests.kit import wishing
from tests.kit.reviewing import People, act, colleague, counted, declare, read, steps

pytestmark = pytest.mark.services
MANY = 10_000
CLASS = "公共文化服务规范专题培训"
TABLE: Any = TrainingClass.__table__
STEP: Any = ReviewStep.__table__


@pytest.fixture
def number(app: Flask) -> int:
    """An approved class with credited people."""
    return int(value(app, select(TrainingClass.id).where(TrainingClass.title == CLASS)))


def credits_of(app: Flask, number: int) -> int:
    mine = (LiveCredit.source == classes.SOURCE, LiveCredit.source_id == number)
    return int(value(app, select(func.count(LiveCredit.entry_id)).where(*mine)))


# ---- verbs against each other -------------------------------------------------------------------------------------


@pytest.mark.req("R-4", "GX-15")
def test_two_revocations_at_once_take_hours_back_once(app: Flask, person: People, number: int) -> None:
    both = [person("dl3"), person("dl1")]
    outcomes = at_once(app, *(lambda who=who: act(who, "revoke", number, opinion="因为") for who in both))
    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 1], outcomes
    with app.app_context():
        assert len(steps(number, ReviewStep.verb == "revoke")) == 1
        assert read(number).review_state == REVOKED
    assert credits_of(app, number) == 0
    assert differences(app) == []


@pytest.mark.req("R-4")
def test_reopening_against_a_revocation_leaves_one_of_them(app: Flask, person: People, number: int) -> None:
    outcomes = at_once(
        app,
        lambda: act(person("dl1"), "reopen", number, opinion="因为"),
        lambda: act(person("dl3"), "revoke", number, opinion="因为"),
    )
    assert all(not isinstance(outcome, Exception) for outcome in outcomes), outcomes
    with app.app_context():
        state = read(number).review_state
    assert state == REVOKED or (state == PENDING and not outcomes[1].done)
    assert credits_of(app, number) == 0
    assert differences(app) == []


@pytest.mark.req("R-4")
def test_reopening_against_an_approval_opens_one_step(app: Flask, person: People) -> None:
    with app.app_context():
        item = declare(person("dl3"))
        for username, verb in (("dl3", "submit"), ("dl2", "approve")):
            act(person(username), verb, item)
        both = [person("dl1"), colleague(person, "dl1-second", "level1")]
    for _turn in range(3):
        outcomes = at_once(
            app,
            lambda: act(both[0], "approve", item),
            lambda: act(both[1], "reopen", item, opinion="因为"),
        )
        assert all(not isinstance(outcome, Exception) for outcome in outcomes), outcomes
        with app.app_context():
            waiting = steps(item, ReviewStep.opened_at.is_not(None), ReviewStep.verb.is_(None))
            assert len(waiting) == (read(item).review_state == PENDING)
            if not waiting:
                act(both[0], "reopen", item, opinion="因为")


@pytest.mark.req("R-5")
def test_no_hours_survive_a_revocation_that_meets_a_grant(app: Flask, person: People, number: int) -> None:
    with app.app_context(), scope.everything("test"):
        mine = select(Enrollment.id).where(Enrollment.class_id == number, Enrollment.granted.is_(None))
        ids = list(db.session.scalars(mine.where(Enrollment.attended_at.is_not(None))))
    assert ids
    for verb in ("reopen", "revoke"):
        outcomes = at_once(
            app,
            lambda: do(person("dl3"), classes.grant_hours, ids),
            lambda verb=verb: act(person("dl1"), verb, number, opinion="因为"),
        )
        assert all(not isinstance(outcome, Exception) for outcome in outcomes), outcomes
        assert outcomes[1].done == [number]
        assert credits_of(app, number) == 0
        assert differences(app) == []
        with app.app_context():
            if verb == "reopen":
                assert act(person("dl1"), "approve", number).done == [number]


@pytest.mark.req("R-4", "GX-13")
def test_granted_hours_are_written_with_the_state(app: Flask, person: People, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        wishing.introduced(monkeypatch)
        dl1, dl2, dl3 = (wishing.wisher(person, name) for name in ("dl1", "dl2", "dl3"))
        ids = [wishing.wish(dl3, hours) for hours in ("8", "7.25")]
        wishing.act(dl3, "submit", *ids)
        wishing.act(dl2, "approve", *ids, granted={ids[0]: "6.5"}, opinion="因为")
        wishing.act(dl1, "approve", *ids)
        wishing.act(dl1, "reopen", *ids, opinion="再看")
        assert [wishing.read(number).granted for number in ids] == [Decimal("6.5"), Decimal("7.25")]
        wishing.act(dl1, "reject", *ids, opinion="因为")
        assert [wishing.read(number).granted for number in ids] == [None, None]
        assert wishing.kept(ids[0])[1:3] == [("approve", 8, Decimal("6.5"))] * 2


@pytest.mark.req("R-3", "NOTE-1")
def test_two_ticks_at_once_remind_once(app: Flask, person: People) -> None:
    with app.app_context(), scope.everything("test"):
        late = {"due_at": clock.now() - timedelta(days=1)}
        waits = (STEP.c.opened_at.is_not(None), STEP.c.decided_at.is_(None))
        kinds = list(db.session.scalars(update(STEP).where(*waits).values(**late).returning(STEP.c.kind)))
        db.session.commit()
    assert set(kinds) == {"training_class", "claim"}

    def remind() -> int:
        with scope.everything("test"):
            found = reminding.remind(db.session(), 1)
            db.session.commit()
            return found

    assert sorted(at_once(app, remind, remind)) == [0, len(kinds)]
    with app.app_context(), scope.everything("test"):
        told = db.session.scalars(select(Notice).where(Notice.event.like("%:overdue"))).all()
        assert {notice.event for notice in told} == {f"{kind}:overdue" for kind in kinds}
        assert len({(one.user_id, one.event, one.address, one.values["title"]) for one in told}) == len(told)


def value_of(query: Any) -> int:
    return int(db.session.execute(query).scalar_one())


# ---- ten thousand -------------------------------------------------------------------------------------------------


@pytest.fixture
def many(app: Flask, person: People) -> Iterator[list[int]]:
    """Ten thousand declarations that wait for their first review."""
    with app.app_context():
        first = declare(person("dl3"), title="第0期")
        with scope.everything("test"):
            row = db.session.execute(select(TABLE).where(TABLE.c.id == first)).one()._asdict()
            kept = {k: v for k, v in row.items() if k != "id"}
            rows = [kept | {"title": f"第{n}期"} for n in range(1, MANY)]
            db.session.connection().execute(insert(TABLE), rows)
            db.session.commit()
            ids = list(db.session.scalars(select(TrainingClass.id).where(TrainingClass.title.like("第%期"))))
        assert len(act(person("dl3"), "submit", *ids).done) == MANY
    yield ids


@pytest.mark.req("R-4")
def test_ten_thousand_are_decided_by_as_many_statements_as_ten(
    app: Flask, person: People, many: list[int], server: Engine
) -> None:
    dl2, dl1 = person("dl2"), person("dl1")
    ran: dict[tuple[str, int], int] = {}
    with app.app_context():
        for who, verb, after in ((dl2, "approve", PENDING), (dl1, "approve", APPROVED), (dl1, "reopen", PENDING),
                                 (dl1, "reject", "rejected"), (dl1, "reopen", PENDING)):  # fmt: skip
            for part in (many[:10], many[10:]):
                with counted() as statements:
                    assert len(act(who, verb, *part, opinion="因为").done) == len(part)
                ran[verb, len(part)] = len(statements)
            assert states(many) == {after: MANY}
        assert ran["approve", 10] == ran["approve", MANY - 10]
        assert ran["reopen", 10] == ran["reopen", MANY - 10]
        logged = (STEP.c.item_id.in_(many), STEP.c.verb == "approve")
        audited = select(func.count(AuditEvent.id)).where(AuditEvent.event == "training_class:approve")
        with scope.everything("test"):
            assert db.session.execute(select(func.count()).select_from(STEP).where(*logged)).scalar_one() == 2 * MANY
            assert value_of(audited.where(AuditEvent.batch.is_not(None))) == 2 * MANY


def states(ids: list[int]) -> dict[str, int]:
    with scope.everything("test"):
        query = select(TrainingClass.review_state, func.count()).where(TrainingClass.id.in_(ids))
        return dict(db.session.execute(query.group_by(TrainingClass.review_state)).all())


@pytest.mark.req("R-4")
def test_ten_thousand_are_decided_by_a_job(app: Flask, person: People, many: list[int]) -> None:
    with app.app_context():
        with person("dl2").acting():
            what = batches.Confirmed("approve", TrainingClass, many, clock.now(), "同意")
            batches.enqueue(db.session(), what, "初审")
            db.session.commit()
        jobs.run_all()
        with scope.everything("test"):
            at = select(TrainingClass.review_position, func.count()).where(TrainingClass.id.in_(many))
            assert dict(db.session.execute(at.group_by(TrainingClass.review_position)).all()) == {"final_review": MANY}
            numbers = select(STEP.c.batch).where(STEP.c.item_id.in_(many), STEP.c.verb == "approve").distinct()
            assert len(db.session.execute(numbers).all()) == 1
            submitter = select(Account.id).where(Account.username == "dl3").scalar_subquery()
            told = select(Notice).where(Notice.user_id == submitter, Notice.event == "training_class:approve")
            assert [notice.values["n"] for notice in db.session.scalars(told)][-1:] == [MANY]
