"""Screens of the system's and the platform's administrator: platforms, names of levels, holidays."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, false
from wtforms.validators import InputRequired, Length

from app.accounts.models import Appointment
from app.kit import scope
from app.kit.views import Rows, ScopedView, allowed, once
from app.kit.views.fields import Choice, Line
from app.kit.views.pick import parse_id
from app.organizations import holidays, levels
from app.organizations.models import CATEGORIES, Holiday, LevelName, Platform
from app.organizations.operations import check_credit_code
from app.organizations.words import language
from app.presets import loading, operations
from app.presets.forms import zones
from app.presets.menu_views import MenuView
from app.presets.route_views import RouteView


def presets() -> list[tuple[str, Any, dict[str, bool]]]:
    """The presets by what they call their platform."""
    title = "title" if language() == "zh" else "title_en"
    files = ((name, loading.read(name)) for name in loading.names())
    return [(name, facts.get(title) or facts.get("name") or name, {"data-theirs": True}) for name, facts in files]


class PlatformView(ScopedView):
    """The platforms of this installation, for the system administrator (R-9)."""

    datamodel = Rows(Platform)
    subject = "platform"
    in_menu = False
    title, noun = _l("Platforms"), _l("platform")
    list_columns = ["name", "code", "zone", "preset", "created_at"]
    main_column = "name"
    filters = ("name", "code")
    labels = {
        "name": _l("Name"),
        "code": _l("Code"),
        "zone": _l("Time zone"),
        "preset": _l("Made from"),
        "created_at": _l("Created"),
    }
    form_fields = {
        "zone": Choice(_l("Time zone"), [InputRequired()], choices=zones, default="Asia/Shanghai"),
        "preset": Choice(_l("Made from"), [InputRequired()], choices=presets,
                         description=_l("Gives words, roles, routes and menu, all of which can be changed later.")),
        "root_name": Line(_l("Name of the root organization"), [InputRequired(), Length(max=100)]),
        "root_category": Choice(_l("Category"), [InputRequired()], choices=CATEGORIES, default="bureau"),
        "credit_code": Line(_l("Unified social credit code"), [check_credit_code]),
        "admin_name": Line(_l("Full name"), [InputRequired(), Length(max=60)]),
        "admin_login": Line(_l("Login name"), [InputRequired(), Length(min=3, max=64)]),
    }  # fmt: skip
    hints = {"code": _l("Small letters, digits and hyphens; can't be changed later.")}
    fieldsets = [
        (_l("Platform"), ["name", "code", "zone", "preset"]),
        (_l("Root organization"), ["root_name", "root_category", "credit_code"]),
        (_l("First administrator"), ["admin_name", "admin_login"]),
    ]
    edit_fieldsets = [(_l("Platform"), ["name", "zone"])]
    show_fieldsets = [(_l("Platform"), ["name", "code", "zone", "preset", "created_at"])]
    creates, changes = operations.set_up, operations.revise_platform
    exports = False

    @expose("/add", methods=["GET", "POST"])
    @allowed("write")
    def add(self) -> Any:
        """Set a platform up beyond the own scope, as the own person; then show the first password once."""
        if request.method != "POST":
            return super().add()
        with scope.everything("platform: set up on the screen", actor=scope.actor()):
            answer = super().add()
        return self._issued(*g.issued) if g.get("issued") else answer

    def _create(self, values: dict[str, Any]) -> Platform:
        platform, appointment, password = operations.set_up(self.session, scope.actor(), values)
        once.keep(self.session, platform.id)
        g.issued = appointment.id, password
        return platform

    def _issued(self, appointment_id: int, password: str) -> Any:
        context = {"item": self.session.get(Appointment, appointment_id), "password": password}
        title = _("One-time password of the first administrator")
        return self.render_template("accounts/issued.html", title=title, crumbs=self._crumbs(), **context)


class LevelView(ScopedView):
    """「级别名称」: what the platform calls the units of each level (R-6)."""

    datamodel = Rows(LevelName)
    subject = "level_name"
    title, noun = _l("Names of levels"), _l("name of a level")
    list_columns = ["level", "label", "label_en"]
    main_column = "label"
    base_order = ("level", "asc")
    labels = {"level": _l("Level"), "label": _l("Name"), "label_en": _l("Name in English")}
    hints = {"level": _l("Levels count units from the root, which is 1; departments do not count.")}
    fieldsets = [(_l("Level"), ["level", "label", "label_en"])]
    creates, changes, removes = levels.add_level, levels.revise_level, levels.remove_levels
    exports = False
    empty = _l("No names yet: levels are shown by their numbers.")


def _in_year(model: Any, typed: str) -> ColumnElement[bool]:
    year = parse_id(typed) or 0
    if not 1 <= year <= 9999:
        return false()
    return and_(model.day >= date(year, 1, 1), model.day <= date(year, 12, 31))


class HolidayView(ScopedView):
    """「节假日与调休」: the days that are not what their weekday says; deadlines in working days skip them."""

    datamodel = Rows(Holiday)
    subject = "holiday"
    title, noun = _l("Holidays and worked weekends"), _l("day")
    list_template = "platforms/holidays.html"
    list_columns = ["day", "name", "works"]
    main_column = "day"
    base_order = ("day", "asc")
    page_size = 50
    labels = {"day": _l("Day"), "name": _l("Name"), "works": _l("Is worked"), "year": _l("Year")}
    searches = {"year": _in_year}
    filters = ("year", "name", "works")
    hints = {"works": _l("A weekend day that is worked; without a tick the day is free.")}
    required = ("name",)
    fieldsets = [(_l("Day"), ["day", "name", "works"])]
    creates, changes, removes = holidays.add_day, holidays.revise_day, holidays.remove_days
    imports = ("holidays",)
    exports = False
    empty = _l("No days yet. Load the official days of a year, or add one with New.")

    @expose("/official", methods=["GET", "POST"])
    @allowed("write")
    def official(self) -> Any:
        """Show the official days of a year beside the own ones; a POST takes them over."""
        years = holidays.known_years()
        year = parse_id(request.values.get("year", "")) or years[0]
        if request.method == "POST":
            self._run(lambda: self._load(year), "official")
            return redirect(url_for(".list", year=year), code=303)
        days = holidays.official(self.session, year) if year in years else []
        context = {"year": year, "years": years, "days": days, "crumbs": self._crumbs()}
        return self.render_template("platforms/official.html", title=_("Official days"), **context)

    def _load(self, year: int) -> None:
        added, changed = holidays.load_official(self.session, scope.actor(), year)
        flash(_("%(added)s days added, %(changed)s changed.", added=added, changed=changed), "success")


VIEWS = (PlatformView, RouteView, MenuView, LevelView, HolidayView)
