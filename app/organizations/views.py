"""Screens of the organization tree."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.kit import clock, scope
from app.kit.errors import RuleError
from app.kit.scope import Scope
from app.kit.views import Page, Rows, ScopedView, allowed
from app.kit.views.fields import Form
from app.kit.views.pick import parse_id
from app.kit.views.widgets import FormPage
from app.organizations import departments, operations, settings
from app.organizations.forms import SettingsForm
from app.organizations.models import CATEGORIES, DEPARTMENT, UNIT, Organization
from app.organizations.words import level_name

KINDS = [(UNIT, _l("Unit")), (DEPARTMENT, _l("Department"))]


class OrganizationView(ScopedView):
    """「单位管理」: the units and departments of the scope (R-1)."""

    datamodel = Rows(Organization, "parent")
    subject = "organization"
    title, noun = _l("Manage organizations"), _l("organization")
    list_columns = ["name", "credit_code", "parent", "kind", "category", "level", "region"]
    main_column = "name"
    base_order = ("path", "asc")
    filters = ("name", "credit_code", "parent", "category", "kind")
    searched_by = {"parent": ("name", "credit_code")}
    labels = {
        "name": _l("Name"),
        "credit_code": _l("Unified social credit code"),
        "parent": _l("Superior organization"),
        "kind": _l("Kind"),
        "category": _l("Category"),
        "level": _l("Level"),
        "region": _l("Region"),
        "contact": _l("Contact"),
        "created_at": _l("Created"),
    }
    choices = {"kind": KINDS, "category": CATEGORIES}
    formats = {"level": level_name}
    fieldsets = [
        (_l("Place in the tree"), ["parent", "kind"]),
        (_l("Unit"), ["name", "credit_code", "category", "region", "contact"]),
    ]
    edit_fieldsets = [fieldsets[1]]  # moving a subtree is a verb of its own
    show_fieldsets = [
        (_l("Unit"), ["name", "credit_code", "category", "region", "contact"]),
        (_l("Place in the tree"), ["parent", "kind", "level", "created_at"]),
    ]
    required = ("parent",)
    hints = {"credit_code": _l("18 digits and capital letters; departments have none.")}
    validators_columns = {"credit_code": [operations.check_credit_code]}
    creates, changes = operations.add_unit, operations.revise_unit
    imports = ("organizations",)
    empty = _l("No organization yet. Import a spreadsheet or create one with New.")
    row_pages = ((_l("Move"), "move"),)
    move_columns = [(_l("New place in the tree"), ["parent"])]

    def page_links(self, item: Any) -> list[tuple[Any, str]]:
        return super().page_links(item) if self.may("write") else []

    @expose("/<pk>/move", methods=["GET", "POST"])
    @allowed("write")
    def move(self, pk: str) -> Any:
        """Choose another superior organization; everything below moves along."""
        posted = request.method == "POST"
        item = self.find(pk, "write", lock=posted)
        page = FormPage(self, self._move_form(formdata=request.form if posted else None), self.move_columns, item)
        if posted and page.form.validate():
            key = self._attempt(page, lambda: self._change(operations.move_unit, item, page.form.data))
            if key is not None:
                return self._saved(key)
        return self._form_response(page, _("Move %(name)s", name=item.name))

    @cached_property
    def _move_form(self) -> type[Form]:
        return self.form_class(["parent"])


def departments_only(model: Any, s: Scope) -> ColumnElement[bool]:
    return model.kind == DEPARTMENT


def units_only(model: Any, s: Scope) -> ColumnElement[bool]:
    return model.kind == UNIT


class DepartmentView(ScopedView):
    """「单位部门管理」: the departments of the scope's units (GX-18)."""

    datamodel = Rows(Organization, "parent")
    subject = "organization"
    title, noun = _l("Departments"), _l("department")
    side = departments_only
    list_columns = ["name", "note", "parent"]
    main_column = "name"
    base_order = ("path", "asc")
    filters = ("name",)
    pickers = {"parent": units_only}
    searched_by = {"parent": ("name", "credit_code")}
    labels = {
        "name": _l("Department name"),
        "note": _l("Department remark"),
        "parent": _l("Unit"),
        "created_at": _l("Created"),
    }
    required = ("parent",)
    fieldsets = [(_l("Department"), ["parent", "name", "note"])]
    edit_fieldsets = [(_l("Department"), ["name", "note"])]
    show_fieldsets = [(_l("Department"), ["parent", "name", "note", "created_at"])]
    creates, changes = departments.add_department, operations.revise_unit
    removes = departments.remove_departments
    empty = _l("No department yet. Create one with New.")


def own_unit(model: Any, s: Scope) -> ColumnElement[bool]:
    return and_(model.id == s.actor.organization_id, model.kind == UNIT)


class OwnUnitView(ScopedView):
    """「单位信息维护」: what a unit keeps about itself (GX-23)."""

    datamodel = Rows(Organization, "parent")
    subject = "organization"
    whose = ("administrator", "platform")
    title, noun = _l("Own unit"), _l("unit")
    default_view = "own"
    side = own_unit
    list_columns = ["name", "credit_code", "region", "contact"]
    main_column = "name"
    labels = OrganizationView.labels | {"name": _l("Unit name")}
    validators_columns = OrganizationView.validators_columns
    hints = OrganizationView.hints
    choices = {"category": CATEGORIES}
    formats = {"level": level_name}
    fieldsets = [(_l("Unit"), ["name", "credit_code", "region", "contact"])]
    show_fieldsets = [(_l("Unit"), ["name", "credit_code", "region", "contact", "category", "level"])]
    changes = operations.revise_unit
    exports = False

    @expose("/own")
    @allowed("read")
    def own(self) -> Any:
        """The page of the own unit."""
        return self.show(scope.actor().organization_id or 0)


class SettingView(Page):
    """「参数设置」: a platform's settings in a year, changed from a year on, with every earlier value (R-6)."""

    route_base = "/settings"
    default_view = "change"
    subject = "setting"
    title = _l("Settings by year")
    reading = "write"

    @expose("/", methods=["GET", "POST"])
    @allowed("write")
    def change(self) -> Any:
        platform_id = scope.require().platform_id or 0
        year = parse_id(request.args.get("year", "")) or clock.today().year
        posted = request.form if request.method == "POST" else None
        values = settings.in_force(self.session, platform_id, year)
        form = SettingsForm.shown(values, year, posted)
        problem = ""
        if posted and form.validate():
            try:
                return self._save(form)
            except RuleError as error:
                self.session.rollback()
                problem = "" if form.point_at(error.field, error.message) else error.message
        context = {"form": form, "problem": problem, "year": year, "registry": settings.REGISTRY}
        context |= {"history": settings.history(self.session), "fields_of": form.fields_of}
        page = self.render_template("organizations/settings.html", title=self.heading, **context)
        return page, 422 if posted else 200

    def _save(self, form: SettingsForm) -> Any:
        from_year = form.from_year.data or 0
        changed = settings.change_settings(self.session, scope.actor(), from_year, form.settings())
        self.session.commit()
        flash(_("%(n)s settings changed from %(year)s on.", n=len(changed), year=from_year), "success")
        return redirect(url_for("SettingView.change", year=from_year), code=303)
