"""Claims of the demo, and the windows in which they are taken: each verb under the identity that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import demo_files
from app.claims import operations as claims
from app.claims import standards
from app.claims.models import Claim, ClaimType
from app.extensions import db
from app.kit import clock, files, scope
from app.kit.scope import Actor
from app.learners.models import Learner
from app.organizations.models import Organization

Acting = Callable[[str], Any]
_DECIDE = {
    "approve": claims.approve,
    "return": claims.send_back,
    "reject": claims.reject,
    "reopen": claims.reopen,
    "revoke": claims.revoke,
}


def window(session: Session, actor: Actor, facts: Mapping[str, Any]) -> None:
    """A year is open from a day in it until some days after another one."""
    first, last = _days(facts)
    values = {"year": first.year, "opens_on": first, "closes_on": last + timedelta(days=facts.get("more_days", 0))}
    standards.open_window(session, actor, values | {"category": None})


def _days(facts: Mapping[str, Any]) -> tuple[date, date]:
    year = clock.today().year - facts.get("years_ago", 0)
    days = [date(year, *map(int, day.split("-"))) for day in facts["days"]]
    return days[0], days[-1]


def claim(facts: Mapping[str, Any], acting: Acting) -> None:
    """A claim of the person who signs in, or registered `for` somebody; `done` lists what became of it, in order."""
    with acting(facts["by"]) as actor:
        item = _made(db.session(), actor, facts)
        db.session.flush()
        uploads = [files.examine(*demo_files.made(name)) for name in facts.get("files", ())]
        files.attach(db.session(), item, uploads, len(uploads))
        number = item.id
        db.session.commit()
    for line in facts["done"]:
        who, _colon, what = line.partition(": ")
        verb, _blank, text = what.partition(" ")
        with acting(who) as actor:
            _do(db.session(), actor, number, verb, text, facts)
            db.session.commit()


def _made(session: Session, actor: Actor, facts: Mapping[str, Any]) -> Claim:
    first, last = _days(facts)
    kept = ("title", "content", "certificate_no", "starts_half", "ends_half", "year_reason")
    values: dict[str, Any] = {name: facts[name] for name in kept if name in facts}
    values["type"] = session.scalars(select(ClaimType).where(ClaimType.code == facts["type"])).one()
    values |= {"starts_on": first, "ends_on": last, "promised": True}
    values["requested"] = Decimal(facts["hours"]) if "hours" in facts else None
    if "for" not in facts:
        return claims.declare(session, actor, values)
    person = session.scalars(select(Learner).where(Learner.name == facts["for"])).one()
    return claims.register(session, actor, values | {"name": person.name, "document": person.document.reveal()})


def _do(session: Session, actor: Actor, number: int, verb: str, text: str, facts: Mapping[str, Any]) -> None:
    """One verb; what follows a submit is the name of the organization chosen for it."""
    if verb == "submit":
        chosen = _by_name(session, text) if text else None
        claims.submit(session, [number], actor, chosen=chosen)
    elif verb in ("withdraw", "paper"):
        {"withdraw": claims.withdraw, "paper": claims.take_paper}[verb](session, [number], actor)
    else:
        granted = {number: Decimal(facts["granted"])} if verb == "approve" and "granted" in facts else None
        _DECIDE[verb](session, [number], actor, text, **({"granted": granted} if granted else {}))


def _by_name(session: Session, name: str) -> int:
    """Beyond the scope of who submits, as the dialog that finds it."""
    table: Any = Organization.__table__
    with scope.bulk("demo: the organization chosen at submission"):
        return int(session.execute(select(table.c.id).where(table.c.name == name)).scalar_one())
