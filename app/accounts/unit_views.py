"""「单位管理员管理」: the administrators of the own unit and of its departments (GX-17)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length, Optional

from app.accounts import unit_administrators as administrators
from app.accounts import words
from app.accounts.models import Appointment
from app.accounts.views import STANDINGS, AppointmentView
from app.kit import personal, scope
from app.kit.views import Rows, once
from app.kit.views.fields import Line, Personal, Tick


class UnitAdministratorView(AppointmentView):
    """Fields, columns and filters are the manual's."""

    datamodel = Rows(Appointment, "user", "organization", "profile")
    title, noun = _l("Administrators of the unit"), _l("administrator")
    side = administrators.of_own_unit
    whose = ("administrator", "platform")
    list_columns = ["user.document", "user.display_name", "user.phone", "staffed", "department", "standing", "duties"]
    labels = AppointmentView.labels | {
        "user.document": _l("Resident ID number"),
        "document": _l("Resident ID number"),
        "staffed": _l("On the staff"),
        "organization": _l("Department managed"),
        "department": _l("Department managed"),
        "standing": _l("Sign in to the system"),
        "may_sign_in": _l("Sign in to the system"),
        "duties": _l("Duties"),
    }
    choices = {"standing": STANDINGS}
    filters: Sequence[str] = ("document", "name")
    hashed_filters = {"document": personal.normalise}
    searches = {"document": administrators.with_number, "name": administrators.named}
    pickers = {"organization": administrators.departments_of_own}
    required: Sequence[str] = ()
    formats = {"department": words.managed}
    hints = {"organization": _l("Empty: a general administrator, who manages the whole unit.")}
    form_fields = {
        "name": Line(_l("Full name"), [InputRequired(), Length(max=60)]),
        "document": Personal(_l("Resident ID number"), [InputRequired()]),
        "phone": Personal(_l("Phone"), [Optional()], holds="phone"),
        "staffed": Tick(_l("On the staff")),
        "may_sign_in": Tick(_l("Sign in to the system"), default=True),
        "duties": Line(_l("Duties"), [Optional(), Length(max=200)]),
    }
    fieldsets = [
        (_l("Person"), ["document", "name", "phone", "staffed"]),
        (_l("Appointment"), ["organization", "may_sign_in", "duties"]),
    ]
    edit_fieldsets = [
        (_l("Person"), ["phone", "staffed"]),
        (_l("Appointment"), ["organization", "may_sign_in", "duties"]),
    ]
    show_fieldsets = [
        (_l("Person"), ["user.document", "user.display_name", "user.username", "user.phone", "staffed"]),
        (_l("Appointment"), ["department", "profile", "standing", "duties", "starts_on"]),
    ]
    creates, changes = administrators.appoint, administrators.revise
    empty = _l("Nobody has been appointed yet.")

    def _create(self, values: dict[str, Any]) -> Appointment:
        item, g.issued = administrators.appoint(self.session, scope.actor(), values)
        once.keep(self.session, item.id)
        return item


VIEWS = (UnitAdministratorView,)
