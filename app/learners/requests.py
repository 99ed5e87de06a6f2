"""People who move to another branch of the tree: the giving unit or the person asks, the new unit accepts (GX-21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.kit import clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor, Scope
from app.learners import telling
from app.learners.models import Learner, Transfer
from app.learners.operations import locked, refuse_merged
from app.learners.transfers import move
from app.organizations import operations as organizations
from app.organizations.models import DEPARTMENT, UNIT, Organization, subtree

_learner: Any = Learner.__table__


def ask(session: Session, actor: Actor, learner_id: int, values: Mapping[str, Any]) -> Transfer:
    """Offer a person to a unit outside the scope, named exactly; the unit decides (PEOPLE-2).

    A learner asks the same for the own record (GX-21). Refused while another request is open.
    """
    own = scope.require().kind == "learner"
    person = _myself(session, actor) if own else locked(session, [learner_id])[0]
    refuse_merged(person)
    if person.retired_at:
        raise RuleError(_("Retired people are not transferred; take the retirement back first."))
    unit = find_unit(session, person.platform_id, values["unit"])
    here = organizations.unit_names(session, [person.organization_id])[person.organization_id]
    if unit.id == _unit_id(session, person.organization_id):
        raise RuleError(_("The person belongs to this unit already."), field="unit")
    if session.execute(select(Transfer.id).where(Transfer.learner_id == person.id, Transfer.state == "open")).first():
        raise RuleError(_("A request to move this person is open already."), field="unit")
    asked = Transfer(
        platform_id=person.platform_id, organization_id=unit.id, from_organization_id=person.organization_id,
        learner_id=person.id, learner_name=person.name, document_mask=str(person.document), from_name=here,
        to_name=unit.name, asked_by="person" if own else "unit", asked_by_user_id=actor.user_id,
        reason=values.get("reason") or "",
    )  # fmt: skip
    session.add(asked)
    session.flush()
    telling.tell_asked(session, actor, asked)
    return asked


def _myself(session: Session, actor: Actor) -> Learner:
    """The learner's own record; a learner owns no rows, the verbs write for him."""
    person = session.scalars(select(Learner).where(Learner.id == actor.learner_id)).one_or_none()
    if person is None:
        raise NotFound()
    return person


def find_unit(session: Session, platform_id: int, typed: str) -> Any:
    """A unit of the platform by its exact name or credit code: whether it exists is all that is told of it."""
    table: Any = Organization.__table__
    same = or_(table.c.name == typed, table.c.credit_code == typed.upper())
    query = select(table).where(table.c.platform_id == platform_id, table.c.kind == UNIT, same).limit(2)
    with scope.bulk("transfer: a unit by exact name or credit code"):
        found = list(session.execute(query))
    if len(found) > 1:
        raise RuleError(_("Several units have this name; please type the credit code."), field="unit")
    if not found:
        raise RuleError(_("No unit with exactly this name or credit code exists."), field="unit")
    return found[0]


def _unit_id(session: Session, organization_id: int) -> int:
    table: Any = Organization.__table__
    path = organizations.unit_path(session, organization_id)
    with scope.bulk("transfer: a unit by exact name or credit code"):
        return session.execute(select(table.c.id).where(table.c.path == path)).scalar_one()


def accept(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Take people into the unit that they were offered to, from today on; who moved meanwhile is left alone."""
    outcome, offered, accepted = Outcome(), _offered(session, ids), []
    for one in _open(session, ids, receiving):
        person = offered.get(one.learner_id)
        gone = person is None or person.retired_at or person.organization_id != one.from_organization_id
        if one.state != "open" or gone:
            outcome.skipped.append((one.learner_name, _("the request is no longer open")))
            continue
        one.state, one.decided_at, one.version = "accepted", clock.now(), one.version + 1
        outcome.done.append(one.id)
        accepted.append(one)
        move(session, [person], one.organization_id, clock.today(), transfer=one.id)
    session.flush()
    telling.tell_ended(session, actor, accepted)
    return outcome


def _offered(session: Session, ids: Collection[int]) -> dict[int, Any]:
    """The people of requests, locked before the requests as every other verb does; who receives can't see them yet."""
    asked: Any = Transfer.__table__
    wanted = select(asked.c.learner_id).where(asked.c.id.in_(list(ids)), asked.c.state == "open")
    query = select(_learner).where(_learner.c.id.in_(wanted)).order_by(_learner.c.id).with_for_update()
    with scope.bulk("transfer: people whom both sides let go"):
        return {row.id: row for row in session.execute(query)}


def refuse(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Decline people who were offered to the unit; they stay where they are."""
    outcome, refused = _end(session, ids, receiving, "refused")
    telling.tell_ended(session, actor, refused)
    return outcome


def withdraw(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Take back a request that is not decided: the giving unit, or the person who asked."""
    return _end(session, ids, asking, "withdrawn")[0]


def _end(session: Session, ids: Collection[int], side: Any, state: str) -> tuple[Outcome, list[Transfer]]:
    outcome, ended = Outcome(), []
    for one in _open(session, ids, side):
        if one.state != "open":
            outcome.skipped.append((one.learner_name, _("the request is no longer open")))
        else:
            one.state, one.decided_at, one.version = state, clock.now(), one.version + 1
            outcome.done.append(one.id)
            ended.append(one)
    session.flush()
    return outcome, ended


def _open(session: Session, ids: Collection[int], side: Any) -> list[Transfer]:
    """Requests on one side of the scope, locked; NotFound when one is on the other side or foreign."""
    mine = (Transfer.id.in_(list(ids)), side(Transfer, scope.require()))
    query = select(Transfer).where(*mine).order_by(Transfer.id).with_for_update()
    found = list(session.scalars(query.execution_options(populate_existing=True)))
    if not found or len(found) != len(set(ids)):
        raise NotFound()
    return found


def receiving(model: Any, s: Scope) -> ColumnElement[bool]:
    """Requests to units of the scope."""
    return _at(model, model.organization_id, s)


def asking(model: Any, s: Scope) -> ColumnElement[bool]:
    """Requests about people who are, or were, of the scope; a learner's own ones."""
    if s.kind == "learner":
        return model.learner_id == s.actor.learner_id if s.actor.learner_id else scope.nobody(s)
    return _at(model, model.from_organization_id, s)


def _at(model: Any, place: Any, s: Scope) -> ColumnElement[bool]:
    if s.kind == "administrator":
        return place.in_(subtree(s))
    return model.platform_id == s.platform_id if s.kind == "platform" else scope.nobody(s)


# ---- the own department -------------------------------------------------------------------------------------------


def own_departments(session: Session, person: Learner) -> list[tuple[int, str]]:
    """Departments of the learner's own unit, and the unit itself, to choose from in 「我的信息」 (GX-19)."""
    table: Any = Organization.__table__
    path, unit = organizations.unit_path(session, person.organization_id), _unit_id(session, person.organization_id)
    inside = (table.c.path >= path, table.c.path < f"{path[:-1]}0", table.c.parent_id == unit)
    with scope.bulk("departments of the learner's own unit"):
        query = select(table.c.id, table.c.name).where(*inside, table.c.kind == DEPARTMENT).order_by(table.c.name)
        return [(row.id, row.name) for row in session.execute(query)]


def choose_department(session: Session, actor: Actor, department_id: int) -> None:
    """The learner moves to another department of the own unit; any other place is not found (GX-19)."""
    person = _myself(session, actor)
    if department_id not in {number for number, _name in own_departments(session, person)}:
        raise NotFound()
    with scope.bulk("transfer: people whom both sides let go"):
        query = select(_learner).where(_learner.c.id == person.id).with_for_update()
        now = session.execute(query).one()
    if now.organization_id != department_id:
        move(session, [now], department_id, clock.today(), chosen=True)
