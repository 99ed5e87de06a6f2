"""The limit of an import from its confirmation on: the tables that ours writes, by hand, in bare SQL.

It starts from what the preview has left, as ours does: sealed cells beside the keyed hash of each document number. The
cells go to a stage, one statement writes the claims from it, one the outcomes; then comes the workbook, by XlsxWriter
alone. On PostgreSQL all is one transaction; on SQLite, with the PRAGMAs of ours, one for as many rows as ours.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from xlsxwriter import Workbook

from app.kit.bulk import chunks

NONCE, PAGE = 12, 1000
STAGE = """CREATE TEMPORARY TABLE stage (row_id bigint, claim_id bigint, mask text, heading text, type text, title text,
starts_on {day}, ends_on {day}, requested bigint, year integer, certificate_no text)"""
COLUMNS = "row_id, claim_id, mask, heading, type, title, starts_on, ends_on, requested, year, certificate_no"
CLAIMS = """
INSERT INTO claim (id, platform_id, organization_id, unit_id, learner_id, learner_organization_id, learner_name,
  document_mask, document_hash, unit_name, learner_title, registered_by, registered_name, registered_at, type_id,
  category_id, title, starts_on, starts_half, ends_on, ends_half, requested, year, year_reason, content,
  certificate_no, promised, paper_received_by, review_state, review_position, review_round, version)
SELECT s.claim_id, l.platform_id, u.id, u.id, l.id, l.organization_id, l.name, s.mask, l.document_hash, u.name, l.title,
  'unit', u.name, CURRENT_TIMESTAMP, t.id, t.category_id, s.title, s.starts_on, 'am', s.ends_on, 'pm', s.requested,
  s.year, '', '', s.certificate_no, {false}, '', 'draft', 'draft', 0, 1
FROM stage s JOIN import_row r ON r.id = s.row_id JOIN learner l ON l.document_hash = r.token
JOIN organization u ON u.id = l.organization_id
JOIN claim_type h ON h.label = s.heading AND h.platform_id = l.platform_id AND h.parent_id IS NULL
JOIN claim_type t ON t.label = s.type AND t.parent_id = h.id ORDER BY s.claim_id"""
OUTCOMES = """UPDATE import_row SET applied = {true}, target_id = s.claim_id, version_after = 1
FROM stage s WHERE import_row.id = s.row_id"""
ROWS = "SELECT id, cells FROM import_row WHERE job_id = {job} ORDER BY row_no"


class Postgres:
    """One transaction, the rows read beside it by a cursor of the server."""

    size = 10**9
    words = {"day": "date", "true": "true", "false": "false"}

    def __init__(self, address: str) -> None:
        plain = address.replace("+psycopg", "")
        self.connection, self.reader = psycopg.connect(plain), psycopg.connect(plain)
        self.run = self.connection.execute

    def rows(self, query: str) -> Iterator[Any]:
        with self.reader.cursor("rows") as cursor:
            cursor.itersize = 2000
            yield from cursor.execute(query)

    def stage(self, rows: Iterator[Any]) -> None:
        with self.connection.cursor().copy(f"COPY stage ({COLUMNS}) FROM STDIN") as sink:
            for row in rows:
                sink.write_row(row)

    def close(self) -> None:
        self.run("SELECT setval('claim_id_seq', (SELECT max(id) FROM claim))")
        self.connection.commit()


class Sqlite:
    """A transaction for each chunk; the rows are read between them, from where the last chunk ended."""

    size = PAGE
    words = {"day": "text", "true": "1", "false": "0"}

    def __init__(self, address: str) -> None:
        self.connection = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
        self.run = self.connection.execute
        for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self.run(f"PRAGMA {pragma}")

    def rows(self, query: str) -> Iterator[Any]:
        at = 0
        while page := self.run(f"{query} LIMIT {PAGE} OFFSET {at}").fetchall():
            yield from page
            at += PAGE

    def stage(self, rows: Iterator[Any]) -> None:
        self.run("BEGIN IMMEDIATE")
        self.run("DELETE FROM stage")
        self.connection.executemany(f"INSERT INTO stage ({COLUMNS}) VALUES ({', '.join('?' * 11)})", rows)

    def close(self) -> None:
        """Each chunk was committed."""


def write(address: str, key: bytes, job: int) -> Any:
    """The claims, what became of each row, and the job; returns the connection."""
    base = Postgres(address) if address.startswith("postgresql") else Sqlite(address)
    base.run(STAGE.format_map(base.words))
    first = base.run("SELECT coalesce(max(id), 0) FROM claim").fetchone()[0]
    sealed = base.rows(ROWS.format(job=job))
    rows = (staged(number, first + at, cells) for at, (number, cells) in enumerate(opened(sealed, key), 1))
    if isinstance(base, Postgres):
        base.stage(rows)
        base.run("ANALYZE stage")
        finish(base, job, first)
    else:
        for part in chunks(rows, base.size):
            base.stage(part)
            finish(base, job, part[-1][1] - first)
            base.run("COMMIT")
    base.run(f"UPDATE job SET status = 'done' WHERE id = {job}")
    base.close()
    return base


def finish(base: Any, job: int, cursor: int) -> None:
    for statement in (CLAIMS, OUTCOMES, f"UPDATE job SET cursor = {cursor} WHERE id = {job}"):
        base.run(statement.format_map(base.words))


def opened(rows: Iterator[Any], key: bytes) -> Iterator[tuple[int, list[Any]]]:
    cipher = AESGCM(key)
    for number, data in rows:
        yield number, json.loads(cipher.decrypt(data[:NONCE], data[NONCE:], None))


def staged(row_id: int, claim_id: int, cells: list[Any]) -> tuple[Any, ...]:
    document, _name, heading, kind, title, starts_on, ends_on, requested, year, number = cells
    mask = f"{document[:6]}********{document[-4:]}"
    days = (next(iter(one.values()))[:10] for one in (starts_on, ends_on))
    return row_id, claim_id, mask, heading, kind, title, *days, round(requested * 100), int(year), number


def book(base: Any, key: bytes, job: int, path: Path, headings: list[str]) -> None:
    """The rows as they were and their state, read anew as a download reads them."""
    made = Workbook(path, {"constant_memory": True})
    page, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, [*headings, "状态", "失败原因"])
    for at, (_id, cells) in enumerate(opened(base.rows(ROWS.format(job=job)), key), 1):
        for column, value in enumerate((*cells, "新增")):
            if isinstance(value, str):
                page.write_string(at, column, value)
            elif isinstance(value, dict):
                page.write_datetime(at, column, _day(value), day)
            elif value is not None:
                page.write_number(at, column, value)
    made.close()


def _day(tagged: dict[str, str]) -> date:
    return datetime.fromisoformat(next(iter(tagged.values()))).date()
