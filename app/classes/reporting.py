"""Results that come with the declaration of a class, 「同步上报」: reviewed with it, credited by its approval (FJ-6).

They are kept apart from the people of the class, so that nobody sees, counts or certifies what is not approved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import delete, func, or_, select, tuple_
from sqlalchemy.orm import Session

from app.classes.enrolling import snapshots
from app.classes.models import DeclaredResult, Enrollment, TrainingClass
from app.kit import clock, scope
from app.kit.bulk import among, insert_numbered, update_rows
from app.kit.errors import NotFound, RuleError
from app.kit.hours import figure
from app.kit.review import EDITABLE, Outcome
from app.kit.scope import Actor
from app.learners import operations as learners

_result: Any = DeclaredResult.__table__
_class: Any = TrainingClass.__table__
_person: Any = Enrollment.__table__
KEPT = ("platform_id", "organization_id", "class_id", "learner_id", "learner_name", "document_mask", "unit_name")


class Due(NamedTuple):
    """An enrollment that is to be credited, as it is written, and its class."""

    id: int
    person: Any
    item: Any


# ---- while it is declared -----------------------------------------------------------------------------------------


def held(session: Session, class_id: int) -> TrainingClass:
    """A class of the own organization that can still be changed, locked; NotFound outside, RuleError otherwise."""
    mine = (TrainingClass.id == class_id, TrainingClass.organization_id == scope.actor().organization_id)
    item = session.scalars(select(TrainingClass).where(*mine).with_for_update(of=TrainingClass)).first()
    if item is None:
        raise NotFound()
    if not item.results_declared:
        raise RuleError(_("The results of this class are reported after its approval."))
    if item.review_state not in EDITABLE:
        raise RuleError(_("Results can be reported with a class only until it is submitted."))
    return item


def is_open(item: Any, actor: Actor) -> bool:
    """Whether the actor's own organization can still change a class or a result that comes with it."""
    return (
        item.organization_id == actor.organization_id and getattr(item, "training_class", item).review_state in EDITABLE
    )


def of_class(session: Session, class_id: int) -> dict[int, DeclaredResult]:
    """What is reported with a class so far, by person."""
    query = select(DeclaredResult).where(DeclaredResult.class_id == class_id)
    return {one.learner_id: one for one in session.scalars(query.execution_options(populate_existing=True))}


def report(
    session: Session, item: TrainingClass, people: Sequence[Any], results: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Report `results` (result, earned) of `people` with their class; the ids of the new rows, in the same order."""
    who = [{name: one[name] for name in KEPT} for one in snapshots(session, item, people)]
    rows = [one | dict(values) for one, values in zip(who, results, strict=True)]
    return insert_numbered(session, DeclaredResult, rows, "declared results: exact ID numbers with matching names")


def remove(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Take results off a class that can still be changed; NotFound for those of others."""
    mine = DeclaredResult.id.in_(list(ids))
    of = select(DeclaredResult.class_id).where(mine).distinct().order_by(DeclaredResult.class_id)
    for class_id in session.scalars(of).all():
        held(session, class_id)
    found = session.scalars(select(DeclaredResult).where(mine)).all()
    if len(found) != len(set(ids)):
        raise NotFound()
    for one in found:
        session.delete(one)
    session.flush()
    return Outcome(done=[one.id for one in found])


# ---- for its review -----------------------------------------------------------------------------------------------


def ready(session: Session, ids: Sequence[int]) -> Mapping[int, str]:
    """Why classes can't be submitted with their results: they were changed after these were reported."""
    more = func.count(DeclaredResult.id) > TrainingClass.planned_people
    beyond = func.max(DeclaredResult.earned) > TrainingClass.hours
    query = select(TrainingClass.id).join(DeclaredResult, DeclaredResult.class_id == TrainingClass.id)
    mine = query.where(among(TrainingClass.id, ids)).group_by(TrainingClass.id)
    unfit = mine.having(or_(more, beyond))
    return dict.fromkeys(session.scalars(unfit), _("the results that were reported with it do not fit it any more"))


def told(session: Session, item: TrainingClass) -> list[str]:
    """What whoever decides on a class should know of the results that come with it."""
    if not item.results_declared:
        return []
    of_item = select(func.count(), func.sum(DeclaredResult.earned)).select_from(DeclaredResult)
    count, hours = session.execute(of_item.where(DeclaredResult.class_id == item.id)).one()
    if not count:
        return []
    return [_("Results of %(n)s people come with it: %(hours)s in all, credited when it is approved.",
              n=count, hours=figure(hours or Decimal(0)))]  # fmt: skip


def enrolled(session: Session, class_ids: Sequence[int]) -> list[Due]:
    """Put the people whose results come with these classes into them; who of them is to be credited.

    Past the scope: who approves need not be above the organizer. The classes are locked by their review.
    """
    due: list[Due] = []
    with scope.bulk("results that were reported with classes that are approved"):
        found = session.execute(select(_result).where(among(_result.c.class_id, class_ids))).all()
        if not found:
            return []
        people = learners.hold(session, {row.learner_id for row in found}, writing=True)
        if any(person.merged_into_id for person in people.values()):
            raise learners.busy()
        items = {row.id: row for row in session.execute(select(_class).where(among(_class.c.id, class_ids)))}
        for item in items.values():
            rows = [row for row in found if row.class_id == item.id]
            due += _enrolled(session, item, rows, people)
    return due


def _enrolled(session: Session, item: Any, rows: Sequence[Any], people: Mapping[int, Any]) -> list[Due]:
    query = select(_person).where(_person.c.class_id == item.id)
    inside = {row.learner_id: dict(row._mapping) for row in session.execute(query)}
    fresh = [row for row in rows if row.learner_id not in inside]
    places = snapshots(session, item, [people[row.learner_id] for row in fresh])
    values = [one | _recorded(row, {}) for one, row in zip(places, fresh, strict=True)]
    ids = insert_numbered(session, Enrollment, values, "results that were reported with classes that are approved")
    due = [Due(number, SimpleNamespace(**one), item) for number, one in zip(ids, values, strict=True)]
    again = [(inside[row.learner_id], row) for row in rows if row.learner_id in inside]
    states = [{"id": one["id"], "version": one["version"] + 1} | _recorded(row, one) for one, row in again]
    update_rows(session, Enrollment, states, "results that were reported with classes that are approved")
    now = [one | _recorded(row, one) for one, row in again if not one["granted"]]
    due += [Due(one["id"], SimpleNamespace(**one), item) for one in now]
    return [one for one in due if one.person.earned]


def _recorded(row: Any, before: Mapping[str, Any]) -> dict[str, Any]:
    attended = before.get("attended_at") or clock.now()
    return {"attended_at": attended, "result": row.result, "earned": row.earned, "waiting": False}


def forget(session: Session, pairs: Iterable[tuple[int, int]]) -> None:
    """What was taken back by hand for (class, learner) `pairs` does not return with another approval."""
    wanted = list(pairs)
    if wanted:
        with scope.bulk("declared results of enrollments whose hours are cancelled"):
            session.execute(delete(_result).where(tuple_(_result.c.class_id, _result.c.learner_id).in_(wanted)))
