"""Notices: what happened to mine and what waits for me, in the app and, by configuration, by e-mail (NOTE-1)."""

from app.kit.notices.models import Notice
from app.kit.notices.telling import mark_read, notify, notify_all, opened, take_back, unread, use_word, when_opened

__all__ = [
    "Notice", "mark_read", "notify", "notify_all", "opened", "take_back", "unread", "use_word", "when_opened",
]  # fmt: skip
