"""The adversarial cases about odd input and about the same thing twice (35, 36, 38, 60)."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.classes.models import Enrollment, TrainingClass
from app.extensions import _tune_sqlite, db
from app.hours.models import HourEntry
from app.kit import scope
from app.kit.jobs.models import Job
from app.kit.review.models import ReviewStep
from app.kit.views.listing import MAX_SIZE, Listing
from app.kit.views.pick import parse_id
from app.learners.models import Learner
from app.organizations.models import Organization
from tests.house.doors import lists
from tests.house.outsiders import CLASS, DRAFT, UNIT, enrolled, one, rowid, secrets_in, state, targets
from tests.imports import work
from tests.person import Person

Get = Callable[..., Person]
Rows = Callable[..., list[Any]]
SQL = ("INSERT", "UPDATE ", "SELECT", "UNIQUE", "constraint", "sqlalchemy", "sqlite3", "psycopg", "[parameters")
PERSON = {"name": "新人", "document": "110101199003070011", "title": "", "hired_on": "", "phone": ""}


def test_sqlite_waits_for_the_disk(tmp_path: Path) -> None:
    """What was committed survives a power failure; the tests' own connections do not wait (conftest)."""
    connection = sqlite3.connect(tmp_path / "new.db")
    _tune_sqlite(connection, None)
    found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")}
    connection.close()
    assert found == {"synchronous": 2, "journal_mode": "wal"}  # 2 is FULL


# ---- robustness ---------------------------------------------------------------------------------------------------

ODD = ["abc", "9" * 20, "-1", "0", "1.5", "__class__", "%00", "’", "1;drop table learner", "9" * 3000]


@pytest.mark.case(35)
@pytest.mark.platforms
def test_odd_arguments_break_no_page(app: Flask, person: Get) -> None:
    """Case 35: page, size, order and every filter with what nobody types: the first page or 4xx."""
    browsers = [person(name) for name in ("dl1", "dl2", "admin", "dl-learner", "auditor", "gx-bureau")]
    for view in lists(app):
        typed = [n for f in view.filter_fields for n in f.names]
        names = sorted({"_page", "_size", "_order", view.state_column or "x", *typed})
        address = f"/{view.endpoint.lower()}/list/"
        browser = next((b for b in browsers if b.get(address).status_code == 200), None)
        assert browser, f"nobody may open {address}"
        for odd in ODD:
            answer = browser.get(f"{address}?{'&'.join(f'{name}={odd}' for name in names)}")
            assert answer.status_code in (200, 400, 404), (address, odd)


@pytest.mark.case(35)
@pytest.mark.parametrize("key", ["9" * 20, "-1", "0", "abc", "__class__", "1.5", "%00", "1%20or%201=1"])
def test_odd_keys_are_not_found(app: Flask, person: Get, key: str) -> None:
    """Case 35: `/show/99999999999999999999` and its like on every page that takes a key."""
    dl3 = person("dl3")
    pages = [f"/{view}/show/{key}" for view in ("declarationview", "learnerview", "organizationview", "hourentryview")]
    pages += [f"/learnerview/edit/{key}", f"/classpeopleview/{key}/results", f"/exports/{key}", f"/imports/{key}"]
    pages += [f"/imports/new/{key}", f"/imports/{key}/download/all", f"/learnerview/options/{key}?q=x"]
    for page in pages:
        assert dl3.get(page).status_code == 404, page


@pytest.mark.case(35)
@pytest.mark.parametrize(("typed", "key"), [(str(2**31 - 1), 2**31 - 1), (str(2**31), None), ("９", None), ("", None)])
def test_a_key_fits_the_database_or_is_none(typed: str, key: int | None) -> None:
    """SQLite takes any integer; PostgreSQL fails above 2^31."""
    assert parse_id(typed) == key


@pytest.mark.case(36)
def test_no_page_is_larger_than_200_rows(app: Flask, person: Get) -> None:
    """Case 36: `_size` of a hundred million, negative, or no number, on every list."""
    for view in lists(app):
        sizes = [Listing(view, {"_size": asked}).size for asked in ("100000000", "-1", "0", "x", "201", "9" * 30)]
        assert all(1 <= size <= MAX_SIZE == 200 for size in sizes), view
    unit = one(app, Organization, Organization.name == UNIT)
    with app.app_context(), scope.everything("test"):
        many = [{"name": f"人{n}", "document": f"{n:018}"} for n in range(205)]
        place = {"platform_id": unit.platform_id, "organization_id": unit.id}
        db.session.add_all(Learner(**place, **one_of) for one_of in many)
        db.session.commit()
    page = person("dl3").get("/learnerview/list/?_size=100000000").get_data(as_text=True)
    assert page.count('name="rowid"') == 200


@pytest.mark.case(38)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_broken_unique_key_is_told_in_words(app: Flask, person: Get, locale: str) -> None:
    """Case 38: a sentence in the user's language, no SQL, no parameters, nothing written."""
    dl1, before = person("dl1"), state(app)
    dl1.post("/identity/locale", {"locale": locale})
    root = one(app, Organization, Organization.parent_id.is_(None))
    person_twice = PERSON | {"document": "210204199207156624", "organization": str(root.id)}
    unit_twice = {"name": "另一个单位", "kind": "unit", "category": "employer", "parent": str(root.id)}
    unit_twice["credit_code"] = root.credit_code
    for address, data in (("/learnerview/add", person_twice), ("/organizationview/add", unit_twice)):
        answer = dl1.post(address, data)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 422, address
        assert secrets_in(text, SQL) == [], address
        assert "alert" in text or 'class="err"' in text, "the page says what is wrong"
    assert state(app).tables == before.tables


# ---- twice --------------------------------------------------------------------------------------------------------


@pytest.mark.case(60)
def test_a_project_is_submitted_once(app: Flask, person: Get, rows: Rows) -> None:
    """Case 60: double click on 「提交」: one round of review, one log row."""
    draft, dl3 = one(app, TrainingClass, TrainingClass.title == DRAFT), person("dl3")
    for _click in range(2):
        assert dl3.post("/declarationview/do/submit", {"rowid": rowid(draft)}).status_code == 303
    mine = (ReviewStep.kind == "training_class", ReviewStep.item_id == draft.id, ReviewStep.verb == "submit")
    assert [step.round for step in rows(ReviewStep, *mine)] == [1]


@pytest.mark.case(60)
def test_hours_are_granted_once_by_clicks_at_the_same_moment(app: Flask, person: Get, rows: Rows) -> None:
    """Case 60: four browsers post the same form at once: one entry."""
    row, before = enrolled(app, CLASS, "赵志强"), len(rows(HourEntry))
    browsers, codes = [person("dl3") for _click in range(4)], []
    gate = threading.Barrier(len(browsers))

    def click(browser: Person) -> None:
        gate.wait()
        codes.append(browser.post("/resultview/do/grant", {"rowid": rowid(row)}).status_code)

    threads = [threading.Thread(target=click, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 4
    assert all(code < 500 for code in codes)
    assert len(rows(HourEntry)) == before + 1


@pytest.mark.case(60)
def test_an_import_is_confirmed_once(app: Flask, person: Get, rows: Rows) -> None:
    """Case 60: the second click finds nothing to confirm; the rows are there once."""
    dl3 = person("dl3")
    number, before = targets(app, dl3).jobs["import"], len(rows(Learner))
    for _click in range(2):
        assert dl3.post(f"/imports/{number}/confirm").status_code == 303
    work(app)
    assert dl3.post(f"/imports/{number}/confirm").status_code == 303
    work(app)
    assert len(rows(Job, Job.kind == "import")) == 1
    assert len(rows(Learner)) - before in (0, 2)


@pytest.mark.case(60)
def test_a_person_is_added_by_number_once(app: Flask, person: Get, rows: Rows) -> None:
    """Case 60: a resent form adds nobody twice."""
    held = one(app, TrainingClass, TrainingClass.title == CLASS)
    data = {"name": "周建国", "document": "210211197809014417"}
    codes = [person("dl3").post(f"/classpeopleview/{held.id}/by-number", data).status_code for _click in range(2)]
    assert codes == [303, 422]
    assert len(rows(Enrollment, Enrollment.class_id == held.id, Enrollment.learner_name == "周建国")) == 1
