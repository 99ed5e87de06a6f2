"""People whose hours are counted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    case,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship, validates

from app.accounts.models import Account
from app.hours.models import HourEntry, LearnerStanding, LearnerYear
from app.kit import clock, personal, scope
from app.kit.because import because
from app.kit.personal import Encrypted, Secret
from app.kit.scope import Scope
from app.organizations.models import OWN, Organization, owned, subtree

DOCUMENT_TYPES = [
    ("id", _l("Resident ID card")),
    ("residence", _l("Residence permit (Hong Kong, Macau, Taiwan)")),
    ("home_return", _l("Mainland travel permit (Hong Kong, Macau)")),
    ("taiwan", _l("Mainland travel permit (Taiwan)")),
    ("permanent", _l("Foreign permanent resident ID card")),
    ("passport", _l("Passport")),
]
ABSENCE_KINDS = [("leave", _l("Leave")), ("exemption", _l("Exemption"))]
ACTIVE, RETIRED, MERGED = "active", "retired", "merged"
# Byte order on both databases, so that a search is one range of an index.
TERM_MAX = 60
TermText = String(TERM_MAX).with_variant(String(TERM_MAX, collation="C"), "postgresql")


class Learner(Model):
    """A person at a unit or department of one platform; the ID number is encrypted and found by its keyed hash."""

    __tablename__ = "learner"
    __table_args__ = (
        UniqueConstraint("platform_id", "document_hash"),
        Index("ix_learner_organization_name", "platform_id", "organization_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    document_type: Mapped[str] = mapped_column(String(12), default="id")
    document: Mapped[Secret] = mapped_column(Encrypted)
    document_hash: Mapped[str] = mapped_column(String(43))
    phone: Mapped[Secret | None] = mapped_column(Encrypted("phone"))
    title: Mapped[str] = mapped_column(String(40), default="")
    grade: Mapped[str] = mapped_column(String(20), default="")
    hired_on: Mapped[date | None] = mapped_column()
    requirement_applies: Mapped[bool] = mapped_column(default=True)
    retired_at: Mapped[datetime | None] = mapped_column()
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship(Organization)
    user: Mapped[Account | None] = relationship(Account)
    merged_into: Mapped[Learner | None] = relationship(remote_side=[id])
    standing: Mapped[str] = column_property(
        case((merged_into_id.is_not(None), MERGED), (retired_at.is_not(None), RETIRED), else_=ACTIVE)
    )
    hire_date_missing: Mapped[bool] = column_property(hired_on.is_(None))

    @validates("document")
    def _keep_hash(self, key: str, value: Any) -> Secret:
        secret = value if isinstance(value, Secret) else Secret(value)
        self.document_hash = personal.keyed_hash(secret.reveal())
        return secret

    def __repr__(self) -> str:
        return self.name


class Absence(Model):
    """Leave or exemption of a person from a day to a day; without an end until further notice (PEOPLE-2)."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("kind in ('leave', 'exemption')", name="kind"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="dates"),
        Index("ix_absence_learner", "learner_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    kind: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")

    learner: Mapped[Learner] = relationship(Learner)

    @property
    def standing(self) -> str:
        """Whether it is in effect today: "planned", "now" or "over"."""
        if self.starts_on > clock.today():
            return "planned"
        return "over" if self.ends_on and self.ends_on < clock.today() else "now"


class Membership(Model):
    """A person's time at a unit or department; `left_on` is the first day that no longer counts (PEOPLE-2).

    Without `joined_on` since before the records. The names are kept as they were: whoever sees the history may not
    see the other unit, and a unit that was left no longer sees the person.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("left_on is null or joined_on is null or left_on >= joined_on", name="dates"),
        Index("uq_membership_open", "learner_id", unique=True, sqlite_where=text("left_on IS NULL"),
              postgresql_where=text("left_on IS NULL")),
        Index("ix_membership_learner", "learner_id", "id"),
        Index("ix_membership_organization", "platform_id", "organization_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    learner_name: Mapped[str] = mapped_column(String(60))
    organization_name: Mapped[str] = mapped_column(String(210))

    learner: Mapped[Learner] = relationship(Learner)

    def __repr__(self) -> str:
        return self.organization_name


class Transfer(Model):
    """A move to a unit outside the scope: the giving unit or the person asks, the new one decides (PEOPLE-2, GX-21)."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("asked_by in ('unit', 'person')", name="asked_by"),
        CheckConstraint("state in ('open', 'accepted', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'open') = (decided_at is null)", name="decided"),
        Index("uq_transfer_open", "learner_id", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_transfer_organization", "platform_id", "organization_id", "state"),
        Index("ix_transfer_from", "platform_id", "from_organization_id", "state"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # the new unit
    from_organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    learner_name: Mapped[str] = mapped_column(String(60))
    document_mask: Mapped[str] = mapped_column(String(20))
    from_name: Mapped[str] = mapped_column(String(100))
    to_name: Mapped[str] = mapped_column(String(100))
    asked_by: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    asked_by_user_id: Mapped[int | None]  # who is told of the decision
    state: Mapped[str] = mapped_column(String(12), default="open")
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def __repr__(self) -> str:
        return self.learner_name


class LearnerTerm(Model):
    """What people are found by: every suffix of the name and of its pinyin initials; written by `names` alone."""

    __tablename__ = "learner_term"

    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), primary_key=True)
    term: Mapped[str] = mapped_column(TermText, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), primary_key=True, index=True)


NOW_THERE = _l("the person belongs to the own subtree now")


def people(s: Scope) -> Select[int]:
    """The ids of the people who are of the scope now."""
    return select(Learner.id).where(owned(Learner)(s))


def theirs(model: Any) -> scope.Predicate:
    """What belongs to the scope, was earned in it, or is of people who are there now; a learner's is the own."""

    def rule(s: Scope) -> ColumnElement[bool]:
        if s.kind == "learner":
            return because(OWN, model.learner_id == s.actor.learner_id)
        own = owned(model)(s)
        return or_(own, because(NOW_THERE, model.learner_id.in_(people(s)))) if s.kind == "administrator" else own

    return rule


def _sees_transfer(s: Scope) -> ColumnElement[bool]:
    """Both units see it, and the person."""
    if s.kind == "learner":
        return because(OWN, Transfer.learner_id == s.actor.learner_id)
    if s.kind != "administrator":
        return owned(Transfer)(s)
    giving = and_(Transfer.platform_id == s.platform_id, Transfer.from_organization_id.in_(subtree(s)))
    return or_(owned(Transfer)(s), because(_l("the person leaves the own subtree"), giving))


def _sees_term(s: Scope) -> ColumnElement[bool]:
    """Terms of the people of the scope: those of others can't even be counted."""
    if s.kind == "platform":
        return LearnerTerm.platform_id == s.platform_id
    return and_(
        LearnerTerm.platform_id == s.platform_id, LearnerTerm.learner_id.in_(select(Learner.id).where(_sees(s)))
    )


def _sees(s: Scope) -> ColumnElement[bool]:
    return because(OWN, Learner.id == s.actor.learner_id) if s.kind == "learner" else owned(Learner)(s)


def _sees_absence(s: Scope) -> ColumnElement[bool]:
    return because(OWN, Absence.learner_id == s.actor.learner_id) if s.kind == "learner" else owned(Absence)(s)


scope.register(Learner, _sees, owns=owned(Learner))
scope.register(Absence, _sees_absence, owns=owned(Absence))
scope.register(Membership, theirs(Membership), owns=scope.nobody)
scope.register(Transfer, _sees_transfer)
scope.register(LearnerTerm, _sees_term, owns=scope.nobody)
# The ledger sits below and knows people by id only; lists of standings want their names.
LearnerStanding.learner = relationship(Learner, viewonly=True)
# Where a person is now is known only here: the new unit sees what was earned before (PEOPLE-2).
for _model in (HourEntry, LearnerYear):
    scope.register(_model, theirs(_model), owns=scope.nobody)
