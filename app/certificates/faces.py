"""What a certificate says, on paper and on its public page: the same, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.certificates.models import Certificate
from app.kit import clock
from app.organizations.words import language

PUBLIC = "/certificate/"


@dataclass(frozen=True)
class Line:
    """Hours of one category: counted, and what the requirement of the category was ("0" without one of its own)."""

    label: str
    counted: str
    required: str


@dataclass(frozen=True)
class Face:
    """The words of one certificate in the language of the reader; the ID number is masked."""

    number: str
    name: str
    document: str
    unit: str
    platform: str
    years: str
    word: str
    counted: str
    required: str
    lines: tuple[Line, ...]
    issued: date
    voided: date | None
    address: str

    @property
    def is_valid(self) -> bool:
        return self.voided is None


def face_of(one: Certificate, site: str) -> Face:
    """The face of a certificate; `site` is where its public page is, without a slash at the end."""
    says, tongue = one.figures, language()
    first, last = says["first"], says["last"]
    lines = tuple(Line(line[tongue], line["counted"], line["required"]) for line in says["categories"])
    return Face(
        number=one.number, name=one.learner_name, document=one.document_mask, unit=one.unit_name,
        platform=one.platform_name, years=str(last) if first == last else f"{first}–{last}", word=says["word"][tongue],
        counted=says["counted"], required=says["required"], lines=lines, issued=clock.local(one.issued_at).date(),
        voided=clock.local(one.voided_at).date() if one.voided_at else None, address=f"{site}{PUBLIC}{one.token}",
    )  # fmt: skip
