"""The home page of each identity: what waits for me, and my running tasks (HOME-1, first form)."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, redirect, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_login import current_user

from app.kit import clock, review, scope
from app.kit.views.guard import Page


class HomeView(Page):
    """A learner lands on the archive, everybody else on what waits."""

    route_base = ""
    default_view = "index"

    @expose("/")
    def index(self) -> Any:
        if not current_user.is_authenticated:
            return redirect(url_for("LoginView.login"))
        if not g.identity:
            return self.render_template("home.html", title=_("Home"), waiting=[], today=clock.today())
        if g.identity.kind == "learner":
            return redirect(url_for("ArchiveView.year"))
        waiting = [
            {"name": name, "count": count, "oldest": oldest, "url": _queue(kind, permission)}
            for kind, permission, name, count, oldest in review.inbox(self.session, scope.actor())
        ]
        return self.render_template("home.html", title=_("Home"), waiting=waiting, today=clock.today())


def _queue(kind: str, permission: str) -> str:
    """The list in which items of `kind` wait for `permission`."""
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    queue = next(v for v in views if v.class_permission_name == kind and v.grants.get("read") == permission)
    return url_for(f"{queue.endpoint}.list", review_position=permission)
