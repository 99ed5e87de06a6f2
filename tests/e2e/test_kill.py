"""The whole server is killed in the middle of imports: afterwards every row is there once, and the ledger agrees."""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser

from tests.e2e import steps
from tests.e2e.server import DATA, Server, running
from tests.e2e.visitor import Visitor, eventually

pytestmark = pytest.mark.e2e

KILLS = 3  # twenty on every executor: `make prove-jobs`
CLASSES = [f"断电测试培训班（{number}）" for number in range(1, 11)]
# Where a kill falls: the phase, the row that must have been reached, and at most how many seconds after that.
POINTS = [("preview", 0, 0.05), ("apply", 0, 0.05), ("apply", 0, 0.1)]


@pytest.fixture(scope="module")
def fragile(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, which the tests of this module kill."""
    with running(begun, tmp_path_factory.mktemp("kill")) as server:
        yield server


@pytest.fixture(scope="module")
def organized(fragile: Server, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Visitor]:
    """Approves classes of 8 hours for 300 people, for dl3; units and people are imported before."""

    @functools.cache
    def open_window(username: str) -> Visitor:
        return Visitor(chromium, fragile.url).sign_in(username)

    dl1 = open_window("dl1")
    people = tmp_path_factory.mktemp("people") / "learners.xlsx"
    for file, rows in ((DATA / "organizations.xlsx", 105), (people, _cut_out(people))):
        dl1.page.goto(f"/imports/new/{file.stem}")
        steps.run_import(dl1, file, rows)
    return functools.partial(steps.approved, open_window)


def _cut_out(people: Path) -> int:
    """Of the sheet of people those whom the results name; how many they are."""
    named = {row[1].value for row in openpyxl.load_workbook(DATA / "class-results.xlsx").worksheets[0].iter_rows()}
    book = openpyxl.load_workbook(DATA / "learners.xlsx")
    sheet = book.worksheets[0]
    kept = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] in named]
    sheet.delete_rows(2, sheet.max_row)
    for row in kept:
        sheet.append(row)
    book.save(people)
    return len(kept)


@pytest.mark.req("SHEET-1", "R-5")
def test_kill_9_in_the_middle_loses_nothing_and_doubles_nothing(
    fragile: Server, organized: Callable[..., Visitor]
) -> None:
    chance, hits, done = random.Random(), [], []
    organizer = organized(*CLASSES[:KILLS])  # the others only where a kill comes too late
    for number, title in enumerate(CLASSES):
        if number >= KILLS:
            organized(title)
        hits += _import_with_kills(fragile, organizer, title, chance)
        done.append(title)
        if len(hits) >= KILLS:
            break
    assert len(hits) >= KILLS, f"only {hits} fell into a running import"
    assert {"preview", "apply"} >= set(hits)
    assert "apply" in hits
    for title in done:
        _assert_whole(fragile, title)
    answer = fragile.flask("verify")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def _import_with_kills(server: Server, window: Visitor, title: str, chance: random.Random) -> list[str]:
    """One import of the results, its server killed once while it checks or once while it writes."""
    point = chance.choice(POINTS)
    steps.open_class(window, title, "学员成绩")
    window.page.get_by_role("link", name="导入成绩").click()
    imports = "SELECT id FROM job WHERE kind = 'import'"  # periodic work comes in between
    known = max(server.query(imports))[0]
    steps.upload(window, DATA / "class-results.xlsx")
    job = eventually(lambda: server.query(f"{imports} AND id > ?", known))[0][0]
    hits = _kill(server, window, job, point, chance) if point[0] == "preview" else []
    window.page.goto(f"/imports/{job}")
    steps.previewed(window)
    steps.confirm(window, 280)
    hits += _kill(server, window, job, point, chance) if point[0] == "apply" else []
    window.page.goto(f"/imports/{job}")
    steps.finished(window)
    found = steps.figures(window)
    assert (found["新增"], found["重复"], found["错误"]) == (280, 2, 16)
    return hits


def _kill(server: Server, window: Visitor, job: int, point: tuple[str, int, float], chance: random.Random) -> list[str]:
    """Kill the server at a random moment after `point`, start it again; its phase if the job was running."""
    phase, row, longest = point
    eventually(lambda: _reached(server, job, phase, row))
    time.sleep(chance.uniform(0, longest))
    server.kill()
    hit = _state(server, job)[:2] == (phase, "running")
    server.query("UPDATE job SET lease_until = 0 WHERE status = 'running'")  # as if the lease's minute had passed
    server.start()
    window.problems.clear()  # the page asked a dead server how far it was
    return [phase] if hit else []


def _reached(server: Server, job: int, phase: str, row: int) -> bool:
    """Whether the job is that far, or beyond."""
    now, status, cursor = _state(server, job)
    return now == phase and (cursor >= row if status == "running" else status != "queued")


def _state(server: Server, job: int) -> tuple[str, str, int]:
    (state,) = server.query("SELECT phase, status, cursor FROM job WHERE id = ?", job)
    return state  # type: ignore[return-value]  # an answer there always is


def _assert_whole(server: Server, title: str) -> None:
    """280 people, none twice, 225 of them credited once with 1,544 hours in all."""
    (number,) = server.query("SELECT id FROM training_class WHERE title = ?", title)[0]
    people = "SELECT count(*), count(DISTINCT learner_id), count(granted), sum(granted) FROM enrollment"
    assert server.query(f"{people} WHERE class_id = ?", number) == [(280, 280, 225, 154400)]
    posted = "SELECT count(*), count(DISTINCT learner_id), sum(hours) FROM hour_entry WHERE source_id = ?"
    assert server.query(f"{posted} AND source = 'class'", number) == [(225, 225, 154400)]
    live = "SELECT count(*) FROM live_credit WHERE source = 'class' AND source_id = ?"
    assert server.query(live, number) == [(225,)]
