"""Make the typefaces of printed documents from their sources: all Chinese characters, no layout tables, no hints.

Run by hand when a source changes, in this folder, with the files that the README names:
`python pack.py NotoSerifSC_400Regular.ttf HanaMinB.ttf`.
"""

from __future__ import annotations

import lzma
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib.scaleUpem import scale_upem

FOLDER = Path(__file__).parent
LETTERS = ((0x20, 0x2FF), (0x2000, 0x27FF), (0x3000, 0x33FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))
CHINESE = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2FFFF))
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "prep", "cvt ", "fpgm", "DSIG",
           "FFTM", "prop", "meta"]  # fmt: skip


def packed(source: str, name: str, ranges: tuple[tuple[int, int], ...], without: set[int], units: int) -> set[int]:
    """Write `name`.ttf.xz with the characters of `ranges` that are not in `without`; the characters that it has."""
    options: Any = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True)
    options.drop_tables += DROPPED
    font = subset.load_font(source, options)
    wanted = {code for first, last in ranges for code in range(first, last + 1)} - without
    one = subset.Subsetter(options)
    one.populate(unicodes=wanted)
    one.subset(font)
    if font["head"].unitsPerEm > units:
        scale_upem(font, units)
    font["post"].formatType = 3.0
    plain = BytesIO()
    font.save(plain)
    (FOLDER / f"{name}.ttf.xz").write_bytes(lzma.compress(plain.getvalue(), preset=9 | lzma.PRESET_EXTREME))
    return set(font.getBestCmap())


def main(song: str, rare: str) -> None:
    known = packed(song, "song", LETTERS + CHINESE, set(), 1000)
    packed(rare, "rare", CHINESE[2:], known, 512)


if __name__ == "__main__":
    main(*sys.argv[1:])
