"""Writing TOML, of which Python only has the reading half: plain values, tables, arrays of tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

WIDTH = 110
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write(document: Mapping[str, Any]) -> str:
    """`document` as TOML, in its own order; reading it gives the same. None is left out: TOML has no word for it."""
    return "\n".join(_table(document, ())).strip("\n") + "\n"


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The plain values first, then the tables: a key after a table's head would belong to that table."""
    for key, value in table.items():
        if value is not None and not _is_table(value) and not _is_tables(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        here = (*path, key)
        name = ".".join(map(_key, here))
        if _is_table(value):
            yield from ("", f"[{name}]", *_table(value, here))
        elif _is_tables(value):
            for one in value:
                yield from ("", f"[[{name}]]", *_table(one, here))


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and not isinstance(value, Inline)


def _is_tables(value: Any) -> bool:
    """A list of tables; the steps of a route and the entries of a menu are written as values, see `Lines`."""
    return isinstance(value, list) and not isinstance(value, Lines) and bool(value) and all(map(_is_table, value))


class Lines(list[Any]):
    """Tables that are written one per line inside an array: `[ { a = 1 }, … ]`."""


class Inline(dict[str, Any]):
    """A table that is written in one line, where it stands: `{ a = 1 }`."""

    __slots__ = ()


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Decimal | float) and not Decimal(value).is_finite():
        return str(float(value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items() if v is not None)
        return f"{{ {inside} }}" if inside else "{}"
    return _array(value) if isinstance(value, list | tuple) else repr(value)


def _array(values: Any) -> str:
    parts = [_value(one) for one in values]
    flat = f"[{', '.join(parts)}]"
    if len(flat) <= WIDTH and not isinstance(values, Lines):
        return flat
    return "".join(["[\n", *(f"    {part},\n" for part in parts), "]"]) if parts else "[]"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    """A basic string: JSON escapes everything that TOML wants escaped, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
