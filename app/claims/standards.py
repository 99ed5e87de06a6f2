"""What may be claimed and when: types, the windows of a year, and the hours that a type and dates are worth (DL-10)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from app.claims.models import PERSON, UNIT, Claim, ClaimType, ClaimWindow
from app.claims.proposing import Proposal, Span, propose
from app.hours.models import HourRule
from app.kit import clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import Outcome
from app.kit.scope import Actor, Scope
from app.organizations import operations as organizations
from app.organizations.models import ReviewRoute

_TYPE = ("parent", "label", "label_en", "seq", "category", "proposal", "single_date", "evidence", "most_hours",
         "guidance")  # fmt: skip
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,19}")
RESERVED = (PERSON, UNIT, organizations.CHOSEN)  # routes say by these where a claim comes from


# ---- types --------------------------------------------------------------------------------------------------------


def add_type(session: Session, actor: Actor, values: Mapping[str, Any]) -> ClaimType:
    """Add a type or a heading of types to the platform; its code is unique there and stays.

    RuleError for a code that is taken, says something else to routes, or would not stand safely in addresses and files.
    """
    code = values["code"].strip()
    if not _CODE.fullmatch(code) or code in RESERVED:
        raise RuleError(_("1 to 20 small letters, digits, hyphens and underscores, a letter first; "
                          "not one of: %(taken)s.", taken=", ".join(RESERVED)), field="code")  # fmt: skip
    if session.scalars(select(ClaimType.id).where(ClaimType.code == code)).first():
        raise RuleError(_("There is already a type with this code."), field="code")
    made = ClaimType(platform_id=scope.require().platform_id, code=code)
    session.add(_fill_type(made, values))
    session.flush()
    return made


def revise_type(session: Session, actor: Actor, item: ClaimType, values: Mapping[str, Any]) -> None:
    """Change a type; claims that were made keep the category and the hours that they have."""
    _fill_type(item, values)
    item.version += 1


def remove_types(session: Session, actor: Actor, items: Iterable[ClaimType]) -> None:
    """Remove types that nothing refers to; a RuleError names what does: such a type is retired instead."""
    for item in items:
        reason = _in_use(session, item)
        if reason:
            raise RuleError(_("“%(name)s” can't be deleted: %(reason)s. Stop offering it instead.",
                              name=item.whole_word, reason=reason))  # fmt: skip
        session.delete(item)
    session.flush()


def _in_use(session: Session, item: ClaimType) -> str:
    """What refers to a type: claims, types below it, routes and rules that name it."""
    claims = session.scalar(select(func.count(Claim.id)).where(Claim.type_id == item.id)) or 0
    if claims:
        return ngettext("%(num)s claim is of this type", "%(num)s claims are of this type", claims)
    if session.scalars(select(ClaimType.id).where(ClaimType.parent_id == item.id)).first():
        return _("there are types below it")
    mine = (ReviewRoute.platform_id == item.platform_id, ReviewRoute.kind == Claim.__tablename__)
    route = session.scalars(select(ReviewRoute.name).where(*mine, ReviewRoute.type == item.code)).first()
    if route:
        return _("the review route “%(name)s” is for it", name=route)
    named = (HourRule.platform_id == item.platform_id, HourRule.source == item.code)
    return _("a rule names it") if session.scalars(select(HourRule.id).where(*named)).first() else ""


def retire(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Offer types no longer; claims of theirs go on, and those that are drafts can still be submitted (DL-10)."""
    return _offer(session, ids, False, _("it is not offered anyway"))


def offer(session: Session, ids: Collection[int], actor: Actor) -> Outcome:
    """Offer retired types again."""
    return _offer(session, ids, True, _("it is offered anyway"))


def _offer(session: Session, ids: Collection[int], active: bool, reason: str) -> Outcome:
    outcome = Outcome()
    items = session.scalars(select(ClaimType).where(ClaimType.id.in_(list(ids))).order_by(ClaimType.id)).all()
    if len(items) != len(set(ids)):
        raise NotFound()
    for item in items:
        if item.active is active:
            outcome.skipped.append((item.whole_word, reason))
            continue
        item.active, item.version = active, item.version + 1
        outcome.done.append(item.id)
    session.flush()
    return outcome


def _fill_type(item: ClaimType, values: Mapping[str, Any]) -> ClaimType:
    _check_type(item, values)
    for name in _TYPE:
        if name in values:
            empty = "" if name in ("label_en", "guidance") else None
            setattr(item, name, empty if values[name] is None else values[name])
    return item


def _check_type(item: ClaimType, values: Mapping[str, Any]) -> None:
    parent = values.get("parent")
    if parent is not None and (parent.parent_id is not None or parent is item):
        raise RuleError(_("Types have two levels: choose a heading of the first."), field="parent")
    if parent is not None and values.get("category") is None:
        raise RuleError(_("Say in which category these hours count."), field="category")
    most = values.get("most_hours")
    if most is not None and most <= 0:
        raise RuleError(_("This must be more than zero."), field="most_hours")


def all_types(session: Session) -> Sequence[ClaimType]:
    """Headings and types of the platform, each heading before what is below it."""
    query = select(ClaimType).options(joinedload(ClaimType.parent), joinedload(ClaimType.category))
    return session.scalars(query.order_by(ClaimType.place, ClaimType.id)).all()


def offered(session: Session) -> Sequence[ClaimType]:
    """The types that can be claimed now on the platform, in the order of their headings."""
    known = (one for one in all_types(session) if one.active and one.category_id)
    return [one for one in known if one.parent is None or one.parent.active]


def claimable(model: Any, s: Scope) -> ColumnElement[bool]:
    """Figures of the categories in which something can be claimed (GX-16): the others come from elsewhere (GX-9)."""
    return and_(model.category_id.in_(select(ClaimType.category_id).where(ClaimType.category_id.is_not(None))))


# ---- windows ------------------------------------------------------------------------------------------------------


def open_window(session: Session, actor: Actor, values: Mapping[str, Any]) -> ClaimWindow:
    """Take claims for a year from a day to a day, of one category or of all (GX-20)."""
    made = ClaimWindow(platform_id=scope.require().platform_id)
    revise_window(session, actor, made, values)
    made.version = 1
    session.add(made)
    session.flush()
    return made


def revise_window(session: Session, actor: Actor, item: ClaimWindow, values: Mapping[str, Any]) -> None:
    """Change a window; claims that are under way stay."""
    if values["closes_on"] < values["opens_on"]:
        raise RuleError(_("The last day is before the first day."), field="closes_on")
    for name in ("year", "category", "opens_on", "closes_on"):
        setattr(item, name, values[name])
    item.version = (item.version or 0) + 1


def remove_windows(session: Session, actor: Actor, items: Iterable[ClaimWindow]) -> None:
    """Remove windows; a platform without any takes claims for this year and the one before."""
    for item in items:
        session.delete(item)


def open_years(session: Session, platform_id: int, day: date | None = None) -> dict[int | None, set[int]]:
    """The years for which claims are taken on `day`, by category; those of None hold for every category.

    Without any window on the platform: this year and the one before (C14).
    """
    day = day or clock.today()
    query = select(ClaimWindow).where(ClaimWindow.platform_id == platform_id)
    windows = session.scalars(query).all()
    if not windows:
        return {None: {day.year, day.year - 1}}
    found: dict[int | None, set[int]] = {}
    for one in windows:
        if one.opens_on <= day <= one.closes_on:
            found.setdefault(one.category_id, set()).add(one.year)
    return found


def years_for(years: Mapping[int | None, set[int]], category_id: int | None) -> set[int]:
    """The open years of one category."""
    return years.get(None, set()) | (years.get(category_id, set()) if category_id else set())


# ---- proposed hours -----------------------------------------------------------------------------------------------


def proposal(session: Session, platform_id: int, year: int, span: Span) -> Proposal:
    """What the dates are worth by the platform's settings of the year (GX-2: 4 per half day, 8 a day by default)."""
    return propose(span, *half_day_settings(session, platform_id, year))


def half_day_settings(session: Session, platform_id: int, year: int) -> tuple[Decimal, Decimal]:
    """What a half day is worth, and a day at most, in a year."""
    per_half, per_day = (
        organizations.setting(session, platform_id, year, name) for name in ("hours_per_half_day", "hours_per_day")
    )
    return per_half, per_day
