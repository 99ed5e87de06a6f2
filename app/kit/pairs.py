"""Text that contains what was typed, found by an index of pairs of characters where the database can keep one.

A trigram index does not serve names of two characters, most Chinese ones; an index of pairs does. PostgreSQL keeps it
(function `bigrams`, of the migrations); elsewhere the search reads every row.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

INDEXED = {"pairs": True}  # the `info` of a column with a GIN index of `bigrams`, made by a migration


class has_pairs(FunctionElement[bool]):  # named as SQL functions are
    """Whether a column holds all pairs of characters of a text: true of every text that contains it."""

    name = "has_pairs"
    type = Boolean()
    inherit_cache = True


@compiles(has_pairs)
def _unknown(element: has_pairs, compiler: Any, **options: Any) -> str:
    return "1 = 1"


@compiles(has_pairs, "postgresql")
def _by_index(element: has_pairs, compiler: Any, **options: Any) -> str:
    column, text = (compiler.process(clause, **options) for clause in element.clauses)
    return f"bigrams({column}) @> bigrams({text})"


def holding(attribute: Any, text: str) -> ColumnElement[bool]:
    """Rows whose attribute contains `text`, whatever the case of its letters."""
    contained: ColumnElement[bool] = attribute.icontains(text, autoescape=True)
    if len(text) < 2 or not getattr(attribute, "info", {}).get("pairs"):
        return contained
    return and_(has_pairs(attribute, text), contained)
