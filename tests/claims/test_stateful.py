"""Whatever is done to claims in whatever order: hours are what stands approved, no certificate outlives its ground."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.certificates import operations as certificates
from app.certificates.models import Certificate
from app.claims import operations as claims
from app.claims.models import Claim
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourEntry, HourRule, LearnerStanding
from app.kit import scope
from app.kit.errors import NotFound, RuleError
from app.learners import standings
from tests.claims.declaring import declared
from tests.person import Person

MAY, MOST = date(2026, 5, 4), 4
WHICH = st.integers(0, MOST - 1)
SOME = st.sets(WHICH, min_size=1, max_size=2)
FIGURE = st.sampled_from((None, Decimal(8), Decimal("12.5"), Decimal(40)))
EDITABLE, HELD = ("draft", "returned"), ("pending", "approved")


@dataclass(frozen=True)
class Part:
    """What the model knows of one claim."""

    state: str = "draft"
    granted: Decimal | None = None
    decided: bool = False  # in the present round


@dataclass
class Stage:
    """Four claims of one learner, each of as many hours as the year requires, on a saved database."""

    app: Flask
    learner: Person
    unit: Person
    reviewer: Person
    outsider: Person
    claims: list[int]

    @property
    def files(self) -> tuple[Path, Path]:
        folder = Path(self.app.config["DATA_DIR"])
        return folder / "live.db", folder / "staged.db"

    def restore(self) -> None:
        db.engine.dispose()
        live, staged = self.files
        for name in ("live.db-wal", "live.db-shm"):
            (live.parent / name).unlink(missing_ok=True)
        shutil.copy(staged, live)


@pytest.fixture
def stage(context: Flask, person: Callable[..., Person]) -> Stage:
    with scope.everything("test"):
        for rule_of in db.session.scalars(select(HourRule).where(HourRule.kind == "minimum")):
            if rule_of.category is not None and rule_of.category.code == "elective":
                db.session.delete(rule_of)  # thirty compulsory hours are all that is required: one whole claim
        db.session.commit()
    who, numbers = person("dl-learner"), []
    for n in range(MOST):
        first = MAY + timedelta(days=10 * n)
        days = {"starts_on": first, "ends_on": first + timedelta(days=4), "requested": Decimal(30)}
        numbers.append(declared(who, title=f"第{n}项", **days))
    made = Stage(context, who, person("dl3"), person("dl2"), person("dl3-sibling"), numbers)
    db.engine.dispose()
    shutil.copy(*made.files)
    return made


issued: list[int] = []  # that the machine comes to issuing any is part of the test


class Claims(RuleBasedStateMachine):
    """The verbs of four claims against a dictionary that says what must be so."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        stage.restore()
        self.parts = dict.fromkeys(range(MOST), Part())

    def do(self, who: Person, verb: Callable[..., Any], numbers: set[int], *more: Any, **named: Any) -> set[int] | None:
        """The claims that moved; None when the whole call was refused."""
        ids = {self.stage.claims[n]: n for n in sorted(numbers)}
        with who.acting() as s, suppress(RuleError, NotFound):
            outcome = verb(db.session(), list(ids), s.actor, *more, **named)
            db.session.commit()
            return {ids[number] for number in outcome.done}
        return None

    def moves(self, done: set[int] | None, numbers: set[int], states: tuple[str, ...], **change: Any) -> None:
        """What moved is exactly what was in one of `states`; NotFound is for who had no part in something yet."""
        able = {n for n in numbers if n in self.parts and self.parts[n].state in states}
        assert done is None or done == able, (done, able, self.parts)
        for n in done or ():
            self.parts[n] = replace(self.parts[n], **change)

    # -- acting

    @rule(numbers=SOME)
    def submit(self, numbers: set[int]) -> None:
        done = self.do(self.stage.learner, claims.submit, numbers)
        self.moves(done, numbers, EDITABLE, state="pending", granted=None, decided=False)

    @rule(numbers=SOME)
    def withdraw(self, numbers: set[int]) -> None:
        fresh = {n for n in numbers if n in self.parts and not self.parts[n].decided}
        done = self.do(self.stage.learner, claims.withdraw, numbers)
        assert done is None or done <= fresh
        self.moves(done, numbers & fresh, ("pending",), state="draft", granted=None)

    @rule(n=WHICH, hours=FIGURE)
    def approve(self, n: int, hours: Decimal | None) -> None:
        granted = {self.stage.claims[n]: hours} if hours else None
        done = self.do(self.stage.reviewer, claims.approve, {n}, "按证书", granted=granted)
        self.moves(done, {n}, ("pending",), state="approved", granted=hours or Decimal(30), decided=True)

    @rule(n=WHICH)
    def turn_away(self, n: int) -> None:
        done = self.do(self.stage.reviewer, claims.send_back, {n}, "请补充")
        self.moves(done, {n}, ("pending",), state="returned", granted=None, decided=True)

    @rule(n=WHICH)
    def reject(self, n: int) -> None:
        done = self.do(self.stage.reviewer, claims.reject, {n}, "不符")
        self.moves(done, {n}, ("pending",), state="rejected", granted=None, decided=True)

    @rule(n=WHICH)
    def reopen(self, n: int) -> None:
        done = self.do(self.stage.reviewer, claims.reopen, {n}, "重审")
        self.moves(done, {n}, ("approved", "rejected"), state="pending", granted=None)

    @rule(n=WHICH)
    def remove(self, n: int) -> None:
        done = self.do(self.stage.unit, claims.remove, {n}, "重复")
        part = self.parts.get(n)
        assert (done == {n}) == (part is not None)
        if part is not None and part.state in EDITABLE:
            del self.parts[n]
        elif part is not None and part.state in HELD:
            self.parts[n] = replace(part, state="revoked", granted=None)

    @rule(n=WHICH, verb=st.sampled_from((claims.approve, claims.remove, claims.submit, claims.take_paper)))
    def an_outsider_tries(self, n: int, verb: Any) -> None:
        assert self.do(self.stage.outsider, verb, {n}) is None

    @rule()
    def certify(self) -> None:
        with self.stage.unit.acting() as s, suppress(RuleError, NotFound):
            kept = db.session.scalars(select(LearnerStanding.id).where(LearnerStanding.year == 2026)).all()
            issued.extend(certificates.issue(db.session(), kept, s.actor).done)
            db.session.commit()

    # -- what must be so after each of them

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        with scope.everything("test"):
            rows = db.session.scalars(select(Claim).where(Claim.id.in_(self.stage.claims))).all()
            found = {self.stage.claims.index(one.id): (one.review_state, one.granted) for one in rows}
            wanted = {n: (part.state, part.granted) for n, part in self.parts.items()}
            assert found == wanted
            entries = select(HourEntry.source_id, func.sum(HourEntry.hours)).where(HourEntry.source == "claim")
            mine = entries.where(HourEntry.source_id.in_(self.stage.claims)).group_by(HourEntry.source_id)
            posted = {self.stage.claims.index(number): hours for number, hours in db.session.execute(mine) if hours}
        assert posted == {n: part.granted for n, part in self.parts.items() if part.state == "approved"}

    @invariant()
    def nothing_disagrees_and_no_certificate_is_without_ground(self) -> None:
        with scope.everything("test"):
            assert ledger.verify(db.session()) == []
            for one in db.session.scalars(select(Certificate).where(Certificate.voided_at.is_(None))):
                found = standings.standing_of(db.session(), one.learner_id, one.platform_id, one.year)
                assert found.met or found.version != one.rule_set_id


@pytest.mark.req("R-5", "CERT-1", "GX-15")
def test_hours_of_claims_are_what_stands_approved(stage: Stage) -> None:
    limits = settings(max_examples=12, stateful_step_count=25, deadline=None, derandomize=True,
                      phases=(Phase.generate,), suppress_health_check=list(HealthCheck))  # fmt: skip
    issued.clear()
    run_state_machine_as_test(lambda: Claims(stage), settings=limits)
    assert issued
