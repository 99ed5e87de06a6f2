"""「网上报名」 (DL-1): level 1 opens a class, learners take places and give them back, level 1 grants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.classes import operations as classes
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry
from app.kit import clock, scope
from app.kit.audit import AuditEvent
from app.kit.errors import NotFound, RuleError
from app.kit.notices import Notice
from app.kit.scope import OutsideScope
from tests.imports import work
from tests.joining import change, crowd, exactly_the_places_are_taken, join, leave, offered, seats, standings
from tests.person import Person

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
DAY = timedelta(days=1)
pytestmark = pytest.mark.req("DL-1")


# ---- places and the waiting list ----------------------------------------------------------------------------------


def test_of_forty_at_once_exactly_the_places_are_taken(app: Flask, person: People) -> None:
    exactly_the_places_are_taken(app, person, people=40, places=13)


def test_a_full_class_without_waiting_list_says_so(context: Flask, person: People) -> None:
    number, (one, two) = offered(person("dl1"), planned_people=1, waiting_list=False), crowd(2)
    assert "抢位班" in join(one, number).message
    with pytest.raises(RuleError, match="1"):
        join(two, number)
    assert seats(two, number).state == "full"
    assert standings(number) == [("学员0", False)]


@pytest.mark.case(60)
def test_a_second_click_finds_the_enrollment_of_the_first(context: Flask, person: People) -> None:
    number, (one,) = offered(person("dl1")), crowd(1)
    assert len(join(one, number).done) == 1
    again = join(one, number)
    assert (again.done, len(again.skipped)) == ([], 1)
    assert standings(number) == [("学员0", False)]


def test_a_place_that_becomes_free_goes_to_the_first_who_waits(context: Flask, person: People, rows: Rows) -> None:
    number, (one, two, three) = offered(person("dl1"), planned_people=1), crowd(3)
    for each in (one, two, three):
        join(each, number)
    assert [seats(s, number).position for s in (one, two, three)] == [0, 1, 2]
    leave(one, number)
    assert standings(number) == [("学员1", False), ("学员2", True)]
    assert seats(three, number).position == 1
    join(one, number)
    assert seats(one, number).position == 2, "who comes again is the last"
    assert len(rows(AuditEvent, AuditEvent.event == "enrollment:move_up")) == 1


def test_who_moves_up_is_told(context: Flask, person: People, rows: Rows) -> None:
    learner = person("dl-learner")
    number, (one,) = offered(person("dl1"), planned_people=1), crowd(1)
    join(one, number)
    with learner.acting() as s:
        mine = s
    join(mine, number)
    leave(one, number)
    (notice,) = rows(Notice, Notice.event == "enrollment:move_up")
    assert learner.identity is not None
    assert (notice.user_id, notice.values["title"]) == (learner.identity.user_id, "抢位班")
    assert learner.get(notice.address).status_code == 200


def test_the_organizer_removes_somebody_and_the_next_one_moves_up(context: Flask, person: People) -> None:
    number, (one, two) = offered(person("dl1"), planned_people=1), crowd(2)
    for each in (one, two):
        join(each, number)
    with person("dl1").acting() as s:
        first = select(Enrollment.id).where(Enrollment.class_id == number, ~Enrollment.waiting)
        classes.remove(db.session(), list(db.session.scalars(first)), s.actor)
        db.session.commit()
    assert standings(number) == [("学员1", False)]


def test_nobody_moves_up_once_the_class_has_begun(context: Flask, person: People) -> None:
    number, (one, two) = offered(person("dl1"), planned_people=1), crowd(2)
    for each in (one, two):
        join(each, number)
    day = clock.today()
    change(number, starts_on=day - DAY, enroll_from=day - 5 * DAY, enroll_until=day - 2 * DAY)
    with person("dl1").acting() as s:
        first = select(Enrollment.id).where(Enrollment.class_id == number, ~Enrollment.waiting)
        classes.remove(db.session(), list(db.session.scalars(first)), s.actor)
        db.session.commit()
    assert standings(number) == [("学员1", True)]


# ---- the window ---------------------------------------------------------------------------------------------------


def test_enrollment_has_a_first_and_a_last_day(context: Flask, person: People) -> None:
    number, (one, two) = offered(person("dl1")), crowd(2)
    day = clock.today()
    change(number, enroll_from=day + DAY, enroll_until=day + 2 * DAY)
    assert seats(one, number).state == "soon"
    with pytest.raises(RuleError, match=str(day + DAY)):
        join(one, number)
    change(number, enroll_from=day, enroll_until=day)
    join(one, number)
    change(number, enroll_from=day - 2 * DAY, enroll_until=day - DAY)
    assert (seats(one, number).state, seats(two, number).state) == ("bound", "closed")
    for late in (lambda: join(two, number), lambda: leave(one, number)):
        with pytest.raises(RuleError, match=str(day - DAY)):
            late()
    assert standings(number) == [("学员0", False)]


def test_who_waits_may_leave_after_the_deadline(context: Flask, person: People) -> None:
    number, (one, two) = offered(person("dl1"), planned_people=1), crowd(2)
    for each in (one, two):
        join(each, number)
    day = clock.today()
    change(number, enroll_from=day - 2 * DAY, enroll_until=day - DAY)
    leave(two, number)
    assert standings(number) == [("学员0", False)]


def test_nothing_is_cancelled_once_hours_are_granted(context: Flask, person: People, rows: Rows) -> None:
    number, (one, two) = offered(person("dl1"), planned_people=1), crowd(2)
    for each in (one, two):
        join(each, number)
    with person("dl1").acting() as s:
        ids = list(db.session.scalars(select(Enrollment.id).where(Enrollment.class_id == number)))
        outcome = classes.grant_hours(db.session(), ids, s.actor)
        db.session.commit()
    assert [name for name, _reason in outcome.skipped] == ["学员1"], "who waits gets nothing"
    assert len(rows(HourEntry, HourEntry.source_id == number)) == 1
    with pytest.raises(RuleError):
        leave(one, number)
    assert standings(number) == [("学员0", False), ("学员1", True)]
    with scope.everything("test"):
        assert ledger.verify(db.session()) == []


def test_the_window_must_make_sense(context: Flask, person: People) -> None:
    day = clock.today()
    for wrong in ({"enroll_from": day + DAY, "enroll_until": day}, {"enroll_until": day + 20 * DAY}):
        with pytest.raises(RuleError) as refusal:
            offered(person("dl1"), **wrong)
        assert refusal.value.field == "enroll_until"


# ---- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-1")
def test_a_learner_enrolls_only_in_what_is_offered(context: Flask, person: People, rows: Rows) -> None:
    (one,) = crowd(1)
    hidden = rows(TrainingClass, TrainingClass.mode != "online") + rows(
        TrainingClass, TrainingClass.review_state == "draft"
    )
    assert hidden
    for item in hidden:
        with pytest.raises(NotFound):
            join(one, item.id)


@pytest.mark.req("R-1")
def test_a_learner_sees_numbers_of_people_but_nobody_else(context: Flask, person: People) -> None:
    number, (one, two) = offered(person("dl1")), crowd(2)
    join(one, number)
    assert seats(two, number).taken == 1
    with scope.using(two):
        assert db.session.scalars(select(Enrollment).where(Enrollment.class_id == number)).all() == []


@pytest.mark.req("R-1")
@pytest.mark.parametrize("wrong", [{"granted": 8}, {"result": "passed"}, {"attended_at": clock.now()}])
def test_a_learner_cannot_write_what_only_the_organizer_records(
    context: Flask, person: People, wrong: dict[str, Any]
) -> None:
    number, (one,) = offered(person("dl1")), crowd(1)
    join(one, number)
    with scope.using(one):
        mine = db.session.scalars(select(Enrollment).where(Enrollment.class_id == number)).one()
        for name, value in wrong.items():
            setattr(mine, name, value)
        with pytest.raises(OutsideScope):
            db.session.flush()


def test_the_database_refuses_a_record_for_who_waits(context: Flask, person: People) -> None:
    number, (one, two) = offered(person("dl1"), planned_people=1), crowd(2)
    for each in (one, two):
        join(each, number)
    with scope.everything("test"), pytest.raises(IntegrityError):
        db.session.execute(text("update enrollment set granted = 800 where waiting"))


def test_only_level_one_opens_classes(person: People) -> None:
    for name, expected in {"dl1": 200, "dl2": 403, "dl3": 403, "dl-learner": 403}.items():
        assert person(name).get("/onlineclassview/add").status_code == expected, name


# ---- the screens --------------------------------------------------------------------------------------------------


def test_level_one_opens_a_class_and_a_learner_enrolls_and_cancels(app: Flask, person: People, rows: Rows) -> None:
    office, learner, day = person("dl1"), person("dl-learner"), clock.today()
    category = rows(TrainingClass)[0].category_id
    held = day + 9 * DAY
    form = {"title": "窗口班", "category": str(category), "place": "礼堂", "hours": "8", "planned_people": "3"}
    form |= {"year": str(held.year), "starts_on": str(held), "ends_on": str(held), "waiting_list": "y"}
    form |= {"enroll_from": str(day), "enroll_until": str(day + DAY)}
    number = int(office.post("/onlineclassview/add", form).location.rsplit("/", 1)[1])
    assert "窗口班" not in learner.get("/catalogueview/list/").get_data(as_text=True), "a draft"
    assert office.post("/onlineclassview/do/open", {"rowid": str(number)}).status_code == 303
    page = learner.get("/catalogueview/list/").get_data(as_text=True)
    assert "窗口班" in page
    assert "剩余 3 / 共 3" in page
    learner.post("/catalogueview/do/enroll", {"rowid": f"{number}.2"})
    assert "您已报名“窗口班”" in learner.get(f"/catalogueview/show/{number}").get_data(as_text=True)
    assert "窗口班" in learner.get("/myclassview/list/").get_data(as_text=True)
    assert "陈晓梅" in office.get(f"/onlineclassview/{number}/participants").get_data(as_text=True)
    learner.post("/catalogueview/do/cancel", {"rowid": f"{number}.2"})
    assert rows(Enrollment, Enrollment.class_id == number) == []


def test_the_organizer_sees_the_queue_in_its_order(context: Flask, person: People) -> None:
    number, everybody = offered(person("dl1"), planned_people=1), crowd(4)
    for each in everybody:
        join(each, number)
    page = person("dl1").get(f"/onlineclassview/{number}/waiting").get_data(as_text=True)
    assert "学员0" not in page
    assert page.index("学员1") < page.index("学员2") < page.index("学员3")


def test_the_list_of_level_one_is_exported_without_what_depends_on_who_looks(app: Flask, person: People) -> None:
    office = person("dl1")
    page = office.post("/onlineclassview/export").location
    work(app)
    assert office.get(f"{page}/file").status_code == 200


def test_each_list_shows_the_classes_of_its_own_mode(person: People, rows: Rows) -> None:
    lists = {
        "declared": ("dl2", "declarationview"),
        "direct": ("dl2", "directclassview"),
        "online": ("dl1", "onlineclassview"),
    }
    for mode, (name, endpoint) in lists.items():
        page = person(name).get(f"/{endpoint}/list/").get_data(as_text=True)
        who = person(name).identity
        assert who is not None
        own = rows(TrainingClass, TrainingClass.organization_id == who.organization_id)
        assert own
        assert [c.title for c in own if c.title in page] == [c.title for c in own if c.mode == mode], mode
