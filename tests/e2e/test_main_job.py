"""The main job as its users do it, step by step, in a browser: each test is one numbered step of the issue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import steps
from tests.e2e.conftest import Browse
from tests.e2e.server import DATA, Server
from tests.e2e.visitor import Visitor, rows_of

pytestmark = pytest.mark.e2e
RESULTS = DATA / "class-results.xlsx"


# ---- 2: units and people come in from spreadsheets ----------------------------------------------------------------


@pytest.fixture(scope="module")
def filled(server: Server, chromium: Browser) -> Iterator[Visitor]:
    """Step 2 itself: dl1 imports the units and the people, looking at every page on the way."""
    dl1 = Visitor(chromium, server.url).sign_in("dl1")
    _import_units(dl1)
    _import_people(dl1)
    yield dl1
    problems = dl1.close()
    assert not problems, "\n".join(problems)


def _import_units(dl1: Visitor) -> None:
    dl1.menu("单位管理")
    before = _total(dl1)
    dl1.follow("导入单位")
    dl1.shot("2-upload")
    steps.upload(dl1, DATA / "organizations.xlsx")
    steps.previewed(dl1)
    dl1.shot("2-units-preview")
    assert steps.figures(dl1) == {"将新增": 105, "将更新": 0, "无变化": 1, "重复": 0, "提醒": 0, "错误": 0}
    steps.confirm(dl1, 105)
    steps.finished(dl1)
    assert steps.figures(dl1) == {"新增": 105, "更新": 0, "无变化": 1, "重复": 0, "提醒": 0, "错误": 0}
    dl1.menu("单位管理")
    assert _total(dl1) == before + 105


def _import_people(dl1: Visitor) -> None:
    dl1.menu("人员管理")
    before = _total(dl1)
    dl1.page.get_by_role("link", name="导入人员").click()
    steps.upload(dl1, DATA / "learners.xlsx")
    steps.previewed(dl1)
    dl1.shot("2-people-preview")
    assert steps.figures(dl1)["将新增"] == 1200
    steps.confirm(dl1, 1200)
    expect(dl1.page.get_by_role("progressbar")).to_be_visible()
    dl1.shot("2-people-progress")
    steps.finished(dl1)
    dl1.shot("2-people-result")
    dl1.menu("人员管理")
    assert _total(dl1) == before + 1200


def _total(window: Visitor) -> int:
    text = window.still.locator(".toolbar .total").inner_text()
    return int(re.sub(r"\D", "", text))


@pytest.mark.req("R-1", "PEOPLE-1", "SHEET-1")
def test_step_2_units_and_people_are_imported(filled: Visitor) -> None:
    filled.menu("导入任务查看")
    filled.shot("2-tasks")
    task = filled.row("新增 1200，更新 0，未导入 0")
    expect(task).to_contain_text("已完成")
    task.get_by_role("link").first.click()
    assert steps.figures(filled) == {"新增": 1200, "更新": 0, "无变化": 0, "重复": 0, "提醒": 0, "错误": 0}
    for which, rows in (("成功数据", 1200), ("失败数据", 0), ("全部数据", 1200)):
        assert steps.offered_count(filled, which) == rows
        found = filled.download(steps.offered(filled, which))
        assert len(found) == rows + 1
        assert found[0][:3] == ("姓名", "身份证号", "单位名称")
        assert found[0][-2:] == ("状态", "失败原因")


@pytest.mark.req("SHEET-1")
def test_step_2_a_wrong_file_is_refused_at_the_field(filled: Visitor) -> None:
    filled.page.goto("/imports/new/organizations")
    steps.upload(filled, {"name": "说明.xlsx", "mimeType": "", "buffer": "不是表格".encode()})
    expect(filled.page.get_by_label("表格文件")).to_have_attribute("aria-invalid", "true")
    filled.shot("2-upload-refused")
    filled.page.goto("/imports/new/learners")
    template = filled.download_file(filled.page.get_by_role("link", name="下载模板"))
    filled.page.goto("/imports/new/organizations")
    steps.upload(filled, {"name": "人员.xlsx", "mimeType": "", "buffer": template})
    expect(filled.page.locator("#file-err")).to_contain_text("这是其他导入的模板")


# ---- 4: the people of a class -------------------------------------------------------------------------------------


@pytest.mark.req("DL-3")
def test_step_4_people_are_enrolled_confirmed_and_credited(browse: Browse) -> None:
    title = "展览策划实务培训"
    dl3 = steps.approved(browse, title)
    steps.open_class(dl3, title)
    _enroll(dl3)
    _confirm_attendance(dl3)
    _grant_and_cancel(dl3)


def _enroll(dl3: Visitor) -> None:
    """「未参加学员」: search, tick, 「添加到列表中」."""
    dl3.search(姓名="孙丽")
    expect(dl3.page.locator("tbody tr")).to_have_count(1)
    dl3.tick("孙丽")
    dl3.shot("4-candidates")
    dl3.batch("添加到列表中")
    dl3.says("已处理 1 项")
    dl3.page.get_by_role("link", name="重置").click()
    expect(dl3.row("孙丽")).to_have_count(0)
    dl3.tick("赵志强", "张伟")
    dl3.batch("添加到列表中")
    _open(dl3, "已参加学员", 3)


def _open(window: Visitor, tab: str, count: int) -> None:
    """Go to a tab of the class; the figure on it is `count`."""
    link = window.page.get_by_role("navigation", name="项目学员维护").get_by_role("link", name=tab)
    expect(link).to_have_text(re.compile(rf"{tab}\s*{count}$"))
    link.click()


def _confirm_attendance(dl3: Visitor) -> None:
    dl3.tick("孙丽", "赵志强")
    dl3.batch("到训确认")
    dl3.says("已处理 2 项")
    expect(dl3.row("孙丽").locator("[data-col=attended_at]")).to_contain_text(str(steps.YEAR))
    dl3.shot("4-participants")
    dl3.for_row("张伟", "移出列表")
    expect(dl3.page.locator("tbody tr")).to_have_count(2)
    dl3.page.get_by_role("link", name="未参加学员").click()
    dl3.tick("张伟")
    dl3.batch("添加到列表中")


def _grant_and_cancel(dl3: Visitor) -> None:
    _open(dl3, "学员成绩", 0)
    expect(dl3.row("张伟").get_by_role("checkbox")).to_have_count(0)  # he has not attended: nothing can be done
    dl3.tick("孙丽", "赵志强")
    dl3.batch("分配学分")
    dl3.says("已处理 2 项")
    dl3.shot("4-granted")
    _open(dl3, "学员成绩", 2)
    expect(dl3.row("孙丽").locator("[data-col=granted]")).to_have_text("8")
    dl3.tick("赵志强")
    dl3.batch("取消学分")
    dl3.says("已处理 1 项")
    _open(dl3, "学员成绩", 1)
    expect(dl3.row("赵志强").locator("[data-col=granted]")).to_have_text("—")
    dl3.tick("孙丽", "赵志强")
    expect(dl3.page.get_by_role("button", name="分配学分 (1)")).to_be_visible()  # 孙丽 has hers


@pytest.mark.req("R-1")
def test_step_4_a_person_of_another_unit_is_added_by_exact_number(browse: Browse) -> None:
    title = "非遗讲解员培训"
    dl3 = steps.approved(browse, title)
    steps.open_class(dl3, title)
    expect(dl3.row("周建国")).to_have_count(0)
    _add(dl3, "周建民", "210211197809014417")
    expect(dl3.page.get_by_text("没有找到证件号码与姓名相符的人员。")).to_be_visible()
    dl3.shot("4-by-number-refused")
    _add(dl3, "周建国", "210211197809014417")
    dl3.says("已将周建国添加到培训班。")
    expect(dl3.row("周建国")).to_contain_text("210211********4417")
    expect(dl3.row("周建国")).to_contain_text("示范市少年宫")


def _add(dl3: Visitor, name: str, number: str) -> None:
    form = dl3.page.locator("form", has=dl3.page.get_by_label(re.compile("^证件号码")))
    form.get_by_label(re.compile("^姓名")).fill(name)
    form.get_by_label(re.compile("^证件号码")).fill(number)
    form.get_by_role("button", name="添加到列表中").click()


@pytest.mark.req("DL-3", "SHEET-1", "FJ-13", "R-5")
def test_step_4_results_are_imported_and_grant_hours_once(filled: Visitor, browse: Browse, tmp_path: Path) -> None:
    title = "全市专业技术人员公需科目培训"
    dl3 = steps.approved(browse, title)
    before = _hours_of_all(filled)
    steps.open_class(dl3, title, "学员成绩")
    _import_results(dl3)
    failed = _check_downloads(dl3)
    _check_class(dl3, title, enrolled=280, credited=225, hours=1544)
    assert _hours_of_all(filled) - before == 1544
    _import_corrected(dl3, _corrected(failed, tmp_path))
    _check_class(dl3, title, enrolled=281, credited=226, hours=1552)
    _import_again(dl3)
    _check_class(dl3, title, enrolled=281, credited=226, hours=1552)
    assert _hours_of_all(filled) - before == 1552


def _import_results(dl3: Visitor) -> None:
    dl3.page.get_by_role("link", name="导入成绩").click()
    steps.upload(dl3, RESULTS)
    steps.previewed(dl3)
    assert steps.figures(dl3) == {"将新增": 280, "将更新": 0, "无变化": 0, "重复": 2, "提醒": 0, "错误": 16}
    dl3.page.get_by_role("link", name=re.compile("^错误")).click()
    expect(dl3.page.locator("tbody tr")).to_have_count(16)
    dl3.shot("4-results-preview-errors")
    steps.confirm(dl3, 280)
    steps.finished(dl3)
    dl3.shot("4-results-result")
    assert steps.figures(dl3) == {"新增": 280, "更新": 0, "无变化": 0, "重复": 2, "提醒": 0, "错误": 16}


def _check_downloads(dl3: Visitor) -> bytes:
    """The files hold what the screen says; returns the failed rows' workbook."""
    good = dl3.download(steps.offered(dl3, "成功数据"))
    assert len(good) == 281
    assert sum(float(row[4]) for row in good[1:] if row[3] != "不合格") == 1544
    assert {row[-2] for row in good[1:]} == {"新增"}
    assert len(dl3.download(steps.offered(dl3, "全部数据"))) == 299
    failed = dl3.download_file(steps.offered(dl3, "失败数据"))
    head, *rows = rows_of(failed)
    assert head[:6] == ("姓名*", "证件号码*", "单位名称", "成绩", "学时", "备注")
    assert head[-1] == "失败原因"
    assert len(rows) == 18
    assert all(row[-1] and "Traceback" not in row[-1] for row in rows)
    assert sorted(row[-2] for row in rows) == ["重复"] * 2 + ["错误"] * 16
    return failed


def _check_class(dl3: Visitor, title: str, enrolled: int, credited: int, hours: int) -> None:
    """The figures at the head and on the tabs of the class."""
    steps.open_class(dl3, title, "学员成绩")
    expect(dl3.page.locator(".page-head .sub")).to_contain_text(f"已分配学分 {hours}")
    tabs = dl3.page.get_by_role("navigation", name="项目学员维护")
    expect(tabs).to_contain_text(re.compile(rf"已参加学员\s*{enrolled}"))
    expect(tabs).to_contain_text(re.compile(rf"学员成绩\s*{credited}"))
    expect(dl3.page.locator(".toolbar .total")).to_have_text(f"共 {enrolled} 条")


def _corrected(failed: bytes, folder: Path) -> Path:
    """What a user does with the failed rows: puts one right, saves, and imports the file as it is."""
    book = openpyxl.load_workbook(BytesIO(failed))
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value == "高浩建":
            row[4].value = 8
    book.save(folder / "改正.xlsx")
    return folder / "改正.xlsx"


def _import_corrected(dl3: Visitor, file: Path) -> None:
    """17 of the 18 fail again; two of them are duplicates of rows that are stored by now."""
    dl3.page.get_by_role("link", name="导入成绩").click()
    steps.run_import(dl3, file, 1)
    found = steps.figures(dl3)
    assert found["新增"] == 1
    assert sum(found.values()) == 18
    dl3.shot("4-corrected")


def _import_again(dl3: Visitor) -> None:
    """The same file again: it says that it was there before, and there is nothing to import."""
    dl3.page.get_by_role("link", name="导入成绩").click()
    steps.upload(dl3, RESULTS)
    steps.previewed(dl3)
    expect(dl3.page.get_by_text("该文件曾导入过")).to_be_visible()
    expect(dl3.page.get_by_text("该文件中没有可导入的数据。")).to_be_visible()
    dl3.shot("4-same-file-again")
    found = steps.figures(dl3)
    assert (found["将新增"], found["将更新"]) == (0, 0)
    expect(dl3.page.get_by_role("button", name=re.compile("^导入"))).to_have_count(0)


def _hours_of_all(dl1: Visitor) -> float:
    """All hours of the platform, added up from the workbook that 「学分查询」 exports."""
    rows = _export(dl1)
    at = rows[0].index("学分")
    return sum(float(row[at]) for row in rows[1:])


def _export(window: Visitor) -> list[tuple[Any, ...]]:
    window.menu("学分查询")
    window.page.get_by_role("button", name="导出").click()
    link = window.page.get_by_role("main").get_by_role("link", name="下载")
    expect(link).to_be_visible(timeout=30_000)
    return window.download(link)


# ---- 5: who sees what ---------------------------------------------------------------------------------------------


@pytest.mark.req("CAS-7", "GX-8")
def test_step_5_a_learner_sees_the_year_on_a_phone(browse: Browse) -> None:
    learner = browse("dl-learner", width=390)
    learner.page.goto("/")
    expect(learner.page).to_have_url(re.compile("/archive/"))
    main = learner.page.get_by_role("main")
    for text in ("必修 28 / 30", "还差 2 学分", "选修 8 / 20", "还差 12 学分", "尚未完成"):
        expect(main).to_contain_text(re.compile(text.replace(" ", r"\s*")))
    expect(main.get_by_role("img", name="72%")).to_be_visible()
    claimed = "全市公文写作培训班"
    for origin, hours in (("公共文化服务规范专题培训", "8"), ("专业技术人员职业道德教育", "12"), (claimed, "16")):
        expect(learner.row(origin).locator("[data-label=学分]")).to_have_text(hours)
    learner.shot("5-archive")
    assert learner.page.goto("/learneryearview/list/").status in (403, 404)  # type: ignore[union-attr]  # an answer there always is


@pytest.mark.req("GX-16", "FJ-14", "R-7")
def test_step_5_a_unit_sees_and_exports_its_peoples_hours(browse: Browse) -> None:
    dl3 = browse("dl3")
    dl3.menu("学分查询")
    expect(dl3.row("陈晓梅")).to_have_count(3)  # two categories this year, one last year
    expect(dl3.row("周建国")).to_have_count(0)  # of the sibling unit
    dl3.shot("5-hours-of-people")
    rows = _export(dl3)
    dl3.shot("5-export")
    dl3.menu("导出任务查看")
    dl3.shot("5-exports")
    task = dl3.page.locator("tbody tr").first
    expect(task).to_contain_text(f"{len(rows) - 1} 行")
    assert dl3.download(task.get_by_role("link", name="下载")) == rows
    mine = [row for row in rows if "陈晓梅" in row]
    assert len(mine) == 3
    number = mine[0][rows[0].index("证件号码")]
    assert number == "210202********4528"


# ---- 6: ledger and approved sources agree -------------------------------------------------------------------------


@pytest.mark.req("R-5")
def test_step_6_verify_finds_that_ledger_and_sources_agree(filled: Visitor, server: Server) -> None:
    answer = server.flask("verify")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Ledger and approved sources agree." in answer.stdout
