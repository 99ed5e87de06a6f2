"""What a foreign file calls our columns and values: asked once, remembered per identity and sheet (ux.md Import 3)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import personal, scope
from app.kit.errors import RuleError
from app.kit.jobs import files
from app.kit.jobs.models import Job
from app.kit.sheets import kinds
from app.kit.sheets.models import ImportMapping
from app.kit.sheets.reading import LONG_NUMBER, Said, Table, letter, missing_message, open_table
from app.kit.sheets.sheet import Layout, Row, Sheet, sheet_of, spoken

SAMPLE_ROWS = 3
_LONG_NUMBER = re.compile(r"[0-9]{7,}[Xx]?")
WORDS = 50  # unknown words of a column that are asked about; whoever has more has matched the wrong column
WORD_MAX = 60
SHOWN_ROWS = 5
Unknown = dict[str, dict[str, list[int]]]  # column -> word -> [how often, the first rows]


# ---- columns ------------------------------------------------------------------------------------------------------


def remembered(session: Session, sheet: Sheet) -> ImportMapping | None:
    """What the active identity has said about its files for this sheet."""
    now = scope.require()
    mine = (ImportMapping.user_id == now.actor.user_id, ImportMapping.identity == now.actor.identity)
    return session.scalars(select(ImportMapping).where(*mine, ImportMapping.sheet == sheet.name)).one_or_none()


def remember(session: Session, sheet: Sheet, **said: Mapping[str, Any]) -> None:
    """Keep `headings` or `values` beside what was said before."""
    now = scope.require()
    held = remembered(session, sheet)
    if held is None:
        who = {"platform_id": now.platform_id, "user_id": now.actor.user_id, "identity": now.actor.identity}
        held = ImportMapping(**who, sheet=sheet.name, headings={}, values={})
        session.add(held)
    for name, more in said.items():
        setattr(held, name, getattr(held, name) | dict(more))
    session.flush()


def differs(table: Table, sheet: Sheet, decided: Mapping[str, str]) -> bool:
    """Whether somebody must say which column is which.

    That is so while a required one is missing, or the file has headings of its own and a column of ours is neither
    there nor decided.
    """
    open_ = [c for c in sheet.columns if c.name not in table.positions and c.name not in decided]
    return bool(table.missing or (table.unknown and open_))


def used(table: Table, sheet: Sheet, decided: Mapping[str, str]) -> list[str]:
    """The file's headings that are known only because somebody has said so before."""
    said = {name: text for name, text in decided.items() if text and name in table.positions}
    labels = {c.name: str(c.label) for c in sheet.columns}
    return [f"{text} → {labels[name]}" for name, text in said.items()
            if name in labels and table.headers[table.positions[name]] == text]  # fmt: skip


def positions(sheet: Sheet, headers: list[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands, as chosen on the form; RuleError at the first column that can't be so."""
    found: dict[str, int] = {}
    for column in sheet.columns:
        text = chosen.get(column.name, "")
        if not text:
            continue
        at = int(text) if text.isdecimal() and len(text) < 4 else -1
        if not (0 <= at < len(headers) and headers[at]):
            raise RuleError(_("Choose a column of your file."), column.name)
        if at in found.values():
            raise RuleError(_("%(name)s is chosen twice.", name=headers[at]), column.name)
        found[column.name] = at
    missing = [c.name for c in sheet.columns if c.required and c.name not in found]
    if missing:
        raise RuleError(missing_message(sheet, missing), missing[0])
    return found


# ---- the form -----------------------------------------------------------------------------------------------------


class Matching:
    """The form on which each column of ours is matched to one of the file; what was chosen stays after a refusal."""

    def __init__(self, job: Job, chosen: Mapping[str, str] | None = None, problem: RuleError | None = None) -> None:
        self.job, self.problem = job, problem
        self.sheet = sheet_of(job.subject)
        found = {name: str(at) for name, at in job.params["positions"].items()}
        self.chosen = found if chosen is None else chosen

    @property
    def missing(self) -> Any:
        """What is said above: the required columns without a heading."""
        lacking = [c.name for c in self.sheet.columns if c.required and not self.chosen.get(c.name)]
        return missing_message(self.sheet, lacking) if lacking else ""

    @property
    def headings(self) -> list[tuple[str, str, str]]:
        """(number, letter, heading) of the file's columns."""
        return [(str(at), letter(at), text) for at, text in enumerate(self.job.params["headers"]) if text]

    @cached_property
    def sample(self) -> list[list[str]]:
        """The first rows of the file, long numbers masked; none when the file is kept no more."""
        known = Said({}, self.job.params["first_row"])
        try:
            key = self.job.file.key if self.job.file else ""
            with files.local(key) as path, open_table(path, self.sheet, known) as table:
                return [[masked(cell) for cell in cells] for _number, cells in islice(table.rows(), SAMPLE_ROWS)]
        except RuleError:
            return []

    def seen(self, name: str) -> str:
        """What stands in the column that is chosen for one of ours."""
        at = self.chosen.get(name, "")
        cells = [row[int(at)] for row in self.sample if at.isdecimal() and int(at) < len(row)]
        return _(", ").join(cell for cell in cells if cell)


def masked(raw: Any) -> str:
    """A cell of a column that nobody has named yet: any long number may be somebody's."""
    text = kinds.visible(kinds.as_text(raw))[:40]
    return _LONG_NUMBER.sub(lambda found: personal.mask_id(found[0]), text)


# ---- values -------------------------------------------------------------------------------------------------------


def note_unknown(
    sheet: Sheet, layout: Layout, rows: Iterable[Row], unknown: Unknown, *, looked_up: bool = False
) -> None:
    """Add the words of coded columns that are none of ours to `unknown`: codes, or what a sheet looks up itself.

    Long texts and long numbers are no words of a code: they are told as errors of their rows only.
    """
    rows = list(rows)
    if not rows:  # what is looked up is read for files that have such words, not for every chunk
        return
    coded = {c.name: c.choices for c in sheet.columns if (c.kind != "choice") == looked_up and c.choices}
    known = {name: {str(label) for label in choices.values()} for name, choices in coded.items()} if looked_up else {}
    for row in rows:
        for finding in row.findings:
            word = spoken(layout.cell(finding.column, row.cells)) if finding.column in coded else ""
            is_code = word and len(word) <= WORD_MAX and not LONG_NUMBER.search(word)
            if is_code and word not in known.get(finding.column, ()):
                _count(unknown.setdefault(finding.column, {}), word, row.number)


def _count(words: dict[str, list[int]], word: str, number: int) -> None:
    if word not in words and len(words) >= WORDS:
        return
    held = words.setdefault(word, [0])
    held[0] += 1
    if len(held) <= SHOWN_ROWS:
        held.append(number)


def nearest(word: str, choices: Mapping[str, Any]) -> str:
    """The value whose label looks most like a word; "" where none does."""
    labels = {str(label).casefold(): value for value, label in choices.items()}
    found = difflib.get_close_matches(word.casefold(), labels, 1, 0.4)
    return labels[found[0]] if found else ""


def answers(sheet: Sheet, unknown: Unknown, given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What the form says the unknown words mean, by their places in it; RuleError for what is no value of ours."""
    said: dict[str, dict[str, str]] = {}
    for name, words in unknown.items():
        column = sheet.column(name)
        for place, word in enumerate(words):
            value = given.get(f"{name}-{place}", "")
            if column is None or not value:
                continue
            if value not in column.choices:
                raise RuleError(_("Choose one of the values."), name)
            said.setdefault(name, {})[word] = value
    return said
