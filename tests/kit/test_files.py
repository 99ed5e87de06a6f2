"""Attachments: content decides, nothing of a picture but its pixels is kept, files go with their transaction."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from PIL import Image
from sqlalchemy import select

from app.classes import operations as classes
from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import files, jobs, scope
from app.kit.errors import NotFound, RuleError
from app.kit.files import Attachment, storing
from app.kit.files.checking import shown_name
from tests.person import Person

People = Callable[..., Person]
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#1d5bd1").save(out, kind, **options)
    return out.getvalue()


@cache
def pdf(pages: int = 1) -> bytes:
    """The same bytes each time: the writer puts the time into them."""
    out = io.BytesIO()
    first, *others = [Image.new("RGB", (300, 400), "white") for _n in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=others)
    return out.getvalue()


def office(**more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, more.get(name, b"<x/>"))
    return out.getvalue()


def examined(data: bytes, name: str) -> files.Upload:
    return files.examine(io.BytesIO(data), name)


# ---- what is accepted ---------------------------------------------------------------------------------------------


def test_each_accepted_kind_is_known_by_its_content(context: Flask) -> None:
    good = {"a.jpg": picture(), "a.JPEG": picture(), "a.png": picture("PNG"), "a.pdf": pdf(3), "a.docx": office()}
    kinds = {name: examined(data, name) for name, data in good.items()}
    assert {name: one.media_type.rpartition(".")[2] for name, one in kinds.items()} == {
        "a.jpg": "image/jpeg", "a.JPEG": "image/jpeg", "a.png": "image/png", "a.pdf": "application/pdf",
        "a.docx": "document",
    }  # fmt: skip
    assert [kinds[n].pages for n in ("a.jpg", "a.pdf", "a.docx")] == [1, 3, 0]


BAD = {
    "a page": (HTML, "x.html"), "a renamed page": (HTML, "x.pdf"), "a drawing": (SVG, "x.svg"),
    "a renamed drawing": (SVG, "x.png"), "a picture as PDF": (picture(), "x.pdf"), "a PDF as picture": (pdf(), "x.png"),
    "no ending": (picture(), "x"), "two endings": (HTML, "x.pdf.html"),
    "a PDF of words": (b"%PDF-1.4 hello %%EOF", "x.pdf"),
    "a PDF after something": (b"GIF89a" + pdf(), "x.pdf"), "a PDF with an archive": (pdf() + office(), "x.pdf"),
    "a picture with an archive": (picture() + office(), "x.jpg"), "an archive": (office()[:60], "x.docx"),
    "macros": (office(**{"word/vbaProject.bin": b"x"}), "x.docx"), "a broken picture": (picture()[:100], "x.jpg"),
    "a picture that is a PDF": (b"\xff\xd8\xff%PDF-1.4" + picture(), "x.jpg"), "nothing": (b"", "x.pdf"),
}  # fmt: skip


@pytest.mark.case(57)
@pytest.mark.parametrize("data_and_name", BAD.values(), ids=BAD.keys())
def test_anything_else_is_refused_whatever_it_is_called(context: Flask, data_and_name: tuple[bytes, str]) -> None:
    with pytest.raises(RuleError) as refusal:
        examined(*data_and_name)
    assert data_and_name[1] in str(refusal.value.message)


def test_a_file_above_the_limit_is_refused(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context.config, "MAX_ATTACHMENT_SIZE", len(pdf()) - 1)
    with pytest.raises(RuleError):
        examined(pdf(), "a.pdf")


def test_a_picture_that_unpacks_to_too_many_pixels_is_refused(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context.config, "MAX_PICTURE_PIXELS", 40 * 20 - 1)
    with pytest.raises(RuleError):
        examined(picture("PNG"), "a.png")


def test_a_bomb_that_unpacks_to_gigapixels_is_refused_before_it_is_unpacked(context: Flask) -> None:
    started = time.monotonic()
    bomb = bytearray(picture("PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(RuleError):
        examined(bytes(bomb), "a.png")
    assert time.monotonic() - started < 5


def test_a_picture_is_turned_upright_and_loses_what_it_tells_about_its_owner(context: Flask) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Zhang Wei"  # lying on its side; the maker
    exif.get_ifd(0x8825)[2] = (38.0, 54.0, 0.0)
    raw = picture(exif=exif.tobytes(), comment=b"secret comment")
    kept = examined(raw, "a.jpg")
    with Image.open(io.BytesIO(kept.data)) as clean:
        assert clean.size == (20, 40)
        assert not clean.getexif()
        assert "comment" not in clean.info
    assert b"Zhang Wei" in raw
    assert b"Zhang Wei" not in kept.data + (kept.preview or b"")


@pytest.mark.case(58)
def test_the_shown_name_has_no_folders_and_keeps_its_ending() -> None:
    cases = {
        "../../etc/x.pdf": "x.pdf", "..\\x.pdf": "x.pdf", "证书.pdf": "证书.pdf", "a\r\nb.pdf": "ab.pdf", "": "file",
        "..": "file", "照片\u202egpj.exe": "照片gpj.exe",
    }  # fmt: skip
    assert {name: shown_name(name) for name in cases} == cases
    assert len(shown_name("长" * 300 + ".pdf")) == 255
    assert shown_name("长" * 300 + ".pdf").endswith(".pdf")


# ---- with the transaction -----------------------------------------------------------------------------------------


@pytest.fixture
def acting(person: People, context: Flask) -> AbstractContextManager[Any]:
    return person("dl3").acting()


def a_draft() -> TrainingClass:
    return db.session.scalars(select(TrainingClass).where(TrainingClass.title.contains("草稿"))).first()


def folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / storing.FOLDER


def kept() -> set[str]:
    return {path.name for path in folder().iterdir()}


def attach(*uploads: tuple[bytes, str]) -> list[Attachment]:
    return files.attach(db.session(), a_draft(), [examined(*one) for one in uploads], 99)


def test_a_file_is_encrypted_under_a_random_name_for_this_user_only(acting: Any) -> None:
    with acting:
        before = kept()
        (one,) = attach((pdf(), "证书.pdf"))
        (name,) = kept() - before
        path = folder() / name
        assert (one.name, one.key) == ("证书.pdf", name)
        assert path.stat().st_mode & 0o777 == 0o600
        assert b"PDF" not in path.read_bytes()[:100]
        assert storing.read(name) == pdf()
        db.session.rollback()


def test_a_rollback_removes_the_new_file(acting: Any) -> None:
    with acting:
        before = kept()
        attach((picture(), "a.jpg"))
        assert len(kept() - before) == 2, "the picture and its preview"
        db.session.rollback()
        assert kept() == before


def test_a_removed_file_goes_when_that_is_committed_and_not_before(acting: Any) -> None:
    with acting:
        before = kept()
        (one,) = attach((picture(), "a.jpg"))
        db.session.commit()
        number, there = one.id, kept()
        files.detach(db.session(), a_draft(), number)
        db.session.rollback()
        assert kept() == there
        files.detach(db.session(), a_draft(), number)
        assert kept() == there
        db.session.commit()
        assert kept() == before


def test_attachments_go_with_their_row(acting: Any) -> None:
    with acting as s:
        item = classes.declare(db.session(), s.actor, values_of(a_draft()))
        files.attach(db.session(), item, [examined(picture(), "a.jpg")], 5)
        db.session.commit()
        number, there = item.id, kept()
        classes.discard(db.session(), s.actor, [item])
        db.session.commit()
        assert len(there - kept()) == 2
        assert not db.session.scalars(select(Attachment).where(Attachment.item_id == number)).all()


def values_of(item: TrainingClass) -> dict[str, Any]:
    names = ("title", "year", "category", "starts_on", "ends_on", "place", "planned_people", "hours", "content")
    return {name: getattr(item, name) for name in names}


def test_no_more_files_than_the_limit(acting: Any) -> None:
    with acting:
        there = len(files.of(db.session(), a_draft()))
        with pytest.raises(RuleError):
            files.attach(db.session(), a_draft(), [examined(picture(), "a.jpg")] * 2, there + 1)


def test_another_rows_attachment_is_not_found(acting: Any) -> None:
    with acting:
        other = db.session.scalars(select(Attachment).where(Attachment.item_id != a_draft().id)).first()
        assert other is not None
        with pytest.raises(NotFound):
            files.detach(db.session(), a_draft(), other.id)


def test_the_same_content_is_found_on_other_rows_of_the_scope_only(acting: Any, person: People) -> None:
    with acting:
        mine = attach((pdf(2), "one.pdf"))
        other = db.session.scalars(select(TrainingClass).where(TrainingClass.title == "摄影基础知识讲座")).one()
        files.attach(db.session(), other, [examined(pdf(2), "TWO.PDF")], 5)
        db.session.commit()
        own, twins = files.with_twins(db.session(), a_draft())
        assert [one.id for one in own if one.id in {new.id for new in mine}] == [mine[0].id]
        assert len(own) == len(files.of(db.session(), a_draft()))
        (twin,) = twins[mine[0].sha256]
        assert (twin.item.title, twin.attachment.name) == ("摄影基础知识讲座", "TWO.PDF")
        keys = mine[0].sha256
    with person("dl3-sibling").acting():
        assert db.session.scalars(select(Attachment).where(Attachment.sha256 == keys)).all() == []


# ---- jobs ---------------------------------------------------------------------------------------------------------


def test_the_pages_of_a_pdf_are_made_by_a_job_up_to_the_limit(
    acting: Any, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(context.config, "MAX_ATTACHMENT_PAGES", 2)
    with acting:
        (one,) = attach((pdf(3), "a.pdf"))
        db.session.commit()
        number, key = one.id, one.key
        assert one.shown is None
    jobs.run_all()
    with scope.everything("test"):
        done = db.session.get_one(Attachment, number)
        assert (done.pages, done.shown) == (3, 2)
    with Image.open(io.BytesIO(storing.read(key, 2))) as page:
        assert page.format == "JPEG"
    with pytest.raises(NotFound):
        storing.read(key, 3)


def test_only_files_without_a_row_are_swept_and_only_after_a_while(acting: Any, context: Flask) -> None:
    with acting:
        (one,) = attach((picture(), "a.jpg"))
        db.session.commit()
        known = one.key
    storing.put("0" * 32, b"lost long ago")
    storing.put("1" * 32, b"just written")
    for name in (known, f"{known}.1", "0" * 32):
        os.utime(folder() / name, (time.time() - 7200,) * 2)
    with scope.everything("test"):
        jobs.enqueue(db.session(), "attachment_sweep", platform_id=1)
        db.session.commit()
    jobs.run_all()
    assert {known, f"{known}.1", "1" * 32} <= kept()
    assert "0" * 32 not in kept()
    storing.unlink("1" * 32)


def test_a_file_outside_the_folder_is_not_read(context: Flask) -> None:
    (folder().parent / "x").write_bytes(b"x")
    for key in ("../x", "..", "", "/etc/passwd", "0" * 31):
        with pytest.raises(NotFound):
            storing.read(key)
