"""Bytes on disk under random names, readable by this user only, encrypted; in step with the transaction."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.extensions import Session as AppSession
from app.kit import personal
from app.kit.errors import NotFound

_FRESH, _GONE = "files_written", "files_to_remove"
_NAME = re.compile(r"[0-9a-f]{32}(\.\d{1,3})?")


def folder() -> Path:
    path = Path(current_app.config["DATA_DIR"]) / "attachments"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write(session: Session, data: bytes) -> str:
    """Keep `data` under a new random key; a rollback of the session removes it again."""
    key = secrets.token_hex(16)
    session.info.setdefault(_FRESH, []).append(key)
    put(key, data)
    return key


def put(name: str, data: bytes) -> None:
    """Write a file as a whole: sealed, synced, for this user only; never half of one under its final name."""
    target = folder() / name
    part = target.with_name(f".{name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(personal.seal(data))
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)


def read(key: str, page: int = 0) -> bytes:
    """The file, or the picture of its page; NotFound when there is none."""
    name = f"{key}.{page}" if page else key
    path = folder() / name
    if not _NAME.fullmatch(name) or not path.exists():
        raise NotFound()
    return personal.unseal(path.read_bytes())


def remove_later(session: Session, key: str) -> None:
    """Remove the file and its pictures once the session has committed, and not when it does not."""
    session.info.setdefault(_GONE, []).append(key)


def unlink(key: str) -> None:
    for path in (folder() / key, *folder().glob(f"{key}.*"), *folder().glob(f".{key}*.part")):
        path.unlink(missing_ok=True)


def keys_older_than(seconds: float) -> Iterator[str]:
    """The keys of files that have been there for a while."""
    limit = time.time() - seconds
    for path in folder().iterdir():
        if path.stat().st_mtime < limit:
            yield path.name.lstrip(".").split(".")[0]


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
