"""A person in front of Chromium: signs in, fills in, clicks; whatever a good page never does fails the test."""

from __future__ import annotations

import re
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import APIResponse, Browser, Locator, Page, Request, Response, expect

from app.demo import PASSWORD

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
HEIGHTS = {1400: 900, 390: 844}
FOLDED = 991  # pixels: up to this width the menu is folded away
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
AXE_RULES = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
# A page that answers 404, 409 or 422 on purpose makes Chromium print this; parts of a page are watched apart.
_ANSWERED_4XX = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
_REPORT_CSP = """document.addEventListener('securitypolicyviolation',
    e => console.error(`CSP ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))"""
# A page that is being left says so, until the next one stands in its place or what came was a file.
_MARK_LEAVING = """(() => {
    const mark = () => { document.documentElement.dataset.leaving = '' }
    addEventListener('submit', (event) => event.defaultPrevented || mark())
    navigation.addEventListener('navigate', (event) => {
        if (!event.destination.sameDocument && event.downloadRequest === null) mark()
    })
    addEventListener('pageshow', () => { delete document.documentElement.dataset.leaving })
})()"""
_LEAVING = "html[data-leaving], .htmx-request"  # or a part of it is on its way
_STAY = "() => { delete document.documentElement.dataset.leaving }"
FRAME = [[".side"], [".top"]]  # what stands around the content of every page
_AXE = "([part, rules]) => axe.run(part || document, rules).then((found) => found.violations)"
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """One browser window on the product, watched for errors."""

    def __init__(self, browser: Browser, url: str, width: int = 1400, dark: bool = False, state: Any = None) -> None:
        self.url = url
        self.width = width
        self.dark = dark
        self.problems: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]}, locale="zh-CN", timezone_id="Asia/Shanghai",
            accept_downloads=True, reduced_motion="reduce", base_url=url, storage_state=state,
        )  # fmt: skip
        self.context.set_default_timeout(15_000)
        if dark:
            self.context.add_cookies([{"name": "theme", "value": "dark", "url": url}])
        self.context.add_init_script(_REPORT_CSP)
        self.context.add_init_script(_MARK_LEAVING)
        self.page = self.tab()

    # ---- watching -------------------------------------------------------------------------------

    def tab(self) -> Page:
        """One more tab of this browser, watched too."""
        page = self.context.new_page()
        page.on("console", lambda m: self._printed(m.type, m.text))
        page.on("pageerror", lambda e: self.problems.append(f"uncaught: {e}"))
        page.on("request", self._requested)
        page.on("response", self._answered)
        # Whatever acts or expects waits for the next page first.
        page.add_locator_handler(page.locator(_LEAVING).first, lambda: None)
        return page

    @property
    def still(self) -> Page:
        """The page, loaded and not being left: for what looks once and does not wait by itself."""
        expect(self.page.locator(_LEAVING)).to_have_count(0, timeout=15_000)
        self.page.wait_for_load_state()
        return self.page

    def _printed(self, kind: str, text: str) -> None:
        if kind == "error" and not _ANSWERED_4XX.match(text):
            self.problems.append(f"console: {text}")

    def _requested(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and not request.url.startswith(f"{self.url}/"):
            self.problems.append(f"foreign host: {request.url}")

    def _answered(self, response: Response) -> None:
        part_of_page = response.request.resource_type not in ("document", "xhr", "fetch")
        if response.status >= 500 or (response.status >= 400 and part_of_page):
            self.problems.append(f"{response.status}: {response.url}")

    def close(self) -> list[str]:
        """Close the window; what its pages did that they should not."""
        self.context.close()
        return self.problems

    # ---- looking --------------------------------------------------------------------------------

    def fits(self) -> None:
        """The page itself never scrolls sideways (a table inside it may)."""
        assert self.still.evaluate(_OVERFLOW) <= 0, f"{self.page.url} overflows at {self.width} px"

    def darken(self) -> None:
        """What the button for the dark theme does, also where there is none."""
        self.turn(self.width, dark=True)

    def turn(self, width: int, dark: bool) -> None:
        """Another width and theme, without loading the page anew."""
        if width != self.width:
            self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        self.still.evaluate(f"document.documentElement.dataset.bsTheme = '{'dark' if dark else 'light'}'")
        self.width, self.dark = width, dark

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page as `name-width.png`."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.fits()
        tone = "-dark" if self.dark else ""
        self.page.screenshot(path=ARTEFACTS / f"{name}-{self.width}{tone}.png", full_page=True)

    def accessible(self, part: str | dict[str, Any] = "") -> None:
        """axe-core finds nothing on the page as it stands, or in a part of it (a selector, or what axe-core takes)."""
        if not self.still.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
            self.context.add_init_script(AXE_SCRIPT)  # the next pages bring it along: sending it takes longer
        found = self.page.evaluate(_AXE, [part, AXE_RULES])
        nodes = [f"{v['id']}: {n['target']} {n['html'][:160]}" for v in found for n in v["nodes"]]
        assert not nodes, f"{self.page.url} at {self.width} px\n" + "\n".join(nodes)

    def fetch(self, address: str) -> APIResponse:
        """What the server answers, without showing it."""
        answer = self.page.request.get(address)
        if answer.status >= 500:
            self.problems.append(f"{answer.status}: {answer.url}")
        return answer

    def row(self, text: str) -> Locator:
        """The one row of the list that contains `text`."""
        return self.page.locator("tbody tr").filter(has_text=text)

    # ---- doing ----------------------------------------------------------------------------------

    def sign_in(self, username: str) -> Visitor:
        self.page.goto("/login/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page).not_to_have_url(re.compile("/login/"))
        return self

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link).click()

    def menu(self, label: str) -> None:
        """Click an entry of the main menu, opening it first where it is folded away."""
        entry = self.page.get_by_role("navigation", name="主菜单").get_by_role("link", name=label, exact=True)
        if self.width <= FOLDED:
            self.page.get_by_role("button", name="打开菜单").click()
        entry.click()
        current = self.page.locator(".menu-link[aria-current=page]")
        expect(current).to_have_text(label)
        if self.width > FOLDED:
            expect(current).to_be_in_viewport()

    def tick(self, *names: str) -> None:
        for name in names:
            self.row(name).get_by_role("checkbox").check()

    def batch(self, verb: str, opinion: str = "") -> None:
        """Use an operation of the bar above the list for the ticked rows."""
        bar = self.page.get_by_role("region", name="对勾选数据的操作")
        bar.get_by_role("button", name=verb).click()
        self.answer(verb, opinion)

    def for_row(self, text: str, verb: str, opinion: str = "") -> None:
        """Use an operation at the end of a row."""
        self.row(text).get_by_role("button", name=verb, exact=True).click()
        self.answer(verb, opinion)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def answer(self, verb: str, opinion: str = "") -> None:
        """Give the opinion that the dialog asks for, and confirm."""
        expect(self.dialog).to_be_visible()
        if opinion:
            self.dialog.get_by_label("审核意见").fill(opinion)
        with self.page.expect_navigation():
            self.dialog.get_by_role("button", name=verb, exact=True).click()

    def seen(self, name: str) -> None:
        """The page as it is, wide and narrow, light and dark: a picture of each, and nothing for axe-core to say."""
        for width, dark in ((1400, False), (390, False), (390, True)):
            self.turn(width, dark)
            self.shot(name)
            self.accessible()
        self.turn(1400, False)

    def search(self, **fields: str) -> None:
        """Fill in fields of the filter bar by label and search."""
        bar = self.still.get_by_role("search")
        for label, text in fields.items():
            field = bar.get_by_label(label, exact=True)
            if not field.is_visible():
                bar.get_by_role("button", name="更多").click()
            field.fill(text)
        bar.get_by_role("button", name="查询").click()
        expect(self.page).to_have_url(re.compile(r"\?.+="))

    def says(self, *texts: str) -> None:
        """The message above the page."""
        for text in texts:
            expect(self.page.locator("#flash")).to_contain_text(text)

    def download(self, link: Locator) -> list[tuple[Any, ...]]:
        """The rows of the workbook behind `link`, heading first."""
        return rows_of(self.download_file(link))

    def download_file(self, link: Locator) -> bytes:
        with self.page.expect_download() as waiting:
            link.click()
        self.page.evaluate(_STAY)
        return Path(waiting.value.path()).read_bytes()


def rows_of(workbook: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(BytesIO(workbook)).worksheets[0].iter_rows(values_only=True))


def eventually(look: Any, seconds: float = 30) -> Any:
    """The first true answer of `look()`."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.005)
    return found
