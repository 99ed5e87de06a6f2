"""Tasks that have ended tell their owner: imports always, others when they took so long that nobody waits for them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.kit import jobs
from app.kit.jobs.models import DONE, FAILED, WAITING
from app.kit.notices.telling import notify

LONG = timedelta(seconds=10)
PAGES = {"import": "/imports/{}", "export": "/exports/{}"}


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when the notice is read."""
    return message


TEXTS = {
    DONE: N_("The task “%(title)s” is done."),
    FAILED: N_("The task “%(title)s” has failed: %(message)s"),
    WAITING: N_("The task “%(title)s” has been checked and waits for your yes."),
}


@jobs.when_ended
def tell(session: Session, job: jobs.Job) -> None:
    """One notice to the owner, in the transaction that ends the job; a cancelled one tells nothing (NOTE-1)."""
    took = (job.ended_at - job.started_at) if job.ended_at and job.started_at else timedelta()
    if job.user_id is None or job.status not in TEXTS or not (job.kind == "import" or took > LONG):
        return
    values = {"title": job.title, "message": job.message}
    address = PAGES[job.kind].format(job.id) if job.kind in PAGES else ""
    notify(session, f"job:{job.status}", [job.user_id], TEXTS[job.status], values, address)
