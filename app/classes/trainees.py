"""The spreadsheet of a class's people, 「班级人员导入」: a row enrolls one person (FJ-13, DL-3)."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.classes import enrolling, operations, sheets
from app.classes.models import Enrollment
from app.kit.bulk import delete_rows, insert_numbered
from app.kit.sheets import Context, Row, Undo
from app.learners import operations as learners
from app.organizations import operations as organizations


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Judge each row as a row of results, without a result: who is in the class already stays as he is."""
    item = operations.held(session, int(context.params["class_id"]))
    people = learners.find_by_number(session, item.platform_id, [row.values["document"] for row in rows])
    units = organizations.known_unit_names(session, item.platform_id, {row.values["unit"] for row in rows})
    inside = sheets.enrollments(session, item, [person.id for person in people.values()])
    room = item.planned_people - operations.enrolled_count(session, item.id) - context.accepted_new_before
    for row in rows:
        person = people.get(row.values["document"])
        sheets.judge(row, item, person, units)
        if row.failed or person is None:
            continue
        row.plan = sheets.Plan(person, inside.get(person.id), None)
        if row.plan.enrollment is not None:
            row.target_id, row.outcome = row.plan.enrollment.id, "unchanged"
        else:
            room = sheets.seated(row, item, room)


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    """Enroll the new people in one statement."""
    item = operations.held(session, int(context.params["class_id"]))
    sheets.hold(session, item, rows)
    places = operations.snapshots(session, item, [row.plan.person for row in rows])
    ids = insert_numbered(session, Enrollment, places, "trainees sheet: exact ID numbers with matching names")
    for row, number in zip(rows, ids, strict=True):
        row.target_id, row.version_after = number, 1


def check_undo(session: Session, context: Context, rows: list[Row]) -> None:
    """Who has attended since then, or holds hours, stays."""
    for row in rows:
        if row.plan.attended_at or row.plan.granted:
            row.error(_("Attendance was confirmed meanwhile."))


def undo(session: Session, context: Context, rows: list[Row]) -> None:
    """Take the people off the list; who waits for a place moves up."""
    item = operations.held(session, int(context.params["class_id"]))
    delete_rows(session, Enrollment, [row.plan.id for row in rows])
    enrolling.move_up(session, item)


_results = sheets.SHEET
SHEET = replace(
    _results,
    name="class_trainees",
    label=_l("People of the class"),
    columns=tuple(one for name in ("name", "document", "unit") if (one := _results.column(name))),
    check=check,
    apply=apply,
    undo=Undo(Enrollment, sheets.same, check_undo, undo, hold=sheets.hold_class),
)
