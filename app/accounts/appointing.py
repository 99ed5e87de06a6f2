"""Who holds which role where: appoint, end, lock, reset; nobody hands out what he lacks (FJ-12, GX-17)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flask_appbuilder.security.sqla.models import Permission, PermissionView, ViewMenu, assoc_permissionview_role
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, tuple_
from sqlalchemy.orm import Session

from app.accounts import identities, operations, sessions
from app.accounts.models import Account, Appointment, RoleProfile
from app.kit import audit, clock, personal, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor, Scope
from app.organizations.models import UNIT, Organization
from app.organizations.operations import setting
from app.organizations.settings import DOCUMENT

MANAGES = ("can_write", "account")  # what makes a role at a unit a general administrator's
MISMATCHES_AN_HOUR = 10
Places = Callable[[Session, int], Iterable[int]]
_places: list[Places] = []


def place(find: Places) -> Places:
    """Register what ties a user to organizations beside appointments: learner records, one layer up."""
    _places.append(find)
    return find


# ---- roles that may be handed out ---------------------------------------------------------------------------------


def grantable(model: Any, s: Scope) -> ColumnElement[bool]:
    """Roles with nothing that the actor lacks; a platform's administrators are appointed by their equals only."""
    kinds = ("administrator", "platform") if s.kind == "platform" else ("administrator",)
    held = tuple_(Permission.name, ViewMenu.name).in_(sorted(s.actor.permissions) or [("", "")])
    link = assoc_permissionview_role
    joined = link.join(PermissionView, link.c.permission_view_id == PermissionView.id)
    joined = joined.join(Permission, PermissionView.permission_id == Permission.id)
    joined = joined.join(ViewMenu, PermissionView.view_menu_id == ViewMenu.id)
    beyond = select(link.c.role_id).select_from(joined).where(link.c.role_id == model.role_id, not_(held))
    return and_(model.kind.in_(kinds), not_(exists(beyond.correlate(model))))


def refuse_beyond(session: Session, profile: RoleProfile, organization: Organization) -> None:
    """Enforced here whatever the form offered: a foreign role, or one for another branch of the tree."""
    now = scope.require()
    query = select(RoleProfile.role_id).where(RoleProfile.role_id == profile.role_id, grantable(RoleProfile, now))
    if now.actor.for_appointment_id or session.execute(query).first() is None:
        raise RuleError(_("You can hand out only what you hold yourself."), field="profile")
    owner = profile.organization
    if owner is not None and not organization.path.startswith(owner.path):
        raise RuleError(_("This role is for %(unit)s and what is below it.", unit=owner.name), field="profile")
    if profile.kind == "platform" and organization.parent_id is not None:
        raise RuleError(_("This role is held at the root of the platform only."), field="organization")


# ---- appointing ---------------------------------------------------------------------------------------------------


def appoint_person(session: Session, actor: Actor, values: Mapping[str, Any]) -> tuple[Appointment, str]:
    """Give a person a role at an organization of the scope; the one-time password if the account is new, else "".

    Who has an account already, known by ID number and matching name, gets the appointment on it.
    """
    refuse_beyond(session, values["profile"], values["organization"])
    _check_days(values.get("starts_on"), values.get("ends_on"))
    number = personal.check_id(values["document"])
    known, password = _account_of(session, actor, number, values["name"]), ""
    if known is None:
        account, password = _new_account(session, number, values)
        appointment = Appointment(user=account)
    else:
        appointment = _again(session, known, values)
    appointment.organization, appointment.profile = values["organization"], values["profile"]
    appointment.platform_id = values["organization"].platform_id
    appointment.starts_on = values.get("starts_on") or clock.today()
    appointment.ends_on = values.get("ends_on")
    appointment.staffed, appointment.duties = values.get("staffed"), values.get("duties") or ""
    session.add(appointment)
    session.flush()
    return appointment, password


def _check_days(starts: date | None, ends: date | None) -> None:
    if ends and ends < (starts or clock.today()):
        raise RuleError(_("The last day is before the first."), field="ends_on")


def _account_of(session: Session, actor: Actor, number: str, name: str) -> int | None:
    """The user with that ID number, wherever appointed; a wrong name is refused, recorded and limited (R-1)."""
    table: Any = Account.__table__
    query = select(table.c.id, table.c.display_name).where(table.c.document_hash == personal.keyed_hash(number))
    with scope.bulk("account by exact ID number with matching name"):
        row = session.execute(query).first()
    if row is None or row.display_name == name:
        return row.id if row else None
    if audit.count_since(session, "account:mismatch", actor.user_id, timedelta(hours=1)) >= MISMATCHES_AN_HOUR:
        raise RuleError(_("Too many look-ups in a short time. Please try again later."), field="document")
    audit.refused(session, "account:mismatch")
    raise RuleError(_("ID number and name do not belong together. Please check both."), field="document")


def _new_account(session: Session, number: str, values: Mapping[str, Any]) -> tuple[Account, str]:
    """An account with a login name of its own making: a name that is taken would tell of strangers (CAS-1)."""
    from pypinyin import lazy_pinyin  # 57 MB of words, which few processes ever want

    username = f"{''.join(lazy_pinyin(values['name']))[:40].lower()}-{secrets.randbelow(9000) + 1000}"
    account = Account(username=username, first_name=values["name"], last_name="", display_name=values["name"],
                      email=f"{username}@users.invalid", active=True)  # fmt: skip
    account.document = personal.Secret(number)
    account.phone = personal.Secret(values["phone"]) if values.get("phone") else None
    return account, operations.give_one_time_password(account, _initial(session, number, values["organization"]))


def _initial(session: Session, number: str, organization: Organization) -> str:
    """The last six characters of the ID number where the platform's policy says so, else nothing (C10, GX-17)."""
    rule = setting(session, organization.platform_id, clock.today().year, "initial_password")
    return number[-6:] if rule == DOCUMENT else ""


def _again(session: Session, user_id: int, values: Mapping[str, Any]) -> Appointment:
    """The ended appointment of the same kind taken up again, or a new one."""
    mine = (Appointment.user_id == user_id, Appointment.organization_id == values["organization"].id,
            Appointment.role_id == values["profile"].role_id, Appointment.stands_for_id.is_(None))  # fmt: skip
    earlier = session.scalars(select(Appointment).where(*mine)).first()
    if earlier and (earlier.ends_on is None or earlier.ends_on >= clock.today()):
        raise RuleError(_("This person holds this role there already."), field="profile")
    return earlier or Appointment(user_id=user_id)


def set_end(session: Session, actor: Actor, item: Appointment, values: Mapping[str, Any]) -> None:
    """Let an appointment end on a day, or no longer; extending is handing out."""
    refuse_beyond(session, item.profile, place_of(item))
    _check_days(item.starts_on, values.get("ends_on"))
    if values.get("ends_on"):
        refuse_last(session, [item], values["ends_on"])
    item.ends_on = values.get("ends_on")


def end(session: Session, ids: Iterable[int], actor: Actor) -> Outcome:
    """End appointments at once: from the next request on they give nothing any more."""
    outcome = Outcome()
    for item in _found(session, ids):
        refuse_beyond(session, item.profile, place_of(item))
        refuse_last(session, [item], clock.today() - timedelta(days=1))
        item.ends_on = clock.today() - timedelta(days=1)
        outcome.done.append(item.id)
    session.flush()
    return outcome


def _found(session: Session, ids: Iterable[int]) -> list[Appointment]:
    query = select(Appointment).where(Appointment.id.in_(list(ids)), Appointment.stands_for_id.is_(None))
    return list(session.scalars(query.order_by(Appointment.id)))


def place_of(item: Appointment) -> Organization:
    """Where an appointment of the scope is held."""
    if item.organization is None:  # the system's, or outside the scope
        raise NotFound()
    return item.organization


def refuse_last(session: Session, items: Iterable[Appointment], until: date) -> None:
    """A unit always keeps a general administrator who can sign in after `until` (GX-17)."""
    for item in items:
        unit = place_of(item)
        manages = MANAGES in identities.permissions(session, item.role_id)
        if unit.kind != UNIT or not manages or not item.is_valid():
            continue
        session.refresh(unit, with_for_update=True)  # two administrators who remove each other wait here
        if not _other_managers(session, item, until):
            raise RuleError(_("%(name)s is the last general administrator of %(unit)s. Appoint a successor first.",
                              name=item.user.get_full_name(), unit=unit.name))  # fmt: skip


def _other_managers(session: Session, item: Appointment, until: date) -> bool:
    """Whether somebody else administers the unit beyond `until`."""
    stays = or_(Appointment.ends_on.is_(None), Appointment.ends_on > until)
    others = select(Appointment.role_id).join(Account, Account.id == Appointment.user_id).where(
        Appointment.organization_id == item.organization_id, Appointment.user_id != item.user_id,
        Appointment.stands_for_id.is_(None), Appointment.starts_on <= clock.today(), stays, Account.active.is_(True),
    )  # fmt: skip
    roles = set(session.scalars(others))
    return any(MANAGES in identities.permissions(session, role) for role in roles)


# ---- signing in ---------------------------------------------------------------------------------------------------


def lock(session: Session, ids: Iterable[int], actor: Actor) -> Outcome:
    """No longer let these people sign in; running sessions end with the next request (GX-17 登录系统)."""
    return _allow(session, ids, actor, active=False)


def unlock(session: Session, ids: Iterable[int], actor: Actor) -> Outcome:
    """Let these people sign in again."""
    return _allow(session, ids, actor, active=True)


def _allow(session: Session, ids: Iterable[int], actor: Actor, active: bool) -> Outcome:
    outcome = Outcome()
    for account in {a.user_id: a.user for a in _found(session, ids)}.values():
        _refuse_others(session, actor, account)
        if account.active == active:
            outcome.skipped.append((account.get_full_name(), _("nothing to change")))
            continue
        if not active:
            mine = select(Appointment).where(Appointment.user_id == account.id, Appointment.stands_for_id.is_(None))
            refuse_last(session, session.scalars(mine).all(), clock.today() - timedelta(days=1))
        account.active = active
        outcome.done.append(account.id)
    session.flush()
    return outcome


def reset_password(session: Session, actor: Actor, account: Account) -> str:
    """A new one-time password for an account of the scope; its sessions end."""
    _refuse_others(session, actor, account)
    password = operations.give_one_time_password(account)
    session.flush()
    audit.record(session, "account:reset_password", account.id)
    sessions.end_all(session, account.id)
    return password


def _refuse_others(session: Session, actor: Actor, account: Account) -> None:
    refuse_others(session, actor, account.id, account.get_full_name())


def refuse_others(session: Session, actor: Actor, user_id: int, name: str) -> None:
    """Not the own account, none that is anything outside the scope, none that may do what the actor may not."""
    if user_id == actor.user_id:
        raise RuleError(_("Not your own account."))
    table: Any = Appointment.__table__
    live = or_(table.c.ends_on.is_(None), table.c.ends_on >= clock.today())
    with scope.bulk("whatever else an account of the scope is"):
        rows = session.execute(select(table.c.organization_id, table.c.role_id).where(
            table.c.user_id == user_id, live)).all()  # fmt: skip
        places = {row.organization_id for row in rows}
        places.update(one for find in _places for one in find(session, user_id))
    seen = set(session.scalars(select(Organization.id).where(Organization.id.in_(p for p in places if p))))
    if places - seen:
        raise RuleError(_("%(name)s also belongs to other organizations; only an administrator above all of them can "
                          "do this.", name=name))  # fmt: skip
    held = {pair for row in rows for pair in identities.permissions(session, row.role_id)}
    if scope.require().kind != "security" and not held <= actor.permissions:
        raise RuleError(_("%(name)s may do more than you.", name=name))
