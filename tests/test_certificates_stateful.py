"""Whatever is credited, taken back, issued and made void: no valid certificate ever lacks its hours (CERT-1)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app.certificates import ground, operations
from app.certificates.models import Certificate
from app.extensions import db
from app.hours import closing, ledger
from app.hours.models import HourEntry, LiveCredit
from app.hours.rulebook import Rule
from app.kit import scope
from app.learners import merging
from app.learners.models import Learner
from tests.certified import FIRST, SOURCE, YEAR, certificates, credits_of, number_of, standing_ids
from tests.person import Person

NAMES = ("孙丽", "许静", "林小雨")
WHO = st.integers(0, len(NAMES) - 1)
AMOUNTS = st.sampled_from((5, 10, 20, 30))
MONTH = st.sampled_from((1, 7))


class Stage:
    """The demo without leave or hours of three people, on a saved database."""

    def __init__(self, app: Flask, office: Person, root: Person) -> None:
        self.app, self.office, self.root = app, office, root
        folder = Path(app.config["DATA_DIR"])
        self.live, self.staged = folder / "live.db", folder / "staged.db"
        with scope.everything("test"):
            self.people = [number_of(name) for name in NAMES]
        db.engine.dispose()
        shutil.copy(self.live, self.staged)

    def restore(self) -> None:
        db.engine.dispose()
        for name in ("live.db-wal", "live.db-shm"):
            (self.live.parent / name).unlink(missing_ok=True)
        shutil.copy(self.staged, self.live)


class Certificates(RuleBasedStateMachine):
    """Postings and reversals of three people against what their certificates may say."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        stage.restore()
        self.merged: dict[int, int] = {}

    def person(self, n: int) -> int:
        return self.stage.people[self.merged.get(n, n)]

    @rule(who=WHO, compulsory=AMOUNTS, elective=AMOUNTS, more=st.integers(0, 2))
    def credit(self, who: int, compulsory: int, elective: int, more: int) -> None:
        with scope.everything("test"):
            plain = credits_of(self.person(who), compulsory, elective)
        found = [replace(one, source_id=one.source_id + 100 * more, activity=f"{one.activity}.{more}") for one in plain]
        with scope.everything("test"):
            held = select(LiveCredit.source_id).where(LiveCredit.learner_id == self.person(who))
            known = set(db.session.scalars(held))
            ledger.post(db.session(), [one for one in found if one.source_id not in known], None)
            db.session.commit()

    @rule(who=WHO, month=MONTH, more=st.integers(0, 2))
    def take_back(self, who: int, month: int, more: int) -> None:
        with scope.everything("test"):
            ledger.reverse(db.session(), SOURCE, [(self.person(who), FIRST + month + 100 * more)], None)
            db.session.commit()

    @rule(who=WHO, month=MONTH)
    def take_back_and_think_better_of_it(self, who: int, month: int) -> None:
        before = _states()
        with scope.everything("test"):
            ledger.reverse(db.session(), SOURCE, [(self.person(who), FIRST + month)], None)
            db.session.rollback()
        assert _states() == before

    @rule(people=st.sets(WHO, min_size=1))
    def issue(self, people: set[int]) -> None:
        ids = standing_ids(sorted({self.person(n) for n in people}))
        before = {one.id for one in certificates()}
        with self.stage.office.acting() as s:
            outcome = operations.issue(db.session(), ids, s.actor)
            db.session.commit()
        assert {one.id for one in certificates()} - before == set(outcome.done)
        assert len(outcome.done) + len(outcome.skipped) == len(ids)

    @rule(who=WHO)
    def make_void(self, who: int) -> None:
        found = certificates(Certificate.learner_id == self.person(who), Certificate.voided_at.is_(None))
        if found:
            with self.stage.office.acting() as s:
                operations.void(db.session(), [one.id for one in found], s.actor, "x")
                db.session.commit()

    @rule(amount=st.sampled_from((1, 200)))
    def new_rules(self, amount: int) -> None:
        """Certificates keep the version that they were made from."""
        before = _states()
        with self.stage.root.acting() as s:
            closing.save_rules(db.session(), s.actor, YEAR, [Rule("total", amount=Decimal(amount))])
            db.session.commit()
        assert _states() == before

    @rule()
    def merge(self) -> None:
        """The third person turns out to be the first."""
        if 2 not in self.merged:
            with self.stage.office.acting() as s:
                merging.merge(db.session(), s.actor, self.stage.people[0], self.stage.people[2], "x")
                db.session.commit()
            self.merged[2] = 0

    # -- what must be so after each of them

    @invariant()
    def no_valid_certificate_lacks_its_hours(self) -> None:
        """By sums alone, not by the code that decides: what stands of the test's hours meets what the paper says."""
        with scope.everything("test"):
            assert ground.verify(db.session()) == []
            for one in db.session.scalars(select(Certificate).where(Certificate.voided_at.is_(None))):
                stands = select(HourEntry.hours).join(LiveCredit, LiveCredit.entry_id == HourEntry.id)
                mine = (HourEntry.learner_id == one.learner_id, HourEntry.year == one.year)
                posted = sum(db.session.scalars(stands.where(*mine)), Decimal(0))
                assert posted >= Decimal(one.figures["required"]), one.number

    @invariant()
    def numbers_are_whole_and_nothing_is_forgotten(self) -> None:
        with scope.everything("test"):
            found = db.session.scalars(select(Certificate).order_by(Certificate.seq)).all()
            assert [one.seq for one in found] == list(range(1, len(found) + 1))
            assert len({one.token for one in found}) == len(found)
            held = [(one.learner_id, one.year) for one in found if one.voided_at is None]
            assert len(set(held)) == len(held)
            gone = select(Learner.id).where(Learner.merged_into_id.is_not(None))
            assert not {who for who, _year in held} & set(db.session.scalars(gone))


def _states() -> list[tuple[int, str]]:
    return [(one.id, one.state) for one in certificates()]


@pytest.mark.req("CERT-1", "R-5", "GX-15")
def test_no_order_of_verbs_leaves_a_valid_certificate_without_ground(
    context: Flask, person: Callable[..., Person]
) -> None:
    limits = settings(max_examples=10, stateful_step_count=25, deadline=None, derandomize=True,
                      phases=(Phase.generate,), suppress_health_check=list(HealthCheck))  # fmt: skip
    stage = Stage(context, person("dl3"), person("dl1"))
    run_state_machine_as_test(lambda: Certificates(stage), settings=limits)


def test_the_machine_finds_a_ledger_that_tells_nobody(
    context: Flask, person: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the ledger's word the first reversal is noticed."""
    monkeypatch.setattr(ledger, "_told", [])
    stage = Stage(context, person("dl3"), person("dl1"))
    machine: Any = Certificates(stage)
    machine.issue({1})
    machine.no_valid_certificate_lacks_its_hours()
    with scope.everything("test"):
        entries = db.session.execute(select(HourEntry.source_id).where(HourEntry.learner_id == machine.person(1))).all()
        ledger.reverse(db.session(), SOURCE, [(machine.person(1), row.source_id) for row in entries], None)
        db.session.commit()
    with pytest.raises(AssertionError):
        machine.no_valid_certificate_lacks_its_hours()
