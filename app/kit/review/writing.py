"""What each verb writes: states, steps, audit and effects, by a few statements whatever the number of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.kit import audit, clock
from app.kit.bulk import among
from app.kit.review import granting
from app.kit.review.calling import STEP, Reading
from app.kit.review.flows import HOLDER, UNIT, Plan, due, flow_of, plan
from app.kit.review.models import APPROVED, DRAFT, PENDING, REJECTED, RETURNED, REVOKED

_TEXTS = ("name", "name_en", "organization_name", "permission", "user_name", "for_name", "opinion")
_COPIED = ("name", "name_en", "organization_id", "organization_name", "department_id", "permission", "self_review",
           "working_days")  # fmt: skip


@dataclass
class Call(Reading):
    """A call that writes: one method per verb."""

    now: datetime = field(default_factory=clock.now)
    dues: dict[tuple[int, int | None], datetime | None] = field(default_factory=dict)

    def write(self, items: list[Any]) -> None:
        getattr(self, f"_{self.verb}")(items)
        table = self.model.__table__
        moved = select(table.c.id).where(among(table.c.id, [i.id for i in items])).order_by(table.c.id)
        audit.record_found(self.session, f"{self.kind}:{self.verb}", moved, batch=self.batch, opinion=self.opinion)

    # ---- the verbs ------------------------------------------------------------------------------

    def _submit(self, items: list[Any]) -> None:
        """Copy each item's route, log the submission, open the first step or approve at once."""
        rows: list[dict[str, Any]] = []
        for item in items:
            planned = self._plan(item)
            rows += self._step_rows(item, planned)
            if planned.steps:
                self._open(item, planned.steps[0])
        self.run(insert(STEP), rows)
        self._note_submission(items)
        self._wait()
        waiting = {item.id for item, _step in self.opened}
        at_once = [i.id for i in items if i.id not in waiting]
        self._set(at_once, APPROVED)
        self._effect("approved", at_once)

    def _withdraw(self, items: list[Any]) -> None:
        self._end(items, DRAFT)

    def _return(self, items: list[Any]) -> None:
        self._end(items, RETURNED)

    def _reject(self, items: list[Any]) -> None:
        self._end(items, REJECTED)

    def _approve(self, items: list[Any]) -> None:
        """Open the next step of each item; where there is none, approve it and run the kind's effect."""
        self._close(items)
        known = {i.id: i for i in items}
        for row in self._following(items):
            self._open(known[row.item_id], row)
        self._open_rows()
        self._wait()
        waiting = {item.id for item, _step in self.opened}
        last = [i.id for i in items if i.id not in waiting]
        self._set(last, APPROVED)
        self._effect("approved", last)

    def _reopen(self, items: list[Any]) -> None:
        """Go on where the last decision was made: a copy of its step waits again; what was approved is undone."""
        approved = [i.id for i in items if i.review_state == APPROVED]
        rows = []
        for item in items:
            step = self.decided[item.id]
            place = {"seq": step.seq, "round": item.review_round}
            copied = {name: getattr(step, name) for name in _COPIED}
            shown = {name: copied[name] for name in ("name", "name_en", "organization_id", "organization_name")}
            waits = {"opened_at": self.now, "due_at": self._due(item, step)}
            rows += [self._log_row(item, place | shown), self._blank(item) | place | copied | waits]
            self._open(item, step)
        self.run(insert(STEP), rows)
        self._wait()
        self._effect("revoked", approved)

    def _revoke(self, items: list[Any]) -> None:
        """End it for good: an open step is closed, what was approved is undone."""
        approved = [i for i in items if i.review_state == APPROVED]
        self._close([i for i in items if i.review_state == PENDING])
        if approved:
            self.run(insert(STEP), [self._log_row(i, self._after(i)) for i in approved])
        self._set([i.id for i in items], REVOKED)
        self._effect("revoked", [i.id for i in approved])

    # ---- states ---------------------------------------------------------------------------------

    def _set(self, ids: Collection[int], state: str, **more: Any) -> None:
        table = self.model.__table__
        at = {"review_state": state, "review_position": state, "review_stage": None, "review_due_at": None}
        # While an item waits, its position is the permission with which it is decided now.
        decided = {"review_decided_as": table.c.review_position} if self.move.by == HOLDER else {}
        values = at | {"version": table.c.version + 1} | decided | granting.on_items(self, state) | more
        if ids:
            self.run(update(table).where(among(table.c.id, ids)).values(**values))

    def _wait(self) -> None:
        """Set the items whose step was opened to pending, one statement per step."""
        groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for item, step in self.opened:
            groups[step.name, step.permission, self._due(item, step)].append(item.id)
        for (name, permission, until), ids in groups.items():
            self._set(ids, PENDING, review_stage=name, review_position=permission, review_due_at=until)

    def _note_submission(self, items: list[Any]) -> None:
        """Who submitted, when, to whom, and who may revoke: a later change of the route does not matter."""
        groups: dict[str, list[int]] = defaultdict(list)
        for item in items:
            planned = self._plan(item)
            groups[planned.revocable_by if planned.steps else UNIT].append(item.id)
        table = self.model.__table__
        noted: dict[str, Any] = {
            "submitted_at": self.now,
            "submitted_by": self.actor.user_id,
            "review_decided_as": None,
        }
        noted |= {"review_round": table.c.review_round + 1, "chosen_organization_id": self.chosen}
        for by, ids in groups.items():
            self.run(update(table).where(among(table.c.id, ids)).values(review_revocable_by=by, **noted))

    def _end(self, items: list[Any], state: str) -> None:
        self._close(items)
        self._set([i.id for i in items], state)

    def _effect(self, name: str, ids: list[int]) -> None:
        effect = getattr(flow_of(self.kind), name)
        if effect and ids:
            self.reload(ids)
            effect(self.session, ids, self.actor)

    # ---- steps ----------------------------------------------------------------------------------

    def _plan(self, item: Any) -> Plan:
        """The plan for `item`, looked up once for all items of one organization and case."""
        find_case = flow_of(self.kind).case
        case = dict(find_case(item) if find_case else {}) | {"chosen": self.chosen}
        key = (item.organization_id, tuple(sorted(case.items())))
        if key not in self.plans:
            self.plans[key] = plan(self.session, self.kind, item.organization_id, case)
        return self.plans[key]

    def _open(self, item: Any, step: Any) -> None:
        self.opened.append((item, step))

    def _due(self, item: Any, step: Any) -> datetime | None:
        key = (item.platform_id, step.working_days)
        if key not in self.dues:
            self.dues[key] = due(self.session, item.platform_id, self.now, step.working_days)
        return self.dues[key]

    def _step_rows(self, item: Any, planned: Plan) -> list[dict[str, Any]]:
        """The log row of the submission (seq 0) and one row per planned step, the first one opened."""
        blank = self._blank(item) | {"round": item.review_round + 1}
        log = self._log_row(item, {"seq": 0, "organization_id": item.organization_id, "round": item.review_round + 1})
        steps = [blank | {"seq": n} | vars(step) for n, step in enumerate(planned.steps, 1)]
        for first in steps[:1]:
            first |= {"opened_at": self.now, "due_at": self._due(item, planned.steps[0])}
        return [log, *steps]

    def _blank(self, item: Any) -> dict[str, Any]:
        blank: dict[str, Any] = {c.name: None for c in STEP.columns if c.name != "id"} | dict.fromkeys(_TEXTS, "")
        blank |= {"self_review": False, "by_submitter": False}
        return blank | {"platform_id": item.platform_id, "kind": self.kind, "item_id": item.id}

    def _log_row(self, item: Any, place: Mapping[str, Any]) -> dict[str, Any]:
        """A move that no step was waiting for: nobody's inbox, only the log."""
        return self._blank(item) | {"opened_at": self.now} | self._signature() | dict(place)

    def _after(self, item: Any) -> dict[str, Any]:
        """Where a revocation stands in the log: beside the last decision, by the actor's organization."""
        step = self.decided.get(item.id)
        place = {"seq": step.seq if step else 0, "round": item.review_round}
        return place | {"organization_id": self.actor.organization_id or item.organization_id}

    def _signature(self) -> dict[str, Any]:
        who = {"user_id": self.actor.user_id, "user_name": self.actor.name}
        what = {"verb": self.verb, "opinion": self.opinion, "batch": self.batch, "decided_at": self.now}
        stands_for = {"for_appointment_id": self.actor.for_appointment_id, "for_name": self.actor.for_name}
        return who | what | stands_for | {"appointment_id": self.actor.appointment_id}

    def _close(self, items: list[Any]) -> None:
        """Sign the open steps; a decision on an own submission is marked as self-review (C4)."""
        for own in (False, True):
            part = [self.open_steps[i.id].id for i in items if self.is_own(i) is own]
            marked = self._signature() | {"by_submitter": own and self.move.by == HOLDER} | granting.on_steps(self)
            if part:
                self.run(update(STEP).where(among(STEP.c.id, part)).values(**marked))

    def _following(self, items: list[Any]) -> Iterable[Any]:
        """The next unopened step of each item in its present round.

        Chosen here and not by a self-join: where a table has just grown, PostgreSQL plans that as a nested loop.
        """
        unopened = (STEP.c.kind == self.kind, self.present(items), STEP.c.opened_at.is_(None))
        rows = self.run(select(STEP).where(*unopened).order_by(STEP.c.seq.desc()))
        return sorted({row.item_id: row for row in rows}.values(), key=lambda row: row.item_id)

    def _open_rows(self) -> None:
        """Open the rows that waited for their turn, one statement per deadline."""
        groups: dict[datetime | None, list[int]] = defaultdict(list)
        for item, row in self.opened:
            groups[self._due(item, row)].append(row.id)
        for until, ids in groups.items():
            self.run(update(STEP).where(among(STEP.c.id, ids)).values(opened_at=self.now, due_at=until))
