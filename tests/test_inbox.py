"""「待我审核」: one queue over all kinds, the item beside it, deciding without leaving it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import clock, review, scope
from app.kit.review import STEP
from app.reviewing import operations
from app.reviewing.models import SavedFilter
from app.reviewing.operations import Wanted
from tests.house.outsiders import statements
from tests.kit.reviewing import declare
from tests.person import Person

Get = Callable[..., Person]


@pytest.fixture
def waiting(app: Flask, person: Get) -> dict[str, int]:
    """Five more projects of dl3's unit that wait for dl2; 叁 is overdue since yesterday."""
    with app.app_context():
        dl3, found = person("dl3"), {}
        for title in ("壹", "贰", "叁", "肆", "伍"):
            found[title] = declare(dl3, title=f"待审{title}")
        with dl3.acting() as s:
            review.act(db.session(), "submit", TrainingClass, list(found.values()), s.actor)
            db.session.commit()
        with scope.everything("test"):
            late = update(STEP).where(STEP.c.item_id == found["叁"], STEP.c.opened_at.is_not(None))
            db.session.connection().execute(late.values(due_at=clock.now() - timedelta(days=1)))
            db.session.commit()
        return found


def key(app: Flask, number: int) -> str:
    with app.app_context(), scope.everything("test"):
        version = db.session.scalar(select(TrainingClass.version).where(TrainingClass.id == number))
        return f"training_class.{number}.{version}"


def states(app: Flask) -> dict[int, str]:
    with app.app_context(), scope.everything("test"):
        return dict(db.session.execute(select(TrainingClass.id, TrainingClass.review_state)).all())


def titles(person: Person, **wanted: Any) -> list[str]:
    with person.app.app_context(), person.acting() as s:
        rows, total = operations.queue(db.session(), s.actor, Wanted(**wanted), size=20)
        assert len(rows) == total
        return [row.title for row in rows if row.title.startswith("待审")]


def queue(page: str) -> str:
    """The part of the page that lists what waits."""
    return page[page.index('<section class="card queue"') : page.index('<section class="chosen"')]


@pytest.mark.req("R-3", "GX-13")
def test_the_queue_is_narrowed_by_every_field(person: Get, waiting: dict[str, int]) -> None:
    dl2 = person("dl2")
    whole = [f"待审{n}" for n in waiting]
    today = clock.today()
    assert titles(dl2) == whole
    assert titles(dl2, kind="training_class", permission="first_review", unit="群众艺术馆", submitter="张伟") == whole
    assert titles(dl2, title="肆") == ["待审肆"]
    assert titles(dl2, due="overdue") == ["待审叁"]
    assert titles(dl2, since=today, until=today) == whole
    for nothing in ({"unit": "少年宫"}, {"submitter": "李娜"}, {"permission": "final_review"}, {"kind": "nonsense"},
                    {"until": today - timedelta(days=1)}, {"since": today + timedelta(days=1)}):  # fmt: skip
        assert titles(dl2, **nothing) == [], nothing


@pytest.mark.req("R-1", "R-3")
def test_only_what_waits_for_the_own_organization_is_there(person: Get, waiting: dict[str, int]) -> None:
    assert titles(person("dl1")) == []
    assert "待审壹" not in queue(person("dl1").get("/inbox/").get_data(as_text=True))
    for stranger in ("dl3", "dl3-sibling", "dl-learner", "admin", "auditor", "security"):
        assert person(stranger).get("/inbox/").status_code == 403, stranger


def test_the_page_shows_the_item_that_was_chosen(app: Flask, person: Get, waiting: dict[str, int]) -> None:
    page = person("dl2").get(f"/inbox/?title=待审&item={key(app, waiting['贰'])}").get_data(as_text=True)
    assert "<h2>待审贰</h2>" in page
    assert "共 5 条" in page
    assert "已逾期" in page


@pytest.mark.req("R-4")
def test_deciding_shows_the_next_item(app: Flask, person: Get, waiting: dict[str, int]) -> None:
    first, second = (key(app, waiting[n]) for n in ("壹", "贰"))
    data = {"rowid": first, "opinion": "", "next": f"/inbox/?title=待审&item={first}"}
    answer = person("dl2").post(f"/inbox/do/approve?then={second}", data)
    assert answer.status_code == 303
    assert answer.location == f"/inbox/?title=%E5%BE%85%E5%AE%A1&item={second}"
    with app.app_context(), scope.everything("test"):
        item = db.session.get_one(TrainingClass, waiting["壹"])
        assert (item.review_state, item.review_position) == ("pending", "final_review")


@pytest.mark.req("R-4")
def test_a_return_needs_an_opinion_and_a_batch_is_one_decision(
    app: Flask, person: Get, waiting: dict[str, int]
) -> None:
    dl2, keys = person("dl2"), [key(app, waiting[n]) for n in ("壹", "贰", "叁")]
    assert dl2.post("/inbox/do/return", {"rowid": keys}).status_code == 303
    assert {states(app)[waiting[n]] for n in ("壹", "贰", "叁")} == {"pending"}
    dl2.post("/inbox/do/return", {"rowid": keys, "opinion": "材料不齐"})
    assert {states(app)[waiting[n]] for n in ("壹", "贰", "叁")} == {"returned"}
    with app.app_context(), scope.everything("test"):
        moved = select(STEP.c.batch, func.count()).where(STEP.c.opinion == "材料不齐").group_by(STEP.c.batch)
        ((batch, number),) = db.session.execute(moved).all()
    assert (bool(batch), number) == (True, 3)


@pytest.mark.req("R-1", "R-4")
@pytest.mark.case(3)
def test_foreign_and_forged_keys_refuse_the_whole_call(app: Flask, person: Get, waiting: dict[str, int]) -> None:
    dl2, own, before = person("dl2"), key(app, waiting["壹"]), states(app)
    draft = next(number for number, state in before.items() if state == "draft")
    for forged in (f"training_class.{draft}.1", "training_class.999999.1", "learner.1.1", "training_class.x.1",
                   "training_class", f"training_class.{10**30}.1", "training_class.1.-1"):  # fmt: skip
        assert dl2.post("/inbox/do/approve", {"rowid": [own, forged]}).status_code == 404, forged
    assert dl2.post("/inbox/do/submit", {"rowid": [own]}).status_code == 404
    assert states(app) == before


@pytest.mark.req("R-4")
def test_a_stale_item_is_skipped_and_named(app: Flask, person: Get, waiting: dict[str, int]) -> None:
    dl2, old = person("dl2"), key(app, waiting["壹"])
    dl2.post("/inbox/do/approve", {"rowid": old})
    dl2.post("/inbox/do/reject", {"rowid": old, "opinion": "不同意"})
    page = dl2.get("/inbox/").get_data(as_text=True)
    assert "李娜已处理" in page
    assert states(app)[waiting["壹"]] == "pending"


def test_saved_filters_are_of_one_identity(app: Flask, person: Get) -> None:
    dl2 = person("dl2")
    dl2.post("/inbox/filters", {"name": "艺术馆", "unit": "群众艺术馆", "due": "overdue"})
    dl2.post("/inbox/filters", {"name": "", "unit": "x"})
    page = dl2.get("/inbox/").get_data(as_text=True)
    assert "unit=%E7%BE%A4%E4%BC%97%E8%89%BA%E6%9C%AF%E9%A6%86&amp;due=overdue" in page
    with app.app_context(), scope.everything("test"):
        (number,) = db.session.scalars(select(SavedFilter.id))
    assert "艺术馆</a>" not in person("dl1").get("/inbox/").get_data(as_text=True)
    assert person("dl1").post(f"/inbox/filters/{number}/delete").status_code == 404
    assert dl2.post(f"/inbox/filters/{number}/delete").status_code == 303
    with app.app_context(), scope.everything("test"):
        assert not db.session.scalar(select(func.count()).select_from(SavedFilter))


def test_there_are_at_most_twenty_saved_filters(context: Flask, person: Get) -> None:
    with person("dl2").acting() as s:
        for n in range(operations.MOST_FILTERS):
            operations.save_filter(db.session(), s.actor, {"name": f"n{n}"}, "due=soon")
        operations.save_filter(db.session(), s.actor, {"name": "n1"}, "due=overdue")
        with pytest.raises(operations.RuleError):
            operations.save_filter(db.session(), s.actor, {"name": "one more"}, "due=soon")


def test_reviewers_are_told_of_a_twin(app: Flask, person: Get, waiting: dict[str, int]) -> None:
    with app.app_context():
        dl3 = person("dl3")
        twin = declare(dl3, title="待审壹")
        with dl3.acting() as s:
            review.act(db.session(), "submit", TrainingClass, [twin], s.actor)
            db.session.commit()
    page = person("dl2").get(f"/inbox/?item={key(app, twin)}").get_data(as_text=True)
    assert "本单位本年度已申报过同名项目" in page


def beside(page: str, heading: str) -> str:
    """The card under `heading` in the part about the chosen item."""
    found = next((part for part in page.split('<section class="card') if f"<h2>{heading}</h2>" in part), "")
    return found.partition("</section>")[0]


@pytest.mark.req("R-3")
def test_the_files_of_the_item_are_shown_beside_it(app: Flask, person: Get) -> None:
    with app.app_context(), scope.everything("test"):
        query = select(TrainingClass.id).where(TrainingClass.title == "群众文化活动策划能力提升班")
        number = db.session.scalars(query).one()
    shown = beside(person("dl2").get(f"/inbox/?item={key(app, number)}").get_data(as_text=True), "附件")
    assert "活动策划班方案.pdf" in shown
    assert "已用过同一文件" in shown
    picture = shown[shown.index('src="') + 5 :].partition('"')[0]
    assert picture.startswith(f"/firstreviewview/{number}/files/")
    assert person("dl2").get(picture).content_type in ("image/jpeg", "image/webp", "image/png")
    for stranger in ("dl3-sibling", "auditor", "admin"):
        assert person(stranger).get(picture).status_code in (403, 404)


@pytest.mark.req("R-1", "R-3")
def test_the_units_other_projects_of_the_year_are_shown_to_who_decides(
    app: Flask, person: Get, waiting: dict[str, int]
) -> None:
    with app.app_context():
        declare(person("dl3"), title="待审草稿")
        declare(person("dl3-sibling"), title="待审别家")
    dl2, mine = person("dl2"), key(app, waiting["壹"])
    shown = beside(dl2.get(f"/inbox/?item={mine}").get_data(as_text=True), "该单位本年度的其他项目")
    assert all(title in shown for title in ("待审贰", "待审伍", "公共文化服务规范专题培训", "通过认定"))
    assert not any(title in shown for title in ("待审壹", "待审草稿", "待审别家"))
    dl2.post("/inbox/do/approve", {"rowid": mine})
    decided = dl2.get(f"/firstreviewview/show/{waiting['壹']}").get_data(as_text=True)
    assert "待审壹" in decided
    assert "待审贰" not in decided


def test_the_queue_costs_few_statements_however_long_it_is(app: Flask, person: Get, waiting: dict[str, int]) -> None:
    dl2 = person("dl2")
    with statements(app) as seen:
        assert dl2.get("/inbox/").status_code == 200
    assert len(seen) <= 14, "one of them for the second kind in the queue: claims of the demo"


def test_the_home_page_tells_apart_what_waits_at_steps_of_the_same_name(person: Get) -> None:
    """Projects and claims both have a 终审."""
    home = person("dl1").get("/").get_data(as_text=True)
    names = re.findall(r'class="lb d-block">([^<]+)<', home)
    assert "待我审核：培训项目 · 终审" in names
    assert len(names) == len(set(names)) > 1, names
