"""The kinds of columns: how each reads what people really type, and what it refuses to guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.kit import personal
from app.kit.errors import RuleError

if TYPE_CHECKING:
    from app.kit.sheets.columns import Column

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_UNITS = re.compile(r"(学时|课时|学分|小时|hours?|h)$", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T]00:00(:00)?(\.0+)?)?")
_DAY_ZERO = date(1899, 12, 30)  # day 0 of the spreadsheet calendar after its leap-year fault
_INEXACT = 10**15  # spreadsheet programs keep 15 digits of a number
_SERIALS = range(10_000, 80_000)  # 1927 to 2119: other numbers are no dates


_ID_AS_NUMBER = _l("The ID number column must be text: a spreadsheet program has turned this cell into a number.")
_CODE_AS_NUMBER = _l("This column must be text: a spreadsheet program has turned this cell into a number.")


class Found(NamedTuple):
    """A value, and whether it had to be normalised to become one."""

    value: Any
    normalised: bool = False


NOTHING = Found(None)


@dataclass(frozen=True)
class Kind:
    clean: Callable[[Column, Any], Found]
    render: Callable[[Column, Any], Any]
    text_format: bool = False
    width: int = 16


def visible(text: str) -> str:
    """`text` without zero-width and control characters and without blanks (NBSP too) at its ends."""
    if text.isprintable():  # nearly every cell: none of these is in it
        return text.strip()
    return _INVISIBLE.sub("", text).replace("\u00a0", " ").strip()


def as_text(raw: Any) -> str:
    """Any cell as a person would read it."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, datetime):
        return raw.strftime("%Y-%m-%d" if raw.time() == raw.min.time() else "%Y-%m-%d %H:%M")
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < _INEXACT:
        return str(int(raw))
    return "" if raw is None else str(raw)


def _half_width(raw: Any) -> str:
    text = visible(as_text(raw))
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


# ---- text --------------------------------------------------------------------------------------------------


def clean_text(column: Column, raw: Any) -> Found:
    """Text as typed, without what cannot be seen; a number is taken as its digits, if it can have kept them."""
    if not isinstance(raw, str) and isinstance(raw, int | float) and abs(raw) >= _INEXACT:
        raise RuleError(str(_CODE_AS_NUMBER))
    typed = as_text(raw)
    value = visible(typed)
    if len(value) > column.length:
        raise RuleError(_("%(column)s has more than %(n)s characters.", column=column.label, n=column.length))
    return Found(value, value != typed.strip())


def _digits(check: Callable[[str], str], refusal: Any, inexact: int) -> Callable[[Column, Any], Found]:
    """Numbers that are text: a cell that a spreadsheet turned into a number is refused, never guessed."""

    def clean(column: Column, raw: Any) -> Found:
        if not isinstance(raw, str):
            if isinstance(raw, bool | datetime | date):
                raise RuleError(_("%(column)s must be a text cell.", column=column.label))
            if isinstance(raw, int | float) and (abs(raw) >= inexact or not float(raw).is_integer()):
                raise RuleError(str(refusal))
        typed = as_text(raw)
        if _SCIENTIFIC.fullmatch(_half_width(typed)):
            raise RuleError(str(refusal))
        value = check(typed)
        return Found(value, value != typed.strip(" "))

    return clean


# ---- numbers -----------------------------------------------------------------------------------------------


def _plain_number(column: Column, raw: Any) -> Decimal:
    if isinstance(raw, float):
        raw = round(raw, 6)  # a computed cell holds 0.30000000000000004 where everybody sees 0.3
    text = "" if isinstance(raw, bool | datetime | date) else _half_width(raw)
    if not _NUMBER.fullmatch(text):
        raise RuleError(_("%(column)s must be a number.", column=column.label))
    return Decimal(text)


def _limited(column: Column, number: Decimal) -> Decimal:
    low = column.minimum if column.minimum is not None else 0
    if number < low or (column.positive and number == 0):
        if column.positive:
            raise RuleError(_("%(column)s must be greater than 0.", column=column.label))
        raise RuleError(_("%(column)s must be at least %(n)s.", column=column.label, n=low))
    if column.maximum is not None and number > column.maximum:
        raise RuleError(_("%(column)s must be at most %(n)s.", column=column.label, n=column.maximum))
    return number


def clean_hours(column: Column, raw: Any) -> Found:
    """Exact hours with one decimal at most; `8.0`, `８` and `8学时` are 8, `1e3` is nothing people type."""
    typed = raw
    if isinstance(raw, str):
        raw = _UNITS.sub("", _half_width(raw)).strip()
    number = _limited(column, _plain_number(column, raw))
    if number != round(number, 1) or number >= 100_000:
        raise RuleError(_("%(column)s may have one decimal and must be below 100,000.", column=column.label))
    value = number.to_integral_value() if number == number.to_integral_value() else round(number, 1)
    return Found(value, isinstance(typed, str) and as_text(typed).strip() not in (str(value), f"{value}.0"))


def clean_integer(column: Column, raw: Any) -> Found:
    number = _limited(column, _plain_number(column, raw))
    if number != number.to_integral_value() or number >= 2**31:
        raise RuleError(_("%(column)s must be a whole number.", column=column.label))
    return Found(int(number))


def clean_year(column: Column, raw: Any) -> Found:
    text = _half_width(raw).removesuffix("年") if not isinstance(raw, datetime | date) else str(raw.year)
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise RuleError(_("%(column)s must be a year such as 2026.", column=column.label))
    return Found(int(text))


# ---- dates -------------------------------------------------------------------------------------------------


def clean_date(column: Column, raw: Any) -> Found:
    """2025-03-05, 2025.3.5, 2025/3/5, 2025年3月5日, 20250305, a date cell or a spreadsheet's day number."""
    if isinstance(raw, datetime):
        return Found(raw.date())
    if isinstance(raw, date):
        return Found(raw)
    try:
        value = _date_of(_half_width(raw))
    except (ValueError, OverflowError):
        value = None
    if isinstance(raw, bool) or value is None:
        raise RuleError(_("%(column)s is not a date that exists, such as 2026-03-05.", column=column.label))
    return Found(value)


def _date_of(text: str) -> date | None:
    if found := _DATE.fullmatch(text):
        return date(*(int(part) for part in found.groups()[:3]))
    if re.fullmatch(r"(19|20)\d{6}", text):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"\d{5}(\.0)?", text) and int(float(text)) in _SERIALS:
        return _DAY_ZERO + timedelta(days=int(float(text)))
    return None


# ---- choices -----------------------------------------------------------------------------------------------


def clean_choice(column: Column, raw: Any) -> Found:
    text = _half_width(raw)
    for value, label in column.choices.items():
        if text.casefold() in (str(label).casefold(), value.casefold()):
            return Found(value)
    known = _(", ").join(str(label) for label in column.choices.values())
    raise RuleError(_("%(column)s must be one of: %(known)s.", column=column.label, known=known))


def clean_yes_no(column: Column, raw: Any) -> Found:
    text = _half_width(raw).casefold()
    if raw is True or text in ("是", "有", "yes", "y", "1", "true", "√"):
        return Found(True)
    if raw is False or text in ("否", "无", "no", "n", "0", "false", "×"):
        return Found(False)
    raise RuleError(_("%(column)s must be yes or no.", column=column.label))


# ---- out ---------------------------------------------------------------------------------------------------


def _same(column: Column, value: Any) -> Any:
    return value


def _text(column: Column, value: Any) -> str:
    return str(value)


def _revealed(column: Column, value: Any) -> str:
    return value.reveal() if isinstance(value, personal.Secret) else str(value)


def _label(column: Column, value: Any) -> str:
    return str(column.choices.get(value, value))


def _yes_no(column: Column, value: Any) -> str:
    return _("Yes") if value else _("No")


# What depends on the cell alone and repeats from row to row is read once; never a number of somebody.
_remembered = lru_cache(maxsize=1000, typed=True)

KINDS: dict[str, Kind] = {
    "text": Kind(clean_text, _text, width=20),
    "document": Kind(_digits(personal.normalise, _ID_AS_NUMBER, 0), _revealed, text_format=True, width=22),
    "id_number": Kind(_digits(personal.check_id, _ID_AS_NUMBER, 0), _revealed, text_format=True, width=22),
    "phone": Kind(_digits(personal.check_phone, _CODE_AS_NUMBER, _INEXACT), _revealed, text_format=True),
    "credit_code": Kind(_digits(personal.check_credit_code, _CODE_AS_NUMBER, 0), _text, text_format=True, width=22),
    "hours": Kind(_remembered(clean_hours), _same, width=10),
    "integer": Kind(_remembered(clean_integer), _same, width=10),
    "year": Kind(_remembered(clean_year), _same, width=10),
    "date": Kind(_remembered(clean_date), _same, width=14),
    "choice": Kind(clean_choice, _label),
    "yes_no": Kind(clean_yes_no, _yes_no, width=10),
}
