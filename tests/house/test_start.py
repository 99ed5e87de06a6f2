"""What a process carries from its start on: each web worker and each worker of jobs pays for it all its life."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import KEYS
from tests.house.tree import ROOT

# Paper, fonts, migrations, buckets, the broker, pictures of pages: loaded by who uses them.
LATE = {"fpdf", "fontTools", "flask_migrate", "alembic", "obstore", "celery", "pypdfium2", "pytest"}
WEB = "from app import create_app; create_app()"
MEASURED = "import bench.audit, bench.batch, bench.claims, bench.export, bench.imports, bench.pages; "


def loaded(program: str, folder: Path) -> set[str]:
    """The packages of a fresh process after `program`."""
    told = f"{program}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    keys = KEYS | {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'none.db'}"}
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, env=os.environ | keys, check=True, stdout=subprocess.PIPE
    )
    return set(done.stdout.decode().split())


@pytest.mark.parametrize("program", [WEB, MEASURED + WEB], ids=["web", "measured"])
def test_what_few_use_is_not_loaded_at_the_start(program: str, tmp_path: Path) -> None:
    assert loaded(program, tmp_path) & LATE == set()


def test_a_process_that_loads_more_is_noticed(tmp_path: Path) -> None:
    assert loaded("import alembic", tmp_path) & LATE == {"alembic"}
