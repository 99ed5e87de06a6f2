"""Closing years: afterwards the ledger wants a permission and a reason, and the rules of the year stand (R-10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.hours import rules
from app.hours.models import ClosedYear, RuleSet
from app.kit import clock, jobs, scope
from app.kit.errors import RuleError, Stale
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.organizations.models import Platform

PERMISSION = ("post_closed", "hours")


def close_year(session: Session, actor: Actor, values: Mapping[str, Any]) -> ClosedYear:
    """Close a year that is over; the row keeps the version of the rules that was in force (R-10).

    RuleError for a year that is closed or not over yet.
    """
    platform_id, year = scope.require().platform_id or 0, values["year"]
    _lock(session, platform_id)
    if not 1990 <= year < clock.today().year:
        raise RuleError(_("Only a year that is over can be closed."), field="year")
    if closed_years(session, platform_id, [year]):
        raise RuleError(_("%(year)s is closed already.", year=year), field="year")
    version = rules.load(session, platform_id).of(year).version
    closed = ClosedYear(platform_id=platform_id, year=year, rule_set_id=version, closed_by=actor.name)
    session.add(closed)
    session.flush()
    return closed


def reopen(session: Session, ids: Iterable[int], actor: Actor, reason: str) -> Outcome:
    """Open closed years again, with a reason; that they were closed stays on record."""
    outcome = Outcome()
    for one in session.scalars(select(ClosedYear).where(ClosedYear.id.in_(list(ids))).with_for_update()):
        if one.reopened_at:
            outcome.skipped.append((str(one.year), _("is open already")))
            continue
        one.reopened_at, one.reopened_by, one.reason = clock.now(), actor.name, reason
        one.version += 1
        outcome.done.append(one.id)
    session.flush()
    return outcome


def closed_years(session: Session, platform_id: int, years: Iterable[int]) -> set[int]:
    """Which of `years` are closed on the platform."""
    query = select(ClosedYear.year).where(ClosedYear.platform_id == platform_id, ClosedYear.reopened_at.is_(None))
    return set(session.scalars(query.where(ClosedYear.year.in_(set(years)))))


def refuse_closed(session: Session, keys: Iterable[tuple[int, int]], reason: str) -> None:
    """RuleError when one of the (platform, year) `keys` is closed and the actor lacks permission or reason (R-10)."""
    by_platform: dict[int, set[int]] = {}
    for platform_id, year in keys:
        by_platform.setdefault(platform_id, set()).add(year)
    for platform_id, years in sorted(by_platform.items()):
        closed = sorted(closed_years(session, platform_id, years))
        if closed and not scope.actor().may(*PERMISSION):
            raise RuleError(_("The year %(year)s is closed; your role may not change its hours.", year=closed[0]))
        if closed and not reason:
            raise RuleError(_("The year %(year)s is closed; give a reason for changing its hours.", year=closed[0]))


def save_rules(session: Session, actor: Actor, from_year: int, wanted: list[rules.Rule], note: str = "") -> RuleSet:
    """Save a version of the rules; refused from a closed year or one before it, whose figures rest on theirs (R-10)."""
    platform_id = scope.require().platform_id or 0
    _lock(session, platform_id)
    last = session.scalars(
        select(ClosedYear.year)
        .where(ClosedYear.platform_id == platform_id, ClosedYear.reopened_at.is_(None), ClosedYear.year >= from_year)
        .order_by(ClosedYear.year.desc())
    ).first()
    if last is not None:
        raise RuleError(_("%(year)s is closed: rules can only change from a later year on.", year=last), "from_year")
    made = rules.add(session, platform_id, from_year, wanted, note, actor.name)
    jobs.enqueue(session, "standings")
    return made


def _lock(session: Session, platform_id: int) -> None:
    """Closing waits for postings under way, whose rows refer to the platform, and rules wait for closing."""
    found = session.scalars(select(Platform).where(Platform.id == platform_id).with_for_update()).first()
    if found is None:
        raise Stale(_("This belongs to a platform."))


def verify(session: Session, platform_id: int | None = None) -> list[str]:
    """Closed years whose version of the rules is no longer the one they were closed with, in words."""
    query = select(ClosedYear).where(ClosedYear.reopened_at.is_(None))
    closed = session.scalars(query if platform_id is None else query.where(ClosedYear.platform_id == platform_id)).all()
    versions = {number: rules.load(session, number) for number in {one.platform_id for one in closed}}
    return [
        f"closed year {one.year} of platform {one.platform_id} is judged by another version"
        for one in closed
        if versions[one.platform_id].of(one.year).version != one.rule_set_id
    ]
