"""Files under keys, on a disk and in a bucket: both keep the same promises."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.kit import storage
from app.kit.buckets import Bucket
from app.kit.errors import NotFound
from app.kit.storage import Away, Disk, Storage
from tests.buckets import BucketServer, bucket_server

KEY = "files/" + "a" * 32
BIG = os.urandom(12 << 20)  # more than one request of an upload, more than one piece of a download


@pytest.fixture(scope="module")
def server() -> Iterator[BucketServer]:
    with bucket_server() as started:
        yield started


@pytest.fixture(params=["disk", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param == "disk":
        yield Disk(tmp_path)
        return
    server = request.getfixturevalue("server")
    yield Bucket(*server.settings.values(), tmp_path / "parts")
    server.clear()


def put(store: Storage, key: str, data: bytes) -> None:
    with store.new_part(".xlsx") as part:
        part.write_bytes(data)
        store.put(part, key)


def read(store: Storage, key: str) -> bytes:
    size, pieces = store.open(key)
    data = b"".join(pieces)
    assert len(data) == size
    return data


@pytest.mark.parametrize("data", [b"x", BIG], ids=["small", "big"])
def test_what_is_put_is_read_as_it_was_and_leaves_no_part(store: Storage, data: bytes) -> None:
    put(store, KEY, data)
    assert read(store, KEY) == data
    with store.local(KEY) as path:
        assert path.read_bytes() == data
    assert list(store.parts.iterdir()) == []


def test_a_big_file_is_read_in_pieces(store: Storage) -> None:
    put(store, KEY, BIG)
    _size, pieces = store.open(KEY)
    assert max(len(piece) for piece in pieces) <= storage.PIECE


def test_a_key_without_a_file_is_not_found(store: Storage) -> None:
    with pytest.raises(NotFound):
        store.open(KEY)
    with pytest.raises(NotFound), store.local(KEY):
        pass


def test_a_file_goes_with_its_pictures_and_nothing_else_goes(store: Storage) -> None:
    others = [f"attachments/{'0' * 32}", f"attachments/{'c' * 32}", "attachments/" + "b" * 31 + "c"]
    gone = [f"attachments/{'b' * 32}{suffix}" for suffix in ("", ".1", ".12")]
    for key in (*others, *gone):
        put(store, key, b"x")
    store.remove(gone[0])
    store.remove(gone[0])
    assert {name for name, _written in store.listed("attachments")} == {key.partition("/")[2] for key in others}


def test_many_files_are_listed_with_their_age(store: Storage) -> None:
    names = {f"{n:032x}" for n in range(60)}  # more than a bucket lists at once
    for name in names:
        put(store, f"files/{name}", b"x")
    found = dict(store.listed("files"))
    assert found.keys() == names
    assert all(abs(time.time() - written) < 60 for written in found.values())


def test_a_part_that_is_not_put_is_removed_and_was_nobody_elses(store: Storage) -> None:
    with store.new_part() as part:
        assert part.stat().st_mode & 0o777 == 0o600
    assert not part.exists()


def test_parts_of_dead_processes_are_swept_after_a_while(store: Storage) -> None:
    old, young = store.parts / "old", store.parts / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    assert store.sweep_parts(86_400) == 1
    assert list(store.parts.iterdir()) == [young]


# ---- a bucket that does not answer --------------------------------------------------------------------------------


def test_a_bucket_that_does_not_answer_says_so_in_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with bucket_server() as server:
        away = Bucket(*server.settings.values(), tmp_path)
        put(away, KEY, b"x")
    for call in (lambda: put(away, KEY, b"y"), lambda: away.open(KEY), lambda: away.remove(KEY)):
        began = time.monotonic()
        with pytest.raises(Away, match="Nothing has been lost"):
            call()
        assert time.monotonic() - began < 15
    assert "storage:" in caplog.text, "the operator reads why"


def test_an_answer_that_breaks_off_is_no_file(tmp_path: Path) -> None:
    with bucket_server() as server:
        breaking = Bucket(*server.settings.values(), tmp_path)
        put(breaking, KEY, BIG)
        _size, pieces = breaking.open(KEY)
        next(pieces)
    with pytest.raises(Away):
        list(pieces)
    assert list(tmp_path.iterdir()) == []


# ---- which one ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "kind", "root"),
    [("", Disk, "data"), ("file:///srv/a%20b", Disk, "srv"), ("s3://bucket/prefix", Bucket, None)],
)
def test_files_url_names_the_storage(url: str, kind: type, root: str | None, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(Path, "mkdir", lambda *_path, **_more: None)
    places = {"data": tmp_path, "srv": Path("/srv/a b"), None: None}
    app = Flask("x")
    app.config.update(DATA_DIR=tmp_path, FILES_URL=url)
    with app.app_context():
        made = storage.store()
        assert storage.store() is made
    assert type(made) is kind
    assert getattr(made, "root", None) == places[root]


def test_another_files_url_is_refused(tmp_path: Path) -> None:
    app = Flask("x")
    app.config.update(DATA_DIR=tmp_path, FILES_URL="ftp://host/x")
    with app.app_context(), pytest.raises(ValueError, match="FILES_URL begins with"):
        storage.store()
