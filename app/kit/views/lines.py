"""Rows inside a form: added, moved and removed on the page, by buttons that post or by the browser's script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField

COMMAND = "_line"  # the name of the buttons; "look" asks for nothing but the page again
_ADDRESS = re.compile(r"(add|up|down|remove):(\d{1,3})|add|look")


class Lines(FieldList):
    """A list of small forms of one class; `blank` is what the script copies for a new one."""

    def __init__(self, form_class: Any, most: int, **kwargs: Any) -> None:
        super().__init__(FormField(form_class), max_entries=most, **kwargs)
        self.form_class = form_class

    @property
    def blank(self) -> Any:
        return self.form_class(formdata=None, prefix=f"{self.name}-__n__-")

    @property
    def forms(self) -> list[Any]:
        return [entry.form for entry in self.entries]


def command(posted: Any) -> str:
    """What a button asks for instead of saving: "add", "up:2", "look"; "" when the form is to be saved."""
    text = str(posted.get(COMMAND, ""))
    return text if _ADDRESS.fullmatch(text) else ""


def rearranged(posted: MultiDict[str, str], name: str, first: str) -> MultiDict[str, str]:
    """The posted form after its button's command, as typed: row numbers change, values do not.

    `first` is a field that every row has: an added row consists of it.
    """
    rows, rest = _rows(posted, name)
    verb, _colon, number = command(posted).partition(":")
    at = int(number) if number else len(rows)
    if verb == "add":
        rows.insert(at, [(first, "")])
    elif verb == "remove" and at < len(rows):
        del rows[at]
    elif verb in ("up", "down"):
        to = at - 1 if verb == "up" else at + 1
        if 0 <= to < len(rows) and at < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
    numbered = [(f"{name}-{n}-{field}", value) for n, row in enumerate(rows) for field, value in row]
    return MultiDict([*rest, *numbered])


Row = list[tuple[str, str]]


def _rows(posted: MultiDict[str, str], name: str) -> tuple[list[Row], Row]:
    """(the rows in order, everything else)."""
    own = re.compile(rf"{re.escape(name)}-(\d{{1,6}})-(\w+)")
    rows: dict[int, Row] = {}
    rest: Row = []
    pairs: Iterable[tuple[str, str]] = posted.items(multi=True)
    for key, value in pairs:
        found = own.fullmatch(key)
        if found:
            rows.setdefault(int(found[1]), []).append((found[2], value))
        else:
            rest.append((key, value))
    return [rows[n] for n in sorted(rows)], rest
