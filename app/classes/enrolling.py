"""Who takes part in a class that the own organization holds: enroll, confirm attendance, record results, remove."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session, joinedload

from app.classes.models import EARNING, ONLINE, Enrollment, TrainingClass
from app.kit import audit, clock, notices, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import APPROVED, Outcome
from app.kit.scope import Actor
from app.learners import operations as learners
from app.learners.models import Learner
from app.organizations import operations as organizations

LOOK_UPS_A_MINUTE = 20
MY_CLASSES = "/myclassview/list/"


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when the notice is read."""
    return message


MOVED_UP = N_("A place has become free: you are now enrolled in “%(title)s”.")


def not_in(item: TrainingClass) -> ColumnElement[bool]:
    """「未参加学员」: people who are not in the class and not retired (DL-3, DL-6)."""
    inside = select(Enrollment.learner_id).where(Enrollment.class_id == item.id)
    return and_(Learner.id.not_in(inside), Learner.retired_at.is_(None))


def counts(session: Session, item: TrainingClass) -> dict[str, Any]:
    """People enrolled, waiting, attended and credited, and the hours granted, of one class."""
    figures: dict[str, Any] = {
        "enrolled": func.count().filter(~Enrollment.waiting),
        "waiting": func.count().filter(Enrollment.waiting),
        "attended": func.count(Enrollment.attended_at),
        "credited": func.count(Enrollment.granted),
        "hours": func.sum(Enrollment.granted),
    }
    query = select(*figures.values()).select_from(Enrollment).where(Enrollment.class_id == item.id)
    return dict(zip(figures, session.execute(query).one(), strict=True))


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
    """「添加到列表中」: enroll people of the scope; who is in already stays as is (DL-3).

    Locked first and judged afterwards: who is merged or moved meanwhile is judged as what he has become.
    """
    item = held(session, class_id)
    learners.hold(session, learner_ids)
    wanted = select(Learner).where(Learner.id.in_(list(learner_ids)))
    people = list(session.scalars(wanted.execution_options(**_ANEW)))
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
    person = _held_by_number(session, item, number)
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


def _held_by_number(session: Session, item: TrainingClass, number: str) -> Any:
    """The person with that ID number, held; Stale where the number leads to another record by then."""
    found = learners.find_by_number(session, item.platform_id, [number]).get(number)
    if found is None:
        return None
    learners.hold(session, [found.id])
    again = learners.find_by_number(session, item.platform_id, [number]).get(number)
    if again is None or again.id != found.id:
        raise learners.busy()
    return again


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
    """How many places are taken; who waits has none."""
    query = select(func.count()).select_from(Enrollment).where(Enrollment.class_id == class_id, ~Enrollment.waiting)
    return session.execute(query).scalar_one()


def _refuse_overfull(session: Session, item: TrainingClass, more: int) -> None:
    room = item.planned_people - enrolled_count(session, item.id)
    if more > room:
        raise RuleError(_("The class is planned for %(n)s people; there is room for %(room)s more.",
                          n=item.planned_people, room=max(room, 0)))  # fmt: skip


def move_up(session: Session, item: TrainingClass) -> list[int]:
    """Give free places to the first of the waiting list until the class begins, and tell them (DL-1).

    The caller holds the lock of the class. The places are counted past the scope: whoever frees one may see only
    himself, and the next one is somebody else's person. Returns the enrollments that moved.
    """
    if item.mode != ONLINE or clock.today() > item.starts_on:
        return []
    table: Any = Enrollment.__table__
    of_class = (table.c.class_id == item.id, table.c.waiting.is_(True))
    with scope.bulk("the first of a waiting list move up"):
        taken = select(func.count()).select_from(table).where(table.c.class_id == item.id, table.c.waiting.is_(False))
        room = max(item.planned_people - session.execute(taken).scalar_one(), 0)
        first = session.execute(
            select(table.c.id, table.c.learner_id).where(*of_class).order_by(table.c.id).limit(room)
        )
        rows = first.all()
        moved = {"waiting": False, "enrolled_at": clock.now(), "version": table.c.version + 1}
        session.execute(update(table).where(table.c.id.in_([row.id for row in rows])).values(moved))
        users = learners.users_of(session, [row.learner_id for row in rows])
    audit.record_many(session, "enrollment:move_up", [row.id for row in rows])
    notices.notify(session, "enrollment:move_up", users, MOVED_UP, {"title": item.title}, MY_CLASSES)
    return [row.id for row in rows]


def remove(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Take people off the list again, as long as neither attendance nor result nor hours are recorded.

    Where a waiting list is kept, the first ones move up to the places that become free (DL-1).
    """
    outcome, classes = Outcome(), set()
    for one in locked(session, ids, with_class=True):
        if one.attended_at or one.result or one.granted:
            outcome.skipped.append((one.learner_name, _("attendance, result or hours are recorded")))
        else:
            session.delete(one)
            classes.add(one.training_class)
            outcome.done.append(one.id)
    session.flush()
    for item in classes:
        move_up(session, item)
    return outcome


def confirm_attendance(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """「到训确认」 (DL-3)."""
    outcome = Outcome()
    for one in locked(session, ids):
        if one.attended_at or one.waiting:
            reason = waits() if one.waiting else _("attendance is already confirmed")
            outcome.skipped.append((one.learner_name, reason))
        else:
            one.attended_at = clock.now()
            one.version += 1
            outcome.done.append(one.id)
    session.flush()
    return outcome


def record_result(session: Session, ids: Collection[int], actor: Actor, result: str) -> Outcome:
    """Record one result for people who attended; fixed once hours are granted."""
    outcome = Outcome()
    for one in locked(session, ids):
        reason = _("hours are granted; cancel them first") if one.granted else absent(one)
        if reason:
            outcome.skipped.append((one.learner_name, reason))
        else:
            one.result, one.version = result, one.version + 1
            one.earned = one.training_class.hours if result in EARNING else None
            outcome.done.append(one.id)
    session.flush()
    return outcome


def locked(session: Session, ids: Collection[int], with_class: bool = False) -> list[Enrollment]:
    """Enrollments of classes that the actor's organization holds; NotFound when one is missing.

    The classes are locked before them, as their review does it: what one sees of their state stays true.
    `with_class` locks them for oneself, as everybody does who gives or frees a place.
    """
    mine = (Enrollment.id.in_(list(ids)), scope.predicate(Enrollment, owning=True))
    of_class = TrainingClass.id.in_(select(Enrollment.class_id).where(*mine))
    held_by = select(TrainingClass).where(of_class).order_by(TrainingClass.id)
    session.scalars(held_by.with_for_update(read=not with_class, of=TrainingClass).execution_options(**_ANEW)).all()
    query = select(Enrollment).where(*mine).order_by(Enrollment.id).options(joinedload(Enrollment.training_class))
    found = list(session.scalars(query.with_for_update(of=Enrollment).execution_options(**_ANEW)))
    if not found or len(found) != len(set(ids)):
        raise NotFound()
    return found


_ANEW: dict[str, Any] = {"populate_existing": True}


def waits() -> str:
    return _("still on the waiting list")


def absent(one: Enrollment) -> str | None:
    """Why nothing can be recorded or granted yet."""
    if one.waiting:
        return waits()
    missing = one.training_class.attendance_required and not one.attended_at
    return _("attendance is not confirmed") if missing else None
