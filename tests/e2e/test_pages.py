"""Pages in special states: axe-core clean, no sideways scrolling, light and dark; identities, keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import steps
from tests.e2e.conftest import Browse
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e

PAGES = {  # name: (account, address): what tests/e2e/test_every_page.py does not come across
    "login": ("", "/login/"),
    "home-waiting": ("dl2", "/"),
    "list-empty": ("dl3", "/learnerview/list/?name=无此人"),
    "preview": ("dl3", "/imports/{preview}"),
    "error": ("dl3", "/declarationview/show/999999"),
}
WIDTHS = pytest.mark.parametrize("width", [1400, 390])
PEOPLE = """姓名,身份证号,单位名称,部门,职称,入职时间,手机号,是否有学时要求
李晓红,210202199001011229,示范市群众艺术馆,办公室,馆员,2015-09-03,13312464013,是
陈晓梅,210202199003074528,示范市群众艺术馆,办公室,副研究馆员,,,是
王小明,210202199001011220,没有这个单位,,馆员,2015-13-03,1331,也许
"""


@pytest.fixture(scope="module")
def preview(server: Server, chromium: Browser) -> str:
    """The number of an import of dl3 that waits to be confirmed, with good and bad rows."""
    dl3 = Visitor(chromium, server.url).sign_in("dl3")
    dl3.page.goto("/imports/new/learners")
    steps.upload(dl3, {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()})
    steps.previewed(dl3)
    number = dl3.still.url.rsplit("/", 1)[1]
    dl3.close()
    return number


def _inspect(window: Visitor, name: str) -> None:
    """A picture and axe-core, in light and in dark."""
    for darken in (False, True):
        if darken:
            window.darken()
        window.shot(f"page-{name}")
        window.accessible()


@WIDTHS
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_accessible_and_fits(name: str, width: int, browse: Browse, preview: str) -> None:
    account, address = PAGES[name]
    window = browse(account, width)
    window.page.goto(address.format(preview=preview))
    expect(window.page.get_by_role("heading", level=1)).to_have_count(1)
    _inspect(window, name)


@WIDTHS
def test_a_form_with_errors_is_accessible(width: int, browse: Browse) -> None:
    dl3 = browse("dl3", width)
    dl3.page.goto("/declarationview/add")
    dl3.page.get_by_label(re.compile("^培训地点")).fill("三楼")
    dl3.page.get_by_role("button", name="保存").click()
    expect(dl3.page.get_by_role("alert")).to_contain_text("填写有误，请修改")
    expect(dl3.page.get_by_label(re.compile("^项目名称"))).to_be_focused()
    expect(dl3.page.get_by_label(re.compile("^培训地点"))).to_have_value("三楼")
    _inspect(dl3, "form-errors")


@WIDTHS
def test_the_dialog_is_accessible(width: int, browse: Browse) -> None:
    dl2 = browse("dl2", width)
    dl2.page.goto("/firstreviewview/list/?review_position=first_review")
    dl2.row("群众文化活动策划能力提升班").get_by_role("button", name="不予认定").click()
    expect(dl2.dialog.get_by_label("审核意见")).to_be_focused()
    _inspect(dl2, "dialog")


def test_the_theme_button_is_remembered(browse: Browse) -> None:
    dl3 = browse("dl3")
    dl3.page.get_by_role("button", name="切换浅色或深色").click()
    expect(dl3.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    dl3.page.reload()
    expect(dl3.page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_menu_of_a_phone_is_accessible(browse: Browse) -> None:
    dl3 = browse("dl3", 390)
    dl3.page.get_by_role("button", name="打开菜单").click()
    expect(dl3.page.get_by_role("link", name="培训项目申报")).to_be_visible()
    dl3.shot("page-menu")
    dl3.accessible()
    dl3.page.keyboard.press("Escape")
    expect(dl3.page.get_by_role("button", name="打开菜单")).to_be_focused()


# ---- identities ---------------------------------------------------------------------------------------------------


@pytest.mark.req("R-2")
def test_a_form_of_the_other_identity_is_refused(browse: Browse) -> None:
    """Two tabs: one holds a form that is filled in, the other changes who one is."""
    dl3, title = browse("dl3"), "换身份之前填写的项目"
    dl3.page.goto("/declarationview/add")
    steps.fill_project(dl3.page, 项目名称=title)
    other = dl3.tab()
    other.goto("/")
    _switch(other, "学习")
    expect(other).to_have_url(re.compile("/archive/"))
    with dl3.page.expect_navigation() as answer:
        dl3.page.get_by_role("button", name="保存").click()
    assert answer.value.status == 409
    expect(dl3.page.get_by_role("heading", level=1)).to_have_text("身份已切换")
    expect(dl3.page.get_by_role("main")).to_contain_text(title)
    dl3.shot("page-other-identity")
    dl3.accessible()
    dl3.page.get_by_role("button", name="切换回原身份并继续").click()
    expect(dl3.page.get_by_role("heading", level=1)).to_have_text(title)


def _switch(page: Page, label: str) -> None:
    page.get_by_role("button", name="切换身份").click()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(label)).last.click()


# ---- keyboard -----------------------------------------------------------------------------------------------------


def test_the_first_key_offers_to_skip_to_the_content(browse: Browse) -> None:
    dl3 = browse("dl3")
    dl3.page.goto("/declarationview/list/")
    dl3.page.keyboard.press("Tab")
    skip = dl3.page.get_by_role("link", name="跳到主要内容")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    dl3.page.keyboard.press("Enter")
    expect(dl3.page.locator("#main")).to_be_focused()


INSIDE = "document.activeElement === document.body || document.activeElement.closest('[role=dialog]') !== null"


def test_the_dialog_keeps_and_returns_the_focus(browse: Browse) -> None:
    dl2 = browse("dl2")
    dl2.page.goto("/firstreviewview/list/?review_position=first_review")
    opener = dl2.row("群众文化活动策划能力提升班").get_by_role("button", name="退回修改")
    opener.focus()
    dl2.page.keyboard.press("Enter")
    expect(dl2.dialog.get_by_label("审核意见")).to_be_focused()
    for _press in range(8):
        dl2.page.keyboard.press("Tab")
        assert dl2.still.evaluate(INSIDE), "the page behind the dialog has the focus"
    dl2.dialog.get_by_label("审核意见").focus()  # from wherever in the browser's own bars the focus is
    dl2.page.keyboard.press("Escape")
    expect(dl2.dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_ticking_and_deciding_need_no_mouse(browse: Browse) -> None:
    dl3 = browse("dl3")
    dl3.page.goto("/declarationview/list/")
    dl3.row("年度业务骨干培训（草稿）").get_by_role("checkbox").focus()
    dl3.page.keyboard.press("Space")
    bar = dl3.page.get_by_role("region", name="对勾选数据的操作")
    expect(bar).to_contain_text(re.compile(r"已勾选：\s*1"))
    expect(bar.get_by_role("button", name="撤回")).to_be_disabled()
    bar.get_by_role("button", name="提交").focus()
    dl3.page.keyboard.press("Enter")
    expect(dl3.dialog.get_by_role("button", name="提交")).to_be_focused()
    dl3.page.keyboard.press("Escape")
    expect(dl3.dialog).to_be_hidden()
