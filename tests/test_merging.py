"""Two records of one person become one, nothing is lost and nothing counts twice (PEOPLE-2)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import operations as accounts
from app.classes import operations as classes
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry, LearnerYear
from app.kit import scope
from app.kit.audit import AuditEvent
from app.kit.errors import NotFound, RuleError
from app.learners import merging, operations
from app.learners.models import Absence, Learner, LearnerTerm, Membership
from app.organizations.models import Organization
from tests.house.outsiders import UNIT, one, state
from tests.person import Person
from tests.test_people import NUMBERS, add, named, place, shown

Get = Callable[..., Person]
CLASS = "公文写作与处理培训"  # of dl3; 赵志强 was granted 6 hours there, 孙丽 failed


def merged(who: Person, kept: int, gone: int) -> None:
    """Merge by the verb, as the stateful test will."""
    with who.app.app_context(), who.acting() as s:
        merging.merge(db.session(), s.actor, kept, gone, "同一人")
        db.session.commit()


def posted(app: Flask, learner_id: int) -> Decimal:
    with app.app_context(), scope.everything("test"):
        query = select(func.sum(LearnerYear.posted)).where(LearnerYear.learner_id == learner_id)
        return db.session.scalar(query) or Decimal(0)


def agreed(app: Flask) -> bool:
    with app.app_context(), scope.everything("test"):
        return ledger.verify(db.session()) == []


@pytest.fixture
def twin(app: Flask, person: Get) -> Any:
    """A second record of 赵志强, enrolled in two classes of dl3: one where he is too, one where he is not."""
    browser = person("dl3")
    assert add(browser, app, "赵志强", "G99999999", document_type="passport", title="").status_code == 303
    made = one(app, Learner, Learner.name == "赵志强", Learner.document_type == "passport")
    titles = (CLASS, "专业技术人员职业道德教育")
    with app.app_context(), browser.acting() as s:
        for item in db.session.scalars(select(TrainingClass).where(TrainingClass.title.in_(titles))).all():
            classes.enroll(db.session(), item.id, [made.id], s.actor)
            ids = list(db.session.scalars(select(Enrollment.id).where(Enrollment.class_id == item.id,
                                                                      Enrollment.learner_id == made.id)))  # fmt: skip
            classes.confirm_attendance(db.session(), ids, s.actor)
            classes.grant_hours(db.session(), ids, s.actor)
        db.session.commit()
    return made


def first(app: Flask) -> Any:
    return one(app, Learner, Learner.name == "赵志强", Learner.document_type == "id")


@pytest.mark.req("PEOPLE-2", "R-5")
@pytest.mark.parametrize("survivor", ["id", "passport"])
def test_everything_goes_to_the_record_that_is_kept(app: Flask, person: Get, twin: Any, survivor: str) -> None:
    zhao = first(app)
    kept, gone = (zhao, twin) if survivor == "id" else (twin, zhao)
    before, hours = posted(app, zhao.id), posted(app, twin.id)
    assert (hours, agreed(app)) == (18, True)
    merged(person("dl3"), kept.id, gone.id)
    assert posted(app, gone.id) == 0
    assert posted(app, kept.id) == before + 12, "6 hours of the class where both were count once"
    assert agreed(app)
    with app.app_context(), scope.everything("test"):
        session = db.session()
        assert session.scalar(select(func.count(Enrollment.id)).where(Enrollment.learner_id == gone.id)) == 0
        in_class = select(Enrollment).join(TrainingClass).where(TrainingClass.title == CLASS)
        assert len(session.scalars(in_class.where(Enrollment.learner_id == kept.id)).all()) == 1
        assert session.scalar(select(func.count(Absence.id)).where(Absence.learner_id == gone.id)) == 0
        assert session.scalar(select(func.count(Absence.id)).where(Absence.learner_id == kept.id)) == 1
        held = session.scalars(select(Membership).where(Membership.learner_id == kept.id)).all()
        assert [m.left_on is None for m in held].count(True) == 1
        assert len(held) == 2
        old, new = session.get_one(Learner, gone.id), session.get_one(Learner, kept.id)
        assert (old.merged_into_id, old.standing, old.retired_at is None) == (kept.id, "merged", False)
        assert new.title == "副研究馆员", "filled from the other record where it was empty"
        both = operations.find_by_number(session, 1, [zhao.document.reveal(), "G99999999"])
        assert {row.id for row in both.values()} == {kept.id}, "either number leads to the survivor"
        assert session.scalars(select(LearnerTerm.term).where(LearnerTerm.learner_id == kept.id)).all()
        event = session.scalars(select(AuditEvent).where(AuditEvent.event == "learner:merge")).all()[-1]
        assert (event.subject_id, event.details["into"], event.details["reason"]) == (str(gone.id), kept.id, "同一人")


@pytest.mark.req("PEOPLE-2")
def test_the_page_says_what_will_happen_and_does_it(app: Flask, person: Get, twin: Any) -> None:
    browser, zhao = person("dl3"), first(app)
    path = f"/learnerview/{zhao.id}/merge"
    assert "确认合并" not in shown(browser, path)
    page = shown(browser, f"{path}?other={twin.id}")
    for text in ("1 条报名记录一并转入", "两条档案同在 1 个班中", "另一条档案停用并指向本档案"):
        assert text in page
    typed = {
        "other": str(twin.id),
        "reason": "同一人",
        "_versions": f"{zhao.id}.{zhao.version} {twin.id}.{twin.version}",
    }
    assert browser.post(path, typed | {"reason": ""}).status_code == 422
    assert browser.post(path, typed | {"_versions": "stale"}).status_code == 422
    assert browser.post(path, typed | {"other": str(zhao.id)}).status_code == 422
    assert browser.post(path, typed | {"other": "x"}).status_code == 422
    assert first(app).version == zhao.version
    assert browser.post(path, typed).status_code == 303
    shown_now = shown(browser, f"/learnerview/show/{twin.id}")
    assert "已合并" in shown_now
    assert "赵志强" in shown_now
    assert browser.post(f"/learnerview/edit/{twin.id}", {"_version": "9"}).status_code == 409
    for verb in ("retire", "restore", "assign"):
        browser.post(f"/learnerview/do/{verb}", {"rowid": str(twin.id), "organization": str(place(app, UNIT).id)})
    assert one(app, Learner, Learner.id == twin.id).merged_into_id == zhao.id
    assert agreed(app)


@pytest.mark.req("PEOPLE-2", "R-1")
def test_what_cannot_be_merged_is_refused_and_changes_nothing(app: Flask, person: Get, twin: Any) -> None:
    zhao, foreign, gone = first(app), named(app, "周建国"), one(app, Learner, Learner.merged_into_id.is_not(None))
    unit, before = person("dl3"), state(app)
    for kept, other, error in ((zhao.id, foreign.id, NotFound), (foreign.id, zhao.id, NotFound),
                               (zhao.id, zhao.id, RuleError), (zhao.id, 10**6, NotFound),
                               (zhao.id, gone.id, RuleError), (gone.id, zhao.id, RuleError),
                               (named(app, "徐国强").id, zhao.id, RuleError)):  # fmt: skip
        with pytest.raises(error):
            merged(unit, kept, other)
    for name in ("dl3-sibling", "dl-learner", "auditor", "security", "admin"):
        answer = person(name).post(f"/learnerview/{zhao.id}/merge", {"other": str(twin.id), "reason": "x"})
        assert answer.status_code in (403, 404), name
        assert person(name).get(f"/learnerview/{zhao.id}/merge?other={twin.id}").status_code in (403, 404)
    page = shown(unit, f"/learnerview/{zhao.id}/merge?other={foreign.id}")
    assert "周建国" not in page
    assert state(app).tables == before.tables


@pytest.mark.req("PEOPLE-2")
def test_the_login_follows_the_person(app: Flask, person: Get) -> None:
    """陈晓梅 has an account; her second record has none and is kept."""
    browser, mei = person("dl3"), named(app, "陈晓梅")
    assert add(browser, app, "陈晓梅", NUMBERS[3]).status_code == 303
    kept = one(app, Learner, Learner.name == "陈晓梅", Learner.user_id.is_(None))
    assert "另一条档案的登录账号归本档案使用" in shown(browser, f"/learnerview/{kept.id}/merge?other={mei.id}")
    hours = posted(app, mei.id)
    merged(person("dl1"), kept.id, mei.id)  # some of the hours are of a closed year
    with app.app_context(), scope.everything("test"):
        assert accounts.find_login(db.session(), NUMBERS[3]).username == "dl-learner"
        assert db.session.get_one(Learner, mei.id).user_id is None
    learner = person("dl-learner")
    assert learner.identity is not None
    assert learner.identity.learner_id == kept.id
    assert learner.get("/archive/").status_code == 200
    assert posted(app, kept.id) == hours > 0
    assert agreed(app)


@pytest.mark.req("PEOPLE-2")
def test_merges_in_a_row_lead_to_the_last_survivor(app: Flask, person: Get, twin: Any) -> None:
    browser, zhao = person("dl3"), first(app)
    hours = posted(app, zhao.id) + 12
    assert add(browser, app, "赵志强", NUMBERS[0]).status_code == 303
    last = one(app, Learner, Learner.name == "赵志强", Learner.id.not_in([zhao.id, twin.id]))
    merged(browser, zhao.id, twin.id)
    merged(browser, last.id, zhao.id)
    with app.app_context(), scope.everything("test"):
        found = operations.find_by_number(db.session(), 1, ["G99999999", zhao.document.reveal()])
        assert {row.id for row in found.values()} == {last.id}
    assert posted(app, last.id) == hours
    assert agreed(app)


@pytest.mark.req("PEOPLE-2")
def test_an_import_with_the_old_number_changes_the_survivor(app: Flask, person: Get, twin: Any, tmp_path: Any) -> None:
    from tests.imports import book, counts, import_file

    browser, zhao = person("dl3"), first(app)
    merged(browser, zhao.id, twin.id)
    head = ["姓名", "身份证号", "证件类型", "单位名称", "职称"]
    old = book(tmp_path, head, ["赵志强", "G99999999", "护照", UNIT, "研究馆员"])
    assert counts(app, import_file(browser, "learners", old))["changed"] == 1
    assert (first(app).title, one(app, Learner, Learner.id == twin.id).title) == ("研究馆员", "")


def test_a_merge_moves_every_table_that_refers_to_people(whole_app: Flask) -> None:
    """A new table with a foreign key to people must say what a merge does with it."""
    tables = Learner.metadata.sorted_tables
    referring = {t.name for t in tables for key in t.foreign_keys if key.column.table.name == "learner"}
    assert referring == merging.covered()


@pytest.mark.req("PEOPLE-2")
def test_the_ledger_keeps_both_stories(app: Flask, person: Get, twin: Any) -> None:
    """Nothing is rewritten: what was posted for the other record is reversed there and posted anew."""
    with app.app_context(), scope.everything("test"):
        before = {e.id: (e.learner_id, e.hours) for e in db.session.scalars(select(HourEntry))}
    zhao = first(app).id
    merged(person("dl3"), zhao, twin.id)
    with app.app_context(), scope.everything("test"):
        after = {e.id: (e.learner_id, e.hours) for e in db.session.scalars(select(HourEntry))}
        units = set(db.session.scalars(select(HourEntry.organization_id).where(HourEntry.learner_id == zhao)))
        assert units <= set(db.session.scalars(select(Organization.id)))
    assert {number: after[number] for number in before} == before
    assert len(after) == len(before) + 3, "two reversals and one new posting"
