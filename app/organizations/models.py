"""The organization tree, platforms, and the rows that make a platform: policy, routes, menu."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    false,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit import clock, scope
from app.kit.because import because
from app.kit.personal import Encrypted, Secret
from app.kit.review.flows import LAST
from app.kit.review.models import ReviewStep
from app.kit.scope import Scope

UNIT, DEPARTMENT = "unit", "department"
CATEGORIES = [
    ("bureau", _l("Bureau")),
    ("authority", _l("Competent authority")),
    ("employer", _l("Employer")),
    ("institution", _l("Training institution")),
]
# Byte order on both databases, so that a subtree is one range of an index.
PATH_MAX, PATH_SEGMENT = 255, 9
PathText = String(PATH_MAX).with_variant(String(PATH_MAX, collation="C"), "postgresql")


class Platform(Model):
    """A root organization with its own policy; one installation holds many."""

    __tablename__ = "platform"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str] = mapped_column(String(40), default=clock.DEFAULT_ZONE)
    preset: Mapped[str] = mapped_column(String(40), default="")  # the file that it was made from
    menu_mark: Mapped[str] = mapped_column(String(64), default="")  # of the menu that the file gave it last
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    def __repr__(self) -> str:
        return self.name


class LevelName(Model):
    """What a platform calls the units of one level, e.g. 市直部门 (R-6)."""

    __tablename__ = "level_name"
    __table_args__ = (UniqueConstraint("platform_id", "level"), CheckConstraint("level > 0", name="level"))

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    level: Mapped[int]
    label: Mapped[str] = mapped_column(String(40))
    label_en: Mapped[str] = mapped_column(String(60))


class Organization(Model):
    """Any node of the one tree (R-1): bureau, authority, unit or department. Levels count units only."""

    __tablename__ = "organization"
    __table_args__ = (
        UniqueConstraint("platform_id", "parent_id", "name"),
        UniqueConstraint("platform_id", "credit_code"),
        UniqueConstraint("path"),
        CheckConstraint("kind in ('unit', 'department')", name="kind"),
        Index("uq_organization_root", "platform_id", unique=True, sqlite_where=text("parent_id IS NULL"),
              postgresql_where=text("parent_id IS NULL")),
        Index("ix_organization_platform_name", "platform_id", "name"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default=UNIT)
    category: Mapped[str] = mapped_column(String(12), default="employer")
    level: Mapped[int]
    path: Mapped[str] = mapped_column(PathText)
    name: Mapped[str] = mapped_column(String(100))
    credit_code: Mapped[str | None] = mapped_column(String(18))
    region: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[Organization | None] = relationship(remote_side=[id])

    def __repr__(self) -> str:
        return self.name


class PolicyRow(Model):
    """One setting of a platform, valid from a year on; a later row supersedes it, nothing is overwritten (R-6)."""

    __tablename__ = "policy_row"
    __table_args__ = (Index("ix_policy_row_setting", "platform_id", "name", "from_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    name: Mapped[str] = mapped_column(String(60))
    from_year: Mapped[int]
    value: Mapped[Any] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by: Mapped[str] = mapped_column(String(100), default="")


class ReviewRoute(Model):
    """The ordered steps for one kind of item, chosen by the level of the declaring organization (R-3)."""

    __tablename__ = "review_route"
    __table_args__ = (
        UniqueConstraint("platform_id", "kind", "type", "owner_level"),
        CheckConstraint("revocable_by in ('last', 'unit', 'both')", name="revocable_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    kind: Mapped[str] = mapped_column(String(40))
    type: Mapped[str | None] = mapped_column(String(40))  # None: every type that has no route of its own
    owner_level: Mapped[int | None]  # None: every level that has no route of its own
    name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(default=1)
    revocable_by: Mapped[str] = mapped_column(String(8), default=LAST)  # who decided last, the own unit, both

    steps: Mapped[list[RouteStep]] = relationship(order_by="RouteStep.seq", cascade="all, delete-orphan")

    def __repr__(self) -> str:
        return self.name


class RouteStep(Model):
    """Who decides at one step (own unit, ancestor of a level, root, chosen at submission), and when it applies."""

    __tablename__ = "route_step"
    __table_args__ = (
        UniqueConstraint("route_id", "seq"),
        CheckConstraint("who in ('own_unit', 'ancestor', 'root', 'chosen')", name="who"),
        CheckConstraint("(who = 'ancestor') = (level is not null)", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    route_id: Mapped[int] = mapped_column(ForeignKey("review_route.id"), index=True)
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    who: Mapped[str] = mapped_column(String(12))
    level: Mapped[int | None]
    permission: Mapped[str] = mapped_column(String(40))
    self_review: Mapped[bool] = mapped_column(default=False)
    working_days: Mapped[int | None]
    types: Mapped[list[str] | None] = mapped_column(JSON)  # the step applies to these types only
    above_hours: Mapped[int | None]  # the step applies only above this number of hours


class Holiday(Model):
    """A day that is not what its weekday says: a public holiday, or 调休, a weekend day that is worked."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("platform_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    day: Mapped[date]
    works: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(40), default="")


class MenuEntry(Model):
    """One entry of a platform's menu tree, in the platform's words (MENU-1); ordered by `seq` and key."""

    __tablename__ = "menu_entry"
    __table_args__ = (Index("ix_menu_entry_order", "platform_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    seq: Mapped[int]
    heading: Mapped[str] = mapped_column(String(40), default="")
    heading_en: Mapped[str] = mapped_column(String(60), default="")
    label: Mapped[str] = mapped_column(String(40))
    label_en: Mapped[str] = mapped_column(String(60))
    icon: Mapped[str] = mapped_column(String(40), default="point")
    target: Mapped[str] = mapped_column(String(60))  # the screen's class
    hidden: Mapped[bool] = mapped_column(default=False)


class UnitRequest(Model):
    """A unit that somebody misses: the platform's bureau confirms it, which creates it, or declines (GX-5, GX-22)."""

    __tablename__ = "unit_request"
    __table_args__ = (
        CheckConstraint("state in ('open', 'confirmed', 'declined')", name="state"),
        CheckConstraint("(state = 'open') = (decided_at is null)", name="decided"),
        Index("uq_unit_request_name", "platform_id", "name", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("uq_unit_request_code", "platform_id", "credit_code", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_unit_request_user", "user_id", "platform_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))  # who asks, and is told of the decision
    asked_by: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))
    credit_code: Mapped[str] = mapped_column(String(18))
    region: Mapped[str] = mapped_column(String(60))
    contact: Mapped[str] = mapped_column(String(60))
    phone: Mapped[Secret] = mapped_column(Encrypted("phone"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[str] = mapped_column(String(12), default="open")
    decided_at: Mapped[datetime | None]
    opinion: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    def __repr__(self) -> str:
        return self.name


# ---- visibility ---------------------------------------------------------------------------------------------------

# Why a row is in reach, as sentences after "because": see `kit.because`.
FOR_EVERYBODY = _l("everybody of the platform may read it")
OF_PLATFORM = _l("it belongs to the platform that the role is for")
IN_SUBTREE = _l("it belongs to an organization of the own subtree")
OWN = _l("it is the person's own")


def new_path(parent: Organization | None) -> str:
    """A path of its own below `parent`: segments of eight characters, each ended by a slash."""
    return f"{parent.path if parent else ''}{secrets.token_hex(4)}/"


def under(path: str) -> ColumnElement[bool]:
    """The subtree at `path` as a range ('0' follows '/'), served by the unique index."""
    return and_(Organization.path >= path, Organization.path < f"{path[:-1]}0")


def subtree(s: Scope) -> Select[int]:
    """The ids of the organizations below an administrator's appointment."""
    return select(Organization.id).where(under(s.path or ""))


def owned(model: Any) -> scope.Predicate:
    """Rows that belong to an organization of the scope."""

    def rule(s: Scope) -> ColumnElement[bool]:
        if s.kind == "platform":
            return because(OF_PLATFORM, model.platform_id == s.platform_id)
        if s.kind == "administrator":
            inside = and_(model.platform_id == s.platform_id, model.organization_id.in_(subtree(s)))
            return because(IN_SUBTREE, inside)
        return false()

    return rule


def of_platform(model: Any) -> scope.Predicate:
    """Catalogue rows: everybody of the platform reads them."""
    return lambda s: true() if s.kind == "system" else because(FOR_EVERYBODY, model.platform_id == s.platform_id)


def managed(model: Any) -> scope.Predicate:
    """Catalogue rows are changed by the platform administrator only."""
    return lambda s: model.platform_id == s.platform_id if s.kind == "platform" else false()


def _sees_organization(s: Scope) -> ColumnElement[bool]:
    if s.kind == "administrator":
        return because(IN_SUBTREE, and_(Organization.platform_id == s.platform_id, under(s.path or "")))
    if s.kind == "learner":
        return because(_l("the person belongs to it"), Organization.id == s.actor.organization_id)
    if s.kind in ("platform", "security"):
        return because(OF_PLATFORM, Organization.platform_id == s.platform_id)
    return true() if s.kind == "system" else false()


def _owns_organization(s: Scope) -> ColumnElement[bool]:
    return _sees_organization(s) if s.kind in ("platform", "administrator") else false()


def _sees_platform(s: Scope) -> ColumnElement[bool]:
    return true() if s.kind == "system" else Platform.id == s.platform_id


def _sees_step(s: Scope) -> ColumnElement[bool]:
    """Steps of the scope's organizations, and those that a department of it may decide as well."""
    own = owned(ReviewStep)(s)
    if s.kind != "administrator":
        return own
    ours = and_(ReviewStep.platform_id == s.platform_id, ReviewStep.department_id.in_(subtree(s)))
    return or_(own, ours)


def _sees_request(s: Scope) -> ColumnElement[bool]:
    """The platform's bureau, and who has asked."""
    if s.kind == "platform":
        return because(OF_PLATFORM, UnitRequest.platform_id == s.platform_id)
    if s.kind in ("administrator", "learner"):
        mine = and_(UnitRequest.platform_id == s.platform_id, UnitRequest.user_id == s.actor.user_id)
        return because(OWN, mine)
    return false()


scope.register(UnitRequest, _sees_request)
scope.register(Platform, _sees_platform, owns=lambda s: true() if s.kind == "system" else false())
scope.register(Organization, _sees_organization, owns=_owns_organization)
for _model in (PolicyRow, ReviewRoute, RouteStep, Holiday, LevelName, MenuEntry):
    scope.register(_model, of_platform(_model), owns=managed(_model))
scope.register(ReviewStep, _sees_step, owns=scope.nobody)
