"""Hours proposed from the dates: half days, whole days, the most per day (GX-2, D16)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.claims.proposing import Span, propose

MAY = date(2026, 5, 1)
FOUR, EIGHT = Decimal(4), Decimal(8)
Facts = tuple[int, int, str, str]
halves = st.sampled_from(["am", "pm"])


@pytest.mark.req("GX-2")
@pytest.mark.parametrize(
    ("days", "first", "last", "hours"),
    [(0, "am", "pm", 8), (0, "am", "am", 4), (0, "pm", "pm", 4), (2, "am", "pm", 24), (2, "pm", "pm", 20),
     (2, "pm", "am", 16), (1, "pm", "am", 8), (9, "am", "pm", 80)],
)  # fmt: skip
def test_each_half_day_is_worth_four(days: int, first: str, last: str, hours: int) -> None:
    span = Span(MAY, MAY + timedelta(days=days), first, last)
    assert propose(span, FOUR, EIGHT).hours == hours


@pytest.mark.req("GX-2")
@given(st.integers(0, 400), halves, halves, st.decimals(1, 12, places=1), st.decimals(1, 24, places=1))
def test_a_proposal_is_the_sum_of_its_days(days: int, first: str, last: str, half: Decimal, most: Decimal) -> None:
    """Counted day by day, written differently."""
    if days == 0 and (first, last) == ("pm", "am"):
        return
    total = Decimal(0)
    for n in range(days + 1):
        morning = not (n == 0 and first == "pm")
        afternoon = not (n == days and last == "am")
        total += min((morning + afternoon) * half, most)
    assert propose(Span(MAY, MAY + timedelta(days=days), first, last), half, most).hours == total


@given(*(st.tuples(st.integers(0, 9), st.integers(0, 9), halves, halves) for _n in range(2)))
def test_spans_overlap_where_they_share_a_half_day(
    one: tuple[int, int, str, str], two: tuple[int, int, str, str]
) -> None:
    def made(facts: tuple[int, int, str, str]) -> tuple[Span, set[tuple[int, str]]]:
        start, more, first, last = facts
        span = Span(MAY + timedelta(days=start), MAY + timedelta(days=start + more), first, last)
        parts = {(start + n, half) for n in range(more + 1) for half in ("am", "pm")}
        parts -= {(start, "am")} if first == "pm" else set()
        return span, parts - ({(start + more, "pm")} if last == "am" else set())

    (a, parts), (b, others) = made(one), made(two)
    if parts and others:
        assert a.overlaps(b) == b.overlaps(a) == bool(parts & others)
