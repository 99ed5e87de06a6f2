"""The fault that the proofs must find: what was done in one transaction, how far it is in another."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.extensions import db
from app.kit import scope
from app.kit.jobs import queue
from app.kit.jobs.running import Run
from app.kit.sheets import importing


def plant() -> None:
    """Rows are written first; that they were, and the checkpoint, follow in a transaction of their own."""
    record, later = importing._record, list[Any]()

    @contextmanager
    def chunk(run: Run, cursor: int, *, progress: bool = True, **values: Any) -> Iterator[Any]:
        with scope.using(run.scope, reason="naive"):
            yield db.session()
            db.session.commit()
        time.sleep(0.1)  # the window in which a naive worker dies
        with scope.using(run.scope, reason="naive"):
            values["attempts_without_progress"] = 0
            queue.checkpoint(db.session(), run.id, run.token, run.cursor, cursor, **values)
            while later:
                record(db.session(), *later.pop())
            db.session.commit()
        run.cursor = cursor

    importing._record = lambda _session, *told: later.append(told)
    Run.chunk = chunk  # type: ignore[method-assign]  # the fault
