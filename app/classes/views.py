"""Screens of training classes: declare and review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.classes import operations
from app.classes.deciding import DESK
from app.classes.models import DECLARED, PHASES, TrainingClass
from app.classes.reporting_views import VIEWS as REPORTING_VIEWS
from app.classes.reporting_views import ReportingView
from app.extensions import db
from app.kit import review, scope
from app.kit.review import Outcome
from app.kit.review.views import ReviewView
from app.kit.scope import Scope
from app.kit.views import Attachments, Rows, VerbForm, verb
from app.organizations.deciding import phrases
from app.organizations.words import worded

POSITIONS = [
    ("draft", _l("To be submitted")),
    ("first_review", _l("Under review (first review)")),
    ("final_review", _l("Under review (final review)")),
    ("returned", _l("Returned for changes")),
    ("approved", _l("Approved")),
    ("rejected", _l("Not approved")),
    ("revoked", _l("Revoked")),
]
PENDING = ("first_review", "final_review")
TONES = review.TONES | dict.fromkeys(PENDING, "primary")


def own(model: Any, s: Scope) -> ColumnElement[bool]:
    """What the actor's own organization declares and holds."""
    return model.organization_id == s.actor.organization_id


def own_in(mode: str, *more: Any) -> Any:
    """The side of a list: the own organization's classes of one mode, with further conditions."""
    return lambda model, s: and_(own(model, s), model.mode == mode, *more)


class ClassView(ReviewView):
    """What every list of classes shows; each subclass declares its side and its verbs."""

    datamodel = Rows(TrainingClass, "category", "organization")
    subject = "training_class"
    noun = _l("training project")
    list_columns = [
        "title",
        "organization",
        "category",
        "starts_on",
        "planned_people",
        "hours",
        "review_position",
    ]
    main_column = "title"
    filters: Sequence[str] = ("title", "year", "category", "starts_on")
    labels = {
        "title": _l("Title"),
        "organization": _l("Declaring unit"),
        "year": _l("Year"),
        "category": _l("Category"),
        "starts_on": _l("First day"),
        "ends_on": _l("Last day"),
        "place": _l("Place"),
        "planned_people": _l("Planned people"),
        "hours": worded(_l("%(hours)s")),
        "content": _l("Content"),
        "review_position": _l("State"),
        "review_due_at": _l("Due by"),
        "submitted_at": _l("Submitted on"),
        "enroll_from": _l("Enrollment from"),
        "enroll_until": _l("Enrollment until"),
        "waiting_list": _l("Waiting list"),
        "attendance_required": _l("Attendance must be confirmed"),
        "phase": _l("Stage"),
        "results_declared": _l("Results with the declaration"),
    }
    choices = {"review_position": POSITIONS, "phase": PHASES}
    tones = {"review_position": TONES, "phase": {"enrolling": "success", "running": "primary", "soon": "warning"}}
    totals = ("planned_people", "hours")
    show_fieldsets = [
        (_l("Basics"), ["title", "organization", "year", "category"]),
        (_l("Time and place"), ["starts_on", "ends_on", "place"]),
        (_l("Size"), ["planned_people", "hours", "content", "submitted_at"]),
    ]
    phrases = phrases
    attachments = Attachments()


class DeclarationView(ReportingView, ClassView):
    """「培训项目申报」 (DL-3, DL-4)."""

    title = _l("Training projects: declare")
    side = own_in(DECLARED)
    list_columns = [
        "title",
        "year",
        "category",
        "starts_on",
        "ends_on",
        "planned_people",
        "hours",
        "review_position",
    ]
    fieldsets = [
        (_l("Basics"), ["title", "year", "category"]),
        (_l("Time and place"), ["starts_on", "ends_on", "place"]),
        (_l("Size"), ["planned_people", "hours", "content"]),
    ]
    hints = {"planned_people": _l("No more people than this can be enrolled.")}
    creates, changes, removes = operations.declare, operations.revise, operations.discard
    editable = review.EDITABLE
    empty = _l("No project yet. Create one with New, then submit it.")

    @verb(
        _l("Submit"),
        states=review.EDITABLE,
        icon="send",
        tone="primary",
        confirm=_l("%(n)s projects go to review."),
    )
    def submit(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.submit(db.session, ids, scope.actor(), seen=form.seen)

    @verb(
        _l("Withdraw"),
        states=PENDING,
        offered=review.undecided,
        icon="arrow-back-up",
        confirm=_l("%(n)s projects become drafts again."),
    )
    def withdraw(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.withdraw(db.session, ids, scope.actor(), seen=form.seen)

    @verb(
        _l("Revoke"),
        states=(review.APPROVED, *PENDING),
        offered=lambda item: item.review_revocable_by in (review.UNIT, review.BOTH),
        icon="x",
        tone="danger",
        opinion="required",
        confirm=worded(_l("%%(n)s projects end for good; %(hours)s granted for them are taken back.")),
    )
    def revoke(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.revoke(db.session, ids, scope.actor(), form.opinion, form.seen)


_REVIEWED = [
    "title", "organization", "category", "starts_on", "planned_people", "hours", "review_due_at", "review_position",
]  # fmt: skip


class FirstReviewView(ReportingView, ClassView):
    """「培训项目初审」 (DL-3, DL-4)."""

    title = _l("Training projects: first review")
    list_columns = _REVIEWED
    attachments = Attachments(twins=True)
    exports = False
    empty = _l("Nothing was sent to you for first review.")
    locals().update(DESK.at("first_review"))


class FinalReviewView(ReportingView, ClassView):
    """「培训项目终审」 (DL-3, DL-4)."""

    title = _l("Training projects: final review")
    list_columns = _REVIEWED
    attachments = Attachments(twins=True)
    exports = False
    empty = _l("Nothing was sent to you for final review.")
    locals().update(DESK.at("final_review"))


VIEWS = (DeclarationView, FirstReviewView, FinalReviewView, *REPORTING_VIEWS)
