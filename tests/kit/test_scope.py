"""The wall: every statement and every flush stays inside the scope, and what cannot be filtered does not run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User as FabUser
from sqlalchemy import (
    column,
    delete,
    exists,
    false,
    func,
    insert,
    inspect,
    literal,
    literal_column,
    select,
    table,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased, join

from app.classes.models import Enrollment
from app.extensions import db
from app.hours.models import HourCategory
from app.kit import bulk, scope
from app.kit.scope import Actor, NoScope, OutsideScope, Scope, Unfiltered
from app.learners.models import Learner
from app.organizations.models import Organization, Platform
from tests.person import Person

LEARNER: Any = Learner.__table__
ENROLLMENT: Any = Enrollment.__table__
CATEGORY: Any = HourCategory.__table__
SOMEBODY = "陈晓梅"
NUMBER = "11010519491231002X"
NEW_CATEGORY = {"platform_id": 1, "code": "new", "label": "新", "label_en": "new", "seq": 9}
Statement = Callable[[Session], Any]


def nobody() -> Scope:
    """A learner identity whose record does not exist: it may see nothing of anybody."""
    return Scope("learner", 1, None, Actor(user_id=999, learner_id=999))


def another() -> Any:
    return aliased(Learner)


# ---- the doors ----------------------------------------------------------------------------------------------------

# Statements that the ORM filters: each gives something to who sees people, nothing to who sees nobody.
FILTERED: dict[str, Statement] = {
    "entity": lambda s: s.scalars(select(Learner)).all(),
    "column": lambda s: s.execute(select(Learner.name)).all(),
    "column of a distinct select": lambda s: s.execute(select(Learner.name).distinct()).all(),
    "count of a column": lambda s: s.scalar(select(func.count(Learner.id))),
    "count of everything": lambda s: s.scalar(select(func.count()).select_from(Learner)),
    "greatest name": lambda s: s.scalar(select(func.max(Learner.name))),
    "get by primary key": lambda s: s.get(Learner, 1),
    "subquery": lambda s: s.execute(select(select(Learner.name).subquery().c.name)).all(),
    "count of a subquery": lambda s: s.scalar(select(func.count()).select_from(select(Learner).subquery())),
    "scalar subquery": lambda s: s.scalar(select(select(func.count(Learner.id)).scalar_subquery())),
    "common table expression": lambda s: s.execute(select(select(Learner.name).cte().c.name)).all(),
    "exists": lambda s: s.execute(select(HourCategory.id).where(select(Learner.id).exists())).all(),
    "in": lambda s: s.execute(select(HourCategory.id).where(literal(SOMEBODY).in_(select(Learner.name)))).all(),
    "has": lambda s: s.execute(select(Enrollment.id).where(Enrollment.learner.has(Learner.id > 0))).all(),
    "union": lambda s: s.execute(union_all(select(Learner.name), select(Learner.title))).all(),
    "alias": lambda s: s.scalars(select(another())).all(),
    "alias of a subquery": lambda s: s.scalars(select(aliased(Learner, select(Learner).subquery()))).all(),
    "join": lambda s: s.execute(select(HourCategory.id).join(Learner, true())).all(),
    "join by relationship": lambda s: s.execute(select(Enrollment.id).join(Enrollment.learner)).all(),
    "join to an alias": lambda s: s.execute(select(Enrollment.id).join(another(), Enrollment.learner)).all(),
    "join of a type": lambda s: s.execute(select(Enrollment.id).join(Enrollment.learner.of_type(another()))).all(),
    "join in FROM": lambda s: s.execute(select(Enrollment.id).select_from(join(Enrollment, Learner))).all(),
    "from_statement": lambda s: s.scalars(select(Learner).from_statement(select(Learner))).all(),
    "stream": lambda s: list(s.scalars(select(Learner).execution_options(yield_per=2))),
    "query": lambda s: s.query(Learner).all(),
    "query of a column": lambda s: s.query(Learner.name).all(),
    "query count": lambda s: s.query(Learner).count(),
    "update": lambda s: s.execute(update(Learner).values(title="x")).rowcount,
    "update that fetches": lambda s: s.scalars(update(Learner).values(title="x").returning(Learner.id)).all(),
    "query update": lambda s: s.query(Learner).update({"title": "x"}),
    "delete": lambda s: s.execute(delete(Enrollment)).rowcount,
    "query delete": lambda s: s.query(Enrollment).delete(),
}  # fmt: skip

# Statements that the session cannot filter, or cannot be sure of: they run inside `bulk` only.
UNFILTERED: dict[str, Statement] = {
    "Core select": lambda s: s.execute(select(LEARNER)),
    "Core select of a column": lambda s: s.execute(select(LEARNER.c.name)),
    "Core select of an alias": lambda s: s.execute(select(LEARNER.alias())),
    "Core count": lambda s: s.execute(select(func.count(LEARNER.c.id))),
    "Core select_from": lambda s: s.execute(select(func.count()).select_from(LEARNER)),
    "Core update": lambda s: s.execute(update(LEARNER).values(title="x")),
    "Core delete": lambda s: s.execute(delete(ENROLLMENT)),
    "Core insert": lambda s: s.execute(insert(CATEGORY).values(NEW_CATEGORY)),
    "light table": lambda s: s.execute(select(table("learner", column("name")))),
    "text": lambda s: s.execute(text("select name from learner")),
    "text in capitals": lambda s: s.execute(text('SELECT name FROM "LEARNER"')),
    "text that deletes": lambda s: s.execute(text("delete from learner_year")),
    "text in a criterion": lambda s: s.execute(select(HourCategory.id).where(text("exists (select 1 from learner)"))),
    "text behind an entity": lambda s: s.scalars(select(Learner).from_statement(text("select * from learner"))),
    "literal column": lambda s: s.execute(select(literal_column("(select count(*) from learner)"))),
    "literal column beside an entity": lambda s: s.execute(
        select(HourCategory.id, literal_column("(select count(*) from learner)"))),
    "raw table behind an entity": lambda s: s.scalars(select(Learner).from_statement(select(LEARNER))),
    "raw table under an alias": lambda s: s.scalars(select(aliased(Learner, select(LEARNER).subquery()))),
    "raw table joined": lambda s: s.execute(select(HourCategory.id).join(LEARNER, true())),
    "raw alias joined": lambda s: s.execute(select(HourCategory.id).join(LEARNER.alias(), true())),
    "raw alias beside its entity": lambda s: s.execute(select(Learner.id, LEARNER.alias().c.name)),
    "raw table in a subquery": lambda s: s.execute(select(HourCategory.id).where(
        HourCategory.id.in_(select(LEARNER.c.id)))),
    "raw alias in a subquery of its entity": lambda s: s.execute(
        select(Learner.id, select(func.count(LEARNER.alias().c.id)).scalar_subquery())),
    "raw table in a subquery of its entity": lambda s: s.execute(
        select(Learner.id, select(func.count(LEARNER.c.id)).correlate(None).scalar_subquery())),
    "raw table in an exists": lambda s: s.execute(select(HourCategory.id).where(
        exists().where(LEARNER.c.name == SOMEBODY))),
    "raw table in a union": lambda s: s.execute(union_all(select(Learner.name), select(LEARNER.c.name))),
    "raw table in ORDER BY": lambda s: s.execute(
        select(HourCategory.id).order_by(select(func.max(LEARNER.c.name)).scalar_subquery())),
    "entity in WHERE only": lambda s: s.execute(select(HourCategory.id).where(Learner.name == SOMEBODY)),
    "entity in WHERE of an exists": lambda s: s.execute(select(HourCategory.id).where(
        exists().where(Learner.name == SOMEBODY))),
    "entity in WHERE of another part": lambda s: s.execute(
        union_all(select(HourCategory.code).where(Learner.name == SOMEBODY), select(Learner.name).where(false()))),
    "entity in WHERE of a subquery in FROM": lambda s: s.execute(
        select(Learner.id, select(HourCategory.code).where(Learner.name == SOMEBODY).subquery().c.code)),
    "alias joined by an expression": lambda s: s.execute(
        select(Learner.id).join(another(), LEARNER.c.organization_id == Learner.organization_id)),
    "alias in a join in FROM": lambda s: s.execute(select(Learner.id).select_from(join(Learner, another(), true()))),
    "update from another table": lambda s: s.execute(
        update(HourCategory).values(label="x").where(Learner.name == SOMEBODY)),
    "update by a list of keys": lambda s: s.execute(update(Learner), [{"id": 1, "title": "x"}]),
    "delete by another table": lambda s: s.execute(delete(Enrollment).where(Enrollment.learner_id == Learner.id)),
    "entity of a class that the rules do not name": lambda s: s.scalars(select(FabUser)).all(),
    "ORM insert": lambda s: s.execute(insert(HourCategory).values(NEW_CATEGORY)),
    "ORM bulk insert": lambda s: s.execute(insert(HourCategory), [NEW_CATEGORY]),
    "insert from a select": lambda s: s.execute(insert(HourCategory).from_select(["code"], select(Learner.name))),
}  # fmt: skip

# An UPDATE is filtered by what rows were before it, so it must not write what ownership depends on.
MOVING: dict[str, Statement] = {
    "by name": lambda s: s.execute(update(Learner).values(organization_id=1)),
    "by attribute": lambda s: s.execute(update(Learner).values({Learner.platform_id: 2})),
    "by query": lambda s: s.query(Learner).update({Learner.organization_id: 1}),
}

# Doors that the session has no hook for at all are walled up, whoever comes.
WALLED_UP: dict[str, Statement] = {
    "bulk_save_objects": lambda s: s.bulk_save_objects([HourCategory(**NEW_CATEGORY)]),
    "bulk_insert_mappings": lambda s: s.bulk_insert_mappings(inspect(HourCategory), [NEW_CATEGORY]),
    "bulk_update_mappings": lambda s: s.bulk_update_mappings(inspect(Learner), [{"id": 1, "title": "x"}]),
}


def cases(doors: dict[str, Statement]) -> Any:
    return pytest.mark.parametrize("run", doors.values(), ids=doors.keys())


@pytest.mark.req("R-1")
@cases(FILTERED | UNFILTERED)
def test_nothing_runs_without_a_scope(context: Flask, run: Statement) -> None:
    with pytest.raises(NoScope):
        run(db.session())


@pytest.mark.req("R-1")
@cases(FILTERED)
def test_a_filtered_statement_gives_nothing_to_who_sees_nobody(context: Flask, run: Statement) -> None:
    with scope.using(nobody()):
        assert not run(db.session())


@pytest.mark.req("R-1")
@cases(FILTERED)
def test_a_filtered_statement_gives_something_to_who_sees_people(
    person: Callable[..., Person], context: Flask, run: Statement
) -> None:
    with person("dl1").acting():
        assert run(db.session())


@pytest.mark.req("R-1")
@cases(UNFILTERED)
def test_what_the_session_cannot_filter_does_not_run(
    person: Callable[..., Person], context: Flask, run: Statement
) -> None:
    for actor in (nobody(), person("dl1").identity.scope()):
        with scope.using(actor), pytest.raises(Unfiltered):
            run(db.session())


@pytest.mark.req("R-1")
@cases(MOVING)
def test_an_update_cannot_move_rows_out_of_the_scope(
    person: Callable[..., Person], context: Flask, run: Statement
) -> None:
    with person("dl3").acting(), pytest.raises(Unfiltered):
        run(db.session())


@pytest.mark.req("R-1")
@cases(WALLED_UP)
def test_what_has_no_hook_is_walled_up_even_in_bulk(context: Flask, run: Statement) -> None:
    with scope.everything("test"), scope.bulk("test"), pytest.raises(Unfiltered):
        run(db.session())


def test_bulk_permits_what_is_unfiltered_until_it_ends(context: Flask) -> None:
    with scope.using(nobody()):
        with scope.bulk("test"):
            assert db.session.execute(select(LEARNER)).all()
        with pytest.raises(Unfiltered):
            db.session.execute(select(LEARNER))


def test_bulk_needs_a_scope_and_is_not_inherited_by_another(context: Flask) -> None:
    with pytest.raises(NoScope), scope.bulk("test"):
        pass
    with scope.using(nobody()), scope.bulk("test"):
        with scope.using(nobody()), pytest.raises(Unfiltered):
            db.session.execute(select(LEARNER))
        assert db.session.execute(select(LEARNER)).all()


def test_insert_numbered_is_the_way_in_for_many_and_gives_ids_in_order(context: Flask) -> None:
    made = [NEW_CATEGORY | {"code": f"new{n}"} for n in range(5)]
    with scope.everything("test"):
        ids = bulk.insert_numbered(db.session, HourCategory, made, "test")
        codes = [db.session.get_one(HourCategory, number).code for number in ids]
    assert codes == [row["code"] for row in made]


def test_unscoped_tables_need_no_scope(context: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(text("ab_role"))) > 0


# ---- sessions -----------------------------------------------------------------------------------------------------


def test_switching_the_scope_gives_a_fresh_session(person: Callable[..., Person], context: Flask) -> None:
    with person("dl1").acting():
        outer, mine = db.session(), db.session.get(Learner, 1)
        db.session.commit()
        with person("dl3").acting():
            assert db.session() is not outer
            assert mine not in db.session
        assert db.session() is outer
        assert mine in db.session


def test_nested_everything_ends_with_its_block(context: Flask) -> None:
    with scope.using(nobody(), readonly=True):
        with scope.everything("test"):
            assert db.session.scalars(select(Learner)).all()
            db.session.commit()  # on SQLite a scope that may write holds the only write lock
            with scope.everything("test"):
                assert db.session.get(Learner, 1)
        assert db.session.scalars(select(Learner)).all() == []
        assert db.session.get(Learner, 1) is None
    assert scope.current() is None


def test_what_was_not_committed_ends_with_the_scope(context: Flask, rows: Callable[..., list[Any]]) -> None:
    with scope.everything("test"):
        db.session.get_one(Learner, 1).title = "never"
        db.session.flush()
    assert "never" not in {one.title for one in rows(Learner)}


def test_a_thread_starts_without_a_scope(app: Flask) -> None:
    raised: list[type] = []

    def look() -> None:
        with app.app_context():
            try:
                db.session.scalars(select(Learner)).all()
            except NoScope as error:
                raised.append(type(error))

    with app.app_context(), scope.everything("test"):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert raised == [NoScope]


# ---- flush --------------------------------------------------------------------------------------------------------


def place(name: str) -> dict[str, Any]:
    """The platform and the organization of a demo person's unit."""
    with scope.everything("test"):
        one = db.session.scalars(select(Learner).where(Learner.name == name)).one()
        return {"platform_id": one.platform_id, "organization_id": one.organization_id}


def elsewhere() -> dict[str, Any]:
    """Another platform."""
    with scope.everything("test"):
        platform = Platform(code="elsewhere", name="另一平台")
        db.session.add(platform)
        db.session.commit()
        return {"platform_id": platform.id}


def held(model: Any, *criteria: Any) -> Any:
    """A row in the current session, however it got there: what a careless `merge` would do."""
    with scope.everything("test"):
        found = db.session.scalars(select(model).where(*criteria)).first()
        db.session.expunge_all()
    return db.session.merge(found, load=False)


def of(name: str) -> Any:
    return Learner.name == name


def at_root() -> Any:
    return Organization.parent_id.is_(None)


def add(row: Any) -> None:
    db.session.add(row)


def change(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)


OWN, SIBLING = "赵志强", "周建国"
# What dl3 must not write; each is refused as if the row did not exist.
FOREIGN: dict[str, Callable[[], Any]] = {
    "new person of a sibling": lambda: add(Learner(**place(SIBLING), name="x", document=NUMBER)),
    "new person of another platform": lambda: add(
        Learner(**place(OWN) | elsewhere(), name="x", document=NUMBER)),
    "changed person of a sibling": lambda: change(held(Learner, of(SIBLING)), title="x"),
    "deleted person of a sibling": lambda: db.session.delete(held(Learner, of(SIBLING))),
    "own person moved to a sibling": lambda: change(held(Learner, of(OWN)), **place(SIBLING)),
    "person of a sibling moved home": lambda: change(held(Learner, of(SIBLING)), **place(OWN)),
    "changed root": lambda: change(held(Organization, at_root()), name="x"),
    "own unit moved elsewhere": lambda: change(held(Organization, Organization.id == 3), path="0/"),
    "new unit elsewhere": lambda: add(Organization(platform_id=1, parent_id=1, level=2, path="0/", name="x")),
    "changed class that the sibling may see": lambda: change(held(Enrollment, Enrollment.learner_name == SIBLING),
                                                             unit_name="x"),
    "new category": lambda: add(HourCategory(**NEW_CATEGORY)),
    "changed category": lambda: change(held(HourCategory), label="x"),
    "deleted category": lambda: db.session.delete(held(HourCategory)),
}  # fmt: skip


@pytest.mark.req("R-1")
@pytest.mark.parametrize("write", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_flush_refuses_foreign_rows(person: Callable[..., Person], context: Flask, write: Callable[[], Any]) -> None:
    before = everything_written()
    with person("dl3").acting():
        with pytest.raises(OutsideScope) as refusal:
            write()
            db.session.flush()
        db.session.rollback()
    assert refusal.value.status == 404
    assert everything_written() == before


def everything_written() -> list[Any]:
    with scope.everything("test"), scope.bulk("test"):
        return [
            list(db.session.execute(select(m.__table__))) for m in (Learner, Organization, Enrollment, HourCategory)
        ]


def test_a_flush_lets_own_rows_through(person: Callable[..., Person], context: Flask) -> None:
    mine = place(OWN)
    with person("dl3").acting():
        change(held(Learner, of(OWN)), title="研究馆员")
        add(Learner(**mine, name="新人", document=NUMBER))
        db.session.flush()
        assert {"研究馆员", ""} <= set(db.session.scalars(select(Learner.title)))


def test_one_foreign_row_stops_the_whole_flush(person: Callable[..., Person], context: Flask) -> None:
    before = everything_written()
    with person("dl3").acting(), pytest.raises(OutsideScope):
        own, foreign = held(Learner, of(OWN)), held(Learner, of(SIBLING))
        change(own, title="x")
        change(foreign, title="x")
        db.session.commit()
    assert everything_written() == before
