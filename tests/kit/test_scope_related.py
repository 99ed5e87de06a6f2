"""What a relationship, a join or a criterion on one tells of rows outside the scope: nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, event, select
from sqlalchemy.orm import contains_eager, immediateload, joinedload, selectinload, subqueryload

from app.classes.models import Enrollment, TrainingClass
from app.extensions import Session, db
from app.kit import scope
from tests.conftest import Person

ENROLLMENT: Any = Enrollment.__table__
GUEST = "赵志强"  # of dl3's unit, and a guest in a class of dl2's
GUEST_CLASS = "舞台安全管理培训"

LOADERS: dict[str, tuple[Any, ...]] = {
    "lazy": (),
    "joined": (joinedload(Enrollment.training_class),),
    "joined twice": (joinedload(Enrollment.training_class).joinedload(TrainingClass.organization),),
    "select in": (selectinload(Enrollment.training_class),),
    "select in, then joined": (selectinload(Enrollment.training_class).joinedload(TrainingClass.organization),),
    "subquery": (subqueryload(Enrollment.training_class),),
    "immediate": (immediateload(Enrollment.training_class),),
}


def guest_of() -> Select[Any]:
    """dl3's person in dl2's class: the enrollment is visible to dl3, the class is not."""
    foreign = select(ENROLLMENT.c.id).where(ENROLLMENT.c.learner_name == GUEST)
    with scope.everything("test"):
        ids = list(db.session.scalars(foreign.join(TrainingClass).where(TrainingClass.title == GUEST_CLASS)))
    assert ids
    return select(Enrollment).where(Enrollment.id.in_(ids))


@pytest.mark.req("R-1")
@pytest.mark.case(10)
@pytest.mark.parametrize("options", LOADERS.values(), ids=LOADERS.keys())
def test_a_relationship_hides_the_foreign_row(
    person: Callable[..., Person], context: Flask, options: tuple[Any, ...]
) -> None:
    query = guest_of().options(*options)
    with person("dl3").acting():
        (one,) = db.session.scalars(query)
        assert one.training_class is None
    with person("dl2").acting():
        (one,) = db.session.scalars(query)
        assert one.training_class.title == GUEST_CLASS
        assert one.training_class.organization is not None


@pytest.mark.req("R-1")
def test_an_eager_join_leaves_out_what_only_a_foreign_row_would_complete(
    person: Callable[..., Person], context: Flask
) -> None:
    eager = {
        "inner": guest_of().options(joinedload(Enrollment.training_class, innerjoin=True)),
        "explicit": guest_of().join(Enrollment.training_class).options(contains_eager(Enrollment.training_class)),
    }
    for name, query in eager.items():
        with person("dl3").acting():
            assert db.session.scalars(query).all() == [], name


@pytest.mark.req("R-1")
def test_a_criterion_on_a_relationship_says_nothing_about_foreign_rows(
    person: Callable[..., Person], context: Flask
) -> None:
    probes = {
        "has": guest_of().where(Enrollment.training_class.has(TrainingClass.title == GUEST_CLASS)),
        "join": guest_of().join(Enrollment.training_class).where(TrainingClass.title == GUEST_CLASS),
    }
    for name, query in probes.items():
        with person("dl3").acting():
            assert db.session.scalars(query).all() == [], name
        with person("dl2").acting():
            assert len(db.session.scalars(query).all()) == 1, name


def test_a_lazy_load_adds_the_criteria_once(person: Callable[..., Person], context: Flask) -> None:
    with person("dl2").acting():
        (one,) = db.session.scalars(guest_of())
        with noted_options() as counts:
            assert one.training_class is not None
    assert counts == [len(scope.registered())]


@contextmanager
def noted_options() -> Iterator[list[int]]:
    """The number of options of each ORM statement, after the scope has had its turn."""
    counts: list[int] = []

    def note(state: Any) -> None:
        counts.append(len(state.statement._with_options))

    event.listen(Session, "do_orm_execute", note)
    yield counts
    event.remove(Session, "do_orm_execute", note)
