"""The menu tree on the screen: order, words, hiding, what a role sees, screens without an entry (MENU-1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import RoleProfile
from app.extensions import db
from app.kit import audit, scope
from app.organizations import menu
from app.organizations.models import MenuEntry, Platform
from app.presets import loading
from tests.house.outsiders import one, state
from tests.person import Person

Get = Callable[..., Person]


def tree(app: Flask) -> list[tuple[str, list[str]]]:
    """Headings with the words of their entries, as the database says."""
    with app.app_context(), scope.everything("test"):
        rows = db.session.scalars(select(MenuEntry).order_by(MenuEntry.seq, MenuEntry.id))
        return [(first.heading, [e.label for e in group]) for first, group in menu.tree(rows)]


def entry(app: Flask, label: str) -> Any:
    return one(app, MenuEntry, MenuEntry.label == label)


def sidebar(browser: Person) -> list[str]:
    page = browser.get("/?").get_data(as_text=True)
    nav = page.split("主菜单")[1].split("</nav>")[0]
    return re.findall(r"</svg><span>([^<]+)</span>", nav)


def do(browser: Person, verb: str, label: str) -> Any:
    return browser.post(f"/menuview/do/{verb}", {"rowid": str(entry(browser.app, label).id)})


@pytest.mark.req("MENU-1")
def test_entries_and_headings_move_and_everybody_sees_them_so(app: Flask, person: Get) -> None:
    boss = person("dl1")
    before = tree(app)
    heading, labels = before[0]
    do(boss, "down", labels[0])
    assert tree(app)[0] == (heading, [labels[1], labels[0], *labels[2:]])
    do(boss, "up", labels[0])
    assert tree(app) == before
    do(boss, "up", labels[0])
    do(boss, "heading_up", labels[0])
    do(boss, "down", before[-1][1][-1])
    assert tree(app) == before, "nothing is above the first and below the last"
    do(boss, "heading_down", labels[0])
    assert [h for h, _e in tree(app)][:2] == [before[1][0], heading]
    shown = sidebar(person("dl3"))
    assert shown.index("我的学分" if "我的学分" in shown else before[1][1][0]) < shown.index(labels[1])


@pytest.mark.req("MENU-1")
def test_an_entry_has_the_platforms_words_icon_and_screen(app: Flask, person: Get) -> None:
    boss, old = person("dl1"), entry(app, "人员管理")
    form = {
        "label": "干部名册",
        "label_en": "Officials",
        "target": "LearnerView",
        "icon": "users",
        "heading": old.heading,
    }
    assert boss.post(f"/menuview/edit/{old.id}", form).status_code == 303
    assert "干部名册" in sidebar(person("dl3"))
    assert boss.post(f"/menuview/edit/{old.id}", form | {"heading": "新分组"}).status_code == 303
    assert tree(app)[-1] == ("新分组", ["干部名册"])
    for wrong in ({"target": "OrganizationView"}, {"target": "PlatformView"}, {"target": "x"}, {"icon": "no-such"},
                  {"label": ""}, {"heading": ""}):  # fmt: skip
        assert boss.post(f"/menuview/edit/{old.id}", form | wrong).status_code == 422, wrong
    assert boss.post("/menuview/add", form).status_code == 422, "the screen has its entry"


@pytest.mark.req("MENU-1")
def test_a_heading_is_renamed_for_all_its_entries_and_merges_with_a_namesake(app: Flask, person: Get) -> None:
    boss = person("dl1")
    (_first, labels), (second, others) = tree(app)[:2]
    path = f"/menuview/{entry(app, labels[0]).id}/heading"
    assert boss.post(path, {"heading": "培训", "heading_en": ""}).status_code == 303
    assert tree(app)[0] == ("培训", labels)
    assert entry(app, labels[-1]).heading_en == "培训"
    assert boss.post(path, {"heading": second, "heading_en": "Both"}).status_code == 303
    assert tree(app)[0] == (second, [*labels, *others])
    assert entry(app, others[0]).heading_en == "Both"


@pytest.mark.req("MENU-1")
def test_hidden_entries_are_gone_for_everybody_and_come_back(app: Flask, person: Get) -> None:
    boss, other = person("dl1"), person("dl3")
    do(boss, "hide", "人员管理")
    assert "人员管理" not in sidebar(other)
    assert other.get("/learnerview/list/").status_code == 200, "hiding is no permission"
    do(boss, "unhide", "人员管理")
    assert "人员管理" in sidebar(other)


@pytest.mark.req("MENU-1")
def test_a_removed_screen_waits_below_the_menu_and_is_added_again(app: Flask, person: Get) -> None:
    boss, gone = person("dl1"), entry(app, "人员管理")
    assert boss.post(f"/menuview/delete/{gone.id}").status_code == 303
    page = boss.get("/menuview/list/").get_data(as_text=True)
    assert 'value="LearnerView"' in page.split("不在菜单中的页面")[1]
    assert boss.post("/menuview/adopt", {"target": "LearnerView"}).status_code == 303
    back = one(app, MenuEntry, MenuEntry.target == "LearnerView")
    assert (back.heading, back.heading_en, back.label_en) == ("更多功能", "More screens", "Manage people")
    boss.post("/menuview/adopt", {"target": "LearnerView"})
    assert [e for _h, labels in tree(app) for e in labels].count(back.label) == 1
    for nothing in ("PlatformView", "CandidateView", "LoginView", ""):
        assert boss.post("/menuview/adopt", {"target": nothing}).status_code == 404, nothing


@pytest.mark.req("MENU-1")
def test_the_preview_shows_what_each_role_really_sees(app: Flask, person: Get) -> None:
    boss = person("dl1")
    for code, name in (("level3", "dl3-sibling"), ("level2", "dl2"), ("auditor", "auditor"), ("level1", "dl1")):
        role = one(app, RoleProfile, RoleProfile.code == code)
        page = boss.get(f"/menuview/list/?role={role.role_id}").get_data(as_text=True).split("不在菜单中的页面")[0]
        rows = re.findall(r"<li( class=\"is-off\")?>\s*<span class=\"words\">.*?<b>([^<]+)</b>", page)
        assert [label for off, label in rows if not off] == sidebar(person(name)), code
    assert boss.get("/menuview/list/").status_code == 200


@pytest.mark.req("MENU-1")
def test_the_menu_of_the_preset_can_be_had_again(app: Flask, person: Get) -> None:
    boss, before = person("dl1"), tree(app)
    do(boss, "hide", "人员管理")
    boss.post(f"/menuview/delete/{entry(app, before[0][1][0]).id}")
    assert boss.post("/menuview/restore").status_code == 303
    assert tree(app) == before
    assert not entry(app, "人员管理").hidden
    with app.app_context(), scope.everything("test"):
        db.session.scalars(select(Platform)).first().preset = ""  # type: ignore[union-attr]  # it is there
        db.session.commit()
    last = state(app)
    assert boss.post("/menuview/restore").status_code == 303
    assert state(app).tables == last.tables


@pytest.mark.req("MENU-1", "AUDIT-1")
def test_the_audit_tells_the_order_in_words(app: Flask, person: Get) -> None:
    (heading, labels), *_rest = tree(app)
    do(person("dl1"), "down", labels[0])
    found = one(app, audit.AuditEvent, audit.AuditEvent.event == "menu_entry:order")
    assert found.details["before"][:2] == [f"{heading} / {label}" for label in labels[:2]]
    assert found.details["after"][:2] == [f"{heading} / {label}" for label in (labels[1], labels[0])]


def test_every_target_of_a_preset_is_a_screen_with_an_icon_that_exists(app: Flask) -> None:
    """A renamed view or a missing icon would leave a hole in somebody's menu."""
    from app import navigation
    from app.kit.views import look

    with app.test_request_context():
        known, icons = navigation.screens(), look.icon_names()
        for name in loading.names():
            for one_entry in (e for group in loading.read(name)["menu"] for e in group["entries"]):
                assert one_entry["target"] in known, (name, one_entry)
                assert one_entry["icon"] in icons, (name, one_entry)


@pytest.mark.req("MENU-1", "R-1")
@pytest.mark.parametrize("name", ["dl2", "dl3", "dl-learner", "admin", "auditor", "security"])
def test_the_menu_is_changed_by_the_platforms_administrator_only(app: Flask, person: Get, name: str) -> None:
    outsider, row, before = person(name), entry(app, "人员管理"), state(app)
    for path in ("list/", "add", f"edit/{row.id}", f"{row.id}/heading"):
        assert outsider.get(f"/menuview/{path}").status_code == 403, path
    for path in ("add", f"edit/{row.id}", f"{row.id}/heading", f"delete/{row.id}", "adopt", "restore",
                 "do/up", "do/down", "do/heading_up", "do/heading_down", "do/hide", "do/unhide"):  # fmt: skip
        posted = {"rowid": str(row.id), "target": "LearnerView", "heading": "x"}
        assert outsider.post(f"/menuview/{path}", posted).status_code == 403, path
    assert state(app).tables == before.tables


@pytest.mark.req("MENU-1", "R-1")
def test_entries_of_another_platform_do_not_exist(app: Flask, person: Get) -> None:
    with app.app_context(), scope.everything("test"):
        other = loading.create_platform(db.session(), loading.read("empty") | {
            "code": "other", "name": "另一平台", "root": {"name": "别处"}})  # fmt: skip
        db.session.commit()
        number = db.session.scalars(select(MenuEntry.id).where(MenuEntry.platform_id == other.id)).first()
        role = db.session.scalars(select(RoleProfile.role_id).where(RoleProfile.platform_id == other.id)).first()
    boss, before = person("dl1"), state(app)
    assert boss.get(f"/menuview/edit/{number}").status_code == 404
    for path in (f"edit/{number}", f"delete/{number}", f"{number}/heading", "do/up", "do/hide", "do/heading_down"):
        assert boss.post(f"/menuview/{path}", {"rowid": str(number), "heading": "x"}).status_code == 404, path
    page = boss.get(f"/menuview/list/?role={role}").get_data(as_text=True)
    assert f'<option value="{role}"' not in page
    assert state(app).tables == before.tables
