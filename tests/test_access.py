"""Every door is tried by strangers and by everybody whose it is not: nothing read, nothing written, a trace left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import identities
from app.extensions import db
from app.hours.models import HourCategory
from app.kit import scope
from app.learners.models import Learner
from app.organizations.models import Organization, Platform
from tests.house.doors import READING, Ask, Targets, asks, lists, routes
from tests.house.outsiders import (
    FILE,
    PEOPLE,
    SECRETS,
    UNIT,
    one,
    registered,
    secrets_in,
    small_sheet,
    state,
    statements,
    targets,
    watched,
)
from tests.house.test_views import PUBLIC, kind_of
from tests.imports import work
from tests.person import Person

Get = Callable[..., Person]
ACCOUNTS = ("dl1", "dl2", "dl3", "dl-learner", "admin", "auditor", "security")
REFUSED = (403, 404)
SESSION = {"LoginView.login", "LoginView.logout", "IdentityView.switch", "IdentityView.locale", "PasswordView.change"}
# The system administrator's own business, whichever unit it concerns.
OF_ACCOUNTS = {f"AppointmentView.{n}" for n in ("show", "rights", "ask")} | {"RoleView.show"}
# The target is an announcement of the future, which nobody finds on the board; tests/test_announcements.py opens one.
# The target is an own role, whose permissions are on its form; tests/test_preset_roles.py opens one of the preset's.
NOT_YET = {"BoardView.show", "RoleView.permissions"}
# Whoever has the token reads the page, so these requests carry a wrong one; tests/test_certificates.py has the right.
OPENED_BY_TOKEN = {"PublicCertificateView.show"}
# What a learner of the platform finds on the own pages.
OF_LEARNERS = {"MyClassView.show", *(f"CatalogueView.{n}" for n in ("show", "do", "attached_file", "attached_page"))}
OWN_BUSINESS = {
    "admin": {"PlatformView.show", "PlatformView.edit", *OF_ACCOUNTS},
    "security": {"AppointmentView.do", *OF_ACCOUNTS},
    "dl-learner": OF_LEARNERS,
    "auditor": {"AuditView.show"},
}


@pytest.fixture
def aims(app: Flask, person: Get) -> Targets:
    return targets(app, person("dl3"))


def send(browser: Any, ask: Ask, **more: Any) -> Any:
    """The answer to `ask`; only a POST has a body."""
    if ask.method != "POST":
        return browser.get(ask.path)
    return browser.post(ask.path, data={**ask.data, **more})


def tried(app: Flask, aims: Targets) -> list[Ask]:
    """Every request but those that only concern the session."""
    return [ask for ask in asks(app, aims) if ask.route.endpoint not in SESSION]


def text_of(answer: Any) -> str:
    """What can be read in an answer: a page, data, or the cells of a workbook."""
    if answer.content_type.startswith(("image/", "application/pdf")):
        return ""
    if "spreadsheetml" not in answer.content_type:
        return str(answer.get_data(as_text=True))
    book = openpyxl.load_workbook(BytesIO(answer.data))
    return "\n".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)


# ---- outsiders ----------------------------------------------------------------------------------------------------


def test_strangers_reach_the_login_page_and_nothing_else(app: Flask, person: Get, aims: Targets) -> None:
    before, token = state(app), person("admin").guard["csrf_token"]
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["csrf_token"] = "c" * 40
    for ask in tried(app, aims):
        answer = send(browser, ask, csrf_token=token, _identity="")
        if ask.route.endpoint in OPENED_BY_TOKEN:
            assert answer.status_code == 404, ask
            continue
        assert answer.status_code == 302, ask
        assert answer.location.startswith("/login/"), ask
    assert state(app) == before


@pytest.mark.req("R-1")
@pytest.mark.case(1)
@pytest.mark.case(11)
@pytest.mark.case(12)
@pytest.mark.parametrize("name", SECRETS)
def test_outsiders_read_nothing_write_nothing_and_leave_a_trace(
    app: Flask, person: Get, aims: Targets, name: str
) -> None:
    """Cases 1, 11, 12 on every door: rows, tasks and files of dl3's unit do not exist for anybody else."""
    outsider = person(name)
    outsider.post("/noticeview/seen")  # the own notices are the outsider's own business
    first = last = state(app)
    with watched(app) as look:
        for ask in tried(app, aims):
            answer, now = send(outsider, ask), look()
            assert secrets_in(text_of(answer), SECRETS[name]) == [], ask
            assert now.tables == last.tables, f"{ask} changed something"
            assert ask.route.name == "export" or now.tasks == last.tasks, f"{ask} changed a task"
            if ask.aims and ask.route.endpoint not in OWN_BUSINESS.get(name, ()):
                assert answer.status_code in REFUSED, ask
                assert now.refusals == last.refusals + 1, f"{ask} left no trace"
            assert answer.status_code < 500, ask
            last = now
    assert state(app).tables == first.tables


@pytest.mark.platforms
def test_every_page_opens_for_somebody(app: Flask, person: Get, aims: Targets) -> None:
    """The negative control of the matrix: it fails on addresses that are refused to everybody anyway."""
    others = ("dl-certified", "dl-colleague", "gx-unit", "gx-bureau", "cas-institute")
    people = [person(name) for name in ("dl3", *others, *ACCOUNTS)]
    for ask in tried(app, registered(app, aims)):
        if ask.method == "GET" and "nonsense" not in ask.path and ask.route.endpoint not in NOT_YET | OPENED_BY_TOKEN:
            assert any(one_of.get(ask.path).status_code == 200 for one_of in people), ask


def test_exports_of_a_sibling_hold_no_foreign_row(app: Flask, person: Get, aims: Targets) -> None:
    sibling = person("dl3-sibling")
    asked = [send(sibling, ask) for ask in tried(app, aims) if ask.route.name == "export"]
    made = [answer.location for answer in asked if answer.status_code != 403]
    work(app)
    assert len(made) > 4
    for address in made:
        answer = sibling.get(f"{address}/file")
        assert answer.status_code == 200, address
        assert secrets_in(text_of(answer), SECRETS["dl3-sibling"]) == [], address


# ---- tokens, methods, identities ----------------------------------------------------------------------------------


def changing(app: Flask, aims: Targets) -> list[Ask]:
    return [ask for ask in tried(app, aims) if ask.method == "POST"]


@pytest.mark.case(18)
def test_nothing_is_posted_without_a_token(app: Flask, person: Get, aims: Targets) -> None:
    """Case 18: dl3 on own rows, so that only the missing token stands in the way."""
    owner, before = person("dl3"), state(app)
    posts = [*changing(app, aims), *(a for a in asks(app, aims) if a.route.endpoint in SESSION and a.method == "POST")]
    for ask in posts:
        data = ask.data | {"_identity": owner.guard["_identity"]}
        assert owner.client.post(ask.path, data=data).status_code == 400, ask
        assert owner.client.post(ask.path, data=data | {"csrf_token": "x"}).status_code == 400, ask
    assert state(app) == before


@pytest.mark.case(2)
@pytest.mark.case(16)
@pytest.mark.parametrize("name", ["dl3", "dl1"])
def test_reading_methods_change_nothing(app: Flask, person: Get, aims: Targets, name: str) -> None:
    """Cases 2 and 16: GET and HEAD on everything that changes something, with the form in the address."""
    browser, before = person(name), state(app)
    for ask in changing(app, aims):
        address = f"{ask.path}{'&' if '?' in ask.path else '?'}{urlencode(ask.data | browser.guard)}"
        for answer in (browser.get(address), browser.client.head(address)):
            if not ask.route.methods & READING and not _shadowed(ask):
                assert answer.status_code == 405, ask
            assert answer.status_code < 500, ask
    after = state(app)
    assert (after.tables, after.tasks) == (before.tables, before.tasks)


def _shadowed(ask: Ask) -> bool:
    """Whether a page of the same form answers instead, e.g. /imports/<job_id> for a name that is no number."""
    return ask.route.endpoint.startswith(("ImportView", "ExportView"))


@pytest.mark.req("R-2")
def test_a_page_opened_under_another_identity_is_refused(app: Flask, person: Get, aims: Targets) -> None:
    owner, other = person("dl3"), person("dl1")
    before = state(app)
    for ask in changing(app, aims):
        assert send(owner, ask, _identity=other.guard["_identity"]).status_code == 409, ask
        assert send(owner, ask, _identity="").status_code == 409, ask
    assert state(app) == before


@pytest.mark.req("R-2")
def test_a_user_cannot_take_an_identity_of_another(app: Flask, person: Get) -> None:
    owner, other = person("dl3"), person("dl1")
    before = state(app)
    assert owner.post("/identity/switch", {"key": other.guard["_identity"]}).status_code == 404
    assert state(app).refusals == before.refusals + 1
    assert owner.get("/platformview/list/").status_code == 403


@pytest.mark.req("R-2")
def test_switching_the_identity_changes_menu_and_permissions(app: Flask, person: Get) -> None:
    """dl3 is an administrator of the unit and a learner in it."""
    both = person("dl3")
    with app.app_context(), scope.everything("test"):
        user = both.identity.user_id if both.identity else 0
        keys = [identity.key for identity in identities.of_user(db.session, user)]
    assert [key[0] for key in keys] == ["a", "l"]
    before = both.get("/learnerview/list/")
    assert before.status_code == 200
    assert both.get("/archive/").status_code == 403
    assert both.post("/identity/switch", {"key": keys[1]}).status_code == 303
    assert both.get("/learnerview/list/").status_code == 403
    own = both.get("/archive/")
    assert own.status_code == 200
    assert 'href="/declarationview/list/"' in before.get_data(as_text=True)
    assert 'href="/declarationview/list/"' not in own.get_data(as_text=True)


# ---- choices and forms --------------------------------------------------------------------------------------------


def foreign_ids(app: Flask) -> dict[str, set[str]]:
    """Organizations and people of dl3's unit, by model name."""
    with app.app_context(), scope.everything("test"):
        unit = db.session.scalars(select(Organization).where(Organization.name == UNIT)).one()
        inside = select(Organization.id).where(Organization.path.startswith(unit.path))
        people = select(Learner.id).where(Learner.organization_id.in_(inside))
        return {name: {str(i) for i in db.session.scalars(query)}
                for name, query in (("Organization", inside), ("Learner", people))}  # fmt: skip


@pytest.mark.req("R-1")
@pytest.mark.case(9)
def test_no_choice_offers_a_foreign_row(app: Flask, person: Get) -> None:
    """Case 9 on our choices: every relation of every view, searched with characters that foreign rows contain."""
    foreign, sibling, owner, offered = foreign_ids(app), person("dl3-sibling"), person("dl3"), 0
    for view in lists(app):
        for column in {c for c in (*view.filters, *view.form_columns) if view.is_relation(c)}:
            forbidden = foreign.get(view.described(column).mapper.class_.__name__, set())
            for typed in ("示", "办", "陈", "%"):
                address = f"/{view.endpoint.lower()}/options/{column}?q={typed}"
                assert not _choices(sibling, address) & forbidden, address
                offered += len(_choices(owner, address) & forbidden)
    assert offered, "dl3 is offered the same rows: the check can fail"


def _choices(browser: Person, address: str) -> set[str]:
    """The ids that a select offers; none where the view is not for that identity."""
    answer = browser.get(address)
    assert answer.status_code in (200, 403), address
    return {row["id"] for row in answer.get_json()} if answer.status_code == 200 else set()


@pytest.fixture
def elsewhere(app: Flask) -> HourCategory:
    """A category of another platform."""
    with app.app_context(), scope.everything("test"):
        platform = Platform(code="other", name="另一个平台")
        db.session.add(platform)
        db.session.flush()
        category = HourCategory(platform_id=platform.id, code="x", label="外来类别", label_en="Foreign")
        db.session.add(category)
        db.session.commit()
        db.session.refresh(category)
        db.session.expunge_all()
        return category


PERSON = {"name": "新人", "document": "110101199003070011", "title": "", "hired_on": "", "phone": ""}
CLASS_FORM = {
    "title": "新项目", "year": "2026", "starts_on": "2026-05-11", "ends_on": "2026-05-12", "place": "礼堂",
    "planned_people": "30", "hours": "8", "content": "",
}  # fmt: skip


@pytest.mark.req("R-1")
@pytest.mark.case(6)
@pytest.mark.case(7)
def test_forms_refuse_foreign_organizations_and_categories(
    app: Flask, person: Get, aims: Targets, elsewhere: HourCategory
) -> None:
    """Cases 6 and 7 with the foreign id in the body: a refused choice, never a row."""
    sibling, before = person("dl3-sibling"), state(app)
    unit = one(app, Organization, Organization.name == UNIT)
    own = one(app, Learner, Learner.name == "周建国")
    new_unit = {"name": "新部门", "kind": "department", "category": "employer", "parent": str(unit.id)}
    moved = {"organization": str(unit.id), "_version": str(own.version)}
    for path, data in (
        ("/learnerview/add", PERSON | {"organization": str(unit.id)}),
        (f"/learnerview/{own.id}/transfer", moved),
        ("/organizationview/add", new_unit),
        ("/declarationview/add", CLASS_FORM | {"category": str(elsewhere.id)}),
    ):
        assert sibling.post(path, data).status_code == 422, path
    assert state(app).tables == before.tables


def test_the_same_forms_accept_own_rows(app: Flask, person: Get) -> None:
    """The negative control: only the foreign id was refused."""
    own, category = one(app, Learner, Learner.name == "周建国"), one(app, HourCategory)
    sibling = person("dl3-sibling")
    for path, data in (
        ("/learnerview/add", PERSON | {"organization": str(own.organization_id)}),
        ("/declarationview/add", CLASS_FORM | {"category": str(category.id)}),
    ):
        assert sibling.post(path, data).status_code == 303, path


# ---- many at once -------------------------------------------------------------------------------------------------


def pages_of(app: Flask, aims: Targets) -> list[str]:
    """Every list: of rows, of people of a class, of tasks, and the pages that count."""
    names = ("list", "candidates", "participants", "results", "index", "year")
    return [a.path for a in tried(app, aims) if a.method == "GET" and a.route.name in names]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_a_list_costs_at_most_15_statements(app: Flask, person: Get, aims: Targets, name: str) -> None:
    browser, figures = person(name), {}
    for path in pages_of(app, aims):
        with statements(app) as seen:
            status = browser.get(path).status_code
        if status == 200:
            figures[path] = len(seen)
    assert figures
    assert {path: n for path, n in figures.items() if n > 15} == {}


def test_two_threads_never_see_each_others_filters(app: Flask, person: Get) -> None:
    """240 requests to one list with two filters: each thread only ever sees its own people."""
    found: dict[str, list[str]] = {"陈晓梅": [], "赵志强": []}

    def look(name: str, browser: Person) -> None:
        for _turn in range(120):
            page = browser.get(f"/learnerview/list/?name={name}").get_data(as_text=True)
            found[name].append(",".join(other for other in sorted(PEOPLE) if f">{other}<" in page))

    threads = [threading.Thread(target=look, args=(name, person("dl3"))) for name in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: set(seen) for name, seen in found.items()} == {name: {name} for name in found}
    assert [len(seen) for seen in found.values()] == [120, 120]


# ---- completeness -------------------------------------------------------------------------------------------------


def test_no_route_is_left_untried(app: Flask, aims: Targets) -> None:
    covered = {(a.route.endpoint, a.method) for a in asks(app, aims)}
    known = {(r.endpoint, m) for r in routes(app) if not r.is_static for m in r.methods - {"HEAD"}}
    assert covered == known
    assert {a.route.endpoint for a in asks(app, aims) if kind_of(a.route) == "public"} <= {*PUBLIC}


def test_a_leak_and_a_write_would_be_noticed(app: Flask, person: Get, aims: Targets) -> None:
    """The negative control: what the owner reads holds the secrets, and what the owner writes is seen."""
    owner, before = person("dl3"), state(app)
    assert set(secrets_in(text_of(owner.get("/learnerview/list/")), PEOPLE)) == PEOPLE
    assert secrets_in(text_of(owner.get(f"/exports/{aims.jobs['export']}/file")), PEOPLE)
    with watched(app) as now:
        owner.post("/imports/new/learners", {"file": (small_sheet(), FILE.name)})
        assert now().tasks != before.tasks
        number = aims.special["DeclarationView"].id
        assert owner.post(f"/declarationview/delete/{number}").status_code == 303
        assert now().tables != before.tables
    assert state(app).tables != before.tables
