"""What the pages of imports and exports show: tasks with their progress, judged rows with their findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.kit import clock, personal
from app.kit.jobs.models import CANCELLED, DONE, FAILED, OPEN, QUEUED, RUNNING, WAITING, Job
from app.kit.sheets import importing, kinds, results
from app.kit.sheets import sheet as sheets
from app.kit.sheets.columns import Column
from app.kit.sheets.models import ImportRow, unpack
from app.kit.sheets.sheet import ACCEPTED, CHANGED, DUPLICATE, ERROR, NEW, UNCHANGED, Sheet
from app.kit.views.pick import parse_id

SIZE = 20
SHOWN_COLUMNS = 6
STATES: dict[str, tuple[Any, str]] = {
    QUEUED: (_l("Queued"), ""),
    RUNNING: (_l("Running"), "primary"),
    WAITING: (_l("To confirm"), "warning"),
    DONE: (_l("Done"), "success"),
    FAILED: (_l("Task failed"), "danger"),
    CANCELLED: (_l("Cancelled"), ""),
}
TONES = {NEW: "success", CHANGED: "primary", UNCHANGED: "", DUPLICATE: "warning", ERROR: "danger"}
TABS = (NEW, CHANGED, UNCHANGED, DUPLICATE, "warning", ERROR)
DOWNLOADS = {results.SUCCEEDED: _l("succeeded"), results.FAILED: _l("failed"), results.ALL: _l("all")}


def moment(stored: datetime | None) -> str:
    return clock.local(stored).strftime("%Y-%m-%d %H:%M") if stored else ""


@dataclass
class Task:
    """A job as a line of a list and as the head of its own page."""

    job: Job

    @property
    def state(self) -> Any:
        if self.job.kind == "import" and self.job.status in (QUEUED, RUNNING) and self.job.phase == importing.PREVIEW:
            return _("Checking")
        return STATES[self.job.status][0]

    @property
    def tone(self) -> str:
        return STATES[self.job.status][1]

    @property
    def moving(self) -> bool:
        """Whether the page should look again by itself."""
        return self.job.status in (QUEUED, RUNNING)

    @property
    def open(self) -> bool:
        return self.job.status in OPEN and not self.job.cancel

    @property
    def kept(self) -> bool:
        """Whether the file is still there: files and rows go after 30 days."""
        return self.job.file_id is not None

    @property
    def gone(self) -> bool:
        return not self.kept and (self.job.kind == "import" or self.job.status == DONE)

    @property
    def started(self) -> str:
        return moment(self.job.created_at)

    @property
    def label(self) -> Any:
        sheet = sheets.get(self.job.subject) if self.job.kind == "import" else None
        return sheet.label if sheet else self.job.title

    @property
    def counts(self) -> dict[str, int]:
        result = self.job.result or {}
        return result.get("counts") or result.get("preview") or {}

    @property
    def failed(self) -> int:
        return self.counts.get(DUPLICATE, 0) + self.counts.get(ERROR, 0)


class Paged:
    """Numbered pages over a query with the arguments of the request."""

    def __init__(self, session: Session, args: Mapping[str, str]) -> None:
        self.session = session
        self.args = args

    def query(self) -> Select[Any]:
        raise NotImplementedError

    @cached_property
    def total(self) -> int:
        statement = self.query()
        entity = statement.column_descriptions[0]["entity"]
        counted = statement.with_only_columns(func.count(entity.id), maintain_column_froms=True).order_by(None)
        return self.session.scalar(counted) or 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SIZE))

    @property
    def number(self) -> int:
        asked = parse_id(self.args.get("_page", "")) or 1
        return asked if asked <= self.pages else 1

    def items(self) -> list[Any]:
        return list(self.session.scalars(self.query().limit(SIZE).offset(SIZE * (self.number - 1))))

    def address(self, **changes: Any) -> str:
        known = {name: self.args[name] for name in ("rows", "type", "_page") if name in self.args}
        return "?" + urlencode({name: value for name, value in (known | changes).items() if value})


class Tasks(Paged):
    """「导入任务查看」 and 「导出任务查看」: own tasks, newest first, switched by type."""

    def __init__(self, session: Session, kind: str, args: Mapping[str, str]) -> None:
        super().__init__(session, args)
        self.kind = kind

    def query(self) -> Select[Any]:
        mine = select(Job).where(Job.kind == self.kind).order_by(Job.id.desc())
        chosen = self.args.get("type")
        return mine.where(Job.subject == chosen) if chosen else mine

    @cached_property
    def lines(self) -> list[Task]:
        return [Task(job) for job in self.items()]

    @property
    def moving(self) -> bool:
        return any(line.moving for line in self.lines)

    @cached_property
    def types(self) -> list[tuple[str, Any]]:
        """The types that there are tasks of, with their labels."""
        found = self.session.execute(
            select(Job.subject, func.max(Job.title)).where(Job.kind == self.kind).group_by(Job.subject)
        )
        return [(subject, getattr(sheets.get(subject), "label", title)) for subject, title in found]


@dataclass
class Upload:
    """The page on which a file is chosen."""

    sheet: Sheet
    params: Mapping[str, Any]
    title: str
    problem: Any

    @property
    def max_mb(self) -> int:
        return importing.max_bytes() // (1 << 20)

    @property
    def max_rows(self) -> int:
        return importing.max_rows()

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self.params.items() if value is not None})


class Export(Task):
    """The page of one export."""

    @property
    def ready(self) -> bool:
        return self.job.status == DONE and self.kept


@dataclass
class Line:
    """A judged row as it is shown: cells as (label, old, new), the state and every finding."""

    number: int
    state: str
    tone: str
    cells: list[tuple[str, str, str]]
    reason: str


class Import(Paged, Task):
    """The page of one import in whatever state it is."""

    def __init__(self, session: Session, job: Job, args: Mapping[str, str]) -> None:
        Paged.__init__(self, session, args)
        Task.__init__(self, job)
        self.sheet = importing.sheet_of(job.subject)

    @property
    def previewing(self) -> bool:
        return self.job.phase == importing.PREVIEW and self.moving

    @property
    def deciding(self) -> bool:
        return self.job.status == WAITING

    @property
    def ended(self) -> bool:
        return self.job.status in (DONE, FAILED, CANCELLED)

    @cached_property
    def figures(self) -> dict[str, int]:
        """Counted in the rows; from the task itself where those have gone."""
        return importing.counts(self.session, self.job.id) | (self.counts if self.gone else {})

    @property
    def importable(self) -> int:
        return self.figures[NEW] + self.figures[CHANGED]

    @property
    def succeeded(self) -> int:
        if self.job.phase == importing.APPLY:
            return self.figures["applied"]
        return sum(self.figures[outcome] for outcome in ACCEPTED)

    @property
    def not_imported(self) -> int:
        return sum(self.figures[outcome] for outcome in (*ACCEPTED, DUPLICATE, ERROR)) - self.succeeded

    @property
    def tabs(self) -> list[tuple[str, Any, int, bool]]:
        """(name, label, count, active) of every figure that filters the rows."""
        labels = dict(results.OUTCOMES) | {"warning": _("With a warning")}
        if self.job.phase != importing.APPLY:
            labels |= results.PLANNED
        chosen = self.args.get("rows", "")
        return [(name, labels[name], self.figures[name], name == chosen) for name in TABS]

    @property
    def downloads(self) -> list[tuple[str, Any, int]]:
        figures = {results.SUCCEEDED: self.succeeded, results.FAILED: self.not_imported}
        figures[results.ALL] = self.succeeded + self.not_imported
        return [] if self.gone else [(which, DOWNLOADS[which], figures[which]) for which in results.WHICH]

    # ---- rows
    # -----------------------------------------------------------------------------------------------------

    def query(self) -> Select[Any]:
        rows = select(ImportRow).where(ImportRow.job_id == self.job.id).order_by(ImportRow.row_no)
        chosen = self.args.get("rows", "")
        if chosen not in TABS:
            return rows
        wanted: ColumnElement[bool] = ImportRow.warned.is_(True) if chosen == "warning" else ImportRow.outcome == chosen
        return rows.where(wanted)

    @cached_property
    def columns(self) -> list[Column]:
        """The first declared columns that the file has."""
        return [c for c in self.sheet.columns if c.name in self.job.params["positions"]][:SHOWN_COLUMNS]

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(row) for row in self.items()]

    def _line(self, row: ImportRow) -> Line:
        raw, before = unpack(row.cells), unpack(row.before)
        places = self.job.params["positions"]
        cells = [(str(c.label), before.get(c.name, ""), _shown(c, raw[places[c.name]])) for c in self.columns]
        state = results.state_of(self.job, row)
        return Line(row.row_no, state, TONES[row.outcome], cells, results.reason_of(self.job, self.sheet, row))


def _shown(column: Column, raw: Any) -> str:
    """A cell as uploaded; personal numbers masked, as everywhere (R-7)."""
    text = kinds.visible(kinds.as_text(raw))
    if not column.personal:
        return text
    return personal.mask_phone(text) if column.kind == "phone" else personal.mask_id(text)
