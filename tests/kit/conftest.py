"""The toy application, with what it registers taken back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.kit.jobs.registry import registry
from app.kit.sheets import exporting
from app.kit.sheets import sheet as sheet_registry
from tests.kit import toy


@pytest.fixture
def toy_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    at_call = {name: kind for name, kind in registry.kinds.items() if not kind.every}
    monkeypatch.setattr(registry, "kinds", at_call)
    monkeypatch.setattr(registry, "ended", [])  # the toy has no notices
    monkeypatch.setattr(registry, "rebuild", toy.rebuild)
    monkeypatch.setattr(registry, "platforms", lambda: [1])
    monkeypatch.setitem(sheet_registry._sheets, "things", toy.SHEET)
    monkeypatch.setitem(exporting._views, "ThingList", toy.ThingList())
    app = toy.make_app(tmp_path)
    with app.app_context():
        yield app
