"""Exports: a list as filtered, written by a job into a workbook (or another file) that its owner downloads."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from flask import current_app
from flask_babel import gettext as _
from openpyxl import Workbook
from sqlalchemy import Select, inspect

from app.extensions import db
from app.kit import audit, clock, jobs, scope
from app.kit.errors import RuleError
from app.kit.jobs import files
from app.kit.jobs.models import Job
from app.kit.sheets import workbooks

CHUNK = 500


class Exportable(Protocol):
    """What a list must offer to be exported; `ScopedView` does."""

    subject: str
    title: Any

    def export_columns(self) -> list[tuple[str, Any]]: ...
    def export_select(self, args: Mapping[str, Any]) -> Select[Any]: ...
    def plain_value(self, name: str, item: Any) -> Any: ...


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


def enqueue(view_name: str, args: Mapping[str, Any]) -> Job:
    """Queue the export of a list under the active identity; `args` are its filters, without personal data."""
    view = _writers.get(view_name) or view_of(view_name)
    _require_permission(view, scope.actor())
    title = str(view.title)[:200]
    job = jobs.enqueue(db.session(), "export", subject=view_name, title=title, params={"args": dict(args)})
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
    with run.beating(), files.new_file(writer.suffix if writer else ".xlsx") as part:
        count = writer.write(run, part) if writer else _write_list(run, view_of(run.subject), part)
        run.result["count"] = count
        _finish(run, view, part)
    return jobs.Ended(result={"count": count})


def _write_list(run: jobs.Run, view: Exportable, part: Path) -> int:
    """The workbook of a list; the number of its rows.

    A new attempt starts from the first row: half a workbook cannot be continued. The ids are taken once, so
    the rows are those of one moment in the order of the list, however long the writing takes.
    """
    args = run.params.get("args", {})
    with run.reading() as session:
        query = view.export_select(args)
        (key,) = inspect(query.column_descriptions[0]["entity"]).primary_key
        ids = array("q", session.scalars(query.with_only_columns(key, maintain_column_froms=True)))
    _write(run, view, query, key, ids, part)
    return len(ids)


def _write(run: jobs.Run, view: Exportable, query: Select[Any], key: Any, ids: Any, part: Any) -> None:
    book = Workbook(write_only=True)
    with run.reading():  # labels may be the platform's words
        labels = [str(label) for _name, label in view.export_columns()]
        title = str(view.title)
    widths = [max(12, min(40, 2 * len(label) + 4)) for label in labels]
    page = workbooks.start(book, title, labels, widths, [False] * len(labels))
    with run.chunk(0, progress=False, total=len(ids)):
        pass
    for at in range(0, len(ids), CHUNK):
        for values in _values(run, view, query, key, ids[at : at + CHUNK]):
            page.append([workbooks.cell(page, value) for value in values])
        with run.chunk(min(at + CHUNK, len(ids)), progress=False):
            pass  # only the lease, the bar and a possible cancel
    book.save(part)


def _values(run: jobs.Run, view: Exportable, query: Select[Any], key: Any, ids: Any) -> Iterator[list[Any]]:
    names = [name for name, _label in view.export_columns()]
    with run.reading() as session:
        found = session.scalars(query.where(key.in_(list(ids)))).unique()
        items = {inspect(item).identity[0]: item for item in found}
        # a row that left the scope or the filter meanwhile is not written
        yield from ([view.plain_value(n, items[i]) for n in names] for i in ids if i in items)


def _finish(run: jobs.Run, view: Exportable | Writer, part: Path) -> None:
    """The file's row and its place at the job in one fenced transaction, after the file itself is stored."""
    with run.reading():
        stored = files.keep(part, f"{view.title}-{clock.today():%Y%m%d}{part.suffix}")
    with run.chunk(run.cursor) as session:
        session.add(stored)
        session.flush()
        session.get_one(Job, run.id).file_id = stored.id
