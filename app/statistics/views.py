"""The home page of each identity: what waits for me, and my running tasks (HOME-1, first form)."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_login import current_user

from app.kit import clock, review, scope
from app.kit.views import look
from app.kit.views.finding import list_address, view_of
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
            return self.render_template("home.html", title=_("Home"), tiles=[], today=clock.today())
        if g.identity.kind == "learner":
            return redirect(url_for("ArchiveView.year"))
        tiles = [*self._waiting(), *self._unsent()]
        return self.render_template("home.html", title=_("Home"), tiles=tiles, today=clock.today())

    def _waiting(self) -> list[dict[str, Any]]:
        """What reviewers have to decide."""
        return [
            {
                "icon": "rubber-stamp",
                "name": _("Waiting for me: %(step)s", step=_of_kind(name, kind, permission)),
                "count": count,
                "note": _("Oldest: %(when)s", when=look.day(clock.local(oldest))),
                "url": list_address(kind, permission),
            }
            for kind, permission, name, count, oldest in review.inbox(self.session, scope.actor())
        ]

    def _unsent(self) -> list[dict[str, Any]]:
        """What the own organization has still to submit, returned items above all."""
        labels = dict(review.STATES)
        return [
            {
                "icon": "pencil",
                "name": _of_kind(labels[state], kind, audience=scope.require().kind),
                "count": count,
                "note": _("Not with a reviewer"),
                "url": list_address(kind, audience=scope.require().kind, review_position=state),
            }
            for kind, state, count in sorted(review.drafts(self.session, scope.actor()), reverse=True)
        ]


def _of_kind(name: Any, kind: str, permission: str | None = None, audience: str = "") -> str:
    """A step or state with what it is of, as the inbox says it: two kinds may wait in states of the same name."""
    view = view_of(kind, permission, audience)
    return f"{view.noun} · {name}" if view else str(name)
