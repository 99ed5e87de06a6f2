"""「学时查询—培训总体查询」: a person's years with the hours of each category, and the trainings of one (GX-8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.claims import years
from app.kit import personal, scope
from app.kit.views import allowed
from app.kit.views.guard import Page
from app.kit.views.pick import parse_id
from app.learners.models import Learner

_ASKED = ("year", "name", "open")
_FILTERED = ("year", "name", "document")


class OwnYearsView(Page):
    """「培训总体查询」 of the learner who is signed in."""

    route_base = "/my-years"
    default_view = "index"
    subject = "archive"
    whose = ("learner",)
    title = _l("My years")

    @expose("/")
    @allowed("read")
    def index(self) -> Any:
        person, opened = self._person(), parse_id(request.args.get("open", ""))
        asked = {name: request.args[name] for name in _FILTERED if request.args.get(name)}
        year = parse_id(asked.get("year", ""))
        context = {
            "person": person,
            "asked": asked,
            "categories": years.categories(self.session, person.platform_id),
            "rows": years.of_person(self.session, person.id, year) if _is_meant(person, asked) else [],
            "opened": opened,
            "trainings": years.trainings(self.session, person.id, opened) if opened else [],
        }
        return self.render_template("claims/years.html", title=self.heading, **context)

    @expose("/search", methods=["POST"])
    @allowed("read")
    def search(self) -> Response:
        """Turn a typed ID number into its keyed hash: only that goes into the address (R-7)."""
        args = {name: request.form[name].strip() for name in _ASKED if request.form.get(name, "").strip()}
        typed = request.form.get("document", "").strip()
        if typed:
            args["document"] = personal.keyed_hash(personal.normalise(typed))
        return redirect(f"{url_for(f'{self.endpoint}.index')}?{urlencode(args)}", code=303)

    def _person(self) -> Learner:
        mine = Learner.id == scope.actor().learner_id
        return self.session.scalars(select(Learner).where(mine)).one_or_none() or self.refuse("read")


def _is_meant(person: Learner, asked: Mapping[str, str]) -> bool:
    """Whether the filters for name and number mean the person: nobody else is ever shown here."""
    return asked.get("name", "") in person.name and asked.get("document", person.document_hash) == person.document_hash


VIEWS: tuple[type, ...] = (OwnYearsView,)
