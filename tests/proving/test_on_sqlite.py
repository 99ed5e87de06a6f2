"""`make prove-jobs` on a laptop: twenty times kill -9 in an import of 10,000 rows, on SQLite by threads."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.proving import killing
from tests.proving.places import Place


@pytest.mark.proofs
@pytest.mark.case(59)
def test_twenty_kills_lose_nothing_and_double_nothing(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    proof = killing.prove(Place(app), killing.ROWS, killing.KILLS)
    with capsys.disabled():
        print("\n" + killing.table_line("local, SQLite", proof), end="")  # noqa: T201  # the table is the point
    assert proof.faults() == []
    assert proof.hits >= killing.KILLS - 2, "the others fell where the import waited for its owner"
