"""Claims of a unit as a spreadsheet: what is taken, what is told, what is refused (GX-11, SHEET-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from app.claims.models import Claim
from tests.claims.guangxi import add_types
from tests.conftest import Person
from tests.imports import counts, import_file, result_rows

DATA = Path(__file__).parents[1] / "data"
FILE = DATA / "unit-claims.xlsx"
HEAD = (
    "证件号码",
    "姓名",
    "认定类型",
    "二级类型",
    "认定内容",
    "开始时间",
    "结束时间",
    "申请学时",
    "计入年度",
    "认定内容说明",
    "证书编号",
)
People = Callable[..., Person]
Rows = Callable[..., list[Any]]


def written(folder: Path, *rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> Path:
    book = openpyxl.Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append(row)
    path = folder / "claims.xlsx"
    book.save(path)
    return path


@pytest.fixture
def bureau(app: Flask, person: People) -> Person:
    """The bureau after units and people are in."""
    add_types(app)
    dl1 = person("dl1")
    import_file(dl1, "organizations", DATA / "organizations.xlsx")
    import_file(dl1, "learners", DATA / "learners.xlsx")
    return person("dl1")


@pytest.mark.req("GX-11", "SHEET-1")
def test_the_file_of_two_thousand_claims_is_taken_but_for_its_sixty_faults(
    bureau: Person, app: Flask, rows: Rows
) -> None:
    job = import_file(bureau, "claims", FILE)
    assert counts(app, job) == {"new": 1940, "changed": 0, "unchanged": 0, "duplicate": 0, "error": 60}
    failed = result_rows(bureau, job, "failed")[1:]
    kinds = Counter(row[-1].split("。")[0] for row in failed)
    assert sum(kinds.values()) == 60, kinds
    claims = rows(Claim, Claim.registered_by == "unit")
    assert len(claims) == 1940
    assert {one.review_state for one in claims} == {"draft"}
    assert len({one.learner_id for one in claims}) > 900
    again = import_file(bureau, "claims", FILE)
    assert counts(app, again) == {"new": 0, "changed": 0, "unchanged": 1940, "duplicate": 0, "error": 60}
    assert len(rows(Claim, Claim.registered_by == "unit")) == 1940


@pytest.fixture
def unit(app: Flask, person: People) -> Person:
    add_types(app)
    return person("dl3")


WANG, ZHAO = ("210202198001011230", "王芳"), ("210202198506062345", "赵强")


def course(who: tuple[str, str], title: str = "公文写作", first: Any = "2026-05-04", last: Any = "2026-05-06", **more: Any
           ) -> tuple[Any, ...]:  # fmt: skip
    cells = {
        "heading": "培训进修",
        "type": "参加培训班、研修班",
        "hours": 24,
        "year": 2026,
        "content": "",
        "number": "",
    } | more
    return (*who, cells["heading"], cells["type"], title, first, last, cells["hours"], cells["year"], cells["content"],
            cells["number"])  # fmt: skip
