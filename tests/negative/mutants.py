"""Random mutants of scope, review and ledger, made by cosmic-ray's operators, the same ones on every run."""

from __future__ import annotations

import ast
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.negative.planting import ROOT, Fault

SEED, NUMBER, ENOUGH = 20261124, 40, 0.9
# The tests of each subject, the ones that notice most come first: a run ends with the first failure.
_SCOPE = ("tests/kit/test_scope.py", "tests/kit/test_scope_rows.py", "tests/kit/test_scope_related.py",
          "tests/test_tree.py", "tests/test_access.py")  # fmt: skip
_REVIEW = (*(f"tests/kit/test_review{part}.py" for part in ("", "_routes", "_undoing", "_batches", "_notices",
                                                            "_conditions", "_screens", "_granting")),
           "tests/test_inbox.py", "tests/house/test_models.py", "tests/claims/test_own_screens.py",
           "tests/test_access.py")  # fmt: skip
_LEDGER = ("tests/test_ledger.py", "tests/test_closing.py", "tests/test_merging.py", "tests/test_rules.py",
           "tests/test_ledger_stateful.py")  # fmt: skip
SUBJECTS = {
    "app/kit/scope.py": _SCOPE,
    "app/kit/reach.py": _SCOPE,
    "app/kit/review/*.py": _REVIEW,
    "app/hours/ledger.py": _LEDGER,
}


@dataclass(frozen=True)
class Place:
    """Where an operator could change a file: its n-th opportunity there."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int


def sample() -> list[Fault]:
    """`NUMBER` mutants; each place in the code is drawn at most once, whatever the operators make of it."""
    places: dict[tuple[str, int, int], list[Place]] = {}
    for one in _all():
        places.setdefault((one.path, one.line, one.column), []).append(one)
    draw = random.Random(SEED)
    order = draw.sample(sorted(places), len(places))
    chosen = (draw.sample(places[key], len(places[key])) for key in order)
    mutants = (next(filter(None, map(_mutant, here)), None) for here in chosen)
    return list(itertools.islice(filter(None, mutants), NUMBER))


def _all() -> Iterator[Place]:
    plain = [name for name in sorted(operator_names()) if not get_operator(name).arguments()]
    for pattern, name in itertools.product(SUBJECTS, plain):
        operator = get_operator(name)()
        for file in sorted(ROOT.glob(pattern)):
            found = (where for node in _nodes(file) for where in operator.mutation_positions(node))
            for occurrence, ((line, column), _end) in enumerate(found):
                yield Place(file.relative_to(ROOT).as_posix(), line, column, name, occurrence)


def _mutant(place: Place) -> Fault | None:
    """The fault at a place; None where it changes nothing that is ever evaluated."""
    source = _source(ROOT / place.path)
    text = mutate_code(source, get_operator(place.operator)(), place.occurrence)
    if not text or _meaning(text) == _meaning(source):
        return None
    tests = next(tests for pattern, tests in SUBJECTS.items() if PurePosixPath(place.path).match(pattern))
    name = f"{place.path}:{place.line}:{place.column}  {place.operator.removeprefix('core/')}"
    return Fault(name, place.path, text, tests)


@cache
def _nodes(file: Path) -> list[Any]:
    return list(ast_nodes(get_ast(_source(file))))


@cache
def _source(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _meaning(source: str) -> str:
    """The code without annotations: what is never evaluated is no mutant."""
    module = ast.parse(source)
    for node in ast.walk(module):
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(value=None)
    return ast.dump(module)
