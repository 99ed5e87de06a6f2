"""What a user wants told by e-mail, where to, and in which language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_appbuilder import Model
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kit import audit, scope
from app.kit.errors import RuleError
from app.kit.scope import Actor

DECISIONS, WORK, DEADLINES, TASKS, NEWS = "decisions", "work", "deadlines", "tasks", "news"
GROUPS = [
    (DECISIONS, _l("What was decided about mine")),
    (WORK, _l("What waits for me")),
    (DEADLINES, _l("Deadlines that come near")),
    (TASKS, _l("Tasks that have ended")),
    (NEWS, _l("Announcements")),
]
_BY_VERB = {"waiting": WORK, "asked": WORK, "due": DEADLINES, "overdue": DEADLINES, "verify": WORK}
_BY_SUBJECT = {"job": TASKS, "announcement": NEWS}
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class NoticePreference(Model):
    """One row per user who asked for e-mails; the address is used for nothing else, above all not to sign in."""

    __tablename__ = "notice_preference"

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), primary_key=True, autoincrement=False)
    email: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str] = mapped_column(String(10), default="zh")
    events: Mapped[list[str]] = mapped_column(JSON, default=list)


audit.quiet(NoticePreference)  # an address is nobody's business; that it changed is told below
scope.register(NoticePreference, sees=lambda s: NoticePreference.user_id == s.actor.user_id)


def group_of(event: str) -> str:
    """Which tick of the settings an event belongs to: by its verb, else by its subject, else a decision."""
    subject, _colon, verb = event.partition(":")
    return _BY_VERB.get(verb) or _BY_SUBJECT.get(subject, DECISIONS)


def set_preference(session: Session, actor: Actor, values: Mapping[str, Any]) -> NoticePreference:
    """Keep what the active user wants (NOTE-1); RuleError at `email` when it is no plain address."""
    email = str(values["email"] or "").strip()
    if email and (len(email) > 200 or not _ADDRESS.fullmatch(email)):
        raise RuleError(_("This is not an e-mail address."), field="email")
    user = actor.user_id or 0
    mine = session.get(NoticePreference, user) or NoticePreference(user_id=user)
    mine.email, mine.locale = email, values["locale"]
    mine.events = [code for code, _label in GROUPS if code in values["events"]]
    session.add(mine)
    audit.record(session, "notice_preference:update", user)
    return mine
