"""What a reviewed row carries, and the steps of its route: copy of the route, log and inbox in one table (R-3, R-4)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, event, inspect, text
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column

from app.kit import audit
from app.kit.hours import Hours

DRAFT, PENDING, RETURNED = "draft", "pending", "returned"
APPROVED, REJECTED, REVOKED = "approved", "rejected", "revoked"
STATES = [
    (DRAFT, _l("To be submitted")),
    (PENDING, _l("Under review")),
    (RETURNED, _l("Returned for changes")),
    (APPROVED, _l("Approved")),
    (REJECTED, _l("Not approved")),
    (REVOKED, _l("Revoked")),
]
TONES = {PENDING: "primary", RETURNED: "warning", APPROVED: "success", REJECTED: "danger", REVOKED: "danger"}
EDITABLE = (DRAFT, RETURNED)
VERB_LABELS = {
    "submit": _l("Submitted"),
    "withdraw": _l("Withdrawn"),
    "approve": _l("Review passed"),
    "return": _l("Returned for changes"),
    "reject": _l("Not approved"),
    "reopen": _l("Reopened"),
    "revoke": _l("Revoked"),
}


class Reviewed:
    """Columns of a reviewed model; written by `act` only (a flush guard refuses anything else)."""

    review_label = "title"

    review_state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    review_stage: Mapped[str | None] = mapped_column(String(40))  # name of the open step
    review_position: Mapped[str] = mapped_column(String(40), default=DRAFT)  # permission of the open step, else state
    review_due_at: Mapped[datetime | None]  # of the open step
    review_decided_as: Mapped[str | None] = mapped_column(String(40))  # permission of the last decision of the round
    review_revocable_by: Mapped[str | None] = mapped_column(String(8))  # copied from the route at submission
    review_round: Mapped[int] = mapped_column(default=0)
    submitted_by: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    chosen_organization_id: Mapped[int | None]  # who was chosen at submission, for routes that ask
    version: Mapped[int] = mapped_column(default=1)


def constraints(granted: str = "") -> tuple[CheckConstraint, ...]:
    """Ties the state to the columns that it implies; `granted` is the column of a kind that is granted hours."""
    stands = f"{granted} is null or {granted} > 0 and review_state in ('pending', 'approved')"
    whole = f"({stands}) and ({granted} is not null or review_state <> 'approved')"
    states = ", ".join(f"'{code}'" for code, _label in STATES)
    return (
        CheckConstraint(f"review_state in ({states})", name="review_state"),
        CheckConstraint("(review_state = 'pending') = (review_stage is not null)", name="review_stage"),
        CheckConstraint("(review_state = 'pending') = (review_position <> review_state)", name="review_position"),
        CheckConstraint("review_state = 'draft' or submitted_at is not null", name="submitted"),
        CheckConstraint("review_state = 'pending' or review_due_at is null", name="review_due"),
        *([CheckConstraint(whole, name="review_granted")] if granted else ()),
    )


class ReviewStep(Model):
    """A step of one item's route in one round; `opened_at` without `decided_at` means it waits in an inbox."""

    __tablename__ = "review_step"
    __table_args__ = (
        Index("uq_review_step_open", "kind", "item_id", unique=True,
              sqlite_where=text("opened_at IS NOT NULL AND decided_at IS NULL"),
              postgresql_where=text("opened_at IS NOT NULL AND decided_at IS NULL")),
        Index("ix_review_step_inbox", "organization_id", "kind", "permission", "decided_at"),
        Index("ix_review_step_department", "department_id", "kind", "permission", "decided_at",
              sqlite_where=text("department_id IS NOT NULL"), postgresql_where=text("department_id IS NOT NULL")),
        Index("ix_review_step_item", "kind", "item_id", "round", "seq"),
        CheckConstraint("(decided_at is null) = (verb is null)", name="decided"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    kind: Mapped[str] = mapped_column(String(40))
    item_id: Mapped[int]
    round: Mapped[int]
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(String(40), default="")
    name_en: Mapped[str] = mapped_column(String(60), default="")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    organization_name: Mapped[str] = mapped_column(String(100), default="")
    # The department that the item comes from, where its own unit decides: its administrators may decide as well.
    department_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    permission: Mapped[str] = mapped_column(String(40), default="")
    self_review: Mapped[bool] = mapped_column(default=False)
    working_days: Mapped[int | None]
    opened_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    verb: Mapped[str | None] = mapped_column(String(12))
    user_id: Mapped[int | None]
    user_name: Mapped[str] = mapped_column(String(100), default="")
    appointment_id: Mapped[int | None]
    for_appointment_id: Mapped[int | None]  # a substitute decided for this one
    for_name: Mapped[str] = mapped_column(String(100), default="")
    by_submitter: Mapped[bool] = mapped_column(default=False)  # 自审
    opinion: Mapped[str] = mapped_column(Text, default="")
    batch: Mapped[str | None] = mapped_column(String(32))
    requested: Mapped[Decimal | None] = mapped_column(Hours)  # an approval of a kind that is granted hours: what was
    granted: Mapped[Decimal | None] = mapped_column(Hours)  # asked for at that time, and what was granted


audit.quiet(ReviewStep)


# The columns that `act` alone writes, for models with more of them than every reviewed one has.
written_by_act: dict[type, tuple[str, ...]] = {}


def guard(session_class: type[Session]) -> None:
    """Refuse every flush and UPDATE of `session_class` that writes what a review decides: only `act` does."""
    event.listen(session_class, "before_flush", _guard)
    event.listen(session_class, "do_orm_execute", _guard_update)


def _guard(session: Session, context: UOWTransaction, instances: Any) -> None:
    for one in [*session.new, *session.dirty]:
        for column in _written_by_act(type(one)):
            changed = inspect(one).attrs[column].history.has_changes()
            if changed and (one not in session.new or getattr(one, column) not in (None, DRAFT)):
                raise RuntimeError(f"{column} is written by review.act only")


def _written_by_act(model: type) -> tuple[str, ...]:
    return written_by_act.get(model, ("review_state",) if issubclass(model, Reviewed) else ())


def _guard_update(state: ORMExecuteState) -> None:
    written: Any = state.statement
    if not state.is_update:
        return
    mine = {"review_state", *(_written_by_act(state.bind_mapper.class_) if state.bind_mapper else ())}
    if any(getattr(c, "name", c) in mine for c in written._values or ()):
        raise RuntimeError(f"{', '.join(sorted(mine))}: written by review.act only")
