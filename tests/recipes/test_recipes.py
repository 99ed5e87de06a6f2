"""A capability that is built by the recipes of the README alone breaks no rule of the house."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.negative.planting import ROOT, copies
from tests.recipes import following

pytestmark = pytest.mark.recipes

LINT = {
    "ruff": (".venv/bin/ruff", "check", "."),
    "format": (".venv/bin/ruff", "format", "--check", "."),
    "types": (".venv/bin/mypy",),
    "imports": (".venv/bin/lint-imports", "--no-cache"),
}
# Every test that looks at all tables, screens, doors, roles or presets, whatever they are.
TESTS = ("tests/house", "tests/test_outcomes.py", "tests/test_access.py", "tests/test_roles.py", "tests/test_tree.py",
         "tests/test_upgrade.py", "tests/test_adversarial.py", "tests/test_robustness.py", "tests/presets",
         "tests/kit/test_scope_rows.py")  # fmt: skip


@pytest.fixture(scope="module")
def followed() -> Iterator[Path]:
    """A copy of the source in which every recipe has been followed."""
    with copies(1) as made:
        place = made.free.get()
        (place / ".venv").symlink_to(ROOT / ".venv")
        following.follow(place)
        yield place


@pytest.mark.parametrize("command", LINT.values(), ids=LINT.keys())
def test_the_code_is_as_tidy_as_before(followed: Path, command: tuple[str, ...]) -> None:
    following.run(followed, *command)


def test_every_check_of_the_house_passes(followed: Path) -> None:
    following.run(followed, ".venv/bin/python", "-m", "pytest", "-q", "-x", "--tb=short", *TESTS)
