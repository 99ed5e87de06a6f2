"""`make released`: keep the demo database of this version as a dump that every later version must come up from."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from app import create_app
from app.extensions import db
from app.kit import clock
from tests.conftest import KEYS

STEPS = (["deploy"], ["demo"], ["audit", "seal"])


def keep(folder: Path) -> Path:
    """The dump, made under the keys of the tests: nothing in it is secret, and a later version can read it."""
    file = folder / "released.db"
    app = create_app(KEYS | {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}", "TESTING": True})
    for arguments in STEPS:
        result = app.test_cli_runner().invoke(args=arguments)
        if result.exit_code:
            raise SystemExit(result.output)
    with app.app_context():
        db.engine.dispose()
    dump = Path(__file__).with_name(f"{clock.now():%Y%m%d}.sql")
    with sqlite3.connect(file) as connection:
        dump.write_text("\n".join(connection.iterdump()) + "\n", encoding="utf-8")
    return dump


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(keep(Path(scratch)).name)
