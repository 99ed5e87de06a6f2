"""The files that come with the manual, imported one after the other by the bureau of a demo platform (SHEET-1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.claims.models import Claim
from app.extensions import db
from app.kit import scope
from app.learners.models import Learner
from app.organizations.models import Organization, Platform
from tests.imports import counts, import_file
from tests.person import Person

DATA = Path(__file__).parents[1] / "data"
FAULTY = 60


@pytest.mark.platforms
@pytest.mark.req("SHEET-1", "GX-11", "R-1")
def test_units_people_and_claims_are_imported_into_their_own_platform(
    app: Flask, person: Callable[..., Person]
) -> None:
    """106 units of which the root is there already, 1,200 people, 2,000 claims of which 60 are faulty."""
    bureau = person("gx-bureau")
    before = _elsewhere(app)
    units = counts(app, import_file(bureau, "organizations", DATA / "organizations.xlsx"))
    assert (units["new"], units["unchanged"], units["error"]) == (105, 1, 0)
    people = counts(app, import_file(bureau, "learners", DATA / "learners.xlsx"))
    assert (people["new"], people["error"]) == (1200, 0)
    claims = counts(app, import_file(bureau, "claims", DATA / "unit-claims.xlsx"))
    assert claims["error"] + claims["duplicate"] == FAULTY
    assert claims["new"] == 2000 - FAULTY
    assert _elsewhere(app) == before, "each platform is its own namespace"
    again = counts(app, import_file(bureau, "claims", DATA / "unit-claims.xlsx"))
    assert (again["new"], again["changed"]) == (0, 0), "the same file changes nothing"


def _elsewhere(app: Flask) -> list[int]:
    """How many units, people and claims the other platforms have."""
    with app.app_context(), scope.everything("test"):
        others = select(Platform.id).where(Platform.preset != "guangxi")
        return [db.session.scalar(select(func.count(model.id)).where(model.platform_id.in_(others))) or 0
                for model in (Organization, Learner, Claim)]  # fmt: skip
