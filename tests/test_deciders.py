"""Units that may be chosen at submission: the first ten that can decide, and no more than that of them (GX-5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select

from app.accounts.models import Appointment, RoleProfile
from app.extensions import db
from app.kit import scope
from app.kit.audit import AuditEvent
from app.kit.errors import RuleError
from app.organizations import deciders
from app.organizations.models import Organization, Platform, ReviewRoute, RouteStep, new_path
from tests.person import Person

People = Callable[..., Person]
KIND = "training_class"


@pytest.fixture(autouse=True)
def english(context: Flask) -> Iterator[None]:
    with force_locale("en"):
        yield


@pytest.fixture(autouse=True)
def bureaus(context: Flask) -> None:
    """A step at an organization of the submitter's choice, and fifteen bureaus of which twelve can decide."""
    with scope.everything("test"):
        platform = db.session.scalars(select(Platform.id)).one()
        route = ReviewRoute(platform_id=platform, kind=KIND, name="自选", type="online")
        route.steps = [RouteStep(platform_id=platform, seq=1, name="审核", who="chosen", permission="first_review")]
        root = db.session.scalars(select(Organization).where(Organization.parent_id.is_(None))).one()
        role = db.session.scalars(select(RoleProfile).where(RoleProfile.code == "level2")).one()
        someone = db.session.scalars(select(Appointment.user_id).where(Appointment.role_id == role.role_id)).first()
        db.session.add(route)
        for n in range(15):
            name = "文化局" if n == 14 else f"第{n:02}文化局"
            bureau = Organization(platform_id=platform, parent_id=root.id, level=2, path=new_path(root), name=name)
            bureau.region, bureau.credit_code = f"{n % 2}区", f"1145010000000{n:05}"
            bureau.contact = "不外传"
            db.session.add(bureau)
            db.session.flush()
            if n >= 3:
                held = {"user_id": someone, "organization_id": bureau.id, "role_id": role.role_id}
                db.session.add(Appointment(platform_id=platform, **held))
        db.session.commit()


def names(who: Person, typed: str, region: str = "", kind: str = KIND) -> list[str]:
    with who.acting() as s:
        found = deciders.deciders(db.session(), s.actor, kind, typed, region)
        db.session.commit()
        return [shown[0] for _number, shown in found]


@pytest.mark.req("GX-5")
def test_the_first_ten_that_can_decide_are_found_and_a_full_name_always(person: People) -> None:
    found = names(person("dl3"), "文化局")
    assert len(found) == deciders.FIRST == 10
    assert found[0] == "文化局"
    assert not {"第00文化局", "第01文化局", "第02文化局"} & set(found)
    assert names(person("dl3"), "第13文化局") == ["第13文化局"]


@pytest.mark.req("GX-5")
def test_a_credit_code_is_found_exactly_and_a_region_narrows(person: People) -> None:
    assert names(person("dl3"), "114501000000000007") == ["第07文化局"]
    assert names(person("dl3"), "11450100000000000") == []
    assert names(person("dl3"), "文化局", "1区") == [f"第{n:02}文化局" for n in (3, 5, 7, 9, 11, 13)]


@pytest.mark.req("GX-5")
def test_regions_narrow_as_a_tree(person: People) -> None:
    """A region stands for what lies in it; those of units are offered, with what they lie in."""
    assert deciders.tree_of(["示范市东区", "示范市西区新村街道", "示范市西区", "他市"]) == [
        ("他市", "他市"),
        ("示范市", "示范市"),
        ("示范市东区", "\u3000东区"),
        ("示范市西区", "\u3000西区"),
        ("示范市西区新村街道", "\u3000\u3000新村街道"),
    ]
    assert deciders.tree_of(["广西壮族自治区南宁市青秀区", "沙市区"]) == [
        ("广西壮族自治区", "广西壮族自治区"),
        ("广西壮族自治区南宁市", "\u3000南宁市"),
        ("广西壮族自治区南宁市青秀区", "\u3000\u3000青秀区"),
        ("沙市区", "沙市区"),
    ]
    with person("dl3").acting():
        assert [name for name, _label in deciders.regions(db.session())] == ["0区", "1区", "示范市"]
    with scope.everything("test"):
        bureau = db.session.scalars(select(Organization).where(Organization.name == "第05文化局")).one()
        bureau.region = "示范市东区"
        db.session.commit()
    assert names(person("dl3"), "文化局", "示范市") == names(person("dl3"), "文化局", "示范市东区") == ["第05文化局"]
    assert names(person("dl3"), "文化局", "范市") == []


@pytest.mark.req("GX-5")
def test_only_units_of_the_own_platform_tell_their_regions(person: People) -> None:
    with person("admin").acting():
        assert deciders.regions(db.session()) == []


@pytest.mark.req("GX-5", "R-1")
def test_name_code_and_region_are_all_that_leaves_the_scope(person: People) -> None:
    with person("dl3").acting() as s:
        ((_number, shown),) = deciders.deciders(db.session(), s.actor, KIND, "第05文化局")
    assert shown == ("第05文化局", "114501000000000005", "1区")


@pytest.mark.req("GX-5", "R-1")
@pytest.mark.parametrize("typed", ["", "文", "%%", "__", "第_5文化局", "第05%"])
def test_fewer_than_two_characters_and_wildcards_find_nothing(person: People, typed: str) -> None:
    if len(typed) < deciders.SHORTEST:
        with pytest.raises(RuleError) as refusal:
            names(person("dl3"), typed)
        assert refusal.value.field == "q"
    else:
        assert names(person("dl3"), typed) == []


@pytest.mark.req("GX-5")
def test_where_no_route_leaves_the_choice_nobody_is_found(person: People) -> None:
    assert names(person("dl3"), "文化局", kind="something_else") == []


@pytest.mark.req("R-1", "AUDIT-1")
def test_look_ups_are_on_record_and_limited(person: People) -> None:
    dl3 = person("dl3")
    for _turn in range(deciders.LOOK_UPS_A_MINUTE):
        names(dl3, "文化局")
    with pytest.raises(RuleError, match="Too many look-ups"):
        names(dl3, "文化局")
    assert names(person("dl2"), "第05文化局") == ["第05文化局"]
    with scope.everything("test"):
        asked = select(func.count()).where(AuditEvent.event == "organization:choose")
        assert db.session.scalar(asked) == deciders.LOOK_UPS_A_MINUTE + 1


@pytest.mark.req("GX-12")
def test_the_own_unit_may_be_offered_first(person: People) -> None:
    for username, expected in (("dl3", ["示范市群众艺术馆"]), ("admin", [])):
        with person(username).acting() as s:
            found: Any = deciders.own_unit(db.session(), s.actor, KIND)
        assert [shown[0] for _number, shown in found] == expected
