"""Everything that the audit can record has a word in the registry, so that no code is ever shown raw (AUDIT-1)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_appbuilder import Model

from app.kit import audit
from app.kit.audit import recording, words
from app.kit.review import MOVES
from app.kit.sheets.sheet import registered
from tests.house import tree
from tests.house.doors import lists

RECORDERS = ("record", "record_many", "record_found", "refused")


def literals(module: ast.Module) -> Iterator[str]:
    """Events that are written as text: "enrollment:grant_hours"."""
    for call in tree.calls(module):
        if tree.called(call) in RECORDERS:
            found = [a.value for a in call.args[:2] if isinstance(a, ast.Constant)]
            yield from (text for text in found if isinstance(text, str) and ":" in text)


def refusals(module: ast.Module) -> Iterator[str]:
    """Verbs that views give to `refuse` and `turn_away`."""
    for call in tree.calls(module):
        if tree.called(call) in ("refuse", "turn_away", "find", "allowed") and call.args:
            yield from (a.value for a in call.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str))


def audited() -> list[type]:
    return [m.class_ for m in Model.registry.mappers if m.class_ not in {*recording._quiet, audit.AuditEvent}]


@pytest.mark.req("AUDIT-1")
def test_every_event_in_the_code_has_its_words() -> None:
    found = {event for p in tree.files("app") for event in literals(tree.parsed(p))}
    assert len(found) > 8
    assert {event for event in found if not words.knows(event)} == set()


@pytest.mark.req("AUDIT-1")
def test_every_table_and_column_has_its_word(whole_app: Flask) -> None:
    with whole_app.app_context():
        models = [m for m in audited() if m.__module__.startswith(("app.", "flask_appbuilder."))]
        missing = {
            (m.__tablename__, c.key)
            for m in models
            for c in m.__mapper__.column_attrs  # type: ignore[attr-defined]  # mapped
            if not c.key.endswith(recording._UNSPOKEN) and not words.has_column(c.key, m.__tablename__)
        }  # type: ignore[attr-defined]  # mapped
        assert missing == set()
        assert {m.__tablename__ for m in models} - set(words._subjects) == set()  # type: ignore[attr-defined]  # mapped


@pytest.mark.req("AUDIT-1")
def test_every_door_has_its_words(whole_app: Flask) -> None:
    """A refusal names the subject of the view and what was tried."""
    views = whole_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB sets it
    subjects = {v.class_permission_name for v in views if v.class_permission_name} | set(registered())
    verbs = {p.removeprefix("can_") for v in views for p in v.base_permissions or ()}
    verbs |= {name for v in lists(whole_app) for name in v.verbs} | set(MOVES)
    views_code = [p for p in tree.files("app") if "views" in p.parts or p.stem.endswith("views")]
    verbs |= {verb for p in views_code for verb in refusals(tree.parsed(p))}
    assert subjects - set(words._subjects) == set()
    assert verbs - set(words._verbs) == set()


def test_an_event_without_words_is_found() -> None:
    module = ast.parse('audit.record(session, "thing:explode", 1); self.refuse("boom")')
    assert [e for e in literals(module) if not words.knows(e)] == ["thing:explode"]
    assert list(refusals(module)) == ["boom"]
