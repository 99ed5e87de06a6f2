"""A verb may ask for a row of elsewhere: its dialog looks rows up by what is typed, through one door (GX-5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, jsonify, request
from flask_appbuilder import expose
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from app.kit import scope
from app.kit.errors import RuleError
from app.kit.scope import Actor
from app.kit.views.attached import AttachedView
from app.kit.views.guard import allowed

LONGEST = 100
Found = Sequence[tuple[int, Sequence[Any]]]  # (key, what is shown of it)


@dataclass(frozen=True)
class Choice:
    """What a dialog asks for. `look_up` decides what may leave the server, keeps it on record and limits it."""

    label: Any
    heads: Sequence[Any]
    look_up: Callable[[Session, Actor, str, str, str], Found]  # (session, actor, kind, typed, narrowed to)
    hint: Any = ""
    narrows: Any = ""  # label of what narrows beside the typed text; empty: there is none
    narrowed_to: Callable[[Session], Sequence[tuple[str, str]]] | None = None  # (value, label), the broader ones first
    notes: Callable[[], Sequence[Any]] | None = None  # what to mind, a line each; shown instead of the hint
    adds: Callable[[], tuple[Any, str] | None] | None = None  # label and address of what helps who finds nothing
    preset: Callable[[Session, Actor, str], Found] | None = None  # what is offered before anything is typed


class ChoosingView(AttachedView):
    """The part of a view that finds what its verbs ask for."""

    _done: Any  # of the base

    @expose("/look-up/<name>", methods=["POST"])
    @allowed("read")
    def look_up(self, name: str) -> Any:
        """The rows that the dialog of a verb offers; posted, because what was typed is kept on record and counted."""
        wanted = self.verbs.get(name)
        if wanted is None or wanted.chooses is None or not self.may_do(wanted):
            return self.turn_away(wanted.permission if wanted else name)
        typed, narrowed = (request.form.get(field, "").replace("\0", "").strip() for field in ("q", "narrow"))
        try:
            if max(len(typed), len(narrowed)) > LONGEST:
                raise RuleError(_("Type at most %(n)s characters.", n=LONGEST), field="q")
            rows = self._done(lambda: self._offered(wanted.chooses, typed, narrowed), name)
        except RuleError as error:
            return jsonify({"message": str(error.message), "field": error.field}), error.status
        opened = {} if typed else self._opening(wanted.chooses)
        return jsonify({"heads": [str(head) for head in wanted.chooses.heads], "rows": rows} | opened)

    def _opening(self, choice: Choice) -> dict[str, Any]:
        """What the dialog says when it opens: not read with the list, where few open it."""
        narrowed = choice.narrowed_to(self.session) if choice.narrowed_to else ()
        notes = choice.notes() if choice.notes else ()
        link = choice.adds() if choice.adds else None
        adds = {"label": str(link[0]), "url": link[1]} if link else None
        return {"notes": [str(note) for note in notes], "narrowed": [list(one) for one in narrowed], "adds": adds}

    def _offered(self, choice: Choice, typed: str, narrowed: str) -> list[dict[str, Any]]:
        kind, preset = str(self.class_permission_name), choice.preset
        if typed:
            found = choice.look_up(self.session, scope.actor(), kind, typed, narrowed)
        else:
            found = preset(self.session, scope.actor(), kind) if preset else ()
        seal = _seal().dumps
        return [{"value": seal(key), "cells": [str(c or "") for c in cells], "on": not typed} for key, cells in found]


def chosen(choice: Choice | None, text: str) -> int | None:
    """The key of the row that was chosen: only what a look-up has offered to this identity can be posted."""
    if choice is None:
        return None
    try:
        return int(_seal().loads(text))
    except BadSignature:
        raise RuleError(_("Choose: %(what)s", what=choice.label), field="chosen") from None


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"choice {scope.actor().identity}")
