"""Notices by e-mail, against a real SMTP server: once, later, never again, or not at all (NOTE-1)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.accounts.models import Account, Appointment
from app.extensions import db
from app.kit import clock, jobs, scope
from app.kit.jobs.models import RUNNING, Job
from app.kit.notices import mailing, notify
from app.kit.notices.mailing import Mail
from app.kit.notices.preferring import GROUPS, NoticePreference
from tests.mail_server import Box, mail_server
from tests.person import Person
from tests.test_notices import user_id

People = Callable[..., Person]
ALL = [code for code, _label in GROUPS]


@pytest.fixture
def box(context: Flask) -> Iterator[Box]:
    with mail_server(context) as running:
        yield running


def wants(username: str, email: str = "who@example.test", locale: str = "zh", events: list[str] = ALL) -> int:
    with scope.everything("test"):
        me = user_id(username)
        db.session.merge(NoticePreference(user_id=me, email=email, locale=locale, events=events))
        db.session.commit()
    return me


def tell(*users: int, event: str = "training_class:waiting", keep: bool = True, **values: Any) -> None:
    with scope.everything("test"):
        notify(db.session(), event, users, "“%(title)s” waits.", {"title": "培训"} | values, "/noticeview/list/")
        if keep:
            db.session.commit()


def mails() -> list[Mail]:
    with scope.everything("test"):
        found = list(db.session.scalars(select(Mail).order_by(Mail.id)))
        db.session.expunge_all()
    return found


def work() -> None:
    """One round of the periodic job, as the tick would start it."""
    with scope.everything("test"):
        jobs.enqueue(db.session(), "mail", platform_id=1)
        db.session.commit()
    jobs.run_all()


def hurry() -> None:
    """Make everything due that waits or is held by somebody who died."""
    with scope.everything("test"):
        db.session.execute(update(Mail).values(due_at=0))
        db.session.commit()


@pytest.mark.req("NOTE-1")
def test_a_notice_goes_out_once_in_the_users_language(box: Box) -> None:
    tell(wants("dl3"), wants("dl2", "en@example.test", "en"))
    work()
    work()
    assert [m["To"] for m in box.mails] == ["en@example.test", "who@example.test"]
    assert [m["Message-ID"] for m in box.mails] == [mail.message_id for mail in mails()]
    english, chinese = (m.get_content() for m in box.mails)
    assert "https://hours.example.test/noticeview/list/" in chinese and "培训" in chinese
    assert "You get this e-mail" in english and "You get this e-mail" not in chinese
    assert {m.state for m in mails()} == {"sent"}


@pytest.mark.req("NOTE-1")
def test_without_a_server_nothing_is_kept_to_be_sent(context: Flask) -> None:
    tell(wants("dl3"))
    assert mails() == []


def test_a_mail_is_written_with_the_work_it_tells_of(box: Box) -> None:
    tell(wants("dl3"), keep=False)
    assert mails() == []


@pytest.mark.parametrize(("event", "events", "count"), [
    ("training_class:waiting", ["work"], 1), ("training_class:waiting", ["decisions"], 0),
    ("training_class:approved", ["decisions"], 1), ("training_class:overdue", ["deadlines"], 1),
    ("job:done", ["tasks"], 1), ("job:done", [], 0),
])  # fmt: skip
def test_only_what_the_user_ticked_is_mailed(box: Box, event: str, events: list[str], count: int) -> None:
    tell(wants("dl3", events=events), event=event)
    work()
    assert len(box.mails) == count


@pytest.mark.req("NOTE-1")
@pytest.mark.parametrize("fate", ["locked", "ended", "no address"])
def test_who_has_left_gets_no_mail(box: Box, fate: str) -> None:
    me = wants("dl2")
    tell(me)
    with scope.everything("test"):
        if fate == "locked":
            db.session.get_one(Account, me).active = False
        elif fate == "ended":
            mine = select(Appointment).where(Appointment.user_id == me)
            for one in db.session.scalars(mine):
                one.starts_on = one.ends_on = clock.today().replace(year=2020)
        else:
            db.session.get_one(NoticePreference, me).email = ""
        db.session.commit()
    work()
    assert box.mails == []
    assert [m.state for m in mails()] == ["dropped"]


@pytest.mark.req("NOTE-1")
def test_what_a_user_typed_puts_no_line_into_the_head(box: Box) -> None:
    tell(wants("dl3"), title="x\r\nBcc: evil@example.test\r\n\r\nHello\x00\u2028")
    work()
    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"] and mail["To"] == "who@example.test"


@pytest.mark.parametrize("typed", ["x@y.test\nBcc: z@y.test", "a@b.test, c@d.test", "Name <a@b.test>", "a b@c.test",
                                   "@", "x" * 300 + "@y.test", "a@b.test;c@d.test"])  # fmt: skip
def test_only_a_plain_address_is_kept(app: Flask, person: People, rows: Any, typed: str) -> None:
    sent = {"email": typed, "locale": "zh", "events": ["work"]}
    assert person("dl3").post("/preferenceview/", sent).status_code == 422


@pytest.mark.req("NOTE-1")
def test_a_user_sets_what_comes_by_mail(app: Flask, person: People) -> None:
    dl3 = person("dl3")
    assert dl3.get("/preferenceview/").status_code == 200
    sent = {"email": " me@example.test ", "locale": "en", "events": ["work", "tasks", "nonsense"]}
    assert dl3.post("/preferenceview/", sent).status_code == 422, "nonsense is no choice"
    assert dl3.post("/preferenceview/", sent | {"events": ["tasks", "work"]}).status_code == 303
    with app.app_context(), dl3.acting() as s:
        mine = db.session.get_one(NoticePreference, s.actor.user_id)
        assert (mine.email, mine.locale, mine.events) == ("me@example.test", "en", ["work", "tasks"])
    assert "me@example.test" in dl3.get("/preferenceview/").text
    assert "me@example.test" not in person("dl2").get("/preferenceview/").text


# ---- what goes wrong ----------------------------------------------------------------------------------------------


@pytest.mark.req("NOTE-1")
def test_a_temporary_failure_is_tried_later_and_given_up_at_last(box: Box) -> None:
    box.answer = lambda: "451 later"
    tell(wants("dl3"))
    work()
    (mail,) = mails()
    assert (mail.state, mail.attempts, mail.error) == ("waiting", 1, "SMTPDataError")
    work()
    assert mails()[0].attempts == 1, "not before its time"
    for _n in range(mailing.TRIES):
        hurry()
        work()
    assert (mails()[0].state, mails()[0].attempts) == ("dead", mailing.TRIES)
    box.answer = lambda: "250 OK"
    hurry()
    work()
    assert box.mails == []


def test_the_pause_grows_with_each_attempt(box: Box) -> None:
    box.answer = lambda: "451 later"
    tell(wants("dl3"))
    pauses = []
    for _n in range(3):
        hurry()
        work()
        with scope.everything("test"):
            pauses.append(db.session.scalar(select(Mail.due_at - mailing.dbnow())) or 0)
    assert [round(pause / 60) for pause in pauses] == [1, 4, 16]


def test_an_address_that_does_not_exist_is_not_tried_again(box: Box) -> None:
    box.recipient = "550 nobody"
    tell(wants("dl3"))
    work()
    assert (mails()[0].state, mails()[0].attempts) == ("dead", 1)


@pytest.mark.req("NOTE-1")
def test_who_could_not_be_reached_is_told_until_a_mail_arrives(app: Flask, person: People) -> None:
    def told() -> list[bool]:
        return ["未能送达" in person(name).get("/preferenceview/").text for name in ("dl3", "dl2")]

    for answer, expected in (("550 nobody", [True, False]), ("250 OK", [False, False])):
        with app.app_context(), mail_server(app) as box:
            box.recipient = answer
            tell(wants("dl3"))
            work()
        assert told() == expected


def test_a_server_that_is_away_loses_nothing(box: Box, context: Flask) -> None:
    port = context.config["SMTP_PORT"]
    context.config["SMTP_PORT"] = 1
    tell(wants("dl3"))
    work()
    assert mails()[0].state == "waiting"
    context.config["SMTP_PORT"] = port
    hurry()
    work()
    assert len(box.mails) == 1


@pytest.mark.req("NOTE-1")
def test_who_dies_before_handing_over_is_followed_by_one_mail(box: Box) -> None:
    tell(wants("dl3"))
    with scope.everything("test"):
        assert mailing.claim(db.session())
        db.session.commit()
    work()
    assert box.mails == [], "the lease still holds"
    hurry()
    work()
    assert (len(box.mails), mails()[0].state, mails()[0].attempts) == (1, "sent", 2)


@pytest.mark.req("NOTE-1")
@pytest.mark.case(62)
def test_who_wakes_up_late_hands_nothing_over_and_marks_nothing(box: Box) -> None:
    """The first worker stands still after its claim; the second one sends; then the first one goes on."""
    tell(wants("dl3"))
    with scope.everything("test"):
        late = mailing.claim(db.session())
        db.session.commit()
    assert late
    hurry()
    work()
    with scope.everything("test"), ExitStack() as goodbye:
        assert mailing.hand_over(late, lambda: mailing.is_mine(db.session(), late), goodbye) == ("", "")
        assert not mailing.settle(db.session(), late, mailing.WAITING)
        db.session.commit()
    assert (len(box.mails), mails()[0].state) == (1, "sent")


def test_who_dies_after_the_servers_yes_sends_again_under_the_same_message_id(box: Box) -> None:
    """The one gap that SMTP leaves: twice, but recognisable as the same."""
    tell(wants("dl3"))
    with scope.everything("test"):
        mail = mailing.claim(db.session())
        db.session.commit()
    assert mail
    with ExitStack() as goodbye:
        assert mailing.hand_over(mail, lambda: True, goodbye)[0] == "sent"
    hurry()
    work()
    assert len(box.mails) == 2
    assert len({m["Message-ID"] for m in box.mails}) == 1


@pytest.mark.req("NOTE-1")
def test_a_server_that_is_rude_after_its_yes_gets_no_second_mail(box: Box) -> None:
    box.goodbye = "421 closing"
    tell(wants("dl3"))
    work()
    hurry()
    work()
    assert (len(box.mails), mails()[0].state, mails()[0].attempts) == (1, "sent", 1)


@pytest.mark.req("NOTE-1")
def test_a_server_that_looks_long_at_a_message_gets_no_second_one(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "TIMEOUT", 0.5)
    box.answer = lambda: time.sleep(1) or "250 OK"  # type: ignore[func-returns-value]  # None, then the answer
    tell(wants("dl3"))
    work()
    hurry()
    work()
    assert (len(box.mails), mails()[0].state, mails()[0].attempts) == (1, "sent", 1)
    assert 4 * mailing.PATIENCE < mailing.LEASE, "or somebody else sends it meanwhile"


@pytest.mark.req("NOTE-1")
def test_a_mail_that_went_out_slowly_is_marked_although_the_job_is_another_workers(box: Box, context: Flask) -> None:
    """A server may take longer than the lease of the job; the mail has a lease of its own."""

    def slow() -> str:
        with context.app_context(), scope.everything("test"):
            db.session.execute(update(Job).where(Job.status == RUNNING).values(token="another"))
            db.session.commit()
        return "250 OK"

    box.answer = slow
    tell(wants("dl3"))
    work()
    hurry()
    work()
    assert (len(box.mails), mails()[0].state, mails()[0].attempts) == (1, "sent", 1)


def left_behind() -> None:
    """A sender takes what is due and dies; then its lease runs out."""
    with scope.everything("test"):
        assert mailing.claim(db.session())
        db.session.commit()
    hurry()


@pytest.mark.req("NOTE-1")
def test_a_mail_whose_senders_always_die_is_given_up_and_the_others_go_out(box: Box) -> None:
    me = wants("dl3")
    tell(me, title="deadly")
    for _n in range(mailing.TRIES):
        left_behind()
    tell(me, title="harmless")
    work()
    first, second = mails()
    assert (first.state, first.attempts, first.error) == ("dead", mailing.TRIES, "SenderDied")
    assert (second.state, second.attempts) == ("sent", 1)
    hurry()
    work()
    assert [m["Message-ID"] for m in box.mails] == [second.message_id]


@pytest.mark.req("NOTE-1")
def test_the_last_sender_of_a_deadly_mail_keeps_it_while_its_lease_holds(box: Box) -> None:
    tell(wants("dl3"))
    for _n in range(mailing.TRIES - 1):
        left_behind()
    with scope.everything("test"):
        last = mailing.claim(db.session())
        db.session.commit()
    work()
    assert mails()[0].state == "sending"
    with scope.everything("test"):
        assert last and mailing.settle(db.session(), last, mailing.SENT)
        db.session.commit()
    assert (mails()[0].state, mails()[0].attempts) == ("sent", mailing.TRIES)


@pytest.mark.req("NOTE-1")
@pytest.mark.parametrize("values", [{"n": {"fr": "x"}}, {"title": "\ud800"}], ids=["no language", "no text"])
def test_a_mail_that_cannot_be_composed_fails_alone(box: Box, values: dict[str, Any]) -> None:
    """It is the oldest, so that a sender that stumbled over it would reach no other."""
    me = wants("dl3")
    tell(me)
    with scope.everything("test"):
        db.session.execute(update(Mail).values(values={"title": "x"} | values))
        db.session.commit()
    tell(me)
    work()
    broken, sound = mails()
    assert (sound.state, sound.attempts) == ("sent", 1)
    assert (broken.state, broken.attempts, bool(broken.error)) == ("waiting", 1, True)
    for _n in range(mailing.TRIES):
        hurry()
        work()
    assert (mails()[0].state, mails()[0].attempts) == ("dead", mailing.TRIES)
    assert len(box.mails) == 1
