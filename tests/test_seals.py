"""The chain over the audit holds, and every fault that is planted is named with its place (AUDIT-1)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.extensions import db
from app.kit import audit, jobs, scope
from app.kit.audit import sealing, verifying
from tests.planting import FAULTS, Fault, sealed, tampered


@pytest.fixture
def context(context: Flask) -> Flask:
    sealing.head_file().unlink(missing_ok=True)
    return context


def verdict(*heads: str) -> verifying.Verdict:
    with scope.everything("test", readonly=True):
        return verifying.verify(db.session(), *heads)


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", *arguments])
    return result.exit_code, result.output


@pytest.mark.req("AUDIT-1")
def test_an_untouched_chain_holds_and_covers_every_event(context: Flask) -> None:
    sealed(3, 4)
    with scope.everything("test"):
        count = db.session.execute(text("SELECT count(*) FROM audit_event")).scalar_one()
    assert verdict() == verifying.Verdict(3, count, 0)


@pytest.mark.req("AUDIT-1")
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found_with_its_place(context: Flask, fault: Fault) -> None:
    ids, _later = sealed(3, 2)
    statements, found = fault(ids)
    tampered(*statements)
    code, output = run(context, "verify")
    assert (code, found in output) == (1, True), output


def test_dropping_what_protects_the_tables_alone_changes_nothing(context: Flask) -> None:
    sealed(3)
    tampered()
    assert verdict().flaw is None


@pytest.mark.parametrize("statement", ["UPDATE audit_seal SET count = 0", "DELETE FROM audit_seal"])
def test_seals_are_append_only(context: Flask, statement: str) -> None:
    sealed(1)
    with scope.everything("test"), pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(statement))


def test_without_the_key_no_seal_fits(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed(2)
    monkeypatch.setitem(context.config, "PERSONAL_DATA_KEY", "q" * 48)
    assert verdict().flaw == verifying.Flaw(verifying.FORGED, 1)


def test_a_head_noted_elsewhere_must_still_be_there(context: Flask) -> None:
    sealed(2, 2)
    head = sealing.head_file().read_text()
    assert verdict(head).flaw is None
    assert verdict("9:" + "a" * 64).flaw == verifying.Flaw(verifying.NO_SEAL, 4)
    assert verdict("2:" + "a" * 64).flaw == verifying.Flaw(verifying.FORGED, 2)


def test_sealing_twice_seals_once(context: Flask) -> None:
    sealed(2)
    before = verdict()
    assert run(context, "seal")[0] == 0
    assert verdict() == before


def test_the_commands_tell_the_head_and_what_holds(context: Flask) -> None:
    code, output = run(context, "seal")
    assert (code, output.startswith("Sealed up to 1:")) == (0, True)
    code, output = run(context, "verify", "--head", output.split()[-1])
    assert (code, "hold; 0 wait." in output) == (0, True)


def test_a_long_audit_is_sealed_in_parts(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST", 2)
    sealed(5)
    made = verdict()
    assert made.flaw is None
    assert made.seals == -(-(made.events - 5) // 2) + 3


def test_the_tick_seals_by_itself(context: Flask) -> None:
    with scope.everything("test"):
        audit.record(db.session(), "test:late")
        db.session.commit()
    jobs.tick()
    jobs.run_all()
    with scope.everything("test"):
        assert db.session.execute(text("SELECT count(*) FROM audit_seal")).scalar_one() >= 1
    assert verdict().unsealed == 0
