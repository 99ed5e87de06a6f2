"""Searching by any two characters of a name, by an index of pairs: found as without one, and by it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_appbuilder import Model
from sqlalchemy import Column, MetaData, String, Table, insert, select, text

from app.claims.models import Claim
from app.extensions import db
from app.kit import pairs, scope

pytestmark = pytest.mark.services
NAMES = ("陈晓梅", "陈晓", "晓梅", "欧阳娜娜", "Anna Lee", "阿依古丽·买买提", "100%_", "")


@pytest.mark.req("GX-15")
@pytest.mark.parametrize("typed", ["晓梅", "陈晓梅", "娜娜", "NA L", "na", "·买", "%_", "梅晓", "100%", "晓", "\\"])
def test_the_same_rows_as_by_reading_every_one(context: Flask, typed: str) -> None:
    named = Table("named", MetaData(), Column("name", String(60), info=pairs.INDEXED), prefixes=["TEMPORARY"])
    with scope.everything("test"):
        named.create(db.session.connection())
        db.session.execute(insert(named), [{"name": name} for name in NAMES])
        found = db.session.scalars(select(named.c.name).where(pairs.holding(named.c.name, typed)))
        assert sorted(found) == sorted(name for name in NAMES if typed.lower() in name.lower())


def test_every_column_that_says_so_has_its_index(context: Flask) -> None:
    said = {c.table.name: c.name for t in Model.metadata.tables.values() for c in t.c if c.info.get("pairs")}
    assert said
    with scope.everything("test"):
        made = db.session.execute(text("SELECT tablename, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'"))
        kept = {row.tablename: row.indexdef for row in made}
    assert said.keys() == kept.keys()
    assert all(column in kept[table] for table, column in said.items())


def test_the_search_goes_by_the_index(context: Flask) -> None:
    with scope.everything("test"):
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        query = select(Claim.id).where(pairs.holding(Claim.learner_name, "晓梅"))
        asked = query.compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = "\n".join(db.session.scalars(text(f"EXPLAIN {asked}")))
        assert "ix_claim_name" in plan
