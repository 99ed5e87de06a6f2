"""Screens of who takes part: 「培训项目学员维护」 with enrollment, attendance and results of one class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.classes import operations
from app.classes.forms import ByNumberForm
from app.classes.models import DECLARED, RESULT_TONES, RESULTS, STANDINGS, Enrollment, TrainingClass
from app.classes.views import ClassView, own, own_in
from app.extensions import db
from app.kit import review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, allowed, verb
from app.kit.views.listing import Listing
from app.kit.views.pick import parse_id
from app.kit.views.widgets import ListPage
from app.learners.models import Learner
from app.organizations.words import worded

RECORDABLE = ("open", "failed")


class CandidateView(ScopedView):
    """「未参加学员」: people of the scope who can still be added to a class (DL-3)."""

    datamodel = Rows(Learner, "organization.parent")
    subject = "enrollment"
    in_menu = False
    title, noun = _l("Not in the class"), _l("person")
    list_columns = ["name", "document", "organization", "title"]
    main_column = "name"
    labels = {
        "name": _l("Full name"),
        "document": _l("ID number"),
        "organization": _l("Unit or department"),
        "title": _l("Professional title"),
    }
    filters = ("name", "organization", "title")
    searched_by = {"organization": ("name", "credit_code")}
    exports = False
    empty = _l("Everybody of your scope is in the class.")

    def verb_address(self, verb: Any) -> str:
        return url_for(f"{self.endpoint}.do", name=verb.name, class_id=(request.view_args or {}).get("pk"))

    @verb(_l("Add to the list"), icon="plus", tone="primary", confirm=_l("%(n)s people are added to the class."))
    def enroll(self, ids: list[int], form: VerbForm) -> Outcome:
        held = parse_id(form.values.get("class_id", "")) or 0
        return operations.enroll(db.session, held, ids, scope.actor())


class EnrollmentView(ScopedView):
    """The people of a class; each page of a class shows them with the verbs of its subclass."""

    datamodel = Rows(Enrollment, "training_class")
    subject = "enrollment"
    in_menu = False
    noun = _l("participant")
    list_columns = [
        "learner_name", "document_mask", "unit_name", "learner_title", "attended_at", "result", "granted", "standing",
    ]  # fmt: skip
    main_column, belongs_to = "learner_name", "training_class"
    labels = {
        "learner_name": _l("Full name"),
        "document_mask": _l("ID number"),
        "unit_name": _l("Unit name"),
        "learner_title": _l("Professional title"),
        "enrolled_at": _l("Enrolled"),
        "attended_at": _l("Attendance confirmed"),
        "result": _l("Result"),
        "granted": worded(_l("Granted %(hours)s")),
        "granted_at": _l("Granted on"),
        "standing": _l("State"),
        "training_class": _l("Training project"),
    }
    choices = {"result": RESULTS, "standing": STANDINGS}
    tones = {
        "result": RESULT_TONES,
        "standing": {"granted": "success", "open": "primary", "failed": "danger", "waiting": "warning"},
    }
    state_column = "standing"
    state_tabs = False
    filters: Sequence[str] = ("learner_name", "unit_name", "result")
    exports = False
    side = own
    show_fieldsets = [(_l("Participant"), [c for c in labels if c not in ("granted_at",)])]


class ParticipantView(EnrollmentView):
    """「已参加学员」 with 「到训确认」 (DL-3)."""

    title = _l("In the class")
    empty = _l("Nobody has been added yet.")

    @verb(_l("Confirm attendance"), states=("absent",), icon="check", tone="primary",
          confirm=_l("%(n)s people have attended."))  # fmt: skip
    def confirm_attendance(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.confirm_attendance(db.session, ids, scope.actor())

    @verb(_l("Remove"), states=("absent",), icon="x", tone="danger",
          confirm=_l("%(n)s people are taken off the list."))  # fmt: skip
    def remove(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.remove(db.session, ids, scope.actor())


class ResultView(EnrollmentView):
    """「学员成绩」 with 「分配学分」 and 「取消学分」 (DL-3)."""

    title = _l("Results")
    empty = _l("Nobody has been added yet.")
    imports = ("class_trainees", "class_results")

    @verb(worded(_l("Grant %(hours)s")), states=("open",), opinion="optional", icon="certificate", tone="primary",
          confirm=_l("%(n)s people are credited with the hours of the class or of their result."))  # fmt: skip
    def grant(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.grant_hours(db.session, ids, scope.actor(), form.opinion)

    @verb(worded(_l("Cancel %(hours)s")), states=("granted",), opinion="optional", icon="arrow-back-up", tone="danger",
          confirm=_l("What was credited to %(n)s people is taken back. "
                     "Certificates that rest on it become void."))  # fmt: skip
    def cancel(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.cancel_hours(db.session, ids, scope.actor(), form.opinion)

    @verb(_l("Record: excellent"), icon="check", states=RECORDABLE, single=False)
    def excellent(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.record_result(db.session, ids, scope.actor(), "excellent")

    @verb(_l("Record: passed"), icon="check", states=RECORDABLE, single=False)
    def passed(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.record_result(db.session, ids, scope.actor(), "passed")

    @verb(_l("Record: failed"), icon="x", states=RECORDABLE, single=False)
    def failed(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.record_result(db.session, ids, scope.actor(), "failed")


class PeoplePages(ClassView):
    """The pages about the people of one class; a subclass says whose classes it lists and which pages there are."""

    grants = {"read": "write"}
    subject = "enrollment"
    state_tabs = False
    exports = False
    pages: tuple[tuple[str, Any, str], ...] = ()  # (method, label, figure beside it)

    @expose("/<pk>/by-number", methods=["POST"])
    @allowed("write")
    def by_number(self, pk: str) -> Any:
        """Add a person of another unit by exact ID number with matching name (R-1)."""
        form = ByNumberForm()
        item = self.find(pk, "write")
        if form.validate() and self._enrolled(item.id, form):
            flash(_("%(name)s was added to the class.", name=form.name.data), "success")
            return redirect(self.after_adding(pk), code=303)
        return self.candidates_page(self.find(pk, "write"), form), 422

    def after_adding(self, pk: str) -> str:
        return url_for(".participants", pk=pk)

    def candidates_page(self, item: TrainingClass, form: ByNumberForm) -> Any:
        """The page with the people who can still be added."""
        return self._page("candidates", item, (CandidateView, operations.not_in(item)), form=form)

    def _enrolled(self, class_id: int, form: ByNumberForm) -> bool:
        """Whether the person was added; otherwise the field says why, and the look-up stays in the audit."""
        try:
            operations.enroll_by_number(
                db.session(), class_id, str(form.document.data), str(form.name.data), scope.actor()
            )
        except NotFound:
            self.refuse("write", class_id)
        except RuleError as refusal:
            form.document.errors = [refusal.message]
        db.session.commit()
        return not form.errors

    def _page(self, name: str, item: TrainingClass, *lists: tuple[type, Any], **more: Any) -> Any:
        """A page of a class: its head, the tabs, and each (view, criterion) as a list; only the first is filtered."""
        found: list[ListPage] = []
        for view, extra in lists:
            one = self.registered(view)
            prefix = f"{one.endpoint}." if found else ""
            found.append(ListPage(one, Listing(one, request.args, prefix=prefix, extra=[extra])))
        context = {"current": name, "item": item, "page": found[0], "others": found[1:], "view": self}
        figures = operations.counts(db.session, item)
        return self.render_template("classes/people.html", title=item.title, counts=figures, **context, **more)


class ClassPeopleView(PeoplePages):
    """「培训项目学员维护」: the approved classes, and the three pages of each (DL-3)."""

    title = _l("Training projects: people")
    side = own_in(DECLARED, TrainingClass.review_state == review.APPROVED)
    list_columns = ["title", "category", "starts_on", "planned_people", "hours", "phase"]
    row_pages = ((_l("Enrollment"), "candidates"), (_l("Results"), "results"))
    pages = (
        ("candidates", _l("Not in the class"), ""),
        ("participants", _l("In the class"), "enrolled"),
        ("results", _l("Results"), "credited"),
    )
    empty = _l("No approved project yet. Projects appear here after final review.")

    @expose("/<pk>/candidates")
    @allowed("write")
    def candidates(self, pk: str) -> Any:
        return self.candidates_page(self.find(pk, "read"), ByNumberForm())

    @expose("/<pk>/participants")
    @allowed("write")
    def participants(self, pk: str) -> Any:
        item = self.find(pk, "read")
        return self._page("participants", item, (ParticipantView, Enrollment.class_id == item.id))

    @expose("/<pk>/results")
    @allowed("write")
    def results(self, pk: str) -> Any:
        item = self.find(pk, "read")
        return self._page("results", item, (ResultView, Enrollment.class_id == item.id))


VIEWS = (ClassPeopleView, CandidateView, ParticipantView, ResultView)
