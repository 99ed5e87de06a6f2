"""Whatever is done to a class in whatever order, the ledger holds what was granted and not an hour more (R-5)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.classes import operations as classes
from app.classes import sheets
from app.classes.models import EARNING, Enrollment
from app.extensions import db
from app.hours import ledger
from app.hours.models import HourCategory, HourEntry, LearnerYear, LiveCredit
from app.kit import scope
from app.kit.errors import NotFound, RuleError
from app.kit.sheets import Context, Row
from app.learners.models import Learner
from tests.kit.reviewing import People, act, declare
from tests.person import Person

ROOM = 3
HOURS = {0: Decimal(8), 1: Decimal("2.25")}
CLASS = st.integers(0, 1)
NAMES = ("孙丽", "赵志强", "陈晓梅", "周建国")
STRANGER = 3  # of another unit: dl3 may not tick him, but a results sheet names him by ID number and name
UNIT = st.sets(st.integers(0, STRANGER - 1), min_size=1)
PEOPLE = st.one_of(UNIT, UNIT, UNIT, st.sets(st.integers(0, STRANGER), min_size=1, max_size=2))
RESULT = st.sampled_from(("excellent", "passed", "failed"))
FIGURE = st.sampled_from((None, Decimal(1), Decimal("2.25"), Decimal(8), Decimal(9)))


@dataclass(frozen=True)
class Part:
    """What the model knows of one person in one class."""

    attended: bool = False
    result: str | None = None
    earned: Decimal | None = None
    granted: Decimal | None = None


@dataclass
class Stage:
    """Two approved classes of dl3's unit and four people, on a saved database."""

    app: Flask
    dl3: Person
    outsider: Person
    classes: list[int]
    people: list[Any]
    unit: str

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
def stage(context: Flask, person: People) -> Stage:
    dl3, numbers = person("dl3"), []
    for n, code in enumerate(("elective", "compulsory")):
        with scope.everything("test"):
            category = db.session.scalars(select(HourCategory).where(HourCategory.code == code)).one()
        number = declare(dl3, category_id=category.id, hours=HOURS[n], planned_people=ROOM, title=f"班{n}")
        act(dl3, "submit", number)
        act(person("dl2"), "approve", number)
        act(person("dl1"), "approve", number)
        numbers.append(number)
    with scope.everything("test"):
        named = {one.name: one for one in db.session.scalars(select(Learner))}
        people = [named[name] for name in NAMES]
        unit = people[0].organization.name
        db.session.expunge_all()
    _fill(dl3, numbers[0], people[:STRANGER])
    made = Stage(context, dl3, person("dl3-sibling"), numbers, people, unit)
    db.engine.dispose()
    shutil.copy(*made.files)
    return made


def _fill(dl3: Person, number: int, people: list[Any]) -> None:
    """A full class of people who attended, so that random steps reach the ledger soon."""
    with dl3.acting() as s:
        classes.enroll(db.session(), number, [one.id for one in people], s.actor)
        ids = db.session.scalars(select(Enrollment.id).where(Enrollment.class_id == number)).all()
        classes.confirm_attendance(db.session(), ids[1:], s.actor)
        db.session.commit()


class Classes(RuleBasedStateMachine):
    """The verbs of two classes against a dictionary that says what must be so."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        stage.restore()
        with scope.everything("test"):
            self.parts = _enrolled(stage)

    # -- acting

    def do(self, verb: Callable[..., Any], *args: Any) -> Any:
        """Run `verb` as dl3 in a transaction; None when it was refused."""
        with self.stage.dl3.acting() as s, suppress(RuleError):
            outcome = verb(db.session(), *args, s.actor)
            db.session.commit()
            return outcome
        return None

    def ids(self, which: int, people: set[int]) -> list[int]:
        """The enrollments of `people`; a number that does not exist for who is not in the class."""
        with scope.everything("test"):
            mine = select(Enrollment.learner_id, Enrollment.id).where(Enrollment.class_id == self.stage.classes[which])
            known = dict(db.session.execute(mine).all())
        return [known.get(self.stage.people[n].id, 10**9 + n) for n in sorted(people)]

    def inside(self, which: int, people: set[int]) -> list[tuple[int, int]]:
        return [(which, n) for n in sorted(people) if (which, n) in self.parts]

    def on_enrolled(self, verb: Any, which: int, people: set[int], may: Any, change: Any, *more: Any) -> None:
        """`verb` on ticked people: refused as a whole when one is foreign, else done for those who may."""
        outcome = self.do(lambda session, ids, actor: verb(session, ids, actor, *more), self.ids(which, people))
        keys = self.inside(which, people)
        assert (outcome is None) == (len(keys) != len(people))
        if outcome is not None:
            able = [key for key in keys if may(self.parts[key])]
            assert (len(outcome.done), len(outcome.skipped)) == (len(able), len(keys) - len(able))
            for key in able:
                self.parts[key] = change(self.parts[key])

    # -- verbs

    @rule(which=CLASS, people=PEOPLE)
    def enroll(self, which: int, people: set[int]) -> None:
        learners = [self.stage.people[n].id for n in people]
        outcome = self.do(classes.enroll, self.stage.classes[which], learners)
        fresh = {(which, n) for n in people} - self.parts.keys()
        fits = len(fresh) <= ROOM - sum(1 for at, _n in self.parts if at == which)
        assert (outcome is not None) == (fits and STRANGER not in people)
        if outcome:
            self.parts |= dict.fromkeys(fresh, Part())

    @rule(which=CLASS, people=PEOPLE)
    def confirm(self, which: int, people: set[int]) -> None:
        self.on_enrolled(classes.confirm_attendance, which, people, lambda p: not p.attended,
                         lambda p: replace(p, attended=True))  # fmt: skip

    @rule(which=CLASS, people=PEOPLE, result=RESULT)
    def record(self, which: int, people: set[int], result: str) -> None:
        earned = HOURS[which] if result in EARNING else None
        self.on_enrolled(classes.record_result, which, people, lambda p: p.attended and not p.granted,
                         lambda p: replace(p, result=result, earned=earned), result)  # fmt: skip

    @rule(which=CLASS, people=PEOPLE)
    def grant(self, which: int, people: set[int]) -> None:
        self.on_enrolled(classes.grant_hours, which, people,
                         lambda p: p.attended and not p.granted and p.result != "failed",
                         lambda p: replace(p, granted=p.earned or HOURS[which]))  # fmt: skip

    @rule(which=CLASS, people=PEOPLE)
    def cancel(self, which: int, people: set[int]) -> None:
        self.on_enrolled(classes.cancel_hours, which, people, lambda p: p.granted, lambda p: replace(p, granted=None))

    @rule(which=CLASS, people=PEOPLE)
    def remove(self, which: int, people: set[int]) -> None:
        untouched = {key for key in self.inside(which, people) if self.parts[key] == Part()}
        self.on_enrolled(classes.remove, which, people, lambda p: p == Part(), lambda p: p)
        if len(self.inside(which, people)) == len(people):
            self.parts = {key: part for key, part in self.parts.items() if key not in untouched}

    @rule(which=CLASS, n=st.integers(0, STRANGER), result=RESULT, hours=FIGURE)
    def import_row(self, which: int, n: int, result: str, hours: Decimal | None) -> None:
        """One row of a results sheet: people of other units too, all of enrolling to granting in one go."""
        person = self.stage.people[n]
        values = {"name": person.name, "document": person.document.reveal(), "unit": self.stage.unit,
                  "result": result, "hours": hours}  # fmt: skip
        row = Row(2, [], values)
        self.do(self._import, self.stage.classes[which], row)
        earned = (hours or HOURS[which]) if result in EARNING else None
        part, wanted = self.parts.get((which, n)), Part(True, result, earned, earned)
        full = part is None and sum(1 for at, _n in self.parts if at == which) >= ROOM
        written_over = part is not None and part.granted and (part.granted, part.result) != (earned, result)
        assert row.failed == bool(full or written_over or (hours or 0) > HOURS[which])
        if not row.failed:
            self.parts[which, n] = wanted

    @staticmethod
    def _import(session: Any, number: int, row: Row, actor: Any) -> None:
        context = Context(scope.require(), {"class_id": str(number)}, "apply")
        assert context.actor == actor
        sheets.check(session, context, [row])
        if not row.failed and row.outcome != "unchanged":
            sheets.apply(session, context, [row])

    @rule(which=CLASS, people=PEOPLE, verb=st.sampled_from((classes.grant_hours, classes.cancel_hours)))
    def an_outsider_tries(self, which: int, people: set[int], verb: Any) -> None:
        with self.stage.outsider.acting() as s, pytest.raises(NotFound):
            verb(db.session(), self.ids(which, people), s.actor)

    # -- what must be so after each of them

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        granted = {key: part.granted for key, part in self.parts.items() if part.granted}
        with scope.everything("test"):
            assert _enrolled(self.stage) == self.parts
            ours = (HourEntry.source == "class", HourEntry.source_id.in_(self.stage.classes))
            live = select(HourEntry.source_id, LiveCredit.learner_id, HourEntry.hours).join(
                HourEntry, HourEntry.id == LiveCredit.entry_id)  # fmt: skip
            assert _by_part(self.stage, live.where(*ours)) == granted
            entries = select(HourEntry.source_id, HourEntry.learner_id, func.sum(HourEntry.hours))
            mine = entries.where(*ours).group_by(*entries.selected_columns[:2])
            assert _by_part(self.stage, mine.having(func.sum(HourEntry.hours) != 0)) == granted

    @invariant()
    def the_sums_are_equal_everywhere(self) -> None:
        with scope.everything("test"):
            columns = (HourEntry.hours, LearnerYear.posted)
            posted, kept = (db.session.scalar(select(func.sum(column))) for column in columns)
            elsewhere = HourEntry.source.in_(("claim", "opening"))
            of_others = db.session.scalar(select(func.sum(HourEntry.hours)).where(elsewhere))
            assert posted == kept == of_others + db.session.scalar(select(func.sum(Enrollment.granted)))
            assert ledger.verify(db.session()) == []


def _enrolled(stage: Stage) -> dict[tuple[int, int], Part]:
    query = select(Enrollment).where(Enrollment.class_id.in_(stage.classes))
    numbers = {person.id: n for n, person in enumerate(stage.people)}
    return {
        (stage.classes.index(one.class_id), numbers[one.learner_id]): Part(
            one.attended_at is not None, one.result, one.earned, one.granted
        )
        for one in db.session.scalars(query)
    }


def _by_part(stage: Stage, query: Any) -> dict[tuple[int, int], Decimal]:
    numbers = {person.id: n for n, person in enumerate(stage.people)}
    rows = db.session.execute(query)
    return {(stage.classes.index(number), numbers[learner]): hours for number, learner, hours in rows}


@pytest.mark.req("R-5", "DL-3")
def test_totals_always_equal_what_was_granted(stage: Stage) -> None:
    limits = settings(max_examples=12, stateful_step_count=25, deadline=None, derandomize=True,
                      phases=(Phase.generate,), suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(lambda: Classes(stage), settings=limits)
