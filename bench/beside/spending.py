"""What a measured process has cost: the most memory it had, and the CPU of itself and of its database's server."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")
SERVERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"


def peak() -> int:
    """The most memory that this process has had, in MB; what `getrusage` says begins with the parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024


def cpu(ask: Any = None) -> float:
    """Seconds of this process, and of those that serve its database, which `ask` names if it has a server here."""
    return time.process_time() + sum(_of(pid) for (pid,) in (ask(SERVERS) if ask else ()))


def _of(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS
