"""Senders of e-mails that die by kill -9: what is promised then, and controls that show the test can fail (NOTE-1).

Promised is: no mail is lost, and one goes out again only where its sender died between the server's yes and the mark in
our database; it is then the same message to the letter, so that whoever knows its Message-ID can drop it.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.kit import scope
from app.kit.jobs.models import RUNNING, Job
from app.kit.notices import mailing
from tests.mail_server import Box, mail_server
from tests.test_mailing import hurry, mails, tell, wants, work

# When the client dies: as it greets, as it names the recipient, as the server takes the message, as it says goodbye.
WORDS = ("EHLO", "RCPT", "DATA", "QUIT")
TIMES, MORE = 2, 3  # how often a word is heard before, and the mails that are written before each start
Fate = tuple[str, int] | float | None  # the n-th time the server hears a word, or some seconds, or a natural end


class Deadly(Box):
    """A server that kills its client when it has heard a word often enough."""

    def __init__(self) -> None:
        super().__init__()
        self.aiming, self.victim, self.word, self.times = threading.Lock(), 0, "", 0

    def start(self, app: Flask, fate: Fate) -> None:
        """A sender in a process of its own, forked because imports take longer than the work."""
        db.engine.dispose()  # a connection must not be carried over
        with self.aiming:
            pid = os.fork()
            if pid == 0:
                _send_and_exit(app)
            self.word, self.times = fate if isinstance(fate, tuple) else ("", 0)
            self.victim = pid
        if isinstance(fate, float):
            time.sleep(fate)
            self.kill()

    def kill(self) -> None:
        if self.victim:
            os.kill(self.victim, signal.SIGKILL)

    def end(self) -> bool:
        """Wait for the sender, and for what it has sent to be taken in; whether it was killed."""
        until = time.monotonic() + 20
        while (ended := os.waitpid(self.victim, os.WNOHANG)) == (0, 0) and time.monotonic() < until:
            time.sleep(0.002)
        assert ended != (0, 0), "the sender hangs"
        self.victim = 0
        while self.connections and time.monotonic() < until:
            time.sleep(0.002)
        assert not self.connections and ended[1] in (0, signal.SIGKILL)
        return bool(ended[1])

    def hear(self, word: str) -> None:
        with self.aiming:
            self.times -= word == self.word
            if word == self.word and self.times == 0:
                self.kill()

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, answers: list[str]) -> list[str]:
        session.host_name = name
        self.hear("EHLO")
        return answers

    async def handle_RCPT(self, *call: Any) -> str:
        self.hear("RCPT")
        return await super().handle_RCPT(*call)

    async def handle_DATA(self, *call: Any) -> str:
        self.hear("DATA")
        return await super().handle_DATA(*call)

    async def handle_QUIT(self, *call: Any) -> str:
        self.hear("QUIT")
        return await super().handle_QUIT(*call)


def _send_and_exit(app: Flask) -> None:
    try:
        with app.app_context():
            work()
        os._exit(0)
    finally:
        os._exit(1)


@pytest.fixture
def box(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deadly]:
    """Nothing is given up here, although chance may kill the senders of one mail more often than anybody would try."""
    monkeypatch.setattr(mailing, "TRIES", 100)
    deadly = Deadly()
    with mail_server(context, deadly):
        yield deadly
    deadly.kill()


@dataclass
class Told:
    """What went out by the server's account, and what may have."""

    fates: list[Fate]
    killed: int = 0
    again: Counter[str] = field(default_factory=Counter)  # by Message-ID: deaths between the yes and the mark

    def faults(self, box: Deadly) -> list[str]:
        out, kept = Counter(m["Message-ID"] for m in box.mails), mails()
        wording = {(m["Message-ID"], m.as_bytes()) for m in box.mails}
        found = [f"{m.state}, not sent" for m in kept if m.state != mailing.SENT]
        found += ["lost" for m in kept if not out[m.message_id]]
        found += ["sent again" for m in kept if out[m.message_id] > 1 + self.again[m.message_id]]
        found += ["not sent again" for m in kept if 0 < out[m.message_id] < 1 + self.again[m.message_id]]
        found += ["in other words"] * (len(wording) - len(out))
        return found + ["not ours"] * len(set(out) - {m.message_id for m in kept})


def send_all(app: Flask, box: Deadly) -> Told:
    """Send an outbox by senders that die one after the other; the last one ends by itself and leaves it empty."""
    chance = random.Random()
    people = itertools.cycle([wants("dl3"), wants("dl2", "en@example.test", "en")])
    fates: list[Fate] = [(word, n + 1) for word in WORDS for n in range(TIMES)]
    fates += [chance.uniform(0, 0.15) for _n in fates]
    chance.shuffle(fates)
    told = Told([*fates, None])
    for fate in told.fates:
        for n in range(MORE):
            tell(next(people), title=f"第{n}期")
        before = len(box.mails)
        box.start(app, fate)
        told.killed += box.end()
        expire()
        for last in box.mails[before:][-1:]:
            (mail,) = (m for m in mails() if m.message_id == last["Message-ID"])
            told.again[mail.message_id] += mail.state == mailing.SENDING
    return told


def expire() -> None:
    """Let time pass until nobody holds a mail or a job any more."""
    hurry()
    with scope.everything("test"):
        db.session.execute(update(Job).where(Job.status == RUNNING).values(lease_until=0))
        db.session.commit()


@pytest.mark.req("NOTE-1")
def test_senders_that_are_killed_lose_no_mail_and_double_only_what_they_could_not_mark(
    context: Flask, box: Deadly
) -> None:
    told = send_all(context, box)
    assert told.faults(box) == [], told
    assert told.killed >= len(WORDS) * TIMES, "the server's aim is sure"
    assert told.again.total() >= TIMES, "at DATA the server had the message, and we had no yes to mark"
    assert len({m["Message-ID"] for m in box.mails}) == MORE * len(told.fates), "who drops what it knows has each once"


@pytest.mark.req("NOTE-1")
def test_who_dies_at_the_goodbye_has_marked_its_mail(context: Flask, box: Deadly) -> None:
    tell(wants("dl3"))
    box.start(context, ("QUIT", 1))
    assert box.end()
    expire()
    work()
    assert (len(box.mails), mails()[0].state, mails()[0].attempts) == (1, "sent", 1)


def test_the_kill_test_finds_mails_that_are_marked_before_they_are_sent(
    context: Flask, box: Deadly, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A negative control: at most once."""
    claim = mailing.claim

    def marked(session: Any) -> Any:
        mail = claim(session)
        assert mail is None or mailing.settle(session, mail, mailing.SENT)
        return mail

    monkeypatch.setattr(mailing, "claim", marked)
    monkeypatch.setattr(mailing, "is_mine", lambda *_call: True)
    assert set(send_all(context, box).faults(box)) == {"lost"}


def test_the_kill_test_finds_mails_that_are_marked_by_the_dozen(
    context: Flask, box: Deadly, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A negative control: one commit for several mails, as one might save time."""
    claim, settle, sent = mailing.claim, mailing.settle, list[Any]()

    def marked(session: Any, *end: Any) -> None:
        sent.append(end)
        if len(sent) == 12:
            rest(session)

    def rest(session: Any) -> None:
        while sent:
            settle(session, *sent.pop())

    def claimed(session: Any) -> Any:
        mail = claim(session)
        if mail is None:
            rest(session)
        return mail

    monkeypatch.setattr(mailing, "settle", marked)
    monkeypatch.setattr(mailing, "claim", claimed)
    assert "sent again" in send_all(context, box).faults(box)
