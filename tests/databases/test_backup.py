"""The commands of docs/operations.md, Backup and restore, as they are written there."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, make_url

from app import create_app, verification
from app.cli import sync_permissions
from app.extensions import db
from app.kit import scope
from app.kit.files import Attachment, storing
from app.kit.jobs.models import Job
from tests.conftest import KEYS
from tests.databases.conftest import NAME, run_on_server
from tests.imports import counts, upload, work
from tests.person import Person

pytestmark = pytest.mark.services

DATA = Path(__file__).parents[1] / "data"
PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
RESTORED = f"{NAME}_restored"


def written(beginning: str) -> str:
    """The command of the page that begins so, without what is for SQLite or a bucket."""
    (line,) = [line for line in PAGE.splitlines() if line.startswith(beginning)]
    return re.split(r"\s+#|\s{5,}", line)[0]


@pytest.fixture
def restored(app: Flask, server: Engine, tmp_path: Path) -> Iterator[Flask]:
    """What was backed up, in another place: an import that waits for its owner is among it."""
    upload(Person(app, "dl1"), "organizations", DATA / "organizations.xlsx")
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(query={})
    plain = url.set(drivername="postgresql")
    copy, data = tmp_path / "copy", tmp_path / "data"
    data.mkdir()
    there = {"PGHOST": plain.host or "", "PGPORT": str(plain.port or 5432), "PGUSER": plain.username or ""}
    there |= {"PGPASSWORD": plain.password} if plain.password else {}
    here = os.environ | there | {"PG_URL": plain.render_as_string(False), "DATA_DIR": str(app.config["DATA_DIR"])}
    copy.mkdir()
    for beginning in ("pg_dump", 'tar -C "$DATA_DIR" -cf'):
        subprocess.run(written(beginning), shell=True, check=True, cwd=copy, env=here)
    restore = written("createdb").replace(" xueshi ", f" {RESTORED} ")
    for command in (restore, written('tar -C "$DATA_DIR" -xf')):
        subprocess.run(command, shell=True, check=True, cwd=copy, env=here | {"DATA_DIR": str(data)})
    address = url.set(database=RESTORED).render_as_string(False)
    again = create_app(KEYS | {"DATA_DIR": data, "SQLALCHEMY_DATABASE_URI": address, "TESTING": True})
    yield again
    with again.app_context():
        db.engine.dispose()
    run_on_server(server, f"DROP DATABASE IF EXISTS {RESTORED} WITH (FORCE)")


@pytest.mark.req("R-5")
def test_a_restored_installation_agrees_with_itself_and_has_its_files(restored: Flask) -> None:
    with restored.app_context(), scope.everything("test"):
        assert sync_permissions() == []
        assert verification.problems(db.session()) == []
        attachments = db.session.query(Attachment).all()
        number = db.session.query(Job).filter(Job.kind == "import").one().id
        assert attachments and all(len(storing.read(one.key)) >= one.size // 2 for one in attachments)
    assert Person(restored, "dl1").post(f"/imports/{number}/confirm").status_code == 303
    work(restored)
    assert counts(restored, number)["new"] == 105
