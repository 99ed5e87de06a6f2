"""Columns of a spreadsheet: one object per column cleans what comes in and renders what goes out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.kit.errors import RuleError
from app.kit.sheets import kinds


@dataclass(frozen=True, eq=False)
class Column:
    """One column: `label` is its (lazy) heading, `aliases` are other headings it is known by.

    `choices` maps stored values to labels; `note` and `example` go into the template; `personal` columns are
    masked on screens and in exports. `minimum` is for numbers, `positive` refuses 0, `length` limits text.
    """

    name: str
    label: Any
    kind: str = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, Any] = field(default_factory=dict)
    note: Any = ""
    example: str = ""
    width: int = 0
    personal: bool = False
    minimum: int | None = None
    maximum: int | None = None
    positive: bool = False
    length: int = 200

    def clean(self, raw: Any) -> kinds.Found:
        """The value of a cell; RuleError says which rule it breaks, in a sentence for the user."""
        if blank(raw):
            if self.required:
                raise RuleError(_("%(column)s is missing.", column=self.label))
            return kinds.NOTHING
        if isinstance(raw, str) and "#" in raw and raw.strip() in _SPREADSHEET_ERRORS:
            raise RuleError(_("The cell shows the spreadsheet error %(error)s.", error=raw.strip()))
        return kinds.KINDS[self.kind].clean(self, raw)

    def render(self, value: Any) -> Any:
        """The value as it is written to a cell: numbers and dates as such, everything else as text."""
        return None if value is None else kinds.KINDS[self.kind].render(self, value)

    def show(self, value: Any) -> str:
        """The value as text for a page or a preview."""
        plain = self.render(value)
        return "" if plain is None else kinds.as_text(plain)

    @property
    def as_text(self) -> bool:
        """Whether spreadsheet programs must treat the column as text, or they destroy its digits."""
        return kinds.KINDS[self.kind].text_format

    @property
    def chars(self) -> int:
        return self.width or kinds.KINDS[self.kind].width


class Words(Mapping[str, str]):
    """Choices that are rows of a platform, read when they are asked for: they can't be declared before."""

    def __init__(self, read: Callable[[], Iterable[str]]) -> None:
        self._read = read

    def _found(self) -> dict[str, str]:
        return {word: word for word in self._read() if word}

    def __getitem__(self, key: str) -> str:
        return self._found()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())

    def items(self) -> ItemsView[str, str]:
        return self._found().items()

    def values(self) -> ValuesView[str]:
        return self._found().values()


_SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def blank(raw: Any) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return raw is None or (isinstance(raw, str) and not kinds.visible(raw))


def heading(text: Any) -> str:
    """A heading for comparing: width, case, spaces, line breaks and `*` do not matter."""
    plain = unicodedata.normalize("NFKC", kinds.visible(str(text)))
    return "".join(c for c in plain if not c.isspace()).strip("*").casefold()
