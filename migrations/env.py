"""Alembic's environment: FAB keeps all tables in `Model.metadata`, Flask-SQLAlchemy's own metadata is empty."""

from __future__ import annotations

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


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    options: dict[str, Any] = {
        "target_metadata": Model.metadata,
        "render_as_batch": engine.dialect.name == "sqlite",
        "compare_type": True,
        "render_item": _render_item,
    }
    with scope.everything("migration"), engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
