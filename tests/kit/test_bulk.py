"""Rows that are written together, and ids that are one parameter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kit import jobs, scope
from app.kit.bulk import among, insert_numbered, insert_rows, update_rows
from app.kit.sheets.models import ImportRow
from app.organizations.models import Holiday, Organization, Platform


def days(platform_id: int, *names: str) -> list[dict[str, object]]:
    return [
        {"platform_id": platform_id, "day": date(2031, 1, n), "works": False, "name": name}
        for n, name in enumerate(names, 1)
    ]


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    with app.app_context(), scope.everything("test"):
        yield


def test_ids_are_given_in_the_order_of_the_rows(inside: None) -> None:
    platform = db.session.scalars(select(Platform.id)).first() or 0
    ids = insert_numbered(db.session(), Holiday, days(platform, "c", "a", "b"), "test")
    names = dict(db.session.execute(select(Holiday.id, Holiday.name).where(among(Holiday.id, ids))).all())
    assert [names[number] for number in ids] == ["c", "a", "b"]
    assert insert_numbered(db.session(), Holiday, [], "test") == []


def test_a_number_that_must_be_unique_is_refused_as_by_any_statement(inside: None) -> None:
    platform = db.session.scalars(select(Platform.id)).first() or 0
    insert_rows(db.session(), Holiday, days(platform, "first"), "test")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        insert_rows(db.session(), Holiday, days(platform, "again"), "test")
    assert db.session.scalar(select(Holiday.name).where(Holiday.name.in_(["first", "again"]))) == "first"


def test_each_row_gets_its_own_values_and_the_others_keep_theirs(inside: None) -> None:
    platform = db.session.scalars(select(Platform.id)).first() or 0
    job = jobs.Job(kind="import", platform_id=platform)
    db.session.add(job)
    db.session.flush()
    rows = [{"job_id": job.id, "row_no": n, "outcome": "new", "cells": b"x"} for n in (1, 2, 3)]
    first, second, _third = insert_numbered(db.session(), ImportRow, rows, "test")
    said = [{"level": "error", "column": "", "message": "a'\"b"}] * 2
    update_rows(db.session(), ImportRow, [
        {"id": second, "applied": True, "findings": said, "before": b"\0\xff", "target_id": 7},
        {"id": first, "applied": False, "findings": [], "before": None, "target_id": None},
    ], "test")  # fmt: skip
    columns = (ImportRow.applied, ImportRow.findings, ImportRow.before, ImportRow.target_id, ImportRow.cells)
    found = db.session.execute(select(*columns).where(ImportRow.job_id == job.id).order_by(ImportRow.row_no)).all()
    untouched = (False, [], None, None, b"x")
    assert [tuple(one) for one in found] == [untouched, (True, said, b"\0\xff", 7, b"x"), untouched]
    update_rows(db.session(), ImportRow, [], "test")


@pytest.mark.parametrize("wanted", [[], [1], [1, 2, 3, -7]])
def test_among_finds_what_in_finds(inside: None, wanted: list[int]) -> None:
    ids = select(Organization.id).order_by(Organization.id)
    plain = db.session.scalars(ids.where(Organization.id.in_(wanted))).all()
    assert db.session.scalars(ids.where(among(Organization.id, wanted))).all() == plain
    others = db.session.scalars(ids.where(~among(Organization.id, wanted))).all()
    assert sorted([*plain, *others]) == db.session.scalars(ids).all()


def test_texts_may_hold_quotes(inside: None) -> None:
    name = db.session.scalars(select(Organization.name)).first() or ""
    found = db.session.scalars(select(Organization.name).where(among(Organization.name, [name, "a'\"b]"]))).all()
    assert found == [name]
