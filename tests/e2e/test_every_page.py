"""Every page that a link leads to, and every dialog and menu on it: axe-core clean, never sideways, in English too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as TooLong
from werkzeug.exceptions import HTTPException

from tests.e2e.conftest import Browse
from tests.e2e.visitor import Visitor
from tests.house.doors import routes

pytestmark = pytest.mark.e2e

ACCOUNTS = ("dl1", "dl2", "dl3", "dl-learner", "dl-certified", "admin", "auditor", "security")
MOST_PAGES = 150  # of one account; a crawl that finds no end is a fault of its own
# Addresses that a browser saves as a file, answers of selects, and what strangers see.
NOT_PAGES = {"options", "template", "download", "file", "attached_file", "attached_page", "static", "login"}
# Pages that no link leads to in the demo data, with the reason.
UNLINKED = {
    "ImportView.show": "an import that somebody has started: tests/e2e/test_main_job.py",
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
    "ExportView.show": "an export that somebody has started: tests/e2e/test_main_job.py",
}


@dataclass
class Crawl:
    """The pages of one account by kind: the first address of each endpoint."""

    window: Visitor
    endpoint_of: Callable[[str], str | None]
    kinds: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        waiting = ["/"]
        while waiting:
            address = waiting.pop(0)
            kind = self.endpoint_of(address)
            if kind is None or kind in self.kinds or len(self.kinds) > MOST_PAGES:
                continue
            self.kinds[kind] = address
            self.window.page.goto(address)
            waiting += self._links()

    def _links(self) -> list[str]:
        page = self.window.page
        found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        whole = [urlsplit(urljoin(page.url, link)) for link in found if not link.startswith("#")]
        return [f"{one.path}?{one.query}" if one.query else one.path for one in whole if one.netloc in self.window.url]


@pytest.fixture
def endpoint_of(whole_app: Flask) -> Callable[[str], str | None]:
    """The endpoint of a page's address; None for files and for what does not exist."""
    adapter = whole_app.url_map.bind("localhost")

    def look(address: str) -> str | None:
        try:
            endpoint, _arguments = adapter.match(urlsplit(address).path, method="GET")
        except HTTPException:
            return None
        return None if endpoint.rpartition(".")[2] in NOT_PAGES else str(endpoint)

    return look


# What our code says, as opposed to what users typed: headings of columns, labels, buttons, hints, accessible names.
OUR_WORDS = """() => {
  const say = [];
  const ours = 'th, label, legend, button, .btn, .menu-link, .menu-head, .state-tabs a, .card-head h2, .help, dt,'
    + ' .total, .foot span, .breadcrumb a, .badge-s, .chip, .empty, .tag, .kpi .lb, .kpi .d, .steps b, option';
  const theirs = '.dropdown-menu, .identity, .top .dropdown, select[name=learner], select[name=organization],'
    + ' select[name=parent], select[name=user], select[name=other], select[name=department], select[name=preset],'
    + ' select[name=language], [data-phrase], [data-inbox], [data-theirs]';
  const skip = (node) => node.closest(theirs);
  for (const node of document.querySelectorAll(ours)) if (!skip(node)) say.push(node.innerText || node.textContent);
  for (const name of ['aria-label', 'title', 'placeholder', 'data-text', 'data-title'])
    for (const node of document.querySelectorAll(`[${name}]`))
      if (!skip(node) && !node.closest('td')) say.push(node.getAttribute(name));
  return [document.documentElement.lang, ...new Set(say.filter((text) => /[\\u4e00-\\u9fff]/.test(text || '')))];
}"""

_seen: dict[str, str] = {}  # endpoint -> the account that first looked at it


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_of_an_account_is_accessible(
    account: str, browse: Browse, endpoint_of: Callable[[str], str | None]
) -> None:
    window, phone = browse(account), browse(account, 390)
    crawl = Crawl(window, endpoint_of)
    crawl.run()
    fresh = {kind: address for kind, address in crawl.kinds.items() if _seen.setdefault(kind, account) == account}
    problems: list[str] = []
    for kind, address in fresh.items():
        window.page.goto(address)
        problems += _look(window, kind)
        problems += [problem for part in _opened(window) for problem in part]
        phone.page.goto(address)
        phone.darken()
        problems += _look(phone, kind)
    problems += _in_english(window, fresh)
    assert not problems, "\n".join(problems)


def _look(window: Visitor, kind: str) -> list[str]:
    """A picture, and what axe-core and a ruler say."""
    try:
        window.shot(f"every-{kind}")
        window.accessible()
    except AssertionError as problem:
        return [f"{kind}: {problem}"]
    finally:
        window.dark = False
    return []


def _in_english(window: Visitor, pages: dict[str, str]) -> list[str]:
    """The pages on which a word of ours stays Chinese."""
    window.page.goto("/")
    window.page.get_by_role("button", name="语言").click()
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="English").click()
    left = []
    for kind, address in pages.items():
        window.page.goto(address)
        language, *words = window.page.evaluate(OUR_WORDS)
        left += [f"{kind} in {language}: {words}"] if words or language != "en" else []
    return left


def _opened(window: Visitor) -> Iterator[list[str]]:
    """What axe-core says with each menu and each kind of dialog open."""
    page = window.page
    for opener in [*_first_of_each(page.locator("[data-bs-toggle=dropdown]:visible"), "aria-label"),
                   *_first_of_each(page.locator("[data-open-dialog]:visible"), "data-title")]:  # fmt: skip
        if opener.is_disabled():
            continue
        opener.click()
        yield _check(window, opener)
        page.keyboard.press("Escape")
        page.wait_for_timeout(50)


def _check(window: Visitor, opener: Locator) -> list[str]:
    try:
        window.page.wait_for_timeout(100)
        window.accessible()
    except AssertionError as problem:
        return [f"{opener.inner_text()!r} open: {problem}"]
    except TooLong as problem:
        return [f"{problem}"]
    return []


def _first_of_each(found: Locator, attribute: str) -> list[Locator]:
    """One of each kind of button: the first with each value of `attribute`."""
    values = [one.get_attribute(attribute) or one.inner_text() for one in found.all()]
    return [found.nth(values.index(value)) for value in dict.fromkeys(values)]


def test_the_crawl_has_reached_every_page(whole_app: Flask) -> None:
    """Runs after the crawls: a page that no link leads to is not a page for users."""
    hidden = {*NOT_PAGES, "matching"}  # what a filtered list asks before all that match are decided
    pages = {route.endpoint for route in routes(whole_app) if "GET" in route.methods and not route.is_static
             and route.name not in hidden and not re.search(r"^(Login|Identity)View", route.endpoint)}  # fmt: skip
    assert _seen, "run the crawls of this file first"
    assert sorted(pages - set(_seen) - set(UNLINKED)) == []
