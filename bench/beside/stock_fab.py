"""Stock Flask-AppBuilder: a ModelView over the claim table, its tables for security in a schema of their own."""

from __future__ import annotations

import logging
import os
import time
from multiprocessing import get_context
from statistics import median
from typing import Any

logging.disable(logging.WARNING)
ADDRESS = os.environ["BENCH_DATABASE"] + "?options=-csearch_path%3Dfab"
FIELDS = ["id", "learner_name", "document_mask", "title", "starts_on", "requested", "granted", "review_state", "year"]
PAGES = {"first page": "", "page 500": "?page_ClaimView=499", "one state": "?_flt_3_review_state=draft",
         "two characters": "?_flt_2_learner_name=伟芳"}  # fmt: skip


def application() -> Any:
    from flask import Flask
    from flask_appbuilder import AppBuilder, Model, ModelView
    from flask_appbuilder.models.sqla.interface import SQLAInterface
    from flask_appbuilder.utils.legacy import get_sqla_class
    from sqlalchemy import Column, Date, Integer, Numeric, String

    db = get_sqla_class()()

    class Claim(Model):  # type: ignore[misc]  # FAB's base has no types
        __tablename__ = "claim"
        id = Column(Integer, primary_key=True)
        learner_name = Column(String(60))
        document_mask = Column(String(20))
        title = Column(String(200))
        starts_on = Column(Date)
        requested = Column(Numeric(7, 2))
        granted = Column(Numeric(7, 2))
        review_state = Column(String(10))
        year = Column(Integer)

    class ClaimView(ModelView):  # type: ignore[misc]  # FAB's base has no types
        datamodel = SQLAInterface(Claim)
        page_size, base_order = 20, ("id", "desc")
        list_columns = FIELDS[1:]
        search_columns = ("learner_name", "review_state", "year")

    app = Flask("stock")
    app.config.update(SECRET_KEY="x" * 32, SQLALCHEMY_DATABASE_URI=ADDRESS, WTF_CSRF_ENABLED=False,
                      RATELIMIT_ENABLED=False, FAB_ROLES={})  # fmt: skip
    with app.app_context():
        db.init_app(app)
        builder = AppBuilder(app, db.session)
        builder.add_view(ClaimView, "Claims")
        for n in range(24):  # a product has some views: FAB asks for permissions entry by entry
            more = type(f"V{n}View", (ModelView,), {"datamodel": SQLAInterface(Claim), "list_columns": FIELDS[1:4]})
            builder.add_view(more, f"V{n}", category=f"Cat{n % 5}")
        if builder.sm.find_user("bench") is None:
            builder.sm.add_user("bench", "B", "B", "b@example.invalid", builder.sm.find_role("Admin"), "pw")
    return app


def signed_in() -> Any:
    client = application().test_client()
    assert client.post("/login/", data={"username": "bench", "password": "pw"}).status_code == 302
    return client


def served(seconds: int) -> int:
    client, count, until = signed_in(), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        assert client.get("/claimview/list/").status_code == 200
        count += 1
    return count


def main() -> None:
    from sqlalchemy import create_engine, text

    with create_engine(os.environ["BENCH_DATABASE"]).begin() as connection:
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS fab"))
        connection.execute(text(f"CREATE OR REPLACE VIEW fab.claim AS SELECT {', '.join(FIELDS)} FROM public.claim"))
    client = signed_in()
    print("stock FAB", flush=True)
    for name, query in PAGES.items():
        took = []
        for _turn in range(8):
            began = time.perf_counter()
            assert client.get("/claimview/list/" + query).status_code == 200
            took.append((time.perf_counter() - began) * 1000)
        print(f"  {name:16} {median(took[1:]):7.1f} ms", flush=True)
    workers, seconds = int(os.environ["WORKERS"]), int(os.environ["SECONDS"])
    with get_context("spawn").Pool(workers) as pool:
        print(f"  {sum(pool.map(served, [seconds] * workers)) / seconds:.1f} pages/s", flush=True)


if __name__ == "__main__":
    main()
