"""What every view of ours is built on: permissions, refusals that leave a trace, and local redirects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any, NoReturn

from flask import abort, current_app, redirect, request, url_for
from flask_appbuilder import BaseView
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.kit import audit, scope


class _Words:
    """Wiring: what the active platform's menu calls a view, by the name of its class."""

    of: Callable[[str], Any] = staticmethod(lambda _target: None)


_words = _Words()


def use_menu_words(word: Callable[[str], Any]) -> None:
    _words.of = word


def allowed(permission: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Only for holders of `permission` on the view's subject; others are turned away before anything runs."""

    def wrap(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def guarded(self: Page, *args: Any, **kwargs: Any) -> Any:
            if not self.may(permission):
                return self.turn_away(permission)
            return method(self, *args, **kwargs)

        guarded._permission_name = permission  # type: ignore[attr-defined]  # FAB collects permissions by this name
        return guarded

    return wrap


def local_path(address: str) -> str:
    """`address` if it stays on this site, else nothing (case 21)."""
    stays = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if stays and address.isprintable() else ""


class Page(BaseView):
    """A page that is not a list of rows: declare `subject`, `@expose` methods and guard each with `@allowed`.

    `grants = {"read": "first_review"}` lets this view be read with that permission instead; `reading` is what
    the menu asks for.

    FAB keeps the last addresses in the session cookie, searched ID numbers included: here it keeps none.
    """

    subject: str = ""
    class_permission_name: str | None
    base_permissions: list[str] | None
    title: Any = ""
    reading = "read"
    in_menu = True  # a platform's menu may lead here; False for what opens from another page only
    grants: Mapping[str, str] = {}
    whose: Collection[str] = ()  # kinds of scope that this is for; empty: every kind that holds the permission

    def __init__(self) -> None:
        self.class_permission_name = self.class_permission_name or self.subject or None
        super().__init__()
        held = {name.removeprefix("can_") for name in self.base_permissions or ()}
        self.base_permissions = sorted(f"can_{self.grants.get(name, name)}" for name in held)

    @property
    def heading(self) -> Any:
        """What the platform's menu calls this page; its own title where no entry leads here (MENU-1)."""
        return _words.of(type(self).__name__) or self.title

    @property
    def session(self) -> Session:
        return getattr(self.appbuilder, "session", None)  # type: ignore[return-value]  # None only while being built

    def update_redirect(self) -> None:
        """Remember nothing."""

    def get_redirect(self) -> str:
        return self.back_address()

    # ---- who may --------------------------------------------------------------------------------

    def may(self, permission: str) -> bool:
        """Whether the active identity holds `permission`, or what stands for it here, on the subject."""
        now = scope.current()
        if self.whose and (now is None or now.kind not in self.whose):
            return False
        needed = self.grants.get(permission, permission)
        return bool(self.appbuilder.sm.has_access(f"can_{needed}", self.class_permission_name))

    def turn_away(self, permission: str) -> Response:
        """Strangers to the login page, everybody else with the page for what is not theirs."""
        if current_user.is_authenticated:
            self.refuse(permission, code=403)
        wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
        login = f"{current_app.appbuilder.sm.auth_view.endpoint}.login"  # type: ignore[attr-defined]  # FAB puts it there
        return redirect(url_for(login, next=wanted))

    def refuse(self, verb: str, subject_id: Any = None, code: int = 404) -> NoReturn:
        """Undo everything, leave one audit row, show the page for what does not exist."""
        audit.refused(self.session, f"{self.class_permission_name}:{verb}", subject_id)
        abort(code)

    # ---- where next -----------------------------------------------------------------------------

    def back_address(self) -> str:
        """The page that the form was posted from, if it is one of ours, else this view's first page."""
        return local_path(request.form.get("next", "")) or url_for(f"{self.endpoint}.{self.default_view}")

    def back(self) -> Response:
        return redirect(self.back_address(), code=303)
