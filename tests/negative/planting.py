"""Plants a fault in a copy of the source and tells whether a check notices it."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKERS = os.cpu_count() or 1
LONGEST = 900  # seconds; a check that hangs on a fault has noticed it
ALL_PASSED, SOME_FAILED = 0, 1


@dataclass(frozen=True)
class Fault:
    """A change of one file, and the tests of which at least one must fail."""

    name: str
    path: str
    text: str
    tests: tuple[str, ...]


@contextmanager
def copies(number: int) -> Iterator[queue.Queue[Path]]:
    """`number` copies of what git knows, for workers that don't see each other's faults."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = [name for name in listed.stdout.decode().split("\0") if name]
    compiled = [p.relative_to(ROOT).as_posix() for p in ROOT.glob("translations/**/*.mo")]
    free: queue.Queue[Path] = queue.Queue()
    with tempfile.TemporaryDirectory() as folder:
        for one in range(number):
            place = Path(folder) / str(one)
            for name in [*names, *compiled]:
                if (ROOT / name).is_file():
                    (place / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / name, place / name)
            subprocess.run(["git", "init", "--quiet"], cwd=place, check=True)
            free.put(place)
        yield free


def outcome(place: Path, tests: Sequence[str]) -> int:
    """Pytest's exit code in a copy, stopping at the first failure; 1 as well when it hangs."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"DATA_DIR": "", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run(command, cwd=place, env=environment, capture_output=True, timeout=LONGEST).returncode
    except subprocess.TimeoutExpired:
        return SOME_FAILED


def noticed(place: Path, fault: Fault) -> bool:
    """Whether the tests fail with the fault in place; the copy is as before afterwards."""
    file = place / fault.path
    sound = file.read_text(encoding="utf-8")
    file.write_text(fault.text, encoding="utf-8")
    try:
        return outcome(place, fault.tests) != ALL_PASSED
    finally:
        file.write_text(sound, encoding="utf-8")


def try_all(faults: Sequence[Fault], say: Callable[[str], None]) -> list[Fault]:
    """Plant every fault by itself; the ones that nothing noticed."""
    with copies(WORKERS) as free, ThreadPoolExecutor(WORKERS) as pool:

        def attempt(fault: Fault) -> bool:
            place = free.get()
            try:
                seen = noticed(place, fault)
            finally:
                free.put(place)
            say(f"{'noticed ' if seen else 'SURVIVED'}  {fault.name}")
            return seen

        results = list(pool.map(attempt, faults))
    return [fault for fault, seen in zip(faults, results, strict=True) if not seen]
