"""Screens about people, the hours they have and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, select

from app.extensions import db
from app.hours import operations as hours
from app.hours.due import Attributes
from app.hours.models import HourEntry, LearnerStanding, LearnerYear
from app.kit import personal, review, scope
from app.kit.review import Outcome
from app.kit.views import Page, Rows, ScopedView, VerbForm, allowed, verb
from app.kit.views.finding import declarable, row_address
from app.kit.views.pick import parse_id
from app.learners import operations
from app.learners.histories import VIEWS as HISTORIES
from app.learners.histories import AbsenceView, MembershipView, PersonHoursView, absence_phrases
from app.learners.models import DOCUMENT_TYPES, Learner
from app.learners.pages import STANDINGS, PersonPages
from app.organizations.words import worded


class LearnerView(PersonPages):
    """「人员管理」: the people of the scope (PEOPLE-1)."""

    datamodel = Rows(Learner, "organization.parent", "merged_into")
    subject = "learner"
    title, noun = _l("Manage people"), _l("person")
    list_columns = [
        "name", "document", "organization", "title", "grade", "phone", "hired_on", "requirement_applies", "standing",
    ]  # fmt: skip
    main_column = "name"
    filters = (
        "name", "document_hash", "organization", "title", "grade", "requirement_applies", "hired_on",
        "hire_date_missing",
    )  # fmt: skip
    hashed_filters = {"document_hash": personal.normalise}
    searched_by = {"organization": ("name", "credit_code")}
    labels = {
        "name": _l("Full name"),
        "document_type": _l("Kind of document"),
        "document": _l("ID number"),
        "document_hash": _l("ID number"),
        "organization": _l("Unit or department"),
        "title": _l("Professional title"),
        "grade": _l("Grade"),
        "phone": _l("Phone"),
        "hired_on": _l("Hired on"),
        "hire_date_missing": _l("Hire date missing"),
        "requirement_applies": worded(_l("Requirement of %(hours)s")),
        "retired_at": _l("Retired on"),
        "merged_into": _l("Merged into"),
        "standing": _l("State"),
    }
    choices = {"document_type": DOCUMENT_TYPES, "standing": STANDINGS}
    tones = {"standing": {"active": "success"}}
    state_column = "standing"
    editable = ("active", "retired")
    opens_with = {"standing": "active"}
    fieldsets = [
        (_l("Person"), ["name", "document_type", "document", "phone"]),
        (_l("Work"), ["organization", "title", "grade", "hired_on", "requirement_applies"]),
    ]
    edit_fieldsets = [  # name, document and place are changed by verbs that keep the history
        (_l("Person"), ["phone"]),
        (_l("Work"), ["title", "grade", "hired_on", "requirement_applies"]),
    ]
    show_fieldsets = [
        (_l("Person"), ["name", "document_type", "document", "phone"]),
        (_l("Work"), ["organization", "title", "grade", "hired_on", "requirement_applies"]),
        (_l("Record"), ["standing", "retired_at", "merged_into"]),
    ]
    creates, changes = operations.add_learner, operations.revise_learner
    imports = ("learners", "learner_departments", "learner_flags")
    related_views: Sequence[type[ScopedView]] = (MembershipView, AbsenceView, PersonHoursView)
    empty = _l("Nobody here yet. Import a spreadsheet or create a person with New.")
    phrases = absence_phrases

    @verb(
        _l("Retire"),
        icon="logout",
        tone="danger",
        states=("active",),
        confirm=_l("%(n)s people will no longer be offered for classes."),
    )
    def retire(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.retire(db.session(), ids, scope.actor())

    @verb(_l("Take back retirement"), icon="arrow-back-up", states=("retired",),
          confirm=_l("%(n)s people belong to their unit again from today on."))  # fmt: skip
    def restore(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.restore(db.session(), ids, scope.actor())

    @verb(worded(_l("Set a requirement of %(hours)s")), icon="check", states=("active",), single=False,
          confirm=_l("The yearly requirement applies to %(n)s people."))  # fmt: skip
    def require(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.require_hours(db.session(), ids, scope.actor(), True)

    @verb(worded(_l("Set no requirement of %(hours)s")), icon="x", states=("active",), single=False,
          confirm=_l("The yearly requirement does not apply to %(n)s people."))  # fmt: skip
    def exempt(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.require_hours(db.session(), ids, scope.actor(), False)


OUTCOMES = [
    ("met", _l("Met")),
    ("missing", _l("Not met")),
    ("exempt", _l("Exempt")),
    ("waiting", _l("Being computed")),
]


class ArchiveView(Page):
    """「我的学分」: the learner's year against the requirement; each entry says what counts of it (CAS-7)."""

    route_base = "/archive"
    default_view = "year"
    subject = "archive"
    title = worded(_l("My %(hours)s"))
    reading = "read"

    @expose("/")
    @allowed("read")
    def year(self) -> Any:
        own = scope.require()
        learner, platform = own.actor.learner_id or 0, own.platform_id or 0
        asked = parse_id(request.args.get("year", ""))
        who = operations.attributes(self.session, [learner]).get(learner, Attributes())
        view = hours.year_of(self.session, learner, platform, asked, who)
        words: dict[str, Any] = {"reasons": hours.REASONS, "exempt": hours.EXEMPT, "declarable": declarable(own.kind)}
        words["tones"] = review.TONES
        words["held"] = [(one, row_address(one.kind, one.item.id)) for one in review.under_way(self.session, own.actor)]
        return self.render_template("hours/archive.html", title=self.heading, view=view, **words)


class StandingView(ScopedView):
    """「年度完成情况」: per person and year what counts, what is required and whether it is met (R-9)."""

    datamodel = Rows(LearnerStanding, "learner", "organization", "rule_set")
    subject = "hours"
    title, noun = _l("Standing by year"), _l("standing")
    list_columns = [
        "year",
        "learner.name",
        "learner.document",
        "organization",
        "counted",
        "required",
        "missing",
        "outcome",
        "stale",
    ]
    base_order = ("year", "desc")
    choices = {"outcome": OUTCOMES}
    tones = {"outcome": {"met": "success", "missing": "warning", "waiting": "primary"}}
    state_column = "outcome"
    labels = {
        "year": _l("Year"),
        "learner": _l("Full name"),
        "learner.name": _l("Full name"),
        "learner.document": _l("ID number"),
        "organization": _l("Unit or department"),
        "counted": _l("Counted"),
        "required": _l("Due"),
        "missing": _l("Missing"),
        "outcome": _l("Requirement"),
        "stale": _l("Being computed again"),
        "rule_set": _l("Judged by the rules"),
        "computed_at": _l("Computed on"),
    }
    show_fieldsets = [(_l("Standing by year"), [*list_columns, "rule_set", "computed_at"])]
    filters = ("year", "learner", "organization", "stale")
    empty = _l("Nothing has been computed yet; this is done within minutes.")


def with_number(model: Any, hashed: str) -> ColumnElement[bool]:
    """Rows of the person with this ID number, by its hash."""
    return and_(model.learner_id.in_(select(Learner.id).where(Learner.document_hash == hashed)))


class LearnerYearView(ScopedView):
    """「学分查询」: posted hours of the scope's people by year and category (GX-16)."""

    datamodel = Rows(LearnerYear, "learner", "organization", "category", "memberships")
    subject = "hours"
    title, noun = worded(_l("%(hours)s of people")), _l("yearly figures")
    list_columns = [
        "year",
        "person_name",
        "learner.document",
        "earned_at",
        "category",
        "posted",
        "largest",
    ]
    base_order = ("year", "desc")
    labels = {
        "year": _l("Year"),
        "person_name": _l("Full name"),
        "earned_at": _l("Unit or department"),
        "learner.document": _l("ID number"),
        "document": _l("ID number"),
        "learner": _l("Full name"),
        "organization": _l("Unit or department"),
        "category": _l("Category"),
        "posted": worded(_l("%(hours)s")),
        "largest": _l("Largest single training"),
    }
    filters: Sequence[str] = ("year", "learner", "document", "category", "organization")
    hashed_filters = {"document": personal.normalise}
    searches = {"document": with_number}
    empty = _l("Nothing has been credited yet.")


class HourEntryView(ScopedView):
    """The ledger's entries of the scope's people, each with its origin (R-5)."""

    datamodel = Rows(HourEntry, "learner", "organization", "category", "memberships")
    subject = "hours"
    title, noun = _l("Ledger"), _l("entry")
    list_columns = ["person_name", "year", "category", "title", "hours", "earned_at", "posted_at", "reason"]
    labels = {
        "learner": _l("Full name"),
        "person_name": _l("Full name"),
        "earned_at": _l("Unit or department"),
        "year": _l("Year"),
        "category": _l("Category"),
        "title": _l("Origin"),
        "hours": worded(_l("%(hours)s")),
        "organization": _l("Unit or department"),
        "posted_at": _l("Credited on"),
        "reason": _l("Reason"),
    }
    filters = ("year", "learner", "category", "title", "organization", "posted_at")
    empty = _l("Nothing has been credited yet.")


VIEWS = (LearnerView, *HISTORIES, StandingView, LearnerYearView, HourEntryView, ArchiveView)
