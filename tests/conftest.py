"""The application on a demo database that every test gets fresh, and clients that act as the demo accounts."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from app import create_app, demo
from app.cli import sync_permissions
from app.extensions import db, migrations
from app.kit import scope
from tests import prepared
from tests.person import Person

gc.set_threshold(100_000, 50, 50)  # what booting makes stays: to look through it again and again takes a tenth of a run
KEYS = {"SECRET_KEY": "s" * 48, "PERSONAL_DATA_KEY": "p" * 48}


@event.listens_for(Engine, "connect")
def _never_wait_for_the_disk(connection: Any, record: Any) -> None:
    """No test here cuts the power, and a commit that waits for the disk takes longer than what it commits."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application per run: booting FAB and loading the demo are the slow parts."""
    folder = tmp_path_factory.mktemp("app")
    database = f"sqlite:///{folder / 'live.db'}"
    app = create_app(KEYS | {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": database, "TESTING": True})
    prepared.into(folder, lambda: _load_demo(app, folder))
    return app


def _load_demo(app: Flask, folder: Path) -> None:
    with app.app_context():
        migrations().upgrade()
        with scope.everything("test set-up"):
            sync_permissions()
            db.session.commit()
        demo.load(1)
        db.engine.dispose()
    prepared.keep(folder, prepared.TEMPLATE)


@pytest.fixture
def app(whole_app: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on an untouched demo database: of the first platform, or marked `platforms` of every one."""
    lay_out(whole_app, prepared.TEMPLATE)
    if request.node.get_closest_marker("platforms"):
        lay_out(whole_app, _of_all_platforms(whole_app))
    yield whole_app


def lay_out(app: Flask, template: str) -> None:
    """Let the application start from a copy of `template`, with the files that belong to it."""
    folder = Path(app.config["DATA_DIR"])
    with app.app_context():
        db.engine.dispose()
    for leftover in ("live.db", "live.db-wal", "live.db-shm"):
        (folder / leftover).unlink(missing_ok=True)
    prepared.restore(folder, template)


def _of_all_platforms(app: Flask) -> str:
    """The name of the template with the demo of every preset, made when it is first asked for."""
    folder, name = Path(app.config["DATA_DIR"]), "platforms"
    if not prepared.is_kept(folder, name):
        with app.app_context():
            demo.load()
            db.engine.dispose()
        prepared.keep(folder, name)
    return name


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """An application context for tests that call operations directly."""
    with app.app_context():
        yield app


@pytest.fixture
def person(app: Flask) -> Callable[..., Person]:
    return lambda username, identity=None: Person(app, username, identity)


@pytest.fixture
def rows(app: Flask) -> Callable[..., list[Any]]:
    """All rows of a model, read without limits."""

    def read(model: Any, *criteria: Any) -> list[Any]:
        with app.app_context(), scope.everything("test"):
            found = list(db.session.scalars(select(model).where(*criteria).order_by(model.id)))
            db.session.expunge_all()
            return found

    return read
