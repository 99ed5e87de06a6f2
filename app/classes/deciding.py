"""Classes as their reviewers meet them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.classes import operations
from app.classes.findings import OTHERS, findings, others
from app.kit.views import Others
from app.organizations.deciding import Desk
from app.organizations.words import worded

DESK = Desk(
    {name: getattr(operations, name) for name in ("approve", "send_back", "reject", "reopen", "revoke")},
    {
        "approve": _l("%(n)s projects pass this step."),
        "send_back": _l("%(n)s projects go back to who declared them."),
        "reject": _l("%(n)s projects are rejected; this is final for who declared them."),
        "reopen": worded(_l("%%(n)s projects are under review again; %(hours)s granted for them are taken back.")),
        "revoke": worded(_l("%%(n)s projects end for good; %(hours)s granted for them are taken back.")),
    },
    Others(_l("Other projects of this unit in the year"), others, OTHERS, findings),
)
