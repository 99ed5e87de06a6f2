"""Certificates are issued for hours that meet the requirement, and are void when the hours are gone (CERT-1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.certificates import ground, operations
from app.certificates.models import Certificate, new_token, packed, unpacked
from app.classes import operations as classes
from app.classes.models import Enrollment
from app.extensions import db
from app.hours import closing, ledger
from app.hours.due import Attributes
from app.hours.models import LearnerStanding, LiveCredit
from app.hours.rulebook import Rule
from app.kit import scope
from app.kit.audit import AuditEvent
from app.kit.errors import NotFound
from app.kit.notices import Notice
from app.learners import absences, merging, standings
from app.learners import operations as learners
from app.learners.models import Learner
from tests.certified import (
    YEAR,
    acting,
    certificates,
    credits_of,
    earn,
    issued,
    lose,
    number_of,
    renew,
    standing_ids,
)
from tests.house.outsiders import READY
from tests.person import Person

People = Callable[..., Person]
WHO = "孙丽"


@pytest.fixture
def met(context: Flask, person: People) -> Iterator[int]:
    """赵志强's colleague 孙丽, without leave, with a complete year."""
    with scope.everything("test"):
        number = number_of(WHO)
    with context.app_context():
        earn(number)
    yield number


def sound() -> bool:
    with scope.everything("test"):
        session = db.session()
        # the test's sources are nobody's classes, so the ledger's own comparison with classes is left out
        return [*standings.verify(session), *ground.verify(session)] == []


def valid_of(number: int) -> list[Certificate]:
    return certificates(Certificate.learner_id == number, Certificate.voided_at.is_(None))


# ---- issuing --------------------------------------------------------------------------------------------------------


@pytest.mark.req("CERT-1", "R-10")
def test_a_met_requirement_gives_a_certificate_that_keeps_what_it_was_made_from(app: Flask, person: People,
                                                                                met: int) -> None:  # fmt: skip
    outcome = issued(app, person("dl3"), met)
    assert (len(outcome.done), outcome.skipped) == (1, [])
    (one,) = valid_of(met)
    assert (one.number, one.seq, one.year, one.state) == (f"{YEAR}-000003", 3, YEAR, "valid")  # the demo has two
    assert (one.learner_name, one.unit_name, one.document_mask) == (WHO, "示范市群众艺术馆", "210204********6624")
    assert one.platform_name == "示范市干部继续教育学分管理平台"
    assert one.issued_by == "张伟"
    lines = {line["en"]: (line["counted"], line["required"]) for line in one.figures["categories"]}
    assert lines == {"Compulsory": ("30", "20"), "Elective": ("20", "13.3")} or lines["Compulsory"][0] == "30"
    assert one.figures["word"]["zh"] == "学分"
    assert unpacked(one.attributes).title == "助理馆员"
    assert unpacked(one.attributes).leaves, "the leave that lowered the requirement is kept"
    assert len(one.token) == 24
    assert sound()


@pytest.mark.req("CERT-1")
def test_issuing_again_names_the_certificate_that_is_there(app: Flask, person: People, met: int) -> None:
    issued(app, person("dl3"), met)
    again = issued(app, person("dl2"), met)
    assert (again.done, len(again.skipped)) == ([], 1)
    assert again.skipped[0][0] == WHO
    assert f"{YEAR}-000003" in again.skipped[0][1]
    assert len(valid_of(met)) == 1


@pytest.mark.req("CERT-1")
def test_who_lacks_hours_is_exempt_or_owes_nothing_gets_none(app: Flask, person: People, context: Flask) -> None:
    with scope.everything("test"):
        people = [
            number_of("陈晓梅"),
            number_of("赵志强"),
            number_of("张伟"),
        ]  # missing, exempt by leave, no requirement
    outcome = issued(app, person("dl3"), *people)
    assert outcome.done == []
    assert {name for name, _why in outcome.skipped} == {"陈晓梅", "赵志强", "张伟"}
    assert all(valid_of(number) == [] for number in people)


@pytest.mark.req("CERT-1")
def test_the_kept_standing_does_not_decide(app: Flask, person: People, met: int) -> None:
    """The list says met because nothing has renewed it: the hours are gone, so no certificate is issued."""
    lose(met)
    with scope.everything("test"):
        kept = update(LearnerStanding).where(LearnerStanding.learner_id == met).values(outcome="met", stale=False)
        with scope.bulk("test"):
            db.session.execute(kept)
        db.session.commit()
    assert issued(app, person("dl3"), met).done == []


@pytest.mark.req("CERT-1", "R-1")
def test_people_of_another_unit_refuse_the_whole_call(app: Flask, person: People, met: int) -> None:
    with scope.everything("test"):
        stranger = number_of("周建国")
    renew()
    for who, people in (("dl3-sibling", [met]), ("dl3", [met, stranger])):
        with pytest.raises(NotFound):
            issued(app, person(who), *people)
    assert valid_of(met) == []


@pytest.mark.req("CERT-1")
def test_numbers_go_on_without_gaps_also_after_what_failed(app: Flask, person: People, met: int) -> None:
    ids = standing_ids([met])
    with app.app_context(), person("dl3").acting():
        operations.issue(db.session(), ids, scope.actor())
        db.session.rollback()  # something else went wrong
    with scope.everything("test"):
        ready = number_of(READY)
    issued(app, person("dl3"), met, ready)
    assert sorted(one.seq for one in certificates()) == [1, 2, 3, 4]
    assert sound()


@pytest.mark.req("CERT-1")
def test_the_database_refuses_a_second_valid_certificate_of_a_year(app: Flask, person: People, met: int) -> None:
    issued(app, person("dl3"), met)
    (one,) = valid_of(met)
    with scope.everything("test"), pytest.raises(IntegrityError):
        columns = [c.key for c in Certificate.__table__.columns if c.key not in ("id", "seq", "token")]
        db.session.add(Certificate(**{name: getattr(one, name) for name in columns}, seq=99, token=new_token()))
        db.session.flush()


def test_attributes_survive_being_kept() -> None:
    who = Attributes("初级", "馆员", date(2020, 3, 1), ((date(2026, 1, 1), None),), (), False)
    assert unpacked(packed(who)) == who
    assert unpacked({}) == Attributes()


# ---- void with the hours -----------------------------------------------------------------------------------------


@pytest.mark.req("CERT-1", "GX-15", "R-5")
def test_a_reversal_that_takes_the_ground_away_makes_the_certificate_void(app: Flask, person: People, met: int) -> None:
    issued(app, person("dl3"), met)
    lose(met)
    (one,) = certificates(Certificate.learner_id == met)
    assert (one.state, one.void_cause) == ("void", "ground")
    assert one.voided_at is not None
    assert sound()
    earn(met, 0, 20)  # credited again: what is void stays so, another number is issued
    assert issued(app, person("dl3"), met).done
    assert [(c.state, c.seq) for c in certificates(Certificate.learner_id == met)] == [("void", 3), ("valid", 4)]


@pytest.mark.req("CERT-1")
def test_a_reversal_that_leaves_enough_changes_nothing(app: Flask, person: People, met: int) -> None:
    with scope.everything("test"):
        (spare,) = credits_of(met, 5, 0)
        ledger.post(db.session(), [replace(spare, source_id=950_000, activity="spare")], None)
        db.session.commit()
    issued(app, person("dl3"), met)
    with scope.everything("test"):
        ledger.reverse(db.session(), "class", [(met, 950_000)], None)
        db.session.commit()
    assert len(valid_of(met)) == 1


@pytest.mark.req("CERT-1", "R-5")
def test_hours_cancelled_by_another_unit_make_it_void_too_and_tell_person_and_unit(app: Flask, person: People,
                                                                                   context: Flask) -> None:  # fmt: skip
    """宋𬭚's class is dl2's, who neither issued the certificate nor needs to see it for the rule to hold."""
    (one,) = [c for c in certificates() if c.voided_at is None]
    learner, office, holder = person("dl-certified").identity, person("dl3").identity, person("dl2")
    assert learner and office
    with scope.everything("test"):
        granted = (Enrollment.learner_id == one.learner_id, Enrollment.granted.is_not(None))
        mine = db.session.scalars(select(Enrollment.id).where(*granted)).first()
    with acting(app, holder) as session:
        classes.cancel_hours(session, [mine], scope.actor())
    assert valid_of(one.learner_id) == []
    with scope.everything("test"):
        told = db.session.scalars(select(Notice).where(Notice.event == "certificate:void")).all()
        users = {notice.user_id for notice in told if notice.values["number"] == one.number}
        of_event = (AuditEvent.event == "certificate:void", AuditEvent.subject_id == str(one.id))
        events = db.session.scalars(select(AuditEvent).where(*of_event)).all()
    assert users == {learner.user_id, office.user_id}
    assert len(events) == 1


@pytest.mark.req("CERT-1")
def test_what_is_rolled_back_leaves_the_certificate_valid(app: Flask, person: People, met: int) -> None:
    issued(app, person("dl3"), met)
    with scope.everything("test"):
        ledger.reverse(db.session(), "class", [(met, 900_007)], None)
        db.session.rollback()
    assert len(valid_of(met)) == 1


@pytest.mark.req("CERT-1", "R-10", "R-6")
def test_new_rules_another_grade_and_a_leave_that_ends_take_nothing_away(app: Flask, person: People, met: int) -> None:
    issued(app, person("dl3"), met)
    with acting(app, person("dl1")) as session:
        closing.save_rules(session, scope.actor(), YEAR, [Rule("total", amount=Decimal(500))])
    with acting(app, person("dl3")) as session:
        one = session.get_one(Learner, met)
        learners.revise_learner(session, scope.actor(), one, {"grade": "高级", "title": "研究馆员"})
    with scope.everything("test"):
        (more,) = credits_of(met, 1, 0)
        ledger.post(db.session(), [replace(more, source_id=950_001, activity="more")], None)
        db.session.commit()
    renew()
    assert len(valid_of(met)) == 1
    assert sound()
    lose(met)
    assert valid_of(met) == [], "its own rules still hold for it"


@pytest.mark.req("CERT-1")
def test_several_postings_as_one_change_are_looked_at_together(app: Flask, person: People, met: int) -> None:
    """What is reversed to be posted again, as a merge does, never lacks its hours in between."""
    issued(app, person("dl3"), met)
    again = credits_of(met)
    with scope.everything("test"):
        with ledger.as_one(db.session()), ledger.as_one(db.session()):
            ledger.reverse(db.session(), "class", [(met, one.source_id) for one in again], None)
            assert db.session.scalars(select(LiveCredit.entry_id).where(LiveCredit.source_id == 900_001)).all() == []
            ledger.post(db.session(), again, None)
        db.session.commit()
    assert len(valid_of(met)) == 1
    with scope.everything("test"), pytest.raises(ZeroDivisionError), ledger.as_one(db.session()):
        raise ZeroDivisionError
    with scope.everything("test"):
        assert "hours_changed" not in db.session().info


# ---- void by hand -------------------------------------------------------------------------------------------------


@pytest.mark.req("CERT-1")
def test_void_by_hand_keeps_the_reason_and_is_final(app: Flask, person: People, context: Flask) -> None:
    (one,) = [c for c in certificates() if c.voided_at is None]
    with acting(app, person("dl3")) as session:
        assert operations.void(session, [one.id], scope.actor(), "姓名有误").done == [one.id]
        again = operations.void(session, [one.id], scope.actor(), "再次")
        assert (again.done, len(again.skipped)) == ([], 1)
    (now,) = certificates(Certificate.id == one.id)
    assert (now.void_cause, now.void_reason, now.voided_by) == ("revoked", "姓名有误", "张伟")
    assert now.version == one.version + 1


@pytest.mark.req("CERT-1", "R-1")
@pytest.mark.parametrize("who", ["dl3-sibling", "dl-certified"])
def test_strangers_and_the_person_can_make_nothing_void(app: Flask, person: People, context: Flask, who: str) -> None:
    (one,) = [c for c in certificates() if c.voided_at is None]
    with pytest.raises(NotFound), acting(app, person(who)) as session:
        operations.void(session, [one.id], scope.actor(), "x")
    assert len(valid_of(one.learner_id)) == 1


# ---- merging, verification ------------------------------------------------------------------------------------------


@pytest.mark.req("CERT-1", "PEOPLE-2")
def test_a_merge_takes_certificates_along_with_their_hours(app: Flask, person: People, met: int) -> None:
    with scope.everything("test"):
        ready = number_of(READY)
    issued(app, person("dl3"), ready)
    (moved,) = valid_of(ready)
    with scope.everything("test"):
        lines = merging.preview(db.session(), db.session.get_one(Learner, met), db.session.get_one(Learner, ready))
        assert any("证书" in line or "certificate" in line for line in map(str, lines))
    with acting(app, person("dl3")) as session:
        merging.merge(session, scope.actor(), met, ready, "同一人")
    (now,) = valid_of(met)
    assert (now.id, now.number) == (moved.id, moved.number)
    assert sound()


@pytest.mark.req("CERT-1", "PEOPLE-2")
def test_of_two_certificates_of_a_year_the_survivors_stands(app: Flask, person: People, met: int) -> None:
    with scope.everything("test"):
        ready = number_of(READY)
    issued(app, person("dl3"), met, ready)
    (kept,), (gone,) = valid_of(met), valid_of(ready)
    with acting(app, person("dl3")) as session:
        merging.merge(session, scope.actor(), met, ready, "同一人")
    assert [c.id for c in valid_of(met)] == [kept.id]
    (void,) = certificates(Certificate.id == gone.id)
    assert (void.learner_id, void.void_cause) == (met, "merged")
    assert sound()


@pytest.mark.req("CERT-1")
@pytest.mark.parametrize(("fault", "said"), [
    ({"attributes": {"applies": True}, "figures": {}, "rules_until": 0}, ""),
    ({"number": "2026-000077"}, "another number"),
    ({"seq": 9}, "gaps"),
])  # fmt: skip
def test_verify_finds_planted_faults(app: Flask, person: People, met: int, fault: dict[str, Any], said: str) -> None:
    issued(app, person("dl3"), met)
    with scope.everything("test"), scope.bulk("test"):
        table: Any = Certificate.__table__
        db.session.execute(update(table).where(table.c.learner_id == met).values(fault))
        db.session.commit()
    with scope.everything("test"):
        found = ground.verify(db.session())
    assert bool(found) == bool(said)
    assert all(said in text for text in found[-1:])


@pytest.mark.req("CERT-1", "R-5")
def test_verify_finds_a_certificate_whose_hours_went_another_way(app: Flask, person: People, met: int) -> None:
    issued(app, person("dl3"), met)
    with scope.everything("test"), scope.bulk("test"):
        live: Any = LiveCredit.__table__
        db.session.execute(live.delete().where(live.c.learner_id == met))
        db.session.commit()
    with scope.everything("test"):
        (problem,) = ground.verify(db.session())
    assert "valid without ground" in problem


def test_an_absence_entered_later_is_judged_as_on_the_day_of_issue(app: Flask, person: People, context: Flask) -> None:
    with scope.everything("test"):
        ready = number_of(READY)
    issued(app, person("dl3"), ready)
    with acting(app, person("dl3")) as session:
        one = session.get_one(Learner, ready)
        days = {"kind": "leave", "starts_on": date(YEAR, 1, 1), "ends_on": date(YEAR, 2, 1), "reason": "病假"}
        absences.add_absence(session, scope.actor(), one, days)
    assert len(valid_of(ready)) == 1
    assert sound()
