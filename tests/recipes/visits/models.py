"""Visits of a unit's people to another one."""

from __future__ import annotations

from datetime import date

from flask_appbuilder import Model
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kit import review, scope
from app.kit.scope import Scope
from app.organizations.models import Organization, owned, subtree


class StudyVisit(review.Reviewed, Model):
    """A visit that a unit plans and its superior approves."""

    __tablename__ = "study_visit"
    __table_args__ = (CheckConstraint("guests > 0", name="guests"), *review.constraints())

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    title: Mapped[str] = mapped_column(String(100))
    visited_on: Mapped[date]
    guests: Mapped[int]

    organization: Mapped[Organization] = relationship(Organization)

    def __repr__(self) -> str:
        return self.title


def _sees(s: Scope) -> ColumnElement[bool]:
    """The own units' visits, and those that were ever sent for review."""
    own = owned(StudyVisit)(s)
    return or_(own, review.was_sent_to(StudyVisit, subtree(s))) if s.kind == "administrator" else own


scope.register(StudyVisit, _sees, owns=owned(StudyVisit))
