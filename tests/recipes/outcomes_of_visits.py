"""Recipes for the doors of visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.visits.models import StudyVisit

from tests.house.outsiders import one, rowid
from tests.outcomes_using import Use, World, at, plain, row

FORM = {"title": "参观丙馆", "visited_on": "2026-05-02", "guests": "2"}


def planned(w: World) -> StudyVisit:
    w.person("dl3").post("/visitview/add", FORM)
    found: StudyVisit = one(w.app, StudyVisit)
    return found


def sent(w: World) -> StudyVisit:
    w.person("dl3").post("/visitview/do/submit", {"rowid": rowid(planned(w))})
    found: StudyVisit = one(w.app, StudyVisit)
    return found


def _decided(w: World) -> Use:
    sent(w)
    page = w.person("dl2").get("/visitreviewview/matching/approve?review_position=visit_review").text
    selection = page.split('name="selection" value="')[1].split('"')[0]
    return Use("dl2", "/visitreviewview/decide/approve", {"selection": selection, "opinion": ""})


RECIPES: Mapping[str, Callable[[World], Use]] = {
    "VisitView.add": plain("/visitview/add", "dl3", **FORM),
    "VisitView.edit": at("/visitview/edit/{}", "dl3", planned, **FORM | {"guests": "5"}),
    "VisitView.delete": at("/visitview/delete/{}", "dl3", planned),
    "VisitView.export": plain("/visitview/export", "dl3"),
    "VisitView.do:submit": row("visitview", "submit", "dl3", planned),
    "VisitReviewView.do:approve": row("visitreviewview", "approve", "dl2", sent),
    "VisitReviewView.do:send_back": row("visitreviewview", "send_back", "dl2", sent),
    "VisitReviewView.decide": _decided,
}
