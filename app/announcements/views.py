"""「通知公告」: what is announced to me; and for administrators what the own subtree announces (NOTE-1)."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.announcements import operations
from app.announcements.models import READERS, Announcement, managed_by, on_board
from app.kit import scope
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, allowed, verb

STANDINGS = [
    ("shown", _l("Shown")),
    ("coming", _l("Not yet shown")),
    ("over", _l("No longer shown")),
    ("withdrawn", _l("Withdrawn")),
]
LABELS = {
    "title": _l("Title of the announcement"),
    "body": _l("Text"),
    "publisher": _l("Announced by"),
    "organization": _l("For everybody below"),
    "audience": _l("For whom"),
    "starts_on": _l("From"),
    "ends_on": _l("Until"),
    "standing": _l("State"),
    "withdrawn_at": _l("Withdrawn at"),
}
AUDIENCES = [
    ("everyone", _l("Everyone")),
    ("administrators", _l("Administrators")),
    ("learners", _l("Learners")),
]


class BoardView(ScopedView):
    """What is shown to the active identity today; opening an announcement marks it as read."""

    datamodel = Rows(Announcement)
    subject = "announcement"
    title, noun = _l("Announcements"), _l("announcement")
    side = on_board
    list_template = "announcements/board.html"
    show_template = "announcements/show.html"
    list_columns = ["title", "publisher", "starts_on"]
    main_column = "title"
    base_order = ("starts_on", "desc")
    labels = LABELS
    filters = ("title",)
    exports = False
    empty = _l("There are no announcements for you at present.")

    def may(self, permission: str) -> bool:
        """Reading needs no permission: whoever is addressed sees it."""
        now = scope.current()
        return permission == "read" and now is not None and now.kind in READERS

    @expose("/list/")
    @allowed("read")
    def list(self) -> Any:
        shown = operations.current(self.session, limit=100)
        return self.render_template(self.list_template, title=self.heading, shown=shown, view=self)

    @expose("/open/<pk>", methods=["POST"])
    @allowed("read")
    def open(self, pk: str) -> Response:
        item = self.find(pk, "read")
        operations.mark_read(self.session, scope.actor(), item)
        self.session.commit()
        return redirect(url_for(".show", pk=pk), code=303)


class AnnouncementView(ScopedView):
    """Announcements of the organizations of the own subtree: write, change, withdraw."""

    datamodel = Rows(Announcement, "organization")
    subject = "announcement"
    title, noun = _l("Manage announcements"), _l("announcement")
    side = managed_by
    list_columns = ["title", "organization", "audience", "starts_on", "ends_on", "standing"]
    main_column = "title"
    order_columns = ["title", "starts_on", "ends_on"]
    base_order = ("starts_on", "desc")
    labels = LABELS
    choices = {"standing": STANDINGS, "audience": AUDIENCES}
    tones = {"standing": {"shown": "success", "coming": "primary", "withdrawn": "danger"}}
    state_column = "standing"
    state_tabs = False
    editable = ("shown", "coming", "over")
    filters = ("title", "organization", "audience", "starts_on")
    searched_by = {"organization": ("name", "credit_code")}
    hints = {"ends_on": _l("The last day; empty: until it is withdrawn.")}
    fieldsets = [(_l("Announcement"), ["title", "body", "organization", "audience", "starts_on", "ends_on"])]
    edit_fieldsets = [(_l("Announcement"), ["title", "body", "audience", "starts_on", "ends_on"])]
    show_fieldsets = [
        (_l("Announcement"), ["title", "body", "organization", "audience", "starts_on", "ends_on", "standing"])
    ]
    required = ("organization", "body")
    creates, changes = operations.announce, operations.revise
    exports = False
    empty = _l("Nothing has been announced yet.")

    @verb(_l("Withdraw"), states=("shown", "coming", "over"), icon="arrow-back-up", tone="danger",
          confirm=_l("%(n)s announcements disappear from every page."))  # fmt: skip
    def withdraw(self, ids: Any, form: VerbForm) -> Outcome:
        return operations.withdraw(self.session, ids, scope.actor())


VIEWS = (BoardView, AnnouncementView)
