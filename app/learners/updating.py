"""Spreadsheets that say one thing about people who are there: their department; hire dates and flags (CAS-10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.kit.sheets import Context, Row, Sheet
from app.learners import operations, sheets
from app.learners.models import Learner
from app.organizations import operations as organizations
from app.organizations.models import Organization
from app.organizations.words import worded

_BY = ("name", "document")


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Find the people of the scope by number and name; nobody is added, and a blank cell changes nothing."""
    people = operations.of_scope_by_number(session, {row.values["document"] for row in rows})
    units = {one.id: _unit(session, one) for one in people.values()}
    places = organizations.departments(session, {unit.id for unit in units.values()})
    for row in rows:
        person = people.get(row.values["document"])
        if person is None or person.name != row.values["name"]:
            row.error(operations.unknown_person(), "document")
            continue
        row.plan = sheets.Plan(units[person.id], _place(row, person, units, places), person)
        sheets.compare(row)


def _unit(session: Session, person: Learner) -> Organization:
    return session.get_one(Organization, organizations.unit_of(session, person.organization_id))


def _place(row: Row, person: Learner, units: Mapping[int, Organization], places: Mapping[Any, Any]) -> Any:
    """The named department of the person's own unit, None where it is still to be created; else where he is."""
    name = row.values.get("department")
    return places.get((units[person.id].id, name)) if name else person.organization


def _sheet(name: str, label: Any, required: tuple[str, ...], others: tuple[str, ...] = ()) -> Sheet:
    chosen = [sheets.SHEET.column(one) for one in (*_BY, *required, *others)]
    columns = tuple(replace(one, required=one.name in (*_BY, *required)) for one in chosen if one)
    return replace(sheets.SHEET, name=name, label=label, columns=columns, check=check)


DEPARTMENTS = _sheet("learner_departments", _l("Departments of people"), ("department",))
FLAGS = _sheet("learner_flags", worded(_l("Hire dates and requirement of %(hours)s")), (),
               ("hired_on", "requirement_applies"))  # fmt: skip
