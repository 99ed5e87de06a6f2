"""「All that match」: a frozen selection is decided at once, above 500 items by a job in parts (ux.md Review 4)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import jobs, scope
from app.kit.bulk import chunks
from app.kit.jobs.models import Job
from app.kit.review.acting import Outcome, act
from app.kit.review.flows import flow_of
from app.kit.review.telling import tell_batch

AT_ONCE = 500
NAMED = 200  # skipped items that a result names


@dataclass(frozen=True)
class Confirmed:
    """What somebody has confirmed: the verb for these items as they stood at a moment, with one opinion."""

    verb: str
    model: Any
    ids: Sequence[int]
    at: datetime
    opinion: str = ""


def decide(session: Session, what: Confirmed) -> Outcome:
    """Decide all of a small selection in the caller's transaction."""
    return act(session, what.verb, what.model, what.ids, scope.actor(), what.opinion, as_of=what.at)


def enqueue(session: Session, what: Confirmed, title: str) -> Job:
    """Decide a large selection in the background, under the active identity.

    The ids are those that were confirmed: nothing that comes later is decided, and what somebody else decides
    meanwhile is skipped and named.
    """
    params = {"verb": what.verb, "ids": list(what.ids), "at": what.at.isoformat(), "opinion": what.opinion}
    params["batch"] = uuid.uuid4().hex
    kind = str(what.model.__tablename__)
    return jobs.enqueue(session, "review", subject=kind, title=title[:200], params=params, total=len(what.ids))


@jobs.handler("review")
def run_batch(run: jobs.Run) -> jobs.Ended:
    """Each part is one transaction with its checkpoint; submitters and next holders hear of it once, at the end.

    The last transaction sends the notices and moves the checkpoint past the end, so that an interrupted job neither
    repeats nor forgets them.
    """
    model, verb = flow_of(run.subject).model, run.params["verb"]
    ids: list[int] = run.params["ids"]
    for part in chunks(ids[run.cursor :], AT_ONCE):
        with run.chunk(run.cursor + len(part)) as session:
            _keep(session, run, len(part), _decide_part(session, run, model, part))
    if run.cursor == len(ids):
        with run.chunk(len(ids) + 1) as session:
            if run.result.get("done"):
                tell_batch(session, verb, model, run.result["done"], run.scope.actor)
    done = len(run.result.pop("done", ()))
    return jobs.Ended(result={"count": done})


def _decide_part(session: Session, run: jobs.Run, model: Any, part: list[int]) -> Outcome:
    """Items that were withdrawn and deleted meanwhile are left out: they must not stop the others."""
    there = list(session.scalars(select(model.id).where(model.id.in_(part))))
    if not there:
        return Outcome()
    verb, opinion, batch = (run.params[name] for name in ("verb", "opinion", "batch"))
    at = datetime.fromisoformat(run.params["at"])
    return act(session, verb, model, there, run.scope.actor, opinion, batch=batch, as_of=at)


def _keep(session: Session, run: jobs.Run, size: int, outcome: Outcome) -> None:
    """What was done and left alone so far, in the transaction that did it."""
    now = run.result
    skipped = [*now.get("skipped", ()), *outcome.skipped]
    kept = {"done": [*now.get("done", ()), *outcome.done], "skipped": skipped[:NAMED]}
    kept["left"] = now.get("left", 0) + size - len(outcome.done)
    session.get_one(Job, run.id).result = run.result = kept
    session.flush()
