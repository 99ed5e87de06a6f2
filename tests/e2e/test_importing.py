"""A file with headings and words of its own: matched, explained, imported, corrected, taken back (ux.md Import)."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.conftest import Browse
from tests.e2e.visitor import Visitor, rows_of

pytestmark = [pytest.mark.e2e, pytest.mark.req("SHEET-1")]
HEAD = ["机构全称", "主管单位", "性质", "所在地", "备注"]
ROWS = [
    ["示范市版画院", "示范市文化艺术中心", "用人单位", "示范市", "新设"],
    ["示范市木偶剧团", "示范市文化艺术中心", "用人单位（事业）", "示范市", ""],
    ["示范市曲艺家协会", "示范市文化艺术中心", "用人单位（事业）", "示范市", ""],
    ["示范市民乐团", "没有这个单位", "用人单位", "示范市", ""],
    ["示范市版画院", "示范市文化艺术中心", "用人单位", "示范市", "重复"],
]


def workbook(head: list[str], *rows: list[str]) -> dict[str, object]:
    """A file as a browser hands it in."""
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.worksheets[0].append(row)
    held = BytesIO()
    book.save(held)
    return {"name": "单位花名册.xlsx", "mimeType": "", "buffer": held.getvalue()}


def match(window: Visitor, **columns: str) -> None:
    for ours, theirs in columns.items():
        window.page.get_by_label(re.compile(rf"^{ours}\*?$")).select_option(label=theirs)
    window.page.get_by_role("button", name="确认并校验文件").click()


def open_task(window: Visitor, number: str) -> None:
    """Return to an import by the list of tasks."""
    window.menu("导入任务查看")
    window.page.locator(f"tbody a[href$='/imports/{number}']").first.click()


def number_of(window: Visitor) -> str:
    return window.still.url.rsplit("/", 1)[1].split("?")[0]


def test_a_foreign_file_goes_all_the_way_and_back(browse: Browse, tmp_path: Path) -> None:
    dl1 = browse("dl1")
    number = _matched_and_explained(dl1)
    failed = _imported(dl1, number)
    again = _corrected(dl1, failed)
    _taken_back(dl1, again, number)


def _matched_and_explained(dl1: Visitor) -> str:
    """Upload, match, preview with unknown words, explain, preview."""
    page = dl1.page
    page.goto("/imports/new/organizations")
    steps.upload(dl1, workbook(HEAD, *ROWS))
    expect(page.get_by_role("heading", name="请对应文件中的列")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("缺少必填列")
    match(dl1, 单位名称="A · 机构全称")
    expect(page.locator(".err")).to_contain_text("单位类别")
    dl1.seen("importing-match")
    match(dl1, 单位名称="A · 机构全称", 上级单位="B · 主管单位", 单位类别="C · 性质", 单位属地="D · 所在地")
    steps.previewed(dl1)
    assert steps.figures(dl1) == {"将新增": 1, "将更新": 0, "无变化": 0, "重复": 1, "提醒": 0, "错误": 3}
    expect(page.get_by_label("“用人单位（事业）”对应")).to_have_value("employer")
    dl1.seen("importing-words")
    page.get_by_role("button", name="套用并重新校验").click()
    expect(page.get_by_label("“用人单位（事业）”对应")).to_have_count(0)
    steps.previewed(dl1)
    assert steps.figures(dl1) == {"将新增": 3, "将更新": 0, "无变化": 0, "重复": 1, "提醒": 0, "错误": 1}
    return number_of(dl1)


def _imported(dl1: Visitor, number: str) -> bytes:
    """Filter the errors, confirm, leave, come back, fetch what failed."""
    page = dl1.page
    page.get_by_role("navigation", name="数据").get_by_role("link", name="错误").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("没有这个单位")
    dl1.seen("importing-errors")
    expect(page.get_by_role("button", name="全部导入或全部不导入")).to_be_hidden()
    steps.confirm(dl1, 3)
    open_task(dl1, number)
    steps.finished(dl1)
    assert steps.figures(dl1) == {"新增": 3, "更新": 0, "无变化": 0, "重复": 1, "提醒": 0, "错误": 1}
    assert steps.offered_count(dl1, "失败数据") == 2
    dl1.seen("importing-result")
    return dl1.download_file(steps.offered(dl1, "失败数据"))


def _corrected(dl1: Visitor, failed: bytes) -> str:
    """The failed file, put right in the user's own columns, is read as the first was, without a question."""
    rows = rows_of(failed)
    assert rows[0] == (*HEAD, "状态", "失败原因") and len(rows) == 3
    book = openpyxl.load_workbook(BytesIO(failed))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        row[1].value = "示范市文化艺术中心"
    held = BytesIO()
    book.save(held)
    page = dl1.page
    page.goto("/imports/new/organizations")
    steps.upload(dl1, {"name": "更正.xlsx", "mimeType": "", "buffer": held.getvalue()})
    steps.previewed(dl1)
    expect(page.get_by_text("已按您上次的选择匹配列")).to_be_visible()
    assert steps.figures(dl1) == {"将新增": 1, "将更新": 0, "无变化": 1, "重复": 0, "提醒": 0, "错误": 0}
    dl1.seen("importing-whole")
    page.get_by_role("button", name="全部导入或全部不导入").click()
    steps.finished(dl1)
    return number_of(dl1)


def _taken_back(dl1: Visitor, *numbers: str) -> None:
    """What would go is told first; it goes with a reason, and the counts say so everywhere."""
    page = dl1.page
    for number in numbers:
        open_task(dl1, number)
        page.get_by_role("button", name="撤回导入").click()
        expect(page.get_by_label(re.compile("^理由"))).to_be_visible(timeout=30_000)
        dl1.seen(f"importing-undo-{numbers.index(number)}")
        page.get_by_label(re.compile("^理由")).fill("名单有误，重新上报")
        page.get_by_role("button", name=re.compile("撤回 [13] 行")).click()
        expect(page.locator(".page-head .badge-s")).to_have_text("已完成", timeout=30_000)
    dl1.seen("importing-undone")
    page.get_by_role("link", name="返回导入任务").click()
    expect(page.locator(".page-head .badge-s")).to_have_text("已撤回")
    assert steps.figures(dl1)["已撤回"] == 3
    assert steps.offered_count(dl1, "失败数据") == 5
    dl1.seen("importing-after")
    page.goto("/organizationview/list/?name=示范市版画院")
    expect(page.locator(".empty")).to_be_visible()
