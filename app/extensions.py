"""The extensions, created once and bound to an application by `create_app`."""

from __future__ import annotations

import sqlite3
from types import ModuleType
from typing import Any

from flask import Flask, current_app
from flask.globals import app_ctx
from flask_appbuilder import AppBuilder, Model
from flask_appbuilder.models.sqla.base import SQLA
from flask_compress import Compress
from flask_sqlalchemy.session import Session as BoundSession
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine, event

import config
from app.kit import scope

Model.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Session(BoundSession):
    """The one session class: filtered by `scope`, without the doors that its hooks cannot see."""

    def _closed_door(self, *args: Any, **kwargs: Any) -> None:
        raise scope.Unfiltered("use session.execute(insert(...)) inside scope.bulk")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _closed_door


def _session_key() -> tuple[int, int]:
    """A session per application context and per scope, so that no identity map outlives a switch."""
    return id(app_ctx._get_current_object()), scope.key()  # type: ignore[attr-defined]  # a proxy


db = SQLA(session_options={"class_": Session, "scopefunc": _session_key})
csrf = CSRFProtect()
compress = Compress()
scope.install(Session)
scope.attach(db.session)


class Builder(AppBuilder):
    """FAB without its own pages: /back trusts the session, /lang changes it by GET, the rest is not ours."""

    def _add_admin_views(self) -> None:
        self._indexview = self.add_view_no_menu(self.indexview)
        self.sm.register_views()


def new_appbuilder(app: Flask, **options: Any) -> AppBuilder:
    """FAB bound to our session; one per application, so tests may create several."""
    return Builder(app, db.session, **options)


def migrations() -> ModuleType:
    """Flask-Migrate on the current application, loaded by who asks: its 8 MB are nothing that a web worker keeps."""
    import flask_migrate

    if "migrate" not in current_app.extensions:
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy
        flask_migrate.Migrate(app, db, directory=str(config.ROOT / "migrations"))
    return flask_migrate


@event.listens_for(Engine, "connect")
def _tune_sqlite(connection: Any, record: Any) -> None:
    """WAL and FULL: never lost on power failure. Our own BEGIN, so that savepoints and IMMEDIATE work."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    """A transaction that may write takes SQLite's lock at once: upgrading a read lock can fail with BUSY."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if scope.writing() else "BEGIN")
