"""Who uses the doors of those who review claims, and of those who record them as approved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from app.claims.models import Claim, ClaimType
from app.extensions import db
from app.kit import scope
from tests.claims.declaring import act, submitted
from tests.house.outsiders import one
from tests.outcomes_of_classes import _decided, _undecided
from tests.outcomes_of_own_claims import _file
from tests.outcomes_of_units import FORM, SUN, _draft, _kind, _pending, _submitted
from tests.outcomes_using import Use, World, appointment_of, at, plain, row

FIRST, FINAL = "claimfirstreviewview", "claimfinalreviewview"


def _claim(w: World, number: int) -> Claim:
    found: Claim = one(w.app, Claim, Claim.id == number)
    return found


def _waits(w: World) -> Claim:
    return _claim(w, submitted(w.person("dl-learner")))


def _approved(w: World) -> Claim:
    number = submitted(w.person("dl-learner"))
    act(w.person("dl2"), "approve", number)
    return _claim(w, number)


def _paper(w: World) -> Claim:
    """What waits for its paper."""
    return _claim(w, submitted(w.person("dl-learner"), code="abroad"))


def _wanted(w: World, evidence: str) -> None:
    """What the platform wants as evidence of degree education from now on."""
    with w.app.app_context(), scope.everything("test"):
        db.session.scalars(db.select(ClaimType).where(ClaimType.code == "degree")).one().evidence = evidence
        db.session.commit()


def _at_the_end(w: World) -> Claim:
    """Degree education that level 2 has passed; its paper is wanted since."""
    _wanted(w, "none")
    number = submitted(w.person("dl-learner"), code="degree", requested=Decimal(20))
    act(w.person("dl2"), "approve", number)
    return _claim(w, number)


def _at_the_end_for_paper(w: World) -> Claim:
    found = _at_the_end(w)
    _wanted(w, "paper")
    return found


def _approved_at_the_end(w: World) -> Claim:
    found = _at_the_end(w)
    act(w.person("dl1"), "approve", found.id)
    return _claim(w, found.id)


def _after(prepare: Callable[[World], Any], use: Callable[[World], Use]) -> Callable[[World], Use]:
    def both(w: World) -> Use:
        prepare(w)
        return use(w)

    return both


def _recorded(path: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        own = _draft(w)
        return Use("dl3", path.format(own.id), FORM | SUN | {"type": _kind(w), "_version": str(own.version)})

    return use


DECISIONS = ("approve", "send_back", "reject")
RECIPES: Mapping[str, Callable[[World], Use]] = {
    **{f"ClaimFirstReviewView.do:{verb}": row(FIRST, verb, "dl2", _waits) for verb in DECISIONS},
    **{f"ClaimFinalReviewView.do:{verb}": row(FINAL, verb, "dl1", _at_the_end) for verb in DECISIONS},
    **{f"ClaimFirstReviewView.do:{verb}": row(FIRST, verb, "dl2", _approved) for verb in ("reopen", "revoke")},
    **{f"ClaimFinalReviewView.do:{verb}": row(FINAL, verb, "dl1", _approved_at_the_end)
       for verb in ("reopen", "revoke")},
    "ClaimFirstReviewView.do:take_paper": row(FIRST, "take_paper", "dl2", _paper),
    "ClaimFinalReviewView.do:take_paper": row(FINAL, "take_paper", "dl1", _at_the_end_for_paper),
    "ClaimFirstReviewView.decide": _after(_waits, _decided(FIRST, "dl2", "first_review")),
    "ClaimFinalReviewView.decide": _after(_at_the_end, _decided(FINAL, "dl1", "final_review")),
    "UnitClaimView.do:take_paper": row("unitclaimview", "take_paper", "dl3", _paper),
    "UnitAdministratorView.do:lock": row("unitadministratorview", "lock", "dl2", appointment_of("dl2-deputy")),
    "RecordedClaimView.add": _recorded("/recordedclaimview/add"),
    "RecordedClaimView.edit": _recorded("/recordedclaimview/edit/{}"),
    "RecordedClaimView.delete": at("/recordedclaimview/delete/{}", "dl3", _draft),
    "RecordedClaimView.do:submit": _submitted("recordedclaimview"),
    "RecordedClaimView.do:discard": row("recordedclaimview", "discard", "dl3", _draft),
    "RecordedClaimView.do:remove": row("recordedclaimview", "remove", "dl3", _draft),
    "RecordedClaimView.do:withdraw": row("recordedclaimview", "withdraw", "dl3", _pending),
    "RecordedClaimView.export": plain("/recordedclaimview/export", "dl3"),
}  # fmt: skip
UNTOLD = {
    "ClaimFirstReviewView.search": "changes nothing: it turns a number into its hash",
    "ClaimFinalReviewView.search": "changes nothing: it turns a number into its hash",
    "UnitAdministratorView.ask": "changes nothing: it turns a number into the key of a row that the asker sees",
}


def _foreign_file(view: str, who: str) -> Callable[[World], Use]:
    """The evidence of a learner's draft, taken off by somebody else."""
    use = _file(view)
    return lambda w: Use(who, use(w).path)


# Nobody on the platform of the tests chooses who decides; files are changed where the claim is edited.
CLOSED: Mapping[str, Callable[[World], Use]] = {
    "ClaimFirstReviewView.detach": _foreign_file(FIRST, "dl2"),
    "ClaimFinalReviewView.detach": _foreign_file(FINAL, "dl1"),
    "RegisteredClaimView.detach": _foreign_file("registeredclaimview", "dl3"),
    "RecordedClaimView.detach": _foreign_file("recordedclaimview", "dl3"),
    "UnitClaimView.detach": _foreign_file("unitclaimview", "dl3"),
    "RegisteredClaimView.decide": _undecided("registeredclaimview", "dl3"),
    "RecordedClaimView.decide": _undecided("recordedclaimview", "dl3"),
    "UnitClaimView.decide": _undecided("unitclaimview", "dl3"),
    "RegisteredClaimView.do:submit_to": row("registeredclaimview", "submit_to", "dl3", _draft),
    "RecordedClaimView.do:submit_to": row("recordedclaimview", "submit_to", "dl3", _draft),
    "RegisteredClaimView.look_up": plain("/registeredclaimview/look-up/submit_to", "dl3", q="示范"),
    "RecordedClaimView.look_up": plain("/recordedclaimview/look-up/submit_to", "dl3", q="示范"),
}
