"""The spreadsheet of visits: every row is a new draft of the own unit."""

from __future__ import annotations

from app.visits import operations
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.kit.sheets import Column, Context, Row, Sheet


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """The columns say all that can be wrong."""


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    for row in rows:
        item = operations.plan(session, context.actor, row.values)
        session.flush()
        row.target_id, row.version_after = item.id, item.version


SHEET = Sheet(
    name="study_visits",
    label=_l("Study visits"),
    permission=("import", "study_visit"),
    columns=(
        Column("title", _l("Host and subject"), required=True, length=100),
        Column("visited_on", _l("Day of the visit"), "date", required=True),
        Column("guests", _l("Guests"), "integer", required=True, positive=True),
    ),
    key=lambda values: f"{values['title']} {values['visited_on']}",
    check=check,
    apply=apply,
)
