"""One review mechanism for every reviewed kind: the shape is a constant table, routes are rows, `act` alone writes."""

from app.kit.review.acting import MOVES, Flow, Outcome, PlannedStep, act, flows, install, register, use_routes
from app.kit.review.models import (
    APPROVED,
    DRAFT,
    EDITABLE,
    PENDING,
    REJECTED,
    RETURNED,
    REVOKED,
    STATES,
    TONES,
    Reviewed,
    ReviewStep,
    constraints,
)
from app.kit.review.reading import drafts, for_step, inbox, log, timeline, was_sent_to

__all__ = [
    "APPROVED", "DRAFT", "EDITABLE", "MOVES", "PENDING", "REJECTED", "RETURNED", "REVOKED", "STATES", "TONES",
    "Flow", "Outcome", "PlannedStep", "ReviewStep", "Reviewed", "act", "constraints", "drafts", "flows", "for_step",
    "inbox", "install", "log", "register", "timeline", "use_routes", "was_sent_to",
]  # fmt: skip
