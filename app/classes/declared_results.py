"""The spreadsheet of results that come with the declaration of a class, 「申请面授班的成果导入」 (FJ-6, FJ-13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.classes import reporting, sheets
from app.classes.models import RESULTS, DeclaredResult, TrainingClass
from app.hours import closing
from app.kit.bulk import delete_rows
from app.kit.review import EDITABLE
from app.kit.sheets import Context, Row, Undo
from app.learners import operations as learners
from app.organizations import operations as organizations

_STORED = ("result", "earned")


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Judge each row as a row of results; people, and hours, only up to what the class is declared for."""
    item = reporting.held(session, int(context.params["class_id"]))
    people = learners.find_by_number(session, item.platform_id, [row.values["document"] for row in rows])
    units = organizations.known_unit_names(session, item.platform_id, {row.values["unit"] for row in rows})
    held = reporting.of_class(session, item.id)
    room = item.planned_people - len(held) - context.accepted_new_before
    closed = closing.closed_years(session, item.platform_id, [item.year])
    for row in rows:
        person = people.get(row.values["document"])
        sheets.judge(row, item, person, units)
        if closed:
            row.error(_("The year %(year)s is closed: its hours stay.", year=item.year))
        if row.failed or person is None:
            continue
        row.plan = sheets.Plan(person, held.get(person.id), sheets.earned(row, item))
        if row.plan.enrollment is None:
            room = sheets.seated(row, item, room)
        else:
            _compare(row, row.plan.enrollment)


def _compare(row: Row, one: DeclaredResult) -> None:
    """Somebody whose result is there already: the same changes nothing, another one takes its place."""
    row.target_id = one.id
    if (one.result, one.earned) == (row.values["result"], row.plan.earned):
        row.outcome = "unchanged"
        return
    row.outcome, row.stored = "changed", {name: getattr(one, name) for name in _STORED}
    before = {"result": dict(RESULTS)[one.result], "hours": one.earned}
    now = {"result": dict(RESULTS)[row.values["result"]], "hours": row.plan.earned}
    row.before = {name: value for name, value in before.items() if value != now[name]}


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    """Keep the results with their class; nothing is credited before it is approved."""
    item = reporting.held(session, int(context.params["class_id"]))
    people = learners.hold(session, [row.plan.person.id for row in rows])
    if any(person.merged_into_id for person in people.values()):
        raise learners.busy()
    fresh = [row for row in rows if row.outcome == "new"]
    results = [_result(row) for row in fresh]
    ids = reporting.report(session, item, [people[row.plan.person.id] for row in fresh], results)
    for row, number in zip(fresh, ids, strict=True):
        row.target_id, row.version_after = number, 1
    held = reporting.of_class(session, item.id)
    for row in rows:
        if row.outcome == "changed":
            _revise(held[row.plan.person.id], row, _result(row))


def _result(row: Row) -> dict[str, Any]:
    return {"result": row.values["result"], "earned": row.plan.earned}


def _revise(one: DeclaredResult, row: Row, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(one, name, value)
    one.version += 1
    row.version_after = one.version


def check_undo(session: Session, context: Context, rows: list[Row]) -> None:
    """What was submitted with its class stays with it."""
    item = session.get(TrainingClass, int(context.params["class_id"]))
    if item is None or item.review_state not in EDITABLE:
        for row in rows:
            row.error(_("Its class was submitted meanwhile."))


def undo(session: Session, context: Context, rows: list[Row]) -> None:
    """Take the new results off the class, give the others back what they were."""
    reporting.held(session, int(context.params["class_id"]))
    for row in rows:
        if row.outcome == "changed":
            _revise(row.plan, row, {name: row.stored[name] for name in _STORED})
    session.flush()
    delete_rows(session, DeclaredResult, [row.plan.id for row in rows if row.outcome == "new"])


def title(session: Session, params: Any) -> str:
    """The class whose results are imported; NotFound outside the scope, RuleError once it is submitted."""
    return reporting.held(session, int(params["class_id"] or 0)).title


SHEET = replace(
    sheets.SHEET,
    name="declared_results",
    label=_l("Results with a declaration"),
    title=title,
    check=check,
    apply=apply,
    undo=Undo(DeclaredResult, sheets.same, check_undo, undo, hold=sheets.hold_class),
)
