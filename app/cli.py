"""Commands: deploy (migrate and sync permissions), platform, demo, verify, worker."""

from __future__ import annotations

import secrets
import signal
import sys
import threading
import tomllib
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app import verification
from app.accounts import operations as accounts
from app.extensions import db, migrations
from app.kit import jobs, scope
from app.kit.audit import sealing, verifying
from app.kit.errors import RuleError
from app.learners import names
from app.organizations.models import Platform
from app.presets import loading

platform = AppGroup("platform", help="Platforms and their presets.")
account = AppGroup("account", help="First accounts, before anybody can sign in.")
audit = AppGroup("audit", help="Seal the audit, and check that nobody has changed it.")


def install(app: Flask) -> None:
    app.cli.add_command(platform)
    app.cli.add_command(account)
    app.cli.add_command(audit)
    for command in (deploy, migration, demo, verify, worker):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def deploy() -> None:
    """Bring the database to this version: migrations, permissions, roles and menus of presets. Run by one process."""
    migrations().upgrade()
    with scope.everything("deploy"):
        left_alone = sync_permissions()
        names.backfill(db.session())
        db.session.commit()
    for told in left_alone:
        click.echo(told)


@click.command()
@click.argument("what")
@with_appcontext
def migration(what: str) -> None:
    """Write the migration for what has changed in the models; look at it before you commit it."""
    migrations().upgrade()
    migrations().migrate(message=what)


def sync_permissions() -> list[str]:
    """Permissions of all views, the system role, and what every platform takes over from its preset; what not."""
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    pairs = [(p, v.class_permission_name) for v in views for p in v.base_permissions or () if v.class_permission_name]
    accounts.keep_permissions(db.session, pairs)
    accounts.keep_role(db.session, None, "administrator", loading.SYSTEM_ROLE)
    return [told for one in db.session.query(Platform) for told in loading.keep(db.session(), one)]


@platform.command("create")
@click.option(
    "--preset", required=True, help="A file in app/presets without .toml, or the path of one that was exported."
)
@click.option("--code", help="Code of the platform, where the preset gives none or another one is wanted.")
@click.option("--name", help="Name of the platform, likewise.")
@click.option("--root", help="Name of its root organization, likewise.")
def create_platform(preset: str, code: str | None, name: str | None, root: str | None) -> None:
    """Create a platform from a preset, or from a file that `export` has written."""
    own = preset in loading.names()
    if not own and not Path(preset).is_file():
        raise click.ClickException(f"No preset {preset}. There are: {', '.join(loading.names())}")
    facts = loading.read(preset) if own else tomllib.loads(Path(preset).read_text(encoding="utf-8"))
    facts |= {key: value for key, value in (("code", code), ("name", name)) if value}
    facts["root"] = facts.get("root", {}) | ({"name": root} if root else {})
    if missing := [key for key in ("code", "name") if key not in facts] + ["root"] * ("name" not in facts["root"]):
        raise click.ClickException(f"No preset fact for: {', '.join(missing)}. Give it as --{missing[0]}.")
    with scope.everything("platform create"):
        try:
            made = loading.create_platform(db.session(), facts, preset if own else "")
        except RuleError as refusal:
            raise click.ClickException(str(refusal.message)) from refusal
        db.session.commit()
        click.echo(f"Platform {made.code} is there.")


@platform.command("export")
@click.argument("code")
def export_platform(code: str) -> None:
    """Write a platform's words and rules as a preset file; no people, no secrets."""
    with scope.everything("platform export", readonly=True):
        found = db.session.query(Platform).filter(Platform.code == code).first()
        if found is None:
            raise click.ClickException(f"There is no platform {code}.")
        click.echo(loading.export(db.session(), found), nl=False)


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
    """Compare ledger, yearly figures, standings, certificates and approved sources; exit code 1 when they differ."""
    with scope.everything("verify"):
        problems = verification.problems(db.session())
    for problem in problems:
        click.echo(problem)
    click.echo("Ledger and approved sources agree." if not problems else f"{len(problems)} differences.")
    if problems:
        sys.exit(1)


@audit.command("seal")
def seal_audit() -> None:
    """Seal what has been recorded since the last seal; prints the head of the chain, to be noted elsewhere."""
    with scope.everything("audit seal"):
        limit = sealing.horizon(db.session())
        if limit is None:
            raise click.ClickException("Somebody is still writing. Try again.")
        while made := sealing.seal(db.session(), limit):
            db.session.commit()
            sealing.keep_head(made)
        last = sealing.newest(db.session())
        click.echo(f"Sealed up to {last.head}" if last else "There is nothing to seal.")


@audit.command("verify")
@click.option("--head", default="", help="A head that was noted before, as printed by `flask audit seal`.")
def verify_audit(head: str) -> None:
    """Follow the chain of seals and name the first bad place; exit code 1 when there is one."""
    kept = sealing.head_file().read_text() if sealing.head_file().exists() else ""
    with scope.everything("audit verify", readonly=True):
        verdict = verifying.verify(db.session(), kept, head)
    click.echo(verdict.flaw or f"{verdict.seals} seals over {verdict.events} events hold; {verdict.unsealed} wait.")
    if verdict.flaw:
        sys.exit(1)


@click.command()
@with_appcontext
def worker() -> None:
    """Run background jobs in a process of its own, until stopped; what is under way is handed back then."""
    executor = current_app.extensions["jobs"]
    if not isinstance(executor, jobs.LocalExecutor):
        raise click.ClickException("Jobs are done by Celery here: celery -A app.worker:cel worker -Q short,long")
    if not executor.count:
        raise click.ClickException("JOBS_THREADS=0 is for web servers; a worker needs at least 1, better 2.")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_told: stop.set())
    executor.start()
    click.echo(f"{executor.count} threads do jobs.")
    stop.wait()
    executor.stop()
