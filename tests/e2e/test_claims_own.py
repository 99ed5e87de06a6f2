"""A learner's list and record on a phone, moving to another unit, and learning elsewhere that an institute records."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Browse
from tests.e2e.steps import YEAR
from tests.e2e.test_claims_learner import fill, photo
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
KIND = "参加培训班、研修班"
TITLES = ("档案数字化研修班", "数据治理研修班", "项目评审研修班")


def register(window: Visitor, title: str, day: int) -> None:
    """A draft of a training of one day."""
    window.page.goto("/myclaimview/add")
    fill(window.page, title, KIND, 开始时间=f"{YEAR}-10-{day}", 结束时间=f"{YEAR}-10-{day}")
    window.page.get_by_label("本人承诺以上信息属实").check()
    window.page.get_by_role("button", name="保存").click()
    window.says("保存成功")


@pytest.mark.req("GX-1", "GX-3", "GX-4")
def test_drafts_are_found_changed_and_deleted_on_a_phone(browse: Browse) -> None:
    window = browse("gx-learner", 390)
    page = window.page
    for day, title in enumerate(TITLES, 21):
        register(window, title, day)
    page.goto("/myclaimview/list/")
    expect(page.get_by_text("公需科目学时无需个人登记")).to_be_visible()
    window.search(认定内容="数据治理")
    expect(page.locator("tbody tr")).to_have_count(1)
    window.row(TITLES[1]).get_by_role("link", name="修改").click()
    page.get_by_label(re.compile("^认定内容说明")).fill("线上集中授课。")
    page.get_by_role("button", name="保存").click()
    window.says("保存成功")
    expect(page.locator("main")).to_contain_text("线上集中授课。")
    page.goto("/myclaimview/list/")
    window.for_row(TITLES[0], "删除")
    window.says("删除成功")
    window.tick(*TITLES[1:])
    window.shot("claims-own-ticked")
    window.accessible()
    window.batch("批量删除")
    for title in TITLES:
        expect(window.row(title)).to_have_count(0)


@pytest.mark.req("GX-19", "GX-21")
def test_a_person_chooses_the_department_and_asks_to_move(browse: Browse) -> None:
    window = browse("gx-learner", 390)
    page = window.page
    page.goto("/me/")
    page.get_by_label("所属部门").select_option(label="财务处")
    page.get_by_role("button", name="选择此部门").click()
    expect(page.get_by_label("所属部门").locator("option:checked")).to_have_text("财务处")
    page.get_by_label("所属部门").select_option(label="信息工程学院")
    page.get_by_role("button", name="选择此部门").click()
    page.get_by_label(re.compile("^新单位")).fill("没有这个单位")
    page.get_by_role("button", name="向新单位申请").click()
    expect(page.locator("#unit-err")).to_contain_text("没有名称或统一社会信用代码完全一致的单位")
    expect(page.get_by_label(re.compile("^新单位"))).to_have_value("没有这个单位")
    window.shot("own-unknown-unit")
    page.get_by_label(re.compile("^新单位")).fill("示范市科学技术局")
    page.get_by_role("button", name="向新单位申请").click()
    expect(page.locator("main")).to_contain_text("待新单位确认")
    window.shot("own-moving")
    window.accessible()
    authority = browse("gx-authority")
    authority.menu("调入确认")
    expect(authority.row("梁家明")).to_be_visible()
    authority.shot("moving-in")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator("main")).to_contain_text("已撤回")


@pytest.mark.req("CAS-6")
def test_learning_elsewhere_is_declared_and_reviewed_or_recorded_as_approved(browse: Browse) -> None:
    learner, institute, title = browse("cas-learner", 390), browse("cas-institute"), "开放科学研讨会"
    page = learner.page
    page.goto("/")
    learner.menu("我的外部学习")
    page.get_by_role("link", name="新登记培训").click()
    fill(page, title, "学术会议、学术讲座", 开始时间=f"{YEAR}-10-27", 结束时间=f"{YEAR}-10-28")
    page.get_by_label("上传附件").set_input_files(photo("#123456"))  # type: ignore[arg-type]  # a FilePayload is a dict
    page.get_by_label("本人承诺以上信息属实").check()
    page.get_by_role("button", name="保存").click()
    learner.says("保存成功")
    learner.shot("external-own")
    page.get_by_role("button", name=re.compile("提交")).first.click()
    with page.expect_navigation():
        learner.dialog.locator("[data-ok]").click()
    department = browse("cas-dept")
    department.menu("外部学习审核")
    department.for_row(title, "通过")
    page.goto("/archive/")
    expect(page.get_by_text(title).first).to_be_visible()
    institute.menu("审核创建/导入")
    expect(institute.row("院士论坛专题培训")).to_contain_text("通过")
    institute.shot("external-recorded")
