"""A database of its own on the local PostgreSQL for one measurement, and the application on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from app import create_app, demo
from app.cli import sync_permissions
from app.extensions import db
from app.kit import scope

SERVER = make_url(os.environ.get("TEST_POSTGRES_URL") or "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@contextmanager
def application(name: str) -> Iterator[Flask]:
    """The migrated application with the demo data, inside its context; everything is dropped afterwards."""
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    database = f"xueshi_bench_{name}_{os.getpid()}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {database}"))
    address = SERVER.set(database=database).render_as_string(hide_password=False)
    try:
        with TemporaryDirectory() as folder:
            keys = {"SECRET_KEY": "s" * 48, "PERSONAL_DATA_KEY": "p" * 48, "DATA_DIR": Path(folder)}
            app = create_app(keys | {"SQLALCHEMY_DATABASE_URI": address, "TESTING": True})
            with app.app_context():
                upgrade()
                with scope.everything("test set-up"):
                    sync_permissions()
                    db.session.commit()
                demo.load()
                yield app
                db.session.remove()
                db.engine.dispose()
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)"))
        server.dispose()
