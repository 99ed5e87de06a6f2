"""Many certificates as one file: an export task, so that nobody waits for a page (CERT-1)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import make_transient

from app.certificates import operations
from app.certificates.models import Certificate
from app.kit import jobs
from app.kit.errors import RuleError
from app.kit.jobs import Job
from app.kit.sheets import exporting

NAME, MOST, CHUNK = "Certificates", 2000, 100


def enqueue(ids: Sequence[int], site: str) -> Job:
    """Queue a file with these certificates; the task finds out which of them are valid when it runs.

    RuleError when there are none or too many.
    """
    if not ids:
        raise RuleError(_("There is no valid certificate among them."))
    if len(ids) > MOST:
        raise RuleError(_("One file has at most %(n)s certificates. Filter for a year or a unit first.", n=MOST))
    return exporting.enqueue(NAME, {"ids": list(ids), "site": site})


def _write(run: jobs.Run, part: Path) -> int:
    """Valid certificates of the job's scope in the order in which they were listed."""
    from app.certificates import printing  # it brings fonts and PDF, 16 MB of every process

    ids, found = run.params["args"]["ids"], list[Certificate]()
    for at in range(0, len(ids), CHUNK):
        with run.reading() as session:
            some = operations.valid(session, ids[at : at + CHUNK])
            for one in some:
                make_transient(one)  # it outlives its session
        found += some
    if not found:
        raise RuleError(_("There is no valid certificate among them."))
    with run.chunk(0, progress=False, total=len(found)):
        pass

    def drawn(pages: int) -> None:
        if pages % CHUNK == 0:
            with run.chunk(pages, progress=False):
                pass  # only the lease, the bar and a possible cancel

    part.write_bytes(printing.pdf(found, run.params["args"]["site"], drawn))
    return len(found)


exporting.register_writer(NAME, exporting.Writer("certificate", _l("Certificates"), ".pdf", _write))
