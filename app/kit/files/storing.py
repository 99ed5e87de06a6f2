"""Attachments in the storage under random names, encrypted; in step with the transaction."""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Collection, Iterator

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.extensions import Session as AppSession
from app.kit import personal, storage
from app.kit.errors import NotFound

FOLDER = "attachments"
_FRESH, _GONE = "files_written", "files_to_remove"
_NAME = re.compile(r"[0-9a-f]{32}(\.\d{1,3})?")


def write(session: Session, data: bytes) -> str:
    """Keep `data` under a new random key; a rollback of the session removes it again."""
    key = secrets.token_hex(16)
    session.info.setdefault(_FRESH, []).append(key)
    put(key, data)
    return key


def put(name: str, data: bytes) -> None:
    """Store a file as a whole, encrypted; never half of one under its name."""
    store = storage.store()
    with store.new_part() as part:
        part.write_bytes(personal.seal(data))
        store.put(part, f"{FOLDER}/{name}")


def read(key: str, page: int = 0) -> bytes:
    """The file, or the picture of its page; NotFound when there is none."""
    name = f"{key}.{page}" if page else key
    if not _NAME.fullmatch(name):
        raise NotFound()
    _size, pieces = storage.store().open(f"{FOLDER}/{name}")
    return personal.unseal(b"".join(pieces))


def remove_later(session: Session, key: str) -> None:
    """Remove the file and its pictures once the session has committed, and not when it does not."""
    session.info.setdefault(_GONE, []).append(key)


def unlink(key: str) -> None:
    """Remove a file and its pictures; where the storage is away, the sweep does it later."""
    with contextlib.suppress(storage.Away):
        storage.store().remove(f"{FOLDER}/{key}")


def keys_older_than(seconds: float) -> Iterator[str]:
    """The keys of files that have been there for a while."""
    limit = time.time() - seconds
    yield from (name.split(".")[0] for name, written in storage.store().listed(FOLDER) if written < limit)


def sweep(known: Collection[str], found: Collection[str]) -> int:
    """Remove the files of `found` keys that no row knows; returns how many."""
    lost = set(found) - set(known)
    for key in lost:
        unlink(key)
    return len(lost)


@event.listens_for(AppSession, "after_commit")
def _committed(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint: the outer transaction may still fail
        return
    session.info.pop(_FRESH, None)
    for key in session.info.pop(_GONE, ()):
        unlink(key)


@event.listens_for(AppSession, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop(_GONE, None)
    for key in session.info.pop(_FRESH, ()):
        unlink(key)
