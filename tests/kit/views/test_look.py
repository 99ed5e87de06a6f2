"""What every page carries: headers, no inline code, no error text."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.kit.views.asking import FORM, LIST


def test_every_page_carries_the_headers(alice: FlaskClient) -> None:
    for address in (LIST, "/courseview/add", "/nothing", "/courseview/options/place?q=1"):
        answer = alice.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_built_files_are_kept_for_a_year(alice: FlaskClient) -> None:
    address = re.search(r'href="(/static/dist/ui[^"]+css)"', alice.get(LIST).get_data(as_text=True))
    assert address
    with alice.get(address[1]) as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "no-store" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", [LIST, "/courseview/add", "/courseview/show/2", "/login/", "/nothing"])
def test_no_page_has_inline_code_or_foreign_hosts(app: Flask, alice: FlaskClient, address: str) -> None:
    client = app.test_client() if address == "/login/" else alice
    page = client.get(address).get_data(as_text=True)
    assert not re.search(r"<style|\sstyle=|\son\w+=|https?://", page)
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in s or "application/json" in s for s in scripts)


def test_names_are_text_everywhere(app: Flask, alice: FlaskClient) -> None:
    nasty = "<script>alert(1)</script>"
    answer = alice.post("/courseview/add", data=FORM | {"title": nasty})
    for address in (answer.location, LIST, answer.location.replace("show", "edit")):
        page = alice.get(address).get_data(as_text=True)
        assert nasty not in page
        assert "&lt;script&gt;" in page


def test_an_error_never_shows_its_text(alice: FlaskClient) -> None:
    answer = alice.get("/figureview/broken")
    assert answer.status_code == 500
    assert "secret detail" not in answer.get_data(as_text=True)
