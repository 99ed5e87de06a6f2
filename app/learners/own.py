"""「我的信息」: what is on record about oneself, the own department, and a request to move (GX-19, GX-21)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Length

from app.kit import scope
from app.kit.errors import NotFound, RuleError
from app.kit.views import allowed
from app.kit.views.fields import Form, Line
from app.kit.views.guard import Page
from app.kit.views.pick import parse_id
from app.learners import requests
from app.learners.models import DOCUMENT_TYPES, Learner, Membership, Transfer


class MoveForm(Form):
    """The unit that one has moved to."""

    unit = Line(_l("New unit"), [InputRequired(), Length(max=100)],
                description=_l("The exact name or the unified social credit code. That unit decides."))  # fmt: skip
    reason = Line(_l("Reason"), [Length(max=200)])


class OwnView(Page):
    """「我的信息」 of the learner who is signed in."""

    route_base = "/me"
    default_view = "index"
    subject = "own_data"
    title = _l("My information")

    @expose("/")
    @allowed("read")
    def index(self) -> Any:
        return self._page(MoveForm(formdata=None))

    def _page(self, form: MoveForm) -> Any:
        person = self._person()
        asked = select(Transfer).where(Transfer.learner_id == person.id).order_by(Transfer.id.desc())
        been = select(Membership).where(Membership.learner_id == person.id).order_by(Membership.id.desc())
        context = {
            "person": person,
            "form": form,
            "document_type": dict(DOCUMENT_TYPES)[person.document_type],
            "departments": requests.own_departments(self.session, person),
            "requests": self.session.scalars(asked.limit(5)).all(),
            "memberships": self.session.scalars(been).all(),
        }
        return self.render_template("learners/own.html", title=self.heading, **context)

    def _person(self) -> Learner:
        mine = Learner.id == scope.actor().learner_id
        return self.session.scalars(select(Learner).where(mine)).one_or_none() or self.refuse("read")

    @expose("/department", methods=["POST"])
    @allowed("write")
    def department(self) -> Response:
        """Choose the own department (GX-19)."""
        chosen = parse_id(request.form.get("department", "")) or 0
        return self._done(lambda: requests.choose_department(self.session, scope.actor(), chosen))

    @expose("/move", methods=["POST"])
    @allowed("write")
    def move(self) -> Any:
        """Ask to be taken over by another unit (GX-21)."""
        form = MoveForm()
        if not form.validate():
            return self._page(form), 422
        values = {"unit": form.unit.data, "reason": form.reason.data}
        return self._done(lambda: requests.ask(self.session, scope.actor(), 0, values), form)

    @expose("/withdraw", methods=["POST"])
    @allowed("write")
    def withdraw(self) -> Response:
        """Take the own open request back."""
        asked = parse_id(request.form.get("request", "")) or 0
        return self._done(lambda: requests.withdraw(self.session, [asked], scope.actor()))

    def _done(self, work: Callable[[], Any], form: MoveForm | None = None) -> Any:
        """Run a verb on the own record and come back to the page with what it said, at its field where it has one."""
        try:
            work()
            self.session.commit()
        except NotFound:
            self.refuse("write")
        except RuleError as refusal:
            self.session.rollback()
            if form is not None and refusal.field in form:
                form[refusal.field].errors = [refusal.message]
                return self._page(form), 422
            flash(refusal.message, "danger")
        else:
            flash(_("Saved."), "success")
        return redirect(url_for(f"{self.endpoint}.index"), code=303)
