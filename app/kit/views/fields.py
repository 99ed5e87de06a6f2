"""Form fields and their widgets: native inputs where they do, exact numbers, ID numbers, searched rows."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy import Select
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import ValidationError
from wtforms.widgets import html_params

from app.kit import personal
from app.kit.errors import RuleError
from app.kit.personal import Secret
from app.kit.views.pick import Picker

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
INTEGER_MAX = 2**31 - 1


class Form(FlaskForm):
    """A form without a token of its own: CSRFProtect checks every POST, `form_guard()` puts the token in."""

    class Meta(FlaskForm.Meta):
        csrf = False


def half_width(text: str) -> str:
    """Digits typed with a Chinese input method, as digits."""
    return unicodedata.normalize("NFKC", text).strip()


# ---- widgets -----------------------------------------------------------------------------------


class _Styled:
    """Give a WTForms widget our class and fixed attributes."""

    css = "form-control"
    fixed: dict[str, Any] = {}

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        attributes = {"class": self.css, **self.fixed, **kwargs}
        return super().__call__(field, **attributes)  # type: ignore[misc]  # a mix-in


class LineInput(_Styled, widgets.TextInput):
    fixed = {"autocomplete": "off"}


class DigitsInput(_Styled, widgets.TextInput):
    fixed = {"autocomplete": "off", "inputmode": "numeric"}


class DecimalInput(_Styled, widgets.TextInput):
    fixed = {"autocomplete": "off", "inputmode": "decimal"}


class AreaInput(_Styled, widgets.TextArea):
    fixed = {"rows": 4}


class DayInput(_Styled, widgets.DateInput):
    fixed = {"max": "9999-12-31"}


class MomentInput(_Styled, widgets.DateTimeLocalInput):
    fixed = {"max": "9999-12-31T23:59"}


class TickInput(_Styled, widgets.CheckboxInput):
    css = "form-check-input"


class ChoiceInput(_Styled, widgets.Select):
    css = "form-select"
    fixed = {"data-search": True}


class PickInput:
    """A select among rows, in their own words: all of them when few, else only the present one and a search."""

    def __call__(self, field: Related, **kwargs: Any) -> Markup:
        options = field.options()
        own = {"id": field.id, "name": field.name, "class": "form-select", "data-search": True}
        attributes = own | kwargs
        if options.searched:
            attributes["data-options"] = field.address
        if field.flags.required:
            attributes["required"] = True
        rows = [("", _("Please choose")), *options.rows]
        inner = Markup("").join(self._option(key, text, key == options.chosen) for key, text in rows)
        return Markup("<select {}>{}</select>").format(_escaped(attributes), inner)

    @staticmethod
    def _option(key: str, text: str, chosen: bool) -> Markup:
        return Markup("<option {}>{}</option>").format(
            _escaped({"value": key, "selected": chosen, "data-theirs": bool(key)}), text
        )


def _escaped(attributes: dict[str, Any]) -> Markup:
    return Markup(html_params(**attributes))  # noqa: S704  # html_params escapes every value


# ---- fields ------------------------------------------------------------------------------------


class _Text:
    """Refuse characters that no database keeps and nobody types; blanks alone are nothing."""

    data: str | None
    raw_data: Any  # what InputRequired looks at

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)  # type: ignore[misc]  # a mix-in
        if CONTROL.search(getattr(self, "data", None) or ""):
            raise ValidationError(_l("The text contains characters that can't be stored."))

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0].strip()
            self.raw_data = [self.data]


class Line(_Text, StringField):
    widget = LineInput()


class Paragraph(_Text, TextAreaField):
    widget = AreaInput()


class WholeNumber(IntegerField):
    widget = DigitsInput()
    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([half_width(v) for v in valuelist])
        if self.data is not None and abs(self.data) > INTEGER_MAX:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))


class ExactNumber(DecimalField):
    """An exact decimal with at most `places` digits after the point: never rounded, never a float."""

    widget = DecimalInput()

    def __init__(self, *args: Any, places: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, places=None, **kwargs)
        self.digits = places

    def process_formdata(self, valuelist: list[str]) -> None:
        text = half_width(valuelist[0]) if valuelist else ""
        self.data = self._parsed(text) if text else None

    def _parsed(self, text: str) -> Decimal:
        if not re.fullmatch(r"-?\d{1,12}(\.\d+)?", text):
            raise ValueError(self.gettext("Not a valid decimal value."))
        try:
            value = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(self.gettext("Not a valid decimal value.")) from error
        if value != round(value, self.digits):
            raise ValueError(_("Too many decimal places: at most %(n)s.", n=self.digits))
        return value

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.normalize():f}"


class Hours(ExactNumber):
    """Hours of learning, with one decimal at most."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"places": 1, **kwargs})

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and self.data < 0:
            raise ValidationError(_l("Hours can't be negative."))


class Day(DateField):
    widget = DayInput()


class Moment(DateTimeLocalField):
    widget = MomentInput()


class Tick(BooleanField):
    widget = TickInput()


class Choice(SelectField):
    """One of fixed values; a blank first option, so that nothing is chosen unseen. `blank` says what it stands for."""

    widget = ChoiceInput()
    data: str | None

    def __init__(self, *args: Any, choices: Any = (), blank: Any = "", **kwargs: Any) -> None:
        pairs = choices() if callable(choices) else choices
        offered = [SelectChoice("", blank), *(SelectChoice(*one) for one in pairs)]
        super().__init__(*args, choices=offered, **kwargs)
        if self.flags.required:
            offered[0].label = _l("Please choose")

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or None

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            super().pre_validate(form)


class Personal(StringField):
    """An ID or phone number: shown masked; left as it is, it keeps the stored one (R-7)."""

    widget = LineInput()
    raw_data: Any
    checks = {"id": personal.check_id, "phone": personal.check_phone, "document": personal.normalise}

    def __init__(self, *args: Any, holds: str = "id", **kwargs: Any) -> None:
        self.check = self.checks[holds]
        self.stored: Secret | None = None
        super().__init__(*args, **kwargs)

    def process_data(self, value: Any) -> None:
        self.stored = value if isinstance(value, Secret) else None
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.raw_data = [typed] if valuelist else valuelist
        if self.stored and typed == str(self.stored):
            self.data = self.stored
        elif typed:
            self.data = self._checked(typed)
        else:
            self.data = None

    def _value(self) -> str:
        """What was typed, even when it was wrong; otherwise the masked number."""
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")

    def _checked(self, typed: str) -> str:
        try:
            return self.check(typed)
        except RuleError as error:
            raise ValueError(str(error.message)) from error


class Related(Field):
    """One row of another table, found through the scope: a foreign id is not a choice (case 9)."""

    widget = PickInput()

    def __init__(self, *args: Any, picker: Picker, address: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picker = picker
        self._address = address

    @property
    def address(self) -> str:
        return self._address() if callable(self._address) else ""

    def options(self) -> Any:
        typed = self.raw_data[0] if self.raw_data else None
        return self.picker.options(typed if typed is not None else self.picker.key(self.data))

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = self.picker.find(typed) if typed else None
        if typed and self.data is None:
            raise ValueError(self.gettext("Not a valid choice."))

    def statement(self) -> Select[Any]:
        return self.picker.statement()
