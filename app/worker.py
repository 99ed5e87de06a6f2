"""What Celery's workers load: `celery -A app.worker:cel worker -Q short,long` (docs/operations.md)."""

from __future__ import annotations

from app import create_app
from app.kit.jobs.brokered import CeleryExecutor

_executor = create_app().extensions["jobs"]
if not isinstance(_executor, CeleryExecutor):
    raise SystemExit("Set JOBS_EXECUTOR=celery and CELERY_BROKER_URL; without them jobs are done by: flask worker")
cel = _executor.serve()
