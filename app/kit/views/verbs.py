"""Verbs: what may be done to rows beyond editing them, declared beside the view's columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from app.kit.views.choosing import Choice

NAMED = 5


@dataclass(frozen=True)
class Verb:
    """Something that may be done to rows: who may, in which states it is offered, and how it looks."""

    name: str
    label: Any
    run: Callable[..., Any]
    permission: str = "write"
    states: tuple[str, ...] = ()
    icon: str = "check"
    tone: str = "light"
    opinion: str | None = None
    confirm: Any = ""
    batch: bool = True
    single: bool = True
    offered: Callable[[Any], bool] | None = None  # what the row itself must allow, beside its state
    decision: str = ""  # the review's verb, where all that match a filter may be decided at once
    grants: Callable[[Any], Decimal | None] | None = None  # the hours that a row is granted unless others are typed
    chooses: Choice | None = None  # a row of elsewhere that its dialog asks for
    batch_label: Any = ""  # what the bar above the list says instead
    useful: Callable[[Session, str], bool] | None = None  # (session, kind): whether the platform has a use for it


@dataclass(frozen=True)
class VerbForm:
    """What was posted with a verb: the versions of the rows as seen, the opinion, everything else."""

    seen: dict[int, int] = field(default_factory=dict)
    opinion: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    granted: Mapping[int, Decimal] | None = None  # what was typed for a verb that grants hours
    chosen: int | None = None  # what was chosen for a verb that asks for it


def verb(label: Any, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a method `(self, ids, form) -> Outcome` a verb; its options are the fields of `Verb`."""

    def wrap(method: Callable[..., Any]) -> Callable[..., Any]:
        method._verb = Verb(method.__name__, label, method, **options)  # type: ignore[attr-defined]  # found by the view
        return method

    return wrap


def report(outcome: Any) -> None:
    """Say what a verb did, and name what it left alone and why."""
    done = len(outcome.done)
    if done or not outcome.skipped:
        flash(outcome.message or ngettext("%(num)s item done.", "%(num)s items done.", done), "success")
    if not outcome.skipped:
        return
    names = [_("%(name)s: %(reason)s", name=str(name)[:40], reason=reason) for name, reason in outcome.skipped[:NAMED]]
    more = [_("and %(n)s more", n=len(outcome.skipped) - NAMED)] if len(outcome.skipped) > NAMED else []
    text = ngettext("%(num)s item was left alone.", "%(num)s items were left alone.", len(outcome.skipped))
    flash(f"{text} {'; '.join([*names, *more])}", "warning")
