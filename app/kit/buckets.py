"""Files in a bucket of S3, or of a server that speaks it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

import obstore
from flask_babel import gettext as _
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from app.kit.errors import NotFound
from app.kit.storage import PIECE, Away, Found, Storage

log = logging.getLogger(__name__)


class Bucket(Storage):
    """Files in a bucket of S3, or of a server that speaks it; who may do what there is said by AWS_*."""

    def __init__(self, url: str, endpoint: str, parts: Path) -> None:
        super().__init__(parts)
        self._address = url, endpoint

    @cached_property
    def _store(self) -> S3Store:
        """Made at first use: its threads do not survive the fork of a worker."""
        url, endpoint = self._address
        config: Any = {"endpoint": endpoint} if endpoint else {}
        return S3Store.from_url(
            url,
            config=config,
            client_options={"connect_timeout": "3s", "timeout": "60s", "allow_http": endpoint.startswith("http:")},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        )

    def put(self, part: Path, key: str) -> None:
        """One request, or several that count only together: no reader sees half of it."""
        with _answering():
            obstore.put(self._store, key, part, max_concurrency=4)

    def open(self, key: str) -> tuple[int, Iterator[bytes]]:
        with _answering():
            source = obstore.open_reader(self._store, key, buffer_size=PIECE)
        return source.size, self._pieces(source)

    def _pieces(self, source: Any) -> Iterator[bytes]:
        with _answering():
            while piece := bytes(source.read(PIECE)):
                yield piece

    @contextlib.contextmanager
    def local(self, key: str) -> Iterator[Path]:
        _size, source = self.open(key)
        with self.new_part(Path(key).suffix) as copy:
            with copy.open("wb") as out:
                out.writelines(source)
            yield copy

    def remove(self, key: str) -> None:
        names = (one["path"] for page in self._pages(key.partition("/")[0], offset=key[:-1]) for one in page)
        mine = list(takewhile(lambda name: name < f"{key}~", names))  # in order, from the key on
        with _answering():
            obstore.delete(self._store, [name for name in mine if name.startswith(key)])

    def listed(self, folder: str) -> Iterator[Found]:
        for page in self._pages(folder):
            yield from ((Path(one["path"]).name, one["last_modified"].timestamp()) for one in page)

    def _pages(self, folder: str, offset: str | None = None) -> Iterator[Any]:
        with _answering():
            yield from obstore.list(self._store, folder, offset=offset)


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """Say in words what a bucket refuses (its readers raise OSError); the log tells the operator why."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as gone:
        raise NotFound(_("This file is no longer kept.")) from gone
    except (BaseError, OSError) as error:
        log.warning("storage: %s", str(error)[:500])
        raise Away(
            _("The file storage does not answer. Nothing has been lost; please try again in a while.")
        ) from error
