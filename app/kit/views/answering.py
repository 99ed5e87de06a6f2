"""How a post answers: with a redirect, or to a page that posts by itself and loses nothing where it is refused."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, request

from app.kit.errors import RuleError

STAYS = "X-Stays"  # a header that no foreign page can send


def page_stays() -> bool:
    """Whether a dialog or a form with files has posted this by itself, to be answered without leaving its page."""
    return STAYS in request.headers


def onwards(address: str) -> Any:
    """What was asked for is done: go on there."""
    return jsonify({"next": address}) if page_stays() else redirect(address, code=303)


def refused(error: RuleError, address: str) -> Any:
    """What a rule said: in the dialog, at the field it is about, else above the page that was posted from."""
    if page_stays():
        return jsonify({"message": str(error.message), "field": error.field}), error.status
    flash(error.message, "danger")
    return redirect(address, code=303)
