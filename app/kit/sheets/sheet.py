"""A spreadsheet as one declaration: columns, and `check` and `apply` over a chunk of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.kit.errors import RuleError
from app.kit.scope import Actor, Scope
from app.kit.sheets.columns import Column

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
DUPLICATE, ERROR = "duplicate", "error"
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
    `before` maps the columns that would change to their old values (shown as old -> new); `plan` is free for
    whatever `check` wants to hand to `apply`; `token` is the name under which later rows may refer to this
    one.
    """

    number: int
    cells: list[Any]
    values: Values = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    outcome: str = NEW
    token: str | None = None
    target_id: int | None = None
    before: Values = field(default_factory=dict)
    plan: Any = None
    version_after: int | None = None

    @property
    def failed(self) -> bool:
        return any(found.level == ERROR for found in self.findings)

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
    in the database: all are empty.
    """

    scope: Scope
    params: Mapping[str, Any]
    phase: str = "preview"
    accepted_new_before: int = 0
    lookup: Callable[[Iterable[str]], set[str]] = lambda _tokens: set()
    recall: Callable[[Iterable[str]], list[Row]] = lambda _tokens: []

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


def _none(values: Values) -> str | None:
    return None


@dataclass(frozen=True)
class Sheet:
    """One kind of spreadsheet.

    - `check(session, context, rows)`: looks up (once per chunk) and judges; writes nothing.
    - `apply(session, context, rows)`: writes the rows that `check` accepted as new or changed; never commits.
    - `key(values)`: the identity of a row within its file; of rows with one key the first accepted counts.
    - `token(values)`: what later rows of the same file may refer to (a parent defined above) or be compared by.
    - `title(session, params)`: what is imported into what; RuleError when this may not be imported (now).
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

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def headings(self) -> list[str]:
        """The columns' labels in the language and the words of who asks."""
        return [str(column.label) for column in self.columns]

    def clean(self, row: Row, positions: Mapping[str, int]) -> None:
        """Fill `row.values` from its cells; every broken rule becomes an error of the row."""
        row.values = {}
        for column in self.columns:
            at = positions.get(column.name)
            try:
                cleaned = column.clean(None if at is None else row.cells[at])
            except RuleError as refusal:
                row.error(refusal.message, column.name)
                continue
            row.values[column.name] = cleaned.value
            if cleaned.normalised:
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


def registered() -> dict[str, Sheet]:
    return dict(_sheets)
