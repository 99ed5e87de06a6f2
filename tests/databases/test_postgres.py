"""The same product on PostgreSQL, and what only a server with many connections can get wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask_appbuilder import Model
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError

from app import demo
from app.classes import operations as classes
from app.classes.models import Enrollment
from app.extensions import db, migrations
from app.hours import ledger
from app.hours.models import HourCategory, HourEntry, LearnerYear
from app.kit import contention, scope
from app.kit.audit import AuditEvent
from app.kit.review import ReviewStep
from app.learners.models import Learner
from app.organizations.models import Organization
from tests.imports import counts, import_file
from tests.kit.reviewing import People, act, colleague, declare, in_state, read, steps, unit
from tests.person import Person

pytestmark = pytest.mark.services

DATA = Path(__file__).parents[1] / "data"


def differences(app: Flask) -> list[str]:
    with app.app_context(), scope.everything("test"):
        return ledger.verify(db.session())


def value(app: Flask, query: Any) -> Any:
    with app.app_context(), scope.everything("test"):
        return db.session.execute(query).scalar_one()


def at_once(app: Flask, *tasks: Callable[[], Any]) -> list[Any]:
    """The results of `tasks`, each in a thread with a connection of its own; an error is a result, too."""
    gate, results = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(n: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                results[n] = tasks[n]()
            except Exception as error:  # whatever it is, the test looks at it
                results[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def waited_for() -> None:
    """Until somebody waits for a lock that this transaction holds."""
    with db.engine.connect() as connection:
        for _n in range(600):
            if connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
            time.sleep(0.05)
    raise AssertionError("nobody waited")


def test_two_that_wait_for_each_other_are_told_apart_from_faults(app: Flask) -> None:
    """PostgreSQL ends one of them; the other goes on."""
    with app.app_context(), scope.everything("test"):
        ids = db.session.scalars(select(Organization.id).order_by(Organization.id).limit(2)).all()
    met = threading.Barrier(2)

    def locking(order: Sequence[int]) -> None:
        with scope.everything("test"):
            for number in order:
                db.session.execute(select(Organization.id).where(Organization.id == number).with_for_update())
                if number == order[0]:
                    met.wait(30)

    results = at_once(app, lambda: locking(ids), lambda: locking(ids[::-1]))
    errors = [one for one in results if one is not None]
    assert len(errors) == 1 and isinstance(errors[0], DBAPIError)
    assert contention.gave_way(errors[0])
    assert not contention.gave_way(DBAPIError("SELECT", {}, psycopg.OperationalError("the connection is lost")))


# ---- the same product ---------------------------------------------------------------------------------------------


def test_models_and_migrations_agree(context: Flask) -> None:
    migrations().check()


def test_tables_have_the_room_that_their_models_ask_for(context: Flask) -> None:
    """Alembic does not compare the options of tables."""
    options = {name: table.dialect_options["postgresql"]["with"] for name, table in Model.metadata.tables.items()}
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT relname, reloptions FROM pg_class WHERE reloptions <> '{}'"))
        mine = {name: set(values) for name, values in found if name in options}
    assert mine == {name: {f"{k}={v}" for k, v in asked.items()} for name, asked in options.items() if asked} != {}


def test_the_demo_loads_once_and_its_ledger_agrees(app: Flask) -> None:
    before = value(app, select(func.count(AuditEvent.id)))
    with app.app_context():
        assert "dl-learner" in demo.load(1)
    assert value(app, select(func.count(AuditEvent.id))) == before
    assert value(app, select(func.count(HourEntry.id))) > 0
    assert differences(app) == []


@pytest.mark.req("R-1")
def test_a_subtree_is_the_same_range_as_on_sqlite(app: Flask, person: People) -> None:
    with app.app_context():
        with scope.everything("test"):
            paths = dict(db.session.execute(select(Organization.id, Organization.path)).all())
        for username in ("dl1", "dl2", "dl3", "dl3-sibling"):
            s = person(username).identity.scope()
            with scope.using(s):
                seen = set(db.session.scalars(select(Organization.id)))
            assert seen == {number for number, path in paths.items() if path.startswith(s.path or "")}, username


@pytest.fixture
def big_class(app: Flask, person: People) -> int:
    """An approved class of 8 hours for 300 people on the files' units and people."""
    for sheet in ("organizations", "learners"):
        import_file(person("dl1"), sheet, DATA / f"{sheet}.xlsx")
    with app.app_context():
        return approved(person, "elective", planned_people=300)


def approved(person: People, category: str, **values: Any) -> int:
    """A class of dl3's unit that passed both steps."""
    with scope.everything("test"):
        number = db.session.scalars(select(HourCategory.id).where(HourCategory.code == category)).one()
    item = declare(person("dl3"), category_id=number, **values)
    for username, verb in (("dl3", "submit"), ("dl2", "approve"), ("dl1", "approve")):
        assert act(person(username), verb, item).done == [item]
    return item


@pytest.mark.req("DL-3", "SHEET-1", "R-5")
def test_class_results_grant_hours_once(big_class: int, app: Flask, person: People) -> None:
    for new, unchanged in ((280, 0), (0, 280)):
        job = import_file(person("dl3"), "class_results", DATA / "class-results.xlsx", class_id=big_class)
        assert counts(app, job) == {"new": new, "changed": 0, "unchanged": unchanged, "duplicate": 2, "error": 16}
        mine = (HourEntry.source == "class", HourEntry.source_id == big_class)
        assert value(app, select(func.count(Enrollment.id)).where(Enrollment.class_id == big_class)) == 280
        assert value(app, select(func.count(HourEntry.id)).where(*mine)) == 225
        assert value(app, select(func.sum(HourEntry.hours)).where(*mine)) == Decimal(1544)
        assert differences(app) == []


# ---- many at once -------------------------------------------------------------------------------------------------


@pytest.mark.req("R-4")
@pytest.mark.case(60)
def test_two_reviewers_at_once_make_one_decision(app: Flask, person: People) -> None:
    with app.app_context():
        number = in_state("first_review")
        both = [person("dl2"), colleague(person, "dl2-second", "level2", unit("dl2", person))]
    outcomes = at_once(app, *(lambda who=who: act(who, "approve", number) for who in both))
    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 1], outcomes
    with app.app_context():
        assert len(steps(number, ReviewStep.verb == "approve")) == 1
        assert read(number).review_position == "final_review"


@pytest.mark.req("R-4")
def test_two_batches_that_overlap_end_without_deadlock(app: Flask, person: People) -> None:
    with app.app_context():
        numbers = [declare(person("dl3"), title=f"第{n}期") for n in range(20)]
        assert act(person("dl3"), "submit", *numbers).done == numbers
        both = [person("dl2"), colleague(person, "dl2-second", "level2", unit("dl2", person))]
    orders = (numbers, numbers[::-1])
    outcomes = at_once(
        app, *(lambda w=w, ids=ids: act(w, "approve", *ids) for w, ids in zip(both, orders, strict=True))
    )
    assert sorted(number for outcome in outcomes for number in outcome.done) == numbers
    assert sum(len(outcome.skipped) for outcome in outcomes) == len(numbers)


def enrolled(person: People, number: int) -> list[int]:
    """The enrollments of dl3's people, who have attended the class."""
    with person("dl3").acting() as s:
        people = list(db.session.scalars(select(Learner.id).order_by(Learner.id)))
        classes.enroll(db.session(), number, people, s.actor)
        mine = select(Enrollment.id).where(Enrollment.class_id == number).order_by(Enrollment.id)
        ids = list(db.session.scalars(mine))
        classes.confirm_attendance(db.session(), ids, s.actor)
        db.session.commit()
        return ids


def do(who: Person, verb: Any, ids: list[int]) -> Any:
    with who.acting() as s:
        outcome = verb(db.session(), ids, s.actor)
        db.session.commit()
        return outcome


@pytest.mark.req("R-5")
@pytest.mark.case(60)
def test_two_grants_at_once_give_one_credit(app: Flask, person: People) -> None:
    with app.app_context():
        number = approved(person, "elective")
        ids = enrolled(person, number)
    for verb, sign in ((classes.grant_hours, 1), (classes.cancel_hours, -1), (classes.grant_hours, 1)):
        before = value(app, select(func.count(HourEntry.id)))
        outcomes = at_once(app, *[lambda verb=verb: do(person("dl3"), verb, ids)] * 2)
        assert sorted(len(outcome.done) for outcome in outcomes) == [0, len(ids)], (sign, outcomes)
        assert value(app, select(func.count(HourEntry.id))) == before + len(ids)
        assert differences(app) == []


@pytest.mark.req("R-5")
def test_two_postings_of_one_source_at_once_give_one_credit(app: Flask) -> None:
    """Even callers that lock nothing themselves: the key of live_credit holds."""
    with app.app_context(), scope.everything("test"):
        entry = db.session.scalars(select(HourEntry)).first()
        kept = {name: getattr(entry, name) for name in ledger.Credit.__dataclass_fields__}

    def post() -> list[int]:
        with scope.everything("test"):
            ids = ledger.post(db.session(), [ledger.Credit(**kept | {"source_id": 999, "hours": Decimal(1)})], None)
            db.session.commit()
            return ids

    results = at_once(app, post, post)
    assert {type(result) for result in results} == {list, IntegrityError}, results
    assert value(app, select(func.count(HourEntry.id)).where(HourEntry.source_id == 999)) == 1


@pytest.mark.req("R-5")
def test_postings_from_two_classes_at_once_keep_the_yearly_figures_exact(app: Flask, person: People) -> None:
    with app.app_context():
        both = [enrolled(person, approved(person, "elective", hours=Decimal(h))) for h in ("0.25", "3.5")]
    people = len(both[0])
    before = value(app, select(func.sum(LearnerYear.posted)))
    for verb, more in ((classes.grant_hours, 1), (classes.cancel_hours, 0), (classes.grant_hours, 1)):
        singly = [lambda i=i, verb=verb: do(person("dl3"), verb, [i]) for ids in both for i in ids]
        at_once(app, *singly)
        assert value(app, select(func.sum(LearnerYear.posted))) == before + more * people * Decimal("3.75")
        assert differences(app) == []
    done = at_once(app, *(lambda ids=ids: do(person("dl3"), classes.cancel_hours, ids[::-1]) for ids in both))
    assert [len(outcome.done) for outcome in done] == [people, people]
    assert differences(app) == []


# ---- append-only --------------------------------------------------------------------------------------------------


@contextmanager
def past_everything(app: Flask) -> Iterator[Any]:
    """A connection of its own, as somebody at the database's prompt has one."""
    with app.app_context(), db.engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.mark.req("R-5", "AUDIT-1")
@pytest.mark.parametrize("table", ["hour_entry", "audit_event"])
@pytest.mark.parametrize("statement", [
    "UPDATE {} SET platform_id = platform_id", "DELETE FROM {}", "DELETE FROM {} WHERE id = (SELECT MIN(id) FROM {})",
])  # fmt: skip
def test_the_database_refuses_to_change_what_is_append_only(app: Flask, table: str, statement: str) -> None:
    with past_everything(app) as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(statement.replace("{}", table)))
    assert differences(app) == []
