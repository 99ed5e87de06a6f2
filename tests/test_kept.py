"""A form that is refused comes back as it was typed, on every screen that creates something (ux.md Forms)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from tests.house.doors import lists
from tests.person import Person

ACCOUNTS = ("dl1", "dl3", "dl-learner", "admin", "security", "gx-unit", "gx-bureau", "gx-learner", "cas-institute")
OURS = {"csrf_token", "_identity", "_once", "_version", "_item"}
REFUSED = "甲\x07"  # no field takes a character that nobody can type


class Form(HTMLParser):
    """What a browser would send for the form of a page: the name and value of each field, and each select's options."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.options: dict[str, list[str]] = {}
        self.texts: list[str] = []
        self.inside = self.area = self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {key: value or "" for key, value in attrs}
        name = have.get("name", "")
        if tag == "form":
            self.inside = "yes" if "data-guard-changes" in have else ""
        elif not self.inside:
            return
        elif tag == "textarea":
            self.area, self.values[name] = name, ""
            self.texts.append(name)
        elif tag == "select":
            self.select, self.values[name], self.options[name] = name, "", []
        elif tag == "option" and self.select:
            self.options[self.select].append(have.get("value", ""))
            if "selected" in have:
                self.values[self.select] = have.get("value", "")
        elif tag == "input" and have.get("type") not in ("checkbox", "radio", "file", "hidden", "submit"):
            self.values[name] = have.get("value", "")
            self.texts += [name] * (have.get("type", "text") == "text")

    def handle_data(self, data: str) -> None:
        if self.area:
            # Browsers leave out the line break that a text area begins with.
            self.values[self.area] += data if self.values[self.area] else data.removeprefix("\r\n").removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select", "form"):
            self.area = self.select = ""
            self.inside = "" if tag == "form" else self.inside


def forms(app: Flask, who: Person) -> Iterator[tuple[str, Form]]:
    """The address and the fields of each form that this account may fill in."""
    for view in lists(app):
        if view.creates:
            address = f"/{view.endpoint.lower()}/add"
            answer = who.get(address)
            if answer.status_code == 200:
                yield address, Form(answer.get_data(as_text=True))


def typed(form: Form) -> dict[str, str]:
    """The last choice of every select, a word in every line, and one text that no field takes."""
    chosen = {name: options[-1] for name, options in form.options.items() if options}
    words = dict.fromkeys(form.texts, "甲")
    return form.values | words | chosen | {form.texts[-1]: REFUSED}


@pytest.mark.platforms
@pytest.mark.req("GX-2", "DL-2")
def test_what_was_typed_comes_back_on_every_form(app: Flask, person: Callable[..., Person]) -> None:
    lost: dict[str, Any] = {}
    seen = 0
    for account in ACCOUNTS:
        who = person(account)
        for address, form in forms(app, who):
            if not form.texts:
                continue
            sent = {name: value for name, value in typed(form).items() if name and name not in OURS}
            answer = who.post(address, sent)
            assert answer.status_code == 422, (account, address, answer.status_code)
            back = Form(answer.get_data(as_text=True)).values
            lost |= {
                f"{address} {n}": (v[:20], back.get(n, "")[:20]) for n, v in sent.items() if n and back.get(n) != v
            }
            seen += 1
    assert lost == {}
    assert seen > 20


def test_the_check_sees_what_a_page_loses() -> None:
    page = """<form data-guard-changes><input name=a value=1><select name=b><option value=""><option value=2 selected>
      </select><textarea name=c>drei</textarea></form><input name=d value=4>"""
    assert Form(page).values == {"a": "1", "b": "2", "c": "drei"}
    assert Form(page.replace("selected", "")).values["b"] == ""
