"""Screens of 「境内外培训管理」: classes of the own unit without review, their people on one page."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l

from app.classes import operations
from app.classes.forms import ByNumberForm
from app.classes.models import DIRECT, Enrollment, TrainingClass
from app.classes.people_views import CandidateView, EnrollmentView, PeoplePages
from app.classes.views import own_in
from app.kit import review, scope
from app.kit.review import Outcome
from app.kit.views import VerbForm, allowed, verb
from app.organizations.words import worded


class DirectPersonView(EnrollmentView):
    """「已参加学员」 of a class without attendance: 「分配学分」 and 「取消学分」 (DL-6)."""

    title = _l("In the class")
    empty = _l("Nobody has been added yet.")
    list_columns = ["learner_name", "document_mask", "unit_name", "learner_title", "enrolled_at", "granted", "standing"]
    filters = ()

    @verb(worded(_l("Grant %(hours)s")), states=("open",), opinion="optional", icon="certificate", tone="primary",
          confirm=_l("%(n)s people are credited with the hours of the class or of their result."))  # fmt: skip
    def grant(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.grant_hours(self.session, ids, scope.actor(), form.opinion)

    @verb(worded(_l("Cancel %(hours)s")), states=("granted",), opinion="optional", icon="arrow-back-up", tone="danger",
          confirm=_l("What was credited to %(n)s people is taken back. "
                     "Certificates that rest on it become void."))  # fmt: skip
    def cancel(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.cancel_hours(self.session, ids, scope.actor(), form.opinion)

    @verb(_l("Remove"), states=("open",), icon="x", tone="danger",
          confirm=_l("%(n)s people are taken off the list."))  # fmt: skip
    def remove(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.remove(self.session, ids, scope.actor())


class DirectClassView(PeoplePages):
    """「境内外培训管理」: 「新建」 without review, 「学员管理」 on one page (DL-6)."""

    title = _l("Training inside and outside the country")
    subtitle = _l("Recorded at once, without review and without confirming attendance.")
    subject, noun = "training_class", _l("training")
    grants = {"read": "hold", "write": "hold"}
    side = own_in(DIRECT)
    list_columns = ["title", "year", "category", "starts_on", "ends_on", "planned_people", "hours", "phase"]
    fieldsets = [
        (_l("Basics"), ["title", "year", "category"]),
        (_l("Time and place"), ["starts_on", "ends_on", "place"]),
        (_l("Size"), ["planned_people", "hours", "content"]),
    ]
    hints = {
        "planned_people": _l("No more people than this can be enrolled."),
        "place": _l("Country, city and host."),
    }
    creates = operations.hold
    editable = review.EDITABLE
    exports = True
    row_pages = ((_l("Manage participants"), "people"),)
    empty = _l("No training yet. Create one with New, then add its people.")

    @expose("/<pk>/people")
    @allowed("write")
    def people(self, pk: str) -> Any:
        return self.candidates_page(self.find(pk, "read"), ByNumberForm())

    def candidates_page(self, item: TrainingClass, form: ByNumberForm) -> Any:
        """「学员管理」: 「未参加学员」 and 「已参加学员」 on one page."""
        inside = Enrollment.class_id == item.id
        return self._page(
            "people", item, (CandidateView, operations.not_in(item)), (DirectPersonView, inside), form=form
        )

    def after_adding(self, pk: str) -> str:
        return url_for(".people", pk=pk)


VIEWS = (DirectClassView, DirectPersonView)
