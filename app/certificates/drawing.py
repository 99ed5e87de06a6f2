"""Drawing on a page of paper: Chinese text in whatever font has its characters, frames and QR codes. Lengths are mm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import TextMode

from app.certificates import fonts

POINT = 25.4 / 72
QUIET = 4  # modules of white around a QR code, as its standard asks
_WORDS = re.compile(r"[!-~]+|[^!-~]")
_NEVER_FIRST = "，。、；：）》」』？！,.;:)"
_HEX = "0123456789ABCDEF"


class Paper:
    """Landscape A4 pages, with small fonts made for the text that will stand on them."""

    width, height = 297.0, 210.0

    def __init__(self, folder: Path, letters: Mapping[str, bytes]) -> None:
        self.pdf = FPDF(orientation="L", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_lang("zh-CN")
        self._widths: dict[tuple[str, str], float] = {}
        for name, data in letters.items():
            file = folder / f"{name}.ttf"
            file.write_bytes(data)
            self.pdf.add_font(name, fname=file)

    # ---- text -----------------------------------------------------------------------------------

    def measure(self, text: str, size: float) -> float:
        """How wide a text is at `size` points: there is no kerning."""
        return size * sum(self._width(fonts.font_of(character), character) for character in text)

    def _width(self, font: str, character: str) -> float:
        """Of one character at one point."""
        key = (font, character)
        if key not in self._widths:
            self._widths[key] = self._set(font, 100).get_string_width(character) / 100 if font else POINT
        return self._widths[key]

    def _set(self, font: str, size: float) -> FPDF:
        self.pdf.set_font(font, size=size)
        return self.pdf

    def write(self, x: float, y: float, text: str, size: float, align: str = "left", bold: bool = False) -> None:
        """One line with its base at `y`; `x` is its left end, its middle or its right end."""
        x -= self.measure(text, size) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        mode = TextMode.FILL_STROKE if bold else TextMode.FILL
        with self.pdf.local_context(text_mode=mode, line_width=size * POINT / 40):
            for font, piece in fonts.runs(text):
                if font:
                    self._set(font, size).text(x, y, piece)
                else:
                    self._box(x, y, piece, size)
                x += self.measure(piece, size)

    def _box(self, x: float, y: float, character: str, size: float) -> None:
        """A character that no font has: a box with its code point, so that it can at least be told."""
        side, code = size * POINT, f"{ord(character):06X}"
        with self.pdf.local_context(text_mode=TextMode.FILL, line_width=side / 40):
            self.pdf.rect(x + side * 0.08, y - side * 0.8, side * 0.84, side * 0.9)
            for n, part in enumerate((code[:3], code[3:])):
                self.write(x + side / 2, y - side * (0.45 - 0.4 * n), part, size * 0.36, "center")

    def paragraph(self, x: float, y: float, width: float, text: str, size: float, leading: float) -> float:
        """Lines of at most `width`, the first one indented by two characters; the base of the line after the last."""
        room = width - 2 * size * POINT
        for n, line in enumerate(self._lines(text, room, width, size)):
            self.write(x if n else x + width - room, y, line, size)
            y += leading
        return y

    def _lines(self, text: str, first: float, others: float, size: float) -> Iterator[str]:
        """Broken between Chinese characters and around words; closing marks never begin a line."""
        line, room = "", first
        for word in _WORDS.findall(text):
            wide = self.measure(word, size)
            if line and word not in _NEVER_FIRST and wide > room:
                yield line
                line, room = "", others
            line, room = line + word, room - wide
        yield line

    # ---- figures --------------------------------------------------------------------------------

    def frame(self, margin: float, thickness: float) -> None:
        with self.pdf.local_context(line_width=thickness):
            self.pdf.rect(margin, margin, self.width - 2 * margin, self.height - 2 * margin)

    def rule(self, x: float, y: float, length: float, thickness: float = 0.2) -> None:
        with self.pdf.local_context(line_width=thickness):
            self.pdf.line(x, y, x + length, y)

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code with its quiet zone; dark modules of a row that touch are one rectangle."""
        rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
        module = side / (len(rows) + 2 * QUIET)
        with self.pdf.local_context(fill_color=(0, 0, 0)):
            for n, row in enumerate(rows):
                for dark in re.finditer(b"\x01+", row):
                    left, wide = dark.start() + QUIET, dark.end() - dark.start()
                    self.pdf.rect(x + left * module, y + (n + QUIET) * module, wide * module, module, style="F")


def letters_of(texts: Iterator[str]) -> dict[str, bytes]:
    """The small fonts for `texts`, and for boxes of what none of them has."""
    return fonts.subsets([*texts, _HEX])
