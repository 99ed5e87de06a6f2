"""「我的消息」: the own notices under every identity; opening one leads to what it tells of and marks it as read."""

from __future__ import annotations

from flask import flash, redirect
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.kit import notices, scope
from app.kit.notices.models import READ, UNREAD, Notice
from app.kit.views import Rows, ScopedView, allowed
from app.kit.views.guard import local_path

STANDINGS = [(UNREAD, _l("Unread")), (READ, _l("Read"))]


class NoticeView(ScopedView):
    """The notices of the signed-in user (NOTE-1)."""

    datamodel = Rows(Notice)
    subject = "notice"
    title, noun = _l("My notices"), _l("notice")
    list_template = "notices/list.html"
    list_columns = ["sentence", "created_at", "standing"]
    main_column = "sentence"
    base_order = ("id", "desc")
    choices = {"standing": STANDINGS}
    tones = {"standing": {UNREAD: "primary"}}
    labels = {"sentence": _l("Notice"), "created_at": _l("When"), "standing": _l("Read?")}
    filters = ("standing",)
    exports = False
    empty = _l("No notices. What happens to your items and what waits for you is told here.")

    def may(self, permission: str) -> bool:
        """Everybody who acts under an identity has notices; the scope shows the own ones."""
        return scope.current() is not None

    @expose("/open/<pk>", methods=["POST"])
    @allowed("read")
    def open(self, pk: str) -> Response:
        item = self.find(pk, "read")
        address = local_path(item.address) or self.back_address()
        notices.mark_read(self.session, [item.id])
        self.session.commit()
        return redirect(address, code=303)

    @expose("/seen/<pk>", methods=["POST"])
    @allowed("read")
    def seen(self, pk: str) -> Response:
        return self._mark([self.find(pk, "read").id])

    @expose("/seen", methods=["POST"])
    @allowed("read")
    def seen_all(self) -> Response:
        return self._mark(None)

    def _mark(self, ids: list[int] | None) -> Response:
        count = notices.mark_read(self.session, ids)
        self.session.commit()
        flash(ngettext("%(num)s notice marked as read.", "%(num)s notices marked as read.", count), "success")
        return self.back()


VIEWS = (NoticeView,)
