"""Who uses the doors of a unit rightly: what it registers, what its people claim, its administrators and its data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.accounts.models import Appointment
from app.claims import operations
from app.claims.models import Claim, ClaimType
from app.extensions import db
from app.organizations.models import Organization
from tests.house.outsiders import UNIT, one, rowid
from tests.outcomes_using import Use, World, appointment_of, at, plain, row

NUMBER = "11010519491231002X"
FORM = {"title": "公文写作班", "starts_on": "2026-05-04", "starts_half": "am", "ends_on": "2026-05-06",
        "ends_half": "pm", "requested": "", "year": "", "year_reason": "", "content": "结业。",
        "certificate_no": ""}  # fmt: skip
ADMINISTRATOR = {"phone": "", "staffed": "y", "may_sign_in": "y", "duties": "学时", "organization": ""}
NEW = ADMINISTRATOR | {"document": NUMBER, "name": "新人"}
SUN = {"document": "210204199207156624", "name": "孙丽"}


def _kind(w: World) -> str:
    return str(one(w.app, ClaimType, ClaimType.code == "abroad").id)


def _draft(w: World) -> Any:
    """A claim that dl3's unit has registered; paper is wanted for it, no file."""
    with w.app.app_context(), w.person("dl3").acting() as s:
        kind = db.session.get_one(ClaimType, int(_kind(w)))
        days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 6)}
        number = operations.register(db.session(), s.actor, SUN | days | {"type": kind, "title": "进修"}).id
        db.session.commit()
    return one(w.app, Claim, Claim.id == number)


def _pending(w: World) -> Any:
    number = _draft(w).id
    with w.app.app_context(), w.person("dl3").acting() as s:
        operations.submit(db.session(), [number], s.actor)
        db.session.commit()
    return one(w.app, Claim, Claim.id == number)


def _claim_form(path: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        own = _draft(w)
        return Use("dl3", path.format(own.id), FORM | SUN | {"type": _kind(w), "_version": str(own.version)})

    return use


def _submitted(view: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        own = _draft(w)
        asked = w.person("dl3").post(f"/{view}/look-up/submit", {"q": "", "narrow": ""}).get_json()
        return Use("dl3", f"/{view}/do/submit", {"rowid": rowid(own), "chosen": asked["rows"][0]["value"]})

    return use


def _unit(w: World) -> Organization:
    found: Organization = one(w.app, Organization, Organization.name == UNIT)
    return found


def _appointed(w: World) -> Appointment:
    return appointment_of("dl3-office")(w)


RECIPES: dict[str, Callable[[World], Use]] = {
    "RegisteredClaimView.add": _claim_form("/registeredclaimview/add"),
    "RegisteredClaimView.edit": _claim_form("/registeredclaimview/edit/{}"),
    "RegisteredClaimView.delete": at("/registeredclaimview/delete/{}", "dl3", _draft),
    "RegisteredClaimView.do:submit": _submitted("registeredclaimview"),
    "RegisteredClaimView.do:withdraw": row("registeredclaimview", "withdraw", "dl3", _pending),
    "RegisteredClaimView.do:discard": row("registeredclaimview", "discard", "dl3", _draft),
    "RegisteredClaimView.export": plain("/registeredclaimview/export", "dl3"),
    "UnitClaimView.do:remove": row("unitclaimview", "remove", "dl3", _draft),
    "UnitClaimView.export": plain("/unitclaimview/export", "dl3"),
    "ClaimedHoursView.export": plain("/claimedhoursview/export", "dl3"),
    "OwnUnitView.edit": at(
        "/ownunitview/edit/{}", "dl3", _unit, name=UNIT, credit_code="", region="示范市", contact="张"
    ),
    "UnitAdministratorView.add": plain(
        "/unitadministratorview/add", "dl3", **ADMINISTRATOR, document=NUMBER, name="新人"
    ),
    "UnitAdministratorView.edit": at("/unitadministratorview/edit/{}", "dl3", appointment_of("dl3"), **ADMINISTRATOR),
    "UnitAdministratorView.do:end": row("unitadministratorview", "end", "dl3", _appointed),
    "UnitAdministratorView.do:unlock": row("unitadministratorview", "unlock", "dl3", _appointed),
    "UnitAdministratorView.reset": at("/unitadministratorview/{}/reset", "dl3", _appointed),
}
# Only the Guangxi platform has units added on request, see tests/test_adding_units.py; here no role may.
CLOSED: dict[str, Callable[[World], Use]] = {
    "OwnUnitRequestView.add": plain("/ownunitrequestview/add", "dl1", name="新单位", region="示范市"),
    "UnitRequestView.do:confirm": plain("/unitrequestview/do/confirm", "dl1", rowid="1.1"),
    "UnitRequestView.do:decline": plain("/unitrequestview/do/decline", "dl1", rowid="1.1", opinion="意见"),
}
# Doors that change nothing: they turn a number into its hash.
UNTOLD = {
    f"{name}.search": "changes nothing: it turns a number into its hash"
    for name in ("UnitClaimView", "ClaimedHoursView", "LearnerYearView", "UnitAdministratorView")
}
