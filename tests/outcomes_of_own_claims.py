"""Who uses the doors of the own claims rightly, and which of them are closed to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.claims.models import Claim, ClaimType
from app.kit.files import Attachment
from tests.claims.declaring import declared, submitted
from tests.house.outsiders import one
from tests.outcomes_of_classes import _undecided
from tests.outcomes_using import Use, World, at, plain, row

FORM = {"title": "公文写作班", "starts_on": "2026-05-04", "starts_half": "am", "ends_on": "2026-05-06",
        "ends_half": "pm", "requested": "", "year": "", "year_reason": "", "content": "结业。",
        "certificate_no": "", "promised": "y"}  # fmt: skip
WHO = "dl-learner"


def _draft(w: World) -> Any:
    return one(w.app, Claim, Claim.id == declared(w.person(WHO)))


def _pending(w: World) -> Any:
    return one(w.app, Claim, Claim.id == submitted(w.person(WHO)))


def _form(path: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        own = _draft(w)
        kind = str(one(w.app, ClaimType, ClaimType.code == "training").id)
        return Use(WHO, path.format(own.id), FORM | {"type": kind, "_version": str(own.version)})

    return use


def _file(view: str) -> Callable[[World], Use]:
    """Take the evidence off a draft."""

    def use(w: World) -> Use:
        own = _draft(w)
        file = one(w.app, Attachment, Attachment.kind == "claim", Attachment.item_id == own.id)
        return Use(WHO, f"/{view}/{own.id}/files/{file.id}/remove")

    return use


RECIPES: dict[str, Callable[[World], Use]] = {
    "MyClaimView.add": _form("/myclaimview/add"),
    "MyClaimView.edit": _form("/myclaimview/edit/{}"),
    "MyClaimView.delete": at("/myclaimview/delete/{}", WHO, _draft),
    "MyClaimView.detach": _file("myclaimview"),
    "MyClaimView.do:submit": row("myclaimview", "submit", WHO, _draft),
    "MyClaimView.do:withdraw": row("myclaimview", "withdraw", WHO, _pending),
    "MyClaimView.do:discard": row("myclaimview", "discard", WHO, _draft),
    "MyClaimView.do:give_up": row("myclaimview", "give_up", WHO, _pending),
    "MyClaimView.export": plain("/myclaimview/export", WHO),
    "MyClaimDetailView.do:withdraw": row("myclaimdetailview", "withdraw", WHO, _pending),
    "MyClaimDetailView.export": plain("/myclaimdetailview/export", WHO),
}
UNTOLD = {
    "MyClaimDetailView.search": "changes nothing: it turns a number into its hash",
    "MyClaimView.proposal": "changes nothing: it computes a proposal",
    "OwnYearsView.search": "changes nothing: it turns a number into its hash",
}
# Nobody is asked to choose an organization on the platform of the tests, and nothing is decided in one's own lists.
CLOSED: dict[str, Callable[[World], Use]] = {
    "MyClaimView.decide": _undecided("myclaimview", WHO),
    "MyClaimView.do:submit_to": row("myclaimview", "submit_to", WHO, _draft),
    "MyClaimView.look_up": plain("/myclaimview/look-up/submit_to", WHO, q="示范"),
    "MyClaimDetailView.decide": _undecided("myclaimdetailview", WHO),
    "MyClaimDetailView.detach": _file("myclaimdetailview"),
}
