"""Lists show the scope and nothing else, whatever stands in the address."""

from __future__ import annotations

import re
import threading
import time
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.extensions import db
from app.kit import scope
from app.kit.views.listing import LONG_FOR
from app.kit.views.outgoing import words
from tests.kit.views import pages
from tests.kit.views.asking import FORM, LIST, course, first_of, query, refusals, statements, titles
from tests.kit.views.pages import ID_NUMBER, Course, sign_in


def test_a_list_shows_the_rows_of_the_scope_only(alice: FlaskClient) -> None:
    page = alice.get(LIST + "?_size=200")
    assert len(titles(page)) == 45
    assert all(title.startswith("Course 1-") for title in titles(page))


def test_a_side_limits_list_and_detail_page(app: Flask, alice: FlaskClient) -> None:
    assert len(titles(alice.get("/specialview/list/"))) == 15
    public = query(app, select(func.min(Course.id)).where(Course.category == "public"))[0][0]
    assert alice.get(f"/specialview/show/{public}").status_code == 404
    assert alice.post("/specialview/do/submit", data={"rowid": public}).status_code == 404


@pytest.mark.parametrize("address", ["show/{}", "edit/{}"])
def test_a_foreign_row_does_not_exist_and_leaves_a_trace(app: Flask, alice: FlaskClient, address: str) -> None:
    foreign = first_of(app, 2)
    page = alice.get(f"/courseview/{address.format(foreign)}")
    unknown = alice.get(f"/courseview/{address.format(999999)}")
    assert (page.status_code, page.data) == (404, unknown.data)
    assert refusals(app) == 2


@pytest.mark.parametrize("key", ["99999999999999999999", "abc", "-1", "1.5", "%00", "１"])
def test_a_key_that_cannot_be_one_is_not_found(alice: FlaskClient, key: str) -> None:
    assert alice.get(f"/courseview/show/{key}").status_code == 404


@pytest.mark.parametrize(
    "arguments",
    [
        "_page=abc",
        "_page=-3",
        "_page=99999999999999999999",
        "_order=__class__",
        "_order=-document",
        "_size=-1",
        "_size=abc",
        "page_CourseView=abc",
        "_oc_CourseView=__class__",
        "_flt_0_title=1",
        "year=99999999999999999999",
        "year=abc",
        "hours.from=NaN",
        "hours.from=1e99",
        "hours.from=8.555",
        "hours.to=Infinity",
        "starts_on.from=2026-02-30",
        "made_at.to=9999-12-31",
        "made_at.from=0001-01-01",
        "place=99999999999999999999",
        "place=abc",
        "title=%00",
        "category=unknown",
        "is_open=10",
        "document_hash=short",
        "review_state=unknown",
        "title=%25%5F%2F",
    ],
)
def test_no_argument_breaks_a_list(alice: FlaskClient, arguments: str) -> None:
    assert alice.get(f"{LIST}?{arguments}").status_code == 200


def test_a_page_that_does_not_exist_is_the_first(alice: FlaskClient) -> None:
    assert titles(alice.get(LIST + "?_page=77")) == titles(alice.get(LIST))
    assert titles(alice.get(LIST + "?_page=2")) != titles(alice.get(LIST))


def test_a_page_never_holds_more_than_200_rows(app: Flask, alice: FlaskClient) -> None:
    with app.app_context(), scope.everything("test"):
        place = db.session.scalar(select(func.min(pages.Place.id)))
        db.session.add_all(pages._course(1, n, place) for n in range(100, 350))
        db.session.commit()
    assert len(titles(alice.get(LIST + "?_size=100000000"))) == 200


def test_filters_combine_and_the_tabs_count_under_them(alice: FlaskClient) -> None:
    page = alice.get(f"{LIST}?category=special&starts_on.from=2026-03-01&starts_on.to=2026-03-14&review_state=draft")
    assert titles(page) == [f"Course 1-{n:02}" for n in (39, 36, 33, 30, 12, 9, 6, 3, 0)]
    text = page.get_data(as_text=True)
    assert re.findall(r'pill">(\d+)', text) == ["9", "9", "0", "0"]
    assert "9 in total" in text


def test_what_cannot_be_understood_shows_no_row_and_says_so(alice: FlaskClient) -> None:
    page = alice.get(f"{LIST}?starts_on.from=tomorrow")
    assert titles(page) == []
    assert "can&#39;t be understood" in page.get_data(as_text=True)


def test_moments_are_filtered_by_days_of_the_platform(alice: FlaskClient) -> None:
    """17:00 UTC on the first is the second in China."""
    assert titles(alice.get(f"{LIST}?made_at.from=2026-03-01&made_at.to=2026-03-01")) == []
    assert titles(alice.get(f"{LIST}?made_at.from=2026-03-02&made_at.to=2026-03-02"))


def test_a_like_pattern_is_text(alice: FlaskClient) -> None:
    assert titles(alice.get(f"{LIST}?title=%25")) == []


def test_the_number_of_statements_does_not_depend_on_the_rows(app: Flask, alice: FlaskClient) -> None:
    few = statements(app, alice, LIST + "?_size=2")
    assert statements(app, alice, LIST + "?_size=45") == few <= 6


def test_the_count_stops_at_the_cap(alice: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.kit.views.listing.COUNT_CAP", 10)
    monkeypatch.setattr("app.kit.views.widgets.COUNT_CAP", 10)
    assert "10+ in total" in alice.get(LIST).get_data(as_text=True)
    assert "10+ in total" in alice.get(LIST + "?review_state=draft").get_data(as_text=True)


def test_a_long_list_is_counted_once_for_all_its_pages(
    app: Flask, alice: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.kit.views.listing.COUNT_CAP", 10)
    monkeypatch.setattr("app.kit.views.widgets.COUNT_CAP", 10)
    first = statements(app, alice, LIST)
    assert statements(app, alice, LIST + "?_page=2&_order=-title") == first - 1
    assert "10+ in total" in alice.get(LIST + "?_page=2").text
    assert statements(app, alice, LIST + "?category=public") == first, "other filters are another list"
    assert statements(app, sign_in(app.test_client(), "carol"), LIST) == first, "so are those of somebody else"
    monkeypatch.setattr("app.kit.views.listing.COUNT_CAP", 100)
    assert "45 in total" not in alice.get(LIST).text
    later = time.monotonic() + LONG_FOR
    monkeypatch.setattr("time.monotonic", lambda: later)
    assert "45 in total" in alice.get(LIST).text


def test_two_threads_never_see_each_others_filters(app: Flask) -> None:
    wrong: list[str] = []

    def look_for(word: str) -> None:
        client = sign_in(app.test_client(), "alice")
        for _turn in range(12):
            page = client.get(f"{LIST}?title={word}").get_data(as_text=True)
            shown = re.search(r'name="title" value="([^"]*)"', page)
            rows = re.findall(r'title="(Course[^"]+)', page)
            if shown is None or shown[1] != word or any(word not in row for row in rows):
                wrong.append(word)

    threads = [threading.Thread(target=look_for, args=(f"1-{n}",)) for n in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert wrong == []


def test_related_lists_obey_their_own_permission(app: Flask, alice: FlaskClient) -> None:
    key = query(app, select(func.min(Course.id)).where(Course.platform_id == 1))[0][0]
    assert "Guest 1" in alice.get(f"/courseview/show/{key}").get_data(as_text=True)
    page = sign_in(app.test_client(), "bob").get(f"/courseview/show/{key}").get_data(as_text=True)
    assert "Guest 1" not in page
    assert "Visits" not in page


def test_a_related_list_pages_on_its_own(app: Flask, alice: FlaskClient) -> None:
    key = query(app, select(func.min(Course.id)).where(Course.platform_id == 1))[0][0]
    page = alice.get(f"/courseview/show/{key}?VisitView._size=1&VisitView._page=2").get_data(as_text=True)
    assert re.findall(r"Guest \d", page) == ["Guest 1"]


def test_an_id_number_is_searched_by_its_hash_only(alice: FlaskClient) -> None:
    answer = alice.post("/courseview/search", data={"document_hash": f" {ID_NUMBER} ", "category": "special"})
    assert answer.status_code == 303
    assert ID_NUMBER not in answer.location
    assert "category=special" in answer.location
    page = alice.get(answer.location)
    assert titles(page) == ["Course 1-00"]
    text = page.get_data(as_text=True)
    assert "Filtered by ID number" in text
    assert ID_NUMBER not in text


def test_a_kept_hash_survives_the_next_search(alice: FlaskClient) -> None:
    first = alice.post("/courseview/search", data={"document_hash": ID_NUMBER})
    kept = first.location.split("document_hash=")[1]
    again = alice.post("/courseview/search", data={"document_hash.kept": kept, "title": "1-0"})
    assert f"document_hash={kept}" in again.location


def test_an_id_number_is_shown_masked_and_kept_when_left_alone(app: Flask, alice: FlaskClient) -> None:
    key = first_of(app, 1)
    page = alice.get(f"/courseview/edit/{key}").get_data(as_text=True)
    assert "110101********0011" in page
    assert ID_NUMBER not in page
    data = FORM | {"document": "110101********0011", "_version": "1"}
    assert alice.post(f"/courseview/edit/{key}", data=data).status_code == 303
    changed = course(app, key)
    assert changed.document is not None
    assert changed.document.reveal() == ID_NUMBER


def test_the_cookie_remembers_no_address(alice: FlaskClient) -> None:
    alice.get(f"{LIST}?title=secret")
    with alice.session_transaction() as cookie:
        assert "page_history" not in cookie


def test_an_export_selects_what_the_list_shows(app: Flask, alice: FlaskClient) -> None:
    view = next(v for v in app.appbuilder.baseviews if type(v) is pages.CourseView)  # type: ignore[attr-defined]  # FAB puts it there
    args = {"category": "special", "review_state": "draft", "_order": "title", "_page": "2"}
    actor = scope.Actor(1, permissions=pages.ALL)
    with app.app_context(), scope.using(scope.Scope("platform", 1, actor=actor)):
        rows = db.session.scalars(view.export_select(args)).all()
        assert [r.title for r in rows] == [f"Course 1-{n:02}" for n in range(0, 45, 3)]
        keys = view.export_select(args).with_only_columns(Course.id, maintain_column_froms=True)
        assert db.session.scalars(keys).all() == [r.id for r in rows]
        first = rows[0]
        columns = view.export_columns()
        assert (columns[0].name, columns[0].label) == ("title", "Title")
        for names in (["hours", "category", "document"], ["hours", "category", "document", "place"]):  # two ways
            (cells,) = view.export_reader(names).rows(db.session, view.export_select(args), [first.id])
            assert cells == [Decimal("8.0"), "Special", "110101********0011", "Place 1-00"][: len(names)]
        assert words(view, "document", plain=True)(first.document) == ID_NUMBER


def test_an_export_gets_the_arguments_of_the_list(alice: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    exporter = staticmethod(lambda _view, args: asked.append(args) or "/exports/1")
    monkeypatch.setattr(pages.CourseView, "exporter", exporter)
    answer = alice.post("/courseview/export?title=1-0&review_state=draft")
    assert (answer.location, asked) == ("/exports/1", [{"title": "1-0", "review_state": "draft"}])


def test_where_nothing_can_be_done_with_any_row_there_are_no_boxes(alice: FlaskClient) -> None:
    some, none = (alice.get(f"{LIST}?review_state={state}") for state in ("draft", "approved"))
    assert titles(none)
    assert ("data-check-all" in some.text, "c-check" in some.text) == (True, True)
    assert ("data-check-all" in none.text, "c-check" in none.text) == (False, False)
