"""The demo database, made once for each state of the source and shared by the workers and runs that come after."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.kit import clock

ROOT = Path(__file__).parents[1]
MAKES_IT = ("app/**/*.py", "app/**/*.toml", "migrations/**/*.py", "translations/**/*.po", "config.py",
            "requirements.lock", "tests/conftest.py", "tests/prepared.py")  # fmt: skip
GIVEN = "PREPARED_DEMO"  # a folder to use whatever the source is: planted faults start from the sound demo
TEMPLATE = "template"
KEPT = Path(".pytest_cache", "demo")


def into(folder: Path, make: Callable[[], None]) -> None:
    """Fill `folder` with the demo database and its files; `make` writes them there where nobody has before."""
    if given := os.environ.get(GIVEN):
        shutil.copytree(given, folder, dirs_exist_ok=True)
        return
    kept = ROOT / KEPT / _mark()
    with _alone(kept.parent):
        if kept.exists():
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            return
        make()
        for old in kept.parent.iterdir():
            shutil.rmtree(old, ignore_errors=True)
        half = kept.with_suffix(".half")
        shutil.copytree(folder, half)
        half.rename(kept)


def keep(folder: Path, name: str) -> None:
    """Put database and files aside under a name, for tests to start from."""
    shutil.copytree(folder / "attachments", folder / name)
    shutil.copy(folder / "live.db", folder / f"{name}.db")


def is_kept(folder: Path, name: str) -> bool:
    return (folder / f"{name}.db").exists()


def restore(folder: Path, name: str) -> None:
    """Database and files as they were put aside; files are written once under a random name and never changed."""
    shutil.copy(folder / f"{name}.db", folder / "live.db")
    files, kept = folder / "attachments", folder / name
    files.mkdir(mode=0o700, exist_ok=True)
    there, wanted = ({path.name for path in one.iterdir()} for one in (files, kept))
    for gone in there - wanted:
        (files / gone).unlink()
    for missing in wanted - there:
        shutil.copy(kept / missing, files)


def made(root: Path) -> list[Path]:
    """What the tests in another copy of the source have prepared there."""
    return list((root / KEPT).glob("*"))


def _mark() -> str:
    """What the demo data follow from: the source, the day, and nothing else."""
    digest = hashlib.sha256(str(clock.today()).encode())
    for path in sorted(path for pattern in MAKES_IT for path in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time: the other workers wait for the first one's work instead of doing it again."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
