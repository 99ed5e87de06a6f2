"""One review mechanism for every reviewed kind: the shape is a constant table, routes are rows, `act` alone writes."""

from app.kit.review.acting import Outcome, act, install, refusals
from app.kit.review.calling import STEP
from app.kit.review.flows import (
    BOTH,
    LAST,
    MOVES,
    UNIT,
    Flow,
    Plan,
    PlannedStep,
    flows,
    holders,
    register,
    use_deadlines,
    use_holders,
    use_hours_word,
    use_routes,
)
from app.kit.review.holding import Held, under_way
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
from app.kit.review.reading import (
    decides,
    drafts,
    for_step,
    inbox,
    log,
    open_at,
    timeline,
    timelines,
    undecided,
    waiting,
    was_sent_to,
)
from app.kit.review.telling import tell_batch

__all__ = [
    "APPROVED", "BOTH", "DRAFT", "EDITABLE", "LAST", "MOVES", "PENDING", "REJECTED", "RETURNED", "REVOKED",
    "STATES", "STEP", "TONES", "UNIT", "Flow", "Held", "Outcome", "Plan", "PlannedStep", "ReviewStep", "Reviewed",
    "act", "constraints", "decides", "drafts", "flows", "for_step", "holders", "inbox", "install", "log", "open_at",
    "refusals", "register", "tell_batch", "timeline", "timelines", "undecided", "under_way", "use_deadlines",
    "use_holders", "use_hours_word", "use_routes", "waiting", "was_sent_to",
]  # fmt: skip
