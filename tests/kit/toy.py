"""A toy application with one scoped table and one sheet, for tests of jobs and sheets."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.extensions import db
from app.kit import jobs, scope
from app.kit.audit import AuditEvent
from app.kit.errors import RuleError
from app.kit.jobs.registry import registry
from app.kit.sheets import Column, Context, ImportMapping, ImportRow, Row, Sheet, Undo
from app.kit.views.outgoing import Outgoing
from app.organizations.models import Platform

OWNER = scope.Actor(7, "Owner", "a1", permissions=frozenset({("can_import", "thing"), ("can_export", "thing")}))
SCOPE = scope.Scope("platform", 1, actor=OWNER)
OTHER = scope.Scope("platform", 1, actor=scope.Actor(8, "Other", "a2", permissions=OWNER.permissions))
PLATFORM_TABLES = [m.__table__ for m in (Platform, AuditEvent, jobs.StoredFile, jobs.Job, ImportRow, ImportMapping)]


class ToyBase(DeclarativeBase):
    """Metadata of its own: migrations and house rules never see the toys."""


class Thing(ToyBase):
    __tablename__ = "toy_thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    hours: Mapped[str | None]
    parent: Mapped[str | None]
    secret: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class Mark(ToyBase):
    """What a toy job wrote: no unique key, so that doubles show."""

    __tablename__ = "toy_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    number: Mapped[int]


scope.register(Thing, lambda now: Thing.platform_id == now.platform_id)
scope.unscoped(Mark, "toy")


# ---- the toy sheet -----------------------------------------------------------------------------------------


def check(session: Any, context: Context, rows: list[Row]) -> None:
    """Rows are known by code; a parent is stored, or defined above in the file."""
    found = session.scalars(select(Thing).where(Thing.code.in_([r.values["code"] for r in rows])))
    stored = {thing.code: thing for thing in found}
    parents = {r.values["parent"] for r in rows if r.values["parent"]}
    known = set(session.scalars(select(Thing.code).where(Thing.code.in_(parents)))) | context.defined(parents)
    for row in rows:
        old = stored.get(row.values["code"])
        if row.values["name"] == "rejected":
            row.error("This name is rejected.", "name")
        if row.values["parent"] and row.values["parent"] not in known:
            row.error("The parent is not known.", "parent")
        if not row.failed:
            known.add(row.values["code"])
            judge(row, old)


def judge(row: Row, old: Thing | None) -> None:
    row.plan = old
    row.outcome = "new"
    if old:
        row.target_id = old.id
        row.before = {"name": old.name} if old.name != row.values["name"] else {}
        row.stored = {"name": old.name, "secret": old.secret, "hours": old.hours}
        row.outcome = "changed" if row.before else "unchanged"


def apply(session: Any, context: Context, rows: list[Row]) -> None:
    for row in rows:
        if row.values["name"] == "bomb":
            raise RuleError("A bomb may not be stored.")
        thing = row.plan or Thing(platform_id=1, code=row.values["code"], parent=row.values["parent"], version=0)
        thing.version, thing.kind = thing.version + 1, row.values["kind"]
        thing.name, thing.secret, thing.hours = (
            row.values["name"],
            row.values["secret"],
            str(row.values["hours"]),
        )
        session.add(thing)
        row.plan = thing
    session.flush()
    for row in rows:
        row.target_id, row.version_after = row.plan.id, row.plan.version


def check_undo(session: Any, context: Context, rows: list[Row]) -> None:
    """A parent stays while one of its children does."""
    codes = {row.plan.code: row for row in rows if row.outcome == "new"}
    children = session.execute(select(Thing.id, Thing.parent).where(Thing.parent.in_(codes))).all()
    going = context.taken(child for child, _parent in children)
    for row in rows:
        if any(parent == row.plan.code and child not in going for child, parent in children):
            row.error("It has children.")
        else:
            going |= {row.plan.id} if row.outcome == "new" else set()


def undo(session: Any, context: Context, rows: list[Row]) -> None:
    for row in rows:
        if row.values["name"] == "stuck":
            raise RuleError("It is stuck.")
        if row.outcome == "new":
            session.delete(row.plan)
        else:
            row.plan.name, row.plan.version = row.stored["name"], row.plan.version + 1


def title(session: Any, params: Any) -> str:
    if params.get("box") == "closed":
        raise RuleError("This box is closed.")
    return "Things"


SHEET = Sheet(
    "things", "Things",
    (
        Column("code", "Code", required=True, aliases=("编码",)),
        Column("name", "Name", required=True, aliases=("名称",)),
        Column("parent", "Parent"),
        Column("hours", "Hours", "hours"),
        Column("secret", "Secret", personal=True),
        Column("kind", "Kind", "choice", choices={"big": "Big one", "small": "Small one"}),
    ),
    ("import", "thing"), check, apply,
    key=lambda values: values["code"], token=lambda values: values["code"], title=title,
    context_fields=("box",), undo=Undo(Thing, lambda thing, values: thing.code == values["code"], check_undo, undo),
)  # fmt: skip


# ---- the toy list to export --------------------------------------------------------------------------------


class ThingList:
    subject, title = "thing", "All things"

    def export_columns(self, chosen: Any) -> list[Outgoing]:
        return [Outgoing(name, name.title(), 20, True) for name in ("code", "name") if not chosen or name in chosen]

    def export_select(self, args: Any) -> Any:
        query = select(Thing).order_by(Thing.name.desc())
        return query.where(Thing.name == args["name"]) if args.get("name") else query

    def export_reader(self, names: Any) -> ThingReader:
        return ThingReader(names)


class ThingReader:
    def __init__(self, names: Any) -> None:
        self.names = names

    def rows(self, session: Any, query: Any, keys: Any) -> Iterable[list[Any]]:
        found = {thing.id: thing for thing in session.scalars(query.where(Thing.id.in_(keys)))}
        return ([getattr(found[key], name) for name in self.names] for key in keys if key in found)


# ---- the application ---------------------------------------------------------------------------------------


def make_app(folder: Path, **config: Any) -> Flask:
    """A bare application on a database in `folder`; its tables are there afterwards."""
    app = Flask("toy")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'toy.db'}", DATA_DIR=folder, PERSONAL_DATA_KEY="k" * 40,
        SECRET_KEY="s", LANGUAGES={"zh": {}, "en": {}}, BABEL_DEFAULT_LOCALE="en", JOBS_LEASE=1.0,
        JOBS_TICK=0.1,
        JOBS_POLL=0.05, TESTING=True,
    )  # fmt: skip
    app.config.update(config)
    for kind in registry.periodic():  # what the product does by itself is not the toy's
        del registry.kinds[kind.name]
    Babel(app)
    db.init_app(app)
    jobs.init_app(app)
    with app.app_context():
        Platform.metadata.create_all(db.engine, tables=PLATFORM_TABLES)
        ToyBase.metadata.create_all(db.engine)
        with scope.everything("toy"):
            if db.session.get(Platform, 1) is None:
                db.session.add(Platform(id=1, code="toy", name="Toy"))
                db.session.commit()
    return app


def rebuild(user_id: int | None, identity: str) -> scope.Scope | None:
    return {(7, "a1"): SCOPE, (8, "a2"): OTHER}.get((user_id or 0, identity))


def mark_all(run: jobs.Run) -> None:
    """Write one Mark per number, ten per chunk; the `naive` one has its checkpoint in another transaction."""
    while run.cursor < run.total:
        step = range(run.cursor, min(run.total, run.cursor + 10))
        if run.params.get("naive"):
            with scope.using(run.scope):
                _marks(run, step)
                db.session.commit()
            time.sleep(0.005)  # the window in which a naive worker dies
            with run.chunk(step.stop):
                pass
        else:
            with run.chunk(step.stop):
                _marks(run, step)
                time.sleep(0.002)


def _marks(run: jobs.Run, numbers: Iterable[int]) -> None:
    db.session.add_all([Mark(job_id=run.id, number=number) for number in numbers])
    db.session.flush()


def work_for_ever(app: Flask) -> None:
    """What a worker process does until a test kills it."""
    jobs.LocalExecutor(app).start()
    while True:
        time.sleep(60)


def workbook(path: Path, rows: Iterable[Iterable[Any]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type  # `=1+1` as a text
    book.save(path)
    return path
