"""「添加单位」: who misses a unit asks for it, and the platform's bureau confirms or declines it (GX-5, GX-22)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.kit import audit, clock, notices, review, scope
from app.kit.errors import NotFound, RuleError
from app.kit.personal import Secret
from app.kit.review import Outcome
from app.kit.scope import Actor, Scope
from app.organizations import operations
from app.organizations.models import UNIT, Organization, UnitRequest

SUBJECT = "unit_request"
MOST_OPEN = 5  # requests of one person that wait at a time
OWN, DECIDING = "/ownunitrequestview/list/", "/unitrequestview/list/?state=open"
OPEN = "open"
_FACTS = ("name", "credit_code", "region", "contact")
_unit: Any = Organization.__table__
_asked: Any = UnitRequest.__table__
# Column, what is said where a unit has it, and where somebody else waits for such a unit.
_KNOWN = (
    ("name", _l("A unit of this name is registered already: search for its full name."),
     _l("Somebody has asked for a unit of this name already; the bureau decides on it.")),
    ("credit_code", _l("A unit with this credit code is registered already: search for the code."),
     _l("Somebody has asked for a unit with this credit code already; the bureau decides on it.")),
)  # fmt: skip


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when the notice is read."""
    return message


ASKED = N_("%(who)s asks for the unit %(name)s to be added: please confirm or decline.")
CONFIRMED = N_("The unit %(name)s that you asked for has been added. You can submit to it as soon as somebody there "
               "can review.")  # fmt: skip
DECLINED = N_("The unit %(name)s that you asked for is not added: %(reason)s")


def own(model: Any, s: Scope) -> ColumnElement[bool]:
    """What the actor has asked for; the bureau sees the others on a screen of its own."""
    return and_(model.user_id == s.actor.user_id)


def ask(session: Session, actor: Actor, values: Mapping[str, Any]) -> UnitRequest:
    """Ask for a unit that is missing; the same request once more is the one that waits already.

    RuleError at the field whose name or code a unit of the platform has, or somebody else has asked for, and where
    too many requests of the actor wait.
    """
    facts = {name: str(values[name]).strip() for name in _FACTS}
    waiting = _mine(session, actor)
    for one in waiting:
        if (one.name, one.credit_code) == (facts["name"], facts["credit_code"]):
            return one
    _refuse_known(session, facts)
    if len(waiting) >= MOST_OPEN:
        raise RuleError(_("%(n)s of your requests wait already. Please wait for the bureau.", n=MOST_OPEN))
    asked = UnitRequest(platform_id=scope.require().platform_id, user_id=actor.user_id, asked_by=actor.name, **facts,
                        phone=Secret(str(values["phone"])))  # fmt: skip
    session.add(asked)
    session.flush()
    _tell_bureau(session, actor, asked)
    return asked


def _mine(session: Session, actor: Actor) -> list[UnitRequest]:
    waiting = (UnitRequest.user_id == actor.user_id, UnitRequest.state == OPEN)
    return list(session.scalars(select(UnitRequest).where(*waiting).order_by(UnitRequest.id)))


def _refuse_known(session: Session, facts: Mapping[str, str]) -> None:
    """That a unit of this name or code is there, or is waited for, is all that is told of it."""
    for name, there, waits in _KNOWN:
        if _is_there(session, _unit, _unit.c.kind == UNIT, _same(_unit, name, facts[name])):
            raise RuleError(there, field=name)
        if _is_there(session, _asked, _asked.c.state == OPEN, _same(_asked, name, facts[name])):
            raise RuleError(waits, field=name)


def _same(table: Any, name: str, typed: str) -> ColumnElement[bool]:
    """Names are the same in capitals too; codes have no others."""
    found: ColumnElement[bool] = table.c[name] == typed
    return func.lower(table.c[name]) == typed.lower() if name == "name" else found


def _is_there(session: Session, table: Any, *criteria: ColumnElement[bool]) -> bool:
    here = table.c.platform_id == scope.require().platform_id
    with scope.bulk("request: a unit by exact name or credit code"):
        return session.execute(select(table.c.id).where(here, *criteria).limit(1)).first() is not None


# ---- what the bureau decides --------------------------------------------------------------------------------------


def confirm(session: Session, ids: Collection[int], actor: Actor, opinion: str = "") -> Outcome:
    """Add the units that were asked for below the platform's root; what is there meanwhile is left alone and said."""
    outcome, done, asked = Outcome(), [], _locked(session, ids)
    root = session.scalars(select(Organization).where(Organization.parent_id.is_(None))).one()
    for one in asked:
        refusal = _refused(session, one)
        if refusal:
            outcome.skipped.append((one.name, refusal))
            continue
        facts = {name: getattr(one, name) for name in _FACTS}
        operations.add_unit(session, actor, facts | {"parent": root, "kind": UNIT})
        done.append(_decide(one, "confirmed", opinion))
    return _decided(session, actor, outcome, done, "confirm", CONFIRMED)


def decline(session: Session, ids: Collection[int], actor: Actor, opinion: str) -> Outcome:
    """Decline what was asked for; who asked reads why."""
    outcome, done = Outcome(), []
    for one in _locked(session, ids):
        if one.state == OPEN:
            done.append(_decide(one, "declined", opinion))
        else:
            outcome.skipped.append((one.name, _("the request is no longer open")))
    return _decided(session, actor, outcome, done, "decline", DECLINED)


def _refused(session: Session, one: UnitRequest) -> str:
    """Why a request can't be confirmed."""
    if one.state != OPEN:
        return _("the request is no longer open")
    known = any(_is_there(session, _unit, _unit.c.kind == UNIT, _same(_unit, name, getattr(one, name)))
                for name in ("name", "credit_code"))  # fmt: skip
    return _("a unit of this name or credit code is there already; decline the request") if known else ""


def _decide(one: UnitRequest, state: str, opinion: str) -> UnitRequest:
    one.state, one.opinion, one.decided_at, one.version = state, opinion, clock.now(), one.version + 1
    return one


def _decided(
    session: Session, actor: Actor, outcome: Outcome, done: list[UnitRequest], verb: str, text: str
) -> Outcome:
    """Keep what was decided, on record and told to who has asked."""
    session.flush()
    for one in done:
        outcome.done.append(one.id)
        audit.record(session, f"{SUBJECT}:{verb}", one.id, reason=one.opinion)
        values = {"name": one.name, "reason": one.opinion}
        notices.notify(session, f"{SUBJECT}:{verb}", {one.user_id} - {actor.user_id}, text, values, OWN)
    return outcome


def _locked(session: Session, ids: Collection[int]) -> list[UnitRequest]:
    """Requests to the bureau, locked; NotFound for who is not the bureau and when one is foreign."""
    if scope.require().kind != "platform":
        raise NotFound()
    query = select(UnitRequest).where(UnitRequest.id.in_(list(ids))).order_by(UnitRequest.id).with_for_update()
    found = list(session.scalars(query.execution_options(populate_existing=True)))
    if not found or len(found) != len(set(ids)):
        raise NotFound()
    return found


def _tell_bureau(session: Session, actor: Actor, asked: UnitRequest) -> None:
    root = select(_unit.c.id).where(_unit.c.platform_id == asked.platform_id, _unit.c.parent_id.is_(None))
    with scope.bulk("request: the platform's root, whose bureau is told"):
        place = session.scalars(root).one()
    found = review.holders(session, SUBJECT, [(place, "confirm")])
    users = {user for told in found.values() for user in told} - {actor.user_id}
    values = {"who": asked.asked_by, "name": asked.name}
    notices.notify(session, f"{SUBJECT}:asked", users, ASKED, values, DECIDING)
