"""Who sees and owns which rows: one table per kind of actor, on every model, also through relationships."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select

from app.accounts.models import Account, UserSession
from app.announcements.models import Announcement
from app.certificates.models import Certificate
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourCategory, RuleSet
from app.kit import clock, scope
from app.kit.jobs.models import Job, StoredFile
from app.kit.personal import Secret
from app.kit.review import ReviewStep
from app.kit.scope import Actor, Scope
from app.kit.sheets.models import ImportMapping, ImportRow
from app.kit.views.once import FormReceipt
from app.learners.models import Learner
from app.organizations.models import Organization, Platform, UnitRequest
from app.presets import loading
from tests.house.actors import ACTORS, MADE_UP, MODELS, OPENED, OWN, all_rows, never, world
from tests.person import Person

NUMBER = "11010519491231002X"


@pytest.fixture
def two_platforms(context: Flask) -> Iterator[None]:
    """A second platform beside the demo's, with a person, a class, hours and a certificate of its own."""
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
        rules = db.session.scalars(select(RuleSet).where(RuleSet.platform_id == platform.id)).one()
        db.session.add(new_certificate(person, rules.id, OPENED))
        dl3 = db.session.scalars(select(Account.id).where(Account.username == "dl3")).one()
        for platform_id, name in (
            (platform.id, "外单位"),
            (db.session.scalars(select(func.min(Platform.id))).one(), "缺的单位"),
        ):
            facts = {"platform_id": platform_id, "user_id": dl3, "asked_by": "x", "region": "x", "contact": "x"}
            db.session.add(UnitRequest(name=name, credit_code="x", phone=Secret("13800000000"), **facts))
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
        platform_id=item.platform_id, organization_id=item.organization_id, class_id=item.id, learner_id=person.id,
        learner_organization_id=person.organization_id, learner_name=person.name, document_mask="*", unit_name="x",
    )  # fmt: skip


def new_certificate(person: Learner, rules: int, token: str) -> Certificate:
    return Certificate(
        platform_id=person.platform_id, organization_id=person.organization_id, learner_id=person.id, year=2026, seq=1,
        number="2026-000001", token=token, platform_name="x", learner_name=person.name, unit_name="x",
        document_mask="*", document_hash="x", rule_set_id=rules, rules_until=rules, issued_by="x",
    )  # fmt: skip


def scope_of(person: Callable[..., Person], actor: str) -> Scope:
    return MADE_UP[actor] if actor in MADE_UP else person(actor).identity.scope()


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
        expected = keys([row for row in all_rows(model) if (OWN | owns).get(model, never)(w, row)])
        with scope.using(s):
            mine = keys(list(db.session.scalars(select(model).where(scope.predicate(model, owning=True)))))
        assert mine == expected, model.__name__


def written(s: Scope) -> list[tuple[str, Any]]:
    """Every predicate of a scope as SQL with its values."""
    ours = [model for model in scope.registered() if model.__module__.startswith("app.")]  # other tests register toys
    rules = [scope.predicate(model, owning, s).compile() for model in ours for owning in (False, True)]
    return [(str(rule), rule.params) for rule in rules]


@pytest.mark.req("R-1")
@pytest.mark.parametrize("actor", ACTORS)
def test_a_predicate_follows_from_the_scope_and_the_day_alone(
    person: Callable[..., Person], context: Flask, monkeypatch: pytest.MonkeyPatch, actor: str
) -> None:
    """What is kept for later requests of an identity is what would be built anew: no clock, no other scope in it."""
    s = scope_of(person, actor)
    before, later, day = written(s), datetime(2031, 5, 1), clock.today()
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", lambda *_zone: day)
    with scope.using(Scope("administrator", 999, "x/", Actor(user_id=998))):
        assert written(s) == before


@pytest.mark.req("R-1")
def test_what_is_kept_of_a_scope_ends_with_the_day(
    person: Callable[..., Person], context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demo announces something to learners for some days; long afterwards the same identity finds it gone."""
    learner, shown = person("dl-learner"), []
    for day in (clock.today(), clock.today() + timedelta(days=1000), clock.today()):
        monkeypatch.setattr(clock, "today", lambda day=day: day)
        with learner.acting():
            shown.append(len(db.session.scalars(select(Announcement.id)).all()))
    assert shown[0] == shown[2] > shown[1]


def test_a_rule_that_is_registered_later_is_not_missed(
    person: Callable[..., Person], context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    dl3, before = person("dl3"), scope.registered()[Learner]
    with dl3.acting():
        assert db.session.scalars(select(Learner.id)).all()
    try:
        scope.register(Learner, scope.nobody)
        with dl3.acting():
            assert db.session.scalars(select(Learner.id)).all() == []
    finally:
        scope.register(Learner, before.sees, before.owns)


def test_the_table_of_actors_covers_every_model() -> None:
    # Visible to the identity that made them, see test_jobs.
    bookkeeping = {Job, StoredFile, ImportRow, ImportMapping, FormReceipt, UserSession}
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
        reviewed = (TrainingClass.review_state == "approved", TrainingClass.mode == "declared")
        item = db.session.scalars(select(TrainingClass.id).where(*reviewed)).first()
        db.session.flush()
        of_class = (ReviewStep.kind == "training_class", ReviewStep.item_id == item)
        step = select(ReviewStep).where(*of_class, ReviewStep.seq == 1)
        db.session.scalars(step).one().organization_id = stranger.id
        db.session.commit()
    with scope.using(foreign):
        assert list(db.session.scalars(select(TrainingClass.id))) == [item]
