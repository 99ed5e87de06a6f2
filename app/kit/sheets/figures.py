"""How many rows of an import became what: the counts on its page are the counts of its files."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kit.sheets.models import ImportRow
from app.kit.sheets.sheet import ACCEPTED, DUPLICATE, ERROR, UNDONE


def counts(session: Session, job_id: int) -> dict[str, int]:
    """Rows per outcome; `warning`: accepted with a remark, `applied`: written or found unchanged.

    `foreseen`: come otherwise than the preview said.
    """
    per = (
        select(ImportRow.outcome, func.count(ImportRow.id))
        .where(ImportRow.job_id == job_id)
        .group_by(ImportRow.outcome)
    )
    found = dict.fromkeys((*ACCEPTED, DUPLICATE, ERROR, UNDONE), 0)
    for outcome, number in session.execute(per):
        found[outcome] = number
    flags = select(func.count(ImportRow.id)).where(ImportRow.job_id == job_id)
    found["warning"] = session.scalar(flags.where(ImportRow.warned.is_(True))) or 0
    found["foreseen"] = session.scalar(flags.where(ImportRow.foreseen.is_not(None))) or 0
    found["applied"] = session.scalar(flags.where(ImportRow.applied.is_(True))) or 0
    return found
