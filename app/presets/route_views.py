"""The screen of review routes: each with its steps on one page, said in words and tried over all units (R-3)."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import rights, words
from app.extensions import db
from app.kit import review, scope
from app.kit.views import Rows, ScopedView, allowed, lines
from app.kit.views.fields import Form
from app.kit.views.widgets import FormPage
from app.organizations import levels, routes
from app.organizations.models import ReviewRoute
from app.organizations.words import level_name
from app.presets.forms import REVOKERS, as_steps, route_form

NAMED = 5


def flow_of(steps: Any) -> str:
    """The names of the steps, in order."""
    return " → ".join(routes.step_name(step) for step in steps) or _("Recorded at once")


class Preview:
    """What the route on the page says, and what would become of each unit's items."""

    def __init__(self, view: RouteView, page: FormPage) -> None:
        form = page.form
        self.steps = as_steps(form)
        self.level = form["owner_level"].data
        self.labels = dict(routes.types_of(view.session, form["kind"].data))
        self.type = form["type"].data if "type" in form else None
        others = self._others(view, page.item, form["kind"].data)
        holders = rights.seats(view.session, form["kind"].data)
        self.trial = routes.try_out(view.session, self.steps, self.level, others, holders)

    def _others(self, view: RouteView, item: Any, kind: str | None) -> set[int]:
        """Levels that have a route of their own for the same type."""
        key = getattr(item, "id", 0) or 0
        query = select(ReviewRoute.owner_level).where(ReviewRoute.kind == kind, ReviewRoute.id != key)
        same = ReviewRoute.type == self.type if self.type else ReviewRoute.type.is_(None)
        return {level for level in view.session.scalars(query.where(same)) if level is not None}

    @property
    def declared(self) -> str:
        if self.level is None:
            return _("Declared by a unit of any level that has no route of its own:")
        return _("Declared by a %(level)s:", level=level_name(self.level))

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """(name, who decides with which permission, conditions) of each step."""
        found = []
        for step in self.steps:
            by = _("%(who)s, by whoever holds “%(permission)s”", who=routes.who(step),
                   permission=words.verb(f"can_{step.permission}"))  # fmt: skip
            found.append((routes.step_name(step), by, "; ".join(routes.conditions(step, self.labels))))
        return found

    @property
    def has_choice(self) -> bool:
        return any(step.who == "chosen" for step in self.steps)

    @staticmethod
    def named(names: list[str]) -> str:
        more = _(" and %(n)s more", n=len(names) - NAMED) if len(names) > NAMED else ""
        return f"{', '.join(names[:NAMED])}{more}"


class RouteView(ScopedView):
    """「审核流程」: who decides in which order, per kind, type and level of the declaring organization (R-3)."""

    datamodel = Rows(ReviewRoute, "steps")
    subject = "review_route"
    title, noun = _l("Review routes"), _l("review route")
    list_columns = ["kind", "type", "owner_level", "name", "steps"]
    main_column = "name"
    order_columns = ("kind", "owner_level", "name")
    base_order = ("kind", "asc")
    labels = {
        "kind": _l("For"),
        "type": _l("Type"),
        "owner_level": _l("Level of the declaring unit"),
        "name": _l("Name of the route"),
        "steps": _l("Steps"),
        "revocable_by": _l("Who may revoke what was approved"),
    }
    choices = {"revocable_by": REVOKERS}
    formats = {
        "kind": words.subject,
        "type": lambda code: routes.type_word(db.session, code) if code else _("All others"),
        "owner_level": lambda level: level_name(level) if level else _("All others"),
        "steps": flow_of,
    }
    form_template = "platforms/route.html"
    show_fieldsets = [(_l("Route"), ["kind", "type", "owner_level", "name", "revocable_by", "steps"])]
    creates, changes, removes = routes.add_route, routes.revise_route, routes.remove_routes
    exports = False
    empty = _l("No route yet: nothing can be submitted. Create one with New.")

    @expose("/add", methods=["GET", "POST"])
    @allowed("write")
    def add(self) -> Any:
        """First the kind, then the route; a button of a row changes the page and saves nothing."""
        if self._asked_kind() is None:
            kinds = [(kind, words.subject(kind)) for kind in sorted(review.flows())]
            context = {"kinds": kinds, "crumbs": self._crumbs()}
            status = 422 if request.method == "POST" else 200
            return self.render_template("platforms/route_kind.html", title=self.add_title, **context), status
        return self._looked(None, self.add_title) or super().add()

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @allowed("write")
    def edit(self, pk: str) -> Any:
        """The route as a whole: what was submitted under it keeps its copy."""
        return self._looked(self.find(pk, "write"), self.edit_title) or super().edit(pk)

    def _looked(self, item: Any, title: str) -> Any:
        """The page again after a button of a row; None when the form is to be saved."""
        if request.method != "POST" or not lines.command(request.form):
            return None
        page = FormPage(self, self._form(item), (), item)
        return self._form_response(page, title)[0]

    def _asked_kind(self) -> str | None:
        """What the new route is for: as posted, as chosen on the first page, or the only one there is."""
        asked = request.form.get("kind") or request.args.get("kind") or ""
        known = sorted(review.flows())
        if asked or len(known) != 1:
            return asked if asked in known else None
        return known[0]

    def _form(self, item: Any = None) -> Form:
        kind = item.kind if item is not None else self._asked_kind()
        posted = lines.rearranged(request.form, "steps", "name") if request.method == "POST" else None
        form: Form = self._form_class(kind, item)(formdata=posted, obj=item)
        form["kind"].data = kind  # of an existing route it never changes
        return form

    def _form_class(self, kind: str | None, item: Any) -> type[Form]:
        """What can be chosen: what roles of the platform hold on this kind, and what the route says already."""
        held = rights.verbs_on(self.session, scope.require().platform_id, kind or "")
        kept = [step.permission for step in item.steps] if item is not None else []
        offered = dict.fromkeys([v.removeprefix("can_") for v in held if v not in routes.ORDINARY] + kept)
        permissions = [(one, words.verb(f"can_{one}")) for one in offered]
        return route_form(permissions, levels.choices(self.session), self._types(kind, item))

    def _types(self, kind: str | None, item: Any) -> list[tuple[str, Any]]:
        known = dict(routes.types_of(self.session, kind))
        said = [item.type, *(t for step in item.steps for t in step.types or ())] if item is not None else []
        return [*known.items(), *((code, code) for code in dict.fromkeys(said) if code and code not in known)]

    def _form_response(self, page: FormPage, title: str) -> Any:
        status = 422 if request.method == "POST" and not lines.command(request.form) else 200
        context = {"page": page, "preview": Preview(self, page), "crumbs": self._crumbs()}
        context["kind"] = words.subject(page.form["kind"].data)
        return self.render_template(self.form_template, title=title, **context), status
