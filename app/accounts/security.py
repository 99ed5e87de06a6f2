"""FAB's security manager on our terms: roles come from the active identity, only the login page is registered."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, request, session, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.views import AuthDBView
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.accounts import operations, sessions
from app.accounts.models import Account
from app.extensions import db
from app.kit import audit, scope
from app.kit.views.guard import local_path


class LoginForm(FlaskForm):
    """Account name, ID number or e-mail, and the password."""

    username = StringField(validators=[InputRequired(), Length(max=100)])
    password = PasswordField(validators=[InputRequired(), Length(max=200)])


class LoginView(AuthDBView):
    """Login by name, ID number or e-mail; logout by POST only."""

    login_template = "appbuilder/general/security/login_db.html"

    @expose("/login/", methods=["GET", "POST"])
    def login(self) -> Any:
        if current_user.is_authenticated:
            return redirect(url_for("HomeView.index"))
        form = LoginForm()
        if form.validate_on_submit():
            user = self.appbuilder.sm.auth_user_db(form.username.data, form.password.data)
            if user and self._has_expired(user):
                flash(_("The one-time password has expired. Please ask your administrator for a new one."), "warning")
            elif user:
                return self._welcome(user)
            else:
                flash(_("The name or the password is not right."), "warning")
        return self.render_template(self.login_template, title=_("Sign in"), form=form, appbuilder=self.appbuilder)

    @staticmethod
    def _has_expired(user: Account) -> bool:
        with scope.everything("login"):
            return operations.has_expired(db.session(), user)

    def _welcome(self, user: Account) -> Response:
        """Start a new session for the user under the first of the identities."""
        session.clear()
        login_user(user)
        session.permanent = True
        with scope.everything("login"):
            session["sid"] = sessions.begin(db.session, user.id)
            audit.record(db.session, "user:login", user.id)
            db.session.commit()
        return redirect(local_path(request.args.get("next", "")) or url_for("HomeView.index"))

    @expose("/logout/", methods=["POST"])
    def logout(self) -> Response:
        with scope.everything("logout"):
            sessions.end(db.session, session.get("sid"))
            audit.record(db.session(), "user:logout", current_user.id if current_user.is_authenticated else None)
            db.session.commit()
        logout_user()
        session.clear()
        return redirect(url_for("LoginView.login"))


class Security(SecurityManager):
    """Permissions of the active identity, cached per request; no stock security screens, no REST login."""

    user_model = Account
    authdbview = LoginView

    def register_views(self) -> None:
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)

    @property
    def password_address(self) -> str:
        """Where the top bar leads to change the password; kit's layout knows no view of ours."""
        return url_for("PasswordView.change")

    def load_user(self, pk: str) -> Account | None:
        """The user of a session cookie, while the session is open, the account not locked, the password the same."""
        number, _dot, mark = str(pk).partition(".")
        with scope.everything("session", readonly=True):
            found = sessions.find(db.session, session.get("sid"), int(number) if number.isdigit() else 0)
        if found is None or not found.user.is_active or found.user.password_mark() != mark:
            return None
        g.unread_notices = found.unread
        if found.is_old:
            with scope.everything("session"):
                sessions.touch(db.session, session["sid"])
                db.session.commit()
            session.modified = True  # the cookie lasts as long as its row, and is written no more often
        return found.user

    def auth_user_db(self, username: str, password: str) -> Account | None:
        """FAB's check, with the typed name resolved by name, e-mail or ID number first."""
        with scope.everything("login"):
            known = operations.find_login(db.session, username)
            user = super().auth_user_db(known.username if known else username, password)
            if user is None:
                audit.record(db.session, "user:login", known.id if known else None, outcome=audit.REFUSED)
                db.session.commit()
            return user

    def get_user_roles(self, user: Any) -> list[Any]:
        return []

    def get_user_permissions(self, user: Any) -> set[tuple[str, str]]:
        return set(g.identity.permissions) if g.get("identity") else set()

    def has_access(self, permission_name: str, view_name: str) -> bool:
        identity = g.get("identity")
        return bool(identity and (permission_name, view_name) in identity.permissions)

    def _has_view_access(self, user: Any, permission_name: str, view_name: str) -> bool:
        return self.has_access(permission_name, view_name)
