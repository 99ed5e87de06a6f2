"""Fonts of printed documents: they are in the repository, so that no machine needs any, and are embedded as subsets.

`song` has what everybody writes and most rare characters, `rare` the others up to CJK extension F. Reading one takes
half a second; it stays in memory for the next document.
"""

from __future__ import annotations

import itertools
import logging
import lzma
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

log = logging.getLogger(__name__)
FOLDER = Path(__file__).parent / "typefaces"
CHAIN = ("song", "rare")


@cache
def _data(name: str) -> bytes:
    return lzma.decompress((FOLDER / f"{name}.ttf.xz").read_bytes())


@cache
def characters(name: str) -> frozenset[str]:
    """Every character that a font can draw."""
    return frozenset(map(chr, TTFont(BytesIO(_data(name)), lazy=True).getBestCmap()))


@cache
def font_of(character: str) -> str:
    """The first font of the chain with that character; "" when none has it."""
    return next((name for name in CHAIN if character in characters(name)), "")


def runs(text: str) -> Iterator[tuple[str, str]]:
    """`text` in pieces of one font each, as (font, piece); a character that no font has is a piece of its own."""
    for name, piece in itertools.groupby(text, font_of):
        if name:
            yield name, "".join(piece)
        else:
            yield from (("", character) for character in piece)


def subsets(texts: Iterable[str]) -> dict[str, bytes]:
    """A small font per font of the chain that `texts` need, with just their characters.

    What no font has is logged by its code point: the document shows a box with it instead of failing.
    """
    wanted: dict[str, set[str]] = {}
    for character in set().union(*texts):
        wanted.setdefault(font_of(character), set()).add(character)
    for character in sorted(wanted.pop("", ())):
        log.warning("no font has U+%04X", ord(character))
    return {name: _subset(name, found) for name, found in wanted.items()}


def _subset(name: str, wanted: set[str]) -> bytes:
    options: Any = subset.Options(layout_features=[], notdef_outline=True, glyph_names=False)
    font, small = TTFont(BytesIO(_data(name)), lazy=True), BytesIO()
    one = subset.Subsetter(options)
    one.populate(text="".join(wanted))
    one.subset(font)
    font.save(small)
    return small.getvalue()
