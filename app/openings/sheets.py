"""The spreadsheet of opening balances: a person's hours of an earlier year, by category (BAL-1, SHEET-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.hours import closing
from app.hours.models import HourCategory
from app.kit import clock
from app.kit.bulk import among
from app.kit.sheets import Column, Context, Row, Sheet, Undo, Words
from app.learners import operations as learners
from app.learners.models import Learner
from app.openings import operations
from app.openings.models import OpeningBalance
from app.organizations.words import worded

Key = tuple[int, int, int]


@dataclass
class Plan:
    """The person and the category of a row, and the balance that is there already."""

    person: Learner
    category_id: int
    held: OpeningBalance | None = None


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Judge each row: a person of the scope by number and name, a category, an earlier year that is open."""
    people = _people(session, context, rows)
    categories = {word: one for one in _categories(session) for word in (one.label, one.label_en, one.code)}
    years = {row.values["year"] for row in rows}
    closed = set(closing.closed_years(session, context.scope.platform_id or 0, sorted(years)))
    for row in rows:
        _plan(row, people, categories, closed)
    planned = [row for row in rows if not row.failed]
    held = _held(session, [row.plan.person.id for row in planned])
    for row in planned:
        row.plan.held = held.get((row.plan.person.id, row.values["year"], row.plan.category_id))
        _compare(row)


def _people(session: Session, context: Context, rows: list[Row]) -> dict[str, Learner]:
    """Those of the rows; while applying, balances are locked and then people, as every verb does it."""
    numbers = {row.values["document"] for row in rows}
    people = learners.of_scope_by_number(session, numbers)
    if context.phase == "apply":
        _held(session, [one.id for one in people.values()], lock=True)
        # a second import waits here and then sees these balances
        people = learners.of_scope_by_number(session, numbers, lock=True)
    return people


def _plan(row: Row, people: Mapping[str, Learner], categories: Mapping[str, HourCategory], closed: set[int]) -> None:
    person, category = people.get(row.values["document"]), categories.get(row.values["category"])
    if person is None or person.name != row.values["name"]:
        row.error(learners.unknown_person(), "document")
    if category is None:
        known = _(", ").join(dict.fromkeys(str(one) for one in categories.values()))
        row.error(_("One of: %(known)s", known=known), "category")
    if row.values["year"] >= clock.today().year:
        row.error(_("Opening balances are of earlier years."), "year")
    elif row.values["year"] in closed:
        row.error(_("The year %(year)s is closed.", year=row.values["year"]), "year")
    if person and category and not row.failed:
        row.plan = Plan(person, category.id)


def _categories(session: Session) -> Sequence[HourCategory]:
    return session.scalars(select(HourCategory).order_by(HourCategory.seq, HourCategory.id)).all()


def _held(session: Session, people: Sequence[int], lock: bool = False) -> dict[Key, OpeningBalance]:
    """What counts of these people now."""
    mine = (among(OpeningBalance.learner_id, people), OpeningBalance.taken_back_at.is_(None))
    query = select(OpeningBalance).where(*mine).order_by(OpeningBalance.id)
    query = query.with_for_update(of=OpeningBalance) if lock else query
    found = session.scalars(query.execution_options(populate_existing=True))
    return {(one.learner_id, one.year, one.category_id): one for one in found}


def _compare(row: Row) -> None:
    """The same number again changes nothing; another one takes the place of what is there."""
    held = row.plan.held
    if held is None:
        return
    row.target_id, row.stored = held.id, {"hours": held.hours, "note": held.note}
    row.before = {name: value for name, value in row.stored.items() if value != _said(row, name)}
    row.outcome = "changed" if row.before else "unchanged"


def _said(row: Row, name: str) -> Any:
    return row.values[name] if name == "hours" else row.values[name] or ""


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    """Record and post the new balances together; correct the others."""
    fresh = [row for row in rows if row.outcome == "new"]
    ids = operations.record(session, context.actor, [_columns(row) for row in fresh])
    for row, number in zip(fresh, ids, strict=True):
        row.target_id, row.version_after = number, 1
    for row in rows:
        if row.outcome == "changed":
            held = row.plan.held
            operations.correct(session, context.actor, held, row.values["hours"], _said(row, "note"))
            row.version_after = held.version


def _columns(row: Row) -> dict[str, Any]:
    what = {"category_id": row.plan.category_id, "year": row.values["year"], "hours": row.values["hours"]}
    return operations.of_person(row.plan.person) | what | {"note": _said(row, "note")}


# ---- taking back --------------------------------------------------------------------------------------------------


def _same(one: OpeningBalance, values: Mapping[str, Any]) -> bool:
    return (one.learner_name, one.year) == (values["name"], values["year"])


def check_undo(session: Session, context: Context, rows: list[Row]) -> None:
    years = {row.plan.year for row in rows}
    closed = closing.closed_years(session, context.scope.platform_id or 0, sorted(years))
    for row in rows:
        if row.plan.taken_back_at:
            row.error(_("It was taken back already."))
        elif row.plan.year in closed:
            row.error(_("The year %(year)s is closed.", year=row.plan.year))


def undo(session: Session, context: Context, rows: list[Row]) -> None:
    """Reverse the new balances, give the others their number back."""
    fresh = [row.plan.id for row in rows if row.outcome == "new"]
    if fresh:
        operations.take_back(session, fresh, context.actor, context.reason)
    for row in rows:
        if row.outcome == "changed":
            operations.correct(session, context.actor, row.plan, row.stored["hours"], row.stored["note"])


# ---- the sheet ----------------------------------------------------------------------------------------------------


SHEET = Sheet(
    name="opening_balances",
    label=_l("Opening balances"),
    permission=("import", "opening_balance"),
    note=worded(_l("%(hours)s of earlier years, from the old portal; they are marked as such.")),
    columns=(
        Column("document", _l("ID number"), "document", required=True, aliases=("证件号码", "身份证号", "身份证号码"),
               personal=True, note=_l("As text; 18 characters where it is a resident ID card.")),
        Column("name", _l("Full name"), required=True, aliases=("姓名",), example="张三", length=60,
               note=_l("Must be the name that belongs to the ID number.")),
        Column("year", _l("Year"), "year", required=True, aliases=("年度", "计入年度"), example="2024"),
        Column("category", _l("Category"), required=True, aliases=("学分类别", "科目类型", "类别"), length=60,
               choices=Words(lambda: map(str, _categories(db.session())))),
        Column("hours", worded(_l("%(hours)s")), "hours", required=True, aliases=("学时", "学分"), positive=True),
        Column("note", _l("Note"), aliases=("备注", "说明"), length=200),
    ),
    key=lambda values: " ".join(str(values[name]) for name in ("document", "name", "year", "category")),
    check=check,
    apply=apply,
    undo=Undo(OpeningBalance, _same, check_undo, undo),
)  # fmt: skip
