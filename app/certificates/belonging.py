"""What a merge of two records of one person does with their certificates (PEOPLE-2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.certificates import operations
from app.certificates.models import MERGED, Certificate
from app.kit import scope
from app.kit.scope import Actor
from app.learners import merging

_table: Any = Certificate.__table__


def _of(session: Session, ids: Sequence[int]) -> list[Any]:
    """Certificates of people of the scope, wherever they were issued."""
    query = select(_table).where(_table.c.learner_id.in_(ids)).order_by(_table.c.id)
    with scope.bulk("merge: certificates of a record of the scope"):
        return list(session.execute(query))


def _known(session: Session, ids: list[int]) -> list[tuple[int, int]]:
    """Nothing is locked before the people: whoever issues or takes hours back locks the person first."""
    return [(row.id, row.version) for row in _of(session, ids)]


def _doubles(rows: Sequence[Any], kept: int, gone: int) -> list[Any]:
    """Valid certificates of the record that goes for years in which the other has one too."""
    years = {row.year for row in rows if row.learner_id == kept and row.voided_at is None}
    return [row for row in rows if row.learner_id == gone and row.voided_at is None and row.year in years]


def _tell(session: Session, kept: int, gone: int) -> list[str]:
    rows = _of(session, [kept, gone])
    moving = sum(row.learner_id == gone for row in rows)
    lines = [_("Both have a certificate for %(year)s: %(number)s becomes void.", year=row.year, number=row.number)
             for row in _doubles(rows, kept, gone)]  # fmt: skip
    if moving:
        lines.append(ngettext("%(num)s certificate goes along.", "%(num)s certificates go along.", moving))
    return lines


def _move(session: Session, actor: Actor, kept: int, gone: int) -> None:
    """The survivor's certificate of a year stands; the ledger then looks whether the hours that came along carry it."""
    operations.make_void(session, _doubles(_of(session, [kept, gone]), kept, gone), MERGED, actor)
    with scope.bulk("merge: certificates of a record of the scope"):
        moved = {"learner_id": kept, "version": _table.c.version + 1}
        session.execute(update(_table).where(_table.c.learner_id == gone).values(moved))


merging.belongings(merging.Belongings(frozenset({"certificate"}), _known, _tell, _move))
