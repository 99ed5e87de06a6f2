"""Where the rows of a kind are shown: addresses for notices, tiles and inboxes, also outside a request."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import current_app


def view_of(kind: str, permission: str | None = None, audience: str = "") -> Any:
    """The list of `kind` that is read with `permission`; without one, where it is declared. None if there is none.

    `audience` leaves out what is for other kinds of identities.
    """
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    of_kind = [v for v in views if v.class_permission_name == kind and hasattr(v, "creates")]
    of_kind = [v for v in of_kind if not audience or not v.whose or audience in v.whose]
    fits = (v for v in of_kind if (v.grants.get("read") == permission if permission else v.creates))
    return next(fits, None)


def declarable(audience: str) -> list[tuple[str, str]]:
    """(what the button says, its address) for each kind of row that these identities, and they alone, may begin."""
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    own = (v for v in views if audience in getattr(v, "whose", ()) and getattr(v, "creates", None))
    return [(str(v.add_title), f"{v.route_base}/add") for v in own if v.may("write")]


def list_address(kind: str, permission: str | None = None, audience: str = "", **filters: Any) -> str:
    """The list of a kind as its menu entry opens it, with `filters` on top; empty where it has no screen."""
    view = view_of(kind, permission, audience)
    if view is None:
        return ""
    query = urlencode(dict(view.opens_with) | filters)
    return f"{view.route_base}/list/" + (f"?{query}" if query else "")


def row_address(kind: str, number: int, permission: str | None = None) -> str:
    view = view_of(kind, permission)
    return "" if view is None else f"{view.route_base}/show/{number}"
