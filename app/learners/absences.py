"""Leave and exemption of a person, from a day to a day (PEOPLE-2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.kit import audit, clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.learners.models import Absence, Learner
from app.learners.operations import refuse_merged


def add_absence(session: Session, actor: Actor, person: Learner, values: Mapping[str, Any]) -> Absence:
    """Note leave or exemption of a person of the scope, both days included; without an end until further notice.

    Two of one kind don't overlap. RuleError at the field that is wrong.
    """
    refuse_merged(person)
    _refuse_overlap(session, person.id, values)
    one = Absence(platform_id=person.platform_id, organization_id=person.organization_id, learner_id=person.id)
    for name in ("kind", "starts_on", "ends_on", "reason"):
        setattr(one, name, values.get(name))
    session.add(one)
    person.version += 1
    session.flush()
    return one


def _refuse_overlap(session: Session, learner_id: int, values: Mapping[str, Any], own_id: int = 0) -> None:
    starts, ends = values["starts_on"], values.get("ends_on")
    if ends and ends < starts:
        raise RuleError(_("The last day is before the first day."), field="ends_on")
    same = (Absence.learner_id == learner_id, Absence.kind == values["kind"], Absence.id != own_id,
            or_(Absence.ends_on.is_(None), Absence.ends_on >= starts))  # fmt: skip
    if session.execute(select(Absence.id).where(*same, *([Absence.starts_on <= ends] if ends else []))).first():
        raise RuleError(_("This overlaps with an entry that is there already."), field="starts_on")


def revise_absence(session: Session, actor: Actor, item: Absence, values: Mapping[str, Any]) -> None:
    """Change days, kind or reason; the person stays."""
    _refuse_overlap(session, item.learner_id, values, item.id)
    for name in ("kind", "starts_on", "ends_on", "reason"):
        setattr(item, name, values.get(name))


def end_absence(session: Session, ids: Collection[int], actor: Actor, reason: str) -> Outcome:
    """Let leave or exemption end with yesterday, so that today counts again; what has not begun is removed instead."""
    outcome, yesterday = Outcome(), clock.today() - timedelta(days=1)
    for one in _locked(session, ids):
        if one.starts_on > yesterday or (one.ends_on and one.ends_on <= yesterday):
            outcome.skipped.append((str(one.learner), _("has ended, or has not begun; remove it instead")))
            continue
        one.ends_on = yesterday
        outcome.done.append(one.id)
    session.flush()
    audit.record_many(session, "absence:end", outcome.done, reason=reason)
    return outcome


def remove_absence(session: Session, ids: Collection[int], actor: Actor, reason: str) -> Outcome:
    """Remove what was entered by mistake; the audit keeps what it said."""
    found = _locked(session, ids)
    audit.record_many(session, "absence:remove", [one.id for one in found], reason=reason)
    outcome = Outcome(done=[one.id for one in found])
    for one in found:
        session.delete(one)
    session.flush()
    return outcome


def _locked(session: Session, ids: Collection[int]) -> list[Absence]:
    mine = (Absence.id.in_(list(ids)), scope.predicate(Absence, owning=True))
    found = list(session.scalars(select(Absence).where(*mine).order_by(Absence.id).with_for_update()))
    if not found or len(found) != len(set(ids)):
        raise NotFound()
    return found
