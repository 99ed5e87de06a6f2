"""Administrators of a unit: general ones at the unit, second-level ones at its departments (GX-17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.accounts import appointing, identities
from app.accounts.models import Account, Appointment, RoleProfile
from app.kit import clock, personal, scope
from app.kit.errors import NotFound, RuleError
from app.kit.scope import Actor, Scope
from app.organizations.models import DEPARTMENT, UNIT, Organization


def departments_of_own(model: Any, s: Scope) -> ColumnElement[bool]:
    """The departments of the actor's unit."""
    return and_(model.parent_id == s.actor.organization_id, model.kind == DEPARTMENT)


def of_own_unit(model: Any, s: Scope) -> ColumnElement[bool]:
    """Appointments at the actor's unit and its departments that have not ended; no substitutes."""
    inside = select(Organization.id).where(departments_of_own(Organization, s))
    here = or_(model.organization_id == s.actor.organization_id, model.organization_id.in_(inside))
    holds = or_(model.ends_on.is_(None), model.ends_on >= clock.today())
    return and_(here, holds, model.stands_for_id.is_(None))


def with_number(model: Any, hashed: str) -> ColumnElement[bool]:
    """Appointments of the account with this ID number, by its hash."""
    return and_(model.user_id.in_(select(Account.id).where(Account.document_hash == hashed)))


def named(model: Any, typed: str) -> ColumnElement[bool]:
    """Appointments of accounts whose name contains what was typed."""
    fits = Account.display_name.icontains(typed, autoescape=True)
    return and_(model.user_id.in_(select(Account.id).where(fits)))


def appoint(session: Session, actor: Actor, values: Mapping[str, Any]) -> tuple[Appointment, str]:
    """Appoint at a department of the own unit, without one as general administrator; the password if it is new.

    RuleError where the platform has no role for it, and for all that `appointing.appoint_person` refuses.
    """
    place, profile = _place(session, actor, values.get("organization"))
    item, password = appointing.appoint_person(session, actor, {**values, "organization": place, "profile": profile})
    if not values.get("may_sign_in"):
        _allow(session, actor, item, allowed=False)
    return item, password


def revise(session: Session, actor: Actor, item: Appointment, values: Mapping[str, Any]) -> None:
    """Change what is noted, whether signing in is allowed, and the department; the last general one stays (GX-17)."""
    appointing.refuse_beyond(session, item.profile, appointing.place_of(item))
    place, profile = _place(session, actor, values.get("organization"))
    if place.id != item.organization_id:
        appointing.refuse_beyond(session, profile, place)
        appointing.refuse_last(session, [item], clock.today())
        item.organization, item.profile = place, profile
    item.staffed, item.duties = values.get("staffed"), values.get("duties") or ""
    if isinstance(values.get("phone"), str):  # left as it was it is a Secret
        appointing.refuse_others(session, actor, item.user_id, item.user.get_full_name())
        item.user.phone = personal.Secret(values["phone"])
    if bool(values.get("may_sign_in")) != item.may_sign_in:
        _allow(session, actor, item, allowed=bool(values.get("may_sign_in")))


def _allow(session: Session, actor: Actor, item: Appointment, allowed: bool) -> None:
    change = appointing.unlock if allowed else appointing.lock
    change(session, [item.id], actor)


def _place(session: Session, actor: Actor, department: Organization | None) -> tuple[Organization, RoleProfile]:
    """Where somebody is appointed, and with which role: the actor's own at the unit, a smaller one at a department."""
    own = session.get(Organization, actor.organization_id or 0)
    if own is None or own.kind != UNIT:
        raise NotFound()
    if department is None:
        return own, _own_role(session, actor)
    if department.parent_id != own.id:
        raise NotFound()
    return department, _role_for_departments(session)


def _own_role(session: Session, actor: Actor) -> RoleProfile:
    held = session.get_one(Appointment, actor.appointment_id)
    return held.profile


def _role_for_departments(session: Session) -> RoleProfile:
    """Of the platform's roles that the actor may hand out the greatest one that appoints nobody."""
    own = (RoleProfile.organization_id.is_(None), RoleProfile.kind == "administrator")
    found = session.scalars(select(RoleProfile).where(*own, appointing.grantable(RoleProfile, scope.require()))).all()
    held = {one.role_id: identities.permissions(session, one.role_id) for one in found}
    small = [one for one in found if appointing.MANAGES not in held[one.role_id]]
    if not small:
        raise RuleError(_("The platform has no role for administrators of departments."), field="organization")
    return max(small, key=lambda one: (len(held[one.role_id]), -one.role_id))
