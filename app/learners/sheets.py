"""The spreadsheet of people: matched by ID number, missing departments are created, no user is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import clock, personal
from app.kit.bulk import delete_rows, insert_numbered
from app.kit.errors import RuleError
from app.kit.sheets import Column, Context, Row, Sheet, Undo, referring
from app.learners import operations, transfers
from app.learners.models import DOCUMENT_TYPES, Learner
from app.organizations import operations as organizations
from app.organizations.models import DEPARTMENT, UNIT, Organization
from app.organizations.words import worded

_COMPARED = ("title", "grade", "hired_on", "phone", "requirement_applies")


@dataclass
class Plan:
    """Where a person belongs, and the record that is already there."""

    unit: Organization
    place: Organization | None  # None: the department is still to be created
    person: Any
    makes: bool = False  # the department is this row's


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Find unit, department and person of each row; people of other units are neither changed nor described."""
    units = _units(session, {row.values["unit"] for row in rows})
    places = organizations.departments(session, [u.id for found in units.values() for u in found])
    platform_id = context.scope.platform_id or 0
    people = operations.find_by_number(session, platform_id, [row.values["document"] for row in rows])
    mine = _in_scope(session, people.values())
    for row in rows:
        unit = _unit_of(row, units)
        if not _has_valid_number(row) or unit is None:
            continue
        department = row.values["department"]
        place = places.get((unit.id, department)) if department else unit
        found = people.get(row.values["document"])
        row.plan = Plan(unit, place, mine.get(found.id) if found else None)
        if found and row.plan.person is None:
            row.error(_("This ID number can't be added here. Please ask your superior administrator."), "document")
        elif found:
            _compare(session, row)


def _has_valid_number(row: Row) -> bool:
    """The number by the rule of its document: without a kind a resident ID card, or what its first digits say."""
    number = row.values["document"]
    row.values["document_type"] = row.values["document_type"] or (
        "residence" if number[:2] in personal.RESIDENCE and len(number) == 18 else "id"
    )
    try:
        operations.checked_number(row.values["document_type"], number)
    except RuleError as refusal:
        row.error(refusal.message, "document")
    return not row.failed


def _units(session: Session, names: Iterable[str]) -> dict[str, list[Organization]]:
    found: dict[str, list[Organization]] = {}
    query = select(Organization).where(Organization.kind == UNIT, Organization.name.in_(list(names)))
    for unit in session.scalars(query):
        found.setdefault(unit.name, []).append(unit)
    return found


def _in_scope(session: Session, people: Iterable[Any]) -> dict[int, Learner]:
    query = select(Learner).where(Learner.id.in_([person.id for person in people]))
    return {person.id: person for person in session.scalars(query)}


def _unit_of(row: Row, units: dict[str, list[Organization]]) -> Organization | None:
    name = row.values["unit"]
    found = units.get(name, [])
    if not found:
        row.error(_("No unit named %(name)s exists in your scope.", name=name), "unit")
    elif len(found) > 1:
        row.error(_("Several units are named %(name)s.", name=name), "unit")
    return found[0] if len(found) == 1 else None


def _compare(session: Session, row: Row) -> None:
    """An existing person of the scope: the data may change, name and unit have verbs of their own."""
    person, plan = row.plan.person, row.plan
    if person.name != row.values["name"]:
        row.error(_("The ID number is registered under another name."), "name")
    elif organizations.unit_of(session, person.organization_id) != plan.unit.id:
        row.error(_("The person is registered at another unit of your scope; use a transfer."), "unit")
    compare(row)


def compare(row: Row) -> None:
    """What of a person the row changes; a blank cell, or a column that the file does not have, changes nothing."""
    person, plan = row.plan.person, row.plan
    row.target_id = person.id
    given = {name: row.values[name] for name in _COMPARED if row.values.get(name) is not None}
    row.before = {name: _shown(person, name) for name, value in given.items() if _differs(person, name, value)}
    row.stored = {name: getattr(person, name) for name in row.before}
    if plan.place is None or plan.place.id != person.organization_id:
        row.before["department"] = str(person.organization)
        row.stored["organization_id"] = person.organization_id
    row.outcome = "changed" if row.before else "unchanged"


def _differs(person: Learner, name: str, value: Any) -> bool:
    stored = getattr(person, name)
    return (stored.reveal() if isinstance(stored, personal.Secret) else stored) != value


def _shown(person: Learner, name: str) -> str:
    return "" if getattr(person, name) is None else str(getattr(person, name))


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    """Create missing departments, insert new people in one statement, change the others."""
    _create_departments(session, [row for row in rows if row.plan.place is None])
    fresh = [row for row in rows if row.outcome == "new"]
    ids = insert_numbered(session, Learner, [_columns(row) for row in fresh], "learners sheet: units were checked")
    for row, number in zip(fresh, ids, strict=True):
        row.target_id, row.version_after = number, 1
    operations.begin(session, session.scalars(select(Learner).where(Learner.id.in_(ids))))
    moved: dict[int, tuple[Organization, list[Learner]]] = {}
    for row in rows:
        if row.outcome == "changed":
            values = {name: row.values[name] for name in row.before if name != "department"}
            operations.revise_learner(session, context.actor, row.plan.person, values)
            if "department" in row.before:
                moved.setdefault(row.plan.place.id, (row.plan.place, []))[1].append(row.plan.person)
    for place, people in moved.values():
        transfers.move(session, people, place.id, clock.today(), imported=True)
    session.flush()
    for row in rows:
        if row.outcome == "changed":
            row.version_after = row.plan.person.version


def _create_departments(session: Session, rows: list[Row]) -> None:
    made: dict[tuple[int, str], Organization] = {}
    for row in rows:
        unit, name = row.plan.unit, row.values["department"]
        key = (unit.id, name)
        if key not in made:
            facts = {"name": name, "kind": DEPARTMENT, "category": unit.category}
            made[key] = Organization(**organizations.unit_values(unit, facts))
            session.add(made[key])
            row.plan.makes = True
        row.plan.place = made[key]
    session.flush()
    for row in rows:
        if row.plan.makes:
            row.stored["department_id"] = row.plan.place.id


def _columns(row: Row) -> dict[str, Any]:
    values, place = row.values, row.plan.place
    return {
        "platform_id": place.platform_id,
        "organization_id": place.id,
        "name": values["name"],
        "document_type": values["document_type"],
        "document": values["document"],
        "document_hash": personal.keyed_hash(values["document"]),
        "phone": values["phone"],
        "title": values["title"] or "",
        "grade": values["grade"] or "",
        "hired_on": values["hired_on"],
        "requirement_applies": values["requirement_applies"] is not False,
    }


# ---- taking back --------------------------------------------------------------------------------------------------


def _same(person: Learner, values: Mapping[str, Any]) -> bool:
    return person.document_hash == personal.keyed_hash(values["document"])


def check_undo(session: Session, context: Context, rows: list[Row]) -> None:
    """A new person stays with whatever came since: hours, a class, a claim, a login."""
    added = [row for row in rows if row.outcome == "new"]
    referred = referring(session, Learner, [row.plan.id for row in added], besides=operations.BEGUN)
    for row in added:
        if row.plan.user_id:
            row.error(_("The person has a login by now."))
        elif row.plan.id in referred:
            row.error(referred[row.plan.id])


def undo(session: Session, context: Context, rows: list[Row]) -> None:
    """Remove the new people, give the others their data and their place back."""
    back: dict[int, list[Learner]] = {}
    for row in rows:
        if row.outcome == "changed":
            place = row.stored.get("organization_id")
            operations.revise_learner(session, context.actor, row.plan, row.stored)
            if place:
                back.setdefault(place, []).append(row.plan)
    operations.discard(session, [row.plan.id for row in rows if row.outcome == "new"])
    for place, people in back.items():
        transfers.move(session, people, place, clock.today(), reason=context.reason)
    _remove_departments(session, [row.stored["department_id"] for row in rows if "department_id" in row.stored])


def _remove_departments(session: Session, ids: Sequence[int]) -> None:
    """Departments that the import made go with their last person; what somebody else uses by now stays."""
    there = set(session.scalars(select(Organization.id).where(Organization.id.in_(ids))))
    delete_rows(session, Organization, sorted(there - referring(session, Organization, there).keys()))


SHEET = Sheet(
    name="learners",
    label=_l("People"),
    permission=("import", "learner"),
    columns=(
        Column("name", _l("Full name"), required=True, aliases=("姓名",), example="张三", length=60),
        Column("document", _l("ID number"), "document", required=True, aliases=("身份证号", "证件号码", "身份证号码"),
               personal=True, note=_l("As text; 18 characters where it is a resident ID card.")),
        Column("document_type", _l("Kind of document"), "choice", aliases=("证件类型",), choices=dict(DOCUMENT_TYPES),
               note=_l("Empty: resident ID card.")),
        Column("unit", _l("Unit name"), required=True, aliases=("单位名称", "单位"), length=100),
        Column("department", _l("Department"), aliases=("部门", "所属部门"), length=100,
               note=_l("A department that does not exist yet is created.")),
        Column("title", _l("Professional title"), aliases=("职称",), length=40),
        Column("grade", _l("Grade"), aliases=("职级", "岗位等级"), length=20),
        Column("hired_on", _l("Hired on"), "date", aliases=("入职时间", "入职日期")),
        Column("phone", _l("Phone"), "phone", aliases=("手机号", "联系电话"), personal=True),
        Column("requirement_applies", worded(_l("Requirement of %(hours)s")), "yes_no", aliases=("是否有学时要求",)),
    ),
    key=lambda values: values["document"],
    check=check,
    apply=apply,
    undo=Undo(Learner, _same, check_undo, undo, note=_l("Departments that the import made go when they are empty.")),
)  # fmt: skip
