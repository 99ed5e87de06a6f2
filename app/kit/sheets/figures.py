"""How many rows of an import became what: the counts on its page are the counts of its files."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kit.sheets.models import ImportRow
from app.kit.sheets.sheet import ACCEPTED, DUPLICATE, ERROR, LEFT, UNDONE


def counts(session: Session, job_id: int, *, over: bool = False) -> dict[str, int]:
    """Rows per outcome; `warning`: accepted with a remark, `applied`: written or found unchanged.

    `foreseen`: come otherwise than the preview said. Of an import that is `over`, what it did not come to is `left`.
    """
    per = select(ImportRow.outcome, ImportRow.applied, func.count(ImportRow.id)).where(ImportRow.job_id == job_id)
    found = dict.fromkeys((*ACCEPTED, DUPLICATE, ERROR, UNDONE, LEFT, "applied"), 0)
    for outcome, applied, number in session.execute(per.group_by(ImportRow.outcome, ImportRow.applied)):
        found[LEFT if over and outcome in ACCEPTED and not applied else outcome] += number
        found["applied"] += number if applied else 0
    flags = select(func.count(ImportRow.id)).where(ImportRow.job_id == job_id)
    found["warning"] = session.scalar(flags.where(ImportRow.warned.is_(True))) or 0
    found["foreseen"] = session.scalar(flags.where(ImportRow.foreseen.is_not(None))) or 0
    return found
