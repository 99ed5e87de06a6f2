"""What is verified by `flask verify` and every night: ledger, yearly figures, standings, certificates (R-5, CERT-1)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.accounts import rights
from app.certificates import ground as certificates
from app.hours import ledger
from app.kit import audit, jobs
from app.kit.jobs.cleaning import DAY
from app.kit.notices import notify
from app.learners import standings

NIGHT = 3 * 3600  # after midnight of the platform
CHECKS = (ledger.verify, standings.verify, certificates.verify)


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when the notice is read."""
    return message


FOUND = N_(
    "The nightly verification has found %(n)s differences between hours, yearly figures and what was approved."
    " Please tell the operator, who sees them by “flask verify”."
)


def problems(session: Session) -> list[str]:
    """Every disagreement on all platforms, in words without names."""
    return [problem for check in CHECKS for problem in check(session)]


@jobs.handler("verification", every=DAY, at=NIGHT)
def run_verification(run: jobs.Run) -> dict[str, Any]:
    """One platform's; each check is read as of one moment, however long it takes."""
    found = []
    for number, check in enumerate(CHECKS, 1):
        with run.beating(), run.reading() as session:
            found += check(session, run.platform_id)
        with run.chunk(number, progress=False, total=len(CHECKS)):
            pass  # a new attempt checks everything again
    if found:
        with run.chunk(run.cursor) as session:
            _tell(session, run.platform_id, found)
    return {"problems": len(found), "first": found[:20]}


def _tell(session: Session, platform_id: int, found: list[str]) -> None:
    """The platform's administrators hear of it, and so does the audit."""
    audit.record(session, "hours:verify", platform_id, outcome=audit.FAILED, counts={"problems": len(found)})
    told = session.scalars(rights.administrators_of_platform(platform_id)).all()
    notify(session, "hours:verify", told, FOUND, {"n": len(found)})
