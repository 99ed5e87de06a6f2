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
    column,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, StatementError
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
    """Insert `rows`, each with the same keys, at once: by COPY on PostgreSQL, elsewhere by one prepared statement.

    Errors of the database are SQLAlchemy's, as of any other statement.
    """
    if not rows:
        return
    table: Any = model.__table__  # type: ignore[attr-defined]  # every model has one
    with scope.bulk(reason):
        connection = session.connection()
        given = [table.c[name] for name in rows[0]]
        made = [c for c in table.c if c.name not in rows[0] and c.default is not None]
        rest = _defaults(connection, made)
        names = _names(connection, (*given, *made))
        if connection.dialect.name == "postgresql":
            _copy(connection, f"COPY {table.name} ({names}) FROM STDIN", _tuples(connection, given, rows, rest))
        else:
            places = ", ".join("?" * (len(given) + len(made)))
            statement = f"INSERT INTO {table.name} ({names}) VALUES ({places})"  # noqa: S608  # our own columns
            connection.exec_driver_sql(statement, list(_tuples(connection, given, rows, rest)))


def update_rows(session: Session, model: type, rows: Rows, reason: str) -> None:
    """Give rows other values, each named by its `id` and with the same keys: one statement for all of them."""
    if not rows:
        return
    table: Any = model.__table__  # type: ignore[attr-defined]  # every model has one
    with scope.bulk(reason):
        connection = session.connection()
        columns = [table.c[name] for name in rows[0] if name != "id"]
        if connection.dialect.name == "postgresql":
            connection.execute(_update(table, [*columns, table.c.id], rows))
        else:
            sets = ", ".join(f"{_names(connection, [column])} = ?" for column in columns)
            statement = f"UPDATE {table.name} SET {sets} WHERE id = ?"  # noqa: S608  # our own columns
            connection.exec_driver_sql(statement, list(_tuples(connection, [*columns, table.c.id], rows)))


def _update(table: Any, columns: Sequence[Any], rows: Rows) -> Any:
    """An UPDATE from an array per column: a statement per row would be one trip to the server each."""
    arrays = [bindparam(None, [row[c.name] for row in rows], type_=ARRAY(c.type, dimensions=1), unique=True)
              for c in columns]  # fmt: skip
    new = func.unnest(*arrays).table_valued(*(column(c.name, c.type) for c in columns)).render_derived(name="new")
    return update(table).where(table.c.id == new.c.id).values({c: new.c[c.name] for c in columns if c.name != "id"})


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


def count_anew(session: Session, model: Any) -> None:
    """Let PostgreSQL look again how its rows are spread: a table that is being filled has outgrown what it knows.

    Autovacuum comes once a minute; until then a plan for a few rows reads them all, chunk after chunk.
    """
    if session.connection().dialect.name == "postgresql":
        session.connection().exec_driver_sql(f"ANALYZE {model.__table__.name}")


# ---- as the driver takes them -------------------------------------------------------------------------------------


def _tuples(connection: Connection, columns: Iterable[Any], rows: Rows, rest: tuple[Any, ...] = ()) -> Iterator[Any]:
    forms = [(column.name, _form(connection, column)) for column in columns]
    for row in rows:
        try:
            made = [form(row[key]) if form else row[key] for key, form in forms]
        except (ValueError, TypeError, ArithmeticError) as error:  # SQLAlchemy's, as of any other statement
            raise StatementError(str(error), None, None, error) from error
        yield (*made, *rest)


def _copy(connection: Connection, statement: str, rows: Iterable[Any]) -> None:
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(statement) as sink:
            for row in rows:
                sink.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, None, error, psycopg.Error, dialect=connection.dialect) from error
    finally:
        cursor.close()


def _names(connection: Connection, columns: Iterable[Any]) -> str:
    return ", ".join(map(connection.dialect.identifier_preparer.format_column, columns))


def _form(connection: Connection, column: Any) -> Callable[[Any], Any] | None:
    """How a value of the column is handed to the driver; None: as it is."""
    form: Callable[[Any], Any] | None = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return form


def _defaults(connection: Connection, columns: Iterable[Any]) -> tuple[Any, ...]:
    """The values for columns that no row names; one for all rows."""
    values = ((_form(connection, column), _default(column)) for column in columns)
    return tuple(form(value) if form else value for form, value in values)


def _default(column: Any) -> Any:
    return column.default.arg(None) if column.default.is_callable else column.default.arg
