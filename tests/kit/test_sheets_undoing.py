"""Taking an import back: what would go and what can't is told, then each row is reversed once (ux.md Import 7)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kit import jobs, scope
from app.kit.audit import AuditEvent
from app.kit.errors import RuleError
from app.kit.jobs.models import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job
from app.kit.jobs.registry import registry
from app.kit.sheets import importing, judging, operations, results, undoing
from app.kit.sheets.models import ImportRow
from tests.kit import toy
from tests.kit.uploads import (
    TEN,
    confirm,
    counts,
    give_up_lease,
    import_all,
    job,
    look,
    names,
    outcomes,
    result_rows,
    take_back,
    undo_all,
    upload,
)


@pytest.fixture(autouse=True)
def small_chunks(toy_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (importing, undoing):
        monkeypatch.setattr(module, "CHUNK", 4)
    monkeypatch.setattr(registry, "ended", [operations.take_back_whole])


def change(code: str, name: str) -> None:
    with scope.using(toy.SCOPE):
        thing = db.session.scalars(select(toy.Thing).where(toy.Thing.code == code)).one()
        thing.name, thing.version = name, thing.version + 1
        db.session.commit()


def reasons(import_id: int) -> list[str]:
    with scope.using(toy.SCOPE):
        rows = db.session.scalars(select(ImportRow).where(ImportRow.job_id == import_id).order_by(ImportRow.row_no))
        return [" ".join(one["message"] for one in row.findings) for row in rows]


@pytest.mark.req("SHEET-1")
def test_new_rows_are_removed_and_changed_ones_get_their_old_values_back(tmp_path: Path) -> None:
    import_all(tmp_path, [["c1", "old", None, None]])
    job_id = import_all(tmp_path, TEN)
    assert len(names()) == 10 and names()["c1"] == "n1"
    undo_all(job_id)
    assert names() == {"c1": "old"}
    assert outcomes(job_id) == ["undone"] * 10


@pytest.mark.req("SHEET-1")
def test_before_the_reason_is_given_nothing_is_written_and_what_stays_is_named(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    change("c4", "mine")
    undo = look(job_id)
    jobs.run_all()
    assert job(undo).status == WAITING and len(names()) == 10
    assert job(undo).result["check"] == {"back": 9, "kept": 1}
    assert reasons(job_id)[4] == "Not taken back: It was changed after the import."
    with pytest.raises(RuleError, match="reason"):
        take_back(job_id, "  ")
    assert take_back(job_id) and not take_back(job_id)
    jobs.run_all()
    assert names() == {"c4": "mine"} and job(undo).result["done"] == {"undone": 9, "kept": 1}


def test_what_refers_to_a_row_keeps_it_unless_it_goes_as_well(tmp_path: Path) -> None:
    rows = [["r", "root", None], *[[f"k{n}", "kid", "r"] for n in range(6)], ["s", "single", None]]
    job_id = import_all(tmp_path, rows, head=["code", "name", "parent"])
    import_all(tmp_path, [["late", "late", "s"]], head=["code", "name", "parent"])
    undo = look(job_id)
    jobs.run_all()
    assert job(undo).result["check"] == {"back": 7, "kept": 1}
    take_back(job_id)
    jobs.run_all()
    assert set(names()) == {"s", "late"} and "It has children." in reasons(job_id)[-1]


def test_what_changes_between_the_look_and_the_reason_is_judged_anew(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    undo = look(job_id)
    jobs.run_all()
    change("c0", "mine")
    take_back(job_id)
    jobs.run_all()
    assert names() == {"c0": "mine"}
    assert job(undo).result == {"check": {"back": 10, "kept": 0}, "done": {"undone": 9, "kept": 1}}


def test_a_number_that_another_row_has_by_now_is_not_touched(tmp_path: Path) -> None:
    """SQLite gives the number of a deleted row to the next one."""
    job_id = import_all(tmp_path, TEN)
    with scope.using(toy.SCOPE):
        last = db.session.scalars(select(toy.Thing).where(toy.Thing.code == "c9")).one()
        number = last.id
        db.session.delete(last)
        db.session.flush()
        db.session.add(toy.Thing(id=number, platform_id=1, code="other", name="other"))
        db.session.commit()
    undo_all(job_id)
    assert names() == {"other": "other"} and "not there any more" in reasons(job_id)[9]


def test_a_rule_that_refuses_one_row_keeps_only_that_one(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, [*TEN[:5], ["x", "stuck", None, None]])
    undo_all(job_id)
    assert names() == {"x": "stuck"} and reasons(job_id)[5] == "Not taken back: It is stuck."


@pytest.mark.req("SHEET-1")
def test_the_counts_on_screen_are_the_counts_in_the_files_and_the_files_import_again(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, [*TEN, ["c1", "again", None, None], ["y", "rejected", None, None]])
    change("c4", "mine")
    undo_all(job_id)
    figures = counts(job_id)
    assert (figures["new"], figures["undone"], figures["applied"]) == (1, 9, 1)
    assert job(job_id).result["counts"] == figures
    succeeded, failed = (result_rows(job_id, which, tmp_path) for which in (results.SUCCEEDED, results.FAILED))
    assert (len(succeeded) - 1, len(failed) - 1) == (1, 11)
    assert [row[-2] for row in failed[1:]].count("Undone") == figures["undone"]
    assert len(result_rows(job_id, results.ALL, tmp_path)) - 1 == 12


def test_taking_back_twice_changes_nothing_and_what_has_become_free_may_go_later(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    change("c4", "mine")
    undo_all(job_id)
    change("c4", "n4")
    undo_all(job_id)
    assert set(names()) == {"c4"} and counts(job_id)["undone"] == 9
    with scope.using(toy.SCOPE):
        thing = db.session.scalars(select(toy.Thing)).one()
        thing.version = 1
        db.session.commit()
    undo_all(job_id)
    assert names() == {} and counts(job_id)["undone"] == 10
    with pytest.raises(RuleError, match="nothing to take back"):
        look(job_id)


@pytest.mark.case(60)
def test_case_60_a_double_click_starts_one_undo(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    assert look(job_id) == look(job_id)
    jobs.run_all()
    assert take_back(job_id) and not take_back(job_id)


def test_it_is_one_row_of_the_audit_with_counts_and_reason(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    undo_all(job_id)
    with scope.everything("test"):
        rows = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "things:undo")).all()
        found = [(row.subject_id, row.user_id, row.details) for row in rows]
    assert found == [(str(job_id), 7, {"reason": "wrong file", "undone": 10, "kept": 0})]


@pytest.mark.parametrize("phase", [undoing.CHECK, undoing.UNDO])
def test_a_worker_that_dies_in_any_chunk_loses_nothing_and_reverses_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    import_all(tmp_path, [["c1", "old", None, None]])
    job_id = import_all(tmp_path, TEN)
    turn, honest = {"n": 0}, undoing._record

    def dying(session: Any, now: str, *args: Any) -> None:
        honest(session, now, *args)
        turn["n"] += 1
        if now == phase and turn["n"] % 2:
            raise MemoryError  # after the work of a chunk, before its commit

    monkeypatch.setattr(undoing, "_record", dying)
    undo = look(job_id)
    for _turn in range(20):
        jobs.run_all()
        if job(undo).status == RUNNING:
            give_up_lease(undo)
        elif job(undo).status == WAITING:
            take_back(job_id)
    assert job(undo).status == DONE and names() == {"c1": "old"}
    with scope.using(toy.SCOPE):
        assert db.session.scalars(select(toy.Thing.version)).one() == 3  # added, changed, changed back once
    with scope.everything("test"):
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "things:undo")).all()
    assert len(events) == 1


def test_the_undo_of_another_identity_does_not_exist(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    look(job_id)
    with scope.using(toy.OTHER):
        assert db.session.scalars(select(Job)).all() == []


def test_without_the_permission_to_import_nothing_is_taken_back(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    weak = scope.Scope("platform", 1, actor=scope.Actor(7, "Owner", "a1"))
    with scope.using(weak), pytest.raises(RuleError, match="may not import"):
        operations.look(db.session, db.session.get_one(Job, job_id))


def test_saying_no_changes_nothing_and_one_may_look_again(tmp_path: Path) -> None:
    job_id = import_all(tmp_path, TEN)
    undo = look(job_id)
    jobs.run_all()
    with scope.using(toy.SCOPE):
        operations.cancel(db.session, db.session.get_one(Job, job_id))
        db.session.commit()
    assert (job(undo).status, job(job_id).status, len(names())) == (CANCELLED, DONE, 10)
    assert not take_back(job_id)
    assert look(job_id) != undo


def test_an_undo_that_is_stopped_on_the_way_says_what_went_and_goes_on_when_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = import_all(tmp_path, TEN)
    undo, honest = look(job_id), undoing._next_page
    jobs.run_all()

    def stop_after_the_first(run: jobs.Run, import_id: int) -> Any:
        if run.cursor:
            with scope.using(toy.SCOPE):
                operations.cancel(db.session, db.session.get_one(Job, job_id))
                db.session.commit()
        return honest(run, import_id)

    monkeypatch.setattr(undoing, "_next_page", stop_after_the_first)
    take_back(job_id)
    jobs.run_all()
    assert (job(undo).status, job(job_id).status, len(names())) == (CANCELLED, DONE, 6)
    assert job(job_id).result["counts"]["undone"] == counts(job_id)["undone"] == 4
    monkeypatch.setattr(undoing, "_next_page", honest)
    undo_all(job_id)
    assert names() == {}


# ---- all or nothing -----------------------------------------------------------------------------------------------


@pytest.mark.req("SHEET-1")
def test_all_or_nothing_takes_everything_back_when_a_row_fails(tmp_path: Path) -> None:
    job_id = upload(tmp_path, [*TEN, ["x", "bomb", None, None], ["y", "y", None, None]])
    jobs.run_all()
    confirm(job_id, whole=True)
    jobs.run_all()
    assert job(job_id).status == FAILED and "Row 12" in job(job_id).message
    assert names() == {}
    assert outcomes(job_id) == ["undone"] * 10 + ["error", "undone"]


def test_all_or_nothing_is_only_for_files_without_errors(tmp_path: Path) -> None:
    job_id = upload(tmp_path, [*TEN, ["x", "rejected", None, None]])
    jobs.run_all()
    with pytest.raises(RuleError, match="every row is correct"):
        confirm(job_id, whole=True)
    assert confirm(job_id)


def test_all_or_nothing_that_is_cancelled_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = upload(tmp_path, TEN)
    jobs.run_all()
    confirm(job_id, whole=True)
    honest = judging.write

    def stopped(*args: Any) -> Any:
        done = honest(*args)
        monkeypatch.setattr(importing.jobs.Run, "chunk", cancelling(importing.jobs.Run.chunk))
        return done

    def cancelling(chunk: Any) -> Any:
        def ask_first(run: Any, *args: Any, **more: Any) -> Any:
            if run.id == job_id:
                with scope.using(toy.SCOPE):
                    operations.cancel(db.session, db.session.get_one(Job, job_id))
                    db.session.commit()
            return chunk(run, *args, **more)

        return ask_first

    monkeypatch.setattr(judging, "write", stopped)
    jobs.run_all()
    assert job(job_id).status == CANCELLED
    assert names() == {} and counts(job_id)["undone"] == 4


def test_all_or_nothing_that_is_cancelled_when_its_worker_is_dead_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = upload(tmp_path, TEN)
    jobs.run_all()
    confirm(job_id, whole=True)
    honest, chunks = judging.write, iter([judging.write])

    def dies(*args: Any) -> Any:
        for write in chunks:
            return write(*args)
        raise KeyboardInterrupt  # nothing of the worker's own is done any more

    monkeypatch.setattr(judging, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_all()
    monkeypatch.setattr(judging, "write", honest)
    with scope.using(toy.SCOPE):
        assert operations.cancel(db.session, db.session.get_one(Job, job_id))
        db.session.commit()
    assert len(names()) == 4
    give_up_lease(job_id)
    jobs.tick()
    jobs.run_all()
    assert job(job_id).status == CANCELLED
    assert names() == {} and counts(job_id)["undone"] == 4
