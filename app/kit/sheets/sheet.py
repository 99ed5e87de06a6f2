"""A spreadsheet as one declaration: columns, and `check` and `apply` over a chunk of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.kit.errors import RuleError
from app.kit.scope import Actor, Scope
from app.kit.sheets import kinds
from app.kit.sheets.columns import Column

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
DUPLICATE, ERROR = "duplicate", "error"
UNDONE = "undone"
MAP, PREVIEW, APPLY = "map", "preview", "apply"  # the phases of an import
LEFT = "left"  # what an import that was stopped did not come to: no outcome of a row, a figure
ACCEPTED = (NEW, CHANGED, UNCHANGED)
Values = dict[str, Any]


@dataclass
class Finding:
    """What was found in a row: an error keeps it out, a warning is only told; no `column`: the whole row."""

    level: str
    column: str
    message: str


@dataclass
class Row:
    """One row between file and database.

    `check` sets `outcome`, `before` and `plan`, or adds errors; `apply` sets `target_id` and `version_after`.
    `before` maps the columns that would change to their old values (shown as old -> new); `stored` holds these values
    as an undo needs them, where that is more or other than `before`, and whatever else it needs. `plan` is free for
    what `check` wants to hand to `apply`; `token` is the name under which later rows may refer to this one.
    """

    number: int
    cells: list[Any]
    values: Values = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    outcome: str = NEW
    token: str | None = None
    target_id: int | None = None
    before: Values = field(default_factory=dict)
    stored: Values = field(default_factory=dict)
    plan: Any = None
    version_after: int | None = None

    @property
    def failed(self) -> bool:
        return bool(self.findings) and any(found.level == ERROR for found in self.findings)

    def error(self, message: Any, column: str = "") -> None:
        """Keep this row out; all errors of a row are told at once."""
        self.findings.append(Finding(ERROR, column, str(message)))

    def warn(self, message: Any, column: str = "") -> None:
        self.findings.append(Finding("warning", column, str(message)))


@dataclass
class Context:
    """What `check` and `apply` may know besides the rows.

    `params` are the sheet's `context_fields`. While previewing, nothing of this file is in the database yet:
    `defined` tells which tokens earlier chunks define, `accepted_new_before` how many new rows they accepted
    (for capacities), `earlier` which new rows of theirs have one of these tokens. While applying, earlier chunks are
    in the database: all are empty. While taking back, `taken` tells which of these targets of the import go as well,
    and `reason` why it is taken back.
    """

    scope: Scope
    params: Mapping[str, Any]
    phase: str = "preview"
    accepted_new_before: int = 0
    lookup: Callable[[Iterable[str]], set[str]] = lambda _tokens: set()
    recall: Callable[[Iterable[str]], list[Row]] = lambda _tokens: []
    taken: Callable[[Iterable[int]], set[int]] = lambda _targets: set()
    reason: str = ""

    @property
    def actor(self) -> Actor:
        return self.scope.actor

    def defined(self, tokens: Iterable[str | None]) -> set[str]:
        """Those of `tokens` that accepted rows of earlier chunks of this file define."""
        wanted = {token for token in tokens if token}
        return self.lookup(wanted) if wanted else set()

    def earlier(self, tokens: Iterable[str]) -> list[Row]:
        """The new rows of earlier chunks of this file with one of these tokens, cleaned."""
        wanted = set(tokens)
        return self.recall(wanted) if wanted else []


@dataclass(frozen=True)
class Layout:
    """Where each column stands in a file, and what its owner said unknown words in it mean: {column: {word: value}}."""

    positions: Mapping[str, int]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Layout:
        """The layout of a job's file."""
        return cls(params["positions"], params.get("values", {}))

    def cell(self, column: str, cells: list[Any]) -> Any:
        """What a row says in a column."""
        at = self.positions.get(column)
        if at is None:
            return None
        meant = self.values.get(column) if self.values else None
        return meant.get(spoken(cells[at]), cells[at]) if meant else cells[at]


def spoken(raw: Any) -> str:
    """A cell as a word that its owner may explain."""
    return kinds.visible(kinds.as_text(raw))


def _none(values: Values) -> str | None:
    return None


@dataclass(frozen=True)
class Undo:
    """How a chunk of what an import wrote is taken back (ux.md Import 7); the last rows of a file come first.

    - `model`: what the rows became; a row's `plan` is its item. What has another `version` than the import left is
      never touched.
    - `same(item, values)`: whether the item is still what the row says: SQLite gives numbers of deleted rows again.
    - `check(session, context, rows)`: an error for each row that can't be taken back; writes nothing.
    - `apply(session, context, rows)`: removes what is new, gives what is changed its `stored` values back, by the
      verbs of the capability; never commits.
    - `note`: what stays behind all the same, told before.
    - `hold(session, context)`: locks what everybody locks before such items.
    """

    model: Any
    same: Callable[[Any, Values], bool]
    check: Callable[[Session, Context, list[Row]], None]
    apply: Callable[[Session, Context, list[Row]], None]
    note: Any = ""
    hold: Callable[[Session, Context], None] | None = None


@dataclass(frozen=True)
class Sheet:
    """One kind of spreadsheet.

    - `check(session, context, rows)`: looks up (once per chunk) and judges; writes nothing.
    - `apply(session, context, rows)`: writes the rows that `check` accepted as new or changed; never commits.
    - `key(values)`: the identity of a row within its file; of rows with one key the first accepted counts.
    - `token(values)`: what later rows of the same file may refer to (a parent defined above) or be compared by.
    - `title(session, params)`: what is imported into what; RuleError when this may not be imported (now).
    - `undo`: how an import is taken back; without it, it can't be, and can't be all or nothing.
    """

    name: str
    label: Any
    columns: tuple[Column, ...]
    permission: tuple[str, str]
    check: Callable[[Session, Context, list[Row]], None]
    apply: Callable[[Session, Context, list[Row]], None]
    key: Callable[[Values], str | None] = _none
    token: Callable[[Values], str | None] = _none
    title: Callable[[Session, Mapping[str, Any]], str] | None = None
    context_fields: tuple[str, ...] = ()
    note: Any = ""
    undo: Undo | None = None

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def headings(self) -> list[str]:
        """The columns' labels in the language and the words of who asks."""
        return [str(column.label) for column in self.columns]

    def clean(self, row: Row, layout: Layout) -> None:
        """Fill `row.values` from its cells; every broken rule becomes an error of the row."""
        row.values = {}
        for column in self.columns:
            try:
                value, normalised = column.clean(layout.cell(column.name, row.cells))
            except RuleError as refusal:
                row.error(refusal.message, column.name)
                continue
            row.values[column.name] = value
            if normalised:
                row.warn(_("%(column)s was normalised.", column=column.label), column.name)
        if not row.failed:
            row.token = self.token(row.values)

    def title_of(self, session: Session, params: Mapping[str, Any]) -> str:
        return self.title(session, params) if self.title else str(self.label)

    def allows(self, actor: Actor) -> bool:
        return actor.may(*self.permission)


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> Sheet:
    """Make `sheet` known by its name."""
    _sheets[sheet.name] = sheet
    return sheet


def get(name: str) -> Sheet | None:
    return _sheets.get(name)


def sheet_of(name: str) -> Sheet:
    """The sheet of a job; RuleError when it has gone."""
    sheet = get(name)
    if sheet is None:
        raise RuleError(_("This kind of import does not exist any more."))
    return sheet


def require_permission(sheet: Sheet, actor: Actor) -> None:
    if not sheet.allows(actor):
        raise RuleError(_("You may not import %(label)s.", label=sheet.label))


def registered() -> dict[str, Sheet]:
    return dict(_sheets)
