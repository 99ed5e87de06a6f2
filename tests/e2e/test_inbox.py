"""「待我审核」 in a browser: walking by keys, deciding beside the queue, a batch, a saved filter; and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e import steps
from tests.e2e.conftest import Browse
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
NAMES = ["甲", "乙", "丙", "丁", "戊", "己", "庚"]


def _title(name: str) -> str:
    return f"收件箱走查（{name}）"


@pytest.fixture(scope="module")
def waiting(server: Server, chromium: Browser) -> None:
    """Seven projects of dl3's that wait for dl2, in the order of NAMES."""
    dl3 = Visitor(chromium, server.url).sign_in("dl3")
    steps.declare(dl3, *map(_title, NAMES))
    assert dl3.close() == []


def _open_inbox(dl2: Visitor) -> None:
    """From the menu to the queue of this file's projects."""
    dl2.menu("待我审核")
    dl2.search(名称="收件箱走查")


def _queue(window: Visitor) -> Locator:
    return window.page.get_by_role("region", name="待审队列")


def _shown(window: Visitor) -> Locator:
    """The item beside the queue, or in its place."""
    return window.page.get_by_role("heading", level=2, name="收件箱走查")


def _expect_queue(window: Visitor, names: list[str]) -> None:
    expect(_queue(window).get_by_role("link", name="收件箱走查")).to_contain_text([_title(name) for name in names])
    expect(_queue(window).get_by_role("checkbox")).to_have_count(len(names))


def _expect_shown(window: Visitor, name: str) -> None:
    expect(_shown(window)).to_have_text(_title(name))


@pytest.mark.req("R-3", "R-4", "GX-13")
def test_a_reviewer_works_through_the_queue_by_keyboard(waiting: None, browse: Browse) -> None:
    dl2 = browse("dl2")
    _open_inbox(dl2)
    _expect_queue(dl2, NAMES)
    _expect_shown(dl2, "甲")
    dl2.shot("inbox-queue")
    _walk(dl2)
    _pass_what_is_shown(dl2)
    _reject_what_is_shown(dl2)
    _expect_queue(dl2, NAMES[2:])
    _pass_two_at_once(dl2)
    _expect_queue(dl2, NAMES[4:])
    _keep_the_filter(dl2)


def _walk(dl2: Visitor) -> None:
    """J goes on, K goes back; at the end of the queue a key does nothing."""
    for key, name in (("k", "甲"), ("j", "乙"), ("j", "丙"), ("k", "乙"), ("k", "甲")):
        dl2.page.keyboard.press(key)
        _expect_shown(dl2, name)
        expect(_queue(dl2).locator("[aria-current=true]")).to_contain_text(_title(name))


def _pass_what_is_shown(dl2: Visitor) -> None:
    dl2.page.keyboard.press("a")
    expect(dl2.dialog).to_contain_text(_title("甲"))
    dl2.shot("inbox-dialog")
    dl2.page.keyboard.press("j")  # is typed, or goes nowhere: the queue stays where it is
    dl2.dialog.get_by_label("审核意见").fill("")
    dl2.answer("通过")
    dl2.says("已处理 1 项")
    _expect_shown(dl2, "乙")


def _reject_what_is_shown(dl2: Visitor) -> None:
    dl2.page.keyboard.press("r")
    dl2.dialog.get_by_role("button", name="不予认定", exact=True).click()
    expect(dl2.dialog.get_by_text("请填写审核意见。")).to_be_visible()
    expect(dl2.dialog.get_by_label("审核意见")).to_be_focused()
    dl2.answer("不予认定", "不属于继续教育。")
    dl2.says("已处理 1 项")
    _expect_shown(dl2, "丙")


def _pass_two_at_once(dl2: Visitor) -> None:
    for name in ("丙", "丁"):
        _queue(dl2).get_by_role("checkbox", name=_title(name)).check()
    expect(dl2.page.get_by_role("region", name="对勾选数据的操作")).to_contain_text("已勾选： 2")
    dl2.shot("inbox-ticked")
    dl2.page.get_by_role("region", name="对勾选数据的操作").get_by_role("button", name="通过").click()
    expect(dl2.dialog).to_contain_text("将处理 2 项。")
    dl2.answer("通过")
    dl2.says("已处理 2 项")


def _keep_the_filter(dl2: Visitor) -> None:
    """Kept under a name, found again after the reset, removed."""
    page, name = dl2.page, "走查用"
    page.get_by_label("查询条件名称").fill(name)
    page.get_by_role("button", name="保存查询条件").click()
    dl2.says("保存成功")
    page.get_by_role("link", name="重置").click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("收件箱走查")
    _expect_queue(dl2, NAMES[4:])
    dl2.shot("inbox-saved-filter")
    page.get_by_role("button", name=f"删除查询条件“{name}”").click()
    dl2.answer("删除")
    expect(page.get_by_role("link", name=name)).to_have_count(0)


@pytest.mark.req("R-3", "R-4")
def test_on_a_phone_the_item_takes_the_place_of_the_queue(waiting: None, browse: Browse) -> None:
    dl2 = browse("dl2", 390)
    _open_inbox(dl2)
    link = _queue(dl2).get_by_role("link", name=_title("己"))
    expect(_shown(dl2)).to_be_hidden()
    dl2.shot("inbox-queue")
    link.click()
    _expect_shown(dl2, "己")
    expect(_queue(dl2)).to_be_hidden()
    dl2.shot("inbox-item")
    dl2.accessible()
    dl2.page.get_by_role("button", name="退回修改").click()
    dl2.answer("退回修改", "请补充课程安排。")
    dl2.says("已处理 1 项")
    _expect_shown(dl2, "庚")
    dl2.page.get_by_role("link", name="返回").click()
    expect(_queue(dl2)).to_be_visible()
    expect(_shown(dl2)).to_be_hidden()
    expect(link).to_have_count(0)
