"""Verbs of the inbox: what waits, of every kind in one queue, and deciding on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, inspect, or_, select
from sqlalchemy.orm import Session, joinedload

from app.kit import clock, review
from app.kit.errors import NotFound, RuleError
from app.kit.review import STEP, Outcome
from app.kit.scope import Actor
from app.organizations.models import Organization
from app.reviewing.models import SavedFilter

DECISIONS = ("approve", "return", "reject")
SOON = timedelta(days=2)
MOST_FILTERS = 20


@dataclass(frozen=True)
class Wanted:
    """What the queue is narrowed to; empty fields don't narrow."""

    kind: str = ""
    permission: str = ""
    title: str = ""
    unit: str = ""
    submitter: str = ""
    since: date | None = None
    until: date | None = None
    due: str = ""  # "overdue" or "soon"


@dataclass(frozen=True)
class Waiting:
    """An item beside the open step at which it waits."""

    step: Any
    item: Any

    @property
    def key(self) -> str:
        """`kind.id.version`, so that a stale page can't decide over a changed item."""
        return f"{self.step.kind}.{self.item.id}.{self.item.version}"

    @property
    def title(self) -> str:
        return str(getattr(self.item, self.item.review_label))

    @property
    def is_overdue(self) -> bool:
        return self.step.due_at is not None and self.step.due_at < clock.now()


def queue(session: Session, actor: Actor, wanted: Wanted, size: int, start: int = 0) -> tuple[list[Waiting], int]:
    """A page of what the actor has to decide, the oldest first, and how many there are in all (R-3, GX-13).

    One query over open steps, and one per kind for the items.
    """
    steps = review.waiting(session, actor, *_criteria(wanted), size=size, start=start)
    items = _items(session, steps)
    found = [Waiting(step, items[step.kind, step.item_id]) for step in steps if (step.kind, step.item_id) in items]
    return found, steps[0].total if steps else 0


def _criteria(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(STEP.c.kind == wanted.kind)
    if wanted.permission:
        found.append(STEP.c.permission == wanted.permission)
    if wanted.since:
        found.append(STEP.c.opened_at >= clock.start_of(wanted.since))
    if wanted.until:
        found.append(STEP.c.opened_at < clock.start_of(wanted.until + timedelta(days=1)))
    if wanted.due:
        found.append(STEP.c.due_at < clock.now() + (SOON if wanted.due == "soon" else timedelta()))
    if wanted.title or wanted.unit:
        found.append(_of_items(wanted))
    if wanted.submitter:
        found.append(_submitted_by(wanted.submitter))
    return found


def _of_items(wanted: Wanted) -> ColumnElement[bool]:
    """Steps of items by title and declaring unit, which each kind keeps in its own table."""
    kinds = []
    for kind, flow in review.flows().items():
        if wanted.kind in ("", kind):
            model = flow.model
            rows = select(model.__table__.c.id)
            if wanted.title:
                label = model.__table__.c[model.review_label]
                rows = rows.where(label.contains(wanted.title, autoescape=True))
            if wanted.unit:
                units = Organization.__table__
                named = select(units.c.id).where(units.c.name.contains(wanted.unit, autoescape=True))
                rows = rows.where(model.__table__.c.organization_id.in_(named))
            kinds.append(and_(STEP.c.kind == kind, STEP.c.item_id.in_(rows)))
    return or_(*kinds)


def _submitted_by(name: str) -> ColumnElement[bool]:
    """Steps of items whose present round was submitted by somebody of this name."""
    sent = STEP.alias()
    same = [sent.c[column] == STEP.c[column] for column in ("kind", "item_id", "round")]
    written = sent.c.user_name.contains(name, autoescape=True)
    return select(sent.c.id).where(*same, sent.c.seq == 0, sent.c.verb == "submit", written).exists()


def _items(session: Session, steps: Sequence[Any]) -> dict[tuple[str, int], Any]:
    """The items of open steps, read through the scope: one query per kind."""
    ids: dict[str, list[int]] = defaultdict(list)
    for step in steps:
        ids[step.kind].append(step.item_id)
    found: dict[tuple[str, int], Any] = {}
    for kind, wanted in ids.items():
        model = review.flows()[kind].model
        found |= {(kind, item.id): item for item in session.scalars(_with_what_it_shows(model, wanted))}
    return found


def _with_what_it_shows(model: Any, ids: Sequence[int]) -> Any:
    """Items with the rows that they refer to: their unit in the queue, the others beside it."""
    related = [relation for relation in inspect(model).relationships if relation.direction.name == "MANYTOONE"]
    loaded = [joinedload(getattr(model, relation.key)) for relation in related]
    return select(model).where(model.id.in_(ids)).options(*loaded)


def decide(
    session: Session, actor: Actor, verb: str, keys: Sequence[str], opinion: str, granted: Decimal | None = None
) -> Outcome:
    """Approve, return or reject what was ticked, of whatever kinds, in one transaction (R-4).

    `keys` are `kind.id.version`; an unknown kind or a foreign id refuses the whole call (NotFound), a missing
    opinion is a RuleError, what somebody else has decided meanwhile is skipped and named. `granted` are the hours
    for a single item of a kind that is granted any (GX-13); elsewhere nothing of the kind is asked for (NotFound).
    """
    if verb not in DECISIONS:
        raise NotFound()
    seen: dict[str, dict[int, int]] = defaultdict(dict)
    for key in dict.fromkeys(keys):
        kind, number, version = _parsed(key)
        seen[kind][number] = version
    if granted is not None and not _grants(verb, seen):
        raise NotFound()
    whole = Outcome()
    for kind, versions in seen.items():
        given = None if granted is None else dict.fromkeys(versions, granted)
        model = review.flows()[kind].model
        part = review.act(session, verb, model, versions, actor, opinion, versions, granted=given)
        whole.done += part.done
        whole.skipped += part.skipped
    return whole


def _grants(verb: str, seen: Mapping[str, Mapping[int, int]]) -> bool:
    """Whether this is the approval of one item that is granted hours."""
    single = sum(map(len, seen.values())) == 1
    return single and verb == "approve" and all(review.flows()[kind].grants for kind in seen)


def _parsed(key: str) -> tuple[str, int, int]:
    kind, _dot, numbers = key.partition(".")
    number, _dot, version = numbers.partition(".")
    if kind not in review.flows() or not (number.isdecimal() and version.isdecimal()) or len(numbers) > 20:
        raise NotFound()
    return kind, int(number), int(version)


# ---- saved filters ------------------------------------------------------------------------------------------------


def save_filter(session: Session, actor: Actor, values: Mapping[str, Any], query: str) -> SavedFilter:
    """Keep the present filter under a name; the same name replaces it. At most 20 of each identity."""
    name = str(values.get("name") or "").strip()
    if not 0 < len(name) <= 40 or "\0" in name:
        raise RuleError(_("Give the filter a name of at most %(n)s characters.", n=40), field="name")
    if not 0 < len(query) <= 500:
        raise RuleError(_("Filter by something first, then save the filter."), field="name")
    saved = session.scalars(select(SavedFilter).where(SavedFilter.name == name)).first()
    if saved is None:
        if (session.scalar(select(func.count()).select_from(SavedFilter)) or 0) >= MOST_FILTERS:
            raise RuleError(_("You have %(n)s saved filters; remove one first.", n=MOST_FILTERS), field="name")
        saved = SavedFilter(user_id=actor.user_id, identity=actor.identity, name=name, query=query)
        session.add(saved)
    saved.query = query
    session.flush()
    return saved


def remove_filter(session: Session, actor: Actor, number: int) -> None:
    saved = session.scalars(select(SavedFilter).where(SavedFilter.id == number)).one_or_none()
    if saved is None:
        raise NotFound()
    session.delete(saved)


def filters(session: Session) -> Sequence[SavedFilter]:
    """The saved filters of the identity (the scope knows no others), by name."""
    return session.scalars(select(SavedFilter).order_by(SavedFilter.name)).all()
