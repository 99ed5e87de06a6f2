"""Faults in the chain of the audit, planted by somebody who can do anything to the database but lacks the key."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import text

from app.extensions import db
from app.kit import audit, scope
from app.kit.audit import sealing

TABLES = ("audit_event", "audit_seal")


def sealed(*sizes: int) -> list[list[int]]:
    """Seals what is there, then as many events as each size under a seal of its own; returns their ids."""
    groups = []
    with scope.everything("test"):
        _seal()
        for size in sizes:
            before = db.session.execute(text("SELECT max(id) FROM audit_event")).scalar_one()
            audit.record_many(db.session(), "test:sealed", range(size), note="文", n=1)
            db.session.commit()
            _seal()
            ids = text("SELECT id FROM audit_event WHERE id > :before ORDER BY id")
            groups.append(list(db.session.scalars(ids, {"before": before})))
    return groups


def _seal() -> None:
    limit = sealing.horizon(db.session())
    assert limit is not None
    while made := sealing.seal(db.session(), limit):
        db.session.commit()
        sealing.keep_head(made)


def tampered(*statements: str) -> None:
    """Drop what protects the tables, then change them."""
    with scope.everything("test"):
        sqlite = db.session.get_bind().dialect.name == "sqlite"
        for table in TABLES:
            for name in ("no_update", "no_delete") if sqlite else ("append_only", "not_truncated"):
                db.session.execute(text(f"DROP TRIGGER {table}_{name}" + ("" if sqlite else f" ON {table}")))
        for statement in statements:
            db.session.execute(text(statement))
        db.session.commit()


COLUMNS = "at, platform_id, user_id, user_name, identity, address, event, subject_id, outcome, batch, details"
Fault = Callable[[list[int]], tuple[list[str], str]]  # the ids under one seal -> statements, what is to be found


def _changed(column: str, value: str) -> Fault:
    return lambda ids: ([f"UPDATE audit_event SET {column} = {value} WHERE id = {ids[1]}"], f"event {ids[1]}: changed")


def _removed(ids: list[int]) -> tuple[list[str], str]:
    return [f"DELETE FROM audit_event WHERE id = {ids[1]}"], f"event {ids[1]}: removed"


def _inserted(ids: list[int]) -> tuple[list[str], str]:
    """Somebody takes an event out before it is sealed, and puts another one there later: here in a gap."""
    copy = f"INSERT INTO audit_event (id, {COLUMNS}) SELECT -5, {COLUMNS.replace('batch', 'NULL')} FROM audit_event"
    return [f"{copy} WHERE id = {ids[0]}", "UPDATE audit_event SET event = 'x:y' WHERE id = -5"], "event -5: inserted"


def _reordered(ids: list[int]) -> tuple[list[str], str]:
    swap = [(ids[0], -9), (ids[1], ids[0]), (-9, ids[1])]
    moves = [f"UPDATE audit_event SET id = {new} WHERE id = {old}" for old, new in swap]
    return moves, f"event {ids[0]}: reordered"


def _without_seal(ids: list[int]) -> tuple[list[str], str]:
    return [f"DELETE FROM audit_seal WHERE from_id <= {ids[0]} AND to_id >= {ids[0]}"], "seal removed"


def _cut_off(ids: list[int]) -> tuple[list[str], str]:
    last = "(SELECT max(seq) FROM audit_seal)"
    return [f"DELETE FROM audit_event WHERE id >= (SELECT from_id FROM audit_seal WHERE seq = {last})",
            f"DELETE FROM audit_seal WHERE seq = {last}"], "seal removed"  # fmt: skip


def _forged(ids: list[int]) -> tuple[list[str], str]:
    cover = f"from_id <= {ids[0]} AND to_id >= {ids[0]}"
    return [f"UPDATE audit_seal SET count = count - 1 WHERE {cover}"], "seal forged"


def _swapped(ids: list[int]) -> tuple[list[str], str]:
    one = f"(SELECT seq FROM audit_seal WHERE from_id <= {ids[0]} AND to_id >= {ids[0]})"
    return [f"CREATE TABLE kept AS SELECT {one} AS n",
            "UPDATE audit_seal SET seq = -1 WHERE seq = (SELECT n FROM kept)",
            "UPDATE audit_seal SET seq = seq - 1 WHERE seq = (SELECT n + 1 FROM kept)",
            "UPDATE audit_seal SET seq = (SELECT n + 1 FROM kept) WHERE seq = -1"], "seal forged"  # fmt: skip


FAULTS: dict[str, Fault] = {
    "who": _changed("user_name", "'另一人'"),
    "when": _changed("at", "'2020-01-01 00:00:00.000000'"),
    "what": _changed("event", "'test:other'"),
    "on what": _changed("subject_id", "'77'"),
    "outcome": _changed("outcome", "'refused'"),
    "platform": _changed("platform_id", "2"),
    "details": _changed("details", "'{\"n\": 2}'"),
    "removed": _removed,
    "inserted": _inserted,
    "reordered": _reordered,
    "seal removed": _without_seal,
    "end cut off": _cut_off,
    "seal forged": _forged,
    "seals swapped": _swapped,
}
