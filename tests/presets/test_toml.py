"""What the writer of TOML writes, Python's reader reads as the same."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.presets import toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.one_of(TEXT, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.dates(),
                  st.floats(allow_nan=False, allow_infinity=False))  # fmt: skip
KEYS = st.one_of(TEXT, st.sampled_from(["a", "b-c", "0", "", "a.b", '"', "钥匙"]))


def tables(inner: Any) -> Any:
    return st.dictionaries(KEYS, inner, max_size=4)


VALUES = st.recursive(PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=4), tables(inner)), max_leaves=25)


@given(tables(VALUES))
def test_whatever_is_written_is_read_back(document: dict[str, Any]) -> None:
    written = toml.write(document)
    assert tomllib.loads(written) == document
    assert toml.write(tomllib.loads(written)) == written, "again the same text"


@given(st.lists(tables(PLAIN), max_size=4), tables(PLAIN))
def test_tables_in_one_line_read_like_all_others(rows: list[Any], one: dict[str, Any]) -> None:
    document = {"steps": toml.Lines(map(toml.Inline, rows)), "word": toml.Inline(one)}
    assert tomllib.loads(toml.write({"x": document})) == {"x": {"steps": rows, "word": one}}


def test_plain_values_stand_before_the_tables_that_would_swallow_them() -> None:
    document = {"t": {"x": 1}, "hours": Decimal("7.5"), "day": date(2026, 10, 1), "none": None, "rows": [{"a": 1}]}
    written = toml.write(document)
    assert written == "hours = 7.5\nday = 2026-10-01\n\n[t]\nx = 1\n\n[[rows]]\na = 1\n".replace('"', '"')
