"""What every list of claims shows; the lists of learners, units and reviewers declare their side and their verbs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.claims import operations
from app.claims.findings import findings
from app.claims.forms import FIELDS
from app.claims.models import ORIGINS, Claim
from app.extensions import db
from app.kit import review, scope
from app.kit.review import Outcome
from app.kit.review.views import ReviewView
from app.kit.views import Attachments, Rows, VerbForm, verb
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


class ClaimView(ReviewView):
    """Columns and words of claims."""

    datamodel = Rows(Claim, "type.parent", "category")
    subject = "claim"
    noun = _l("claim")
    main_column = "title"
    list_columns: Sequence[str] = ["year", "title", "starts_on", "ends_on", "requested", "type", "review_position"]
    filters: Sequence[str] = ("title", "starts_on", "ends_on")
    labels = {
        "year": _l("Year"),
        "title": _l("What was done"),
        "learner_name": _l("Full name"),
        "document_mask": _l("ID number"),
        "document_hash": _l("ID number"),
        "unit_name": _l("Unit"),
        "registered_name": _l("Registering organization"),
        "registered_by": _l("Origin"),
        "registered_at": _l("Registered on"),
        "type": _l("Type of claims"),
        "category": _l("Category"),
        "starts_on": _l("First day"),
        "ends_on": _l("Last day, or day of the award"),
        "requested": worded(_l("Requested %(hours)s")),
        "granted": worded(_l("Approved %(hours)s")),
        "year_reason": _l("Why in another year"),
        "content": _l("Explanation"),
        "certificate_no": _l("Certificate number"),
        "paper_received_at": _l("Paper material received"),
        "review_position": _l("State"),
        "review_due_at": _l("Due by"),
        "submitted_at": _l("Submitted on"),
    }
    choices = {"review_position": POSITIONS, "registered_by": ORIGINS}
    tones = {"review_position": TONES}
    totals = ("requested",)
    form_fields = FIELDS
    show_fieldsets = [
        (_l("What was done"), ["type", "title", "starts_on", "ends_on", "content", "certificate_no"]),
        (worded(_l("%(hours)s")), ["requested", "granted", "year", "year_reason", "category"]),
        (_l("Person"), ["learner_name", "document_mask", "unit_name", "registered_name", "registered_at",
                        "paper_received_at"]),
    ]  # fmt: skip
    editable: Sequence[str] = review.EDITABLE
    removes: Any = operations.discard
    attachments = Attachments()
    findings = findings


class PaperView(ClaimView):
    """Claims whose paper material is handed in at a desk: the unit's that collates it, or a reviewer's (DL-7)."""

    @verb(
        _l("Paper material received"),
        permission="collect",
        icon="file-text",
        offered=lambda item: item.review_state == review.PENDING and item.needs_paper,
        confirm=_l("The paper material of %(n)s claims has been handed in."),
    )
    def take_paper(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.take_paper(db.session(), ids, scope.actor())
