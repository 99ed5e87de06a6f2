"""What reviewers decide about claims, step by step (GX-13, GX-14, GX-20)."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.claims import operations
from app.claims.findings import OTHERS, others
from app.claims.models import Claim
from app.claims.views import ClaimView, PaperView
from app.kit import personal, review
from app.kit.views import Attachments, Others
from app.organizations.deciding import Desk, phrases
from app.organizations.words import review_note, worded

DESK = Desk(
    {name: getattr(operations, name) for name in ("approve", "send_back", "reject", "reopen", "revoke")},
    {
        "approve": _l("%(n)s claims pass this step."),
        "send_back": _l("%(n)s claims go back to who declared them."),
        "reject": _l("%(n)s claims are not approved; this is final for who declared them."),
        "reopen": worded(_l("%%(n)s claims are under review again; %(hours)s granted for them are taken back.")),
        "revoke": worded(_l("%%(n)s claims end for good; %(hours)s granted for them are taken back, and a certificate "
                            "that rests on them becomes void.")),
    },
    Others(_l("Other claims of this person"), others, OTHERS),
    grants=review.flows()[Claim.__tablename__].offer,
)  # fmt: skip


class ClaimReviewView(PaperView):
    """Columns and filters of a reviewer's list (GX-13)."""

    labels = ClaimView.labels | {"year": _l("Counts in the year"), "submitted_at": _l("Registered on")}
    list_columns = ["learner_name", "registered_name", "type", "title", "requested", "year", "submitted_at",
                    "review_due_at", "review_position"]  # fmt: skip
    filters = ("document_hash", "learner_name", "year", "registered_name", "submitted_at")
    hashed_filters = {"document_hash": personal.normalise}
    attachments = Attachments(twins=True)
    list_template = "claims/list.html"
    note = staticmethod(review_note)
    phrases: Any = phrases
    exports = False
    removes: Any = None


class ClaimFirstReviewView(ClaimReviewView):
    """「专业科目学时审核」."""

    title = _l("Claims: review")
    empty = _l("Nothing was sent to you for review.")
    locals().update(DESK.at("first_review"))


class ClaimFinalReviewView(ClaimReviewView):
    """「专业科目学时终审」."""

    title = _l("Claims: final review")
    empty = _l("Nothing was sent to you for final review.")
    locals().update(DESK.at("final_review"))


VIEWS: tuple[type, ...] = (ClaimFirstReviewView, ClaimFinalReviewView)
