"""Versions of a platform's rules in the database: read for a year, checked, added (R-6, R-9).

A version is a whole set. A later one replaces it as a whole from its year on: with rules that supersede each other one
by one nobody could say which belong together, and a rule could never be given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.hours import figures, rulebook
from app.hours.kinds import FIELDS, GROUPS, KINDS, PERS, ROUNDINGS
from app.hours.models import HourRule, RuleSet
from app.hours.rulebook import (
    CYCLE,
    LEAVE,
    MAXIMUM,
    MINIMUM,
    ROUNDING,
    SHARE,
    TOTAL,
    Rule,
    Rules,
)
from app.kit.errors import RuleError

FIRST, LAST = 1990, 2199
_COLUMNS = tuple(field.name for field in fields(Rule))
_NUMBERS = ("amount", "number", "start_year", "part", "whole")
# ---- reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Versions:
    """Every version of a platform's rules, the one with the latest year (and of these the newest) first."""

    sets: Sequence[tuple[int, Rules]] = ()

    def of(self, year: int) -> Rules:
        """The version in force in `year`; where none is, nothing is required and everything counts."""
        return next((found for from_year, found in self.sets if from_year <= year), Rules())

    @property
    def newest(self) -> int:
        """The number of the version that was made last, 0 without any."""
        return max((found.version or 0 for _from_year, found in self.sets), default=0)

    def until(self, newest: int) -> Versions:
        """What was known when `newest` was the last version: what certificates go on to be judged by (R-10)."""
        return Versions([(from_year, found) for from_year, found in self.sets if (found.version or 0) <= newest])


def load(session: Session, platform_id: int) -> Versions:
    """The versions of a platform."""
    query = select(RuleSet).where(RuleSet.platform_id == platform_id).options(joinedload(RuleSet.rules))
    found = session.scalars(query.order_by(RuleSet.from_year.desc(), RuleSet.id.desc())).unique().all()
    return Versions([(one.from_year, Rules(tuple(map(plain, one.rules)), one.id)) for one in found])


def plain(row: HourRule) -> Rule:
    return Rule(**{name: getattr(row, name) for name in _COLUMNS})


# ---- saving ---------------------------------------------------------------------------------------------------------


def add(session: Session, platform_id: int, from_year: int, wanted: Sequence[Rule], note: str, by: str) -> RuleSet:
    """Add a version from `from_year` on, checked; kept standings of these years become stale."""
    if not FIRST <= from_year <= LAST:
        raise RuleError(_("Enter a year between %(a)s and %(b)s.", a=FIRST, b=LAST), "from_year")
    check(wanted)
    rows = [HourRule(platform_id=platform_id, seq=n, **_values(rule)) for n, rule in enumerate(wanted, 1)]
    made = RuleSet(platform_id=platform_id, from_year=from_year, note=note, made_by=by, rules=rows)
    session.add(made)
    session.flush()
    figures.mark_platform_stale(session, platform_id, from_year)
    return made


def _values(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in _COLUMNS}


def check(wanted: Sequence[Rule]) -> None:
    """RuleError, with the field `rules-<position>`, for a rule that says nothing, too much, or contradicts another."""
    for n, rule in enumerate(wanted):
        for test in (_complete, _sensible):
            problem = test(rule)
            if problem:
                raise RuleError(problem, f"rules-{n}")
    _refuse_repeated(wanted)
    _refuse_contradictions(wanted)


def _complete(rule: Rule) -> str | None:
    kind = KINDS[rule.kind]
    given = {name for name in _COLUMNS[1:] if getattr(rule, name) not in (None, "")}
    missing = [str(FIELDS[name]) for name in kind.needs if name not in given]
    if missing:
        return _("%(rule)s: %(fields)s is missing.", rule=kind.label, fields=", ".join(missing))
    surplus = [str(FIELDS[name]) for name in FIELDS if name in given and name not in kind.fields]
    if surplus:
        return _("%(rule)s: %(fields)s says nothing here.", rule=kind.label, fields=", ".join(surplus))
    if bool(rule.group_by) != bool(rule.group_value):
        return _("%(rule)s: name both the kind of group and the group.", rule=kind.label)
    return None


def _sensible(rule: Rule) -> str | None:
    label = KINDS[rule.kind].label
    if any((getattr(rule, name) or 0) < 0 for name in _NUMBERS) or (rule.amount or 0) > 99999:
        return _("%(rule)s: numbers must lie between 0 and 99999.", rule=label)
    if rule.kind == CYCLE and not (1 <= (rule.number or 0) <= 20 and FIRST <= (rule.start_year or 0) <= LAST):
        return _("A cycle has 1 to 20 years and starts between %(a)s and %(b)s.", a=FIRST, b=LAST)
    if rule.kind == SHARE and not 0 < (rule.part or 0) <= (rule.whole or 0):
        return _("A share is more than nothing and at most the whole.")
    if rule.kind == LEAVE and not 1 <= (rule.number or 1) <= 31:
        return _("A month has 1 to 31 days.")
    if rule.kind == ROUNDING and not rule.amount:
        return _("Rounding needs an amount above 0.")
    choices = {"per": PERS.get(rule.kind, {}), "rounding": ROUNDINGS, "group_by": GROUPS}
    if any(getattr(rule, name) and getattr(rule, name) not in known for name, known in choices.items()):
        return _("%(rule)s: choose one of the values offered.", rule=label)
    return None


def _refuse_repeated(wanted: Sequence[Rule]) -> None:
    seen = set()
    for n, rule in enumerate(wanted):
        key = (rule.subject, rule.group_by, rule.group_value)
        if key in seen:
            raise RuleError(_("%(rule)s: the same is said twice.", rule=KINDS[rule.kind].label), f"rules-{n}")
        seen.add(key)


def _refuse_contradictions(wanted: Sequence[Rule]) -> None:
    """What no learner could meet: more required of a category than counts of it, or of categories than in all."""
    for who in _groups(wanted):
        rules = Rules(tuple(wanted))
        most = {rule.category_id: rule.amount for rule in rules.fitting(MAXIMUM, who)}
        least = {rule.category_id: rule.amount or Decimal(0) for rule in rules.fitting(MINIMUM, who)}
        for n, rule in enumerate(wanted):
            limit = most.get(rule.category_id)
            if rule.kind == MINIMUM and rule.fits(who) and limit is not None and least[rule.category_id] > limit:
                raise RuleError(_("More is required of this category than counts of it."), f"rules-{n}")
        total = rules.only(TOTAL, who)
        if total and sum(least.values(), Decimal(0)) > (total.amount or 0):
            raise RuleError(_("The categories together require more than is required in all."))
        _refuse_shares(rules, who)


def _refuse_shares(rules: Rules, who: rulebook.InGroup) -> None:
    shares = rules.fitting(SHARE, who)
    if shares and not rules.only(TOTAL, who) and not rules.fitting(MINIMUM, who):
        raise RuleError(_("A share needs something that is required in all."))


@dataclass(frozen=True)
class _Group:
    """People that a rule may name."""

    grade: str = ""
    title: str = ""


def _groups(wanted: Iterable[Rule]) -> Iterable[_Group]:
    """Everybody, and each group that the rules name."""
    named = {(rule.group_by, rule.group_value) for rule in wanted if rule.group_by}
    make: Callable[[str, str], _Group] = lambda by, value: _Group(**{by: value})  # noqa: E731  # one expression
    return [_Group(), *(make(by, value) for by, value in sorted(named))]
