"""Organizations that may be chosen at submission: found by name or credit code, also beyond the scope (GX-5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from app.kit import audit, review, scope
from app.kit.errors import RuleError
from app.kit.scope import Actor
from app.kit.views import Choice
from app.organizations import adding
from app.organizations.models import UNIT, Organization, ReviewRoute, RouteStep
from app.organizations.words import choice_note

FIRST, SHORTEST = 10, 2
LOOK_UPS_A_MINUTE = 30
_AT_ONCE = 100  # names that are asked at a time whether somebody decides there
_MOST = 1000  # names that are asked at most: who types so little sees the first of them
_ASKED = "organization:choose"
Shown = tuple[int, tuple[str, str, str]]
_table: Any = Organization.__table__


def deciders(session: Session, actor: Actor, kind: str, typed: str, region: str = "") -> list[Shown]:
    """The first ten units of the platform that can decide on `kind` where who submits chooses; a full name first.

    Name, credit code and region are all that leaves the scope, of names that contain at least two typed characters
    and of exact credit codes. Each look-up is on record; RuleError for less and above thirty a minute and person.
    """
    if len(typed) < SHORTEST:
        raise RuleError(_("Type at least %(n)s characters.", n=SHORTEST), field="q")
    if audit.count_since(session, _ASKED, actor.user_id, timedelta(minutes=1)) >= LOOK_UPS_A_MINUTE:
        raise RuleError(_("Too many look-ups in a short time. Please wait a minute."), field="q")
    audit.record(session, _ASKED)
    found = []
    for row in _able(session, kind, _named(typed, region)):
        found.append((row.id, (row.name, row.credit_code or "", row.region)))
        if len(found) == FIRST:
            break
    return found


def _named(typed: str, region: str) -> Select[Any]:
    """Units of the platform by name or credit code: who was meant exactly comes first, then the shortest names."""
    exact = or_(func.lower(_table.c.name) == typed.lower(), _table.c.credit_code == typed.upper())
    wanted = (
        _table.c.platform_id == scope.require().platform_id,
        _table.c.kind == UNIT,
        or_(exact, _table.c.name.icontains(typed, autoescape=True)),
        *([_table.c.region.startswith(region, autoescape=True)] if region else []),
    )
    columns = [_table.c[name] for name in ("id", "name", "credit_code", "region")]
    order = (case((exact, 0), else_=1), func.length(_table.c.name), _table.c.name, _table.c.id)
    return select(*columns).where(*wanted).order_by(*order)


def _able(session: Session, kind: str, named: Select[Any]) -> Iterator[Any]:
    """Those at which somebody holds a permission that a chosen step of the kind's routes asks for."""
    routes = select(RouteStep.permission).join(ReviewRoute, ReviewRoute.id == RouteStep.route_id)
    asked = session.scalars(routes.where(ReviewRoute.kind == kind, RouteStep.who == "chosen").distinct()).all()
    for start in range(0, _MOST if asked else 0, _AT_ONCE):
        with scope.bulk("choice: units that can decide, by at least two characters of the name"):
            rows = session.execute(named.offset(start).limit(_AT_ONCE)).all()
        places = review.holders(session, kind, [(row.id, permission) for row in rows for permission in asked])
        able = {number for number, _permission in places}
        yield from (row for row in rows if row.id in able)
        if len(rows) < _AT_ONCE:
            return


def wanted(session: Session, kind: str) -> bool:
    """Whether a route of the platform leaves the deciding organization to who submits."""
    routes = select(RouteStep.id).join(ReviewRoute, ReviewRoute.id == RouteStep.route_id)
    asked = routes.where(
        ReviewRoute.kind == kind, RouteStep.who == "chosen", RouteStep.platform_id == scope.require().platform_id
    )
    return session.scalars(asked.limit(1)).first() is not None


def regions(session: Session) -> list[tuple[str, str]]:
    """The tree of regions that have units, as (region, label): what lies in another one follows it, one level deeper.

    A region lies in those whose names it begins with, and in the province and the city that its own name tells. The
    names of regions leave the scope, as a look-up tells them anyway; whose units are there does not.
    """
    wanted = (_table.c.platform_id == scope.require().platform_id, _table.c.kind == UNIT, _table.c.region != "")
    with scope.bulk("choice: regions of the platform's units"):
        query = select(_table.c.region).where(*wanted).distinct().order_by(_table.c.region).limit(_MOST)
        return tree_of(session.scalars(query))


_LARGER = re.compile(r"(?<=[^\W\d_]{2})(?:省|自治区|自治州|市|地区|盟)(?=.{2})")
_STEP = "\u3000"  # an ideographic space, which browsers keep at the beginning of an option


def tree_of(names: Iterable[str]) -> list[tuple[str, str]]:
    """Names of regions with what they lie in, each after what it lies in and labelled without it."""
    own = set(names)
    known = sorted(own | {name[: found.end()] for name in own for found in _LARGER.finditer(name)})
    shown: list[tuple[str, str]] = []
    around: list[str] = []
    for name in known:
        while around and not name.startswith(around[-1]):
            around.pop()
        rest = name[len(around[-1]) :].strip(" -/·") if around else name
        shown.append((name, f"{_STEP * len(around)}{rest or name}"))
        around.append(name)
    return shown


def missing() -> tuple[str, str] | None:
    """Where somebody asks for a unit that is not there, if the role may."""
    may = scope.actor().may("write", adding.SUBJECT)
    return (_("Add a unit"), url_for("OwnUnitRequestView.add")) if may else None


def own_unit(session: Session, actor: Actor, kind: str) -> list[Shown]:
    """What a dialog offers before anything is typed: the actor's own organization (GX-12)."""
    own = session.get(Organization, actor.organization_id) if actor.organization_id else None
    return [(own.id, (own.name, own.credit_code or "", own.region))] if own else []


def choice(label: Any, hint: Any = "", preset: Any = None) -> Choice:
    """What a verb declares that sends items to an organization of the submitter's choice."""
    first = _l("The first 10 matches are shown; type the full name if yours is not among them.")
    heads = (_l("Unit name"), _l("Unified social credit code"), _l("Region"))
    return Choice(label, heads, deciders, hint or first, _l("Region"), regions, choice_note, missing, preset)
