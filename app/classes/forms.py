"""Forms of classes that belong to no single row."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.learners.operations import check_id_number


class ByNumberForm(FlaskForm):  # type: ignore[misc]
    """A person of any unit: the ID number and the name must match."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=60)])
    document = StringField(_l("ID number"), [InputRequired(), check_id_number])
