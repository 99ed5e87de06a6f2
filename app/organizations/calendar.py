"""Working days of a platform: weekends are free unless worked in exchange (调休), public holidays are free."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import clock
from app.organizations.models import Holiday
from app.organizations.operations import zone

SATURDAY = 5
_LONGEST = 366 * 3  # calendar days looked at: a platform that never works must not hang the server


def working_days_after(session: Session, platform_id: int, start: date, days: int) -> date:
    """The day on which `days` working days after `start` have passed; `start` itself never counts (R-3).

    With no day asked for it is the first working day from `start` on: nothing is ever due on a free day.
    """
    special = _special(session, platform_id, start)
    day, left = start, days
    for _turn in range(_LONGEST):
        if left <= 0 and _works(day, special):
            break
        day += timedelta(days=1)
        left -= _works(day, special)
    return day


def deadline(session: Session, platform_id: int, moment: datetime, days: int) -> datetime:
    """The last second of the working day that comes `days` after `moment`, as naive UTC; the day is the platform's."""
    name = zone(session, platform_id)
    day = working_days_after(session, platform_id, clock.local(moment, name).date(), days)
    return clock.start_of(day + timedelta(days=1), name) - timedelta(seconds=1)


def _special(session: Session, platform_id: int, start: date) -> dict[date, bool]:
    """Days from `start` on that are not what their weekday says: whether each is worked."""
    query = select(Holiday.day, Holiday.works).where(Holiday.platform_id == platform_id, Holiday.day >= start)
    return {row.day: row.works for row in session.execute(query)}


def _works(day: date, special: dict[date, bool]) -> bool:
    return special.get(day, day.weekday() < SATURDAY)
