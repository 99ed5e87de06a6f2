"""The rows of the toy application: courses at places, and their visits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.kit.personal import Encrypted, Secret


class PagesBase(DeclarativeBase):
    """Metadata of its own: migrations and house rules never see the toys."""


class Place(PagesBase):
    __tablename__ = "pages_place"

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))

    def __str__(self) -> str:
        return self.name


class Course(PagesBase):
    __tablename__ = "pages_course"

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(60), unique=True)
    year: Mapped[int]
    category: Mapped[str] = mapped_column(String(10))
    hours: Mapped[Decimal] = mapped_column(Numeric(6, 1))
    starts_on: Mapped[date | None]
    made_at: Mapped[datetime | None]
    is_open: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str | None] = mapped_column(Text)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("pages_place.id"))
    place: Mapped[Place | None] = relationship()
    document: Mapped[Secret | None] = mapped_column(Encrypted)
    document_hash: Mapped[str | None] = mapped_column(String(43), index=True)
    review_state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column(default=1)

    def __str__(self) -> str:
        return self.title


class Visit(PagesBase):
    __tablename__ = "pages_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int]
    course_id: Mapped[int] = mapped_column(ForeignKey("pages_course.id"))
    course: Mapped[Course] = relationship()
    who: Mapped[str] = mapped_column(String(40))
