"""What opening balances keep about a person, for the merge of two records (PEOPLE-2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.hours import ledger
from app.kit import clock, scope
from app.kit.scope import Actor
from app.learners import merging
from app.openings.models import OpeningBalance
from app.openings.operations import SOURCE

_table: Any = OpeningBalance.__table__


def _of(session: Session, ids: Sequence[int], lock: bool = False) -> list[Any]:
    """Balances of people of the scope, wherever they were recorded."""
    query = select(_table).where(_table.c.learner_id.in_(ids)).order_by(_table.c.id)
    with scope.bulk("merge: opening balances of a record of the scope"):
        return list(session.execute(query.with_for_update() if lock else query))


def _lock(session: Session, ids: list[int]) -> list[int]:
    return [row.id for row in _of(session, ids, lock=True)]


def _lesser(rows: Sequence[Any]) -> list[Any]:
    """Of two balances for one year and category the greater counts: the old portal was asked twice for one person."""
    counting: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        if row.taken_back_at is None:
            counting.setdefault((row.year, row.category_id), []).append(row)
    return [row for same in counting.values() for row in sorted(same, key=lambda one: (-one.hours, one.id))[1:]]


def _tell(session: Session, kept: int, gone: int) -> list[str]:
    rows = _of(session, [kept, gone])
    moving, lesser = sum(row.learner_id == gone for row in rows), len(_lesser(rows))
    lines = []
    if moving:
        lines.append(ngettext("%(num)s opening balance goes along.", "%(num)s opening balances go along.", moving))
    if lesser:
        lines.append(ngettext("Of the opening balances of %(num)s year and category the greater one counts.",
                              "Of the opening balances of %(num)s years and categories the greater ones count.",
                              lesser))  # fmt: skip
    return lines


def _move(session: Session, actor: Actor, kept: int, gone: int) -> None:
    """Take back the lesser of two for one year and category; the others change their person."""
    lesser = _lesser(_of(session, [kept, gone]))
    ledger.reverse(session, SOURCE, [(row.learner_id, row.id) for row in lesser], actor.user_id)
    newer = {"version": _table.c.version + 1}
    with scope.bulk("merge: opening balances of a record of the scope"):
        ended = newer | {"taken_back_at": clock.now(), "reason": _("Two records of the person were merged.")}
        session.execute(update(_table).where(_table.c.id.in_([row.id for row in lesser])).values(ended))
        session.execute(update(_table).where(_table.c.learner_id == gone).values(newer | {"learner_id": kept}))


merging.belongings(merging.Belongings(frozenset({"opening_balance"}), _lock, _tell, _move))
