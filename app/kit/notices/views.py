"""「我的消息」: the own notices under every identity; opening one leads to what it tells of and marks it as read."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import ListWidget

from app.kit import notices, scope
from app.kit.errors import RuleError
from app.kit.notices import mailing
from app.kit.notices.models import READ, UNREAD, Notice
from app.kit.notices.preferring import GROUPS, NoticePreference, set_preference
from app.kit.views import Page, Rows, ScopedView, allowed
from app.kit.views.fields import Choice, Form, Line, TickInput
from app.kit.views.guard import local_path

LANGUAGES = [("zh", "中文", {"lang": "zh"}), ("en", "English", {"lang": "en"})]  # each in its own words
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
        notices.opened(self.session, item)
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


class PreferenceForm(Form):
    """Where to, in which language, and what."""

    email = Line(_l("E-mail"), [Optional(), Length(max=200)],
                 description=_l("Used for notices only; it is not a login name. Empty: no e-mails."))  # fmt: skip
    locale = Choice(_l("Language of the e-mails"), [InputRequired()], choices=LANGUAGES)
    events = SelectMultipleField(
        _l("Tell me by e-mail"),
        choices=[SelectChoice(code, label) for code, label in GROUPS],
        option_widget=TickInput(),
        widget=ListWidget(prefix_label=False),
    )


class PreferenceView(Page):
    """「消息设置」: which notices come by e-mail too."""

    subject = "notice"
    title = _l("Notice settings")
    default_view = "change"

    def may(self, permission: str) -> bool:
        return scope.current() is not None

    @expose("/", methods=["GET", "POST"])
    @allowed("read")
    def change(self) -> Any:
        actor = scope.actor()
        mine = self.session.get(NoticePreference, actor.user_id)
        first = {"locale": "zh", "events": [code for code, _label in GROUPS]} if mine is None else {}
        form = PreferenceForm(formdata=request.form if request.method == "POST" else None, obj=mine, data=first)
        if request.method == "POST" and form.validate() and self._kept(form):
            flash(_("Saved."), "success")
            return redirect(url_for("NoticeView.list"), code=303)
        lost = mailing.undelivered(self.session, actor.user_id)
        crumbs = [(NoticeView.title, url_for("NoticeView.list"))]
        page = self.render_template("notices/settings.html", title=self.heading, crumbs=crumbs, form=form,
                                    on=mailing.is_on(), lost=lost)  # fmt: skip
        return page, 422 if form.errors else 200

    def _kept(self, form: PreferenceForm) -> bool:
        try:
            set_preference(self.session, scope.actor(), form.data)
            self.session.commit()
        except RuleError as refusal:
            self.session.rollback()
            form.email.errors = [refusal.message]
        return not form.errors


VIEWS = (NoticeView, PreferenceView)
