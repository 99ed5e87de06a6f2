"""Recording and taking back opening balances: the row and its entry in the ledger, in one transaction (BAL-1, R-5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.hours import kinds, ledger
from app.kit import audit, clock, scope
from app.kit.bulk import among, insert_numbered
from app.kit.errors import NotFound
from app.kit.review import Outcome
from app.kit.scope import Actor
from app.learners.models import Learner
from app.openings.models import OpeningBalance

SOURCE = "opening"
LABEL = _l("Opening balance")
_table: Any = OpeningBalance.__table__
_COPIED = ("platform_id", "organization_id", "learner_id", "year", "category_id", "hours")


def record(session: Session, actor: Actor, facts: Sequence[dict[str, Any]]) -> list[int]:
    """Add balances of people of the scope, whom the caller has checked, and post them; the ids in their order.

    A person's year and category has one balance that counts: IntegrityError, nothing recorded, for a second.
    """
    rows = [one | {"recorded_at": clock.now(), "recorded_by": actor.name} for one in facts]
    ids = insert_numbered(session, OpeningBalance, rows, "openings: people of the scope with matching names")
    credits = [_credit(number, row) for number, row in zip(ids, rows, strict=True)]
    ledger.post(session, credits, actor.user_id)
    return ids


def of_person(person: Learner) -> dict[str, Any]:
    """Whose balance it is, and where that person is now."""
    place = {"platform_id": person.platform_id, "organization_id": person.organization_id}
    return place | {"learner_id": person.id, "learner_name": person.name, "document_mask": str(person.document)}


def _credit(number: int, row: dict[str, Any]) -> ledger.Credit:
    copied = {name: row[name] for name in _COPIED}
    title = str(row["note"] or LABEL)
    return ledger.Credit(source=SOURCE, source_id=number, activity=f"{SOURCE}:{number}", title=title, **copied)


def correct(session: Session, actor: Actor, item: OpeningBalance, hours: Decimal, note: str) -> None:
    """Let a balance that counts be another number: what was posted is reversed, the new number posted."""
    with ledger.as_one(session):
        ledger.reverse(session, SOURCE, [(item.learner_id, item.id)], actor.user_id)
        item.hours, item.note, item.version = hours, note, item.version + 1
        session.flush()
        ledger.post(
            session, [_credit(item.id, {name: getattr(item, name) for name in (*_COPIED, "note")})], actor.user_id
        )


def take_back(session: Session, ids: Collection[int], actor: Actor, reason: str) -> Outcome:
    """Reverse balances that were wrong; the rows stay with the reason. NotFound where one is not of the scope."""
    found = locked(session, ids)
    outcome = Outcome(done=[one.id for one in found if not one.taken_back_at])
    outcome.skipped = [(str(one), _("it was taken back already")) for one in found if one.taken_back_at]
    going = [one for one in found if not one.taken_back_at]
    ledger.reverse(session, SOURCE, [(one.learner_id, one.id) for one in going], actor.user_id, reason)
    for one in going:
        one.taken_back_at, one.reason, one.version = clock.now(), reason, one.version + 1
    session.flush()
    audit.record_many(session, f"{_table.name}:take_back", outcome.done, reason=reason)
    return outcome


def locked(session: Session, ids: Collection[int]) -> list[OpeningBalance]:
    """Balances of the scope, locked in the order of their ids; NotFound when one is missing."""
    mine = (among(OpeningBalance.id, ids), scope.predicate(OpeningBalance, owning=True))
    query = select(OpeningBalance).where(*mine).order_by(OpeningBalance.id).with_for_update(of=OpeningBalance)
    found = list(session.scalars(query.execution_options(populate_existing=True)))
    if not found or len(found) != len(set(ids)):
        raise NotFound()
    return found


def _standing() -> Select[Any]:
    """What the ledger must hold for opening balances."""
    columns = (_table.c.learner_id, _table.c.id, _table.c.category_id, _table.c.hours)
    return select(*columns).where(_table.c.taken_back_at.is_(None))


ledger.approved_source(SOURCE, _standing)
kinds.types(lambda _session: [(SOURCE, LABEL)])
