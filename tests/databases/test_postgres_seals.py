"""The chain over the audit on PostgreSQL, where ids are given before commit and several may seal at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.extensions import db
from app.kit import audit, scope
from app.kit.audit import sealing, verifying
from tests.databases.test_postgres import at_once
from tests.planting import FAULTS, Fault, sealed, tampered

pytestmark = pytest.mark.services


@pytest.fixture
def context(app: Flask) -> Any:
    with app.app_context():
        sealing.head_file().unlink(missing_ok=True)
        yield app


def verdict() -> verifying.Verdict:
    with scope.everything("test", readonly=True):
        return verifying.verify(db.session())


@pytest.mark.req("AUDIT-1")
def test_an_untouched_chain_holds(context: Flask) -> None:
    sealed(3, 4)
    assert (verdict().flaw, verdict().seals, verdict().unsealed) == (None, 3, 0)


@pytest.mark.req("AUDIT-1")
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found_with_its_place(context: Flask, fault: Fault) -> None:
    ids, _later = sealed(3, 2)
    statements, found = fault(ids)
    tampered(*statements)
    result = context.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, found in result.output) == (1, True), result.output


@pytest.mark.parametrize("statement", ["UPDATE audit_seal SET count = 0", "DELETE FROM audit_seal",
                                       "TRUNCATE audit_seal"])  # fmt: skip
def test_seals_are_append_only(context: Flask, statement: str) -> None:
    sealed(1)
    with scope.everything("test"), pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(statement))


@pytest.mark.req("AUDIT-1")
def test_an_event_that_commits_late_is_sealed_and_not_taken_for_inserted(context: Flask) -> None:
    """The writer gets the lower id and commits after a later one: nothing is sealed over its head."""
    sealed(1)
    written, go_on = threading.Event(), threading.Event()

    def late() -> None:
        with context.app_context(), scope.everything("test"):
            audit.record(db.session(), "test:late")
            written.set()
            go_on.wait(30)
            db.session.commit()

    thread = threading.Thread(target=late)
    thread.start()
    written.wait(30)
    with scope.everything("test"):
        audit.record(db.session(), "test:early")
        db.session.commit()
        assert sealing.horizon(db.session(), patience=0.2) is None
    threading.Timer(0.3, go_on.set).start()
    with scope.everything("test"):
        limit = sealing.horizon(db.session(), patience=20)
        db.session.rollback()
        made = sealing.seal(db.session(), limit or 0)
        db.session.commit()
    thread.join(30)
    assert made is not None and made.count == 2
    assert verdict() == verifying.Verdict(3, verdict().events, 0)


def test_ids_that_were_rolled_back_leave_gaps_and_no_flaw(context: Flask) -> None:
    with scope.everything("test"):
        audit.record(db.session(), "test:never")
        db.session.rollback()
    sealed(2)
    assert verdict().flaw is None


def test_reading_and_sealing_wait_for_nobody_who_only_reads(context: Flask) -> None:
    with scope.everything("test"), db.engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM audit_event"))
        assert sealing.horizon(db.session(), patience=0.2) is not None


def test_of_two_who_seal_at_once_one_wins(context: Flask) -> None:
    sealed(1)
    with scope.everything("test"):
        audit.record(db.session(), "test:new")
        db.session.commit()
    gate = threading.Barrier(2)

    def run() -> Any:
        with scope.everything("test"):
            limit = sealing.horizon(db.session())
            before = sealing.newest(db.session())
            gate.wait()
            assert before is not None
            made = sealing.seal(db.session(), limit or 0)
            db.session.commit()
            return made

    results = at_once(context, run, run)
    assert all(r is None or isinstance(r, sealing.AuditSeal | IntegrityError) for r in results), results
    assert sum(isinstance(r, sealing.AuditSeal) for r in results) == 1
    assert verdict().flaw is None
