"""Screens of study visits: plan, and decide."""

from __future__ import annotations

from typing import Any

from app.visits import operations
from app.visits.models import StudyVisit
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from app.kit import review, scope
from app.kit.review import Outcome
from app.kit.review.views import ReviewView
from app.kit.scope import Scope
from app.kit.views import Rows, VerbForm, verb

POSITIONS = [*review.STATES, ("visit_review", _l("With the superior unit"))]


def own(model: Any, s: Scope) -> ColumnElement[bool]:
    """What the actor's own unit plans."""
    return model.organization_id == s.actor.organization_id


class VisitList(ReviewView):
    """What both lists of visits show."""

    datamodel = Rows(StudyVisit, "organization")
    subject = "study_visit"
    noun = _l("study visit")
    list_columns = ["title", "visited_on", "guests", "review_position"]
    main_column = "title"
    labels = {
        "title": _l("Host and subject"),
        "visited_on": _l("Day of the visit"),
        "guests": _l("Guests"),
        "review_position": _l("State"),
    }
    choices = {"review_position": POSITIONS}
    filters = ("title", "visited_on")
    show_fieldsets = [(_l("Basics"), ["title", "visited_on", "guests"])]


class VisitView(VisitList):
    """Visits that the own unit plans."""

    title = _l("Study visits")
    side = own
    fieldsets = VisitList.show_fieldsets
    creates, changes, removes = operations.plan, operations.revise, operations.discard
    editable = review.EDITABLE
    imports = ("study_visits",)
    empty = _l("No visit yet. Plan one with New, then submit it.")

    @verb(_l("Submit"), states=review.EDITABLE, icon="send", confirm=_l("%(n)s visits go to review."))
    def submit(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.submit(self.session, ids, scope.actor(), seen=form.seen)


class VisitReviewView(VisitList):
    """Visits that wait for the superior unit, or have."""

    title = _l("Study visits: review")
    side = review.for_step("visit_review")
    grants = {"read": "visit_review"}
    deciding = "visit_review"
    opens_with = {"review_position": "visit_review"}
    exports = False

    @verb(_l("Pass"), permission="visit_review", states=("visit_review",), icon="check", decision="approve",
          confirm=_l("%(n)s visits are approved."))  # fmt: skip
    def approve(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.approve(self.session, ids, scope.actor(), form.opinion, form.seen)

    @verb(_l("Return for changes"), permission="visit_review", states=("visit_review",), icon="arrow-back-up",
          decision="return", opinion="required", confirm=_l("%(n)s visits go back to who planned them."))  # fmt: skip
    def send_back(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.send_back(self.session, ids, scope.actor(), form.opinion, form.seen)


VIEWS = (VisitView, VisitReviewView)
