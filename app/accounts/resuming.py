"""The page for a form that was opened under another identity: it shows what was typed and sends it again (R-2)."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, render_template, request
from flask_babel import gettext as _

TICKED = "y"  # what a ticked box posts
_OURS = ("csrf_token", "_identity", "_resume")
_UNTOLD = ("rowid", "chosen", "q", "narrow")  # keys, and what a look-up was asked


def refused_page() -> tuple[str, int]:
    """Nothing that was typed is lost: one button switches back and posts it under the identity it was meant for."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS]
    builder: Any = current_app.appbuilder  # type: ignore[attr-defined]  # FAB puts it there
    view = next((v for v in builder.baseviews if v.endpoint == request.blueprint and hasattr(v, "is_relation")), None)
    page = {
        "base_template": builder.base_template,
        "appbuilder": builder,
        "fields": fields,
        "shown": [(_label(view, n), _("Yes") if v == TICKED else v) for n, v in fields if v and _tells(view, n)],
        "opened": next((i for i in g.identities if i.key == request.form.get("_identity")), None),
        "files": bool(request.files),
    }
    return render_template("accounts/other_identity.html", title=_("Another identity"), **page), 409


def _label(view: Any, name: str) -> Any:
    """What the form calls its field, where its view says so."""
    return view.label(name) if view else name.replace("_", " ")


def _tells(view: Any, name: str) -> bool:
    """Not what the form carries for itself, no password, and no key of a row chosen from a list."""
    ours = name.startswith("_") or name in _UNTOLD or "password" in name
    return not ours and not (view and view.is_relation(name))
