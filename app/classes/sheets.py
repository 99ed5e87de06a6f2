"""The spreadsheet of a class's results: one row enrolls, confirms attendance, records the result, grants the hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.classes import enrolling, operations
from app.classes.models import EARNING, RESULTS, Enrollment, TrainingClass
from app.hours import closing
from app.kit import clock
from app.kit.bulk import delete_rows, insert_numbered
from app.kit.personal import Secret
from app.kit.review import APPROVED
from app.kit.sheets import Column, Context, Row, Sheet, Undo
from app.learners import operations as learners
from app.organizations import operations as organizations
from app.organizations.words import worded


@dataclass
class Plan:
    """The person of a row, the enrollment that is already there, and the hours that the row earns."""

    person: Any
    enrollment: Any  # or the result that is reported with the class already
    earned: Decimal | None


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Judge each row against the class, the person (exact ID number with matching name) and what is recorded."""
    item = operations.held(session, int(context.params["class_id"]))
    people = learners.find_by_number(session, item.platform_id, [row.values["document"] for row in rows])
    units = organizations.known_unit_names(session, item.platform_id, {row.values["unit"] for row in rows})
    inside = enrollments(session, item, [person.id for person in people.values()])
    room = item.planned_people - operations.enrolled_count(session, item.id) - context.accepted_new_before
    closed = item.year in closing.closed_years(session, item.platform_id, [item.year])
    for row in rows:
        person: Any = people.get(row.values["document"])
        judge(row, item, person, units)
        if closed:
            row.error(_("The year %(year)s is closed: grant its hours one by one, with a reason.", year=item.year))
        if row.failed:
            continue
        row.plan = Plan(person, inside.get(person.id), earned(row, item))
        if row.plan.enrollment is not None:
            _compare(row)
        else:
            room = seated(row, item, room)


def seated(row: Row, item: TrainingClass, room: int) -> int:
    """The places that are left when a new row has taken one; an error of the row where there was none."""
    if room <= 0:
        row.error(_("The class is planned for %(n)s people and is full.", n=item.planned_people))
    return max(0, room - 1)


def enrollments(session: Session, item: TrainingClass, people: list[int]) -> dict[int, Enrollment]:
    """The enrollments of people in a class, as they are now, by person."""
    query = select(Enrollment).where(Enrollment.class_id == item.id, Enrollment.learner_id.in_(people))
    loaded = query.options(joinedload(Enrollment.training_class)).execution_options(populate_existing=True)
    return {one.learner_id: one for one in session.scalars(loaded)}


def judge(row: Row, item: TrainingClass, person: Any, units: set[str]) -> None:
    """Exact ID number with matching name, a unit of the platform, no more hours than the class has."""
    if person is None or person.name != row.values["name"]:
        row.error(operations.unknown_person(), "document")
    if row.values["unit"] not in units:
        row.error(_("No unit named %(name)s exists on this platform.", name=row.values["unit"]), "unit")
    hours = row.values.get("hours")
    if hours is not None and hours > item.hours:
        row.error(_("More than the %(hours)s hours of the class.", hours=f"{item.hours.normalize():f}"), "hours")


def earned(row: Row, item: TrainingClass) -> Decimal | None:
    """Hours that the row is worth: none for a fail, the class's where the cell is empty."""
    return (row.values["hours"] or item.hours) if row.values["result"] in EARNING else None


def _compare(row: Row) -> None:
    """Somebody who is in the class already: the same changes nothing; granted hours are never written over."""
    one = row.plan.enrollment
    row.target_id = one.id
    if one.waiting:
        row.error(_("This person is on the waiting list and has no place yet."), "name")
        return
    same = one.attended_at and one.result == row.values["result"] and one.granted == row.plan.earned
    if same:
        row.outcome = "unchanged"
    elif one.granted:
        differs = "result" if one.result != row.values["result"] else "hours"
        row.error(_("Hours are already granted with another value here; cancel them first."), differs)
    else:
        row.outcome = "changed"
        row.before = {"result": dict(RESULTS).get(one.result or "", "")}
        row.stored = {name: getattr(one, name) for name in _RECORDED}


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    """Enroll the new, record attendance and result, and post the hours, all in the caller's transaction."""
    item = operations.held(session, int(context.params["class_id"]))
    hold(session, item, rows)
    fresh = [row for row in rows if row.outcome == "new"]
    snapshots = operations.snapshots(session, item, [row.plan.person for row in fresh])
    ids = insert_numbered(session, Enrollment, snapshots, "results sheet: exact ID numbers with matching names")
    for row, number in zip(fresh, ids, strict=True):
        row.target_id = number
    written = _locked(session, rows)
    earned = [(written[row.target_id], row.plan.earned) for row in rows if row.plan.earned]
    for row in rows:
        _record(written[row.target_id or 0], row)
    session.flush()
    operations.post_hours(session, earned, context.actor)
    for row in rows:
        row.version_after = written[row.target_id or 0].version


def hold(session: Session, item: TrainingClass, rows: list[Row]) -> None:
    """Enrollments, then people, as every verb locks them; Stale where one of them is no longer what was judged.

    The rows are then judged anew one by one: a record that was merged meanwhile leads to the one that was kept.
    """
    _locked(session, rows)
    people = learners.hold(session, [row.plan.person.id for row in rows], writing=True)
    inside = {number: one.id for number, one in enrollments(session, item, list(people)).items()}
    for row in rows:
        person = row.plan.person = people[row.plan.person.id]
        if person.merged_into_id or inside.get(person.id) != row.target_id:
            raise learners.busy()


def _locked(session: Session, rows: list[Row]) -> dict[int | None, Enrollment]:
    query = select(Enrollment).where(Enrollment.id.in_([row.target_id for row in rows]))
    loaded = query.options(joinedload(Enrollment.training_class)).with_for_update(of=Enrollment)
    return {one.id: one for one in session.scalars(loaded.execution_options(populate_existing=True))}


def _record(one: Enrollment, row: Row) -> None:
    one.attended_at = one.attended_at or clock.now()
    one.result, one.earned = row.values["result"], row.plan.earned
    one.version += 1


# ---- taking back --------------------------------------------------------------------------------------------------


_RECORDED = ("attended_at", "result", "earned")


def same(one: Enrollment, values: Mapping[str, Any]) -> bool:
    return (one.learner_name, one.document_mask) == (values["name"], str(Secret(values["document"])))


def hold_class(session: Session, context: Context) -> None:
    """The class before its people, as whoever gives or frees a place locks them."""
    query = select(TrainingClass.id).where(TrainingClass.id == int(context.params["class_id"]))
    session.execute(query.with_for_update(of=TrainingClass))


def check_undo(session: Session, context: Context, rows: list[Row]) -> None:
    """Hours of a closed year are reversed by who may do that only, and while the class is approved."""
    item = session.get(TrainingClass, int(context.params["class_id"]))
    reason = _why_fixed(session, context, item)
    for row in rows if reason else ():
        row.error(reason)


def _why_fixed(session: Session, context: Context, item: TrainingClass | None) -> str:
    if item is None or item.review_state != APPROVED:
        return _("The class is not approved at present.")
    closed = closing.closed_years(session, item.platform_id, [item.year])
    if closed and not context.actor.may(*closing.PERMISSION):
        return _("The year %(year)s is closed; your role may not change its hours.", year=item.year)
    return ""


def undo(session: Session, context: Context, rows: list[Row]) -> None:
    """Reverse the hours, take the new people off the list, give the others their result back."""
    item = operations.held(session, int(context.params["class_id"]))
    operations.cancel_hours(session, [row.plan.id for row in rows], context.actor, context.reason)
    for row in rows:
        if row.outcome == "changed":
            for name in _RECORDED:
                setattr(row.plan, name, row.stored[name])
            row.plan.version += 1
    session.flush()
    delete_rows(session, Enrollment, [row.plan.id for row in rows if row.outcome == "new"])
    enrolling.move_up(session, item)


def title(session: Session, params: Mapping[str, Any]) -> str:
    """The class whose results are imported; NotFound outside the scope, RuleError before approval."""
    return operations.held(session, params["class_id"] or 0).title


SHEET = Sheet(
    name="class_results",
    label=_l("Class results"),
    permission=("import", "enrollment"),
    context_fields=("class_id",),
    title=title,
    columns=(
        Column("name", _l("Full name"), required=True, aliases=("姓名",), example="张三", length=60),
        Column("document", _l("ID number"), "id_number", required=True, aliases=("证件号码", "身份证号", "身份证号码"),
               personal=True, note=_l("As text, 18 characters.")),
        Column("unit", _l("Unit name"), required=True, aliases=("单位名称", "单位"), length=100),
        Column("result", _l("Result"), "choice", required=True, aliases=("成绩",), choices=dict(RESULTS)),
        Column("hours", worded(_l("%(hours)s")), "hours", aliases=("学时", "学分"), positive=True,
               note=_l("Empty: the hours of the class. Never more than those.")),
    ),
    # With the name: a second row of the same number under a wrong name is a mistake to be told, not a duplicate.
    key=lambda values: f"{values['document']} {values['name']}",
    check=check,
    apply=apply,
    undo=Undo(Enrollment, same, check_undo, undo, hold=hold_class),
)  # fmt: skip
