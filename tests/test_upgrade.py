"""Every released state with data in it comes up to this version: nothing lost, nothing broken."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from flask_migrate import check, upgrade

from app import create_app
from app.extensions import db
from app.hours import ledger
from app.kit import scope
from tests.conftest import KEYS

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
KEPT = ("organization", "learner", "training_class", "enrollment", "review_route", "route_step", "review_step",
        "hour_entry", "audit_event", "appointment")  # fmt: skip


def counts(file: Path) -> dict[str, int]:
    with sqlite3.connect(file) as connection:
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT}


@pytest.mark.parametrize("dump", RELEASED, ids=[path.stem for path in RELEASED])
def test_a_released_database_comes_up_with_its_data(dump: Path, tmp_path: Path) -> None:
    file = tmp_path / "released.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    before = counts(file)
    app = create_app(KEYS | {"DATA_DIR": tmp_path, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}", "TESTING": True})
    with app.app_context():
        upgrade()
        check()
        with scope.everything("test"):
            assert ledger.verify(db.session()) == []
        db.engine.dispose()
    assert counts(file) == before
    assert min(before.values()) > 0
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_there_is_a_released_state_to_come_from() -> None:
    assert RELEASED
