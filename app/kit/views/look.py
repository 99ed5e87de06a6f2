"""The look of every page: built assets, icons, badges, security headers and error pages."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError, default_exceptions

from app.extensions import db
from app.kit import clock, contention
from app.kit.errors import RuleError
from app.kit.views import failing

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
YEAR = 365 * 24 * 3600
BLANK = "—"
_ICON = Markup('<svg class="i {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>')


def init_look(app: Flask) -> None:
    """Give `app` our template globals, headers and error pages."""
    app.jinja_env.globals.update(asset=asset, icon=icon, badge=badge, html_lang=html_lang, theme=theme)
    app.jinja_env.filters.update(localtime=clock.local, day=day)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_set_headers)
    for code in default_exceptions:
        app.register_error_handler(code, _on_http_error)
    app.register_error_handler(RuleError, _on_rule_error)
    app.register_error_handler(OperationalError, _on_contention)
    app.register_error_handler(500, _on_failure)
    failing.install(app)


# ---- template globals --------------------------------------------------------------------------


@cache
def _manifest(folder: str) -> dict[str, str]:
    names: dict[str, str] = json.loads((Path(folder) / "dist/manifest.json").read_text())
    return names


def asset(name: str) -> str:
    """The address of a built file: its name carries a hash, so browsers may keep it for a year."""
    known: dict[str, str] = g.setdefault("assets", {})  # a page asks for the icons some fifty times
    if name not in known:
        known[name] = url_for("static", filename=f"dist/{_manifest(current_app.static_folder or '')[name]}")
    return known[name]


def icon(name: str, extra: str = "") -> Markup:
    """An icon of the sprite, hidden from screen readers: the text beside it says the same."""
    return _icon(extra, asset("icons.svg"), name or "point")


@lru_cache(maxsize=512)
def _icon(extra: str, sprite: str, name: str) -> Markup:
    """A page has some fifty, and the same ones again and again."""
    return _ICON.format(extra, sprite, name)


@cache
def icon_names() -> list[str]:
    """Every icon of the sprite."""
    sprite = Path(current_app.static_folder or "") / "dist" / _manifest(current_app.static_folder or "")["icons.svg"]
    return re.findall(r'<symbol id="([^"]+)"', sprite.read_text(encoding="utf-8"))


def badge(text: Any, tone: str = "") -> Markup:
    """A state as colour and word, never as colour alone."""
    return Markup('<span class="badge-s t-{}">{}</span>').format(tone, text)


def html_lang() -> str:
    """The page's language for the browser and screen readers."""
    locale = get_locale()
    return "zh-CN" if locale is None or locale.language == "zh" else str(locale.language)


def theme() -> str:
    return "dark" if request.cookies.get("theme") == "dark" else "light"


def day(value: date | datetime) -> str:
    """2026-03-05, or 2026-03-05 14:30 for a moment (already in the platform's zone)."""
    return value.strftime("%Y-%m-%d %H:%M" if isinstance(value, datetime) else "%Y-%m-%d")


# ---- headers -----------------------------------------------------------------------------------


def _set_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        _let_built_files_be_kept(response)
    elif current_user and current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    return response


def _let_built_files_be_kept(response: Response) -> None:
    if "dist/" in request.path and response.status_code in (200, 304):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"


# ---- error pages -------------------------------------------------------------------------------


def _absent() -> tuple[str, str, str]:
    """Forbidden and missing look the same: a page must not tell that a foreign row exists (R-1)."""
    return "map-search", _("Not found"), _("This page or record does not exist, or it is not yours to see.")


def _explain(code: int) -> tuple[str, str, str]:
    """Icon, title and sentence of an error page."""
    if code in (403, 404, 410):
        return _absent()
    sentences = {
        400: _("The request could not be understood. Go back, load the page again and retry."),
        405: _("This address can't be opened directly. Go back and use the button on the page."),
        409: _("Somebody else was first, or this page is no longer current. Nothing was changed."),
        413: _("The file is too large."),
        429: _("Too many attempts. Wait a moment and try again."),
    }
    if code in sentences:
        return "info-circle", _("That did not work"), sentences[code]
    if code < 500:
        return "info-circle", _("That did not work"), sentences[400]
    return "alert-triangle", _("Something went wrong"), _("The error has been logged. Try again later.")


def error_page(code: int, sentence: Any = None) -> tuple[str, int]:
    """The page for `code`; `sentence` replaces the standard text."""
    symbol, title, text = _explain(code)
    return render_template("errors/page.html", symbol=symbol, title=title, text=sentence or text), code


def _on_http_error(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):  # a host that is not ours: no address can be made for it, so no page either
        return error
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return *error_page(error.code), kept


def _on_failure(error: InternalServerError) -> Any:
    """Nobody foresaw it: the audit hears of it before the page comes out."""
    failing.tell(error)
    return error_page(500)


def _on_contention(error: OperationalError) -> Any:
    """Somebody else was let first: no fault of anybody, so there is nothing to log."""
    if not contention.gave_way(error):
        raise error
    db.session.rollback()
    return error_page(503, contention.BUSY)


def _on_rule_error(error: RuleError) -> Any:
    """A rule that nobody caught on the way: its sentence, never more."""
    return error_page(error.status, None if error.status == 404 else error.message)
