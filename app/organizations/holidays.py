"""Verbs of the table of holidays and 调休, and the official days of a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chinese_calendar import constants
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import audit, scope
from app.kit.errors import NotFound, RuleError
from app.kit.scope import Actor
from app.organizations.models import Holiday

# The names of the State Council's holidays, which the calendar knows in English.
_NAMES = {one.value: one.chinese for one in constants.Holiday}


@dataclass(frozen=True)
class Day:
    """One official day beside what the platform has: `change` is "new", "changed" or "" where they agree."""

    day: date
    works: bool
    name: str
    change: str


def add_day(session: Session, actor: Actor, values: Mapping[str, Any]) -> Holiday:
    """One day that is not what its weekday says, once per platform."""
    platform_id = scope.require().platform_id
    if platform_id is None:
        raise NotFound()
    item = Holiday(platform_id=platform_id)
    revise_day(session, actor, item, values)
    session.add(item)
    return item


def revise_day(session: Session, actor: Actor, item: Holiday, values: Mapping[str, Any]) -> None:
    """Change a day; a second row for the same day is refused."""
    twin = select(Holiday.id).where(Holiday.platform_id == item.platform_id, Holiday.day == values["day"])
    with session.no_autoflush:
        if session.scalar(twin) not in (None, item.id):
            raise RuleError(_("This day is in the table already."), field="day")
    item.day, item.works, item.name = values["day"], bool(values["works"]), values["name"] or ""


def remove_days(session: Session, actor: Actor, items: Iterable[Holiday]) -> None:
    """From now on the day is what its weekday says."""
    for item in items:
        session.delete(item)


# ---- official days ------------------------------------------------------------------------------------------------


def known_years() -> list[int]:
    """The years whose official days this version knows, the latest first."""
    return sorted({day.year for day in constants.holidays}, reverse=True)


def official(session: Session, year: int) -> list[Day]:
    """The official holidays and worked weekend days of `year`, each compared with the platform's table."""
    wanted = [(day, False, name) for day, name in constants.holidays.items()]
    wanted += [(day, True, name) for day, name in constants.workdays.items()]
    present = _present(session, year)
    found = []
    for day, works, english in sorted(one for one in wanted if one[0].year == year):
        name = _worked(english) if works else _NAMES[english]
        old = present.get(day)
        change = "new" if old is None else ("" if (old.works, old.name) == (works, name) else "changed")
        found.append(Day(day, works, name, change))
    return found


def _worked(english: str) -> str:
    """A worked day in the table's language, which is that of the official notice."""
    return f"{_NAMES[english]}调休"


def _present(session: Session, year: int) -> dict[date, Holiday]:
    in_year = (Holiday.day >= date(year, 1, 1), Holiday.day <= date(year, 12, 31))
    rows = session.scalars(select(Holiday).where(Holiday.platform_id == scope.require().platform_id, *in_year))
    return {row.day: row for row in rows}


def load_official(session: Session, actor: Actor, year: int) -> tuple[int, int]:
    """Take over the official days of `year`: (added, changed). The platform's own days stay; again changes nothing."""
    platform_id = scope.require().platform_id
    if platform_id is None:
        raise NotFound()
    if year not in known_years():
        raise RuleError(_("The official days of %(year)s are not known to this version.", year=year), field="year")
    days, present = official(session, year), _present(session, year)
    for one in days:
        if one.change == "new":
            session.add(Holiday(platform_id=platform_id, day=one.day, works=one.works, name=one.name))
        elif one.change:
            present[one.day].works, present[one.day].name = one.works, one.name
    session.flush()
    added, changed = (sum(one.change == kind for one in days) for kind in ("new", "changed"))
    audit.record(session, "holiday:official", year, added=added, changed=changed)
    return added, changed
