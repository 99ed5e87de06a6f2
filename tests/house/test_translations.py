"""Every message has a Chinese text with the same placeholders, and the catalogue holds nothing else."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask

from config import ROOT
from tests.house import tree

CATALOGUE = ROOT / "translations/zh/LC_MESSAGES/messages.po"
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["_l", "lazy_gettext", "ngettext:1,2"])
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0-9.+ -]*[a-zA-Z]")
# A platform has its own word for hours (C1, R-6): these name the product, what a menu renames, or both words.
NAMED = {
    "Claims of the unit's people", "Claims registered by the unit", "Claims: final review", "Claims: review",
    "Category of hours", "Each learner sees where every hour comes from", "Hours and credits",
    "Hours imported in bulk, checked row by row", "Query", "Rules by year", "The hours do not match the plan.",
    "The hours do not match the teaching plan.", "Word for hours", "Xueshi", "Xueshi: %(what)s",
}  # fmt: skip
_READ_OUT = ("aria-label", "title", "placeholder", "alt")


def _searched(folder: str) -> bool:
    """Whether messages may stand in `folder`: not in hidden or fetched ones."""
    name = Path(folder).name
    return not name.startswith((".", "_")) and name not in ("node_modules", "var")


@cache
def wanted() -> Catalog:
    """The messages of the code, collected as `make translations` does."""
    with (ROOT / "translations/babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog()
    for file, line, text, _comments, context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=_searched
    ):
        found.add(text, None, [(file, line)], context=context)
    return found


@cache
def chinese() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def english_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def chinese_of(message: Message) -> list[str]:
    """What the message says in Chinese: one text, or one per plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _named(message: Message) -> str:
    """A message and the first place where it stands."""
    file, line = (message.locations or [("messages.po", message.lineno)])[0]
    return f"{english_of(message)!r} ({file}:{line})"


# ---- rules ------------------------------------------------------------------------------------------------


def missing(code: Catalog, known: Catalog) -> list[str]:
    """Messages of the code without a Chinese text, or with one that nobody has confirmed."""
    found = [(one, known.get(one.id, one.context)) for one in code if one.id]
    return [_named(one) for one, text in found if text is None or text.fuzzy or not all(chinese_of(text))]


def different(known: Catalog) -> list[str]:
    """Chinese texts whose placeholders are not those of the message."""
    return [_named(one) for one in known if one.id and not _same_placeholders(one)]


def _same_placeholders(message: Message) -> bool:
    expected = sorted(_PLACEHOLDER.findall(english_of(message)))
    return all(sorted(_PLACEHOLDER.findall(text)) == expected for text in chinese_of(message) if text)


def naming(known: Catalog) -> set[str]:
    """Messages whose Chinese text says 学时 or 学分 by itself, whatever the platform calls it."""
    return {english_of(one) for one in known if one.id and re.search("学时|学分", " ".join(chinese_of(one)))}


def unused(code: Catalog, known: Catalog) -> list[str]:
    """Entries of the catalogue that the code does not show (any more)."""
    gone = [one for one in known if one.id and code.get(one.id, one.context) is None]
    return [_named(one) for one in [*gone, *known.obsolete.values()]]


def uncollected(module: ast.Module) -> list[int]:
    """Lines whose messages are never collected: put together at run time, or inside an f-string."""
    inside = {call for node in ast.walk(module) if isinstance(node, ast.JoinedStr) for call in tree.calls(node)}
    told = [call for call in tree.calls(module) if tree.called(call) in KEYWORDS]
    return sorted(c.lineno for c in told if c in inside or not (c.args and isinstance(c.args[0], ast.Constant)))


class _Page(HTMLParser):
    """Collects what a page tells people: text, attributes that are read out, and what its scripts will say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: set[str] = set()
        self._strings = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.update(value for name, value in attrs if name in _READ_OUT and value)
        self._strings = tag == "script" and ("id", "ui-strings") in attrs

    def handle_data(self, data: str) -> None:
        if self._strings:
            self.said.update(json.loads(data).values())
            self._strings = False
            return
        self.said.update(part.strip() for part in re.split(r'["·*]', data) if part.strip())


def untranslated(page: str) -> set[str]:
    """Our English messages on a page."""
    return _Page(page).said & {english_of(one) for one in wanted() if one.id}


# ---- the application --------------------------------------------------------------------------------------


def _none(fault: str, names: list[str]) -> None:
    """Fail with all of `names`: comparing lists would show the first ones only."""
    assert not names, f"{fault} in zh:\n" + "\n".join(names)


def test_every_message_has_a_chinese_text() -> None:
    _none("missing, empty or fuzzy", missing(wanted(), chinese()))


def test_chinese_texts_keep_the_placeholders() -> None:
    _none("with other placeholders", different(chinese()))


@pytest.mark.req("R-6")
def test_hours_are_called_what_the_platform_calls_them() -> None:
    assert naming(chinese()) == NAMED


def test_the_catalogue_holds_nothing_that_the_code_does_not_show() -> None:
    _none("obsolete", unused(wanted(), chinese()))


def test_the_catalogue_has_a_header() -> None:
    """Without one `pybabel compile` takes all of it for unconfirmed and writes nothing."""
    assert not chinese().fuzzy


def test_every_message_is_collected() -> None:
    lines = [f"{tree.name_of(p)}:{line}" for p in tree.files("app") for line in uncollected(tree.parsed(p))]
    _none("built at run time or inside an f-string, so not", lines)


def test_the_login_page_speaks_chinese_only(app: Flask) -> None:
    page = app.test_client().get("/login/").get_data(as_text=True)
    assert untranslated(page) == set()
    assert {"登录", "用户名", "密码", "跳到主要内容", "请选择"} <= _Page(page).said


# ---- each rule can fail -----------------------------------------------------------------------------------


def test_each_rule_can_fail(app: Flask) -> None:
    code, known = Catalog(), Catalog(locale="zh")
    for text in ("absent", "empty", "unsure", "%(n)s rows"):
        code.add(text)
    for text, translated in (("empty", ""), ("unsure", "待定"), ("%(n)s rows", "%(m)s 行"), ("gone", "已去除")):
        known.add(text, translated, flags=["fuzzy"] if text == "unsure" else [], lineno=1)
    assert [name.split(" (")[0] for name in missing(code, known)] == ["'absent'", "'empty'", "'unsure'"]
    assert different(known) == ["'%(n)s rows' (messages.po:1)"]
    assert naming(known) == set()
    known.add("hours of a class", "班级学时")
    assert naming(known) == {"hours of a class"}
    del known["hours of a class"]
    assert unused(code, known) == ["'gone' (messages.po:1)"]
    assert uncollected(ast.parse("_('a')\n_(a)\nf'{_(\"a\")}'\n_l(f'{a}')")) == [2, 3, 4]
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["locale"] = "en"
    assert {"Sign in", "Please choose"} <= untranslated(client.get("/login/").get_data(as_text=True))
