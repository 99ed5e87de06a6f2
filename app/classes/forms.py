"""Forms of classes that belong to no single row."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from app.kit.views.fields import Form, Line, Personal


class ByNumberForm(Form):
    """A person of any unit: the ID number and the name must match."""

    name = Line(_l("Full name"), [InputRequired(), Length(max=60)])
    document = Personal(_l("ID number"), [InputRequired()])
