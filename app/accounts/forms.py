"""Forms of accounts: a new person, the own password, and the matrix of a role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Field, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from app.accounts import words
from app.kit.views.fields import Choice, Form, Line, Related

Pairs = frozenset[tuple[str, str]]


class PasswordForm(Form):
    """The present password and the new one, twice."""

    old = PasswordField(_l("Present password"), [InputRequired(), Length(max=200)])
    new = PasswordField(_l("New password"), [InputRequired(), Length(max=200)])
    again = PasswordField(_l("New password, again"), [InputRequired(), EqualTo("new", _l("The two are not the same."))])


class PlaceForm(Form):
    """The question whether an organization is in reach."""

    organization: Related

    @classmethod
    def of(cls, view: Any, chosen: Any) -> PlaceForm:
        field = Related(_l("Organization"), picker=view.picker("organization"),
                        address=lambda: view.options_address("organization"))  # fmt: skip
        form: PlaceForm = type("PlaceForm", (cls,), {"organization": field})(formdata=None)
        form.organization.data = chosen
        return form


class RecordForm(Form):
    """The question whether a record is in reach; an ID number stays in the body of the POST (R-7)."""

    kind = Choice(_l("Kind of record"), [InputRequired()])
    number = Line(_l("Number, ID number, or address of its page"), [InputRequired(), Length(max=300)])

    @classmethod
    def of(cls, options: Sequence[tuple[str, str]], formdata: Any = None, kind: str = "") -> RecordForm:
        form = cls(formdata=formdata, data={"kind": kind})
        form.kind.choices = list(options)
        return form


class MatrixForm(Form):
    """The permissions of one role."""

    @classmethod
    def of(cls, offers: Pairs) -> type[MatrixForm]:
        return type("MatrixForm", (cls,), {"permissions": Matrix(_l("Permissions"), offers=lambda: offers)})


class MatrixInput:
    """Subjects by verbs with a box in each cell; what the actor lacks is shown but can't be ticked."""

    def __call__(self, field: Matrix, **kwargs: Any) -> Markup:
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(words.verb(v)) for v in field.verbs)
        rows = Markup("").join(self._row(field, subject) for subject in field.subjects)
        table = Markup('<div class="grid-wrap"><table class="table grid" id="{}"><thead><tr><th scope="col">{}'
                       "</th>{}</tr></thead><tbody>{}</tbody></table></div>")  # fmt: skip
        return table.format(field.id, _("Subject"), head, rows)

    def _row(self, field: Matrix, subject: str) -> Markup:
        cells = Markup("").join(self._cell(field, verb, subject) for verb in field.verbs)
        return Markup('<tr><th scope="row">{}</th>{}</tr>').format(words.subject(subject), cells)

    @staticmethod
    def _cell(field: Matrix, verb: str, subject: str) -> Markup:
        pair = (verb, subject)
        if pair not in field.offered | (field.data or frozenset()):
            return Markup("<td></td>")
        state = Markup(" checked") if pair in (field.data or ()) else ""
        locked = Markup("") if pair in field.offered else Markup(" disabled")
        label = f"{words.subject(subject)}: {words.verb(verb)}"
        return Markup(
            '<td><input type="checkbox" class="form-check-input" name="{}" value="{}|{}" aria-label="{}"{}{}></td>'
        ).format(field.name, verb, subject, label, state, locked)


class Matrix(Field):
    """Permissions as (verb, subject) pairs, of those that `offers()` gives."""

    widget = MatrixInput()
    data: Pairs

    def __init__(self, *args: Any, offers: Callable[[], Pairs], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers

    @property
    def offered(self) -> Pairs:
        return self.offers()

    @property
    def _shown(self) -> Pairs:
        return self.offered | (self.data or frozenset())

    @property
    def verbs(self) -> list[str]:
        return words.ordered({verb for verb, _subject in self._shown}, words.VERBS)

    @property
    def subjects(self) -> list[str]:
        return words.ordered({subject for _verb, subject in self._shown}, words.SUBJECTS)

    def process_data(self, value: Any) -> None:
        self.data = value or frozenset()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Only what is offered can be ticked: anything else that is posted is refused."""
        pairs = frozenset((verb, subject) for verb, _bar, subject in (one.partition("|") for one in valuelist))
        if not pairs <= self.offered:
            self.data = pairs & self.offered
            raise ValueError(_("You can hand out only what you hold yourself."))
        self.data = pairs
