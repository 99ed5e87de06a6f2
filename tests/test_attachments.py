"""Attachments on the screens: chosen on forms, shown as pictures, downloaded, removed while the row can be edited."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from PIL import Image

from app.classes.models import TrainingClass
from app.hours.models import HourCategory
from app.kit.files import Attachment
from tests.imports import work
from tests.kit.test_files import HTML, pdf, picture
from tests.person import Person

Get = Callable[..., Person]
Rows = Callable[..., list[Any]]
MULTIPART = {"content_type": "multipart/form-data"}


@pytest.fixture
def form(rows: Rows) -> dict[str, str]:
    category = rows(HourCategory)[0]
    days = {"year": "2026", "starts_on": "2026-05-01", "ends_on": "2026-05-02", "place": "礼堂"}
    return days | {"title": "带附件的班", "category": str(category.id), "planned_people": "10", "hours": "8"}


def chosen(*uploads: tuple[bytes, str]) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(data), name) for data, name in uploads]


def declared(who: Person, form: dict[str, str], *uploads: tuple[bytes, str], **more: Any) -> Any:
    return who.post("/declarationview/add", form | {"attachments": chosen(*uploads)}, **MULTIPART, **more)


def number_of(answer: Any) -> int:
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
    return int(answer.location.rsplit("/", 1)[1])


def test_the_form_tells_the_limits_and_takes_photos(person: Get) -> None:
    page = person("dl3").get("/declarationview/add").get_data(as_text=True)
    assert "最多 5 个，每个不超过 10 MB" in page
    assert 'type="file"' in page
    assert "image/jpeg" in page


def test_files_are_kept_shown_and_downloaded(app: Flask, person: Get, form: dict[str, str], rows: Rows) -> None:
    who = person("dl3")
    item = number_of(declared(who, form, (pdf(2), "培训 方案.pdf"), (picture(size=(3000, 60)), "会场.jpg")))
    work(app)
    letter, photo = rows(Attachment, Attachment.item_id == item)
    door = f"/declarationview/{item}/files"
    page = who.get(f"/declarationview/show/{item}").get_data(as_text=True)
    for address in (f"{door}/{letter.id}/pages/1", f"{door}/{letter.id}/pages/2", f"{door}/{photo.id}/pages/1"):
        assert address in page
        answer = who.get(address)
        assert answer.content_type == "image/jpeg"
        with Image.open(io.BytesIO(answer.data)) as shown:
            assert shown.width <= 1400
    answer = who.get(f"{door}/{letter.id}")
    assert answer.data == pdf(2)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert f"filename*=UTF-8''{quote('培训 方案.pdf')}" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    for missing in (f"{door}/{letter.id}/pages/3", f"{door}/{letter.id}/pages/0", f"{door}/{letter.id}/pages/x"):
        assert who.get(missing).status_code == 404


@pytest.mark.case(57)
def test_a_refused_file_keeps_what_was_typed_and_saves_nothing(person: Get, form: dict[str, str], rows: Rows) -> None:
    before = len(rows(TrainingClass)), len(rows(Attachment))
    answer = declared(person("dl3"), form, (HTML, "证书.pdf"), (picture(), "好.jpg"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "证书.pdf 的内容与文件名不符" in page
    assert "请重新选择附件" in page
    assert "带附件的班" in page
    assert (len(rows(TrainingClass)), len(rows(Attachment))) == before


def test_a_mistake_in_a_field_asks_for_the_files_again(person: Get, form: dict[str, str]) -> None:
    answer = declared(person("dl3"), form | {"ends_on": "2026-04-01"}, (picture(), "好.jpg"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "请重新选择附件" in page
    assert "带附件的班" in page


def test_a_page_that_posts_by_itself_is_told_where_to_go_on(person: Get, form: dict[str, str], rows: Rows) -> None:
    """So the files that it holds are not lost: a mistake comes back as the form, success as an address."""
    who, stays = person("dl3"), {"X-Stays": "1"}
    refused = declared(who, form | {"ends_on": "2026-04-01"}, (picture(), "好.jpg"), headers=stays)
    assert (refused.status_code, "带附件的班" in refused.text) == (422, True)
    saved = declared(who, form, (picture(), "好.jpg"), headers=stays)
    (file,) = rows(Attachment, Attachment.name == "好.jpg")
    assert saved.get_json() == {"next": f"/declarationview/show/{file.item_id}"}
    assert "保存成功" in who.get(saved.get_json()["next"]).text


def test_files_are_added_up_to_the_limit_when_editing(person: Get, form: dict[str, str], rows: Rows) -> None:
    who = person("dl3")
    item = number_of(declared(who, form, *[(picture(), f"{n}.jpg") for n in range(4)]))
    edit = form | {"_version": "1", "attachments": chosen((picture(), "5.jpg"), (picture(), "6.jpg"))}
    answer = who.post(f"/declarationview/edit/{item}", edit, **MULTIPART)
    assert answer.status_code == 422
    assert "附件最多 5 个" in answer.get_data(as_text=True)
    edit["attachments"] = chosen((picture(), "5.jpg"))
    assert who.post(f"/declarationview/edit/{item}", edit, **MULTIPART).status_code == 303
    assert [one.name for one in rows(Attachment, Attachment.item_id == item)] == [f"{n}.jpg" for n in (0, 1, 2, 3, 5)]


@pytest.mark.case(60)
def test_a_form_that_is_sent_twice_keeps_its_files_once(person: Get, form: dict[str, str], rows: Rows) -> None:
    who = person("dl3")
    first, again = (number_of(declared(who, form | {"_once": "x" * 20}, (picture(), "a.jpg"))) for _n in range(2))
    assert first == again
    assert len(rows(Attachment, Attachment.item_id == first)) == 1


def test_a_file_is_removed_only_while_its_row_can_be_edited(person: Get, form: dict[str, str], rows: Rows) -> None:
    who = person("dl3")
    item = number_of(declared(who, form, (picture(), "a.jpg"), (picture(), "b.jpg")))
    one, two = rows(Attachment, Attachment.item_id == item)
    assert "移除附件" in who.get(f"/declarationview/show/{item}").get_data(as_text=True)
    assert who.post(f"/declarationview/{item}/files/{one.id}/remove").status_code == 303
    assert [a.id for a in rows(Attachment, Attachment.item_id == item)] == [two.id]
    assert who.post("/declarationview/do/submit", {"rowid": str(item)}).status_code == 303
    assert "移除附件" not in who.get(f"/declarationview/show/{item}").get_data(as_text=True)
    assert who.post(f"/declarationview/{item}/files/{two.id}/remove").status_code == 409
    assert [a.id for a in rows(Attachment, Attachment.item_id == item)] == [two.id]


@pytest.mark.case(10)
@pytest.mark.case(11)
def test_a_reviewer_sees_the_files_of_what_was_sent_and_cannot_change_them(
    app: Flask, person: Get, form: dict[str, str], rows: Rows
) -> None:
    who, reviewer = person("dl3"), person("dl2")
    item = number_of(declared(who, form, (pdf(), "a.pdf")))
    (one,) = rows(Attachment, Attachment.item_id == item)
    work(app)
    door = f"/firstreviewview/{item}/files/{one.id}"
    assert reviewer.get(door).status_code == 404, "not sent yet"
    who.post("/declarationview/do/submit", {"rowid": str(item)})
    assert reviewer.get(door).data == pdf()
    assert reviewer.get(f"{door}/pages/1").status_code == 200
    assert reviewer.post(f"{door}/remove").status_code in (404, 409)
    assert person("dl3-sibling").get(f"/declarationview/{item}/files/{one.id}").status_code == 404
    other = rows(TrainingClass, TrainingClass.title.contains("草稿"))[0]
    assert who.get(f"/declarationview/{other.id}/files/{one.id}").status_code == 404, "only through its own row"
    assert len(rows(Attachment, Attachment.item_id == item)) == 1


def test_a_reviewer_is_told_of_the_same_file_elsewhere(app: Flask, person: Get, form: dict[str, str]) -> None:
    who, reviewer = person("dl3"), person("dl2")
    items = [number_of(declared(who, form | {"title": title}, (pdf(), f"{title}.pdf"))) for title in ("甲班", "乙班")]
    for item in items:
        who.post("/declarationview/do/submit", {"rowid": str(item)})
    page = reviewer.get(f"/firstreviewview/show/{items[0]}").get_data(as_text=True)
    assert "“乙班”已用过同一文件：乙班.pdf" in page
    assert "重复附件" not in who.get(f"/declarationview/show/{items[0]}").get_data(as_text=True)


def test_the_owner_takes_a_file_off_a_class_without_review(person: Get, form: dict[str, str], rows: Rows) -> None:
    who = person("dl2")
    answer = who.post("/directclassview/add", form | {"attachments": chosen((picture(), "a.jpg"))}, **MULTIPART)
    item = number_of(answer)
    (one,) = rows(Attachment, Attachment.item_id == item)
    assert "移除附件" in who.get(f"/directclassview/show/{item}").get_data(as_text=True)
    assert person("dl1").post(f"/directclassview/{item}/files/{one.id}/remove").status_code in (403, 404)
    assert who.post(f"/directclassview/{item}/files/{one.id}/remove").status_code == 303
    assert rows(Attachment, Attachment.item_id == item) == []
