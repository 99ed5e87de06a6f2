"""Claims that an administrator records for people as approved already (CAS-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.claims import operations, sheets
from app.claims.models import Claim
from app.kit.errors import RuleError
from app.kit.scope import Actor
from app.kit.sheets import Context, Row


def finish(session: Session, actor: Actor, item: Claim) -> None:
    """「审核创建」: submit what was just registered, with its evidence; the route has no step for it: approved at once.

    RuleError, and nothing is registered, where it can't be submitted. Where the platform's route has steps after all,
    it waits at the first one: an administrator's word is no way around a review (R-3).
    """
    outcome = operations.submit(session, [item.id], actor)
    for _title, reason in outcome.skipped:
        raise RuleError(_("This can't be recorded: %(reason)s", reason=reason))


def apply(session: Session, context: Context, rows: Sequence[Row]) -> None:
    """「审核导入」: what the file adds goes to review at once, in the transaction of its chunk."""
    sheets.apply(session, replace(context, params={**context.params, "submit": True}), list(rows))


SHEET = replace(
    sheets.SHEET, name="recorded_claims", label=_l("Claims, approved already"), apply=apply, context_fields=()
)
