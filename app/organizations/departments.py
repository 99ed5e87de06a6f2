"""Departments of units: add, and delete while nobody is in them (GX-18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kit.errors import RuleError
from app.kit.scope import Actor
from app.organizations.models import DEPARTMENT, Organization
from app.organizations.operations import add_unit

Occupants = Callable[[Session, int], int]
_occupants: list[Occupants] = []


def add_department(session: Session, actor: Actor, values: Mapping[str, Any]) -> Organization:
    """Add a department to a unit of the scope (GX-18)."""
    return add_unit(session, actor, {**values, "kind": DEPARTMENT, "category": values["parent"].category})


def occupants(count: Occupants) -> Occupants:
    """Register who can be in a department: people and accounts, layers up."""
    _occupants.append(count)
    return count


def remove_departments(session: Session, actor: Actor, items: Iterable[Organization]) -> None:
    """Delete empty departments; RuleError while people, accounts or departments are in one of them (GX-18).

    What was earned or recorded there earlier refers to it for good: then the database refuses, whoever is in it now.
    """
    for item in items:
        session.refresh(item, with_for_update=True)
        if item.kind != DEPARTMENT:
            raise RuleError(_("Only departments can be deleted."))
        below = select(func.count()).select_from(Organization).where(Organization.parent_id == item.id)
        held = (session.scalar(below) or 0) + sum(count(session, item.id) for count in _occupants)
        if held:
            raise RuleError(_("%(name)s can't be deleted: people, accounts or departments are in it (%(n)s).",
                              name=item.name, n=held))  # fmt: skip
        session.delete(item)
    session.flush()
