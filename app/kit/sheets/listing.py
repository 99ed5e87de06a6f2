"""What the lists of imports and exports show: tasks with their progress, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.kit import clock
from app.kit.jobs.models import CANCELLED, DONE, FAILED, OPEN, QUEUED, RUNNING, WAITING, Job
from app.kit.sheets import importing
from app.kit.sheets import sheet as sheets
from app.kit.sheets.sheet import CHANGED, DUPLICATE, ERROR, NEW, UNDONE, Sheet
from app.kit.views.pick import parse_id

SIZE = 20
STATES: dict[str, tuple[Any, str]] = {
    QUEUED: (_l("Queued"), ""),
    RUNNING: (_l("Running"), "primary"),
    WAITING: (_l("To confirm"), "warning"),
    DONE: (_l("Done"), "success"),
    FAILED: (_l("Task failed"), "danger"),
    CANCELLED: (_l("Cancelled"), ""),
}


def moment(stored: datetime | None) -> str:
    return clock.local(stored).strftime("%Y-%m-%d %H:%M") if stored else ""


@dataclass
class Task:
    """A job as a line of a list and as the head of its own page."""

    job: Job

    @property
    def state(self) -> Any:
        job = self.job
        if job.kind == "import" and job.status in (QUEUED, RUNNING) and job.phase == sheets.PREVIEW:
            return _("Checking")
        if job.kind == "import" and job.status == WAITING and job.phase == sheets.MAP:
            return _("Columns to match")
        if self.counts.get(UNDONE):
            stays = self.counts[NEW] + self.counts[CHANGED]  # what was there already is nothing of the import's
            return _("Partly undone") if stays else _("Undone")
        return STATES[job.status][0]

    @property
    def left(self) -> str:
        """How long it will still take, judged by what this phase has done so far."""
        job = self.job
        if job.status != RUNNING or job.started_at is None or not 0 < job.cursor < job.total:
            return ""
        seconds = (clock.now() - job.started_at).total_seconds() * (job.total - job.cursor) / job.cursor
        if seconds < 60:
            return _("less than a minute left")
        return ngettext("about %(num)s minute left", "about %(num)s minutes left", round(seconds / 60))

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

    @cached_property
    def counts(self) -> dict[str, int]:
        """Of a preview what would be done, afterwards what was; of what was stopped on the way nobody has counted."""
        result = self.job.result or {}
        foreseen = result.get("preview") if self.job.status in OPEN else None
        return result.get("counts") or foreseen or {}

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
