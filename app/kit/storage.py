"""Where files lie: on a disk, or in a bucket that speaks S3 (FILES_URL); everybody else knows keys only.

A key is `folder/name` with a random name. Under its key a file is whole or not there at all, and never changes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import gettext as _

from app.kit.errors import NotFound, RuleError

PIECE = 1 << 20  # of what is read at once, whatever the size of the file
Found = tuple[str, float]  # a name, and when it was written in seconds since 1970


class Away(RuleError):
    """The storage does not answer: what was asked for may be tried again later."""

    status = 503


class Full(RuleError):
    """There is no room on the disk."""

    status = 503


def full() -> Full:
    return Full(_("The server's disk is full. Please tell the operator, then try again."))


def is_full(error: BaseException | None) -> bool:
    """Whether a full disk is behind an error; what writes workbooks wraps it into one of its own."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


class Storage(ABC):
    """What both kinds of storage do; a file under way lies on the disk of its process, in `parts`."""

    def __init__(self, parts: Path) -> None:
        self.parts = parts
        parts.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextlib.contextmanager
    def new_part(self, suffix: str = "") -> Iterator[Path]:
        """A path to write to, for this user only; what is there at the end is removed unless it was `put`."""
        handle, name = tempfile.mkstemp(dir=self.parts, suffix=suffix)
        os.close(handle)
        try:
            yield Path(name)
        except OSError as error:
            if is_full(error):
                raise full() from error
            raise
        finally:
            Path(name).unlink(missing_ok=True)

    def sweep_parts(self, seconds: float) -> int:
        """Remove parts that dead processes of this host left behind that long ago; how many there were."""
        old = [path for path in self.parts.iterdir() if _age(path) > seconds]
        for path in old:
            if path.is_dir():  # of a workbook that is being written
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        return len(old)

    @abstractmethod
    def put(self, part: Path, key: str) -> None:
        """Give a finished part its key, in one step."""

    @abstractmethod
    def open(self, key: str) -> tuple[int, Iterator[bytes]]:
        """Size and pieces of a file; NotFound when there is none."""

    @abstractmethod
    def local(self, key: str) -> contextlib.AbstractContextManager[Path]:
        """The file as a path, for a reader that needs one; NotFound when there is none."""

    @abstractmethod
    def remove(self, key: str) -> None:
        """Remove the file of a key and what begins with it (its pictures), if any."""

    @abstractmethod
    def listed(self, folder: str) -> Iterator[Found]:
        """The files of a folder."""


class Disk(Storage):
    """Files below a folder; several hosts may share it over a network."""

    def __init__(self, root: Path) -> None:
        super().__init__(root / "parts")  # on the same file system, so that a rename gives a part its key
        self.root = root

    def put(self, part: Path, key: str) -> None:
        with part.open("rb") as written:
            os.fsync(written.fileno())
        (self.root / key).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.replace(self.root / key)

    def open(self, key: str) -> tuple[int, Iterator[bytes]]:
        with self.local(key) as path:
            return path.stat().st_size, _pieces_of(path)

    @contextlib.contextmanager
    def local(self, key: str) -> Iterator[Path]:
        if not (self.root / key).exists():
            raise NotFound(_("This file is no longer kept."))
        yield self.root / key

    def remove(self, key: str) -> None:
        for path in (self.root / key).parent.glob(f"{Path(key).name}*"):
            path.unlink(missing_ok=True)

    def listed(self, folder: str) -> Iterator[Found]:
        for path in (self.root / folder).glob("*"):
            yield path.name, time.time() - _age(path)


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    """An open file bit by bit; it is closed at its end."""
    with source:
        yield from iter(lambda: source.read(PIECE), b"")


def _pieces_of(path: Path) -> Iterator[bytes]:
    """A file bit by bit, opened when the first bit is asked for: an answer that nobody reads leaves nothing open."""
    yield from pieces(path.open("rb"))


def _age(path: Path) -> float:
    """Seconds since a file was written; none of one that is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def store() -> Storage:
    """The storage of the application, made when it is first asked for."""
    held = current_app.extensions
    if "storage" not in held:
        held["storage"] = _made(current_app.config)
    made: Storage = held["storage"]
    return made


def _made(config: dict[str, Any]) -> Storage:
    data, url = Path(config["DATA_DIR"]), str(config.get("FILES_URL") or "")
    kind = urlsplit(url).scheme
    if kind == "s3":
        from app.kit.buckets import Bucket  # who keeps files on a disk does not wait for its library

        return Bucket(url, str(config.get("FILES_ENDPOINT") or ""), data / "parts")
    if kind not in ("", "file"):
        raise ValueError(f"FILES_URL begins with file:/// or s3://, not with {kind}:")
    return Disk(Path(unquote(urlsplit(url).path)) if url else data)
