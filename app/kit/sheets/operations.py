"""What the owner of an import does: hand in a file, say what it means, confirm it, cancel it, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.kit import audit, jobs, scope
from app.kit.errors import RuleError
from app.kit.jobs import files
from app.kit.jobs.models import CANCELLED, DONE, FAILED, OPEN, QUEUED, WAITING, Job, StoredFile
from app.kit.sheets import mapping
from app.kit.sheets.models import ImportRow
from app.kit.sheets.reading import Said, Table, open_table
from app.kit.sheets.sheet import APPLY, DUPLICATE, ERROR, MAP, PREVIEW, Sheet, require_permission, sheet_of
from app.kit.sheets.undoing import CHECK, UNDO, written

REASON_MAX = 300
_UNSYNCED = {"synchronize_session": False}


# ---- importing ----------------------------------------------------------------------------------------------------


def start(session: Session, sheet: Sheet, part: Path, name: str, params: Mapping[str, Any]) -> Job:
    """Queue the preview of an uploaded file; RuleError when it cannot be a file of `sheet`.

    Where its headings are not ours, it waits until its owner has matched them.
    """
    require_permission(sheet, scope.actor())
    title = sheet.title_of(session, params)
    held = mapping.remembered(session, sheet)
    headings, values = (held.headings, held.values) if held else ({}, {})
    with open_table(part, sheet, Said(headings)) as table:
        told = _told(table, sheet, headings) | {"context": dict(params), "values": values}
        foreign = mapping.differs(table, sheet, headings)
    stored = files.keep(part, name)
    session.add(stored)
    session.flush()
    told["earlier"] = _earlier(session, sheet, params, stored.sha256)
    return jobs.enqueue(
        session, "import", subject=sheet.name, title=title[:200], phase=MAP if foreign else PREVIEW, params=told,
        status=WAITING if foreign else QUEUED, file_id=stored.id, total=table.estimate,
    )  # fmt: skip


def _told(table: Table, sheet: Sheet, headings: Mapping[str, str]) -> dict[str, Any]:
    """What the pages and the worker must know of a file: no cell of a row is among it."""
    return {
        "headers": table.headers, "positions": table.positions, "first_row": table.first_row,
        "unknown": table.unknown, "remarks": table.remarks, "remembered": mapping.used(table, sheet, headings),
    }  # fmt: skip


def match(session: Session, job: Job, chosen: Mapping[str, str]) -> bool:
    """Say which column of the file is which of ours; it is remembered, and the file is checked (anew)."""
    sheet = sheet_of(job.subject)
    require_permission(sheet, scope.actor())
    headers = job.params["headers"]
    found = mapping.positions(sheet, headers, chosen)
    mapping.remember(session, sheet, headings={c.name: headers[found[c.name]] if c.name in found else ""
                                               for c in sheet.columns})  # fmt: skip
    unused = [text for at, text in enumerate(headers) if text and at not in found.values()]
    return _preview_again(session, job, "match", positions=found, unknown=unused, remembered=[])


def explain(session: Session, job: Job, given: Mapping[str, str]) -> bool:
    """Say what unknown words of coded columns mean; it is remembered, and the file is checked anew."""
    sheet = sheet_of(job.subject)
    require_permission(sheet, scope.actor())
    said = mapping.answers(sheet, job.result.get("values", {}), given)
    values = {name: job.params["values"].get(name, {}) | words for name, words in said.items()}
    if not values:
        return False
    mapping.remember(session, sheet, values=values)
    return _preview_again(session, job, "explain", values=job.params["values"] | values)


def _preview_again(session: Session, job: Job, verb: str, **params: Any) -> bool:
    """From the first row: what was judged by other words or columns counts no more."""
    if job.phase not in (MAP, PREVIEW) or not jobs.proceed(session, job.id, PREVIEW, params=job.params | params,
                                                           result={}):  # fmt: skip
        return False
    judged = delete(ImportRow).where(ImportRow.job_id == job.id)
    session.execute(judged, execution_options=_UNSYNCED)
    audit.record(session, f"{job.subject}:{verb}", job.id)
    return True


def confirm(session: Session, job: Job, whole: bool = False) -> bool:
    """Let a previewed import be applied; a second click finds nothing to do.

    `whole`: all or nothing. The rows are written in chunks all the same, since one transaction over a whole file would
    keep everybody else from writing; if a row fails, or the import ends before its last row for whatever reason,
    `take_back_whole` enqueues the undo of it in the transaction that ends it. So it survives a kill at any
    moment; what others see meanwhile, and have changed or referred to before it is taken back, stays and is named.
    """
    sheet = sheet_of(job.subject)
    require_permission(sheet, scope.actor())
    sheet.title_of(session, job.params["context"])
    seen = job.result.get("preview", {})
    if job.phase != PREVIEW:
        return False
    if whole and (sheet.undo is None or seen.get(ERROR) or seen.get(DUPLICATE)):
        raise RuleError(_("All or nothing is possible only when every row is correct."))
    won = jobs.proceed(session, job.id, APPLY, params=job.params | {"whole": whole})
    if won:
        audit.record(session, f"{sheet.name}:import", job.id, counts=seen)
    return won


def cancel(session: Session, job: Job) -> bool:
    """Stop an import, and the undo of it that is under way; False when both had ended."""
    undo = latest(session, job)
    stopped = jobs.cancel(session, undo.id) if undo is not None else False
    asked = jobs.cancel(session, job.id)
    session.refresh(job)
    if asked and job.status == CANCELLED:  # nobody was working on it, so nobody else will say that it has ended
        take_back_whole(session, job)
    return asked or stopped


def _earlier(session: Session, sheet: Sheet, params: Mapping[str, Any], sha256: str) -> int | None:
    """The last finished import of the same bytes into the same place, for a word of warning."""
    same_file = Job.file_id.in_(select(StoredFile.id).where(StoredFile.sha256 == sha256))
    finished = select(Job).where(Job.kind == "import", Job.subject == sheet.name, Job.status == DONE, same_file)
    found = session.scalars(finished.order_by(Job.id.desc()))
    return next((job.id for job in found if job.params.get("context") == dict(params)), None)


# ---- taking back --------------------------------------------------------------------------------------------------


def obstacle(session: Session, job: Job) -> str:
    """Why an import can't be taken back at all, in a sentence; "" when one may look."""
    if job.phase != APPLY or job.status not in (DONE, FAILED, CANCELLED):
        return _("Only an import that has ended can be taken back.")
    if sheet_of(job.subject).undo is None:
        return _("An import of this kind can't be taken back as a whole.")
    if session.scalar(select(ImportRow.id).where(*written(job.id)).limit(1)) is None:
        return _("There is nothing to take back.")
    return ""


def latest(session: Session, job: Job) -> Job | None:
    """The last try to take an import back."""
    return session.scalars(select(Job).where(*_tries(job)).order_by(Job.id.desc()).limit(1)).first()


def look(session: Session, job: Job) -> Job:
    """Look what an import could take back; one try at a time, so a second click finds the first (case 60)."""
    require_permission(sheet_of(job.subject), scope.actor())
    if why := obstacle(session, job):
        raise RuleError(why)
    running = latest(session, job)
    if running is not None and running.status in OPEN:
        return running
    looked_at = update(ImportRow).where(ImportRow.job_id == job.id, ImportRow.back.is_not(None))
    session.execute(looked_at.values(back=None), execution_options=_UNSYNCED)
    audit.record(session, f"{job.subject}:look", job.id)
    return _enqueue(session, job, CHECK, {})


def take_back(session: Session, job: Job, reason: str) -> bool:
    """Take the import back for a reason; a second click finds nothing to do."""
    require_permission(sheet_of(job.subject), scope.actor())
    reason = reason.strip()
    if not reason or len(reason) > REASON_MAX:
        raise RuleError(_("Please give a reason of at most %(n)s characters.", n=REASON_MAX), "reason")
    found = latest(session, job)
    if found is None or found.phase != CHECK:
        return False
    won = jobs.proceed(session, found.id, UNDO, params=found.params | {"reason": reason})
    if won:
        audit.record(session, f"{job.subject}:take_back", job.id, reason=reason)
    return won


@jobs.when_ended
def take_back_whole(session: Session, job: Job) -> None:
    """All or nothing: an import that ended before its last row is taken back, in the transaction that ends it."""
    whole = job.kind == "import" and job.phase == APPLY and job.params.get("whole")
    if whole and job.status in (FAILED, CANCELLED) and not obstacle(session, job) and latest(session, job) is None:
        _enqueue(session, job, UNDO, {"reason": _("All or nothing: not every row could be imported.")})


def _enqueue(session: Session, job: Job, phase: str, params: dict[str, Any]) -> Job:
    """A job of whoever's import it is; the key, which names the try before, lets one of two clicks win."""
    before = latest(session, job)
    last = session.scalar(select(func.max(ImportRow.row_no)).where(ImportRow.job_id == job.id)) or 0
    owner = {name: getattr(job, name) for name in _OWNER}
    undo = Job(kind="import_undo", phase=phase, params={"import": job.id, **params}, total=last,
               ukey=f"undo:{job.id}:{before.id if before else 0}", **owner)  # fmt: skip
    session.add(undo)
    session.flush()
    jobs.ring(session, undo.id, undo.kind)
    return undo


_OWNER = ("platform_id", "user_id", "identity", "appointment_id", "organization_id", "locale", "subject", "title")


def _tries(job: Job) -> tuple[Any, ...]:
    mine = (Job.user_id == job.user_id, Job.identity == job.identity, Job.kind == "import_undo")
    return *mine, Job.ukey.startswith(f"undo:{job.id}:")
