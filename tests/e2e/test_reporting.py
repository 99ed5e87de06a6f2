"""Results that come with the declaration of a class, in Chromium: handed in, reviewed and credited with it (FJ-6)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor
from tests.test_reporting import CHEN, DRAFT, ZHAO, ZHOU, results

pytestmark = [pytest.mark.e2e, pytest.mark.req("FJ-6", "FJ-13")]
Browse = Callable[..., Visitor]


def test_results_come_with_a_class_and_are_credited_by_its_approval(browse: Browse, tmp_path: Path) -> None:
    dl3 = browse("dl3")
    _handed_in(dl3, tmp_path)
    dl3.menu("培训项目申报")
    dl3.for_row(DRAFT, "提交")
    for username, step, width in (("dl2", "初审", 1400), ("dl1", "终审", 390)):
        reviewer = browse(username)
        _looked_at(reviewer, step)
        reviewer.turn(width, False)
        reviewer.shot(f"reporting-{username}")
        steps.approve(reviewer, step, DRAFT)
    steps.open_class(dl3, DRAFT, "学员成绩")
    expect(dl3.row("陈晓梅")).to_contain_text("已分配")
    expect(dl3.row("周建国")).not_to_contain_text("已分配")
    learner = browse("dl-learner", 390)
    learner.menu("我的学分")
    expect(learner.page.get_by_role("main")).to_contain_text(DRAFT)


def _handed_in(dl3: Visitor, folder: Path) -> None:
    """From the list to the import and back: a row of a stranger fails, the others come with the class."""
    dl3.menu("培训项目申报")
    dl3.row(DRAFT).get_by_role("link", name="同步上报成果").click()
    expect(dl3.row("赵志强")).to_contain_text("合格")
    dl3.follow("导入成绩")
    stranger = ["查无此人", ZHAO[1], ZHAO[2], "合格", ""]
    steps.run_import(dl3, results(folder, [*CHEN, "优秀", ""], [*ZHOU, "不合格", ""], stranger), 2)
    assert steps.figures(dl3) == {"新增": 2, "更新": 0, "无变化": 0, "重复": 0, "提醒": 0, "错误": 1}
    dl3.menu("培训项目申报")
    dl3.seen("reporting-list")
    dl3.row(DRAFT).get_by_role("link", name="同步上报成果").click()
    expect(dl3.page.locator("tbody tr")).to_have_count(4)
    dl3.seen("reporting-results")


def _looked_at(reviewer: Visitor, step: str) -> None:
    """From the list to the class, which says what comes with it, and to that."""
    reviewer.menu(f"培训项目{step}")
    reviewer.row(DRAFT).get_by_role("link", name="查看").click()
    expect(reviewer.page.get_by_text("随申报同步上报 4 人的成果")).to_be_visible()
    reviewer.seen(f"reporting-review-{reviewer.still.url.split('/')[3]}")
    reviewer.follow("同步上报成果")
    expect(reviewer.row("周建国")).to_contain_text("不合格")
    expect(reviewer.page.get_by_role("button", name="移出列表")).to_have_count(0)
