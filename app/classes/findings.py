"""What a reviewer of a class should know before deciding; found by looking, not by hand (ux.md, Review 2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.classes.models import TrainingClass
from app.kit import review, scope
from app.kit.review import DRAFT
from app.kit.scope import Actor
from app.kit.views.look import day

MOST, MOST_OTHERS = 5, 200
OTHERS = ("title", "starts_on", "ends_on", "hours", "review_position")


def others(session: Session, actor: Actor, item: TrainingClass) -> Sequence[Any]:
    """The unit's other classes of the year, for who decides on `item` now: nobody else learns of them.

    The latest ones first, without drafts: those were shown to nobody yet.
    """
    table: Any = TrainingClass.__table__
    same = (table.c.organization_id == item.organization_id, table.c.year == item.year, table.c.id != item.id)
    query = select(table).where(review.decides(actor, item), *same, table.c.review_state != DRAFT)
    with scope.bulk("other classes of the year, for who decides on one of them"):
        return session.execute(query.order_by(table.c.starts_on.desc(), table.c.id).limit(MOST_OTHERS)).all()


def findings(item: TrainingClass, found: Sequence[Any]) -> list[str]:
    """Which of the unit's other classes have the same title, or are on the same days at the same place."""
    alike = [one for one in found if one.title == item.title or (_meets(item, one) and one.place == item.place)]
    return [_sentence(item, one) for one in sorted(alike, key=lambda one: one.id)[:MOST]]


def _meets(item: TrainingClass, other: Any) -> bool:
    return bool(other.starts_on <= item.ends_on and other.ends_on >= item.starts_on)


def _sentence(item: TrainingClass, other: Any) -> str:
    facts = {"title": other.title, "first": day(other.starts_on), "last": day(other.ends_on)}
    if other.title == item.title:
        return _("This unit has declared a project of the same title this year: %(first)s to %(last)s.", **facts)
    return _("On these days another project is at the same place: %(title)s, %(first)s to %(last)s.", **facts)
