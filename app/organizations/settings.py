"""The settings that a platform may have, each with its type, words and limits (R-6), and the verb that changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import scope
from app.kit.errors import RuleError
from app.kit.scope import Actor
from app.organizations.models import PolicyRow

WORDS, FLAG, NUMBER, HOURS, LINES, CHOICE = "words", "flag", "number", "hours", "lines", "choice"
RANDOM, DOCUMENT = "random", "document6"  # rules of initial passwords (C10)
MOST_LINES, LONGEST_LINE = 20, 100
FIRST, LAST = 1990, 2199


@dataclass(frozen=True)
class Setting:
    """One setting: `kind` of value (words in both languages, yes or no, number, hours, lines, choice) and limits."""

    name: str
    kind: str
    default: Any
    label: Any
    hint: Any = ""
    least: int = 0
    most: int = 0
    options: tuple[tuple[str, Any], ...] = ()

    def checked(self, value: Any) -> Any:
        """`value` as it is stored; RuleError outside the limits."""
        if self.kind == WORDS:
            if not all(isinstance(value.get(code), str) and 0 < len(value[code]) <= 20 for code in ("zh", "en")):
                raise RuleError(_("Give a word of at most 20 characters in each language."), self.name)
            return {code: value[code] for code in ("zh", "en")}
        if self.kind == FLAG:
            return bool(value)
        if self.kind == LINES:
            return self._checked_lines([line.strip() for line in value or () if line.strip()])
        if self.kind == CHOICE:
            if value not in dict(self.options):
                raise RuleError(_("Please choose"), self.name)
            return value
        if value is None or not self.least <= value <= self.most:
            raise RuleError(_("Enter a number from %(a)s to %(b)s.", a=self.least, b=self.most), self.name)
        return str(value.normalize()) if isinstance(value, Decimal) else value

    def _checked_lines(self, lines: list[str]) -> list[str]:
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise RuleError(
                _("Write at most %(n)s lines of %(m)s characters.", n=MOST_LINES, m=LONGEST_LINE), self.name
            )
        return lines

    def typed(self, stored: Any) -> Any:
        """The stored value as forms and callers want it: hours are exact decimals, kept as text."""
        return Decimal(str(stored)) if self.kind == HOURS else stored

    def spelled(self, stored: Any) -> str:
        if self.kind == WORDS:
            return f"{stored['zh']} / {stored['en']}"
        if self.kind == FLAG:
            return _("Yes") if stored else _("No")
        if self.kind == CHOICE:
            return str(dict(self.options).get(stored, stored))
        return "; ".join(map(str, stored)) if self.kind == LINES else str(stored)


REGISTRY: tuple[Setting, ...] = (
    Setting("hours_word", WORDS, {"zh": "学时", "en": "hours"}, _l("Word for hours"),
            _l("How menus, forms and certificates call what is earned.")),
    Setting("attendance_required", FLAG, True, _l("Attendance before hours"),
            _l("Hours are granted only to people whose attendance was confirmed; for classes declared from now on.")),
    Setting("results_declared", FLAG, False, _l("Results with the declaration"),
            _l("Results may be reported together with a class and are credited when it is approved; for classes "
               "declared from now on.")),
    Setting("hours_per_half_day", HOURS, "4", _l("Hours per half day"),
            _l("Proposed from the dates of an activity."), 0, 12),
    Setting("hours_per_day", HOURS, "8", _l("Most hours per day"),
            _l("More than this is never proposed for a day; what counts is limited by the rules."), 0, 24),
    Setting("initial_password", CHOICE, RANDOM, _l("Initial password"),
            _l("Of new accounts; it must be changed at the first login, whatever it is."),
            options=((RANDOM, _l("At random, shown once")), (DOCUMENT, _l("Last six characters of the ID number")))),
    Setting("initial_password_days", NUMBER, 14, _l("Days a one-time password holds"),
            _l("After that somebody has to issue a new one."), 1, 90),
    Setting("common_phrases", LINES, [], _l("Common phrases for opinions"),
            _l("One per line; reviewers pick from them. Without any, general ones are offered.")),
    Setting("claim_note", LINES, [], _l("Note above claims"),
            _l("What people should know before they claim, e.g. what is credited without a claim.")),
    Setting("choice_note", LINES, [], _l("Notes where a unit is chosen"),
            _l("What people should know when they look for the unit that decides, e.g. what to type without a unit.")),
    Setting("review_note", LINES, [], _l("Note above claims under review"),
            _l("What reviewers should mind, e.g. that what was done must belong to the person's profession.")),
)  # fmt: skip
NAMED = {one.name: one for one in REGISTRY}


def in_force(session: Session, platform_id: int, year: int) -> dict[str, Any]:
    """Every setting's stored value for `year`, defaults included."""
    query = select(PolicyRow).where(PolicyRow.platform_id == platform_id, PolicyRow.from_year <= year)
    rows = session.scalars(query.order_by(PolicyRow.from_year, PolicyRow.id))
    return {one.name: one.default for one in REGISTRY} | {row.name: row.value for row in rows if row.name in NAMED}


def history(session: Session) -> list[tuple[PolicyRow, Setting]]:
    """Every value that a setting was given, the latest year first."""
    known = select(PolicyRow).where(PolicyRow.name.in_(NAMED))
    rows = session.scalars(known.order_by(PolicyRow.from_year.desc(), PolicyRow.id.desc()))
    return [(row, NAMED[row.name]) for row in rows]


def change_settings(session: Session, actor: Actor, from_year: int, values: Mapping[str, Any]) -> list[str]:
    """Keep the settings that differ from what holds in `from_year` as new rows from that year on (R-6).

    Nothing is overwritten; a later year that has a row of its own keeps it. The names of what changed. RuleError for
    a value outside its limits, with the setting as field.
    """
    if not FIRST <= from_year <= LAST:
        raise RuleError(_("Enter a year between %(a)s and %(b)s.", a=FIRST, b=LAST), "from_year")
    platform_id = scope.require().platform_id or 0
    now = in_force(session, platform_id, from_year)
    wanted = {name: NAMED[name].checked(value) for name, value in values.items()}
    changed = [name for name, value in wanted.items() if value != now[name]]
    for name in changed:
        row = PolicyRow(platform_id=platform_id, name=name, from_year=from_year, value=wanted[name], made_by=actor.name)
        session.add(row)
    session.flush()
    return changed
