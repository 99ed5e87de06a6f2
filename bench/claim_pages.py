"""The claim list of a unit's administrator over a million claims, beside stock FAB and Django admin on the same rows.

Each is measured by its own test client in this machine's two processes: session, scope, audit and rendering are in it,
the socket is not. Django lives in an environment of its own (`make bench-pages` makes it), never beside the product.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from app import create_app
from app.claims.models import ClaimType
from app.extensions import db
from app.kit import scope
from app.kit.bulk import insert_rows
from app.learners.models import Learner
from app.organizations.models import Organization
from bench.pages import person_row, statements, timed
from bench.scratch import application
from tests.person import Person

HERE = Path(__file__).parent / "beside"
WHO, LIST = "dl3", "/unitclaimview/list/"
PAGES = {
    "first page": "",
    "page 500": "?_page=500",
    "one state": "?review_state=pending",
    "rare state": "?review_state=rejected",
    "two characters": "?learner_name=伟芳",
    "nobody's name": "?learner_name=无此人",
    "a year": "?year=2025",
}
SECONDS, WORKERS = 10, 2
CLAIMS = """
INSERT INTO claim (platform_id, organization_id, unit_id, learner_id, learner_organization_id, learner_name,
  document_mask, document_hash, unit_name, learner_title, registered_by, registered_name, registered_at, type_id,
  category_id, title, starts_on, starts_half, ends_on, ends_half, requested, granted, year, year_reason, content,
  certificate_no, promised, paper_received_by, review_state, review_position, review_round, review_revocable_by,
  version, submitted_at, submitted_by)
SELECT l.platform_id, o.id, o.id, l.id, l.organization_id, l.name, '9***', l.document_hash, o.name, '', 'person',
  l.name, timestamp '2024-01-01' + n * interval '50 seconds', :type, :category,
  '专业技术人员能力提升第' || n % 5000 || '期',
  date '2024-01-01' + (n % 700)::int, 'am', date '2024-01-03' + (n % 700)::int, 'pm', 24,
  CASE WHEN n % 100 >= 10 THEN 24 END, 2024 + n % 3, '', '', 'C' || n, true, '',
  CASE WHEN n % 100 < 5 THEN 'draft' WHEN n % 1000 < 60 THEN 'rejected' ELSE 'approved' END,
  CASE WHEN n % 100 < 5 THEN 'draft' WHEN n % 1000 < 60 THEN 'rejected' ELSE 'approved' END, 1, 'last', 1,
  CASE WHEN n % 100 >= 5 THEN timestamp '2026-01-01' END, CASE WHEN n % 100 >= 5 THEN :user END
FROM generate_series(1, :claims) n
JOIN learner l ON l.id = :first + (n::bigint * 7919) % :people JOIN organization o ON o.id = :unit
"""


def fill(claims: int) -> None:
    """A tenth as many people in the departments of the unit, each with ten claims."""
    with scope.everything("test"):
        place = db.session.scalars(select(Organization).where(Organization.kind == "department")).first()
        assert place is not None
        people = max(1, claims // 10)
        rows = [person_row(n, place) | {"title": "bench"} for n in range(people)]
        insert_rows(db.session, Learner, rows, "bench")
        first = db.session.scalar(select(Learner.id).where(Learner.title == "bench").order_by(Learner.id))
        kind = db.session.scalars(select(ClaimType).where(ClaimType.code == "training")).one()
        facts = {
            "claims": claims,
            "people": people,
            "first": first,
            "unit": place.parent_id,
            "type": kind.id,
            "user": 1,
        }
        db.session.connection().execute(text(CLAIMS), facts | {"category": kind.category_id})
        db.session.commit()
        db.session.connection().exec_driver_sql("ANALYZE")
        db.session.commit()


def ours(browser: Person) -> None:
    for name, query in PAGES.items():
        path = LIST + query
        assert browser.get(path).status_code == 200, path
        spent = timed(lambda path=path: browser.get(path))
        print(f"  {name:16} {spent:7.1f} ms   {statements(lambda path=path: browser.get(path))} statements", flush=True)


def served(settings: dict[str, Any], seconds: int) -> int:
    """How many first pages one process serves in that time."""
    app = create_app(settings)
    browser, count = Person(app, WHO), 0
    browser.get(LIST)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert browser.get(LIST).status_code == 200
        count += 1
    return count


def pages_a_second(settings: dict[str, Any]) -> float:
    with get_context("spawn").Pool(WORKERS) as pool:
        return sum(pool.starmap(served, [(settings, SECONDS)] * WORKERS)) / SECONDS


def beside(script: str, python: str, address: str) -> None:
    """Another framework's list over the same table, in a process of its own."""
    environment = os.environ | {"BENCH_DATABASE": address, "SECONDS": str(SECONDS), "WORKERS": str(WORKERS)}
    subprocess.run([python, HERE / script], env=environment, check=False)


def main(claims: int, django: str) -> None:
    with application("claim_pages") as app:
        fill(claims)
        print(f"the unit's claims, {claims:,} of them", flush=True)
        ours(Person(app, WHO))
        names = ("SECRET_KEY", "PERSONAL_DATA_KEY", "DATA_DIR", "SQLALCHEMY_DATABASE_URI", "TESTING")
        print(f"  {pages_a_second({name: app.config[name] for name in names}):.0f} pages/s (target >= 100)", flush=True)
        address = app.config["SQLALCHEMY_DATABASE_URI"]
        beside("stock_fab.py", sys.executable, address)
        if Path(django).exists():
            beside("django_admin.py", django, address)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2] if len(sys.argv) > 2 else "")
