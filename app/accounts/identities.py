"""The identities of a user, and the one that is active: what one may do hangs on it (R-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, g, redirect, request, session, url_for
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import Account, Appointment
from app.accounts.resuming import refused_page
from app.extensions import db
from app.kit import clock, scope
from app.kit.scope import Actor, Scope
from app.organizations.models import Platform

# Requests that are not made under an identity: they choose one, leave, or only change the language.
FREE = {"LoginView.login", "LoginView.logout", "IdentityView.switch", "IdentityView.locale", "PasswordView.change"}
# All that can be done before a one-time password has been replaced.
UNTIL_CHANGED = {"PasswordView.change", "LoginView.logout", "IdentityView.locale"}
# What a substitute never does in somebody else's place (ux.md Review 6).
PERSONAL = {"account", "role", "substitute"}


@dataclass(frozen=True)
class Identity:
    """An appointment ("a12") or a learner record ("l34") of a user, with everything its scope needs."""

    key: str
    label: str
    kind: str
    role_id: int | None
    user_id: int
    name: str
    platform_id: int | None = None
    platform_name: str = ""
    zone: str = ""
    path: str | None = None
    organization_id: int | None = None
    appointment_id: int | None = None
    learner_id: int | None = None
    for_appointment_id: int | None = None
    for_name: str = ""
    for_user_id: int | None = None
    permissions: frozenset[tuple[str, str]] = frozenset()

    def scope(self) -> Scope:
        actor = Actor(
            user_id=self.user_id,
            name=self.name,
            identity=self.key,
            appointment_id=self.appointment_id,
            role_id=self.role_id,
            organization_id=self.organization_id,
            learner_id=self.learner_id,
            for_appointment_id=self.for_appointment_id,
            for_name=self.for_name,
            for_user_id=self.for_user_id,
            permissions=self.permissions,
        )
        return Scope(self.kind, self.platform_id, self.path, actor, self.zone)


Source = Callable[[Session, int], list[Identity]]
_sources: list[Source] = []


def source(find: Source) -> Source:
    """Register what gives identities to a user: appointments here, learner records one layer up."""
    _sources.append(find)
    return find


@source
def appointments(session: Session, user_id: int) -> list[Identity]:
    """The appointments of a user that are valid today, as their platforms count days (R-8)."""
    facts = (Appointment.organization, Appointment.profile, Appointment.user)
    principal = selectinload(Appointment.stands_for)  # a statement of its own, and only for substitutes
    loaded = [joinedload(path) for path in facts] + [principal.joinedload(path) for path in facts]
    query = select(Appointment, Platform).outerjoin(Platform, Platform.id == Appointment.platform_id)
    found = session.execute(query.where(Appointment.user_id == user_id).options(*loaded).order_by(Appointment.id)).all()
    return [_of_appointment(a, p) for a, p in found if _holds(a, clock.today(p.zone if p else ""))]


def _holds(a: Appointment, day: date) -> bool:
    """Whether it gives anything on a day; a substitute's ends with the one that it stands for."""
    return a.is_valid(day) and (a.stands_for_id is None or _stands(a.stands_for, day))


def _stands(principal: Appointment | None, day: date) -> bool:
    """Whether somebody can still be stood for: a locked account or an ended appointment ends its substitutes too."""
    return bool(principal and principal.is_valid(day) and principal.user.active and principal.stands_for_id is None)


def _of_appointment(a: Appointment, platform: Platform | None) -> Identity:
    held = a.stands_for or a  # whose role and place count
    label = _("%(held)s · for %(name)s", held=held, name=held.user.get_full_name()) if a.stands_for else str(a)
    return Identity(
        key=f"a{a.id}",
        label=label,
        kind=held.profile.kind,
        role_id=held.role_id,
        user_id=a.user_id,
        name=a.user.get_full_name(),
        platform_id=held.platform_id,
        platform_name=platform.name if platform else "",
        zone=platform.zone if platform else "",
        path=held.organization.path if held.organization else None,
        organization_id=held.organization_id,
        appointment_id=a.id,
        for_appointment_id=a.stands_for_id,
        for_name=held.user.get_full_name() if a.stands_for else "",
        for_user_id=held.user_id if a.stands_for else None,
    )


def of_user(session: Session, user_id: int) -> list[Identity]:
    """All identities of a user, in a stable order; permissions are read for the active one only."""
    return [identity for find in _sources for identity in find(session, user_id)]


def permissions(session: Session, role_id: int | None) -> frozenset[tuple[str, str]]:
    """(permission, subject) pairs of a role."""
    held = select(Permission.name, ViewMenu.name).join(PermissionView, PermissionView.permission_id == Permission.id)
    held = held.join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
    link = assoc_permissionview_role
    held = held.join(link, link.c.permission_view_id == PermissionView.id).where(link.c.role_id == role_id)
    return frozenset((permission, subject) for permission, subject in session.execute(held))


def active(session: Session, user_id: int, key: str | None) -> tuple[Identity | None, list[Identity]]:
    """The identity `key` of the user (the first one if there is none), with permissions, and all of them."""
    mine = of_user(session, user_id)
    chosen = next((i for i in mine if i.key == key), mine[0] if mine and key is None else None)
    if chosen:
        chosen = Identity(**vars(chosen) | {"permissions": granted(session, chosen)})
    return chosen, mine


def granted(session: Session, identity: Identity) -> frozenset[tuple[str, str]]:
    """What an identity may do: its role's permissions, for a substitute without what is personal."""
    held = permissions(session, identity.role_id)
    if identity.for_appointment_id is None:
        return held
    return frozenset((verb, subject) for verb, subject in held if subject not in PERSONAL)


def scope_for_job(user_id: int | None, key: str) -> Scope | None:
    """The scope of the identity that started a job; None when it has ended or its account was locked since."""
    with scope.everything("identity of a job", readonly=True):
        user = db.session.get(Account, user_id or 0)
        chosen = active(db.session, user.id, key)[0] if user and user.active else None
    return chosen.scope() if chosen else None


# ---- the request --------------------------------------------------------------------------------------------------


def install(app: Flask) -> None:
    """Put every request of a signed-in user under the scope of the active identity."""
    app.before_request(_enter)
    app.teardown_request(_leave)


def _enter() -> Any:
    g.identity, g.identities = None, []
    if request.endpoint is None or request.endpoint.endswith("static") or not current_user.is_authenticated:
        return None
    if current_user.must_change_password:
        return None if request.endpoint in UNTIL_CHANGED else redirect(url_for("PasswordView.change"))
    with scope.everything("identity", readonly=True):
        g.identity, g.identities = active(db.session, current_user.id, _wanted())
        if g.identity is None and g.identities:  # the remembered one has ended: fall back to the first
            g.identity, _mine = active(db.session, current_user.id, None)
    if g.identity:
        g.scope_stack = ExitStack()
        readonly = request.method in ("GET", "HEAD", "OPTIONS")
        g.scope_stack.enter_context(scope.using(g.identity.scope(), readonly=readonly))
    return _refuse_other_identity()


def _wanted() -> str | None:
    """The identity of the session, or the one that a refused form was sent again under, by its button."""
    if request.method == "POST" and request.form.get("_resume"):
        resumed = request.form.get("_identity", "")
        if resumed in {i.key for i in of_user(db.session, current_user.id)}:
            session["identity"] = resumed
    return session.get("identity")


def _refuse_other_identity() -> Any:
    """A form is refused when it was opened under another identity than the active one (R-2)."""
    posted = request.form.get("_identity")
    if request.method != "POST" or request.endpoint in FREE or posted == (g.identity.key if g.identity else ""):
        return None
    return refused_page()


def _leave(error: BaseException | None) -> None:
    stack = g.pop("scope_stack", None)
    if stack:
        stack.close()


def switch(key: str) -> bool:
    """Make `key` the active identity of the session, if it is one of the user's."""
    if key not in {i.key for i in g.identities}:
        return False
    session["identity"] = key
    return True


@contextmanager
def acting_as(identity: Identity) -> Iterator[None]:
    """Look at rows and screens as somebody else would, without writing; the own identity comes back afterwards."""
    real, g.identity = g.get("identity"), identity
    try:
        with scope.using(identity.scope(), readonly=True):
            yield
    finally:
        g.identity = real


def stands(session: Session, user_id: int) -> bool:
    """Whether an account may still be written to: not locked, and with something that it acts as (NOTE-1)."""
    user = session.get(Account, user_id)
    return bool(user and user.active and of_user(session, user_id))
