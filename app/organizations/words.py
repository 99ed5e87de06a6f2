"""The platform's words on screens: what it calls hours and levels, in labels put together when shown (C1, R-6)."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.kit import clock, scope
from app.organizations.models import LevelName
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


def hours_words(session: Session, platform_id: int) -> dict[str, str]:
    """What a platform calls hours, by language, for texts whose reader is not known yet."""
    return dict(setting(session, platform_id, clock.today().year, "hours_word"))


def level_name(level: int | None) -> str:
    """What the active platform calls units of a level; read once per request."""
    now = scope.current()
    platform = now.platform_id if now else None
    known = g.setdefault("level_names", {})
    if platform is not None and platform not in known:
        rows = db.session.scalars(select(LevelName).where(LevelName.platform_id == platform))
        known[platform] = {row.level: row.label if language() == "zh" else row.label_en for row in rows}
    return str(known.get(platform, {}).get(level) or _("level-%(n)s unit", n=level))


def worded(message: Any) -> LazyString:
    """A lazy label whose `%(hours)s` becomes the platform's word."""
    return LazyString(lambda: _capital(str(message) % {"hours": hours_word()}))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def common_phrases() -> list[str]:
    """The platform's own phrases for opinions; none where it has set none (R-6)."""
    now = scope.current()
    if now is None or now.platform_id is None:
        return []
    return list(setting(db.session, now.platform_id, clock.today().year, "common_phrases"))
