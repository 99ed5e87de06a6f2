"""Set-based writing: one statement for many rows, whatever the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert
from sqlalchemy.orm import Session

from app.kit import scope
from app.kit.errors import NotFound

CHUNK = 1000


def chunks(items: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """`items` in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def insert_rows(session: Session, model: type, rows: Sequence[dict[str, Any]], reason: str) -> None:
    """Insert `rows`, each with the same keys, in one statement per chunk."""
    with scope.bulk(reason):
        for part in chunks(rows):
            session.connection().execute(insert(model), part)


def insert_numbered(session: Session, model: type, rows: Sequence[dict[str, Any]], reason: str) -> list[int]:
    """Insert `rows` and return their ids in the order of the rows; SQLite needs a statement per row for that."""
    ids: list[int] = []
    with scope.bulk(reason):
        for part in chunks(rows):
            statement = insert(model).returning(model.id, sort_by_parameter_order=True)  # type: ignore[attr-defined]  # every model has one
            ids += session.execute(statement, part).scalars()
    return ids


def delete_rows(session: Session, model: Any, ids: Sequence[int]) -> None:
    """Delete rows that the scope lets one write, in one statement per chunk; NotFound when one of them is missing."""
    for part in chunks(sorted(set(ids))):
        gone = session.execute(delete(model).where(model.id.in_(part)), execution_options=_UNSYNCED)
        if cast("CursorResult[Any]", gone).rowcount != len(part):
            raise NotFound()


_UNSYNCED = {"synchronize_session": False}
