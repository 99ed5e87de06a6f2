"""How long a web process takes to start, and how many SQL statements it runs (target: 1.5 s, 20)."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

PROGRAM = """
import time
began = time.perf_counter()
from sqlalchemy import Engine, event
seen = []
event.listen(Engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
from app import create_app
create_app()
print(time.perf_counter() - began, len(seen))
"""


def measure(times: int = 5) -> tuple[float, int]:
    """Median seconds and the statements of one start."""
    runs = [subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout.split()
            for _turn in range(times)]  # fmt: skip
    return median(float(run[0]) for run in runs), max(int(run[1]) for run in runs)


def main() -> None:
    seconds, statements = measure()
    print(f"start        {seconds:6.2f} s   {statements} statements   (target 1.5 s, 20)")


if __name__ == "__main__":
    main()
