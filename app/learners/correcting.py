"""A wrong name or number is put right, with a reason; the login by ID number follows (PEOPLE-2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import appointing
from app.accounts.models import Account
from app.kit import audit, personal, scope
from app.kit.errors import RuleError
from app.kit.personal import Secret
from app.kit.scope import Actor
from app.learners import memberships, names
from app.learners.models import Learner
from app.learners.operations import checked_number, refuse_merged, refuse_taken

_account: Any = Account.__table__


def correct(session: Session, actor: Actor, item: Learner, values: Mapping[str, Any]) -> None:
    """Correct a person's name or document, with a reason.

    The number is checked and must be free on the platform, as for a new person. Both old values stay in the audit,
    the number masked; snapshots in classes keep what they said. RuleError at the field that is wrong.
    """
    refuse_merged(item)
    kind = values.get("document_type") or item.document_type
    number = checked_number(kind, values["document"])
    same = (item.name, item.document_type, item.document) == (values["name"], kind, Secret(number))
    if same:
        raise RuleError(_("Nothing was changed."), field="name")
    refuse_taken(session, item.platform_id, number, own_id=item.id)
    before = {"name": item.name, "document_type": item.document_type, "document": str(item.document)}
    _correct_account(session, actor, item, number, values["name"])
    item.name, item.document_type, item.version = values["name"], kind, item.version + 1
    if item.document != Secret(number):
        item.document = Secret(number)
    session.flush()
    names.write(session, [(item.platform_id, item.id, item.name)])
    memberships.rename(session, item.id, item.name)
    after = {"name": item.name, "document_type": kind, "document": str(item.document)}
    audit.record(session, "learner:correct", item.id, reason=values["reason"], before=before, after=after)


def _correct_account(session: Session, actor: Actor, item: Learner, number: str, name: str) -> None:
    """The login that knows the person by the old number or name follows, where it is this scope's to change."""
    if item.user_id is None:
        return
    account = account_of(session, item.user_id)
    changes: dict[str, Any] = {}
    if account.document_hash == item.document_hash and item.document != Secret(number):
        _refuse_taken_login(session, account.id, number)
        changes = {"document_hash": personal.keyed_hash(number), "document": Secret(number)}
    if account.display_name == item.name != name:
        changes |= {"display_name": name, "first_name": name}
    if changes:
        appointing.refuse_others(session, actor, account.id, name)
        set_account(session, account.id, changes)


def account_of(session: Session, user_id: int) -> Any:
    """The account of a learner of the scope; administrators see only accounts with appointments."""
    with scope.bulk("account of a learner of the scope"):
        return session.execute(select(_account).where(_account.c.id == user_id)).one()


def set_account(session: Session, user_id: int, changes: Mapping[str, Any]) -> None:
    """Change how a learner's account is known."""
    with scope.bulk("account of a learner of the scope"):
        session.execute(update(_account).where(_account.c.id == user_id).values(**changes))
    audit.record(session, "account:correct", user_id, fields=sorted(changes))


def _refuse_taken_login(session: Session, user_id: int, number: str) -> None:
    if number_is_taken(session, user_id, personal.keyed_hash(number)):
        raise RuleError(_("Another account signs in with this number already."), field="document")


def number_is_taken(session: Session, user_id: int, document_hash: str) -> bool:
    """Whether an account other than `user_id` is found by this number at login."""
    query = select(_account.c.id).where(_account.c.document_hash == document_hash, _account.c.id != user_id)
    with scope.bulk("account of a learner of the scope"):
        return session.execute(query).first() is not None
