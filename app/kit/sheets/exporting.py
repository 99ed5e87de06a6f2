"""Exports: a list as filtered, written by a job into a workbook (or another file) that its owner downloads."""

from __future__ import annotations

import zipfile
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Select, inspect
from sqlalchemy.orm import Session

from app.extensions import db
from app.kit import audit, clock, jobs, scope
from app.kit.errors import RuleError
from app.kit.jobs import files
from app.kit.jobs.models import Job
from app.kit.sheets import workbooks

CHUNK = 2_000
FULL = 1_048_575  # rows below the headings of one workbook


class Exported(Protocol):
    """A column of an export."""

    name: str
    label: str
    width: int
    as_text: bool


class Reading(Protocol):
    """What gives the cells of rows by their keys, in their order; rows that are gone are left out."""

    def rows(self, session: Session, query: Select[Any], keys: Collection[int]) -> Iterator[list[Any]]: ...


class Exportable(Protocol):
    """What a list must offer to be exported; `ScopedView` does."""

    subject: str
    title: Any

    def export_columns(self, chosen: Collection[str]) -> Sequence[Exported]: ...
    def export_select(self, args: Mapping[str, Any]) -> Select[Any]: ...
    def export_reader(self, names: Sequence[str]) -> Reading: ...


@dataclass(frozen=True)
class Writer:
    """Another kind of file than a list's workbook: whose permission it takes, its name, and what writes it.

    `write` gets the job and a part file and returns how many things it has written; it reads through the job's scope.
    """

    subject: str
    title: Any
    suffix: str
    write: Callable[[jobs.Run, Path], int]


_views: dict[str, Exportable] = {}
_writers: dict[str, Writer] = {}


def register_writer(name: str, writer: Writer) -> None:
    """Make another kind of file an export task."""
    _writers[name] = writer


def register(name: str, view: Exportable) -> None:
    """Make something exportable that is no registered view."""
    _views[name] = view


def view_of(name: str) -> Exportable:
    """The exportable view with this class name."""
    builder = getattr(current_app, "appbuilder", None)
    known = {type(view).__name__: view for view in builder.baseviews} if builder else {}
    view = _views.get(name) or known.get(name)
    if view is None or not hasattr(view, "export_select"):
        raise RuleError(_("This list cannot be exported."))
    return view


def enqueue(view_name: str, args: Mapping[str, Any], columns: Sequence[str] = ()) -> Job:
    """Queue the export of a list under the active identity.

    `args` are its filters, without personal data; `columns` those of the list that were chosen, none for all.
    """
    view = _writers.get(view_name) or view_of(view_name)
    _require_permission(view, scope.actor())
    title = str(view.title)[:200]
    params = {"args": dict(args), "columns": list(columns)[:100]}
    job = jobs.enqueue(db.session(), "export", subject=view_name, title=title, params=params)
    audit.record(db.session(), f"{view.subject}:export", job.id)
    return job


def _require_permission(view: Exportable | Writer, actor: scope.Actor) -> None:
    if not actor.may("export", view.subject):
        raise RuleError(_("You may not export this list."))


@jobs.handler("export", short=True)
def run_export(run: jobs.Run) -> jobs.Ended:
    """Write the export to a part file, which becomes the job's file in one step at the end."""
    writer = _writers.get(run.subject)
    view = writer or view_of(run.subject)
    _require_permission(view, run.scope.actor)
    with run.beating(), ExitStack() as parts:
        if writer:
            part = parts.enter_context(files.new_file(writer.suffix))
            count = writer.write(run, part)
        else:
            part, count = _write_list(run, view_of(run.subject), parts)
        run.result["count"] = count
        _finish(run, view, part)
    return jobs.Ended(result={"count": count})


def _write_list(run: jobs.Run, view: Exportable, parts: ExitStack) -> tuple[Path, int]:
    """The workbook of a list, or an archive of several where one can't hold it, and the number of its rows.

    A new attempt starts from the first row: half a workbook cannot be continued. The ids are taken once, so
    the rows are those of one moment in the order of the list, however long the writing takes.
    """
    with run.reading() as session:
        query = view.export_select(run.params.get("args", {}))
        (key,) = inspect(query.column_descriptions[0]["entity"]).primary_key
        wanted = query.with_only_columns(key, maintain_column_froms=True)
        ids = array("q", session.scalars(wanted, execution_options={"yield_per": CHUNK}))  # a list takes ten times more
    with run.chunk(0, progress=False, total=len(ids)):
        pass
    full = int(current_app.config.get("SHEETS_ROWS_PER_FILE", FULL))
    books = []
    for at in range(0, max(1, len(ids)), full):
        books.append(parts.enter_context(files.new_file(".xlsx")))
        _write(run, view, query, ids[at : at + full], books[-1], at)
    return (books[0] if len(books) == 1 else _archive(view, books, parts)), len(ids)


def _archive(view: Exportable, books: Sequence[Path], parts: ExitStack) -> Path:
    part = parts.enter_context(files.new_file(".zip"))
    with zipfile.ZipFile(part, "w") as archive:  # workbooks are packed already
        for number, book in enumerate(books, 1):
            archive.write(book, files.shown_name(f"{view.title}-{number}.xlsx"))
            book.unlink()
    return part


def _write(run: jobs.Run, view: Exportable, query: Select[Any], ids: array[int], part: Path, before: int) -> None:
    """One workbook with the rows of `ids`, of which so many come after `before` others."""
    with run.reading():  # labels may be the platform's words
        columns = view.export_columns(run.params.get("columns", ()))
        reader = view.export_reader([column.name for column in columns])
        heads = [workbooks.Head(column.label, column.width, column.as_text) for column in columns]
        title = str(view.title)
    with workbooks.book(part) as made:
        page = workbooks.Page(made, title, heads)
        for at in range(0, len(ids), CHUNK):
            with run.reading() as session:
                rows = list(reader.rows(session, query, ids[at : at + CHUNK]))
            for row in rows:
                page.append(row)
            with run.chunk(before + min(at + CHUNK, len(ids)), progress=False):
                pass  # only the lease, the bar and a possible cancel


def _finish(run: jobs.Run, view: Exportable | Writer, part: Path) -> None:
    """The file's row and its place at the job in one fenced transaction, after the file itself is stored."""
    with run.reading():
        stored = files.keep(part, f"{view.title}-{clock.today():%Y%m%d}{part.suffix}")
    with run.chunk(run.cursor) as session:
        session.add(stored)
        session.flush()
        session.get_one(Job, run.id).file_id = stored.id
