"""Claims of a unit as a spreadsheet: what is taken, what is told, what is refused (GX-11, SHEET-1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import event

from app.claims.models import Claim
from app.extensions import db
from app.kit.audit.recording import AuditEvent
from tests.claims.declaring import act
from tests.imports import book, counts, import_file, result_rows, take_back, undone, upload, work
from tests.person import Person

DATA = Path(__file__).parents[1] / "data"
FILE = DATA / "unit-claims.xlsx"
HEAD = ["证件号码", "姓名", "认定类型", "二级类型", "认定内容", "开始时间", "结束时间"]
HEAD += ["申请学时", "计入年度", "认定内容说明", "证书编号"]
LIANG, CEN, LI = ("450102198503164524", "梁家明"), ("450105199304184737", "岑雪"), ("450302199602144874", "黎伟强")
DENG = ("450102198208304942", "邓秀英")  # of the authority above
CELLS = (*LI, "培训进修", "参加培训班、研修班", "公文写作", "2026-08-03", "2026-08-05", 24, 2026, "", "")
ROW = dict(zip(HEAD, CELLS, strict=True))
People = Callable[..., Person]
Rows = Callable[..., list[Any]]

pytestmark = pytest.mark.platforms


def written(folder: Path, *rows: dict[str, Any], head: list[str] | None = None) -> Path:
    """A workbook of rows that differ from ROW."""
    names = head or HEAD
    return book(folder, names, *([(ROW | row).get(name) for name in names] for row in rows))


def of(who: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"证件号码": who[0], "姓名": who[1], **more}


def told(who: Person, job: int, which: str = "all") -> list[tuple[str, str]]:
    """State and reason of each row of a result workbook."""
    return [(row[-2], row[-1] or "") for row in result_rows(who, job, which)[1:]]


@pytest.fixture
def unit(person: People) -> Person:
    return person("gx-unit")


@pytest.fixture
def registered(rows: Rows) -> Callable[[], list[Any]]:
    """Claims with the title of these tests, in the order in which they were made."""
    return lambda: rows(Claim, Claim.registered_by == "unit", Claim.title.startswith("公文写作"))


@pytest.fixture
def bureau(person: People) -> Person:
    """The bureau after units and people are in."""
    who = person("gx-bureau")
    import_file(who, "organizations", DATA / "organizations.xlsx")
    import_file(who, "learners", DATA / "learners.xlsx")
    return who


REASONS = {  # the faults of the file as they are told, and how many there are of each
    "申请学时须为数字": 13, "校验码": 12, "不是有效日期": 6, "结束日期不能早于开始日期": 9, "认定内容": 10,
    "未知类型": 10,
}  # fmt: skip


@pytest.mark.req("GX-11", "SHEET-1", "R-7")
def test_the_file_of_two_thousand_claims_is_taken_but_for_its_sixty_faults(
    bureau: Person, app: Flask, rows: Rows, tmp_path: Path
) -> None:
    mine = (Claim.registered_by == "unit", Claim.certificate_no.startswith("ZS2026"))
    job = import_file(bureau, "claims", FILE)
    assert counts(app, job) == {"new": 1940, "changed": 0, "unchanged": 0, "duplicate": 0, "error": 60}
    reasons = [row[-1] for row in result_rows(bureau, job, "failed")[1:]]
    assert {text: sum(text in reason for reason in reasons) for text in REASONS} == REASONS
    claims = rows(Claim, *mine)
    assert (len(claims), {one.review_state for one in claims}) == (1940, {"draft"})
    assert {one.registered_name for one in claims} == {"示范市人力资源和社会保障局"}
    again = import_file(bureau, "claims", FILE)
    assert counts(app, again) == {"new": 0, "changed": 0, "unchanged": 1940, "duplicate": 0, "error": 60}
    corrected = import_file(bureau, "claims", _corrected(bureau, job, tmp_path))
    assert counts(app, corrected)["new"] == 23, "hours in digits, types that exist"
    assert len(rows(Claim, *mine)) == 1963


def _corrected(bureau: Person, job: int, folder: Path) -> Path:
    """The failed workbook as downloaded, with hours in digits and a type that exists under its heading."""
    known = {"课题项目": "课题研究", "培训进修": "学术会议", "成果著作": "论文", "其他": "标准制定"}
    failed = openpyxl.load_workbook(BytesIO(bureau.get(f"/imports/{job}/download/failed").data))
    assert failed.active
    for row in failed.active.iter_rows(min_row=2):
        row[7].value = 8 if row[7].value == "八学时" else row[7].value
        row[3].value = known[row[2].value] if row[3].value == "未知类型" else row[3].value
    failed.save(folder / "corrected.xlsx")
    return folder / "corrected.xlsx"


@pytest.mark.req("GX-11")
@pytest.mark.case(54)
@pytest.mark.parametrize(
    "typed",
    ["2026-08-05", "2026.8.5", "2026/8/5", "20260805", "2026年8月5日", "2026-8-5", "２０２６－０８－０５", 46239,
     datetime(2026, 8, 5), date(2026, 8, 5)],
)  # fmt: skip
def test_a_date_is_understood_however_it_was_typed(
    unit: Person, tmp_path: Path, registered: Callable[[], list[Any]], typed: Any
) -> None:
    import_file(unit, "claims", written(tmp_path, {"结束时间": typed}))
    (one,) = registered()
    assert (one.starts_on, one.ends_on, one.requested, one.year) == (date(2026, 8, 3), date(2026, 8, 5), 24, 2026)
    assert (one.review_state, one.registered_by, one.unit_name) == ("draft", "unit", "示范市职业技术学院")


@pytest.mark.req("GX-11")
def test_what_is_left_open_is_filled_in_as_in_the_form(
    unit: Person, tmp_path: Path, registered: Callable[[], list[Any]]
) -> None:
    paper = {"认定类型": "成果著作", "二级类型": "论文", "认定内容": "公文写作论文", "开始时间": None, "申请学时": 10}
    import_file(unit, "claims", written(tmp_path, {"申请学时": None, "计入年度": None}, paper))
    course, achievement = registered()
    assert (course.requested, course.year, course.content) == (24, 2026, "")
    assert achievement.starts_on == achievement.ends_on == date(2026, 8, 5)


@pytest.mark.req("GX-11", "R-1")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"证件号码": "450302199602144875"}, "校验"),
        (of(("450302199602144874", "黎伟")), "没有证件号码与姓名相符"),
        (of(DENG), "没有证件号码与姓名相符"),
        (of(("11010519491231002X", "李四")), "没有证件号码与姓名相符"),
        ({"证件号码": 450302199602144874}, "文本"),
        ({"认定类型": "未知"}, "未知"),
        ({"二级类型": "专利"}, "参加培训班、研修班"),
        ({"二级类型": None}, "参加培训班、研修班"),
        ({"认定内容": None}, "认定内容"),
        ({"结束时间": "2026-02-30"}, "日期"),
        ({"结束时间": "2026-08-01"}, "早于"),
        ({"认定类型": "成果著作", "二级类型": "专利", "结束时间": "2026-08-01"}, "早于"),
        ({"开始时间": None}, "开始日期"),
        ({"申请学时": "八学时"}, "数字"),
        ({"申请学时": -8}, "大于"),
        ({"申请学时": 0}, "大于"),
        ({"计入年度": 2019}, "2026"),
        ({"计入年度": 2025}, "年度"),
        ({"认定类型": "课题项目", "二级类型": "课题研究", "申请学时": None}, "标准"),
    ],
)
def test_a_faulty_row_says_what_is_wrong_and_keeps_no_other_out(
    unit: Person, app: Flask, tmp_path: Path, registered: Callable[[], list[Any]], change: dict[str, Any], said: str
) -> None:
    job = import_file(unit, "claims", written(tmp_path, change, of(CEN)))
    assert counts(app, job) == {"new": 1, "changed": 0, "unchanged": 0, "duplicate": 0, "error": 1}
    ((_state, reason),) = told(unit, job, "failed")
    assert said in reason, reason
    assert [one.learner_name for one in registered()] == ["岑雪"]


@pytest.mark.req("GX-11", "SHEET-1")
def test_types_in_words_of_the_file_are_explained_once(unit: Person, app: Flask, tmp_path: Path) -> None:
    other = {"认定类型": "培训", "二级类型": "培训班"}
    job = upload(unit, "claims", written(tmp_path, of(LI, **other), of(CEN, **other)))
    page = unit.get(f"/imports/{job}").get_data(as_text=True)
    assert "“培训”对应" in page and "“培训班”对应" not in page, "what stands under no heading is not asked yet"
    assert unit.post(f"/imports/{job}/explain", {"heading-0": "培训进修"}).status_code == 303
    work(app)
    assert "“培训班”对应" in unit.get(f"/imports/{job}").get_data(as_text=True)
    assert unit.post(f"/imports/{job}/explain", {"type-0": "参加培训班、研修班"}).status_code == 303
    work(app)
    assert unit.post(f"/imports/{job}/confirm").status_code == 303
    work(app)
    assert counts(app, job)["new"] == 2
    again = upload(unit, "claims", written(tmp_path, of(LIANG, **other)))
    assert "导入 1 行" in unit.get(f"/imports/{again}").get_data(as_text=True), "the next file is read the same way"


@pytest.mark.req("GX-11", "R-1")
def test_unknown_wrong_name_and_anothers_person_get_the_same_sentence(unit: Person, tmp_path: Path) -> None:
    strangers = [of(("11010519491231002X", "李四")), of((LI[0], "黎伟")), of(DENG)]
    job = upload(unit, "claims", written(tmp_path, *strangers))
    assert len({reason.split("：", 1)[-1] for _state, reason in told(unit, job)}) == 1


@pytest.mark.req("GX-11", "C4")
def test_the_same_days_are_told_in_the_preview_also_between_chunks_and_not_refused(
    unit: Person, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.kit.sheets.importing.CHUNK", 1)
    other = {"认定内容": "公文写作进阶", "开始时间": "2026-08-05", "结束时间": "2026-08-06", "申请学时": 16}
    job = upload(unit, "claims", written(tmp_path, {}, other, other | of(CEN)))
    assert [bool(reason) for _state, reason in told(unit, job)] == [False, True, False]
    assert "公文写作（2026-08-03" in told(unit, job)[1][1]
    unit.post(f"/imports/{job}/confirm")
    work(app)
    assert counts(app, job)["new"] == 3


@pytest.mark.req("GX-11")
def test_more_hours_than_the_days_and_a_number_used_before_are_told(unit: Person, tmp_path: Path) -> None:
    later = {"认定内容": "公文写作进阶", "开始时间": "2026-09-01", "结束时间": "2026-09-01", "申请学时": 16}
    job = upload(unit, "claims", written(tmp_path, {"证书编号": "A1"}, later | {"证书编号": "A1"}))
    (first, second) = (reason for _state, reason in told(unit, job))
    assert first == ""
    assert "16" in second
    assert "证书编号" in second


@pytest.mark.req("GX-11", "SHEET-1")
def test_a_draft_takes_over_what_differs_and_what_was_submitted_does_not(
    unit: Person, app: Flask, tmp_path: Path, registered: Callable[[], list[Any]]
) -> None:
    import_file(unit, "claims", written(tmp_path, {}))
    (draft,) = registered()
    job = import_file(unit, "claims", written(tmp_path, {"申请学时": 20, "认定内容说明": "优秀学员"}))
    assert counts(app, job)["changed"] == 1
    (changed,) = registered()
    assert (changed.id, changed.requested, changed.content) == (draft.id, 20, "优秀学员")
    assert changed.version == draft.version + 1
    assert act(unit, "submit", changed.id).done == [changed.id]
    job = import_file(unit, "claims", written(tmp_path, {"申请学时": 8}))
    assert counts(app, job)["error"] == 1
    assert "已" in told(unit, job, "failed")[0][1]
    job = import_file(unit, "claims", written(tmp_path, {"申请学时": 20, "认定内容说明": "优秀学员"}))
    assert counts(app, job)["unchanged"] == 1


@pytest.mark.req("GX-11", "GX-15")
def test_what_was_deleted_or_not_approved_can_be_registered_anew(
    unit: Person, app: Flask, tmp_path: Path, registered: Callable[[], list[Any]]
) -> None:
    file = written(tmp_path, {})
    import_file(unit, "claims", file)
    number = registered()[0].id
    act(unit, "submit", number)
    act(unit, "reject", number, opinion="重复登记。")
    assert counts(app, import_file(unit, "claims", file))["unchanged"] == 1, "as it was, it was not approved"
    assert counts(app, import_file(unit, "claims", written(tmp_path, {"申请学时": 8})))["new"] == 1
    second = registered()[1].id
    act(unit, "submit", second)
    act(unit, "remove", second, opinion="登记有误。")
    assert counts(app, import_file(unit, "claims", written(tmp_path, {"申请学时": 8})))["new"] == 1


@pytest.mark.req("GX-11", "R-1")
def test_the_administrator_of_a_department_registers_inside_it_only(
    person: People, app: Flask, tmp_path: Path, registered: Callable[[], list[Any]]
) -> None:
    dept = person("gx-dept")
    job = import_file(dept, "claims", written(tmp_path, of(LIANG), of(CEN), of(LI)))
    assert counts(app, job) == {"new": 1, "changed": 0, "unchanged": 0, "duplicate": 0, "error": 2}
    assert [one.learner_name for one in registered()] == ["梁家明"]


@pytest.mark.req("GX-11", "CAS-6")
def test_claims_can_be_submitted_as_they_are_imported(
    unit: Person, app: Flask, tmp_path: Path, registered: Callable[[], list[Any]]
) -> None:
    job = import_file(unit, "claims", written(tmp_path, {}, of(CEN)), submit=1)
    assert counts(app, job)["new"] == 2
    assert {one.review_position for one in registered()} == {"first_review"}


@pytest.mark.req("GX-11")
def test_a_chunk_asks_the_database_as_often_as_one_row_does(unit: Person, app: Flask, tmp_path: Path) -> None:
    def asked(n: int) -> int:
        texts = [{"认定内容": f"公文写作{n}-{i}", "开始时间": "2026-08-03"} for i in range(n)]
        file, seen = written(tmp_path, *texts), []
        job = upload(unit, "claims", file)
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", listen := lambda *call: seen.append(call[2]))
        unit.post(f"/imports/{job}/confirm")
        work(app)
        event.remove(engine, "before_cursor_execute", listen)
        return len([sql for sql in seen if sql.startswith("SELECT")])

    assert asked(60) <= asked(2) + 3


@pytest.mark.req("GX-11")
def test_the_audit_tells_of_the_import_once(unit: Person, tmp_path: Path, rows: Rows) -> None:
    job = import_file(unit, "claims", written(tmp_path, {}, of(CEN)))
    (told_once,) = rows(AuditEvent, AuditEvent.event == "claims:import")
    assert told_once.subject_id == str(job)
    assert not rows(AuditEvent, AuditEvent.event == "claim:add", AuditEvent.id > told_once.id)


@pytest.mark.req("GX-11")
def test_the_template_offers_the_types_and_learners_have_no_import(unit: Person, person: People) -> None:
    book = openpyxl.load_workbook(BytesIO(unit.get("/imports/template/claims").data))
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]][:11] == [
        "证件号码*", "姓名*", "认定类型*", "二级类型", "认定内容*", "开始时间", "结束时间*", "申请学时", "计入年度",
        "认定内容说明", "证书编号",
    ]  # fmt: skip
    offered = " ".join(str(rule.formula1) for rule in page.data_validations.dataValidation)
    assert "课题研究" in offered
    assert "培训进修" in offered
    assert person("gx-learner").get("/imports/new/claims").status_code == 403


@pytest.mark.req("SHEET-1")
def test_drafts_of_a_file_are_taken_back_and_changed_ones_say_again_what_they_said(
    app: Flask, unit: Person, registered: Callable[[], list[Any]], tmp_path: Path
) -> None:
    import_file(unit, "claims", written(tmp_path, of(LI)))
    changed = written(tmp_path, of(LI, 申请学时=8, 证书编号="新"), of(LIANG), of(CEN))
    job = import_file(unit, "claims", changed)
    assert len(registered()) == 3
    last = registered()[-1]
    assert act(unit, "submit", last.id).done == [last.id]
    take_back(unit, job)
    assert undone(app, job) == {"undone": 2, "kept": 1}
    old, submitted = registered()
    assert (old.learner_name, old.requested, old.certificate_no) == (LI[1], 24, "")
    assert submitted.id == last.id
