"""What a certificate is made of on the day of issue: person, unit, figures and the rules they were judged by (R-10)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.models import packed
from app.hours import rules
from app.hours.due import Attributes
from app.hours.models import HourCategory
from app.hours.standing import Standing
from app.kit import clock
from app.learners.models import Learner
from app.organizations import operations as organizations
from app.organizations.models import Platform

Pair = tuple[int, int]


def rows(
    session: Session, people: Mapping[int, Learner], due: Mapping[Pair, tuple[Attributes, Standing]]
) -> list[dict[str, Any]]:
    """The columns of the certificates for (learner, year) pairs, without number, token and issuer."""
    platform = session.get_one(Platform, next(iter(people.values())).platform_id)
    units = organizations.unit_names(session, {one.organization_id for one in people.values()})
    labels = _categories(session, platform.id)
    newest, at = rules.load(session, platform.id).newest, clock.now()
    found = []
    for (who, year), (attributes, standing) in due.items():
        word = organizations.setting(session, platform.id, year, "hours_word")
        kept = {"platform_id": platform.id, "platform_name": platform.name, "year": year, "issued_at": at}
        kept |= {"rule_set_id": standing.version, "rules_until": newest, "attributes": packed(attributes)}
        kept |= {"figures": _figures(standing, labels, word)} | _person(people[who], units)
        found.append(kept)
    return found


def _person(person: Learner, units: Mapping[int, str]) -> dict[str, Any]:
    return {
        "learner_id": person.id,
        "organization_id": person.organization_id,
        "learner_name": person.name,
        "unit_name": units[person.organization_id],
        "document_mask": str(person.document),
        "document_hash": person.document_hash,
    }


def _categories(session: Session, platform_id: int) -> dict[int, dict[str, str]]:
    query = select(HourCategory).where(HourCategory.platform_id == platform_id)
    ordered = session.scalars(query.order_by(HourCategory.seq, HourCategory.id))
    return {one.id: {"zh": one.label, "en": one.label_en} for one in ordered}


def _figures(found: Standing, labels: Mapping[int, dict[str, str]], word: Mapping[str, str]) -> dict[str, Any]:
    """What counts in all and per category, in the platform's words of that year."""
    lines = [
        label | {"counted": _text(found.categories[c].counted), "required": _text(found.categories[c].required)}
        for c, label in labels.items()
        if c in found.categories
    ]
    years = {"first": found.years.start, "last": found.years[-1]}
    whole = {"counted": _text(found.counted), "required": _text(found.required)}
    return years | whole | {"word": dict(word), "categories": lines}


def _text(amount: Decimal) -> str:
    return f"{amount:f}".rstrip("0").rstrip(".") if amount % 1 else str(int(amount))
