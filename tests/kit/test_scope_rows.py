"""Who sees and owns which rows: one table per kind of actor, on every model, also through relationships."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select

from app.accounts.models import Account, Appointment, RoleProfile, UserSession
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourCategory, HourEntry, LearnerYear, LiveCredit, Requirement
from app.kit import scope
from app.kit.audit import AuditEvent
from app.kit.jobs.models import Job, StoredFile
from app.kit.notices import Notice
from app.kit.review import ReviewStep
from app.kit.scope import Actor, Scope
from app.kit.sheets.models import ImportRow
from app.kit.views.once import FormReceipt
from app.learners.models import Absence, Learner, LearnerTerm, Membership, Transfer
from app.organizations.models import Holiday, MenuEntry, Organization, Platform, PolicyRow, ReviewRoute, RouteStep
from app.presets import loading
from tests.conftest import Person

ENROLLMENT: Any = Enrollment.__table__
GUEST = "赵志强"  # of dl3's unit, and a guest in a class of dl2's
GUEST_CLASS = "舞台安全管理培训"
NUMBER = "11010519491231002X"


# ---- who sees and owns which rows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """What the rules below are about: the platform, the subtree, and what was sent to it for review."""

    platform: int | None
    inside: frozenset[int]
    sent: frozenset[int]
    above: frozenset[int]
    held: frozenset[int]
    holders: frozenset[int]
    people: frozenset[int]
    actor: Actor

    def ours(self, row: Any) -> bool:
        return row.organization_id in self.inside

    def ours_or_of_ours(self, row: Any) -> bool:
        """Earned or recorded in the scope, or of somebody who is there now (PEOPLE-2)."""
        return self.ours(row) or row.learner_id in self.people

    def of_platform(self, row: Any) -> bool:
        return row.platform_id == self.platform

    def own_user(self, row: Any) -> bool:
        return row.user_id == self.actor.user_id

    def manages(self, row: Any) -> bool:
        return row.id in self.held

    def knows(self, row: Any) -> bool:
        return row.id in self.holders or row.id == self.actor.user_id


Rule = Callable[[World, Any], bool]
CATALOGUE = (HourCategory, Requirement, PolicyRow, ReviewRoute, RouteStep, Holiday, MenuEntry)
MODELS = (*CATALOGUE, Platform, Organization, Learner, Absence, TrainingClass, Enrollment, ReviewStep, HourEntry,
          LearnerYear, LiveCredit, Membership, Transfer, LearnerTerm, AuditEvent, Notice, Account, Appointment,
          RoleProfile)  # fmt: skip


def always(w: World, row: Any) -> bool:
    return True


def never(w: World, row: Any) -> bool:
    return False


def its_platform(w: World, row: Any) -> bool:
    return bool(row.id == w.platform)


def of_its_platform_or_of_none(w: World, row: Any) -> bool:
    return row.platform_id in (w.platform, None)


def of_no_organization(w: World, row: Any) -> bool:
    return of_its_platform_or_of_none(w, row) and row.organization_id is None


def of_the_own_branch(w: World, row: Any) -> bool:
    return of_its_platform_or_of_none(w, row) and row.organization_id in {None, *w.inside, *w.above}


def of_either_unit(w: World, row: Any) -> bool:
    return w.ours(row) or row.from_organization_id in w.inside


SIGNED_IN: dict[type, Rule] = dict.fromkeys(CATALOGUE, World.of_platform) | {
    Notice: World.own_user,
    Platform: its_platform,
    RoleProfile: of_no_organization,
    Appointment: World.own_user,
    Account: lambda w, row: row.id == w.actor.user_id,
}
MANAGER_SEES: dict[type, Rule] = {
    Account: World.knows,
    Appointment: lambda w, row: w.manages(row) or w.own_user(row),
}
MANAGER_OWNS: dict[type, Rule] = {Account: lambda w, row: row.id in w.holders, Appointment: World.manages}
ADMINISTRATOR_SEES: dict[type, Rule] = (
    SIGNED_IN
    | MANAGER_SEES
    | {
        RoleProfile: of_the_own_branch,
        Organization: lambda w, row: row.id in w.inside,
        Learner: World.ours,
        Absence: World.ours,
        TrainingClass: lambda w, row: w.ours(row) or row.id in w.sent,
        Enrollment: lambda w, row: w.ours_or_of_ours(row) or row.learner_organization_id in w.inside,
        ReviewStep: World.ours,
        HourEntry: World.ours_or_of_ours,
        LearnerYear: World.ours_or_of_ours,
        Membership: World.ours_or_of_ours,
        LearnerTerm: lambda w, row: row.learner_id in w.people,
        Transfer: of_either_unit,
    }
)
ADMINISTRATOR_OWNS: dict[type, Rule] = {
    Organization: lambda w, row: row.id in w.inside,
    **dict.fromkeys((Learner, Absence, TrainingClass, Enrollment, RoleProfile), World.ours),
    Transfer: of_either_unit,
} | MANAGER_OWNS
LEARNER_SEES: dict[type, Rule] = SIGNED_IN | {
    Organization: lambda w, row: row.id == w.actor.organization_id,
    Learner: lambda w, row: row.id == w.actor.learner_id,
    **dict.fromkeys(
        (Absence, Enrollment, HourEntry, LearnerYear, Membership, Transfer, LearnerTerm),
        lambda w, row: row.learner_id == w.actor.learner_id,
    ),
}
OF_PEOPLE = (Membership, Transfer, LearnerTerm)
OF_PLATFORM = (Organization, Learner, Absence, TrainingClass, Enrollment, ReviewStep, HourEntry, LearnerYear,
               *OF_PEOPLE)  # fmt: skip
LEARNER_OWNS: dict[type, Rule] = {Transfer: lambda w, row: row.learner_id == w.actor.learner_id}
OF_ROLES: dict[type, Rule] = MANAGER_SEES | {RoleProfile: of_its_platform_or_of_none}
PLATFORM_SEES = SIGNED_IN | OF_ROLES | dict.fromkeys(OF_PLATFORM, World.of_platform)
PLATFORM_OWNS: dict[type, Rule] = (
    dict.fromkeys((*CATALOGUE, Organization, Learner, Absence, TrainingClass, Enrollment, Transfer), World.of_platform)
    | MANAGER_OWNS
    | {RoleProfile: lambda w, row: w.of_platform(row) and row.organization_id is not None}
)
SECURITY_SEES = SIGNED_IN | OF_ROLES | {Organization: World.of_platform}
AUDITOR_SEES: dict[type, Rule] = SIGNED_IN | {AuditEvent: World.of_platform}
SYSTEM_SEES = dict.fromkeys((*CATALOGUE, Platform, Organization, Account, Appointment, RoleProfile), always)
SYSTEM_OWNS = dict.fromkeys((Platform, Account, Appointment, RoleProfile), always)
EVERYTHING = dict.fromkeys(MODELS, always)
STRANGER_SEES: dict[type, Rule] = dict.fromkeys(CATALOGUE, World.of_platform) | {
    Platform: its_platform,
    RoleProfile: of_no_organization,
}

# actor -> what it sees, what it may write; a model that is not named is out of reach.
ACTORS: dict[str, tuple[dict[type, Rule], dict[type, Rule]]] = {
    "dl1": (PLATFORM_SEES, PLATFORM_OWNS),
    "dl2": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl3": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl3-sibling": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl3-office": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl-learner": (LEARNER_SEES, LEARNER_OWNS),
    "admin": (SYSTEM_SEES, SYSTEM_OWNS),
    "auditor": (AUDITOR_SEES, {}),
    "security": (SECURITY_SEES, MANAGER_OWNS),
    "everything": (EVERYTHING, EVERYTHING),
    "nobody's learner": (STRANGER_SEES, {}),
    "learner without record": (STRANGER_SEES, {}),
    "administrator without organization": (STRANGER_SEES, {}),
}
NOBODY = Scope("learner", 1, None, Actor(user_id=999, learner_id=999))
MADE_UP = {
    "everything": Scope(scope.EVERYTHING),
    "nobody's learner": NOBODY,
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
    above = frozenset(o.id for o in tree if path and path.startswith(o.path))
    whole = s.kind in ("platform", "security")
    held = [a for a in all_rows(Appointment) if a.organization_id in inside
            or (whole and a.platform_id == s.platform_id)]  # fmt: skip
    holders = {a.user_id for a in held if a.stands_for_id is None}
    if s.kind == "administrator" and s.actor.appointment_id:
        holders |= {a.user_id for a in held if a.stands_for_id == s.actor.appointment_id}
    people = frozenset(p.id for p in all_rows(Learner) if p.organization_id in inside)
    return World(s.platform_id, inside, sent, above, frozenset(a.id for a in held), frozenset(holders), people, s.actor)


def keys(found: list[Any]) -> set[Any]:
    return {tuple(inspect(row).mapper.primary_key_from_instance(row)) for row in found}


@pytest.mark.req("R-1", "R-2")
@pytest.mark.case(13)
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


def test_the_table_of_actors_covers_every_model() -> None:
    # Visible to the identity that made them, see test_jobs.
    bookkeeping = {Job, StoredFile, ImportRow, FormReceipt, UserSession}
    ours = {model for model in scope.registered() if model.__module__.startswith("app.")}
    assert ours - bookkeeping == set(MODELS)


def test_the_table_of_actors_is_not_empty_by_accident(person: Callable[..., Person], two_platforms: None) -> None:
    """The demo data separates the actors: no two of them see the same units."""
    seen = []
    for actor in ("dl1", "dl2", "dl3", "dl3-sibling", "dl-learner"):
        with person(actor).acting():
            seen.append(frozenset(db.session.scalars(select(Organization.name))))
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
