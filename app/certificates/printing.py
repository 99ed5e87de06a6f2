"""Certificates on paper: a landscape page each, in one file; Chinese, with a QR code that leads to the public page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from flask_babel import force_locale
from flask_babel import gettext as _

from app.certificates.drawing import Paper, letters_of
from app.certificates.faces import Face, face_of
from app.certificates.models import Certificate

RED, INK, SOFT = (158, 27, 27), (34, 34, 34), (96, 96, 96)
LEFT, RIGHT = 34.0, 263.0


def pdf(certificates: Iterable[Certificate], site: str, drawn: Callable[[int], None] = lambda _pages: None) -> bytes:
    """The certificates as a PDF that needs no font of the reader's; `site` is where their public pages are (CERT-1).

    `drawn` hears after each page how many there are, so that a task can show that it goes on.
    """
    with force_locale("zh"):
        return _printed([face_of(one, site) for one in certificates], drawn)


def _printed(faces: Sequence[Face], drawn: Callable[[int], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        paper = Paper(Path(folder), letters_of(text for face in faces for text in _texts(face)))
        paper.pdf.set_title(_title() if len(faces) != 1 else f"{_title()} {faces[0].number}")
        for number, face in enumerate(faces, 1):
            _page(paper, face)
            drawn(number)
        return bytes(paper.pdf.output())


def _texts(face: Face) -> Iterator[str]:
    """Every text of a page, so that its fonts have every character."""
    yield from (
        _spaced(_title()),
        face.platform,
        _number(face),
        _body(face),
        _caption(),
        face.address,
        _date(face.issued),
    )
    yield from (text for row in _table(face) for text in row)


def _page(paper: Paper, face: Face) -> None:
    paper.pdf.add_page()
    paper.pdf.set_draw_color(*RED)
    paper.frame(9, 1.1)
    paper.frame(11.5, 0.3)
    paper.pdf.set_text_color(*SOFT)
    paper.write(RIGHT, 26, _number(face), 11, "right")
    paper.pdf.set_text_color(*RED)
    paper.pdf.set_draw_color(*RED)
    paper.write(paper.width / 2, 52, _spaced(_title()), 34, "center", bold=True)
    paper.pdf.set_text_color(*INK)
    paper.write(paper.width / 2, 65, face.platform, 13, "center")
    y = paper.paragraph(LEFT, 86, RIGHT - LEFT, _body(face), 17, 11)
    _draw_table(paper, face, max(y + 2, 122))
    _foot(paper, face)


def _draw_table(paper: Paper, face: Face, y: float) -> None:
    columns = (LEFT + 12, LEFT + 100, LEFT + 140)
    for n, row in enumerate(_table(face)):
        paper.pdf.set_text_color(*(INK if n else SOFT))
        for x, text, align in zip(columns, row, ("left", "right", "right"), strict=True):
            paper.write(x, y, text, 12, align)
        paper.rule(LEFT + 10, y + 2.2, 132)
        y += 7.4


def _foot(paper: Paper, face: Face) -> None:
    paper.pdf.set_text_color(*INK)
    paper.write(RIGHT, 180, face.platform, 13, "right")
    paper.write(RIGHT, 190, _date(face.issued), 13, "right")
    side = 40.0
    paper.code(RIGHT - side + 4, 122, side, face.address)
    paper.pdf.set_text_color(*SOFT)
    paper.write(RIGHT - side / 2 + 4, 164, _caption(), 9, "center")
    paper.write(LEFT, 196, face.address, 7)


# ---- words --------------------------------------------------------------------------------------------------------


def _title() -> str:
    return _("Certificate of continuing education")


def _spaced(text: str) -> str:
    return " ".join(text)


def _caption() -> str:
    return _("Scan to see whether it is valid")


def _number(face: Face) -> str:
    return _("No. %(number)s", number=face.number)


def _body(face: Face) -> str:
    return _("%(name)s (ID number %(document)s) of %(unit)s has earned %(counted)s %(word)s of continuing education "
             "in %(years)s and met the requirement of %(required)s %(word)s. This certificate is issued as proof.",
             name=face.name, document=face.document, unit=face.unit, counted=face.counted, word=face.word,
             years=face.years, required=face.required)  # fmt: skip


def _table(face: Face) -> list[tuple[str, str, str]]:
    head = (_("Category"), _("Counted"), _("Due"))
    lines = [(line.label, line.counted, line.required) for line in face.lines]
    return [head, *lines, (_("In all"), face.counted, face.required)]


def _date(day: date) -> str:
    """2026年11月28日: strftime would depend on the machine's locale."""
    return _("%(year)s-%(month)s-%(day)s", year=day.year, month=day.month, day=day.day)
