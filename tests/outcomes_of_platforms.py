"""Recipes for the doors of a platform's set-up: menu, levels, holidays, routes, rules, settings, platforms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.accounts.models import RoleProfile
from app.claims.models import ClaimType, ClaimWindow
from app.hours.models import ClosedYear, HourCategory
from app.kit import clock
from app.organizations.models import Holiday, LevelName, MenuEntry, Platform, ReviewRoute
from tests.house.outsiders import one
from tests.outcomes_using import Use, World, at, plain, row
from tests.presets import test_platforms, test_routes
from tests.test_closing import FORM as SETTINGS
from tests.test_rules import posted_rules

YEAR = clock.today().year
PEOPLE = "人员管理"
DAY = {"day": "2031-05-04", "name": "本地假日"}
LEVEL = {"level": "9", "label": "班组", "label_en": "Team"}
CATEGORY = {"label": "备用", "label_en": "Spare", "seq": "9"}
WORDS = {"label": "干部名册", "label_en": "Officials", "target": "LearnerView", "icon": "users"}
ROUTE = test_routes.form(test_routes.LAST)


def _entry(place: int) -> Callable[[World], MenuEntry]:
    """The entry at a place of the whole menu, e.g. 1 or 2 of the first heading."""

    def find(w: World) -> MenuEntry:
        found: MenuEntry = one(w.app, MenuEntry, MenuEntry.platform_id == 1, MenuEntry.seq == place)
        return found

    return find


def _people(w: World) -> MenuEntry:
    found: MenuEntry = one(w.app, MenuEntry, MenuEntry.platform_id == 1, MenuEntry.label == PEOPLE)
    return found


def _second_heading(w: World) -> MenuEntry:
    """The first entry below the second heading."""
    first = _entry(1)(w)
    found: MenuEntry = one(w.app, MenuEntry, MenuEntry.platform_id == 1, MenuEntry.heading != first.heading)
    return found


def _hidden(w: World) -> MenuEntry:
    w.person("dl1").post("/menuview/do/hide", {"rowid": str(_people(w).id)})
    return _people(w)


def _restored(w: World) -> Use:
    """What was hidden comes back."""
    assert _hidden(w).hidden
    return Use("dl1", "/menuview/restore")


def _missing(path: str, **data: str) -> Callable[[World], Use]:
    """The screen of people has no entry any more."""

    def use(w: World) -> Use:
        old = _people(w)
        w.person("dl1").post(f"/menuview/delete/{old.id}")
        return Use("dl1", path, data | {"heading": old.heading, "heading_en": ""})

    return use


def _first(model: Any, *criteria: Any) -> Callable[[World], Any]:
    return lambda w: one(w.app, model, *criteria)


def _made(path: str, data: dict[str, str], model: Any, *criteria: Any) -> Callable[[World], Any]:
    """A row that dl1 makes for the recipe: what the demo has is in use."""

    def find(w: World) -> Any:
        w.person("dl1").post(path, data)
        return one(w.app, model, *criteria)

    return find


_level2 = _first(RoleProfile, RoleProfile.code == "level2")
KEPT = ["can_read|account", "can_write|account"]  # somebody manages accounts by this role


def _changed(w: World) -> int:
    w.person("dl1").post(f"/roleview/{_level2(w).role_id}/permissions", {"permissions": KEPT})
    return int(_level2(w).role_id)


_spare = _made("/categoryview/add", CATEGORY | {"code": "spare"}, HourCategory, HourCategory.code == "spare")
_day = _made("/holidayview/add", DAY, Holiday, Holiday.name == DAY["name"])
CLAIM_TYPE = {"label": "挂职锻炼", "label_en": "Secondment", "code": "secondment", "seq": "9", "category": "1",
              "proposal": "by_hand", "evidence": "upload"}  # fmt: skip
WINDOW = {"year": str(YEAR), "opens_on": f"{YEAR}-01-01", "closes_on": f"{YEAR}-12-31"}
_spare_type = _made("/claimtypeview/add", CLAIM_TYPE, ClaimType, ClaimType.code == "secondment")
_window = _made("/claimwindowview/add", WINDOW, ClaimWindow, ClaimWindow.year == YEAR)


def _retired_type(w: World) -> ClaimType:
    kind = _spare_type(w)
    w.person("dl1").post("/claimtypeview/do/retire", {"rowid": f"{kind.id}.{kind.version}"})
    return one(w.app, ClaimType, ClaimType.code == "secondment")


_level = _first(LevelName, LevelName.level == 2)
_route = _first(ReviewRoute, ReviewRoute.owner_level == 3)


MENU: Mapping[str, Callable[[World], Use]] = {
    "MenuView.add": _missing("/menuview/add", **WORDS),
    "MenuView.adopt": _missing("/menuview/adopt", target="LearnerView"),
    "MenuView.delete": at("/menuview/delete/{}", "dl1", _people),
    "MenuView.edit": at("/menuview/edit/{}", "dl1", _people, **WORDS, heading="新分组"),
    "MenuView.rename_heading": at("/menuview/{}/heading", "dl1", _people, heading="人员", heading_en="Officials"),
    "MenuView.restore": _restored,
    "MenuView.do:down": row("menuview", "down", "dl1", _entry(1)),
    "MenuView.do:up": row("menuview", "up", "dl1", _entry(2)),
    "MenuView.do:heading_down": row("menuview", "heading_down", "dl1", _entry(1)),
    "MenuView.do:heading_up": row("menuview", "heading_up", "dl1", _second_heading),
    "MenuView.do:hide": row("menuview", "hide", "dl1", _people),
    "MenuView.do:unhide": row("menuview", "unhide", "dl1", _hidden),
}
RECIPES: Mapping[str, Callable[[World], Use]] = {
    **MENU,
    "CategoryView.add": plain("/categoryview/add", "dl1", **CATEGORY, code="spare"),
    "CategoryView.edit": at("/categoryview/edit/{}", "dl1", _first(HourCategory), **CATEGORY),
    "CategoryView.delete": at("/categoryview/delete/{}", "dl1", _spare),
    "ClosedYearView.add": plain("/closedyearview/add", "dl1", year=str(YEAR - 2)),
    "ClosedYearView.do:reopen": row("closedyearview", "reopen", "dl1", _first(ClosedYear)),
    "HolidayView.add": plain("/holidayview/add", "dl1", **DAY),
    "HolidayView.edit": at("/holidayview/edit/{}", "dl1", _day, **DAY, works="y"),
    "HolidayView.delete": at("/holidayview/delete/{}", "dl1", _day),
    "HolidayView.official": plain("/holidayview/official", "dl1", year="2025"),
    "LevelView.add": plain("/levelview/add", "dl1", **LEVEL),
    "LevelView.edit": at("/levelview/edit/{}", "dl1", _level, **LEVEL),
    "LevelView.delete": at("/levelview/delete/{}", "dl1", _level),
    "PlatformView.add": plain("/platformview/add", "admin", **test_platforms.NEW),
    "PlatformView.edit": at("/platformview/edit/{}", "admin", _first(Platform), name="新名", zone="Asia/Tokyo"),
    "RoleView.permissions": at("/roleview/{}/permissions", "dl1", _level2, permissions=["can_read|learner", *KEPT]),
    "RoleView.do:restore": row("roleview", "restore", "dl1", _changed),
    "RoleView.words": at("/roleview/{}/words", "dl1", _first(RoleProfile, RoleProfile.code == "level3"),
                         label="基层管理员", label_en="Local administrator"),
    "ClaimTypeView.add": plain("/claimtypeview/add", "dl1", **CLAIM_TYPE),
    "ClaimTypeView.edit": at("/claimtypeview/edit/{}", "dl1", _spare_type,
                             **CLAIM_TYPE | {"label": "实践锻炼", "most_hours": "20"}),
    "ClaimTypeView.delete": at("/claimtypeview/delete/{}", "dl1", _spare_type),
    "ClaimTypeView.do:retire": row("claimtypeview", "retire", "dl1", _spare_type),
    "ClaimTypeView.do:offer": row("claimtypeview", "offer", "dl1", _retired_type),
    "ClaimWindowView.add": plain("/claimwindowview/add", "dl1", **WINDOW),
    "ClaimWindowView.edit": at("/claimwindowview/edit/{}", "dl1", _window, **WINDOW | {"closes_on": f"{YEAR}-12-30"}),
    "ClaimWindowView.delete": at("/claimwindowview/delete/{}", "dl1", _window),
    "RouteView.add": plain("/routeview/add", "dl1", **ROUTE),
    "RouteView.edit": at("/routeview/edit/{}", "dl1", _route, **ROUTE | {"owner_level": "3"}),
    "RouteView.delete": at("/routeview/delete/{}", "dl1", _route),
    "RulesView.add": plain("/rulesview/add", "dl1", **posted_rules([{"kind": "total", "amount": 7}])),
    "SettingView.change": plain("/settings/", "dl1", **SETTINGS | {"from_year": str(YEAR + 1), "hours_per_day": "7"}),
}  # fmt: skip
