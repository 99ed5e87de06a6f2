"""Alembic's environment: FAB keeps all tables in `Model.metadata`, Flask-SQLAlchemy's own metadata is empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from flask_appbuilder import Model

from app.kit import scope


def _render_item(kind: str, item: Any, autogen: Any) -> Any:
    """Our own column types as what they are in the database: a migration never imports the application."""
    if kind == "type" and type(item).__module__.startswith("app."):
        return f"sa.{item.impl_instance!r}"
    return False


def _declared(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Models declare what both databases keep; GIN indexes are PostgreSQL's alone (app/kit/pairs.py)."""
    return kind != "index" or item.dialect_options["postgresql"].get("using") != "gin"


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    options: dict[str, Any] = {
        "target_metadata": Model.metadata,
        "render_as_batch": engine.dialect.name == "sqlite",
        "compare_type": True,
        "render_item": _render_item,
        "include_object": _declared,
    }
    with scope.everything("migration"), engine.connect() as connection, _tables_may_be_rebuilt(connection):
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


@contextmanager
def _tables_may_be_rebuilt(connection: Any) -> Iterator[None]:
    """SQLite changes a table by rebuilding it, which its foreign keys forbid; they are checked at the end instead."""
    if connection.dialect.name != "sqlite":
        yield
        return
    bare = connection.connection.dbapi_connection
    bare.execute("PRAGMA foreign_keys=OFF")  # no effect inside a transaction, so before the first statement
    try:
        yield
        if broken := bare.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"the migration left {len(broken)} rows without what they refer to")
    finally:
        bare.execute("PRAGMA foreign_keys=ON")


run()
