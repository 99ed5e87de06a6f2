"""Who posts what to the doors of imports: uploads, what their files mean, confirming, taking back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from tests.house.outsiders import UNIT, small_sheet
from tests.imports import work
from tests.outcomes_using import Use, World

PEOPLE = "/imports/new/learners"
FOREIGN = f"员工,身份号,工作单位,备注\n李新,110101199003070249,{UNIT},x\n"
PLAIN = f"姓名,身份证号,单位名称\n李新,110101199003070249,{UNIT}\n"
CODED = f"姓名,身份证号,单位名称,证件类型\n李新,110101199003070249,{UNIT},二代身份证\n"


def upload(w: World) -> Use:
    return Use("dl3", PEOPLE, {"file": lambda: (small_sheet(), "people.xlsx")})


def _uploaded(w: World, text: str = "") -> int:
    """The number of an import whose file has been looked at."""
    text_file = Use("dl3", PEOPLE, {"file": lambda: (BytesIO(text.encode()), "people.csv")})
    started = (text_file if text else upload(w)).by(w.person("dl3"))
    work(w.app)
    return int(started.location.rsplit("/", 1)[1])


def _imported(w: World) -> int:
    number = _uploaded(w, PLAIN)
    w.person("dl3").post(f"/imports/{number}/confirm")
    work(w.app)
    return number


def _looked_at(w: World) -> int:
    number = _imported(w)
    w.person("dl3").post(f"/imports/{number}/look")
    work(w.app)
    return number


def _match(w: World) -> Use:
    chosen = {"name": "0", "document": "1", "unit": "2"}
    return Use("dl3", f"/imports/{_uploaded(w, FOREIGN)}/match", chosen)


def _explain(w: World) -> Use:
    return Use("dl3", f"/imports/{_uploaded(w, CODED)}/explain", {"document_type-0": "id"})


RECIPES: dict[str, Callable[[World], Use]] = {
    "ImportView.new": upload,
    "ImportView.match": _match,
    "ImportView.explain": _explain,
    "ImportView.confirm": lambda w: Use("dl3", f"/imports/{_uploaded(w)}/confirm"),
    "ImportView.look": lambda w: Use("dl3", f"/imports/{_imported(w)}/look"),
    "ImportView.take_back": lambda w: Use("dl3", f"/imports/{_looked_at(w)}/take_back", {"reason": "导错了文件"}),
}
