"""The shape of a review as constants, and what the capabilities above declare to it: kinds, routes, people, days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.kit.review.models import APPROVED, DRAFT, PENDING, REJECTED, RETURNED, written_by_act
from app.kit.scope import Actor

# Who makes a move: the owner; who holds the open step; who decided last; owner or last decider, as the route says.
OWNER, HOLDER, DECIDER, EITHER = "owner", "holder", "decider", "either"
# Who may revoke, as a route says: who decided last, the unit that submitted, or both.
LAST, UNIT, BOTH = "last", "unit", "both"


@dataclass(frozen=True)
class Move:
    """A legal move: from which states, by whom, and whether it needs an opinion."""

    sources: tuple[str, ...]
    by: str = HOLDER
    opinion: bool = False


MOVES: dict[str, Move] = {
    "submit": Move((DRAFT, RETURNED), OWNER),
    "withdraw": Move((PENDING,), OWNER),
    "approve": Move((PENDING,)),
    "return": Move((PENDING,), opinion=True),
    "reject": Move((PENDING,), opinion=True),
    "reopen": Move((APPROVED, REJECTED), DECIDER, opinion=True),
    "revoke": Move((APPROVED, PENDING), EITHER, opinion=True),
}
DECISIONS = ("approve", "return", "reject")


@dataclass(frozen=True)
class PlannedStep:
    """A step resolved for one item: which organization decides, with which permission, in how many working days."""

    name: str
    name_en: str
    organization_id: int
    organization_name: str
    permission: str
    self_review: bool = False
    working_days: int | None = None
    department_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """The route of one item: the steps that apply to it, and who may revoke what it led to."""

    steps: tuple[PlannedStep, ...] = ()
    revocable_by: str = LAST


Criteria = Callable[[Actor], tuple[ColumnElement[bool], ...]]


@dataclass(frozen=True)
class Flow:
    """A kind's effects: what must hold before submission, what approval does and what undoes it, what routes ask.

    `owner` says who submits and withdraws, `unit` who revokes as the unit concerned: criteria for an actor; by default
    the organization that declared it. `approvable` names the items that can't be approved yet, with the reason.
    """

    model: Any
    ready: Callable[[Session, Sequence[int]], Mapping[int, str]] | None = None
    approved: Callable[[Session, Sequence[int], Actor], None] | None = None
    case: Callable[[Any], Mapping[str, Any]] | None = None
    revoked: Callable[[Session, Sequence[int], Actor], None] | None = None
    owner: Criteria | None = None
    unit: Criteria | None = None
    approvable: Callable[[Session, Sequence[int]], Mapping[int, str]] | None = None
    grants: tuple[str, str] | None = None  # the columns of the hours that are requested and of those granted
    allowed: Callable[[Any, Decimal], str | None] | None = None  # why these hours can't be granted to this item

    def owned_by(self, actor: Actor) -> tuple[ColumnElement[bool], ...]:
        """Who submits and withdraws."""
        find = self.owner or self._declarer
        return find(actor)

    def of_unit(self, actor: Actor) -> tuple[ColumnElement[bool], ...]:
        """Who revokes as the unit."""
        find = self.unit or self._declarer
        return find(actor)

    def _declarer(self, actor: Actor) -> tuple[ColumnElement[bool], ...]:
        return (self.model.organization_id == actor.organization_id,)

    def offer(self, item: Any) -> Decimal | None:
        """What approving `item` grants unless a value is given: what an earlier step granted, else what is requested.

        None for kinds that are granted no hours.
        """
        if self.grants is None:
            return None
        requested, granted = (getattr(item, name) for name in self.grants)
        return requested if granted is None else granted


Router = Callable[[Session, str, int, Mapping[str, Any]], Plan]
Place = tuple[int, str]  # an organization and the permission with which it decides
Holders = Callable[[Session, str, Collection[Place]], Mapping[Place, Collection[int]]]
Deadline = Callable[[Session, int, datetime, int], datetime]


@dataclass
class _Wiring:
    """What is known only higher up: routes and the tree, accounts, the calendar."""

    router: Router
    holders: Holders = lambda _session, _kind, _places: {}
    deadline: Deadline | None = None
    hours: Callable[[], str] = lambda: ""


def _no_routes(session: Session, kind: str, organization_id: int, case: Mapping[str, Any]) -> Plan:
    raise LookupError("no router: call use_routes")


_flows: dict[str, Flow] = {}
_wiring = _Wiring(_no_routes)


def register(flow: Flow) -> None:
    if flow.grants:
        written_by_act[flow.model] = ("review_state", flow.grants[1])
    _flows[flow.model.__tablename__] = flow


def flows() -> dict[str, Flow]:
    return dict(_flows)


def flow_of(kind: str) -> Flow:
    return _flows[kind]


def use_routes(router: Router) -> None:
    """Wiring: `router(session, kind, organization_id, case)` gives the plan; RuleError where there is none."""
    _wiring.router = router


def use_holders(find: Holders) -> None:
    """Wiring: `find(session, kind, places)` gives the users who decide on `kind` at each (organization, permission)."""
    _wiring.holders = find


def use_deadlines(deadline: Deadline) -> None:
    """Wiring: `deadline(session, platform_id, moment, working days)` gives the last moment of the last day."""
    _wiring.deadline = deadline


def use_hours_word(word: Callable[[], str]) -> None:
    """Wiring: what the active platform calls hours."""
    _wiring.hours = word


def hours_word() -> str:
    return _wiring.hours()


def plan(session: Session, kind: str, organization_id: int, case: Mapping[str, Any]) -> Plan:
    return _wiring.router(session, kind, organization_id, case)


def holders(session: Session, kind: str, places: Collection[Place]) -> Mapping[Place, Collection[int]]:
    """The users who decide on `kind` at each place; places without any are missing."""
    return _wiring.holders(session, kind, places) if places else {}


def due(session: Session, platform_id: int, moment: datetime, days: int | None) -> datetime | None:
    """When a step opened at `moment` should be decided; None where its route sets no working days."""
    if days is None or _wiring.deadline is None:
        return None
    return _wiring.deadline(session, platform_id, moment, days)
