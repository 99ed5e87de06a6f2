"""The recipes of the README fit the code as it is; `make prove-recipes` follows them to the end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.negative.planting import ROOT
from tests.recipes import following

STEPS = following.steps()
STEPLESS = {"platform", "sentence", "claim type"}  # commands, and a screen
NAMES = {"table", "screen", "reviewed kind", "spreadsheet", *STEPLESS}
LONGEST = 8  # lines


@pytest.mark.parametrize("step", STEPS, ids=[f"{n} {step['file']}" for n, step in enumerate(STEPS)])
def test_every_step_can_be_taken_and_its_recipe_says_where(step: dict[str, Any]) -> None:
    text = (ROOT / step["file"]).read_text(encoding="utf-8")
    assert following.taken(step, text) != text
    told = following.recipes()[step["recipe"]]
    assert step["file"] in told or ("presets/" in step["file"] and "preset" in told), step["file"]


def test_every_recipe_is_short_and_is_tried() -> None:
    assert set(following.recipes()) == NAMES
    assert {name: len(text.strip().splitlines()) for name, text in following.recipes().items()
            if len(text.strip().splitlines()) > LONGEST} == {}  # fmt: skip
    assert {step["recipe"] for step in STEPS} == NAMES - STEPLESS


def test_a_step_that_no_longer_fits_is_found() -> None:
    with pytest.raises(ValueError, match="0 times"):
        following.taken(STEPS[0] | {"find": "a line that is nowhere"}, "")
