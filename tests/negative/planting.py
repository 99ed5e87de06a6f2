"""Plants a fault in a copy of the source and tells which check notices it."""

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

from tests import prepared

ROOT = Path(__file__).parents[2]
WORKERS = int(os.environ.get("WORKERS") or os.cpu_count() or 1)
LONGEST, LONGEST_WAIT = 600, 3600  # seconds of processor time, and of waiting, until a check counts as hanging
HANGS = "it hangs"
Honest = Callable[[Sequence[str]], bool]  # whether what went wrong shows that a check has noticed the fault


@dataclass(frozen=True)
class Fault:
    """A change of one file, and the tests of which at least one must fail."""

    name: str
    path: str
    text: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Copies:
    """Copies of the source for workers that don't see each other's faults, and the demo that the sound source makes."""

    free: queue.Queue[Path]
    demo: Path


@contextmanager
def copies(number: int) -> Iterator[Copies]:
    """`number` copies of what git knows or would be told of."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
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
        yield Copies(free, Path(folder) / "demo")


def run(place: Path, tests: Sequence[str], demo: Path | None = None) -> list[str]:
    """What went wrong in a copy up to the first failure, a line each; nothing when all tests passed."""
    if not tests:
        return []
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-rfE", "--tb=no", "-p", "no:cacheprovider", *tests]
    limited = ["sh", "-c", f'ulimit -t {LONGEST}; exec "$@"', "sh", *command]
    environment = os.environ | {"DATA_DIR": "", "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {prepared.GIVEN: str(demo)} if demo and demo.exists() else {}
    try:
        done = subprocess.run(limited, cwd=place, env=environment, capture_output=True, text=True, timeout=LONGEST_WAIT)
    except subprocess.TimeoutExpired:
        return [HANGS]
    said = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    ended = HANGS if done.returncode < 0 else f"pytest ended with {done.returncode}"
    return said or ([ended] if done.returncode else [])


def plant(place: Path, fault: Fault, demo: Path) -> list[str]:
    """What goes wrong with the fault in place; the copy is as before afterwards."""
    file = place / fault.path
    sound = file.read_text(encoding="utf-8")
    file.write_text(fault.text, encoding="utf-8")
    try:
        return run(place, fault.tests, demo)
    finally:
        file.write_text(sound, encoding="utf-8")


def is_failure(wrong: Sequence[str]) -> bool:
    """Whether a check said no, rather than nothing running at all: a fault that breaks pytest proves nothing."""
    return any(line.startswith("FAILED ") or line == HANGS for line in wrong)


def sound(made: Copies, pool: ThreadPoolExecutor, tests: Sequence[str]) -> list[str]:
    """What goes wrong without any fault; on the way each copy makes its demo, of which one is kept."""
    places = [made.free.get() for _one in range(WORKERS)]
    parts = (tests[n::WORKERS] for n in range(WORKERS))
    wrong = [line for lines in pool.map(run, places, parts) for line in lines]
    if not wrong and (found := [one for place in places for one in prepared.made(place)]):
        shutil.copytree(found[0], made.demo)
    for place in places:
        made.free.put(place)
    return wrong


def try_all(faults: Sequence[Fault], say: Callable[[str], None], honest: Honest) -> list[Fault]:
    """Plant every fault by itself; the ones that nothing noticed. Without a fault all the tests must pass."""
    with copies(WORKERS) as made, ThreadPoolExecutor(WORKERS) as pool:
        if wrong := sound(made, pool, sorted({test for fault in faults for test in fault.tests})):
            raise SystemExit("The tests fail without a fault: " + "; ".join(wrong))

        def attempt(fault: Fault) -> bool:
            place = made.free.get()
            try:
                wrong = plant(place, fault, made.demo)
            finally:
                made.free.put(place)
            say(f"{'noticed ' if honest(wrong) else 'SURVIVED'}  {fault.name}  {'; '.join(wrong)[:160]}")
            return honest(wrong)

        results = list(pool.map(attempt, faults))
    return [fault for fault, seen in zip(faults, results, strict=True) if not seen]
