"""A toy kind that is granted hours, reviewed by dl2 and then dl1 as classes are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import or_, select
from sqlalchemy.orm import DeclarativeBase, Mapped, foreign, mapped_column, relationship

from app.extensions import db
from app.kit import review, scope
from app.kit.hours import Hours
from app.kit.review import Outcome, ReviewStep
from app.kit.review.flows import _flows
from app.kit.review.models import written_by_act
from app.organizations.models import Organization, Platform, ReviewRoute, RouteStep, owned, subtree
from tests.person import Person

People = Callable[..., Person]
HELD = {"dl3": {"can_read", "can_write"}, "dl2": {"can_first_review"}, "dl1": {"can_final_review"}}


class WishBase(DeclarativeBase):
    """Metadata of its own: migrations and house rules never see the toy."""


class Wish(review.Reviewed, WishBase):
    """Hours that a unit wishes for; a step may grant fewer."""

    __tablename__ = "toy_wish"
    __table_args__ = review.constraints(granted="granted")

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int]
    organization_id: Mapped[int]
    title: Mapped[str]
    type: Mapped[str] = mapped_column(default="near")  # or "free": who decides is chosen at submission
    requested: Mapped[Decimal] = mapped_column(Hours)
    granted: Mapped[Decimal | None] = mapped_column(Hours)

    organization: Mapped[Organization] = relationship(
        Organization, primaryjoin=lambda: foreign(Wish.organization_id) == Organization.id, viewonly=True
    )


def _sees(s: scope.Scope) -> Any:
    return or_(owned(Wish)(s), review.was_sent_to(Wish, subtree(s)))


def too_much(item: Wish, hours: Decimal) -> str | None:
    return "never more than was wished for" if hours > item.requested else None


def _case(item: Wish) -> dict[str, Any]:
    return {"type": item.type}


FLOW = review.Flow(Wish, case=_case, grants=("requested", "granted"), allowed=too_much)
ROUTES: dict[str | None, list[dict[str, Any]]] = {
    None: [{"name": "初审", "who": "ancestor", "level": 2, "permission": "first_review"},
           {"name": "终审", "who": "root", "permission": "final_review"}],
    "free": [{"name": "审核", "who": "chosen", "permission": "first_review"}],
}  # fmt: skip


def introduced(monkeypatch: pytest.MonkeyPatch, flow: review.Flow = FLOW) -> None:
    """Register the toy kind for one test, make its table and its routes on the demo platform."""
    monkeypatch.setitem(_flows, "toy_wish", flow)
    monkeypatch.setitem(written_by_act, Wish, ("review_state", "granted"))
    monkeypatch.setattr(scope, "_rules", dict(scope._rules))
    monkeypatch.setattr(scope, "_names", dict(scope._names))
    scope.register(Wish, _sees, owns=owned(Wish))
    WishBase.metadata.create_all(db.engine)
    with scope.everything("test"):
        platform = db.session.scalars(select(Platform.id).where(Platform.code == "dalian")).one()
        for type_, steps in ROUTES.items():
            route = ReviewRoute(platform_id=platform, kind="toy_wish", name="愿望", type=type_)
            route.steps = [RouteStep(platform_id=platform, seq=n, **step) for n, step in enumerate(steps, 1)]
            db.session.add(route)
        db.session.commit()


def wisher(person: People, username: str) -> Person:
    """A demo account that holds on wishes what it holds on classes."""
    who = person(username)
    assert who.identity
    held = {(verb, "toy_wish") for verb in HELD.get(username, ())}
    who.identity = replace(who.identity, permissions=who.identity.permissions | held)
    return who


def wish(who: Person, requested: Any = 8, title: str = "愿望", type_: str = "near") -> int:
    """A draft of `who`'s unit."""
    with who.acting() as s:
        place = {"platform_id": s.platform_id, "organization_id": s.actor.organization_id}
        one = Wish(**place, title=title, requested=Decimal(requested), type=type_)
        db.session.add(one)
        db.session.commit()
        return one.id


def act(who: Person, verb: str, *ids: int, granted: Mapping[int, Any] | None = None, opinion: str = "") -> Outcome:
    """One verb under the identity of `who`, committed; granted hours may be written as text."""
    values = {number: Decimal(value) for number, value in (granted or {}).items()}
    with who.acting() as s:
        outcome = review.act(db.session(), verb, Wish, ids, s.actor, opinion, granted=values or None)
        db.session.commit()
        return outcome


def read(number: int) -> Wish:
    """The wish as it stands, detached."""
    with scope.everything("test"):
        one = db.session.get_one(Wish, number)
        db.session.refresh(one)
        db.session.expunge(one)
    return one


def kept(number: int) -> list[tuple[Any, ...]]:
    """(verb, requested, granted) of what was done, oldest first."""
    with scope.everything("test"):
        done = (ReviewStep.kind == "toy_wish", ReviewStep.item_id == number, ReviewStep.verb.is_not(None))
        columns = (ReviewStep.verb, ReviewStep.requested, ReviewStep.granted)
        return [tuple(r) for r in db.session.execute(select(*columns).where(*done).order_by(ReviewStep.id))]


def timeline(who: Person, number: int) -> Iterator[dict[str, Any]]:
    """The events of a wish as `who` is shown them, newest first."""
    with who.acting():
        shown = review.timeline(db.session.get_one(Wish, number))
        return iter(shown["events"] if shown else ())


def wishes_of_the_unit(session: Any, actor: scope.Actor, item: Wish) -> Any:
    """The unit's other wishes, for who decides on `item`."""
    table: Any = Wish.__table__
    others = (table.c.organization_id == item.organization_id, table.c.id != item.id)
    with scope.bulk("toy"):
        return session.execute(select(table).where(review.decides(actor, item), *others)).all()
