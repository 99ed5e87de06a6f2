"""What a relationship, a join or a criterion on one tells of rows outside the scope: nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, delete, event, inspect, select, update
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    contains_eager,
    immediateload,
    joinedload,
    selectinload,
    subqueryload,
)

from app.classes.models import Enrollment, TrainingClass
from app.extensions import Session, db
from app.hours.models import HourCategory
from app.kit import scope
from app.organizations.models import Organization
from tests.kit.reviewing import counted
from tests.person import Person

ENROLLMENT: Any = Enrollment.__table__
GUEST = "赵志强"  # of dl3's unit, and a guest in a class of dl2's
GUEST_CLASS = "舞台安全管理培训"

OURS = [model for model in scope.registered() if model.__module__.startswith("app.")]  # not the toys of other tests

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
        with noted_options() as noted:
            assert one.training_class is not None
    (models,) = noted
    assert len(models) == len(set(models))
    assert {TrainingClass, Organization} <= set(models)


@pytest.mark.req("R-1")
@pytest.mark.parametrize("model", OURS, ids=lambda model: str(model.__name__))
@pytest.mark.parametrize("username", ["dl3", "dl-learner"])
def test_whatever_is_loaded_along_or_read_by_a_rule_has_its_criterion(
    person: Callable[..., Person], context: Flask, username: str, model: type
) -> None:
    """A statement is given the criteria that it can need: of all tables in its SQL, however they came there."""
    along: list[Any] = [joinedload(getattr(model, relation.key)) for relation in inspect(model).relationships]
    further = [
        joinedload(getattr(model, relation.key)).joinedload(getattr(relation.mapper.class_, following.key))
        for relation in inspect(model).relationships
        for following in relation.mapper.relationships
    ]
    named = {other.__table__.name: other for other in scope.registered()}  # type: ignore[attr-defined]  # mapped
    for options in ([], along, further):
        with person(username).acting(), noted_options() as noted, counted() as ran:
            db.session.scalars(select(model).options(*options).limit(1)).unique().all()
        first = next(sql for sql in ran if sql.startswith("SELECT"))
        read = {named[name] for name in re.findall(r"(?:FROM|JOIN) (\w+)", first) if name in named}
        assert model in read
        assert read <= set(noted[0])


@pytest.mark.req("R-1")
@pytest.mark.parametrize(
    "write", [update(HourCategory).values(label="改"), delete(HourCategory)], ids=["update", "delete"]
)
def test_what_is_seen_but_not_owned_is_not_written_by_statements(
    person: Callable[..., Person], context: Flask, write: Any
) -> None:
    """Categories are seen by everybody on the platform and belong to its administrator."""
    with person("dl3").acting():
        assert db.session.scalars(select(HourCategory)).all()
        assert db.session.execute(write).rowcount == 0
    with person("dl1").acting():
        assert db.session.execute(update(HourCategory).values(seq=HourCategory.seq)).rowcount > 0


@contextmanager
def noted_options() -> Iterator[list[list[type]]]:
    """The models whose criteria each ORM statement has, after the scope has had its turn."""
    noted: list[list[type]] = []

    def note(state: Any) -> None:
        criteria = (one for one in state.statement._with_options if isinstance(one, LoaderCriteriaOption))
        noted.append([one.entity.class_ for one in criteria])

    event.listen(Session, "do_orm_execute", note)
    yield noted
    event.remove(Session, "do_orm_execute", note)
