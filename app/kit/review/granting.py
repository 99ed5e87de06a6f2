"""Granted other than requested: what was typed is judged, what stands is written with the state (ux.md, Review 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, case, func, literal, null, select

from app.kit.errors import RuleError
from app.kit.review.calling import STEP, Reading
from app.kit.review.flows import Flow, flow_of, hours_word
from app.kit.review.models import APPROVED

MOST = Decimal(1_000_000)


def require_grants(verb: str, kind: str, granted: Mapping[int, Decimal] | None) -> None:
    """Only an approval of a kind that is granted hours takes values: anything else is a mistake of the caller."""
    if granted and not (verb == "approve" and flow_of(kind).grants):
        raise TypeError(f"{verb} on {kind} takes no granted hours")


def judge(call: Reading, items: Iterable[Any]) -> None:
    """Refuse the call for a value that can't be granted, or that differs and is not explained."""
    flow = flow_of(call.kind)
    for item in items:
        value = call.granted.get(item.id)
        if value is None:
            continue
        if refusal := _unfit(value) or (flow.allowed and flow.allowed(item, value)):
            raise RuleError(refusal, field="granted")
        if value != flow.offer(item) and not call.opinion:
            raise RuleError(
                _("Please write an opinion: you grant other %(hours)s than requested.", hours=hours_word()), "opinion"
            )


def _unfit(value: Decimal) -> str | None:
    if value.is_finite() and 0 < value < MOST and value == round(value, 2):
        return None
    return _("Grant more than zero %(hours)s, with two decimals at most.", hours=hours_word())


# ---- what the statements of a call write ----------------------------------------------------------------------------


def on_steps(call: Reading) -> dict[str, Any]:
    """What the signed steps of an approval keep: the request as it was, and what they grant."""
    flow, table = flow_of(call.kind), call.table
    if not flow.grants or call.verb != "approve":
        return {}
    requested = select(table.c[flow.grants[0]]).where(table.c.id == STEP.c.item_id)
    granted = requested.with_only_columns(_approved(call, flow))
    return {"requested": requested.scalar_subquery(), "granted": granted.scalar_subquery()}


def on_items(call: Reading, state: str) -> dict[str, Any]:
    """The column of what is granted, for a statement that brings items to `state`: only approvals grant anything."""
    flow, table = flow_of(call.kind), call.table
    if not flow.grants:
        return {}
    requested, granted = (table.c[name] for name in flow.grants)
    stands: Any = null()
    if call.verb == "approve":
        stands = _approved(call, flow)
    elif call.verb == "submit" and state == APPROVED:
        stands = requested
    elif call.verb == "reopen":
        stands = _by_item(call, table, _granted_before(call), null())
    return {granted.name: stands}


def _approved(call: Reading, flow: Flow) -> ColumnElement[Any]:
    """The value given for the item; else what the step before granted, else what is requested."""
    table = call.table
    requested, granted = (table.c[name] for name in flow.grants or ())
    return _by_item(call, table, call.granted, func.coalesce(granted, requested))


def _by_item(call: Reading, table: Any, values: Mapping[int, Decimal], otherwise: Any) -> Any:
    kind = STEP.c.granted.type
    rows = {number: literal(value, kind) for number, value in values.items()}
    return case(rows, value=table.c.id, else_=otherwise) if rows else otherwise


def _granted_before(call: Reading) -> dict[int, Decimal]:
    """What the steps before the reopened one have granted in this round: the decision itself no longer stands."""
    found: dict[int, Decimal] = {}
    for item in call.items:
        for step in call.decisions.get(item.id, ()):
            if step.granted and step.seq < call.decided[item.id].seq:
                found[item.id] = step.granted
    return found
