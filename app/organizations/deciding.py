"""What a reviewer finds in the list of one step, whatever the kind: its verbs, their dialogs, phrases for opinions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.kit import review, scope
from app.kit.review import Outcome
from app.kit.review.views import ReviewView
from app.kit.views import Others, ScopedView, VerbForm, verb
from app.organizations.words import common_phrases

PHRASES = (
    _l("The material is incomplete; please add to it."),
    _l("The hours do not match the plan."),
    _l("This is outside the scope of continuing education."),
)


def phrases() -> list[str]:
    """The platform's phrases for opinions, else those that every platform can use."""
    return common_phrases() or [str(phrase) for phrase in PHRASES]


@dataclass(frozen=True)
class Desk:
    """A kind as its reviewers meet it: `verbs` by name, what each dialog says, what stands beside an item."""

    verbs: Mapping[str, Callable[..., Outcome]]
    says: Mapping[str, Any]
    others: Others
    grants: Callable[[Any], Decimal | None] | None = None

    def at(self, permission: str) -> dict[str, Any]:
        """What the list of the step with `permission` declares."""
        here = {"permission": permission, "states": (permission,)}
        last = {"permission": permission, "states": (review.APPROVED,)}
        return {
            "side": review.for_step(permission),
            "grants": {"read": permission},
            "opens_with": {str(ReviewView.state_column): permission},
            "deciding": permission,
            "others": self.others,
            "approve": self._verb("approve", _l("Pass"), icon="check", tone="primary", opinion="optional",
                                  decision="approve", grants=self.grants, **here),
            "send_back": self._verb("send_back", _l("Return for changes"), icon="arrow-back-up", decision="return",
                                    opinion="required", **here),
            "reject": self._verb("reject", _l("Reject"), icon="x", tone="danger", opinion="required",
                                 decision="reject", **here),
            "reopen": self._verb("reopen", _l("Reopen"), icon="arrow-back-up", opinion="required",
                                 offered=_last_here(permission),
                                 **last | {"states": (review.APPROVED, review.REJECTED)}),
            "revoke": self._verb("revoke", _l("Revoke"), icon="x", tone="danger", opinion="required",
                                 offered=_last_here(permission, (review.LAST, review.BOTH)), **last),
        }  # fmt: skip

    def _verb(self, name: str, label: Any, **options: Any) -> Any:
        act = self.verbs[name]

        def run(self: ScopedView, ids: list[int], form: VerbForm) -> Outcome:
            more = {"granted": form.granted} if form.granted else {}
            return act(db.session(), ids, scope.actor(), form.opinion, form.seen, **more)

        run.__name__ = name
        return verb(label, confirm=self.says[name], **options)(run)


def _last_here(permission: str, revocable_by: tuple[str, ...] = ()) -> Callable[[Any], bool]:
    """Whether the last decision was made with this list's permission; the review itself checks by whom."""

    def offered(item: Any) -> bool:
        fits = not revocable_by or item.review_revocable_by in revocable_by
        return bool(fits and item.review_decided_as == permission)

    return offered
