"""One server and one browser per run; a window per person."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from app.demo import PASSWORD
from tests.e2e.server import Server, running
from tests.e2e.visitor import Visitor

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Without this a browser on a bare machine cannot open files with Chinese names.
UTF_8: dict[str, str | float | bool] = {**os.environ, "LC_ALL": "C.UTF-8"}
ACCOUNTS = ("dl1", "dl2", "dl3", "dl3-sibling", "dl-learner", "admin")
Browse = Callable[..., Visitor]
# The crawl sees the demo as it begins, so it comes before what changes it; then what takes longest.
FIRST = ("test_every_page", "test_main_job", "test_kill", "test_claims_learner", "test_claims_unit", "test_reviewing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file share what they make and stay on one worker; those marked `apart` go to whoever is free."""
    ours = [item for item in items if item.path.parent == Path(__file__).parent]
    for item in ours:
        if not item.get_closest_marker("apart"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    place = {name: number for number, name in enumerate(FIRST)}
    items[:] = [item for item in items if item not in ours]
    items += sorted(ours, key=lambda item: place.get(item.path.stem, len(FIRST)))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what one worker makes and all of the run use."""
    run = tmp_path_factory.getbasetemp()
    return run.parent if "PYTEST_XDIST_WORKER" in os.environ else run


@contextmanager
def made_once(place: Path) -> Iterator[bool]:
    """Whether `place` is still to be made; the other workers wait for the first one's work."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not place.exists()


@pytest.fixture(scope="session")
def begun(shared: Path) -> Path:
    """What the first `make run` on a fresh machine leaves behind; one worker makes it, the others wait and copy it."""
    with made_once(shared / "begun") as missing:
        if missing:
            (shared / "first").mkdir()
            first = Server(shared / "first").start()
            first.stop()
            first.log.unlink()
            first.folder.rename(shared / "begun")
    return shared / "begun"


@pytest.fixture(scope="session")
def server(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product as `make run` starts it; it names the accounts that one may sign in with."""
    with running(begun, tmp_path_factory.mktemp("server")) as started:
        printed = started.printed()
        assert PASSWORD in printed
        assert all(f"  {name} " in printed for name in ACCOUNTS), printed
        assert started.url in printed
        yield started
        assert "Traceback" not in started.printed(), started.printed()[-4000:]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS, env=UTF_8)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, Any]:
    """Cookies per account: each signs in through the login page once per run."""
    return {}


@pytest.fixture
def browse(server: Server, chromium: Browser, signed_in: dict[str, Any]) -> Iterator[Browse]:
    """`browse("dl1", width=390, dark=True)`: a window of that account, signed in; no name: a stranger."""
    windows: list[Visitor] = []

    def open_window(username: str = "", width: int = 1400, dark: bool = False) -> Visitor:
        windows.append(Visitor(chromium, server.url, width, dark, signed_in.get(username)))
        if username in signed_in:
            windows[-1].page.goto("/")
        elif username:
            windows[-1].sign_in(username)
            state = windows[-1].context.storage_state()
            cookies = [one for one in state["cookies"] if one["name"] != "theme"]  # the next window may be a light one
            signed_in[username] = {**state, "cookies": cookies}
        return windows[-1]

    yield open_window
    problems = [problem for window in windows for problem in window.close()]
    assert not problems, "\n".join(problems)
