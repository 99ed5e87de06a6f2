"""Every page that a link leads to, and every dialog and menu on it: axe-core clean, never sideways, in English too."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as TooLong
from werkzeug.exceptions import HTTPException

from app import create_app
from tests.conftest import KEYS
from tests.e2e.conftest import Browse, made_once
from tests.e2e.visitor import FRAME, Visitor
from tests.house.doors import routes

pytestmark = pytest.mark.e2e

ACCOUNTS = ("dl1", "dl2", "dl3", "dl-learner", "dl-certified", "admin", "auditor", "security",
            "gx-bureau", "gx-unit", "cas-institute")  # fmt: skip
SHARES = {"dl1": 4}  # the pages that this account shows first are so many, for the workers to share them
PICTURES = "PICTURES" in os.environ  # `make pictures`: of every page, wide and narrow
MOST_PAGES = 150  # of one account; a crawl that finds no end is a fault of its own
# Addresses that a browser saves as a file, answers of selects, and what strangers see.
NOT_PAGES = {"options", "template", "download", "file", "attached_file", "attached_page", "static", "login"}
# Pages that no link leads to in the demo data, with the reason.
UNLINKED = {
    "ImportView.show": "an import that somebody has started: tests/e2e/test_main_job.py",
    "ImportView.undo": "an import that somebody takes back: tests/e2e/test_importing.py",
    "BatchView.index": "decisions in the background: tests/kit/test_review_batches.py",
    "BatchView.show": "decisions in the background: tests/kit/test_review_batches.py",
    "BoardView.show": "opened by a button, which marks it as read: tests/test_announcements.py",
    "NoticeView.show": "opened by a button, which marks it as read: tests/test_notices.py",
    "LearnerClassView.list": "a tab of the person's page",
    "LearnerClassView.show": "a row of that tab",
    "PersonHoursView.list": "a tab of the person's page",
    "PersonHoursView.show": "a row of that tab",
    "QueueView.list": "a tab of a class with online enrollment",
    "QueueView.show": "a row of that tab",
    "HourEntryView.list": "a tab of the person's page",
    "HourEntryView.show": "a row of that tab",
    "FirstReviewView.declared": "results of a class that somebody has submitted: tests/e2e/test_reporting.py",
    "FinalReviewView.declared": "results of a class that somebody has submitted: tests/e2e/test_reporting.py",
    "RecordedClaimView.edit": "a record that a review returned: tests/outcomes_of_claim_reviews.py",
    "ExportView.show": "an export that somebody has started: tests/e2e/test_main_job.py",
}


@dataclass
class Crawl:
    """The pages of one account by kind: the first address of each endpoint."""

    window: Visitor
    endpoint_of: Callable[[str], str | None]
    kinds: set[str] = field(default_factory=set)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Kind and address of each page, followed from link to link without showing them."""
        waiting = ["/"]
        while waiting:
            address = waiting.pop(0)
            kind = self.endpoint_of(address)
            if kind is None or kind in self.kinds or len(self.kinds) > MOST_PAGES:
                continue
            self.kinds.add(kind)
            waiting += self._links(address)
            yield kind, address

    def _links(self, address: str) -> list[str]:
        answer = self.window.fetch(address)
        found = [html.unescape(link) for link in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', answer.text())]
        whole = [urlsplit(urljoin(answer.url, link)) for link in found if not link.startswith("#")]
        return [f"{one.path}?{one.query}" if one.query else one.path for one in whole if one.netloc in self.window.url]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application for its routes alone, without data: it is the server that answers."""
    folder = tmp_path_factory.mktemp("addresses")
    return create_app(KEYS | {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'none.db'}"})


@pytest.fixture
def endpoint_of(addresses: Flask) -> Callable[[str], str | None]:
    """The endpoint of a page's address; None for files and for what does not exist."""
    adapter = addresses.url_map.bind("localhost")

    def look(address: str) -> str | None:
        try:
            endpoint, _arguments = adapter.match(urlsplit(address).path, method="GET")
        except HTTPException:
            return None
        return None if endpoint.rpartition(".")[2] in NOT_PAGES else str(endpoint)

    return look


# What our code says, as opposed to what users typed: headings of columns, labels, buttons, hints, accessible names.
# Templates mark what is not ours: `data-theirs` for words of users, `lang` for the name that a language has for itself.
OUR_WORDS = """(source) => {
  const page = new DOMParser().parseFromString(source, 'text/html'), say = [];
  const ours = 'th, label, legend, button, .btn, .menu-link, .menu-head, .state-tabs a, .card-head h2, .help, dt,'
    + ' .total, .foot span, .breadcrumb a, .badge-s, .chip, .empty, .tag, .kpi .lb, .kpi .d, .steps b, option,'
    + ' .dropdown-item, .dropdown-header';
  const theirs = '[data-theirs], body [lang], [data-phrase], [data-inbox]';
  const words = (node) => {
    const copy = node.cloneNode(true);
    for (const part of copy.querySelectorAll(theirs)) part.remove();
    return copy.textContent.trim();
  };
  for (const node of page.querySelectorAll(ours)) if (!node.closest(theirs)) say.push(words(node));
  for (const name of ['aria-label', 'title', 'placeholder', 'data-text', 'data-title'])
    for (const node of page.querySelectorAll(`[${name}]`))
      if (!node.closest(`${theirs}, td`)) say.push(node.getAttribute(name));
  for (const node of page.querySelectorAll('script[type="application/json"]')) say.push(node.textContent);
  return [page.documentElement.lang, ...new Set(say.filter((text) => /[\\u4e00-\\u9fff]/.test(text || '')))];
}"""

# Rows whose state is under the actions, which stay in sight while the rest of a wide table is moved.
HIDDEN_STATES = """() => [...document.querySelectorAll('.grid tbody tr')].filter((row) => {
  const actions = row.querySelector('.c-act'), state = [...row.querySelectorAll('td:not(.c-act) .badge-s')].pop();
  return actions && state && state.getBoundingClientRect().right > actions.getBoundingClientRect().left + 1;
}).map((row) => row.innerText)"""

CODE = re.compile(r"<(?:bound method|function|built-in)|\bat 0x[0-9a-f]+")  # instead of what it would answer
_opened: set[tuple[str, ...]] = set()  # the menus of each account, and the kinds of dialogs
_framed: set[tuple[str, ...]] = set()  # the frames that axe-core has seen: of each account, sort of page and width


@pytest.fixture
def pages_of(shared: Path, browse: Browse, endpoint_of: Callable[[str], str | None]) -> Callable[[str], dict[str, str]]:
    """The pages of an account by kind, found by whichever worker asks first: every server has the same demo data."""

    def find(account: str) -> dict[str, str]:
        place = shared / f"pages-of-{account}.json"
        with made_once(place) as missing:
            if missing:
                place.write_text(json.dumps(dict(Crawl(browse(account, 390, dark=True), endpoint_of).pages())))
        found: dict[str, str] = json.loads(place.read_text())
        return found

    return find


def _share(number: int, account: str) -> Any:
    """A crawl of its own, for whichever worker is free."""
    name = f"{account}-{number + 1}" if account in SHARES else account
    return pytest.param(account, number, id=name, marks=pytest.mark.apart)


@pytest.mark.parametrize(
    ("account", "number"), [_share(number, account) for account in ACCOUNTS for number in range(SHARES.get(account, 1))]
)
def test_every_page_of_an_account_is_accessible(
    account: str, number: int, browse: Browse, pages_of: Callable[[str], dict[str, str]]
) -> None:
    shown_before = {kind for other in ACCOUNTS[: ACCOUNTS.index(account)] for kind in pages_of(other)}
    pages = [(kind, address) for kind, address in pages_of(account).items() if kind not in shown_before]
    window, english = browse(account, 390, dark=True), browse(account)
    _speak_english(english)
    problems: list[str] = []
    for kind, address in pages[number :: SHARES.get(account, 1)]:
        window.turn(390, dark=True)
        answer = window.page.goto(address)
        problems += [] if answer and answer.ok else [f"{kind}: {address} answered {answer and answer.status}"]
        problems += [f"{kind}: shows {code}" for code in CODE.findall(window.still.inner_text("body"))]
        problems += _look(window, kind, account)
        window.turn(1400, dark=False)
        problems += _look(window, kind, account)
        problems += [f"{kind}: {problem}" for problem in _open_menus(window, account) + _open_dialogs(window)]
        problems += _left_in_chinese(english, kind, address)
    assert not problems, "\n".join(problems)


def _look(window: Visitor, kind: str, account: str) -> list[str]:
    """What axe-core and a ruler say; of the frame around it once per account, sort of page and width.

    The parts of a page are the same wide and narrow: what all pages of a sort share is looked at wide once per account.
    """
    frame = (account, kind.rpartition(".")[2], str(window.width))
    try:
        window.shot(f"every-{kind}") if PICTURES else window.fits()
        assert window.width == 390 or window.still.evaluate(HIDDEN_STATES) == [], "a state is under the actions"
        if frame not in _framed:
            window.accessible()
        elif window.width == 390 or PICTURES:
            window.accessible({"exclude": FRAME})
        _framed.add(frame)
    except AssertionError as problem:
        return [f"{kind}: {problem}"]
    return []


def _speak_english(window: Visitor) -> None:
    window.page.get_by_role("button", name="语言").click()
    window.page.get_by_role("button", name="English").click()
    expect(window.page.locator("html")).to_have_attribute("lang", "en")


def _left_in_chinese(english: Visitor, kind: str, address: str) -> list[str]:
    """The words of ours that stay Chinese on the English page."""
    language, *words = english.still.evaluate(OUR_WORDS, english.fetch(address).text())
    return [f"{kind} in {language}: {words}"] if words or language != "en" else []


def _open_menus(window: Visitor, account: str) -> list[str]:
    """What axe-core says with each menu open that this account has not opened yet."""
    problems = []
    for opener in window.still.locator("[data-bs-toggle=dropdown]:visible").all():
        kind = (account, opener.get_attribute("aria-label") or opener.inner_text())
        if kind not in _opened:
            _opened.add(kind)
            problems += _open(window, opener, ".dropdown-menu.show")
    return problems


def _open_dialogs(window: Visitor) -> list[str]:
    """The same for each kind of dialog that nobody has opened yet."""
    problems = []
    for opener in window.still.locator("[data-open-dialog]:visible:enabled").all():
        kind = tuple(opener.get_attribute(name) or "" for name in ("data-title", "data-tone", "data-opinion"))
        if kind not in _opened:
            _opened.add(kind)
            problems += _open(window, opener, "[role=dialog].show")
    return problems


def _open(window: Visitor, opener: Locator, part: str) -> list[str]:
    """Click `opener`, let axe-core look at the part that it opens, and close that again with Escape."""
    try:
        opener.click()
        expect(window.page.locator(part)).to_be_visible()
        window.page.wait_for_timeout(50)  # until the focus is where it belongs
        window.accessible(part)
        window.page.keyboard.press("Escape")
        expect(window.page.locator(part)).to_have_count(0)
    except (AssertionError, TooLong) as problem:
        return [f"{opener.get_attribute('aria-label') or opener.inner_text()!r} open: {problem}"]
    return []


@pytest.mark.apart
def test_the_crawl_has_reached_every_page(addresses: Flask, pages_of: Callable[[str], dict[str, str]]) -> None:
    """A page that no link leads to is not a page for users."""
    hidden = {*NOT_PAGES, "matching"}  # what a filtered list asks before all that match are decided
    pages = {route.endpoint for route in routes(addresses) if "GET" in route.methods and not route.is_static
             and route.name not in hidden and not re.search(r"^(Login|Identity)View", route.endpoint)}  # fmt: skip
    shown = {kind for account in ACCOUNTS for kind in pages_of(account)}
    assert sorted(pages - shown - set(UNLINKED)) == []
