"""Where people stand, fresh for one and kept for lists: renewed by a job, doubted when data change, verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlalchemy import event, select
from sqlalchemy.orm import Session, UOWTransaction

from app.hours import figures, rules
from app.hours import operations as hours
from app.hours.due import Attributes
from app.hours.models import LearnerStanding
from app.hours.standing import Entry, Standing, through
from app.kit import clock, jobs
from app.kit.bulk import chunks
from app.learners.models import Absence, Learner
from app.learners.operations import attributes

CHUNK = 100
EVERY = 300  # seconds between two looks for stale figures
COMPARED = ("rule_set_id", "counted", "required", "missing", "outcome")


def standing_of(session: Session, learner_id: int, platform_id: int, year: int) -> Standing:
    """Where one person of the scope stands in `year`, computed now (R-9)."""
    entries = hours.entries_of(session, [learner_id])[learner_id]
    who = attributes(session, [learner_id]).get(learner_id, Attributes())
    return through(entries, rules.load(session, platform_id).of, who, year)


def refresh(session: Session, platform_id: int, limit: int = CHUNK) -> int:
    """Renew stale standings of a platform, then add missing ones as stale, at most `limit` each; how many in all.

    People and rows are locked before their entries are read, and new rows wait for the next transaction: a posting
    under way either is seen here or finds the row that it has to doubt.
    """
    stale = (LearnerStanding.platform_id == platform_id, LearnerStanding.stale)
    query = select(LearnerStanding).join(Learner, Learner.id == LearnerStanding.learner_id).where(*stale)
    locked = query.order_by(LearnerStanding.id).limit(limit).with_for_update(key_share=True, skip_locked=True)
    kept = list(session.scalars(locked.execution_options(populate_existing=True)))
    at = clock.now()
    figures.keep(session, [{"id": row.id} | hours.kept_values(found, at) for row, found in _fresh(session, kept)])
    session.expire_all()
    return len(kept) + figures.add_missing(session, platform_id, clock.today().year, limit)


def _fresh(session: Session, kept: Sequence[LearnerStanding]) -> Iterator[tuple[LearnerStanding, Standing]]:
    """Each kept standing with what it should say."""
    people = sorted({row.learner_id for row in kept})
    entries, who = hours.entries_of(session, people), attributes(session, people)
    versions = {number: rules.load(session, number).of for number in {row.platform_id for row in kept}}
    for row in kept:
        version = versions[row.platform_id]
        yield row, through(entries[row.learner_id], version, who[row.learner_id], row.year)


@jobs.handler("standings", every=EVERY)
def renew(run: jobs.Run) -> None:
    """Renew what is stale, a chunk per transaction."""
    renewed = CHUNK
    while renewed:
        with run.chunk(run.cursor + 1) as session:
            renewed = refresh(session, run.platform_id)


# ---- doubt and proof ------------------------------------------------------------------------------------------------


def install(session_class: type[Session]) -> None:
    """Doubt the kept standing of everybody whose record, leave or exemption a flush writes."""
    event.listen(session_class, "after_flush", _doubt)


def _doubt(session: Session, context: UOWTransaction) -> None:
    written = [*session.new, *session.dirty, *session.deleted]
    people = {one.id for one in written if isinstance(one, Learner)}
    people |= {one.learner_id for one in written if isinstance(one, Absence)}
    if people:
        figures.mark_stale(session, people)


def verify(session: Session, platform_id: int | None = None) -> list[str]:
    """Kept standings that are not stale and yet differ from fresh ones, and entries of which too much counts."""
    problems = []
    kept = select(LearnerStanding).order_by(LearnerStanding.learner_id)
    if platform_id is not None:
        kept = kept.where(LearnerStanding.platform_id == platform_id)
    for part in chunks(session.scalars(kept).all()):
        for row, found in _fresh(session, part):
            fresh = hours.kept_values(found, clock.now())
            if not row.stale and any(getattr(row, name) != fresh[name] for name in COMPARED):
                problems.append(f"kept standing of learner {row.learner_id} in {row.year} differs from a fresh one")
            problems += [f"more counts of entry {entry.id} than was posted" for entry in _overcounted(found)]
    return problems


def _overcounted(found: Standing) -> list[Entry]:
    return [
        line.entry
        for line in found.lines
        if not Decimal(0) <= line.counted <= line.entry.hours and not line.entry.fills
    ]
