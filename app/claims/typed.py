"""What routes and rules make of a type of claims: what they may name, and which of them hold for it (R-3, DL-10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.claims import standards
from app.claims.models import PERSON, UNIT, Claim, ClaimType
from app.hours import kinds, rules
from app.hours.rulebook import CAP, MAXIMUM, Rule
from app.kit import clock, scope
from app.organizations import routes
from app.organizations.models import ReviewRoute
from app.organizations.operations import CHOSEN
from app.organizations.words import level_name

# What a route may be for besides a type: where a claim comes from, and that somebody was chosen for it.
ORIGINS = [
    (PERSON, _l("Whatever people claim themselves")),
    (UNIT, _l("Whatever units register for people")),
    (CHOSEN, _l("Whatever is sent to an organization of one's choice")),
]


def for_routes(session: Session) -> list[tuple[str, Any]]:
    """Codes with words, in the order of the headings: a route for a heading is for every type below it."""
    return [*((one.code, one.whole_word) for one in standards.all_types(session)), *ORIGINS]


def for_rules(session: Session) -> list[tuple[str, Any]]:
    """Types that hours are posted under; headings have none."""
    return [(one.code, one.whole_word) for one in standards.all_types(session) if one.category_id]


routes.types(Claim.__tablename__, for_routes)
kinds.types(for_rules)


# ---- what holds for a type ------------------------------------------------------------------------------------------


def look_up(session: Session, items: Sequence[ClaimType]) -> None:
    """Give each type its `routes` and `caps` of this year in words: three statements, however many types."""
    platform_id = scope.require().platform_id or 0
    mine = (ReviewRoute.platform_id == platform_id, ReviewRoute.kind == Claim.__tablename__)
    query = select(ReviewRoute).where(*mine).options(selectinload(ReviewRoute.steps))
    known = session.scalars(query.order_by(ReviewRoute.id)).all()
    now = rules.load(session, platform_id).of(clock.today().year).rules
    words = dict(for_rules(session)) if now else {}
    for item in items:
        item.routes = " · ".join(_spelled(one) for one in _routes_of(item, known))
        item.caps = " · ".join(kinds.words(rule, item.category, words) for rule in now if _caps(rule, item))


def _routes_of(item: ClaimType, known: Iterable[ReviewRoute]) -> list[ReviewRoute]:
    """The routes that claims of the type go by, whoever makes them: of each origin the most specific (R-3)."""
    if item.category_id is None:
        return []
    found: dict[int, ReviewRoute] = {}
    for origin in (PERSON, UNIT):
        order = [item.code, item.parent.code if item.parent else item.code, origin, None]
        best = next((code for code in order if any(one.type == code for one in known)), "")
        found |= {one.id: one for one in known if one.type == best}
    return list(found.values())


def _spelled(route: ReviewRoute) -> str:
    steps = " → ".join(routes.step_name(step) for step in route.steps) or _("Recorded at once")
    level = f", {level_name(route.owner_level)}" if route.owner_level else ""
    return f"{route.name}{level} ({steps})"


def _caps(rule: Rule, item: ClaimType) -> bool:
    if rule.kind not in (CAP, MAXIMUM) or item.category_id is None:
        return False
    return rule.source in ("", item.code) and rule.category_id in (None, item.category_id)
