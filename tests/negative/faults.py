"""The faults of `faults.toml`: a line of the application, what it becomes, and the check that must notice."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

from tests.negative.planting import ROOT, Fault

FILE = Path(__file__).with_suffix(".toml")


def declared() -> list[dict[str, Any]]:
    """The declarations as written: name, file, find, replace, tests."""
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["fault"])


def read() -> list[Fault]:
    """The declared faults, each with the whole text of its file as it becomes."""
    return [Fault(one["name"], one["file"], planted(one), tuple(one["tests"])) for one in declared()]


def planted(one: dict[str, Any]) -> str:
    """The file with the fault; ValueError where the line to spoil is not there exactly once."""
    file = ROOT / one["file"]
    sound = file.read_text(encoding="utf-8")
    if "append" in one:
        return str(sound + one["append"])
    if sound.count(one["find"]) != 1:
        raise ValueError(f"{one['name']}: {one['file']} has the line {sound.count(one['find'])} times")
    return sound.replace(one["find"], one["replace"])


def exists(test: str) -> bool:
    """Whether `path::name` names a test function."""
    path, _colons, name = test.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    module = ast.parse(file.read_text(encoding="utf-8"))
    names = {n.name for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    return not name or set(name.split("[")[0].split("::")) <= names
