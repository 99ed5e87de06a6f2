"""Verbs of a training class: declare, review, enroll, confirm attendance, record results, grant and cancel hours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, select, update
from sqlalchemy.orm import Session, joinedload

from app.classes.models import EARNING, Enrollment, TrainingClass
from app.hours import ledger
from app.kit import audit, clock, review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import APPROVED, EDITABLE, Outcome
from app.kit.scope import Actor
from app.learners import operations as learners
from app.learners.models import Learner
from app.organizations import operations as organizations
from app.organizations.models import Organization

SOURCE = "class"
LOOK_UPS_A_MINUTE = 20
_FIELDS = ("title", "year", "category", "starts_on", "ends_on", "place", "planned_people", "hours", "content")


# ---- declaring ----------------------------------------------------------------------------------------------------


def declare(session: Session, actor: Actor, values: Mapping[str, Any]) -> TrainingClass:
    """Declare a class of the actor's own unit, as a draft (DL-3, DL-4)."""
    unit = session.get(Organization, actor.organization_id)
    if unit is None:
        raise NotFound()
    required = organizations.setting(session, unit.platform_id, values["year"], "attendance_required")
    item = TrainingClass(platform_id=unit.platform_id, organization_id=unit.id, attendance_required=required)
    session.add(_fill(item, values))
    session.flush()
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
            setattr(item, name, values[name] if values[name] is not None else "")
    return item


def _check(values: Mapping[str, Any]) -> None:
    if values["ends_on"] < values["starts_on"]:
        raise RuleError(_("The last day is before the first day."), field="ends_on")
    if values["year"] not in (values["starts_on"].year, values["ends_on"].year):
        raise RuleError(_("The year must be that of the first or the last day."), field="year")
    if values["hours"] <= 0 or values["planned_people"] <= 0:
        field = "hours" if values["hours"] <= 0 else "planned_people"
        raise RuleError(_("This must be more than zero."), field=field)


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
    """What the route of a class depends on: its category and its hours."""
    return {"type": item.category.code, "hours": item.hours}


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


review.register(review.Flow(TrainingClass, case=_case, revoked=_take_back))


# ---- people -------------------------------------------------------------------------------------------------------


def not_in(item: TrainingClass) -> ColumnElement[bool]:
    """「未参加学员」: people who are not in the class and not retired (DL-3)."""
    inside = select(Enrollment.learner_id).where(Enrollment.class_id == item.id)
    return and_(Learner.id.not_in(inside), Learner.retired_at.is_(None))


def counts(session: Session, item: TrainingClass) -> dict[str, Any]:
    """People enrolled, attended and credited, and the hours granted, of one class."""
    figures = (
        func.count(), func.count(Enrollment.attended_at), func.count(Enrollment.granted), func.sum(Enrollment.granted),
    )  # fmt: skip
    query = select(*figures).select_from(Enrollment).where(Enrollment.class_id == item.id)
    return dict(zip(("enrolled", "attended", "credited", "hours"), session.execute(query).one(), strict=True))


def held(session: Session, class_id: int) -> TrainingClass:
    """An approved class that the actor's organization holds, locked; NotFound outside, RuleError before approval."""
    mine = (TrainingClass.id == class_id, scope.predicate(TrainingClass, owning=True))
    item = session.scalars(select(TrainingClass).where(*mine).with_for_update(of=TrainingClass)).first()
    if item is None:
        raise NotFound()
    if item.review_state != APPROVED:
        raise RuleError(_("People can be added only after the class has been approved."))
    return item


def enroll(session: Session, class_id: int, learner_ids: Collection[int], actor: Actor) -> Outcome:
    """「添加到列表中」: enroll people of the scope; who is in already stays as is (DL-3)."""
    item = held(session, class_id)
    people = list(session.scalars(select(Learner).where(Learner.id.in_(list(learner_ids)))))
    if len(people) != len(set(learner_ids)):
        raise NotFound()
    inside = set(session.scalars(select(Enrollment.learner_id).where(Enrollment.class_id == item.id)))
    fresh = [p for p in people if p.id not in inside and not p.retired_at]
    _refuse_overfull(session, item, len(fresh))
    session.add_all(Enrollment(**values) for values in snapshots(session, item, fresh))
    session.flush()
    skipped = [(p.name, _("already enrolled")) for p in people if p.id in inside]
    skipped += [(p.name, _("retired")) for p in people if p.retired_at and p.id not in inside]
    return Outcome(done=[p.id for p in fresh], skipped=skipped)


def enroll_by_number(session: Session, class_id: int, number: str, name: str, actor: Actor) -> Outcome:
    """Enroll a person of any unit by exact ID number with matching name; one message whatever is wrong (R-1)."""
    item = held(session, class_id)
    _limit_look_ups(session, actor)
    person = learners.find_by_number(session, item.platform_id, [number]).get(number)
    audit.record(session, "enrollment:look_up", class_id, matched=bool(person and person.name == name))
    if person is None or person.name != name:
        raise RuleError(unknown_person(), field="document")
    inside = select(Enrollment.id).where(Enrollment.class_id == item.id, Enrollment.learner_id == person.id)
    if session.execute(inside).first():
        raise RuleError(_("This person is already in the class."), field="document")
    _refuse_overfull(session, item, 1)
    session.add_all(Enrollment(**values) for values in snapshots(session, item, [person]))
    session.flush()
    return Outcome(done=[person.id])


def _limit_look_ups(session: Session, actor: Actor) -> None:
    """Single look-ups by ID number are rare in honest work: at most 20 a minute and person."""
    recent = audit.count_since(session, "enrollment:look_up", actor.user_id, timedelta(minutes=1))
    if recent >= LOOK_UPS_A_MINUTE:
        raise RuleError(_("Too many look-ups in a short time. Please wait a minute."), field="document")


def unknown_person() -> str:
    """The one sentence for an unknown ID number and for a wrong name."""
    return _("No person with this ID number and this name was found.")


def snapshots(session: Session, item: Any, people: Sequence[Any]) -> list[dict[str, Any]]:
    """The columns of a new enrollment per person: both organizations, and who and where at this time."""
    units = organizations.unit_names(session, {p.organization_id for p in people})
    return [
        {
            "platform_id": item.platform_id,
            "organization_id": item.organization_id,
            "class_id": item.id,
            "learner_id": p.id,
            "learner_organization_id": p.organization_id,
            "learner_name": p.name,
            "document_mask": str(p.document),
            "unit_name": units[p.organization_id],
            "learner_title": p.title,
        }
        for p in people
    ]


def enrolled_count(session: Session, class_id: int) -> int:
    query = select(func.count()).select_from(Enrollment).where(Enrollment.class_id == class_id)
    return session.execute(query).scalar_one()


def _refuse_overfull(session: Session, item: TrainingClass, more: int) -> None:
    room = item.planned_people - enrolled_count(session, item.id)
    if more > room:
        raise RuleError(_("The class is planned for %(n)s people; there is room for %(room)s more.",
                          n=item.planned_people, room=max(room, 0)))  # fmt: skip


def remove(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Take people off the list again, as long as neither attendance nor result nor hours are recorded."""
    outcome = Outcome()
    for one in _locked(session, ids):
        if one.attended_at or one.result or one.granted:
            outcome.skipped.append((one.learner_name, _("attendance, result or hours are recorded")))
        else:
            session.delete(one)
            outcome.done.append(one.id)
    session.flush()
    return outcome


def confirm_attendance(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """「到训确认」 (DL-3)."""
    outcome = Outcome()
    for one in _locked(session, ids):
        if one.attended_at:
            outcome.skipped.append((one.learner_name, _("attendance is already confirmed")))
        else:
            one.attended_at = clock.now()
            one.version += 1
            outcome.done.append(one.id)
    session.flush()
    return outcome


def record_result(session: Session, ids: Collection[int], actor: Actor, result: str) -> Outcome:
    """Record one result for people who attended; fixed once hours are granted."""
    outcome = Outcome()
    for one in _locked(session, ids):
        reason = _("hours are granted; cancel them first") if one.granted else _absent(one)
        if reason:
            outcome.skipped.append((one.learner_name, reason))
        else:
            one.result, one.version = result, one.version + 1
            one.earned = one.training_class.hours if result in EARNING else None
            outcome.done.append(one.id)
    session.flush()
    return outcome


def _locked(session: Session, ids: Collection[int]) -> list[Enrollment]:
    """Enrollments of classes that the actor's organization holds; NotFound when one is missing.

    The classes are locked before them, as their review does it: what one sees of their state stays true.
    """
    mine = (Enrollment.id.in_(list(ids)), scope.predicate(Enrollment, owning=True))
    of_class = TrainingClass.id.in_(select(Enrollment.class_id).where(*mine))
    held = select(TrainingClass).where(of_class).order_by(TrainingClass.id)
    session.scalars(held.with_for_update(read=True, of=TrainingClass).execution_options(populate_existing=True)).all()
    query = select(Enrollment).where(*mine).order_by(Enrollment.id).options(joinedload(Enrollment.training_class))
    found = list(session.scalars(query.with_for_update(of=Enrollment).execution_options(populate_existing=True)))
    if not found or len(found) != len(set(ids)):
        raise NotFound()
    return found


def _closed(one: Enrollment) -> str | None:
    """Why nothing is credited now: the class was reopened or revoked."""
    return None if one.training_class.review_state == APPROVED else _("the class is not approved at present")


def _absent(one: Enrollment) -> str | None:
    missing = one.training_class.attendance_required and not one.attended_at
    return _("attendance is not confirmed") if missing else None


# ---- hours --------------------------------------------------------------------------------------------------------


def grant_hours(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """「分配学分」: post the class's hours, or those that the result earned, for the ticked (DL-3)."""
    outcome, earned = Outcome(), []
    for one in _locked(session, ids):
        reason = _no_hours(one)
        if reason:
            outcome.skipped.append((one.learner_name, reason))
        else:
            earned.append((one, one.earned or one.training_class.hours))
    post_hours(session, earned, actor)
    outcome.done = [one.id for one, _hours in earned]
    return outcome


def _no_hours(one: Enrollment) -> str | None:
    if one.granted:
        return _("hours are already granted")
    if one.result == "failed":
        return _("the result is a fail")
    return _closed(one) or _absent(one)


def post_hours(session: Session, earned: Sequence[tuple[Enrollment, Decimal]], actor: Actor) -> None:
    """Post hours and note them at the enrollment, in one transaction with their audit rows."""
    if not earned:
        return
    ledger.post(session, [_credit(one, hours) for one, hours in earned], actor.user_id)
    for one, hours in earned:
        one.granted, one.granted_at, one.version = hours, clock.now(), one.version + 1
    session.flush()
    audit.record_many(session, "enrollment:grant_hours", [one.id for one, _hours in earned])


def _credit(one: Enrollment, hours: Decimal) -> ledger.Credit:
    item = one.training_class
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
    )


def cancel_hours(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """「取消学分」: reverse what was granted to the ticked (DL-3)."""
    people = _locked(session, ids)
    granted = [one for one in people if one.granted]
    skipped = [(one.learner_name, _("no hours were granted")) for one in people if not one.granted]
    ledger.reverse(session, SOURCE, [(one.learner_id, one.class_id) for one in granted], actor.user_id)
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
