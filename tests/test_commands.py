"""The commands of an installation without demo data: deploy, platform, first accounts, verify."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.accounts import operations as accounts
from app.extensions import db
from app.kit import scope
from tests.conftest import KEYS
from tests.person import Person


@pytest.fixture
def empty_app(tmp_path: Path) -> Flask:
    return create_app(KEYS | {"DATA_DIR": tmp_path, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'empty.db'}"})


def run(app: Flask, *command: str) -> Result:
    return app.test_cli_runner().invoke(args=list(command))


def test_a_platform_and_its_first_administrator_are_set_up_by_commands(empty_app: Flask) -> None:
    assert run(empty_app, "deploy").exit_code == 0
    assert run(empty_app, "platform", "create", "--preset", "dalian").exit_code == 0
    made = run(empty_app, "account", "create", "chief", "--name", "王敏", "--platform", "dalian", "--role", "level1")
    assert made.exit_code == 0, made.output
    password = made.output.strip().removeprefix("chief: ")
    with empty_app.app_context(), scope.everything("test"):
        assert accounts.find_login(db.session(), "chief") is not None
    assert _signs_in(empty_app, "chief", password)
    assert Person(empty_app, "chief").get("/organizationview/list/").location == "/password/", "a one-time password"
    again = run(empty_app, "account", "password", "chief").output.strip().removeprefix("chief: ")
    assert again != password
    assert [_signs_in(empty_app, "chief", word) for word in (password, again)] == [False, True]
    _close(empty_app)


def _signs_in(app: Flask, username: str, password: str) -> bool:
    client = app.test_client()
    page = client.get("/login/").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"username": username, "password": password, "csrf_token": token}
    return client.post("/login/", data=form).location == "/"


def _close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def test_a_second_deploy_changes_nothing(empty_app: Flask) -> None:
    for _again in range(2):
        assert run(empty_app, "deploy").exit_code == 0
    _close(empty_app)


@pytest.mark.parametrize(
    "command",
    [
        ("platform", "create", "--preset", "nowhere"),
        ("account", "create", "x", "--name", "x", "--platform", "nowhere"),
        ("account", "create", "dl1", "--name", "x"),
        ("account", "password", "nobody"),
    ],
)
def test_what_cannot_be_created_is_refused_in_words(app: Flask, command: tuple[str, ...]) -> None:
    answer = run(app, *command)
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: There is") or "No preset" in answer.output


def test_verify_agrees_on_the_demo_data(app: Flask) -> None:
    answer = run(app, "verify")
    assert answer.exit_code == 0
    assert "agree" in answer.output


def test_the_demo_data_is_loaded_once(app: Flask) -> None:
    first, second = run(app, "demo"), run(app, "demo")
    assert first.output == second.output
    assert "dl-learner" in first.output
