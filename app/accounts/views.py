"""Screens of accounts: identity and language, the own password, accounts, substitutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, current_app, flash, g, redirect, request, session, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, logout_user
from sqlalchemy import ColumnElement, select
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Length, Optional

from app.accounts import appointing, identities, operations, rights, seeing, substitutes
from app.accounts.forms import PasswordForm, PlaceForm, RecordForm
from app.accounts.models import Appointment
from app.accounts.role_views import RoleView
from app.extensions import db
from app.kit import scope
from app.kit.errors import RuleError
from app.kit.review import Outcome
from app.kit.scope import Scope
from app.kit.views import Rows, ScopedView, VerbForm, allowed, once, verb
from app.kit.views.fields import Line, Personal
from app.kit.views.guard import Page, local_path

STANDINGS = [
    ("open", _l("Allowed")),
    ("locked", _l("Locked")),
    ("ended", _l("Appointment not valid today")),
]


def own_appointments(model: Any, s: Scope) -> ColumnElement[bool]:
    """Appointments that are not substitutes'."""
    return model.stands_for_id.is_(None)


def holders(model: Any, s: Scope) -> ColumnElement[bool]:
    """Accounts that hold an appointment; a learner's alone is nobody's business here."""
    return model.id.in_(select(Appointment.user_id).where(own_appointments(Appointment, s)))


class IdentityView(Page):
    """「切换身份」 and the language of the screens; both change only the session (R-2)."""

    route_base = "/identity"
    default_view = "switch"
    subject = "identity"

    @expose("/switch", methods=["POST"])
    def switch(self) -> Response:
        if not current_user.is_authenticated:
            return self.turn_away("switch")
        key = request.form.get("key", "")
        if not identities.switch(key):
            self.refuse("switch", key)
        return redirect(url_for("HomeView.index"), code=303)

    @expose("/locale", methods=["POST"])
    def locale(self) -> Response:
        chosen = request.form.get("locale", "")
        if chosen not in current_app.config["LANGUAGES"]:
            abort(404)
        session["locale"] = chosen
        return self.back()

    def back_address(self) -> str:
        return local_path(request.form.get("next", "")) or url_for("HomeView.index")


class AppointmentView(ScopedView):
    """「账号管理」: who holds which role where, and whether they may sign in (FJ-12, GX-17)."""

    datamodel = Rows(Appointment, "user", "organization", "profile")
    subject = "account"
    title, noun = _l("Manage accounts"), _l("appointment")
    side = own_appointments
    list_columns = [
        "user.display_name",
        "user.username",
        "user.document",
        "organization",
        "profile",
        "ends_on",
        "standing",
    ]
    main_column = "user.display_name"
    base_order = ("id", "asc")
    choices = {"standing": STANDINGS}
    tones = {"standing": {"open": "success", "locked": "danger"}}
    state_column = "standing"
    state_tabs = False
    labels = {
        "user.display_name": _l("Full name"),
        "user.username": _l("Login name"),
        "user.document": _l("ID number"),
        "user.phone": _l("Phone"),
        "standing": _l("May sign in"),
        "user": _l("Full name"),
        "name": _l("Full name"),
        "document": _l("ID number"),
        "phone": _l("Phone"),
        "profile": _l("Role"),
        "organization": _l("Organization"),
        "starts_on": _l("From"),
        "ends_on": _l("Until"),
    }
    filters: Sequence[str] = ("user", "organization", "ends_on")
    searched_by = {"organization": ("name", "credit_code"), "user": ("display_name", "username")}
    pickers = {"profile": appointing.grantable, "user": holders}
    form_fields = {
        "name": Line(_l("Full name"), [InputRequired(), Length(max=60)]),
        "document": Personal(
            _l("ID number"), [InputRequired()],
            description=_l("Who has an account already gets this appointment on it; the name must match."),
        ),
        "phone": Personal(_l("Phone"), [Optional()], holds="phone"),
    }  # fmt: skip
    hints = {
        "profile": _l("Only roles with nothing that you lack yourself."),
        "ends_on": _l("The last day; empty: until further notice."),
    }
    fieldsets = [
        (_l("Person"), ["name", "document", "phone"]),
        (_l("Appointment"), ["organization", "profile", "starts_on", "ends_on"]),
    ]
    edit_fieldsets = [(_l("Appointment"), ["ends_on"])]
    show_fieldsets = [
        (_l("Person"), ["user.display_name", "user.username", "user.document", "user.phone", "standing"]),
        (_l("Appointment"), ["organization", "profile", "starts_on", "ends_on"]),
    ]
    required: Sequence[str] = ("organization",)
    creates, changes = appointing.appoint_person, appointing.set_end
    row_pages = ((_l("What may they do?"), "rights"), (_l("New password"), "reset"))
    exports = False
    empty = _l("Nobody has been appointed yet.")

    def page_links(self, item: Appointment) -> list[tuple[Any, str]]:
        links = super().page_links(item)
        return links if self.may("write") else links[:1]

    def _create(self, values: dict[str, Any]) -> Appointment:
        item, g.issued = appointing.appoint_person(self.session, scope.actor(), values)
        once.keep(self.session, item.id)
        return item

    def _saved(self, key: Any) -> Any:
        """The one-time password of a new account is on this page and nowhere else."""
        if not g.get("issued"):
            return super()._saved(key)
        return self._issued(self.find(key, "read"), g.issued)

    def _issued(self, item: Appointment, password: str) -> Any:
        context = {"item": item, "password": password, "crumbs": self._crumbs()}
        return self.render_template("accounts/issued.html", title=_("One-time password"), **context)

    @verb(_l("End"), states=("open", "locked"), icon="x", tone="danger",
          confirm=_l("%(n)s appointments end now; what they gave is gone with the next click."))  # fmt: skip
    def end(self, ids: list[int], form: VerbForm) -> Outcome:
        return appointing.end(db.session(), ids, scope.actor())

    @verb(_l("Lock"), permission="lock", states=("open",), icon="lock",
          confirm=_l("The people of %(n)s appointments can no longer sign in."))  # fmt: skip
    def lock(self, ids: list[int], form: VerbForm) -> Outcome:
        return appointing.lock(db.session(), ids, scope.actor())

    @verb(_l("Unlock"), permission="lock", states=("locked",), icon="key",
          confirm=_l("The people of %(n)s appointments can sign in again."))  # fmt: skip
    def unlock(self, ids: list[int], form: VerbForm) -> Outcome:
        return appointing.unlock(db.session(), ids, scope.actor())

    @expose("/<pk>/reset", methods=["GET", "POST"])
    @allowed("write")
    def reset(self, pk: str) -> Any:
        """Ask once more, then show the new one-time password once."""
        item = self.find(pk, "write")
        if request.method == "POST":
            password = self._run(lambda: appointing.reset_password(self.session, scope.actor(), item.user), "reset")
            if isinstance(password, str):
                return self._issued(self.find(pk, "read"), password)
            return redirect(url_for(".show", pk=pk), code=303)
        context = {"item": item, "crumbs": self._crumbs()}
        return self.render_template("accounts/reset.html", title=_("New password"), **context)

    @expose("/<pk>/rights")
    @allowed("read")
    def rights(self, pk: str) -> Any:
        """「能做什么，为什么」: every right with its origin, and whether an organization is in reach."""
        item = self.find(pk, "read")
        held = rights.held_by(self.session, item.user)
        place = self.picker("organization").find(request.args.get("organization", ""))
        context = {"item": item, "held": held, "matrix": rights.matrix(self.session, held), "crumbs": self._crumbs()}
        context |= {"form": PlaceForm.of(self, place), "answer": place and rights.answer(held, place)}
        kind = request.args.get("kind", "")
        record = seeing.find(self.session, kind, request.args.get("key", "")) if kind else None
        sights = seeing.look(self.session, held, record) if record is not None else []
        context |= {"record": RecordForm.of(seeing.options(), kind=kind), "sights": sights}
        context |= {"seen": seeing.answer(sights, record) if record is not None else None, "asked": bool(kind)}
        return self.render_template("accounts/rights.html", title=_("What may they do?"), **context)

    @expose("/<pk>/ask", methods=["POST"])
    @allowed("read")
    def ask(self, pk: str) -> Any:
        """Find the record that is asked about, and answer on the page of rights: only its key goes into the address."""
        item = self.find(pk, "read")
        form = RecordForm.of(seeing.options(), request.form)
        found = seeing.find(self.session, form.kind.data or "", form.number.data or "") if form.validate() else None
        asked = {"kind": form.kind.data or "none"} if found is None else seeing.named(found)
        return redirect(url_for(".rights", pk=item.id, **asked, _anchor="record"), code=303)


class SubstituteView(ScopedView):
    """「我的代理人」: who acts in my place, from a day to a day (ux.md Review 6)."""

    datamodel = Rows(Appointment, "user")
    subject = "substitute"
    title, noun = _l("My substitutes"), _l("substitute")
    side = substitutes.mine
    list_columns = ["user.display_name", "user.username", "starts_on", "ends_on"]
    main_column = "user.display_name"
    base_order = ("starts_on", "desc")
    labels = {
        "user.display_name": _l("Full name"),
        "user.username": _l("Login name"),
        "username": _l("Login name"),
        "starts_on": _l("From"),
        "ends_on": _l("Until"),
    }
    form_fields = {
        "username": Line(_l("Login name"), [InputRequired(), Length(max=64)],
                         description=_l("Exactly as your colleague signs in; somebody of your own unit.")),
    }  # fmt: skip
    required = ("ends_on",)
    fieldsets = [(_l("Substitute"), ["username", "starts_on", "ends_on"])]
    show_fieldsets = [(_l("Substitute"), ["user.display_name", "user.username", "starts_on", "ends_on"])]
    creates = substitutes.name_substitute
    exports = False
    empty = _l("Nobody stands in for you. Name a substitute with New before you are away.")

    @verb(_l("End"), icon="x", tone="danger", confirm=_l("%(n)s substitutes can no longer act for you."))
    def end(self, ids: list[int], form: VerbForm) -> Outcome:
        return substitutes.end(db.session(), ids, scope.actor())


class PasswordView(Page):
    """The own password; with a one-time password this page comes before everything else."""

    route_base = "/password"
    default_view = "change"
    subject = "identity"

    @expose("/", methods=["GET", "POST"])
    def change(self) -> Any:
        if not current_user.is_authenticated:
            return self.turn_away("change")
        form = PasswordForm(formdata=request.form if request.method == "POST" else None)
        if request.method == "POST" and form.validate() and self._changed(form):
            logout_user()
            session.clear()
            flash(_("The password was changed. Please sign in with it."), "success")
            return redirect(url_for("LoginView.login"), code=303)
        status = 422 if form.errors else 200
        page = {"form": form, "forced": current_user.must_change_password}
        return self.render_template("accounts/password.html", title=_("Change password"), **page), status

    def _changed(self, form: PasswordForm) -> bool:
        """Whether the password was replaced; everybody who is signed in with the old one is signed out."""
        try:
            with scope.everything("own password"):
                operations.replace_password(db.session(), current_user.id, form.old.data or "", form.new.data or "")
                db.session.commit()
        except RuleError as refusal:
            form[refusal.field].errors = [refusal.message]
            return False
        return True


VIEWS = (IdentityView, PasswordView, AppointmentView, RoleView, SubstituteView)
