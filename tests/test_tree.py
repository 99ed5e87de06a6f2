"""A subtree is exactly what lies below its root, on both sides of its range."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.kit import scope
from app.kit.scope import Scope
from app.learners.models import Learner
from app.organizations.models import Organization
from tests.person import Person

pytestmark = pytest.mark.req("R-1")


def names(platform_id: int | None, path: str | None) -> set[str]:
    """The organizations that an administrator of `path` sees."""
    with scope.using(Scope("administrator", platform_id, path), readonly=True):
        return {o.name for o in db.session.scalars(select(Organization))}


@pytest.fixture
def platform(context: Flask) -> int:
    """Neighbours whose paths touch: before, after, and longer than the one in the middle."""
    with scope.everything("test"):
        root = db.session.scalars(select(Organization).where(Organization.parent_id.is_(None))).first()
        assert root
        for segment in ("00000000", "80000000", "80000001", "ffffffff"):
            path = f"{root.path}{segment}/"
            unit = Organization(platform_id=root.platform_id, parent=root, level=2, path=path, name=segment)
            office = Organization(platform_id=root.platform_id, parent=unit, level=2, path=f"{path}80000000/",
                                  name=f"{segment} office", kind="department")  # fmt: skip
            db.session.add_all([unit, office])
        db.session.commit()
        return root.platform_id


@pytest.mark.parametrize("segment", ["00000000", "80000000", "80000001", "ffffffff"])
def test_an_administrator_sees_the_own_branch_and_no_neighbour(platform: int, segment: str) -> None:
    with scope.everything("test"):
        unit = db.session.scalars(select(Organization).where(Organization.name == segment)).one()
        path = unit.path
    assert names(platform, path) == {segment, f"{segment} office"}


@pytest.mark.case(13)
@pytest.mark.parametrize("path", [None, ""])
def test_no_place_in_the_tree_is_no_subtree(platform: int, path: str | None) -> None:
    assert names(platform, path) == set()
    with scope.using(Scope("administrator", platform, path), readonly=True):
        assert db.session.scalars(select(Learner)).all() == []


@pytest.mark.case(13)
@pytest.mark.parametrize("path", [None, ""])
def test_no_place_in_the_tree_owns_nothing_where_predicates_stand_alone(platform: int, path: str | None) -> None:
    """Set-based statements apply them without the ORM, which would filter the organizations inside them once more."""
    nowhere = Scope("administrator", platform, path)
    with scope.everything("test", readonly=True):
        connection, found = db.session.connection(), set()
        for model in (m for m in scope.registered() if m.__module__.startswith("app.")):  # other tests register toys
            mine = scope.predicate(model, owning=True, scope=nowhere)
            if connection.execute(select(func.count()).select_from(model.__table__).where(mine)).scalar_one():  # type: ignore[attr-defined]  # mapped
                found.add(model.__name__)
    assert found == set()


def test_a_wrong_credit_code_is_said_at_its_field(app: Flask, person: Callable[..., Person]) -> None:
    """R-7: GB 32100."""
    with app.app_context(), scope.everything("test"):
        root = db.session.scalars(select(Organization.id).where(Organization.parent_id.is_(None))).first()
    form = {"name": "新单位", "kind": "unit", "category": "employer", "parent": str(root), "credit_code": "123"}
    answer = person("dl1").post("/organizationview/add", form)
    assert answer.status_code == 422
    assert "统一社会信用代码须为 18 位" in answer.get_data(as_text=True)
