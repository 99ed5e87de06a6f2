"""What the tests of claims begin with: values of a form, and claims as the demo accounts make them."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.claims import operations
from app.claims.models import Claim, ClaimType
from app.extensions import db
from app.kit import files
from app.learners.models import Learner
from tests.person import Person

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def values(**changes: Any) -> dict[str, Any]:
    """A form filled in for three whole days of training in May."""
    kind = db.session.scalars(select(ClaimType).where(ClaimType.code == changes.pop("code", "training"))).one()
    facts = {"type": kind, "title": "公文写作培训班", "starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 6)}
    return facts | {"promised": True} | changes


def declared(who: Person, evidence: bytes | None = PDF, **changes: Any) -> int:
    """The id of a draft with its evidence."""
    with who.app.app_context(), who.acting() as s:
        item = operations.declare(db.session(), s.actor, values(**changes))
        db.session.flush()
        if evidence:
            files.attach(db.session(), item, [files.examine(io.BytesIO(evidence), "证书.pdf")], 5)
        db.session.commit()
        return item.id


def submitted(who: Person, **changes: Any) -> int:
    """The id of a claim that waits for its first step."""
    number = declared(who, **changes)
    with who.app.app_context(), who.acting() as s:
        done = operations.submit(db.session(), [number], s.actor).done
        db.session.commit()
    assert done == [number]
    return number


def act(who: Person, verb: str, *ids: int, **more: Any) -> Any:
    """A verb of `operations`, committed; its outcome."""
    with who.app.app_context(), who.acting() as s:
        outcome = getattr(operations, verb)(db.session(), list(ids), s.actor, **more)
        db.session.commit()
        return outcome


def own_learner(who: Person) -> Learner:
    with who.app.app_context(), who.acting() as s:
        return db.session.get_one(Learner, s.actor.learner_id)


def hours(text: str) -> Decimal:
    return Decimal(text)


__all__ = ["PDF", "Claim", "act", "declared", "hours", "own_learner", "submitted", "values"]
