"""What claims keep about a person, for the merge of two records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import ngettext
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.claims.models import Claim
from app.kit import scope
from app.kit.scope import Actor
from app.learners import merging

_table: Any = Claim.__table__


def _of(session: Session, ids: Sequence[int], lock: bool = False) -> list[Any]:
    """Claims of people of the scope, wherever they were submitted."""
    query = select(_table.c.id, _table.c.learner_id).where(_table.c.learner_id.in_(ids)).order_by(_table.c.id)
    with scope.bulk("merge: claims of a record of the scope"):
        return list(session.execute(query.with_for_update() if lock else query))


def _lock(session: Session, ids: list[int]) -> list[int]:
    return [row.id for row in _of(session, ids, lock=True)]


def _tell(session: Session, kept: int, gone: int) -> list[str]:
    moving = len(_of(session, [gone]))
    return [ngettext("%(num)s claim goes along.", "%(num)s claims go along.", moving)] if moving else []


def _move(session: Session, actor: Actor, kept: int, gone: int) -> None:
    """The same claim stays the same claim: only whose it is changes; its route and its log stay."""
    moved = {"learner_id": kept, "version": _table.c.version + 1}
    with scope.bulk("merge: claims of a record of the scope"):
        session.execute(update(_table).where(_table.c.learner_id == gone).values(moved))


merging.belongings(merging.Belongings(frozenset({"claim"}), _lock, _tell, _move))
