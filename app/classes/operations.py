"""Verbs of a training class: declare, review, grant and cancel hours; `enrolling` has those about its people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from app.classes import reporting
from app.classes.enrolling import (
    absent,
    confirm_attendance,
    counts,
    enroll,
    enroll_by_number,
    enrolled_count,
    held,
    locked,
    not_in,
    record_result,
    remove,
    snapshots,
    unknown_person,
)
from app.classes.models import DECLARED, DIRECT, MODES, ONLINE, Enrollment, TrainingClass
from app.hours import ledger
from app.kit import audit, clock, review, scope
from app.kit.bulk import update_rows
from app.kit.errors import NotFound, RuleError
from app.kit.review import APPROVED, EDITABLE, Outcome
from app.kit.scope import Actor
from app.organizations import operations as organizations
from app.organizations import routes
from app.organizations.models import Organization

__all__ = [
    "approve", "cancel_hours", "confirm_attendance", "counts", "declare", "discard", "enroll", "enroll_by_number",
    "enrolled_count", "grant_hours", "held", "hold", "not_in", "offer", "post_hours", "record_result", "reject",
    "remove", "reopen", "revise", "revoke", "send_back", "snapshots", "submit", "unknown_person", "withdraw",
]  # fmt: skip
SOURCE = "class"
_POLICY = ("attendance_required", "results_declared")  # as its year says when it is declared
_EMPTY: dict[str, Any] = {"enroll_from": None, "enroll_until": None}
_FIELDS = ("title", "year", "category", "starts_on", "ends_on", "place", "planned_people", "hours", "content",
           "enroll_from", "enroll_until", "waiting_list", "attendance_required")  # fmt: skip


# ---- declaring ----------------------------------------------------------------------------------------------------


def declare(session: Session, actor: Actor, values: Mapping[str, Any], mode: str = DECLARED) -> TrainingClass:
    """Declare a class of the actor's own unit, as a draft (DL-3, DL-4); the mode chooses its route."""
    unit = session.get(Organization, actor.organization_id)
    if unit is None:
        raise NotFound()
    policy = organizations.settings(session, unit.platform_id, values["year"], *_POLICY)
    place = {"platform_id": unit.platform_id, "organization_id": unit.id}
    item = TrainingClass(
        **place,
        mode=mode,
        attendance_required=policy["attendance_required"] and mode != DIRECT,
        results_declared=policy["results_declared"] and mode == DECLARED,
    )
    session.add(_fill(item, values))
    session.flush()
    return item


def offer(session: Session, actor: Actor, values: Mapping[str, Any]) -> TrainingClass:
    """A class of the own unit in which learners will enroll themselves, as a draft (DL-1)."""
    return declare(session, actor, values, ONLINE)


def hold(session: Session, actor: Actor, values: Mapping[str, Any]) -> TrainingClass:
    """「境内外培训管理」「新建」: recorded at once where the platform's route has no step, no attendance (DL-6)."""
    item = declare(session, actor, values, DIRECT)
    submit(session, [item.id], actor)
    session.refresh(item)
    if item.review_state != APPROVED:
        raise RuleError(_("Your platform lets units of another level hold such training without review."))
    return item


def revise(session: Session, actor: Actor, item: TrainingClass, values: Mapping[str, Any]) -> None:
    """Change a draft or a returned class; anything else is fixed (R-4)."""
    _refuse_fixed(item)
    _fill(item, values)
    item.version += 1


def discard(session: Session, actor: Actor, items: Iterable[TrainingClass]) -> None:
    """Delete drafts and returned classes."""
    for item in items:
        _refuse_fixed(item)
        session.delete(item)


def _refuse_fixed(item: TrainingClass) -> None:
    if item.review_state not in EDITABLE:
        raise RuleError(_("Only drafts and returned items can be changed or deleted."))


def _fill(item: TrainingClass, values: Mapping[str, Any]) -> TrainingClass:
    _check(values)
    for name in _FIELDS:
        if name in values:
            setattr(item, name, values[name] if values[name] is not None else _EMPTY.get(name, ""))
    return item


def _check(values: Mapping[str, Any]) -> None:
    if values["ends_on"] < values["starts_on"]:
        raise RuleError(_("The last day is before the first day."), field="ends_on")
    if values["year"] not in (values["starts_on"].year, values["ends_on"].year):
        raise RuleError(_("The year must be that of the first or the last day."), field="year")
    if values["hours"] <= 0 or values["planned_people"] <= 0:
        field = "hours" if values["hours"] <= 0 else "planned_people"
        raise RuleError(_("This must be more than zero."), field=field)
    if values.get("enroll_until"):
        _check_window(values)


def _check_window(values: Mapping[str, Any]) -> None:
    if values["enroll_until"] < values["enroll_from"]:
        raise RuleError(_("Enrollment would end before it begins."), field="enroll_until")
    if values["enroll_until"] > values["starts_on"]:
        raise RuleError(_("Enrollment must end by the first day of the class."), field="enroll_until")


# ---- review -------------------------------------------------------------------------------------------------------


def _move(verb: str) -> Callable[..., Outcome]:
    def move(
        session: Session,
        ids: Collection[int],
        actor: Actor,
        opinion: str = "",
        seen: Mapping[int, int] | None = None,
    ) -> Outcome:
        return review.act(session, verb, TrainingClass, ids, actor, opinion, seen)

    move.__doc__ = f"Review verb `{verb}` on classes, see `review.act`."
    return move


submit, withdraw = _move("submit"), _move("withdraw")
approve, send_back, reject = _move("approve"), _move("return"), _move("reject")
reopen, revoke = _move("reopen"), _move("revoke")


def _case(item: TrainingClass) -> dict[str, Any]:
    """What the route of a class depends on: its mode and its hours."""
    return {"type": item.mode, "hours": item.hours}


def _take_back(session: Session, ids: Sequence[int], actor: Actor) -> None:
    """Reverse all hours that stand for reopened or revoked classes; they can be granted after a new approval only.

    The classes are locked by their review, and every grant locks its class first: nothing is posted meanwhile.
    """
    ledger.reverse_source(session, SOURCE, ids, actor.user_id)
    person: Any = Enrollment.__table__
    credited = (person.c.class_id.in_(list(ids)), person.c.granted.is_not(None))
    with scope.bulk("credits of classes that their review takes back"):
        found = session.execute(select(person.c.id).where(*credited).order_by(person.c.id)).scalars().all()
        cleared = {"granted": None, "granted_at": None, "version": person.c.version + 1}
        session.execute(update(person).where(*credited).values(**cleared))
    audit.record_many(session, "enrollment:cancel_hours", found)


def _credit_declared(session: Session, ids: Sequence[int], actor: Actor) -> None:
    """Credit the results that were reported with classes, in the transaction of their approval (FJ-6, R-5)."""
    due = reporting.enrolled(session, ids)
    ledger.post(session, [_credit(one.person, one.item, one.person.earned) for one in due], actor.user_id)
    granted = [{"id": one.id, "granted": one.person.earned, "granted_at": clock.now()} for one in due]
    update_rows(session, Enrollment, granted, "results that were reported with classes that are approved")
    audit.record_many(session, "enrollment:grant_hours", [one.id for one in due])


review.register(
    review.Flow(TrainingClass, ready=reporting.ready, approved=_credit_declared, case=_case, revoked=_take_back)
)
routes.types(TrainingClass.__tablename__, lambda _session: MODES)


# ---- hours --------------------------------------------------------------------------------------------------------


def grant_hours(session: Session, ids: Collection[int], actor: Actor, reason: str = "") -> Outcome:
    """「分配学分」: post the class's hours, or those that the result earned, for the ticked (DL-3).

    In a closed year with permission and `reason` only (R-10).
    """
    outcome, earned = Outcome(), []
    for one in locked(session, ids):
        obstacle = _no_hours(one)
        if obstacle:
            outcome.skipped.append((one.learner_name, obstacle))
        else:
            earned.append((one, one.earned or one.training_class.hours))
    post_hours(session, earned, actor, reason)
    outcome.done = [one.id for one, _hours in earned]
    return outcome


def _no_hours(one: Enrollment) -> str | None:
    if one.granted:
        return _("hours are already granted")
    if one.result == "failed":
        return _("the result is a fail")
    return _unapproved(one) or absent(one)


def _unapproved(one: Enrollment) -> str | None:
    """Why nothing is credited now: the class was reopened or revoked."""
    return None if one.training_class.review_state == APPROVED else _("the class is not approved at present")


def post_hours(session: Session, earned: Sequence[tuple[Enrollment, Decimal]], actor: Actor, reason: str = "") -> None:
    """Post hours and note them at the enrollment, in one transaction with their audit rows."""
    if not earned:
        return
    ledger.post(session, [_credit(one, one.training_class, hours) for one, hours in earned], actor.user_id, reason)
    for one, hours in earned:
        one.granted, one.granted_at, one.version = hours, clock.now(), one.version + 1
    session.flush()
    audit.record_many(session, "enrollment:grant_hours", [one.id for one, _hours in earned])


def _credit(one: Any, item: Any, hours: Decimal) -> ledger.Credit:
    return ledger.Credit(
        platform_id=one.platform_id,
        organization_id=one.learner_organization_id,
        learner_id=one.learner_id,
        year=item.year,
        category_id=item.category_id,
        hours=hours,
        source=SOURCE,
        source_id=item.id,
        activity=f"class:{item.id}",
        title=item.title,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
    )


def cancel_hours(session: Session, ids: Collection[int], actor: Actor, reason: str = "") -> Outcome:
    """「取消学分」: reverse what was granted to the ticked (DL-3)."""
    people = locked(session, ids)
    granted = [one for one in people if one.granted]
    skipped = [(one.learner_name, _("no hours were granted")) for one in people if not one.granted]
    ledger.reverse(session, SOURCE, [(one.learner_id, one.class_id) for one in granted], actor.user_id, reason)
    reporting.forget(session, [(one.class_id, one.learner_id) for one in granted])
    for one in granted:
        one.granted, one.granted_at, one.version = None, None, one.version + 1
    session.flush()
    audit.record_many(session, "enrollment:cancel_hours", [one.id for one in granted])
    return Outcome(done=[one.id for one in granted], skipped=skipped)


def _granted_rows() -> Select[Any]:
    """What the ledger must hold for classes: granted hours of enrollments in approved classes."""
    person, item = Enrollment.__table__, TrainingClass.__table__
    query = select(person.c.learner_id, item.c.id, item.c.category_id, person.c.granted)
    joined = query.join(item, item.c.id == person.c.class_id)
    return joined.where(person.c.granted.is_not(None), item.c.review_state == APPROVED)


ledger.approved_source(SOURCE, _granted_rows)
