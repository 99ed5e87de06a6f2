"""The form of a platform's settings, made from their registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length, Optional

from app.kit.views.fields import Choice, ExactNumber, Form, Line, Paragraph, Tick, WholeNumber
from app.organizations.settings import CHOICE, FLAG, HOURS, LINES, NUMBER, REGISTRY, WORDS, Setting

LANGUAGES = {"zh": _l("in Chinese"), "en": _l("in English")}


class SettingsForm(Form):
    """Every setting, and the year from which the changed ones hold."""

    from_year = WholeNumber(
        _l("From the year"),
        [InputRequired()],
        description=_l("Only what you change is kept, from this year on; earlier years stay."),
    )

    @classmethod
    def fields_of(cls, one: Setting) -> list[str]:
        """The names of the form's fields for a setting: two for a word, else its own."""
        return [f"{one.name}_{code}" for code in LANGUAGES] if one.kind == WORDS else [one.name]

    @classmethod
    def shown(cls, values: Mapping[str, Any], from_year: int, posted: Any) -> SettingsForm:
        data: dict[str, Any] = {"from_year": from_year}
        for one in REGISTRY:
            value: Any = one.typed(values[one.name])
            value = "\n".join(value) if one.kind == LINES else value
            parts = value.values() if one.kind == WORDS else [value]
            data |= dict(zip(cls.fields_of(one), parts, strict=True))
        return _FORM(formdata=posted, data=data)

    def settings(self) -> dict[str, Any]:
        """What was posted, by setting."""
        found = {}
        for one in REGISTRY:
            values = [self[name].data for name in self.fields_of(one)]
            found[one.name] = _value(one, values)
        return found

    def point_at(self, name: str | None, message: Any) -> bool:
        """Put a message at the first field of a setting; False when the form has none of that name."""
        field = f"{name}_zh" if f"{name}_zh" in self else name
        if field not in self:
            return False
        self[field].errors = [*self[field].errors, message]
        return True


def _value(one: Setting, values: list[Any]) -> Any:
    """What was typed for a setting, as its registry checks it."""
    if one.kind == WORDS:
        return dict(zip(LANGUAGES, values, strict=True))
    return str(values[0] or "").splitlines() if one.kind == LINES else values[0]


def _fields(one: Setting) -> dict[str, Any]:
    if one.kind == WORDS:
        checks = [InputRequired(), Length(max=20)]
        return {
            f"{one.name}_{code}": Line(_Labelled(one.label, said), checks, description=one.hint)
            for code, said in LANGUAGES.items()
        }
    made = {
        CHOICE: lambda: Choice(one.label, [InputRequired()], choices=one.options, description=one.hint),
        FLAG: lambda: Tick(one.label, description=one.hint),
        NUMBER: lambda: WholeNumber(one.label, [InputRequired()], description=one.hint),
        LINES: lambda: Paragraph(one.label, [Optional(), Length(max=2500)], description=one.hint),
        HOURS: lambda: ExactNumber(one.label, [InputRequired()], places=1, description=one.hint),
    }
    return {one.name: made[one.kind]()}


class _Labelled:
    """Two lazy texts, put together when shown."""

    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def __str__(self) -> str:
        return f"{self.parts[0]} ({self.parts[1]})"


_FORM: type[SettingsForm] = type(
    "SettingsForm", (SettingsForm,), {name: field for one in REGISTRY for name, field in _fields(one).items()}
)
