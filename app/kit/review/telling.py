"""Who hears of a call: each submitter once, and who holds the steps that it opened; nobody of what is his own doing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.bulk import among
from app.kit.notices import notify
from app.kit.review.calling import STEP, Reading
from app.kit.review.flows import Place, holders
from app.kit.review.models import APPROVED
from app.kit.scope import Actor
from app.kit.views.finding import list_address, row_address

Opened = Iterable[tuple[int, str, Any]]  # (item id, title, its open step)


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated when the notice is read."""
    return message


# For one item and for several; `more` counts those beside the first.
TEXTS = {
    "withdraw": (N_("“%(title)s” was withdrawn from review."),
                 N_("“%(title)s” and %(more)s more were withdrawn from review.")),
    "approve": (N_("“%(title)s” has passed a step of the review."),
                N_("“%(title)s” and %(more)s more have passed a step of the review.")),
    "approved": (N_("“%(title)s” has been approved."), N_("“%(title)s” and %(more)s more have been approved.")),
    "return": (N_("“%(title)s” was returned for changes."),
               N_("“%(title)s” and %(more)s more were returned for changes.")),
    "reject": (N_("“%(title)s” was not approved."), N_("“%(title)s” and %(more)s more were not approved.")),
    "reopen": (N_("The decision on “%(title)s” was reopened: it is under review again."),
               N_("The decisions on “%(title)s” and %(more)s more were reopened: they are under review again.")),
    "revoke": (N_("“%(title)s” was revoked; %(hours)s granted for it were taken back."),
               N_("“%(title)s” and %(more)s more were revoked; %(hours)s granted for them were taken back.")),
    "waiting": (N_("“%(title)s” waits for you."), N_("“%(title)s” and %(more)s more wait for you.")),
    "due": (N_("“%(title)s” waits for you and is due by %(day)s."),
            N_("“%(title)s” and %(more)s more wait for you and are due by %(day)s.")),
    "overdue": (N_("“%(title)s” waits for you and is overdue since %(day)s."),
                N_("“%(title)s” and %(more)s more wait for you and are overdue since %(day)s.")),
}  # fmt: skip
# What notices of before 2026-12 said: they are still read.
FORMER = (N_("“%(title)s” was revoked; hours granted for it were taken back."),
          N_("“%(title)s” and %(more)s more were revoked; hours granted for them were taken back."))  # fmt: skip


def tell(call: Reading, items: Sequence[Any]) -> None:
    """The notices of one call of `act`, in its transaction."""
    ended = {item.id for item in items} - {item.id for item, _step in call.opened}
    told = [(i.id, _title(i), i.submitted_by, i.id in ended) for i in items]
    tell_submitters(call.session, call.kind, call.verb, call.actor, told)
    tell_holders(call.session, call.kind, call.actor, [(i.id, _title(i), step) for i, step in call.opened])


def tell_batch(session: Session, verb: str, model: Any, ids: Collection[int], actor: Actor) -> None:
    """The notices of a batch that was decided in parts: as if it had been one call."""
    label = getattr(model, model.review_label)
    query = select(model.id, label, model.submitted_by, model.review_state).where(among(model.id, ids))
    found = session.execute(query.order_by(model.id)).all()
    told = [(row[0], str(row[1]), row[2], row[3] == APPROVED) for row in found]
    tell_submitters(session, model.__tablename__, verb, actor, told)
    open_now = (STEP.c.kind == model.__tablename__, STEP.c.opened_at.is_not(None), STEP.c.decided_at.is_(None))
    steps = session.connection().execute(select(STEP).where(*open_now, among(STEP.c.item_id, ids)))
    by_item = {row.item_id: row for row in steps}
    opened = [(number, title, by_item[number]) for number, title, *_rest in told if number in by_item]
    tell_holders(session, model.__tablename__, actor, opened)


def tell_submitters(
    session: Session, kind: str, verb: str, actor: Actor, told: Iterable[tuple[int, str, int | None, bool]]
) -> None:
    """One notice per submitter: what happened to (id, title, submitter, whether approval was the last)."""
    if verb == "submit":
        return
    mine: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    for number, title, submitter, ended in told:
        if submitter is not None and submitter != actor.user_id:
            mine[submitter].append((number, title, ended))
    for submitter, found in mine.items():
        word = "approved" if verb == "approve" and all(ended for *_item, ended in found) else verb
        _say(session, kind, word, [submitter], [(number, title) for number, title, _ended in found], None)


def tell_holders(session: Session, kind: str, actor: Actor, opened: Opened, word: str = "waiting", **more: Any) -> None:
    """One notice per place to all who decide there, except the actor."""
    places: dict[Place, list[tuple[int, str]]] = defaultdict(list)
    for number, title, step in opened:
        for place in {step.organization_id, step.department_id} - {None}:
            places[place, step.permission].append((number, title))
    people = holders(session, kind, places)
    for place, found in places.items():
        others = set(people.get(place, ())) - {actor.user_id}
        _say(session, kind, word, others, found, place[1], **more)


def _say(
    session: Session,
    kind: str,
    word: str,
    users: Collection[int],
    found: Sequence[tuple[int, str]],
    permission: str | None,
    **more: Any,
) -> None:
    one, many = TEXTS[word]
    values = {"title": found[0][1], "more": len(found) - 1, "n": len(found)} | more
    single = len(found) == 1
    address = row_address(kind, found[0][0], permission) if single else list_address(kind, permission)
    notify(session, f"{kind}:{word}", users, one if single else many, values, address)


def _title(item: Any) -> str:
    return str(getattr(item, item.review_label))
