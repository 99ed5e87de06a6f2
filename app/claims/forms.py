"""The fields of a claim's form: types under their headings, halves of a day, open years."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField
from wtforms.validators import InputRequired, Length, Optional

from app.claims import standards
from app.claims.models import HALVES, ClaimType
from app.extensions import db
from app.kit import scope
from app.kit.views.fields import ChoiceInput, Day, Hours, Line, Paragraph, Personal, Tick
from app.organizations.words import worded


class TypeField(SelectField):
    """One of the types that are offered now, under their headings; `data` is the type itself (GX-2)."""

    widget = ChoiceInput()
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.types = {str(one.id): one for one in standards.offered(db.session())}
        super().__init__(*args, choices=self._grouped(), coerce=self._type, **kwargs)

    def _type(self, value: Any) -> ClaimType | None:
        """What a key means, so that the chosen one is still chosen on the page that tells of a mistake."""
        number = str(value.id) if isinstance(value, ClaimType) else str(value or "")
        if number and number not in self.types:
            raise ValueError(number)
        return self.types[number] if number else None

    def _grouped(self) -> list[SelectChoice]:
        heading = lambda one: one.parent.word if one.parent else _("Types")  # noqa: E731  # a key
        offered = [SelectChoice(number, one.word, optgroup=heading(one)) for number, one in self.types.items()]
        return [SelectChoice("", _("Please choose")), *offered]


class Starred(Optional):
    """Not asked for by the form, because the type decides, but starred, because nearly every type wants it."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {"optional": True, "required": True}


class HalfField(SelectField):
    """Morning or afternoon."""

    widget = ChoiceInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[SelectChoice(*half) for half in HALVES], **kwargs)


class YearField(SelectField):
    """「计入年度」: the open years; without a choice that of the last day (C14)."""

    widget = ChoiceInput()
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        years = standards.open_years(db.session(), scope.require().platform_id or 0)
        known = sorted({year for found in years.values() for year in found}, reverse=True)
        offered = [SelectChoice("", _("Year of the last day")), *(SelectChoice(str(y), str(y)) for y in known)]
        super().__init__(*args, choices=offered, coerce=self._year, **kwargs)

    @staticmethod
    def _year(value: Any) -> int | None:
        return int(value) if value else None


PROMISE = _l("I promise that what is stated above is true.")
FIELDS: dict[str, Any] = {
    "type": TypeField(_l("Type of claims"), [InputRequired()]),
    "title": Line(_l("What was done"), [InputRequired(), Length(max=200)],
                  description=_l("E.g. the name of the training, the patent or the paper.")),
    "starts_on": Day(_l("Begins"), [Starred()]),
    "starts_half": HalfField(_l("First half day"), [Optional()], default="am"),
    "ends_on": Day(_l("Ends"), [InputRequired()]),
    "ends_half": HalfField(_l("Last half day"), [Optional()], default="pm"),
    "requested": Hours(worded(_l("Requested %(hours)s")), [Starred()],
                       description=_l("Proposed from the dates by half days; change it where it differs. Achievements: "
                                      "by the standard.")),
    "year": YearField(_l("Counts in the year"), [Optional()]),
    "year_reason": Line(_l("Why in another year"), [Optional(), Length(max=200)]),
    "content": Paragraph(_l("Explanation"), [InputRequired(), Length(max=2000)],
                         description=_l("E.g. the order of authors, or the level of the award.")),
    "certificate_no": Line(_l("Certificate number"), [Optional(), Length(max=60)]),
    "promised": Tick(PROMISE, [InputRequired()]),
    "document": Personal(_l("ID number"), [InputRequired()], holds="document"),
    "name": Line(_l("Full name"), [InputRequired(), Length(max=60)]),
}  # fmt: skip
WHAT = ["type", "title", "starts_on", "starts_half", "ends_on", "ends_half"]
HOURS = ["requested", "year", "year_reason"]
PROOF = ["content", "certificate_no"]
