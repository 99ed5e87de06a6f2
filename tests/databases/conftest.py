"""The application on a PostgreSQL database of its own, which every test gets as the demo has left it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, make_url, text

from app import create_app, demo
from app.cli import sync_permissions
from app.extensions import db, migrations
from app.kit import scope
from tests.conftest import KEYS

SERVER = make_url(os.environ.get("TEST_POSTGRES_URL") or "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
NAME = f"xueshi_test_{os.getpid()}"
TEMPLATE = f"{NAME}_template"


def run_on_server(server: Engine, *statements: str) -> None:
    with server.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture(scope="session")
def server() -> Iterator[Engine]:
    """The server, outside any transaction; where none answers, the tests fail."""
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 5})
    yield engine
    for name in (NAME, TEMPLATE):
        run_on_server(engine, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="session")
def whole_app(server: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a migrated database with the demo data, made once per run and kept as a template."""
    run_on_server(server, f"CREATE DATABASE {NAME}")
    folder = tmp_path_factory.mktemp("postgres") / "data"
    folder.mkdir()
    never_wait_for_the_disk = {"options": "-c synchronous_commit=off"}  # no test here cuts the power
    database = (
        SERVER.set(database=NAME).update_query_dict(never_wait_for_the_disk).render_as_string(hide_password=False)
    )
    app = create_app(KEYS | {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": database, "TESTING": True})
    with app.app_context():
        migrations().upgrade()
        with scope.everything("test set-up"):
            sync_permissions()
            db.session.commit()
        demo.load(1)
        db.engine.dispose()
    run_on_server(server, f"ALTER DATABASE {NAME} RENAME TO {TEMPLATE}")
    shutil.copytree(folder, _kept(folder))
    return app


def _kept(folder: Path) -> Path:
    return folder.with_name("kept")


def lay_out(app: Flask, server: Engine) -> None:
    """Let the application start from an untouched demo database, with the files that belong to it."""
    with app.app_context():
        db.engine.dispose()
    run_on_server(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME} TEMPLATE {TEMPLATE}")
    folder = Path(app.config["DATA_DIR"])
    shutil.rmtree(folder)
    shutil.copytree(_kept(folder), folder)


@pytest.fixture
def app(whole_app: Flask, server: Engine) -> Iterator[Flask]:
    """The application on an untouched demo database."""
    lay_out(whole_app, server)
    yield whole_app
    with whole_app.app_context():
        db.engine.dispose()
