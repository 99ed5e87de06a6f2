"""The learner's own archive."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l

from app.hours import operations
from app.kit import clock, scope
from app.kit.views.guard import Page, allowed
from app.kit.views.pick import parse_id
from app.organizations.words import worded


class ArchiveView(Page):
    """「我的学分」: the learner's year by category against the requirement, each entry with its origin (CAS-7)."""

    route_base = "/archive"
    default_view = "year"
    subject = "archive"
    title = worded(_l("My %(hours)s"))
    reading = "read"

    @expose("/")
    @allowed("read")
    def year(self) -> Any:
        own = scope.require()
        learner, platform = own.actor.learner_id or 0, own.platform_id or 0
        years = sorted({clock.today().year, *operations.years_of(self.session, learner)}, reverse=True)
        asked = parse_id(request.args.get("year", ""))
        chosen = asked if asked in years else years[0]
        view = operations.year_of(self.session, learner, platform, chosen)
        return self.render_template("hours/archive.html", title=self.title, view=view, years=years)
