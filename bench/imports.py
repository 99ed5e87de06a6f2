"""Claims of a unit from a workbook as drafts: our import, the same tables in bare SQL, and django-import-export.

Each runs in a fresh process on a copy of one database, in which the preview is done: what is measured goes from the
confirmation to the result workbook, and the preview is told apart. Bare SQL starts from the preview too.
django-import-export, in an environment of its own (`make bench-import` makes it), reads the workbook, writes claims
and nothing else: neither outcomes nor a result workbook.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select, text
from xlsxwriter import Workbook

from app import create_app
from app.claims.models import ClaimWindow
from app.claims.sheets import SHEET
from app.extensions import db
from app.kit import clock, jobs, personal, scope
from app.kit.bulk import insert_rows
from app.kit.jobs import files
from app.kit.jobs.models import Job
from app.kit.sheets import operations, results
from app.learners.models import Learner
from app.organizations.models import Organization
from bench import bare_import
from bench.beside.spending import cpu, peak
from bench.pages import person_row
from bench.scratch import application, copied
from tests.person import Person

HERE, WHO, TURNS = Path(__file__).parent / "beside", "gx-unit", 2
COLUMNS = ("document", "name", "heading", "type", "title", "starts_on", "ends_on", "requested", "year",
           "certificate_no")  # fmt: skip
TYPE = ("培训进修", "参加培训班、研修班")
EACH = 10  # claims of a person, none of them on the days of another
NAMES = ("SECRET_KEY", "PERSONAL_DATA_KEY", "DATA_DIR", "TESTING")


class Figures(NamedTuple):
    """Rows, seconds by the clock until they were written and until the workbook was, CPU, MB before and at most."""

    rows: int
    written: float
    seconds: float
    cpu: float
    before: int
    most: int


# ---- what is imported ---------------------------------------------------------------------------------------------


def prepare(app: Flask, claims: int, path: Path) -> int:
    """People, the workbook of their claims at `path`, uploaded by the unit's administrator; the number of the job."""
    who = Person(app, WHO)
    assert who.identity
    with scope.everything("test"):
        place = db.session.get_one(Organization, who.identity.scope().actor.organization_id)
        people = [person_row(n, place) for n in range(-(-claims // EACH))]
        insert_rows(db.session(), Learner, people, "bench")
        for window in db.session.scalars(select(ClaimWindow)):
            db.session.delete(window)  # without any, this year and the one before are open
        db.session.commit()
        db.session.connection().exec_driver_sql("ANALYZE")
        db.session.commit()
        _write(path, claims, people)
    with who.acting(), files.new_file(".xlsx") as part:
        part.write_bytes(path.read_bytes())
        number = operations.start(db.session(), SHEET, part, path.name, {}).id
        db.session.commit()
        return number


def _write(path: Path, claims: int, people: list[dict[str, Any]]) -> None:
    with force_locale("zh"):
        labels = {column.name: str(column.label) for column in SHEET.columns}
    book = Workbook(path, {"default_date_format": "yyyy-mm-dd"})  # shared strings, as spreadsheet programs save them
    page = book.add_worksheet()
    page.write_row(0, 0, [labels[name] for name in COLUMNS])
    for n in range(claims):
        page.write_row(n + 1, 0, _row(n, people[n // EACH]))
    book.close()


def _row(n: int, person: dict[str, Any]) -> list[Any]:
    begins = date(clock.today().year - 1, 1, 1) + timedelta(days=30 * (n % EACH))
    who = (person["document"].reveal(), person["name"])
    title = f"专业技术人员能力提升第{n % 5000}期"
    return [*who, *TYPE, title, begins, begins + timedelta(days=2), 24, begins.year, f"BENCH{n:07}"]


# ---- the contenders -----------------------------------------------------------------------------------------------


@contextmanager
def _working(settings: dict[str, Any]) -> Iterator[tuple[Person, Callable[[], float]]]:
    """The application as a worker has it, and what has been spent on it."""
    app = create_app(settings)
    with app.app_context():
        who = Person(app, WHO)
        gc.freeze()  # as a worker does when it starts
        if settings["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
            yield who, cpu
            return
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as beside:  # it sees who comes later
            yield who, lambda: cpu(lambda query: beside.execute(text(query)).all())


def preview(settings: dict[str, Any], number: int) -> Figures:
    with _working(settings) as (who, spent):
        before, began, used = peak(), time.perf_counter(), spent()
        jobs.run_all()
        took, used = time.perf_counter() - began, spent() - used
        with who.acting():
            job = db.session.get_one(Job, number)
            assert job.status == "waiting", job.message
            assert not job.result["preview"]["warning"], job.result
            return Figures(job.result["preview"]["new"], took, took, used, before, peak())


def ours(settings: dict[str, Any], number: int) -> Figures:
    """Confirmed, worked and downloaded, as a worker and a page do it."""
    with _working(settings) as (who, spent), force_locale("zh"), TemporaryDirectory() as folder:
        before, began, used = peak(), time.perf_counter(), spent()
        with who.acting():
            operations.confirm(db.session(), db.session.get_one(Job, number))
            db.session.commit()
        jobs.run_all()
        written = time.perf_counter() - began
        with who.acting():
            job = db.session.get_one(Job, number)
            assert job.status == "done", job.message
            results.write(db.session(), job, results.ALL, Path(folder) / "all.xlsx")
            took, used = time.perf_counter() - began, spent() - used
            assert job.result["counts"]["applied"] == job.result["counts"]["new"], job.result
            return Figures(job.result["counts"]["new"], written, took, used, before, peak())


def limit(settings: dict[str, Any], number: int) -> Figures:
    with _working(settings) as (_who, spent), TemporaryDirectory() as folder:
        key, headings = personal.key_for(b"xueshi encrypt"), list(COLUMNS)
        before, began, used = peak(), time.perf_counter(), spent()
        base = bare_import.write(settings["SQLALCHEMY_DATABASE_URI"], key, number)
        written = time.perf_counter() - began
        bare_import.book(base, key, number, Path(folder) / "all.xlsx", headings)
        took, used = time.perf_counter() - began, spent() - used
        count = base.run("SELECT count(*) FROM claim WHERE certificate_no LIKE 'BENCH%'").fetchone()[0]
        return Figures(count, written, took, used, before, peak())


def django(settings: dict[str, Any], path: Path, python: str) -> Figures:
    keys = {"BENCH_DATABASE": settings["SQLALCHEMY_DATABASE_URI"], "BENCH_BOOK": str(path),
            "BENCH_KEY": personal.key_for(b"xueshi look-up").hex()}  # fmt: skip
    script = [python, str(HERE / "django_import.py")]
    found = subprocess.run(script, env=os.environ | keys, check=True, stdout=subprocess.PIPE)
    rows, seconds, used, before, most = found.stdout.split()
    return Figures(int(rows), float(seconds), float(seconds), float(used), int(before), int(most))


# ---- told ---------------------------------------------------------------------------------------------------------


def apart(work: Any, *args: Any) -> Figures:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, args)


def told(name: str, figures: Figures, beside: dict[str, Figures] | None = None) -> Figures:
    rows, written, seconds, used, before, most = figures
    parts = "" if written == seconds else f" ({written:.1f} s to write, {seconds - written:.1f} s the workbook)"
    words = f"  {name:26} {rows:9,} rows {rows / seconds:8,.0f} rows/s, {rows / used:8,.0f} by CPU{parts}; "
    ratios = "".join(f"; {_ratio(figures, other)} {what}" for what, other in (beside or {}).items())
    print(f"{words}{before} MB before, {most} MB at most{ratios}", flush=True)
    return figures


def _ratio(figures: Figures, other: Figures) -> str:
    """Rows per second over those of another: by the clock, by CPU, which other work here disturbs less, and of the
    tables alone, since our workbook is not written the way of the limit's."""
    tables, wall, used = (figures.rows / figures[at] * other[at] / other.rows for at in (1, 2, 3))
    return f"{wall:.2f} ({used:.2f} by CPU, {tables:.2f} without workbook)"


def compare(claims: int, python: str, sqlite: bool) -> None:
    """One kind of database: every contender on a copy of its own, in turns."""
    with application("imports", sqlite) as app, TemporaryDirectory() as folder:
        number = prepare(app, claims, path := Path(folder) / "claims.xlsx")
        settings = {name: app.config[name] for name in NAMES} | {"SHEETS_MAX_ROWS": max(claims + 1, 200_000)}
        source = {"SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"]}
        db.session.remove()
        db.engine.dispose()
        print(f"{db.engine.dialect.name}: {claims:,} claims in {len(COLUMNS)} columns, load {os.getloadavg()[0]:.1f}")
        told("(our preview)", apart(preview, settings | source, number))

        def on_a_copy(work: Any, *args: Any) -> Figures:
            with copied(source["SQLALCHEMY_DATABASE_URI"]) as address:
                return work(settings | {"SQLALCHEMY_DATABASE_URI": address}, *args)

        beside = {}
        if python:
            tuned = on_a_copy(django, path, python)
            beside["of django-import-export"] = told("tuned django-import-export", tuned)
        for _turn in range(TURNS):
            bare = told("limit", on_a_copy(lambda *args: apart(limit, *args), number))
            told("ours", on_a_copy(lambda *args: apart(ours, *args), number), {"of the limit": bare} | beside)


def main(claims: int, python: str) -> None:
    compare(claims, python, sqlite=False)
    compare(claims, "", sqlite=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else "")
