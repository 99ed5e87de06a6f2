"""The adversarial cases on our addresses; each stands for a class that test_access.py tries on every other door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import operations as accounts
from app.accounts.models import Appointment, RoleProfile
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours.models import HourCategory, HourEntry
from app.kit import scope
from app.kit.audit import REFUSED, AuditEvent
from app.learners.models import Learner
from app.organizations.models import Organization
from tests.house.doors import lists
from tests.house.outsiders import (
    CLASS,
    DRAFT,
    OF_DL3,
    UNIT,
    enrolled,
    one,
    rowid,
    secrets_in,
    small_sheet,
    state,
    targets,
)
from tests.imports import work
from tests.person import Person

Get = Callable[..., Person]
Rows = Callable[..., list[Any]]
SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
FORM = {
    "year": "2026", "starts_on": "2026-05-11", "ends_on": "2026-05-12", "place": "礼堂",
    "planned_people": "30", "hours": "8", "content": "",
}  # fmt: skip


def refused_once(app: Flask, work: Callable[[], Any]) -> None:
    """`work` is answered like something that does not exist, changes nothing and leaves one audit row."""
    before = state(app)
    assert work().status_code in (403, 404)
    after = state(app)
    assert (after.tables, after.tasks) == (before.tables, before.tasks)
    assert after.refusals == before.refusals + 1


# ---- verbs over rows ----------------------------------------------------------------------------------------------


@pytest.mark.case(1)
def test_hours_of_another_unit_are_not_granted(app: Flask, person: Get) -> None:
    """Case 1: a unit administrator posts a verb with the id of another unit's row."""
    row, sibling = enrolled(app, CLASS, "赵志强"), person("dl3-sibling")
    refused_once(app, lambda: sibling.post("/resultview/do/grant", {"rowid": rowid(row)}))


@pytest.mark.case(1)
def test_a_project_is_not_passed_by_who_is_no_reviewer(app: Flask, person: Get) -> None:
    """Case 1 for reviews: neither a sibling nor the declarer decides."""
    item = one(app, TrainingClass, TrainingClass.review_position == "first_review")
    for name in ("dl3-sibling", "dl3", "dl1"):
        browser = person(name)
        refused_once(app, lambda to=browser: to.post("/firstreviewview/do/approve", {"rowid": rowid(item)}))


@pytest.mark.case(2)
def test_a_verb_in_a_link_does_nothing(app: Flask, person: Get) -> None:
    """Case 2: GET (wrong method and foreign row)."""
    row, before = enrolled(app, CLASS, "赵志强"), state(app)
    for browser in (person("dl3-sibling"), person("dl3")):
        assert browser.get(f"/resultview/do/grant?rowid={rowid(row)}").status_code == 405
    assert state(app) == before


@pytest.mark.case(3)
def test_one_foreign_row_refuses_the_whole_call(app: Flask, person: Get) -> None:
    """Case 3: dl2 ticks an own participant and one of dl3; the own row stays as it was, too."""
    own, foreign = enrolled(app, "舞台安全管理培训", "赵志强"), enrolled(app, CLASS, "赵志强")
    dl2 = person("dl2")
    for verb in ("excellent", "confirm_attendance"):
        address = f"/{'resultview' if verb == 'excellent' else 'participantview'}/do/{verb}"
        refused_once(app, lambda to=address: dl2.post(to, {"rowid": [rowid(own), rowid(foreign)]}))
    assert dl2.post("/participantview/do/confirm_attendance", {"rowid": rowid(own)}).status_code == 303


@pytest.mark.case(4)
def test_the_same_row_twice_is_applied_once(app: Flask, person: Get, rows: Rows) -> None:
    """Case 4: one entry of the ledger, however often the row is named."""
    row, before = enrolled(app, CLASS, "赵志强"), len(rows(HourEntry))
    person("dl3").post("/resultview/do/grant", {"rowid": [rowid(row), rowid(row), f"{row.id}.9", str(row.id)]})
    assert len(rows(HourEntry)) == before + 1


@pytest.mark.case(5)
@pytest.mark.parametrize(
    ("verb", "posted"),
    [("nonsense", "1.1"), ("__init__", "1.1"), ("run", "1.1"), ("grant", "99999"), ("grant", "9" * 30), ("grant", "-1"),
     ("grant", "abc"), ("grant", "1 or 1=1"), ("grant", ""), ("grant", "\x00"), ("grant", "1.x.y"), ("grant", None)],
)  # fmt: skip
def test_unknown_verbs_and_rows_are_refused_without_an_error(
    app: Flask, person: Get, verb: str, posted: str | None
) -> None:
    """Case 5: 4xx, never 500; an unreadable version counts as none."""
    before = state(app)
    data = {} if posted is None else {"rowid": posted}
    answer = person("dl3").post(f"/resultview/do/{verb}", data)
    assert answer.status_code in (403, 404, 422) or posted == "1.x.y"
    assert answer.status_code < 500
    assert state(app).tables == before.tables or posted == "1.x.y"


@pytest.mark.case(5)
@pytest.mark.parametrize("class_id", ["", "abc", "-1", "9" * 30, "1.5", "\x00", "99999"])
def test_a_class_that_cannot_be_one_is_refused(app: Flask, person: Get, class_id: str) -> None:
    """Case 5 for the context of a verb and of a sheet."""
    learner, dl3, before = one(app, Learner, Learner.name == "张伟"), person("dl3"), state(app)
    data = {"rowid": rowid(learner), "class_id": class_id}
    assert dl3.post("/candidateview/do/enroll", data).status_code in (404, 409, 422)
    query = {"class_id": class_id}
    assert dl3.get("/imports/new/class_results", query_string=query).status_code in (404, 409, 422)
    sent = dl3.post("/imports/new/class_results", {"file": (small_sheet(), "x.xlsx")}, query_string=query)
    assert sent.status_code in (404, 409, 422)
    assert state(app).tables == before.tables


# ---- forms --------------------------------------------------------------------------------------------------------

PERSON = {"name": "新人", "document": "110101199003070011", "title": "", "hired_on": "", "phone": ""}


@pytest.mark.case(6)
def test_the_address_fills_no_form(app: Flask, person: Get) -> None:
    """Case 6: the organization in the address, none in the body: refused, never a row of the other unit."""
    unit, before = one(app, Organization, Organization.name == UNIT), state(app)
    query = {"organization": unit.id, "_flt_0_organization": unit.id, "organization_id": unit.id}
    sibling, own = person("dl3-sibling"), one(app, Learner, Learner.name == "周建国").organization_id
    assert sibling.post("/learnerview/add", PERSON, query_string=query).status_code == 422
    assert sibling.post("/learnerview/add", PERSON, query_string={"organization": own}).status_code == 422
    assert state(app).tables == before.tables


@pytest.mark.case(7)
def test_the_address_moves_nobody(app: Flask, person: Get) -> None:
    """Case 7: an own person is edited with a foreign organization in the address."""
    own = one(app, Learner, Learner.name == "周建国")
    unit = one(app, Organization, Organization.name == UNIT)
    data = PERSON | {"name": own.name, "document": str(own.document), "title": "二级教师"}
    data |= {"organization": str(own.organization_id), "_version": str(own.version)}
    query = {"organization": unit.id, "_flt_0_organization": unit.id, "organization_id": unit.id}
    assert person("dl3-sibling").post(f"/learnerview/edit/{own.id}", data, query_string=query).status_code == 303
    after = one(app, Learner, Learner.id == own.id)
    assert (after.title, after.organization_id) == ("二级教师", own.organization_id)


@pytest.mark.case(8)
@pytest.mark.case(9)
@pytest.mark.case(17)
@pytest.mark.case(37)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_there_is_no_api_to_attack(app: Flask, person: Get, method: str) -> None:
    """Cases 8, 9, 17, 37: PUT and DELETE on rows, `_info` with its choices, a broken `q`: no such address."""
    before, dl1 = state(app), person("dl1")
    for address in ("/api/v1/learner/1", "/api/v1/learner/_info", "/api/v1/learner/?q=!((", "/api/v1/security/login"):
        answer = dl1.client.open(address, method=method, data=dl1.guard if method == "POST" else None)
        assert answer.status_code in (400, 404), "400 is the missing token, before the address is looked at"
        assert secrets_in(answer.get_data(as_text=True), OF_DL3) == []
    assert state(app) == before


@pytest.mark.case(9)
def test_a_form_offers_no_foreign_organization(app: Flask, person: Get) -> None:
    """Case 9: the choices that stand in the page itself."""
    for address in ("/learnerview/add", "/organizationview/add", "/learnerview/list/", "/organizationview/list/"):
        page = person("dl3-sibling").get(address).get_data(as_text=True)
        assert UNIT not in page, address
        assert UNIT in person("dl3").get(address).get_data(as_text=True), "the owner is offered it"


@pytest.mark.case(10)
def test_no_detail_page_shows_foreign_people(app: Flask, person: Get) -> None:
    """Case 10: the foreign unit itself, and own rows with their relations."""
    unit = one(app, Organization, Organization.name == UNIT)
    sibling = person("dl3-sibling")
    refused_once(app, lambda: sibling.get(f"/organizationview/show/{unit.id}"))
    own = one(app, Organization, Organization.name == "示范市少年宫")
    colleague = one(app, Learner, Learner.name == "周建国")
    for address in (f"/organizationview/show/{own.id}", f"/learnerview/show/{colleague.id}"):
        page = sibling.get(address)
        assert page.status_code == 200
        assert secrets_in(page.get_data(as_text=True), OF_DL3 | {UNIT}) == []


@pytest.mark.case(12)
def test_tasks_belong_to_the_identity_that_started_them(app: Flask, person: Get) -> None:
    """Case 12: status, file, rows and buttons of another's task, also of one's own under another identity."""
    owner = person("dl3")
    tasks = targets(app, owner).jobs
    other = person("dl3", next(i.key for i in owner.mine if i.key.startswith("l")))
    for browser in (person("dl3-sibling"), person("dl1"), other):
        for page in (f"/exports/{tasks['export']}", f"/exports/{tasks['export']}/file", f"/imports/{tasks['import']}",
                     f"/imports/{tasks['import']}/download/all"):  # fmt: skip
            refused_once(app, lambda to=browser, at=page: to.get(at))
        for button in (f"/imports/{tasks['import']}/confirm", f"/imports/{tasks['import']}/cancel"):
            refused_once(app, lambda to=browser, at=button: to.post(at))
    assert owner.get(f"/exports/{tasks['export']}/file").status_code == 200


@pytest.mark.case(13)
def test_an_administrator_without_organization_sees_nothing(app: Flask, person: Get) -> None:
    """Case 13: NULL is not a place: zero rows, not the rows of nobody."""
    with app.app_context(), scope.everything("test"):
        user = accounts.create_user(db.session, "nowhere", "无处", "Xueshi-2026")
        profile = db.session.scalars(select(RoleProfile).where(RoleProfile.code == "level3")).one()
        db.session.add(Appointment(user_id=user.id, role_id=profile.role_id))
        db.session.commit()
    nowhere = person("nowhere")
    for view in lists(app):
        if view.model is not Appointment:
            page = nowhere.get(f"/{view.endpoint.lower()}/list/")
            text = page.get_data(as_text=True)
            assert page.status_code in (200, 403), view
            assert secrets_in(text, {*OF_DL3, UNIT, "周建国", "示范市"}) == [], view
            assert 'name="rowid"' not in text, view


@pytest.mark.case(16)
def test_head_deletes_nothing(app: Flask, person: Get) -> None:
    """Case 16: HEAD may be sent by any site; with or without a token the row stays."""
    dl3, draft = person("dl3"), one(app, TrainingClass, TrainingClass.title == DRAFT)
    before = state(app)
    for data in (None, dl3.guard):
        assert dl3.client.head(f"/declarationview/delete/{draft.id}", data=data).status_code == 405
    assert dl3.client.head("/users/delete/2").status_code == 404
    assert state(app).tables == before.tables


@pytest.mark.case(18)
@pytest.mark.parametrize("posted", ["", "x", "stolen"])
def test_a_verb_without_token_changes_nothing(app: Flask, person: Get, posted: str) -> None:
    """Case 18: missing, wrong, and another session's token."""
    dl3, row, before = person("dl3"), enrolled(app, CLASS, "赵志强"), state(app)
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie["csrf_token"] = "d" * 40
    token = {"": {}, "x": {"csrf_token": "x"}}.get(posted)
    data = {"rowid": rowid(row), "_identity": dl3.guard["_identity"]}
    if token is None:
        page = other.get("/login/").get_data(as_text=True)
        token = {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}
    assert dl3.client.post("/resultview/do/grant", data=data | token).status_code == 400
    assert state(app) == before


# ---- text is text -------------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(app: Flask, person: Get) -> Iterable[str]:
    """A unit, a person and a submitted, approved and held class whose names are markup."""
    with app.app_context(), scope.everything("test"):
        for model, name, text in ((Organization, UNIT, IMAGE), (Learner, "孙丽", SCRIPT), (Learner, "赵志强", IMAGE)):
            db.session.scalars(select(model).where(model.name == name)).one().name = text
        held = db.session.scalars(select(TrainingClass).where(TrainingClass.title == CLASS)).one()
        held.title = SCRIPT
        for row in db.session.scalars(select(Enrollment)):
            row.learner_name, row.unit_name, row.learner_title = SCRIPT, IMAGE, IMAGE
        db.session.commit()
        number = held.id
    category = one(app, HourCategory)
    dl3 = person("dl3")
    dl3.post("/declarationview/add", FORM | {"title": SCRIPT, "content": IMAGE, "category": str(category.id)})
    fresh = one(app, TrainingClass, TrainingClass.title == SCRIPT, TrainingClass.review_state == "draft")
    dl3.post("/declarationview/do/submit", {"rowid": rowid(fresh)})
    person("dl2").post("/firstreviewview/do/approve", {"rowid": f"{fresh.id}.2", "opinion": SCRIPT})
    dl3.post("/declarationview/export")
    dl3.post(f"/imports/new/class_results?class_id={number}", {"file": (small_sheet(), f"{SCRIPT}.xlsx")})
    work(app)
    one_person = one(app, Learner, Learner.name == SCRIPT)
    shown = [f"/{page}" for page in ("", "imports/", "exports/", f"imports/new/class_results?class_id={number}")]
    shown += [f"/classpeopleview/{number}/{page}" for page in ("candidates", "participants", "results")]
    shown += [f"/{view}/show/{fresh.id}" for view in ("declarationview", "firstreviewview", "finalreviewview")]
    shown += [f"/learnerview/{page}/{one_person.id}" for page in ("show", "edit")]
    return [*shown, *(f"/{view.endpoint.lower()}/list/" for view in lists(app)), "/archive/"]


@pytest.mark.case(23)
@pytest.mark.case(24)
def test_names_are_text_on_every_page(app: Flask, person: Get, hostile: list[str]) -> None:
    """Cases 23, 24: titles, names, units, opinions and messages appear as text, never as markup."""
    seen: set[str] = set()
    for name in ("dl1", "dl2", "dl3", "dl-learner"):
        browser = person(name)
        for address in hostile:
            answer = browser.get(address)
            text = answer.get_data(as_text=True)
            assert answer.status_code < 500, address
            assert SCRIPT not in text, address
            assert IMAGE not in text, address
            seen |= {address} if "&lt;script&gt;alert(1)" in text or "&lt;img src=x onerror" in text else set()
    assert len(seen) >= 12, sorted(seen)


@pytest.mark.case(23)
def test_names_are_text_in_messages(app: Flask, person: Get, hostile: list[str]) -> None:
    """Case 23 for what a verb reports, and for data that scripts read."""
    row = one(app, Enrollment, Enrollment.learner_name == SCRIPT, Enrollment.granted.is_not(None))
    dl3 = person("dl3")
    answer = dl3.post("/resultview/do/grant", {"rowid": rowid(row)}, follow_redirects=True)
    text = answer.get_data(as_text=True)
    assert SCRIPT not in text
    assert "&lt;script&gt;alert(1)" in text
    assert dl3.get("/learneryearview/options/learner?q=script").mimetype == "application/json"


def test_a_refusal_is_on_record_with_who_and_what(app: Flask, person: Get, rows: Rows) -> None:
    row = enrolled(app, CLASS, "赵志强")
    person("dl3-sibling").post("/resultview/do/grant", {"rowid": rowid(row)})
    (event,) = rows(AuditEvent, AuditEvent.outcome == REFUSED)
    assert (event.event, event.subject_id, event.user_name) == ("enrollment:grant", str(row.id), "刘洋")
