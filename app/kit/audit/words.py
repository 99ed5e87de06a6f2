"""What events, columns and values of the audit are called on screens: declared by the application, never raw codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.kit import clock, personal

DONE, REFUSED, FAILED = "done", "refused", "failed"
OUTCOMES = [(DONE, _l("Done")), (REFUSED, _l("Refused")), (FAILED, _l("Failed"))]
NOTHING = "—"
_NUMBERS = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")

_subjects: dict[str, Any] = {}
_verbs: dict[str, Any] = {}
_columns: dict[str, Any] = {}
_values: dict[str, Mapping[Any, Any]] = {}


def speak(
    subjects: Mapping[str, Any],
    verbs: Mapping[str, Any],
    columns: Mapping[str, Any],
    values: Mapping[str, Mapping[Any, Any]],
) -> None:
    """Declare the words: of tables and subjects, of verbs, of columns and details, of coded values by column."""
    _subjects.update(subjects)
    _verbs.update(verbs)
    _columns.update(columns)
    _values.update(values)


def subjects() -> list[tuple[str, str]]:
    return sorted(((code, str(word)) for code, word in _subjects.items()), key=lambda pair: pair[1])


def verbs() -> list[tuple[str, str]]:
    """Each word once, under the codes that it stands for, joined by blanks."""
    codes: dict[str, list[str]] = {}
    for code, word in _verbs.items():
        codes.setdefault(str(word), []).append(code)
    return sorted(((" ".join(found), word) for word, found in codes.items()), key=lambda pair: pair[1])


def knows(event: str) -> bool:
    subject, _colon, verb = event.partition(":")
    return subject in _subjects and verb in _verbs


def said(event: str) -> str:
    """ "training_class:approve" in words; what nobody has declared is said to be something else."""
    subject, _colon, verb = event.partition(":")
    return _("%(subject)s: %(verb)s", subject=subject_word(subject), verb=_verbs.get(verb) or _("another action"))


def subject_word(code: str) -> str:
    return str(_subjects.get(code) or _("Other"))


def has_column(name: str, table: str = "") -> bool:
    return name in _columns or bool(_of_view(table, "labels", name))


def column_word(name: str, table: str = "") -> str:
    return str(_of_view(table, "labels", name) or _columns.get(name) or _("Other"))


def _of_view(table: str, what: str, name: str) -> Any:
    """What the screens of that table call a column, or its coded values."""
    views: Any = current_app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts it there
    of_table = (v for v in views if hasattr(v, "datamodel") and v.model.__tablename__ == table)
    relation = name.removesuffix("_id")
    return next((getattr(v, what).get(n) for v in of_table for n in (name, relation) if getattr(v, what).get(n)), None)


def value_word(value: Any, name: str = "", table: str = "") -> str:
    """A stored value as a reader expects it: words for codes, days in the platform's form, personal numbers masked."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return _("; ").join(f"{column_word(str(k), table)}: {value_word(v, str(k), table)}" for k, v in value.items())
    if isinstance(value, list):
        return _(", ").join(value_word(one, name, table) for one in value)
    coded = dict(_values.get(name, {})) | dict(_of_view(table, "choices", name) or ())
    if isinstance(value, str | int) and value in coded:
        return str(coded[value])
    return masked(_day(str(value)))


def _day(text: str) -> str:
    """A moment in the platform's zone, as everywhere; other texts as they are."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+", text):
        return text
    return f"{clock.local(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"


def masked(text: str) -> str:
    """Numbers that somebody typed into a text, masked like everywhere else (R-7)."""
    return _NUMBERS.sub(lambda found: str(personal.Secret(found[0])), text)


def differences(event: str, details: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(what, before, after) of every column that an event changed, in words."""
    table, _colon, verb = event.partition(":")
    found = []
    for name, kept in (details.get("changes") or {}).items():
        pair = kept if isinstance(kept, list) and kept else [kept]
        before, after = pair if len(pair) == 2 else (pair[0], None) if verb == "delete" else (None, pair[0])
        found.append((column_word(name, table), value_word(before, name, table), value_word(after, name, table)))
    if "before" in details or "after" in details:
        table_words = (value_word(details.get(one), "", table) for one in ("before", "after"))
        found.append((subject_word(table), *table_words))  # type: ignore[arg-type]  # two of them
    return found


def remarks(event: str, details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What else was recorded with an event: an opinion, counts."""
    table = event.partition(":")[0]
    rest = {k: v for k, v in details.items() if k not in ("changes", "before", "after")}
    return [(column_word(name, table), value_word(value, name, table)) for name, value in rest.items()]
