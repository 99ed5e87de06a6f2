"""The declarations of a view and the rows behind it: loaded through the scope and the view's side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import isfunction
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, inspect, select
from sqlalchemy.orm import Session

from app.kit import personal, scope
from app.kit.scope import Actor
from app.kit.views.columns import Columns, Sections
from app.kit.views.filters import Filter, filter_for
from app.kit.views.guard import Page
from app.kit.views.pick import parse_id
from app.kit.views.verbs import Verb


@dataclass(frozen=True)
class Others:
    """Other entries of the same person or unit in the year, for who decides on one of them.

    `find(session, actor, item)` is one named function per kind whose statement asks for the open step
    (`review.decides`); its rows carry `columns` of the view and need not be in the actor's scope. `findings` says what
    the actor should read first.
    """

    title: Any
    find: Callable[[Session, Actor, Any], Sequence[Any]]
    columns: Sequence[str]
    findings: Callable[[Any, Sequence[Any]], Sequence[str]] | None = None
    most: int = 20  # rows that are shown


_CALLABLES = ("side", "creates", "finishes", "changes", "removes", "timeline", "findings", "exporter", "phrases",
              "figures")  # fmt: skip
_FEATURES = {
    "add": "creates",
    "edit": "changes",
    "delete": "removes",
    "export": "exports",
    "search": "hashed_filters",
    "attached_file": "attachments",
    "attached_page": "attachments",
    "detach": "attachments",
    "look_up": "chooses",
}


class RowsView(Columns, Page):
    """What a view declares about its rows, and the rows that the active identity reaches through it."""

    default_view = "list"
    noun: Any = ""
    new_word: Any = ""  # what the button for a new row says; empty: 「新建」
    subtitle: Any = ""
    empty: Any = ""
    list_columns: Sequence[str] = ()
    main_column: str = ""
    belongs_to: str = ""  # the column of what a row belongs to, shown where the list stands alone
    order_columns: Sequence[str] = ()
    base_order: tuple[str, str] = ("id", "desc")
    page_size = 20
    filters: Sequence[str] = ()
    filter_labels: Mapping[str, Any] = {}  # where the filter bar says it in other words than the columns
    searches: Mapping[str, Callable[[Any, str], ColumnElement[bool]]] = {}
    hashed_filters: Mapping[str, Callable[[str], str]] = {}
    fieldsets: Sections = ()
    edit_fieldsets: Sections = ()  # where editing asks for less than creating
    show_fieldsets: Sections = ()
    state_column: str | None = None
    state_tabs = True
    editable: Sequence[str] | None = None
    # Functions, made static below; typed loosely because a type checker takes a function in a class for a method.
    side: Any = None  # (model, scope) -> ColumnElement[bool]
    creates: Any = None  # (session, actor, values) -> item
    finishes: Any = None  # (session, actor, item): what follows once a new row is saved with its files
    changes: Any = None  # (session, actor, item, values)
    removes: Any = None  # (session, actor, items)
    timeline: Any = None  # (item) -> dict | None
    findings: Any = None  # (session, item) -> sentences that whoever sees it should read first
    others: Others | None = None  # what a reviewer is shown beside an item
    imports: Sequence[str] = ()
    exports = True
    exported: Sequence[str] = ()
    exporter: Any = None  # (view, args) -> address
    related_views: Sequence[type[RowsView]] = ()
    related_by: Mapping[str, str] = {}
    opens_with: Mapping[str, str] = {}  # arguments that the menu opens the list with
    row_pages: Sequence[tuple[Any, str]] = ()
    totals: Sequence[str] = ()  # columns that a confirmation adds up
    phrases: Any = None  # () -> common phrases of an opinion
    attachments: Any = None  # True or Attachments(max=…): rows have files, see `attached`
    figures: Any = None  # (session, items): what the rows of a page need in one query instead of one per row

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Declared functions are values, not methods: keep Python from binding them to the view."""
        super().__init_subclass__(**kwargs)
        for name in _CALLABLES:
            if isfunction(cls.__dict__.get(name)):
                setattr(cls, name, staticmethod(cls.__dict__[name]))

    def __init__(self) -> None:
        self._related_views: list[RowsView] = []
        self.verbs = self._declared_verbs()
        self.exclude_route_methods = {route for route, feature in _FEATURES.items() if not getattr(self, feature)}
        self.order_columns = self.order_columns or self._orderable()
        self.filter_fields: list[Filter] = [filter_for(self, c) for c in self.filters if not self._is_tab(c)]
        self.state_filter = filter_for(self, self.state_column) if self.state_column and self.state_tabs else None
        self.edit_fieldsets = self.edit_fieldsets or self.fieldsets
        self.form_columns = [column for _name, columns in self.fieldsets for column in columns]
        self.add_form = self.form_class(self.form_columns if self.creates else [])
        edited = [column for _name, columns in self.edit_fieldsets for column in columns]
        self.edit_form = self.form_class(edited if self.changes else [])
        super().__init__()
        permissions = {f"can_{v.permission}" for v in self.verbs.values()}
        self.base_permissions = sorted(permissions | set(self.base_permissions or ()))

    def _declared_verbs(self) -> dict[str, Verb]:
        """In the order of their declaration, bases first."""
        methods = {name: f for base in reversed(type(self).__mro__) for name, f in vars(base).items()}
        return {f._verb.name: f._verb for f in methods.values() if hasattr(f, "_verb")}

    @property
    def chooses(self) -> bool:
        """Whether a verb asks for a row of elsewhere."""
        return any(v.chooses for v in self.verbs.values())

    def _is_tab(self, column: str) -> bool:
        return column == self.state_column and self.state_tabs

    def _orderable(self) -> list[str]:
        """Plain columns can be sorted by; encrypted ones would sort by noise."""
        kinds = {c: self.column_type(c) for c in self.list_columns}
        return [c for c, kind in kinds.items() if kind is not None and not isinstance(kind, personal.Encrypted)]

    # FAB pairs `related_views` with the registered instances through these two.
    def get_uninit_inner_views(self) -> list[type[RowsView]]:
        return list(self.related_views)

    def get_init_inner_views(self) -> list[RowsView]:
        return self._related_views

    def filter_label(self, column: str) -> Any:
        return self.filter_labels.get(column) or self.label(column)

    def registered(self, view: type[RowsView]) -> Any:
        """The application's own one of another list."""
        return next(v for v in self.appbuilder.baseviews if type(v) is view)

    # ---- titles ---------------------------------------------------------------------------------

    @property
    def add_title(self) -> str:
        return str(self.new_word) or _("New %(noun)s", noun=self.noun)

    @property
    def edit_title(self) -> str:
        return _("Edit %(noun)s", noun=self.noun)

    @property
    def show_title(self) -> str:
        return _("%(noun)s details", noun=self.noun)

    # ---- rows -----------------------------------------------------------------------------------

    def visible(self) -> Select[Any]:
        """The rows of this view: what the scope sees (the session adds that) on the view's side."""
        statement = select(self.model)
        return statement.where(self.side(self.model, scope.require())) if self.side else statement

    def eager(self, statement: Select[Any]) -> Select[Any]:
        return self.datamodel.eager(statement)

    def find(self, pk: Any, verb: str, lock: bool = False) -> Any:
        """The visible row with that key; anything else is refused."""
        statement = self.visible().where(self.pk == parse_id(pk)) if parse_id(pk) is not None else None
        if statement is None:
            self.refuse(verb, pk)
        item = self.session.scalars(self.eager(statement.with_for_update() if lock else statement)).one_or_none()
        return self.refuse(verb, pk) if item is None else self.prepared([item])[0]

    def prepared(self, items: Sequence[Any]) -> Sequence[Any]:
        """`items` with the figures that the view declares for them."""
        if self.figures and items:
            self.figures(self.session, items)
        return items

    def key_of(self, item: Any) -> Any:
        return inspect(item).identity[0]

    def row_key(self, item: Any) -> str:
        """`id.version` where rows have versions, so that a stale page can't decide over a changed row."""
        version = getattr(item, "version", None)
        return str(self.key_of(item)) if version is None else f"{self.key_of(item)}.{version}"

    def state_of(self, item: Any) -> str:
        return str(getattr(item, self.state_column)) if self.state_column else ""

    def is_editable(self, item: Any) -> bool:
        return self.editable is None or self.state_of(item) in self.editable

    def may_edit(self, item: Any) -> bool:
        return self.may("write") and self.is_editable(item)

    def permitted_verbs(self) -> list[Verb]:
        return [v for v in self.verbs.values() if self.may_do(v)]

    def may_do(self, verb: Verb) -> bool:
        """Whether the identity may at all, on a platform that has a use for it."""
        kind = str(self.class_permission_name)
        return self.may(verb.permission) and (verb.useful is None or verb.useful(self.session, kind))

    def row_verbs(self, item: Any, verbs: Sequence[Verb] | None = None) -> list[Verb]:
        """The verbs that the row's state allows, of those that the identity may do at all."""
        verbs = self.permitted_verbs() if verbs is None else verbs
        here = [v for v in verbs if not v.states or self.state_of(item) in v.states]
        return [v for v in here if v.offered is None or v.offered(item)]

    def matching_verbs(self, args: Mapping[str, str]) -> list[Verb]:
        """The verbs that a list with these arguments offers for all that match, beside the ticked rows."""
        return []

    def relation_to(self, parent: RowsView) -> str:
        """Our relation to the rows of `parent`; with two of them `related_by` must say which."""
        declared = self.related_by.get(type(parent).__name__)
        relations = inspect(self.model).relationships
        found = [r.key for r in relations if r.mapper.class_ is parent.model and r.direction.name == "MANYTOONE"]
        if not declared and len(found) != 1:
            raise TypeError(f"{type(self).__name__}.related_by must name the relation to {type(parent).__name__}")
        return declared or found[0]

    def page_links(self, item: Any) -> list[tuple[Any, str]]:
        """`row_pages`: further pages of a row, as (label, method of this view that takes the key)."""
        pk = self.key_of(item)
        return [(label, url_for(f"{self.endpoint}.{method}", pk=pk)) for label, method in self.row_pages]

    def import_links(self) -> list[tuple[Any, str]]:
        """One button for each of `imports` that the identity may import."""
        if not self.imports:
            return []
        from app.kit.sheets import sheet  # the pages of sheets are built on this module

        found = [one for one in map(sheet.get, self.imports) if one and one.allows(scope.actor())]
        return [(_("Import %(what)s", what=one.label), url_for("ImportView.new", name=one.name)) for one in found]

    def verb_address(self, verb: Verb) -> str:
        return url_for(f"{self.endpoint}.do", name=verb.name)
