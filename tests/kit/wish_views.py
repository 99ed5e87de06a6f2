"""Screens of the toy kind that is granted hours, and the product with them: for pages that no real kind has yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import app as product
from app import demo
from app.accounts import identities, rights
from app.cli import sync_permissions
from app.extensions import db, migrations
from app.kit import review, scope
from app.kit.review import Outcome
from app.kit.review.flows import _wiring
from app.kit.review.views import ReviewView
from app.kit.views import Others, Rows, VerbForm, verb
from app.organizations import deciders
from tests.conftest import KEYS
from tests.kit.wishing import FLOW, Wish, introduced, wishes_of_the_unit

STATES = [("draft", "草稿"), ("first_review", "初审中"), ("final_review", "终审中"), ("approved", "已批准")]


class WishView(ReviewView):
    """What the unit wishes for; it is sent to the superior or to a unit of the own choice."""

    datamodel = Rows(Wish, "organization")
    subject = "toy_wish"
    title, noun = "愿望", "愿望"
    list_columns = ["title", "requested", "granted", "review_position"]
    main_column = "title"
    labels = {"title": "名称", "requested": "申请学分", "granted": "批准学分", "review_position": "状态"}
    choices = {"review_position": STATES}
    exports = False

    @verb("提交", states=review.EDITABLE, tone="primary")
    def submit(self, ids: list[int], form: VerbForm) -> Outcome:
        return review.act(self.session, "submit", Wish, ids, scope.actor())

    @verb("提交至主管部门审核", states=review.EDITABLE,
          chooses=deciders.choice("主管部门", preset=deciders.own_unit))  # fmt: skip
    def submit_to(self, ids: list[int], form: VerbForm) -> Outcome:
        return review.act(self.session, "submit", Wish, ids, scope.actor(), chosen=form.chosen)


class WishReviewView(WishView):
    """What a reviewer of wishes sees."""

    title = "愿望审核"
    side = review.for_step("first_review")
    grants = {"read": "first_review", "write": "nobody"}
    deciding = "first_review"
    others = Others("该单位的其他愿望", wishes_of_the_unit, ("title", "requested", "granted"))

    def phrases() -> list[str]:  # type: ignore[misc]  # made static
        return ["愿望太大。"]

    @verb("通过", permission="first_review", states=("first_review",), opinion="optional", grants=FLOW.offer)
    def approve(self, ids: list[int], form: VerbForm) -> Outcome:
        return review.act(
            self.session, "approve", Wish, ids, scope.actor(), form.opinion, form.seen, granted=form.granted
        )


def product_with_wishes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The product on a demo database of its own in which everybody may do with wishes what they may do with classes."""
    monkeypatch.setattr(product, "VIEWS", (*product.VIEWS, WishView, WishReviewView))
    monkeypatch.setattr(identities, "granted", _as_with_classes(identities.granted))
    monkeypatch.setattr(_wiring, "holders", lambda s, _kind, places: rights.holders(s, "training_class", places))
    database = f"sqlite:///{folder / 'wishes.db'}"
    app = product.create_app(KEYS | {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": database, "TESTING": True})
    with app.app_context():
        migrations().upgrade()
        with scope.everything("test set-up"):
            sync_permissions()
            db.session.commit()
        demo.load(1)
        introduced(monkeypatch)
    return app


def _as_with_classes(granted: Any) -> Any:
    def both(session: Any, identity: Any) -> frozenset[tuple[str, str]]:
        held = granted(session, identity)
        return held | {(name, "toy_wish") for name, subject in held if subject == "training_class"}

    return both
