"""Background jobs: a table that is the truth, workers that may die at any moment, and a doorbell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from app.kit.jobs.local import LocalExecutor
from app.kit.jobs.models import Job, StoredFile
from app.kit.jobs.queue import cancel, enqueue, proceed, ring
from app.kit.jobs.registry import handler, identities, platforms, when_ended, zones
from app.kit.jobs.running import Ended, Run, run_all, run_next
from app.kit.jobs.tick import tick

if TYPE_CHECKING:
    from app.kit.jobs.brokered import CeleryExecutor

__all__ = [
    "Ended", "Job", "LocalExecutor", "Run", "StoredFile", "cancel", "enqueue", "handler", "identities",
    "init_app", "platforms", "proceed", "ring", "run_all", "run_next", "tick", "when_ended", "zones",
]  # fmt: skip


def init_app(app: Flask) -> LocalExecutor | CeleryExecutor:
    """Bind the executor that the configuration names; it does nothing before `.start()`. ValueError for no such."""
    name = app.config.get("JOBS_EXECUTOR", "local")
    if name not in ("local", "celery"):
        raise ValueError(f"JOBS_EXECUTOR is local or celery, not {name}")
    app.extensions["jobs"] = executor = _celery(app) if name == "celery" else LocalExecutor(app)
    return executor


def _celery(app: Flask) -> CeleryExecutor:
    from app.kit.jobs.brokered import CeleryExecutor  # a laptop does not wait for Celery to load

    return CeleryExecutor(app)
