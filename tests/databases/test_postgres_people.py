"""Transfers and merges on PostgreSQL, beside grants and beside each other, where they really happen at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.classes import operations as classes
from app.classes import sheets
from app.classes.models import Enrollment
from app.extensions import db
from app.hours.models import HourEntry, LearnerYear
from app.kit import jobs, scope
from app.kit.errors import RuleError
from app.kit.scope import Actor, Scope
from app.learners import merging, operations, requests, transfers
from app.learners.models import Learner, LearnerTerm, Membership, Transfer
from app.organizations.models import Organization
from tests.databases.test_postgres import approved, at_once, differences, do, value
from tests.imports import book, upload
from tests.joining import id_number, join, offered
from tests.person import Person
from tests.test_moving import SIBLING, UNIT

pytestmark = pytest.mark.services
Get = Callable[..., Person]
TURNS = 6


def acting(who: Person, work: Callable[[Any], Any]) -> Callable[[], Any]:
    """`work(actor)` under the scope of `who`, committed; for a thread of its own."""
    assert who.identity
    s = who.identity.scope()

    def run() -> Any:
        with scope.using(s):
            result = work(s.actor)
            db.session.commit()
            return result

    return run


def transferring(who: Person, ids: list[int], to: str) -> Callable[[], Any]:
    def work(actor: Any) -> Any:
        goal = db.session.scalars(select(Organization).where(Organization.name == to)).one()
        return transfers.transfer(db.session(), actor, ids, goal)

    return acting(who, work)


def merging_of(who: Person, kept: int, gone: int) -> Callable[[], Any]:
    return acting(who, lambda actor: merging.merge(db.session(), actor, kept, gone, "同一人").id)


def granting(who: Person, ids: list[int]) -> Callable[[], Any]:
    return acting(who, lambda actor: classes.grant_hours(db.session(), ids, actor))


def new_person(app: Flask, who: Person, name: str, number: str) -> int:
    def work(actor: Any) -> int:
        unit = db.session.scalars(select(Organization).where(Organization.name == UNIT)).one()
        facts = {"name": name, "document": number, "document_type": "passport", "organization": unit}
        return operations.add_learner(db.session(), actor, facts).id

    with app.app_context():
        return int(acting(who, work)())


def enrolled(app: Flask, person: Get, learners: list[int]) -> list[int]:
    """Enrollments of people, attended, in a new approved class of dl3."""
    with app.app_context():
        number = approved(person, "elective")

        def work(actor: Any) -> list[int]:
            classes.enroll(db.session(), number, learners, actor)
            query = select(Enrollment.id).where(Enrollment.class_id == number).order_by(Enrollment.id)
            ids = list(db.session.scalars(query))
            classes.confirm_attendance(db.session(), ids, actor)
            return ids

        return list(acting(person("dl3"), work)())


def of_person(app: Flask, model: Any, learner: int) -> int:
    return int(value(app, select(func.count()).select_from(model).where(model.learner_id == learner)))


def errors(results: list[Any]) -> list[Any]:
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, RuleError)]


@pytest.mark.req("PEOPLE-2", "R-5")
def test_a_transfer_beside_a_grant_leaves_hours_exact(app: Flask, person: Get) -> None:
    mover, unit = person("dl2"), person("dl3")
    ids = [new_person(app, unit, f"甲{n}", f"P100000{n}") for n in range(4)]
    held = enrolled(app, person, ids)
    for turn in range(TURNS):
        goal = SIBLING if turn % 2 == 0 else UNIT
        verb = classes.grant_hours if turn % 2 == 0 else classes.cancel_hours
        results = at_once(app, transferring(mover, ids[::-1], goal), lambda verb=verb: do(unit, verb, held))
        assert errors(results) == [], results
        assert len(results[1].done) == len(held), results
        assert differences(app) == []
        for learner in ids:
            open_ones = select(func.count(Membership.id)).where(
                Membership.learner_id == learner, Membership.left_on.is_(None)
            )
            assert value(app, open_ones) == 1
    where = select(func.count(HourEntry.organization_id.distinct())).where(HourEntry.learner_id.in_(ids))
    assert value(app, where) == 1, "all was earned at the unit of the enrollment"


@pytest.mark.req("PEOPLE-2", "R-5")
def test_a_merge_beside_a_grant_loses_and_doubles_nothing(app: Flask, person: Get) -> None:
    unit = person("dl3")
    for turn in range(TURNS):
        kept, gone = (new_person(app, unit, "乙", f"P2{turn}0000{n}") for n in range(2))
        held = enrolled(app, person, [kept, gone] if turn % 2 else [gone])
        results = at_once(app, merging_of(unit, kept, gone), granting(unit, held))
        assert errors(results) == [], results
        assert results[0] == kept, results
        assert differences(app) == []
        assert of_person(app, LearnerYear, gone) == of_person(app, Enrollment, gone) == 0
        assert of_person(app, Enrollment, kept) == 1
        if isinstance(results[1], RuleError):  # the enrollment of the double went away under the grant
            with app.app_context():
                left = value(app, select(Enrollment.id).where(Enrollment.learner_id == kept))
                acting(unit, lambda actor, left=left: classes.grant_hours(db.session(), [left], actor))()
        assert value(app, select(func.sum(LearnerYear.posted)).where(LearnerYear.learner_id == kept)) == 8
        assert differences(app) == []


@pytest.mark.req("PEOPLE-2")
def test_two_merges_that_cross_end_with_one_survivor(app: Flask, person: Get) -> None:
    unit, above = person("dl3"), person("dl2")
    for turn in range(TURNS):
        one, other = (new_person(app, unit, "丙", f"P3{turn}0000{n}") for n in range(2))
        held = enrolled(app, person, [one, other])
        with app.app_context():
            do(unit, classes.grant_hours, held)
        results = at_once(app, merging_of(unit, one, other), merging_of(above, other, one))
        assert errors(results) == [], results
        assert sorted(isinstance(r, RuleError) for r in results) == [False, True], results
        merged = value(app, select(func.count(Learner.id)).where(Learner.id.in_([one, other]),
                                                                 Learner.merged_into_id.is_not(None)))  # fmt: skip
        assert merged == 1
        assert differences(app) == []
        posted = select(func.sum(LearnerYear.posted)).where(LearnerYear.learner_id.in_([one, other]))
        assert value(app, posted) == 8


@pytest.mark.req("PEOPLE-2")
def test_merges_in_a_chain_at_once_end_at_one_record(app: Flask, person: Get) -> None:
    unit = person("dl3")
    for turn in range(TURNS):
        a, b, c = (new_person(app, unit, "丁", f"P4{turn}0000{n}") for n in range(3))
        results = at_once(app, merging_of(unit, a, b), merging_of(unit, b, c))
        assert errors(results) == [], results
        with app.app_context(), scope.everything("test"):
            rows = {
                p.id: p.merged_into_id for p in db.session.scalars(select(Learner).where(Learner.id.in_([a, b, c])))
            }
        assert all(rows[target] is None for target in rows.values() if target), "never a chain"
        assert differences(app) == []


@pytest.mark.req("PEOPLE-2", "GX-21")
def test_a_request_is_accepted_or_overtaken_never_both(app: Flask, person: Get) -> None:
    unit, sibling, above = person("dl3"), person("dl3-sibling"), person("dl2")
    for turn in range(TURNS):
        learner = new_person(app, unit, "戊", f"P5{turn}00001")
        with app.app_context():
            asked = acting(unit, lambda actor, n=learner: requests.ask(db.session(), actor, n, {"unit": SIBLING}).id)()
        middle = transferring(above, [learner], "示范市文化艺术中心")
        taking = acting(sibling, lambda actor, n=asked: requests.accept(db.session(), [n], actor))
        leaving = acting(unit, lambda actor, n=asked: requests.withdraw(db.session(), [n], actor))
        results = at_once(app, middle, taking, leaving)
        assert errors(results) == [], results
        state = value(app, select(Transfer.state).where(Transfer.id == asked))
        assert (state == "accepted") == (len(results[1].done) == 1), results
        history = value(app, select(func.count(Membership.id)).where(Membership.learner_id == learner))
        assert history == 2 + (state == "accepted"), results
        assert value(app, select(func.count(Membership.id)).where(Membership.learner_id == learner,
                                                                  Membership.left_on.is_(None))) == 1  # fmt: skip


@pytest.mark.req("PEOPLE-1")
@pytest.mark.case(39)
def test_a_search_sorts_by_bytes_and_takes_any_character(app: Flask, person: Get) -> None:
    with app.app_context(), person("dl3").acting():
        from app.learners import names

        for typed, found in (("cxm", 1), ("CXM", 1), ("晓梅", 1), ("\0", 0), ("\U0010ffff", 0), ("'", 0), ("%", 0)):
            query = select(func.count()).select_from(Learner).where(names.named(Learner, typed))
            assert db.session.scalar(query) == found, repr(typed)
    with app.app_context(), person("dl1").acting():
        assert db.session.scalar(select(func.count()).select_from(LearnerTerm).where(LearnerTerm.term == "cxm")) == 1


# ---- whoever adds an enrollment holds the person against a merge ---------------------------------------------------


def in_class(app: Flask, number: int) -> list[int]:
    with app.app_context(), scope.everything("test"):
        query = select(Enrollment.learner_id).where(Enrollment.class_id == number).order_by(Enrollment.learner_id)
        return list(db.session.scalars(query))


def of_merged(app: Flask) -> int:
    """Enrollments of records that were merged into others: there must be none."""
    merged = select(Learner.id).where(Learner.merged_into_id.is_not(None))
    return int(value(app, select(func.count(Enrollment.id)).where(Enrollment.learner_id.in_(merged))))


def enrolling(who: Person, number: int, people: list[int]) -> Callable[[], Any]:
    return acting(who, lambda actor: classes.enroll(db.session(), number, people, actor))


@pytest.mark.req("PEOPLE-2", "DL-3")
@pytest.mark.parametrize("door", ["list", "number", "self"])
def test_a_merge_beside_an_enrollment_leaves_none_with_the_record_that_goes(app: Flask, person: Get, door: str) -> None:
    unit = person("dl3")
    for turn in range(2 * TURNS):
        kept, gone = (new_person(app, unit, "己", f"P6{turn:02}000{n}") for n in range(2))
        with app.app_context():
            number = offered(person("dl1")) if door == "self" else approved(person, "elective")
        own = Scope("learner", 1, None, Actor(name="己", identity=f"l{gone}", learner_id=gone, organization_id=2))
        typed = f"P6{turn:02}0001"
        numbered = lambda actor, n=number, t=typed: classes.enroll_by_number(db.session(), n, t, "己", actor)  # noqa: E731  # one of three
        doors = {"list": enrolling(unit, number, [gone]), "number": acting(unit, numbered)}
        by = doors.get(door) or (lambda s=own, n=number: join(s, n))
        results = at_once(app, merging_of(unit, kept, gone), by)
        assert errors(results) == [], results
        assert of_merged(app) == 0, results
        assert in_class(app, number) in ([], [kept], [gone]), results
        if not isinstance(results[0], RuleError):
            assert in_class(app, number) != [gone]
        assert differences(app) == []


@pytest.mark.req("PEOPLE-2", "SHEET-1")
def test_a_merge_beside_the_results_sheet_credits_the_record_that_is_kept(
    app: Flask, person: Get, tmp_path: Path
) -> None:
    unit = person("dl3")
    merged = 0
    for turn in range(TURNS):
        with app.app_context():
            number = approved(person, "elective")
        kept, gone, other = (add_numbered(app, unit, "庚", 100 + 10 * turn + n) for n in range(3))
        if turn % 2:  # the record that goes is in the class already: the row changes it
            with app.app_context():
                enrolling(unit, number, [gone])()
        file = results_file(tmp_path, [("庚", id_number(100 + 10 * turn + n)) for n in (1, 2)])
        job = upload(unit, "class_results", file, class_id=number)
        assert unit.post(f"/imports/{job}/confirm").status_code == 303
        results = at_once(app, merging_of(unit, kept, gone), jobs.run_all)
        assert errors(results) == [], results
        merged += not isinstance(results[0], RuleError)
        assert of_merged(app) == 0, results
        survivor = gone if isinstance(results[0], RuleError) else kept
        assert in_class(app, number) == sorted([survivor, other]), results
        posted = select(func.sum(LearnerYear.posted)).where(LearnerYear.learner_id == survivor)
        assert value(app, posted) == 8
        assert differences(app) == []
    assert merged, "the merge got its turn"


@pytest.mark.req("PEOPLE-2", "SHEET-1")
@pytest.mark.parametrize("is_inside", [False, True])
def test_who_is_merged_between_judging_and_writing_a_row_is_judged_again(
    app: Flask, person: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_inside: bool
) -> None:
    unit, results = person("dl3"), []
    with app.app_context():
        number = approved(person, "elective")
    kept, gone, other = (add_numbered(app, unit, "壬", 500 + n) for n in range(3))
    if is_inside:
        with app.app_context():
            enrolling(unit, number, [gone])()
    hold = sheets.hold

    def meanwhile(*args: Any) -> None:
        if not results:
            results.extend(at_once(app, merging_of(unit, kept, gone)))
        hold(*args)

    monkeypatch.setattr(sheets, "hold", meanwhile)
    file = results_file(tmp_path, [("壬", id_number(500 + n)) for n in (1, 2)])
    job = upload(unit, "class_results", file, class_id=number)
    assert unit.post(f"/imports/{job}/confirm").status_code == 303
    with app.app_context():
        jobs.run_all()
    assert results == [kept]
    assert in_class(app, number) == sorted([kept, other])
    assert of_merged(app) == 0
    assert value(app, select(func.sum(LearnerYear.posted)).where(LearnerYear.learner_id == kept)) == 8
    assert differences(app) == []


@pytest.mark.req("PEOPLE-2", "R-5")
def test_two_results_sheets_with_the_same_people_do_not_wait_for_each_other(
    app: Flask, person: Get, tmp_path: Path
) -> None:
    unit = person("dl3")
    ids = [add_numbered(app, unit, f"辛{n}", 300 + n) for n in range(12)]
    rows_ = [(f"辛{n}", id_number(300 + n)) for n in range(12)]
    with app.app_context():
        classes_ = [approved(person, "elective", title=f"第{n}班", planned_people=20) for n in range(2)]
    for n, number in enumerate(classes_):
        file = results_file(tmp_path, rows_ if n else rows_[::-1])
        job = upload(unit, "class_results", file, class_id=number)
        assert unit.post(f"/imports/{job}/confirm").status_code == 303
    results = at_once(app, jobs.run_next, jobs.run_next)
    assert errors(results) == [], results
    with app.app_context():
        jobs.run_all()
    for number in classes_:
        assert in_class(app, number) == ids
    assert differences(app) == []


def add_numbered(app: Flask, who: Person, name: str, n: int) -> int:
    """A person with the n-th made-up ID number."""

    def work(actor: Any) -> int:
        unit = db.session.scalars(select(Organization).where(Organization.name == UNIT)).one()
        facts = {"name": name, "document": id_number(n), "title": "", "organization": unit}
        return operations.add_learner(db.session(), actor, facts).id

    with app.app_context():
        return int(acting(who, work)())


def results_file(folder: Path, people: list[tuple[str, str]]) -> Path:
    head = ["姓名", "证件号码", "单位名称", "成绩", "学时"]
    return book(folder, head, *([name, number, UNIT, "合格", None] for name, number in people))
