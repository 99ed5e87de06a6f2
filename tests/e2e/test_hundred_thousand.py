"""`make prove-import`: 100,000 people are imported before somebody's eyes, cancelled, imported again, taken back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from xlsxwriter import Workbook

from tests.e2e import steps
from tests.e2e.server import Server, running
from tests.e2e.visitor import Visitor, eventually
from tests.joining import id_number

pytestmark = [pytest.mark.e2e, pytest.mark.proofs, pytest.mark.req("SHEET-1")]
ROWS = 100_000
HEAD = ("姓名", "证件号码", "单位名称", "部门")
LONGEST = 600_000  # milliseconds that one phase may take


@pytest.fixture(scope="module")
def busy(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own."""
    with running(begun, tmp_path_factory.mktemp("busy")) as server:
        yield server


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("people") / "十万人.xlsx"
    with Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEAD)
        for n in range(ROWS):
            page.write_row(n + 1, 0, (f"学员{n}", id_number(n), "示范市群众艺术馆", f"第{n % 40 + 1}科室"))
    return file


def test_it_is_watched_cancelled_imported_and_taken_back(busy: Server, chromium: Browser, people: Path) -> None:
    dl1 = Visitor(chromium, busy.url).sign_in("dl1")
    before = _people(busy)
    kept = _cancelled(dl1, busy, people)
    assert 0 < kept < ROWS and _people(busy) == before + kept
    number = _imported(dl1, busy, people, kept)
    assert _people(busy) == before + ROWS
    _taken_back(dl1, busy, number)
    assert _people(busy) == before + kept
    assert dl1.close() == []


def _people(server: Server) -> int:
    return int(server.query("SELECT count(*) FROM learner")[0][0])


def _cancelled(dl1: Visitor, server: Server, file: Path) -> int:
    """Watch both phases, leave and come back, cancel; how many people are there."""
    _upload(dl1, file)
    _watch(dl1, "checking")
    expect(dl1.page.get_by_role("button", name="导入 100000 行")).to_be_visible(timeout=LONGEST)
    dl1.shot("hundred-thousand-preview")
    address = dl1.still.url
    steps.confirm(dl1, ROWS)
    _watch(dl1, "importing")
    dl1.page.goto("/learnerview/list/")
    dl1.page.goto(address)
    eventually(lambda: server.query("SELECT cursor FROM job WHERE id = ?", _number(dl1))[0][0] > ROWS // 5, 300)
    dl1.page.get_by_role("button", name="取消").click()
    expect(dl1.page.locator(".page-head .badge-s")).to_have_text("已取消", timeout=60_000)
    dl1.shot("hundred-thousand-cancelled")
    kept = int(server.query("SELECT count(*) FROM import_row WHERE applied AND outcome = 'new'")[0][0])
    told = steps.figures(dl1)
    assert (told["新增"], told["未导入"]) == (kept, ROWS - kept)
    return kept


def _imported(dl1: Visitor, server: Server, file: Path, kept: int) -> str:
    """The same file again: what is there stays as it is, the rest comes in."""
    _upload(dl1, file)
    expect(dl1.page.get_by_role("button", name=f"导入 {ROWS - kept} 行")).to_be_visible(timeout=LONGEST)
    assert steps.figures(dl1)["无变化"] == kept
    steps.confirm(dl1, ROWS - kept)
    began = time.monotonic()
    expect(dl1.page.locator(".page-head .badge-s")).to_have_text("已完成", timeout=LONGEST)
    assert steps.figures(dl1)["新增"] == ROWS - kept
    print(f"\n{ROWS - kept:,} rows imported in {time.monotonic() - began:.0f} s", end="")  # noqa: T201  # a figure
    dl1.shot("hundred-thousand-imported")
    return _number(dl1)


def _taken_back(dl1: Visitor, server: Server, number: str) -> None:
    page = dl1.page
    began = time.monotonic()
    page.get_by_role("button", name="撤回导入").click()
    expect(page.get_by_label(re.compile("^理由"))).to_be_visible(timeout=LONGEST)
    dl1.shot("hundred-thousand-undo")
    page.get_by_label(re.compile("^理由")).fill("名单有误，重新上报")
    page.get_by_role("button", name=re.compile(r"撤回 \d+ 行")).click()
    _watch(dl1, "undoing")
    expect(page.locator(".page-head .badge-s")).to_have_text("已完成", timeout=LONGEST)
    print(f", taken back in {time.monotonic() - began:.0f} s", end="")  # noqa: T201  # a figure
    dl1.shot("hundred-thousand-undone")
    page.goto(f"/imports/{number}")
    expect(page.locator(".page-head .badge-s")).to_have_text("已撤回")


def _number(dl1: Visitor) -> str:
    return dl1.still.url.rsplit("/", 1)[1].split("?")[0]


def _upload(dl1: Visitor, file: Path) -> None:
    dl1.page.goto("/imports/new/learners")
    steps.upload(dl1, file)


def _watch(dl1: Visitor, phase: str) -> None:
    """A bar that moves, and words for the time that is left."""
    bar = dl1.page.get_by_role("progressbar")
    expect(bar).to_be_visible(timeout=60_000)
    expect(dl1.page.get_by_text(re.compile("约剩|剩余不到"))).to_be_visible(timeout=60_000)
    dl1.shot(f"hundred-thousand-{phase}")
    now = bar.get_attribute("value")
    eventually(lambda: not bar.is_visible() or bar.get_attribute("value") != now, 60)
