"""Every door of the application: its routes with the views behind them, and the requests that try each one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy
from flask import Flask

from app.kit.sheets import results
from app.kit.sheets.sheet import registered
from app.kit.views import ScopedView

READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Route:
    """One address pattern with the method of the view that answers."""

    rule: str
    methods: frozenset[str]
    endpoint: str
    view: Any
    function: Any
    arguments: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.endpoint.rpartition(".")[2]

    @property
    def is_static(self) -> bool:
        return self.name == "static"


def routes(app: Flask) -> list[Route]:
    """All routes, in the order of their addresses."""
    views = {view.endpoint: view for view in app.appbuilder.baseviews}  # type: ignore[attr-defined]  # FAB sets it
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=str):
        view = views.get(rule.endpoint.rpartition(".")[0])
        function = getattr(type(view), rule.endpoint.rpartition(".")[2], None)
        methods = frozenset(rule.methods or ()) - {"OPTIONS"}
        found.append(Route(rule.rule, methods, rule.endpoint, view, function, frozenset(rule.arguments)))
    return found


def body(function: Any) -> str:
    """The source of a view's method below its decorators."""
    return inspect.getsource(inspect.unwrap(function))


# ---- requests -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Ask:
    """One request; `aims` tells whether it names a row or a task of the target's owner."""

    route: Route
    method: str
    path: str
    data: dict[str, Any] = field(default_factory=dict)
    aims: bool = False

    def __repr__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Targets:
    """What the requests aim at: the row of each model, the tasks, and the class of a unit."""

    rows: dict[type, Any]
    jobs: dict[str, int]
    class_id: int
    special: dict[str, Any] = field(default_factory=dict)
    # An attachment of each item that is aimed at, by kind and item.
    files: dict[tuple[str, int], int] = field(default_factory=dict)
    typed: str = "示"
    of_sheet: dict[str, int] = field(default_factory=dict)  # where a spreadsheet wants a class in another state

    def row_of(self, view: Any) -> str:
        """Key and version as lists post them; a model without a target fails, so that nothing is forgotten."""
        return view.row_key(self.special.get(type(view).__name__) or self.rows[view.model])

    def key_of(self, view: Any) -> int:
        return int(self.row_of(view).partition(".")[0])


def asks(app: Flask, targets: Targets) -> Iterator[Ask]:
    """At least one request for each route and method; an unknown kind of route is a KeyError."""
    for route in routes(app):
        if not route.is_static:
            for method in sorted(route.methods - {"HEAD"}):
                yield from _FILL[_shape(route)](route, method, targets)


def _shape(route: Route) -> str:
    if not route.arguments:
        return "plain"
    if "file_id" in route.arguments:
        return "file"
    return f"{route.name}:{','.join(sorted(route.arguments))}" if "pk" not in route.arguments else "pk"


def _plain(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    """Lists, forms and buttons without a row; a form that is posted names foreign rows and nothing else."""
    data = {}
    if route.name == "add" and method == "POST":
        relations = [c for c in route.view.form_columns if route.view.is_relation(c)]
        kept = {c: route.view.described(c).mapper.class_ for c in relations}
        data = {c: str(sqlalchemy.inspect(targets.rows[model]).identity[0]) for c, model in kept.items()}
    yield Ask(route, method, route.rule, data)


def _pk(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    yield Ask(route, method, route.rule.replace("<pk>", str(targets.key_of(route.view))), aims=True)


def _file(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    """The attachment of the view's target row."""
    key = targets.key_of(route.view)
    file = targets.files[route.view.model.__tablename__, key]
    path = route.rule.replace("<pk>", str(key)).replace("<file_id>", str(file)).replace("<page>", "1")
    yield Ask(route, method, path, aims=True)


def _do(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    posted = {"rowid": targets.row_of(route.view), "opinion": "意见"}
    for verb in [*route.view.verbs, "nonsense"]:
        path = f"{route.rule.replace('<name>', verb)}?class_id={targets.class_id}"
        yield Ask(route, method, path, posted | {"class_id": str(targets.class_id)}, aims=True)


def _matching(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    decisions = [name for name, verb in route.view.verbs.items() if verb.decision]
    for name in [*decisions, "nonsense"]:
        yield Ask(route, method, route.rule.replace("<name>", name), {"opinion": "意见", "selection": "nonsense"})


def _look_up(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    """What verbs offer to choose from; the word of the target is shorter than a look-up must be."""
    for verb in [*(name for name, verb in route.view.verbs.items() if verb.chooses), "nonsense"]:
        yield Ask(route, method, route.rule.replace("<name>", verb), {"q": targets.typed[:1]})


def _options(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    view = route.view
    relations = {c for c in (*view.filters, *view.form_columns) if view.is_relation(c)}
    for column in sorted(relations) or ["nonsense"]:
        yield Ask(route, method, f"{route.rule.replace('<field>', column)}?q={targets.typed}")


def _sheet(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    for name, sheet in registered().items():
        number = targets.of_sheet.get(name, targets.class_id)
        query = "&".join(f"{one}={number}" for one in sheet.context_fields)
        yield Ask(route, method, f"{route.rule.replace('<name>', name)}?{query}", aims="class_id" in query
                  and route.name == "new")  # fmt: skip


def _job(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    yield Ask(route, method, route.rule.replace("<job_id>", str(targets.jobs[route.view.kind])), aims=True)


def _download(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    for which in results.WHICH:
        (ask,) = _job(route, method, targets)
        yield Ask(route, method, ask.path.replace("<which>", which), aims=True)


def _locale(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    yield Ask(route, method, route.rule.replace("<string:locale>", "en"))


def _decide(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    """The inbox names items by kind, number and version; the first of the class table serves for all."""
    posted = {"rowid": f"training_class.{targets.class_id}.1", "opinion": "意见"}
    for verb in ("approve", "reject", "nonsense"):
        yield Ask(route, method, route.rule.replace("<verb>", verb), posted, aims=True)


def _forget(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    yield Ask(route, method, route.rule.replace("<int:number>", "999999"), aims=True)


def _token(route: Route, method: str, targets: Targets) -> Iterator[Ask]:
    """The public page, under a token that opens nothing: who has the right one may read it, whoever it is."""
    yield Ask(route, method, route.rule.replace("<token>", "x" * 24))


_FILL: dict[str, Callable[[Route, str, Targets], Iterator[Ask]]] = {
    "plain": _plain,
    "pk": _pk,
    "file": _file,
    "do:name": _do,
    "do:verb": _decide,
    "forget:number": _forget,
    "options:field": _options,
    "look_up:name": _look_up,
    "new:name": _sheet,
    "template:name": _sheet,
    "show:job_id": _job,
    "show:token": _token,
    "confirm:job_id": _job,
    "cancel:job_id": _job,
    **{f"{name}:job_id": _job for name in ("match", "explain", "include_hidden", "look", "undo", "take_back")},
    "file:job_id": _job,
    "download:job_id,which": _download,
    "index:locale": _locale,
    "matching:name": _matching,
    "decide:name": _matching,
}


def lists(app: Flask) -> list[ScopedView]:
    """Every registered view of rows."""
    views = app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB sets it
    return [view for view in views if isinstance(view, ScopedView)]
