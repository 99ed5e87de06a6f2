"""Exact quantities of hours: how they are stored and how they are written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Integer, TypeDecorator

from app.kit.errors import RuleError


class Hours(TypeDecorator[Decimal]):
    """Exact decimal hours, kept as whole hundredths: SQLite has no decimal type and floats lose."""

    impl = Integer
    cache_ok = True
    python_type = Decimal
    scale = 2

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError("hours have at most two decimals")
        return int(hundredths)

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / 100


def figure(hours: Decimal | None) -> str:
    """Hours without needless zeros: 8, 7.5."""
    return f"{hours or Decimal(0):f}".rstrip("0").rstrip(".") if hours and hours % 1 else str(int(hours or 0))


def typed(text: str, field: str | None = None) -> Decimal:
    """Hours as people type them, full-width digits included; a RuleError at `field` for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch(r"\d{1,6}(\.\d{1,2})?", plain):
        raise RuleError(_("Please type a number with two decimals at most."), field=field)
    return Decimal(plain)
