"""A unit's claims as a workbook: our export task, the bare writer over the same rows, and django-import-export.

Each runs in a fresh process, so that its peak of memory is its own. What an application takes before it writes a row is
told apart. django-import-export lives in an environment of its own (`make bench-export` makes it).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from xlsxwriter import Workbook

from app import create_app
from app.claims.unit_views import UnitClaimView
from app.extensions import db
from app.kit import jobs
from app.kit.jobs.models import Job
from app.kit.sheets import exporting
from bench.beside.spending import peak
from bench.claim_pages import HERE, WHO, fill
from bench.scratch import application
from tests.person import Person

COLUMNS = ("year", "learner_name", "document_mask", "type", "category", "title", "starts_on", "ends_on", "requested",
           "granted", "review_state", "registered_name")  # fmt: skip
ROWS = """SELECT c.year, c.learner_name, c.document_mask, t.label, h.label, c.title, c.starts_on, c.ends_on,
c.requested, c.granted, c.review_state, c.registered_name FROM claim c JOIN claim_type t ON t.id = c.type_id
JOIN hour_category h ON h.id = c.category_id ORDER BY c.id DESC"""
TURNS = 2  # what else the machine does changes between them
Figures = tuple[int, float, float, int, int]  # rows, seconds, those of this process's CPU, MB before and at most


def ours(settings: dict[str, Any]) -> Figures:
    """The task as a worker does it, from its start to the stored file."""
    app = create_app(settings)
    UnitClaimView.exported = COLUMNS
    with app.app_context():
        with Person(app, WHO).acting():
            number = exporting.enqueue("UnitClaimView", {}).id
            db.session.commit()
        before, began, cpu = peak(), time.perf_counter(), time.process_time()
        jobs.run_all()
        spent, cpu = time.perf_counter() - began, time.process_time() - cpu
        with Person(app, WHO).acting():
            job = db.session.get_one(Job, number)
            assert job.status == "done", job.message
            return job.result["count"], spent, cpu, before, peak()


def bare(address: str) -> Figures:
    """XlsxWriter over a server-side cursor: no scope, no task, no words of a language."""
    before, began, cpu, count = peak(), time.perf_counter(), time.process_time(), 0
    with TemporaryDirectory() as folder, psycopg.connect(address.replace("+psycopg", "")) as connection:
        book = Workbook(Path(folder) / "bare.xlsx", {"constant_memory": True})
        page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, COLUMNS)
        with connection.cursor("rows") as rows:
            rows.itersize = 2000
            for count, row in enumerate(rows.execute(ROWS), 1):
                for at, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(count, at, value)
                    elif isinstance(value, date):
                        page.write_datetime(count, at, value, day)
                    elif value is not None:
                        page.write_number(count, at, value)
        book.close()
    return count, time.perf_counter() - began, time.process_time() - cpu, before, peak()


def apart(work: Any, *args: Any) -> Figures:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, args)


def told(name: str, figures: Figures, limit: Figures | None = None) -> Figures:
    rows, seconds, cpu, before, most = figures
    words = f"  {name:21} {rows:7,} rows {rows / seconds:7,.0f} rows/s, {rows / cpu:7,.0f} by its CPU; "
    print(f"{words}{before} MB before, {most} MB at most{_ratios(figures, limit) if limit else ''}", flush=True)
    return figures


def _ratios(figures: Figures, limit: Figures) -> str:
    """Of the limit's rows per second: by the clock, and by the CPU, which other work on the machine disturbs less."""
    wall, cpu = (figures[0] / figures[at] * limit[at] / limit[0] for at in (1, 2))
    return f"; {wall:.2f} of the limit, {cpu:.2f} by CPU"


def main(claims: int, python: str) -> None:
    with application("export") as app:
        fill(claims)
        names = ("SECRET_KEY", "PERSONAL_DATA_KEY", "DATA_DIR", "SQLALCHEMY_DATABASE_URI", "TESTING")
        settings, address = {name: app.config[name] for name in names}, app.config["SQLALCHEMY_DATABASE_URI"]
        print(f"{claims:,} claims in {len(COLUMNS)} columns, load {os.getloadavg()[0]:.1f}", flush=True)
        for _turn in range(TURNS):
            limit = told("XlsxWriter alone", apart(bare, address))
            told("ours", apart(ours, settings), limit)
        if python:
            script = [python, HERE / "django_export.py"]
            found = subprocess.run(
                script, env=os.environ | {"BENCH_DATABASE": address}, check=True, stdout=subprocess.PIPE
            )
            rows, *spent, before, most = found.stdout.split()
            told("django-import-export", (int(rows), *map(float, spent), int(before), int(most)), limit)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else "")
