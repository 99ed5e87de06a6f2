"""A learner misses a unit in the dialog, asks for it on a phone, and the bureau confirms it (GX-5, GX-22)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Browse
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
RETURNED = "一种教学用机械臂装置"  # other walks take the draft


def open_dialog(window: Visitor) -> None:
    window.page.goto("/myclaimview/list/")
    window.tick(RETURNED)
    bar = window.page.get_by_role("region", name="对勾选数据的操作")
    bar.get_by_role("button", name="提交至主管部门审核").click()
    expect(window.dialog.locator("[data-choice-notes] li")).to_have_count(4)


@pytest.mark.req("GX-5")
@pytest.mark.parametrize("width", [390, 1400])
def test_the_dialog_narrows_by_region_with_the_keyboard(browse: Browse, width: int) -> None:
    window = browse("gx-learner", width)
    open_dialog(window)
    dialog, keys = window.dialog, window.page.keyboard
    expect(dialog.locator("[data-choice-text]")).to_be_focused()
    keys.type("其他单位")
    keys.press("Tab")
    region = dialog.get_by_label("单位属地")
    expect(region).to_be_focused()
    keys.press("ArrowDown")
    expect(region).to_have_value("示范市")
    keys.press("Enter") if width == 390 else keys.press("Tab")
    dialog.get_by_role("button", name="查询").or_(dialog.get_by_role("button", name="搜索")).first.click()
    expect(dialog.get_by_role("radio")).to_have_count(1)
    expect(dialog.locator("thead")).to_contain_text(re.compile("单位名称.*统一社会信用代码.*单位属地"))
    window.shot("adding-dialog")
    window.accessible(".modal-dialog")


@pytest.mark.req("GX-5", "GX-22")
def test_a_missing_unit_is_asked_for_on_a_phone_and_confirmed(browse: Browse) -> None:
    window, name = browse("gx-learner", 390), "示范市陶艺研究会"
    page = window.page
    open_dialog(window)
    window.dialog.get_by_role("link", name="添加单位").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("添加单位")
    facts = {"单位名称": name, "统一社会信用代码": "52450100MJD0000098", "单位属地": "示范市", "联系人": "卢小芳"}
    for label, text in facts.items():
        page.get_by_label(re.compile(f"^{label}")).fill(text)
    page.get_by_label(re.compile("电话|手机")).fill("0771-5550199")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#credit_code-err")).to_contain_text("校验码")
    window.shot("adding-mistake")
    page.get_by_label(re.compile("^统一社会信用代码")).fill("52450100MJD0000099")
    page.get_by_role("button", name="保存").click()
    window.says("保存成功")
    expect(page.locator("main")).to_contain_text("待确认")
    window.shot("adding-asked")
    window.accessible()
    bureau = browse("gx-bureau", 390)
    bureau.menu("单位添加确认")
    bureau.shot("adding-confirming")
    bureau.accessible()
    bureau.for_row(name, "确认添加")
    bureau.says("已处理 1 项")
    page.goto("/ownunitrequestview/list/")
    expect(window.row(name)).to_contain_text("已添加")
    window.shot("adding-own")
    window.accessible()
