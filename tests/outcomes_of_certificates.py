"""Recipes for the doors of certificates (tests/outcomes.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.certificates.models import Certificate
from app.hours.models import LearnerStanding
from app.learners.models import Learner
from tests.house.outsiders import READY, one
from tests.outcomes_using import Use, World, plain, row


def _valid(w: World) -> Certificate:
    found: Certificate = one(w.app, Certificate, Certificate.voided_at.is_(None))
    return found


def _ready(w: World) -> LearnerStanding:
    person = one(w.app, Learner, Learner.name == READY)
    met = (LearnerStanding.learner_id == person.id, LearnerStanding.outcome == "met")
    found: LearnerStanding = one(w.app, LearnerStanding, *met)
    return found


RECIPES: Mapping[str, Callable[[World], Use]] = {
    "CertificateView.bundle_all": plain("/certificateview/bundle", "dl3"),
    "CertificateView.do:bundle": row("certificateview", "bundle", "dl3", _valid),
    "CertificateView.do:void": row("certificateview", "void", "dl3", _valid),
    "IssueView.do:issue": row("issueview", "issue", "dl3", _ready),
}
