"""Review routes on the screen: written as a whole, said in words, tried over all units, never changed under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from app.accounts.models import Appointment
from app.classes.models import TrainingClass
from app.extensions import db
from app.kit import audit, clock, scope
from app.kit.errors import NotFound, RuleError
from app.kit.review import ReviewStep
from app.kit.views import lines
from app.organizations import routes
from app.organizations.models import Organization, Platform, ReviewRoute, RouteStep
from tests.house.outsiders import one, state
from tests.person import Person

Get = Callable[..., Person]
FIRST = {"name": "初审", "name_en": "First", "who": "ancestor", "level": "2", "permission": "first_review"}
LAST = {"name": "终审", "name_en": "Last", "who": "root", "level": "", "permission": "final_review"}


def form(*steps: dict[str, str], **more: str) -> dict[str, str]:
    """What the page posts."""
    facts = {"kind": "training_class", "name": "新流程", "owner_level": "4"} | more
    return facts | {f"steps-{n}-{key}": value for n, step in enumerate(steps) for key, value in step.items()}


def route_of(app: Flask, level: int | None) -> Any:
    return one(app, ReviewRoute, ReviewRoute.owner_level == level, ReviewRoute.platform_id == 1)


def steps_of(app: Flask, route: Any) -> list[tuple[Any, ...]]:
    with app.app_context(), scope.everything("test"):
        rows = db.session.scalars(select(RouteStep).where(RouteStep.route_id == route.id).order_by(RouteStep.seq))
        return [(r.seq, r.name, r.who, r.level, r.permission) for r in rows]


# ---- saving -------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-3")
def test_a_route_is_saved_with_its_steps_in_order(app: Flask, person: Get) -> None:
    boss = person("dl1")
    own = {"name": "自审", "who": "own_unit", "permission": "first_review", "self_review": "y", "working_days": "5",
           "above_hours": "40"}  # fmt: skip
    assert boss.post("/routeview/add", form(own, FIRST, LAST)).status_code == 303
    route = route_of(app, 4)
    assert steps_of(app, route) == [
        (1, "自审", "own_unit", None, "first_review"),
        (2, "初审", "ancestor", 2, "first_review"),
        (3, "终审", "root", None, "final_review"),
    ]
    first = one(app, RouteStep, RouteStep.route_id == route.id)
    assert (first.self_review, first.working_days, first.above_hours, first.types) == (True, 5, 40, None)
    changed = form(LAST, FIRST, name="倒过来", _version="1")
    assert boss.post(f"/routeview/edit/{route.id}", changed).status_code == 303
    assert [step[1] for step in steps_of(app, route)] == ["终审", "初审"]
    stale = form(LAST, name="迟到", _version="1")
    assert boss.post(f"/routeview/edit/{route.id}", stale).status_code == 422
    assert route_of(app, 4).name == "倒过来"


@pytest.mark.req("R-3")
def test_a_route_without_steps_records_at_once(app: Flask, person: Get) -> None:
    route = route_of(app, 3)
    boss = person("dl1")
    assert boss.post(f"/routeview/edit/{route.id}", form(owner_level="3", _version="1")).status_code == 303
    assert "提交后直接备案" in boss.get(f"/routeview/edit/{route.id}").get_data(as_text=True)
    draft = one(app, TrainingClass, TrainingClass.title == "年度业务骨干培训（草稿）")
    person("dl3").post("/declarationview/do/submit", {"rowid": f"{draft.id}.{draft.version}"})
    assert one(app, TrainingClass, TrainingClass.id == draft.id).review_state == "approved"


@pytest.mark.req("R-3")
def test_what_is_submitted_keeps_the_route_that_it_was_given(app: Flask, person: Get) -> None:
    draft = one(app, TrainingClass, TrainingClass.title == "年度业务骨干培训（草稿）")
    person("dl3").post("/declarationview/do/submit", {"rowid": f"{draft.id}.{draft.version}"})
    with app.app_context(), scope.everything("test"):
        copied = select(ReviewStep.name, ReviewStep.organization_id).where(ReviewStep.item_id == draft.id)
        before = db.session.execute(copied.order_by(ReviewStep.id)).all()
    route = route_of(app, 3)
    person("dl1").post(f"/routeview/edit/{route.id}", form(LAST, owner_level="3", _version="1"))
    assert len(steps_of(app, route)) == 1
    with app.app_context(), scope.everything("test"):
        assert db.session.execute(copied.order_by(ReviewStep.id)).all() == before
    item = one(app, TrainingClass, TrainingClass.id == draft.id)
    assert person("dl2").post("/firstreviewview/do/approve", {"rowid": f"{item.id}.{item.version}"}).status_code == 303
    moved = one(app, TrainingClass, TrainingClass.id == draft.id)
    assert (moved.review_state, moved.review_stage) == ("pending", "终审"), "two steps, as it was submitted"


@pytest.mark.req("R-3")
def test_what_makes_no_sense_is_refused_and_what_was_typed_stays(app: Flask, person: Get) -> None:
    boss, before = person("dl1"), state(app)
    wrong = {
        "no level": form(FIRST | {"level": ""}),
        "a permission that no role has": form(LAST | {"permission": "third_review"}),
        "an ordinary permission": form(LAST | {"permission": "write"}),
        "no name": form(LAST | {"name": ""}),
        "a second route for the level": form(LAST, owner_level="3"),
        "a level that is none": form(LAST, owner_level="99"),
        "a foreign kind": form(LAST, kind="learner"),
        "a term of nothing": form(LAST | {"working_days": "0"}),
        "negative hours": form(LAST | {"above_hours": "-1"}),
        "nine steps": form(*[LAST] * 9, name="太长") | {"steps-8-name": "", "steps-7-who": ""},
    }
    for why, data in wrong.items():
        answer = boss.post("/routeview/add", data)
        assert answer.status_code == 422, why
        assert "新流程" in answer.get_data(as_text=True) or why in ("a foreign kind", "nine steps"), why
    assert state(app).tables == before.tables


@pytest.mark.req("R-3")
def test_the_operation_refuses_what_the_form_would_not_send(app: Flask, person: Get) -> None:
    with app.app_context(), person("dl1").acting() as now:
        facts = {"kind": "training_class", "name": "x", "owner_level": 5}
        step = {"name": "x", "who": "ancestor", "permission": "final_review", "self_review": False}
        for wrong in ({}, {"level": 2, "working_days": 0}, {"level": 2, "above_hours": -1}):
            with pytest.raises(RuleError):
                routes.add_route(db.session(), now.actor, facts | {"steps": [step | wrong]})
        with pytest.raises(RuleError):
            routes.add_route(db.session(), now.actor, facts | {"steps": [step | {"level": 2}] * 9})
    with app.app_context(), person("admin").acting() as now, pytest.raises(NotFound):
        routes.add_route(db.session(), now.actor, facts | {"steps": []})


@pytest.mark.req("R-3", "AUDIT-1")
def test_the_audit_tells_a_route_before_and_after_in_words(app: Flask, person: Get) -> None:
    route = route_of(app, 3)
    person("dl1").post(f"/routeview/edit/{route.id}", form(LAST, owner_level="3", _version="1"))
    found = one(app, audit.AuditEvent, audit.AuditEvent.event == "review_route:steps")
    assert found.details["before"][0].startswith("初审: 最近的二级单位")
    assert found.details["after"] == ["终审: 平台根单位 (5 个工作日内) [final_review]"]
    assert found.user_name == person("dl1").identity.name  # type: ignore[union-attr]  # signed in


@pytest.mark.req("R-3")
def test_a_deleted_route_leaves_nothing_to_submit_by(app: Flask, person: Get) -> None:
    route = route_of(app, 3)
    assert person("dl1").post(f"/routeview/delete/{route.id}").status_code == 303
    draft = one(app, TrainingClass, TrainingClass.title == "年度业务骨干培训（草稿）")
    person("dl3").post("/declarationview/do/submit", {"rowid": f"{draft.id}.{draft.version}"})
    assert one(app, TrainingClass, TrainingClass.id == draft.id).review_state == "draft"


# ---- buttons of the rows ------------------------------------------------------------------------------------------


def row_names(page: str) -> list[str]:
    rows = page.split("<template>", maxsplit=1)[0].split("data-line-rows")[1].split('name="steps-')[1:]
    return [row.split('value="')[1].split('"')[0] for row in rows if row.split('"')[0].endswith("-name")]


@pytest.mark.req("R-3")
def test_the_buttons_of_the_rows_work_without_a_script_and_save_nothing(app: Flask, person: Get) -> None:
    boss, before = person("dl1"), state(app)
    typed = form(FIRST, LAST)
    same, turned = ["初审", "终审"], ["终审", "初审"]
    expected = {"add": [*same, ""], "up:1": turned, "down:0": turned, "up:0": same, "remove:0": ["终审"], "look": same,
                "remove:7": same}  # fmt: skip
    for command, names in expected.items():
        page = boss.post("/routeview/add", typed | {"_line": command})
        assert page.status_code == 200, command
        assert row_names(page.get_data(as_text=True)) == names, command
    edited = boss.post(f"/routeview/edit/{route_of(app, 3).id}", typed | {"_line": "add", "_version": "1"})
    assert row_names(edited.get_data(as_text=True)) == ["初审", "终审", ""]
    assert boss.post("/routeview/add", typed | {"_line": "nonsense"}).status_code == 303, "no button: saved"
    assert state(app).tables != before.tables


def test_rows_are_renumbered_and_what_was_typed_stays_as_typed() -> None:
    posted = MultiDict([("x", "1"), ("rows-0-a", "A"), ("rows-0-t", "1"), ("rows-0-t", "2"), ("rows-7-a", "-?"),
                        ("rows-x-a", "no")])  # fmt: skip

    def after(command: str) -> list[tuple[str, str]]:
        posted[lines.COMMAND] = command
        found = lines.rearranged(posted, "rows", "a")
        return [(k, v) for k, v in found.items(multi=True) if k.startswith("rows-")]

    outside = [("rows-x-a", "no")]
    first, last = [("a", "A"), ("t", "1"), ("t", "2")], [("a", "-?")]

    def numbered(*rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return outside + [(f"rows-{n}-{k}", v) for n, row in enumerate(rows) for k, v in row]

    assert after("look") == numbered(first, last)
    assert after("up:1") == numbered(last, first)
    assert after("down:1") == numbered(first, last)
    assert after("remove:0") == numbered(last)
    assert after("add") == numbered(first, last, [("a", "")])


# ---- preview ------------------------------------------------------------------------------------------------------


def looked(boss: Person, *steps: dict[str, str], **more: str) -> str:
    page = boss.post("/routeview/add", form(*steps, **more) | {"_line": "look"}).get_data(as_text=True)
    return page.split("data-preview")[1].split("form-bar")[0]


@pytest.mark.req("R-3")
def test_the_preview_says_who_decides_and_which_units_would_be_stuck(app: Flask, person: Get) -> None:
    boss = person("dl1")
    with app.app_context(), scope.everything("test"):
        third = db.session.scalars(select(Organization).where(Organization.level == 3, Organization.kind == "unit"))
        names = {o.name: o.path for o in third}
        held = select(Appointment.organization_id)
        staffed = {o.path for o in db.session.scalars(select(Organization).where(Organization.id.in_(held)))}
    text = looked(boss, FIRST, LAST, owner_level="3")
    assert "由三级单位申报" in text
    assert "最近的二级单位" in text
    unstaffed = [name for name, path in names.items() if f"{'/'.join(path.split('/')[:2])}/" not in staffed]
    assert f"共试算 {len(names)} 个单位" in text
    assert all(name in text for name in unstaffed[:5])
    assert f"{len(names) - len(unstaffed)} 个都能找到审核人" in text
    none = looked(boss, FIRST | {"level": "3"}, owner_level="2")
    assert "上方没有该级别的单位" in none
    assert "提交后直接备案" in looked(boss, owner_level="2")
    chosen = looked(boss, LAST | {"who": "chosen"}, owner_level="2")
    assert "提交时选择" in chosen


@pytest.mark.req("R-3")
def test_a_reviewer_who_cannot_sign_in_counts_for_nobody(app: Flask, person: Get) -> None:
    """The step at level 2, above a unit of level 3, is only dl2's."""
    boss, all_found = person("dl1"), "个都能找到审核人"
    before = looked(boss, FIRST, owner_level="3")
    assert "会无人审核" not in before
    with app.app_context(), scope.everything("test"):
        second = select(Organization.id).where(Organization.level == 2)
        for held in db.session.scalars(select(Appointment).where(Appointment.organization_id.in_(second))):
            held.user.active = False
        db.session.commit()
    after = looked(boss, FIRST, owner_level="3")
    assert f"0 {all_found}" in after
    assert "会无人审核" in after


@pytest.mark.req("R-3")
def test_a_route_is_tried_for_the_units_that_it_is_for(app: Flask, person: Get) -> None:
    with app.app_context(), person("dl1").acting():
        count = select(func.count(Organization.id)).where(Organization.kind == "unit")
        everybody = db.session.scalar(count)
        third = db.session.scalar(count.where(Organization.level == 3))
        step = RouteStep(name="x", who="root", permission="final_review")
        for level, others, units in ((3, set(), third), (None, {3}, everybody - third), (None, set(), everybody)):
            trial = routes.try_out(db.session(), [step], level, others, {"final_review": set()})
            assert (trial.units, trial.sound, len(trial.no_reviewer)) == (units, 0, units)
        assert routes.try_out(db.session(), [], None, set(), {}).sound == everybody


# ---- outsiders ----------------------------------------------------------------------------------------------------


@pytest.mark.req("R-3", "R-1")
@pytest.mark.parametrize("name", ["dl2", "dl3", "dl-learner", "admin", "auditor", "security"])
def test_routes_are_nobodys_business_but_the_platform_administrators(app: Flask, person: Get, name: str) -> None:
    route, outsider, before = route_of(app, 3), person(name), state(app)
    for path in ("/routeview/list/", "/routeview/add", f"/routeview/edit/{route.id}", f"/routeview/show/{route.id}"):
        assert outsider.get(path).status_code == 403, path
    for path in ("/routeview/add", f"/routeview/edit/{route.id}", f"/routeview/delete/{route.id}"):
        assert outsider.post(path, form(LAST) | {"_line": "look"}).status_code == 403, path
    assert state(app).tables == before.tables


@pytest.mark.req("R-3", "R-1")
def test_routes_of_another_platform_do_not_exist(app: Flask, person: Get) -> None:
    with app.app_context(), scope.everything("test"):
        other = Platform(code="other", name="另一平台", created_at=clock.now())
        db.session.add(other)
        db.session.flush()
        foreign = ReviewRoute(platform_id=other.id, kind="training_class", name="别家")
        db.session.add(foreign)
        db.session.commit()
        number = foreign.id
    boss, before = person("dl1"), state(app)
    for path in (f"/routeview/edit/{number}", f"/routeview/show/{number}"):
        assert boss.get(path).status_code == 404, path
    for path in (f"/routeview/edit/{number}", f"/routeview/delete/{number}"):
        assert boss.post(path, form(LAST) | {"_line": "look"}).status_code == 404, path
    assert "别家" not in boss.get("/routeview/list/").get_data(as_text=True)
    assert state(app).tables == before.tables
