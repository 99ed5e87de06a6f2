"""Recipes for the doors about people: their pages, leave, requests to move, departments, the own record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.learners.models import Absence, Learner, Transfer
from app.openings.models import OpeningBalance
from app.organizations.models import Organization
from tests.house.outsiders import UNIT, one, rowid
from tests.outcomes_using import Use, World, at, learner_named, plain, row, unit_named
from tests.test_people import NUMBERS

OFFICE, SIBLING, ROOM = "办公室", "示范市少年宫", "展览部"
LEAVE = {"starts_on": "2026-02-01", "ends_on": "2026-12-20"}
TWIN = {
    "name": "赵志强",
    "document": "G99999999",
    "document_type": "passport",
    "title": "",
    "hired_on": "",
    "phone": "",
}


def _absence(name: str) -> Callable[[World], Absence]:
    def find(w: World) -> Absence:
        found: Absence = one(w.app, Absence, Absence.learner_id == learner_named(name)(w).id)
        return found

    return find


def _request(name: str) -> Callable[[World], Transfer]:
    def find(w: World) -> Transfer:
        found: Transfer = one(w.app, Transfer, Transfer.learner_name == name, Transfer.state == "open")
        return found

    return find


def _assigned(w: World) -> Use:
    ticked = {"rowid": rowid(learner_named("孙丽")(w)), "organization": str(unit_named(OFFICE)(w).id)}
    return Use("dl3", "/learnerview/do/assign", ticked)


def _moved(w: World) -> Use:
    place = str(unit_named(SIBLING)(w).id)
    return at("/learnerview/{}/transfer", "dl2", learner_named("孙丽"), organization=place, day="", note="调动")(w)


def _merged(w: World) -> Use:
    """A second record of 赵志强, under a passport."""
    kept = learner_named("赵志强")(w)
    w.person("dl3").post("/learnerview/add", TWIN | {"organization": str(kept.organization_id)})
    gone = one(w.app, Learner, Learner.name == kept.name, Learner.document_type == "passport")
    typed = {
        "other": str(gone.id),
        "reason": "同一人",
        "_versions": f"{kept.id}.{kept.version} {gone.id}.{gone.version}",
    }
    return Use("dl3", f"/learnerview/{kept.id}/merge", typed)


def _room(w: World) -> Organization:
    """A department that nobody is in yet."""
    w.person("dl3").post("/departmentview/add", {"parent": str(unit_named(UNIT)(w).id), "name": ROOM})
    return unit_named(ROOM)(w)


def _new_room(w: World) -> Use:
    typed = {"parent": str(unit_named(UNIT)(w).id), "name": ROOM, "note": "二楼"}
    return Use("dl3", "/departmentview/add", typed)


def _taken_back(w: World) -> Use:
    w.person("dl-learner").post("/me/move", {"unit": SIBLING, "reason": ""})
    return Use("dl-learner", "/me/withdraw", {"request": str(_request("陈晓梅")(w).id)})


def _person(page: str, who: str, /, **data: Any) -> Callable[[World], Use]:
    return at(f"/learnerview/{{}}/{page}", "dl3", learner_named(who), **data)


def _verb(verb: str, name: str) -> Callable[[World], Use]:
    return row("learnerview", verb, "dl3", learner_named(name))


def _balance(w: World) -> OpeningBalance:
    found: OpeningBalance = one(w.app, OpeningBalance, OpeningBalance.taken_back_at.is_(None))
    return found


RECIPES: Mapping[str, Callable[[World], Use]] = {
    "AbsenceView.do:end": row("absenceview", "end", "dl3", _absence("赵志强")),
    "AbsenceView.do:remove": row("absenceview", "remove", "dl3", _absence("孙丽")),
    "AbsenceView.edit": at("/absenceview/edit/{}", "dl3", _absence("孙丽"), **LEAVE, kind="leave", reason="产假"),
    "AbsenceView.export": plain("/absenceview/export", "dl3"),
    "DepartmentView.add": _new_room,
    "DepartmentView.edit": at("/departmentview/edit/{}", "dl3", unit_named(OFFICE), name="综合办公室", note="一楼"),
    "DepartmentView.delete": at("/departmentview/delete/{}", "dl3", _room),
    "DepartmentView.export": plain("/departmentview/export", "dl3"),
    "IncomingView.do:accept": row("incomingview", "accept", "dl3", _request("罗晓东")),
    "IncomingView.do:decline": row("incomingview", "decline", "dl3", _request("罗晓东")),
    "LearnerView.absence": _person("absence", "陈晓梅", **LEAVE, absence_kind="leave", note="进修"),
    "LearnerView.correct": _person("correct", "陈晓梅", name="陈小梅", document=NUMBERS[0], reason="录入错误"),
    "LearnerView.do:assign": _assigned,
    "LearnerView.do:exempt": _verb("exempt", "孙丽"),
    "LearnerView.do:require": _verb("require", "张伟"),
    "LearnerView.do:restore": _verb("restore", "徐国强"),
    "LearnerView.merge": _merged,
    "LearnerView.offer": _person("offer", "孙丽", unit=SIBLING, note="调动"),
    "LearnerView.transfer": _moved,
    "OutgoingView.do:withdraw": row("outgoingview", "withdraw", "dl3-sibling", _request("罗晓东")),
    "OpeningBalanceView.do:take_back": row("openingbalanceview", "take_back", "dl1", _balance),
    "OpeningBalanceView.export": plain("/openingbalanceview/export", "dl1"),
    "OwnView.department": lambda w: Use("dl-learner", "/me/department", {"department": str(_room(w).id)}),
    "OwnView.move": plain("/me/move", "dl-learner", unit=SIBLING, reason="调动"),
    "OwnView.withdraw": _taken_back,
    "StandingView.export": plain("/standingview/export", "dl3"),
}
