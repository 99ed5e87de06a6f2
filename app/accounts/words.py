"""What permissions and their subjects are called on screens, in the order of the matrix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

SUBJECTS: dict[str, Any] = {
    "training_class": _l("Training projects"),
    "enrollment": _l("People of projects"),
    "claim": _l("Claims"),
    "hours": _l("Hours and credits"),
    "opening_balance": _l("Opening balances"),
    "certificate": _l("Certificates"),
    "archive": _l("Own archive"),
    "catalogue": _l("Online enrollment"),
    "own_data": _l("Own data"),
    "learner": _l("People"),
    "absence": _l("Leave and exemptions"),
    "organization": _l("Organizations"),
    "unit_request": _l("Units asked for"),
    "account": _l("Accounts"),
    "role": _l("Roles"),
    "substitute": _l("Own substitutes"),
    "announcement": _l("Announcements"),
    "notice": _l("Notices"),
    "setting": _l("Settings"),
    "holiday": _l("Holidays"),
    "review_route": _l("Review routes"),
    "menu_entry": _l("Menu"),
    "level_name": _l("Names of levels"),
    "audit_event": _l("Audit"),
    "platform": _l("Platforms"),
    "identity": _l("Identities"),
    "file": _l("Files"),
    "job": _l("Tasks"),
}
VERBS: dict[str, Any] = {
    "can_read": _l("View"),
    "can_write": _l("Maintain"),
    "can_lock": _l("Lock"),
    "can_import": _l("Import"),
    "can_export": _l("Export"),
    "can_first_review": _l("First review"),
    "can_final_review": _l("Final review"),
    "can_collect": _l("Receive paper material"),
    "can_choose": _l("Submit to an authority"),
    "can_post_closed": _l("Change closed years"),
    "can_offer": _l("Open for online enrollment"),
    "can_hold": _l("Hold without review"),
    "can_enroll": _l("Enroll oneself"),
    "can_issue": _l("Issue"),
    "can_void": _l("Make void"),
    "can_confirm": _l("Confirm units"),
}


def subject(name: str) -> str:
    return str(SUBJECTS.get(name) or name.replace("_", " "))


def verb(name: str) -> str:
    return str(VERBS.get(name) or name.removeprefix("can_").replace("_", " "))


def ordered(names: Iterable[str], words: dict[str, Any]) -> list[str]:
    """`names` in the order of the registry; what it does not know comes last."""
    known = list(words)
    return sorted(set(names), key=lambda name: (known.index(name) if name in known else len(known), name))


def spelled(pairs: Iterable[tuple[str, str]]) -> str:
    """Permissions as a sentence: "People: View, Maintain; Accounts: View"."""
    by_subject: dict[str, set[str]] = {}
    for name, about in pairs:
        by_subject.setdefault(about, set()).add(name)
    parts = [f"{subject(s)}: {', '.join(verb(v) for v in ordered(by_subject[s], VERBS))}"
             for s in ordered(by_subject, SUBJECTS)]  # fmt: skip
    return "; ".join(parts)


def managed(department: Any) -> str:
    """What an administrator of a unit manages (GX-17)."""
    return str(department or _("General administrator"))
