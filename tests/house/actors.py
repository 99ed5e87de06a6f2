"""Who sees and owns which rows: one table per kind of actor, on every model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account, Appointment, RoleProfile
from app.announcements.models import READERS, Announcement, AnnouncementRead
from app.certificates.models import Certificate
from app.claims.models import PERSON, Claim, ClaimType, ClaimWindow
from app.classes.models import DeclaredResult, Enrollment, TrainingClass
from app.extensions import db
from app.hours import models as hours
from app.hours.models import HourCategory, HourEntry, LearnerStanding, LearnerYear, LiveCredit
from app.kit import clock, scope
from app.kit.audit import AuditEvent
from app.kit.audit.sealing import AuditSeal
from app.kit.files import Attachment
from app.kit.notices import Notice
from app.kit.notices.mailing import Mail
from app.kit.notices.preferring import NoticePreference
from app.kit.review import ReviewStep
from app.kit.scope import Actor, Scope
from app.learners.models import Absence, Learner, LearnerTerm, Membership, Transfer
from app.openings.models import OpeningBalance
from app.organizations import models as organizations
from app.organizations.models import (
    Holiday,
    MenuEntry,
    Organization,
    Platform,
    PolicyRow,
    ReviewRoute,
    RouteStep,
    UnitRequest,
)
from app.reviewing.models import SavedFilter

# ---- who sees and owns which rows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """What the rules below are about: the platform, the subtree, and what was sent to it for review."""

    platform: int | None
    inside: frozenset[int]
    sent: frozenset[int]
    above: frozenset[int]
    held: frozenset[int]
    holders: frozenset[int]
    offered: frozenset[int]
    joined: frozenset[int]
    inner: frozenset[int]
    actor: Actor
    people: frozenset[int] = frozenset()
    upward: frozenset[int] = frozenset()
    reader: str | None = None
    token: str = ""
    claims: Mapping[int, Any] = field(default_factory=dict)
    sent_claims: frozenset[int] = frozenset()

    def opened(self, row: Any) -> bool:
        """The one certificate of a public page."""
        return bool(self.token) and row.token == self.token

    def ours(self, row: Any) -> bool:
        return row.organization_id in self.inside

    def of_platform(self, row: Any) -> bool:
        return row.platform_id == self.platform

    def own_user(self, row: Any) -> bool:
        return row.user_id == self.actor.user_id

    def asked(self, row: Any) -> bool:
        """A request of one's own on the platform that one acts on."""
        return self.own_user(row) and self.of_platform(row)

    def own_identity(self, row: Any) -> bool:
        return self.own_user(row) and row.identity == self.actor.identity

    def own_record(self, row: Any) -> bool:
        return row.learner_id == self.actor.learner_id

    def manages(self, row: Any) -> bool:
        return row.id in self.held

    def may_join(self, row: Any) -> bool:
        """A class that is open for enrollment on the learner's platform, or that the learner is in."""
        return row.id in self.joined or (row.id in self.offered and self.of_platform(row))

    def owns_claim(self, row: Any) -> bool:
        """Submitted by the subtree, or of somebody who was there."""
        return self.ours(row) or row.learner_organization_id in self.inside

    def knows_claim(self, row: Any) -> bool:
        return self.owns_claim(row) or row.learner_id in self.people or row.id in self.sent_claims

    def declared(self, row: Any) -> bool:
        """A claim of one's own, by oneself."""
        return self.own_record(row) and row.registered_by == PERSON

    def attached(self, row: Any, of_class: Any, of_claim: Any) -> bool:
        """An attachment is where its item is."""
        if row.kind == "claim":
            return bool(of_claim(self.claims[row.item_id]))
        return row.item_id in of_class and self.of_platform(row)

    def of_own_class(self, row: Any) -> bool:
        """An attachment of a class of the subtree, or of a claim."""
        return self.attached(row, self.inner, self.owns_claim)

    def of_known_class(self, row: Any) -> bool:
        return self.attached(row, self.inner | self.sent, self.knows_claim)

    def of_joinable_class(self, row: Any) -> bool:
        return self.attached(row, self.offered | self.joined, self.own_record)

    def of_declared_claim(self, row: Any) -> bool:
        return self.attached(row, (), self.declared)

    def reads(self, row: Any) -> bool:
        """An announcement from the own organization or above, for such readers, shown today."""
        day, for_me = clock.today(), row.audience in ("everyone", self.reader)
        shown = row.starts_on <= day and (row.ends_on is None or row.ends_on >= day) and not row.withdrawn_at
        return bool(self.reader and row.organization_id in self.upward and for_me and shown)

    def ours_or_of_ours(self, row: Any) -> bool:
        """Earned or recorded in the scope, or of somebody who is there now (PEOPLE-2)."""
        return self.ours(row) or row.learner_id in self.people

    def knows(self, row: Any) -> bool:
        return row.id in self.holders or row.id == self.actor.user_id


Rule = Callable[[World, Any], bool]
CATALOGUE = (HourCategory, hours.RuleSet, hours.HourRule, hours.ClosedYear, PolicyRow, ReviewRoute, RouteStep, Holiday,
             organizations.LevelName, MenuEntry, ClaimType, ClaimWindow)  # fmt: skip
MODELS = (*CATALOGUE, Platform, Organization, Learner, Absence, TrainingClass, Enrollment, DeclaredResult, Claim,
          ReviewStep, HourEntry, LearnerYear, LearnerStanding, LiveCredit, UnitRequest, OpeningBalance,
          Certificate, Membership, Transfer, LearnerTerm, AuditEvent, AuditSeal, Notice, Mail, NoticePreference,
          Announcement, AnnouncementRead, SavedFilter, Account, Appointment, RoleProfile, Attachment)  # fmt: skip
OF_UNIT = (Learner, Absence, ReviewStep, LearnerStanding, OpeningBalance)
OF_PEOPLE = (Membership, Transfer, LearnerTerm)


def always(w: World, row: Any) -> bool:
    return True


def never(w: World, row: Any) -> bool:
    return False


def its_platform(w: World, row: Any) -> bool:
    return bool(row.id == w.platform)


def of_its_platform_or_of_none(w: World, row: Any) -> bool:
    return row.platform_id in (w.platform, None)


def of_no_organization(w: World, row: Any) -> bool:
    return of_its_platform_or_of_none(w, row) and row.organization_id is None


def of_either_unit(w: World, row: Any) -> bool:
    return w.ours(row) or row.from_organization_id in w.inside


def of_the_own_branch(w: World, row: Any) -> bool:
    return of_its_platform_or_of_none(w, row) and row.organization_id in {None, *w.inside, *w.above}


SIGNED_IN: dict[type, Rule] = dict.fromkeys(CATALOGUE, World.of_platform) | {
    **dict.fromkeys((Notice, Mail, NoticePreference, AnnouncementRead), World.own_user),
    SavedFilter: World.own_identity,
    Platform: its_platform,
    RoleProfile: of_no_organization,
    Appointment: World.own_user,
    Account: lambda w, row: row.id == w.actor.user_id,
}
# What everybody owns, whatever the identity.
OWN: dict[type, Rule] = dict.fromkeys((Notice, NoticePreference, AnnouncementRead), World.own_user) | {
    SavedFilter: World.own_identity
}
MANAGER_SEES: dict[type, Rule] = {
    Account: World.knows,
    Appointment: lambda w, row: w.manages(row) or w.own_user(row),
}
MANAGER_OWNS: dict[type, Rule] = {Account: lambda w, row: row.id in w.holders, Appointment: World.manages,
                                 Notice: World.own_user}  # fmt: skip
ADMINISTRATOR_SEES: dict[type, Rule] = (
    SIGNED_IN
    | MANAGER_SEES
    | {
        RoleProfile: of_the_own_branch,
        Organization: lambda w, row: row.id in w.inside,
        Announcement: lambda w, row: w.ours(row) or w.reads(row),
        TrainingClass: lambda w, row: w.ours(row) or row.id in w.sent,
        DeclaredResult: lambda w, row: w.ours(row) or row.class_id in w.sent,
        Enrollment: lambda w, row: w.ours_or_of_ours(row) or row.learner_organization_id in w.inside,
        Claim: World.knows_claim,
        **dict.fromkeys((HourEntry, LearnerYear, Membership, Certificate), World.ours_or_of_ours),
        LearnerTerm: lambda w, row: row.learner_id in w.people,
        Transfer: of_either_unit,
        UnitRequest: World.asked,
        **dict.fromkeys(OF_UNIT, World.ours),
        ReviewStep: lambda w, row: w.ours(row) or row.department_id in w.inside,
        Attachment: World.of_known_class,
    }
)
ADMINISTRATOR_OWNS: dict[type, Rule] = {
    Organization: lambda w, row: row.id in w.inside,
    Transfer: of_either_unit,
    UnitRequest: World.asked,
    Certificate: World.ours_or_of_ours,
    Claim: World.owns_claim,
    **dict.fromkeys(
        (Learner, Absence, TrainingClass, Enrollment, DeclaredResult, RoleProfile, Announcement, OpeningBalance),
        World.ours,
    ),
    Attachment: World.of_own_class,
} | MANAGER_OWNS
CATALOGUE_SEES: dict[type, Rule] = {
    Announcement: World.reads,
    TrainingClass: World.may_join,
    Attachment: World.of_joinable_class,
}
LEARNER_SEES: dict[type, Rule] = (
    SIGNED_IN
    | CATALOGUE_SEES
    | {
        Organization: lambda w, row: row.id == w.actor.organization_id,
        UnitRequest: World.asked,
        Learner: lambda w, row: row.id == w.actor.learner_id,
        **dict.fromkeys(
            (Absence, Enrollment, Claim, HourEntry, LearnerYear, LearnerStanding, Certificate, *OF_PEOPLE),
            World.own_record,
        ),
    }
)
LEARNER_OWNS: dict[type, Rule] = {
    Claim: World.declared,
    Attachment: World.of_declared_claim,
    Transfer: World.own_record,
    UnitRequest: World.asked,
    Enrollment: lambda w, row: (
        row.learner_id == w.actor.learner_id
        and row.class_id in w.offered
        and not (row.attended_at or row.result or row.granted)
    ),
}  # fmt: skip
OF_PLATFORM = (Organization, Learner, Absence, TrainingClass, Enrollment, DeclaredResult, Claim, ReviewStep, HourEntry,
               LearnerYear, LearnerStanding, Certificate, Announcement, Attachment, UnitRequest, OpeningBalance,
               *OF_PEOPLE)  # fmt: skip
OF_ROLES: dict[type, Rule] = MANAGER_SEES | {RoleProfile: of_its_platform_or_of_none}
PLATFORM_SEES = SIGNED_IN | OF_ROLES | dict.fromkeys(OF_PLATFORM, World.of_platform)
PLATFORM_OWNS: dict[type, Rule] = (
    dict.fromkeys(
        (
            *CATALOGUE,
            Announcement,
            Organization,
            Learner,
            Absence,
            TrainingClass,
            Enrollment,
            DeclaredResult,
            Claim,
            Attachment,
            Transfer,
            UnitRequest,
            Certificate,
            OpeningBalance,
        ),
        World.of_platform,
    )
    | MANAGER_OWNS
    | {RoleProfile: World.of_platform}
)
SECURITY_SEES = SIGNED_IN | OF_ROLES | {Organization: World.of_platform}
AUDITOR_SEES: dict[type, Rule] = SIGNED_IN | {AuditEvent: World.of_platform}
SYSTEM_SEES = dict.fromkeys((*CATALOGUE, Platform, Organization, Account, Appointment, RoleProfile), always)
SYSTEM_OWNS = dict.fromkeys((Platform, Account, Appointment, RoleProfile), always)
EVERYTHING = dict.fromkeys(MODELS, always)
STRANGER_SEES: dict[type, Rule] = dict.fromkeys(CATALOGUE, World.of_platform) | {
    Platform: its_platform,
    RoleProfile: of_no_organization,
}

# actor -> what it sees, what it may write; a model that is not named is out of reach.
ACTORS: dict[str, tuple[dict[type, Rule], dict[type, Rule]]] = {
    "dl1": (PLATFORM_SEES, PLATFORM_OWNS),
    "dl2": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl3": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl3-sibling": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl3-office": (ADMINISTRATOR_SEES, ADMINISTRATOR_OWNS),
    "dl-learner": (LEARNER_SEES, LEARNER_OWNS),
    "admin": (SYSTEM_SEES, SYSTEM_OWNS),
    "auditor": (AUDITOR_SEES, {}),
    "security": (SECURITY_SEES, MANAGER_OWNS),
    "everything": (EVERYTHING, EVERYTHING),
    "nobody's learner": (STRANGER_SEES | CATALOGUE_SEES, {}),
    "learner without record": (STRANGER_SEES, {}),
    "administrator without organization": (STRANGER_SEES, {}),
    "public page": ({Certificate: World.opened}, {}),
    "public page without token": ({}, {}),
}
OPENED = "T" * 24  # the token of a certificate in tests/kit/test_scope_rows.py
NOBODY = Scope("learner", 1, None, Actor(user_id=999, learner_id=999))
MADE_UP = {
    "everything": Scope(scope.EVERYTHING),
    "nobody's learner": NOBODY,
    "learner without record": Scope("learner", 1, None, Actor(user_id=999)),
    "administrator without organization": Scope("administrator", 1, None, Actor(user_id=999)),
    "public page": Scope("public", token=OPENED),
    "public page without token": Scope("public"),
}


def all_rows(model: Any) -> list[Any]:
    with scope.everything("test"):
        found = list(db.session.scalars(select(model)))
        db.session.expunge_all()
    return found


def world(s: Scope) -> World:
    tree = all_rows(Organization)
    path = s.path
    inside = frozenset(o.id for o in tree if path and o.platform_id == s.platform_id and o.path.startswith(path))
    steps = [r for r in all_rows(ReviewStep) if r.organization_id in inside and r.opened_at]
    sent, sent_claims = (frozenset(r.item_id for r in steps if r.kind == kind) for kind in ("training_class", "claim"))
    above = frozenset(o.id for o in tree if path and path.startswith(o.path))
    whole = s.kind in ("platform", "security")
    held = [a for a in all_rows(Appointment) if a.organization_id in inside
            or (whole and a.platform_id == s.platform_id)]  # fmt: skip
    holders = {a.user_id for a in held if a.stands_for_id is None}
    if s.kind == "administrator" and s.actor.appointment_id:
        holders |= {a.user_id for a in held if a.stands_for_id == s.actor.appointment_id}
    classes = all_rows(TrainingClass)
    offered = frozenset(c.id for c in classes if c.mode == "online" and c.review_state == "approved")
    joined = frozenset(e.class_id for e in all_rows(Enrollment) if e.learner_id == s.actor.learner_id)
    inner = frozenset(c.id for c in classes if c.organization_id in inside)
    own = next((o for o in tree if o.id == s.actor.organization_id), None)
    people = frozenset(p.id for p in all_rows(Learner) if p.organization_id in inside)
    upward = frozenset(o.id for o in tree if own and own.path.startswith(o.path))
    return World(s.platform_id, inside, sent, above, frozenset(a.id for a in held), frozenset(holders), offered, joined,
                 inner, s.actor, people, upward, READERS.get(s.kind), s.token,
                 {c.id: c for c in all_rows(Claim)}, sent_claims)  # fmt: skip
