"""Background jobs: a table that is the truth, workers that may die at any moment, and a doorbell."""

from __future__ import annotations

from flask import Flask

from app.kit.jobs.local import LocalExecutor
from app.kit.jobs.models import Job, StoredFile
from app.kit.jobs.queue import cancel, enqueue, proceed, ring
from app.kit.jobs.registry import handler, identities, platforms, when_ended, zones
from app.kit.jobs.running import Ended, Run, run_all, run_next
from app.kit.jobs.tick import tick

__all__ = [
    "Ended", "Job", "LocalExecutor", "Run", "StoredFile", "cancel", "enqueue", "handler", "identities",
    "init_app", "platforms", "proceed", "ring", "run_all", "run_next", "tick", "when_ended", "zones",
]  # fmt: skip


def init_app(app: Flask) -> LocalExecutor:
    """Bind the executor that the configuration names; it does nothing before `.start()`."""
    executor = LocalExecutor(app)
    app.extensions["jobs"] = executor
    return executor
