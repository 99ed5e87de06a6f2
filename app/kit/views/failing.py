"""When a request fails for a reason that nobody foresaw: undo everything, tell the audit, log where, never what."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from flask import Flask, current_app, request
from werkzeug.exceptions import InternalServerError

from app.extensions import db
from app.kit import audit, scope

log = logging.getLogger(__name__)
FORMS = {"add": "create", "edit": "update", "do": "post"}


def install(app: Flask) -> None:
    app.logger.addFilter(_keep_quiet)


def _keep_quiet(record: logging.LogRecord) -> bool:
    """Where and which kind of error; its text may hold what somebody typed (R-7)."""
    if record.exc_info and record.exc_info[0]:
        where = "".join(traceback.format_tb(record.exc_info[2]))
        record.exc_text, record.exc_info = f"{record.exc_info[0].__name__}\n{where}", None
    return True


def tell(error: InternalServerError) -> None:
    """Roll the request's work back, then write one `failed` event in a transaction of its own (AUDIT-1).

    Where even that fails (the database is away) there is only the log.
    """
    kind = type(error.original_exception or error).__name__
    try:
        db.session.rollback()
        subject, verb = _tried()
        page = request.url_rule.rule if request.url_rule else ""
        with scope.using(scope.current() or scope.Scope("public"), reason="audit of a failure"):
            audit.failed(db.session(), f"{subject}:{verb}", _aim(), page=page, error_kind=kind)
    except Exception as another:  # the error page must come out whatever is broken
        log.warning("a failure could not be recorded: %s, then %s", kind, type(another).__name__)


def _tried() -> tuple[str, str]:
    """Subject and verb of the request, in the audit's words."""
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    view = next((v for v in views if v.endpoint == request.blueprint), None)
    method = (request.endpoint or "").rpartition(".")[2]
    verb = request.view_args.get("name", "") if request.view_args and method == "do" else method
    known = verb in getattr(view, "verbs", ()) or method != "do"
    said = FORMS.get(method, verb) if not known or method in ("add", "edit") else verb
    return getattr(view, "class_permission_name", None) or "request", "read" if request.method != "POST" else said


def _aim() -> str | None:
    """The row that the request named."""
    named = request.view_args or {}
    row = named.get("pk") or named.get("job_id") or request.form.get("rowid", "").partition(".")[0]
    return str(row) or None
