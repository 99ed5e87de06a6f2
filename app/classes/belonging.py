"""What classes keep about a person: the list on the person's page, and what a merge of two records does with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.classes.models import DeclaredResult, Enrollment
from app.classes.operations import SOURCE
from app.classes.people_views import EnrollmentView
from app.hours import ledger
from app.kit import audit, scope
from app.kit.scope import Actor
from app.kit.views import Rows
from app.learners import merging
from app.learners.views import LearnerView

_table: Any = Enrollment.__table__


class LearnerClassView(EnrollmentView):
    """The classes of a person, on the person's page."""

    datamodel = Rows(Enrollment, "training_class", "learner")
    subject = "enrollment"
    title = _l("Classes")
    side: Any = None
    list_columns = ["training_class", "unit_name", "enrolled_at", "attended_at", "result", "granted"]
    main_column, belongs_to = "training_class", "learner_name"
    base_order = ("id", "desc")
    state_column: Any = None  # a class of another unit is out of sight, and with it what may be done there
    show_fieldsets = [(_l("Participant"), ["learner_name", *list_columns])]
    filters: Any = ()
    empty = _l("Not in any class yet.")


LearnerView.related_views = (*LearnerView.related_views, LearnerClassView)


def _of(session: Session, ids: Sequence[int], lock: bool = False) -> list[Any]:
    """Enrollments of people of the scope, whoever organizes the classes."""
    query = select(_table).where(_table.c.learner_id.in_(ids)).order_by(_table.c.id)
    with scope.bulk("merge: enrollments of a record of the scope"):
        return list(session.execute(query.with_for_update() if lock else query))


def _lock(session: Session, ids: list[int]) -> list[int]:
    return [row.id for row in _of(session, ids, lock=True)]


def _doubles(rows: Iterable[Any], kept: int, gone: int) -> tuple[list[Any], list[Any]]:
    """Enrollments in classes where both records are: (those that stay, those that go), the greater credit stays."""
    by_class: dict[int, dict[int, Any]] = {}
    for row in rows:
        by_class.setdefault(row.class_id, {})[row.learner_id] = row
    stay, go = [], []
    for pair in by_class.values():
        if len(pair) == 2:
            ours, other = pair[kept], pair[gone]
            better = (other.granted or 0, bool(other.attended_at)) > (ours.granted or 0, bool(ours.attended_at))
            stay.append(other if better else ours)
            go.append(ours if better else other)
    return stay, go


def _tell(session: Session, kept: int, gone: int) -> list[str]:
    rows = _of(session, [kept, gone])
    _stay, go = _doubles(rows, kept, gone)
    moving = sum(row.learner_id == gone for row in rows) - len(go)
    lines = []
    if moving:
        lines.append(ngettext("%(num)s enrollment goes along.", "%(num)s enrollments go along.", moving))
    if go:
        lines.append(ngettext("Both are in %(num)s class: the enrollment with more credit stays, nothing counts twice.",
                              "Both are in %(num)s classes: the enrollment with more credit stays, nothing counts "
                              "twice.", len(go)))  # fmt: skip
    return lines


def _move(session: Session, actor: Actor, kept: int, gone: int) -> None:
    """Take back the lesser of two credits for one class and remove its enrollment; the others change their person."""
    _stay, go = _doubles(_of(session, [kept, gone]), kept, gone)
    ledger.reverse(session, SOURCE, [(row.learner_id, row.class_id) for row in go if row.granted], actor.user_id)
    with scope.bulk("merge: enrollments of a record of the scope"):
        session.execute(delete(_table).where(_table.c.id.in_([row.id for row in go])))
        moved = {"learner_id": kept, "version": _table.c.version + 1}
        session.execute(update(_table).where(_table.c.learner_id == gone).values(moved))
    audit.record_many(session, "enrollment:merge", [row.id for row in go], kept=kept, gone=gone)


merging.belongings(merging.Belongings(frozenset({"enrollment"}), _lock, _tell, _move))


# ---- results that come with a declaration -------------------------------------------------------------------------

_declared: Any = DeclaredResult.__table__


def _lock_declared(session: Session, ids: list[int]) -> list[int]:
    """Results of people of the scope, whoever declares the classes."""
    query = select(_declared.c.id).where(_declared.c.learner_id.in_(ids)).order_by(_declared.c.id)
    with scope.bulk("merge: declared results of a record of the scope"):
        return list(session.scalars(query.with_for_update()))


def _move_declared(session: Session, actor: Actor, kept: int, gone: int) -> None:
    """Where both are reported with one class, the kept record's result stays; the others change their person."""
    of_kept = select(_declared.c.class_id).where(_declared.c.learner_id == kept)
    with scope.bulk("merge: declared results of a record of the scope"):
        mine = _declared.c.learner_id == gone
        session.execute(delete(_declared).where(mine, _declared.c.class_id.in_(of_kept)))
        moved = {"learner_id": kept, "version": _declared.c.version + 1}
        session.execute(update(_declared).where(mine).values(moved))


merging.belongings(merging.Belongings(frozenset({"declared_result"}), _lock_declared, lambda *_who: [], _move_declared))
