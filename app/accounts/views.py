"""Screens of accounts: choose the identity and the language, and what the system administrator sees."""

from __future__ import annotations

from flask import abort, current_app, redirect, request, session, url_for
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import identities
from app.accounts.models import Appointment
from app.kit.views import Rows, ScopedView
from app.kit.views.guard import Page, local_path


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
    """Who holds which role where, for the system administrator."""

    datamodel = Rows(Appointment, "user", "organization", "profile")
    subject = "account"
    title, noun = _l("Appointments"), _l("appointment")
    list_columns = [
        "user.display_name",
        "user.username",
        "profile.label",
        "organization",
        "starts_on",
        "ends_on",
    ]
    labels = {
        "user.display_name": _l("Full name"),
        "user.username": _l("Login name"),
        "profile.label": _l("Role"),
        "organization": _l("Organization"),
        "starts_on": _l("From"),
        "ends_on": _l("Until"),
    }
    filters = ("starts_on",)
    exports = False
    empty = _l("Nobody has been appointed yet.")
