"""People: found by name and initials, entered with any document, corrected, retired and taken back (PEOPLE-1, R-7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from app.accounts import operations as accounts
from app.extensions import db
from app.kit import clock, scope
from app.kit.audit import AuditEvent
from app.kit.errors import RuleError
from app.kit.personal import Secret, check_document, keyed_hash
from app.kit.sheets.models import ImportRow
from app.learners import memberships, names, operations
from app.learners.models import Absence, Learner, LearnerTerm, Membership
from app.learners.tree import grow
from app.organizations.models import Organization
from tests.house.outsiders import UNIT, one, state
from tests.imports import book, counts, import_file
from tests.person import Person

Get = Callable[..., Person]
SIBLING, OFFICE = "示范市少年宫", "办公室"
NUMBERS = ("110101199003070214", "110101199003070222", "110101199003070230", "110101199003070249")
RESIDENCE, PERMANENT = "810000199003070234", "912345199003070239"


def named(app: Flask, name: str) -> Any:
    return one(app, Learner, Learner.name == name, Learner.merged_into_id.is_(None))


def place(app: Flask, name: str) -> Any:
    return one(app, Organization, Organization.name == name)


def add(browser: Person, app: Flask, name: str, number: str, at: str = UNIT, **more: Any) -> Any:
    facts = {"name": name, "document": number, "organization": str(place(app, at).id)} | more
    return browser.post("/learnerview/add", facts)


def shown(browser: Person, path: str) -> str:
    return str(browser.get(path).get_data(as_text=True))


# ---- finding ------------------------------------------------------------------------------------------------------


@pytest.mark.req("PEOPLE-1")
@pytest.mark.parametrize("typed", ["晓", "晓梅", "陈晓梅", "cxm", "xm", "CX", " 陈 晓 "])
def test_a_person_is_found_by_any_part_of_name_or_initials(person: Get, typed: str) -> None:
    page = person("dl3").get("/learnerview/list/", query_string={"name": typed}).get_data(as_text=True)
    assert "陈晓梅" in page
    assert "赵志强" not in page


@pytest.mark.req("PEOPLE-1")
@pytest.mark.parametrize("typed", ["梅陈", "%", "_", "cxmx", "·", "\0"])
def test_what_is_no_part_of_a_name_finds_nobody(person: Get, typed: str) -> None:
    page = person("dl3").get("/learnerview/list/", query_string={"name": typed}).get_data(as_text=True)
    assert "陈晓梅" not in page or (not names.normalise(typed) and "\0" in typed)


@pytest.mark.req("PEOPLE-1")
def test_a_name_with_several_readings_is_found_by_each() -> None:
    assert {"zgf", "cgf"} <= names.terms("曾国藩")
    assert {"sxm", "dxm", "cxm"} <= names.terms("单小明")
    assert {"js", "johnsmith", "smith"} <= names.terms("John Smith")
    assert len(names.initials("单单单单单单单单")) == names.READINGS


@pytest.mark.req("PEOPLE-1", "R-1")
def test_pickers_and_terms_know_nobody_outside_the_scope(app: Flask, person: Get) -> None:
    own, foreign = person("dl3"), person("dl3-sibling")
    for path in ("/learnerview/options/merged_into?q=cxm", "/learneryearview/options/learner?q=晓梅"):
        assert "陈晓梅" in str(own.get(path).get_json()), path
        assert foreign.get(path).get_json() == [], path
    assert "陈晓梅" not in shown(foreign, "/learnerview/list/?name=cxm")
    mine = select(func.count()).select_from(LearnerTerm).where(LearnerTerm.term == "cxm")
    with app.app_context():
        for who, number in ((own, 1), (foreign, 0), (person("dl1"), 1), (person("auditor"), 0), (person("admin"), 0)):
            with who.acting():
                assert db.session.scalar(mine) == number


@pytest.mark.req("PEOPLE-1")
def test_candidates_of_a_class_are_found_by_initials(app: Flask, person: Get) -> None:
    from app.classes.models import TrainingClass

    held = one(app, TrainingClass, TrainingClass.title == "公文写作与处理培训")
    page = shown(person("dl3"), f"/classpeopleview/{held.id}/candidates?name=cxm")
    assert "陈晓梅" in page
    assert "林小雨" not in page


def test_a_search_by_name_reads_a_range_of_the_index(context: Flask, person: Get) -> None:
    with person("dl1").acting():
        sql = str(select(Learner.id).where(names.named(Learner, "王")).compile(db.engine))
    assert "LIKE" not in sql.upper()
    assert "learner_term.term >=" in sql


def test_terms_lost_in_an_upgrade_are_filled_by_the_deploy_command(app: Flask) -> None:
    with app.app_context(), scope.everything("test"):
        before = sorted(map(tuple, db.session.execute(select(LearnerTerm.term, LearnerTerm.learner_id))))
        db.session.execute(delete(LearnerTerm.__table__))
        people = db.session.scalar(select(func.count()).select_from(Learner))
        assert names.backfill(db.session()) == people
        assert names.backfill(db.session()) == 0
        assert sorted(map(tuple, db.session.execute(select(LearnerTerm.term, LearnerTerm.learner_id)))) == before


@pytest.mark.req("PEOPLE-1")
def test_the_list_is_filtered_by_number_grade_flag_and_missing_hire_date(app: Flask, person: Get) -> None:
    browser = person("dl3")
    answer = browser.post("/learnerview/search", {"document_hash": "210202199003074528"})
    assert keyed_in(app, "210202199003074528") in answer.location
    assert "陈晓梅" in shown(browser, answer.location)
    for query, yes, no in (("grade=中级", "高翔", "孙丽"), ("hire_date_missing=1&standing=active", "孙丽", "高翔"),
                           ("hired_on.from=2026-01-01&hired_on.to=2026-12-31", "高翔", "林小雨"),
                           ("standing=retired", "徐国强", "孙丽")):  # fmt: skip
        page = shown(browser, f"/learnerview/list/?{query}")
        assert yes in page, query
        assert no not in page, query


def messages(app: Flask) -> list[Any]:
    with app.app_context(), scope.everything("test"):
        return [row.findings for row in db.session.scalars(select(ImportRow))]


def keyed_in(app: Flask, number: str) -> str:
    with app.app_context():
        return keyed_hash(number)


# ---- documents ----------------------------------------------------------------------------------------------------


@pytest.mark.req("R-7")
@pytest.mark.parametrize(("kind", "number", "stored"), [
    ("id", NUMBERS[0], NUMBERS[0]), ("residence", RESIDENCE, RESIDENCE),
    ("passport", " e１２３４５６７８ ", "E12345678"),
    ("home_return", "h12345678", "H12345678"), ("taiwan", "12345678", "12345678"),
    ("permanent", PERMANENT, PERMANENT), ("permanent", "USA123456789012", "USA123456789012"),
])  # fmt: skip
def test_each_document_has_its_own_rule(context: Flask, kind: str, number: str, stored: str) -> None:
    assert check_document(kind, number) == stored


@pytest.mark.req("R-7")
@pytest.mark.parametrize(("kind", "number"), [
    ("id", RESIDENCE), ("residence", NUMBERS[0]), ("id", "E12345678"), ("passport", "EABCDEFGH"), ("passport", "12"),
    ("passport", "E1234\x005678"), ("home_return", "A12345678"), ("taiwan", "1234567"),
    ("permanent", PERMANENT[:-1] + "1"), ("passport", "<img src=x>"),
])  # fmt: skip
def test_a_number_of_another_document_is_refused(context: Flask, kind: str, number: str) -> None:
    with pytest.raises(RuleError):
        check_document(kind, number)


@pytest.mark.req("R-7")
@pytest.mark.case(39)
def test_a_person_with_a_passport_is_entered_and_masked(app: Flask, person: Get) -> None:
    browser = person("dl3")
    assert add(browser, app, "史密斯", "E1234\x005678", document_type="passport").status_code == 422
    assert add(browser, app, "史密斯\0", "G12345678", document_type="passport").status_code == 422
    assert add(browser, app, "史密斯", "G12345678").status_code == 422, "no ID card has this number"
    assert add(browser, app, "史密斯", "g12345678", document_type="passport").status_code == 303
    page = shown(browser, "/learnerview/list/?name=sms")
    assert "G******78" in page
    assert "G12345678" not in page
    assert str(Secret("G12345678")) == "G******78"
    assert add(person("dl3-sibling"), app, "别人", "G12345678", SIBLING, document_type="passport").status_code == 422


@pytest.mark.req("PEOPLE-1", "SHEET-1", "R-7")
def test_import_knows_documents_grades_memberships_and_terms(app: Flask, person: Get, tmp_path: Any) -> None:
    head = ["姓名", "身份证号", "证件类型", "单位名称", "所属部门", "职称", "职级", "入职时间"]
    rows = [["约翰", "K1234567", "护照", UNIT, "", "讲师", "高级", "2020-03-05"],
            ["玛丽", "K12", "护照", UNIT, "", "", "", ""],
            ["港生", RESIDENCE, "", UNIT, "新部门", "", "", ""],
            ["无证", "K7654321", "", UNIT, "", "", "", ""]]  # fmt: skip
    file = book(tmp_path, head, *rows)
    for new, unchanged in ((2, 0), (0, 2)):
        found = counts(app, import_file(person("dl3"), "learners", file))
        assert (found["new"], found["unchanged"], found["error"]) == (new, unchanged, 2), messages(app)
    john, hong = named(app, "约翰"), named(app, "港生")
    assert (john.document_type, john.grade, hong.document_type) == ("passport", "高级", "residence")
    assert one(app, Membership, Membership.learner_id == john.id).joined_on == date(2020, 3, 5)
    assert one(app, Membership, Membership.learner_id == hong.id).organization_name == f"{UNIT} · 新部门"
    assert "约翰" in shown(person("dl3"), "/learnerview/list/?name=yh")


@pytest.mark.req("PEOPLE-2", "GX-19")
def test_an_import_that_changes_the_department_keeps_the_history(app: Flask, person: Get, tmp_path: Any) -> None:
    mei = named(app, "陈晓梅")
    head = ["姓名", "身份证号", "单位名称", "部门"]
    moved = book(tmp_path, head, ["陈晓梅", mei.document.reveal(), UNIT, "展览部"])
    assert counts(app, import_file(person("dl3"), "learners", moved))["changed"] == 1
    with app.app_context(), scope.everything("test"):
        held = db.session.scalars(
            select(Membership).where(Membership.learner_id == mei.id).order_by(Membership.id)
        ).all()
        assert [(m.organization_name.split(" · ")[1], m.left_on is None) for m in held] == [
            (OFFICE, False), ("展览部", True),
        ]  # fmt: skip
        assert db.session.get_one(Learner, mei.id).organization.name == "展览部"


# ---- verbs --------------------------------------------------------------------------------------------------------


@pytest.mark.req("PEOPLE-1", "PEOPLE-2")
def test_retirement_ends_the_membership_and_is_taken_back(app: Flask, person: Get) -> None:
    browser, before = person("dl3"), named(app, "孙丽")
    assert browser.post("/learnerview/do/retire", {"rowid": f"{before.id}.{before.version}"}).status_code == 303
    assert one(app, Membership, Membership.learner_id == before.id).left_on == clock.today()
    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    with app.app_context(), browser.acting() as s:
        unit = db.session.scalars(select(Organization).where(Organization.name == UNIT)).one()
        without = memberships.count_on(db.session(), today, unit)
        assert before.id in db.session.scalars(memberships.members_on(yesterday, unit)).all()
        assert before.id not in db.session.scalars(memberships.members_on(today, unit)).all()
        assert operations.restore(db.session(), [before.id], s.actor).done == [before.id]
        assert memberships.count_on(db.session(), today, unit) == without + 1
        db.session.commit()
        assert operations.restore(db.session(), [before.id], s.actor).skipped
    assert named(app, "孙丽").retired_at is None


@pytest.mark.req("CAS-10")
def test_the_requirement_is_switched_for_many_at_once(app: Flask, person: Get) -> None:
    people = [named(app, name) for name in ("孙丽", "赵志强")]
    for verb, applies in (("exempt", False), ("require", True)):
        person("dl3").post(f"/learnerview/do/{verb}", {"rowid": [str(one.id) for one in people]})
        assert [named(app, p.name).requirement_applies for p in people] == [applies, applies]


@pytest.mark.req("PEOPLE-2", "R-7")
def test_a_corrected_name_and_number_are_kept_found_and_signed_in_with(app: Flask, person: Get) -> None:
    browser, mei = person("dl3"), named(app, "陈晓梅")
    typed = {"name": "陈小梅", "document": NUMBERS[0], "reason": "录入错误", "_version": str(mei.version)}
    assert browser.post(f"/learnerview/{mei.id}/correct", typed | {"reason": ""}).status_code == 422
    taken = named(app, "赵志强").document.reveal()
    assert browser.post(f"/learnerview/{mei.id}/correct", typed | {"document": taken}).status_code == 422
    assert (
        browser.post(f"/learnerview/{mei.id}/correct", typed | {"document": NUMBERS[0][:-1] + "9"}).status_code == 422
    )
    assert named(app, "陈晓梅").version == mei.version
    assert browser.post(f"/learnerview/{mei.id}/correct", typed).status_code == 303
    event = one(app, AuditEvent, AuditEvent.event == "learner:correct")
    assert event.details["before"] == {"name": "陈晓梅", "document_type": "id", "document": "210202********4528"}
    assert event.details["after"]["document"] == "110101********0214"
    assert event.details["reason"] == "录入错误"
    assert "陈小梅" in shown(browser, "/learnerview/list/?name=小梅")
    assert "陈小梅" not in shown(browser, "/learnerview/list/?name=晓梅")
    with app.app_context(), scope.everything("test"):
        assert accounts.find_login(db.session(), NUMBERS[0]).username == "dl-learner"
        assert accounts.find_login(db.session(), "210202199003074528") is None
        held = select(Membership.learner_name).where(Membership.learner_id == mei.id)
        assert db.session.scalars(held).all() == ["陈小梅"]


@pytest.mark.req("PEOPLE-2")
def test_a_login_that_is_somebody_elsewhere_too_is_not_changed(app: Flask, person: Get) -> None:
    """张伟 is dl3 himself: his own record is corrected by somebody above."""
    wei = named(app, "张伟")
    typed = {"name": "张威", "document": wei.document.reveal(), "reason": "更正", "_version": str(wei.version)}
    assert person("dl3").post(f"/learnerview/{wei.id}/correct", typed).status_code == 422
    assert person("dl2").post(f"/learnerview/{wei.id}/correct", typed).status_code == 303


@pytest.mark.req("PEOPLE-2")
def test_leave_and_exemption_are_added_ended_and_removed(app: Flask, person: Get) -> None:
    browser, li = person("dl3"), named(app, "陈晓梅")
    typed = {"absence_kind": "leave", "starts_on": "2026-01-05", "ends_on": "", "note": "进修"}
    path = f"/learnerview/{li.id}/absence"
    for wrong in ({"absence_kind": "x"}, {"starts_on": ""}, {"ends_on": "2026-01-04"}, {"note": "\0"}):
        assert browser.post(path, typed | wrong | {"_version": str(li.version)}).status_code == 422, wrong
    assert browser.post(path, typed | {"_version": str(li.version)}).status_code == 303
    li = named(app, "陈晓梅")
    assert browser.post(path, typed | {"_version": str(li.version)}).status_code == 422, "it overlaps"
    held = one(app, Absence, Absence.learner_id == li.id)
    assert (held.standing, held.reason) == ("now", "进修")
    outsider, before = person("dl3-sibling"), state(app)
    for name in ("end", "remove"):
        assert outsider.post(f"/absenceview/do/{name}", {"rowid": str(held.id), "opinion": "x"}).status_code == 404
    assert outsider.post(path, typed | {"_version": str(li.version)}).status_code == 404
    assert state(app).tables == before.tables
    browser.post("/absenceview/do/end", {"rowid": str(held.id), "opinion": "提前返岗"})
    assert one(app, Absence, Absence.id == held.id).ends_on == clock.today() - timedelta(days=1)
    browser.post("/absenceview/do/remove", {"rowid": str(held.id), "opinion": "录入有误"})
    assert (
        one(app, AuditEvent, AuditEvent.event == "absence:remove", AuditEvent.outcome == "done").details["reason"]
        == "录入有误"
    )
    with app.app_context(), scope.everything("test"):
        assert db.session.get(Absence, held.id) is None


@pytest.mark.req("PEOPLE-1")
@pytest.mark.case(23)
@pytest.mark.case(24)
def test_markup_in_a_name_stays_text_on_every_page_of_the_person(app: Flask, person: Get) -> None:
    browser, evil = person("dl3"), "<img src=x onerror=alert(1)>"
    assert add(browser, app, evil, NUMBERS[1]).status_code == 303
    made = named(app, evil)
    pages = [f"/learnerview/{made.id}/{page}" for page in ("transfer", "offer", "correct", "absence", "merge")]
    other = named(app, "孙丽").id
    for path in [f"/learnerview/show/{made.id}", *pages, f"/learnerview/{other}/merge?other={made.id}"]:
        page = shown(browser, path)
        assert "<img src=x" not in page, path
    chosen = browser.post("/learnerview/choose", {"rowid": str(made.id)}).get_data(as_text=True)
    assert "<img src=x" not in chosen
    assert "&lt;img" in chosen


# ---- the tree and departments -------------------------------------------------------------------------------------


@pytest.mark.req("R-1", "GX-18")
def test_the_tree_counts_people_and_accounts_of_the_scope(app: Flask, person: Get) -> None:
    with app.app_context(), person("dl2").acting():
        top = db.session.scalars(select(Organization).where(Organization.level == 2).limit(1)).one()
        node = grow(db.session(), top)
        below = {child.item.name: child for child in node.children}
        assert node.people == sum(child.people for child in node.children)
        assert [child.item.name for child in below[UNIT].children] == [OFFICE]
        assert below[UNIT].children[0].people == 1
        assert node.accounts > below[UNIT].accounts >= 1
    page = shown(person("dl3"), "/tree/")
    assert OFFICE in page
    assert SIBLING not in page
    for at in (place(app, SIBLING).id, "x", 10**30):
        assert person("dl3").get(f"/tree/?at={at}").status_code == 404


@pytest.mark.req("GX-18")
def test_a_department_is_deleted_only_while_it_is_empty(app: Flask, person: Get) -> None:
    browser, office = person("dl3"), place(app, OFFICE)
    assert "已删除" not in browser.post(f"/departmentview/delete/{office.id}", follow_redirects=True).get_data(
        as_text=True
    )
    unit = place(app, UNIT)
    typed = {"parent": str(unit.id), "name": "新科室", "note": "二楼"}
    assert browser.post("/departmentview/add", typed | {"parent": str(place(app, SIBLING).id)}).status_code == 422
    assert browser.post("/departmentview/add", typed).status_code == 303
    assert browser.post("/departmentview/add", typed).status_code == 422, "of that name there is one"
    empty = place(app, "新科室")
    assert (empty.kind, empty.note, empty.level) == ("department", "二楼", unit.level)
    assert person("dl3-sibling").post(f"/departmentview/delete/{empty.id}").status_code == 404
    assert browser.post(f"/departmentview/delete/{unit.id}").status_code == 404, "a unit is no department"
    assert browser.post(f"/departmentview/delete/{empty.id}").status_code == 303
    with app.app_context(), scope.everything("test"):
        left = set(db.session.scalars(select(Organization.name).where(Organization.kind == "department")))
    assert left == {OFFICE}
