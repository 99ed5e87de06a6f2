"""Verbs of the tree and of a platform's policy: add units, find the route of an item, read a setting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session
from wtforms.validators import ValidationError

from app.kit import audit, clock, personal, review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Plan, PlannedStep
from app.kit.scope import Actor
from app.organizations.models import (
    DEPARTMENT,
    PATH_MAX,
    PATH_SEGMENT,
    UNIT,
    Organization,
    Platform,
    PolicyRow,
    ReviewRoute,
    new_path,
    under,
)
from app.organizations.settings import NAMED, REGISTRY

CHOSEN = "chosen"  # the type of a route for what is sent to an organization of one's choice (GX-5)
# name -> value where no row says otherwise.
SETTINGS: dict[str, Any] = {one.name: one.default for one in REGISTRY}


def setting(session: Session, platform_id: int, year: int, name: str) -> Any:
    """The value valid in `year`: of the rows with the latest `from_year` not after it the newest, else the default."""
    return settings(session, platform_id, year, name)[name]


def settings(session: Session, platform_id: int, year: int, *names: str) -> dict[str, Any]:
    """The values of several settings that are valid in `year`, by one query."""
    query = select(PolicyRow.name, PolicyRow.value).where(
        PolicyRow.platform_id == platform_id, PolicyRow.name.in_(names), PolicyRow.from_year <= year
    )
    rows = session.execute(query.order_by(PolicyRow.from_year, PolicyRow.id))
    stored = {name: SETTINGS[name] for name in names} | {row.name: row.value for row in rows}
    return {name: NAMED[name].typed(value) for name, value in stored.items()}


def platform_ids(session: Session) -> list[int]:
    """Every platform of the installation, for periodic work."""
    return list(session.scalars(select(Platform.id).order_by(Platform.id)))


def zone(session: Session, platform_id: int) -> str:
    """The time zone of a platform (R-8)."""
    return session.scalar(select(Platform.zone).where(Platform.id == platform_id)) or clock.DEFAULT_ZONE


# ---- the tree -----------------------------------------------------------------------------------------------------


def add_unit(session: Session, actor: Actor, values: Mapping[str, Any]) -> Organization:
    """Add a unit or department below `parent`."""
    parent = values["parent"]
    lock_tree(session, parent.platform_id, moving=False)
    session.refresh(parent)
    _refuse_namesake(session, parent, values["name"])
    unit = Organization(**unit_values(parent, values))
    session.add(unit)
    session.flush()
    return unit


def unit_values(parent: Organization, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new node below `parent`: its own path, and a level that counts units only."""
    kind = values.get("kind") or UNIT
    return {
        "platform_id": parent.platform_id,
        "parent_id": parent.id,
        "kind": kind,
        "category": values.get("category") or "employer",
        "level": parent.level + (1 if kind == UNIT else 0),
        "path": new_path(parent),
        "name": values["name"],
        "credit_code": values.get("credit_code"),
        "region": values.get("region") or "",
        "contact": values.get("contact") or "",
        "note": values.get("note") or "",
    }


def revise_unit(session: Session, actor: Actor, item: Organization, values: Mapping[str, Any]) -> None:
    """Change what describes a unit; moving it is another verb."""
    if values.get("name", item.name) != item.name and item.parent is not None:
        _refuse_namesake(session, item.parent, values["name"])
    for name in ("name", "credit_code", "category", "region", "contact", "note"):
        if name in values:
            setattr(item, name, values[name] or (None if name == "credit_code" else ""))
    item.version += 1


def move_unit(session: Session, actor: Actor, item: Organization, values: Mapping[str, Any]) -> None:
    """Hang a subtree below another organization of the scope; who is appointed in it sees and is seen at once.

    Paths and levels of the whole subtree change in one statement. Refused below itself, beside a namesake, and
    deeper than a path can say. Moves on one platform wait for each other, so that two of them make no ring.
    """
    lock_tree(session, item.platform_id, moving=True)
    parent = values["parent"]
    for one in (item, parent):
        session.refresh(one)
    if item.parent_id is None or parent.path.startswith(item.path):
        raise RuleError(_("An organization can't be moved below itself, and the root stays."), field="parent")
    if parent.id == item.parent_id:
        raise RuleError(_("It is there already."), field="parent")
    _refuse_namesake(session, parent, item.name, field="parent")
    old, new = item.path, parent.path + item.path[-PATH_SEGMENT:]
    longest = session.scalar(select(func.max(func.length(Organization.path))).where(under(old))) or 0
    if longest - len(old) + len(new) > PATH_MAX:
        raise RuleError(_("The tree would become too deep there."), field="parent")
    rise = parent.level + (1 if item.kind == UNIT else 0) - item.level
    moved = {
        "path": new + func.substr(Organization.path, len(old) + 1),
        "level": Organization.level + rise,
        "parent_id": case((Organization.id == item.id, parent.id), else_=Organization.parent_id),
        "version": Organization.version + 1,
    }
    with scope.bulk("move a subtree between organizations of the scope"):
        session.execute(update(Organization).where(under(old)).values(moved), execution_options=_UNSYNCED)
    audit.record(session, "organization:move", item.id, before=[old, item.parent_id], after=[new, parent.id])
    session.expire_all()


_UNSYNCED = {"synchronize_session": False}


def lock_tree(session: Session, platform_id: int, moving: bool) -> None:
    """One move at a time, and none while units are being added; who waits must read paths anew afterwards.

    The platform's root is the lock, whether the actor sees it or not.
    """
    table: Any = Organization.__table__
    root = select(table.c.id).where(table.c.platform_id == platform_id, table.c.parent_id.is_(None))
    with scope.bulk("lock of the tree"):
        session.execute(root.with_for_update(read=not moving))


def above(session: Session, organization_id: int) -> list[int]:
    """The organization and everything above it, the nearest first, also above the scope: for who is to be told."""
    return [row.id for row in _ancestors(session, organization_id)]


def unit_path(session: Session, organization_id: int) -> str:
    """The path of the unit that an organization is or belongs to, also above the scope."""
    return next((o.path for o in _ancestors(session, organization_id) if o.kind == UNIT), "")


def _refuse_namesake(session: Session, parent: Organization, name: str, field: str = "name") -> None:
    twin = select(Organization.id).where(Organization.parent_id == parent.id, Organization.name == name)
    if session.execute(twin).first():
        raise RuleError(_("There is already an organization of this name there."), field=field)


def check_credit_code(form: Any, field: Any) -> None:
    """WTForms validator: GB 32100, empty allowed (R-7)."""
    if field.data:
        try:
            field.data = personal.check_credit_code(field.data)
        except RuleError as refusal:
            raise ValidationError(refusal.message) from refusal


def departments(session: Session, unit_ids: Iterable[int]) -> dict[tuple[int, str], Organization]:
    """The departments directly below the units, by (unit id, name)."""
    query = select(Organization).where(Organization.parent_id.in_(list(unit_ids)), Organization.kind == DEPARTMENT)
    return {(d.parent_id or 0, d.name): d for d in session.scalars(query)}


def unit_of(session: Session, organization_id: int) -> int:
    """The unit that an organization is or belongs to."""
    node = session.get(Organization, organization_id)
    while node is not None and node.kind == DEPARTMENT:
        node = node.parent
    if node is None:
        raise NotFound()
    return node.id


# ---- routes -------------------------------------------------------------------------------------------------------


def plan_route(session: Session, kind: str, organization_id: int, case: Mapping[str, Any]) -> Plan:
    """The steps that apply to an item of `kind` declared by an organization, each with who decides (R-3).

    `case` tells the item's type and hours, and the organization chosen at submission. The nearest ancestor of a level
    includes the declaring unit itself (C15); RuleError where there is no route, no organization of the level above
    it, or nobody to decide at the chosen one. No step left: approved at once.
    """
    chain = _ancestors(session, organization_id)
    if not chain:
        raise NotFound()
    own = next(o for o in chain if o.kind == UNIT)
    route = _route_for(session, kind, own, _types(case))
    steps = [step for step in route.steps if _applies(step, case)]
    places = [chain[-1], own, *chain]
    return Plan(tuple(_resolve(session, kind, step, places, case) for step in steps), route.revocable_by)


def _applies(step: Any, case: Mapping[str, Any]) -> bool:
    """Whether the step's conditions hold: one of its types, more than its hours."""
    if step.types is not None and not set(step.types) & set(_types(case)):
        return False
    return step.above_hours is None or (case.get("hours") or 0) > step.above_hours


def _ancestors(session: Session, organization_id: int) -> list[Any]:
    """The organization and everything above it, the nearest first; reviewers sit above the declarer's scope."""
    table: Any = Organization.__table__
    with scope.bulk("route: ancestors of an organization of the scope"):
        own = session.execute(select(table).where(table.c.id == organization_id)).first()
        if own is None:
            return []
        segments = own.path.split("/")[:-1]
        paths = ["/".join(segments[: n + 1]) + "/" for n in range(len(segments))]
        return list(session.execute(select(table).where(table.c.path.in_(paths)).order_by(table.c.path.desc())))


def _types(case: Mapping[str, Any]) -> tuple[str, ...]:
    """What an item is to routes, from the most specific type to the most general: first, that somebody was chosen."""
    found = case.get("type") or ()
    own = (found,) if isinstance(found, str) else tuple(found)
    return (CHOSEN, *own) if case.get("chosen") else own


def _route_for(session: Session, kind: str, unit: Any, types: tuple[str, ...]) -> ReviewRoute:
    """The most specific route: of the item's types before one for every type, then of the unit's level."""
    level = or_(ReviewRoute.owner_level == unit.level, ReviewRoute.owner_level.is_(None))
    of_type = or_(ReviewRoute.type.in_(types), ReviewRoute.type.is_(None))
    query = select(ReviewRoute).where(ReviewRoute.platform_id == unit.platform_id, ReviewRoute.kind == kind)
    found = session.scalars(query.where(level, of_type).order_by(ReviewRoute.id))
    order = {name: place for place, name in enumerate(types)}
    routes = sorted(found, key=lambda route: (order.get(route.type or "", len(types)), route.owner_level is None))
    if not routes:
        raise RuleError(_("Your platform has no review route for this yet. Please ask its administrator."))
    return routes[0]


def _resolve(session: Session, kind: str, step: Any, places: list[Any], case: Mapping[str, Any]) -> PlannedStep:
    root, own, *chain = places
    if step.who == "chosen":
        decider = _chosen(session, kind, step, own.platform_id, case.get("chosen"))
    elif step.who in ("own_unit", "root"):
        decider = own if step.who == "own_unit" else root
    else:
        decider = next((o for o in chain if o.kind == UNIT and o.level == step.level), None)
    if decider is None:
        raise RuleError(_("No organization of level %(level)s is above this unit for %(step)s.",
                          level=step.level, step=step.name))  # fmt: skip
    department = chain[0].id if chain[0].kind == DEPARTMENT and decider.id == own.id else None
    return PlannedStep(
        step.name, step.name_en, decider.id, decider.name, step.permission, step.self_review, step.working_days,
        department,
    )  # fmt: skip


def _chosen(session: Session, kind: str, step: Any, platform_id: int, organization_id: Any) -> Any:
    """The organization chosen at submission: of the platform, with somebody who may decide there."""
    table: Any = Organization.__table__
    wanted = (table.c.id == organization_id, table.c.platform_id == platform_id)
    with scope.bulk("route: the organization chosen at submission"):
        found = session.execute(select(table).where(*wanted)).first() if organization_id else None
    if found is None:
        raise RuleError(_("Choose the organization that decides at the step %(step)s.", step=step.name), "chosen")
    if not review.holders(session, kind, [(found.id, step.permission)]):
        raise RuleError(_("Nobody at %(name)s can decide at the step %(step)s.", name=found.name, step=step.name),
                        "chosen")  # fmt: skip
    return found


def units(session: Session, organization_ids: Iterable[int]) -> dict[int, Any]:
    """The unit (id, name) that each organization is or belongs to; for snapshots of people already found."""
    table: Any = Organization.__table__
    found: dict[int, Any] = {}
    waiting = {i: i for i in set(organization_ids)}  # organization -> the node to look at next
    while waiting:
        with scope.bulk("unit names for snapshots"):
            nodes = {n.id: n for n in session.execute(select(table).where(table.c.id.in_(set(waiting.values()))))}
        found |= {i: nodes[at] for i, at in waiting.items() if nodes[at].kind == UNIT}
        waiting = {i: nodes[at].parent_id for i, at in waiting.items() if nodes[at].kind != UNIT}
    return found


def unit_names(session: Session, organization_ids: Iterable[int]) -> dict[int, str]:
    """The name of the unit that each organization is or belongs to."""
    return {number: unit.name for number, unit in units(session, organization_ids).items()}


def unit_ids(session: Session, organization_ids: Iterable[int]) -> dict[int, int]:
    """The unit that each organization is or belongs to, to tell its administrators of people already found."""
    return {number: unit.id for number, unit in units(session, organization_ids).items()}


def place_names(session: Session, organization_ids: Iterable[int]) -> dict[int, str]:
    """`unit · department` of each organization, for the history of people already found."""
    wanted = set(organization_ids)
    table: Any = Organization.__table__
    units = unit_names(session, wanted)
    with scope.bulk("unit names for snapshots"):
        rows = session.execute(select(table.c.id, table.c.name, table.c.kind).where(table.c.id.in_(wanted)))
        return {r.id: r.name if r.kind == UNIT else f"{units[r.id]} · {r.name}" for r in rows}


def known_unit_names(session: Session, platform_id: int, names: Iterable[str]) -> set[str]:
    """Which of `names` are units of the platform: all that an organizer of another branch learns."""
    table: Any = Organization.__table__
    query = select(table.c.name).where(
        table.c.platform_id == platform_id, table.c.kind == UNIT, table.c.name.in_(list(names))
    )
    with scope.bulk("unit names of a results sheet"):
        return set(session.execute(query).scalars())
