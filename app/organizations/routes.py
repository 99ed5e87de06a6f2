"""Review routes as the platform's administrator keeps them: write, say in words, and try over all units (R-3)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit import audit, review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.scope import Actor
from app.organizations.models import UNIT, Organization, Platform, ReviewRoute, RouteStep
from app.organizations.words import hours_word, language, level_name

# What is done with rows day by day; every other permission of a reviewed kind is one to decide with.
ORDINARY = {"can_read", "can_write", "can_import", "can_export", "can_lock"}
MOST_STEPS, LONGEST_TERM = 8, 250
_COLUMNS = ("name", "name_en", "who", "level", "permission", "self_review", "working_days", "types", "above_hours")
Types = Callable[[Session], Sequence[tuple[str, Any]]]
_types: dict[str, Types] = {}


def types(kind: str, find: Types) -> None:
    """Register what types the items of a reviewed kind may have: (code, label) pairs that the session sees."""
    _types[kind] = find


def types_of(session: Session, kind: str | None) -> list[tuple[str, Any]]:
    return list(_types[kind](session)) if kind in _types else []


def type_word(session: Session, code: str) -> str:
    """What a type is called, of whatever kind; the code itself where no kind knows it."""
    words = dict(pair for find in _types.values() for pair in find(session))
    return str(words.get(code, code))


# ---- writing ------------------------------------------------------------------------------------------------------


def add_route(session: Session, actor: Actor, values: Mapping[str, Any]) -> ReviewRoute:
    """A route for one kind, type and level of the declaring organization, with its steps.

    Refused where there is one already: NULL stands for "all others" here, which no unique key compares.
    """
    platform_id = scope.require().platform_id
    if platform_id is None:
        raise NotFound()
    route = ReviewRoute(platform_id=platform_id)
    return _save(session, route, values)


def revise_route(session: Session, actor: Actor, item: ReviewRoute, values: Mapping[str, Any]) -> None:
    """Replace a route as a whole; what has been submitted keeps the copy that it was given then."""
    item.version += 1
    _save(session, item, values)


def remove_routes(session: Session, actor: Actor, items: Iterable[ReviewRoute]) -> None:
    """Without a route nothing of the kind can be submitted by these units; what is under way goes on."""
    for item in items:
        audit.record(session, "review_route:steps", item.id, before=spelled(item.steps), after=[])
        session.delete(item)


def _save(session: Session, route: ReviewRoute, values: Mapping[str, Any]) -> ReviewRoute:
    steps = [_checked(n, step) for n, step in enumerate(values["steps"])]
    if len(steps) > MOST_STEPS:
        raise RuleError(_("A route has at most %(n)s steps.", n=MOST_STEPS))
    _refuse_second(session, route, values)
    before = spelled(route.steps)
    for name in ("kind", "type", "owner_level", "name"):
        setattr(route, name, values.get(name) or None)
    route.revocable_by = values.get("revocable_by") or review.LAST
    session.add(route)
    if [{name: getattr(one, name) for name in _COLUMNS} for one in route.steps] != steps:
        route.steps = []
        session.flush()  # the old steps go first: their numbers are taken up again
        route.steps = [RouteStep(platform_id=route.platform_id, seq=n, **step) for n, step in enumerate(steps, 1)]
        session.flush()
        audit.record(session, "review_route:steps", route.id, before=before, after=spelled(route.steps))
    session.flush()
    return route


def _refuse_second(session: Session, route: ReviewRoute, values: Mapping[str, Any]) -> None:
    """Two administrators who add the same route wait for each other at the platform's row."""
    session.execute(select(Platform.id).where(Platform.id == route.platform_id).with_for_update())
    same = (ReviewRoute.platform_id == route.platform_id, ReviewRoute.kind == values["kind"])
    query = select(ReviewRoute.id, ReviewRoute.type, ReviewRoute.owner_level).where(*same)
    wanted = (values.get("type") or None, values.get("owner_level") or None)
    if any((r.type, r.owner_level) == wanted and r.id != route.id for r in session.execute(query)):
        raise RuleError(_("There is already a route for this kind and level. Edit that one."), field="owner_level")


def _checked(number: int, step: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a step; a level goes with "nearest ancestor" and with nothing else."""
    found = {name: step.get(name) for name in _COLUMNS} | {"level": None}
    found |= {"name_en": step.get("name_en") or "", "types": step.get("types") or None}
    if step["who"] == "ancestor":
        found["level"] = step.get("level")
        if not found["level"]:
            raise RuleError(_("Say which level decides."), field=f"steps-{number}-level")
    if step.get("working_days") is not None and not 0 < step["working_days"] <= LONGEST_TERM:
        raise RuleError(_("Between 1 and %(n)s working days, or none at all.", n=LONGEST_TERM),
                        field=f"steps-{number}-working_days")  # fmt: skip
    if step.get("above_hours") is not None and step["above_hours"] < 0:
        raise RuleError(_("Hours can't be negative."), field=f"steps-{number}-above_hours")
    return found


# ---- in words -----------------------------------------------------------------------------------------------------


def who(step: Any) -> str:
    """Who decides at a step, in words."""
    if step.who == "ancestor":
        return _("the nearest %(level)s, itself included", level=level_name(step.level))
    places = {"own_unit": _("the declaring unit itself"), "root": _("the platform's root")}
    return places.get(step.who) or _("the organization chosen at submission")


def step_name(step: Any) -> str:
    return str((step.name_en if language() == "en" else "") or step.name)


def conditions(step: Any, labels: Mapping[str, Any] | None = None) -> list[str]:
    """When a step applies and what is special about it; `labels` are those of the types."""
    found = []
    if step.types:
        found.append(_("only for %(types)s", types=", ".join(str((labels or {}).get(t, t)) for t in step.types)))
    if step.above_hours is not None:
        found.append(_("only above %(n)s %(word)s", n=step.above_hours, word=hours_word()))
    if step.working_days:
        found.append(_("within %(n)s working days", n=step.working_days))
    return [*found, _("self-review allowed")] if step.self_review else found


def spelled(steps: Iterable[Any]) -> list[str]:
    """The steps as sentences, e.g. "初审: the nearest level-2 unit, itself included (within 5 working days)"."""
    return [f"{step_name(s)}: {who(s)}{_bracket(conditions(s))} [{s.permission}]" for s in steps]


def _bracket(parts: list[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""


# ---- tried over all units -----------------------------------------------------------------------------------------


@dataclass
class Trial:
    """What would become of items declared by each unit that the route is for: names of those that would be stuck."""

    units: int = 0
    no_place: list[str] = field(default_factory=list)  # no organization of the level above
    no_reviewer: list[str] = field(default_factory=list)  # nobody there holds the permission

    @property
    def sound(self) -> int:
        return self.units - len({*self.no_place} | {*self.no_reviewer})


def try_out(
    session: Session, steps: Sequence[Any], owner_level: int | None, others: Collection[int],
    holders: Mapping[str, Collection[int]],
) -> Trial:  # fmt: skip
    """Follow the steps from every unit of the level (None: of every level but `others`, which have their own route).

    `holders` says, per permission, at which organizations somebody holds it. Conditions are taken as met; a step
    that is chosen at submission can't be tried.
    """
    columns = (Organization.id, Organization.name, Organization.path, Organization.level)
    units = session.execute(select(*columns).where(Organization.kind == UNIT).order_by(Organization.path)).all()
    by_path = {unit.path: unit for unit in units}
    trial = Trial()
    for unit in units:
        if unit.level == owner_level or (owner_level is None and unit.level not in others):
            trial.units += 1
            _follow(trial, steps, unit, by_path, holders)
    return trial


def _follow(trial: Trial, steps: Sequence[Any], unit: Any, by_path: Mapping[str, Any], holders: Any) -> None:
    segments = unit.path.split("/")[:-1]
    paths = ("/".join(segments[: n + 1]) + "/" for n in range(len(segments)))
    chain = [by_path[path] for path in paths if path in by_path]
    deciders = [(step, _decider(step, chain)) for step in steps if step.who != "chosen"]
    if any(place is None for _step, place in deciders):
        trial.no_place.append(unit.name)
    elif any(place.id not in holders.get(step.permission, ()) for step, place in deciders if place):
        trial.no_reviewer.append(unit.name)


def _decider(step: Any, chain: Sequence[Any]) -> Any:
    """The organization that decides, root first in `chain`; None where there is none of the level."""
    if step.who == "ancestor":
        return next((one for one in reversed(chain) if one.level == step.level), None)
    return chain[0] if step.who == "root" else chain[-1]
