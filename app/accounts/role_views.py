"""The screen of roles: the platform's own in its words and permissions, and those of organizations (FJ-12, R-6)."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, Optional

from app.accounts import roles, words
from app.accounts.forms import Matrix, MatrixForm
from app.accounts.models import RoleProfile
from app.extensions import db
from app.kit import scope
from app.kit.review import Outcome
from app.kit.views import Rows, ScopedView, VerbForm, allowed, verb
from app.kit.views.fields import Line
from app.kit.views.widgets import FormPage

REACHES = [
    ("platform", _l("The whole platform")),
    ("administrator", _l("The organization and what is below it")),
    ("learner", _l("Own data")),
    ("auditor", _l("The audit of the platform")),
    ("security", _l("Accounts and roles of the platform")),
    ("system", _l("Platforms")),
]
ORIGINS = [("preset", _l("As in the preset")), ("changed", _l("Differs from the preset")), ("own", _l("Own role"))]


def is_at_home(item: RoleProfile) -> bool:
    """Whether the platform's own roles are the actor's to change."""
    return scope.require().kind == "platform"


class RoleView(ScopedView):
    """「角色管理」: the platform's roles, and own ones as a matrix of what one holds (FJ-12)."""

    datamodel = Rows(RoleProfile, "organization", "role")
    subject = "role"
    title, noun = _l("Manage roles"), _l("role")
    list_columns = ["label", "label_en", "organization", "kind", "origin"]
    main_column = "label"
    base_order = ("role_id", "asc")
    labels = {
        "label": _l("Name"),
        "label_en": _l("Name in English"),
        "organization": _l("Own role of"),
        "kind": _l("Reaches"),
        "permissions": _l("Permissions"),
        "origin": _l("Compared with the preset"),
        "less": _l("What the preset gives beyond these"),
        "more": _l("What the preset does not give"),
    }
    choices = {"kind": REACHES, "origin": ORIGINS}
    tones = {"origin": {"changed": "warning"}}
    state_column = "origin"
    state_tabs = False
    formats = dict.fromkeys(("permissions", "less", "more"), words.spelled)
    filters = ("label", "organization")
    form_fields = {
        "label_en": Line(_l("Name in English"), [Optional(), Length(max=60)], description=_l("Empty: the same name.")),
        "permissions": Matrix(_l("Permissions"), offers=lambda: scope.actor().permissions),
    }
    fieldsets = [(_l("Role"), ["label", "label_en"]), (_l("Permissions"), ["permissions"])]
    show_fieldsets = [(_l("Role"), ["label", "label_en", "organization", "kind"]),
                      (_l("Permissions"), ["permissions", "less", "more"])]  # fmt: skip
    creates, changes, removes = roles.add_role, roles.revise_role, roles.remove_roles
    exports = False
    empty = _l("No role yet.")

    row_pages = ((_l("Words"), "words"), (_l("Permissions"), "permissions"))
    words_columns = [(_l("What the platform calls this role"), ["label", "label_en"])]
    permissions_columns = [(_l("What this role may do"), ["permissions"])]

    def is_editable(self, item: RoleProfile) -> bool:
        return item.organization_id is not None

    def page_links(self, item: RoleProfile) -> list[tuple[Any, str]]:
        """Of the platform's own roles the words can be changed, and of those it may change the permissions."""
        if item.organization_id is not None or not (self._has_words(item) and self.may("write")):
            return []
        revisable = roles.may_revise_preset(scope.actor(), item)
        return super().page_links(item)[: 2 if revisable else 1]

    @staticmethod
    def _has_words(item: RoleProfile) -> bool:
        return scope.require().kind == "platform" and item.platform_id is not None

    @expose("/<pk>/words", methods=["GET", "POST"])
    @allowed("write")
    def words(self, pk: str) -> Any:
        """Give a role of the platform other words (R-6)."""
        posted = request.method == "POST"
        item = self.find(pk, "write", lock=posted)
        form = self.form_class(["label", "label_en"])(formdata=request.form if posted else None, obj=item)
        page = FormPage(self, form, self.words_columns, item)
        if not self._has_words(item):
            self.refuse("write", pk)
        if posted and form.validate():
            key = self._attempt(page, lambda: self._change(roles.rename_role, item, form.data))
            if key is not None:
                return self._saved(key)
        return self._form_response(page, _("Words of %(name)s", name=item.label))

    @expose("/<pk>/permissions", methods=["GET", "POST"])
    @allowed("write")
    def permissions(self, pk: str) -> Any:
        """Take permissions away from a role of the preset, or give it others (R-6)."""
        posted = request.method == "POST"
        item = self.find(pk, "write", lock=posted)
        if not roles.may_revise_preset(scope.actor(), item):
            self.refuse("write", pk)
        offers = roles.offered(self.session, scope.actor(), item)
        form = MatrixForm.of(offers)(formdata=request.form if posted else None, obj=item)
        page = FormPage(self, form, self.permissions_columns, item)
        if posted and form.validate():
            key = self._attempt(page, lambda: self._change(roles.revise_preset, item, form.data))
            if key is not None:
                return self._saved(key)
        return self._form_response(page, _("Permissions of %(name)s", name=item.word))

    @verb(_l("Restore from preset"), states=("changed",), icon="refresh", offered=is_at_home,
          confirm=_l("%(n)s roles may do again what the preset gives them, and follow it from now on."))  # fmt: skip
    def restore(self, ids: list[int], form: VerbForm) -> Outcome:
        return roles.restore_preset(db.session(), ids, scope.actor())
