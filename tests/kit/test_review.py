"""Review: who may move what, from where to where, and what a move leaves behind (R-3, R-4)."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.classes import operations as classes
from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import review, scope
from app.kit.audit import AuditEvent
from app.kit.errors import NotFound, RuleError
from app.kit.review import APPROVED, DRAFT, PENDING, REJECTED, RETURNED, REVOKED, Flow, ReviewStep
from app.kit.review.flows import _flows
from app.kit.review.models import VERB_LABELS
from tests.kit.reviewing import (
    People,
    act,
    colleague,
    counted,
    declare,
    everything_kept,
    in_state,
    read,
    steps,
    submitted,
    unit,
)
from tests.person import Person

FIRST, FINAL = "first_review", "final_review"


@pytest.fixture(autouse=True)
def english(context: Flask) -> Iterator[None]:
    with force_locale("en"):
        yield


# ---- states x verbs x actors --------------------------------------------------------------------------------------

STATES = (DRAFT, FIRST, FINAL, RETURNED, APPROVED, REJECTED, REVOKED)
ACTORS = ("dl3", "dl2", "dl1", "dl3-sibling", "dl-learner", "admin")
# (state, verb, actor) -> where the item goes
MOVED = {
    (DRAFT, "submit", "dl3"): FIRST,
    (RETURNED, "submit", "dl3"): FIRST,
    (FIRST, "withdraw", "dl3"): DRAFT,
    (FIRST, "approve", "dl2"): FINAL,
    (FIRST, "return", "dl2"): RETURNED,
    (FIRST, "reject", "dl2"): REJECTED,
    (FINAL, "approve", "dl1"): APPROVED,
    (FINAL, "return", "dl1"): RETURNED,
    (FINAL, "reject", "dl1"): REJECTED,
    (APPROVED, "reopen", "dl1"): FINAL,
    (REJECTED, "reopen", "dl1"): FINAL,
    (APPROVED, "revoke", "dl1"): REVOKED,
    (APPROVED, "revoke", "dl3"): REVOKED,
    (FIRST, "revoke", "dl3"): REVOKED,
    (FINAL, "revoke", "dl3"): REVOKED,
}
DECISIONS = ("approve", "return", "reject", "reopen", "revoke")
# Who had a part in the item gets the reason why it does not move now; everybody else learns nothing.
SKIPPED = {
    *((state, verb, "dl3") for state in STATES for verb in ("submit", "withdraw", "revoke")),
    *((state, verb, "dl2") for state in STATES if state != DRAFT for verb in DECISIONS),
    *((state, verb, "dl1") for state in (FINAL, APPROVED, REJECTED, REVOKED) for verb in DECISIONS),
} - MOVED.keys()


@pytest.mark.req("R-4", "DL-3")
@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("verb", review.MOVES)
@pytest.mark.parametrize("state", STATES)
def test_only_legal_moves_are_made_and_only_by_who_may(person: People, state: str, verb: str, actor: str) -> None:
    number, who = in_state(state), person(actor)
    assert number
    before = everything_kept()
    if (state, verb, actor) in MOVED:
        _assert_moved(who, verb, number, MOVED[state, verb, actor])
        return
    if (state, verb, actor) in SKIPPED:
        outcome = act(who, verb, number, opinion="因为")
        assert outcome.done == []
        assert [name for name, reason in outcome.skipped if reason] == [read(number).title]
    else:
        with pytest.raises(NotFound):
            act(who, verb, number, opinion="因为")
    assert everything_kept() == before


def _assert_moved(who: Person, verb: str, number: int, goal: str) -> None:
    """The item stands at `goal`, its step is signed, and the audit tells who did what."""
    version = read(number).version
    assert act(who, verb, number, opinion="因为").done == [number]
    item = read(number)
    assert (item.review_position, item.version) == (goal, version + 1)
    assert (item.review_stage is not None) == (item.review_state == PENDING) == (goal in (FIRST, FINAL))
    assert (item.review_due_at is not None) == (goal in (FIRST, FINAL))
    signed = max(steps(number, ReviewStep.verb.is_not(None)), key=lambda step: (step.decided_at, step.id))
    assert (signed.verb, signed.user_name, signed.opinion) == (verb, who.identity.name, "因为")
    assert signed.appointment_id == who.identity.appointment_id
    with scope.everything("test"):
        told = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert (told.event, told.subject_id) == (f"training_class:{verb}", str(number))


def test_the_table_reaches_every_state() -> None:
    assert {*MOVED.values(), DRAFT} == set(STATES)


def test_who_may_not_write_may_not_submit(person: People) -> None:
    number, dl3 = in_state(DRAFT), person("dl3")
    dl3.identity = type(dl3.identity)(**vars(dl3.identity) | {"permissions": frozenset()})
    with pytest.raises(NotFound):
        act(dl3, "submit", number)


# ---- opinions -----------------------------------------------------------------------------------------------------

ACTING = {"submit": "dl3", "withdraw": "dl3", "approve": "dl2", "return": "dl2", "reject": "dl2", "reopen": "dl1",
          "revoke": "dl3"}  # fmt: skip
OPINIONS = {
    "missing": ("", "opinion"),
    "blank": (" \n\t　", "opinion"),
    "too long": ("长" * 2001, "opinion"),
    "as long as may be": ("长" * 2000, None),
    "short": ("因为", None),
}


@pytest.mark.req("R-4")
@pytest.mark.parametrize("verb", review.MOVES)
@pytest.mark.parametrize(("opinion", "field"), OPINIONS.values(), ids=OPINIONS.keys())
def test_what_goes_against_somebody_needs_an_opinion_and_none_is_endless(
    person: People, verb: str, opinion: str, field: str | None
) -> None:
    optional = verb in ("submit", "withdraw", "approve") and len(opinion) <= 2000
    who = person(ACTING[verb])
    number, before = (
        in_state({"submit": DRAFT, "reopen": REJECTED, "revoke": APPROVED}.get(verb, FIRST)),
        everything_kept(),
    )
    if field is None or optional:
        assert act(who, verb, number, opinion=opinion).done == [number]
        return
    with pytest.raises(RuleError) as refusal:
        act(who, verb, number, opinion=opinion)
    assert refusal.value.field == field
    assert everything_kept() == before


def test_an_opinion_is_kept_without_the_blanks_around_it(person: People) -> None:
    number = in_state(FIRST)
    act(person("dl2"), "return", number, opinion="  请补充 \n")
    assert steps(number, ReviewStep.verb == "return")[0].opinion == "请补充"


# ---- stale pages --------------------------------------------------------------------------------------------------


@pytest.mark.req("R-4")
def test_a_stale_version_changes_nothing_and_says_so(person: People) -> None:
    number = in_state(FIRST)
    version = read(number).version
    before = everything_kept()
    outcome = act(person("dl2"), "approve", number, seen={number: version - 1})
    assert (outcome.done, len(outcome.skipped)) == ([], 1)
    assert everything_kept() == before
    assert act(person("dl2"), "approve", number, seen={number: version}).done == [number]


@pytest.mark.req("R-4")
@pytest.mark.case(60)
def test_a_double_click_decides_once_and_names_who_decided(person: People) -> None:
    number, dl2 = in_state(FIRST), person("dl2")
    version = read(number).version
    assert act(dl2, "approve", number, seen={number: version}).done == [number]
    before = everything_kept()
    again = act(dl2, "approve", number, seen={number: version})
    assert again.done == []
    assert again.skipped == [(read(number).title, f"{dl2.identity.name} has already decided: {VERB_LABELS['approve']}")]
    assert everything_kept() == before


@pytest.mark.req("R-4")
def test_two_reviewers_at_once_make_one_decision(app: Flask, person: People) -> None:
    number = in_state(FIRST)
    both = [person("dl2"), colleague(person, "dl2-second", "level2", unit("dl2", person))]
    outcomes = at_once(app, both, number)
    assert sorted(len(outcome.done) for outcome in outcomes.values()) == [0, 1]
    winner, loser = sorted(outcomes, key=lambda name: outcomes[name].done == [])
    assert outcomes[loser].skipped[0][1].startswith(winner)
    assert len(steps(number, ReviewStep.verb == "approve")) == 1
    assert read(number).review_position == FINAL


def at_once(app: Flask, people: Sequence[Person], number: int) -> dict[str, Any]:
    """The outcome of each person's approval, all of them started together."""
    gate, outcomes = threading.Barrier(len(people)), {}

    def decide(who: Person) -> None:
        with app.app_context(), force_locale("en"):
            gate.wait()
            outcomes[who.identity.name] = act(who, "approve", number)

    threads = [threading.Thread(target=decide, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


# ---- many at once -------------------------------------------------------------------------------------------------


@pytest.mark.req("R-1")
@pytest.mark.case(3)
@pytest.mark.case(5)
@pytest.mark.parametrize("others", ["foreign", "never sent", "missing", "nothing"])
def test_one_foreign_id_refuses_the_whole_batch(person: People, others: str) -> None:
    own = submitted(person)
    foreign = {"foreign": submitted(person, "dl2"), "never sent": in_state(DRAFT), "missing": 10**18}
    ids = [own, foreign[others]] if others in foreign else []
    sibling, before = declare(person("dl3-sibling")), everything_kept()
    who, verb = ("dl3-sibling", "submit") if others == "foreign" else ("dl2", "approve")
    with pytest.raises(NotFound):
        act(person(who), verb, *([sibling, *ids] if others == "foreign" else ids))
    assert everything_kept() == before


@pytest.mark.case(4)
def test_the_same_id_twice_is_applied_once(person: People) -> None:
    number = in_state(FIRST)
    assert act(person("dl2"), "approve", number, number).done == [number]
    assert len(steps(number, ReviewStep.verb == "approve")) == 1


@pytest.mark.req("R-4")
def test_stale_items_of_a_batch_are_skipped_and_named(person: People) -> None:
    fresh = [submitted(person, title=f"新班{n}") for n in range(3)]
    stale = [in_state(RETURNED), in_state(APPROVED)]
    outcome = act(person("dl2"), "approve", *fresh, *stale)
    assert outcome.done == fresh
    assert [name for name, _reason in outcome.skipped] == [read(n).title for n in sorted(stale)]
    assert len({step.batch for number in fresh for step in steps(number, ReviewStep.verb == "approve")}) == 1


@pytest.mark.parametrize("verb", review.MOVES)
def test_fifty_items_take_as_many_statements_as_five(person: People, verb: str) -> None:
    numbers = []
    for size in (5, 50):
        ids = [declare(person("dl3"), title=f"第{n}期") for n in range(size)]
        stale = [in_state(REVOKED), in_state(REVOKED)]
        if verb != "submit":
            act(person("dl3"), "submit", *ids)
        if verb in ("reopen", "revoke"):
            assert act(person("dl2"), "approve", *ids).done == act(person("dl1"), "approve", *ids).done == ids
        with counted() as ran:
            assert len(act(person(ACTING[verb]), verb, *ids, *stale, opinion="因为").done) == size
        numbers.append(len(ran))
    assert numbers[0] == numbers[1] < 45


# ---- effects ------------------------------------------------------------------------------------------------------


@pytest.fixture
def effects(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The ids of every call of the kind's effect; submission is refused for classes named 未齐."""
    called: list[list[int]] = []

    def ready(session: Any, ids: Sequence[int]) -> dict[int, str]:
        titles = dict(session.execute(select(TrainingClass.id, TrainingClass.title)).all())
        return {number: "not complete" for number in ids if titles[number] == "未齐"}

    def approved(session: Any, ids: Sequence[int], actor: Any) -> None:
        called.append(list(ids))

    monkeypatch.setitem(_flows, "training_class", Flow(TrainingClass, ready, approved))
    return called


def test_the_effect_runs_once_for_what_is_finally_approved(person: People, effects: list[list[int]]) -> None:
    both = [submitted(person), submitted(person)]
    act(person("dl2"), "approve", *both)
    assert effects == []
    act(person("dl1"), "approve", *both)
    assert effects == [both]
    act(person("dl1"), "approve", *both)
    assert effects == [both]


def test_what_is_not_ready_is_skipped_with_its_reason(person: People, effects: list[list[int]]) -> None:
    dl3 = person("dl3")
    good, bad = declare(dl3), declare(dl3, title="未齐")
    outcome = act(dl3, "submit", good, bad)
    assert (outcome.done, outcome.skipped) == ([good], [("未齐", "not complete")])
    assert read(bad).review_state == DRAFT


# ---- the single writer --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reach", ["flush", "new row", "UPDATE", "query"])
def test_nothing_but_a_verb_writes_the_state(person: People, reach: str) -> None:
    number, before = in_state(DRAFT), everything_kept()
    with person("dl3").acting(), pytest.raises(RuntimeError, match=r"review\.act"):
        if reach == "flush":
            db.session.get_one(TrainingClass, number).review_state = APPROVED
        elif reach == "new row":
            db.session.add(TrainingClass(review_state=APPROVED))
        elif reach == "UPDATE":
            db.session.execute(update(TrainingClass).values(review_state=APPROVED))
        else:
            db.session.query(TrainingClass).update({TrainingClass.review_state: APPROVED})
        db.session.flush()
    assert everything_kept() == before


def test_the_database_holds_one_open_step_per_item(person: People) -> None:
    (waiting,) = steps(in_state(FIRST), ReviewStep.opened_at.is_not(None), ReviewStep.verb.is_(None))
    table: Any = ReviewStep.__table__
    copy = {c.name: getattr(waiting, c.name) for c in table.columns if c.name != "id"} | {"seq": 9}
    with scope.everything("test"), pytest.raises(IntegrityError):
        db.session.execute(insert(table), [copy])


@pytest.mark.parametrize("values", [
    {"review_state": "approved", "review_stage": "初审"},
    {"review_state": "pending", "review_position": "pending", "review_stage": "初审"},
    {"review_state": "invented", "review_position": "invented"},
    {"review_state": "approved", "review_position": "approved", "submitted_at": None},
])  # fmt: skip
def test_the_database_ties_the_state_to_what_it_implies(values: dict[str, Any]) -> None:
    table: Any = TrainingClass.__table__
    with scope.everything("test"), pytest.raises(IntegrityError):
        db.session.connection().execute(update(table).where(table.c.id == 1).values(**values))


@pytest.mark.req("R-4")
def test_a_new_item_never_inherits_the_log_of_a_deleted_one(person: People) -> None:
    dl3 = person("dl3")
    first = submitted(person)
    act(person("dl2"), "return", first, opinion="因为")
    with dl3.acting() as s:
        classes.discard(db.session(), s.actor, [db.session.get_one(TrainingClass, first)])
        db.session.commit()
    assert steps(first) == []
    second = submitted(person)  # SQLite gives it the same number
    assert act(person("dl2"), "approve", second).done == [second]
    assert act(person("dl1"), "approve", second).done == [second]
    assert read(second).review_state == APPROVED
