"""Certificates: what one says is kept as it was issued, and whether it still holds (CERT-1)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, case, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.hours.due import Attributes
from app.kit import clock, scope
from app.kit.scope import Scope
from app.learners.models import theirs
from app.organizations.models import Organization

VALID, VOID = "valid", "void"
GROUND, MERGED, REVOKED = "ground", "merged", "revoked"
CAUSES = {
    GROUND: _l("Hours behind it were taken back."),
    MERGED: _l("Two records of this person became one; the other certificate of the year stands."),
    REVOKED: _l("It was made void by hand."),
}


def new_token() -> str:
    """What the public address is made of: 144 random bits, so that nobody finds a certificate by guessing."""
    return secrets.token_urlsafe(18)


class Certificate(Model):
    """Proof that a person met the requirement of a year; never changed but to be void, never issued twice at a time.

    Name, unit, number and figures are those of the day of issue. So are `attributes` and the rules (`rule_set_id` of
    the year, and no version later than `rules_until`): what they demand is what its hours must go on to meet.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("platform_id", "year", "seq"),
        UniqueConstraint("token"),
        CheckConstraint("seq > 0", name="seq"),
        CheckConstraint("(voided_at is null) = (void_cause is null)", name="voided"),
        CheckConstraint("void_cause in ('ground', 'merged', 'revoked')", name="void_cause"),
        Index("uq_certificate_valid", "learner_id", "year", unique=True, sqlite_where=text("voided_at IS NULL"),
              postgresql_where=text("voided_at IS NULL")),
        Index("ix_certificate_learner", "learner_id", "id"),
        Index("ix_certificate_organization", "platform_id", "organization_id", "year"),
        Index("ix_certificate_document", "platform_id", "document_hash"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # the person's, when it was issued
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    year: Mapped[int]
    seq: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    token: Mapped[str] = mapped_column(String(24), default=new_token)
    platform_name: Mapped[str] = mapped_column(String(100))
    learner_name: Mapped[str] = mapped_column(String(60))
    unit_name: Mapped[str] = mapped_column(String(100))
    document_mask: Mapped[str] = mapped_column(String(20))
    document_hash: Mapped[str] = mapped_column(String(43))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    rules_until: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    issued_by: Mapped[str] = mapped_column(String(100))
    voided_at: Mapped[datetime | None] = mapped_column()
    voided_by: Mapped[str] = mapped_column(String(100), default="")
    void_cause: Mapped[str | None] = mapped_column(String(12))
    void_reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship(Organization)
    state: Mapped[str] = column_property(case((voided_at.is_(None), VALID), else_=VOID))

    @property
    def counted(self) -> Decimal:
        return Decimal(self.figures.get("counted", 0))

    @property
    def why_void(self) -> Any:
        """In words why it no longer holds; "" while it does."""
        return self.void_reason or CAUSES.get(self.void_cause or "", "")

    def __repr__(self) -> str:
        return self.number


def number_of(year: int, seq: int) -> str:
    """2026-000001"""
    return f"{year}-{seq:06d}"


# ---- attributes as JSON -------------------------------------------------------------------------------------------


def packed(who: Attributes) -> dict[str, Any]:
    """What the rules asked about a person, as a certificate keeps it."""
    found = {"grade": who.grade, "title": who.title, "applies": who.applies, "joined": _iso(who.joined)}
    return found | {
        name: [[_iso(first), _iso(last)] for first, last in getattr(who, name)] for name in ("leaves", "exemptions")
    }


def unpacked(kept: Mapping[str, Any]) -> Attributes:
    """The attributes that `packed` made; what is missing is as for a person of whom nothing is known."""
    leaves, exemptions = (
        tuple((date.fromisoformat(a), _day(b)) for a, b in kept.get(name, ())) for name in ("leaves", "exemptions")
    )
    plain = {name: kept[name] for name in ("grade", "title", "applies") if name in kept}
    return Attributes(joined=_day(kept.get("joined")), leaves=leaves, exemptions=exemptions, **plain)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


# ---- visibility ---------------------------------------------------------------------------------------------------


def _owns(s: Scope) -> ColumnElement[bool]:
    """The unit that issued it, and the unit where the person is now."""
    return scope.nobody(s) if s.kind == "learner" else theirs(Certificate)(s)


scope.register(Certificate, theirs(Certificate), owns=_owns, opens=lambda s: Certificate.token == s.token)
