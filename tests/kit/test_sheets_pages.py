"""The pages of imports and exports, in the whole application."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.kit.jobs.models import Job
from tests.imports import import_file, upload, work
from tests.person import Person

DATA = Path(__file__).resolve().parents[1] / "data"
UNITS = DATA / "organizations.xlsx"
People = Callable[..., Person]


def test_the_way_from_upload_to_result_is_shown(person: People, app: Flask) -> None:
    dl1 = person("dl1")
    page = dl1.get("/imports/new/organizations").get_data(as_text=True)
    assert 'type="file"' in page and "/imports/template/organizations" in page
    answer = dl1.post("/imports/new/organizations", {"file": (io.BytesIO(UNITS.read_bytes()), "u.xlsx")},
                      content_type="multipart/form-data")  # fmt: skip
    address = answer.location
    waiting = dl1.get(address).get_data(as_text=True)
    assert 'hx-trigger="every 1s"' in waiting and 'id="list-page"' in waiting
    work(app)
    preview = dl1.get(address).get_data(as_text=True)
    assert "every 1s" not in preview and f"{address}/confirm" in preview
    assert dl1.post(f"{address}/confirm").status_code == 303
    work(app)
    result = dl1.get(f"{address}?rows=new&_page=2").get_data(as_text=True)
    assert f"{address}/download/failed" in result and f"{address}/confirm" not in result
    assert dl1.get("/imports/").status_code == 200 and dl1.get("/imports/?type=organizations").status_code == 200


def test_a_wrong_file_is_told_on_the_form(person: People) -> None:
    file = {"file": (io.BytesIO(b"a,b\r\n1,2\r\n"), "a.csv")}
    answer = person("dl1").post("/imports/new/organizations", file, content_type="multipart/form-data")
    assert answer.status_code == 422 and 'role="alert"' in answer.get_data(as_text=True)


@pytest.mark.case(12)
def test_case_12_a_job_of_another_user_is_refused_for_status_and_file(person: People, app: Flask) -> None:
    job = import_file(person("dl1"), "organizations", UNITS)
    other = person("dl3")
    for door in ("", "/download/all", "/download/failed"):
        assert other.get(f"/imports/{job}{door}").status_code == 404
    for door in ("confirm", "cancel"):
        assert other.post(f"/imports/{job}/{door}").status_code == 404


@pytest.mark.case(12)
def test_case_12_an_export_of_another_user_is_refused_for_status_and_file(
    person: People, app: Flask, rows: Callable[..., list[Job]]
) -> None:
    dl1 = person("dl1")
    assert dl1.post("/organizationview/export").status_code == 303
    work(app)
    (job,) = rows(Job, Job.kind == "export")
    assert job.status == "done", job.message
    assert dl1.get("/exports/").status_code == 200 and dl1.get(f"/exports/{job.id}").status_code == 200
    assert dl1.get(f"/exports/{job.id}/file").data.startswith(b"PK")
    assert dl1.get(f"/imports/{job.id}").status_code == 404
    for door in ("", "/file"):
        assert person("dl3").get(f"/exports/{job.id}{door}").status_code == 404


@pytest.mark.req("SHEET-2")
def test_an_export_has_the_columns_that_are_ticked_on_the_list_in_its_order_and_filter(person: People) -> None:
    dl1 = person("dl1")
    page = dl1.get("/organizationview/list/").get_data(as_text=True)
    form = re.search(r'<form method="post" id="([^"]+)"[^>]*/organizationview/export', page)
    boxes = re.findall(r'<input[^>]*data-col-toggle[^>]*form="([^"]+)" name="column" value="(\w+)"', page)
    assert form and {one for one, _name in boxes} == {form[1]} and ("export-OrganizationView", "parent") in boxes
    sent = dl1.post("/organizationview/export?kind=unit&_order=-name", {"column": ["parent", "name", "nonsense"]})
    work(dl1.app)
    data = io.BytesIO(dl1.get(f"{sent.location}/file").data)
    heads, *lines = load_workbook(data).worksheets[0].iter_rows(values_only=True)
    assert heads == ("名称", "上级单位") and len(lines) > 3
    assert [name for name, _parent in lines] == sorted((name for name, _parent in lines), reverse=True)


@pytest.mark.case(60)
def test_case_60_a_double_click_confirms_once(person: People, app: Flask, rows: Callable[..., list[Job]]) -> None:
    dl1 = person("dl1")
    job = upload(dl1, "organizations", UNITS)
    assert {dl1.post(f"/imports/{job}/confirm").status_code for _click in range(2)} == {303}
    work(app)
    assert dl1.post(f"/imports/{job}/confirm").status_code == 303
    (done,) = rows(Job, Job.id == job)
    assert (done.status, done.attempts) == ("done", 2)


@pytest.mark.parametrize("door", ["99999999999999999999", "x", "-1", "0"])
def test_what_is_no_job_is_not_found(person: People, door: str) -> None:
    assert person("dl1").get(f"/imports/{door}").status_code == 404


def test_nobody_imports_what_his_role_may_not(person: People) -> None:
    for path in ("/imports/new/organizations", "/imports/template/organizations", "/imports/new/nothing"):
        assert person("dl-learner").get(path).status_code in (403, 404)


def test_strangers_are_sent_to_the_login(app: Flask) -> None:
    for path in ("/imports/", "/exports/", "/imports/1", "/imports/new/organizations"):
        assert "/login" in app.test_client().get(path).location


def test_the_template_is_a_workbook(person: People) -> None:
    assert person("dl1").get("/imports/template/organizations").data.startswith(b"PK")
