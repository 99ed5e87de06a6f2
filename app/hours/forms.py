"""The editor of a version of rules: its rows, and a person with entries as a worked example beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields as columns
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField
from wtforms.validators import InputRequired, Length, Optional

from app.hours import kinds, rules
from app.hours.due import Attributes
from app.hours.models import HourCategory
from app.hours.rulebook import Rule
from app.hours.standing import Entry
from app.kit.views.fields import Choice, Day, ExactNumber, Form, Line, WholeNumber

MOST_RULES, MOST_ENTRIES, BLANK_RULES, EXAMPLE_ENTRIES = 60, 12, 2, 4
_NAMES = tuple(column.name for column in columns(Rule))


class EditorForm(Form):
    """A version of the rules with its example; made for the categories of a platform."""

    from_year = WholeNumber(
        _l("From the year"),
        [InputRequired()],
        description=_l("This version replaces the whole earlier one from this year on."),
    )
    note = Line(_l("Why"), [Optional(), Length(max=200)])
    rules: FieldList
    grade = Line(_l("Grade"), [Optional(), Length(max=20)])
    title = Line(_l("Professional title"), [Optional(), Length(max=40)])
    joined = Day(_l("Hired on"), [Optional()])
    leave_from = Day(_l("Leave from"), [Optional()])
    leave_until = Day(_l("Leave until"), [Optional()])
    year = WholeNumber(_l("Year to judge"), [Optional()])
    entries: FieldList

    def wanted(self) -> list[Rule]:
        """The rules as typed; rows without a kind say nothing."""
        return [_rule(row.form) for row in self.rules if row.form.kind.data]

    def row_of(self, name: str | None) -> Any:
        """The form of the rule that a message `rules-<position>` is about: blank rows were not counted."""
        filled = [row.form for row in self.rules if row.form.kind.data]
        number = name.removeprefix("rules-") if name else ""
        return filled[int(number)] if number.isdigit() and int(number) < len(filled) else None

    def who(self) -> Attributes:
        leaves = ((self.leave_from.data, self.leave_until.data),) if self.leave_from.data else ()
        return Attributes(self.grade.data or "", self.title.data or "", self.joined.data, leaves)

    def example(self) -> list[Entry]:
        """The entries of the example that say how much of what."""
        rows = [row.form for row in self.entries]
        full = [(n, f) for n, f in enumerate(rows, 1) if f.hours.data and f.hours.data > 0 and f.category_id.data]
        return [_entry(number, one, self.judged) for number, one in full]

    @property
    def judged(self) -> int:
        return _in_range(self.year.data) or _in_range(self.from_year.data) or 2000


def _in_range(year: int | None) -> int | None:
    return year if year and rules.FIRST <= year <= rules.LAST else None


def _entry(number: int, one: Any, judged: int) -> Entry:
    year = _in_range(one.year.data) or judged
    day = one.starts_on.data
    return Entry(number, year, int(one.category_id.data), one.hours.data, one.type.data or "", "", day, day)


def _rule(form: Any) -> Rule:
    values = {name: form[name].data for name in _NAMES}
    values["category_id"] = int(values["category_id"]) if values["category_id"] else None
    blank = {name: "" for name in ("group_by", "group_value", "source", "per", "rounding") if values[name] is None}
    return Rule(**values | blank)


def editor(
    categories: Iterable[HourCategory], types: list[tuple[str, Any]], posted: Any, data: dict[str, Any] | None = None
) -> EditorForm:
    """The form, filled with what was posted, else with `data`; `types` are those that a rule or an entry may name."""
    offered = [(str(one.id), str(one)) for one in categories]
    made = {
        "rules": FieldList(FormField(_rule_form(offered, types)), max_entries=MOST_RULES),
        "entries": FieldList(FormField(_entry_form(offered, types)), max_entries=MOST_ENTRIES),
    }
    form: EditorForm = type("EditorForm", (EditorForm,), made)(formdata=posted, data=data)
    return form


def data_of(found: Iterable[Rule], from_year: int, categories: Iterable[HourCategory]) -> dict[str, Any]:
    """What a fresh editor shows: the rules in force with blank rows below, and an example to start from."""
    known = [{name: _shown(name, rule) for name in _NAMES} for rule in found]
    example = [{"year": from_year, "category_id": str(one.id), "hours": Decimal(20)} for one in categories][
        :EXAMPLE_ENTRIES
    ]
    example += [{}] * (EXAMPLE_ENTRIES - len(example))
    return {"from_year": from_year, "year": from_year, "rules": known + [{}] * BLANK_RULES, "entries": example}


def _shown(name: str, rule: Rule) -> Any:
    value = getattr(rule, name)
    return str(value) if name == "category_id" and value else value


def _plain(label: Any, choices: list[tuple[str, Any]]) -> Choice:
    """A native select: rows are copied in the browser."""
    return Choice(label, [Optional()], choices=choices, render_kw={"data-search": False})


def _rule_form(categories: list[tuple[str, Any]], types: list[tuple[str, Any]]) -> type[Form]:
    labels = kinds.FIELDS
    pers = {code: label for one in kinds.PERS.values() for code, label in one.items()}
    made: dict[str, Any] = {
        "kind": _plain(_l("Kind of rule"), [(c, k.label) for c, k in kinds.KINDS.items()]),
        "category_id": _plain(labels["category_id"], categories),
        "source": _plain(labels["source"], types),
        "per": _plain(labels["per"], list(pers.items())),
        "amount": ExactNumber(labels["amount"], [Optional()]),
        "number": WholeNumber(labels["number"], [Optional()]),
        "start_year": WholeNumber(labels["start_year"], [Optional()]),
        "part": WholeNumber(labels["part"], [Optional()]),
        "whole": WholeNumber(labels["whole"], [Optional()]),
        "rounding": _plain(labels["rounding"], list(kinds.ROUNDINGS.items())),
        "group_by": _plain(labels["group_by"], list(kinds.GROUPS.items())),
        "group_value": Line(labels["group_value"], [Optional(), Length(max=40)]),
    }
    return type("RuleForm", (Form,), made)


def _entry_form(categories: list[tuple[str, Any]], types: list[tuple[str, Any]]) -> type[Form]:
    made: dict[str, Any] = {
        "year": WholeNumber(_l("Year"), [Optional()]),
        "category_id": _plain(_l("Category"), categories),
        "hours": ExactNumber(_l("Amount"), [Optional()]),
        "type": _plain(_l("Type"), types),
        "starts_on": Day(_l("Day"), [Optional()]),
    }
    return type("EntryForm", (Form,), made)


def mistakes(form: EditorForm) -> str:
    """That something typed could not be understood."""
    return "" if form.validate() else _("Please correct the marked fields.")
