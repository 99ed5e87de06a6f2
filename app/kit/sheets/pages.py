"""What the pages of imports and exports share; everybody sees only their own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.kit import audit, jobs, scope, storage
from app.kit.jobs import files
from app.kit.jobs.models import Job
from app.kit.sheets import listing
from app.kit.views.guard import Page
from app.kit.views.pick import parse_id

TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}


class JobPages(Page):
    """What the pages of imports and exports share. Jobs of others do not exist here: the scope hides them."""

    subject = "job"
    reading = "read"
    default_view = "index"
    kind = ""

    def may(self, permission: str) -> bool:
        """Who may import (or export) anything may see their own tasks of that kind."""
        now = scope.current()
        return now is not None and any(verb == f"can_{self.kind}" for verb, _subject in now.actor.permissions)

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(self.heading, url_for(f"{self.endpoint}.index"))]

    def find(self, job_id: str, verb: str) -> Job:
        """The job of this kind, if it is the active identity's own (case 12)."""
        mine = select(Job).where(Job.id == (parse_id(job_id) or 0), Job.kind == self.kind)
        return self.session.scalars(mine).one_or_none() or self.refuse(verb, job_id)

    def listed(self, template: str) -> Any:
        page = listing.Tasks(self.session, self.kind, request.args)
        return self.render_template(template, title=self.heading, page=page, view=self)

    def halt(self, job: Job) -> bool:
        return jobs.cancel(self.session, job.id)

    def stop(self, job_id: str) -> Response:
        job = self.find(job_id, "cancel")
        asked = self.halt(job)
        audit.record(self.session, "job:cancel", job.id)
        self.session.commit()
        message = _("Cancelled. What was done so far is kept.") if asked else _("This task had already ended.")
        flash(message, "info")
        return redirect(url_for(f"{self.endpoint}.show", job_id=job.id), code=303)


def send(path: Path, name: str) -> Response:
    """A part file as a download; the open file outlives the part, which is removed meanwhile."""
    handle = path.open("rb")
    answer = sent(path.stat().st_size, storage.pieces(handle), name)
    answer.call_on_close(handle.close)
    return answer


def sent(size: int, pieces: Iterator[bytes], name: str) -> Response:
    """As a download, never shown, bit by bit."""
    answer = send_file(io.BytesIO(), TYPES[Path(name).suffix], as_attachment=True, download_name=files.shown_name(name))
    answer.direct_passthrough, answer.content_length, answer.response = False, size, pieces
    return answer
