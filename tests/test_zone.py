"""Days and times are told in the zone of the platform: on screens, in exports, for windows, deadlines, jobs (R-8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.models import Appointment
from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import clock, jobs, scope
from app.kit.audit import AuditEvent
from app.kit.errors import RuleError
from app.kit.jobs.registry import Kind, registry
from app.kit.notices import Notice, notify
from app.organizations import calendar
from app.organizations.models import Holiday, Platform
from app.presets import loading
from tests.house.outsiders import one
from tests.imports import work
from tests.joining import change, crowd, join, offered, seats
from tests.kit.reviewing import in_state
from tests.kit.test_review_notices import due
from tests.person import Person

People = Callable[..., Person]
SHANGHAI, URUMQI, APIA, PAGO = "Asia/Shanghai", "Asia/Urumqi", "Pacific/Apia", "Pacific/Pago_Pago"
# New Year has come to Shanghai and Apia, not yet to Urumqi (23:30) and Pago Pago (06:30).
MOMENT = datetime(2025, 12, 31, 17, 30)
NEW_YEAR, EVE = date(2026, 1, 1), date(2025, 12, 31)
pytestmark = pytest.mark.req("R-8")


@pytest.fixture
def stopped(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """The clock stands at `MOMENT`, everybody was appointed long before, and the platform's zone can be set."""

    def move(zone: str) -> None:
        with scope.everything("test"):
            db.session.execute(update(Platform).values(zone=zone))
            db.session.commit()

    with scope.everything("test"):
        db.session.execute(update(Appointment).values(starts_on=date(2020, 1, 1)))
        db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    yield move


def recorded() -> None:
    """An event of the moment."""
    with scope.everything("test"):
        db.session.add(AuditEvent(at=MOMENT, platform_id=1, user_name="某甲", event="told:by_test", outcome="done"))
        db.session.commit()


@pytest.mark.parametrize(("zone", "shown"), [
    (SHANGHAI, "2026-01-01 01:30"), (URUMQI, "2025-12-31 23:30"),
    (APIA, "2026-01-01 06:30"), (PAGO, "2025-12-31 06:30"),
])  # fmt: skip
def test_screens_tell_times_in_the_zone_of_the_platform(person: People, stopped: Any, zone: str, shown: str) -> None:
    stopped(zone)
    dl3 = person("dl3")
    with dl3.acting() as s:
        notify(db.session(), "told", [s.actor.user_id or 0], "Told.")
        db.session.commit()
    page = dl3.get("/noticeview/list/").text
    assert "Told." in page and shown in page


@pytest.mark.parametrize(("zone", "shown", "named"), [
    (SHANGHAI, datetime(2026, 1, 1, 1, 30), "20260101"), (URUMQI, datetime(2025, 12, 31, 23, 30), "20251231"),
])  # fmt: skip
def test_exports_tell_them_too(
    app: Flask, person: People, stopped: Any, zone: str, shown: datetime, named: str
) -> None:
    stopped(zone)
    recorded()
    auditor = person("auditor")
    assert auditor.post("/auditview/export").status_code == 303
    work(app)
    job = one(app, jobs.Job, jobs.Job.kind == "export")
    assert job.status == "done", job.message
    assert named in job.file.name
    sheet = openpyxl.load_workbook(BytesIO(auditor.get(f"/exports/{job.id}/file").data)).active
    assert shown in {row[0] for row in sheet.iter_rows(values_only=True) if row[1] == "某甲"}


def test_a_day_to_filter_by_begins_with_the_platforms_midnight(person: People, stopped: Any) -> None:
    for zone, day in ((URUMQI, EVE), (SHANGHAI, NEW_YEAR)):
        stopped(zone)
        recorded()
        for asked, is_there in ((day, True), (day - timedelta(days=1), False), (day + timedelta(days=1), False)):
            page = person("auditor").get(f"/auditview/list/?user_name=某甲&at.from={asked}&at.to={asked}").text
            assert ("/auditview/show/" in page) is is_there, (zone, asked)


def test_a_new_class_is_of_the_platforms_year(person: People, stopped: Any) -> None:
    for zone, year in ((URUMQI, 2025), (SHANGHAI, 2026)):
        stopped(zone)
        with person("dl3").acting():
            assert (clock.today().year, TrainingClass.__table__.c.year.default.arg(None)) == (year, year)


@pytest.mark.req("DL-1")
def test_an_enrollment_window_closes_with_the_platforms_day(person: People, stopped: Any) -> None:
    stopped(URUMQI)
    number, (one_of_them, other) = offered(person("dl1")), crowd(2)
    change(number, enroll_from=EVE, enroll_until=EVE)
    with clock.using(URUMQI):
        assert seats(one_of_them, number).state == "open"
        join(one_of_them, number)
    with clock.using(SHANGHAI), pytest.raises(RuleError, match=str(EVE)):
        join(other, number)


@pytest.mark.req("R-2")
@pytest.mark.parametrize(("zone", "holds"), [(PAGO, True), (URUMQI, True), (SHANGHAI, False), (APIA, False)])
def test_an_appointment_ends_with_the_platforms_day(person: People, stopped: Any, zone: str, holds: bool) -> None:
    stopped(zone)
    with scope.everything("test"):
        db.session.execute(update(Appointment).where(Appointment.platform_id == 1).values(ends_on=EVE))
        db.session.commit()
    assert (person("dl2").identity is not None) is holds
    assert person("dl3").identity is not None, "is a learner as well"
    assert ({i.kind for i in person("dl3").mine} == {"administrator", "learner"}) is holds


@pytest.mark.req("R-3")
@pytest.mark.parametrize(("zone", "last"), [
    (SHANGHAI, datetime(2026, 1, 2, 15, 59, 59)), (URUMQI, datetime(2026, 1, 1, 17, 59, 59)),
])  # fmt: skip
def test_a_deadline_is_the_end_of_the_platforms_working_day(stopped: Any, zone: str, last: datetime) -> None:
    stopped(zone)
    with scope.everything("test"):
        db.session.query(Holiday).delete()
        assert calendar.deadline(db.session(), 1, MOMENT, 1) == last


@pytest.mark.req("R-3", "NOTE-1")
@pytest.mark.parametrize(("zone", "day"), [(SHANGHAI, "2026-01-01"), (URUMQI, "2025-12-31")])
def test_a_reminder_names_the_platforms_day(app: Flask, stopped: Any, rows: Any, zone: str, day: str) -> None:
    stopped(zone)
    due(in_state("first_review"), MOMENT - timedelta(minutes=5))
    jobs.tick()
    work(app)
    assert {one.values["day"] for one in rows(Notice, Notice.event == "training_class:overdue")} == {day}


def test_a_periodic_job_counts_days_as_its_platform_does(
    app: Flask, stopped: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []

    def look(run: jobs.Run) -> dict[str, Any]:
        with run.chunk(1):
            found.append(clock.today())
        found.append(clock.today())
        return {}

    monkeypatch.setattr(registry, "kinds", {"look": Kind("look", look, every=3600)})
    stopped(URUMQI)
    jobs.tick()
    work(app)
    assert found == [EVE, EVE]


def test_the_zone_ends_with_the_scope(person: People, stopped: Any) -> None:
    stopped(PAGO)
    with person("dl3").acting():
        assert clock.today() == EVE
        with scope.everything("inside"):
            assert clock.zone() == PAGO
    assert (clock.zone(), clock.today()) == (clock.DEFAULT_ZONE, NEW_YEAR)


@pytest.mark.req("R-9")
def test_the_system_administrator_changes_the_zone(app: Flask, person: People) -> None:
    admin = person("admin")
    name = one(app, Platform).name
    assert admin.post("/platformview/edit/1", {"name": name, "zone": "Atlantis/Centre"}).status_code == 422
    assert one(app, Platform).zone == SHANGHAI
    assert admin.post("/platformview/edit/1", {"name": name, "zone": URUMQI}).status_code == 303
    assert one(app, Platform).zone == URUMQI
    with app.app_context(), person("dl3").acting():
        assert clock.zone() == URUMQI


@pytest.mark.req("R-6")
def test_a_preset_with_an_unknown_zone_is_refused(context: Flask) -> None:
    preset = loading.read("dalian") | {"code": "nowhere", "zone": "Atlantis/Centre"}
    with scope.everything("test"), pytest.raises(RuleError, match="Atlantis/Centre"):
        loading.create_platform(db.session(), preset)
