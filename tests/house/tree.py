"""The source tree as the house rules see it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in version control or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(sorted(p for name in listed.split("\0") if name and (p := ROOT / name).is_file()))


def files(*folders: str, suffix: str = ".py") -> list[Path]:
    """Tracked files with that ending in (or named by) `folders`."""
    wanted = [ROOT / folder for folder in folders]
    return [p for p in tracked() if p.suffix == suffix and any(w == p or w in p.parents for w in wanted)]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `scope.everything` is "everything"."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def names(nodes: Iterable[ast.AST]) -> set[str]:
    """Plain names and the last names of attributes anywhere in `nodes`."""
    inside = [inner for node in nodes for inner in ast.walk(node)]
    plain = {n.id for n in inside if isinstance(n, ast.Name)}
    return plain | {n.attr for n in inside if isinstance(n, ast.Attribute)}
