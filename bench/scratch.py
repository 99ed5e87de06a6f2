"""A database of its own for one measurement, on the local PostgreSQL or in a file, and the application on it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from app import create_app
from app.cli import sync_permissions
from app.extensions import db, migrations
from app.kit import scope

SERVER = make_url(os.environ.get("TEST_POSTGRES_URL") or "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@contextmanager
def application(name: str, sqlite: bool = False) -> Iterator[Flask]:
    """The migrated application with the demo data, inside its context; everything is dropped afterwards."""
    from app import demo  # nothing that a process which is measured has to load

    with TemporaryDirectory() as folder, _file(folder) if sqlite else _database(name) as address:
        keys = {"SECRET_KEY": "s" * 48, "PERSONAL_DATA_KEY": "p" * 48, "DATA_DIR": Path(folder)}
        app = create_app(keys | {"SQLALCHEMY_DATABASE_URI": address, "TESTING": True})
        with app.app_context():
            migrations().upgrade()
            with scope.everything("test set-up"):
                sync_permissions()
                db.session.commit()
            demo.load()
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def copied(address: str) -> Iterator[str]:
    """The address of a copy of a database to which nobody is connected; it is dropped afterwards."""
    source = make_url(address)
    if source.drivername == "sqlite":
        with TemporaryDirectory() as folder, _file(folder) as copy:
            with (closing(sqlite3.connect(source.database or "")) as held,
                  closing(sqlite3.connect(make_url(copy).database or "")) as fresh):  # fmt: skip
                held.backup(fresh)  # with what the log beside the file still has
            yield copy
    else:
        with _database("copy", f"TEMPLATE {source.database}") as copy:
            yield copy


@contextmanager
def _file(folder: str) -> Iterator[str]:
    yield f"sqlite:///{folder}/bench.db"


@contextmanager
def _database(name: str, options: str = "") -> Iterator[str]:
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    database = f"xueshi_bench_{name}_{os.getpid()}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {database} {options}"))
    try:
        yield SERVER.set(database=database).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)"))
        server.dispose()
