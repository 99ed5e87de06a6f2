"""Everything in one process for a laptop: database, demo data, web server and two worker threads."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

from waitress.server import create_server

from app import create_app
from app.cli import sync_permissions
from app.extensions import db, migrations
from app.kit import scope


def prepare() -> str:
    """Migrate, sync permissions and load the demo data; returns what to tell the user."""
    migrations().upgrade()
    with scope.everything("deploy"):
        sync_permissions()
        db.session.commit()
    if os.environ.get("DEMO", "1") == "0":
        return ""
    from app import demo

    return demo.load()


def main() -> None:
    app = create_app()
    with app.app_context():
        told = prepare()
    port = int(os.environ.get("PORT", "8080"))
    server = create_server(app, host=os.environ.get("HOST", "127.0.0.1"), port=port, threads=8)
    workers = app.extensions["jobs"]
    workers.start()

    def stop(number: int, frame: FrameType | None) -> None:
        """Hand running jobs back at their next chunk, then leave."""
        threading.Thread(target=workers.stop).start()
        server.close()
        sys.exit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    print(f"{told}\nXueshi runs on http://127.0.0.1:{port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
