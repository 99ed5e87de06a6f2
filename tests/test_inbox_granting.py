"""The inbox and a reviewer's list for a kind that is granted hours, and a verb that sends items to a chosen unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.kit import scope
from tests.kit import wishing
from tests.kit.wish_views import product_with_wishes
from tests.kit.wishing import Wish
from tests.person import Person

DIALOG = {"X-Stays": "1"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with pytest.MonkeyPatch.context() as patch:
        yield product_with_wishes(tmp_path_factory.mktemp("wishes"), patch)


@pytest.fixture
def person(app: Flask) -> Callable[[str], Person]:
    return lambda username: Person(app, username)


@pytest.fixture
def number(app: Flask, person: Callable[[str], Person]) -> int:
    """Eight hours that wait for dl2."""
    with app.app_context():
        dl3 = person("dl3")
        one = wishing.wish(dl3)
        wishing.act(dl3, "submit", one)
        return one


def read(app: Flask, number: int) -> Wish:
    with app.app_context():
        return wishing.read(number)


def key(app: Flask, number: int) -> str:
    return f"toy_wish.{number}.{read(app, number).version}"


def decide(app: Flask, who: Person, number: int, verb: str = "approve", **data: str) -> Any:
    return who.post(f"/inbox/do/{verb}", {"rowid": key(app, number)} | data, headers=DIALOG)


@pytest.mark.req("GX-13")
def test_the_dialog_begins_with_what_is_requested_in_the_platforms_word(
    app: Flask, person: Callable[[str], Person], number: int
) -> None:
    page = person("dl2").get(f"/inbox/?item={key(app, number)}").text
    (approve,) = re.findall(r"<button[^>]*data-granted[^>]*>", page)
    assert 'data-granted="8" data-word="学分"' in approve
    assert 'data-title="通过"' in approve
    assert "愿望太大。" in page
    listed = person("dl2").get("/wishreviewview/list/").text
    assert re.search(rf'data-granted="8" data-word="学分"[^>]*data-row="{number}\.', listed)


@pytest.mark.req("GX-13", "R-4")
def test_other_hours_need_an_opinion_which_the_dialog_asks_for(
    app: Flask, person: Callable[[str], Person], number: int
) -> None:
    dl2 = person("dl2")
    answer = decide(app, dl2, number, granted="6.5")
    assert (answer.status_code, answer.json["field"]) == (422, "opinion")
    assert answer.json["message"] == "批准的学分与申请的不同，请填写审核意见。"
    answer = decide(app, dl2, number, granted="9", opinion="多给")
    assert (answer.status_code, answer.json["field"]) == (422, "granted")
    assert read(app, number).granted is None
    assert decide(app, dl2, number, granted="6.5", opinion="少半天").json["next"].startswith("/inbox/")
    assert read(app, number).granted == Decimal("6.5")
    shown = person("dl1").get(f"/inbox/?item={key(app, number)}").text
    assert "批准 6.5 学分（申请 8）" in shown
    assert 'data-granted="6.5"' in shown


@pytest.mark.req("GX-14")
def test_a_batch_grants_what_was_requested(app: Flask, person: Callable[[str], Person], number: int) -> None:
    dl2, keys = person("dl2"), [key(app, number)]
    assert dl2.post("/inbox/do/approve", {"rowid": keys}, headers=DIALOG).status_code == 200
    assert read(app, number).granted == 8


@pytest.mark.req("R-4")
def test_hours_are_taken_for_one_item_that_is_approved_and_nowhere_else(
    app: Flask, person: Callable[[str], Person], number: int
) -> None:
    dl2 = person("dl2")
    with app.app_context(), scope.everything("test"):
        other = db.session.execute(
            db.text("select id, version from training_class where review_position = 'first_review'")
        ).first()
        db.session.rollback()
    assert other
    foreign = f"training_class.{other.id}.{other.version}"
    both = [key(app, number), foreign]
    for verb, keys in (("return", both[:1]), ("approve", both), ("approve", [foreign])):
        data = {"rowid": keys, "granted": "1", "opinion": "因为"}
        assert dl2.post(f"/inbox/do/{verb}", data, headers=DIALOG).status_code == 404, (verb, keys)
    assert decide(app, dl2, number, granted="viel", opinion="因为").json["field"] == "granted"
    assert read(app, number).review_state == "pending"


@pytest.mark.req("GX-13")
def test_a_reviewers_list_grants_other_hours_too(app: Flask, person: Callable[[str], Person], number: int) -> None:
    data = {"rowid": f"{number}.{read(app, number).version}", "granted": "5", "opinion": "因为"}
    answer = person("dl2").post("/wishreviewview/do/approve", data, headers=DIALOG)
    assert answer.status_code == 200
    assert read(app, number).granted == 5


@pytest.mark.req("R-1")
def test_only_who_decides_is_shown_the_other_entries(app: Flask, person: Callable[[str], Person], number: int) -> None:
    with app.app_context():
        wishing.wish(person("dl3"), title="第二个愿望")
    dl2 = person("dl2")
    address = f"/wishreviewview/show/{number}"
    assert "第二个愿望" in dl2.get(f"/inbox/?item={key(app, number)}").text
    assert "第二个愿望" in dl2.get(address).text
    decide(app, dl2, number)
    assert "第二个愿望" not in dl2.get(address).text


# ---- a unit of one's own choice -------------------------------------------------------------------------------------


@pytest.mark.req("GX-5", "R-3")
def test_items_go_to_the_unit_that_was_looked_up(app: Flask, person: Callable[[str], Person]) -> None:
    with app.app_context():
        dl3 = person("dl3")
        one = wishing.wish(dl3, type_="free")
    rowid = f"{one}.{read(app, one).version}"
    missing = dl3.post("/wishview/do/submit_to", {"rowid": rowid}, headers=DIALOG)
    assert (missing.status_code, missing.json) == (422, {"message": "请选择主管部门。", "field": "chosen"})
    (own,) = dl3.post("/wishview/look-up/submit_to", {"q": "", "narrow": ""}).json["rows"]
    refused = dl3.post("/wishview/do/submit_to", {"rowid": rowid, "chosen": own["value"]}, headers=DIALOG)
    assert (refused.status_code, refused.json["field"]) == (422, "chosen")  # nobody decides there
    (found,) = dl3.post("/wishview/look-up/submit_to", {"q": "示范市文化艺术中心", "narrow": ""}).json["rows"]
    sent = dl3.post("/wishview/do/submit_to", {"rowid": rowid, "chosen": found["value"]}, headers=DIALOG)
    assert sent.status_code == 200
    assert read(app, one).review_position == "first_review"
    assert "愿望" in person("dl2").get("/inbox/?what=toy_wish.first_review").text
