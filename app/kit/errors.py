"""What a rule says when it refuses: always a sentence for the user, never an exception text."""

from __future__ import annotations

from typing import Any


class RuleError(Exception):
    """A rule of the trade refused; `message` is a (lazy) translated sentence, `field` the form field it belongs to."""

    status = 422

    def __init__(self, message: Any, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class NotFound(RuleError):
    """The row does not exist or is outside the scope: both look the same from outside (R-1)."""

    status = 404

    def __init__(self, message: Any = "") -> None:
        super().__init__(message)


class Stale(RuleError):
    """Somebody else was first; nothing was changed."""

    status = 409
