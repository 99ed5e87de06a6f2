"""Setting a platform up in a browser: a route with its steps as rows, the menu tree, icons, holidays."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Browse

pytestmark = pytest.mark.e2e
LOOKED_AT = {
    "routes": "/routeview/list/", "route": "/routeview/edit/1", "menu": "/menuview/list/?role=3",
    "menu-entry": "/menuview/add", "holidays": "/holidayview/list/", "levels": "/levelview/list/",
    "official-days": "/holidayview/official?year=2025",
}  # fmt: skip


@pytest.mark.req("R-3")
def test_steps_are_added_moved_and_removed_and_the_words_follow(browse: Browse) -> None:
    boss = browse("dl1")
    page = boss.page
    boss.menu("审核流程")
    page.get_by_role("link", name="新建").click()
    expect(page.get_by_role("heading", name="此流程适用于什么事项？")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="培训项目").click()
    preview, rows = page.locator("[data-preview]"), page.locator("[data-line]")
    expect(preview).to_contain_text("提交后直接备案")
    page.get_by_label("流程名称").fill("四级单位培训项目")
    page.get_by_label("申报单位级别").select_option("4")
    for name, who in (("终审", "root"), ("初审", "ancestor")):
        page.get_by_role("button", name="添加步骤").click()
        row = rows.last
        row.get_by_label("名称*").fill(name)
        row.get_by_label("审核人*").select_option(who)
        row.get_by_label("所需权限*").select_option("final_review" if who == "root" else "first_review")
    expect(rows.nth(0).get_by_label("级别")).to_be_hidden()
    rows.nth(1).get_by_label("级别").select_option("2")
    rows.nth(1).get_by_role("button", name="上移").click()
    expect(preview.locator("li")).to_have_text(
        [r"初审: 最近的二级单位（含本单位），由持有“初审”权限的人审核", "终审: 平台根单位，由持有“终审”权限的人审核"]
    )
    boss.shot("platform-new-route")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator("dl")).to_contain_text("初审 → 终审")


@pytest.mark.req("MENU-1")
def test_the_menu_changes_under_the_eyes_of_who_changes_it(browse: Browse) -> None:
    boss = browse("dl1")
    page, nav = boss.page, boss.page.get_by_role("navigation", name="主菜单")
    boss.menu("菜单管理")
    page.get_by_role("button", name="隐藏: 我的代理人").click()
    expect(nav.get_by_role("link", name="我的代理人")).to_have_count(0)
    page.get_by_role("button", name="显示: 我的代理人").click()
    expect(nav.get_by_role("link", name="我的代理人")).to_have_count(1)
    page.get_by_role("button", name="移出菜单: 角色管理").click()
    boss.answer("移出菜单")
    expect(nav.get_by_role("link", name="角色管理")).to_have_count(0)
    page.get_by_role("button", name="恢复预设菜单").click()
    boss.answer("恢复预设菜单")
    expect(nav.get_by_role("link", name="角色管理")).to_have_count(1)


# The crawl looks at the phone in the dark and at the desk in the light.
@pytest.mark.parametrize(("width", "dark"), [(1400, True), (390, False)])
def test_the_screens_of_a_platform_fit_and_are_accessible(browse: Browse, width: int, dark: bool) -> None:
    boss = browse("dl1", width=width, dark=dark)
    for name, address in LOOKED_AT.items():
        answer = boss.page.goto(address)
        assert answer and answer.ok, address
        boss.accessible()
        boss.shot(f"platform-{name}")
    admin = browse("admin", width=width, dark=dark)
    admin.page.goto("/platformview/add")
    admin.accessible()
    admin.shot("platform-new")
