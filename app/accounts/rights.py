"""What an account may do, and why: every right with the appointment that it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask_appbuilder.security.sqla.models import Permission, PermissionView, ViewMenu, assoc_permissionview_role
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.accounts import identities, words
from app.accounts.identities import Identity
from app.accounts.models import Account, Appointment, RoleProfile
from app.kit import clock, scope
from app.organizations.models import Organization, under


@dataclass(frozen=True)
class Held:
    """One identity of the account, as far as the onlooker's scope reaches."""

    identity: Identity
    role: str
    reach: str
    count: int


@dataclass(frozen=True)
class Matrix:
    """Subjects by verbs; a cell lists the identities that give the permission."""

    verbs: list[str]
    lines: list[tuple[str, list[list[str]]]]


def held_by(session: Session, account: Account) -> list[Held]:
    """The identities of an account that the scope knows about; others are not hinted at."""
    return [_held(session, identity) for identity in identities.of_user(session, account.id)]


def _held(session: Session, identity: Identity) -> Held:
    profile = session.get(RoleProfile, identity.role_id)
    reach, count = _reach(session, identity)
    return Held(identity, str(profile or ""), reach, count)


def _reach(session: Session, identity: Identity) -> tuple[str, int]:
    """The scope in words, with the number of organizations in it."""
    if identity.kind in ("platform", "security", "auditor"):
        count = session.scalar(select(func.count(Organization.id))) or 0
        return _("The whole platform %(name)s", name=identity.platform_name), count
    if identity.kind == "administrator" and identity.path:
        count = session.scalar(select(func.count(Organization.id)).where(under(identity.path))) or 0
        place = session.get(Organization, identity.organization_id)
        return ngettext("%(place)s: %(num)s organization", "%(place)s and below: %(num)s organizations", count,
                        place=place), count  # fmt: skip
    return (_("Own data only"), 0) if identity.kind == "learner" else (_("The installation, without people"), 0)


def matrix(session: Session, held: list[Held]) -> Matrix:
    """Permission by permission: which identities give it."""
    given = [(h.identity.label, identities.granted(session, h.identity)) for h in held]
    pairs = {pair for _label, permissions in given for pair in permissions}
    verbs = words.ordered({verb for verb, _subject in pairs}, words.VERBS)
    lines = []
    for subject in words.ordered({subject for _verb, subject in pairs}, words.SUBJECTS):
        cells = [[label for label, permissions in given if (verb, subject) in permissions] for verb in verbs]
        lines.append((words.subject(subject), cells))
    return Matrix([words.verb(verb) for verb in verbs], lines)


def answer(held: list[Held], place: Organization) -> tuple[bool, str]:
    """Whether the account reaches the rows of an organization, and by what, or why not."""
    for one in held:
        if one.identity.kind == "platform":
            return True, _("Yes: %(held)s reaches the whole platform.", held=one.identity.label)
        if one.identity.kind == "administrator" and place.path.startswith(one.identity.path or "/"):
            return True, _("Yes: %(place)s is in the subtree of %(held)s.", place=place, held=one.identity.label)
    return False, _("No: %(place)s is in the subtree of none of these appointments.", place=place)


# ---- who could decide ---------------------------------------------------------------------------------------------


def _on(subject: str) -> Any:
    """Permissions on a subject with the roles that hold them."""
    link = assoc_permissionview_role
    query = select(Permission.name).join(PermissionView, PermissionView.permission_id == Permission.id)
    query = query.join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
    return query.join(link, link.c.permission_view_id == PermissionView.id).where(ViewMenu.name == subject)


def verbs_on(session: Session, platform_id: int | None, subject: str) -> list[str]:
    """The permissions that roles of a platform hold on a subject, in the order of the matrix."""
    roles = select(RoleProfile.role_id).where(RoleProfile.platform_id == platform_id)
    held = _on(subject).where(assoc_permissionview_role.c.role_id.in_(roles)).distinct()
    return words.ordered(session.scalars(held), words.VERBS)


def seats(session: Session, subject: str) -> dict[str, set[int]]:
    """Per permission on a subject: the organizations where somebody who can sign in holds it today."""
    found: dict[str, set[int]] = {}
    day = clock.today()
    valid = (Appointment.starts_on <= day, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day),
             Appointment.stands_for_id.is_(None), Account.active.is_(True))  # fmt: skip
    query = _on(subject).add_columns(Appointment.organization_id).distinct()
    query = query.join(Appointment, Appointment.role_id == assoc_permissionview_role.c.role_id)
    for name, organization_id in session.execute(query.join(Account, Account.id == Appointment.user_id).where(*valid)):
        found.setdefault(name.removeprefix("can_"), set()).add(organization_id)
    return found


def holders(session: Session, kind: str, places: Collection[tuple[int, str]]) -> dict[tuple[int, str], set[int]]:
    """The users who decide on `kind` at each (organization, permission) today, substitutes included.

    They may be anywhere in the tree: the answer serves for telling them, never for showing who they are.
    """
    own, held = _appointment, aliased(_appointment)  # a substitute's row, and the one whose role and place count
    stands = held.c.id == func.coalesce(own.c.stands_for_id, own.c.id)
    user, principal = _account, aliased(_account)
    link = assoc_permissionview_role
    query = select(own.c.user_id, held.c.organization_id, Permission.name).join_from(own, held, stands)
    query = query.join(user, user.c.id == own.c.user_id).join(principal, principal.c.id == held.c.user_id)
    query = query.join(link, link.c.role_id == held.c.role_id)
    query = query.join(PermissionView, PermissionView.id == link.c.permission_view_id)
    query = query.join(Permission, Permission.id == PermissionView.permission_id)
    query = query.join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id).where(ViewMenu.name == kind)
    wanted = [(number, f"can_{permission}") for number, permission in places]
    here = tuple_(held.c.organization_id, Permission.name).in_(wanted)
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    with scope.bulk("who decides at a step, to be told"):
        for row in session.execute(query.where(here, user.c.active, principal.c.active, _valid(own), _valid(held))):
            found[row.organization_id, row.name.removeprefix("can_")].add(row.user_id)
    return dict(found)


def administrators_below(platform_id: int, path: str) -> Any:
    """The users who administer an organization below a path today; a substitute reads as who he is."""
    tree, own, role = Organization.__table__, _appointment, RoleProfile.__table__
    inside = (own.c.platform_id == platform_id, tree.c.path >= path, tree.c.path < f"{path[:-1]}0")
    query = select(own.c.user_id).join_from(own, tree, tree.c.id == own.c.organization_id)
    query = query.join(role, role.c.role_id == own.c.role_id).join(_account, _account.c.id == own.c.user_id)
    kinds = role.c.kind.in_(("platform", "administrator"))
    return query.where(*inside, kinds, _account.c.active, own.c.stands_for_id.is_(None), _valid(own)).distinct()


def administrators_of_platform(platform_id: int) -> Any:
    """The users who administer the platform as a whole today."""
    own, role = _appointment, RoleProfile.__table__
    query = select(own.c.user_id).join_from(own, role, role.c.role_id == own.c.role_id)
    query = query.join(_account, _account.c.id == own.c.user_id)
    whole = (own.c.platform_id == platform_id, role.c.kind == "platform", own.c.stands_for_id.is_(None))
    return query.where(*whole, _account.c.active, _valid(own)).distinct()


_account: Any = Account.__table__
_appointment: Any = Appointment.__table__


def _valid(table: Any) -> ColumnElement[bool]:
    """Whether an appointment holds today; both days count."""
    day = clock.today()
    return and_(table.c.starts_on <= day, or_(table.c.ends_on.is_(None), table.c.ends_on >= day))
