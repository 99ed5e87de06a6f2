"""Ten thousand decisions by `review.act`, beside a bare UPDATE and INSERT of the same rows, on PostgreSQL."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import event, insert, literal, select, update

from app.classes import operations as classes
from app.classes.models import TrainingClass
from app.extensions import db
from app.hours.models import HourCategory
from app.kit import clock, review, scope
from app.kit.audit import AuditEvent
from app.kit.review import ReviewStep
from bench.scratch import application
from tests.person import Person

TABLE: Any = TrainingClass.__table__
STEP: Any = ReviewStep.__table__
LOG: Any = AuditEvent.__table__


def fill(who: Person, count: int) -> list[int]:
    """`count` drafts of the unit of `who`."""
    with who.acting() as s:
        category = db.session.scalars(select(HourCategory)).first()
        facts = {"title": "第0期", "year": 2026, "category": category, "starts_on": date(2026, 5, 1),
                 "ends_on": date(2026, 5, 2), "place": "礼堂", "planned_people": 10, "hours": Decimal(8),
                 "content": ""}  # fmt: skip
        first = classes.declare(db.session(), s.actor, facts).id
        db.session.commit()
    with scope.everything("test"):
        row = db.session.execute(select(TABLE).where(TABLE.c.id == first)).one()._asdict()
        rows = [row | {"title": f"第{n}期"} for n in range(1, count)]
        for one in rows:
            del one["id"]
        db.session.connection().execute(insert(TABLE), rows)
        db.session.commit()
        return list(db.session.scalars(select(TrainingClass.id).where(TrainingClass.title.like("第%期"))))


@contextmanager
def timed() -> Iterator[list[tuple[float, str]]]:
    """What each statement took, in milliseconds."""
    spent: list[tuple[float, str]] = []

    def before(connection: Any, *_rest: Any) -> None:
        connection.info["began"] = time.perf_counter()

    def after(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        spent.append(((time.perf_counter() - connection.info["began"]) * 1000, " ".join(statement.split())[:110]))

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    yield spent
    event.remove(db.engine, "before_cursor_execute", before)
    event.remove(db.engine, "after_cursor_execute", after)


def took(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def bare(ids: list[int]) -> None:
    """The same rows by the statements that a database alone would need: no scope, no rule, no lock, no notice."""
    now = clock.now()
    with scope.everything("test"):
        run = db.session.connection().execute
        mine = STEP.c.item_id.in_(ids)
        signed = {"decided_at": now, "verb": "approve", "user_id": 1, "user_name": "x", "opinion": "同意"}
        run(update(STEP).where(mine, STEP.c.seq == 1).values(**signed))
        run(update(STEP).where(mine, STEP.c.seq == 2).values(opened_at=now, due_at=now))
        waits = {"review_position": "final_review", "review_stage": "终审", "version": TABLE.c.version + 1}
        run(update(TABLE).where(TABLE.c.id.in_(ids)).values(**waits))
        row = [literal(now), literal(1), literal("x"), literal("training_class:approve"), literal("done")]
        row += [literal({"opinion": "同意"}, LOG.c.details.type)]
        columns = ["at", "platform_id", "user_name", "event", "outcome", "details", "identity", "address"]
        found = select(*row, literal(""), literal("")).where(TABLE.c.id.in_(ids))
        run(insert(AuditEvent).from_select(columns, found.select_from(TABLE)))
        db.session.commit()


def decide(who: Person, verb: str, ids: list[int]) -> None:
    with who.acting() as s:
        done = review.act(db.session(), verb, TrainingClass, ids, s.actor, "同意").done
        db.session.commit()
    assert len(done) == len(ids)


def main(count: int, detailed: bool) -> None:
    with application("batch") as app:
        dl3, dl2 = Person(app, "dl3"), Person(app, "dl2")
        ids = fill(dl3, 2 * count)
        print(f"submit {2 * count:,}: {took(lambda: decide(dl3, 'submit', ids)):,.0f} ms")
        with scope.everything("test"):
            db.session.connection().exec_driver_sql("ANALYZE")
            db.session.commit()
        plain = took(lambda: bare(ids[count:]))
        with timed() as spent:
            ours = took(lambda: decide(dl2, "approve", ids[:count]))
        print(f"approve {count:,}: {ours:,.0f} ms in {len(spent)} statements, bare {plain:,.0f} ms: {ours / plain:.1f}")
        for milliseconds, statement in sorted(spent, reverse=True)[: 12 if detailed else 0]:
            print(f"  {milliseconds:8.1f} ms  {statement}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, "-v" in sys.argv)
