"""What is done to one person on a page of its own: transfer, offer, correct, leave, merge; choosing a department."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session
from wtforms.validators import InputRequired, Length, Optional

from app.kit import scope
from app.kit.errors import RuleError, Stale
from app.kit.review import Outcome
from app.kit.scope import Actor, Scope
from app.kit.views import ScopedView, VerbForm, allowed, verb
from app.kit.views.fields import Choice, Day, Form, Line, Personal, Related
from app.kit.views.widgets import FormPage
from app.learners import absences, correcting, merging, requests, transfers
from app.learners.models import ABSENCE_KINDS, ACTIVE, DOCUMENT_TYPES, MERGED, RETIRED, Learner

STANDINGS = [(ACTIVE, _l("Active")), (RETIRED, _l("Retired")), (MERGED, _l("Merged"))]
TRANSFER = [(_l("New place"), ["organization", "day", "note"])]
OFFER = [(_l("New unit"), ["unit", "note"])]
CORRECT = [(_l("Person"), ["name", "document_type", "document", "reason"])]
ABSENCE = [(_l("Leave or exemption"), ["absence_kind", "starts_on", "ends_on", "note"])]
FIELDS = {
    "document_type": Choice(_l("Kind of document"), [Optional()], choices=DOCUMENT_TYPES, default="id"),
    "document": Personal(_l("ID number"), [InputRequired()], holds="document",
                         description=_l("As it stands on the document; the kind of document decides the rule.")),
    "day": Day(_l("From"), [Optional()], description=_l("The first day at the new place; empty: today.")),
    "note": Line(_l("Reason"), [Optional(), Length(max=200)]),
    "reason": Line(_l("Reason"), [InputRequired(), Length(max=200)]),
    "unit": Line(_l("Unit"), [InputRequired(), Length(max=100)],
                 description=_l("The exact name or the unified social credit code. That unit decides.")),
    "absence_kind": Choice(_l("Kind"), [InputRequired()], choices=ABSENCE_KINDS),
    "starts_on": Day(_l("First day"), [InputRequired()]),
    "ends_on": Day(_l("Last day"), [Optional()], description=_l("Empty: until further notice.")),
}  # fmt: skip


def unmerged(model: Any, s: Scope) -> ColumnElement[bool]:
    """People who are not another record's past."""
    return model.merged_into_id.is_(None)


class MergeForm(Form):
    """The other record of the same person, why, and which of the two stays."""

    other: Related
    reason = Line(_l("Reason"), [InputRequired(), Length(max=200)])


class PersonPages(ScopedView):
    """The pages of one person."""

    show_template = "learners/person.html"
    form_fields = FIELDS
    pickers = {"merged_into": unmerged}
    pages = ((_l("Transfer"), "transfer"), (_l("Offer to another unit"), "offer"),
             (_l("Correct name or number"), "correct"), (_l("Add leave or exemption"), "absence"),
             (_l("Merge"), "merge"))  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.form_columns = [*self.form_columns, "merged_into"]  # the search of the merge page asks for it

    def person_pages(self, item: Learner) -> list[tuple[Any, str]]:
        """Links to what may be done to a person, for the person's page."""
        if not self.may_edit(item):
            return []
        return [(label, url_for(f"{self.endpoint}.{page}", pk=item.id)) for label, page in self.pages]

    @expose("/<pk>/transfer", methods=["GET", "POST"])
    @allowed("write")
    def transfer(self, pk: str) -> Any:
        """Move the person inside the scope, with history (PEOPLE-2)."""
        return self._verb_page(pk, TRANSFER, _transfer, _l("Transfer"))

    @expose("/<pk>/offer", methods=["GET", "POST"])
    @allowed("write")
    def offer(self, pk: str) -> Any:
        """Offer the person to a unit outside the scope, which decides."""
        return self._verb_page(pk, OFFER, _offer, _l("Offer to another unit"))

    @expose("/<pk>/correct", methods=["GET", "POST"])
    @allowed("write")
    def correct(self, pk: str) -> Any:
        """Correct name or document, with a reason."""
        return self._verb_page(pk, CORRECT, correcting.correct, _l("Correct name or number"), filled=True)

    @expose("/<pk>/absence", methods=["GET", "POST"])
    @allowed("write")
    def absence(self, pk: str) -> Any:
        """Add leave or exemption."""
        return self._verb_page(pk, ABSENCE, _absent, _l("Add leave or exemption"))

    def _verb_page(self, pk: str, sections: Any, work: Any, title: Any, filled: bool = False) -> Any:
        """Ask for what a verb needs, run it, show the person; what a rule says stands at its field."""
        posted = request.method == "POST"
        item = self.find(pk, "write", lock=posted)
        form = self.form_class([column for _name, columns in sections for column in columns])
        made = form(formdata=request.form if posted else None, obj=item if filled else None)
        page = FormPage(self, made, sections, item)
        if posted and page.form.validate():
            key = self._attempt(page, lambda: self._change(work, item, page.form.data))
            if key is not None:
                return self._saved(key)
        return self._form_response(page, _("%(what)s: %(name)s", what=title, name=item.name))

    # ---- departments --------------------------------------------------------------------------------------------

    @verb(_l("Assign to department"), icon="users", states=(ACTIVE,),
          confirm=_l("Choose the department of %(n)s people on the next page."))  # fmt: skip
    def assign(self, ids: list[int], form: VerbForm) -> Outcome:
        place = self.picker("organization").find(form.values.get("organization", ""))
        if place is None:
            raise RuleError(_("Choose a department."))
        return transfers.assign(self.session, scope.actor(), ids, place)

    def verb_address(self, verb: Any) -> str:
        return url_for(f"{self.endpoint}.choose") if verb.name == "assign" else super().verb_address(verb)

    @expose("/choose", methods=["POST"])
    @allowed("write")
    def choose(self) -> Any:
        """Ask for the department of the ticked people (GX-19)."""
        rows = self._posted_rows("assign")
        query = self.visible().where(self.pk.in_(rows)).order_by(Learner.name)
        field = Related(_l("Department"), [InputRequired()], picker=self.picker("organization"),
                        address=lambda: self.options_address("organization"))  # fmt: skip
        form = type("ChooseForm", (Form,), {"organization": field})(formdata=None)
        people = self.session.scalars(self.eager(query)).all()
        context = {"form": form, "people": people, "rows": [self.row_key(one) for one in people]}
        context |= {"onwards": self.back_address(), "crumbs": self._crumbs(), "view": self}
        return self.render_template("learners/choose.html", title=_("Assign to department"), **context)

    # ---- merging ------------------------------------------------------------------------------------------------

    @expose("/<pk>/merge", methods=["GET", "POST"])
    @allowed("write")
    def merge(self, pk: str) -> Any:
        """Choose the other record of the person, read what would happen, then merge it into this one."""
        item = self.find(pk, "write")
        form = self._merge_form(item)
        other = form.other.data
        if request.method == "POST" and form.validate() and other and self._merged(item, other, form):
            flash(_("The records were merged."), "success")
            return redirect(url_for(f"{self.endpoint}.show", pk=pk), code=303)
        item, other = self.find(pk, "write"), other and self.picker("merged_into").find(other_id(form))
        context = {"item": item, "other": other, "form": form, "crumbs": self._crumbs(), "view": self}
        context |= self._told(item, other)
        status = 422 if request.method == "POST" else 200
        return self.render_template(
            "learners/merge.html", title=_("Merge: %(name)s", name=item.name), **context
        ), status

    def _merge_form(self, item: Learner) -> MergeForm:
        field = Related(_l("The other record"), [InputRequired()], picker=self.picker("merged_into"),
                        address=lambda: self.options_address("merged_into"),
                        description=_l("Search by name or initials; it is merged into this record."))  # fmt: skip
        made: type[MergeForm] = type("MergeForm", (MergeForm,), {"other": field})
        return made(formdata=request.form if request.method == "POST" else request.args)

    def _told(self, item: Learner, other: Any) -> Mapping[str, Any]:
        """What the merge would do, or the rule that forbids it."""
        if other is None:
            return {"lines": [], "problem": ""}
        try:
            return {"lines": merging.preview(self.session, item, other), "problem": ""}
        except RuleError as refusal:
            return {"lines": [], "problem": refusal.message}

    def _merged(self, item: Learner, other: Learner, form: MergeForm) -> bool:
        """Whether the records were merged; otherwise the form says why."""
        if request.form.get("_versions") != versions(item, other):
            form.form_errors.append(
                _("Somebody else has changed this meanwhile. Open it again and repeat your change.")
            )
            return False
        try:
            merging.merge(self.session, scope.actor(), item.id, other.id, str(form.reason.data))
            self.session.commit()
        except Stale as refusal:
            self.session.rollback()
            form.form_errors.append(refusal.message)
        except RuleError as refusal:
            self.session.rollback()
            form.other.errors = [refusal.message]
        return not form.errors


def other_id(form: MergeForm) -> str:
    """The key of the other record as it was typed, also after a rollback."""
    return str(form.other.raw_data[0]) if form.other.raw_data else ""


def versions(item: Learner, other: Learner) -> str:
    """Both records as the page showed them."""
    return f"{item.id}.{item.version} {other.id}.{other.version}"


# ---- the verbs behind the forms -----------------------------------------------------------------------------------


def _transfer(session: Session, actor: Actor, item: Learner, values: Mapping[str, Any]) -> None:
    outcome = transfers.transfer(session, actor, [item.id], values["organization"], values["day"], values["note"] or "")
    if not outcome.done:
        raise RuleError(_("The person is there already, or retired."), field="organization")


def _offer(session: Session, actor: Actor, item: Learner, values: Mapping[str, Any]) -> None:
    requests.ask(session, actor, item.id, {"unit": values["unit"], "reason": values["note"]})


def _absent(session: Session, actor: Actor, item: Learner, values: Mapping[str, Any]) -> None:
    facts = {"kind": values["absence_kind"], "reason": values["note"] or ""}
    absences.add_absence(session, actor, item, facts | {name: values[name] for name in ("starts_on", "ends_on")})
