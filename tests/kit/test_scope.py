"""The wall: every statement and every flush stays inside the scope, and what cannot be filtered does not run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    Select,
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
from sqlalchemy.orm import (
    Session,
    aliased,
    contains_eager,
    immediateload,
    join,
    joinedload,
    make_transient_to_detached,
    selectinload,
    subqueryload,
)

from app.accounts.models import Appointment, RoleProfile
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourCategory, HourEntry, LearnerYear, LiveCredit, Requirement
from app.kit import bulk, scope
from app.kit.audit import AuditEvent
from app.kit.review import ReviewStep
from app.kit.scope import Actor, NoScope, OutsideScope, Scope, Unfiltered
from app.learners.models import Learner
from app.organizations.models import (
    MenuEntry,
    Organization,
    Platform,
    PolicyRow,
    ReviewRoute,
    RouteStep,
)
from app.presets import loading
from tests.conftest import Person

LEARNER: Any = Learner.__table__
ENROLLMENT: Any = Enrollment.__table__
CATEGORY: Any = HourCategory.__table__
SOMEBODY = "陈晓梅"
GUEST = "赵志强"  # of dl3's unit, and a guest in a class of dl2's
GUEST_CLASS = "舞台安全管理培训"
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
    "update that moves rows": lambda s: s.execute(update(Learner).values(organization_id=1)),
    "update that moves rows, by attribute": lambda s: s.execute(update(Learner).values({Learner.platform_id: 2})),
    "query update that moves rows": lambda s: s.query(Learner).update({Learner.organization_id: 1}),
    "delete by another table": lambda s: s.execute(delete(Enrollment).where(Enrollment.learner_id == Learner.id)),
    "ORM insert": lambda s: s.execute(insert(HourCategory).values(NEW_CATEGORY)),
    "ORM bulk insert": lambda s: s.execute(insert(HourCategory), [NEW_CATEGORY]),
    "insert from a select": lambda s: s.execute(insert(HourCategory).from_select(["code"], select(Learner.name))),
}  # fmt: skip

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


def test_insert_rows_is_the_way_in_for_many_and_gives_ids_in_order(context: Flask) -> None:
    made = [NEW_CATEGORY | {"code": f"new{n}"} for n in range(5)]
    with scope.everything("test"):
        ids = bulk.insert_rows(db.session, HourCategory, made, "test")
        codes = [db.session.get_one(HourCategory, number).code for number in ids]
    assert codes == [row["code"] for row in made]


def test_unscoped_tables_need_no_scope(context: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(text("ab_role"))) > 0


# ---- who sees and owns which rows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """What the rules below are about: the platform, the subtree, and what was sent to it for review."""

    platform: int | None
    inside: frozenset[int]
    sent: frozenset[int]
    actor: Actor

    def ours(self, row: Any) -> bool:
        return row.organization_id in self.inside

    def of_platform(self, row: Any) -> bool:
        return row.platform_id == self.platform

    def own_user(self, row: Any) -> bool:
        return row.user_id == self.actor.user_id


Rule = Callable[[World, Any], bool]
CATALOGUE = (HourCategory, Requirement, PolicyRow, ReviewRoute, RouteStep, MenuEntry)
MODELS = (*CATALOGUE, Platform, Organization, Learner, TrainingClass, Enrollment, ReviewStep, HourEntry, LearnerYear,
          LiveCredit, AuditEvent, Appointment, RoleProfile)  # fmt: skip


def always(w: World, row: Any) -> bool:
    return True


def never(w: World, row: Any) -> bool:
    return False


def its_platform(w: World, row: Any) -> bool:
    return bool(row.id == w.platform)


def of_its_platform_or_of_none(w: World, row: Any) -> bool:
    return row.platform_id in (w.platform, None)


SIGNED_IN: dict[type, Rule] = dict.fromkeys(CATALOGUE, World.of_platform) | {
    Platform: its_platform,
    RoleProfile: of_its_platform_or_of_none,
    Appointment: World.own_user,
}
ADMINISTRATOR_SEES: dict[type, Rule] = SIGNED_IN | {
    Organization: lambda w, row: row.id in w.inside,
    Learner: World.ours,
    TrainingClass: lambda w, row: w.ours(row) or row.id in w.sent,
    Enrollment: lambda w, row: w.ours(row) or row.learner_organization_id in w.inside,
    ReviewStep: World.ours,
    HourEntry: World.ours,
    LearnerYear: World.ours,
}
ADMINISTRATOR_OWNS: dict[type, Rule] = {
    Organization: lambda w, row: row.id in w.inside,
    **dict.fromkeys((Learner, TrainingClass, Enrollment), World.ours),
}
LEARNER_SEES: dict[type, Rule] = SIGNED_IN | {
    Organization: lambda w, row: row.id == w.actor.organization_id,
    Learner: lambda w, row: row.id == w.actor.learner_id,
    **dict.fromkeys((Enrollment, HourEntry, LearnerYear), lambda w, row: row.learner_id == w.actor.learner_id),
}
OF_PLATFORM = (Organization, Learner, TrainingClass, Enrollment, ReviewStep, HourEntry, LearnerYear)
PLATFORM_SEES = SIGNED_IN | dict.fromkeys(OF_PLATFORM, World.of_platform)
PLATFORM_OWNS: dict[type, Rule] = dict.fromkeys(
    (*CATALOGUE, Organization, Learner, TrainingClass, Enrollment), World.of_platform
)
SYSTEM_SEES = dict.fromkeys((*CATALOGUE, Platform, Organization, Appointment, RoleProfile), always)
SYSTEM_OWNS = dict.fromkeys((Platform, Appointment, RoleProfile), always)
EVERYTHING = dict.fromkeys(MODELS, always)
STRANGER_SEES: dict[type, Rule] = dict.fromkeys(CATALOGUE, World.of_platform) | {
    Platform: its_platform,
    RoleProfile: of_its_platform_or_of_none,
}

# actor -> what it sees, what it may write; a model that is not named is out of reach.
ACTORS: dict[str, tuple[dict[type, Rule], dict[type, Rule]]] = {
    "dl1": (PLATFORM_SEES, PLATFORM_OWNS),
    "dl2": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl3": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl3-sibling": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl-learner": (LEARNER_SEES, {}),
    "admin": (SYSTEM_SEES, SYSTEM_OWNS),
    "everything": (EVERYTHING, EVERYTHING),
    "nobody's learner": (STRANGER_SEES, {}),
    "learner without record": (STRANGER_SEES, {}),
    "administrator without organization": (STRANGER_SEES, {}),
}
MADE_UP = {
    "everything": Scope(scope.EVERYTHING),
    "nobody's learner": nobody(),
    "learner without record": Scope("learner", 1, None, Actor(user_id=999)),
    "administrator without organization": Scope("administrator", 1, None, Actor(user_id=999)),
}


@pytest.fixture
def two_platforms(context: Flask) -> Iterator[None]:
    """A second platform beside the demo's, with a person, a class and hours of its own."""
    preset = loading.read("dalian") | {"code": "elsewhere", "name": "另一平台"}
    with scope.everything("test"):
        platform = loading.create_platform(db.session, preset)
        root = db.session.scalars(select(Organization).where(Organization.platform_id == platform.id)).one()
        category = db.session.scalars(select(HourCategory).where(HourCategory.platform_id == platform.id)).first()
        place = {"platform_id": platform.id, "organization_id": root.id}
        person = Learner(**place, name="外人", document=NUMBER)
        item = new_class(root, category)
        db.session.add_all([person, item])
        db.session.flush()
        db.session.add(new_enrollment(item, person))
        credit = ledger.Credit(**place, learner_id=person.id, year=2026, category_id=category.id, hours=Decimal(8),
                               source="class", source_id=item.id, activity="class:x", title="x")  # fmt: skip
        ledger.post(db.session, [credit], None)
        db.session.commit()
    yield


def new_class(organization: Any, category: Any, **values: Any) -> TrainingClass:
    facts: dict[str, Any] = {
        "platform_id": organization.platform_id, "organization_id": organization.id, "category_id": category.id,
        "title": "新班", "year": 2026, "starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 2),
        "place": "礼堂", "planned_people": 10, "hours": Decimal(8),
    }  # fmt: skip
    return TrainingClass(**facts | values)


def new_enrollment(item: TrainingClass, person: Learner) -> Enrollment:
    return Enrollment(
        platform_id=item.platform_id,
        organization_id=item.organization_id,
        class_id=item.id,
        learner_id=person.id,
        learner_organization_id=person.organization_id,
        learner_name=person.name,
        document_mask="*",
        unit_name="x",
    )


def scope_of(person: Callable[..., Person], actor: str) -> Scope:
    return MADE_UP[actor] if actor in MADE_UP else person(actor).identity.scope()


def all_rows(model: Any) -> list[Any]:
    with scope.everything("test"):
        found = list(db.session.scalars(select(model)))
        db.session.expunge_all()
    return found


def world(s: Scope) -> World:
    tree = all_rows(Organization)
    path = s.path
    inside = frozenset(o.id for o in tree if path and o.platform_id == s.platform_id and o.path.startswith(path))
    sent = frozenset(r.item_id for r in all_rows(ReviewStep) if r.organization_id in inside and r.opened_at)
    return World(s.platform_id, inside, sent, s.actor)


def keys(found: list[Any]) -> set[Any]:
    return {inspect(row).mapper.primary_key_from_instance(row).__repr__() for row in found}


@pytest.mark.req("R-1", "R-2")
@pytest.mark.case(13, 15)
@pytest.mark.parametrize("actor", ACTORS)
def test_each_actor_sees_exactly_its_rows(person: Callable[..., Person], two_platforms: None, actor: str) -> None:
    s = scope_of(person, actor)
    w, sees = world(s), ACTORS[actor][0]
    for model in MODELS:
        expected = keys([row for row in all_rows(model) if sees.get(model, never)(w, row)])
        with scope.using(s):
            seen = keys(list(db.session.scalars(select(model))))
            counted = db.session.scalar(select(func.count()).select_from(model))
        assert (seen, counted) == (expected, len(expected)), model.__name__


@pytest.mark.req("R-1")
@pytest.mark.parametrize("actor", ACTORS)
def test_each_actor_owns_exactly_its_rows(person: Callable[..., Person], two_platforms: None, actor: str) -> None:
    s = scope_of(person, actor)
    w, owns = world(s), ACTORS[actor][1]
    for model in MODELS:
        expected = keys([row for row in all_rows(model) if owns.get(model, never)(w, row)])
        with scope.using(s):
            mine = keys(list(db.session.scalars(select(model).where(scope.predicate(model, owning=True)))))
        assert mine == expected, model.__name__


def test_the_table_of_actors_is_not_empty_by_accident(person: Callable[..., Person], two_platforms: None) -> None:
    """The demo data separates the actors: no two of them see the same people."""
    seen = []
    for actor in ("dl1", "dl2", "dl3", "dl3-sibling", "dl-learner"):
        with person(actor).acting():
            seen.append(frozenset(db.session.scalars(select(Learner.name))))
    assert len(set(seen)) == len(seen)
    assert all(seen)


@pytest.mark.req("R-1")
def test_an_item_sent_for_review_stays_visible_to_who_decided(person: Callable[..., Person], context: Flask) -> None:
    platform_only = person("dl2").identity.scope()
    foreign = Scope("administrator", platform_only.platform_id, "nowhere/", platform_only.actor)
    with scope.everything("test"):
        stranger = Organization(platform_id=1, name="外部单位", level=2, path="nowhere/", parent_id=1)
        db.session.add(stranger)
        item = db.session.scalars(select(TrainingClass.id).where(TrainingClass.review_state == "approved")).first()
        db.session.flush()
        step = select(ReviewStep).where(ReviewStep.item_id == item, ReviewStep.seq == 1)
        db.session.scalars(step).one().organization_id = stranger.id
        db.session.commit()
    with scope.using(foreign):
        assert list(db.session.scalars(select(TrainingClass.id))) == [item]


# ---- relationships ------------------------------------------------------------------------------------------------

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
    with person("dl2").acting() as s:
        (one,) = db.session.scalars(guest_of())
        options = len(scope.registered())
        seen: list[int] = []
        with listening(lambda state: seen.append(len(state.statement._with_options))):
            assert one.training_class is not None
    assert s.kind == "administrator"
    assert seen == [options]


@pytest.fixture
def _unused() -> None:
    """Keeps the module's fixtures together."""


def listening(note: Callable[[Any], None]) -> Any:
    """Note the state of each ORM statement after the scope has had its turn."""
    from contextlib import contextmanager

    from sqlalchemy import event

    from app.extensions import Session as Ours

    @contextmanager
    def listen() -> Iterator[None]:
        event.listen(Ours, "do_orm_execute", note)
        try:
            yield
        finally:
            event.remove(Ours, "do_orm_execute", note)

    return listen()
