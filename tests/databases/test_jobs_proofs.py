"""`make prove-jobs`: twenty times kill -9 in an import of 10,000 rows, on every executor over PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.proving import killing, naive
from tests.proving.places import Place
from tests.proving.servers import own_rabbit, own_redis

pytestmark = [pytest.mark.proofs, pytest.mark.case(59)]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[str, killing.Proof], None]:
    """A line of the table, whatever becomes of the test."""

    def tell(name: str, proof: killing.Proof) -> None:
        with capsys.disabled():
            print("\n" + killing.table_line(name, proof), end="")  # noqa: T201  # the table is the point

    return tell


@pytest.fixture(params=["local, PostgreSQL", "Celery, Redis", "Celery, RabbitMQ"])
def place(request: pytest.FixtureRequest, app: Flask) -> Iterator[tuple[str, Place]]:
    if request.param == "local, PostgreSQL":
        yield request.param, Place(app)
        return
    with (own_redis if "Redis" in request.param else own_rabbit)() as (_server, address):
        place = Place.celery(app, address)
        yield request.param, place
        place.close()


def test_twenty_kills_lose_nothing_and_double_nothing(
    place: tuple[str, Place], told: Callable[[str, killing.Proof], None]
) -> None:
    name, where = place
    proof = killing.prove(where, killing.ROWS, killing.KILLS)
    told(name, proof)
    assert proof.faults() == []
    assert proof.hits >= killing.KILLS - 2, "the others fell where the import waited for its owner"


def test_the_negative_control_is_found(app: Flask, told: Callable[[str, killing.Proof], None]) -> None:
    proof = killing.prove(Place(app, plant=naive.plant), 1000, killing.KILLS, longest=2 * naive.WINDOW)
    told("negative control", proof)
    assert proof.faults() != []
