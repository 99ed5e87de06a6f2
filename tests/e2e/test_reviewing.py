"""Step 3 of the main job in a browser: declare, first and final review, return, reject, self-review."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.conftest import Browse
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e


@pytest.mark.req("DL-3")
def test_step_3_a_project_is_declared_and_passes_both_reviews(browse: Browse) -> None:
    dl3, title = browse("dl3"), "基层公共文化服务能力提升班"
    _declare_with_a_mistake(dl3, title)
    dl3.menu("培训项目申报")
    dl3.for_row(title, "提交")
    expect(dl3.row(title)).to_contain_text("待审核（初审）")
    dl3.shot("3-submitted")
    _pass(browse("dl2"), "初审", title)
    _pass(browse("dl1"), "终审", title)
    dl3.menu("培训项目申报")
    dl3.row(title).get_by_role("link", name="查看").click()
    assert _timeline(dl3) == ["终审 通过 王敏 同意终审", "初审 通过 李娜 同意初审", "提交 已提交 张伟"]
    expect(dl3.page.locator(".page-head")).to_contain_text("通过认定")
    dl3.shot("3-approved")


def _declare_with_a_mistake(dl3: Visitor, title: str) -> None:
    """Dates the wrong way round: the message stands at the field, and what was typed is still there."""
    page = dl3.page
    dl3.menu("培训项目申报")
    page.get_by_role("link", name="新建").click()
    wrong = {"项目名称": title, "开始日期": f"{steps.YEAR}-05-12", "结束日期": f"{steps.YEAR}-05-11"}
    steps.fill_project(page, **wrong)
    page.get_by_role("button", name="保存").click()
    field = page.get_by_label(re.compile("^结束日期"))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".fld", has=field)).to_contain_text("结束日期不能早于开始日期。")
    expect(field).to_be_focused()
    for label, typed in (steps.PROJECT | wrong).items():
        expect(page.get_by_label(re.compile(rf"^{label}\*?$"))).to_have_value(typed)
    expect(page.get_by_label(re.compile("^类别")).locator("option:checked")).to_have_text("选修")
    dl3.shot("3-form-with-error")
    field.fill(f"{steps.YEAR}-05-12")
    page.get_by_role("button", name="保存").click()
    dl3.says("保存成功")


def _pass(window: Visitor, step: str, title: str) -> None:
    """From the figure on the home page to the queue, and decide there with an opinion."""
    window.page.goto("/")
    window.shot(f"3-home-{step}")
    window.page.get_by_role("link", name=f"待我审核：培训项目 · {step}").click()
    row = window.row(title)
    row.get_by_role("button", name="通过", exact=True).click()
    expect(window.dialog).to_be_visible()
    window.shot(f"3-dialog-{step}")
    window.answer("通过", f"同意{step}")
    window.says("已处理 1 项")
    expect(row).to_have_count(0)


def _timeline(window: Visitor) -> list[str]:
    """The events of the review record as words, without their times."""
    events = window.still.locator(".tl > li").all_inner_texts()
    return [" ".join(re.sub(r"·\s*[\d: -]+", "", event).split()) for event in events]


@pytest.mark.req("DL-3", "R-4")
def test_step_3_a_project_is_returned_corrected_and_rejected(browse: Browse) -> None:
    dl3, dl2, title = browse("dl3"), browse("dl2"), "赴外地参观学习"
    steps.declare(dl3, title)
    _return_with_opinion(dl2, title)
    dl3.menu("培训项目申报")
    dl3.row(title).get_by_role("link", name="修改").click()
    dl3.page.get_by_label(re.compile("^培训内容")).fill("第一天讲座，第二天参观。")
    dl3.page.get_by_role("button", name="保存").click()
    dl3.says("保存成功")
    dl3.menu("培训项目申报")
    dl3.for_row(title, "提交")
    dl2.menu("培训项目初审")
    dl2.for_row(title, "不予认定", "参观不属于继续教育。")
    dl3.menu("培训项目申报")
    expect(dl3.row(title)).to_contain_text("不予认定")
    expect(dl3.row(title).get_by_role("link", name="修改")).to_have_count(0)
    dl3.row(title).get_by_role("link", name="查看").click()
    assert _timeline(dl3) == [
        "初审 不予认定 李娜 参观不属于继续教育。", "提交 已提交 张伟",
        "初审 退回修改 李娜 请补充课程安排。", "提交 已提交 张伟",
    ]  # fmt: skip
    dl3.shot("3-rejected")


def _return_with_opinion(dl2: Visitor, title: str) -> None:
    """Without an opinion the dialog stays and says so."""
    dl2.menu("培训项目初审")
    dl2.row(title).get_by_role("button", name="退回修改").click()
    dl2.dialog.get_by_role("button", name="退回修改").click()
    expect(dl2.dialog.get_by_text("请填写审核意见。")).to_be_visible()
    expect(dl2.dialog.get_by_label("审核意见")).to_be_focused()
    dl2.shot("3-dialog-opinion-missing")
    dl2.answer("退回修改", "请补充课程安排。")
    dl2.says("已处理 1 项")


@pytest.mark.req("DL-4")
def test_step_3_a_level_2_unit_reviews_its_own_project_on_record(browse: Browse) -> None:
    dl2, title = browse("dl2"), "全市文化馆馆长研修班"
    steps.declare(dl2, title)
    dl2.menu("培训项目初审")
    dl2.for_row(title, "通过", "本单位初审通过")
    steps.approve(browse("dl1"), "终审", title)
    dl2.menu("培训项目申报")
    dl2.row(title).get_by_role("link", name="查看").click()
    assert _timeline(dl2) == ["终审 通过 王敏", "初审 自审：通过 李娜 本单位初审通过", "提交 已提交 李娜"]
    dl2.shot("3-self-review")
