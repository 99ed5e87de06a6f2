"""Follows the recipes in a copy of the source: files, lines, migration and sentences of study visits."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po, write_po

from tests.negative.planting import ROOT

HERE = Path(__file__).parent
CAPABILITY = "visits"


def steps() -> list[dict[str, Any]]:
    """Every line that is written beside existing ones, with the recipe that tells to do it."""
    return list(tomllib.loads((HERE / "steps.toml").read_text(encoding="utf-8"))["step"])


def recipes() -> dict[str, str]:
    """The text of each recipe by its name: "table" is what follows **Add a table**."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Recipes")[2]
    found = re.split(r"\*\*Add an? ([\w ]+)\*\*", text)
    return dict(zip(found[1::2], found[2::2], strict=True))


def taken(step: dict[str, Any], text: str) -> str:
    """The file with the lines of a step; ValueError where the place for them is not there exactly once."""
    if "append" in step:
        return text + step["append"]
    if text.count(step["find"]) != 1:
        raise ValueError(f"{step['file']} has {step['find']!r} {text.count(step['find'])} times")
    lines = (step.get("before"), step.get("replace", step["find"]), step.get("after"))
    return text.replace(step["find"], "\n".join(line.strip("\n") for line in lines if line is not None))


def follow(place: Path) -> None:
    """All recipes, in the copy at `place`."""
    shutil.copytree(HERE / CAPABILITY, place / "app" / CAPABILITY)
    shutil.copy(HERE / "outcomes_of_visits.py", place / "tests")
    preset = (place / "app/presets/dalian.toml").read_text(encoding="utf-8")
    (place / "app/presets/brook.toml").write_text(preset.replace('"dalian"', '"brook"'), encoding="utf-8")
    for step in steps():
        file = place / step["file"]
        file.write_text(taken(step, file.read_text(encoding="utf-8")), encoding="utf-8")
    run(place, ".venv/bin/ruff", "check", "--fix", "--quiet", "app", "tests")
    run(place, ".venv/bin/ruff", "format", "--quiet", "app", "tests")
    make(place, "migration", f"WHAT={CAPABILITY}")
    make(place, "translations")
    translate(place / "translations/zh/LC_MESSAGES/messages.po")
    run(place, ".venv/bin/pybabel", "--quiet", "compile", "-d", "translations")
    make(place, "demo")
    flask(place, "platform", "create", "--preset", "brook")


def translate(file: Path) -> None:
    """Some Chinese for every new sentence; what it says does not matter here."""
    with file.open("rb") as source:
        catalogue = read_po(source, locale="zh")
    for message in catalogue:
        if message.id and not message.string:
            kept = "".join(re.findall(r"%\(\w+\)s", str(message.id)))
            message.string = f"考察学习{kept}"
    with file.open("wb") as target:
        write_po(target, catalogue, width=0)


def make(place: Path, *arguments: str) -> None:
    """A target of the Makefile, with the environment as it is: it belongs to the source that was copied."""
    run(place, "make", "--silent", "--old-file", ".venv/installed", *arguments)


def flask(place: Path, *arguments: str) -> None:
    run(place, sys.executable, "-m", "flask", *arguments)


def run(place: Path, *command: str) -> str:
    """The output of a command in the copy; CalledProcessError with it when it fails."""
    environment = os.environ | {"FLASK_APP": "app:create_app", "DATA_DIR": str(place / "var")}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout
