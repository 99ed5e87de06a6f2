"""The people's list of a unit's administrator on many rows, beside a bare route with one query, in one process."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from sqlalchemy import event, select

from app.extensions import db
from app.kit import clock, personal, scope
from app.kit.bulk import insert_rows
from app.learners.models import Learner
from app.organizations.models import Organization
from bench.scratch import application
from tests.person import Person

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊洋艳勇杰娟涛明超霞平刚桂"
PAGES = {
    "first page": "/learnerview/list/",
    "page 500": "/learnerview/list/?_page=500",
    "one title": "/learnerview/list/?title=馆员",
    "part of a name": "/learnerview/list/?name=伟芳",
}


def fill(people: int) -> None:
    """`people` learners in the departments of one unit, and as many elsewhere."""
    with scope.everything("test"):
        places = list(db.session.scalars(select(Organization).order_by(Organization.id)))
        rows = [person_row(n, places[n % len(places)]) for n in range(people)]
        insert_rows(db.session, Learner, rows, "bench")
        db.session.commit()
        db.session.connection().exec_driver_sql("ANALYZE")
        db.session.commit()


def person_row(n: int, place: Organization) -> dict[str, Any]:
    number = f"99{n:016d}"
    name = SURNAMES[n % 10] + GIVEN[n // 10 % 20] + GIVEN[n // 200 % 20]
    return {
        "platform_id": place.platform_id, "organization_id": place.id, "name": name, "document_type": "id",
        "document": personal.Secret(number), "document_hash": personal.keyed_hash(number),
        "title": ("馆员", "副研究馆员", "教师", "")[n % 4], "grade": "", "requirement_applies": True,
        "created_at": clock.now(), "version": 1,
    }  # fmt: skip


def timed(work: Callable[[], Any], times: int = 30) -> float:
    """Median milliseconds of `work`, after two calls to warm up."""
    took = []
    for turn in range(times + 2):
        began = time.perf_counter()
        work()
        if turn > 1:
            took.append((time.perf_counter() - began) * 1000)
    return median(took)


def statements(work: Callable[[], Any]) -> int:
    seen: list[str] = []

    def note(*details: Any) -> None:
        seen.append(details[2])

    event.listen(db.engine, "before_cursor_execute", note)
    work()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def main(people: int) -> None:
    with application("pages") as app:
        fill(people)
        browser = Person(app, "dl2")
        bare = timed(lambda: _bare(browser))
        print(f"people's list over {people:,} people; one bare query: {bare:.1f} ms")
        for name, path in PAGES.items():
            assert browser.get(path).status_code == 200, path
            spent, asked = (
                timed(lambda path=path: browser.get(path)),
                statements(lambda path=path: browser.get(path)),
            )
            print(f"{name:16} {spent:7.1f} ms   {asked} statements")


def _bare(browser: Person) -> None:
    with browser.acting():
        db.session.scalars(select(Learner).order_by(Learner.id.desc()).limit(20)).all()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
