"""Which tables a statement reads, and which of them the ORM's loader criteria do not filter (used by `scope`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Alias, Join, Select, TableClause
from sqlalchemy.orm.interfaces import PropComparator
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import AliasedReturnsRows, Lateral

Models = tuple[type, ...]
Sources = frozenset[Any]  # tables and aliases of tables
NONE: Sources = frozenset()


def reads(element: Any, models: Models, outer: Sources = NONE) -> Iterator[tuple[Sources, Sources, str]]:
    """For each part of a statement: its tables, those of them that the ORM filters as `models`, and raw SQL text.

    `outer` holds what the enclosing SELECT filters: a correlated subquery may refer to it.
    """
    here = NONE
    if isinstance(element, Select):
        outer, here = _correlated(element, outer), _entities(element, models)
        joined = (join[0] for join in element._setup_joins if not isinstance(join[0], PropComparator))
        yield here | _leaves((*element._iterate_from_elements(), *joined)), here | outer, ""
    elif isinstance(element, UpdateBase):
        where = (f for criterion in getattr(element, "_where_criteria", ()) for f in criterion._from_objects)
        here = _selectables([element.table], models)
        yield _leaves([element.table, *where]), here, ""
    elif element.__visit_name__ == "textclause" or getattr(element, "is_literal", False):
        yield NONE, NONE, str(getattr(element, "text", "") or element.name).lower()
    elif isinstance(element, AliasedReturnsRows) and not isinstance(element, Lateral):
        outer = NONE  # a subquery in FROM stands alone
    for child in element.get_children():
        yield from reads(child, models, here | outer)


def table_name(source: Any) -> str:
    """The name of the table behind a table or an alias of one."""
    table: Any = source.element if isinstance(source, Alias) else source
    return str(table.name)


def _correlated(query: Select[Any], outer: Sources) -> Sources:
    """What of the enclosing SELECT a subquery refers to instead of reading it again."""
    if query._correlate_except is not None:
        return outer - frozenset(query._correlate_except)
    return outer if query._auto_correlate else outer & frozenset(query._correlate)


def _entities(query: Select[Any], models: Models) -> Sources:
    """The tables and aliases in the columns, FROM and joins of one SELECT to which the ORM adds its criteria."""
    by_attribute = [join[0] for join in query._setup_joins if isinstance(join[0], PropComparator)]
    targets = [join[0] for join in query._setup_joins if not isinstance(join[0], PropComparator)]
    joined = (getattr(t, "_of_type", None) or t.property.entity for t in by_attribute)
    found = _selectables((*query._raw_columns, *query._from_obj, *targets), models)
    found |= {entity.selectable for entity in joined if issubclass(entity.class_, models)}
    return found - _aliases_with_own_on(query)


def _aliases_with_own_on(query: Select[Any]) -> Sources:
    """Aliases joined by an expression: SQLAlchemy adapts its criteria only where a relationship says how to join."""
    joins = [join[0] for join in query._setup_joins if not isinstance(join[1], PropComparator)]
    joins += [part for part in query._from_obj if isinstance(part, Join)]
    return frozenset(f for f in _leaves(j for j in joins if not isinstance(j, PropComparator)) if isinstance(f, Alias))


def _selectables(parts: Iterable[Any], models: Models) -> Sources:
    found: Iterable[Any] = (e._annotations.get("parententity") for part in parts for e in visitors.iterate(part))
    return _leaves(
        entity.selectable for entity in found if hasattr(entity, "class_") and issubclass(entity.class_, models)
    )


def _leaves(sources: Iterable[Any]) -> Sources:
    """The tables and aliases of tables behind FROM elements; subqueries are statements of their own."""
    found: set[Any] = set()
    for source in sources:
        if isinstance(source, Join):
            found |= _leaves((source.left, source.right))
        elif isinstance(source, TableClause) or (isinstance(source, Alias) and isinstance(source.element, TableClause)):
            found.add(source._deannotate() if source._annotations else source)
    return frozenset(found)
