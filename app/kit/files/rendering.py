"""PDF pages as pictures, in a process of its own: a hostile file may crash or stall it, never the server.

Run as a script it imports nothing of the application: `count` prints the number of pages, `pages N` writes the first
N pages as JPEG, each after its length in four bytes.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS, MEMORY = 60, 1 << 30
WIDTH, HEIGHT, QUALITY = 1400, 2000, 80


def count(data: bytes) -> int:
    """How many pages the PDF has; 0 when it can't be read at all or needs a password."""
    answer = _ask(data, "count")
    return int(answer) if answer.isdigit() else 0


def pages(data: bytes, most: int) -> list[bytes]:
    """The first `most` pages as JPEG; fewer when the file breaks on the way."""
    answer, found = _ask(data, "pages", str(most)), []
    while len(answer) >= 4:
        end = 4 + int.from_bytes(answer[:4], "big")
        if end <= len(answer):
            found.append(answer[4:end])
        answer = answer[end:]
    return found


def _ask(data: bytes, *task: str) -> bytes:
    command = [sys.executable, "-I", str(Path(__file__).resolve()), *task]
    how: dict[str, Any] = {"input": data, "capture_output": True, "timeout": SECONDS}
    try:
        done = subprocess.run(command, check=False, **how)  # noqa: S603  # our own script and interpreter, no shell
    except subprocess.TimeoutExpired as stalled:
        return stalled.stdout or b""
    return done.stdout


def _main(task: str, *arguments: str) -> None:
    """The other process."""
    import pypdfium2

    _limit()
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if task == "count":
        sys.stdout.write(str(len(document)))
        return
    for number in range(min(len(document), int(arguments[0]))):
        page = document[number]
        scale = min(WIDTH / max(page.get_width(), 1), HEIGHT / max(page.get_height(), 1), 4)
        out = io.BytesIO()
        page.render(scale=scale).to_pil().convert("RGB").save(out, "JPEG", quality=QUALITY)
        sys.stdout.buffer.write(len(out.getvalue()).to_bytes(4, "big") + out.getvalue())
        sys.stdout.buffer.flush()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    _main(*sys.argv[1:])
