"""The rules of one claim's fields, the same for a form and for a chunk of a spreadsheet (GX-2, GX-11, C14, D15)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.claims import standards
from app.claims.models import AFTERNOON, BY_HAND, FILLS, MORNING, ClaimType
from app.claims.proposing import Span, propose
from app.hours import rules
from app.hours.due import Attributes, due
from app.kit.errors import RuleError
from app.learners import operations as learners

EMPTY = {"content": "", "certificate_no": "", "year_reason": "", "starts_half": MORNING, "ends_half": AFTERNOON}
FIELDS = ("type", "title", "starts_on", "starts_half", "ends_on", "ends_half", "requested", "year", "year_reason",
          "content", "certificate_no", "promised")  # fmt: skip


def span_of(facts: Mapping[Any, Any]) -> Span:
    return Span(facts["starts_on"], facts["ends_on"], facts["starts_half"], facts["ends_half"])


@dataclass
class Terms:
    """What the rules ask of a platform and of some of its people, each looked up once, and only when it is asked."""

    session: Session
    platform_id: int
    people: Collection[int]
    _halves: dict[int, tuple[Decimal, Decimal]] = field(default_factory=dict)

    @cached_property
    def years(self) -> Mapping[int | None, set[int]]:
        return standards.open_years(self.session, self.platform_id)

    @cached_property
    def _attributes(self) -> Mapping[int, Attributes]:
        return learners.attributes(self.session, self.people)

    @cached_property
    def _versions(self) -> rules.Versions:
        return rules.load(self.session, self.platform_id)

    def worth(self, year: int, span: Span) -> Decimal:
        """What the dates are worth by the settings of the year (D16)."""
        if year not in self._halves:
            self._halves[year] = standards.half_day_settings(self.session, self.platform_id, year)
        return propose(span, *self._halves[year]).hours

    def required(self, learner_id: int, year: int) -> Decimal:
        """What is required of a person in the year's cycle."""
        version = self._versions.of(year)
        return due(version, self._attributes[learner_id], version.cycle(year)).total

    def proposed(self, kind: ClaimType, learner_id: int, year: int, span: Span) -> Decimal | None:
        """The hours that a claim of a type starts with; None where they are entered by hand (D22)."""
        if kind.proposal == FILLS:
            return self.required(learner_id, year)
        return None if kind.proposal == BY_HAND else self.worth(year, span)


def completed(terms: Terms, learner_id: int, values: Mapping[str, Any], must_be_open: bool = True) -> dict[str, Any]:
    """`values` with what is left open filled in and every rule checked; RuleError at the field that is wrong.

    One date where the type has one, the year of the end date, hours as proposed. A returned claim keeps its year
    although it is no longer open.
    """
    kind: ClaimType = values["type"]
    facts: dict[str, Any] = {name: values.get(name) for name in FIELDS}
    facts |= {name: empty for name, empty in EMPTY.items() if not facts[name]}
    if kind.single_date:
        facts |= {"starts_on": facts["ends_on"], "starts_half": MORNING, "ends_half": AFTERNOON}
    facts["promised"] = bool(facts["promised"])
    facts["year"] = facts["year"] or facts["ends_on"].year
    check_dates(facts)
    _check_year(terms, kind, facts, must_be_open)
    facts["requested"] = _hours(terms, learner_id, kind, facts)
    return facts


def check_dates(facts: Mapping[str, Any]) -> None:
    """The last day is not before the first, nor the last half day; RuleError at the field that is wrong."""
    if facts["starts_on"] is None:
        raise RuleError(_("Enter the first day."), field="starts_on")
    if facts["ends_on"] < facts["starts_on"]:
        raise RuleError(_("The last day is before the first day."), field="ends_on")
    if span_of(facts).half_days < 1:
        raise RuleError(_("It would end before it begins: choose the halves of the day again."), field="ends_half")


def _check_year(terms: Terms, kind: ClaimType, facts: Mapping[str, Any], must_be_open: bool) -> None:
    """The year must be open for the category; another one than that of the end date wants a reason (GX-2, GX-20)."""
    years = standards.years_for(terms.years, kind.category_id) if must_be_open else {facts["year"]}
    if facts["year"] not in years:
        known = ", ".join(map(str, sorted(years)))
        text = (
            _("Claims are taken for these years now: %(years)s.", years=known) if known else _("No year is open now.")
        )
        raise RuleError(text, field="year")
    if facts["year"] != facts["ends_on"].year and not facts["year_reason"]:
        raise RuleError(_("Say why it counts in another year than that of the last day."), field="year_reason")


def _hours(terms: Terms, learner_id: int, kind: ClaimType, facts: Mapping[str, Any]) -> Any:
    asked = facts["requested"]
    if asked is None or kind.proposal == FILLS:
        asked = terms.proposed(kind, learner_id, facts["year"], span_of(facts))
    if asked is None and kind.proposal == BY_HAND:
        raise RuleError(_("Enter the hours by the standard of this type."), field="requested")
    if not asked or asked <= 0:
        text = _("Nothing is required in this year.") if kind.proposal == FILLS else _("This must be more than zero.")
        raise RuleError(text, field="requested")
    if kind.most_hours is not None and asked > kind.most_hours:
        most = f"{kind.most_hours.normalize():f}"
        raise RuleError(_("At most %(n)s can be claimed for one of this type.", n=most), field="requested")
    return asked
