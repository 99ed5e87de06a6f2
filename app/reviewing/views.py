"""「待我审核」: everything that waits for the identity in one queue, with the item beside it (ux.md, Review)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import current_app, flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.kit import hours, review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.views.answering import onwards, refused
from app.kit.views.base import OPINION_MAX
from app.kit.views.guard import Page, allowed
from app.kit.views.listing import MAX_SIZE
from app.kit.views.pick import parse_id
from app.kit.views.verbs import report
from app.kit.views.widgets import ShowPage
from app.reviewing import operations
from app.reviewing.models import SavedFilter
from app.reviewing.operations import Waiting, Wanted

SIZE = 20
FIELDS = ("what", "title", "unit", "submitter", "since", "until", "due")
DUE = [("overdue", _l("Overdue")), ("soon", _l("Due within two days"))]
DECISIONS = {
    "approve": (_l("Pass"), "check", "primary", "optional", "a"),
    "return": (_l("Return for changes"), "arrow-back-up", "light", "required", "t"),
    "reject": (_l("Reject"), "x", "danger", "required", "r"),
}


def desks() -> dict[tuple[str, str], Any]:
    """The list that shows a kind to reviewers with a permission, by (kind, permission)."""
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    kinds = review.flows()
    rows = [view for view in views if getattr(view, "class_permission_name", "") in kinds and hasattr(view, "model")]
    return {(view.class_permission_name, view.grants["read"]): view for view in rows if "read" in view.grants}


class InboxView(Page):
    """The inbox is open to everybody who holds a permission that some step of a route asks for."""

    route_base = "/inbox"
    default_view = "index"
    subject = "inbox"
    title = _l("Waiting for me")

    def may(self, permission: str) -> bool:
        access = self.appbuilder.sm.has_access
        return bool(g.get("identity")) and any(access(f"can_{needed}", kind) for kind, needed in desks())

    @expose("/")
    @allowed("read")
    def index(self) -> Any:
        page = InboxPage(self, request.args)
        return self.render_template("reviewing/inbox.html", title=self.heading, page=page)

    @expose("/do/<verb>", methods=["POST"])
    @allowed("decide")
    def do(self, verb: str) -> Response:
        """Decide on the ticked items, or on the one that is shown; then the next one is shown."""
        opinion, keys = request.form.get("opinion", ""), request.form.getlist("rowid")
        try:
            if not 0 < len(keys) <= MAX_SIZE or len(opinion) > OPINION_MAX or "\0" in opinion:
                raise RuleError(_("Tick between 1 and %(n)s rows.", n=MAX_SIZE))
            granted = hours.typed(request.form["granted"], "granted") if request.form.get("granted") else None
            outcome = operations.decide(self.session, scope.actor(), verb, keys, opinion, granted)
            self.session.commit()
        except NotFound:
            self.refuse(verb)
        except RuleError as error:
            self.session.rollback()
            return refused(error, self.back_address())
        report(outcome)
        return onwards(self._onwards())

    def _onwards(self) -> str:
        """The page that was posted from, showing the item that follows the decided one."""
        parts = urlsplit(self.back_address())
        kept = {name: value for name, value in parse_qsl(parts.query) if name != "item"}
        following = request.args.get("then", "")
        query = urlencode(kept | ({"item": following} if following else {}))
        return f"{parts.path}?{query}" if query else parts.path

    @expose("/filters", methods=["POST"])
    @allowed("read")
    def save(self) -> Response:
        """Keep what the queue is narrowed to under a name."""
        query = urlencode({name: request.form[name] for name in FIELDS if request.form.get(name)})
        try:
            operations.save_filter(self.session, scope.actor(), request.form, query)
            self.session.commit()
            flash(_("Saved."), "success")
        except RuleError as error:
            self.session.rollback()
            flash(error.message, "danger")
        return redirect(f"{url_for('InboxView.index')}?{query}", code=303)

    @expose("/filters/<int:number>/delete", methods=["POST"])
    @allowed("read")
    def forget(self, number: int) -> Response:
        try:
            operations.remove_filter(self.session, scope.actor(), number)
            self.session.commit()
        except NotFound:
            self.refuse("forget", number)
        return redirect(url_for("InboxView.index"), code=303)


@dataclass(frozen=True)
class Desk:
    """One kind at one step: its words, how many wait there, and the address that narrows the queue to it."""

    label: Any
    count: int
    query: str
    active: bool


@dataclass
class InboxPage:
    """The queue as filtered, and the chosen item with what may be done to it."""

    view: InboxView
    args: Mapping[str, str]

    def arg(self, name: str) -> str:
        return self.args.get(name, "").replace("\0", "").strip()[:100]

    @cached_property
    def wanted(self) -> Wanted:
        kind, _dot, permission = self.arg("what").partition(".")
        texts = {name: self.arg(name) for name in ("title", "unit", "submitter", "due")}
        return Wanted(kind, permission, **texts, since=_day(self.arg("since")), until=_day(self.arg("until")))

    @cached_property
    def number(self) -> int:
        return max(1, parse_id(self.arg("_page")) or 1)

    @cached_property
    def _found(self) -> tuple[list[Waiting], int]:
        start = (self.number - 1) * SIZE
        return operations.queue(self.view.session, scope.actor(), self.wanted, SIZE, start)

    @property
    def rows(self) -> list[Waiting]:
        return self._found[0]

    @property
    def total(self) -> int:
        return self._found[1]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SIZE))

    # ---- the chosen item ------------------------------------------------------------------------

    @cached_property
    def position(self) -> int:
        """Where the chosen item stands in the queue; the first one unless the address names another."""
        asked = self.arg("item").rpartition(".")[0]
        keys = [row.key.rpartition(".")[0] for row in self.rows]
        return keys.index(asked) if asked in keys else 0

    @property
    def is_chosen(self) -> bool:
        """Whether the address names an item: a phone shows either the queue or the item."""
        return bool(self.arg("item"))

    @property
    def chosen(self) -> Waiting | None:
        return self.rows[self.position] if self.rows else None

    @property
    def following(self) -> Waiting | None:
        return self.rows[self.position + 1] if self.position + 1 < len(self.rows) else None

    @property
    def preceding(self) -> Waiting | None:
        return self.rows[self.position - 1] if self.rows and self.position else None

    @cached_property
    def shown(self) -> ShowPage | None:
        """The chosen item as its own detail page shows it."""
        if self.chosen is None:
            return None
        step = self.chosen.step
        view = desks().get((step.kind, step.permission)) or next(v for (k, _p), v in desks().items() if k == step.kind)
        return ShowPage(view, self.chosen.item)

    @property
    def granted(self) -> str:
        """The hours that approving grants unless others are typed; empty for kinds that are granted none."""
        offered = review.flows()[self.chosen.step.kind].offer(self.chosen.item) if self.chosen else None
        return "" if offered is None else hours.figure(offered)

    @property
    def phrases(self) -> Any:
        """The common phrases of the chosen item's kind, for the dialog."""
        return self.shown.view.phrases if self.shown else None

    @cached_property
    def decisions(self) -> list[dict[str, Any]]:
        names = ("label", "icon", "tone", "opinion", "key")
        return [{"name": name, **dict(zip(names, facts, strict=True))} for name, facts in DECISIONS.items()]

    def decide_url(self, name: str, batch: bool = False) -> str:
        following = self.following or self.preceding
        then = None if batch or following is None else following.key  # None leaves it out
        return url_for("InboxView.do", verb=name, then=then)

    # ---- addresses ------------------------------------------------------------------------------

    def query(self, **changes: Any) -> str:
        """The present filter with `changes`; None removes."""
        kept = {name: self.arg(name) for name in (*FIELDS, "_page")}
        return "?" + urlencode({name: value for name, value in (kept | changes).items() if value})

    @cached_property
    def desks(self) -> list[Desk]:
        """Tabs: everything, then each kind at each step with its count."""
        found = review.inbox(self.view.session, scope.actor())
        all_of_them = sum(count for *_key, count, _oldest in found)
        tabs = [Desk(_("All"), all_of_them, self.query(what=None, _page=None), not self.arg("what"))]
        for kind, permission, name, count, _oldest in found:
            what, view = f"{kind}.{permission}", desks().get((kind, permission))
            label = f"{view.noun} · {name}" if view else name
            tabs.append(Desk(label, count, self.query(what=what, _page=None), self.arg("what") == what))
        return tabs

    @cached_property
    def saved(self) -> list[tuple[SavedFilter, str]]:
        return [(one, f"?{one.query}") for one in operations.filters(self.view.session)]

    @property
    def is_filtered(self) -> bool:
        return any(self.arg(name) for name in FIELDS)

    due_choices = DUE


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
