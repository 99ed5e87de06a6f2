"""Files of jobs: stored under random names, reached only through their row, never half written."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from flask_babel import gettext as _

from app.kit import scope, storage
from app.kit.errors import NotFound, RuleError
from app.kit.jobs.models import StoredFile

FOLDER = "files"
_KEY = re.compile(r"[0-9a-f]{32}(\.\w{1,5})?")


def place(key: str) -> str:
    """Where the storage has the file with this random key; NotFound for what is no such key."""
    if not _KEY.fullmatch(key):
        raise NotFound(_("This file is no longer kept."))
    return f"{FOLDER}/{key}"


def local(key: str) -> AbstractContextManager[Path]:
    """The file as a path, for a reader that needs one; NotFound when it has been cleaned up."""
    return storage.store().local(place(key))


def opened(key: str) -> tuple[int, Iterator[bytes]]:
    """Size and pieces of the file, for a download; NotFound when it has been cleaned up."""
    return storage.store().open(place(key))


def shown_name(name: str) -> str:
    """What the user called it, for showing only: no folders, no control characters, not too long."""
    base = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", base)[-200:] or "file"


def new_file(suffix: str = "") -> AbstractContextManager[Path]:
    """A path to write to; the file is removed again unless `keep` has taken it."""
    return storage.store().new_part(suffix)


def receive(stream: IO[bytes], target: Path, limit: int) -> None:
    """Copy an upload to `target`; RuleError when it is empty or larger than `limit` bytes."""
    size = 0
    with target.open("wb") as out:
        while piece := stream.read(storage.PIECE):
            size += len(piece)
            if size > limit:
                raise RuleError(_("The file is larger than %(mb)s MB.", mb=limit // (1 << 20)), "file")
            out.write(piece)
    if not size:
        raise RuleError(_("The file is empty."), "file")


def keep(part: Path, name: str) -> StoredFile:
    """Give a finished file its final random name (atomically) and return its row, still to be added."""
    now = scope.require()
    key = secrets.token_hex(16) + part.suffix
    row = StoredFile(
        platform_id=now.platform_id, user_id=now.actor.user_id, identity=now.actor.identity,
        name=shown_name(name), key=key, size=part.stat().st_size, sha256=checksum(part),
    )  # fmt: skip
    storage.store().put(part, place(key))
    return row


def checksum(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
