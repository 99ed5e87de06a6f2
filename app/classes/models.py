"""Training classes and who takes part in them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.hours.models import HourCategory
from app.kit import clock, review, scope
from app.kit.because import because
from app.kit.hours import Hours
from app.kit.scope import Scope
from app.learners.models import NOW_THERE, Learner, people
from app.organizations.models import OWN, Organization, owned, subtree

RESULTS = [
    ("excellent", _l("Excellent")),
    ("passed", _l("Passed")),
    ("failed", _l("Failed")),
]
EARNING = ("excellent", "passed")
RESULT_TONES = {"excellent": "success", "passed": "success", "failed": "danger"}
# How a class comes about: declared and reviewed, opened for enrollment by learners, or held without review.
DECLARED, ONLINE, DIRECT = "declared", "online", "direct"
MODES = [
    (DECLARED, _l("Declared")),
    (ONLINE, _l("Online enrollment")),
    (DIRECT, _l("Held without review")),
]
STANDINGS = [
    ("waiting", _l("On the waiting list")),
    ("absent", _l("Attendance not confirmed")),
    ("open", _l("Can be credited")),
    ("failed", _l("Not credited: failed")),
    ("granted", _l("Credit granted")),
]
PHASES = [
    ("planned", _l("In preparation")),
    ("soon", _l("Enrollment not open yet")),
    ("enrolling", _l("Enrollment open")),
    ("upcoming", _l("Not begun")),
    ("running", _l("Being held")),
    ("over", _l("Held")),
]


class TrainingClass(review.Reviewed, Model):
    """A training that a unit holds: declared and reviewed (DL-3, DL-4), online (DL-1) or without review (DL-6)."""

    __tablename__ = "training_class"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("planned_people > 0", name="people"),
        CheckConstraint("mode in ('declared', 'online', 'direct')", name="mode"),
        CheckConstraint("(mode = 'online') = (enroll_until is not null)", name="deadline"),
        CheckConstraint(
            "(enroll_from is null) = (enroll_until is null) and enroll_from <= enroll_until", name="window"
        ),
        Index("ix_training_class_list", "platform_id", "organization_id", "review_state", "id"),
        *review.constraints(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    title: Mapped[str] = mapped_column(String(200))
    year: Mapped[int] = mapped_column(default=lambda: clock.today().year)
    category_id: Mapped[int] = mapped_column(ForeignKey("hour_category.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    planned_people: Mapped[int]
    hours: Mapped[Decimal] = mapped_column(Hours)
    content: Mapped[str] = mapped_column(Text, default="")
    attendance_required: Mapped[bool] = mapped_column(default=True)
    mode: Mapped[str] = mapped_column(String(12), default=DECLARED)
    enroll_from: Mapped[date | None]  # both days included, in the platform's zone
    enroll_until: Mapped[date | None]
    waiting_list: Mapped[bool] = mapped_column(default=False)
    results_declared: Mapped[bool] = mapped_column(default=False)  # results may come with it, as its year's policy says
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    category: Mapped[HourCategory] = relationship(HourCategory)
    organization: Mapped[Organization] = relationship(Organization)

    seats = cast("Any", None)  # `online.Seats` of who looks at it, for the pages of learners

    @property
    def phase(self) -> str:
        """Where an approved class stands between opening and its last day."""
        day = clock.today()
        if self.review_state != review.APPROVED:
            return "planned"
        if self.enroll_from and self.enroll_until and day <= self.enroll_until:
            return "soon" if day < self.enroll_from else "enrolling"
        return "upcoming" if day < self.starts_on else "running" if day <= self.ends_on else "over"

    def __repr__(self) -> str:
        return self.title


# Nothing is recorded for somebody who has no place yet.
UNTOUCHED = "not (waiting and (attended_at is not null or result is not null or granted is not null))"


class Enrollment(Model):
    """One person in one class, with a snapshot of who and where: visible to the organizer and to the own unit."""

    __tablename__ = "enrollment"
    __table_args__ = (
        UniqueConstraint("class_id", "learner_id"),
        CheckConstraint("granted is null or granted > 0", name="granted"),
        CheckConstraint(UNTOUCHED, name="waiting"),
        Index("ix_enrollment_learner", "learner_id"),
        Index("ix_enrollment_learner_organization", "platform_id", "learner_organization_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # the organizer
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    learner_organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    learner_name: Mapped[str] = mapped_column(String(60))
    document_mask: Mapped[str] = mapped_column(String(20))
    unit_name: Mapped[str] = mapped_column(String(100))
    learner_title: Mapped[str] = mapped_column(String(40), default="")
    enrolled_at: Mapped[datetime] = mapped_column(default=clock.now)
    waiting: Mapped[bool] = mapped_column(default=False)  # no place yet; the order is that of the ids
    attended_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(String(12))
    earned: Mapped[Decimal | None] = mapped_column(Hours)  # hours that the result is worth, at most the class's
    granted: Mapped[Decimal | None] = mapped_column(Hours)  # hours that stand in the ledger
    granted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    training_class: Mapped[TrainingClass] = relationship(TrainingClass)
    learner: Mapped[Learner] = relationship(Learner)

    @property
    def standing(self) -> str:
        """Where the person stands between enrollment and credit; what may be done next follows from it."""
        if self.waiting:
            return "waiting"
        if self.granted:
            return "granted"
        if self.result == "failed":
            return "failed"
        return "absent" if self.training_class.attendance_required and not self.attended_at else "open"

    def __repr__(self) -> str:
        return self.learner_name


class DeclaredResult(Model):
    """A result that comes with the declaration of its class, 「同步上报」: credited once that is approved (FJ-6)."""

    __tablename__ = "declared_result"
    __table_args__ = (
        UniqueConstraint("class_id", "learner_id"),
        CheckConstraint("earned is null or earned > 0", name="earned"),
        Index("ix_declared_result_learner", "learner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # the organizer
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id", ondelete="CASCADE"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    learner_name: Mapped[str] = mapped_column(String(60))
    document_mask: Mapped[str] = mapped_column(String(20))
    unit_name: Mapped[str] = mapped_column(String(100))
    result: Mapped[str] = mapped_column(String(12))
    earned: Mapped[Decimal | None] = mapped_column(Hours)  # None: a fail
    version: Mapped[int] = mapped_column(default=1)

    training_class: Mapped[TrainingClass] = relationship(TrainingClass)

    def __repr__(self) -> str:
        return self.learner_name


def _sees_class(s: Scope) -> ColumnElement[bool]:
    if s.kind == "learner":
        return _offered(s)
    if s.kind != "administrator":
        return owned(TrainingClass)(s)
    return or_(owned(TrainingClass)(s), review.was_sent_to(TrainingClass, subtree(s)))


def _offered(s: Scope) -> ColumnElement[bool]:
    """What a learner sees: classes that are open for enrollment on the platform, and those one is in."""
    if s.actor.learner_id is None:
        return false()
    open_ones = and_(TrainingClass.mode == ONLINE, TrainingClass.review_state == review.APPROVED)
    own = select(Enrollment.class_id).where(Enrollment.learner_id == s.actor.learner_id)
    offered = because(_l("it is open for enrollment to everybody of the platform"), open_ones)
    taking_part = because(_l("the person takes part in it"), TrainingClass.id.in_(own))
    return and_(TrainingClass.platform_id == s.platform_id, or_(offered, taking_part))


def _sees_enrollment(s: Scope) -> ColumnElement[bool]:
    if s.kind == "learner":
        return because(OWN, Enrollment.learner_id == s.actor.learner_id)
    if s.kind == "administrator":
        then = _l("the person belonged to the own subtree when enrolled")
        theirs = because(then, Enrollment.learner_organization_id.in_(subtree(s)))
        now_theirs = because(NOW_THERE, Enrollment.learner_id.in_(people(s)))  # a transfer brings the history along
        return or_(owned(Enrollment)(s), and_(Enrollment.platform_id == s.platform_id, or_(theirs, now_theirs)))
    return owned(Enrollment)(s)


def _owns_enrollment(s: Scope) -> ColumnElement[bool]:
    """A learner writes only the own enrollment in a class with online enrollment, as long as nothing is recorded."""
    if s.kind != "learner":
        return owned(Enrollment)(s)
    online = select(TrainingClass.id).where(TrainingClass.mode == ONLINE)
    recorded = or_(*(c.is_not(None) for c in (Enrollment.attended_at, Enrollment.result, Enrollment.granted)))
    return and_(Enrollment.learner_id == s.actor.learner_id, Enrollment.class_id.in_(online), ~recorded)


def _sees_declared_result(s: Scope) -> ColumnElement[bool]:
    """Who declares it and who decides on it; neither the person nor the own unit before it is approved."""
    if s.kind != "administrator":
        return owned(DeclaredResult)(s)
    sent = select(TrainingClass.id).where(review.was_sent_to(TrainingClass, subtree(s)))
    decides = because(_l("the class was sent there for review"), DeclaredResult.class_id.in_(sent))
    return or_(owned(DeclaredResult)(s), and_(DeclaredResult.platform_id == s.platform_id, decides))


scope.register(TrainingClass, _sees_class, owns=owned(TrainingClass))
scope.register(Enrollment, _sees_enrollment, owns=_owns_enrollment)
scope.register(DeclaredResult, _sees_declared_result, owns=owned(DeclaredResult))
