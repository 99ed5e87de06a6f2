"""Verbs of study visits: plan, change, discard, and their review."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from app.visits.models import StudyVisit
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.kit import review
from app.kit.errors import NotFound, RuleError
from app.kit.review import EDITABLE, Outcome
from app.kit.scope import Actor
from app.organizations.models import Organization

_FIELDS = ("title", "visited_on", "guests")


def plan(session: Session, actor: Actor, values: Mapping[str, Any]) -> StudyVisit:
    """Plan a visit of the actor's own unit, as a draft; RuleError without guests."""
    unit = session.get(Organization, actor.organization_id)
    if unit is None:
        raise NotFound()
    item = StudyVisit(platform_id=unit.platform_id, organization_id=unit.id)
    revise(session, actor, item, values)
    session.add(item)
    return item


def revise(session: Session, actor: Actor, item: StudyVisit, values: Mapping[str, Any]) -> None:
    """Change a draft or a returned visit; RuleError for anything else (R-4)."""
    if item.review_state not in (None, *EDITABLE):
        raise RuleError(_("A visit under review is not changed."))
    if values["guests"] <= 0:
        raise RuleError(_("A visit needs guests."), field="guests")
    for name in _FIELDS:
        setattr(item, name, values[name])
    item.version = (item.version or 0) + 1


def discard(session: Session, actor: Actor, items: Iterable[StudyVisit]) -> None:
    """Delete drafts and returned visits; RuleError for anything else (R-4)."""
    for item in items:
        if item.review_state not in EDITABLE:
            raise RuleError(_("A visit under review is not changed."))
        session.delete(item)


def _move(verb: str) -> Callable[..., Outcome]:
    def move(session: Session, ids: Collection[int], actor: Actor, opinion: str = "", seen: Any = None) -> Outcome:
        return review.act(session, verb, StudyVisit, ids, actor, opinion, seen)

    move.__doc__ = f"Review verb `{verb}` on visits, see `review.act`."
    return move


submit, approve, send_back = _move("submit"), _move("approve"), _move("return")

review.register(review.Flow(StudyVisit))
