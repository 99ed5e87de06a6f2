"""The identities of a user, and the one that is active: what one may do hangs on it (R-2)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, session
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
)
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Appointment
from app.extensions import db
from app.kit import clock, scope
from app.kit.errors import Stale
from app.kit.scope import Actor, Scope
from app.organizations.models import Platform

# Requests that are not made under an identity: they choose one, leave, or only change the language.
FREE = {"LoginView.login", "LoginView.logout", "IdentityView.switch", "IdentityView.locale"}


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
    path: str | None = None
    organization_id: int | None = None
    appointment_id: int | None = None
    learner_id: int | None = None
    permissions: frozenset[tuple[str, str]] = frozenset()

    def scope(self) -> Scope:
        actor = Actor(
            user_id=self.user_id,
            name=self.name,
            identity=self.key,
            appointment_id=self.appointment_id,
            organization_id=self.organization_id,
            learner_id=self.learner_id,
            permissions=self.permissions,
        )
        return Scope(self.kind, self.platform_id, self.path, actor)


Source = Callable[[Session, int], list[Identity]]
_sources: list[Source] = []


def source(find: Source) -> Source:
    """Register what gives identities to a user: appointments here, learner records one layer up."""
    _sources.append(find)
    return find


@source
def appointments(session: Session, user_id: int) -> list[Identity]:
    """The appointments of a user that are valid today."""
    day = clock.today()
    valid = (Appointment.starts_on <= day, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day))
    loaded = [joinedload(path) for path in (Appointment.organization, Appointment.profile, Appointment.user)]
    query = select(Appointment, Platform.name).outerjoin(Platform, Platform.id == Appointment.platform_id)
    mine = query.where(Appointment.user_id == user_id, *valid).options(*loaded).order_by(Appointment.id)
    return [_of_appointment(a, platform) for a, platform in session.execute(mine)]


def _of_appointment(a: Appointment, platform: str | None) -> Identity:
    place, profile = a.organization, a.profile
    role = profile.label if str(get_locale() or "zh").startswith("zh") else profile.label_en
    return Identity(
        key=f"a{a.id}",
        label=f"{place.name} · {role}" if place else role,
        kind=profile.kind,
        role_id=profile.role_id,
        user_id=a.user_id,
        name=a.user.get_full_name(),
        platform_id=a.platform_id,
        platform_name=platform or "",
        path=place.path if place else None,
        organization_id=a.organization_id,
        appointment_id=a.id,
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
        chosen = Identity(**vars(chosen) | {"permissions": permissions(session, chosen.role_id)})
    return chosen, mine


def scope_for_job(user_id: int | None, key: str) -> Scope | None:
    """The scope of the identity that started a job; None when it has ended since."""
    with scope.everything("identity of a job", readonly=True):
        chosen, _mine = active(db.session, user_id or 0, key)
    return chosen.scope() if chosen else None


# ---- the request --------------------------------------------------------------------------------------------------


def install(app: Flask) -> None:
    """Put every request of a signed-in user under the scope of the active identity."""
    app.before_request(_enter)
    app.teardown_request(_leave)


def _enter() -> Any:
    g.identity, g.identities = None, []
    if request.endpoint is None or request.endpoint.endswith("static") or not current_user.is_authenticated:
        return
    with scope.everything("identity", readonly=True):
        g.identity, g.identities = active(db.session, current_user.id, session.get("identity"))
        if g.identity is None and g.identities:  # the remembered one has ended: fall back to the first
            g.identity, _mine = active(db.session, current_user.id, None)
    if g.identity:
        g.scope_stack = ExitStack()
        readonly = request.method in ("GET", "HEAD", "OPTIONS")
        g.scope_stack.enter_context(scope.using(g.identity.scope(), readonly=readonly))
    _refuse_other_identity()


def _refuse_other_identity() -> None:
    """A form is refused when it was opened under another identity than the active one (R-2)."""
    if request.method != "POST" or request.endpoint in FREE:
        return
    if request.form.get("_identity") != (g.identity.key if g.identity else ""):
        raise Stale(_("This page was opened under another identity than the one you now act under. "
                      "Nothing was changed: switch back, or open the page again."))  # fmt: skip


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
