"""What a unit does, in a browser: register, import, submit, look through, delete, administrators, departments, data."""

from __future__ import annotations

import secrets
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, expect

from tests.claims.test_sheet import CEN, HEAD, LI, ROW
from tests.e2e import steps
from tests.e2e.conftest import Browse
from tests.e2e.visitor import Visitor
from tests.test_unit_administrators import NUMBER as NEW_NUMBER

pytestmark = pytest.mark.e2e


def looked_at(window: Visitor, browse: Browse, name: str, who: str = "gx-unit") -> None:
    """A picture, and axe, at both widths."""
    window.shot(name)
    window.accessible()
    address, phone = window.still.url, browse(who, width=390)
    phone.page.goto(address)
    phone.shot(name)
    phone.accessible()


def field(window: Visitor, name: str) -> Locator:
    return window.page.locator(f"form [name={name}]").first


def registered(window: Visitor, title: str, **more: str) -> None:
    """「新登记培训」 of the unit, filled in and saved."""
    window.menu("专业科目学时登记")
    window.page.get_by_role("link", name="新建").click()
    typed = {
        "document": CEN[0],
        "name": CEN[1],
        "title": title,
        "starts_on": f"{steps.YEAR}-09-21",
        "ends_on": f"{steps.YEAR}-09-22",
    }
    for name, text in (typed | {"content": "结业。"} | more).items():
        field(window, name).fill(text)
    window.page.locator("select[name=type]").select_option(label="参加培训班、研修班")
    window.page.get_by_role("button", name="保存").click()


@pytest.mark.req("GX-10", "GX-12")
def test_a_unit_registers_and_submits_to_itself_and_to_an_authority(browse: Browse) -> None:
    unit = browse("gx-unit")
    registered(unit, "走查：预算管理", name="岑雪雪")
    expect(unit.page.locator(".invalid-feedback, .err").filter(has_text="没有证件号码与姓名相符").first).to_be_visible()
    looked_at(unit, browse, "unit-register")
    registered(unit, "走查：预算管理")
    unit.says("保存成功")
    registered(unit, "走查：内部审计")
    unit.menu("专业科目学时登记")
    unit.search(培训名称="走查")
    _ask_to_submit(unit, "走查：预算管理")
    expect(unit.dialog).to_contain_text("示范市职业技术学院")
    unit.accessible("[role=dialog]")
    unit.answer("批量提交审核")
    _submit_to_the_authority(unit)
    looked_at(unit, browse, "unit-registered")


def _ask_to_submit(unit: Visitor, title: str) -> None:
    """The dialog, with the own unit chosen already."""
    unit.tick(title)
    bar = unit.page.get_by_role("region", name="对勾选数据的操作")
    bar.get_by_role("button", name="批量提交审核").click()
    expect(unit.dialog.get_by_role("radio")).to_be_checked()


def _submit_to_the_authority(unit: Visitor) -> None:
    unit.row("走查：内部审计").get_by_role("button", name="提交至主管部门审核").click()
    unit.dialog.locator("[name=q]").fill("科学技术")
    unit.dialog.get_by_role("button", name="查询").click()
    unit.dialog.get_by_role("radio").first.check()
    unit.answer("提交至主管部门审核")
    expect(unit.row("走查：内部审计")).to_contain_text("待审核")


@pytest.mark.req("GX-11", "SHEET-1")
def test_a_unit_imports_and_sees_why_a_row_was_refused(browse: Browse, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(HEAD)
    wrong = {"证件号码": CEN[0], "姓名": CEN[1], "申请学时": "八学时"}
    for row in (ROW | {"认定内容": "走查：导入"}, ROW | wrong, ROW | {"认定内容": "走查：同日", "证件号码": LI[0]}):
        book.active.append([row[name] for name in HEAD])
    book.save(tmp_path / "claims.xlsx")
    unit = browse("gx-unit")
    unit.menu("专业科目学时登记")
    unit.follow("导入学员培训信息")
    looked_at(unit, browse, "unit-import")
    steps.upload(unit, tmp_path / "claims.xlsx")
    steps.previewed(unit)
    assert steps.figures(unit)["错误"] == 1
    looked_at(unit, browse, "unit-import-preview")
    steps.confirm(unit, 2)
    steps.finished(unit)
    assert steps.offered_count(unit, "失败") == 1
    looked_at(unit, browse, "unit-import-result")


@pytest.mark.req("GX-15")
def test_the_unit_looks_through_results_and_deletes_what_was_approved(browse: Browse) -> None:
    unit = browse("gx-unit")
    registered(unit, "走查：删除")
    unit.menu("专业科目学时登记")
    _ask_to_submit(unit, "走查：删除")
    unit.answer("批量提交审核")
    unit.menu("专业科目学时审核")
    unit.for_row("走查：删除", "通过", "本单位登记。")
    unit.menu("专业科目学时审核结果")
    looked_at(unit, browse, "unit-results")
    unit.row("走查：删除").get_by_role("button", name="删除").click()
    expect(unit.dialog).to_contain_text("合格证书自动失效")
    unit.shot("unit-results-delete")
    unit.answer("删除", "登记有误。")
    expect(unit.row("走查：删除")).to_contain_text("已撤销")


@pytest.mark.req("GX-16")
def test_the_unit_looks_up_hours(browse: Browse) -> None:
    unit = browse("gx-unit")
    unit.menu("专业科目学时查询")
    unit.search(证件号码="450102198503164524")
    expect(unit.row("梁家明").first).to_be_visible()
    looked_at(unit, browse, "unit-hours")
    unit.menu("全学时查询")
    looked_at(unit, browse, "unit-all-hours")


@pytest.mark.req("GX-17")
def test_the_unit_keeps_its_administrators(browse: Browse) -> None:
    unit = browse("gx-unit")
    unit.menu("单位管理员管理")
    looked_at(unit, browse, "unit-administrators")
    unit.follow("新建")
    looked_at(unit, browse, "unit-administrator-new")
    for name, text in {"document": NEW_NUMBER, "name": "农小燕", "phone": "13800001111", "duties": "学时登记"}.items():
        field(unit, name).fill(text)
    unit.page.locator("select[name=organization]").select_option(label="财务处")
    unit.page.get_by_role("button", name="保存").click()
    expect(unit.page.locator("#password")).to_have_text(NEW_NUMBER[-6:])
    unit.menu("单位管理员管理")
    expect(unit.row("农小燕")).to_contain_text("财务处")
    unit.row("黄丽萍").get_by_role("checkbox").check()
    unit.batch("终止")
    expect(unit.page.locator("#flash")).to_contain_text("最后")


@pytest.mark.req("GX-18")
def test_the_unit_keeps_its_departments(browse: Browse) -> None:
    unit, name = browse("gx-unit"), f"走查部门{secrets.randbelow(900) + 100}"
    unit.menu("单位部门管理")
    unit.page.get_by_role("link", name="新建").click()
    unit.page.locator("select[name=parent]").select_option(label="示范市职业技术学院")
    field(unit, "name").fill(name)
    field(unit, "note").fill("新设")
    unit.page.get_by_role("button", name="保存").click()
    unit.menu("单位部门管理")
    unit.search(部门名称="走查部门")
    expect(unit.row(name)).to_contain_text("新设")
    looked_at(unit, browse, "unit-departments")


@pytest.mark.req("GX-20")
def test_the_bureau_opens_years_for_claims(browse: Browse) -> None:
    bureau = browse("gx-bureau")
    bureau.menu("学时登记开放")
    looked_at(bureau, browse, "unit-windows", "gx-bureau")


@pytest.mark.req("GX-23")
def test_the_unit_keeps_its_own_data(browse: Browse) -> None:
    unit = browse("gx-unit")
    unit.menu("单位信息维护")
    unit.page.get_by_role("link", name="修改").click()
    field(unit, "contact").fill("黄老师 0771-1234567")
    looked_at(unit, browse, "unit-own-edit")
    unit.page.get_by_role("button", name="保存").click()
    unit.says("保存成功")
    expect(unit.page.locator("main")).to_contain_text("黄老师")
    looked_at(unit, browse, "unit-own")
