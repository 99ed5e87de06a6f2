"""Types of claims, the windows in which they are taken, and the claims themselves (GX-1, GX-2, DL-10)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_appbuilder import Model
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from app.hours.models import HourCategory, Hours
from app.kit import clock, files, pairs, review, scope
from app.kit.scope import Scope
from app.learners.models import Learner, people
from app.organizations.models import Organization, managed, of_platform, owned, subtree
from app.organizations.words import language

# How hours are proposed: from the half days, by hand, or as what the year requires (DL-8).
HALF_DAYS, BY_HAND, FILLS = "half_days", "by_hand", "fills"
PROPOSALS = [
    (HALF_DAYS, _l("From the dates, by half days")),
    (BY_HAND, _l("By hand")),
    (FILLS, _l("Meets the requirement of the year")),
]
NO_EVIDENCE, UPLOAD, STAMPED, PAPER = "none", "upload", "stamped", "paper"
EVIDENCE = [
    (NO_EVIDENCE, _l("None")),
    (UPLOAD, _l("A file")),
    (STAMPED, _l("A stamped file")),
    (PAPER, _l("Paper, handed in")),
]
MORNING, AFTERNOON = "am", "pm"
HALVES = [(MORNING, _l("Morning")), (AFTERNOON, _l("Afternoon"))]
PERSON, UNIT = "person", "unit"
ORIGINS = [(PERSON, _l("The person")), (UNIT, _l("The unit"))]


class ClaimType(Model):
    """What may be claimed, in two levels; how hours are proposed, which evidence is wanted, the standard (DL-10)."""

    __tablename__ = "claim_type"
    __table_args__ = (
        UniqueConstraint("platform_id", "code"),
        CheckConstraint("proposal in ('half_days', 'by_hand', 'fills')", name="proposal"),
        CheckConstraint("evidence in ('none', 'upload', 'stamped', 'paper')", name="evidence"),
        CheckConstraint("most_hours is null or most_hours > 0", name="most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("claim_type.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))  # what routes, rules and spreadsheets call it; it stays
    label: Mapped[str] = mapped_column(String(60))
    label_en: Mapped[str] = mapped_column(String(100), default="")
    seq: Mapped[int] = mapped_column(default=0)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("hour_category.id"))  # None: a heading
    proposal: Mapped[str] = mapped_column(String(12), default=HALF_DAYS)
    single_date: Mapped[bool] = mapped_column(default=False)  # 「获得日期」 alone (D15)
    evidence: Mapped[str] = mapped_column(String(12), default=UPLOAD)
    most_hours: Mapped[Decimal | None] = mapped_column(Hours)  # of one claim
    guidance: Mapped[str] = mapped_column(Text, default="")  # 「学分标准」 shown beside the form
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[ClaimType | None] = relationship(remote_side=[id])
    category: Mapped[HourCategory | None] = relationship(HourCategory)

    @property
    def word(self) -> str:
        return self.label if language() == "zh" else self.label_en or self.label

    @hybrid_property
    def place(self) -> tuple[int, ...]:
        """Where it stands in the list of two levels: each heading before what is below it."""
        heading = self.parent or self
        return (heading.seq, heading.id, int(self.parent_id is not None), self.seq, self.id)

    @place.inplace.expression
    @classmethod
    def _place(cls) -> Any:
        """The same order as one number, so that lists can be sorted by it."""
        heading = aliased(ClaimType)
        number = (cast(heading.seq, BigInteger) * 10**7 + heading.id) * 2 + case((cls.parent_id.is_(None), 0), else_=1)
        above = heading.id == func.coalesce(cls.parent_id, cls.id)
        return select(number * 10**5 + cls.seq).where(above).correlate_except(heading).scalar_subquery()

    @property
    def whole_word(self) -> str:
        """「类型-二级类型」, as the lists of the manuals say it."""
        return f"{self.parent.word}-{self.word}" if self.parent else self.word

    def __repr__(self) -> str:
        return self.whole_word


class ClaimWindow(Model):
    """「学时登记开放」: from which to which day claims for a year are taken, of one category or of all (GX-20)."""

    __tablename__ = "claim_window"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="dates"),
        Index("ix_claim_window_platform_year", "platform_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    year: Mapped[int]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("hour_category.id"))  # None: every category
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    category: Mapped[HourCategory | None] = relationship(HourCategory)

    @property
    def standing(self) -> str:
        """Whether claims are taken today: "planned", "now" or "over"."""
        if clock.today() < self.opens_on:
            return "planned"
        return "over" if clock.today() > self.closes_on else "now"

    def __repr__(self) -> str:
        return str(self.year)


class Claim(review.Reviewed, Model):
    """Hours of one person earned elsewhere, with a snapshot of who and where; posted once it is approved."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("starts_on < ends_on or starts_half <= ends_half", name="halves"),
        CheckConstraint("starts_half in ('am', 'pm') and ends_half in ('am', 'pm')", name="half"),
        CheckConstraint("requested > 0", name="requested"),
        CheckConstraint("granted is null or granted > 0", name="granted"),
        CheckConstraint("registered_by in ('person', 'unit')", name="registered_by"),
        CheckConstraint("(paper_received_at is null) = (paper_received_by = '')", name="paper"),
        Index("ix_claim_list", "platform_id", "organization_id", "review_state", "id"),
        Index("ix_claim_unit", "platform_id", "unit_id", "review_state", "id"),
        Index("ix_claim_state", "review_state", "id"),
        Index("ix_claim_document", "platform_id", "document_hash"),
        Index("ix_claim_learner", "learner_id", "year"),
        Index("ix_claim_learner_organization", "platform_id", "learner_organization_id"),
        *review.constraints(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # who submits it
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))  # the person's unit, department or not
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    learner_organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    learner_name: Mapped[str] = mapped_column(String(60), info=pairs.INDEXED)
    document_mask: Mapped[str] = mapped_column(String(20))
    document_hash: Mapped[str] = mapped_column(String(43))  # reviewers find it by number beyond their people
    unit_name: Mapped[str] = mapped_column(String(100))
    learner_title: Mapped[str] = mapped_column(String(40), default="")
    registered_by: Mapped[str] = mapped_column(String(8), default=PERSON)
    registered_name: Mapped[str] = mapped_column(String(100))  # 「登记机构」
    registered_at: Mapped[datetime] = mapped_column(default=clock.now)
    type_id: Mapped[int] = mapped_column(ForeignKey("claim_type.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("hour_category.id"))
    title: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    starts_half: Mapped[str] = mapped_column(String(2), default=MORNING)
    ends_on: Mapped[date]
    ends_half: Mapped[str] = mapped_column(String(2), default=AFTERNOON)
    requested: Mapped[Decimal] = mapped_column(Hours)
    granted: Mapped[Decimal | None] = mapped_column(Hours)  # what reviewers granted, kept beside what was asked for
    year: Mapped[int]
    year_reason: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[str] = mapped_column(Text, default="")
    certificate_no: Mapped[str] = mapped_column(String(60), default="")
    promised: Mapped[bool] = mapped_column(default=False)
    paper_received_at: Mapped[datetime | None]
    paper_received_by: Mapped[str] = mapped_column(String(100), default="")
    hidden_at: Mapped[datetime | None]  # a rejected one that its unit no longer wants in its lists (GX-15)

    type: Mapped[ClaimType] = relationship(ClaimType)
    category: Mapped[HourCategory] = relationship(HourCategory)
    learner: Mapped[Learner] = relationship(Learner)
    organization: Mapped[Organization] = relationship(Organization, foreign_keys=[organization_id])

    @property
    def needs_paper(self) -> bool:
        return self.type.evidence == PAPER and self.paper_received_at is None

    def __repr__(self) -> str:
        return self.title


def _sees_claim(s: Scope) -> ColumnElement[bool]:
    """The own ones; of the subtree, by who submits or where the person was or is; what was sent for review."""
    if s.kind == "learner":
        return Claim.learner_id == s.actor.learner_id
    if s.kind != "administrator":
        return owned(Claim)(s)
    theirs = or_(Claim.learner_organization_id.in_(subtree(s)), Claim.learner_id.in_(people(s)))
    ours = and_(Claim.platform_id == s.platform_id, theirs)
    return or_(owned(Claim)(s), ours, review.was_sent_to(Claim, subtree(s)))


def _owns_claim(s: Scope) -> ColumnElement[bool]:
    """A person writes what the person declared; an administrator what the subtree declared."""
    if s.kind == "learner":
        return and_(Claim.learner_id == s.actor.learner_id, Claim.registered_by == PERSON)
    if s.kind != "administrator":
        return owned(Claim)(s)
    theirs = and_(Claim.platform_id == s.platform_id, Claim.learner_organization_id.in_(subtree(s)))
    return or_(owned(Claim)(s), theirs)


for _catalogue in (ClaimType, ClaimWindow):
    scope.register(_catalogue, of_platform(_catalogue), owns=managed(_catalogue))
scope.register(Claim, _sees_claim, owns=_owns_claim)
files.belong_to(Claim)
