"""Claims of an import are taken back: drafts are removed, what was submitted with them is revoked (ux.md Import 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.claims import operations
from app.claims.models import Claim
from app.hours import closing
from app.kit import personal, review
from app.kit.bulk import delete_rows
from app.kit.errors import RuleError
from app.kit.files import Attachment
from app.kit.review import APPROVED, EDITABLE, PENDING
from app.kit.sheets import Context, Row, Undo


def _same(claim: Claim, values: Mapping[str, Any]) -> bool:
    known = (claim.document_hash, claim.title, claim.ends_on)
    return known == (personal.keyed_hash(values["document"]), values["title"], values["ends_on"])


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Drafts stay once a file is attached; what was submitted can be revoked as its route says, in an open year."""
    drafts, held = _sorted(rows)
    attached = _with_files(session, drafts)
    for row in drafts:
        if row.target_id in attached:
            row.error(_("A file was attached to it."))
    years = closing.closed_years(session, context.scope.platform_id or 0, {row.plan.year for row in held})
    refused = _unrevocable(session, context, held)
    for row in held:
        if row.outcome == "changed" or row.plan.review_state not in (PENDING, APPROVED):
            row.error(_("It was submitted already, and decided on or changed with it."))
        elif row.plan.year in years:
            row.error(_("The year %(year)s is closed: its hours stay.", year=row.plan.year))
        elif row.plan.id in refused:
            row.error(refused[row.plan.id])


def _sorted(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Drafts, and what has been submitted."""
    drafts: list[Row] = []
    held: list[Row] = []
    for row in rows:
        (drafts if row.plan.review_state in EDITABLE else held).append(row)
    return drafts, held


def _with_files(session: Session, rows: list[Row]) -> set[int | None]:
    mine = (Attachment.kind == Claim.__tablename__, Attachment.item_id.in_([row.plan.id for row in rows]))
    return set(session.scalars(select(Attachment.item_id).where(*mine)))


def _unrevocable(session: Session, context: Context, rows: list[Row]) -> Mapping[int, str]:
    ids = [row.plan.id for row in rows]
    return review.refusals(session, "revoke", Claim, ids, context.actor) if ids else {}


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    """Remove new drafts, give changed ones their old values back, revoke the rest; the ledger reverses its hours."""
    drafts, held = _sorted(rows)
    for row in drafts:
        if row.outcome == "changed":
            for name, value in row.stored.items():
                setattr(row.plan, name, value)
            row.plan.version += 1
    session.flush()
    delete_rows(session, Claim, [row.plan.id for row in drafts if row.outcome == "new"])
    if not held:
        return
    outcome = operations.revoke(session, [row.plan.id for row in held], context.actor, context.reason)
    for _title, reason in outcome.skipped:
        raise RuleError(reason)


UNDO = Undo(Claim, _same, check, apply)
