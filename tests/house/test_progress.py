"""The adversarial cases that are due are carried by tests."""

from __future__ import annotations

import ast

from tests.house import tree

# What issue 2 asks for; later issues add theirs.
DUE = {*range(1, 11), 12, 13, 16, 17, 18, 23, 25, 35, 36, 37, 38, *range(40, 45), 46, 47, 56, 59, 60}


def marked(module: ast.Module) -> set[int]:
    """The numbers of all `pytest.mark.case(n)` in a module."""
    found = [call for call in tree.calls(module) if tree.called(call) == "case" and _is_mark(call.func)]
    return {arg.value for call in found for arg in call.args if isinstance(arg, ast.Constant)}


def _is_mark(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and "mark" in tree.names([function.value])


def test_every_case_that_is_due_has_a_test() -> None:
    carried = set().union(*(marked(tree.parsed(path)) for path in tree.files("tests")))
    assert DUE - carried == set()


def test_a_case_without_a_test_is_found() -> None:
    source = "@pytest.mark.case(7)\ndef test_x(): ...\npytest.param(1, marks=pytest.mark.case(8))\ncase(9)"
    assert marked(ast.parse(source)) == {7, 8}
