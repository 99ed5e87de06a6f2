"""Screens of training classes: declare, review, and maintain the people of approved ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.classes import operations
from app.classes.findings import findings
from app.classes.forms import ByNumberForm
from app.classes.models import RESULTS, STANDINGS, Enrollment, TrainingClass
from app.extensions import db
from app.kit import review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.review.views import ReviewView
from app.kit.scope import Scope
from app.kit.views import Rows, ScopedView, VerbForm, allowed, verb
from app.kit.views.listing import Listing
from app.kit.views.pick import parse_id
from app.kit.views.widgets import ListPage
from app.learners.models import Learner
from app.organizations.words import common_phrases, worded

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
RECORDABLE = ("open", "failed")
TONES = review.TONES | dict.fromkeys(PENDING, "primary")
PHRASES = (
    _l("The material is incomplete; please add to it."),
    _l("The hours do not match the plan."),
    _l("This is outside the scope of continuing education."),
)


def phrases() -> list[str]:
    """The platform's phrases for opinions, else those that every platform can use."""
    return common_phrases() or [str(phrase) for phrase in PHRASES]


def own(model: Any, s: Scope) -> ColumnElement[bool]:
    """Classes that the actor's own organization declares and holds."""
    return model.organization_id == s.actor.organization_id


def own_approved(model: Any, s: Scope) -> ColumnElement[bool]:
    return and_(own(model, s), model.review_state == review.APPROVED)


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
    filters = ("title", "year", "category", "starts_on")
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
    }
    choices = {"review_position": POSITIONS}
    tones = {"review_position": TONES}
    totals = ("planned_people", "hours")
    show_fieldsets = [
        (_l("Basics"), ["title", "organization", "year", "category"]),
        (_l("Time and place"), ["starts_on", "ends_on", "place"]),
        (_l("Size"), ["planned_people", "hours", "content", "submitted_at"]),
    ]
    phrases = phrases
    findings = findings


class DeclarationView(ClassView):
    """「培训项目申报」 (DL-3, DL-4)."""

    title = _l("Training projects: declare")
    side = own
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


def decisions(permission: str) -> dict[str, Any]:
    """What a reviewer's list of one step declares: its verbs, and what it shows."""

    def decide(name: str, label: Any, act: Callable[..., Outcome], **options: Any) -> Any:
        def run(self: ScopedView, ids: list[int], form: VerbForm) -> Outcome:
            return act(db.session, ids, scope.actor(), form.opinion, form.seen)

        run.__name__ = name
        return verb(label, **{"permission": permission, "states": (permission,)} | options)(run)

    return {
        "side": review.for_step(permission),
        "grants": {"read": permission},
        "opens_with": {"review_position": permission},
        "deciding": permission,
        "approve": decide("approve", _l("Pass"), operations.approve, icon="check", tone="primary", opinion="optional",
                          decision="approve", confirm=_l("%(n)s projects pass this step.")),
        "send_back": decide("send_back", _l("Return for changes"), operations.send_back, icon="arrow-back-up",
                            decision="return", opinion="required",
                            confirm=_l("%(n)s projects go back to who declared them.")),
        "reject": decide("reject", _l("Reject"), operations.reject, icon="x", tone="danger", opinion="required",
                         decision="reject",
                         confirm=_l("%(n)s projects are rejected; this is final for who declared them.")),
        "reopen": decide("reopen", _l("Reopen"), operations.reopen, icon="arrow-back-up", opinion="required",
                         states=(review.APPROVED, review.REJECTED), offered=_last_here(permission),
                         confirm=worded(_l("%%(n)s projects are under review again; %(hours)s granted for them "
                                           "are taken back."))),
        "revoke": decide("revoke", _l("Revoke"), operations.revoke, icon="x", tone="danger", opinion="required",
                         states=(review.APPROVED,), offered=_last_here(permission, (review.LAST, review.BOTH)),
                         confirm=worded(_l("%%(n)s projects end for good; %(hours)s granted for them "
                                           "are taken back."))),
    }  # fmt: skip


def _last_here(permission: str, revocable_by: tuple[str, ...] = ()) -> Callable[[TrainingClass], bool]:
    """Whether the last decision was made with this list's permission; the review itself checks by whom."""

    def offered(item: TrainingClass) -> bool:
        fits = not revocable_by or item.review_revocable_by in revocable_by
        return fits and item.review_decided_as == permission

    return offered


_REVIEWED = [
    "title", "organization", "category", "starts_on", "planned_people", "hours", "review_due_at", "review_position",
]  # fmt: skip


class FirstReviewView(ClassView):
    """「培训项目初审」 (DL-3, DL-4)."""

    title = _l("Training projects: first review")
    list_columns = _REVIEWED
    exports = False
    empty = _l("Nothing was sent to you for first review.")
    locals().update(decisions("first_review"))


class FinalReviewView(ClassView):
    """「培训项目终审」 (DL-3, DL-4)."""

    title = _l("Training projects: final review")
    list_columns = _REVIEWED
    exports = False
    empty = _l("Nothing was sent to you for final review.")
    locals().update(decisions("final_review"))


class CandidateView(ScopedView):
    """「未参加学员」: people of the scope who can still be added to a class (DL-3)."""

    datamodel = Rows(Learner, "organization.parent")
    subject = "enrollment"
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
    noun = _l("participant")
    list_columns = [
        "learner_name", "document_mask", "unit_name", "learner_title", "attended_at", "result", "granted", "standing",
    ]  # fmt: skip
    main_column = "learner_name"
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
        "result": {"excellent": "success", "passed": "success", "failed": "danger"},
        "standing": {"granted": "success", "open": "primary", "failed": "danger"},
    }
    state_column = "standing"
    state_tabs = False
    filters = ("learner_name", "unit_name", "result")
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
    imports = ("class_results",)

    @verb(worded(_l("Grant %(hours)s")), states=("open",), icon="certificate", tone="primary",
          confirm=_l("%(n)s people are credited with the hours of the class or of their result."))  # fmt: skip
    def grant(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.grant_hours(db.session, ids, scope.actor())

    @verb(worded(_l("Cancel %(hours)s")), states=("granted",), icon="arrow-back-up", tone="danger",
          confirm=_l("What was credited to %(n)s people is taken back."))  # fmt: skip
    def cancel(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.cancel_hours(db.session, ids, scope.actor())

    @verb(_l("Record: excellent"), icon="check", states=RECORDABLE, single=False)
    def excellent(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.record_result(db.session, ids, scope.actor(), "excellent")

    @verb(_l("Record: passed"), icon="check", states=RECORDABLE, single=False)
    def passed(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.record_result(db.session, ids, scope.actor(), "passed")

    @verb(_l("Record: failed"), icon="x", states=RECORDABLE, single=False)
    def failed(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.record_result(db.session, ids, scope.actor(), "failed")


class ClassPeopleView(ClassView):
    """「培训项目学员维护」: the approved classes, and the three pages of each (DL-3)."""

    title = _l("Training projects: people")
    grants = {"read": "write"}
    subject = "enrollment"
    side = own_approved
    state_tabs = False
    exports = False
    row_pages = ((_l("Enrollment"), "candidates"), (_l("Results"), "results"))
    empty = _l("No approved project yet. Projects appear here after final review.")

    @expose("/<pk>/candidates")
    @allowed("write")
    def candidates(self, pk: str) -> Any:
        item = self.find(pk, "read")
        outside = operations.not_in(item)
        return self._page("candidates", item, CandidateView, outside, form=ByNumberForm())

    @expose("/<pk>/participants")
    @allowed("write")
    def participants(self, pk: str) -> Any:
        item = self.find(pk, "read")
        return self._page("participants", item, ParticipantView, Enrollment.class_id == item.id)

    @expose("/<pk>/results")
    @allowed("write")
    def results(self, pk: str) -> Any:
        item = self.find(pk, "read")
        return self._page("results", item, ResultView, Enrollment.class_id == item.id)

    @expose("/<pk>/by-number", methods=["POST"])
    @allowed("write")
    def by_number(self, pk: str) -> Any:
        """Add a person of another unit by exact ID number with matching name (R-1)."""
        form = ByNumberForm()
        item = self.find(pk, "write")
        if form.validate() and self._enrolled(item.id, form):
            flash(_("%(name)s was added to the class.", name=form.name.data), "success")
            return redirect(url_for(".participants", pk=pk), code=303)
        item = self.find(pk, "write")
        return self._page("candidates", item, CandidateView, operations.not_in(item), form=form), 422

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

    def _page(self, name: str, item: TrainingClass, view: type, extra: Any, **more: Any) -> Any:
        """One of the three pages of a class: its head, the tabs, and the list of `view` limited to it."""
        listed: Any = next(v for v in self.appbuilder.baseviews if type(v) is view)
        page = ListPage(listed, Listing(listed, request.args, extra=[extra]))
        context = {"current": name, "item": item, "page": page, "counts": operations.counts(db.session, item)}
        return self.render_template("classes/people.html", title=item.title, **context, **more)


VIEWS = (
    DeclarationView,
    FirstReviewView,
    FinalReviewView,
    ClassPeopleView,
    CandidateView,
    ParticipantView,
    ResultView,
)
