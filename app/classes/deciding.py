"""What a reviewer of classes finds in the list of one step: its verbs, and phrases for opinions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from app.classes import operations
from app.classes.findings import OTHERS, findings, others
from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import review, scope
from app.kit.review import Outcome
from app.kit.review.views import ReviewView
from app.kit.views import Others, ScopedView, VerbForm, verb
from app.organizations.words import common_phrases, worded

PHRASES = (
    _l("The material is incomplete; please add to it."),
    _l("The hours do not match the plan."),
    _l("This is outside the scope of continuing education."),
)


def phrases() -> list[str]:
    """The platform's phrases for opinions, else those that every platform can use."""
    return common_phrases() or [str(phrase) for phrase in PHRASES]


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
        "opens_with": {str(ReviewView.state_column): permission},
        "deciding": permission,
        "others": Others(_l("Other projects of this unit in the year"), others, OTHERS, findings),
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
