"""Pages of imports and exports: upload, preview, confirm, follow, download; everybody sees only their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from flask import flash, redirect, request, send_file, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.kit import audit, jobs, scope
from app.kit.errors import NotFound, RuleError, Stale
from app.kit.jobs import files
from app.kit.jobs.models import DONE, Job
from app.kit.sheets import importing, listing, results, workbooks
from app.kit.sheets import sheet as sheets
from app.kit.sheets.sheet import Sheet
from app.kit.views.guard import Page, allowed
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

    def stop(self, job_id: str) -> Response:
        job = self.find(job_id, "cancel")
        asked = jobs.cancel(self.session, job.id)
        audit.record(self.session, "job:cancel", job.id)
        self.session.commit()
        message = _("Cancelled. What was done so far is kept.") if asked else _("This task had already ended.")
        flash(message, "info")
        return redirect(url_for(f"{self.endpoint}.show", job_id=job.id), code=303)


class ImportView(JobPages):
    """「导入任务查看」 (FJ-13), and the way of one file from upload to result (SHEET-1)."""

    route_base = "/imports"
    kind = "import"
    title = _l("Import tasks")

    @expose("/")
    @allowed("read")
    def index(self) -> Any:
        return self.listed("sheets/tasks.html")

    @expose("/new/<name>", methods=["GET", "POST"])
    @allowed("read")
    def new(self, name: str) -> Any:
        sheet, params = self._sheet(name)
        problem = None
        if request.method == "POST":
            try:
                return self._upload(sheet, params)
            except NotFound:
                self.refuse("import", name)
            except RuleError as refusal:
                self.session.rollback()
                problem = refusal.message
        page = listing.Upload(sheet, params, self._title(sheet, params), problem)
        status = 422 if problem else 200
        return self.render_template("sheets/upload.html", title=page.title, page=page, crumbs=self.crumbs()), status

    @expose("/template/<name>")
    @allowed("read")
    def template(self, name: str) -> Response:
        sheet, _params = self._sheet(name)
        with files.new_file(".xlsx") as part:
            workbooks.template(part, sheet)
            return _send(part, f"{sheet.label}.xlsx")

    @expose("/<job_id>")
    @allowed("read")
    def show(self, job_id: str) -> Any:
        page = listing.Import(self.session, self.find(job_id, "read"), request.args)
        return self.render_template("sheets/import.html", title=page.job.title, page=page, crumbs=self.crumbs())

    @expose("/<job_id>/confirm", methods=["POST"])
    @allowed("read")
    def confirm(self, job_id: str) -> Response:
        job = self.find(job_id, "confirm")
        try:
            importing.confirm(self.session, job)
            self.session.commit()
        except NotFound:
            self.refuse("import", job_id)
        except RuleError as refusal:
            self.session.rollback()
            flash(refusal.message, "danger")
        return redirect(url_for("ImportView.show", job_id=job.id), code=303)

    @expose("/<job_id>/cancel", methods=["POST"])
    @allowed("read")
    def cancel(self, job_id: str) -> Response:
        return self.stop(job_id)

    @expose("/<job_id>/download/<which>")
    @allowed("read")
    def download(self, job_id: str, which: str) -> Response:
        job = self.find(job_id, "download")
        if which not in results.WHICH:
            self.refuse("download", job_id)
        with files.new_file(".xlsx") as part:
            results.write(self.session, job, which, part)
            return _send(part, f"{job.title}-{listing.DOWNLOADS[which]}.xlsx")

    def _sheet(self, name: str) -> tuple[Sheet, dict[str, Any]]:
        """The sheet, if the actor may import it, with its context from the address; everything else is
        refused."""
        sheet = sheets.get(name)
        if sheet is None or not sheet.allows(scope.actor()):
            self.refuse("import", name)
        return sheet, {field: self._context(field, name) for field in sheet.context_fields}

    def _context(self, field: str, name: str) -> Any:
        text = request.args.get(field, "")[:100]
        if not field.endswith("_id") or not text:
            return text or None
        number = parse_id(text)
        return self.refuse("import", name) if number is None else number

    def _title(self, sheet: Sheet, params: dict[str, Any]) -> str:
        try:
            return sheet.title_of(self.session, params)
        except NotFound:
            self.refuse("import", sheet.name)
        except RuleError as refusal:
            raise Stale(refusal.message) from refusal

    def _upload(self, sheet: Sheet, params: dict[str, Any]) -> Response:
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            raise RuleError(_("Choose a file first."), "file")
        with files.new_file(".xlsx") as part:
            files.receive(upload.stream, part, importing.max_bytes())
            job = importing.start(self.session, sheet, part, upload.filename, params)
            audit.record(self.session, f"{sheet.name}:upload", job.id)
            self.session.commit()
        return redirect(url_for("ImportView.show", job_id=job.id), code=303)


class ExportView(JobPages):
    """「导出任务查看」 (FJ-14): every export, small or large, is a task whose file is fetched here."""

    route_base = "/exports"
    kind = "export"
    title = _l("Export tasks")

    @expose("/")
    @allowed("read")
    def index(self) -> Any:
        return self.listed("sheets/tasks.html")

    @expose("/<job_id>")
    @allowed("read")
    def show(self, job_id: str) -> Any:
        page = listing.Export(self.find(job_id, "read"))
        return self.render_template("sheets/export.html", title=page.job.title, page=page, crumbs=self.crumbs())

    @expose("/<job_id>/cancel", methods=["POST"])
    @allowed("read")
    def cancel(self, job_id: str) -> Response:
        return self.stop(job_id)

    @expose("/<job_id>/file")
    @allowed("read")
    def file(self, job_id: str) -> Response:
        job = self.find(job_id, "download")
        if job.status != DONE or job.file is None:
            self.refuse("download", job_id)
        return _send(files.path_of(job.file.key), job.file.name)


def _send(path: Path, name: str) -> Response:
    """As a download, never shown; the open file outlives a part file that is removed meanwhile."""
    handle = path.open("rb")
    answer = send_file(handle, mimetype=TYPES[path.suffix], as_attachment=True, download_name=files.shown_name(name))
    answer.direct_passthrough, answer.content_length = False, path.stat().st_size
    answer.response = _pieces(handle)
    answer.call_on_close(handle.close)
    return answer


def _pieces(handle: IO[bytes]) -> Iterator[bytes]:
    with handle:
        yield from iter(lambda: handle.read(1 << 16), b"")


VIEWS: tuple[type[Page], ...] = (ImportView, ExportView)
