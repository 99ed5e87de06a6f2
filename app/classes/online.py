"""「网上报名」: learners enroll themselves in the classes that level 1 has opened (DL-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.classes.enrolling import move_up, snapshots
from app.classes.models import ONLINE, Enrollment, TrainingClass
from app.kit import clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import APPROVED, Outcome
from app.kit.scope import Actor
from app.learners import operations as learners
from app.learners.models import Learner
from app.organizations.words import hours_word


@dataclass(frozen=True)
class Seats:
    """The places of a class as one learner sees them: taken, waiting, the own enrollment and its place in the queue."""

    item: TrainingClass
    taken: int = 0
    waiting: int = 0
    own: Enrollment | None = None
    position: int = 0

    @property
    def free(self) -> int:
        return max(self.item.planned_people - self.taken, 0)

    @property
    def state(self) -> str:
        """What the learner can do with the class now."""
        if self.own:
            return self._of_own(self.own)
        if self.item.phase in ("soon", "enrolling"):
            return "soon" if self.item.phase == "soon" else self._open()
        return "closed"

    def _open(self) -> str:
        if self.free and not self.waiting:
            return "open"
        return "queue" if self.item.waiting_list else "full"

    def _of_own(self, own: Enrollment) -> str:
        if own.waiting:
            return "waiting"
        return "enrolled" if _why_bound(self.item, own) is None else "bound"


def take_seats(session: Session, items: Sequence[TrainingClass], actor: Actor) -> None:
    """Give each class its `seats` for the actor: three statements, however many classes."""
    ids = [item.id for item in items]
    counts = _counts(session, ids)
    mine = select(Enrollment).where(Enrollment.class_id.in_(ids), Enrollment.learner_id == actor.learner_id)
    own = {one.class_id: one for one in session.scalars(mine.execution_options(populate_existing=True))}
    queue = _positions(session, [one for one in own.values() if one.waiting])
    for item in items:
        taken, waiting = counts.get(item.id, (0, 0))
        one = own.get(item.id)
        item.seats = Seats(item, taken, waiting, one, queue.get(one.id, 0) if one else 0)


def _counts(session: Session, ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Taken places and people waiting of each class; a learner sees numbers of people, never who they are."""
    table: Any = Enrollment.__table__
    numbers = (func.count().filter(table.c.waiting.is_(False)), func.count().filter(table.c.waiting.is_(True)))
    query = select(table.c.class_id, *numbers).where(table.c.class_id.in_(list(ids))).group_by(table.c.class_id)
    with scope.bulk("places of classes that learners enroll in"):
        return {number: (taken, waiting) for number, taken, waiting in session.execute(query)}


def _positions(session: Session, own: Iterable[Enrollment]) -> dict[int, int]:
    """The place in the queue of each waiting enrollment, from 1 without gaps: the queue is ordered by id."""
    table: Any = Enrollment.__table__
    rank = func.rank().over(partition_by=table.c.class_id, order_by=table.c.id).label("place")
    ids = {one.id: one.class_id for one in own}
    queue = select(table.c.id, rank).where(table.c.waiting.is_(True), table.c.class_id.in_(ids.values())).subquery()
    with scope.bulk("places of classes that learners enroll in"):
        found = select(queue.c.id, queue.c.place).where(queue.c.id.in_(ids))
        return dict(session.execute(found).all()) if ids else {}


def enroll_self(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """A learner takes a place, or the next place of the waiting list when the class is full (DL-1).

    The lock of the class makes the capacity exact however many try at once. RuleError outside the window and when
    the class is full; a second click finds the enrollment of the first.
    """
    item = _offered(session, ids)
    learners.hold(session, [actor.learner_id or 0])
    mine = select(Learner).where(Learner.id == actor.learner_id).execution_options(populate_existing=True)
    person = session.scalars(mine).one_or_none()
    if person is None:
        raise NotFound()
    take_seats(session, [item], actor)
    seats: Seats = item.seats
    if seats.own:
        return Outcome(skipped=[(item.title, _("you are enrolled already"))])
    if person.retired_at or seats.state not in ("open", "queue"):
        raise RuleError(_("You are retired and can't enroll.") if person.retired_at else _why_not(seats))
    (values,) = snapshots(session, item, [person])
    one = Enrollment(**values, waiting=seats.state == "queue")
    session.add(one)
    session.flush()
    place = _("The class is full. You are number %(n)s on the waiting list.", n=seats.waiting + 1)
    return Outcome(
        done=[one.id], message=place if one.waiting else _("You are enrolled in “%(name)s”.", name=item.title)
    )


def _why_not(seats: Seats) -> str:
    """The sentence for a class in which one can't enroll now."""
    item = seats.item
    sentences = {
        "soon": _("Enrollment begins on %(day)s.", day=item.enroll_from),
        "closed": _("Enrollment ended on %(day)s.", day=item.enroll_until),
        "full": _("The class is full: all %(n)s places are taken.", n=item.planned_people),
    }
    return sentences[seats.state]


def cancel_self(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """A learner gives the place back until the deadline; the first of the waiting list moves up at once (DL-1).

    Who waits may leave the list at any time. Later, and once anything is recorded, only the organizer can.
    """
    item = _offered(session, ids)
    take_seats(session, [item], actor)
    if item.seats.own is None:
        return Outcome(skipped=[(item.title, _("you are not enrolled"))])
    mine = select(Enrollment).where(Enrollment.id == item.seats.own.id).with_for_update(of=Enrollment)
    own = session.scalars(mine.execution_options(populate_existing=True)).one()  # somebody may be granting hours
    reason = _why_bound(item, own)
    if reason:
        raise RuleError(reason)
    session.delete(own)
    session.flush()
    move_up(session, item)
    return Outcome(done=[item.id], message=_("You are no longer enrolled in “%(name)s”.", name=item.title))


def _why_bound(item: TrainingClass, own: Enrollment) -> str | None:
    """Why an enrollment can't be cancelled by its learner any more."""
    if own.attended_at or own.result or own.granted:
        return _("Attendance or %(word)s are recorded already. Please ask the organizer.", word=hours_word())
    if not own.waiting and item.enroll_until and clock.today() > item.enroll_until:
        return _("The deadline was %(day)s. Please ask the organizer to take you off the list.", day=item.enroll_until)
    return None


def _offered(session: Session, ids: Collection[int]) -> TrainingClass:
    """The one class asked for, locked; NotFound when it is not offered to the actor."""
    offered = (TrainingClass.mode == ONLINE, TrainingClass.review_state == APPROVED, TrainingClass.id.in_(list(ids)))
    query = select(TrainingClass).where(*offered).with_for_update(of=TrainingClass)
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    if len(found) != 1 or len(set(ids)) != 1:
        raise NotFound()
    return found[0]
