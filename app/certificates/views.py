"""Screens of certificates: issuing them, the list of a unit, the learner's own, and the public page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from flask import abort, current_app, flash, make_response, redirect, request, send_file, url_for
from flask_appbuilder import expose
from flask_appbuilder.utils.limit import Limit
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter.util import get_remote_address
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.certificates import operations, tasks
from app.certificates.faces import Face, face_of
from app.certificates.models import VALID, VOID, Certificate
from app.extensions import db
from app.hours.models import LearnerStanding
from app.kit import clock, personal, scope
from app.kit.errors import RuleError
from app.kit.review import Outcome
from app.kit.scope import Scope
from app.kit.views import Page, Rows, ScopedView, VerbForm, allowed, look, verb
from app.kit.views.listing import Listing
from app.learners.views import StandingView
from app.organizations.words import worded

STATES = [(VALID, _l("Valid")), (VOID, _l("Void"))]
NOINDEX = "noindex, nofollow, noarchive"


def site() -> str:
    """Where this installation is reached: as configured, else as it is being asked."""
    return str(current_app.config["SITE_URL"] or request.host_url.rstrip("/"))


def unproven(model: Any, s: Scope) -> ColumnElement[bool]:
    """Standings that are met by hours and for which there is no valid certificate yet."""
    same = (Certificate.learner_id == model.learner_id, Certificate.year == model.year)
    held = select(Certificate.id).where(*same, Certificate.voided_at.is_(None)).exists()
    return and_(model.outcome == "met", model.required > 0, ~held)


class IssueView(StandingView):
    """「合格证书发放」: whose requirement is met and who has no certificate of the year yet (CERT-1)."""

    datamodel = Rows(LearnerStanding, "learner", "organization", "rule_set")
    subject = "certificate"
    title, noun = _l("Issue certificates"), _l("standing")
    list_columns = ["learner.name", "year", "learner.document", "organization", "counted", "required", "stale"]
    main_column = "learner.name"
    side = unproven
    state_column: Any = None
    exports = False
    empty = _l("Nobody waits for a certificate. Who meets the requirement of a year appears here within minutes.")

    @verb(_l("Issue certificates"), icon="certificate", tone="primary", permission="issue",
          confirm=_l("%(n)s people get the certificate of the year; each standing is computed once more."))  # fmt: skip
    def issue(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.issue(db.session(), ids, scope.actor())


class CertificateRows(ScopedView):
    """What lists of certificates share: columns, and the file of one that is valid."""

    datamodel = Rows(Certificate, "organization")
    title, noun = _l("Certificates"), _l("certificate")
    list_columns = ["number", "year", "learner_name", "document_mask", "unit_name", "counted", "issued_at", "state"]
    main_column = "number"
    base_order = ("id", "desc")
    choices = {"state": STATES}
    tones = {"state": {VALID: "success", VOID: "danger"}}
    state_column = "state"
    labels = {
        "number": _l("Certificate number"),
        "year": _l("Year"),
        "learner_name": _l("Full name"),
        "document_mask": _l("ID number"),
        "document_hash": _l("ID number"),
        "unit_name": _l("Unit"),
        "organization": _l("Unit or department"),
        "counted": worded(_l("%(hours)s")),
        "issued_at": _l("Issued on"),
        "issued_by": _l("Issued by"),
        "state": _l("State"),
        "voided_at": _l("Void since"),
        "voided_by": _l("Made void by"),
        "why_void": _l("Why it is void"),
        "rule_set_id": _l("Judged by the rules"),
    }
    formats = {"rule_set_id": "#{}".format, "issued_at": lambda moment: look.day(clock.local(moment).date())}
    show_fieldsets = [
        (_l("Certificate"), [*list_columns, "issued_by", "rule_set_id"]),
        (_l("Validity"), ["voided_at", "voided_by", "why_void"]),
    ]
    row_pages = ((_l("Download"), "download"),)

    def page_links(self, item: Certificate) -> list[tuple[Any, str]]:
        file = super().page_links(item) if item.state == VALID else []
        return [*file, (_l("Public page"), url_for("PublicCertificateView.show", token=item.token))]

    @expose("/<pk>/download")
    @allowed("read")
    def download(self, pk: str) -> Response:
        """One certificate as a PDF, while it is valid."""
        item = self.find(pk, "read")
        return sent(item) if item.state == VALID else self.refuse("read", pk)


class CertificateView(CertificateRows):
    """「合格证书」: the certificates of the scope's people, valid and void (CERT-1)."""

    subject = "certificate"
    list_template = "certificates/list.html"
    filters = ("year", "learner_name", "document_hash", "number", "organization", "issued_at")
    hashed_filters = {"document_hash": personal.normalise}
    searched_by = {"organization": ("name", "credit_code")}
    empty = _l("No certificate yet. They are issued under Issue certificates.")

    @verb(_l("Download as one file"), icon="download", permission="export", states=(VALID,), single=False,
          confirm=_l("%(n)s certificates are put into one PDF, which is then found under Export tasks."))  # fmt: skip
    def bundle(self, ids: list[int], form: VerbForm) -> Outcome:
        tasks.enqueue(ids, site())
        return Outcome(done=ids, message=_("The file is being made. It is found under Export tasks."))

    @verb(_l("Make void"), icon="x", tone="danger", permission="void", states=(VALID,), opinion="required",
          confirm=_l("%(n)s certificates are void from now on: their public page says so. This can't be taken back; "
                     "a new certificate with another number can be issued."))  # fmt: skip
    def void(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.void(db.session(), ids, scope.actor(), form.opinion)

    @expose("/bundle", methods=["POST"])
    @allowed("export")
    def bundle_all(self) -> Response:
        """All valid certificates that the list shows as it is filtered, as one file."""
        statement = Listing(self, request.args).statement().where(Certificate.state == VALID)
        ids = self.session.scalars(statement.with_only_columns(self.pk).limit(tasks.MOST + 1)).all()
        try:
            job = tasks.enqueue(ids, site())
            self.session.commit()
        except RuleError as refusal:
            self.session.rollback()
            flash(refusal.message, "warning")
            return self.back()
        return redirect(url_for("ExportView.show", job_id=job.id), code=303)


class OwnCertificateView(CertificateRows):
    """「我的证书」: the learner's own, void ones among them (CERT-1)."""

    subject = "archive"
    title = _l("My certificates")
    list_columns = ["number", "year", "state", "issued_at", "counted", "why_void"]
    exports = False
    empty = _l("No certificate yet. Your unit issues it when the requirement of a year is met.")


def sent(one: Certificate) -> Response:
    """A certificate as a download."""
    from app.certificates import printing  # it brings fonts and PDF, 16 MB of every process

    name = _("Certificate %(number)s", number=one.number)
    data = io.BytesIO(printing.pdf([one], site()))
    return send_file(data, "application/pdf", as_attachment=True, download_name=f"{name}.pdf")


class PublicCertificateView(Page):
    """What a QR code leads to: whether one certificate is valid, and no more than it says; for everybody (CERT-1)."""

    route_base = "/certificate"
    subject = "certificate"
    title = _l("Certificate of continuing education")
    in_menu = False
    limits = (Limit(lambda: str(current_app.config["CERTIFICATE_LOOKUPS"]), key_func=get_remote_address),)

    @expose("/<token>")
    def show(self, token: str) -> Response:
        face = self._face(token)
        if face is None:
            abort(404)
        answer = make_response(self.render_template("certificates/public.html", title=self.heading, face=face))
        answer.headers["X-Robots-Tag"] = NOINDEX
        answer.headers["Cache-Control"] = "no-store"  # it may be void a moment later
        return answer

    def _face(self, token: str) -> Face | None:
        """Under a scope in which nothing else exists, also for somebody who is signed in."""
        if not (token.isascii() and token.isprintable()):
            return None
        with scope.using(Scope(scope.PUBLIC, token=token), readonly=True, reason="public page of a certificate"):
            found = operations.opened(db.session())
            return face_of(found, site()) if found else None


def own_certificates(session: Session) -> Sequence[Certificate]:
    """For the learner's archive."""
    return operations.own(session, scope.actor().learner_id)


VIEWS = (IssueView, CertificateView, OwnCertificateView, PublicCertificateView)
