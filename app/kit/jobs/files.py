"""Files of jobs: stored under random names, reached only through their row, never half written."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from flask import current_app
from flask_babel import gettext as _

from app.kit import scope
from app.kit.errors import NotFound, RuleError
from app.kit.jobs.models import StoredFile

_PIECE = 1 << 16


def folder() -> Path:
    path = Path(current_app.config["DATA_DIR"]) / "files"
    path.mkdir(parents=True, exist_ok=True)
    return path


def path_of(key: str) -> Path:
    """Where the file with this random key lies; NotFound when it has been cleaned up."""
    path = folder() / key
    if not re.fullmatch(r"[0-9a-f]{32}(\.\w{1,5})?", key) or not path.exists():
        raise NotFound(_("This file is no longer kept."))
    return path


def shown_name(name: str) -> str:
    """What the user called it, for showing only: no folders, no control characters, not too long."""
    base = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", base)[-200:] or "file"


@contextlib.contextmanager
def new_file(suffix: str = "") -> Iterator[Path]:
    """A path to write to; the file is removed again unless `keep` renamed it."""
    handle, name = tempfile.mkstemp(dir=folder(), prefix=".part-", suffix=suffix)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def receive(stream: IO[bytes], target: Path, limit: int) -> None:
    """Copy an upload to `target`; RuleError when it is empty or larger than `limit` bytes."""
    size = 0
    with target.open("wb") as out:
        while piece := stream.read(_PIECE):
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
    part.replace(folder() / key)
    return row


def checksum(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
