"""E-mails of notices: written with the notice, sent by a job, each once as far as SMTP allows (NOTE-1).

A worker claims a mail with a token and a lease, asks once more for the token before it hands the message over, and
marks it as sent before it says goodbye. Between the server's yes and that mark lies the one gap that SMTP leaves open:
who dies there is followed by another one who sends again, under the same Message-ID. Twice is better than never. For
ever is not: a mail whose senders always die, or that cannot be composed, is given up like one that no server takes.
"""

from __future__ import annotations

import logging
import secrets
import smtplib
import ssl
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, cast

from flask import current_app
from flask_appbuilder import Model
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import (
    JSON,
    CursorResult,
    Float,
    ForeignKey,
    Index,
    Select,
    String,
    and_,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.extensions import db
from app.kit import audit, clock, jobs, scope
from app.kit.jobs.queue import dbnow
from app.kit.notices.models import spoken
from app.kit.notices.preferring import NoticePreference, group_of

log = logging.getLogger(__name__)
EVERY, LEASE, TIMEOUT = 30, 300.0, 20.0
PATIENCE = 70.0  # for each of the four answers while a message is handed over: together less than the lease
TRIES, PAUSE = 6, 60.0  # the waits between: 1, 4, 16, 64, 256 minutes
WAITING, SENDING, SENT, DEAD, DROPPED = "waiting", "sending", "sent", "dead", "dropped"
_OPEN = "state IN ('waiting','sending')"


class Mail(Model):
    """An e-mail to send; the address is looked up when it goes out, and so is whether the account still stands."""

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_open", "due_at", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("ix_mail_user", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    event: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(300))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str] = mapped_column(String(200), default="")
    message_id: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[float] = mapped_column(Float, default=0.0)
    token: Mapped[str | None] = mapped_column(String(32))
    error: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]


audit.quiet(Mail)
scope.register(Mail, sees=lambda s: Mail.user_id == s.actor.user_id, owns=scope.nobody)

Standing = Callable[[Session, int], bool]
_stands: list[Standing] = []


def accounts(stands: Standing) -> Standing:
    """Declare how to know whether an account may still be written to."""
    _stands[:] = [stands]
    return stands


# ---- writing ------------------------------------------------------------------------------------------------------


def is_on() -> bool:
    return bool(current_app and current_app.config.get("SMTP_HOST"))


def write(session: Session, head: Mapping[str, Any], users: Collection[int] | Select[int]) -> None:
    """A mail to each of `users` who has an address and wants that event told, in the caller's transaction."""
    if not is_on():
        return
    table: Any = NoticePreference.__table__
    known = session.connection().execute(select(table.c.user_id, table.c.events).where(
        table.c.user_id.in_(users), table.c.email != ""))  # fmt: skip
    wanted = [row.user_id for row in known if group_of(head["event"]) in row.events]
    facts = {name: head[name] for name in ("event", "text", "values", "address", "created_at")}
    host = current_app.config["MAIL_FROM"].rpartition("@")[2] or "localhost"
    rows = [facts | {"user_id": user, "message_id": f"<{secrets.token_hex(16)}@{host}>"} for user in wanted]
    if rows:
        session.connection().execute(insert(Mail), rows)


def drop(session: Session, event: str, address: str) -> None:
    """Do not send any more what tells of a page that is no longer there."""
    unsent = (Mail.state == WAITING, Mail.event == event, Mail.address == address)
    session.connection().execute(update(Mail).where(*unsent).values(state=DROPPED))


def undelivered(session: Session, user_id: int | None) -> datetime | None:
    """When the last mail to a user was written, if it was given up; None where it arrived or none was sent."""
    ended = (Mail.user_id == user_id, Mail.state.in_((SENT, DEAD)))
    last = session.execute(select(Mail.state, Mail.created_at).where(*ended).order_by(Mail.id.desc()).limit(1)).first()
    return clock.local(last.created_at) if last and last.state == DEAD else None


# ---- sending ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claimed:
    """A mail in the hands of one worker, with what its recipient wants."""

    id: int
    token: str
    attempts: int
    to: str
    message: EmailMessage | None
    error: str = ""  # why there is none although it is wanted


def claim(session: Session) -> Claimed | None:
    """Take the oldest due mail: waiting, or left behind by a worker whose lease has run out."""
    due = and_(or_(Mail.state == WAITING, Mail.state == SENDING), Mail.due_at <= dbnow())
    oldest = select(Mail.id, Mail.attempts).where(due).order_by(Mail.due_at, Mail.id).limit(1)
    found = session.execute(oldest.with_for_update(skip_locked=True)).first()
    if found is None:
        return None
    spent = found.attempts >= TRIES  # its last sender died: whose last attempt failed otherwise is dead
    taken = {"state": SENDING, "token": secrets.token_hex(16), "attempts": Mail.attempts + (0 if spent else 1)}
    if not _change(session, found.id, due, due_at=dbnow() + LEASE, **taken):
        return None
    mail = session.get_one(Mail, found.id, populate_existing=True)
    held = Claimed(mail.id, str(mail.token), mail.attempts, "", None)
    wants = session.get(NoticePreference, mail.user_id)
    if wants is None or not wants.email or not all(stands(session, mail.user_id) for stands in _stands):
        return held
    return replace(held, error="SenderDied") if spent else _with_message(held, mail, wants)


def _with_message(held: Claimed, mail: Mail, wants: NoticePreference) -> Claimed:
    """A mail that cannot be composed is a failed attempt of its own and keeps no other one waiting."""
    try:
        return replace(held, to=wants.email, message=_composed(mail, wants))
    except Exception as error:  # whatever it is, the others go on
        return _without_message(held, error)


def _without_message(held: Claimed, error: Exception) -> Claimed:
    """Log where it broke, never what it says (it may hold personal data), as for jobs."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("mail %s: %s\n%s", held.id, type(error).__name__, where)
    return replace(held, error=type(error).__name__)


def _composed(mail: Mail, wants: NoticePreference) -> EmailMessage:
    """The message in the user's language; line breaks in what users typed never reach a header."""
    with force_locale(wants.locale):
        sentence = spoken(mail.text, mail.values)
        closing = _("You get this e-mail because your notice settings ask for it. Please do not answer it.")
        body = [sentence, f"{current_app.config['SITE_URL']}{mail.address}" if mail.address else "", closing]
        subject = _("Xueshi: %(what)s", what=sentence)
    made = EmailMessage(policy=SMTP)
    made["Subject"] = " ".join("".join(c if c.isprintable() else " " for c in subject).split())[:200]
    made["From"], made["To"] = current_app.config["MAIL_FROM"], wants.email
    made["Date"], made["Message-ID"] = format_datetime(mail.created_at), mail.message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content("\n\n".join(filter(None, body)) + "\n")
    return made


def _change(session: Session, number: int, *where: Any, **values: Any) -> bool:
    found = update(Mail).where(Mail.id == number, *where).values(**values)
    done = session.execute(found.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", done).rowcount == 1


def is_mine(session: Session, mail: Claimed) -> bool:
    """The fence: whoever has lost the mail to another worker must not hand it over."""
    return _change(session, mail.id, Mail.token == mail.token, Mail.state == SENDING, due_at=dbnow() + LEASE)


def settle(session: Session, mail: Claimed, state: str, error: str = "") -> bool:
    """Mark what became of a mail, if it is still this worker's; a failure waits longer each time, then gives up."""
    if state == WAITING and mail.attempts >= TRIES:
        state = DEAD
    values: dict[str, Any] = {"state": state, "error": error, "token": None}
    values["sent_at"] = clock.now() if state == SENT else None
    if state == WAITING:
        values["due_at"] = dbnow() + PAUSE * 4 ** (mail.attempts - 1)
    return _change(session, mail.id, Mail.token == mail.token, **values)


def hand_over(mail: Claimed, is_still_mine: Callable[[], bool], goodbye: ExitStack) -> tuple[str, str]:
    """Give the message to the server: (state, kind of error). A temporary refusal waits, a final one is the end.

    The caller says `goodbye` when it has marked what became of the mail.
    """
    if mail.error:
        return WAITING, mail.error
    if mail.message is None:
        return DROPPED, ""
    try:
        server = goodbye.enter_context(_server())
        if not is_still_mine():
            return "", ""
        assert server.sock
        server.sock.settimeout(PATIENCE)  # who hangs up before a slow yes sends again what was taken
        server.send_message(mail.message, to_addrs=[mail.to])
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _answer in refusal.recipients.values()]
        return (DEAD if all(code >= 500 for code in codes) else WAITING), type(refusal).__name__
    except (smtplib.SMTPException, OSError) as error:
        return WAITING, type(error).__name__
    return SENT, ""


@contextmanager
def _server() -> Iterator[smtplib.SMTP]:
    """A connection for one message; what the server says to the goodbye takes nothing back that it took before."""
    config = current_app.config
    kind = smtplib.SMTP_SSL if config["SMTP_TLS"] == "ssl" else smtplib.SMTP
    server = kind(config["SMTP_HOST"], config["SMTP_PORT"], timeout=TIMEOUT)
    try:
        if config["SMTP_TLS"] == "starttls":
            server.starttls(context=ssl.create_default_context())
        if config["SMTP_USER"]:
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        yield server
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


@jobs.handler("mail", short=True, every=EVERY)
def send_due(run: jobs.Run) -> dict[str, Any]:
    """Send what is due, one after the other; every platform's job sends whatever there is."""
    counts: dict[str, int] = {}
    while is_on() and not run.stopping.is_set():
        with run.chunk(run.cursor + 1) as session:
            mail = claim(session)
        if mail is None:
            break
        with ExitStack() as goodbye:
            state, error = hand_over(mail, _asking(run, mail), goodbye)
            if state:
                _mark(run, mail, state, error)
        counts[state or "lost"] = counts.get(state or "lost", 0) + 1
    return {"mails": counts}


def _asking(run: jobs.Run, mail: Claimed) -> Callable[[], bool]:
    def ask() -> bool:
        with run.chunk(run.cursor + 1) as session:
            return is_mine(session, mail)

    return ask


def _mark(run: jobs.Run, mail: Claimed, state: str, error: str) -> None:
    """Not in a chunk: who has lost the job to another worker, as the server took its time, still holds the mail."""
    with scope.using(run.scope, reason="mail: mark"):
        settle(db.session(), mail, state, error)
        db.session.commit()
