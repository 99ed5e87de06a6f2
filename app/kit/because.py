"""Why a row is in reach: the parts of a visibility rule carry their reason, so that the rule itself can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.sql.elements import BooleanClauseList, Grouping


class Because(Grouping[bool]):
    """A clause in brackets with the reason that holds where it is true; to the database it is the clause."""

    inherit_cache = True
    operator = None  # otherwise OR would take the clause out of its brackets, and the reason would be lost

    def __init__(self, reason: Any, clause: ColumnElement[bool]) -> None:
        super().__init__(clause)
        self.reason = reason


def because(reason: Any, clause: ColumnElement[bool]) -> ColumnElement[bool]:
    """`clause` with a (lazy) sentence that says why whoever it lets through sees the row."""
    return Because(reason, clause)


def reasons(clause: Any) -> Iterator[Because]:
    """The parts with a reason, outside subqueries: those speak of other rows."""
    if isinstance(clause, Because):
        yield clause
    elif isinstance(clause, BooleanClauseList):
        for part in clause.clauses:
            yield from reasons(part)
    elif isinstance(clause, Grouping):
        yield from reasons(clause.element)
