"""Spreadsheets of organizations (parents found by name, matched by credit code) and of holidays (matched by day)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import scope
from app.kit.bulk import delete_rows
from app.kit.sheets import Column, Context, Row, Sheet, Undo, referring
from app.organizations import holidays, operations
from app.organizations.models import CATEGORIES, UNIT, Holiday, Organization

_COMPARED = ("name", "category", "region")


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Match each row by credit code, else by superior and name; find its superior in the scope or above in the file."""
    known = _by_code(session, rows)
    parents = _by_name(session, [row.values["parent"] for row in rows])
    above = context.defined(row.values["parent"] for row in rows)
    for row in rows:
        existing = known.get(row.values["credit_code"])
        if existing is not None:
            _compare(row, existing)
        elif _find_parent(row, parents, above):
            _match_namesake(session, row)
        if not row.failed and row.token:
            above = above | {row.token}


def _by_code(session: Session, rows: list[Row]) -> dict[str, Organization]:
    codes = [row.values["credit_code"] for row in rows if row.values["credit_code"]]
    found = session.scalars(select(Organization).where(Organization.credit_code.in_(codes)))
    return {o.credit_code: o for o in found if o.credit_code}


def _by_name(session: Session, names: Iterable[str | None]) -> dict[str, list[Organization]]:
    """The units of the scope that carry each name."""
    wanted = {name for name in names if name}
    found: dict[str, list[Organization]] = {}
    for unit in session.scalars(select(Organization).where(Organization.kind == UNIT, Organization.name.in_(wanted))):
        found.setdefault(unit.name, []).append(unit)
    return found


def _compare(row: Row, existing: Organization) -> None:
    row.target_id = existing.id
    given = {name: row.values[name] for name in _COMPARED if row.values[name] is not None}
    row.before = {name: getattr(existing, name) for name, value in given.items() if getattr(existing, name) != value}
    row.outcome = "changed" if row.before else "unchanged"


def _find_parent(row: Row, parents: dict[str, list[Organization]], above: set[str]) -> bool:
    """Set `row.plan` to the superior (None while it is still to be created); an error when there is none."""
    name = row.values["parent"]
    found = parents.get(name or "", [])
    if not name:
        row.error(_("The superior unit is missing; only the root has none, and it is there already."), "parent")
    elif len(found) > 1:
        row.error(_("Several units are named %(name)s; the superior is not clear.", name=name), "parent")
    elif not found and name not in above:
        row.error(_("No unit named %(name)s exists in your scope or further up in this file.", name=name), "parent")
    row.plan = found[0] if len(found) == 1 else None
    return not row.failed


def _match_namesake(session: Session, row: Row) -> None:
    if row.plan is None:
        return
    twin = select(Organization).where(Organization.parent_id == row.plan.id, Organization.name == row.values["name"])
    existing = session.scalars(twin).first()
    if existing is None:
        return
    if row.values["credit_code"] and existing.credit_code:
        row.error(_("A unit of this name with another credit code exists there."), "credit_code")
    else:
        _compare(row, existing)


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    """Add the new units level by level, so that a superior in the same file is there first."""
    for row in rows:
        if row.outcome == "changed":
            _change(session, row)
    waiting = [row for row in rows if row.outcome == "new"]
    operations.lock_tree(session, scope.require().platform_id or 0, moving=False)
    while waiting:
        parents = _by_name(session, [row.values["parent"] for row in waiting])
        ready = [row for row in waiting if row.values["parent"] in parents]
        if not ready:
            raise LookupError("rows without a superior passed the check")
        units = [Organization(**operations.unit_values(parents[r.values["parent"]][0], r.values)) for r in ready]
        session.add_all(units)
        session.flush()
        for row, unit in zip(ready, units, strict=True):
            row.target_id, row.version_after = unit.id, unit.version
        waiting = [row for row in waiting if row.target_id is None]


def _change(session: Session, row: Row) -> None:
    unit = session.get(Organization, row.target_id)
    if unit is None:
        raise LookupError("a matched unit is gone")
    operations.revise_unit(session, scope.actor(), unit, {name: row.values[name] for name in row.before})
    session.flush()
    row.version_after = unit.version


def check_undo(session: Session, context: Context, rows: list[Row]) -> None:
    """A new unit stays while anything refers to it; units of the same file that go as well don't count."""
    added = {row.target_id or 0: row for row in rows if row.outcome == "new"}
    referred = referring(session, Organization, added, besides=(Organization.__tablename__,))
    below: dict[int, set[int]] = {}
    for unit, parent in session.execute(select(Organization.id, Organization.parent_id).where(
        Organization.parent_id.in_(added))):  # fmt: skip
        below.setdefault(parent or 0, set()).add(unit)
    going = context.taken(unit for units in below.values() for unit in units)
    for number, row in added.items():  # the last of the file first, so what is below a unit has been judged before it
        if number in referred:
            row.error(referred[number])
        elif below.get(number, set()) - going:
            row.error(_("Other units are below it."))
        else:
            going.add(number)


def undo(session: Session, context: Context, rows: list[Row]) -> None:
    """Remove the new units, give the others back what they were called."""
    operations.lock_tree(session, scope.require().platform_id or 0, moving=False)
    for row in rows:
        if row.outcome == "changed":
            operations.revise_unit(session, context.actor, row.plan, row.stored)
    session.flush()
    delete_rows(session, Organization, [row.plan.id for row in rows if row.outcome == "new"])


def _key(values: dict[str, Any]) -> str:
    return values["credit_code"] or f"{values['parent']}/{values['name']}"


SHEET = Sheet(
    name="organizations",
    label=_l("Organizations"),
    permission=("import", "organization"),
    columns=(
        Column("name", _l("Unit name"), required=True, aliases=("单位名称",), example="示范市图书馆", length=100),
        Column("credit_code", _l("Unified social credit code"), "credit_code", aliases=("统一社会信用代码",)),
        Column("parent", _l("Superior unit"), aliases=("上级单位",), example="示范市文化和旅游局", length=100,
               note=_l("The name of a unit that exists or stands further up in the file.")),
        Column("category", _l("Unit category"), "choice", required=True, aliases=("单位类别",),
               choices=dict(CATEGORIES)),
        Column("region", _l("Region"), aliases=("单位属地",), length=60),
    ),
    key=_key,
    token=lambda values: values["name"],
    check=check,
    apply=apply,
    undo=Undo(Organization, lambda unit, values: unit.name == values["name"], check_undo, undo),
)  # fmt: skip


# ---- holidays -----------------------------------------------------------------------------------------------------


def check_days(session: Session, context: Context, rows: list[Row]) -> None:
    """Match each row by its day."""
    days = [row.values["day"] for row in rows]
    own = (Holiday.platform_id == context.scope.platform_id, Holiday.day.in_(days))
    known = {one.day: one for one in session.scalars(select(Holiday).where(*own))}
    for row in rows:
        row.plan = known.get(row.values["day"])
        if row.plan is not None:
            held = {"name": row.plan.name, "works": _kind(row.plan.works)}
            row.target_id, row.stored = row.plan.id, {"name": row.plan.name, "works": row.plan.works}
            row.before = {name: value for name, value in held.items() if value != row.values[name]}
            row.outcome = "changed" if row.before else "unchanged"


def _kind(works: bool) -> str:
    return "worked" if works else "free"


def apply_days(session: Session, context: Context, rows: list[Row]) -> None:
    """Add and change days by the verbs of the form."""
    for row in rows:
        values = {"day": row.values["day"], "name": row.values["name"], "works": row.values["works"] == "worked"}
        if row.outcome == "changed":
            holidays.revise_day(session, context.actor, session.get_one(Holiday, row.target_id), values)
        elif row.outcome == "new":
            row.plan = holidays.add_day(session, context.actor, values)
    session.flush()
    for row in rows:
        row.target_id = row.target_id or (row.plan.id if row.plan is not None else None)


def _same_day(held: Holiday, values: dict[str, Any]) -> bool:
    """Whether the day is still what the file said: it has no version."""
    return (held.day, held.name, _kind(held.works)) == (values["day"], values["name"], values["works"])


def _nothing_refers(session: Session, context: Context, rows: list[Row]) -> None:
    """To a day."""


def undo_days(session: Session, context: Context, rows: list[Row]) -> None:
    """Remove the new days, give the others back what they were, by the verbs of the form."""
    for row in rows:
        if row.outcome == "changed":
            holidays.revise_day(session, context.actor, row.plan, row.stored | {"day": row.plan.day})
    holidays.remove_days(session, context.actor, [row.plan for row in rows if row.outcome == "new"])


HOLIDAYS = Sheet(
    name="holidays",
    label=_l("Holidays"),
    permission=("import", "holiday"),
    columns=(
        Column("day", _l("Day"), "date", required=True, aliases=("日期",), example="2026-10-01"),
        Column("name", _l("Name"), required=True, aliases=("名称",), example="国庆节", length=40),
        Column("works", _l("Free or worked"), "choice", required=True, aliases=("放假或上班",),
               choices={"free": _l("Free"), "worked": _l("Is worked")}),
    ),
    key=lambda values: str(values["day"]),
    check=check_days,
    apply=apply_days,
    undo=Undo(Holiday, _same_day, _nothing_refers, undo_days),
)  # fmt: skip
