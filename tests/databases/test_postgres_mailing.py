"""Two workers and one pile of e-mails on PostgreSQL: each goes out once (NOTE-1)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.kit import jobs, scope
from app.kit.notices import mailing
from tests.databases.test_postgres import at_once
from tests.mail_server import mail_server
from tests.test_mailing import mails, tell, wants
from tests.test_mailing_killed import (
    box,
    test_senders_that_are_killed_lose_no_mail_and_double_only_what_they_could_not_mark,
)

# Fixtures, and what must hold on this database too.
__all__ = [
    "box", "test_senders_that_are_killed_lose_no_mail_and_double_only_what_they_could_not_mark",
]  # fmt: skip
pytestmark = pytest.mark.services


@pytest.mark.req("NOTE-1")
def test_two_workers_at_once_send_each_mail_once(app: Flask) -> None:
    with app.app_context(), mail_server(app) as taken:
        me = wants("dl3")
        for _n in range(12):
            tell(me)
        with scope.everything("test"):
            for _n in range(2):
                jobs.enqueue(db.session(), "mail", platform_id=1)
            db.session.commit()
        done = at_once(app, jobs.run_next, jobs.run_next)
        assert done == [True, True]
        assert sorted(m["Message-ID"] for m in taken.mails) == sorted(m.message_id for m in mails())
        assert {(m.state, m.attempts) for m in mails()} == {(mailing.SENT, 1)}


def test_two_who_claim_at_once_get_different_mails(app: Flask) -> None:
    with app.app_context(), mail_server(app):
        tell(wants("dl3"), wants("dl2"))

        def claim() -> Any:
            with scope.everything("test"):
                taken = mailing.claim(db.session())
                db.session.commit()
                return taken

        first, second = at_once(app, claim, claim)
        assert {first.id, second.id} == {m.id for m in mails()}
