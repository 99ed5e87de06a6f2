"""A learner claims on a phone and on a desk: from the home to the credit, with mistakes, taking back and looking up."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Browse
from tests.e2e.steps import YEAR
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
DAYS = {"开始时间": f"{YEAR}-08-25", "结束时间": f"{YEAR}-08-27"}


def photo(color: str = "#d9dee7") -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), color).save(out, "JPEG")
    return {"name": "证书.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fill(page: Page, title: str, kind: str, **days: str) -> None:
    """Type, title, days and explanation; the hours follow by themselves."""
    page.get_by_label("认定类型").select_option(label=kind)
    page.get_by_label(re.compile("^认定内容\\*?$")).fill(title)
    for label, day in (days or DAYS).items():
        page.get_by_label(re.compile(f"^{label}")).fill(day)
    page.get_by_label(re.compile("^认定内容说明")).fill("三天集中授课，考核合格。")


@pytest.mark.req("GX-2", "GX-4", "DL-2", "DL-10")
@pytest.mark.parametrize("width", [390, 1400])
def test_a_training_is_claimed_from_the_home_to_the_credit(browse: Browse, width: int) -> None:
    # Not dl-learner, whose year step 5 of the main job adds up.
    window, title = browse("dl-certified", width), f"档案整理实务培训班{width}"
    page = window.page
    page.goto("/archive/")
    window.shot("claims-home")
    window.accessible()
    page.get_by_role("link", name="新登记培训").click()
    day = f"{YEAR}-08-25" if width == 390 else f"{YEAR}-09-01"
    last = day[:-2] + f"{int(day[-2:]) + 2:02}"
    fill(page, title, "参加上级或其他单位组织的培训", 开始时间=day, 结束时间=last)
    expect(page.locator(".worth")).to_contain_text("3 天 × 8 学分 = 24 学分")
    expect(page.get_by_label(re.compile("^申请学分"))).to_have_value("24")
    expect(page.locator("aside.standard")).to_contain_text("每半天 4 学分")
    page.get_by_label("上传附件").set_input_files(photo("#aabbcc" if width == 390 else "#ccbbaa"))  # type: ignore[arg-type]  # a FilePayload is a dict to us
    page.get_by_label("本人承诺以上信息属实").check()
    window.shot("claims-form")
    window.accessible()
    page.get_by_role("button", name="保存").click()
    window.says("保存成功")
    window.shot("claims-saved")
    page.get_by_role("button", name="提交至本单位审核").click()
    window.answer("提交至本单位审核")
    dl2 = browse("dl2")
    dl2.menu("学分申报审核")
    dl2.for_row(title, "通过")
    page.goto("/archive/")
    expect(page.get_by_text(title).first).to_be_visible()


@pytest.mark.req("GX-2")
def test_mistakes_are_told_at_their_field_and_nothing_typed_is_lost(browse: Browse) -> None:
    window = browse("dl-learner", 390)
    page = window.page
    page.goto("/myclaimview/add")
    fill(page, "日期写反的班", "参加上级或其他单位组织的培训", 开始时间=f"{YEAR}-08-27", 结束时间=f"{YEAR}-08-25")
    heic = {"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic"}
    page.get_by_label("上传附件").set_input_files(heic)  # type: ignore[arg-type]  # a FilePayload is a dict to us
    expect(page.get_by_role("alert").filter(has_text="HEIC")).to_be_visible()
    page.get_by_label("本人承诺以上信息属实").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#ends_on-err")).to_be_visible(timeout=20_000)
    expect(page.get_by_label(re.compile("^认定内容\\*?$"))).to_have_value("日期写反的班")
    field = page.get_by_label(re.compile("^结束时间"))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    window.shot("claims-mistake")
    window.accessible()
    _make_another_mistake(window)
    page.get_by_label(re.compile("^认定内容\\*?$")).fill("改了两次的班")
    _lose_the_connection(window)
    page.get_by_role("button", name="保存").click()
    window.says("保存成功")
    expect(page.get_by_role("heading", level=1)).to_contain_text("改了两次的班")
    expect(page.locator("body")).to_contain_text("证书.jpg")


def _make_another_mistake(window: Visitor) -> None:
    """The dates are put right and a picture is added, but the title is gone: all that can be kept is kept."""
    page = window.page
    page.get_by_label(re.compile("^结束时间")).fill(f"{YEAR}-08-28")
    page.get_by_label("上传附件").set_input_files(photo("#bbccaa"))  # type: ignore[arg-type]  # as above
    page.get_by_label(re.compile("^认定内容\\*?$")).fill(" ")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#title-err")).to_be_visible(timeout=20_000)
    expect(page.locator("#ends_on-err")).to_have_count(0)
    expect(page.get_by_label(re.compile("^结束时间"))).to_have_value(f"{YEAR}-08-28")
    expect(page.get_by_label(re.compile("^认定内容说明"))).to_have_value("三天集中授课，考核合格。")
    expect(page.get_by_label("本人承诺以上信息属实")).to_be_checked()
    assert _chosen(window) == ["证书.jpg"], "the page that said so was not left"
    expect(page.get_by_text("请重新选择附件")).to_have_count(0)
    window.shot("claims-second-mistake")
    window.accessible()


def _lose_the_connection(window: Visitor) -> None:
    """On the way: nothing is saved and nothing is gone."""
    page = window.page
    page.route("**/myclaimview/add", lambda route: route.abort())
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert").filter(has_text="操作未成功")).to_be_visible()
    window.shot("claims-no-connection")
    window.accessible()
    page.unroute("**/myclaimview/add")
    told = '<main class="error-page"><p>服务器磁盘已满</p></main>'
    page.route("**/myclaimview/add", lambda route: route.fulfill(status=503, body=told, content_type="text/html"))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert").filter(has_text="服务器磁盘已满")).to_be_visible()
    page.unroute("**/myclaimview/add")
    window.problems[:] = [one for one in window.problems if "ERR_FAILED" not in one and "503" not in one]
    assert _chosen(window) == ["证书.jpg"]
    expect(page.get_by_label(re.compile("^认定内容\\*?$"))).to_have_value("改了两次的班")


def _chosen(window: Visitor) -> list[str]:
    field = window.still.get_by_label("上传附件")
    names: list[str] = field.evaluate("field => [...field.files].map(file => file.name)")
    return names


@pytest.mark.req("DL-8", "GX-2")
def test_a_type_with_one_date_asks_for_one_and_fills_the_year(browse: Browse) -> None:
    window = browse("dl-learner", 390)
    page = window.page
    page.goto("/myclaimview/add")
    page.get_by_label("认定类型").select_option(label="市级以上行业标准")
    expect(page.get_by_label(re.compile("^获得日期"))).to_be_visible()
    expect(page.get_by_label(re.compile("^开始时间"))).to_be_hidden()
    page.get_by_label(re.compile("^获得日期")).fill(f"{YEAR}-09-09")
    expect(page.locator(".worth")).to_contain_text(f"视为完成{YEAR}年度全部要求（50 学分）")
    window.shot("claims-fills")


@pytest.mark.req("GX-6", "GX-8")
@pytest.mark.parametrize("width", [390, 1400])
def test_what_was_claimed_is_looked_up_and_its_review_unfolds_by_keyboard(browse: Browse, width: int) -> None:
    window = browse("gx-learner", width)
    page = window.page
    page.goto("/my-years/")
    page.get_by_role("link", name=str(YEAR), exact=True).click()
    expect(page.locator("#year")).to_contain_text("智能制造学术年会")
    window.shot("claims-years")
    window.accessible()
    page.get_by_role("link", name="培训登记详情").click()
    row = window.row("智能制造学术年会")
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.locator(".tl")).to_contain_text("核减 4 学时")
    window.shot("claims-details")
    window.accessible()


@pytest.mark.req("GX-5", "GX-7")
def test_a_claim_goes_to_an_authority_by_name_and_is_taken_back_and_deleted(browse: Browse) -> None:
    window, title = browse("gx-learner"), "网络安全管理培训（草稿）"
    page = window.page
    page.goto("/myclaimview/list/")
    window.tick(title)
    page.get_by_role("region", name="对勾选数据的操作").get_by_role("button", name="提交至主管部门审核").click()
    _choose(window, "科学技术")
    expect(window.row(title)).to_contain_text("待审核")
    window.for_row(title, "撤回并删除")
    expect(window.row(title)).to_have_count(0)


def _choose(window: Visitor, typed: str) -> None:
    dialog = window.dialog
    expect(dialog).to_be_visible()
    dialog.locator("[data-choice-text]").fill(typed)
    dialog.get_by_role("button", name="查询").or_(dialog.get_by_role("button", name="搜索")).first.click()
    dialog.get_by_role("radio").first.check()
    window.shot("claims-authority")
    with window.page.expect_navigation():
        dialog.locator("[data-ok]").click()
