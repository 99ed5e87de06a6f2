"""How a verb answers: with a redirect, or to the dialog, which stays open with everything typed where it is refused."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, request

from app.kit.errors import RuleError

DIALOG = "X-Dialog"  # a header that no foreign page can send


def from_dialog() -> bool:
    """Whether the dialog has posted this itself and waits for an answer, without leaving its page."""
    return DIALOG in request.headers


def onwards(address: str) -> Any:
    """What was asked for is done: go on there."""
    return jsonify({"next": address}) if from_dialog() else redirect(address, code=303)


def refused(error: RuleError, address: str) -> Any:
    """What a rule said: in the dialog, at the field it is about, else above the page that was posted from."""
    if from_dialog():
        return jsonify({"message": str(error.message), "field": error.field}), error.status
    flash(error.message, "danger")
    return redirect(address, code=303)
