"""Screens of 「网上报名」: level 1 opens classes and grants, learners enroll themselves and see theirs (DL-1)."""

from __future__ import annotations

from typing import Any

from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.classes import online, operations
from app.classes.models import ONLINE, Enrollment, TrainingClass
from app.classes.people_views import EnrollmentView, ParticipantView, PeoplePages, ResultView
from app.classes.views import ClassView, own_in
from app.kit import review, scope
from app.kit.review import Outcome
from app.kit.scope import Scope
from app.kit.views import Rows, VerbForm, allowed, verb

OFFERS = [
    ("open", _l("Places available")),
    ("queue", _l("Full: waiting list")),
    ("full", _l("Full")),
    ("soon", _l("Not open yet")),
    ("closed", _l("Closed")),
    ("enrolled", _l("You are enrolled")),
    ("bound", _l("You are enrolled")),
    ("waiting", _l("On the waiting list")),
]
OFFER_TONES = {"open": "success", "queue": "warning", "soon": "primary", "enrolled": "success", "bound": "success",
               "waiting": "warning"}  # fmt: skip


class Seated(ClassView):
    """Classes with the places that are taken, free and waited for, in three statements for a whole page."""

    figures = lambda session, items: online.take_seats(session, items, scope.actor())  # noqa: E731  # a declaration

    def value(self, column: str, item: Any) -> Any:
        """Places and offer are those that the signed-in person has."""
        if column == "places":
            return places(item.seats)
        return item.seats.state if column == "offer" else super().value(column, item)


class OnlineClassView(Seated, PeoplePages):
    """「网上报名管理」: level 1 opens a class, sees who has enrolled and grants (DL-1)."""

    title = _l("Online enrollment: classes")
    subtitle = _l("Once opened, learners of the platform enroll themselves.")
    subject = "training_class"
    grants = {"read": "offer", "write": "offer"}
    side = own_in(ONLINE)
    noun = _l("class")
    exports = True
    list_columns = ["title", "enroll_until", "starts_on", "places", "hours", "phase", "review_position"]
    exported = ["title", "enroll_from", *(c for c in list_columns[1:] if c != "places")]
    fieldsets = [
        (_l("Basics"), ["title", "year", "category"]),
        (_l("Online enrollment"), ["enroll_from", "enroll_until", "planned_people", "waiting_list"]),
        (_l("Time and place"), ["starts_on", "ends_on", "place"]),
        (_l("Size"), ["hours", "attendance_required", "content"]),
    ]
    show_fieldsets = [
        (_l("Basics"), ["title", "organization", "year", "category", "phase"]),
        (_l("Online enrollment"), ["enroll_from", "enroll_until", "planned_people", "places", "waiting_list"]),
        (_l("Time and place"), ["starts_on", "ends_on", "place"]),
        (_l("Size"), ["hours", "attendance_required", "content"]),
    ]
    labels = ClassView.labels | {
        "planned_people": _l("Places"),
        "places": _l("Places free"),
        "content": _l("What it is about"),
    }
    required = ("enroll_from", "enroll_until")
    hints = {
        "enroll_until": _l("The last day on which learners can enroll or cancel."),
        "waiting_list": _l("When all places are taken, learners queue; a place that becomes free goes to the first."),
    }
    creates, changes, removes = operations.offer, operations.revise, operations.discard
    editable = review.EDITABLE
    row_pages = ((_l("People"), "participants"), (_l("Grant"), "results"))
    pages = (
        ("participants", _l("Enrolled people"), "enrolled"),
        ("waiting", _l("Waiting list"), "waiting"),
        ("results", _l("Results"), "credited"),
    )
    empty = _l("No class yet. Create one with New, then open it for enrollment.")

    @verb(_l("Open for enrollment"), permission="offer", states=review.EDITABLE, icon="send", tone="primary",
          confirm=_l("%(n)s classes become visible to the learners of the platform."))  # fmt: skip
    def open(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.submit(self.session, ids, scope.actor(), seen=form.seen)

    def page_links(self, item: TrainingClass) -> list[tuple[Any, str]]:
        return super().page_links(item) if item.review_state == review.APPROVED else []

    @expose("/<pk>/participants")
    @allowed("write")
    def participants(self, pk: str) -> Any:
        item = self.find(pk, "read")
        inside = and_(Enrollment.class_id == item.id, ~Enrollment.waiting)
        return self._page("participants", item, (ParticipantView, inside))

    @expose("/<pk>/waiting")
    @allowed("write")
    def waiting(self, pk: str) -> Any:
        item = self.find(pk, "read")
        return self._page("waiting", item, (QueueView, and_(Enrollment.class_id == item.id, Enrollment.waiting)))

    @expose("/<pk>/results")
    @allowed("write")
    def results(self, pk: str) -> Any:
        item = self.find(pk, "read")
        return self._page("results", item, (ResultView, and_(Enrollment.class_id == item.id, ~Enrollment.waiting)))


class QueueView(EnrollmentView):
    """Who waits for a place, the first one first."""

    title = _l("Waiting list")
    empty = _l("Nobody is waiting.")
    list_columns = ["learner_name", "document_mask", "unit_name", "learner_title", "enrolled_at", "standing"]
    base_order = ("id", "asc")
    filters = ("learner_name", "unit_name")

    @verb(_l("Remove"), states=("waiting",), icon="x", tone="danger",
          confirm=_l("%(n)s people are taken off the list."))  # fmt: skip
    def remove(self, ids: list[int], form: VerbForm) -> Outcome:
        return operations.remove(self.session, ids, scope.actor())


# ---- learners -----------------------------------------------------------------------------------------------------


def offered(model: Any, s: Scope) -> ColumnElement[bool]:
    """Classes that are open for enrollment, also those whose deadline has passed."""
    return and_(model.mode == ONLINE, model.review_state == review.APPROVED)


class CatalogueView(Seated):
    """「网上报名」 of a learner: find a class, enroll, give the place back until the deadline (DL-1)."""

    title, noun = _l("Online enrollment"), _l("class")
    subject = "catalogue"
    side = offered
    base_order = ("enroll_until", "desc")
    list_columns = ["title", "starts_on", "place", "hours", "enroll_until", "places", "offer"]
    filters = ("title", "category", "starts_on")
    state_column, state_tabs = "offer", False
    exports = False
    labels = OnlineClassView.labels | {"offer": _l("State")}
    choices = ClassView.choices | {"offer": OFFERS}
    tones = ClassView.tones | {"offer": OFFER_TONES}
    show_fieldsets = [
        (_l("Online enrollment"), ["offer", "places", "enroll_from", "enroll_until"]),
        (_l("Time and place"), ["starts_on", "ends_on", "place"]),
        (_l("Size"), ["hours", "category", "content"]),
    ]
    timeline: Any = None
    empty = _l("No class is open for enrollment at present.")

    @verb(_l("Enroll"), permission="enroll", states=("open", "queue"), icon="user-plus", tone="primary", batch=False,
          confirm=_l("You take a place in this class, or the next one on its waiting list."))  # fmt: skip
    def enroll(self, ids: list[int], form: VerbForm) -> Outcome:
        return online.enroll_self(self.session, ids, scope.actor())

    @verb(_l("Cancel my enrollment"), permission="enroll", states=("enrolled", "waiting"), icon="x", tone="danger",
          batch=False, confirm=_l("Your place goes to the next one on the waiting list."))  # fmt: skip
    def cancel(self, ids: list[int], form: VerbForm) -> Outcome:
        return online.cancel_self(self.session, ids, scope.actor())

    def state_of(self, item: Any) -> str:
        return str(item.seats.state)


def places(seats: online.Seats) -> str:
    """ "12 of 30", or the own place in the queue."""
    if seats.position:
        return _("Number %(n)s of %(all)s waiting", n=seats.position, all=seats.waiting)
    free = _("%(free)s of %(all)s", free=seats.free, all=seats.item.planned_people)
    return _("%(free)s, %(n)s waiting", free=free, n=seats.waiting) if seats.waiting else free


def own_enrollments(model: Any, s: Scope) -> ColumnElement[bool]:
    return model.learner_id == s.actor.learner_id


class MyClassView(EnrollmentView):
    """「我的培训班」: every class that the learner is in, from enrollment to credit."""

    datamodel = Rows(Enrollment, "training_class")
    subject = "archive"
    in_menu = True
    title, noun = _l("My classes"), _l("class")
    side = own_enrollments
    main_column, belongs_to = "training_class", ""
    list_columns = ["training_class", "training_class.starts_on", "training_class.place", "training_class.hours",
                    "attended_at", "granted", "standing"]  # fmt: skip
    order_columns = ("enrolled_at",)
    labels = EnrollmentView.labels | {
        "training_class": _l("Class"),
        "training_class.starts_on": _l("First day"),
        "training_class.ends_on": _l("Last day"),
        "training_class.place": _l("Place"),
        "training_class.hours": ClassView.labels["hours"],
        "training_class.phase": _l("Stage"),
    }
    filters = ()
    choices = EnrollmentView.choices | {"training_class.phase": ClassView.choices["phase"]}
    show_fieldsets = [
        (_l("Class"), ["training_class", "training_class.starts_on", "training_class.ends_on", "training_class.place",
                       "training_class.hours", "training_class.phase"]),
        (_l("Participant"), ["enrolled_at", "attended_at", "result", "granted", "granted_at", "standing"]),
    ]  # fmt: skip
    empty = _l("You are in no class yet.")


VIEWS = (OnlineClassView, QueueView, CatalogueView, MyClassView)
