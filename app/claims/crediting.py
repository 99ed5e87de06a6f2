"""What the review of claims asks of the ledger: what must be there before, what approval posts, what undoes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from app.claims.models import FILLS, PAPER, STAMPED, UPLOAD, Claim, ClaimType
from app.hours import ledger
from app.kit import scope
from app.kit.bulk import among
from app.kit.files import Attachment
from app.kit.review import APPROVED, PENDING
from app.kit.scope import Actor

SOURCE = "claim"
_claim: Any = Claim.__table__
_type: Any = ClaimType.__table__


# ---- before -------------------------------------------------------------------------------------------------------


def ready(session: Session, ids: Sequence[int]) -> Mapping[int, str]:
    """Why claims can't be submitted yet: evidence is missing, or the year is met by another claim already."""
    return _without_evidence(session, ids) | _second_fills(session, ids)


def _without_evidence(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """By the type's rule: a file (GX-2, C11)."""
    files = select(Attachment.id).where(Attachment.kind == SOURCE, Attachment.item_id == Claim.id).exists()
    wants = and_(ClaimType.id == Claim.type_id, ClaimType.evidence.in_((UPLOAD, STAMPED)))
    query = select(Claim.id).join(ClaimType, wants).where(among(Claim.id, ids), ~files)
    return dict.fromkeys(session.scalars(query), _("attach the evidence first"))


def _second_fills(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """A year is met as a whole once (DL-8, D22)."""
    other, kind = _claim.alias(), _type.alias()
    held = other.c.review_state.in_((PENDING, APPROVED))
    same = (other.c.learner_id == Claim.learner_id, other.c.year == Claim.year, other.c.id != Claim.id, held)
    fills = select(kind.c.id).where(kind.c.proposal == FILLS)
    twin = select(other.c.id).where(*same, other.c.type_id.in_(fills)).exists()
    query = select(Claim.id).where(among(Claim.id, ids), Claim.type_id.in_(fills), twin)
    with scope.bulk("claims: another claim of the person that meets the year"):
        found = session.scalars(query).all()
    return dict.fromkeys(found, _("another claim meets the requirement of this year already"))


def approvable(session: Session, ids: Sequence[int]) -> Mapping[int, str]:
    """Why claims can't be approved yet: the paper has not been handed in (DL-5, DL-7, C11)."""
    waits = and_(ClaimType.id == Claim.type_id, ClaimType.evidence == PAPER)
    query = select(Claim.id).join(ClaimType, waits).where(among(Claim.id, ids), Claim.paper_received_at.is_(None))
    return dict.fromkeys(session.scalars(query), _("the paper material has not been recorded as received"))


# ---- hours --------------------------------------------------------------------------------------------------------


def credit(session: Session, ids: Sequence[int], actor: Actor) -> None:
    """Post what was granted, in the transaction of the approval (R-5)."""
    chosen = among(_claim.c.id, ids)
    with scope.bulk("claims that their review approves"):
        joined = select(_claim, _type.c.code, _type.c.proposal).join(_type, _type.c.id == _claim.c.type_id)
        rows = session.execute(joined.where(chosen).order_by(_claim.c.id)).all()
    ledger.post(session, [_credit(row) for row in rows], actor.user_id)


def _credit(row: Any) -> ledger.Credit:
    return ledger.Credit(
        platform_id=row.platform_id,
        organization_id=row.learner_organization_id,
        learner_id=row.learner_id,
        year=row.year,
        category_id=row.category_id,
        hours=row.granted,
        source=SOURCE,
        source_id=row.id,
        activity=f"claim:{row.id}",
        title=row.title,
        type=row.code,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        fills=row.proposal == FILLS,
    )


def take_back(session: Session, ids: Collection[int], actor: Actor) -> None:
    """Reverse what stands for reopened or revoked claims."""
    ledger.reverse_source(session, SOURCE, ids, actor.user_id)


def _approved_rows() -> Select[Any]:
    """What the ledger must hold for claims."""
    columns = (_claim.c.learner_id, _claim.c.id, _claim.c.category_id, func.coalesce(_claim.c.granted, 0))
    return select(*columns).where(_claim.c.review_state == APPROVED)


ledger.approved_source(SOURCE, _approved_rows)
