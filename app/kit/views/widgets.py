"""What the templates get: one object per page, so that they hold no query and no rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.kit import scope
from app.kit.errors import RuleError
from app.kit.hours import figure
from app.kit.views import once
from app.kit.views.filters import Shown
from app.kit.views.listing import COUNT_CAP, MAX_SIZE, ORDER, PAGE, SIZE, Listing

if TYPE_CHECKING:
    from app.kit.files import Upload
    from app.kit.views.attached import FileField, ShownFile
    from app.kit.views.base import ScopedView
    from app.kit.views.fields import Form
    from app.kit.views.rows import RowsView
    from app.kit.views.verbs import Verb

SIZES = (20, 50, 100, MAX_SIZE)
PAGES_SHOWN = 5


@dataclass(frozen=True)
class Button:
    """A button that opens the dialog; `row` is empty for the batch bar."""

    verb: Verb
    url: str
    row: str = ""
    granted: str = ""  # the hours that its field begins with
    choices: str = ""  # where the dialog looks up what the verb asks for

    @classmethod
    def of(cls, view: RowsView, verb: Verb, item: Any = None) -> Button:
        """The button of a row, or of the batch bar: that one grants each row what it would get anyway."""
        choices = url_for(f"{view.endpoint}.look_up", name=verb.name) if verb.chooses else ""
        if item is None:
            return cls(verb, view.verb_address(verb), choices=choices)
        offered = verb.grants(item) if verb.grants else None
        granted = "" if offered is None else figure(offered)
        return cls(verb, view.verb_address(verb), view.row_key(item), granted, choices)


@dataclass(frozen=True)
class Head:
    """A column's head; `sort` is "ascending", "descending" or "" and `query` the address that sorts by it."""

    name: str
    label: str
    is_number: bool
    query: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    item: Any
    key: str
    pk: Any
    state: str
    cells: list[Any]
    buttons: list[Button]
    links: list[tuple[Any, str]]
    editable: bool
    verbs: str = ""  # names of what the batch bar may do to it
    totals: Sequence[Any] = ()


@dataclass(frozen=True)
class Tab:
    label: Any
    count: int | None
    query: str
    active: bool


@dataclass
class ListPage:
    """A list with its filters, tabs, rows and pages."""

    view: RowsView
    listing: Listing

    @property
    def total_text(self) -> str:
        return f"{COUNT_CAP:,}+" if self.listing.capped and self.listing.total >= COUNT_CAP else str(self.listing.total)

    @property
    def may_add(self) -> bool:
        return bool(self.view.creates) and self.view.may("write")

    @property
    def may_export(self) -> bool:
        return bool(self.view.exports) and self.view.may("export")

    @cached_property
    def import_links(self) -> list[tuple[Any, str]]:
        return self.view.import_links()

    @cached_property
    def columns(self) -> list[str]:
        """On the page of what its rows belong to a list does not repeat that; alone it says it first."""
        owner = self.view.belongs_to
        return [*([owner] if owner and not self.listing.extra else []), *self.view.list_columns]

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: str) -> Head:
        view, (current, descending) = self.view, self.listing.order
        label = str(view.label(column))  # each cell repeats it for a phone
        if column not in view.order_columns:
            return Head(column, label, view.is_number(column))
        sort = ("descending" if descending else "ascending") if column == current else ""
        return Head(column, label, view.is_number(column), self.listing.order_query(column), sort)

    @cached_property
    def verbs(self) -> list[Verb]:
        """What this identity may do at all, its texts said once for all rows; the row's state decides the rest."""
        found = self.view.permitted_verbs()
        return [replace(v, label=str(v.label), confirm=str(v.confirm)) for v in found]

    @cached_property
    def batch(self) -> list[Button]:
        return [Button.of(self.view, v) for v in self.verbs if v.batch]

    @cached_property
    def totals(self) -> list[Any]:
        """What a confirmation adds up over the ticked rows."""
        return [self.view.label(column) for column in self.view.totals] if self.batch else []

    @cached_property
    def matching(self) -> list[tuple[Any, str]]:
        """「All that match」: label and address of the page that says what would be decided."""
        offered = self.view.matching_verbs(self.listing.args) if self.listing.total > 1 else []
        query = self.listing.query()
        return [(v.label, url_for(f"{self.view.endpoint}.matching", name=v.name) + query) for v in offered]

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(item) for item in self.listing.rows()]

    def _line(self, item: Any) -> Line:
        view = self.view
        verbs = view.row_verbs(item, self.verbs)
        return Line(
            item=item,
            key=view.row_key(item),
            pk=view.key_of(item),
            state=view.state_of(item),
            cells=[view.cell(column, item) for column in self.columns],
            buttons=[Button.of(view, v, item) for v in verbs if v.single],
            links=view.page_links(item),
            editable=view.may_edit(item),
            verbs=" ".join(v.name for v in verbs if v.batch),
            totals=[view.value(column, item) or 0 for column in view.totals],
        )

    @cached_property
    def filters(self) -> list[Shown]:
        return [f.shown(self.listing.args) for f in self.view.filter_fields]

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """Arguments that a new search keeps: size, order and the state of the tab."""
        names = (SIZE, ORDER, self.view.state_column if self.view.state_tabs else None)
        return [(n, self.listing.args[n]) for n in names if n and self.listing.args.get(n)]

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """What is filtered by without being shown: text and the address that removes it."""
        set_ones = [f for f in self.filters if f.kind == "hashed" and f.value]
        return [(_("Filtered by %(what)s", what=f.label), self.listing.query(**{f.name: None})) for f in set_ones]

    @cached_property
    def tabs(self) -> list[Tab]:
        column = self.view.state_column
        if not (column and self.view.state_tabs):
            return []
        counts, capped = self.listing.counts, self.listing.capped
        kinds = [("", _("All"), sum(counts.values()))]
        kinds += [(code, label, counts.get(code, 0)) for code, label in self.view.choices[column]]
        query = self.listing.query
        return [
            Tab(label, None if capped else number, query(**{column: code}), self.listing.state == code)
            for code, label, number in kinds
        ]

    # ---- pages ----------------------------------------------------------------------------------

    @property
    def first(self) -> int:
        return self.listing.page * self.listing.size + 1

    @property
    def last(self) -> int:
        return min(self.first + self.listing.size - 1, self.listing.total)

    @property
    def page_numbers(self) -> Sequence[int]:
        """The pages around this one, counted from 1."""
        low = max(0, min(self.listing.page - PAGES_SHOWN // 2, self.listing.pages - PAGES_SHOWN))
        return range(low + 1, min(self.listing.pages, low + PAGES_SHOWN) + 1)

    def page_query(self, number: int) -> str:
        return self.listing.query(**{PAGE: number})

    def size_query(self, size: int) -> str:
        return self.listing.query(**{SIZE: size})

    sizes = SIZES


@dataclass(frozen=True)
class Detail:
    """One term of a description list."""

    label: Any
    value: Any
    is_wide: bool


@dataclass
class ShowPage:
    """One row in full: sections, review, what may be done, and lists of what belongs to it."""

    view: ScopedView
    item: Any
    related: list[ListPage] = field(default_factory=list)

    @property
    def heading(self) -> Any:
        return self.view.cell(self.view.main_column, self.item) if self.view.main_column else self.view.show_title

    @cached_property
    def links(self) -> list[tuple[Any, str]]:
        return self.view.page_links(self.item)

    @cached_property
    def state(self) -> Any:
        return self.view.cell(self.view.state_column, self.item) if self.view.state_column else ""

    @cached_property
    def sections(self) -> list[tuple[Any, list[Detail]]]:
        sections = self.view.show_fieldsets or self.view.fieldsets or [(None, self.view.list_columns)]
        return [(name, [self._detail(column) for column in columns]) for name, columns in sections]

    def _detail(self, column: str) -> Detail:
        value = self.view.cell(column, self.item)
        return Detail(self.view.label(column), value, isinstance(value, str) and len(value) > 40 and "<" not in value)

    @cached_property
    def timeline(self) -> dict[str, Any] | None:
        return self.view.timeline(self.item) if self.view.timeline else None

    @cached_property
    def buttons(self) -> list[Button]:
        verbs = self.view.row_verbs(self.item, self.view.permitted_verbs())
        return [Button.of(self.view, v, self.item) for v in verbs if v.single]

    @property
    def editable(self) -> bool:
        return self.view.may_edit(self.item)

    @cached_property
    def files(self) -> list[ShownFile]:
        return self.view.shown_files(self.item)

    @cached_property
    def _others(self) -> Sequence[Any]:
        others = self.view.others
        return others.find(self.view.session, scope.actor(), self.item) if others else ()

    @property
    def others(self) -> list[list[Any]]:
        """The cells of other entries of the year, for who decides on this one."""
        others = self.view.others
        rows = self._others[: others.most] if others else ()
        return [[self.view.cell(column, row) for column in others.columns] for row in rows] if others else []

    @property
    def more_others(self) -> int:
        """How many other entries are not shown."""
        return max(0, len(self._others) - self.view.others.most) if self.view.others else 0

    @property
    def findings(self) -> Sequence[str]:
        """What the kind's own checks say of this one, and what those other entries say."""
        view, others = self.view, self.view.others
        own = view.findings(view.session, self.item) if view.findings else ()
        return [*own, *(others.findings(self.item, self._others) if others and others.findings else ())]


@dataclass
class FormPage:
    """A form in sections; `problem` is what a rule said that belongs to no field."""

    view: ScopedView
    form: Form
    sections: Sequence[tuple[Any, Sequence[str]]]
    item: Any = None
    problem: Any = ""
    uploads: list[Upload] = field(default_factory=list)

    @cached_property
    def files(self) -> FileField | None:
        return self.view.file_field(self.item)

    def validate(self) -> bool:
        """The fields and the chosen files, so that all mistakes are told at once."""
        sound = self.form.validate()
        self.uploads = self.files.take() if self.files else []
        return bool(sound and not (self.files and self.files.errors))

    def say(self, error: RuleError) -> None:
        """Put a rule's sentence at its field, or above the form."""
        if error.field in self.form:
            self.form[error.field].errors = [*self.form[error.field].errors, error.message]
        else:
            self.problem = error.message

    @property
    def mistakes(self) -> int:
        return sum(bool(f.errors) for f in self.form) + bool(self.files and self.files.errors)

    @property
    def cancel(self) -> str:
        if self.item is None:
            return url_for(f"{self.view.endpoint}.list")
        return url_for(f"{self.view.endpoint}.show", pk=self.view.key_of(self.item))

    @property
    def version(self) -> Any:
        return getattr(self.item, "version", "")

    @property
    def once(self) -> str:
        """Makes a second save of the same form harmless; an edit has its version for that."""
        return once.token() if self.item is None else ""
