"""What people do with their own claims beside the review: giving one up, and what the form tells as they type."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.claims import operations, standards
from app.claims.findings import findings
from app.claims.models import BY_HAND, FILLS, HALF_DAYS, PERSON, Claim, ClaimType
from app.claims.proposing import Proposal, Span
from app.hours import rules
from app.hours.due import due
from app.hours.models import HourEntry
from app.kit.errors import NotFound
from app.kit.files import Attachment
from app.kit.hours import figure
from app.kit.review import EDITABLE, PENDING, REJECTED, REVOKED, Outcome
from app.kit.scope import Actor
from app.kit.views.look import day
from app.learners import operations as learners
from app.organizations.words import hours_word

MOST_SUMS = 20
_STATED = ("type", "starts_on", "starts_half", "ends_on", "ends_half", "requested", "year", "certificate_no")
_SUM = re.compile(r"[0-9a-f]{64}")


def give_up(session: Session, ids: Collection[int], actor: Actor, seen: Mapping[int, int] | None = None) -> Outcome:
    """「删除」 by the person: drafts go; what waits is withdrawn first, where nobody has decided yet (GX-3, GX-7, C16).

    What has been decided stays and is named; NotFound for what is not the person's own to delete.
    """
    mine = (Claim.id.in_(list(ids)), Claim.learner_id == actor.learner_id, Claim.registered_by == PERSON)
    items = session.scalars(select(Claim).where(*mine).order_by(Claim.id).with_for_update(of=Claim)).all()
    if not items or len(items) != len(set(ids)):
        raise NotFound()
    waits = [one.id for one in items if one.review_state == PENDING]
    taken = operations.withdraw(session, waits, actor, seen=seen) if waits else Outcome()
    outcome = Outcome(skipped=list(taken.skipped))
    for one in items:
        if one.review_state in EDITABLE:
            outcome.done.append(one.id)
            session.delete(one)
        elif one.id not in waits:
            outcome.skipped.append((one.title, _("decided already; only your unit can remove it")))
    session.flush()
    return outcome


# ---- while the form is filled in ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sketch:
    """What a claim's form tells before anything is saved: the standard, the hours and why, what to look at again."""

    kind: ClaimType | None = None
    hours: Decimal | None = None
    explained: str = ""
    year: int | None = None
    needs_reason: bool = False
    remarks: Sequence[str] = field(default_factory=tuple)

    @property
    def by_hand(self) -> bool:
        return self.kind is not None and self.kind.proposal == BY_HAND

    @property
    def fills(self) -> bool:
        return self.kind is not None and self.kind.proposal == FILLS

    @property
    def figure(self) -> str:
        return "" if self.hours is None else figure(self.hours)


def sketch(
    session: Session, actor: Actor, typed: Mapping[str, Any], number: int = 0, sums: Sequence[str] = ()
) -> Sketch:
    """Hours as proposed from what was typed so far, explained, with findings; nothing is written (GX-2, DL-10).

    `number` is the claim that is being changed, `sums` are the SHA-256 of the files that the browser has chosen.
    """
    kind, span = typed.get("type"), _span(typed)
    if kind is None or span is None:
        return Sketch(kind, remarks=_twin_files(session, actor, number, sums))
    year = typed.get("year") or span.ends_on.year
    hours, explained = _worth(session, actor, kind, year, span)
    item = _draft(actor, kind, span, typed, number)
    item.year, item.requested = year, typed.get("requested") or hours or Decimal(0)
    remarks = [*_year_closed(session, kind, year), *findings(session, item), *same_days_of_classes(session, item),
               *_twin_files(session, actor, number, sums)]  # fmt: skip
    return Sketch(kind, hours, explained, year, year != span.ends_on.year, remarks)


def stated(item: Claim | None) -> dict[str, Any]:
    """What a saved claim says, as its form would."""
    return {name: getattr(item, name) for name in _STATED} if item is not None else {}


def _span(typed: Mapping[str, Any]) -> Span | None:
    """The dates as far as they make sense; the one date of a type with one."""
    kind, last = typed.get("type"), typed.get("ends_on")
    first = last if kind is not None and kind.single_date else typed.get("starts_on")
    if first is None or last is None:
        return None
    span = Span(first, last, typed.get("starts_half") or "am", typed.get("ends_half") or "pm")
    if kind is not None and kind.single_date:
        span = Span(last, last)
    return span if first <= last and span.half_days > 0 else None


def _draft(actor: Actor, kind: ClaimType, span: Span, typed: Mapping[str, Any], number: int) -> Claim:
    """A claim that no session knows, for what is found by looking at one."""
    item = Claim(id=number, platform_id=kind.platform_id, learner_id=actor.learner_id, type=kind)
    item.starts_on, item.starts_half, item.ends_on, item.ends_half = (
        span.starts_on, span.starts_half, span.ends_on, span.ends_half,
    )  # fmt: skip
    item.certificate_no = typed.get("certificate_no") or ""
    return item


def _worth(session: Session, actor: Actor, kind: ClaimType, year: int, span: Span) -> tuple[Decimal | None, str]:
    if kind.proposal == HALF_DAYS:
        proposed = standards.proposal(session, kind.platform_id, year, span)
        return proposed.hours, explain(proposed)
    if kind.proposal == BY_HAND:
        return None, _("Enter the %(hours)s by the standard of this type.", hours=hours_word())
    version = rules.load(session, kind.platform_id).of(year)
    number = actor.learner_id or 0
    who = learners.attributes(session, [number])[number]
    needed = due(version, who, version.cycle(year)).total
    facts = {"year": year, "n": figure(needed), "hours": hours_word()}
    return needed, _("Once approved, the whole requirement of %(year)s (%(n)s %(hours)s) counts as met.", **facts)


def explain(proposed: Proposal) -> str:
    """「3 天 × 8 学时 = 24 学时」: where the hours come from."""
    word, parts = hours_word(), []
    if proposed.days:
        per = f"{figure(proposed.per_day)} {word}"
        parts.append(ngettext("%(num)s day × %(per)s", "%(num)s days × %(per)s", proposed.days, per=per))
    if proposed.half_days:
        per = f"{figure(proposed.per_half_day)} {word}"
        halves = ngettext("%(num)s half day × %(per)s", "%(num)s half days × %(per)s", proposed.half_days, per=per)
        parts.append(halves)
    return f"{' + '.join(parts)} = {figure(proposed.hours)} {word}"


def _year_closed(session: Session, kind: ClaimType, year: int) -> list[str]:
    years = standards.years_for(standards.open_years(session, kind.platform_id), kind.category_id)
    if year in years:
        return []
    known = ", ".join(map(str, sorted(years)))
    return [_("Claims are taken for these years now: %(years)s.", years=known) if known else _("No year is open now.")]


# ---- found by looking ---------------------------------------------------------------------------------------------


def own_findings(session: Session, item: Claim) -> list[str]:
    """What a saved claim should be looked at again for, before it is submitted."""
    return [*findings(session, item), *same_days_of_classes(session, item)]


def same_days_of_classes(session: Session, item: Claim) -> list[str]:
    """What was credited to the person on the same days without a claim: classes, online records."""
    undone = aliased(HourEntry)
    live = (HourEntry.reverses_id.is_(None), ~select(undone.id).where(undone.reverses_id == HourEntry.id).exists())
    near = (HourEntry.starts_on <= item.ends_on, HourEntry.ends_on >= item.starts_on)
    theirs = (HourEntry.learner_id == item.learner_id, HourEntry.source != operations.SOURCE)
    query = select(HourEntry.title, HourEntry.starts_on, HourEntry.ends_on).where(*theirs, *near, *live)
    said = _("On the same days there is a training already: %(title)s, %(first)s to %(last)s.")
    rows = session.execute(query.order_by(HourEntry.starts_on).limit(5)).all()
    return [said % {"title": r.title, "first": day(r.starts_on), "last": day(r.ends_on)} for r in rows]


def _twin_files(session: Session, actor: Actor, number: int, sums: Sequence[str]) -> list[str]:
    """Files that were chosen now and are evidence of another claim of the person."""
    known = [one for one in sums[:MOST_SUMS] if _SUM.fullmatch(one)]
    if not known:
        return []
    belongs = (Attachment.kind == Claim.__tablename__) & (Attachment.item_id == Claim.id)
    others = (Claim.learner_id == actor.learner_id, Claim.id != number, Claim.review_state.not_in((REJECTED, REVOKED)))
    query = select(Claim.title).join(Attachment, belongs).where(*others, Attachment.sha256.in_(known)).distinct()
    return [_("The same file is evidence of another claim: %(title)s.", title=t) for t in session.scalars(query)]
