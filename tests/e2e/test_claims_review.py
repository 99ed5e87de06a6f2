"""Claims under review, in a browser: paper at the desk, two steps, fewer hours, batches, and what is said above."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.conftest import Browse
from tests.e2e.test_claims_learner import fill
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
DEGREE, ABROAD = "在职学历学位教育", "国（境）内外短期培训、进修"
RECEIVED = "已收纸质材料"


def claimed(learner: Visitor, title: str, kind: str, first: str, last: str, hours: str = "") -> None:
    """Declared and submitted by the learner on a phone."""
    page = learner.page
    page.goto("/myclaimview/add")
    fill(page, title, kind, 开始时间=first, 结束时间=last)
    if hours:
        page.get_by_label(re.compile("^申请学分")).fill(hours)
    page.get_by_label("本人承诺以上信息属实").check()
    page.get_by_role("button", name="保存").click()
    learner.says("保存成功")
    page.get_by_role("button", name="提交至本单位审核").click()
    learner.answer("提交至本单位审核")


@pytest.mark.req("DL-7")
def test_a_degree_goes_from_the_phone_over_the_desk_and_two_reviews_to_the_credits(browse: Browse) -> None:
    learner, title = browse("dl-certified", 390), "走查：图书馆学硕士（第一学年）"
    claimed(learner, title, DEGREE, f"{steps.YEAR}-03-02", f"{steps.YEAR}-03-13", "20")
    desk = browse("dl3")
    desk.menu("学分申报材料与结果")
    desk.for_row(title, RECEIVED)
    desk.shot("review-paper")
    first = browse("dl2")
    first.menu("学分申报审核")
    first.for_row(title, "通过", "成绩单已核对。")
    last = browse("dl1")
    last.menu("学分申报终审")
    expect(last.page.get_by_role("heading", level=1)).to_have_text("学分申报终审")
    last.shot("review-final")
    last.accessible()
    last.for_row(title, "通过")
    learner.page.goto("/myclaimview/list/")
    expect(learner.row(title)).to_contain_text("通过认定")
    learner.row(title).get_by_role("link", name=title).click()
    expect(learner.page.locator("main")).to_contain_text("成绩单已核对。")
    learner.shot("review-degree-approved")
    learner.accessible()


@pytest.mark.req("DL-5", "GX-13")
def test_a_stay_abroad_is_granted_fewer_hours_with_a_reason(browse: Browse) -> None:
    learner, title = browse("dl-certified", 390), "走查：新加坡公共文化短期进修"
    claimed(learner, title, ABROAD, f"{steps.YEAR}-07-06", f"{steps.YEAR}-07-08")
    reviewer = browse("dl2")
    reviewer.menu("学分申报审核")
    reviewer.for_row(title, RECEIVED)
    reviewer.row(title).get_by_role("button", name="通过", exact=True).click()
    reviewer.dialog.get_by_label("批准学分").fill("16")
    reviewer.shot("review-granted")
    reviewer.accessible("[role=dialog]")
    reviewer.answer("通过", "第三天为参观，按两天计算。")
    learner.page.goto("/myclaimview/list/")
    learner.row(title).get_by_role("link", name=title).click()
    expect(learner.page.locator("main")).to_contain_text("第三天为参观，按两天计算。")
    expect(learner.page.locator("main")).to_contain_text("16")


@pytest.mark.req("GX-13", "GX-14", "GX-20")
@pytest.mark.parametrize("width", [1400, 390])
def test_a_unit_sees_what_to_mind_and_decides_several_at_once(browse: Browse, width: int) -> None:
    unit, titles = browse("gx-unit", width), [f"走查：批量{width}{n}" for n in "甲乙"]
    unit.menu("专业科目学时审核")
    expect(unit.page.get_by_role("note")).to_contain_text("认定内容必须属于专业技术人员从事专业工作应当掌握的专业知识")
    unit.shot("review-unit")
    unit.accessible()
    learner = browse("gx-learner", 390)
    for n, title in enumerate(titles):
        day = f"{steps.YEAR}-0{4 + n}-{11 + width // 1000}"
        learner.page.goto("/myclaimview/add")
        fill(learner.page, title, "参加培训班、研修班", 开始时间=day, 结束时间=day)
        learner.page.get_by_label("本人承诺以上信息属实").check()
        learner.page.get_by_role("button", name="保存").click()
        learner.says("保存成功")
    learner.page.goto("/myclaimview/list/")
    learner.tick(*titles)
    bar = learner.page.get_by_role("region", name="对勾选数据的操作")
    bar.get_by_role("button", name="批量提交至本单位审核").click()
    learner.answer("批量提交至本单位审核")
    unit.page.reload()
    unit.tick(*titles)
    unit.shot("review-unit-ticked")
    unit.batch("不予认定", "认定内容与所从事专业不符。")
    unit.menu("专业科目学时审核结果")
    for title in titles:
        expect(unit.row(title)).to_contain_text("不予认定")
