"""A platform and its preset file say the same: created, exported and created again; kept in step at deployment."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import RoleProfile
from app.cli import sync_permissions
from app.extensions import db
from app.hours import rules
from app.hours.models import HourCategory
from app.kit import scope
from app.organizations.models import LevelName, MenuEntry, Organization, Platform, PolicyRow, ReviewRoute, RouteStep
from app.presets import loading
from app.presets.sections import SECTIONS, menu_mark
from tests.test_commands import run

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@pytest.fixture
def everything(context: Flask) -> Iterator[None]:
    with scope.everything("test"):
        yield


def preset(name: str, code: str = "copy") -> dict[str, Any]:
    """A preset with facts of its own, also where the file gives none."""
    own = {"code": code, "name": "副本", "zone": "Asia/Urumqi"}
    return {"root": {"name": "根", "category": "bureau"}} | loading.read(name) | own


def exported(facts: dict[str, Any]) -> str:
    """The export of the platform made of `facts`, which is gone again afterwards."""
    text = loading.export(db.session(), loading.create_platform(db.session(), facts))
    db.session.rollback()
    return text


@pytest.mark.req("R-9", "R-6")
@pytest.mark.parametrize("name", loading.names())
def test_a_preset_comes_back_from_the_rows_that_it_made(everything: None, name: str) -> None:
    facts = preset(name)
    text = exported(facts)
    read = tomllib.loads(text)
    said = {s.name for s in SECTIONS} | {"code", "name", "zone"}
    assert read == {key: value for key, value in facts.items() if key in said}
    assert exported(read) == text, "and the same file from these"


def demo_platform() -> Platform:
    return db.session.scalars(select(Platform).order_by(Platform.id)).first()  # type: ignore[return-value]  # it is there


@pytest.mark.req("R-6")
def test_what_was_changed_on_screens_is_in_the_export(everything: None) -> None:
    platform = demo_platform()
    root = db.session.scalars(select(Organization).where(Organization.parent_id.is_(None))).first()
    category = db.session.scalars(select(HourCategory)).first()
    assert root and category
    here = {"platform_id": platform.id}
    db.session.add_all([
        PolicyRow(**here, name="results_beyond_plan", from_year=2027, value={"a": [1, True], "b": "x"}),
        LevelName(**here, level=7, label='七级"\n', label_en="Seven \\"),
        ReviewRoute(**here, kind="training_class", type="abroad", name="x", steps=[
            RouteStep(**here, seq=1, name="终", who="chosen", permission="final_review", working_days=3,
                      types=["a", "b"], above_hours=40)]),
    ])  # fmt: skip
    later = [
        rules.Rule("minimum", category_id=category.id, amount=Decimal("37.5")),
        rules.Rule("total", amount=Decimal(90)),
    ]
    rules.add(db.session(), platform.id, 2028, later, "", "")
    db.session.scalars(select(MenuEntry)).first().hidden = True  # type: ignore[union-attr]  # it is there
    db.session.flush()
    text = loading.export(db.session(), platform)
    again = tomllib.loads(text) | {"code": "copy"}
    assert exported(again) == text.replace(f'code = "{platform.code}"', 'code = "copy"')
    for said in ("37.5", "2028", "七级", "abroad", "above_hours = 40", "hidden = true"):
        assert said in text, said


@pytest.mark.req("R-6")
def test_no_person_and_no_secret_is_in_the_export(everything: None) -> None:
    text = loading.export(db.session(), demo_platform())
    for secret in ("陈晓梅", "dl1", "Xueshi-2026", "pbkdf2", "scrypt", "培训干事"):
        assert secret not in text, secret


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(labels=st.lists(st.tuples(WORDS, WORDS), max_size=4), zh=WORDS, hours=st.decimals(0, 999, places=2))
def test_any_words_survive_the_file(everything: None, labels: Any, zh: str, hours: Decimal) -> None:
    facts = preset("empty")
    facts["level"] = [{"level": n, "label": a, "label_en": b} for n, (a, b) in enumerate(labels, 1)]
    facts["policy"] = {"hours_word": {"zh": zh, "en": zh}}
    facts["rule"] = [{"kind": "minimum", "category": "general", "amount": hours}]
    text = exported(facts)
    assert exported(tomllib.loads(text)) == text


# ---- commands and deployment --------------------------------------------------------------------------------------


@pytest.mark.req("R-9")
def test_a_platform_is_exported_and_created_again_by_commands(app: Flask, tmp_path: Path) -> None:
    code = run(app, "platform", "export", "nowhere")
    assert code.exit_code == 1
    with app.app_context(), scope.everything("test"):
        present = demo_platform().code
    file = tmp_path / "exported.toml"
    file.write_text(run(app, "platform", "export", present).output, encoding="utf-8")
    made = run(app, "platform", "create", "--preset", str(file), "--code", "twin")
    assert made.exit_code == 0, made.output
    twin = run(app, "platform", "export", "twin").output
    assert twin == file.read_text(encoding="utf-8").replace(f'code = "{present}"', 'code = "twin"', 1)
    lacking = run(app, "platform", "create", "--preset", "empty")
    assert lacking.exit_code == 1
    assert "code, name, root" in lacking.output
    whole = ("--code", "plain", "--name", "新平台", "--root", "新单位")
    assert run(app, "platform", "create", "--preset", "empty", *whole).exit_code == 0


def entries() -> list[MenuEntry]:
    return list(db.session.scalars(select(MenuEntry).order_by(MenuEntry.seq)))


@pytest.mark.req("MENU-1")
def test_deployment_adds_new_screens_to_a_menu_that_nobody_has_changed(everything: None) -> None:
    platform = demo_platform()
    whole = [e.target for e in entries()]
    for one in entries()[-3:]:
        db.session.delete(one)
    db.session.flush()
    older = next(s for s in SECTIONS if s.name == "menu").reads(db.session(), platform)
    platform.menu_mark = menu_mark(older)  # the file had three screens less when it was loaded
    sync_permissions()
    assert [e.target for e in entries()] == whole
    kept = [e.id for e in entries()]
    sync_permissions()
    assert [e.id for e in entries()] == kept, "a second deployment changes nothing"


@pytest.mark.req("MENU-1")
def test_deployment_leaves_a_changed_menu_alone(everything: None) -> None:
    entries()[0].label = "自己的叫法"
    db.session.delete(entries()[-1])
    db.session.flush()
    before = [(e.id, e.label) for e in entries()]
    sync_permissions()
    assert [(e.id, e.label) for e in entries()] == before


@pytest.mark.req("R-6")
def test_deployment_keeps_the_platforms_words_for_roles(everything: None) -> None:
    role = db.session.scalars(select(RoleProfile).where(RoleProfile.kind == "platform")).first()
    assert role
    role.label, held = "总管", role.permissions
    role.role.permissions = []
    db.session.flush()
    sync_permissions()
    db.session.expire_all()
    assert (role.label, role.permissions) == ("总管", held)
