"""One request's view of a list: criteria, order, page and counts, made from its arguments and then forgotten.

FAB keeps one mutable filter object per view, which threads overwrite (playbook, part 3).
Here nothing is shared.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import current_app, request
from sqlalchemy import ColumnElement, Select, func, select

from app.kit import scope
from app.kit.views.pick import parse_id

if TYPE_CHECKING:
    from app.kit.views.rows import RowsView

PAGE, SIZE, ORDER = "_page", "_size", "_order"
MAX_SIZE = 200
Criterion = ColumnElement[bool]
COUNT_CAP = 10_000
LONG_FOR = 20  # seconds for which a list that was longer than the cap is not counted again
MOST_LONG = 1_000  # lists that a process remembers so


class Listing:
    """The rows of `view` that `args` ask for; `prefix` keeps several lists on one page apart."""

    def __init__(
        self, view: RowsView, args: Mapping[str, str], prefix: str = "", extra: Sequence[Criterion] = ()
    ) -> None:
        self.view = view
        self.prefix = prefix
        self.args = {k.removeprefix(prefix): v for k, v in args.items() if k.startswith(prefix)}
        self.others = {k: v for k, v in args.items() if prefix and not k.startswith(prefix)}
        self.extra = tuple(extra)

    # ---- what was asked -------------------------------------------------------------------------

    @cached_property
    def size(self) -> int:
        asked = parse_id(self.args.get(SIZE, "")) or self.view.page_size
        return min(asked, MAX_SIZE)

    @cached_property
    def page(self) -> int:
        """The page asked for, from 0; the first one when it does not exist."""
        asked = (parse_id(self.args.get(PAGE, "")) or 1) - 1
        return asked if asked < self.pages else 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @cached_property
    def order(self) -> tuple[str, bool]:
        """Column and whether descending; only columns that the view allows."""
        asked = self.args.get(ORDER, "")
        column = asked.removeprefix("-")
        if column in self.view.order_columns:
            return column, asked.startswith("-")
        column, direction = self.view.base_order
        return column, direction == "desc"

    @property
    def state(self) -> str:
        return self.args.get(self.view.state_column or "", "")

    @property
    def is_filtered(self) -> bool:
        return any(self.args.get(name) for f in self.view.filter_fields for name in f.names)

    # ---- SQL ------------------------------------------------------------------------------------

    def criteria(self, with_state: bool = True) -> list[Criterion]:
        found = [f.criterion(self.args) for f in self.view.filter_fields]
        if with_state and self.view.state_filter:
            found.append(self.view.state_filter.criterion(self.args))
        return [*self.extra, *(c for c in found if c is not None)]

    def statement(self) -> Select[Any]:
        """All rows, ordered; the primary key breaks ties, so that pages never overlap."""
        column, descending = self.order
        keys = [getattr(self.view.model, column), self.view.pk]
        ordered = [key.desc() if descending else key.asc() for key in keys]
        return self.view.visible().where(*self.criteria()).order_by(*ordered)

    def rows(self) -> Sequence[Any]:
        """The rows of this page."""
        if self.total == 0:
            return []
        statement = self.statement().offset(self.page * self.size).limit(self.size)
        return self.view.prepared(self.view.session.scalars(self.view.eager(statement)).all())

    # ---- counts: one statement for the total and the tabs ---------------------------------------

    @cached_property
    def counts(self) -> dict[Any, int]:
        """Rows per state, under every filter but the state itself; {None: n} for views without tabs.

        Nothing shows how many rows beyond the cap are in which state, so turning the pages of a long list counts once.
        """
        long_until = _long_lists()
        if long_until.get(self._as_asked, 0) > time.monotonic():
            return {None: COUNT_CAP + 1}
        found = self._counted()
        if sum(found.values()) > COUNT_CAP:
            if len(long_until) >= MOST_LONG:
                long_until.clear()
            long_until[self._as_asked] = time.monotonic() + LONG_FOR
        return found

    def _counted(self) -> dict[Any, int]:
        tabs = self.view.state_column if self.view.state_tabs else None
        kind = getattr(self.view.model, tabs) if tabs else self.view.pk
        inner = self.view.visible().where(*self.criteria(with_state=not tabs))
        # With the key: a state that is computed from columns would not tell the session whose rows these are.
        capped = inner.with_only_columns(kind.label("kind"), self.view.pk.label("key")).limit(COUNT_CAP + 1).subquery()
        if not tabs:
            return {None: self.view.session.scalar(select(func.count(capped.c.kind))) or 0}
        counted = select(capped.c.kind, func.count().label("number")).group_by(capped.c.kind)
        return {row.kind: row.number for row in self.view.session.execute(counted)}

    @cached_property
    def _as_asked(self) -> Hashable:
        """Which rows are counted: whose, on which page, under which filters."""
        silent = {PAGE, SIZE, ORDER, self.view.state_column if self.view.state_tabs else None}
        filters = frozenset((name, text) for name, text in self.args.items() if name not in silent)
        return scope.require(), request.path, type(self.view), self.prefix, filters

    @cached_property
    def capped(self) -> bool:
        return sum(self.counts.values()) > COUNT_CAP

    @cached_property
    def total(self) -> int:
        """How many rows there are, exact up to the cap."""
        if not (self.view.state_tabs and self.view.state_column and self.state):
            return min(sum(self.counts.values()), COUNT_CAP)
        if self.capped:
            return self._exact()
        return self.counts.get(self.state, 0)

    def _exact(self) -> int:
        """The rows in the chosen state, when the shared count stopped at the cap."""
        rows = self.view.visible().where(*self.criteria()).with_only_columns(self.view.pk.label("key"))
        capped = rows.limit(COUNT_CAP).subquery()
        return self.view.session.scalar(select(func.count(capped.c.key))) or 0

    # ---- addresses ------------------------------------------------------------------------------

    def query(self, **changes: Any) -> str:
        """The query string with `changes`; None removes. Unless the page itself changes, it is the first."""
        args = {**self.args, **changes}
        if PAGE not in changes:
            args.pop(PAGE, None)
        own = {f"{self.prefix}{k}": v for k, v in args.items() if v not in (None, "")}
        return "?" + urlencode({**self.others, **own})

    def order_query(self, column: str) -> str:
        current, descending = self.order
        return self.query(**{ORDER: f"-{column}" if column == current and not descending else column})


def _long_lists() -> dict[Hashable, float]:
    """Until when each list that was longer than the cap passes for long, in this process."""
    held: dict[Hashable, float] = current_app.extensions.setdefault("long lists", {})
    return held
