"""What a user does more than once: fill in a project, have it reviewed, import a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.visitor import Visitor

YEAR = date.today().year
PROJECT = {
    "项目名称": "", "年度": str(YEAR), "开始日期": f"{YEAR}-05-11", "结束日期": f"{YEAR}-05-12", "培训地点": "礼堂",
    "拟培训人数": "300", "学分": "8",
}  # fmt: skip


def fill_project(page: Page, **values: str) -> None:
    """Fill in the form 「新建培训项目」; what is not given stays as in PROJECT."""
    for label, text in (PROJECT | values).items():
        page.get_by_label(re.compile(rf"^{label}\*?$")).fill(text)
    page.get_by_label(re.compile(r"^类别\*?$")).select_option(label="选修")


def declare(window: Visitor, *titles: str, **values: str) -> None:
    """Create projects by the form and submit them from the list, several at once."""
    for title in titles:
        window.menu("培训项目申报")
        window.page.get_by_role("link", name="新建").click()
        fill_project(window.page, 项目名称=title, **values)
        window.page.get_by_role("button", name="保存").click()
        window.says("保存成功")
    window.menu("培训项目申报")
    if len(titles) == 1:
        window.for_row(titles[0], "提交")
        return
    window.tick(*titles)
    window.batch("提交")
    window.says(f"已处理 {len(titles)} 项")


def approve(window: Visitor, step: str, *titles: str) -> None:
    """Pass projects at `step` in the reviewer's list, all at once."""
    window.menu(f"培训项目{step}")
    window.tick(*titles)
    window.batch("通过")
    window.says(f"已处理 {len(titles)} 项")


def approved(browse: Callable[..., Visitor], *titles: str, **values: str) -> Visitor:
    """Projects of dl3 that have passed both reviews; the window of dl3."""
    dl3 = browse("dl3")
    declare(dl3, *titles, **values)
    approve(browse("dl2"), "初审", *titles)
    approve(browse("dl1"), "终审", *titles)
    return dl3


def open_class(window: Visitor, title: str, page: str = "学员报名") -> None:
    """Open a page of an approved project: 「学员报名」 or 「学员成绩」."""
    window.menu("培训项目学员维护")
    window.search(项目名称=title)
    window.row(title).get_by_role("link", name=page).click()
    expect(window.page.get_by_role("heading", level=1)).to_have_text(title)


# ---- imports ------------------------------------------------------------------------------------------------------


def upload(window: Visitor, file: str | Path | Mapping[str, Any]) -> None:
    """Choose a file on the import page and send it."""
    window.page.get_by_label("表格文件").set_input_files(file)  # type: ignore[arg-type]  # an answer there always is
    window.page.get_by_role("button", name="上传并校验").click()


def previewed(window: Visitor) -> None:
    expect(window.page.get_by_role("heading", name="预览：尚未保存任何数据")).to_be_visible(timeout=60_000)


def confirm(window: Visitor, rows: int) -> None:
    window.page.get_by_role("button", name=f"导入 {rows} 行").click()


def finished(window: Visitor) -> None:
    expect(window.page.locator(".page-head .badge-s")).to_have_text("已完成", timeout=90_000)


def figures(window: Visitor) -> dict[str, int]:
    """The counts above the rows of a preview or a result."""
    tabs = window.still.get_by_role("navigation", name="数据").get_by_role("link").all_inner_texts()
    pairs = [text.rsplit(maxsplit=1) for text in tabs[1:]]
    return {name: int(count) for name, count in pairs}


def offered(window: Visitor, which: str) -> Locator:
    """The link to one of the three result workbooks."""
    return window.page.get_by_role("link", name=re.compile(f"^下载{which}"))


def offered_count(window: Visitor, which: str) -> int:
    return int(offered(window, which).locator(".pill").inner_text())


def run_import(window: Visitor, file: str | Path, rows: int) -> None:
    """Upload, look at the preview, confirm `rows` rows, wait for the result."""
    upload(window, file)
    previewed(window)
    confirm(window, rows)
    finished(window)
