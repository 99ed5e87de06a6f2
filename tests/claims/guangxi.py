"""The types of claims that the spreadsheet of a unit names, on the demo platform (manual of Guangxi)."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.accounts import operations as accounts
from app.accounts.models import RoleProfile
from app.claims.models import ClaimType
from app.extensions import db
from app.hours.models import HourCategory
from app.kit import scope

TYPES: dict[tuple[str, str], list[tuple[str, str, dict[str, Any]]]] = {
    ("gx-study", "培训进修"): [("gx-course", "参加培训班、研修班", {}), ("gx-conference", "学术会议", {})],
    ("gx-achievement", "成果著作"): [
        ("gx-paper", "论文", {"proposal": "by_hand", "single_date": True}),
        ("gx-patent", "专利", {"proposal": "by_hand", "single_date": True}),
    ],
    ("gx-research", "课题项目"): [("gx-project", "课题研究", {"proposal": "by_hand"})],
    ("gx-misc", "其他"): [("gx-norm", "标准制定", {"proposal": "by_hand"})],
}
IMPORTING = ("level1", "level2", "level3")


def add_types(app: Flask) -> None:
    """The types of the manual beside those of the demo; who registers may import, the bureau registers too."""
    with app.app_context(), scope.everything("test"):
        category = db.session.scalars(select(HourCategory).order_by(HourCategory.id)).first()
        assert category
        for seq, ((code, label), types) in enumerate(TYPES.items(), 20):
            heading = ClaimType(platform_id=category.platform_id, code=code, label=label, seq=seq)
            db.session.add(heading)
            db.session.flush()
            for place, (name, word, more) in enumerate(types):
                facts = {"platform_id": category.platform_id, "parent_id": heading.id, "category_id": category.id}
                db.session.add(ClaimType(code=name, label=word, seq=place, evidence="none", **facts, **more))
        for profile in db.session.scalars(select(RoleProfile).where(RoleProfile.code.in_(IMPORTING))):
            held = {(one.permission.name, one.view_menu.name) for one in profile.role.permissions}
            for verb in ("can_read", "can_write", "can_import", "can_export"):
                if (verb, "claim") not in held:
                    profile.role.permissions.append(accounts.permission(db.session(), verb, "claim"))
        db.session.commit()
