"""The screen of the menu tree: order, words, icons, what each role sees, and screens that have no entry (MENU-1)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms.validators import InputRequired

from app import navigation
from app.accounts.models import RoleProfile
from app.extensions import db
from app.kit import scope
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, allowed, verb
from app.kit.views.fields import Choice
from app.kit.views.pick import parse_id
from app.kit.views.widgets import FormPage
from app.organizations import menu
from app.organizations.models import MenuEntry
from app.presets import operations
from app.presets.forms import IconChoice


class MenuEntryView(ScopedView):
    """The entries of the platform's menu in its own words, and their order."""

    datamodel = Rows(MenuEntry)
    subject = "menu_entry"
    title, noun = _l("Menu"), _l("menu entry")
    list_columns = ["heading", "label", "label_en", "hidden"]
    main_column = "label"
    base_order = ("seq", "asc")
    labels = {
        "heading": _l("Heading"),
        "heading_en": _l("Heading in English"),
        "label": _l("Word in the menu"),
        "label_en": _l("Word in English"),
        "icon": _l("Icon"),
        "target": _l("Screen"),
        "hidden": _l("Hidden"),
    }
    form_fields = {
        "target": Choice(_l("Screen"), [InputRequired()], choices=navigation.offered),
        "icon": IconChoice(_l("Icon"), [InputRequired()], default="point"),
    }
    hints = {
        "heading": _l("An existing heading, or a new one."),
        "heading_en": _l("For a new heading; empty: the same word."),
    }
    required = ("heading",)
    fieldsets = [
        (_l("Menu entry"), ["label", "label_en", "target"]),
        (_l("Heading"), ["heading", "heading_en"]),
        (_l("Icon"), ["icon"]),
    ]
    edit_fieldsets = [fieldsets[0], (_l("Heading"), ["heading"]), fieldsets[2]]
    show_fieldsets = [(_l("Menu entry"), ["heading", "label", "label_en", "hidden"])]
    heading_columns = [(_l("Heading"), ["heading", "heading_en"])]
    creates, changes, removes = menu.add_entry, menu.revise_entry, menu.remove_entries
    exports = False

    # ---- order ----------------------------------------------------------------------------------

    @verb(_l("Move up"), icon="chevron-up")
    def up(self, ids: list[int], form: VerbForm) -> Outcome:
        return menu.move(db.session(), ids, -1)

    @verb(_l("Move down"), icon="chevron-down")
    def down(self, ids: list[int], form: VerbForm) -> Outcome:
        return menu.move(db.session(), ids, 1)

    @verb(_l("Move heading up"), icon="chevron-up")
    def heading_up(self, ids: list[int], form: VerbForm) -> Outcome:
        return menu.move_heading(db.session(), ids, -1)

    @verb(_l("Move heading down"), icon="chevron-down")
    def heading_down(self, ids: list[int], form: VerbForm) -> Outcome:
        return menu.move_heading(db.session(), ids, 1)

    @verb(_l("Hide"), icon="eye-off")
    def hide(self, ids: list[int], form: VerbForm) -> Outcome:
        return menu.show(db.session(), ids, hidden=True)

    @verb(_l("Show"), icon="eye")
    def unhide(self, ids: list[int], form: VerbForm) -> Outcome:
        return menu.show(db.session(), ids, hidden=False)


class MenuView(MenuEntryView):
    """「菜单管理」: the tree on one page, and what is done with it as a whole (MENU-1)."""

    @expose("/list/")
    @allowed("read")
    def list(self) -> Any:
        """The tree as it is shown; with a role chosen, what that role sees of it."""
        entries, screens = menu.entries(self.session), navigation.screens()
        profile = self._role(request.args.get("role", ""))
        context = {
            "tree": menu.tree(entries),
            "screens": screens,
            "missing": [one for name, one in screens.items() if name not in {e.target for e in entries}],
            "roles": self.session.scalars(self._roles()).all(),
            "profile": profile,
            "seen": navigation.seen_by(profile.kind, profile.permissions) if profile else set(screens),
            "writable": self.may("write"),
        }
        return self.render_template("platforms/menu.html", title=self.heading, view=self, **context)

    def _roles(self) -> Any:
        own = RoleProfile.platform_id == scope.require().platform_id
        return select(RoleProfile).where(own).order_by(RoleProfile.role_id)

    def _role(self, typed: str) -> RoleProfile | None:
        return self.session.scalars(self._roles().where(RoleProfile.role_id == (parse_id(typed) or 0))).first()

    def _saved(self, key: Any) -> Any:
        flash(_("Saved."), "success")
        return redirect(url_for(".list"), code=303)

    # ---- headings, screens without an entry, the preset -----------------------------------------

    @expose("/<pk>/heading", methods=["GET", "POST"])
    @allowed("write")
    def rename_heading(self, pk: str) -> Any:
        """Other words for the heading of an entry."""
        posted = request.method == "POST"
        item = self.find(pk, "write", lock=posted)
        form = self.form_class(["heading", "heading_en"])(formdata=request.form if posted else None, obj=item)
        page = FormPage(self, form, self.heading_columns, item)
        if posted and form.validate():
            key = self._attempt(page, lambda: self._change(menu.rename_heading, item, form.data))
            if key is not None:
                return self._saved(key)
        return self._form_response(page, _("Heading %(name)s", name=item.heading))

    @expose("/adopt", methods=["POST"])
    @allowed("write")
    def adopt(self) -> Any:
        """Give a screen an entry under its own title; words and place can be changed then."""
        found = navigation.screens().get(request.form.get("target", ""))
        if found is None:
            self.refuse("adopt", request.form.get("target", ""))
        (more,) = navigation.in_both([_l("More screens")])
        values = {"target": found.target, "label": found.words["zh"][:40], "label_en": found.words["en"][:60]}
        values |= {"icon": "point", "heading": more["zh"], "heading_en": more["en"]}
        self._run(lambda: menu.add_entry(self.session, scope.actor(), values), "adopt")
        return redirect(url_for(".list"), code=303)

    @expose("/restore", methods=["POST"])
    @allowed("write")
    def restore(self) -> Any:
        """Take the menu of the preset again; what was changed here is gone."""
        self._run(lambda: operations.restore_menu(self.session, scope.actor()), "restore")
        return redirect(url_for(".list"), code=303)
