"""A certificate from the ticked list to the phone of whoever scans it, and void when the credits are cancelled."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.certified import sheet
from tests.e2e.conftest import Browse

pytestmark = pytest.mark.e2e
WHO, CLASS = "许静", "群众文艺创作采风研修"


@pytest.mark.req("CERT-1", "GX-15")
def test_a_certificate_is_issued_fetched_scanned_and_void_with_its_credits(browse: Browse) -> None:
    office = browse("dl3")
    office.menu("合格证书发放")
    office.tick(WHO)
    office.batch("合格证书发放")
    office.menu("合格证书")
    office.accessible()
    pdf = office.download_file(office.row(WHO).get_by_role("link", name="下载"))
    text, (address,), pages = sheet(pdf)
    assert (WHO in text, pages) == (True, 1)
    reader = browse("", 390)
    reader.page.goto(urlsplit(address).path)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("证书有效")
    reader.fits()
    reader.accessible()
    reader.darken()
    reader.accessible()
    reader.page.get_by_role("button", name="English").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    holder = browse("dl2")
    holder.menu("境内外培训管理")
    holder.row(CLASS).get_by_role("link", name="学员管理").click()
    holder.for_row(WHO, "取消学分")
    reader.page.reload()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("This certificate is void")
    reader.accessible()
    reader.shot("certificate-void")


@pytest.mark.req("CERT-1")
def test_a_learner_fetches_the_certificate_on_a_phone(browse: Browse) -> None:
    learner = browse("dl-certified", 390)
    learner.page.goto("/archive/")
    learner.fits()
    learner.accessible()
    pdf = learner.download_file(learner.page.get_by_role("link", name="下载").first)
    assert "宋𬭚" in sheet(pdf)[0]
