"""Attach files to a row and take them off, find the same content elsewhere, make page pictures, clear what is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import and_, case, delete, event, inspect, or_, select, update
from sqlalchemy.orm import Session, UOWTransaction, aliased

from app.kit import bulk, jobs, scope
from app.kit.errors import NotFound, RuleError
from app.kit.files import rendering, storing
from app.kit.files.checking import PDF, Upload
from app.kit.files.models import Attachment, kinds

LOST_AFTER = 3600  # seconds: longer than any transaction that has written a file and not yet its row


def of(session: Session, item: Any) -> Sequence[Attachment]:
    """The attachments of a row that the scope sees, in the order of their upload."""
    return session.scalars(select(Attachment).where(*_its(item)).order_by(Attachment.id)).all()


def _its(item: Any, attachment: Any = Attachment) -> tuple[Any, Any]:
    return attachment.kind == item.__tablename__, attachment.item_id == inspect(item).identity[0]


def attach(session: Session, item: Any, uploads: Iterable[Upload], most: int) -> list[Attachment]:
    """Attach checked uploads to a flushed row of the scope; RuleError above `most` files in all (FJ-4, GX-2).

    Their files go with the transaction. A PDF gets the pictures of its pages from a job.
    """
    new = list(uploads)
    refuse_too_many(len(of(session, item)) + len(new), most)
    added = [_add(session, item, one) for one in new]
    session.flush()
    for one in added:
        if one.shown is None:
            jobs.enqueue(session, "attachment_pages", platform_id=one.platform_id, params={"attachment": one.id})
    return added


def refuse_too_many(number: int, most: int) -> None:
    if number > most:
        raise RuleError(_("At most %(n)s files can be attached.", n=most))


def _add(session: Session, item: Any, one: Upload) -> Attachment:
    kind, number = item.__tablename__, inspect(item).identity[0]
    key = storing.write(session, one.data)
    if one.preview:
        storing.put(f"{key}.1", one.preview)
    row = Attachment(
        platform_id=item.platform_id, kind=kind, item_id=number, name=one.name, key=key, media_type=one.media_type,
        size=len(one.data), sha256=one.sha256, pages=one.pages, shown=None if one.media_type == PDF else one.pages,
        uploaded_by=scope.actor().user_id,
    )  # fmt: skip
    session.add(row)
    return row


def detach(session: Session, item: Any, attachment_id: int) -> None:
    """Take an attachment off its row; the file goes when that is committed. NotFound for another row's."""
    found = session.scalars(select(Attachment).where(*_its(item), Attachment.id == attachment_id)).one_or_none()
    if found is None:
        raise NotFound()
    storing.remove_later(session, found.key)
    session.delete(found)
    session.flush()


# ---- the same file elsewhere --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Twin:
    """Another row of the scope whose attachment has the same content."""

    attachment: Attachment
    item: Any


def with_twins(session: Session, item: Any, most: int = 20) -> tuple[list[Attachment], dict[str, list[Twin]]]:
    """The attachments of a row, and which other rows of its kind have the same: {sha256: other rows} (ux, Review 2).

    One statement: the rows are those that the scope sees, whoever sees their attachments.
    """
    model, own = type(item), aliased(Attachment)
    key, number = getattr(model, inspect(model).primary_key[0].name), inspect(item).identity[0]
    mine = and_(*_its(item))
    sums = select(own.sha256).where(*_its(item, own))
    same = and_(Attachment.kind == model.__tablename__, Attachment.sha256.in_(sums))
    query = select(Attachment, model).join(model, key == Attachment.item_id, isouter=True).where(or_(mine, same))
    order = (case((mine, 0), else_=1), Attachment.id)
    found = session.execute(query.order_by(*order).limit(most + current_app.config["MAX_ATTACHMENTS"])).all()
    twins: dict[str, list[Twin]] = {}
    for one, row in found:
        if one.item_id != number and row is not None:
            twins.setdefault(one.sha256, []).append(Twin(one, row))
    return [one for one, _row in found if one.item_id == number], twins


# ---- jobs ---------------------------------------------------------------------------------------------------------


@jobs.handler("attachment_pages", short=True)
def make_pages(run: jobs.Run) -> dict[str, Any]:
    """Pictures of the first pages of a PDF; the file itself is never shown in a page."""
    number = run.params["attachment"]
    with run.reading() as session:
        one = session.scalars(select(Attachment).where(Attachment.id == number)).one_or_none()
        key = one.key if one else ""
    if not key:
        return {}
    pictures = rendering.pages(storing.read(key), current_app.config["MAX_ATTACHMENT_PAGES"])
    for page, picture in enumerate(pictures, 1):
        storing.put(f"{key}.{page}", picture)
    with run.chunk(1) as session:
        session.execute(update(Attachment).where(Attachment.id == number).values(shown=len(pictures)))
    return {"shown": len(pictures)}


@jobs.handler("attachment_sweep", short=True, every=3600)
def sweep(run: jobs.Run) -> dict[str, Any]:
    """Remove files whose row never came or has gone: a crash between file and commit leaves them behind."""
    lost = 0
    for found in bulk.chunks(sorted(set(storing.keys_older_than(LOST_AFTER)))):
        with run.reading() as session:
            known = set(session.scalars(select(Attachment.key).where(Attachment.key.in_(found))))
        lost += storing.sweep(known, found)
    return {"removed": lost}


# ---- with the item ------------------------------------------------------------------------------------------------


def install(session_class: type[Session]) -> None:
    """Attachments go with their row, in the same flush: SQLite gives its number to the next one."""
    event.listen(session_class, "after_flush", _forget)


def _forget(session: Session, context: UOWTransaction) -> None:
    for one in session.deleted:
        if getattr(one, "__tablename__", "") not in kinds():
            continue
        number = inspect(one).identity[0]
        its = (Attachment.kind == one.__tablename__, Attachment.item_id == number)
        with scope.bulk("attachments of a deleted row"):
            gone = delete(Attachment.__table__).where(*its).returning(Attachment.__table__.c.key)
            for key in session.execute(gone).scalars():
                storing.remove_later(session, key)
