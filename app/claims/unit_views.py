"""What a unit sees of claims: those that it registers, those of all its people, and the hours that came of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.claims import operations
from app.claims.forms import HOURS, PROOF, WHAT
from app.claims.models import UNIT, Claim
from app.claims.standards import claimable
from app.claims.views import PENDING, ClaimView, PaperView
from app.extensions import db
from app.kit import personal, review, scope
from app.kit.review import Outcome
from app.kit.scope import Scope
from app.kit.views import Rows, VerbForm, verb
from app.learners.views import LearnerYearView
from app.organizations import deciders
from app.organizations.deciding import phrases
from app.organizations.words import claim_note, worded

ADMINISTRATORS = ("administrator", "platform")
STATE = "review_state"


def registered(model: type[Claim], s: Scope) -> ColumnElement[bool]:
    """What the actor's own organization registered for its people."""
    shown = (model.registered_by == UNIT, model.hidden_at.is_(None))
    return and_(model.organization_id == s.actor.organization_id, *shown)


def of_unit(model: type[Claim], s: Scope) -> ColumnElement[bool]:
    """Claims of the people of the actor's unit or department, without what was put out of sight."""
    return and_(*operations.of_unit(s.actor), model.hidden_at.is_(None))


class RegisteredClaimView(ClaimView):
    """「专业科目学时登记」: what the unit registers for its people (GX-10 to GX-12)."""

    datamodel = Rows(Claim, "type.parent", "category")
    title = _l("Claims registered by the unit")
    side = registered
    whose = ADMINISTRATORS
    list_template = "claims/list.html"
    note = staticmethod(claim_note)
    list_columns = ["year", "learner_name", "title", "starts_on", "ends_on", "requested", "review_position"]
    labels = ClaimView.labels | {"requested": worded(_l("%(hours)s"))}
    filter_labels = {"title": _l("Name of the training"), "starts_on": _l("Begins"), "ends_on": _l("Ends")}
    fieldsets = [
        (_l("Person"), ["document", "name"]),
        (_l("What was done"), WHAT),
        (worded(_l("%(hours)s")), HOURS),
        (_l("Evidence"), PROOF),
    ]
    edit_fieldsets = [(_l("What was done"), WHAT), (worded(_l("%(hours)s")), HOURS), (_l("Evidence"), PROOF)]
    creates, changes = operations.register, operations.revise
    imports = ("claims",)
    empty = _l("Nothing registered yet. Register with New, or import a spreadsheet.")

    @verb(_l("Submit for review"), states=review.EDITABLE, icon="send", tone="primary", single=False,
          confirm=_l("%(n)s claims go to review."),
          chooses=deciders.choice(_l("Unit that reviews"), preset=deciders.own_unit))  # fmt: skip
    def submit(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.submit_registered(db.session(), ids, scope.actor(), form.seen, form.chosen)

    @verb(_l("Submit to an authority"), permission="choose", states=review.EDITABLE, icon="building-bank",
          confirm=_l("%(n)s claims go to the review of the authority that you choose."),
          chooses=deciders.choice(_l("Authority that reviews")))  # fmt: skip
    def submit_to(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.submit_registered(db.session(), ids, scope.actor(), form.seen, form.chosen)

    @verb(_l("Withdraw"), states=PENDING, icon="arrow-back-up", confirm=_l("%(n)s claims become drafts again."))
    def withdraw(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.withdraw(db.session(), ids, scope.actor(), seen=form.seen)

    @verb(_l("Delete drafts"), states=review.EDITABLE, icon="trash", tone="danger", single=False,
          confirm=_l("%(n)s drafts are deleted for good."))  # fmt: skip
    def discard(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.discard_many(db.session(), ids, scope.actor(), form.seen)


class UnitClaimView(PaperView):
    """「专业科目学时审核结果」: the claims of the unit's people in every state (GX-15)."""

    title = _l("Claims of the unit's people")
    side = of_unit
    whose = ADMINISTRATORS
    list_columns = ["year", "learner_name", "document_mask", "type", "title", "requested", "granted",
                    STATE, "registered_name"]  # fmt: skip
    labels = ClaimView.labels | {STATE: _l("State")}
    choices = ClaimView.choices | {STATE: review.STATES}
    tones = {STATE: review.TONES}
    state_column = STATE
    filters = ("learner_name", "document_hash", "year")
    hashed_filters = {"document_hash": personal.normalise}
    creates: Any = None
    changes: Any = None
    removes: Any = None
    editable: Sequence[str] = ()
    phrases: Any = phrases
    empty = worded(_l("Nobody of your unit has claimed %(hours)s yet."))

    @verb(_l("Delete"), icon="trash", tone="danger", opinion="required",
          confirm=worded(_l("%%(n)s claims are deleted. Those under review or approved are revoked: %(hours)s granted "
                            "for them are taken back, and a certificate that rests on them is void.")))  # fmt: skip
    def remove(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.remove(db.session(), ids, scope.actor(), form.opinion)


class ClaimedHoursView(LearnerYearView):
    """「专业科目学时查询」: hours of the categories that can be claimed, by person and year (GX-16)."""

    title = worded(_l("%(hours)s of the categories that can be claimed"))
    side = claimable
    list_columns = ["year", "person_name", "learner.document", "earned_at", "category", "posted"]
    filters: Sequence[str] = ("year", "learner", "document", "organization")


VIEWS: tuple[type, ...] = (RegisteredClaimView, UnitClaimView, ClaimedHoursView)
