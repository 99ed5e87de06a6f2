"""Screens of units that are missing: 「添加单位」 for who asks, 「单位添加确认」 for the bureau (GX-5, GX-22)."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.extensions import db
from app.kit import scope
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, verb
from app.organizations import adding, operations
from app.organizations.models import UnitRequest

STATES = [
    ("open", _l("Waiting for the bureau")),
    ("confirmed", _l("Unit added")),
    ("declined", _l("Not added")),
]


class AskedUnits(ScopedView):
    """What both screens say of a request."""

    datamodel = Rows(UnitRequest)
    subject = adding.SUBJECT
    noun = _l("unit")
    main_column = "name"
    labels = {
        "name": _l("Unit name"),
        "credit_code": _l("Unified social credit code"),
        "region": _l("Region"),
        "contact": _l("Contact"),
        "phone": _l("Phone"),
        "asked_by": _l("Applicant"),
        "asked_at": _l("Asked on"),
        "state": _l("State"),
        "decided_at": _l("Decided on"),
        "opinion": _l("Opinion"),
    }
    choices = {"state": STATES}
    tones = {"state": {"open": "warning", "confirmed": "success", "declined": "danger"}}
    state_column = "state"
    show_fieldsets = [
        (_l("Unit"), ["name", "credit_code", "region", "contact", "phone"]),
        (_l("Request"), ["asked_by", "asked_at", "state", "decided_at", "opinion"]),
    ]
    exports = False


class OwnUnitRequestView(AskedUnits):
    """「添加单位」: units that the actor misses, and what became of the requests."""

    title, new_word = _l("Units asked for"), _l("Add a unit")
    side = adding.own
    list_columns = ["name", "credit_code", "region", "asked_at", "state", "opinion"]
    state_tabs = False
    fieldsets = [(_l("Unit"), ["name", "credit_code", "region", "contact", "phone"])]
    validators_columns = {"credit_code": [operations.check_credit_code]}
    hints = {
        "name": _l("The full name, as on the seal. The bureau confirms it before the unit can be chosen."),
        "credit_code": _l("18 digits and capital letters."),
        "contact": _l("Whom the bureau may ask at the unit."),
    }
    creates = adding.ask
    empty = _l("You have asked for no unit yet.")


def often_declined() -> list[str]:
    """What is often the reason for declining."""
    return [_("The unit is registered under another name."), _("Name and credit code do not belong together.")]


class UnitRequestView(AskedUnits):
    """「单位添加确认」: what people of the platform have asked for."""

    whose = ("platform",)
    title = _l("Units to be confirmed")
    grants = {"read": "confirm"}
    list_columns = ["name", "credit_code", "region", "contact", "phone", "asked_by", "asked_at", "state"]
    filters = ("name", "credit_code")
    phrases = often_declined
    empty = _l("Nobody has asked for a unit.")

    @verb(_l("Confirm unit"), permission="confirm", icon="check", tone="primary", states=("open",), opinion="optional",
          confirm=_l("%(n)s units are added below the bureau; who asked for them is told. Appoint somebody there "
                     "who reviews: until then nothing can be submitted to them."))  # fmt: skip
    def confirm(self, ids: list[int], form: VerbForm) -> Outcome:
        return adding.confirm(db.session(), ids, scope.actor(), form.opinion)

    @verb(_l("Decline unit"), permission="confirm", icon="x", tone="danger", states=("open",), opinion="required",
          confirm=_l("%(n)s units are not added; who asked for them reads your reason."))  # fmt: skip
    def decline(self, ids: list[int], form: VerbForm) -> Outcome:
        return adding.decline(db.session(), ids, scope.actor(), form.opinion)


VIEWS = (OwnUnitRequestView, UnitRequestView)
