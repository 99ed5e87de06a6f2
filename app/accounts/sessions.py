"""Sessions on the server: a cookie is worth something only while its row is there (case 19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Account, UserSession
from app.kit import clock, notices, scope

IDLE = timedelta(hours=8)
TOUCHED = timedelta(minutes=1)  # a request writes at most this often that the session is still in use


@dataclass(frozen=True)
class Found:
    """The user of an open session, whether its last sign of life is old enough to be written anew, unread notices."""

    user: Account
    is_old: bool
    unread: int


def begin(session: Session, user_id: int) -> str:
    """Open a session; what the user has left idle for too long goes at this occasion."""
    session.execute(delete(UserSession).where(UserSession.user_id == user_id, UserSession.seen_at < clock.now() - IDLE))
    opened = UserSession(user_id=user_id)
    session.add(opened)
    session.flush()
    return opened.id


def find(session: Session, key: Any, user_id: int) -> Found | None:
    """The user of the open session `key` and the number for the bell, in one statement: every page needs them."""
    now = clock.now()
    query = select(Account, UserSession.seen_at, notices.unread(user_id)).join(
        UserSession, UserSession.user_id == Account.id
    )
    row = session.execute(query.where(
        UserSession.id == str(key), Account.id == user_id, UserSession.seen_at > now - IDLE)).first()  # fmt: skip
    return Found(row[0], row[1] < now - TOUCHED, row[2]) if row else None


def touch(session: Session, key: str) -> None:
    session.execute(update(UserSession).where(UserSession.id == key).values(seen_at=clock.now()))


def end(session: Session, key: Any) -> None:
    session.execute(delete(UserSession).where(UserSession.id == str(key)))


def end_all(session: Session, user_id: int) -> None:
    """Sign the user out everywhere; the caller has checked that the account is the caller's to manage."""
    table: Any = UserSession.__table__
    with scope.bulk("sessions of an account that was checked"):
        session.execute(delete(table).where(table.c.user_id == user_id))
