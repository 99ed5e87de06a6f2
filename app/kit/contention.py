"""Work that the database gave up in favour of somebody else's: nothing was changed, and the same again will do."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask_babel import lazy_gettext as _l
from psycopg import errors as postgres
from sqlalchemy.exc import DBAPIError, IntegrityError

_YIELDED = (postgres.DeadlockDetected, postgres.LockNotAvailable, postgres.SerializationFailure)
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
BUSY = _l("Somebody else is writing to the same records. Nothing was changed; please try again.")


def gave_way(error: DBAPIError) -> bool:
    """Whether two waited for each other, or one waited too long, so that the database ended this one."""
    cause = error.orig
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode & 0xFF in _LOCKED  # the higher bits say why
    return isinstance(cause, _YIELDED)


def sentence_for(error: DBAPIError, contradicts: Any) -> Any:
    """What users are told: `contradicts` where rows contradict each other; what nobody foresaw is raised again."""
    if isinstance(error, IntegrityError):
        return contradicts
    if gave_way(error):
        return BUSY
    raise error
