"""The spreadsheet of claims that a unit registers for its people (GX-11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.claims import operations, standards
from app.claims.completing import Terms, check_dates, completed, span_of
from app.claims.findings import MOST, about_hours, overlap, same_number
from app.claims.models import UNIT, Claim, ClaimType
from app.claims.proposing import Span
from app.claims.undoing import UNDO
from app.extensions import db
from app.kit import personal, scope
from app.kit.bulk import among, insert_numbered
from app.kit.errors import RuleError
from app.kit.review import DRAFT, EDITABLE, REJECTED, REVOKED
from app.kit.sheets import Column, Context, Row, Sheet, Words
from app.learners import operations as learners
from app.learners.models import Learner
from app.organizations.words import worded

_claim: Any = Claim.__table__
_RESIDENT = re.compile(r"\d{15}|\d{17}[\dX]")
_COMPARED = ("requested", "year", "content", "certificate_no")
_WRITTEN = ("title", "starts_on", "starts_half", "ends_on", "ends_half", "requested", "year", "year_reason", "content",
            "certificate_no", "promised")  # fmt: skip
Key = tuple[Any, ...]


@dataclass
class Plan:
    """The person of a row, the claim as it would be stored, and the one that is there already."""

    person: Learner
    facts: dict[str, Any]
    claim: Any = None

    @property
    def key(self) -> Key:
        """What makes two claims of a unit the same one: person, type, title and dates."""
        facts = self.facts
        return (self.person.id, facts["type"].id, facts["title"], facts["starts_on"], facts["ends_on"])


@dataclass
class Others:
    """What is known of the people of a chunk beside its rows: looked up once, grown by the rows themselves."""

    registered: dict[Key, Any] = field(default_factory=dict)
    by_person: dict[int, list[Any]] = field(default_factory=dict)

    def add(self, learner_id: int, claim: Any) -> None:
        self.by_person.setdefault(learner_id, []).append(claim)


class Neighbour(NamedTuple):
    """Another claim of a person, of the database or of a row above."""

    id: int | None
    title: str
    starts_on: Any
    ends_on: Any
    span: Span
    certificate_no: str


# ---- judging ------------------------------------------------------------------------------------------------------


def check(session: Session, context: Context, rows: list[Row]) -> None:
    """Judge each row by the rules of the form; other claims on the same days are told, not refused."""
    kinds = _kinds(standards.offered(session))
    numbers = {row.values["document"] for row in rows}
    # a second import of the same people waits here and then sees these claims
    people = learners.of_scope_by_number(session, numbers, lock=context.phase == "apply")
    terms = Terms(session, context.scope.platform_id or 0, {person.id for person in people.values()})
    for row in rows:
        _plan(row, people.get(row.values["document"]), kinds, terms)
    planned = [row for row in rows if not row.failed]
    others = _others(session, context, planned)
    for one in context.earlier(row.values["document"] for row in planned):
        if (kind := kinds.get(_type_of(one))) and (person := people.get(one.values["document"])):
            others.add(person.id, _of_row(one, kind))
    for row in planned:
        _compare(row, others)
        _warn(row, others, terms)


def _kinds(offered: Iterable[ClaimType]) -> dict[tuple[str, str], ClaimType]:
    """The types that are offered, by heading and own word, in either language or by code."""
    found: dict[tuple[str, str], ClaimType] = {}
    for one in offered:
        for word in _words_of(one):
            for heading in _words_of(one.parent) if one.parent else [word]:
                found[heading, word if one.parent else ""] = one
    return found


def _words_of(one: ClaimType) -> set[str]:
    return {one.label, one.label_en, one.code} - {""}


def _type_of(row: Row) -> tuple[str, str]:
    return row.values["heading"], row.values["type"] or ""


def _plan(row: Row, person: Learner | None, kinds: Mapping[tuple[str, str], ClaimType], terms: Terms) -> None:
    """What the row would become; every reason against it is told at once."""
    values = row.values
    if person is None or person.name != values["name"]:
        row.error(_why_unknown(values["document"]) or learners.unknown_person(), "document")
    kind = kinds.get(_type_of(row))
    if kind is None:
        _unknown_type(row, kinds)
    try:
        if values["starts_on"] and (person is None or kind is None or kind.single_date):
            check_dates({"starts_half": "am", "ends_half": "pm"} | values)  # who writes two dates means them
        if person and kind:
            row.plan = Plan(person, completed(terms, person.id, values | {"type": kind}))
    except RuleError as refusal:
        row.error(refusal.message, refusal.field or "")


def _why_unknown(number: str) -> str:
    """The rule that a resident's number breaks; empty for any other document, which only has to be known."""
    try:
        if _RESIDENT.fullmatch(number):
            personal.check_id(number)
    except RuleError as refusal:
        return str(refusal.message)
    return ""


def _unknown_type(row: Row, kinds: Iterable[tuple[str, str]]) -> None:
    heading, word = _type_of(row)
    known = dict.fromkeys(str(other) for first, other in kinds if first == heading)
    if not known:
        row.error(_("No type named %(name)s can be claimed.", name=heading), "heading")
    else:
        listed = _(", ").join(known)
        row.error(_("%(name)s is no type under %(heading)s. Known there: %(known)s.",
                    name=word or "—", heading=heading, known=listed), "type")  # fmt: skip


# ---- what is there already ----------------------------------------------------------------------------------------


def _others(session: Session, context: Context, rows: Sequence[Row]) -> Others:
    """The claims of the people of these rows that still stand; of drafts only the actor's own are seen."""
    others = Others()
    own = _claim.c.organization_id == context.actor.organization_id
    people = {row.plan.person.id for row in rows}
    seen = (
        among(_claim.c.learner_id, people),
        _claim.c.review_state != REVOKED,
        or_(_claim.c.review_state != DRAFT, own),
    )
    with scope.bulk("claims sheet: other claims of people of the scope"):
        # what was not approved comes first, so that one registered anew is the one that counts
        order = (_claim.c.review_state != REJECTED, _claim.c.id)
        found = session.execute(select(_claim).where(*seen).order_by(*order)).all() if people else ()
    for one in found:
        if one.registered_by == UNIT and one.organization_id == context.actor.organization_id:
            others.registered[one.learner_id, one.type_id, one.title, one.starts_on, one.ends_on] = one
        if one.review_state != REJECTED:
            span = span_of(dict(one._mapping))
            others.add(one.learner_id, Neighbour(one.id, one.title, one.starts_on, one.ends_on, span,
                                                 one.certificate_no))  # fmt: skip
    return others


def _of_row(row: Row, kind: ClaimType) -> Neighbour:
    values = row.values
    starts = values["ends_on"] if kind.single_date else values["starts_on"]
    span = Span(starts, values["ends_on"])
    return Neighbour(None, values["title"], starts, values["ends_on"], span, values["certificate_no"] or "")


def _compare(row: Row, others: Others) -> None:
    """The same claim again changes nothing; a draft takes over what differs; what was submitted is not written over."""
    plan: Plan = row.plan
    held = others.registered.get(plan.key)
    if held is None:
        return
    differs = [name for name in _COMPARED if getattr(held, name) != plan.facts[name]]
    if differs and held.review_state == REJECTED:
        return  # not approved as it was: this is another try
    row.target_id, plan.claim = held.id, held
    row.outcome = "changed" if differs else "unchanged"
    if differs and held.review_state in EDITABLE:
        row.before = {name: getattr(held, name) for name in differs}
    elif differs:
        row.error(_("This claim was submitted already with another value here; withdraw or delete it first."),
                  differs[0])  # fmt: skip


def _warn(row: Row, others: Others, terms: Terms) -> None:
    """What whoever submits should know: hours beyond the dates, the same days, the same certificate number."""
    if row.failed or row.outcome == "unchanged":
        return
    facts, plan = row.plan.facts, row.plan
    span = span_of(facts)
    near = [one for one in others.by_person.get(plan.person.id, ()) if one.id is None or one.id != row.target_id]
    same_days = (overlap(one) for one in near if span.overlaps(one.span))
    number = facts["certificate_no"]
    twins = (same_number(one.title) for one in near if number and number == one.certificate_no)
    worth = terms.worth(facts["year"], span)
    for sentence in [*about_hours(facts["type"], facts, worth), *islice(same_days, MOST), *islice(twins, MOST)]:
        row.warn(sentence)
    if plan.claim is None:
        others.add(plan.person.id, Neighbour(None, facts["title"], span.starts_on, span.ends_on, span, number))


# ---- writing ------------------------------------------------------------------------------------------------------


def apply(session: Session, context: Context, rows: list[Row]) -> None:
    """Insert the new claims as drafts of the actor's organization in one statement; drafts take over what differs.

    With the parameter `submit` they go to review at once; where the route has no step, that is approved (CAS-6).
    """
    fresh = [row for row in rows if row.outcome == "new"]
    who = operations.snapshots(session, context.actor, {row.plan.person for row in fresh}, UNIT)
    values = [_columns(row.plan, who[row.plan.person.id]) for row in fresh]
    ids = insert_numbered(session, Claim, values, "claims sheet: people of the scope with matching names")
    for row, number in zip(fresh, ids, strict=True):
        row.target_id, row.version_after = number, 1
    _revise(session, [row for row in rows if row.outcome == "changed"])
    if context.params.get("submit"):
        _submit(session, context, rows)


def _columns(plan: Plan, snapshot: Mapping[str, Any]) -> dict[str, Any]:
    kind: ClaimType = plan.facts["type"]
    written = {name: plan.facts[name] for name in _WRITTEN}
    who = {"learner_id": plan.person.id, "registered_by": UNIT}
    return {**snapshot, **who, **written, "type_id": kind.id, "category_id": kind.category_id}


def _revise(session: Session, rows: Sequence[Row]) -> None:
    query = select(Claim).where(Claim.id.in_([row.target_id for row in rows])).order_by(Claim.id)
    held = {one.id: one for one in session.scalars(query.with_for_update())} if rows else {}
    for row in rows:
        claim = held[row.target_id or 0]
        for name in row.before:
            setattr(claim, name, row.plan.facts[name])
        claim.version += 1
        row.version_after = claim.version
    session.flush()


def _submit(session: Session, context: Context, rows: Sequence[Row]) -> None:
    """What can't be submitted stays a draft and says why."""
    outcome = operations.submit(session, [row.target_id or 0 for row in rows], context.actor)
    done, reasons = set(outcome.done), dict(outcome.skipped)
    written = select(Claim.id, Claim.version).where(Claim.id.in_([row.target_id for row in rows]))
    versions = {one.id: one.version for one in session.execute(written)}
    for row in rows:
        if row.target_id not in done:
            row.warn(_("It stays a draft: %(reason)s", reason=reasons.get(row.values["title"], "")))
        row.version_after = versions[row.target_id or 0]


# ---- the sheet ----------------------------------------------------------------------------------------------------


def _words(read: Callable[[ClaimType], str]) -> Words:
    return Words(lambda: map(read, standards.offered(db.session())))


def _key(values: Mapping[str, Any]) -> str:
    names = ("document", "name", "heading", "type", "title", "starts_on", "ends_on")
    return " ".join(str(values[name]) for name in names)


SHEET = Sheet(
    name="claims",
    label=_l("Training information of people"),
    permission=("import", "claim"),
    context_fields=("submit",),
    columns=(
        Column("document", _l("ID number"), "document", required=True, aliases=("证件号码", "身份证号", "身份证号码"),
               personal=True, note=_l("As text; 18 characters where it is a resident ID card.")),
        Column("name", _l("Full name"), required=True, aliases=("姓名",), example="张三", length=60,
               note=_l("Must be the name that belongs to the ID number.")),
        Column("heading", _l("Type of the claim"), required=True, aliases=("认定类型",), length=60,
               choices=_words(lambda one: (one.parent or one).word)),
        Column("type", _l("Type of the second level"), aliases=("二级类型",), length=60,
               choices=_words(lambda one: one.word if one.parent else "")),
        Column("title", _l("What was done"), required=True, aliases=("认定内容", "培训名称"),
               note=_l("E.g. the name of the training, the patent or the paper.")),
        Column("starts_on", _l("Begins"), "date", aliases=("开始时间", "开始日期"), example="2026-05-04",
               note=_l("May be empty where the type has one date.")),
        Column("ends_on", _l("Ends"), "date", required=True, example="2026-05-06",
               aliases=("结束时间", "结束日期", "获得日期", "结束日期/获得日期")),
        Column("requested", worded(_l("Requested %(hours)s")), "hours", aliases=("申请学时", "申请学分"), positive=True,
               note=_l("Empty: proposed from the dates by half days. Achievements: by the standard.")),
        Column("year", _l("Counts in the year"), "year", aliases=("计入年度", "年度"),
               note=_l("Empty: the year of the last day.")),
        Column("content", _l("Details of the claim"), aliases=("认定内容说明",), length=2000,
               note=_l("E.g. the order of authors, or the level of the award.")),
        Column("certificate_no", _l("Certificate number"), aliases=("证书编号",), length=60),
        Column("year_reason", _l("Why in another year"), aliases=("计入其他年度的原因",), length=200),
    ),
    key=_key,
    token=lambda values: str(values["document"]),
    check=check,
    apply=apply,
    undo=UNDO,
)  # fmt: skip
