"""Random mutants of scope, review and ledger, made by cosmic-ray's operators, the same ones on every run."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.negative.planting import ROOT, Fault

SEED, NUMBER, ENOUGH = 20261124, 40, 0.9
_SCOPE = ("tests/kit/test_scope.py", "tests/kit/test_scope_rows.py", "tests/test_access.py")
_REVIEW = ("tests/kit/test_review.py", "tests/kit/test_review_routes.py", "tests/house/test_models.py")
_LEDGER = ("tests/test_ledger.py", "tests/test_ledger_stateful.py")
SUBJECTS = {
    "app/kit/scope.py": _SCOPE,
    "app/kit/reach.py": _SCOPE,
    "app/kit/review/*.py": _REVIEW,
    "app/hours/ledger.py": _LEDGER,
}


def sample() -> list[Fault]:
    """`NUMBER` mutants; each place in the code is drawn at most once, whatever the operators make of it."""
    found = sorted({(f.path, f.name): f for f in _all()}.items())
    by_place: dict[tuple[str, str], list[Fault]] = {}
    for (path, name), fault in found:
        by_place.setdefault((path, name.split("  ")[0]), []).append(fault)
    draw = random.Random(SEED)
    return [draw.choice(by_place[place]) for place in draw.sample(sorted(by_place), NUMBER)]


def _all() -> Iterator[Fault]:
    for pattern, tests in SUBJECTS.items():
        for file in sorted(ROOT.glob(pattern)):
            yield from _mutants(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"), tests)


def _mutants(path: str, source: str, tests: tuple[str, ...]) -> Iterator[Fault]:
    tree, meaning = get_ast(source), _meaning(source)
    plain = [name for name in sorted(operator_names()) if not get_operator(name).arguments()]
    for name in plain:
        operator = get_operator(name)()
        places = [where for node in ast_nodes(tree) for where in operator.mutation_positions(node)]
        for occurrence, (start, _end) in enumerate(places):
            text = mutate_code(source, operator, occurrence)
            if text and _meaning(text) != meaning:
                yield Fault(f"{path}:{start[0]}:{start[1]}  {name.removeprefix('core/')}", path, text, tests)


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
