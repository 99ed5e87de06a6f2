"""Screens of what a platform lets people claim: types with their standard, and the windows of a year."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from app.claims import standards, typed
from app.claims.models import EVIDENCE, PROPOSALS, ClaimType, ClaimWindow
from app.extensions import db
from app.kit import scope
from app.kit.review import Outcome
from app.kit.scope import Scope
from app.kit.views import Rows, ScopedView, VerbForm, verb
from app.organizations.words import worded

TIMES = [("planned", _l("Not begun")), ("now", _l("In effect")), ("over", _l("Over"))]


def headings(model: Any, s: Scope) -> ColumnElement[bool]:
    """Types of the first level."""
    return model.parent_id.is_(None)


class ClaimTypeView(ScopedView):
    """「认定类型与学分标准」: types in two levels, edited by the platform's administrator (DL-10, GX-2)."""

    datamodel = Rows(ClaimType, "parent", "category")
    subject = "setting"
    reading = "write"
    title, noun = _l("Types of claims and standard"), _l("type of claims")
    list_columns = ["whole_word", "code", "category", "proposal", "evidence", "most_hours", "active"]
    main_column = "whole_word"
    base_order = ("place", "asc")
    labels = {
        "seq": _l("Order"),
        "whole_word": _l("Type"),
        "parent": _l("Heading"),
        "label": _l("Name"),
        "label_en": _l("Name in English"),
        "code": _l("Code"),
        "category": _l("Category"),
        "proposal": _l("How hours are proposed"),
        "single_date": _l("One date only"),
        "evidence": _l("Evidence"),
        "most_hours": worded(_l("Most %(hours)s of one")),
        "guidance": _l("Standard"),
        "active": _l("Can be claimed"),
        "routes": _l("Reviewed by the route"),
        "caps": worded(_l("Caps of %(hours)s that hold for it")),
    }
    hints = {
        "code": _l("What routes, rules and spreadsheets call it: small letters and digits; it stays."),
        "parent": _l("Empty: a type of the first level, or a heading."),
        "category": _l("Empty: a heading, which itself can't be claimed."),
        "single_date": _l("The day of a patent or a paper instead of first and last day."),
        "guidance": _l("Shown beside the form while people fill it in."),
    }
    choices = {"proposal": PROPOSALS, "evidence": EVIDENCE}
    pickers = {"parent": headings}
    filters = ("label", "code", "category", "active")
    fieldsets = [
        (_l("Type"), ["parent", "label", "label_en", "code", "seq"]),
        (worded(_l("%(hours)s")), ["category", "proposal", "most_hours", "single_date"]),
        (_l("What is wanted"), ["evidence", "guidance"]),
    ]
    edit_fieldsets = [
        (_l("Type"), ["parent", "label", "label_en", "seq"]),
        (worded(_l("%(hours)s")), ["category", "proposal", "most_hours", "single_date"]),
        (_l("What is wanted"), ["evidence", "guidance"]),
    ]
    show_fieldsets = [
        (_l("Type"), ["parent", "label", "label_en", "code", "seq", "active"]),
        *fieldsets[1:],
        (_l("What holds for it"), ["routes", "caps"]),
    ]
    figures = typed.look_up
    creates, changes, removes = standards.add_type, standards.revise_type, standards.remove_types
    exports = False
    empty = _l("No type yet. Create a heading with New, then its types.")

    @verb(_l("Stop offering"), icon="x", offered=lambda item: item.active,
          confirm=_l("%(n)s types are no longer offered; claims that were made stay."))  # fmt: skip
    def retire(self, ids: list[int], form: VerbForm) -> Outcome:
        return standards.retire(db.session(), ids, scope.actor())

    @verb(_l("Offer again"), icon="check", offered=lambda item: not item.active,
          confirm=_l("%(n)s types can be claimed again."))  # fmt: skip
    def offer(self, ids: list[int], form: VerbForm) -> Outcome:
        return standards.offer(db.session(), ids, scope.actor())


class ClaimWindowView(ScopedView):
    """「学时登记开放」: when claims for a year are taken (GX-20)."""

    datamodel = Rows(ClaimWindow, "category")
    subject = "setting"
    reading = "write"
    title, noun = _l("Open for claims"), _l("window for claims")
    list_columns = ["year", "category", "opens_on", "closes_on", "standing"]
    main_column = "year"
    base_order = ("year", "desc")
    labels = {
        "year": _l("Year"),
        "category": _l("Category"),
        "opens_on": _l("From"),
        "closes_on": _l("Until"),
        "standing": _l("State"),
    }
    hints = {"category": _l("Empty: every category."), "closes_on": _l("This day is included.")}
    choices = {"standing": TIMES}
    tones = {"standing": {"now": "success", "planned": "warning"}}
    state_column = "standing"
    state_tabs = False
    filters = ("year", "category")
    fieldsets = [(_l("Window"), ["year", "category", "opens_on", "closes_on"])]
    show_fieldsets = [(_l("Window"), ["year", "category", "opens_on", "closes_on", "standing"])]
    creates, changes, removes = standards.open_window, standards.revise_window, standards.remove_windows
    exports = False
    empty = _l("No window: claims are taken for this year and the one before.")


VIEWS = (ClaimTypeView, ClaimWindowView)
