"""What a reviewer of a class should know before deciding; found by looking, not by hand (ux.md, Review 2)."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.classes.models import TrainingClass
from app.kit.review import DRAFT
from app.kit.views.look import day

MOST = 5


def findings(session: Session, item: TrainingClass) -> list[str]:
    """The unit's other classes of the year with the same title, or on the same days at the same place."""
    others = (TrainingClass.organization_id == item.organization_id, TrainingClass.year == item.year)
    sent = (TrainingClass.id != item.id, TrainingClass.review_state != DRAFT)
    same_days = and_(TrainingClass.starts_on <= item.ends_on, TrainingClass.ends_on >= item.starts_on)
    alike = or_(TrainingClass.title == item.title, and_(same_days, TrainingClass.place == item.place))
    query = select(TrainingClass).where(*others, *sent, alike).order_by(TrainingClass.id).limit(MOST)
    return [_sentence(item, other) for other in session.scalars(query)]


def _sentence(item: TrainingClass, other: Any) -> str:
    facts = {"title": other.title, "first": day(other.starts_on), "last": day(other.ends_on)}
    if other.title == item.title:
        return _("This unit has declared a project of the same title this year: %(first)s to %(last)s.", **facts)
    return _("On these days another project is at the same place: %(title)s, %(first)s to %(last)s.", **facts)
