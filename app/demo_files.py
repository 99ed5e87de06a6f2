"""Small files for the demo: a letter of some pages as PDF, a photo as JPEG, drawn on the spot."""

from __future__ import annotations

import io
import zlib

from PIL import Image, ImageDraw

PAGE, PHOTO = (620, 877), (960, 640)
LINES, MARGIN, STEP = 22, 70, 32


def made(name: str) -> tuple[io.BytesIO, str]:
    """The content for `name` by its ending, with the name."""
    out, seed = io.BytesIO(), zlib.crc32(name.encode())
    if name.endswith(".pdf"):
        first, *others = [_page(number, seed) for number in (1, 2)]
        first.save(out, "PDF", save_all=True, append_images=others)
    else:
        _photo(seed).save(out, "JPEG", quality=80)
    return io.BytesIO(out.getvalue()), name


def _page(number: int, seed: int) -> Image.Image:
    """A typed page: a heading, lines of different length, the number."""
    page = Image.new("RGB", PAGE, "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((MARGIN, MARGIN, PAGE[0] - MARGIN, MARGIN + 14), fill="#334155")
    for line in range(LINES):
        top = MARGIN + 50 + line * STEP
        draw.rectangle(
            (MARGIN, top, PAGE[0] - MARGIN - (line * (37 + seed % 100) * number) % 170, top + 6), fill="#94a3b8"
        )
    for dot in range(number):  # the number of the page
        left = PAGE[0] // 2 + dot * 14
        draw.ellipse((left, PAGE[1] - 44, left + 8, PAGE[1] - 36), fill="#334155")
    return page


def _photo(seed: int) -> Image.Image:
    """A lecture hall: wall, screen and rows of seats."""
    photo = Image.new("RGB", PHOTO, "#d9dee7")
    draw = ImageDraw.Draw(photo)
    draw.rectangle((300, 70, 660, 290), fill="#f8fafc", outline="#475569", width=6)
    for row in range(3 + seed % 2):
        for seat in range(6 + seed % 4):
            left, top = 60 + seat * 95, 360 + row * 65
            draw.rounded_rectangle((left, top, left + 70, top + 45), 8, fill=("#1d5bd1", "#3b76e1")[row % 2])
    return photo
