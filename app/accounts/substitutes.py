"""Substitutes: who decides in a reviewer's place, from a day to a day (ux.md Review 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Account, Appointment
from app.kit import clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor, Scope
from app.organizations.models import Organization
from app.organizations.operations import unit_path


def mine(model: Any, s: Scope) -> ColumnElement[bool]:
    """The substitutes of the active appointment."""
    return and_(model.stands_for_id == s.actor.appointment_id, model.stands_for_id.is_not(None))


def name_substitute(session: Session, actor: Actor, values: Mapping[str, Any]) -> Appointment:
    """Let a colleague of the own unit act in the actor's place between two days.

    The row only points to the appointment that is stood for: what it gives is worked out when it is used.
    """
    own = _own(session, actor)
    starts, ends = values["starts_on"], values["ends_on"]
    if ends < starts or ends < clock.today():
        raise RuleError(_("The last day is before the first, or over."), field="ends_on")
    user_id = _colleague(session, own, values["username"])
    if user_id is None or user_id == actor.user_id:
        raise RuleError(_("Nobody else of your unit signs in with this name."), field="username")
    overlaps = (Appointment.starts_on <= ends, Appointment.ends_on >= starts)
    query = select(Appointment.id).where(Appointment.stands_for_id == own.id, Appointment.user_id == user_id)
    if session.execute(query.where(*overlaps)).first():
        raise RuleError(_("This person is your substitute on some of these days already."), field="username")
    substitute = Appointment(user_id=user_id, platform_id=own.platform_id, organization_id=own.organization_id,
                             role_id=own.role_id, starts_on=starts, ends_on=ends, stands_for_id=own.id)  # fmt: skip
    session.add(substitute)
    session.flush()
    return substitute


def _own(session: Session, actor: Actor) -> Appointment:
    """The actor's own appointment; a substitute has none to pass on."""
    if actor.for_appointment_id is not None:
        raise RuleError(_("A substitute can't name substitutes."))
    own = session.get(Appointment, actor.appointment_id) if actor.appointment_id else None
    if own is None or own.organization_id is None:
        raise NotFound()
    return own


def _colleague(session: Session, own: Appointment, username: str) -> int | None:
    """The account of that exact login name with a valid appointment in the own unit, also above the scope."""
    people, held, tree = (model.__table__ for model in _MODELS)
    path = unit_path(session, own.organization_id or 0)
    day = clock.today()
    valid = (held.c.starts_on <= day, or_(held.c.ends_on.is_(None), held.c.ends_on >= day))
    query = (
        select(people.c.id).join(held, held.c.user_id == people.c.id).join(tree, tree.c.id == held.c.organization_id)
    )
    query = query.where(people.c.username == username, people.c.active, held.c.stands_for_id.is_(None), *valid)
    with scope.bulk("substitute: exact login name in the own unit"):
        return session.execute(query.where(tree.c.path >= path, tree.c.path < f"{path[:-1]}0")).scalars().first()


_MODELS: tuple[Any, ...] = (Account, Appointment, Organization)


def end(session: Session, ids: Iterable[int], actor: Actor) -> Outcome:
    """Take the own place back at once."""
    own = _own(session, actor)
    outcome, last = Outcome(), clock.today() - timedelta(days=1)
    query = select(Appointment).where(Appointment.id.in_(list(ids)), Appointment.stands_for_id == own.id)
    for item in session.scalars(query):
        if item.ends_on and item.ends_on <= last:
            outcome.skipped.append((item.user.get_full_name(), _("has ended already")))
        else:
            item.ends_on = last
            outcome.done.append(item.id)
    session.flush()
    return outcome
