"""The platform's words on screens: what it calls hours, in labels that are put together when shown (C1)."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import get_locale
from flask_babel.speaklater import LazyString

from app.extensions import db
from app.kit import clock, scope
from app.organizations.operations import SETTINGS, setting


def language() -> str:
    """The screen's language, "zh" or "en"."""
    return "zh" if str(get_locale() or "zh").startswith("zh") else "en"


def hours_word() -> str:
    """学时 or 学分, as the active platform says; read once per request.

    A job speaks between its transactions too: there the platform is the one that it spoke for before.
    """
    now = scope.current()
    platform = now.platform_id if now and now.platform_id else g.get("words_of")
    words = g.setdefault("hours_words", {})
    if platform is not None and platform not in words:
        words[platform] = setting(db.session, platform, clock.today().year, "hours_word")
    g.words_of = platform
    return str(words.get(platform, SETTINGS["hours_word"])[language()])


def worded(message: Any) -> LazyString:
    """A lazy label whose `%(hours)s` becomes the platform's word."""
    return LazyString(lambda: _capital(str(message) % {"hours": hours_word()}))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def common_phrases() -> list[str]:
    """The platform's own phrases for opinions in the language of the screen; none where it has set none (R-6)."""
    now = scope.current()
    if now is None or now.platform_id is None:
        return []
    rows = setting(db.session, now.platform_id, clock.today().year, "common_phrases")
    return [str(row[language()] or row["zh"]) if isinstance(row, dict) else str(row) for row in rows]
