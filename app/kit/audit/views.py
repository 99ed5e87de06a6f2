"""「审计日志」: who did what, when, from where, before and after; for auditors, and changeable by nobody (AUDIT-1)."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from app.kit.audit import words
from app.kit.audit.recording import AuditEvent
from app.kit.audit.words import DONE, FAILED, REFUSED
from app.kit.views import Rows, ScopedView
from app.kit.views.filters import ByChoice

_AFTER_ALL = "\U0010ffff"


def starts(column: Any, typed: str) -> ColumnElement[bool]:
    """A range of the index: the columns are compared byte by byte on both databases."""
    return and_(column >= typed, column < typed + _AFTER_ALL)


class BySubject(ByChoice):
    """Events about one kind of object."""

    def _matches(self, args: Any) -> ColumnElement[bool]:
        return starts(AuditEvent.event, f"{self.typed(args)}:")

    def _options(self) -> list[tuple[str, Any]]:
        return list(words.subjects())


class ByVerb(ByChoice):
    """Events with one verb, on whatever object."""

    def _matches(self, args: Any) -> ColumnElement[bool]:
        codes = self.typed(args).split()
        return AuditEvent.event.in_([f"{subject}:{code}" for subject, _word in words.subjects() for code in codes])

    def _options(self) -> list[tuple[str, Any]]:
        return list(words.verbs())


class AuditView(ScopedView):
    """The auditor's search; the scope shows the events of the platform to auditors and to nobody else (case 15)."""

    datamodel = Rows(AuditEvent)
    subject = "audit_event"
    title, noun = _l("Audit log"), _l("event")
    subtitle = _l("What was done, refused or failed. Nobody can change it; seals prove that.")
    show_template = "audit/show.html"
    list_columns = ["at", "user_name", "said", "subject_id", "outcome", "address"]
    main_column = "said"
    order_columns = ["at"]
    base_order = ("at", "desc")  # a day is a range of its index; by number all that came after it was read first
    page_size = 50
    labels = {
        "at": _l("When"),
        "user_name": _l("Who"),
        "held": _l("Under which identity"),
        "subject": _l("On what"),
        "verb": _l("What"),
        "said": _l("What"),
        "subject_id": _l("Its number"),
        "outcome": _l("Outcome"),
        "address": _l("From address"),
        "batch": _l("Batch"),
        "told": _l("Details"),
    }
    hints = {"user_name": _l("The beginning of the name")}
    choices = {"outcome": words.OUTCOMES, "subject": (), "verb": ()}
    tones = {"outcome": {DONE: "success", REFUSED: "warning", FAILED: "danger"}}
    filters = ("user_name", "verb", "subject", "subject_id", "at", "outcome", "address")
    searches = {
        "user_name": lambda model, typed: starts(model.user_name, typed),
        "address": lambda model, typed: starts(model.address, typed),
        "subject_id": lambda model, typed: model.subject_id == typed,
    }
    show_fieldsets = [
        (_l("Who"), ["user_name", "held", "address"]),
        (_l("What"), ["at", "said", "subject_id", "outcome", "batch"]),
    ]
    exported = ("at", "user_name", "held", "said", "subject_id", "outcome", "address", "told")
    empty = _l("Nothing has been recorded yet.")

    def __init__(self) -> None:
        super().__init__()
        own = {"subject": BySubject, "verb": ByVerb}
        self.filter_fields = [own[f.column](self, f.column) if f.column in own else f for f in self.filter_fields]

    @property
    def show_title(self) -> str:
        return _("Event")


VIEWS = (AuditView,)
