"""The auditor's search over many events: by person, verb, object, day, outcome and address (AUDIT-1)."""

from __future__ import annotations

import sys

from sqlalchemy import text

from app.extensions import db
from app.kit import scope
from bench.pages import statements, timed
from bench.scratch import application
from tests.person import Person

LIST = "/auditview/list/"
PAGES = {
    "first page": "",
    "page 100": "?_page=100",
    "a person": "?user_name=用户777",
    "nobody": "?user_name=无此人",
    "a rare verb": "?verb=revoke",
    "an object": "?subject_id=500123",
    "a day": "?at.from=2026-03-01&at.to=2026-03-01",
    "refusals": "?outcome=refused",
    "person and verb": "?user_name=用户77&verb=approve",
    "object and day": "?subject=claim&at.from=2026-02-01&at.to=2026-02-03",
    "an address": "?address=10.0.77",
}
# Of each thousand: one revocation, ten refusals, a thousand people, as many objects as half of the events.
EVENTS = """
INSERT INTO audit_event (at, platform_id, user_name, identity, address, event, subject_id, outcome, details)
SELECT timestamp '2026-01-01' + n * interval '25 seconds', :platform, '用户' || n % 1000, 'a' || n % 1000,
       '10.0.' || n % 200 || '.' || n % 250,
       CASE WHEN n % 1000 = 0 THEN 'claim:revoke' WHEN n % 3 = 0 THEN 'claim:approve'
            WHEN n % 3 = 1 THEN 'learner:change' ELSE 'training_class:submit' END,
       n / 2, CASE WHEN n % 100 = 7 THEN 'refused' ELSE 'done' END, '{"opinion": "同意"}'
FROM generate_series(1, :events) n
"""


def fill(platform: int, events: int) -> None:
    with scope.everything("test"):
        connection = db.session.connection()
        connection.execute(text(EVENTS), {"platform": platform, "events": events})
        connection.exec_driver_sql("ANALYZE audit_event")
        db.session.commit()


def main(events: int) -> None:
    with application("audit") as app:
        browser = Person(app, "auditor")
        assert browser.identity
        fill(browser.identity.scope().platform_id or 0, events)
        print(f"the auditor's search over {events:,} events")
        for name, query in PAGES.items():
            path = LIST + query
            assert browser.get(path).status_code == 200, path
            spent = timed(lambda path=path: browser.get(path), 15)
            print(f"{name:16} {spent:7.1f} ms   {statements(lambda path=path: browser.get(path))} statements")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
