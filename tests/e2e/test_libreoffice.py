"""Every exported list, a result and a template, opened and saved by LibreOffice: the same values (SHEET-2)."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from tests.imports import counts, import_file, work
from tests.person import Person

DATA = Path(__file__).parents[1] / "data"
ACCOUNTS = ("dl1", "dl2", "dl3", "auditor", "admin", "dl-learner")


def listed(app: Flask) -> list[Any]:
    """The views whose lists can be exported."""
    views: list[Any] = app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    return [view for view in views if getattr(view, "exports", False) and hasattr(view, "export_select")]


def exported(app: Flask, person: Callable[..., Person], folder: Path) -> dict[str, Path]:
    """The workbook of each list that can be exported, by the first account that may."""
    people = [person(name) for name in ACCOUNTS]
    tasks: dict[str, tuple[Person, str]] = {}
    for view in listed(app):
        for one in people:
            answer = one.post(f"{view.route_base}/export")
            if answer.status_code == 303 and answer.location.startswith("/exports/"):
                tasks[type(view).__name__] = one, answer.location
                break
    work(app)
    made = {}
    for name, (one, address) in tasks.items():
        made[name] = folder / f"{name}.xlsx"
        made[name].write_bytes(one.get(f"{address}/file").data)
    return made


def values(path: Path) -> list[list[Any]]:
    """The cells of the first page, without what is blank at its ends: LibreOffice leaves that out."""
    found = [_without_end(list(row), None) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    return _without_end(found, [])


def _without_end(found: list[Any], blank: Any) -> list[Any]:
    while found and found[-1] == blank:
        found.pop()
    return found


@pytest.mark.req("SHEET-2")
@pytest.mark.proofs
def test_what_we_write_keeps_its_values_in_libreoffice(
    app: Flask, person: Callable[..., Person], tmp_path: Path
) -> None:
    books = exported(app, person, tmp_path)
    job = import_file(person("dl1"), "organizations", DATA / "organizations.xlsx")
    books["result"], books["template"] = tmp_path / "result.xlsx", tmp_path / "template.xlsx"
    books["result"].write_bytes(person("dl1").get(f"/imports/{job}/download/all").data)
    books["template"].write_bytes(person("dl3").get("/imports/template/learners").data)
    lists = {type(v).__name__ for v in listed(app)}
    assert set(books) - {"result", "template"} == lists
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    saved = tmp_path / "saved"
    subprocess.run([*command, "--outdir", saved, *books.values()], check=True, capture_output=True, timeout=300)
    for name, path in books.items():
        assert values(saved / path.name) == values(path), name
    again = import_file(person("dl1"), "organizations", saved / "result.xlsx")
    before, after = counts(app, job), counts(app, again)
    assert after["unchanged"] == before["new"] + before["changed"] + before["unchanged"] > 90
    assert after["error"] == before["error"]
