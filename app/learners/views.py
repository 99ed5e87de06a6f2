"""Screens about people and the hours they have."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.hours.models import HourEntry, LearnerYear
from app.kit import personal, scope
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, verb
from app.learners import operations
from app.learners.models import Learner
from app.organizations.words import worded


class LearnerView(ScopedView):
    """「人员管理」: the people of the scope (PEOPLE-1)."""

    datamodel = Rows(Learner, "organization.parent")
    subject = "learner"
    title, noun = _l("Manage people"), _l("person")
    list_columns = ["name", "document", "organization", "title", "phone", "hired_on", "requirement_applies"]
    main_column = "name"
    filters = ("name", "document_hash", "organization", "title", "requirement_applies", "hired_on")
    hashed_filters = {"document_hash": personal.normalise}
    searched_by = {"organization": ("name", "credit_code")}
    labels = {
        "name": _l("Full name"),
        "document": _l("ID number"),
        "document_hash": _l("ID number"),
        "organization": _l("Unit or department"),
        "title": _l("Professional title"),
        "phone": _l("Phone"),
        "hired_on": _l("Hired on"),
        "requirement_applies": _l("Requirement applies"),
        "retired_at": _l("Retired"),
    }
    fieldsets = [
        (_l("Person"), ["name", "document", "phone"]),
        (_l("Work"), ["organization", "title", "hired_on", "requirement_applies"]),
    ]
    show_fieldsets = [
        (_l("Person"), ["name", "document", "phone"]),
        (_l("Work"), ["organization", "title", "hired_on", "requirement_applies", "retired_at"]),
    ]
    creates, changes = operations.add_learner, operations.revise_learner
    imports = ("learners",)
    empty = _l("Nobody here yet. Import a spreadsheet or create a person with New.")

    @verb(
        _l("Retire"),
        icon="logout",
        tone="danger",
        confirm=_l("%(n)s people will no longer be offered for classes."),
    )
    def retire(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.retire(db.session, ids, scope.actor())


class LearnerYearView(ScopedView):
    """「学分查询」: posted hours of the scope's people by year and category (GX-16)."""

    datamodel = Rows(LearnerYear, "learner", "organization", "category")
    subject = "hours"
    title, noun = worded(_l("%(hours)s of people")), _l("yearly figures")
    list_columns = [
        "year",
        "learner.name",
        "learner.document",
        "organization",
        "category",
        "posted",
        "largest",
    ]
    base_order = ("year", "desc")
    labels = {
        "year": _l("Year"),
        "learner.name": _l("Full name"),
        "learner.document": _l("ID number"),
        "learner": _l("Full name"),
        "organization": _l("Unit or department"),
        "category": _l("Category"),
        "posted": worded(_l("%(hours)s")),
        "largest": _l("Largest single training"),
    }
    filters = ("year", "learner", "category", "organization")
    empty = _l("Nothing has been credited yet.")


class HourEntryView(ScopedView):
    """The ledger's entries of the scope's people, each with its origin (R-5)."""

    datamodel = Rows(HourEntry, "learner", "organization", "category")
    subject = "hours"
    title, noun = _l("Ledger"), _l("entry")
    list_columns = ["learner.name", "year", "category", "title", "hours", "organization", "posted_at"]
    labels = {
        "learner": _l("Full name"),
        "learner.name": _l("Full name"),
        "year": _l("Year"),
        "category": _l("Category"),
        "title": _l("Origin"),
        "hours": worded(_l("%(hours)s")),
        "organization": _l("Unit or department"),
        "posted_at": _l("Credited on"),
    }
    filters = ("year", "learner", "category", "title", "organization", "posted_at")
    empty = _l("Nothing has been credited yet.")
