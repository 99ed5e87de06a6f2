"""`python run.py` as a user starts it: its own process, port and DATA_DIR, with a web server and two workers."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
START = 180  # seconds, on a machine that others use too


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The whole product on one folder; it may be killed and started again on the same data."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "server.log"
        self.settings = dict(settings or {})
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a laptop has, and nothing of the settings of whoever runs the tests."""
        own = {"DATA_DIR": str(self.folder), "PORT": str(self.port), "FLASK_APP": "app:create_app"}
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {"PYTHONUNBUFFERED": "1"} | own | self.settings

    # ---- the process ----------------------------------------------------------------------------

    def start(self) -> Server:
        """Start the process and wait until it answers."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "run.py"], cwd=ROOT, env=self.environment, stdout=out, stderr=out
            )
        deadline = time.monotonic() + START
        while not self._answers():
            assert self.process.poll() is None, self.printed()[-3000:]
            assert time.monotonic() < deadline, self.printed()[-3000:]
            time.sleep(0.1)
        return self

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/login/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """Like the power plug: SIGKILL, no handler runs."""
        self._end("kill")

    def stop(self) -> None:
        self._end("terminate")

    def _end(self, how: str) -> None:
        if self.process is None:
            return
        getattr(self.process, how)()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)
        self.process = None

    # ---- what it left behind --------------------------------------------------------------------

    def printed(self) -> str:
        return self.log.read_text(errors="replace")

    def flask(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A `flask` command on the same data, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "flask", *command],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read (or doctor) the database from outside, as an operator with sqlite3 could."""
        connection = sqlite3.connect(self.folder / "xueshi.db", timeout=30)
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()


@contextmanager
def running(begun: Path, folder: Path) -> Iterator[Server]:
    """A server on a copy of what another one left behind."""
    server = Server(shutil.copytree(begun, folder / "data"))
    try:
        yield server.start()
    finally:
        server.kill()
