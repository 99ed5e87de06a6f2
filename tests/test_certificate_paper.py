"""Certificates on paper: Chinese text that can be read back, rare characters, embedded fonts (CERT-1)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.certificates import fonts, printing
from app.certificates.models import Certificate
from tests.certified import NUMBER, YEAR, public, sheet, unlimited, valid
from tests.person import Person

__all__ = ["unlimited", "valid"]  # fixtures
People = Callable[..., Person]
RARE = "欧阳㐂𠮷𬭚"


@pytest.mark.req("CERT-1")
def test_the_pdf_says_in_chinese_what_was_certified(app: Flask, person: People, valid: Certificate) -> None:
    answer = person("dl-certified").get(f"/owncertificateview/{valid.id}/download")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert valid.number in answer.headers["Content-Disposition"]
    text, codes, pages = sheet(answer.data)
    plain = re.sub(r"\s", "", text)
    issued = f"{YEAR}年"
    for wanted in (
        "继续教育合格证书",
        valid.number,
        "宋𬭚",
        "210202********452X",
        "示范市群众艺术馆",
        "56学分",
        issued,
    ):
        assert wanted in plain, (wanted, text)
    assert NUMBER not in plain
    assert (codes, pages) == ([f"http://localhost{public(valid)}"], 1)


@pytest.mark.req("CERT-1")
@pytest.mark.case(24)
def test_rare_characters_are_drawn_and_can_be_read_back(app: Flask, valid: Certificate) -> None:
    valid.learner_name, valid.unit_name = RARE, "<img src=x onerror=alert(1)>"
    with app.app_context():
        text = re.sub(r"\s", "", sheet(printing.pdf([valid], "https://hours.example.test"))[0])
    assert RARE in text
    assert "<imgsrc=xonerror=alert(1)>" in text


@pytest.mark.req("CERT-1")
def test_a_character_that_no_font_has_is_told_and_shown_by_its_number(
    app: Flask, valid: Certificate, caplog: pytest.LogCaptureFixture
) -> None:
    valid.learner_name = "王\U00030edd"
    with app.app_context(), caplog.at_level(logging.WARNING):
        text, codes, _pages = sheet(printing.pdf([valid], "https://hours.example.test"))
    assert "no font has U+30EDD" in caplog.text
    assert "王" not in caplog.text, "a name is nobody's business in a log"
    assert {"030", "EDD"} <= set(re.findall(r"[0-9A-F]{3}", text))
    assert codes


def test_every_font_is_embedded(app: Flask, valid: Certificate) -> None:
    valid.learner_name = RARE
    with app.app_context():
        data = printing.pdf([valid], "https://hours.example.test")
    used = set(re.findall(rb"/BaseFont /(\S+)", data))
    assert used and all(re.match(rb"[A-Z]{6}\+", name) for name in used), used  # the names of subsets
    assert data.count(b"/FontFile2 ") == len(fonts.CHAIN)
    assert len(data) < 150_000


def test_the_typefaces_have_what_chinese_names_are_written_with() -> None:
    blocks = {"song": [(0x4E00, 0x9FFF), (0x3400, 0x4DBF)], "rare": [(0x20000, 0x2A6D6), (0x2A700, 0x2EBE0)]}
    for name, ranges in blocks.items():
        known = fonts.characters(name) | fonts.characters("song")
        missing = [code for first, last in ranges for code in range(first, last + 1) if chr(code) not in known]
        assert len(missing) <= 40, (name, [hex(code) for code in missing[:50]])
    assert list(fonts.runs("a㐂𠮷\U00030edd\U00030edd")) == [("song", "a㐂"), ("rare", "𠮷"), ("", "\U00030edd"),
                                                            ("", "\U00030edd")]  # fmt: skip
