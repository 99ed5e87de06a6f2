"""The ledger: posts and reversals, nothing twice, nothing changed, figures recomputed, faults found (R-5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError

from app.classes import operations as classes
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger, operations
from app.hours.due import Attributes
from app.hours.ledger import Credit, Immutable
from app.hours.models import HourCategory, HourEntry, LearnerYear, LiveCredit
from app.kit import scope
from app.kit.errors import NotFound
from app.learners.models import Learner
from tests.kit.reviewing import People

WHO, OTHER = "陈晓梅", "孙丽"
CLASS, CANCELLED = "公共文化服务规范专题培训", "专业技术人员职业道德教育"


@pytest.fixture
def free(context: Flask) -> Iterator[Any]:
    """A session without limits, as the callers of the ledger have checked their ids already."""
    with scope.everything("test"):
        yield db.session()


def credit(session: Any, name: str = WHO, **values: Any) -> Credit:
    """Hours of a source that nobody has been credited for yet."""
    person = session.scalars(select(Learner).where(Learner.name == name)).first()
    category = session.scalars(select(HourCategory.id).where(HourCategory.code == "elective")).one()
    facts: dict[str, Any] = {
        "platform_id": person.platform_id, "organization_id": person.organization_id, "learner_id": person.id,
        "year": 2026, "category_id": category, "hours": Decimal(8), "source": "class", "source_id": 901,
        "activity": "class:901", "title": "测试",
    }  # fmt: skip
    return Credit(**facts | values)


def kept(session: Any) -> list[Any]:
    """All three tables of the ledger."""
    tables: list[Any] = [HourEntry.__table__, LiveCredit.__table__, LearnerYear.__table__]
    order = {LearnerYear.__table__: ("learner_id", "year", "category_id", "organization_id", "posted", "largest")}
    columns = [[table.c[n] for n in order[table]] if table in order else list(table.c) for table in tables]
    return [sorted(map(tuple, session.execute(select(*cs))), key=str) for cs in columns]


def figures(session: Any, learner_id: int) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    """(posted, largest) by year and category, over all organizations."""
    rows = session.scalars(select(LearnerYear).where(LearnerYear.learner_id == learner_id))
    return {(row.year, row.category_id): (row.posted, row.largest) for row in rows}


# ---- post and reverse ---------------------------------------------------------------------------------------------


def test_what_is_to_be_posted_does_not_change_on_its_way(free: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        credit(free).hours = Decimal(9)  # type: ignore[misc]  # that is the mistake


@pytest.mark.req("R-5")
def test_a_post_and_its_reversal_leave_two_entries_and_no_hours(free: Any) -> None:
    one = credit(free)
    before = figures(free, one.learner_id)
    (number,) = ledger.post(free, [one], 7)
    posted, largest = before[2026, one.category_id]
    assert figures(free, one.learner_id)[2026, one.category_id] == (posted + 8, max(largest, Decimal(8)))
    assert ledger.reverse(free, "class", [(one.learner_id, 901)], 8) == 1
    entries = free.scalars(select(HourEntry).where(HourEntry.source_id == 901).order_by(HourEntry.id)).all()
    assert [(e.hours, e.reverses_id, e.posted_by) for e in entries] == [(8, None, 7), (-8, number, 8)]
    assert figures(free, one.learner_id) == before


@pytest.mark.req("R-5")
def test_nothing_is_reversed_twice_or_without_standing(free: Any) -> None:
    one = credit(free)
    ledger.post(free, [one], None)
    pair = (one.learner_id, one.source_id)
    assert ledger.reverse(free, "claim", [pair], None) == 0
    assert ledger.reverse(free, "class", [pair, pair], None) == 1
    before = kept(free)
    assert ledger.reverse(free, "class", [pair], None) == 0
    assert ledger.reverse(free, "class", [], None) == 0
    assert kept(free) == before


@pytest.mark.req("R-5")
@pytest.mark.case(60)
@pytest.mark.parametrize("calls", [1, 2])
def test_a_source_is_never_credited_twice(free: Any, calls: int) -> None:
    one = credit(free)
    if calls == 2:
        ledger.post(free, [one], None)
        free.commit()
    before = kept(free)
    with pytest.raises(IntegrityError):
        ledger.post(free, [replace(one, hours=Decimal(3)) for _ in range(3 - calls)], None)
    free.rollback()
    assert kept(free) == before


@pytest.mark.req("R-5")
def test_what_was_reversed_may_be_posted_again(free: Any) -> None:
    one = credit(free)
    for hours in ("8", "0.25", "3.33"):
        ledger.post(free, [replace(one, hours=Decimal(hours))], None)
        ledger.reverse(free, "class", [(one.learner_id, 901)], None)
    ledger.post(free, [replace(one, hours=Decimal("0.01"))], None)
    total = select(func.sum(HourEntry.hours)).where(HourEntry.source_id == 901)
    assert free.scalar(total) == Decimal("0.01")


def test_posting_nothing_writes_nothing(free: Any) -> None:
    before = kept(free)
    assert ledger.post(free, [], None) == []
    assert kept(free) == before


# ---- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-5")
def test_yearly_figures_are_kept_by_year_category_and_organization(free: Any) -> None:
    one, root = credit(free, OTHER, year=2031), 1
    credits = [
        replace(one, source_id=1, hours=Decimal("0.1")), replace(one, source_id=2, hours=Decimal("0.2")),
        replace(one, source_id=3, year=2032), replace(one, source_id=4, organization_id=root, hours=Decimal(40)),
    ]  # fmt: skip
    ledger.post(free, credits, None)
    mine = select(LearnerYear).where(LearnerYear.learner_id == one.learner_id, LearnerYear.year > 2030)
    rows = {(r.year, r.organization_id): (r.posted, r.largest) for r in free.scalars(mine)}
    assert rows == {
        (2031, one.organization_id): (Decimal("0.3"), Decimal("0.2")),
        (2031, root): (Decimal(40), Decimal(40)),
        (2032, one.organization_id): (Decimal(8), Decimal(8)),
    }
    ledger.reverse(free, "class", [(one.learner_id, 2)], None)
    free.expire_all()
    assert free.scalars(mine.where(LearnerYear.organization_id != root)).first().posted == Decimal("0.1")


@pytest.mark.req("R-5")
@pytest.mark.parametrize("hours", ["0.01", "0.10", "8", "99999.99"])
def test_hours_are_exact_decimals(free: Any, hours: str) -> None:
    one = credit(free, hours=Decimal(hours))
    ledger.post(free, [one], None)
    entry = free.scalars(select(HourEntry).where(HourEntry.source_id == 901)).one()
    assert entry.hours == Decimal(hours)
    assert isinstance(entry.hours, Decimal)


@pytest.mark.parametrize("hours", [Decimal("0.005"), 0.1, Decimal("NaN"), Decimal(0), Decimal(-1)])
def test_hours_that_are_no_whole_hundredths_or_not_positive_are_refused(free: Any, hours: Any) -> None:
    before = kept(free)
    with pytest.raises((StatementError, IntegrityError)):
        ledger.post(free, [credit(free, hours=hours)], None)
    free.rollback()
    assert kept(free) == before


def test_a_learners_year_adds_up_from_its_entries(free: Any) -> None:
    person = free.scalars(select(Learner).where(Learner.name == WHO)).one()
    year = free.scalars(select(func.max(HourEntry.year))).one()
    view = operations.year_of(free, person.id, person.platform_id, year, Attributes())
    assert view.standing.counted == sum(row.entry.hours for row in view.rows) == Decimal(36)
    assert {c.code: (one.counted, one.required) for c, one in view.categories} == {
        "compulsory": (28, 30), "elective": (8, 20),
    }  # fmt: skip


# ---- append-only --------------------------------------------------------------------------------------------------


@pytest.mark.req("R-5")
@pytest.mark.parametrize("model", [HourEntry, LiveCredit, LearnerYear])
@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_no_flush_writes_hours(free: Any, model: Any, verb: str) -> None:
    one, before = free.scalars(select(model)).first(), kept(free)
    with pytest.raises(Immutable):
        if verb == "add":
            free.add(model(learner_id=1))
        elif verb == "delete":
            free.delete(one)
        else:
            one.learner_id += 1
        free.flush()
    free.rollback()
    assert kept(free) == before


@pytest.mark.req("R-5")
@pytest.mark.parametrize("statement", [
    update(HourEntry).values(hours=Decimal(99)), update(HourEntry.__table__).values(title="x"),
    delete(HourEntry), delete(HourEntry.__table__),
    text("UPDATE hour_entry SET hours = hours WHERE id = 1"), text("DELETE FROM hour_entry"),
], ids=str)  # fmt: skip
def test_the_database_itself_refuses_to_change_an_entry(free: Any, statement: Any) -> None:
    before = kept(free)
    with pytest.raises(DatabaseError, match="append-only"):
        free.execute(statement)
    free.rollback()
    assert kept(free) == before


# ---- grants -------------------------------------------------------------------------------------------------------


def enrolled(name: str, title: str = CLASS) -> int:
    with scope.everything("test"):
        query = select(Enrollment.id).join(Enrollment.training_class)
        return db.session.scalars(query.where(Enrollment.learner_name == name, TrainingClass.title == title)).one()


def do(person: People, verb: Any, ids: list[int], *more: Any, who: str = "dl3") -> Any:
    with person(who).acting() as s:
        outcome = verb(db.session(), ids, s.actor, *more)
        db.session.commit()
    with scope.everything("test"):
        assert ledger.verify(db.session()) == []
    return outcome


@pytest.mark.req("DL-3", "R-5")
def test_hours_are_granted_cancelled_and_granted_again(context: Flask, person: People) -> None:
    one = enrolled("赵志强")
    total = select(func.sum(HourEntry.hours)).join(Learner, HourEntry.learner_id == Learner.id)
    mine = total.where(Learner.name == "赵志强", HourEntry.title == CLASS)
    for _ in range(2):
        assert do(person, classes.grant_hours, [one]).done == [one]
        assert do(person, classes.grant_hours, [one]).done == []
        with person("dl3").acting():
            assert db.session.scalar(mine) == Decimal(8)
        assert do(person, classes.cancel_hours, [one]).done == [one]
        assert do(person, classes.cancel_hours, [one]).done == []
        with person("dl3").acting():
            assert db.session.scalar(mine) == Decimal(0)


@pytest.mark.req("DL-3")
def test_a_result_decides_what_is_granted_and_is_fixed_by_it(context: Flask, person: People) -> None:
    one = enrolled("赵志强")
    assert do(person, classes.record_result, [one], "failed").done == [one]
    assert do(person, classes.grant_hours, [one]).done == []
    assert do(person, classes.record_result, [one], "passed").done == [one]
    assert do(person, classes.grant_hours, [one]).done == [one]
    assert do(person, classes.record_result, [one], "failed").done == []
    assert do(person, classes.remove, [one]).done == []


@pytest.mark.req("DL-3", "R-6")
def test_who_was_not_there_is_granted_nothing(context: Flask, person: People) -> None:
    absent = enrolled(OTHER)
    assert do(person, classes.grant_hours, [absent]).done == []
    assert do(person, classes.record_result, [absent], "passed").done == []
    assert do(person, classes.confirm_attendance, [absent]).done == [absent]
    assert do(person, classes.grant_hours, [absent]).done == [absent]


@pytest.mark.req("R-1")
@pytest.mark.case(1)
@pytest.mark.case(3)
@pytest.mark.parametrize("verb", [classes.grant_hours, classes.cancel_hours, classes.confirm_attendance,
                                  classes.remove])  # fmt: skip
def test_a_foreign_enrollment_refuses_the_whole_grant(context: Flask, person: People, verb: Any) -> None:
    own, foreign = enrolled("赵志强"), enrolled("赵志强", "舞台安全管理培训")
    with scope.everything("test"):
        before = kept(db.session())
    with pytest.raises(NotFound):
        do(person, verb, [own, foreign])
    with pytest.raises(NotFound):
        do(person, verb, [own], who="dl3-sibling")
    with scope.everything("test"):
        assert kept(db.session()) == before


# ---- verification -------------------------------------------------------------------------------------------------

# Rows of the demo data: an entry that stands, a reversal, an enrollment with hours, its class.
STANDS = "(SELECT MIN(entry_id) FROM live_credit)"
REVERSAL = "(SELECT MIN(id) FROM hour_entry WHERE reverses_id IS NOT NULL)"
GRANTED = "(SELECT MIN(id) FROM enrollment WHERE granted IS NOT NULL)"
ITS_CLASS = f"(SELECT class_id FROM enrollment WHERE id = {GRANTED})"
COPIED = "platform_id, organization_id, learner_id, year, category_id, hours, source"
COPY = (f"INSERT INTO hour_entry ({COPIED}, source_id, activity, title, posted_at) "
        f"SELECT {COPIED}, %s, activity, title, posted_at FROM hour_entry WHERE id = {STANDS}")  # fmt: skip
LIVE = ("INSERT INTO live_credit SELECT learner_id, source, source_id, category_id, id FROM hour_entry "
        "WHERE id = (SELECT MAX(id) FROM hour_entry)")  # fmt: skip
BOOK = ("UPDATE learner_year SET posted = posted + (SELECT hours FROM hour_entry e WHERE e.id = (SELECT MAX(id) FROM "
        "hour_entry)) WHERE (learner_id, category_id) = (SELECT learner_id, category_id FROM hour_entry WHERE id = "
        f"{STANDS})")  # fmt: skip
FIRST_YEAR = "(SELECT MIN(id) FROM learner_year)"
LEDGER, YEARS, SOURCE = "live credit and ledger", "yearly figures", "approved class"
FAULTS: dict[str, tuple[str, list[str]]] = {
    "live credit lost": (LEDGER, [f"DELETE FROM live_credit WHERE entry_id = {STANDS}"]),
    "live credit of a reversed entry": (LEDGER, [LIVE.replace("MAX(id)", "MIN(reverses_id)")]),
    "live credit of another source": (LEDGER, [f"UPDATE live_credit SET source_id = 99 WHERE entry_id = {STANDS}"]),
    "posted again beside the live credit": (LEDGER, [COPY % "source_id"]),
    "posted without an approved source": (SOURCE, [COPY % "999", LIVE, BOOK]),
    "posted for an unknown source": ("unknown source", [
        COPY % "999", "UPDATE hour_entry SET source = 'gift' WHERE source_id = 999", LIVE, BOOK]),
    "entry gone": (SOURCE, [f"DELETE FROM live_credit WHERE entry_id = {STANDS}",
                            "DELETE FROM hour_entry WHERE reverses_id IS NULL AND id NOT IN (SELECT entry_id FROM "
                            "live_credit) AND id NOT IN (SELECT reverses_id FROM hour_entry WHERE reverses_id > 0)"]),
    "hours of an entry": (SOURCE, [f"UPDATE hour_entry SET hours = hours + 1 WHERE id = {STANDS}"]),
    "learner of an entry": (LEDGER, [f"UPDATE hour_entry SET learner_id = 3 WHERE id = {STANDS}"]),
    "category of an entry": (LEDGER, [f"UPDATE hour_entry SET category_id = 3 - category_id WHERE id = {STANDS}"]),
    "year of an entry": (YEARS, [f"UPDATE hour_entry SET year = 1999 WHERE id = {STANDS}"]),
    "organization of an entry": (YEARS, [f"UPDATE hour_entry SET organization_id = 1 WHERE id = {STANDS}"]),
    "reversal gone": (LEDGER, [f"DELETE FROM hour_entry WHERE id = {REVERSAL}"]),
    **{f"reversal with other {values}": ("does not match", [f"UPDATE hour_entry SET {values} WHERE id = {REVERSAL}"])
       for values in ("hours = hours + 1", "year = 1999", "category_id = 3 - category_id", "learner_id = 1",
                      "organization_id = 1", "source_id = 99", "source = 'gift'")},
    "yearly figure": (YEARS, [f"UPDATE learner_year SET posted = posted + 1 WHERE id = {FIRST_YEAR}"]),
    "greatest activity": (YEARS, [f"UPDATE learner_year SET largest = largest - 1 WHERE id = {FIRST_YEAR}"]),
    "yearly row gone": (YEARS, [f"DELETE FROM learner_year WHERE id = {FIRST_YEAR}"]),
    "yearly row too many": (YEARS, ["INSERT INTO learner_year SELECT 99, platform_id, learner_id, 1999, "
                                    "organization_id, category_id, posted, largest FROM learner_year "
                                    f"WHERE id = {FIRST_YEAR}"]),
    "grant without entry": (SOURCE, ["UPDATE enrollment SET granted = 800 WHERE granted IS NULL AND id = (SELECT "
                                     "MIN(id) FROM enrollment WHERE granted IS NULL)"]),
    "granted hours": (SOURCE, [f"UPDATE enrollment SET granted = granted + 1 WHERE id = {GRANTED}"]),
    "grant forgotten": (SOURCE, [f"UPDATE enrollment SET granted = NULL WHERE id = {GRANTED}"]),
    "class no longer approved": (SOURCE, ["UPDATE training_class SET review_state = 'rejected', review_position = "
                                          f"'rejected' WHERE id = {ITS_CLASS}"]),
    "category of a class": (SOURCE, ["UPDATE training_class SET category_id = 3 - category_id WHERE id = "
                                     f"{ITS_CLASS}"]),
}  # fmt: skip


@pytest.mark.req("R-5")
@pytest.mark.parametrize(("told", "planted"), FAULTS.values(), ids=FAULTS.keys())
def test_verify_finds_a_planted_fault(free: Any, told: str, planted: list[str]) -> None:
    assert ledger.verify(free) == []
    for trigger in ("hour_entry_no_update", "hour_entry_no_delete"):
        free.execute(text(f"DROP TRIGGER {trigger}"))
    before = free.scalar(text("SELECT total_changes()"))
    for statement in planted:
        free.execute(text(statement))
    assert free.scalar(text("SELECT total_changes()")) > before
    assert any(told in problem for problem in ledger.verify(free))
    assert any(told in problem for problem in ledger.verify(free, 1)), "the night of its platform finds it too"
