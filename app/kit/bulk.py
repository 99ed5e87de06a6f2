"""Many rows at once, whatever the database: written together, and named by their ids in one parameter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

import psycopg
from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    ColumnElement,
    Connection,
    CursorResult,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from app.kit import scope
from app.kit.errors import NotFound

CHUNK = 1000
Rows = Sequence[dict[str, Any]]


def chunks(items: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """`items` in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


# ---- named by their ids --------------------------------------------------------------------------------------------


class _Listed(TypeDecorator[Any]):
    """Numbers or texts as one parameter: an array on PostgreSQL, JSON elsewhere."""

    impl = JSON
    cache_ok = True

    def __init__(self, one: Any) -> None:
        super().__init__()
        self.one = one

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(ARRAY(self.one) if dialect.name == "postgresql" else JSON())


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True


@compiles(_Among, "postgresql")
def _among_array(element: Any, compiler: Any, **options: Any) -> str:
    return "{} = ANY ({})".format(*(compiler.process(c, **options) for c in element.clauses))


@compiles(_Among)
def _among_json(element: Any, compiler: Any, **options: Any) -> str:
    column, listed = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608  # both are compiled, nothing is typed


def among(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """`column.in_(values)` as one parameter, however many: ten thousand of their own take longer than the statement."""
    return _Among(column, bindparam(None, list(values), type_=_Listed(column.type), unique=True))


# ---- written together ----------------------------------------------------------------------------------------------


def insert_rows(session: Session, model: type, rows: Rows, reason: str) -> None:
    """Insert `rows`, each with the same keys: by COPY on PostgreSQL, elsewhere by a statement per chunk.

    Errors of the database are SQLAlchemy's, as of any other statement.
    """
    table: Any = model.__table__  # type: ignore[attr-defined]  # every model has one
    with scope.bulk(reason):
        connection = session.connection()
        if rows and connection.dialect.name == "postgresql":
            _copy(connection, table, rows)
            return
        for part in chunks(rows):
            connection.execute(insert(table), part)


def insert_numbered(session: Session, model: type, rows: Rows, reason: str) -> list[int]:
    """Insert `rows` and return their ids in the order of the rows."""
    with scope.bulk(reason):
        ids = _new_ids(session.connection(), model, len(rows)) if rows else []
    insert_rows(session, model, [row | {"id": number} for row, number in zip(rows, ids, strict=True)], reason)
    return ids


def delete_rows(session: Session, model: Any, ids: Sequence[int]) -> None:
    """Delete rows that the scope lets one write, in one statement; NotFound when one of them is missing."""
    wanted = set(ids)
    gone = session.execute(delete(model).where(among(model.id, wanted)), execution_options=_UNSYNCED)
    if cast("CursorResult[Any]", gone).rowcount != len(wanted):
        raise NotFound()


_UNSYNCED = {"synchronize_session": False}


def _new_ids(connection: Connection, model: Any, count: int) -> list[int]:
    """Ids that nobody else gets: of the sequence, or in SQLite, where whoever writes is alone, after the last."""
    key = model.__table__.c.id
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(key.table.name, key.name)
        return list(connection.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, count))))
    last = connection.scalar(select(func.max(key))) or 0
    return list(range(last + 1, last + 1 + count))


# ---- COPY ----------------------------------------------------------------------------------------------------------


def _copy(connection: Connection, table: Any, rows: Rows) -> None:
    given = [table.c[name] for name in rows[0]]
    made = [c for c in table.c if c.name not in rows[0] and c.default is not None]
    names = ", ".join(connection.dialect.identifier_preparer.format_column(c) for c in (*given, *made))
    statement = f"COPY {table.name} ({names}) FROM STDIN"
    forms = [_form(connection, column) for column in given]
    rest = tuple(_form(connection, column)(_default(column)) for column in made)
    keys = [column.name for column in given]
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(statement) as sink:
            for row in rows:
                sink.write_row((*(form(row[key]) for form, key in zip(forms, keys, strict=True)), *rest))
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, None, error, psycopg.Error, dialect=connection.dialect) from error
    finally:
        cursor.close()


def _form(connection: Connection, column: Any) -> Callable[[Any], Any]:
    """How a value of the column is handed to the driver."""
    return column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _default(column: Any) -> Any:
    """The value for a column that no row names; one for all of them."""
    return column.default.arg(None) if column.default.is_callable else column.default.arg
