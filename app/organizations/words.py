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
from app.organizations.operations import SETTINGS, setting, settings

# What a platform says in its own words on many screens.
_SAID = ("hours_word", "common_phrases", "claim_note", "choice_note", "review_note")


def language() -> str:
    """The screen's language, "zh" or "en"."""
    return "zh" if str(get_locale() or "zh").startswith("zh") else "en"


def hours_word() -> str:
    """学时 or 学分, as the active platform says; read once per request.

    A job speaks between its transactions too: there the platform is the one that it spoke for before.
    """
    now = scope.current()
    platform = now.platform_id if now and now.platform_id else g.get("words_of")
    g.words_of = platform
    return str(_words(platform)["hours_word"][language()])


def _words(platform_id: int | None) -> dict[str, Any]:
    """What a platform says in its own words on many screens; read once per request."""
    known: dict[int | None, dict[str, Any]] = g.setdefault("platform_words", {None: SETTINGS})
    if platform_id is not None and platform_id not in known:
        known[platform_id] = settings(db.session, platform_id, clock.today().year, *_SAID)
    return known[platform_id]


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
    return _lines("common_phrases")


def claim_note() -> list[str]:
    """What the platform says above the lists of claims, e.g. what need not be claimed (GX-1, GX-9)."""
    return _lines("claim_note")


def choice_note() -> list[str]:
    """What the platform tells people who look for the unit that decides, in the dialog (GX-5)."""
    return _lines("choice_note")


def review_note() -> list[str]:
    """What the platform asks reviewers of claims to mind, above their lists (GX-13)."""
    return _lines("review_note")


def _lines(name: str) -> list[str]:
    now = scope.current()
    if now is None or now.platform_id is None:
        return []
    return list(_words(now.platform_id)[name])
