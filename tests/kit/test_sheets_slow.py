"""Files so large, or a bucket so slow, that opening takes longer than a lease: the worker keeps its job."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.kit import jobs, scope
from app.kit.jobs import files, queue
from app.kit.jobs.models import DONE, WAITING
from app.kit.sheets import exporting, importing, operations
from tests.kit import toy
from tests.kit.queued import job

LEASE = 0.3


def work_beside(app: Flask, got: list[Any]) -> None:
    """Do what is due while another worker looks for work, too."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            with app.app_context():
                got.append(queue.claim())

    rival = threading.Timer(LEASE / 2, look)
    rival.start()
    jobs.run_next()
    over.set()
    rival.join()


def test_a_file_that_takes_long_to_open_stays_with_its_worker(
    toy_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = importing.open_table

    @contextmanager
    def slow(*call: Any) -> Iterator[Any]:
        time.sleep(4 * LEASE)
        with table(*call) as opened:
            yield opened

    with scope.using(toy.SCOPE), files.new_file(".xlsx") as part:
        toy.workbook(part, [("Code", "Name"), ("a", "A")])
        number = operations.start(db.session, toy.SHEET, part, "a.xlsx", {}).id
        db.session.commit()
    monkeypatch.setattr(importing, "open_table", slow)
    monkeypatch.setitem(toy_app.config, "JOBS_LEASE", LEASE)
    got: list[Any] = []
    work_beside(toy_app, got)
    assert got and set(got) == {None}
    assert (job(number).status, job(number).attempts) == (WAITING, 1)


def test_an_export_that_takes_long_to_store_stays_with_its_worker(
    toy_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = files.keep

    def slow(*call: Any) -> Any:
        time.sleep(4 * LEASE)
        return keep(*call)

    monkeypatch.setattr(files, "keep", slow)
    monkeypatch.setitem(toy_app.config, "JOBS_LEASE", LEASE)
    with scope.using(toy.SCOPE):
        number = exporting.enqueue("ThingList", {}).id
        db.session.commit()
    got: list[Any] = []
    work_beside(toy_app, got)
    assert got and set(got) == {None}
    assert (job(number).status, job(number).attempts) == (DONE, 1)
