"""Servers of a test's own on free ports, to be killed and started again; never the machine's."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(true: Callable[[], object], patience: float = PATIENCE, pause: float = 0.02) -> None:
    """Wait until something holds; AssertionError when it does not for too long."""
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(pause)


class Server:
    """A process group on a port, with a folder of its own."""

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path, port: int) -> None:
        self.command, self.environment, self.folder, self.port = command, dict(environment), folder, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "log").open("ab") as out:
            self.process = subprocess.Popen(
                self.command, env=os.environ | self.environment, stdout=out, stderr=out, start_new_session=True
            )
        eventually(lambda: answers(self.port))

    def kill(self) -> None:
        """Like the power plug."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
            self.process = None


@contextmanager
def a_folder(owner: str = "") -> Iterator[Path]:
    """A folder below the machine's temporary one, which `owner` may reach."""
    folder = Path(tempfile.mkdtemp(prefix="xueshi-proof-"))
    try:
        if owner:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def own_redis() -> Iterator[tuple[Server, str]]:
    """A Redis that keeps nothing on disk, so that a restart forgets every message; and its address."""
    port = free_port()
    with a_folder() as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with running(Server([*command, "--dir", str(folder)], {}, folder, port)) as server:
            yield server, f"redis://127.0.0.1:{port}/0"


@contextmanager
def own_rabbit() -> Iterator[tuple[Server, str]]:
    """A node of RabbitMQ with a name, folder and ports of its own."""
    port = free_port()
    with a_folder() as folder:
        (folder / "enabled_plugins").write_text("[].\n")
        settings = {
            "RABBITMQ_NODENAME": f"proof{port}@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port), "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder), "RABBITMQ_LOG_BASE": str(folder), "HOME": str(folder),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none"), "RABBITMQ_CONFIG_FILE": str(folder / "none"),
        }  # fmt: skip
        with running(Server([_rabbit()], settings, folder, port)) as server:
            yield server, f"amqp://guest:guest@127.0.0.1:{port}//"


def _rabbit() -> str:
    """The server itself: the command of Debian changes the user, who may not read our folder."""
    (found,) = list(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin/rabbitmq-server"))[:1]
    return str(found)


class Postgres:
    """A cluster of its own, run by the user postgres because the server refuses root."""

    def __init__(self, folder: Path) -> None:
        self.data, self.port = folder / "data", free_port()
        (tools,) = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
        self.tools = tools
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8")
        where = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        self._start = ("start", "-w", "-l", str(folder / "log"), "-o", where)

    def _run(self, tool: str, *words: str) -> None:
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*user, str(self.tools / tool), *words], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), *self._start)

    def crash(self) -> None:
        """No goodbye to anybody; the next start recovers from the log."""
        self._run("pg_ctl", "-D", str(self.data), "stop", "-m", "immediate")

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    with a_folder("postgres" if os.geteuid() == 0 else "") as folder:
        server = Postgres(folder)
        server.start()
        try:
            yield server
        finally:
            server.crash()
