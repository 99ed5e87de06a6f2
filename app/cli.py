"""Commands: deploy (migrate and sync permissions), platform, demo, verify, worker."""

from __future__ import annotations

import secrets
import sys
import time
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade

from app.accounts import operations as accounts
from app.extensions import db
from app.hours import ledger
from app.kit import scope
from app.learners import names
from app.organizations.models import Platform
from app.presets import loading

platform = AppGroup("platform", help="Platforms and their presets.")
account = AppGroup("account", help="First accounts, before anybody can sign in.")


def install(app: Flask) -> None:
    app.cli.add_command(platform)
    app.cli.add_command(account)
    for command in (deploy, demo, verify, worker):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def deploy() -> None:
    """Bring the database to this version: migrations, permissions, roles of the presets. Run by one process."""
    upgrade()
    with scope.everything("deploy"):
        sync_permissions()
        names.backfill(db.session())
        db.session.commit()


def sync_permissions() -> None:
    """Permissions of all views, the system role, and the roles of every platform that has a preset."""
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    pairs = [(p, v.class_permission_name) for v in views for p in v.base_permissions or () if v.class_permission_name]
    accounts.keep_permissions(db.session, pairs)
    accounts.keep_role(db.session, None, "administrator", loading.SYSTEM_ROLE)
    known = set(loading.names())
    for one in db.session.query(Platform):
        if one.code in known:
            loading.keep_roles(db.session, one, loading.read(one.code))


@platform.command("create")
@click.option("--preset", required=True, help="Name of a file in app/presets, without .toml.")
def create_platform(preset: str) -> None:
    """Create a platform from a preset."""
    if preset not in loading.names():
        raise click.ClickException(f"No preset {preset}. There are: {', '.join(loading.names())}")
    with scope.everything("platform create"):
        made = loading.create_platform(db.session, loading.read(preset))
        db.session.commit()
        click.echo(f"Platform {made.code} is there.")


@account.command("create")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--platform", "code", help="Code of the platform; without it the account administers the system.")
@click.option("--role", default="administrator", help="Code of the role on that platform, e.g. level1.")
def create_account(username: str, name: str, code: str | None, role: str) -> None:
    """Create an account, appoint it at the platform's root, and print its one-time password."""
    with scope.everything("account create"):
        if accounts.find_login(db.session(), username):
            raise click.ClickException(f"There is already an account {username}.")
        found = accounts.role_at_root(db.session(), code, role)
        if found is None:
            raise click.ClickException(f"There is no role {role} on platform {code}.")
        user = accounts.create_user(db.session(), username, name, secrets.token_urlsafe(32))
        accounts.appoint(db.session(), user, *found)
        password = accounts.give_one_time_password(user)
        db.session.commit()
    click.echo(f"{username}: {password}")


@account.command("password")
@click.argument("username")
def reset_password(username: str) -> None:
    """Give an account a new one-time password: for those above whom nobody is who could do it on a screen."""
    with scope.everything("account password"):
        user = accounts.find_login(db.session(), username)
        if user is None:
            raise click.ClickException(f"There is no account {username}.")
        password = accounts.give_one_time_password(user)
        db.session.commit()
    click.echo(f"{username}: {password}")


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demo data of every preset that has some; a second run changes nothing."""
    from app import demo as data

    click.echo(data.load())


@click.command()
@with_appcontext
def verify() -> None:
    """Compare ledger, yearly figures and approved sources; exit code 1 when they differ."""
    with scope.everything("verify"):
        problems = ledger.verify(db.session)
    for problem in problems:
        click.echo(problem)
    click.echo("Ledger and approved sources agree." if not problems else f"{len(problems)} differences.")
    if problems:
        sys.exit(1)


@click.command()
@with_appcontext
def worker() -> None:
    """Run background jobs in a process of its own, until stopped."""
    executor = current_app.extensions["jobs"]
    executor.start()
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        executor.stop()
