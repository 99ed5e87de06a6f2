"""What a reviewer of a class should know before deciding; found by looking, not by hand (ux.md, Review 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.classes.models import TrainingClass
from app.kit import review, scope
from app.kit.review import DRAFT
from app.kit.scope import Actor
from app.kit.views.look import day

MOST, MOST_OTHERS = 5, 20
OTHERS = ("title", "starts_on", "ends_on", "hours", "review_position")


def findings(session: Session, item: TrainingClass) -> list[str]:
    """The unit's other classes of the year with the same title, or on the same days at the same place."""
    others = (TrainingClass.organization_id == item.organization_id, TrainingClass.year == item.year)
    sent = (TrainingClass.id != item.id, TrainingClass.review_state != DRAFT)
    same_days = and_(TrainingClass.starts_on <= item.ends_on, TrainingClass.ends_on >= item.starts_on)
    alike = or_(TrainingClass.title == item.title, and_(same_days, TrainingClass.place == item.place))
    query = select(TrainingClass).where(*others, *sent, alike).order_by(TrainingClass.id).limit(MOST)
    return [_sentence(item, other) for other in session.scalars(query)]


def others(session: Session, actor: Actor, item: TrainingClass) -> Sequence[Any]:
    """The unit's other classes of the year beside `item`, for who decides on it now: nobody else learns of them.

    The latest ones, without drafts: those were shown to nobody yet.
    """
    if not review.decides(session, actor, item):
        return ()
    table: Any = TrainingClass.__table__
    same = (table.c.organization_id == item.organization_id, table.c.year == item.year, table.c.id != item.id)
    query = select(*(table.c[name] for name in OTHERS)).where(*same, table.c.review_state != DRAFT)
    with scope.bulk("other classes of the year, for who decides on one of them"):
        return session.execute(query.order_by(table.c.starts_on.desc(), table.c.id).limit(MOST_OTHERS)).all()


def _sentence(item: TrainingClass, other: Any) -> str:
    facts = {"title": other.title, "first": day(other.starts_on), "last": day(other.ends_on)}
    if other.title == item.title:
        return _("This unit has declared a project of the same title this year: %(first)s to %(last)s.", **facts)
    return _("On these days another project is at the same place: %(title)s, %(first)s to %(last)s.", **facts)
