"""Who hears of a request to move: the unit that decides, the person, who asked; nobody of what is his own doing."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.accounts import rights
from app.kit import notices
from app.kit.scope import Actor
from app.learners import operations as learners
from app.learners.models import Transfer
from app.organizations import operations as organizations

DECIDES = ("learner", "write")  # subject and permission of who accepts and declines
INCOMING, OUTGOING, OWN = "/incomingview/list/?state=open", "/outgoingview/list/", "/me/"


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when the notice is read."""
    return message


OFFERED = N_("%(name)s of %(old)s is to move to %(unit)s: please accept or decline.")
LEAVING = N_("%(name)s asks to move from %(old)s to %(unit)s, which decides.")
OFFERED_ME = N_("%(old)s offers you to %(unit)s, which decides.")
ENDED = {
    "accepted": (N_("%(unit)s has accepted %(name)s, who belongs to it from today on."),
                 N_("%(unit)s has accepted you; you belong to it from today on.")),
    "refused": (N_("%(unit)s has declined %(name)s, who stays at %(old)s."),
                N_("%(unit)s has declined your move; you stay at %(old)s.")),
}  # fmt: skip


def tell_asked(session: Session, actor: Actor, asked: Transfer) -> None:
    """A new request, told to who decides; to the person where the unit asks, and to the unit where the person asks."""
    values = _values(asked)
    _tell(session, actor, "asked", _deciders(session, asked.organization_id), OFFERED, values, INCOMING)
    if asked.asked_by == "person":
        leaving = _deciders(session, asked.from_organization_id)
        _tell(session, actor, "leaving", leaving, LEAVING, values, OUTGOING)
    else:
        person = learners.users_of(session, [asked.learner_id])
        _tell(session, actor, "offered", person, OFFERED_ME, values, OWN)


def tell_ended(session: Session, actor: Actor, ended: Iterable[Transfer]) -> None:
    """A decision, told to the person and to who asked; one who asked for himself is told once."""
    for one in ended:
        theirs, mine = ENDED[one.state]
        person = learners.users_of(session, [one.learner_id])
        others = {one.asked_by_user_id} - {None, *person}
        _tell(session, actor, one.state, person, mine, _values(one), OWN)
        _tell(session, actor, one.state, others, theirs, _values(one), OUTGOING)


def _values(one: Transfer) -> dict[str, str]:
    return {"name": one.learner_name, "old": one.from_name, "unit": one.to_name}


def _deciders(session: Session, organization_id: int) -> Iterable[int]:
    """Who decides at a unit; where nobody does, who decides at the nearest one above it."""
    subject, permission = DECIDES
    places = [(number, permission) for number in organizations.above(session, organization_id)]
    found = rights.holders(session, subject, places)
    return next((found[place] for place in places if found.get(place)), ())


def _tell(
    session: Session, actor: Actor, verb: str, users: Iterable[int | None], text: str, values: dict[str, str], page: str
) -> None:
    others = [user for user in users if user is not None and user != actor.user_id]
    notices.notify(session, f"transfer:{verb}", others, text, values, page)
