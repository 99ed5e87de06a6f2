"""Whether hours still carry a certificate: looked at whenever hours of its person change, and by `flask verify`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certificates import operations
from app.certificates.models import GROUND, Certificate, number_of, unpacked
from app.hours import ledger, rules
from app.hours import operations as hours
from app.hours.standing import through
from app.kit import scope
from app.kit.bulk import among, chunks

_table: Any = Certificate.__table__


def recheck(session: Session, keys: Iterable[tuple[int, int]]) -> None:
    """Make void, in the transaction that changes hours, what they no longer carry (CERT-1).

    Every year of the people is looked at: cycles reach back, carried hours forward. The ledger has locked them, so
    that nobody issues meanwhile.
    """
    people = {learner for learner, _year in keys}
    with scope.bulk("certificates: of people whose hours have changed"):
        valid = (among(_table.c.learner_id, people), _table.c.voided_at.is_(None))
        held = list(session.execute(select(_table).where(*valid).order_by(_table.c.id)))
    for part in chunks(held):
        operations.make_void(session, without_ground(session, part), GROUND, scope.actor())


def without_ground(session: Session, rows: Sequence[Any]) -> list[Any]:
    """Those of `rows` that the hours of today no longer carry.

    Hours are of today, everything else as it was on the day of issue: the rules of each year, and what they asked
    about the person. New rules, another grade or a leave that was forgotten therefore take nothing away (R-10).
    """
    versions = {number: rules.load(session, number) for number in {row.platform_id for row in rows}}
    entries = ledger.entries(session, list({row.learner_id for row in rows}))
    return [row for row in rows if not _holds(row, entries[row.learner_id], versions[row.platform_id])]


def _holds(row: Any, entries: Sequence[Any], known: rules.Versions) -> bool:
    version = known.until(row.rules_until).of
    return through(hours.live(entries), version, unpacked(row.attributes), row.year).met


def verify(session: Session) -> list[str]:
    """Valid certificates without ground, and years whose numbers have gaps, in words."""
    problems = []
    with scope.bulk("verify certificates"):
        valid = list(session.execute(select(_table).where(_table.c.voided_at.is_(None)).order_by(_table.c.id)))
        counted = (func.count().label("held"), func.max(_table.c.seq).label("last"))
        years = list(session.execute(select(_table.c.platform_id, _table.c.year, *counted).group_by(*_YEAR)))
    for part in chunks(valid):
        lost = without_ground(session, part)
        problems += [f"certificate {row.number} of platform {row.platform_id} is valid without ground" for row in lost]
    problems += [f"certificate {row.id} has another number than its own" for row in valid
                 if row.number != number_of(row.year, row.seq)]  # fmt: skip
    return problems + [
        f"numbers of certificates of {row.year} on platform {row.platform_id} have gaps"
        for row in years
        if row.held != row.last
    ]


_YEAR = (_table.c.platform_id, _table.c.year)
ledger.when_changed(recheck)
