"""One clock: naive UTC in the database, the platform's zone on screens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"
_behind: ContextVar[timedelta] = ContextVar("clock_behind", default=timedelta())


@contextmanager
def behind(days: int) -> Iterator[None]:
    """Let the clock stand some days ago: demo data that has waited for long is made by the verbs that make it."""
    token = _behind.set(timedelta(days=days))
    try:
        yield
    finally:
        _behind.reset(token)


def now() -> datetime:
    """The moment as naive UTC, the form every timestamp column stores."""
    return datetime.now(UTC).replace(tzinfo=None) - _behind.get()


def local(moment: datetime, zone: str = DEFAULT_ZONE) -> datetime:
    """A stored timestamp in the platform's zone (R-8)."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def today(zone: str = DEFAULT_ZONE) -> date:
    """The calendar day in the platform's zone."""
    return (datetime.now(ZoneInfo(zone)) - _behind.get()).date()


def start_of(day: date, zone: str = DEFAULT_ZONE) -> datetime:
    """The first moment of a day of the platform's zone, as stored."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
