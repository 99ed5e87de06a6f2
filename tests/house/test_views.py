"""Every view is built on our base, and every route is opened on purpose."""

from __future__ import annotations

import ast
from functools import cached_property
from types import FunctionType, SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_appbuilder import BaseView

from app.extensions import csrf
from app.kit.sheets.pages import JobPages
from app.kit.views import ScopedView
from app.kit.views.guard import Page, allowed
from tests.house import tree
from tests.house.doors import READING, Route, body, routes

# Views that are not built on Page, with the reason.
NOT_OURS = {"LoginView": "FAB's security manager wants its own AuthDBView; ours overrides each of its routes"}
STOCK = {"ModelView", "ModelRestApi", "BaseModelView", "MasterDetailView", "MultipleView", "CompactCRUDMixin",
         "BaseApi", "RestCRUDView", "BaseCRUDView", "SimpleFormView", "PublicFormView"}  # fmt: skip
PUBLIC = {
    "LoginView.login": "where strangers come in",
    "LoginView.logout": "ends a session, if there is one",
    "HomeView.index": "sends strangers to the login page",
    "IdentityView.locale": "the language of the login page",
    "PublicCertificateView.show": "one certificate by its unguessable number, for whoever has scanned it",
    "static": "built files",
    "appbuilder.static": "FAB's files, which no page of ours uses",
}
SIGNED_IN = {
    "IdentityView.switch": "chooses among the user's own identities, whatever they may do",
    "PasswordView.change": "the own password, whatever one may do",
}
FORMS = {"add", "edit", "new", "login", "move", "reset", "change", "words", "rename_heading", "official", "transfer",
         "offer", "correct", "absence", "merge", "permissions"}  # fmt: skip
WRITES = {"commit", "flush", "_run", "_attempt", "execute", "delete", "add", "add_all"}


# ---- rules --------------------------------------------------------------------------------------------------------


def off_base(views: list[Any]) -> list[str]:
    return [type(v).__name__ for v in views if not isinstance(v, Page) and type(v).__name__ not in NOT_OURS]


def hiding(classes: set[type]) -> list[str]:
    """Methods where a base has a property: whatever asks for its value would get the method."""
    return [f"{one.__name__}.{name}" for one in classes for name, value in vars(one).items()
            if isinstance(value, FunctionType) and _is_value(one, name)]  # fmt: skip


def _is_value(one: type, name: str) -> bool:
    return any(isinstance(vars(base).get(name), property | cached_property) for base in one.__mro__[1:])


def stock_imports(module: ast.Module) -> set[str]:
    imported = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    return {name.name for node in imported for name in node.names} & STOCK


def kind_of(route: Route) -> str | None:
    """Who may use a route: None when nobody has decided."""
    if route.endpoint in PUBLIC or route.endpoint in SIGNED_IN:
        return "public" if route.endpoint in PUBLIC else "signed-in"
    if not hasattr(route.function, "_permission_name"):
        return "permission" if route.function is ScopedView.do else None
    return "own job" if isinstance(route.view, JobPages) else "permission"


def unclassified(found: list[Route]) -> list[str]:
    return [f"{sorted(r.methods)} {r.rule}" for r in found if kind_of(r) is None]


def foreign_doors(found: list[Route]) -> list[str]:
    """Routes of an API, or answered by code of FAB itself."""
    api = [r.rule for r in found if r.rule.lstrip("/").split("/")[0] in ("api", "swagger", "openapi")]
    stock = [r.rule for r in found if getattr(r.function, "__module__", "").startswith("flask_appbuilder")]
    return sorted({*api, *stock})


def writing_gets(found: list[Route]) -> list[str]:
    """Routes that change something when they are only read: the database or the session."""
    return [r.rule for r in found if r.function and "POST" not in r.methods and _writes(ast.parse(_dedent(r.function)))]


def _dedent(function: Any) -> str:
    return "if True:\n" + body(function) if body(function).startswith(" ") else body(function)


def _writes(source: ast.AST) -> bool:
    stored = [n.value for n in ast.walk(source) if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store)]
    commands = {tree.called(call) for call in tree.calls(source)}
    return "session" in tree.names(stored) or bool(commands & WRITES)


# ---- the application ----------------------------------------------------------------------------------------------


def test_every_view_is_built_on_our_base(whole_app: Flask) -> None:
    assert off_base(whole_app.appbuilder.baseviews) == []  # type: ignore[attr-defined]  # FAB sets it


def test_no_method_hides_a_value_of_its_base(whole_app: Flask) -> None:
    views: list[Any] = whole_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB sets it
    ours = {one for view in views for one in type(view).__mro__ if one.__module__.startswith("app.")}
    assert len(ours) > 50
    assert hiding(ours) == []


def test_no_module_imports_a_stock_view() -> None:
    found = {tree.name_of(p): stock_imports(tree.parsed(p)) for p in tree.files("app")}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.case(8)
@pytest.mark.case(9)
@pytest.mark.case(17)
@pytest.mark.case(37)
def test_there_is_no_api_and_no_door_of_fab(whole_app: Flask) -> None:
    """Cases 8, 9, 17 and 37 attack the REST API over models: there is none."""
    assert foreign_doors(routes(whole_app)) == []


def test_every_route_and_method_is_classified(whole_app: Flask) -> None:
    assert unclassified(routes(whole_app)) == []


def test_the_lists_of_open_routes_name_only_routes_that_exist(whole_app: Flask) -> None:
    assert {*PUBLIC, *SIGNED_IN} - {r.endpoint for r in routes(whole_app)} == set()


def test_no_get_changes_anything(whole_app: Flask) -> None:
    found = routes(whole_app)
    assert writing_gets(found) == []
    assert {r.name for r in found if "POST" in r.methods and r.methods & READING} <= FORMS


def test_csrf_is_checked_for_every_view_and_none_is_exempt(whole_app: Flask) -> None:
    assert whole_app.extensions["csrf"] is csrf
    assert whole_app.config.get("WTF_CSRF_ENABLED", True)
    assert not csrf._exempt_views
    assert not csrf._exempt_blueprints


# ---- each rule can fail -------------------------------------------------------------------------------------------


class _Stray(BaseView):  # type: ignore[misc]  # FAB is not typed
    """A view beside the base."""

    def unguarded(self) -> None:
        """Open to everybody."""

    @allowed("read")
    def guarded(self) -> None:
        """Open to who may read."""

    def remember(self, session: Any) -> None:
        session["locale"] = "en"


def _route(function: Any, methods: str = "GET", rule: str = "/stray", view: Any = None) -> Route:
    return Route(rule, frozenset({methods}), "Stray.x", view or SimpleNamespace(), function)


def test_a_view_beside_the_base_is_found() -> None:
    assert off_base([_Stray.__new__(_Stray)]) == ["_Stray"]


def test_a_method_in_the_place_of_a_value_is_found() -> None:
    assert hiding({type("_Hiding", (Page,), {"heading": lambda _self: "x"})}) == ["_Hiding.heading"]
    assert hiding({type("_Honest", (Page,), {"heading": property(lambda _self: "x")})}) == []


def test_an_import_of_a_stock_view_is_found() -> None:
    assert stock_imports(ast.parse("from flask_appbuilder import ModelView")) == {"ModelView"}


def test_an_unguarded_route_is_found() -> None:
    assert unclassified([_route(_Stray.unguarded), _route(_Stray.guarded)]) == ["['GET'] /stray"]


def test_a_door_of_fab_is_found() -> None:
    assert foreign_doors([_route(BaseView.render_template), _route(_Stray.guarded, rule="/api/v1/x")]) == [
        "/api/v1/x", "/stray",
    ]  # fmt: skip


def test_a_get_that_writes_is_found() -> None:
    assert writing_gets([_route(_Stray.remember), _route(_Stray.guarded)]) == ["/stray"]
