"""What who submits and who decides should know of a claim: found by looking, not by hand (ux.md, Review 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.claims import standards
from app.claims.completing import span_of
from app.claims.models import HALF_DAYS, Claim, ClaimType
from app.claims.proposing import Span
from app.kit import clock, review, scope
from app.kit.files import Attachment
from app.kit.review import DRAFT, REJECTED, REVOKED
from app.kit.scope import Actor
from app.kit.views.look import day

MOST, MOST_OTHERS = 5, 50
OTHERS = ("title", "starts_on", "ends_on", "requested", "granted", "review_position")
_claim: Any = Claim.__table__
_GONE = (REJECTED, REVOKED)


def findings(session: Session, item: Claim) -> list[str]:
    """Sentences about the hours, other claims on the same days, the same certificate number or file."""
    span = Span(item.starts_on, item.ends_on, item.starts_half, item.ends_half)
    others = [overlap(one) for one in same_days(session, item, span)]
    return [*_about_hours(session, item, span), *others, *_same_number(session, item), *_same_file(session, item)]


def _about_hours(session: Session, item: Claim, span: Span) -> list[str]:
    worth = standards.proposal(session, item.platform_id, item.year, span).hours
    return about_hours(item.type, {"requested": item.requested, "ends_on": item.ends_on}, worth)


def about_hours(kind: ClaimType, facts: Mapping[str, Any], worth: Decimal) -> list[str]:
    """More hours than the days are worth, or an end in the future: flagged, never refused (D16)."""
    found = []
    if kind.proposal == HALF_DAYS and not kind.single_date and facts["requested"] > worth:
        said = {"asked": f"{facts['requested'].normalize():f}", "worth": f"{worth.normalize():f}"}
        found.append(_("%(asked)s are requested, the dates are worth %(worth)s.", **said))
    if facts["ends_on"] > clock.today():
        found.append(_("It ends on %(day)s, which is still to come.", day=day(facts["ends_on"])))
    return found


def same_days(session: Session, item: Claim, span: Span) -> list[Any]:
    """Other claims of the person on the same half days that were neither rejected nor revoked.

    Of drafts only the asker's own are seen; what was submitted is seen beyond the scope by who decides on this one.
    """
    near = (_claim.c.starts_on <= span.ends_on, _claim.c.ends_on >= span.starts_on)
    query = select(_claim).where(*_others(item), *near).order_by(_claim.c.starts_on, _claim.c.id).limit(50)
    with scope.bulk("claims: other claims of a person whose claim was read through the scope"):
        rows = session.execute(query).all()
    return [one for one in rows if span.overlaps(span_of(dict(one._mapping)))][:MOST]


def _others(item: Claim) -> tuple[Any, ...]:
    own = _claim.c.organization_id == scope.actor().organization_id
    return (
        _claim.c.learner_id == item.learner_id,
        _claim.c.id != (item.id or 0),
        _claim.c.review_state.not_in(_GONE),
        or_(_claim.c.review_state != DRAFT, own),
    )


def overlap(one: Any) -> str:
    """That another claim is for the same days."""
    facts = {"title": one.title, "first": day(one.starts_on), "last": day(one.ends_on)}
    return _("On the same days there is another claim: %(title)s, %(first)s to %(last)s.", **facts)


def _same_number(session: Session, item: Claim) -> list[str]:
    """The number of a certificate stands for one activity of one person."""
    if not item.certificate_no:
        return []
    same = and_(_claim.c.platform_id == item.platform_id, _claim.c.certificate_no == item.certificate_no)
    query = select(_claim.c.title).where(same, *_others(item)).order_by(_claim.c.id).limit(MOST)
    with scope.bulk("claims: other claims of a person whose claim was read through the scope"):
        titles = session.scalars(query).all()
    return [same_number(title) for title in titles]


def same_number(title: str) -> str:
    """That another claim has the same certificate number."""
    return _("The certificate number is used by another claim: %(title)s.", title=title)


def _same_file(session: Session, item: Claim) -> list[str]:
    """The person's other claims with a file of the same content."""
    sums = select(Attachment.sha256).where(Attachment.kind == "claim", Attachment.item_id == (item.id or 0))
    file: Any = Attachment.__table__
    twins = and_(file.c.kind == "claim", file.c.item_id == _claim.c.id, file.c.sha256.in_(sums))
    query = select(_claim.c.title).join(file, twins).where(*_others(item)).distinct().limit(MOST)
    with scope.bulk("claims: other claims of a person whose claim was read through the scope"):
        titles = session.scalars(query).all()
    return [_("The same file is evidence of another claim: %(title)s.", title=title) for title in titles]


def others(session: Session, actor: Actor, item: Claim) -> Sequence[Any]:
    """The person's other submitted claims of the year and the one before, for who decides on `item` now.

    Read past the scope, so the statement asks for the open step: nothing for anybody at whom the claim does not wait.
    """
    mine = (_claim.c.learner_id == item.learner_id, _claim.c.id != item.id)
    kept = (_claim.c.review_state != DRAFT, _claim.c.year.in_((item.year, item.year - 1)))
    query = select(*(_claim.c[name] for name in OTHERS)).where(review.decides(actor, item), *mine, *kept)
    with scope.bulk("claims: the person's other entries, for the reviewer of one"):
        return session.execute(query.order_by(_claim.c.starts_on.desc(), _claim.c.id.desc()).limit(MOST_OTHERS)).all()
