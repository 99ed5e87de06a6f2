"""「期初学时」: what people brought along from the old portal (BAL-1)."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.kit import scope
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, verb
from app.openings import operations
from app.openings.models import OpeningBalance
from app.organizations.words import worded

STATES = [("counts", _l("Counts")), ("taken_back", _l("Taken back"))]


def phrases() -> list[str]:
    """What is often the reason for taking a balance back."""
    return [_("The old portal had another number."), _("Recorded for the wrong person.")]


class OpeningBalanceView(ScopedView):
    """Opening balances of the scope's people: imported, corrected by another import, taken back with a reason."""

    datamodel = Rows(OpeningBalance, "organization", "category")
    subject = "opening_balance"
    title, noun = _l("Opening balances"), _l("opening balance")
    list_columns = ["learner_name", "document_mask", "organization", "year", "category", "hours", "note", "state"]
    main_column = "learner_name"
    base_order = ("id", "desc")
    labels = {
        "learner_name": _l("Full name"),
        "document_mask": _l("ID number"),
        "organization": _l("Unit or department"),
        "year": _l("Year"),
        "category": _l("Category"),
        "hours": worded(_l("%(hours)s")),
        "note": _l("Note"),
        "state": _l("State"),
        "recorded_at": _l("Recorded on"),
        "recorded_by": _l("Recorded by"),
        "taken_back_at": _l("Taken back on"),
        "reason": _l("Reason"),
    }
    choices: Any = {"state": STATES}
    tones = {"state": {"counts": "success"}}
    state_column = "state"
    state_tabs = False
    filters = ("learner_name", "year", "category", "organization")
    show_fieldsets = [(_l("Opening balance"), [*labels])]
    imports = ("opening_balances",)
    phrases = phrases
    empty = _l("No opening balance yet. Import those of the old portal.")

    @verb(_l("Take back"), icon="arrow-back-up", tone="danger", states=("counts",), opinion="required",
          confirm=_l("%(n)s opening balances are taken back; they count no longer."))  # fmt: skip
    def take_back(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.take_back(db.session(), ids, scope.actor(), form.opinion)


VIEWS: tuple[type, ...] = (OpeningBalanceView,)
