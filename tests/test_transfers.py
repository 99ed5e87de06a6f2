"""People change unit and department: the history stays, both units see what was earned (PEOPLE-2, GX-19, GX-21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import delete, select

from app.accounts.models import Account
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry, LearnerYear
from app.kit import clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.notices import Notice
from app.learners import memberships, operations, requests, transfers
from app.learners.models import Absence, Learner, Membership, Transfer
from app.organizations.models import Organization
from tests.house.outsiders import UNIT, one, state
from tests.person import Person
from tests.test_accounts import held
from tests.test_people import NUMBERS, OFFICE, SIBLING, add, named, place, shown

Get = Callable[..., Person]
MIDDLE = "示范市文化艺术中心"


def moved(who: Person, app: Flask, name: str, to: str, day: date | None = None) -> Any:
    """Transfer by the verb, as the stateful test will."""
    person, goal = named(app, name), place(app, to)
    with app.app_context(), who.acting() as s:
        organization = db.session.get(Organization, goal.id) or goal
        outcome = transfers.transfer(db.session(), s.actor, [person.id], organization, day)
        db.session.commit()
        return outcome


def history(app: Flask, name: str) -> list[tuple[str, bool]]:
    with app.app_context(), scope.everything("test"):
        query = select(Membership).where(Membership.learner_name == name).order_by(Membership.id)
        return [(m.organization_name, m.left_on is None) for m in db.session.scalars(query)]


def entries(who: Person, app: Flask, learner_id: int) -> list[int]:
    with app.app_context(), who.acting():
        query = select(HourEntry.id).where(HourEntry.learner_id == learner_id)
        return sorted(db.session.scalars(query))


def agreed(app: Flask) -> bool:
    with app.app_context(), scope.everything("test"):
        return ledger.verify(db.session()) == []


# ---- inside the scope ---------------------------------------------------------------------------------------------


@pytest.mark.req("PEOPLE-2", "R-1")
def test_a_transfer_moves_the_person_and_leaves_the_hours_where_they_were_earned(app: Flask, person: Get) -> None:
    unit, sibling, above = person("dl3"), person("dl3-sibling"), person("dl2")
    zhao = named(app, "赵志强")
    held = entries(unit, app, zhao.id)
    assert held
    assert entries(sibling, app, zhao.id) == []
    page = shown(above, f"/learnerview/{zhao.id}/transfer")
    assert SIBLING in page
    typed = {"organization": str(place(app, SIBLING).id), "day": "", "note": "工作调动", "_version": str(zhao.version)}
    assert above.post(f"/learnerview/{zhao.id}/transfer", typed).status_code == 303
    assert entries(unit, app, zhao.id) == entries(sibling, app, zhao.id) == held
    assert {one(app, HourEntry, HourEntry.id == n).organization_id for n in held} == {place(app, UNIT).id}
    assert history(app, "赵志强") == [(UNIT, False), (SIBLING, True)]
    for path in ("/hourentryview/list/", "/learneryearview/list/"):
        assert "赵志强" in shown(unit, path), "the unit where it was earned still knows whose it is"
        assert "赵志强" in shown(sibling, path)
    assert UNIT in shown(sibling, f"/learnerview/show/{zhao.id}")
    assert unit.get(f"/learnerview/show/{zhao.id}").status_code == 404
    absence = one(app, Absence, Absence.learner_id == zhao.id)
    assert absence.organization_id == place(app, SIBLING).id, "leave and exemption go along"
    assert agreed(app)


@pytest.mark.req("PEOPLE-2")
def test_what_is_pending_keeps_its_route_after_a_transfer(app: Flask, person: Get) -> None:
    from app.kit.review import ReviewStep

    with app.app_context(), scope.everything("test"):
        before = [(s.id, s.organization_id, s.decided_at) for s in db.session.scalars(select(ReviewStep))]
        people = [(e.id, e.organization_id, e.learner_organization_id) for e in db.session.scalars(select(Enrollment))]
    assert moved(person("dl2"), app, "孙丽", SIBLING).done
    with app.app_context(), scope.everything("test"):
        assert [(s.id, s.organization_id, s.decided_at) for s in db.session.scalars(select(ReviewStep))] == before
        after = [(e.id, e.organization_id, e.learner_organization_id) for e in db.session.scalars(select(Enrollment))]
        assert after == people
    held = one(app, Enrollment, Enrollment.learner_name == "孙丽")
    organizer = person("dl3")
    assert (
        organizer.post("/participantview/do/confirm_attendance", {"rowid": f"{held.id}.{held.version}"}).status_code
        == 303
    )
    assert "孙丽" in shown(person("dl3-sibling"), f"/learnerview/show/{held.learner_id}")


@pytest.mark.req("PEOPLE-2")
def test_members_are_counted_on_the_day(app: Flask, person: Get) -> None:
    today = clock.today()
    before, later = today - timedelta(days=20), today - timedelta(days=10)
    assert moved(person("dl2"), app, "赵志强", SIBLING, later).done
    zhao = named(app, "赵志强").id
    with app.app_context(), person("dl2").acting():
        units = {o.name: o for o in db.session.scalars(select(Organization))}
        for day, at in ((before, UNIT), (later - timedelta(days=1), UNIT), (later, SIBLING), (today, SIBLING)):
            for name in (UNIT, SIBLING):
                members = db.session.scalars(memberships.members_on(day, units[name])).all()
                assert (zhao in members) == (name == at), (day, name)
                assert len(members) == len(set(members)) == memberships.count_on(db.session(), day, units[name])
            assert zhao in db.session.scalars(memberships.members_on(day, units[MIDDLE])).all()


@pytest.mark.req("PEOPLE-2")
def test_a_transfer_lies_neither_ahead_nor_before_the_person_came(app: Flask, person: Get) -> None:
    before = state(app)
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=30)):
        with pytest.raises(RuleError):
            moved(person("dl2"), app, "林小雨", SIBLING, day)
    assert state(app).tables == before.tables
    assert moved(person("dl2"), app, "林小雨", SIBLING).done, "on the same day back: both times are kept"
    assert history(app, "林小雨") == [(SIBLING, False), (UNIT, False), (SIBLING, True)]
    assert moved(person("dl2"), app, "徐国强", SIBLING).skipped, "retired"
    assert moved(person("dl2"), app, "林小雨", SIBLING).skipped, "is there already"


@pytest.mark.req("R-1", "PEOPLE-2")
@pytest.mark.case(6)
@pytest.mark.case(7)
def test_outsiders_transfer_nobody_and_nowhere(app: Flask, person: Get) -> None:
    zhao, before = named(app, "赵志强"), state(app)
    typed = {"organization": str(place(app, SIBLING).id), "_version": str(zhao.version)}
    assert person("dl3").post(f"/learnerview/{zhao.id}/transfer", typed).status_code == 422, "a place out of scope"
    for name in ("dl3-sibling", "dl-learner", "admin", "auditor", "security"):
        assert person(name).post(f"/learnerview/{zhao.id}/transfer", typed).status_code in (403, 404), name
    for bad in ("x", str(10**20), "-1", "1\0"):
        assert person("dl3").post(f"/learnerview/{zhao.id}/transfer", typed | {"organization": bad}).status_code == 422
    with pytest.raises(NotFound):
        moved(person("dl3"), app, "赵志强", SIBLING)
    with pytest.raises(NotFound):
        moved(person("dl3-sibling"), app, "赵志强", SIBLING)
    assert state(app).tables == before.tables
    edited = {"title": "馆长", "organization": str(place(app, SIBLING).id), "_version": str(zhao.version)}
    path = f"/learnerview/edit/{zhao.id}?organization={place(app, SIBLING).id}"
    assert person("dl2").post(path, edited).status_code == 303
    assert named(app, "赵志强").organization_id == zhao.organization_id, "editing moves nobody"


# ---- departments --------------------------------------------------------------------------------------------------


@pytest.mark.req("GX-19")
def test_the_ticked_are_assigned_to_a_department_at_once(app: Flask, person: Get) -> None:
    browser = person("dl3")
    people = [named(app, name) for name in ("孙丽", "赵志强")]
    ticked = {"rowid": [f"{one.id}.{one.version}" for one in people]}
    asked = browser.post("/learnerview/choose", ticked)
    assert asked.status_code == 200
    assert all(one.name in asked.get_data(as_text=True) for one in people)
    office = place(app, OFFICE)
    assert browser.post("/learnerview/do/assign", ticked | {"organization": str(office.id)}).status_code == 303
    assert {named(app, one.name).organization_id for one in people} == {office.id}
    assert history(app, "孙丽") == [(UNIT, False), (f"{UNIT} · {OFFICE}", True)]


@pytest.mark.req("GX-19", "R-1")
def test_an_assignment_stays_inside_the_unit(app: Flask, person: Get) -> None:
    above, sun, before = person("dl2"), named(app, "孙丽"), state(app)
    for goal in (place(app, SIBLING).id, place(app, "示范市人力资源和社会保障局").id, "x", ""):
        above.post("/learnerview/do/assign", {"rowid": str(sun.id), "organization": str(goal)})
    outsider = person("dl3-sibling")
    for path in ("/learnerview/choose", "/learnerview/do/assign"):
        assert outsider.post(path, {"rowid": str(sun.id), "organization": "1"}).status_code == 404
    assert above.post("/learnerview/choose", {}).status_code == 422
    assert state(app).tables == before.tables


@pytest.mark.req("GX-19")
def test_a_learner_chooses_the_own_department_and_no_other_place(app: Flask, person: Get) -> None:
    learner = person("dl-learner")
    assert (
        person("dl3").post("/departmentview/add", {"parent": str(place(app, UNIT).id), "name": "展览部"}).status_code
        == 303
    )
    page = shown(learner, "/me/")
    assert "展览部" in page
    before = state(app)
    for goal in (place(app, SIBLING).id, place(app, UNIT).id, "x", ""):
        assert learner.post("/me/department", {"department": str(goal)}).status_code == 404
    assert state(app).tables == before.tables
    assert learner.post("/me/department", {"department": str(place(app, "展览部").id)}).status_code == 303
    assert history(app, "陈晓梅") == [(f"{UNIT} · {OFFICE}", False), (f"{UNIT} · 展览部", True)]
    assert person("dl3").get("/me/").status_code == 403


# ---- to another branch --------------------------------------------------------------------------------------------


@pytest.mark.req("PEOPLE-2")
def test_the_giving_unit_offers_and_the_receiving_unit_accepts(app: Flask, person: Get) -> None:
    giving, receiving = person("dl3"), person("dl3-sibling")
    sun = named(app, "孙丽")
    held = entries(giving, app, sun.id)
    path = f"/learnerview/{sun.id}/offer"
    for unit in ("没有这个单位", "少年宫", UNIT, "\0", ""):
        assert giving.post(path, {"unit": unit, "_version": str(sun.version)}).status_code == 422, unit
    assert giving.post(path, {"unit": SIBLING, "note": "调动", "_version": str(sun.version)}).status_code == 303
    assert giving.post(path, {"unit": SIBLING, "_version": str(sun.version)}).status_code == 422, "it is open already"
    asked = one(app, Transfer, Transfer.learner_id == sun.id)
    row = {"rowid": f"{asked.id}.{asked.version}"}
    assert "孙丽" in shown(receiving, "/incomingview/list/")
    assert receiving.get(f"/learnerview/show/{sun.id}").status_code == 404, "not yet theirs"
    before = state(app)
    for who, address in (
        (giving, "/incomingview/do/accept"),
        (receiving, "/outgoingview/do/withdraw"),
        (person("dl-learner"), "/incomingview/do/accept"),
        (giving, "/incomingview/do/decline"),
    ):
        assert who.post(address, row).status_code in (403, 404), address
    assert state(app).tables == before.tables
    assert receiving.post("/incomingview/do/accept", row).status_code == 303
    assert named(app, "孙丽").organization_id == place(app, SIBLING).id
    assert entries(giving, app, sun.id) == entries(receiving, app, sun.id) == held
    assert history(app, "孙丽") == [(UNIT, False), (SIBLING, True)]
    with app.app_context(), receiving.acting() as s:
        assert requests.accept(db.session(), [asked.id], s.actor).skipped
    assert agreed(app)


@pytest.mark.req("GX-21")
def test_a_learner_asks_to_move_and_the_new_unit_confirms(app: Flask, person: Get) -> None:
    learner, receiving = person("dl-learner"), person("dl3-sibling")
    assert learner.post("/me/move", {"unit": "\0"}).status_code == 422
    assert learner.post("/me/move", {"unit": SIBLING, "reason": "<img src=x onerror=alert(1)>"}).status_code == 303
    mei = named(app, "陈晓梅")
    asked = one(app, Transfer, Transfer.learner_id == mei.id)
    assert asked.asked_by == "person"
    assert "<img src=x" not in shown(receiving, f"/incomingview/show/{asked.id}")
    assert (
        learner.post("/me/withdraw", {"request": str(one(app, Transfer, Transfer.learner_id != mei.id).id)}).status_code
        == 404
    )
    assert learner.post("/me/withdraw", {"request": str(asked.id)}).status_code == 303
    assert learner.post("/me/move", {"unit": SIBLING}).status_code == 303
    again = one(app, Transfer, Transfer.learner_id == mei.id, Transfer.state == "open")
    assert receiving.post("/incomingview/do/accept", {"rowid": str(again.id)}).status_code == 303
    assert named(app, "陈晓梅").organization_id == place(app, SIBLING).id
    assert "陈晓梅" in shown(receiving, "/learnerview/list/")
    assert person("dl-learner").get("/me/").status_code == 200


@pytest.mark.req("PEOPLE-2")
def test_a_person_who_moved_meanwhile_is_not_taken(app: Flask, person: Get) -> None:
    luo = named(app, "罗晓东")
    asked = one(app, Transfer, Transfer.learner_id == luo.id, Transfer.state == "open")
    assert moved(person("dl2"), app, "罗晓东", MIDDLE).done
    assert one(app, Transfer, Transfer.id == asked.id).state == "withdrawn"
    person("dl3").post("/incomingview/do/accept", {"rowid": str(asked.id)})
    assert named(app, "罗晓东").organization_id == place(app, MIDDLE).id
    assert person("dl3").post("/incomingview/do/accept", {"rowid": "x"}).status_code == 404


@pytest.mark.req("PEOPLE-2")
def test_terms_follow_a_transfer_into_the_new_scope_only(app: Flask, person: Get) -> None:
    assert moved(person("dl2"), app, "赵志强", SIBLING).done
    assert "赵志强" in shown(person("dl3-sibling"), "/learnerview/list/?name=zzq")
    assert "赵志强" not in shown(person("dl3"), "/learnerview/list/?name=zzq")
    year = one(app, LearnerYear, LearnerYear.learner_id == named(app, "赵志强").id)
    assert year.organization_id == place(app, UNIT).id


def test_a_new_person_of_the_department_administrator_begins_there(app: Flask, person: Get) -> None:
    assert add(person("dl3"), app, "新人", NUMBERS[2], OFFICE, hired_on="2026-01-05").status_code == 303
    held = one(app, Membership, Membership.learner_name == "新人")
    assert (held.joined_on, held.left_on) == (date(2026, 1, 5), None)
    with app.app_context(), scope.everything("test"):
        assert operations.people_in(db.session(), held.organization_id) == 3
        titles = db.session.scalars(select(TrainingClass.title)).all()
        assert titles
        assert db.session.get_one(Learner, held.learner_id).standing == "active"


# ---- who hears of it ----------------------------------------------------------------------------------------------


@pytest.fixture
def unheard(app: Flask) -> None:
    """The demo has asked for some moves already."""
    with app.app_context(), scope.everything("test"):
        db.session.execute(delete(Notice))
        db.session.commit()


def told(app: Flask, *events: str) -> list[tuple[str, str, str]]:
    """(user, what, sentence) of the notices of transfers, oldest first."""
    with app.test_request_context(), force_locale("zh"), scope.everything("test"):
        query = select(Account.username, Notice).join(Account, Account.id == Notice.user_id)
        rows = db.session.execute(query.where(Notice.event.like("transfer:%")).order_by(Notice.id)).all()
        found = [(name, n.event.partition(":")[2], n.sentence) for name, n in rows]
        return [one_of for one_of in found if not events or one_of[1] in events]


def offer(app: Flask, who: Person, name: str, unit: str = SIBLING) -> Any:
    somebody = named(app, name)
    typed = {"unit": unit, "_version": str(somebody.version)}
    assert who.post(f"/learnerview/{somebody.id}/offer", typed).status_code == 303
    return one(app, Transfer, Transfer.learner_id == somebody.id, Transfer.state == "open")


@pytest.mark.usefixtures("unheard")
@pytest.mark.req("NOTE-1", "PEOPLE-2")
def test_an_offer_is_told_to_who_decides_and_to_the_person(app: Flask, person: Get) -> None:
    asked = offer(app, person("dl3"), "陈晓梅")
    assert told(app) == [
        ("dl3-sibling", "asked", f"{UNIT}的陈晓梅拟调入{SIBLING}，请接收或退回。"),
        ("dl-learner", "offered", f"{UNIT}已为您申请调往{SIBLING}，由该单位确认。"),
    ]
    notice = one(app, Notice, Notice.event == "transfer:asked")
    page = person("dl3-sibling").get(notice.address)
    assert page.status_code == 200 and "陈晓梅" in page.get_data(as_text=True)
    assert person("dl-learner").get(one(app, Notice, Notice.event == "transfer:offered").address).status_code == 200
    assert asked.asked_by_user_id == held(app, "dl3").user_id


@pytest.mark.usefixtures("unheard")
@pytest.mark.req("NOTE-1", "PEOPLE-2")
@pytest.mark.parametrize(("verb", "event", "to_asker", "to_person"), [
    ("accept", "accepted", "{0}已接收陈晓梅，自今日起属于该单位。", "{0}已接收您的调入，自今日起您属于该单位。"),
    ("decline", "refused", "{0}未接收陈晓梅，该人员仍属于{1}。", "{0}未接收您的调入，您仍属于{1}。"),
])  # fmt: skip
def test_a_decision_is_told_to_the_person_and_to_who_asked(
    app: Flask, person: Get, verb: str, event: str, to_asker: str, to_person: str
) -> None:
    asked = offer(app, person("dl3"), "陈晓梅")
    assert person("dl3-sibling").post(f"/incomingview/do/{verb}", {"rowid": str(asked.id)}).status_code == 303
    both = {("dl-learner", event, to_person.format(SIBLING, UNIT)), ("dl3", event, to_asker.format(SIBLING, UNIT))}
    assert set(told(app, event)) == both
    assert len(told(app, event)) == 2
    again = person("dl3-sibling").post(f"/incomingview/do/{verb}", {"rowid": str(asked.id)})
    assert again.status_code == 303 and len(told(app, event)) == 2, "a second click tells nothing"


@pytest.mark.usefixtures("unheard")
@pytest.mark.req("NOTE-1", "GX-21")
def test_who_asks_for_himself_is_told_once_and_the_own_unit_hears_of_it(app: Flask, person: Get) -> None:
    assert person("dl-learner").post("/me/move", {"unit": SIBLING}).status_code == 303
    assert [(name, event) for name, event, _said in told(app)] == [("dl3-sibling", "asked"), ("dl3", "leaving")]
    asked = one(app, Transfer, Transfer.learner_name == "陈晓梅", Transfer.state == "open")
    person("dl3-sibling").post("/incomingview/do/decline", {"rowid": str(asked.id)})
    assert [(name, event) for name, event, _said in told(app, "refused")] == [("dl-learner", "refused")]


@pytest.mark.usefixtures("unheard")
@pytest.mark.req("NOTE-1")
def test_where_a_unit_has_no_administrator_the_one_above_hears_of_it(app: Flask, person: Get) -> None:
    with app.app_context(), scope.everything("test"):
        db.session.get_one(Account, held(app, "dl3-sibling").user_id).active = False
        db.session.commit()
    offer(app, person("dl3"), "孙丽")
    assert {name for name, _event, _said in told(app, "asked")} == {"dl2", "dl2-deputy"}


@pytest.mark.usefixtures("unheard")
@pytest.mark.req("NOTE-1", "PEOPLE-2")
def test_what_is_taken_back_or_fails_tells_nothing(app: Flask, person: Get) -> None:
    asked = offer(app, person("dl3"), "孙丽")
    person("dl3").post("/outgoingview/do/withdraw", {"rowid": str(asked.id)})
    person("dl3-sibling").post("/incomingview/do/accept", {"rowid": str(asked.id)})
    assert told(app, "accepted", "refused") == []
