"""Finding people by any part of the name or of its pinyin initials; the only writer of learner_term (PEOPLE-1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, false, select
from sqlalchemy.orm import Session

from app.kit import scope
from app.kit.bulk import chunks, insert_rows
from app.kit.views import pick
from app.learners.models import TERM_MAX, Learner, LearnerTerm

_term: Any = LearnerTerm.__table__
READINGS = 16  # combinations of initials kept for a name whose characters are read in several ways
AFTER = "\U0010ffff"  # sorts behind everything that continues a term
_PARTS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")
_SILENT = re.compile(r"[\s.·•・\-'’\0]+")


def normalise(text: str) -> str:
    """Half-width, lower case, without blanks and dots: `阿依古丽·买买提` is found by `丽买`."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", text).casefold())[:TERM_MAX]


def terms(name: str) -> set[str]:
    """Every suffix of a name and of its initials, in each reading of its characters."""
    whole = [normalise(name), *initials(name)]
    return {word[n:] for word in whole for n in range(len(word))}


def initials(name: str) -> list[str]:
    """The initials of a name, most usual reading first: 单小明 gives sxm, dxm and cxm; John Smith gives js."""
    parts = _PARTS.findall(unicodedata.normalize("NFKC", name).casefold().replace("·", " "))
    letters = [_letters(part) for part in parts]
    return ["".join(one)[:TERM_MAX] for one in islice(product(*letters), READINGS)]


def _letters(part: str) -> list[str]:
    if part.isascii():
        return [part[:1]] if part.isalnum() else [""]
    from pypinyin import Style, pinyin  # 57 MB of words, which a process takes when it writes the first name

    read = pinyin(part, style=Style.FIRST_LETTER, heteronym=True)[0]
    return list(dict.fromkeys(letter[:1].casefold() for letter in read))


def named(model: Any, typed: str) -> ColumnElement[bool]:
    """People whose name or initials contain what was typed: one range of an index, never LIKE."""
    text = normalise(typed)
    if not text:
        return false()
    found = and_(LearnerTerm.term >= text, LearnerTerm.term < text + AFTER)
    mine = select(LearnerTerm.learner_id).where(LearnerTerm.platform_id == scope.require().platform_id, found)
    return and_(model.id.in_(mine))


pick.search_by(Learner, "name", named)


def write(session: Session, people: Iterable[tuple[int, int, str]]) -> None:
    """Replace the terms of (platform, learner, name): for one row, an import's chunk, or all of them."""
    for part in chunks(people):
        with scope.bulk("names: terms of people who were written"):
            session.execute(delete(_term).where(_term.c.learner_id.in_([one[1] for one in part])))
        insert_rows(session, LearnerTerm, list(_rows(part)), "names: terms of people who were written")


def forget(session: Session, learner_ids: Sequence[int]) -> None:
    """Terms of people who are removed."""
    with scope.bulk("names: terms of people who are removed"):
        session.execute(delete(_term).where(_term.c.learner_id.in_(learner_ids)))


def _rows(people: Iterable[tuple[int, int, str]]) -> Iterator[dict[str, Any]]:
    for platform, learner, name in people:
        for term in sorted(terms(name)):
            yield {"platform_id": platform, "learner_id": learner, "term": term}


def backfill(session: Session) -> int:
    """Terms for people who have none, as after an upgrade; part of the deploy command."""
    without = ~exists().where(LearnerTerm.learner_id == Learner.id)
    rows = session.execute(select(Learner.platform_id, Learner.id, Learner.name).where(without)).all()
    write(session, [(platform, learner, name) for platform, learner, name in rows])
    return len(rows)
