"""Certificates on a server where others issue and take hours back at the same moment (CERT-1)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import identities
from app.accounts import operations as accounts
from app.certificates import ground, operations
from app.certificates.models import Certificate
from app.extensions import db
from app.hours import ledger
from app.kit import scope
from app.kit.scope import Scope
from app.learners import merging
from tests.certified import SOURCE, certificates, credits_of, earn, number_of, renew, standing_ids
from tests.house.outsiders import READY

pytestmark = pytest.mark.services
MANY = ("孙丽", "林小雨", "高翔", READY)


def office(app: Flask) -> Scope:
    with app.app_context(), scope.everything("test", readonly=True):
        user = accounts.find_login(db.session, "dl3")
        assert user
        found = identities.active(db.session, user.id, None)[0]
        assert found
        return found.scope()


def together(app: Flask, *works: Callable[[Any], Any]) -> list[Any]:
    """Each work in a thread and a transaction of its own, under the unit's administrator; what each came to."""
    gate, results, who = threading.Barrier(len(works)), [None] * len(works), office(app)

    def run(n: int, work: Callable[[Any], Any]) -> None:
        with app.app_context(), scope.using(who):
            gate.wait(30)
            try:
                results[n] = work(db.session())
                db.session.commit()
            except Exception as error:  # told by the assertion
                db.session.rollback()
                results[n] = error

    threads = [threading.Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def complete(app: Flask, *names: str) -> list[int]:
    """People with a complete year."""
    with app.app_context():
        with scope.everything("test"):
            people = [number_of(name) for name in names]
        for one in people:
            if names[people.index(one)] != READY:
                earn(one)
        renew()
        return people


@pytest.mark.req("CERT-1")
def test_numbers_have_neither_gaps_nor_doubles_when_many_issue_at_once(app: Flask) -> None:
    people = complete(app, *MANY)
    with app.app_context():
        ids = {one: standing_ids([one])[0] for one in people}
    wanted = [[one] for one in people] + [people, list(reversed(people)), people[:2], people[2:]]

    def issue(of: list[int]) -> Callable[[Any], Any]:
        return lambda session: operations.issue(session, [ids[one] for one in of], scope.actor())

    results = together(app, *map(issue, wanted))
    assert [one for one in results if isinstance(one, Exception)] == []
    assert sum(len(one.done) for one in results) == len(people)
    with app.app_context():
        assert sorted(one.seq for one in certificates()) == list(range(1, len(people) + 3))
        with scope.everything("test"):
            assert ground.verify(db.session()) == []


@pytest.mark.req("CERT-1", "R-5")
@pytest.mark.parametrize("turn", range(4))
def test_a_reversal_beside_the_issuing_is_seen_by_one_of_them(app: Flask, turn: int) -> None:
    (who,) = complete(app, "孙丽")
    with app.app_context():
        ids, sources = standing_ids([who]), [(who, one.source_id) for one in credits_of(who)]

    def take_back(session: Any) -> int:
        return ledger.reverse(session, SOURCE, sources, None)

    def issue(session: Any) -> Any:
        return operations.issue(session, ids, scope.actor())

    results = together(app, *((take_back, issue) if turn % 2 else (issue, take_back)))
    assert [one for one in results if isinstance(one, Exception)] == []
    with app.app_context():
        assert [one for one in certificates(Certificate.learner_id == who) if one.voided_at is None] == []
        with scope.everything("test"):
            assert ground.verify(db.session()) == []


@pytest.mark.req("CERT-1", "PEOPLE-2")
def test_a_merge_beside_reversals_and_void_ends_without_deadlock(app: Flask) -> None:
    kept, gone = complete(app, "孙丽", "林小雨")
    with app.app_context():
        ids = standing_ids([kept, gone])
        mine = [(gone, one.source_id) for one in credits_of(gone)]
    together(app, lambda session: operations.issue(session, ids, scope.actor()))
    with app.app_context():
        held = [one.id for one in certificates(Certificate.learner_id.in_([kept, gone]))]
    results = together(
        app,
        lambda session: merging.merge(session, scope.actor(), kept, gone, "同一人").id,
        lambda session: ledger.reverse(session, SOURCE, mine, None),
        lambda session: operations.void(session, held[:1], scope.actor(), "x"),
    )
    assert not any("deadlock" in str(one).lower() for one in results), results
    with app.app_context(), scope.everything("test"):
        assert ground.verify(db.session()) == []
        valid = select(Certificate.learner_id).where(Certificate.id.in_(held), Certificate.voided_at.is_(None))
        assert len(set(db.session.scalars(valid))) <= 1
