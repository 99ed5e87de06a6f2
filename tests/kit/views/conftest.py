"""The toy application of the view base, with what it registers taken back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.kit import scope
from tests.kit.views import pages
from tests.kit.views.pages import sign_in


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(scope, "_rules", dict(scope._rules))
    monkeypatch.setattr(scope, "_names", dict(scope._names))
    for model in pages.MODELS:
        scope.register(model, pages.own(model))
    app = pages.make_app(tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def alice(app: Flask) -> FlaskClient:
    return sign_in(app.test_client(), "alice")
