"""Roles of an organization, put together from what its administrator holds, and those that a preset gives (FJ-12)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from flask_appbuilder.security.sqla.models import Role
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts import identities, operations
from app.accounts.appointing import MANAGES
from app.accounts.models import Appointment, RoleProfile
from app.kit import audit, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.organizations.models import Organization

Pairs = frozenset[tuple[str, str]]


def add_role(session: Session, actor: Actor, values: Mapping[str, Any]) -> RoleProfile:
    """A role of the actor's organization, for appointments in its subtree."""
    home = session.get(Organization, actor.organization_id) if actor.organization_id else None
    if home is None:
        raise NotFound()
    code = f"own-{secrets.token_hex(6)}"
    role = Role(name=f"{home.platform_id}:{code}")
    profile = RoleProfile(role=role, platform_id=home.platform_id, organization_id=home.id, code=code,
                          kind="administrator")  # fmt: skip
    _write(session, profile, values)
    return profile


def revise_role(session: Session, actor: Actor, item: RoleProfile, values: Mapping[str, Any]) -> None:
    """Change an own role; who holds it may do the new set with the next request.

    Refused for the role one acts under, where the role holds more than the actor, and where managers of units
    would lose the management of accounts that somebody there must have (GX-17).
    """
    _refuse_fixed(session, item)
    own = session.get(Appointment, actor.appointment_id) if actor.appointment_id else None
    if own is None or own.role_id == item.role_id:
        raise RuleError(_("You act under this role yourself: somebody above you must change it."))
    before = identities.permissions(session, item.role_id)
    _refuse_lacking(actor, before)
    if MANAGES in before - values["permissions"] and _holders(session, item):
        raise RuleError(_("Somebody manages accounts by this role. Appoint them to another role first."))
    _write(session, item, values)


def rename_role(session: Session, actor: Actor, item: RoleProfile, values: Mapping[str, Any]) -> None:
    """Give a role of the platform other words (R-6). Only for who administers the platform: NotFound for others."""
    _require_platform(actor, item)
    item.label, item.label_en = values["label"], values.get("label_en") or values["label"]


# ---- permissions of the preset's roles ----------------------------------------------------------------------------

CHANGEABLE = {"platform": ("platform", "administrator"), "administrator": ("platform", "administrator"),
              "learner": ("learner",)}  # fmt: skip
# Who watches over administrators is not theirs to change: auditor and security administrator follow the preset.


def offered(session: Session, actor: Actor, item: RoleProfile) -> Pairs:
    """What may be ticked for a role of the preset: what it has, and what the preset gives to roles of that reach.

    An administrator's role gets only what the actor holds; a learner's right is over own data, which nobody else holds.
    """
    alike = (RoleProfile.platform_id == item.platform_id, RoleProfile.organization_id.is_(None))
    kinds = RoleProfile.kind.in_(CHANGEABLE.get(item.kind, ()))
    union = frozenset().union(*(one.preset for one in session.scalars(select(RoleProfile).where(*alike, kinds))))
    held = union if item.kind == "learner" else union & actor.permissions
    return held | identities.permissions(session, item.role_id)


def may_revise_preset(actor: Actor, item: RoleProfile) -> bool:
    """Whether the actor may change what a role of the preset may do, as far as the role decides that."""
    now = scope.require()
    at_home = now.kind == "platform" and item.platform_id == now.platform_id and item.organization_id is None
    return at_home and item.kind in CHANGEABLE and actor.role_id not in (None, item.role_id)


def revise_preset(session: Session, actor: Actor, item: RoleProfile, values: Mapping[str, Any]) -> None:
    """Take permissions away from a role of the preset or give it others, within what `offered` says (R-6).

    For who administers the platform, NotFound for others. Refused for the role one acts under and for those who watch
    over administrators, where an administrator's role holds more than the actor, and where managers of units would
    lose the management of accounts that somebody there must have (GX-17). From then on deployment leaves it alone.
    """
    _require_platform(actor, item)
    if not may_revise_preset(actor, item):
        raise RuleError(_("This role is not changed by those who act under it, nor by those whom it watches over."))
    pairs, before = values["permissions"], identities.permissions(session, item.role_id)
    if not pairs <= offered(session, actor, item):
        raise RuleError(_("Only what the preset gives to such roles, and what you hold yourself."), field="permissions")
    if item.kind != "learner":
        _refuse_lacking(actor, before)
    if MANAGES in before - pairs and _holders(session, item):
        raise RuleError(_("Somebody manages accounts by this role. Appoint them to another role first."))
    _give(session, item, pairs)
    item.changed = pairs != item.preset


def restore_preset(session: Session, ids: Iterable[int], actor: Actor) -> Outcome:
    """Give roles of the preset what it gives them, under the same rules; they follow it again from then on (R-6)."""
    outcome = Outcome()
    for item in session.scalars(select(RoleProfile).where(RoleProfile.role_id.in_(list(ids))).with_for_update()):
        revise_preset(session, actor, item, {"permissions": item.preset})
        outcome.done.append(item.role_id)
    return outcome


def news(session: Session, platform_id: int, given: Mapping[str, Pairs]) -> list[tuple[RoleProfile, Pairs, Pairs]]:
    """Of roles that the platform changed: what the preset newly gives and they lack, and what it gives no longer.

    `given` is what the preset says now, by the roles' codes; asked before deployment keeps it.
    """
    own = (RoleProfile.platform_id == platform_id, RoleProfile.changed, RoleProfile.code.in_(given))
    found = []
    for item in session.scalars(select(RoleProfile).where(*own).order_by(RoleProfile.role_id)):
        present, now = identities.permissions(session, item.role_id), given[item.code]
        found.append((item, now - item.preset - present, present & (item.preset - now)))
    return [one for one in found if one[1] or one[2]]


def _require_platform(actor: Actor, item: RoleProfile) -> None:
    now = scope.require()
    if now.kind != "platform" or item.platform_id != now.platform_id or actor.for_appointment_id is not None:
        raise NotFound()


# ---- all of them --------------------------------------------------------------------------------------------------


def remove_roles(session: Session, actor: Actor, items: Iterable[RoleProfile]) -> None:
    """Delete own roles that nobody holds or ever held."""
    for item in items:
        _refuse_fixed(session, item)
        _refuse_lacking(actor, identities.permissions(session, item.role_id))
        if _holders(session, item):
            raise RuleError(_("People were appointed to this role, so it stays."))
        item.role.permissions = []
        session.delete(item)
        session.flush()
        session.execute(delete(Role).where(Role.id == item.role_id))


def _write(session: Session, profile: RoleProfile, values: Mapping[str, Any]) -> None:
    """The role with exactly the given permissions, in the caller's transaction; the audit tells which."""
    pairs: Pairs = values["permissions"]
    _refuse_lacking(scope.actor(), pairs)
    profile.label, profile.label_en = values["label"], values.get("label_en") or values["label"]
    session.add(profile)
    session.flush()
    _give(session, profile, pairs)


def _give(session: Session, profile: RoleProfile, pairs: Pairs) -> None:
    if not pairs:
        raise RuleError(_("Tick at least one permission."), field="permissions")
    before = identities.permissions(session, profile.role_id)
    profile.role.permissions = [operations.permission(session, verb, subject) for verb, subject in sorted(pairs)]
    session.flush()
    added, removed = (sorted(map(":".join, some)) for some in (pairs - before, before - pairs))
    audit.record(session, "role_profile:permissions", profile.role_id, added=added, removed=removed)


def _refuse_fixed(session: Session, item: RoleProfile) -> None:
    """Only roles of organizations in the scope: permissions hang on FAB's table, which no flush check guards."""
    if item.organization_id is None:
        raise RuleError(_("This role belongs to the platform and follows its settings."))
    owned = (RoleProfile.role_id == item.role_id, scope.predicate(RoleProfile, owning=True))
    if session.execute(select(RoleProfile.role_id).where(*owned)).first() is None:
        raise NotFound()


def _refuse_lacking(actor: Actor, pairs: Pairs) -> None:
    if actor.for_appointment_id is not None or not pairs <= actor.permissions:
        raise RuleError(_("You can hand out only what you hold yourself."), field="permissions")


def _holders(session: Session, item: RoleProfile) -> bool:
    query = select(Appointment.id).where(Appointment.role_id == item.role_id).limit(1)
    return session.execute(query).first() is not None
