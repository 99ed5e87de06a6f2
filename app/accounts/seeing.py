"""Whether an account sees a row, as which identity and because of what: the scope and the screens themselves answer.

Asking widens nothing: the row is found under the asker's scope, and only identities that the asker knows of are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.accounts import identities
from app.accounts.identities import Identity
from app.accounts.rights import Held
from app.kit import personal, scope
from app.kit.audit import words
from app.kit.because import reasons
from app.kit.views.pick import parse_id, primary_key

_ADDRESS = re.compile(r"(/[a-z_]+)/(?:show|edit)/([0-9]+)(?![0-9])")


@dataclass
class Sight:
    """What one identity has to do with a row: in reach or not and why, on which screens, what may be done there."""

    identity: Identity
    in_reach: bool = False
    reasons: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)

    @property
    def sees(self) -> bool:
        """In reach and on a screen; what learners see of themselves stands on pages of their own."""
        return self.in_reach and bool(self.screens or self.identity.kind == "learner")


# ---- which row ----------------------------------------------------------------------------------------------------


def kinds() -> dict[str, Any]:
    """What can be asked about: the rows of the asker's lists and what those rows refer to, by table."""
    models = {model for view in _views(scope.actor()) for model in _models(view)}
    return {model.__tablename__: model for model in models & set(scope.registered()) if len(_keys(model)) == 1}


def options() -> list[tuple[str, str]]:
    """The kinds in words, for a form."""
    return sorted(((name, words.subject_word(name)) for name in kinds()), key=lambda pair: pair[1])


def find(session: Session, kind: str, typed: str) -> Any:
    """The row of that kind by its number, by an ID number, or by the address of its page; None if it isn't in reach."""
    address = _ADDRESS.search(typed)
    model = _of_address(address[1]) if address else kinds().get(kind)
    if model is None:
        return None
    number = parse_id(address[2] if address else typed.strip())
    wanted = primary_key(model) == number
    if number is None:
        if not hasattr(model, "document_hash"):
            return None
        wanted = model.document_hash == personal.keyed_hash(personal.normalise(typed))
    return session.scalars(select(model).where(wanted).limit(1)).first()


def named(item: Any) -> dict[str, Any]:
    """Kind and key of a row, as the address of the page has them."""
    return {"kind": item.__tablename__, "key": inspect(item).identity[0]}


def _of_address(base: str) -> Any:
    return next((view.model for view in _views(scope.actor()) if view.route_base == base), None)


def _models(view: Any) -> Iterator[Any]:
    yield view.model
    for path in view.datamodel.paths:
        model = view.model
        for name in path.split("."):
            model = getattr(model, name).property.mapper.class_
            yield model


def _keys(model: Any) -> Any:
    return inspect(model).primary_key


def _views(actor: scope.Actor) -> list[Any]:
    """The lists that these permissions open."""
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    return [v for v in views if hasattr(v, "visible") and _opens(actor, v)]


def _opens(actor: scope.Actor, view: Any) -> bool:
    return actor.may(view.grants.get(view.reading, view.reading), view.class_permission_name)


# ---- who sees it --------------------------------------------------------------------------------------------------


def look(session: Session, held: list[Held], item: Any) -> list[Sight]:
    """What each identity has to do with the row, those that see it first."""
    model, key = type(item), inspect(item).identity[0]
    complete = [Identity(**vars(h.identity) | {"permissions": identities.granted(session, h.identity)}) for h in held]
    found = [_sight(one, session, model, key) for one in complete]
    return sorted(found, key=lambda one: not one.sees)


def _sight(identity: Identity, session: Session, model: Any, key: Any) -> Sight:
    sight, pk = Sight(identity), primary_key(model)
    with identities.acting_as(identity):
        if session.scalar(select(pk).where(pk == key)) is None:
            return sight
        sight.in_reach = True
        with scope.bulk("the rule about one row that was found under it, part by part"):
            parts = reasons(scope.predicate(model))
            sight.reasons = [str(p.reason) for p in parts if session.scalar(select(pk).where(pk == key, p)) is not None]
            owned = session.scalar(select(pk).where(pk == key, scope.predicate(model, owning=True))) is not None
        views = _views(scope.actor())
        for view in (v for v in views if v.model is model):
            _on_screen(sight, view, key, owned)
        if not sight.screens:
            sight.screens = [str(v.title) for v in views if _mentions(v, model, key)]
    sight.screens, sight.verbs = (list(dict.fromkeys(names)) for names in (sight.screens, sight.verbs))
    return sight


def _mentions(view: Any, model: Any, key: Any) -> bool:
    """Whether a list has rows that show the row beside their own columns, as that of appointments shows accounts."""
    named = [path for path in view.datamodel.paths if "." not in path]
    keys = [view.foreign_key(name) for name in named if getattr(view.model, name).property.mapper.class_ is model]
    query = view.visible().with_only_columns(view.pk).limit(1)
    return any(view.session.scalar(query.where(of == key)) is not None for of in keys)


def _on_screen(sight: Sight, view: Any, key: Any, owned: bool) -> None:
    """Whether the list has the row, and which of its buttons."""
    item = view.session.scalars(view.eager(view.visible().where(view.pk == key))).unique().one_or_none()
    if item is None:
        return
    (item,) = view.prepared([item])
    sight.screens.append(str(view.title))
    changes = owned and view.may_edit(item)
    sight.verbs += [_("Edit")] * bool(changes and view.changes) + [_("Delete")] * bool(changes and view.removes)
    sight.verbs += [str(verb.label) for verb in view.row_verbs(item)]


def answer(sights: list[Sight], item: Any) -> tuple[str, str]:
    """("yes" | "reach" | "no", sentence) of all identities together."""
    named_itself = type(item).__repr__ is not object.__repr__
    name = f"{words.subject_word(item.__tablename__)} {item if named_itself else inspect(item).identity[0]}"
    if any(one.sees for one in sights):
        return "yes", _("Yes: %(name)s is to be seen.", name=name)
    if any(one.in_reach for one in sights):
        return "reach", _("%(name)s is in reach, but no screen of these roles shows it.", name=name)
    return "no", _("No: %(name)s is in reach of none of these appointments.", name=name)
