"""Verbs of a claim: declare it, register it for somebody, revise, submit, decide, take back (GX-2 to GX-15)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, or_, select, update
from sqlalchemy.orm import Session, joinedload

from app.claims.completing import FIELDS, Terms, completed
from app.claims.crediting import SOURCE, approvable, credit, ready, take_back
from app.claims.models import PERSON, UNIT, Claim
from app.kit import audit, clock, review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import APPROVED, EDITABLE, PENDING, Outcome
from app.kit.scope import Actor
from app.learners import operations as learners
from app.learners.models import Learner
from app.organizations import operations as organizations

__all__ = [
    "SOURCE",
    "approve",
    "declare",
    "discard",
    "register",
    "reject",
    "remove",
    "reopen",
    "revise",
    "revoke",
    "send_back",
    "snapshots",
    "submit",
    "take_paper",
    "withdraw",
]  # fmt: skip


# ---- declaring ----------------------------------------------------------------------------------------------------


def declare(session: Session, actor: Actor, values: Mapping[str, Any]) -> Claim:
    """「新登记培训」: the actor claims for himself, as a draft (GX-2); the promise must be made."""
    person = session.get(Learner, actor.learner_id) if actor.learner_id else None
    if person is None:
        raise NotFound()
    if not values.get("promised"):
        raise RuleError(_("Please confirm that what you state is true."), field="promised")
    return _add(session, actor, person, values, PERSON)


def register(session: Session, actor: Actor, values: Mapping[str, Any]) -> Claim:
    """Register for a person of the scope, found by exact ID number with matching name, as a draft (GX-10)."""
    return _add(session, actor, _person(session, values["document"], values["name"]), values, UNIT)


def _person(session: Session, number: str, name: str) -> Learner:
    """One message for an unknown number, another's name and a person of another unit (R-1)."""
    found = learners.of_scope_by_number(session, [number]).get(number)
    if found is None or found.name != name:
        raise RuleError(learners.unknown_person(), field="document")
    return found


def _add(session: Session, actor: Actor, person: Learner, values: Mapping[str, Any], by: str) -> Claim:
    item = Claim(registered_by=by, **_snapshot(session, actor, person, by))
    item.learner_id = person.id
    _fill(session, item, values)
    session.add(item)
    session.flush()
    return item


def _snapshot(session: Session, actor: Actor, person: Learner, by: str) -> dict[str, Any]:
    return snapshots(session, actor, [person], by)[person.id]


def snapshots(session: Session, actor: Actor, people: Iterable[Any], by: str) -> dict[int, dict[str, Any]]:
    """Who and where each person is now, and who submits: the person, or the actor's organization."""
    people = list(people)
    units = organizations.units(session, {p.organization_id for p in people} | {actor.organization_id or 0} - {0})
    own = units.get(actor.organization_id or 0)
    return {
        p.id: {
            "platform_id": p.platform_id,
            "organization_id": p.organization_id if by == PERSON else actor.organization_id,
            "unit_id": units[p.organization_id].id,
            "learner_organization_id": p.organization_id,
            "learner_name": p.name,
            "document_mask": str(p.document),
            "document_hash": p.document_hash,
            "unit_name": units[p.organization_id].name,
            "learner_title": p.title,
            "registered_name": p.name if by == PERSON or own is None else own.name,
        }
        for p in people
    }


def revise(session: Session, actor: Actor, item: Claim, values: Mapping[str, Any]) -> None:
    """Change a draft or a returned claim; whoever may write it, it stays the person's or the unit's (GX-3, GX-12)."""
    _refuse_fixed(item)
    if item.registered_by == PERSON and not values.get("promised"):
        raise RuleError(_("Please confirm that what you state is true."), field="promised")
    _fill(session, item, values)
    item.version += 1


def discard(session: Session, actor: Actor, items: Iterable[Claim]) -> None:
    """「批量删除」 of drafts and returned claims (GX-3, GX-12)."""
    for item in items:
        _refuse_fixed(item)
        session.delete(item)


def discard_many(
    session: Session, ids: Collection[int], actor: Actor, seen: Mapping[int, int] | None = None
) -> Outcome:
    """「批量删除」 of ticked rows: what is no draft any more is left alone and named (GX-12); NotFound for others'."""
    mine = (Claim.id.in_(list(ids)), *_submits(actor))
    items = session.scalars(select(Claim).where(*mine).order_by(Claim.id).with_for_update(of=Claim)).all()
    if not items or len(items) != len(set(ids)):
        raise NotFound()
    outcome = Outcome()
    for one in items:
        if one.review_state not in EDITABLE or one.version != (seen or {}).get(one.id, one.version):
            outcome.skipped.append((one.title, _("it was changed or submitted meanwhile")))
        else:
            outcome.done.append(one.id)
            session.delete(one)
    session.flush()
    return outcome


def _refuse_fixed(item: Claim) -> None:
    if item.review_state not in EDITABLE:
        raise RuleError(_("Only drafts and returned items can be changed or deleted."))


def _fill(session: Session, item: Claim, values: Mapping[str, Any]) -> Claim:
    terms = Terms(session, item.platform_id, [item.learner_id])
    facts = completed(terms, item.learner_id, values, item.review_state != review.RETURNED)
    for name in FIELDS:
        setattr(item, name, facts[name])
    item.category_id = facts["type"].category_id
    return item


# ---- review -------------------------------------------------------------------------------------------------------


def submit(
    session: Session,
    ids: Collection[int],
    actor: Actor,
    seen: Mapping[int, int] | None = None,
    chosen: int | None = None,
) -> Outcome:
    """「批量提交至本单位审核」, or with `chosen` 「提交至主管部门审核」 (GX-4, GX-5, GX-12).

    What a person declared goes by where that person is now: units change between draft and submission.
    """
    if actor.learner_id:
        _follow(session, actor, ids)
    return review.act(session, "submit", Claim, ids, actor, seen=seen, chosen=chosen)


def _follow(session: Session, actor: Actor, ids: Collection[int]) -> None:
    person = session.get_one(Learner, actor.learner_id)
    drafts = (Claim.id.in_(list(ids)), Claim.review_state.in_(EDITABLE), Claim.registered_by == PERSON)
    for item in session.scalars(select(Claim).where(*drafts)):
        for name, value in _snapshot(session, actor, person, PERSON).items():
            setattr(item, name, value)


def submit_registered(
    session: Session,
    ids: Collection[int],
    actor: Actor,
    seen: Mapping[int, int] | None = None,
    chosen: int | None = None,
) -> Outcome:
    """「批量提交审核」, 「提交至主管部门审核」 of what a unit registered; the own unit by its own route (GX-12)."""
    return submit(session, ids, actor, seen, None if chosen == actor.organization_id else chosen)


def _move(verb: str) -> Callable[..., Outcome]:
    def move(
        session: Session,
        ids: Collection[int],
        actor: Actor,
        opinion: str = "",
        seen: Mapping[int, int] | None = None,
        **more: Any,
    ) -> Outcome:
        return review.act(session, verb, Claim, ids, actor, opinion, seen, **more)

    move.__doc__ = f"Review verb `{verb}` on claims, see `review.act`."
    return move


withdraw, approve, send_back = _move("withdraw"), _move("approve"), _move("return")
reject, reopen, revoke = _move("reject"), _move("reopen"), _move("revoke")


def remove(session: Session, ids: Collection[int], actor: Actor, opinion: str = "") -> Outcome:
    """「删除」 by the unit, in any state: drafts go, what waits or holds is revoked, the rest is hidden (GX-15, C16).

    Revoking takes back the hours, and with them the ground of a certificate; it wants an opinion.
    """
    mine = (Claim.id.in_(list(ids)), scope.predicate(Claim, owning=True), *of_unit(actor))
    items = session.scalars(select(Claim).where(*mine).order_by(Claim.id).with_for_update(of=Claim)).all()
    if not items or len(items) != len(set(ids)):
        raise NotFound()
    held = [one.id for one in items if one.review_state in (PENDING, APPROVED)]
    outcome = revoke(session, held, actor, opinion) if held else Outcome()
    for one in items:
        if one.id in held:
            continue
        if one.review_state in EDITABLE:
            session.delete(one)
        else:
            one.hidden_at, one.version = clock.now(), one.version + 1
        outcome.done.append(one.id)
    session.flush()
    return outcome


def take_paper(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Record that the paper has been handed in: by the person's unit, or by who decides on it now (DL-5, DL-7, C11)."""
    query = select(Claim).where(Claim.id.in_(list(ids)), Claim.review_state == PENDING).order_by(Claim.id)
    items = session.scalars(query.options(joinedload(Claim.type)).with_for_update(of=Claim)).all()
    mine = {step.item_id for step in review.waiting(session, actor, *_steps_of(ids))}
    mine |= set(session.scalars(select(Claim.id).where(Claim.id.in_(list(ids)), scope.predicate(Claim, owning=True))))
    if not items or len(items) != len(set(ids)) or not mine.issuperset(ids):
        raise NotFound()
    outcome = Outcome(done=[one.id for one in items if one.needs_paper])
    outcome.skipped = [(one.title, _("nothing is to be handed in any more")) for one in items if not one.needs_paper]
    table: Any = Claim.__table__
    taken = {"paper_received_at": clock.now(), "paper_received_by": actor.name, "version": table.c.version + 1}
    with scope.bulk("paper received for claims that wait for the actor"):
        session.execute(update(table).where(table.c.id.in_(outcome.done)).values(taken))
    audit.record_many(session, "claim:take_paper", outcome.done)
    session.expire_all()
    return outcome


def _steps_of(ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return review.STEP.c.kind == Claim.__tablename__, review.STEP.c.item_id.in_(list(ids))


# ---- the flow -----------------------------------------------------------------------------------------------------


def _case(item: Claim) -> dict[str, Any]:
    """What the route of a claim depends on: its type, the heading of that, who registered it; and its hours."""
    heading = item.type.parent.code if item.type.parent else None
    types = (item.type.code, heading, item.registered_by)
    return {"type": tuple(one for one in types if one), "hours": item.requested}


def _submits(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    if actor.learner_id:
        return (Claim.learner_id == actor.learner_id, Claim.registered_by == PERSON)
    return (Claim.organization_id == actor.organization_id, Claim.registered_by == UNIT)


def of_unit(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The unit of the person, or the department (GX-15); not the person, and no superior."""
    if actor.learner_id:
        return (false(),)
    here = actor.organization_id
    return (or_(Claim.unit_id == here, Claim.learner_organization_id == here, Claim.organization_id == here),)


review.register(review.Flow(Claim, ready=ready, approved=credit, revoked=take_back, case=_case, owner=_submits,
                            unit=of_unit, approvable=approvable, grants=("requested", "granted")))  # fmt: skip
