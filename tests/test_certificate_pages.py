"""Certificates on screens: what the QR code leads to, who may fetch what, and who may not (CERT-1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.certificates import operations
from app.certificates.models import Certificate
from app.classes import operations as classes
from app.classes.models import Enrollment
from app.extensions import db
from app.kit import scope
from app.kit.audit import AuditEvent
from tests.certified import (
    NUMBER,
    YEAR,
    acting,
    certificates,
    public,
    ready,
    sheet,
    unlimited,
    valid,
    void,
)
from tests.conftest import KEYS
from tests.house.outsiders import READY, rowid, state
from tests.imports import work
from tests.person import Person

__all__ = ["ready", "unlimited", "valid", "void"]  # fixtures
People = Callable[..., Person]


# ---- the way of a QR code -----------------------------------------------------------------------------------------


@pytest.mark.req("CERT-1", "GX-15")
def test_the_code_leads_to_a_page_that_says_void_after_the_hours_were_taken_back(
    app: Flask, person: People, valid: Certificate
) -> None:
    pdf = person("dl3").get(f"/certificateview/{valid.id}/download").data
    (address,) = sheet(pdf)[1]
    stranger = app.test_client()
    page = stranger.get(urlsplit(address).path)
    assert page.status_code == 200
    assert "证书有效" in page.text and "证书已失效" not in page.text
    with app.app_context(), scope.everything("test"):
        granted = (Enrollment.learner_id == valid.learner_id, Enrollment.granted.is_not(None))
        mine = list(db.session.scalars(select(Enrollment.id).where(*granted)))
    with acting(app, person("dl2")) as session:
        classes.cancel_hours(session, mine, scope.actor())
    page = stranger.get(urlsplit(address).path)
    assert page.status_code == 200
    assert "证书已失效" in page.text and "证书有效" not in page.text
    assert person("dl3").get(f"/certificateview/{valid.id}/download").status_code == 404


@pytest.mark.req("CERT-1", "R-7")
def test_the_public_page_says_no_more_than_the_paper(app: Flask, valid: Certificate, void: Certificate) -> None:
    for one in (valid, void):
        answer = app.test_client().get(public(one))
        page = answer.text
        for wanted in (one.number, one.learner_name, one.document_mask, one.unit_name, one.platform_name):
            assert wanted in page
        for hidden in (NUMBER, "210203198709233318", one.issued_by, "撤销", str(one.document_hash)):
            assert hidden not in page, hidden
        assert "noindex" in answer.headers["X-Robots-Tag"] and 'name="robots"' in page
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    english = app.test_client()
    with english.session_transaction() as cookie:
        cookie["locale"] = "en"
    page = english.get(public(valid)).text
    assert "This certificate is valid" in page and "Compulsory" in page and "credits" in page


@pytest.mark.req("CERT-1", "R-1")
@pytest.mark.parametrize("who", ["dl1", "dl3-sibling", "dl-learner", "auditor", "admin", None])
def test_the_public_page_is_the_same_for_everybody(app: Flask, person: People, valid: Certificate, who: str) -> None:
    browser: Any = person(who).client if who else app.test_client()
    body = re.search(r"<main.*?<dl.*?</dl>", browser.get(public(valid)).text, re.S)
    stranger = re.search(r"<main.*?<dl.*?</dl>", app.test_client().get(public(valid)).text, re.S)
    assert body and stranger and body[0] == stranger[0]


@pytest.mark.req("CERT-1")
@pytest.mark.case(39)
@pytest.mark.parametrize("token", ["", "x", "x" * 24, "1", "%00", "x%00", "A" * 5000, "%F0%A0%AE%B7", "..%2f", "%27--",
                                   "{}x", "{}%00", "{} "])  # fmt: skip
def test_guesses_find_the_same_page_as_everything_that_does_not_exist(
    app: Flask, valid: Certificate, token: str
) -> None:
    stranger, before = app.test_client(), state(app)
    answer = stranger.get(f"/certificate/{token.format(valid.token)}")
    assert answer.status_code == 404
    assert answer.text == stranger.get("/nothing-here").text
    swapped = valid.token.swapcase()
    assert stranger.get(f"/certificate/{swapped}").status_code == 404
    assert state(app) == before, "a stranger's guess writes nothing"


@pytest.mark.req("CERT-1")
def test_each_address_may_look_up_thirty_a_minute_found_or_not(app: Flask, valid: Certificate) -> None:
    stranger, here, there = app.test_client(), {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.8"}
    paths = [public(valid), "/certificate/" + "x" * 24] * 15
    codes = [stranger.get(path, environ_base=here).status_code for path in paths]
    assert codes == [200, 404] * 15
    for path in paths[:2]:
        refused = stranger.get(path, environ_base=here)
        assert (refused.status_code, int(refused.headers["Retry-After"]) <= 60) == (429, True)
        assert stranger.head(path, environ_base=here).status_code == 429
    assert stranger.get(public(valid), environ_base=there).status_code == 200
    assert stranger.get("/login/", environ_base=here).status_code == 200, "nothing else is limited"


@pytest.mark.req("CERT-1")
@pytest.mark.case(16)
def test_the_public_page_is_for_reading_only(app: Flask, valid: Certificate) -> None:
    stranger, before = app.test_client(), state(app)
    assert stranger.head(public(valid)).status_code == 200
    for method in ("post", "put", "delete", "patch"):
        assert getattr(stranger, method)(public(valid)).status_code in (400, 405)
    assert state(app) == before


def test_behind_a_proxy_the_address_is_the_readers(tmp_path: Any) -> None:
    database = f"sqlite:///{tmp_path / 'x.db'}"
    settings = KEYS | {"DATA_DIR": tmp_path, "SQLALCHEMY_DATABASE_URI": database, "TESTING": True, "PROXIES": 1,
                       "TRUSTED_HOSTS": ["hours.example.test"], "CERTIFICATE_LOOKUPS": "1 per minute"}  # fmt: skip
    browser = create_app(settings).test_client()
    codes = [
        browser.get("/certificate/\x01", headers={"X-Forwarded-For": address, "Host": "hours.example.test"}).status_code
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")
    ]
    assert codes == [404, 404, 429]


# ---- whose is what ------------------------------------------------------------------------------------------------


@pytest.mark.req("CERT-1", "R-1")
def test_certificates_are_fetched_by_their_person_and_its_units_only(
    app: Flask, person: People, valid: Certificate, void: Certificate
) -> None:
    for who in ("dl1", "dl2", "dl3"):
        assert person(who).get(f"/certificateview/{valid.id}/download").status_code == 200
        assert person(who).get(f"/certificateview/{void.id}/download").status_code == 404
    for who in ("dl3-sibling", "dl-learner", "dl-certified", "auditor", "security", "admin"):
        assert person(who).get(f"/certificateview/{valid.id}/download").status_code in (403, 404), who
    for who in ("dl-learner", "dl3", "dl1"):
        assert person(who).get(f"/owncertificateview/{valid.id}/download").status_code in (403, 404), who
    for key in ("0", "x", "99999999999999999999", f"{valid.id}%00"):
        assert person("dl-certified").get(f"/owncertificateview/{key}/download").status_code == 404


@pytest.mark.req("CERT-1")
def test_learners_find_their_certificates_on_the_archive(app: Flask, person: People, valid: Certificate) -> None:
    page = person("dl-certified").get("/archive/").text
    assert valid.number in page and f"/owncertificateview/{valid.id}/download" in page
    assert "我的证书" not in person("dl-learner").get("/archive/").text.partition("<main")[2]
    listed = person("dl-certified").get("/owncertificateview/list/").text
    assert valid.number in listed and "人工作废" not in listed


@pytest.mark.req("CERT-1", "R-7")
def test_units_find_certificates_by_year_name_number_and_state(
    app: Flask, person: People, valid: Certificate, void: Certificate
) -> None:
    office = person("dl3")
    for query, found in (("?learner_name=𬭚", {valid.number}), (f"?year={YEAR}", {valid.number, void.number}),
                         ("?state=void", {void.number}), (f"?year={YEAR - 1}", set())):  # fmt: skip
        page = office.get(f"/certificateview/list/{query}").text
        assert {one.number for one in (valid, void) if one.number in page} == found, query
    answer = office.post("/certificateview/search", {"document_hash": NUMBER.lower()})
    assert NUMBER.lower() not in answer.location.lower()
    page = office.get(answer.location).text
    assert valid.number in page and void.number not in page


@pytest.mark.req("CERT-1")
def test_a_unit_issues_for_the_ticked_and_sees_them_go(app: Flask, person: People, ready: tuple[int, int]) -> None:
    who, standing = ready
    office = person("dl3")
    assert READY in office.get("/issueview/list/").text
    answer = office.post("/issueview/do/issue", {"rowid": str(standing)})
    assert answer.status_code == 303
    assert READY not in office.get("/issueview/list/").text.partition("<table")[2]
    with app.app_context():
        assert certificates(Certificate.learner_id == who)[0].number == f"{YEAR}-000003"
    again = office.post("/issueview/do/issue", {"rowid": str(standing)})
    assert again.status_code == 404, "it is no longer on the list"


# ---- many as one file ---------------------------------------------------------------------------------------------


def fetched(app: Flask, browser: Person, address: str) -> Any:
    work(app)
    return browser.get(f"{address}/file")


@pytest.mark.req("CERT-1", "FJ-14")
def test_many_become_one_file_among_the_export_tasks(
    app: Flask, person: People, valid: Certificate, void: Certificate, ready: tuple[int, int]
) -> None:
    office = person("dl3")
    with acting(app, office) as session:
        operations.issue(session, [ready[1]], scope.actor())
    with app.app_context():
        (newest,) = certificates(Certificate.learner_id == ready[0])
    answer = office.post("/certificateview/bundle?state=&learner_name=")
    assert re.fullmatch(r"/exports/\d+", answer.location)
    file = fetched(app, office, answer.location)
    assert (file.status_code, file.content_type) == (200, "application/pdf")
    text, codes, pages = sheet(file.data)
    assert pages == 2, "the void one is left out"
    assert codes == [f"http://localhost{public(newest)}"]
    assert READY in text
    for who in ("dl1", "dl2", "dl3-sibling", "dl-certified"):
        assert person(who).get(f"{answer.location}/file").status_code in (403, 404), who


@pytest.mark.req("CERT-1")
def test_the_ticked_ones_alone_become_a_file(app: Flask, person: People, valid: Certificate) -> None:
    office = person("dl3")
    assert office.post("/certificateview/do/bundle", {"rowid": rowid(valid)}).status_code == 303
    page = office.get("/exports/").text
    (number,) = re.findall(r'href="(/exports/\d+)"', page)[:1]
    assert sheet(fetched(app, office, number).data)[2] == 1


@pytest.mark.req("CERT-1")
def test_an_empty_selection_is_said_and_makes_no_task(app: Flask, person: People, void: Certificate) -> None:
    office, before = person("dl3"), state(app)
    answer = office.post("/certificateview/bundle?state=void", {"next": "/certificateview/list/?state=void"})
    assert answer.location == "/certificateview/list/?state=void"
    assert "其中没有有效的证书" in office.get(answer.location).text
    assert state(app).tasks == before.tasks


@pytest.mark.req("CERT-1")
def test_what_became_void_meanwhile_is_not_in_the_file(app: Flask, person: People, valid: Certificate) -> None:
    office = person("dl3")
    answer = office.post("/certificateview/bundle")
    with acting(app, office) as session:
        operations.void(session, [valid.id], scope.actor(), "姓名有误")
    work(app)
    assert "其中没有有效的证书" in office.get(answer.location).text


@pytest.mark.req("CERT-1")
def test_the_configured_address_goes_into_the_code(app: Flask, person: People, valid: Certificate,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setitem(app.config, "SITE_URL", "https://hours.example.test/x")
    office = person("dl3")
    pdf = office.get(f"/certificateview/{valid.id}/download").data
    assert sheet(pdf)[1] == [f"https://hours.example.test/x{public(valid)}"]
    answer = office.post("/certificateview/bundle")
    assert sheet(fetched(app, office, answer.location).data)[1] == [f"https://hours.example.test/x{public(valid)}"]


@pytest.mark.case(22)
def test_a_foreign_host_is_refused_where_hosts_are_named(app: Flask, person: People, valid: Certificate,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["localhost"])
    office = person("dl3")
    address = f"/certificateview/{valid.id}/download"
    assert office.get(address).status_code == 200
    assert office.get(address, headers={"Host": "evil.test"}).status_code == 400


@pytest.mark.req("CERT-1", "R-1")
@pytest.mark.parametrize("who", ["dl3-sibling", "dl-learner", "dl-certified", "auditor", "security"])
def test_outsiders_issue_void_and_bundle_nothing(
    app: Flask, person: People, valid: Certificate, ready: tuple[int, int], who: str
) -> None:
    browser, before = person(who), state(app)
    for path, row in (("/issueview/do/issue", str(ready[1])), ("/certificateview/do/void", rowid(valid)),
                      ("/certificateview/do/bundle", rowid(valid))):  # fmt: skip
        answer = browser.post(path, {"rowid": row, "opinion": "意见"})
        assert answer.status_code in (403, 404), path
        assert browser.get(path).status_code == 405
    after = state(app)
    assert (after.tables, after.tasks) == (before.tables, before.tasks)


@pytest.mark.req("CERT-1")
def test_history_stays(app: Flask, person: People, void: Certificate) -> None:
    page = person("dl3").get(f"/certificateview/show/{void.id}").text
    assert "其所依据的记录已被撤销" in page and "失效" in page
    with app.app_context(), scope.everything("test"):
        events = select(func.count(AuditEvent.id)).where(
            AuditEvent.event.in_(("certificate:issue", "certificate:void"))
        )
        assert db.session.scalar(events) == 3
