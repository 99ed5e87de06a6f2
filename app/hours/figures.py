"""The kept standing of people, for lists: marked stale by whoever changes what it was made from, renewed by a job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import bindparam, delete, insert, literal, select, union, update
from sqlalchemy.orm import Session

from app.hours.models import LearnerStanding, LearnerYear
from app.kit import scope
from app.kit.bulk import among

_kept: Any = LearnerStanding.__table__
_year: Any = LearnerYear.__table__


def _learner() -> Any:
    """People sit above; their table is known by its name."""
    return Model.metadata.tables["learner"]


def mark_stale(session: Session, learner_ids: Iterable[int]) -> None:
    """Every year of these people: cycles reach back, carried hours forward. Their present unit is noted at once."""
    person = _learner()
    unit = select(person.c.organization_id).where(person.c.id == _kept.c.learner_id).scalar_subquery()
    with scope.bulk("figures: people whose hours or data change"):
        changed = update(_kept).where(among(_kept.c.learner_id, sorted(set(learner_ids))))
        session.execute(changed.values(stale=True, organization_id=unit))


def forget(session: Session, learner_ids: Iterable[int]) -> None:
    """Standings of records that are nobody's any more: they were merged into another."""
    with scope.bulk("figures: records that were merged"):
        session.execute(delete(_kept).where(among(_kept.c.learner_id, sorted(set(learner_ids)))))


def mark_platform_stale(session: Session, platform_id: int, from_year: int) -> None:
    """Whoever is judged by a new version of the rules: all of the platform from its year on."""
    with scope.bulk("figures: new rules of a platform"):
        judged = (_kept.c.platform_id == platform_id, _kept.c.year >= from_year)
        session.execute(update(_kept).where(*judged).values(stale=True))


def add_missing(session: Session, platform_id: int, year: int, limit: int) -> int:
    """Add up to `limit` rows, to be computed, for years with hours and for `year` of all who have not retired."""
    person = _learner()
    posted = select(_year.c.learner_id, _year.c.year).where(_year.c.platform_id == platform_id)
    present = (person.c.platform_id == platform_id, person.c.retired_at.is_(None))
    wanted = union(posted, select(person.c.id, literal(year)).where(*present)).subquery()
    learner_id, of_year = wanted.c
    known = select(_kept.c.id).where(_kept.c.learner_id == learner_id, _kept.c.year == of_year).exists()
    query = select(learner_id, of_year, person.c.organization_id).join(person, person.c.id == learner_id)
    with scope.bulk("figures: rows of people who have none"):
        found = session.execute(query.where(~known).order_by(learner_id, of_year).limit(limit)).all()
        blank = {"platform_id": platform_id, "counted": 0, "required": 0, "missing": 0}
        rows = [blank | {"learner_id": who, "year": at, "organization_id": unit} for who, at, unit in found]
        if rows:
            session.execute(insert(LearnerStanding), rows)
    return len(rows)


def keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write computed standings over the rows whose `id` they carry; they are stale no longer."""
    if not rows:
        return
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
    with scope.bulk("figures: computed standings"):
        statement = update(_kept).where(_kept.c.id == bindparam("at")).values(**values)
        session.execute(statement, [_bound(row) for row in rows])


def _bound(row: dict[str, Any]) -> dict[str, Any]:
    return {("at" if name == "id" else f"new_{name}"): value for name, value in row.items()}
