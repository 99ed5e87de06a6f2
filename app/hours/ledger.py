"""The only writer of hours: posts, reversals, and the yearly figures recomputed from them (R-5).

The ledger does not know who called: it stores `source` ("class", "claim") and `source_id`. Every function works on
ids that its caller has read through the scope, writes set-based and never commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Select, delete, event, func, insert, literal, or_, select, tuple_
from sqlalchemy.orm import Session, UOWTransaction

from app.hours import closing, figures
from app.hours.models import HourEntry, LearnerYear, LiveCredit
from app.kit import scope
from app.kit.bulk import among, chunks, insert_numbered, insert_rows

_entry: Any = HourEntry.__table__
_live: Any = LiveCredit.__table__
_year: Any = LearnerYear.__table__
_approved: dict[str, Callable[[], Select[Any]]] = {}
Keys = set[tuple[int, int]]
_told: list[Callable[[Session, Keys], None]] = []
_HELD = "hours_changed"


class Immutable(RuntimeError):
    """Somebody tried to change or delete a posted entry."""


@dataclass(frozen=True)
class Credit:
    """Hours to be posted: for whom, at which organization at the time, from which source."""

    platform_id: int
    organization_id: int
    learner_id: int
    year: int
    category_id: int
    hours: Decimal
    source: str
    source_id: int
    activity: str
    title: str
    type: str | None = None  # what caps per type look at; None: the source
    starts_on: date | None = None
    ends_on: date | None = None
    fills: bool = False  # meets the year's requirement, whatever its hours (DL-8)


def approved_source(name: str, rows: Callable[[], Select[Any]]) -> None:
    """Register what `verify` compares with: a select of (learner_id, source_id, category_id, hours)."""
    _approved[name] = rows


def when_changed(told: Callable[[Session, Keys], None]) -> None:
    """Register who hears, in the same transaction, of the (learner, year) keys whose hours have changed."""
    _told.append(told)


@contextmanager
def as_one(session: Session) -> Iterator[None]:
    """Let several postings be one change: who wants to hear of it is told once, when all have been made."""
    if _HELD in session.info:
        yield
        return
    held = session.info[_HELD] = set()
    try:
        yield
    finally:
        del session.info[_HELD]
    _tell(session, held)


def _tell(session: Session, keys: Keys) -> None:
    if _HELD in session.info:
        session.info[_HELD] |= keys
        return
    for told in _told if keys else ():
        told(session, keys)


def post(session: Session, credits: Sequence[Credit], posted_by: int | None, reason: str = "") -> list[int]:
    """Post `credits` and return the ids of their entries.

    A source that is already credited to the learner violates the key of live_credit: IntegrityError, nothing posted.
    A closed year wants the permission `post_closed` of `hours` and a `reason`: RuleError without (R-10).
    """
    if not credits:
        return []
    _lock(session, {c.learner_id for c in credits})
    ids = _write(session, credits, {"posted_by": posted_by, "reason": reason})
    _after(session, {(c.learner_id, c.year) for c in credits}, {(c.platform_id, c.year) for c in credits}, reason)
    return ids


def _after(session: Session, keys: Keys, years: set[tuple[int, int]], reason: str) -> None:
    """Look for closed years only now: the rows just written refer to the platform, which closing locks."""
    closing.refuse_closed(session, years, reason)
    _recompute(session, keys)
    figures.mark_stale(session, {learner for learner, _year in keys})
    _tell(session, keys)


def _write(session: Session, credits: Sequence[Credit], note: dict[str, Any]) -> list[int]:
    entries = [vars(c) | note for c in credits]
    numbers = insert_numbered(session, HourEntry, entries, "ledger: credits of a checked operation")
    live = [{name: getattr(c, name) for name in _KEY} | {"entry_id": n} for c, n in zip(credits, numbers, strict=True)]
    insert_rows(session, LiveCredit, live, "ledger: credits of a checked operation")
    return numbers


_KEY = ("learner_id", "source", "source_id", "category_id")


def reverse(
    session: Session, source: str, pairs: Iterable[tuple[int, int]], posted_by: int | None, reason: str = ""
) -> int:
    """Take back what stands for the (learner_id, source_id) `pairs`; the number of entries reversed.

    A closed year wants permission and `reason`, as for `post`.
    """
    wanted = sorted(set(pairs))
    _lock(session, {learner for learner, _source in wanted})
    standing = [row for part in chunks(wanted, 400) for row in _standing(session, source, part)]
    if not standing:
        return 0
    note = {"posted_by": posted_by, "reason": reason}
    insert_rows(session, HourEntry, [_opposite(row) | note for row in standing], "ledger: reversals of what stands")
    with scope.bulk("ledger: what has been reversed"):
        session.execute(delete(_live).where(among(_live.c.entry_id, [row.id for row in standing])))
    keys, years = ({(getattr(row, name), row.year) for row in standing} for name in ("learner_id", "platform_id"))
    _after(session, keys, years, reason)
    return len(standing)


def reverse_source(session: Session, source: str, source_ids: Iterable[int], posted_by: int | None) -> int:
    """Take back all that stands for the sources, whoever earned it; the number of entries reversed (R-5).

    Who calls keeps others from posting for these sources meanwhile.
    """
    query = select(_live.c.learner_id, _live.c.source_id)
    wanted = (_live.c.source == source, among(_live.c.source_id, sorted(set(source_ids))))
    with scope.bulk("ledger: what stands for sources that are taken back"):
        pairs = [(row.learner_id, row.source_id) for row in session.execute(query.where(*wanted))]
    return reverse(session, source, pairs, posted_by)


def move(session: Session, gone: int, kept: int, posted_by: int | None, reason: str = "") -> int:
    """Give what stands for one learner record to another of the same person; the number of entries reposted.

    Each entry is reversed and posted again with everything else as it was. What the other record already holds from
    the same source is only reversed, so that nothing counts twice (PEOPLE-2).
    """
    _lock(session, {gone, kept})
    of = select(_entry).join(_live, _live.c.entry_id == _entry.c.id)
    with scope.bulk("ledger: what stands for sources of a checked operation"):
        mine, theirs = (list(session.execute(of.where(_live.c.learner_id == one))) for one in (gone, kept))
    for source in {row.source for row in mine}:
        reverse(session, source, [(gone, row.source_id) for row in mine if row.source == source], posted_by, reason)
    held = {(row.source, row.source_id, row.category_id) for row in theirs}
    names = Credit.__dataclass_fields__
    fresh = [Credit(**{name: getattr(row, name) for name in names} | {"learner_id": kept}) for row in mine
             if (row.source, row.source_id, row.category_id) not in held]  # fmt: skip
    post(session, fresh, posted_by, reason)
    _tell(session, {(kept, row.year) for row in mine})
    return len(fresh)


def entries(session: Session, learners: Sequence[int]) -> dict[int, list[Any]]:
    """What stands for people whom a checked operation concerns, wherever it was earned."""
    of = select(_entry).join(_live, _live.c.entry_id == _entry.c.id)
    found: dict[int, list[Any]] = {number: [] for number in learners}
    with scope.bulk("ledger: what stands for people whose hours have changed"):
        for row in session.execute(of.where(among(_entry.c.learner_id, learners))):
            found[row.learner_id].append(row)
    return found


def _standing(session: Session, source: str, pairs: Sequence[tuple[int, int]]) -> list[Any]:
    query = select(_entry).join(_live, _live.c.entry_id == _entry.c.id)
    with scope.bulk("ledger: what stands for sources of a checked operation"):
        matches = tuple_(_live.c.learner_id, _live.c.source_id).in_(pairs)
        return list(session.execute(query.where(_live.c.source == source, matches)))


def _opposite(row: Any) -> dict[str, Any]:
    kept = {c.name: getattr(row, c.name) for c in _entry.columns if c.name not in ("id", "posted_at")}
    return kept | {"hours": -row.hours, "reverses_id": row.id}


def _lock(session: Session, learners: set[int]) -> None:
    """Serialise postings of one learner, so that two of them never recompute the year from half the entries."""
    learner: Any = Model.metadata.tables["learner"]
    with scope.bulk("ledger: lock"):
        query = select(learner.c.id).where(among(learner.c.id, sorted(learners))).order_by(learner.c.id)
        session.execute(query.with_for_update(key_share=True)).all()


def _recompute(session: Session, keys: Keys) -> None:
    """Rebuild learner_year for the (learner, year) keys from what stands."""
    by_year: dict[int, list[int]] = {}
    for learner, year in sorted(keys):
        by_year.setdefault(year, []).append(learner)
    with scope.bulk("ledger: yearly figures of posted learners"):
        for year, learners in by_year.items():
            session.execute(delete(_year).where(_year.c.year == year, among(_year.c.learner_id, learners)))
            wanted = (_entry.c.year == year, among(_entry.c.learner_id, learners))
            session.execute(insert(_year).from_select(_YEAR_COLUMNS, _yearly().where(*wanted)))


_YEAR_COLUMNS = ["platform_id", "learner_id", "year", "organization_id", "category_id", "posted", "largest"]


def _yearly() -> Select[Any]:
    """The figures of learner_year as the live entries give them."""
    key = [_entry.c[name] for name in _YEAR_COLUMNS[:5]]
    figures = (func.sum(_entry.c.hours).label("posted"), func.max(_entry.c.hours).label("largest"))
    return select(*key, *figures).join(_live, _live.c.entry_id == _entry.c.id).group_by(*key)


# ---- verification -------------------------------------------------------------------------------------------------


def verify(session: Session) -> list[str]:
    """Every disagreement between approved sources, ledger, live credits and yearly figures, in words."""
    with scope.bulk("verify"):
        checks = (_verify_live, _verify_reversals, _verify_years, _verify_known)
        problems = [text for check in checks for text in check(session)] + closing.verify(session)
        for name, rows in sorted(_approved.items()):
            problems += _verify_source(session, name, rows())
    return problems


def _difference(session: Session, left: Any, right: Any, text: str) -> list[str]:
    """One line per row that only one side has."""
    rows = [*session.execute(left.except_(right)), *session.execute(right.except_(left))]
    return [f"{text}: {', '.join(str(value) for value in row)}" for row in rows]


def _verify_live(session: Session) -> list[str]:
    """A posting stands exactly when no reversal points to it."""
    other = _entry.alias()
    undone = select(other.c.id).where(other.c.reverses_id == _entry.c.id).exists()
    stands = select(_entry.c.id, _entry.c.learner_id, _entry.c.source, _entry.c.source_id, _entry.c.category_id)
    live = select(_live.c.entry_id, _live.c.learner_id, _live.c.source, _live.c.source_id, _live.c.category_id)
    standing = stands.where(_entry.c.reverses_id.is_(None), ~undone)
    return _difference(session, standing, live, "live credit and ledger differ")


def _verify_reversals(session: Session) -> list[str]:
    """A reversal takes back exactly what it points to."""
    first = _entry.alias()
    join = _entry.join(first, first.c.id == _entry.c.reverses_id)
    differs = [_entry.c[name] != first.c[name] for name in _REVERSED]
    query = select(_entry.c.id).select_from(join).where(or_(_entry.c.hours + first.c.hours != literal(0), *differs))
    return [f"reversal {number} does not match its entry" for number in session.execute(query).scalars()]


_REVERSED = (
    "platform_id", "organization_id", "learner_id", "year", "category_id", "source", "source_id", "activity",
    "fills",
)  # fmt: skip


def _verify_years(session: Session) -> list[str]:
    kept = select(*(_year.c[name] for name in _YEAR_COLUMNS))
    return _difference(session, _yearly(), kept, "yearly figures and ledger differ")


def _verify_known(session: Session) -> list[str]:
    """Every entry has a source that somebody answers for."""
    query = select(_entry.c.id, _entry.c.source).where(_entry.c.source.not_in(list(_approved)))
    return [f"entry {row.id} is of the unknown source {row.source}" for row in session.execute(query)]


def _verify_source(session: Session, name: str, rows: Select[Any]) -> list[str]:
    posted = select(_entry.c.learner_id, _entry.c.source_id, _entry.c.category_id, _entry.c.hours)
    standing = posted.join(_live, _live.c.entry_id == _entry.c.id).where(_entry.c.source == name)
    return _difference(session, rows, standing, f"approved {name} and ledger differ")


# ---- guard --------------------------------------------------------------------------------------------------------


def install(session_class: type[Session]) -> None:
    """Refuse every flush that writes hours outside this module (the database has triggers as well)."""
    event.listen(session_class, "before_flush", _guard)


def _guard(session: Session, context: UOWTransaction, instances: Any) -> None:
    for one in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(one, HourEntry | LiveCredit | LearnerYear):
            raise Immutable("hours are written by app.hours.ledger only")
