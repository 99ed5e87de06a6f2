"""「提交至主管部门审核」 in Guangxi: its notes, the tree of regions, and a unit for people who have none (GX-5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.claims.models import Claim
from tests.person import Person

People = Callable[..., Person]
pytestmark = pytest.mark.platforms
LOOK_UP = "/myclaimview/look-up/submit_to"


def look(who: Person, typed: str = "", region: str = "") -> Any:
    return who.post(LOOK_UP, {"q": typed, "narrow": region}).get_json()


@pytest.mark.req("GX-5")
def test_the_dialog_opens_with_the_notes_of_the_manual_and_the_regions(person: People) -> None:
    opened = look(person("gx-learner"))
    assert "".join(opened["notes"]).count("前10条") == 1
    assert all(any(said in note for note in opened["notes"]) for said in ("单位完整名称", "“其他单位”", "【添加单位】"))
    assert ["示范市", "示范市"] in opened["narrowed"]
    assert opened["rows"] == []


@pytest.mark.req("GX-5")
def test_who_has_no_unit_sends_to_the_others_and_the_bureau_decides(person: People, rows: Callable[..., Any]) -> None:
    learner, title = person("gx-learner"), "网络安全管理培训（草稿）"
    found = look(learner, "其他单位", "示范市")
    assert (found["heads"], [row["cells"] for row in found["rows"]]) == (
        ["单位名称", "统一社会信用代码", "单位属地"],
        [["其他单位", "", "示范市"]],
    )
    (claim,) = rows(Claim, Claim.title == title)
    sent = {"rowid": f"{claim.id}.{claim.version}", "chosen": found["rows"][0]["value"]}
    assert learner.post("/myclaimview/do/submit_to", sent).status_code == 303
    (claim,) = rows(Claim, Claim.title == title)
    assert claim.review_state == "pending"
    home = person("gx-bureau")
    others = next(one.key for one in home.mine if "其他单位" in one.label)
    bureau = person("gx-bureau", others)
    assert title in bureau.get("/claimfirstreviewview/list/").get_data(as_text=True)
    done = {"rowid": f"{claim.id}.{claim.version}", "opinion": "同意。", "granted": "8"}
    assert bureau.post("/claimfirstreviewview/do/approve", done).status_code == 303
    assert rows(Claim, Claim.title == title)[0].review_state == "approved"
