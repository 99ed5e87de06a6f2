"""How long a web process takes to start, how many SQL statements it runs (target: 1.5 s, 20), and its memory."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

PROGRAM = """
import time
from bench.beside.spending import peak
began = time.perf_counter()
from sqlalchemy import Engine, event
seen = []
event.listen(Engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
from app import create_app
create_app()
print(time.perf_counter() - began, len(seen), peak())
"""


def measure(times: int = 5) -> tuple[float, int, int]:
    """Median seconds, the statements, and the most MB of one start."""
    runs = [subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout.split()
            for _turn in range(times)]  # fmt: skip
    return median(float(run[0]) for run in runs), *(max(int(run[at]) for run in runs) for at in (1, 2))


def main() -> None:
    seconds, statements, memory = measure()
    print(f"start        {seconds:6.2f} s   {statements} statements   (target 1.5 s, 20)   {memory} MB")


if __name__ == "__main__":
    main()
