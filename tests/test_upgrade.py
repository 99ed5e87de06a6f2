"""Every released state with data in it comes up to this version: nothing lost, nothing broken."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.extensions import db, migrations
from app.hours import ledger
from app.kit import scope
from app.kit.audit import verifying
from app.learners import standings
from app.learners.models import Learner
from tests.conftest import KEYS
from tests.person import Person

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
KEPT = ("organization", "learner", "training_class", "enrollment", "review_route", "route_step", "review_step",
        "hour_entry", "appointment")  # fmt: skip
DERIVED = ("alembic_version", "ab_permission", "ab_view_menu", "ab_permission_view", "ab_permission_view_role",
           "menu_entry", "requirement", "learner_standing", "job")  # fmt: skip
KEY_IS_LOST = "20261122"  # later ones are made under the keys of the tests


def counts(file: Path) -> dict[str, int]:
    """How many rows each table has."""
    with sqlite3.connect(file) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def triggers(file: Path) -> list[tuple[str, str]]:
    """What keeps tables append-only; rebuilding a table drops it silently."""
    with sqlite3.connect(file) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1").fetchall()


@pytest.fixture(scope="module", params=RELEASED, ids=[path.stem for path in RELEASED])
def released(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a released database, deployed; its name and earlier counts are in its configuration."""
    folder = tmp_path_factory.mktemp("released")
    file = folder / "live.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(request.param.read_text(encoding="utf-8"))
    before = counts(file)
    app = create_app(KEYS | {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}", "TESTING": True})
    result = app.test_cli_runner().invoke(args=["deploy"])
    assert result.exit_code == 0, result.output
    app.config |= {"BEFORE": before, "NAME": request.param.stem}
    yield app
    with app.app_context():
        db.engine.dispose()


def test_a_released_database_comes_up_with_its_data(released: Flask) -> None:
    before, file = released.config["BEFORE"], Path(released.config["DATA_DIR"]) / "live.db"
    with released.app_context():
        migrations().check()
        with scope.everything("test"):
            assert ledger.verify(db.session()) == []
            assert standings.verify(db.session()) == []
    now = counts(file)
    assert {name: now[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert min(before[name] for name in KEPT) > 0
    assert {n: (rows, now.get(n)) for n, rows in before.items() if n not in DERIVED and now.get(n, 0) < rows} == {}
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_released_database_is_protected_as_a_new_one_is(released: Flask, app: Flask) -> None:
    upgraded, fresh = (triggers(Path(one.config["DATA_DIR"]) / "live.db") for one in (released, app))
    assert upgraded == fresh != []


@pytest.mark.parametrize("username", ["dl1", "dl2", "dl3", "dl-learner"])
def test_every_menu_entry_of_a_released_database_opens(released: Flask, username: str) -> None:
    if released.config["NAME"] == KEY_IS_LOST:
        pytest.skip("nobody kept the key of the ID numbers in it")
    one = Person(released, username)
    addresses = set(re.findall(r'class="menu-link[^"]*" href="(/[^"]+)"', one.get("/", follow_redirects=True).text))
    assert len(addresses) > 1
    assert {path: one.get(path).status_code for path in addresses} == dict.fromkeys(addresses, 200)


def test_id_numbers_of_a_released_database_can_still_be_read(released: Flask) -> None:
    if released.config["NAME"] == KEY_IS_LOST:
        pytest.skip("nobody kept the key of the ID numbers in it")
    with released.app_context(), scope.everything("test"):
        documents = [one.document for one in db.session.scalars(select(Learner))]
    assert documents and all(len(one.reveal()) >= 8 for one in documents if one)


@pytest.mark.req("AUDIT-1")
def test_seals_of_a_released_database_still_hold(released: Flask) -> None:
    with released.app_context(), scope.everything("test", readonly=True):
        verdict = verifying.verify(db.session())
    assert verdict.flaw is None
    assert verdict.seals == released.config["BEFORE"].get("audit_seal", 0)


def test_there_is_a_released_state_to_come_from() -> None:
    assert RELEASED
