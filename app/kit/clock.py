"""One clock: naive UTC in the database, the zone of the active platform on screens, in exports and for days (R-8)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

DEFAULT_ZONE = "Asia/Shanghai"
_zone: ContextVar[str] = ContextVar("clock_zone", default=DEFAULT_ZONE)
_behind: ContextVar[timedelta] = ContextVar("clock_behind", default=timedelta())


@contextlib.contextmanager
def using(zone: str) -> Iterator[None]:
    """Tell days and times in `zone`; an empty one leaves what holds around."""
    token = _zone.set(zone or _zone.get())
    try:
        yield
    finally:
        _zone.reset(token)


def zone() -> str:
    """The zone that holds here: that of the active scope's platform."""
    return _zone.get()


@cache
def zones() -> list[str]:
    """The names of the time zones that this installation knows."""
    return sorted(available_timezones())


@contextlib.contextmanager
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


def local(moment: datetime, zone: str = "") -> datetime:
    """A stored timestamp in the platform's zone (R-8)."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone or _zone.get()))


def today(zone: str = "") -> date:
    """The calendar day in the platform's zone."""
    return local(now(), zone).date()


def start_of(day: date, zone: str = "") -> datetime:
    """The first moment of a day of the platform's zone, as stored."""
    return datetime.combine(day, time(), ZoneInfo(zone or _zone.get())).astimezone(UTC).replace(tzinfo=None)
