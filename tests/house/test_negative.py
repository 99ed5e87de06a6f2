"""The faults of `make prove-negative` fit the code as it is, so that they can't rot unseen."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from tests.negative import faults
from tests.negative.planting import ROOT

DECLARED = faults.declared()


@pytest.mark.parametrize("one", DECLARED, ids=[one["name"] for one in DECLARED])
def test_every_fault_can_be_planted_and_names_its_check(one: dict[str, Any]) -> None:
    spoilt = faults.planted(one)
    assert spoilt != (ROOT / one["file"]).read_text(encoding="utf-8")
    if one["file"].endswith(".py"):
        ast.parse(spoilt)
    assert one["tests"]
    assert [test for test in one["tests"] if not faults.exists(test)] == []


def test_a_fault_that_no_longer_fits_is_found() -> None:
    with pytest.raises(ValueError, match="0 times"):
        faults.planted(DECLARED[0] | {"find": "a line that is nowhere"})
    assert not faults.exists("tests/house/test_negative.py::test_nothing_of_that_name")
