"""Claims that an administrator records for people as approved already (CAS-6)."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.claims import operations
from app.claims.models import Claim
from app.kit.errors import RuleError
from app.kit.scope import Actor


def finish(session: Session, actor: Actor, item: Claim) -> None:
    """「审核创建」: submit what was just registered, with its evidence; the route has no step for it: approved at once.

    RuleError, and nothing is registered, where it can't be submitted. Where the platform's route has steps after all,
    it waits at the first one: an administrator's word is no way around a review (R-3).
    """
    outcome = operations.submit(session, [item.id], actor)
    for _title, reason in outcome.skipped:
        raise RuleError(_("This can't be recorded: %(reason)s", reason=reason))
