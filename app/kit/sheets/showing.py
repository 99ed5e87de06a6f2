"""What the page of one import shows, in whatever state it is: columns to match, judged rows, outcome, taking back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from app.kit import personal
from app.kit.jobs.models import CANCELLED, DONE, FAILED, WAITING, Job
from app.kit.sheets import figures, kinds, mapping, operations, results, undoing
from app.kit.sheets.columns import Column
from app.kit.sheets.listing import Paged, Task
from app.kit.sheets.models import ImportRow, unpack
from app.kit.sheets.sheet import (
    ACCEPTED,
    APPLY,
    CHANGED,
    DUPLICATE,
    ERROR,
    LEFT,
    MAP,
    NEW,
    PREVIEW,
    UNCHANGED,
    UNDONE,
    Sheet,
    sheet_of,
)

SHOWN_COLUMNS = 6
TONES = {NEW: "success", CHANGED: "primary", UNCHANGED: "", DUPLICATE: "warning", ERROR: "danger", UNDONE: ""}
TABS = (NEW, CHANGED, UNCHANGED, DUPLICATE, "warning", ERROR)
LATER = ("foreseen", LEFT, UNDONE)  # figures that are shown only where there are any
DOWNLOADS = {results.SUCCEEDED: _l("succeeded"), results.FAILED: _l("failed"), results.ALL: _l("all")}


@dataclass
class Line:
    """A judged row as it is shown: cells as (label, old, new), the state and every finding."""

    number: int
    state: str
    tone: str
    cells: list[tuple[str, str, str]]
    reason: str


class Rows(Paged, Task):
    """Rows of one import, filtered by a figure."""

    def __init__(self, session: Session, job: Job, args: Mapping[str, str]) -> None:
        Paged.__init__(self, session, args)
        Task.__init__(self, job)
        self.sheet: Sheet = sheet_of(job.subject)

    def filters(self) -> dict[str, ColumnElement[bool]]:
        raise NotImplementedError

    @property
    def chosen(self) -> str:
        return self.args.get("rows", "")

    def query(self) -> Select[Any]:
        rows = select(ImportRow).where(ImportRow.job_id == self.job.id).order_by(ImportRow.row_no)
        wanted = self.filters().get(self.chosen)
        return rows if wanted is None else rows.where(wanted)

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
        reason = results.reason_of(self.job, self.sheet, row)
        return Line(row.row_no, self.state_of(row), self.tone_of(row), cells, reason)

    def state_of(self, row: ImportRow) -> str:
        return results.state_of(self.job, row)

    def tone_of(self, row: ImportRow) -> str:
        return TONES[row.outcome]


def _shown(column: Column, raw: Any) -> str:
    """A cell as uploaded; personal numbers masked, as everywhere (R-7)."""
    text = kinds.visible(kinds.as_text(raw))
    if not column.personal:
        return text
    return personal.mask_phone(text) if column.kind == "phone" else personal.mask_id(text)


class Import(Rows):
    """The page of one import in whatever state it is."""

    @property
    def matching(self) -> bool:
        return self.job.phase == MAP and self.job.status == WAITING

    @property
    def previewing(self) -> bool:
        return self.job.phase == PREVIEW and self.moving

    @property
    def deciding(self) -> bool:
        return self.job.phase == PREVIEW and self.job.status == WAITING

    @property
    def ended(self) -> bool:
        return self.job.status in (DONE, FAILED, CANCELLED)

    @cached_property
    def figures(self) -> dict[str, int]:
        """Counted in the rows; from the task itself where those have gone."""
        over = self.ended and self.job.phase == APPLY
        return figures.counts(self.session, self.job.id, over=over) | (self.counts if self.gone else {})

    @property
    def importable(self) -> int:
        return self.figures[NEW] + self.figures[CHANGED]

    @property
    def faulty(self) -> int:
        return self.figures[DUPLICATE] + self.figures[ERROR]

    @property
    def succeeded(self) -> int:
        if self.job.phase == APPLY:
            return self.figures["applied"]
        return sum(self.figures[outcome] for outcome in ACCEPTED)

    @property
    def not_imported(self) -> int:
        return sum(self.figures[outcome] for outcome in (*ACCEPTED, DUPLICATE, ERROR, UNDONE, LEFT)) - self.succeeded

    def filters(self) -> dict[str, ColumnElement[bool]]:
        outcomes = (NEW, CHANGED, UNCHANGED, DUPLICATE, ERROR, UNDONE)
        found: dict[str, ColumnElement[bool]] = {name: ImportRow.outcome == name for name in outcomes}
        if self.figures[LEFT]:
            done, good = ImportRow.applied.is_(True), ImportRow.outcome.in_(ACCEPTED)
            found |= {name: and_(found[name], done) for name in ACCEPTED} | {LEFT: and_(good, ~done)}
        return found | {"warning": ImportRow.warned.is_(True), "foreseen": ImportRow.foreseen.is_not(None)}

    @property
    def tabs(self) -> list[tuple[str, Any, int, bool]]:
        """(name, label, count, active) of every figure that filters the rows."""
        labels = dict(results.OUTCOMES) | {"warning": _("With a warning"), "foreseen": _("Changed since the preview"),
                                          LEFT: _("Not imported")}  # fmt: skip
        if self.job.phase != APPLY:
            labels |= results.PLANNED
        names = (*TABS, *(name for name in LATER if self.figures[name]))
        return [(name, labels[name], self.figures[name], name == self.chosen) for name in names]

    @property
    def downloads(self) -> list[tuple[str, Any, int]]:
        sums = {results.SUCCEEDED: self.succeeded, results.FAILED: self.not_imported}
        sums[results.ALL] = self.succeeded + self.not_imported
        return [] if self.gone else [(which, DOWNLOADS[which], sums[which]) for which in results.WHICH]

    @property
    def foreseen(self) -> list[tuple[Any, int, int]]:
        """(label, what the preview said, what came of it) of every figure that came otherwise."""
        if self.job.phase != APPLY or not self.ended or self.figures[UNDONE] or self.figures[LEFT]:
            return []
        said = self.job.result.get("preview", {})
        labels = results.OUTCOMES
        pairs = ((labels[name], said.get(name, 0), self.figures[name]) for name in labels if name != UNDONE)
        return [pair for pair in pairs if pair[1] != pair[2]]

    @property
    def about_hidden(self) -> str:
        """Which rows are hidden in the file, and whether they count (case 52)."""
        number, *first = self.job.params["hidden_rows"]
        rows = _(", ").join(map(str, first)) + (" …" if number > len(first) else "")
        if self.job.params.get("hidden"):
            return _("Hidden rows are read as well: %(rows)s; %(n)s in all.", rows=rows, n=number)
        return _("Hidden rows are left out: %(rows)s; %(n)s in all.", rows=rows, n=number)

    # ---- unknown words ----------------------------------------------------------------------------------

    @property
    def words(self) -> Iterator[tuple[Column, list[tuple[str, str, int, list[int], str]]]]:
        """Each coded column with its unknown words: (field, word, how often, first rows, the nearest value)."""
        for name, found in self.job.result.get("values", {}).items():
            column = self.sheet.column(name)
            if column is not None and found:
                yield (
                    column,
                    [
                        (f"{name}-{place}", word, often, rows, mapping.nearest(word, column.choices))
                        for place, (word, (often, *rows)) in enumerate(found.items())
                    ],
                )

    # ---- taking back ------------------------------------------------------------------------------------

    @cached_property
    def undo(self) -> Job | None:
        return operations.latest(self.session, self.job)

    @cached_property
    def undoable(self) -> bool:
        return self.ended and not operations.obstacle(self.session, self.job)

    @property
    def undo_told(self) -> bool:
        """Whether the page leads to an undo: one that was dropped before it began is not worth a word."""
        return self.undo is not None and (self.undo.status != CANCELLED or self.figures[UNDONE] > 0)

    @property
    def undo_moves(self) -> bool:
        return self.undo is not None and Task(self.undo).moving


class Undo(Rows):
    """The page on which an import is taken back: what would go, what stays and why, then what went."""

    def __init__(self, session: Session, job: Job, args: Mapping[str, str], problem: Any = "") -> None:
        super().__init__(session, job, args)
        self.undo, self.problem = operations.latest(session, job), problem
        self.task = Task(self.undo or job)

    @property
    def moving(self) -> bool:
        return self.undo is not None and self.task.moving

    @property
    def deciding(self) -> bool:
        return self.undo is not None and self.undo.status == WAITING

    @property
    def checking(self) -> bool:
        return self.undo is not None and self.undo.phase == undoing.CHECK

    @property
    def asked(self) -> bool:
        """Whether somebody has looked and not said no."""
        return self.undo is not None and not (self.checking and self.undo.status in (CANCELLED, FAILED))

    @property
    def obstacle(self) -> str:
        return operations.obstacle(self.session, self.job)

    def filters(self) -> dict[str, ColumnElement[bool]]:
        gone = ImportRow.back.is_(True) if self.checking else ImportRow.outcome == UNDONE
        return {"back": gone, "kept": ImportRow.back.is_(False)}

    def query(self) -> Select[Any]:
        return super().query().where(ImportRow.back.is_not(None))

    @cached_property
    def sums(self) -> dict[str, int]:
        return undoing.sums(self.session, self.job.id)

    @property
    def tabs(self) -> list[tuple[str, Any, int, bool]]:
        going = _("To be taken back") if self.checking else _("Undone")
        labels = {"back": going, "kept": _("Stays as it is")}
        sums = {"back": self.sums["back" if self.checking else UNDONE], "kept": self.sums["kept"]}
        return [(name, label, sums[name], name == self.chosen) for name, label in labels.items()]

    def state_of(self, row: ImportRow) -> str:
        if row.back is False:
            return _("Stays as it is")
        if not self.checking:
            return super().state_of(row)
        return _("To be removed") if row.outcome == NEW else _("To be changed back")

    def tone_of(self, row: ImportRow) -> str:
        return "warning" if row.back is False else ""
