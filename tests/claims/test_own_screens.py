"""The learner's own claims through the doors of the browser: what is listed, told, refused and taken back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app.claims.models import Claim, ClaimType
from app.hours.models import HourEntry
from app.kit.files import Attachment, storing
from tests.claims.declaring import PDF, act, declared, submitted
from tests.person import Person

People = Callable[..., Person]
Rows = Callable[..., list[Any]]
LIST, ADD = "/myclaimview/list/", "/myclaimview/add"


@pytest.fixture
def learner(person: People) -> Person:
    return person("dl-learner")


def form(rows: Rows, code: str = "training", /, **changes: Any) -> dict[str, Any]:
    """The form as a browser posts it, for three whole days in May."""
    (kind,) = rows(ClaimType, ClaimType.code == code)
    typed = {"type": str(kind.id), "title": "公文写作培训班", "starts_on": "2026-05-04", "ends_on": "2026-05-06"}
    typed |= {"starts_half": "am", "ends_half": "pm", "content": "三天集中授课", "promised": "y", "requested": ""}
    return {name: value for name, value in (typed | changes).items() if value is not None}


def heads(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s", "", one) for one in re.findall(r"<th (?!class=\"c-check).*?</th>", page, re.S)]


def labels(page: str) -> list[str]:
    bar = page.split('role="search"')[1].split("</form>", maxsplit=1)[0]
    return re.findall(r"<(?:label[^>]*|legend)>([^<]+)<", bar)


def told(page: str, name: str) -> str:
    """What stands as error at a field."""
    found = re.search(rf'id="{name}-err">(.*?)</div>', page, re.S)
    return re.sub(r"<[^>]+>|\s", "", found[1]) if found else ""


def newest(rows: Rows) -> Claim:
    found: Claim = rows(Claim)[-1]
    return found


# ---- lists --------------------------------------------------------------------------------------------------------


@pytest.mark.platforms
@pytest.mark.req("GX-1")
def test_the_list_has_the_columns_and_filters_of_the_manual(person: People) -> None:
    page = person("gx-learner").get(LIST).text
    assert heads(page) == ["年度", "认定内容", "开始日期", "结束日期/获得日期", "学时", "认定类型", "状态", "操作"]
    assert labels(page) == ["认定内容", "开始时间", "结束时间"]


@pytest.mark.platforms
@pytest.mark.req("GX-1", "GX-9")
def test_the_note_is_the_platforms_and_others_show_none(person: People, learner: Person) -> None:
    note = "公需科目学时无需个人登记，系统将根据学习完成情况自动计算。"
    assert note in person("gx-learner").get(LIST).text
    assert note not in learner.get(LIST).text


@pytest.mark.platforms
@pytest.mark.req("GX-4", "GX-5", "GX-3")
def test_the_bar_above_the_list_says_what_the_manual_says(person: People, learner: Person) -> None:
    page = person("gx-learner").get(LIST).text
    for words in ("新登记培训", "批量删除", "批量提交至本单位审核", "提交至主管部门审核"):
        assert words in page
    assert "提交至主管部门审核" not in learner.get(LIST).text, "this platform leaves that choice to nobody"


@pytest.mark.platforms
@pytest.mark.req("GX-8")
def test_details_have_the_columns_of_the_manual_and_unfold_the_review(person: People) -> None:
    page = person("gx-learner").get("/myclaimdetailview/list/").text
    assert heads(page) == ["年度", "姓名", "证件号码", "认定内容", "开始时间", "结束时间", "申请学时", "批准学时",
                           "培训认定类型", "审核状态", "操作"]  # fmt: skip
    assert labels(page) == ["年度", "证件号码", "姓名"]
    unfolded = re.findall(r'<details class="unfold">(.*?)</details>', page, re.S)
    assert any("会议实际为一天半，核减 4 学时。" in one for one in unfolded), "with its opinions"


@pytest.mark.platforms
@pytest.mark.req("GX-8")
def test_details_are_exported_as_filtered(person: People) -> None:
    answer = person("gx-learner").post("/myclaimdetailview/export?year=2026")
    assert answer.status_code == 303 and "/exports/" in answer.location


@pytest.mark.platforms
@pytest.mark.req("GX-8")
def test_years_have_the_columns_of_the_manual_and_one_opens(person: People) -> None:
    who = person("gx-learner")
    page = who.get("/my-years/").text
    assert heads(page) == ["年度", "姓名", "公需科目学时", "专业科目学时", "总学时", "操作"]
    assert labels(page) == ["年度", "身份证号", "姓名"] or labels(page) == ["年度", "证件号码", "姓名"]
    link = re.search(r'<td class="c-main num"><a href="([^"]+)">', page)
    assert link
    whole, opened = who.get(unescape(link[1])).text.split('id="year"')
    assert "<tbody>" in whole, "the years stay where they are"
    assert heads(opened) == ["姓名", "科目类型", "科目名称", "学时", "公需科目/专业科目"]
    assert "智能制造学术年会" in opened and ">12<" in opened


@pytest.mark.req("GX-8", "R-7")
def test_the_number_that_is_searched_for_is_in_no_address(learner: Person) -> None:
    answer = learner.post("/my-years/search", {"year": "2026", "document": "210202199003074528"})
    assert "210202199003074528" not in answer.location
    assert "2026" in learner.get(answer.location).text.split("<tbody>")[1]
    other = learner.post("/my-years/search", {"document": "210202199511034522"}).location
    assert "<tbody>" not in learner.get(other).text, "nobody else is ever found here"


@pytest.mark.req("R-1", "MENU-1")
def test_only_people_have_own_claims(person: People, learner: Person) -> None:
    for path in (LIST, "/myclaimdetailview/list/", "/my-years/"):
        assert person("dl3").get(path).status_code == 403
    assert "学员学分登记" not in learner.get("/archive/").text


# ---- the form -----------------------------------------------------------------------------------------------------


@pytest.mark.req("GX-2", "DL-10")
@pytest.mark.parametrize(
    ("code", "changes", "says"),
    [
        ("training", {}, ["3 天 × 8 学分 = 24 学分", 'data-hours="24"', "每半天 4 学分"]),
        ("training", {"starts_half": "pm"}, ["2 天 × 8 学分 + 1 个半天 × 4 学分 = 20 学分"]),
        ("training", {"ends_on": "2026-05-04", "ends_half": "am"}, ["1 个半天 × 4 学分 = 4 学分"]),
        ("degree", {}, ["data-by-hand", 'data-hours=""', "认定标准"]),
        ("works", {}, ["data-single", "data-fills", "视为完成2026年度全部要求（50 学分）"]),
        ("training", {"year": "2025"}, ["data-reason"]),
        ("training", {"requested": "40"}, ["申请 40"]),
        ("training", {"starts_on": "2024-05-04", "ends_on": "2024-05-06"}, ["2026", "2025"]),
        ("training", {"ends_on": ""}, ["认定标准"]),
        ("training", {"starts_on": "2026-10-15", "ends_on": "2026-10-16"}, ["数字化办公技能提升班"]),
        ("training", {"starts_on": "2026-04-15", "ends_on": "2026-04-16"}, ["专业技术人员职业道德教育"]),
        ("training", {"certificate_no": "GW-2026-0317"}, ["全市公文写作培训班"]),
    ],
)
def test_the_form_tells_what_is_typed_so_far_is_worth(
    learner: Person, rows: Rows, code: str, changes: dict[str, str], says: list[str]
) -> None:
    before = len(rows(Claim))
    page = learner.post("/myclaimview/proposal", form(rows, code, **changes)).text
    for text in says:
        assert text in page, page
    assert len(rows(Claim)) == before, "nothing is written"


@pytest.mark.req("GX-2")
def test_a_file_that_is_used_already_is_pointed_out_before_it_is_sent(learner: Person, rows: Rows) -> None:
    (used,) = {one.sha256 for one in rows(Attachment, Attachment.name == "数字化办公结业证书.jpg")}
    page = learner.post("/myclaimview/proposal", form(rows) | {"_sum": [used, "x" * 64, "'"]}).text
    assert "数字化办公技能提升班" in page


BAD = [
    ({"ends_on": "2026-05-01"}, "ends_on", "结束日期不能早于开始日期。"),
    ({"starts_on": ""}, "starts_on", "开始"),
    ({"requested": "0"}, "requested", "大于"),
    ({"requested": "-8"}, "requested", "负数"),
    ({"requested": "8e3"}, "requested", ""),
    ({"year": "2024"}, "year", ""),
    ({"starts_on": "2024-05-04", "ends_on": "2024-05-06"}, "year", "2026"),
    ({"year": "2025"}, "year_reason", ""),
    ({"promised": None}, "promised", ""),
    ({"title": ""}, "title", ""),
    ({"type": "999999"}, "type", ""),
]


@pytest.mark.req("GX-2")
@pytest.mark.parametrize(("changes", "field", "says"), BAD)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    learner: Person, rows: Rows, changes: dict[str, Any], field: str, says: str
) -> None:
    before = len(rows(Claim))
    answer = learner.post(ADD, form(rows, **changes))
    assert answer.status_code == 422
    assert told(answer.text, field) and says in told(answer.text, field)
    for kept in ("公文写作培训班", "三天集中授课"):
        assert kept in answer.text or kept not in form(rows, **changes).values()
    assert len(rows(Claim)) == before


@pytest.mark.req("GX-2")
def test_a_full_year_needs_its_one_date_only(learner: Person, rows: Rows) -> None:
    answer = learner.post(ADD, form(rows, "works", starts_on="", ends_on="2026-03-09"))
    item = newest(rows)
    assert answer.status_code == 303
    assert (item.starts_on, item.ends_on, item.requested) == (date(2026, 3, 9), date(2026, 3, 9), 50)


@pytest.mark.req("GX-2")
@pytest.mark.case(60)
def test_a_form_that_is_sent_twice_makes_one_claim(learner: Person, rows: Rows) -> None:
    before, typed = len(rows(Claim)), form(rows) | {"_once": "t" * 22}
    first, second = learner.post(ADD, typed), learner.post(ADD, typed)
    assert first.location == second.location
    assert len(rows(Claim)) == before + 1


# ---- files --------------------------------------------------------------------------------------------------------


def photo() -> bytes:
    """What a phone held sideways takes: turned by its EXIF, with a place in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (38.0, 55.0, 12.0)
    out = io.BytesIO()
    Image.new("RGB", (400, 200), "#d9dee7").save(out, "JPEG", exif=exif)
    return out.getvalue()


def posted(learner: Person, rows: Rows, data: bytes, name: str) -> Any:
    return learner.post(ADD, form(rows) | {"attachments": (io.BytesIO(data), name)}, content_type="multipart/form-data")


@pytest.mark.req("GX-2")
def test_a_photo_is_kept_upright_and_without_its_place(app: Flask, learner: Person, rows: Rows) -> None:
    assert posted(learner, rows, photo(), "IMG_0042.JPG").status_code == 303
    (kept,) = rows(Attachment, Attachment.kind == "claim", Attachment.item_id == newest(rows).id)
    answer = learner.get(f"/myclaimview/{newest(rows).id}/files/{kept.id}")
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert (shown.size, dict(shown.getexif())) == ((200, 400), {})


@pytest.mark.req("GX-2")
@pytest.mark.case(57)
@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, "IMG_0042.HEIC", "HEIC"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, "IMG_0042.jpg", "HEIC"),
        (b"<html></html>", "x.pdf", "x.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg", "x.svg"),
        (b"", "x.pdf", "x.pdf"),
        (PDF + b" " * 5000 + b"%%EOF", "large.pdf", "large.pdf"),
    ],
)
def test_a_file_that_nobody_could_open_is_refused_and_the_rest_kept(
    app: Flask, learner: Person, rows: Rows, data: bytes, name: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_ATTACHMENT_SIZE", 4000)
    answer = posted(learner, rows, data, name)
    assert answer.status_code == 422
    assert says in told(answer.text, "attachments")
    assert "请重新选择附件" in answer.text and "公文写作培训班" in answer.text
    assert says != "HEIC" or "兼容性最佳" in answer.text


@pytest.mark.req("GX-2")
@pytest.mark.case(58)
@pytest.mark.parametrize("name", ["../../etc/x.pdf", "..\\x.pdf", "证" * 300 + ".pdf", "证书.pdf"])
def test_a_file_keeps_its_shown_name_and_nothing_of_its_path(
    app: Flask, learner: Person, rows: Rows, name: str
) -> None:
    assert posted(learner, rows, PDF, name).status_code == 303
    (kept,) = rows(Attachment, Attachment.kind == "claim", Attachment.item_id == newest(rows).id)
    assert "/" not in kept.name and "\\" not in kept.name and len(kept.name) <= 255 and kept.name.endswith(".pdf")
    assert storing  # where it lies is the kit's: tests/kit/test_files.py


# ---- submitting and taking back -----------------------------------------------------------------------------------


def do(learner: Person, verb: str, *items: Claim, view: str = "myclaimview") -> str:
    answer = learner.post(f"/{view}/do/{verb}", {"rowid": [f"{one.id}.{one.version}" for one in items]})
    assert answer.status_code == 303
    return learner.get(answer.location).text


def claim(rows: Rows, number: int) -> Claim | None:
    return next(iter(rows(Claim, Claim.id == number)), None)


@pytest.mark.req("GX-4")
@pytest.mark.case(60)
def test_submitting_twice_submits_once(learner: Person, rows: Rows) -> None:
    number = declared(learner)
    item = rows(Claim, Claim.id == number)[0]
    do(learner, "submit", item)
    do(learner, "submit", item)
    assert rows(Claim, Claim.id == number)[0].review_round == 1


@pytest.mark.req("GX-6")
def test_a_pending_claim_is_taken_back_and_a_decided_one_is_not(learner: Person, person: People, rows: Rows) -> None:
    first, second = submitted(learner), submitted(learner, title="另一个班", starts_on=date(2026, 5, 7),
                                                  ends_on=date(2026, 5, 8))  # fmt: skip
    seen = rows(Claim, Claim.id == second)[0]
    do(learner, "withdraw", rows(Claim, Claim.id == first)[0], view="myclaimdetailview")
    act(person("dl2"), "approve", second)
    page = do(learner, "withdraw", seen, view="myclaimdetailview")
    assert rows(Claim, Claim.id == first)[0].review_state == "draft"
    assert rows(Claim, Claim.id == second)[0].review_state == "approved"
    assert "另一个班" in page.split('id="flash"')[1].split("</div>")[0] or "另一个班" in page


@pytest.mark.req("GX-7", "GX-3")
def test_a_pending_claim_goes_in_one_step_and_a_decided_one_stays(learner: Person, person: People, rows: Rows) -> None:
    draft, waiting = declared(learner), submitted(learner, title="交错单位的班")
    halfway = submitted(learner, code="degree", title="在职学习", requested=10)
    act(person("dl3"), "take_paper", halfway)
    act(person("dl2"), "approve", halfway)
    items = [rows(Claim, Claim.id == one)[0] for one in (draft, waiting, halfway)]
    page = do(learner, "discard", *items)
    assert [claim(rows, one) is None for one in (draft, waiting, halfway)] == [True, True, False]
    assert "在职学习" in page
    assert rows(HourEntry, HourEntry.source == "claim", HourEntry.source_id == waiting) == []


@pytest.mark.req("R-1", "GX-7")
def test_what_the_unit_registered_is_not_the_persons_to_delete(learner: Person, person: People, rows: Rows) -> None:
    own = next(one for one in rows(Claim) if one.learner_name == "陈晓梅" and one.review_state == "draft")
    assert person("dl3").post("/myclaimview/do/discard", {"rowid": f"{own.id}.{own.version}"}).status_code in (403, 404)
    assert claim(rows, own.id) is not None


# ---- home ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("HOME-1", "R-4")
def test_the_home_says_what_is_missing_what_waits_and_with_whom(learner: Person) -> None:
    page = learner.get("/archive/").text
    under_way = re.sub(r"\s+", " ", page.split("正在办理")[1].split("</section>")[0])
    assert "请上传结业证书，合影不能作为证明材料。" in under_way, "what was returned, with the reason"
    assert "等待示范市文化艺术中心审核" in under_way and "前办结" in under_way
    assert "必修还差" in page and "选修还差" in page
    assert "/myclaimview/add" in page
