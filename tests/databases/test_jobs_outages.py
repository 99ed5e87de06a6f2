"""A database that crashes in the middle of imports, and the local executor's workers on PostgreSQL."""

from __future__ import annotations

import gc
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from app import create_app
from app.extensions import db
from tests.conftest import KEYS
from tests.proving import killing, naive
from tests.proving.killing import Proof
from tests.proving.places import Place
from tests.proving.servers import Postgres, eventually, own_postgres

pytestmark = pytest.mark.services


@pytest.fixture
def place(app: Flask) -> Iterator[Place]:
    """`flask worker` on PostgreSQL."""
    place = Place(app)
    yield place
    place.close()


def test_kill_9_of_local_workers_loses_nothing_and_doubles_nothing(place: Place) -> None:
    proof = killing.prove(place, 500, 2)
    assert proof.faults() == []
    assert proof.hits >= 1


@pytest.mark.proofs
def test_the_proof_finds_a_checkpoint_in_another_transaction(place: Place) -> None:
    """The negative control: without it the proofs would prove nothing."""
    place.plant = naive.plant
    proof = Proof(place, 500, longest=2 * naive.WINDOW)
    proof.preview()
    for _turn in range(8):
        proof.kill_workers(1)
        if proof.faults_so_far():
            break
    assert proof.faults_so_far() != []


# ---- a cluster of our own -----------------------------------------------------------------------------------------


@pytest.fixture
def crashing(app: Flask, tmp_path: Path) -> Iterator[tuple[Postgres, Place]]:
    """The demo on a cluster of its own, which may crash."""
    with own_postgres() as server:
        _copy(app.config["SQLALCHEMY_DATABASE_URI"], server.url)
        folder = shutil.copytree(app.config["DATA_DIR"], tmp_path / "data")
        place = Place(create_app(KEYS | {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": server.url, "TESTING": True}))
        yield server, place
        place.close()
        with warnings.catch_warnings():  # a connection that died with its server is nobody's to close
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


def _copy(source: str, target: str) -> None:
    """A database with all that is in it, from one cluster to another."""
    plain = [make_url(one).set(drivername="postgresql", query={}).render_as_string(False) for one in (source, target)]
    dump = subprocess.run(["pg_dump", "--no-owner", plain[0]], check=True, capture_output=True).stdout
    subprocess.run(["psql", "-q", "-d", plain[1]], check=True, input=dump, stdout=subprocess.DEVNULL)


def test_a_crash_of_postgres_interrupts_an_import_and_loses_nothing(crashing: tuple[Postgres, Place]) -> None:
    server, place = crashing
    proof = Proof(place, 500)
    proof.upload()
    worker = place.start()
    for _time in range(2):
        proof.wait_for_progress()
        server.crash()
        with pytest.raises(OperationalError):
            Proof(place, 1).upload()  # asking for it fails visibly: nothing is promised that is not kept
        server.start()
        with place.app.app_context():
            db.engine.dispose()
    eventually(proof.is_over)
    assert worker.stop() == 0
    assert proof.faults() == []
