"""Lists of what belongs to people: memberships, leave, requests to move, hours on the person's page."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, Optional

from app.extensions import db
from app.hours.models import HourEntry
from app.kit import scope
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, verb
from app.kit.views.fields import Line
from app.learners import absences, requests
from app.learners.models import ABSENCE_KINDS, Absence, Membership, Transfer
from app.organizations.words import worded

STATES = [
    ("open", _l("Waiting for the new unit")),
    ("accepted", _l("Accepted")),
    ("refused", _l("Declined")),
    ("withdrawn", _l("Withdrawn")),
]
ASKED_BY = [("unit", _l("The unit")), ("person", _l("The person"))]
TIMES = [("planned", _l("Not begun")), ("now", _l("In effect")), ("over", _l("Over"))]


class MembershipView(ScopedView):
    """Where a person has been, on the person's page (PEOPLE-2)."""

    datamodel = Rows(Membership)
    subject = "learner"
    title, noun = _l("Memberships"), _l("membership")
    list_columns = ["organization_name", "joined_on", "left_on"]
    belongs_to = "learner_name"
    main_column = "organization_name"
    labels = {
        "learner_name": _l("Full name"),
        "organization_name": _l("Unit or department"),
        "joined_on": _l("Joined on"),
        "left_on": _l("Left on"),
    }
    show_fieldsets = [(_l("Membership"), ["learner_name", "organization_name", "joined_on", "left_on"])]
    exports = False
    empty = _l("No unit yet.")


def absence_phrases() -> list[str]:
    """What is often the reason for ending or removing an absence."""
    return [_("Back earlier than planned."), _("Entered by mistake.")]


class AbsenceView(ScopedView):
    """「请假与免修」: leave and exemption of the scope's people (PEOPLE-2)."""

    datamodel = Rows(Absence, "learner")
    subject = "absence"
    title, noun = _l("Leave and exemptions"), _l("entry")
    list_columns = ["learner.name", "kind", "starts_on", "ends_on", "reason", "standing"]
    main_column = "learner.name"
    base_order = ("starts_on", "desc")
    labels = {
        "learner": _l("Full name"),
        "learner.name": _l("Full name"),
        "kind": _l("Kind"),
        "starts_on": _l("First day"),
        "ends_on": _l("Last day"),
        "reason": _l("Reason"),
        "standing": _l("State"),
    }
    choices = {"kind": ABSENCE_KINDS, "standing": TIMES}
    tones = {"standing": {"now": "primary", "planned": "warning"}}
    state_column = "standing"
    state_tabs = False
    filters = ("learner", "kind", "starts_on")
    form_fields = {"reason": Line(_l("Reason"), [Optional(), Length(max=200)])}
    edit_fieldsets = [(_l("Leave or exemption"), ["kind", "starts_on", "ends_on", "reason"])]
    show_fieldsets = [(_l("Leave or exemption"), ["learner.name", "kind", "starts_on", "ends_on", "reason"])]
    changes = absences.revise_absence
    phrases = absence_phrases
    empty = _l("No leave and no exemption. Add one on the page of a person.")

    @verb(_l("End"), icon="clock", states=("now",), opinion="required",
          confirm=_l("%(n)s entries end with yesterday."))  # fmt: skip
    def end(self, ids: list[int], form: VerbForm) -> Outcome:
        return absences.end_absence(db.session(), ids, scope.actor(), form.opinion)

    @verb(_l("Remove entry"), icon="x", tone="danger", opinion="required",
          confirm=_l("%(n)s entries are removed, as if they had never been."))  # fmt: skip
    def remove(self, ids: list[int], form: VerbForm) -> Outcome:
        return absences.remove_absence(db.session(), ids, scope.actor(), form.opinion)


class TransferView(ScopedView):
    """Requests to move people between units that no administrator in question manages both of."""

    datamodel = Rows(Transfer)
    subject = "learner"
    noun = _l("request")
    list_columns = ["learner_name", "document_mask", "from_name", "to_name", "asked_by", "asked_at", "state"]
    main_column = "learner_name"
    labels = {
        "learner_name": _l("Full name"),
        "document_mask": _l("ID number"),
        "from_name": _l("Present unit"),
        "to_name": _l("New unit"),
        "asked_by": _l("Asked for by"),
        "reason": _l("Reason"),
        "asked_at": _l("Asked on"),
        "decided_at": _l("Decided on"),
        "state": _l("State"),
    }
    choices = {"state": STATES, "asked_by": ASKED_BY}
    tones = {"state": {"open": "warning", "accepted": "success", "refused": "danger"}}
    state_column = "state"
    filters = ("learner_name", "from_name", "to_name")
    show_fieldsets = [(_l("Transfer"), [*labels])]
    exports = False


class IncomingView(TransferView):
    """「调入确认」: people who were offered to a unit of the scope (GX-21)."""

    title = _l("People moving in")
    side = requests.receiving
    empty = _l("Nobody was offered to your units.")

    @verb(_l("Accept"), icon="check", tone="primary", states=("open",),
          confirm=_l("%(n)s people belong to your unit from today on."))  # fmt: skip
    def accept(self, ids: list[int], form: VerbForm) -> Outcome:
        return requests.accept(db.session(), ids, scope.actor())

    @verb(_l("Decline"), icon="x", tone="danger", states=("open",), confirm=_l("%(n)s people stay where they are."))
    def decline(self, ids: list[int], form: VerbForm) -> Outcome:
        return requests.refuse(db.session(), ids, scope.actor())


class OutgoingView(TransferView):
    """「调出申请」: people of the scope who are to move elsewhere."""

    title = _l("People moving out")
    side = requests.asking
    empty = _l("Nobody is moving to a unit outside your scope. Offer a person on that person's page.")

    @verb(_l("Withdraw"), icon="arrow-back-up", states=("open",), confirm=_l("%(n)s requests are taken back."))
    def withdraw(self, ids: list[int], form: VerbForm) -> Outcome:
        return requests.withdraw(db.session(), ids, scope.actor())


class PersonHoursView(ScopedView):
    """A person's entries of the ledger, also from former units, on the person's page (PEOPLE-2)."""

    datamodel = Rows(HourEntry, "organization", "category", "learner", "memberships")
    subject = "hours"
    title, noun = worded(_l("%(hours)s")), _l("entry")
    list_columns = ["year", "category", "title", "hours", "earned_at", "posted_at"]
    main_column, belongs_to = "title", "person_name"
    labels: dict[str, Any] = {
        "year": _l("Year"),
        "category": _l("Category"),
        "title": _l("Origin"),
        "hours": worded(_l("%(hours)s")),
        "earned_at": _l("Earned at"),
        "posted_at": _l("Credited on"),
        "person_name": _l("Full name"),
    }
    show_fieldsets = [(worded(_l("Entry of %(hours)s")), ["person_name", *list_columns])]
    exports = False
    empty = _l("Nothing has been credited yet.")


VIEWS = (MembershipView, AbsenceView, IncomingView, OutgoingView, PersonHoursView)
