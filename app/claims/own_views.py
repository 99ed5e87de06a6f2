"""What people see and do about their own claims (GX-1 to GX-8, DL-2, DL-5, DL-7, DL-8)."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.claims import operations, own
from app.claims.forms import HOURS, PROOF, WHAT
from app.claims.views import PENDING, POSITIONS, TONES, ClaimView
from app.extensions import db
from app.kit import personal, review, scope
from app.kit.review import EDITABLE, Outcome
from app.kit.review.views import unfolding
from app.kit.scope import Scope
from app.kit.views import VerbForm, allowed, look, verb
from app.kit.views.pick import parse_id
from app.organizations import deciders
from app.organizations.words import claim_note, worded

FIRST_TEN = _l(
    "By a part of the name the first 10 matches are shown; if yours is not among them, type its full name. If it is "
    "not found at all, ask its administrator to register it here first."
)


def mine(model: Any, s: Scope) -> ColumnElement[bool]:
    """What the learner who is signed in declared, or had registered for him."""
    return and_(model.learner_id == s.actor.learner_id)


class OwnClaimView(ClaimView):
    """A list of the own claims, whoever registered them; a pending one can be taken back (GX-6)."""

    whose = ("learner",)
    side = mine
    list_template = "claims/list.html"
    show_template = "claims/show.html"
    findings = own.own_findings
    note = staticmethod(claim_note)

    @verb(_l("Withdraw"), states=PENDING, icon="arrow-back-up", offered=lambda item: item.registered_by == "person",
          confirm=_l("%(n)s claims become drafts again."))  # fmt: skip
    def withdraw(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.withdraw(db.session(), ids, scope.actor(), seen=form.seen)


class MyClaimView(OwnClaimView):
    """「我的学时—学时登记」 (GX-1 to GX-7)."""

    title, new_word = worded(_l("My claimed %(hours)s")), _l("Claim a training")
    form_template = "claims/form.html"
    labels = ClaimView.labels | {"requested": worded(_l("%(hours)s"))}
    filter_labels = {"starts_on": _l("Begins"), "ends_on": _l("Ends")}
    fieldsets = [(_l("What was done"), WHAT), (worded(_l("%(hours)s")), HOURS), (_l("Evidence"), [*PROOF, "promised"])]
    creates, changes = operations.declare, operations.revise
    empty = _l("Nothing claimed yet. Claim with New what you have learned elsewhere.")

    @verb(_l("Submit to the own unit"), states=EDITABLE, icon="send", tone="primary",
          batch_label=_l("Submit the ticked to the own unit"),
          confirm=_l("Please check everything once more. %(n)s claims go to your unit for review."))  # fmt: skip
    def submit(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.submit(db.session(), ids, scope.actor(), form.seen)

    @verb(
        _l("Submit to an authority"),
        states=EDITABLE,
        icon="building-bank",
        single=False,
        useful=deciders.wanted,
        chooses=deciders.choice(_l("Unit that decides"), FIRST_TEN),
        confirm=_l("%(n)s claims go to the unit that you choose."),
    )
    def submit_to(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.submit(db.session(), ids, scope.actor(), form.seen, chosen=form.chosen)

    @verb(_l("Delete"), states=(*EDITABLE, *PENDING), icon="trash", tone="danger", single=False,
          batch_label=_l("Delete the ticked"),
          confirm=_l("%(n)s claims are deleted for good; those under review that nobody has decided are withdrawn "
                     "first."))  # fmt: skip
    def discard(self, ids: list[int], form: VerbForm) -> Outcome:
        return own.give_up(db.session(), ids, scope.actor(), form.seen)

    @verb(
        _l("Withdraw and delete"),
        states=PENDING,
        icon="trash",
        tone="danger",
        batch=False,
        offered=lambda item: item.registered_by == "person",
        confirm=_l("The claim is withdrawn and deleted for good. This works as long as nobody has decided."),
    )
    def give_up(self, ids: list[int], form: VerbForm) -> Outcome:
        return own.give_up(db.session(), ids, scope.actor(), form.seen)

    # ---- while the form is filled in --------------------------------------------------------------

    @expose("/proposal", methods=["POST"])
    @allowed("write")
    def proposal(self) -> Any:
        """The standard, the proposed hours and what to look at again, for what was typed so far; writes nothing."""
        return self.render_template("claims/sketch.html", sketch=self.sketch())

    def sketch(self, item: Any = None) -> own.Sketch:
        """What the form has to tell as it stands."""
        posted, session, actor = request.form, self.session, scope.actor()
        number = item.id if item is not None else parse_id(posted.get("_item")) or 0
        typed = self._sound() if request.method == "POST" else own.stated(item)
        return own.sketch(session, actor, typed, number, posted.getlist("_sum"))

    def _sound(self) -> dict[str, Any]:
        """What was typed so far and can be understood."""
        form = self._form()
        form.validate()
        return {one.short_name: one.data for one in form if not one.errors}


def progress(record: Any) -> Any:
    """「+」: the state, with the whole review below it once it is opened (GX-8)."""
    position = record["position"] if record else review.DRAFT
    return unfolding(look.badge(dict(POSITIONS)[position], TONES.get(position, "")), record)


class MyClaimDetailView(OwnClaimView):
    """「学时查询—培训登记详情」 (GX-6, GX-8)."""

    title = _l("My claims in detail")
    labels = ClaimView.labels | {
        "starts_on": _l("Begins"),
        "ends_on": _l("Ends"),
        "type": _l("Type of training claimed"),
        "progress": _l("State of review"),
        "review_position": _l("State of review"),
    }
    list_columns = ["year", "learner_name", "document_mask", "title", "starts_on", "ends_on", "requested", "granted",
                    "type", "progress"]  # fmt: skip
    list_template = "claims/details.html"
    state_tabs = False
    exported = [*list_columns[:-1], "review_position"]
    formats = ClaimView.formats | {"progress": progress}
    filters = ("year", "document_hash", "learner_name")
    hashed_filters = {"document_hash": personal.normalise}
    figures = review.timelines
    removes: Any = None
    empty = _l("Nothing claimed yet.")


VIEWS: tuple[type, ...] = (MyClaimView, MyClaimDetailView)
