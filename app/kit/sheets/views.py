"""Pages of imports and exports: upload, match, preview, confirm, follow, download, take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.kit import audit, scope
from app.kit.errors import NotFound, RuleError, Stale
from app.kit.jobs import files
from app.kit.jobs.models import DONE, Job
from app.kit.sheets import importing, listing, mapping, operations, results, showing, workbooks
from app.kit.sheets import sheet as sheets
from app.kit.sheets.pages import JobPages, send, sent
from app.kit.sheets.sheet import Sheet
from app.kit.views.guard import Page, allowed
from app.kit.views.pick import parse_id


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
            return send(part, f"{sheet.label}.xlsx")

    @expose("/<job_id>")
    @allowed("read")
    def show(self, job_id: str) -> Any:
        return self._shown(self.find(job_id, "read"))

    def _shown(self, job: Job, form: mapping.Matching | None = None) -> Any:
        page = showing.Import(self.session, job, request.args)
        form = form or mapping.Matching(job)
        template = "sheets/match.html" if page.matching or form.problem else "sheets/import.html"
        shown = self.render_template(template, title=job.title, page=page, form=form, crumbs=self.crumbs())
        return shown, 422 if form.problem else 200

    @expose("/<job_id>/match", methods=["POST"])
    @allowed("read")
    def match(self, job_id: str) -> Any:
        """Which column of the file is which; a refusal keeps what was chosen."""
        job, chosen = self.find(job_id, "match"), request.form.to_dict()
        try:
            operations.match(self.session, job, chosen)
            self.session.commit()
        except RuleError as refusal:
            self.session.rollback()
            return self._shown(self.find(job_id, "match"), mapping.Matching(job, chosen, refusal))
        return self._back(job_id)

    @expose("/<job_id>/explain", methods=["POST"])
    @allowed("read")
    def explain(self, job_id: str) -> Response:
        """What unknown words of coded columns mean."""
        job = self.find(job_id, "explain")
        return self._do(job_id, lambda: operations.explain(self.session, job, request.form))

    @expose("/<job_id>/confirm", methods=["POST"])
    @allowed("read")
    def confirm(self, job_id: str) -> Response:
        job, whole = self.find(job_id, "confirm"), bool(request.form.get("whole"))
        return self._do(job_id, lambda: operations.confirm(self.session, job, whole))

    @expose("/<job_id>/cancel", methods=["POST"])
    @allowed("read")
    def cancel(self, job_id: str) -> Response:
        return self.stop(job_id)

    def halt(self, job: Job) -> bool:
        return operations.cancel(self.session, job)

    @expose("/<job_id>/look", methods=["POST"])
    @allowed("read")
    def look(self, job_id: str) -> Response:
        """What taking the import back would do."""
        job = self.find(job_id, "undo")
        return self._do(job_id, lambda: operations.look(self.session, job), "undo")

    @expose("/<job_id>/undo")
    @allowed("read")
    def undo(self, job_id: str) -> Any:
        return self._undo(self.find(job_id, "undo"))

    def _undo(self, job: Job, problem: Any = "") -> Any:
        undo = operations.latest(self.session, job)
        if undo is None:
            return self._back(job.id)
        page = showing.Undo(self.session, job, undo, request.args, problem)
        crumbs = [*self.crumbs(), (job.title, url_for("ImportView.show", job_id=job.id))]
        shown = self.render_template("sheets/undo.html", title=_("Take the import back"), page=page, crumbs=crumbs)
        return shown, 422 if problem else 200

    @expose("/<job_id>/take_back", methods=["POST"])
    @allowed("read")
    def take_back(self, job_id: str) -> Any:
        job = self.find(job_id, "undo")
        try:
            operations.take_back(self.session, job, request.form.get("reason", ""))
            self.session.commit()
        except RuleError as refusal:
            self.session.rollback()
            return self._undo(self.find(job_id, "undo"), refusal.message)
        return self._back(job_id, "undo")

    def _do(self, job_id: str, verb: Callable[[], Any], page: str = "show") -> Response:
        """One step of the way; a refusal is told on the page."""
        try:
            verb()
            self.session.commit()
        except NotFound:
            self.refuse("import", job_id)
        except RuleError as refusal:
            self.session.rollback()
            flash(refusal.message, "danger")
        return self._back(job_id, page)

    def _back(self, job_id: Any, page: str = "show") -> Response:
        return redirect(url_for(f"ImportView.{page}", job_id=job_id), code=303)

    @expose("/<job_id>/download/<which>")
    @allowed("read")
    def download(self, job_id: str, which: str) -> Response:
        job = self.find(job_id, "download")
        if which not in results.WHICH:
            self.refuse("download", job_id)
        with files.new_file(".xlsx") as part:
            results.write(self.session, job, which, part)
            return send(part, f"{job.title}-{showing.DOWNLOADS[which]}.xlsx")

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
            job = operations.start(self.session, sheet, part, upload.filename, params)
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
        return sent(*files.opened(job.file.key), job.file.name)


VIEWS: tuple[type[Page], ...] = (ImportView, ExportView)
