"""Ten thousand claims approved by `review.act` with hours, beside the same rows written by bare SQL, on PostgreSQL."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, text

from app.claims.models import Claim, ClaimType
from app.extensions import db
from app.kit import review, scope
from app.kit.bulk import insert_rows
from app.learners.models import Learner
from app.organizations.models import Organization
from bench.batch import timed, took
from bench.pages import person_row
from bench.scratch import application
from tests.person import Person

TABLE: Any = Claim.__table__
# What the mechanism writes for one batch, table by table, as a person would write it for a database alone.
LIMIT = (
    "UPDATE review_step s SET decided_at = now() AT TIME ZONE 'utc', verb = 'approve', user_id = 1, user_name = 'x', "
    "opinion = '同意', requested = c.requested, granted = c.requested FROM claim c WHERE c.id = s.item_id "
    "AND s.kind = 'claim' AND s.decided_at IS NULL AND s.item_id = ANY(:ids)",
    "UPDATE claim SET review_state = 'approved', review_position = 'approved', review_stage = NULL, "
    "review_due_at = NULL, granted = requested, version = version + 1 WHERE id = ANY(:ids)",
    "INSERT INTO hour_entry (platform_id, organization_id, learner_id, year, category_id, hours, source, source_id, "
    "activity, title, type, starts_on, ends_on, fills, reason, posted_at, posted_by) "
    "SELECT platform_id, learner_organization_id, learner_id, year, category_id, requested, 'claim', id, "
    "'claim:' || id, title, 'training', starts_on, ends_on, false, '', now() AT TIME ZONE 'utc', 1 "
    "FROM claim WHERE id = ANY(:ids)",
    "INSERT INTO live_credit (learner_id, source, source_id, category_id, entry_id) SELECT learner_id, source, "
    "source_id, category_id, id FROM hour_entry WHERE source = 'claim' AND source_id = ANY(:ids)",
    "DELETE FROM learner_year WHERE (learner_id, year) IN (SELECT learner_id, year FROM claim WHERE id = ANY(:ids))",
    "INSERT INTO learner_year (platform_id, learner_id, year, organization_id, category_id, posted, largest) "
    "SELECT e.platform_id, e.learner_id, e.year, e.organization_id, e.category_id, sum(e.hours), max(e.hours) "
    "FROM hour_entry e JOIN live_credit l ON l.entry_id = e.id WHERE (e.learner_id, e.year) IN "
    "(SELECT learner_id, year FROM claim WHERE id = ANY(:ids)) GROUP BY 1, 2, 3, 4, 5",
    "INSERT INTO audit_event (at, platform_id, user_name, event, outcome, details, identity, address, subject_id) "
    "SELECT now() AT TIME ZONE 'utc', 1, 'x', 'claim:approve', 'done', '{}', '', '', id "
    "FROM claim WHERE id = ANY(:ids)",
    "INSERT INTO notice (user_id, event, text, \"values\", address, created_at) SELECT d.who, 'claim:approved', 'x', "
    "'{}'::json, '', now() AT TIME ZONE 'utc' FROM (SELECT DISTINCT submitted_by AS who FROM claim "
    "WHERE id = ANY(:ids)) d",
)


def fill(who: Person, count: int) -> list[int]:
    """`count` drafts, four a person, in the unit of `who`."""
    with scope.everything("test"):
        place = db.session.scalars(select(Organization).where(Organization.kind == "department")).first()
        assert place is not None
        insert_rows(
            db.session, Learner, [person_row(n, place) | {"title": "bench"} for n in range(count // 4)], "bench"
        )
        db.session.commit()
        people = list(db.session.scalars(select(Learner).where(Learner.title == "bench").order_by(Learner.id)))
        kind = db.session.scalars(select(ClaimType).where(ClaimType.code == "training")).one()
        unit = place.parent_id
        rows = [_draft(n, people[n % len(people)], place, unit, kind) for n in range(count)]
        db.session.connection().execute(insert(TABLE), rows)
        db.session.commit()
        return list(db.session.scalars(select(Claim.id).where(Claim.title.like("第%期"))))


def _draft(n: int, person: Learner, place: Organization, unit: Any, kind: ClaimType) -> dict[str, Any]:
    return {
        "platform_id": place.platform_id, "organization_id": unit, "unit_id": unit, "learner_id": person.id,
        "learner_organization_id": place.id, "learner_name": person.name, "document_mask": "9***",
        "document_hash": person.document_hash, "unit_name": "x", "registered_by": "unit", "registered_name": "x",
        "type_id": kind.id, "category_id": kind.category_id, "title": f"第{n}期", "starts_on": date(2026, 5, 1),
        "ends_on": date(2026, 5, 2), "requested": Decimal(16), "year": 2026,
    }  # fmt: skip


def decide(who: Person, verb: str, ids: list[int]) -> None:
    with who.acting() as s:
        done = review.act(db.session(), verb, Claim, ids, s.actor, "同意").done
        db.session.commit()
    assert len(done) == len(ids)


def bare(ids: list[int]) -> None:
    with scope.everything("test"):
        for statement in LIMIT:
            db.session.connection().execute(text(statement), {"ids": ids})
        db.session.commit()


def main(count: int, detailed: bool) -> None:
    with application("claims") as app:
        dl3, dl2 = Person(app, "dl3"), Person(app, "dl2")
        ids = fill(dl3, 2 * count)
        with scope.everything("test"):
            db.session.connection().exec_driver_sql("UPDATE claim_type SET evidence = 'none'")
            db.session.commit()
        print(f"submit {2 * count:,} claims: {took(lambda: decide(dl3, 'submit', ids)):,.0f} ms")
        with scope.everything("test"):
            db.session.connection().exec_driver_sql("ANALYZE")
            db.session.commit()
        plain = took(lambda: bare(ids[count:]))
        with timed() as spent:
            ours = took(lambda: decide(dl2, "approve", ids[:count]))
        print(f"approve {count:,} claims: {ours:,.0f} ms in {len(spent)} statements, limit {plain:,.0f} ms: "
              f"{ours / plain:.1f} (target <= 4)")  # fmt: skip
        for milliseconds, statement in sorted(spent, reverse=True)[: 12 if detailed else 0]:
            print(f"  {milliseconds:8.1f} ms  {statement}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, "-v" in sys.argv)
