"""Forms of a platform's set-up: a route with its steps, the icons of the menu, the zones of the world."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import HiddenField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kit import clock, review
from app.kit.views import look
from app.kit.views.fields import Choice, ChoiceInput, Form, Line, Tick, WholeNumber
from app.kit.views.lines import Lines
from app.organizations.routes import LONGEST_TERM, MOST_STEPS
from app.organizations.words import worded

WHO = [
    ("own_unit", _l("The declaring unit itself")),
    ("ancestor", _l("Nearest unit of a level, itself included")),
    ("root", _l("The platform's root")),
    ("chosen", _l("Organization chosen at submission")),
]
REVOKERS = [
    (review.LAST, _l("Who decided last")),
    (review.UNIT, _l("The unit that submitted it")),
    (review.BOTH, _l("Both of them")),
]
Pairs = Sequence[tuple[Any, Any]]


def whole(typed: Any) -> int | None:
    """The number of a choice; None for the blank one."""
    return int(typed) if str(typed).isdigit() else None


class Ticks(SelectMultipleField):
    """Some of fixed values, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def step_form(permissions: Pairs, levels: Pairs, kinds: Pairs) -> type[Form]:
    """The form of one step: what can be chosen depends on the platform."""

    class StepForm(Form):
        """One step of a route."""

        name = Line(_l("Name"), [InputRequired(), Length(max=40)])
        name_en = Line(_l("Name in English"), [Optional(), Length(max=60)])
        who = Choice(_l("Who decides"), [InputRequired()], choices=WHO)
        level = Choice(_l("Level"), [Optional()], choices=levels, coerce=whole)
        permission = Choice(_l("Needs the permission"), [InputRequired()], choices=permissions)
        types = Ticks(_l("Only for these types"), [Optional()], choices=[SelectChoice(*pair) for pair in kinds])
        above_hours = WholeNumber(worded(_l("Only above this number of %(hours)s")), [Optional(), NumberRange(min=0)])
        working_days = WholeNumber(_l("Working days allowed"), [Optional(), NumberRange(1, LONGEST_TERM)])
        self_review = Tick(_l("Who submitted may decide too (self-review)"))

        def validate_level(self, field: Any) -> None:
            if self.who.data == "ancestor" and not field.data:
                raise ValidationError(_("Say which level decides."))

    if not kinds:
        del StepForm.types
    return StepForm


def route_form(permissions: Pairs, levels: Pairs, kinds: Pairs) -> type[Form]:
    """The form of a route with its steps."""

    class RouteForm(Form):
        """A route: whose items it is for, and who decides in which order."""

        kind = HiddenField(validators=[InputRequired()])
        name = Line(_l("Name of the route"), [InputRequired(), Length(max=100)])
        type = Choice(_l("Type"), [Optional()], choices=kinds, blank=_l("All others"),
                      description=_l("All others: every type without its own."))  # fmt: skip
        owner_level = Choice(_l("Level of the declaring unit"), [Optional()], choices=levels, coerce=whole,
                             blank=_l("All others"),
                             description=_l("All others: every level without a route of its own."))  # fmt: skip
        revocable_by = Choice(_l("Who may revoke what was approved"), [Optional()], choices=REVOKERS,
                              default=review.LAST)  # fmt: skip
        steps = Lines(step_form(permissions, levels, kinds), MOST_STEPS)

    if not kinds:
        del RouteForm.type
    return RouteForm


def as_steps(form: Form) -> list[Any]:
    """The steps as they stand in the form, as far as they say who decides."""
    rows = (row.data for row in form["steps"].forms)
    usual = {"types": None, "name_en": ""}
    return [SimpleNamespace(**(usual | row)) for row in rows
            if row["who"] and row["permission"] and (row["who"] != "ancestor" or row["level"])]  # fmt: skip


# ---- fields -------------------------------------------------------------------------------------------------------


class IconInput(ChoiceInput):
    """Every icon of the sprite as a radio button."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        cells = Markup("").join(self._cell(field, name) for name in look.icon_names())
        return Markup('<div class="icon-grid" id="{}" role="radiogroup" aria-label="{}">{}</div>').format(
            field.id, field.label.text, cells
        )

    @staticmethod
    def _cell(field: Any, name: str) -> Markup:
        state = Markup(" checked") if name == field.data else ""
        return Markup('<label title="{0}"><input type="radio" name="{1}" value="{0}"{2}>{3}'
                      '<span class="visually-hidden">{0}</span></label>').format(
            name, field.name, state, look.icon(name))  # fmt: skip


class IconChoice(Choice):
    """One icon of the bundled set."""

    widget = IconInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=lambda: [(name, name) for name in look.icon_names()], **kwargs)


@cache
def zones() -> list[tuple[str, str]]:
    """The time zones, by their names."""
    return [(name, name) for name in clock.zones() if "/" in name]
