"""Cells as people really type them: cases 40 to 45, 54 and 55."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.kit.errors import RuleError
from app.kit.sheets import Column

GOOD_ID = "11010519491231002X"
BAD = object()


@pytest.fixture(autouse=True)
def context(toy_app: Flask) -> None:
    """Keys and translations need an application."""


def clean(kind: str, raw: Any, **options: Any) -> Any:
    try:
        return Column("c", "Value", kind, **options).clean(raw).value
    except RuleError:
        return BAD


def refusal(kind: str, raw: Any, **options: Any) -> str:
    with pytest.raises(RuleError) as caught:
        Column("c", "Value", kind, **options).clean(raw)
    return str(caught.value.message)


@pytest.mark.parametrize("raw", [110101199003070000, 1.1010119900307e17, 1.10101e17])
@pytest.mark.case(40)
def test_case_40_an_id_that_became_a_number_is_refused(raw: Any) -> None:
    assert "must be text" in refusal("id_number", raw)


@pytest.mark.parametrize("raw", ["1.10101E+17", "1.10101e17", "１.10101E+17"])
@pytest.mark.case(41)
def test_case_41_an_id_in_scientific_notation_is_refused(raw: str) -> None:
    assert "must be text" in refusal("id_number", raw)


@pytest.mark.parametrize(
    "raw",
    [
        "１１０１０５１９４９１２３１００２Ｘ",  # case 42
        "11010519491231002x", "'11010519491231002X", "\u00a011010519491231002X", "1101051949\u200b1231002X",
        "110105 19491231 002X", "\ufeff11010519491231002X",  # case 43
    ],
)  # fmt: skip
@pytest.mark.case(42)
@pytest.mark.case(43)
def test_cases_42_and_43_an_id_is_normalised_and_the_row_marked(raw: str) -> None:
    cleaned = Column("c", "Value", "id_number").clean(raw)
    assert (cleaned.value, cleaned.normalised) == (GOOD_ID, True)


def test_a_proper_id_is_not_marked() -> None:
    assert not Column("c", "Value", "id_number").clean(GOOD_ID).normalised


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("110105194912310021", "check digit"),
        ("110105199002300022", "birth date"),
        ("000000194912310021", "province"),
    ],
)
@pytest.mark.case(44)
def test_case_44_the_broken_rule_is_named(raw: str, rule: str) -> None:
    assert rule in refusal("id_number", raw)


@pytest.mark.case(45)
def test_case_45_an_id_of_15_digits_is_refused() -> None:
    assert clean("id_number", "110105491231002") is BAD


@pytest.mark.parametrize(
    "raw",
    ["2025.3.5", "2025年3月5日", "2025-03-05", "2025/3/5", "20250305", 20250305, 45721, 45721.0, "45721",
     datetime(2025, 3, 5), date(2025, 3, 5), "２０２５-３-５", "2025-03-05 00:00:00"],
)  # fmt: skip
@pytest.mark.case(54)
def test_case_54_dates_in_many_forms_are_one_date(raw: Any) -> None:
    assert clean("date", raw) == date(2025, 3, 5)


@pytest.mark.parametrize("raw", ["2025-02-30", "20250230", "2025-13-01", "soon", 5, True, "2025", 9e9, "12025-1-1"])
@pytest.mark.case(54)
def test_case_54_what_is_no_date_is_refused(raw: Any) -> None:
    assert clean("date", raw) is BAD


@pytest.mark.parametrize("raw", [8, 8.0, "8.0", "８", "8学时", " 8 ", "8 学时", "8.00"])
@pytest.mark.case(55)
def test_case_55_hours_in_many_forms_are_eight(raw: Any) -> None:
    assert clean("hours", raw) == Decimal(8)


@pytest.mark.parametrize("raw", [-8, "-8", 0, "0", "1e3", "NaN", "", None, "inf", "8,5", "8.25", 1e9, True])
@pytest.mark.case(55)
def test_case_55_what_is_no_hours_is_refused(raw: Any) -> None:
    assert clean("hours", raw, required=True, positive=True) is BAD


def test_zero_hours_are_allowed_unless_they_must_be_positive() -> None:
    assert clean("hours", 0) == 0 and clean("hours", "0.5", positive=True) == Decimal("0.5")


def test_a_computed_cell_counts_as_what_it_shows() -> None:
    assert clean("hours", 0.1 + 0.2) == Decimal("0.3")


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("year", 2026, 2026), ("year", "2026年", 2026), ("year", "26", BAD),
        ("year", 2026.0, 2026),
        ("integer", "12", 12), ("integer", 12.0, 12), ("integer", "1.5", BAD), ("integer", -1, BAD),
        ("yes_no", "是", True), ("yes_no", "否", False), ("yes_no", "No", False),
        ("yes_no", "maybe", BAD),
        ("phone", 13312464013, "13312464013"), ("phone", 13312464013.0, "13312464013"),
        ("phone", "1.33E+10", BAD),
        ("phone", "+86 133-1246-4013", "13312464013"),
        ("credit_code", "12210200JG7LCMK1XC", "12210200JG7LCMK1XC"),
        ("text", "  张\u200b三 ", "张三"), ("text", 8.0, "8"),
        ("text", "#N/A", BAD), ("text", "x" * 201, BAD),
        ("text", "a\x00b", "ab"),
    ],
)  # fmt: skip
def test_other_kinds(kind: str, raw: Any, value: Any) -> None:
    assert clean(kind, raw) == value if value is not BAD else clean(kind, raw) is BAD


def test_a_choice_is_known_by_label_and_value_and_the_refusal_names_what_is_known() -> None:
    options = {"choices": {"passed": "合格", "failed": "不合格"}}
    assert clean("choice", "合格", **options) == clean("choice", "PASSED", **options) == "passed"
    assert "合格, 不合格" in refusal("choice", "通过？", **options)


def test_a_blank_cell_is_nothing_or_missing() -> None:
    assert clean("text", "\u00a0\u200b ") is None
    assert "missing" in refusal("text", None, required=True)


def test_rendering_is_the_inverse_of_cleaning() -> None:
    choice = Column("c", "Value", "choice", choices={"passed": "合格"})
    assert choice.clean(choice.render("passed")).value == "passed"
    hours = Column("c", "Value", "hours")
    assert hours.clean(hours.render(Decimal("8.5"))).value == Decimal("8.5")
    answer = Column("c", "Value", "yes_no")
    assert answer.clean(answer.render(True)).value is True
    day = Column("c", "Value", "date")
    assert day.clean(day.show(date(2026, 3, 5))).value == date(2026, 3, 5)
