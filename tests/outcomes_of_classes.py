"""Recipes for the doors of classes: online and direct ones, decisions of many, what is undone, attached files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from app.classes.models import DeclaredResult, Enrollment, TrainingClass
from app.extensions import db
from app.hours.models import HourCategory
from app.kit import clock
from app.kit.files import Attachment
from app.kit.review import batches
from app.organizations.models import ReviewRoute
from tests.house.outsiders import CLASS, DIRECT, enrolled, one, rowid
from tests.outcomes_using import Use, World, at, draft, plain, row, stands_at
from tests.presets import test_routes
from tests.test_access import CLASS_FORM

TRIP = "赴深圳公共文化机构短期进修"
OPEN, TAKEN, FULL = "公务员公文处理能力提升班", "心理健康与压力管理讲座", "应急处突实务培训"
SUN = {"name": "孙丽", "document": "210204199207156624"}


def _titled(title: str) -> Callable[[World], TrainingClass]:
    def find(w: World) -> TrainingClass:
        found: TrainingClass = one(w.app, TrainingClass, TrainingClass.title == title)
        return found

    return find


def _online(w: World) -> TrainingClass:
    """The class that is not open for enrollment yet."""
    found: TrainingClass = one(
        w.app, TrainingClass, TrainingClass.mode == "online", TrainingClass.review_state == "draft"
    )
    return found


def _in(title: str, name: str) -> Callable[[World], Enrollment]:
    return lambda w: enrolled(w.app, title, name)


def _category(w: World) -> str:
    return str(one(w.app, HourCategory).id)


def _online_form(w: World) -> dict[str, str]:
    """A class a month ahead, for which learners can enroll today."""
    today = clock.today()
    days = {"enroll_from": today, "enroll_until": today + timedelta(days=9), "starts_on": today + timedelta(days=30)}
    days["ends_on"] = days["starts_on"]
    form = {"title": "窗口班", "category": _category(w), "place": "礼堂", "hours": "8", "planned_people": "3"}
    return form | {name: str(day) for name, day in days.items()} | {"year": str(days["starts_on"].year)}


def _detached(view: str, who: str, find: Callable[[World], TrainingClass]) -> Callable[[World], Use]:
    """Take an attachment off the class that `find` finds."""

    def use(w: World) -> Use:
        item = find(w)
        file = one(w.app, Attachment, Attachment.kind == "training_class", Attachment.item_id == item.id)
        return Use(who, f"/{view}/{item.id}/files/{file.id}/remove")

    return use


# ---- review ---------------------------------------------------------------------------------------------------------


def _decided(view: str, who: str, state: str) -> Callable[[World], Use]:
    """All that waits at a step, as the page of confirmation seals it."""

    def use(w: World) -> Use:
        page = w.person(who).get(f"/{view}/matching/approve?review_position={state}").text
        found = re.search(r'name="selection" value="([^"]+)"', page)
        assert found, page
        return Use(who, f"/{view}/decide/approve", {"selection": found[1], "opinion": "同意"})

    return use


def _route(w: World, *steps: dict[str, str], **more: str) -> None:
    """Give units of level 3 another route, and submit the draft by it."""
    route = one(w.app, ReviewRoute, ReviewRoute.owner_level == 3)
    typed = test_routes.form(*steps, owner_level="3", _version=str(route.version), **more)
    w.person("dl1").post(f"/routeview/edit/{route.id}", typed)
    w.person("dl3").post("/declarationview/do/submit", {"rowid": rowid(draft(w))})


def _revocable(w: World) -> TrainingClass:
    """A class that its own unit may take out of review for good."""
    _route(w, test_routes.FIRST, revocable_by="unit")
    return draft(w)


def _approved_first(w: World) -> TrainingClass:
    """A class for which the first review was the last one."""
    _route(w, test_routes.FIRST)
    w.person("dl2").post("/firstreviewview/do/approve", {"rowid": rowid(draft(w))})
    return draft(w)


def _rejected_first(w: World) -> TrainingClass:
    item = stands_at("first_review")(w)
    w.person("dl2").post("/firstreviewview/do/reject", {"rowid": rowid(item), "opinion": "意见"})
    return _titled(item.title)(w)


def _ticked(w: World) -> Use:
    """What waits at the first review, decided in the queue of all kinds."""
    key = f"training_class.{rowid(stands_at('first_review')(w))}"
    return Use("dl2", "/inbox/do/approve", {"rowid": key, "opinion": "同意"})


def _batch(w: World) -> Use:
    """Decisions that wait for the worker."""
    with w.app.app_context(), w.person("dl2").acting():
        none = batches.Confirmed("approve", TrainingClass, [], clock.now())
        number = batches.enqueue(db.session(), none, "批量审核").id
        db.session.commit()
    return Use("dl2", f"/batches/{number}/cancel")


REVIEWS: Mapping[str, Callable[[World], Use]] = {
    "BatchView.cancel": _batch,
    "DeclaredResultView.do:remove": row("declaredresultview", "remove", "dl3", lambda w: one(w.app, DeclaredResult)),
    "DeclarationView.detach": _detached("declarationview", "dl3", draft),
    "DeclarationView.do:revoke": row("declarationview", "revoke", "dl3", _revocable),
    "FinalReviewView.decide": _decided("finalreviewview", "dl1", "final_review"),
    "FinalReviewView.do:reopen": row("finalreviewview", "reopen", "dl1", _titled(CLASS)),
    "FinalReviewView.do:revoke": row("finalreviewview", "revoke", "dl1", _titled(CLASS)),
    "FirstReviewView.decide": _decided("firstreviewview", "dl2", "first_review"),
    "FirstReviewView.do:reopen": row("firstreviewview", "reopen", "dl2", _rejected_first),
    "FirstReviewView.do:revoke": row("firstreviewview", "revoke", "dl2", _approved_first),
    "InboxView.do": _ticked,
}
RECIPES: Mapping[str, Callable[[World], Use]] = {
    **REVIEWS,
    "CatalogueView.do:cancel": row("catalogueview", "cancel", "dl-learner", _titled(TAKEN)),
    "CatalogueView.do:enroll": row("catalogueview", "enroll", "dl-learner", _titled(OPEN)),
    "DirectClassView.add": lambda w: Use("dl2", "/directclassview/add", CLASS_FORM | {"category": _category(w)}),
    "DirectClassView.by_number": at("/directclassview/{}/by-number", "dl2", _titled(TRIP), **SUN),
    "DirectClassView.detach": _detached("directclassview", "dl2", _titled(DIRECT)),
    "DirectClassView.export": plain("/directclassview/export", "dl2"),
    "DirectPersonView.do:cancel": row("directpersonview", "cancel", "dl2", _in(DIRECT, "周建国")),
    "DirectPersonView.do:grant": row("directpersonview", "grant", "dl2", _in(DIRECT, "赵志强")),
    "DirectPersonView.do:remove": row("directpersonview", "remove", "dl2", _in(DIRECT, "赵志强")),
    "OnlineClassView.add": lambda w: Use("dl1", "/onlineclassview/add", _online_form(w)),
    "OnlineClassView.by_number": at("/onlineclassview/{}/by-number", "dl1", _titled(OPEN), **SUN),
    "OnlineClassView.delete": at("/onlineclassview/delete/{}", "dl1", _online),
    "OnlineClassView.detach": _detached("onlineclassview", "dl1", _online),
    "OnlineClassView.do:open": row("onlineclassview", "open", "dl1", _online),
    "OnlineClassView.edit": lambda w: at("/onlineclassview/edit/{}", "dl1", _online, **_online_form(w))(w),
    "OnlineClassView.export": plain("/onlineclassview/export", "dl1"),
    "QueueView.do:remove": row("queueview", "remove", "dl1", _in(FULL, "陈晓梅")),
}


# ---- doors that every screen of classes has, where nobody comes through ---------------------------------------------


def _undecided(view: str, who: str) -> Callable[[World], Use]:
    return plain(f"/{view}/decide/approve", who, selection="x", opinion="")


# The files of a class are changed where the class is edited; many are decided at once where they wait for a decision.
CLOSED: Mapping[str, Callable[[World], Use]] = {
    "CatalogueView.decide": _undecided("catalogueview", "dl-learner"),
    "CatalogueView.detach": _detached("catalogueview", "dl-learner", _titled(OPEN)),
    "ClassPeopleView.decide": _undecided("classpeopleview", "dl3"),
    "ClassPeopleView.detach": _detached("classpeopleview", "dl3", _titled(CLASS)),
    "DeclarationView.decide": _undecided("declarationview", "dl3"),
    "DirectClassView.decide": _undecided("directclassview", "dl2"),
    "FinalReviewView.detach": _detached("finalreviewview", "dl1", _titled(CLASS)),
    "FirstReviewView.detach": _detached("firstreviewview", "dl2", stands_at("first_review")),
    "OnlineClassView.decide": _undecided("onlineclassview", "dl1"),
}
