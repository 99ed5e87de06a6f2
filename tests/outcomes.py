"""For every door that changes something: who uses it rightly, and with what; a door without a recipe fails a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.accounts.models import Appointment, RoleProfile
from app.announcements.models import Announcement
from app.classes.models import TrainingClass
from app.hours.models import HourCategory
from app.kit import clock
from app.learners.models import Learner
from app.organizations.models import Organization
from tests.house.outsiders import CLASS, UNIT, one, rowid
from tests.outcomes_of_certificates import RECIPES as CERTIFICATES
from tests.outcomes_of_claim_reviews import RECIPES as CLAIM_REVIEWS
from tests.outcomes_of_claim_reviews import UNTOLD as UNTOLD_OF_CLAIM_REVIEWS
from tests.outcomes_of_classes import RECIPES as CLASSES
from tests.outcomes_of_imports import RECIPES as IMPORTS
from tests.outcomes_of_imports import upload
from tests.outcomes_of_own_claims import RECIPES as OWN_CLAIMS
from tests.outcomes_of_own_claims import UNTOLD as UNTOLD_OF_OWN_CLAIMS
from tests.outcomes_of_people import RECIPES as PEOPLE
from tests.outcomes_of_platforms import RECIPES as PLATFORMS
from tests.outcomes_of_units import RECIPES as UNITS
from tests.outcomes_of_units import UNTOLD as UNTOLD_OF_UNITS
from tests.outcomes_using import (
    Use,
    World,
    appointment_of,
    at,
    draft,
    enrolled_as,
    learner_named,
    plain,
    row,
    stands_at,
    unit_named,
)
from tests.test_access import CLASS_FORM, PERSON
from tests.test_accounts import form

# Doors that leave no event when they are used, with the reason.
UNTOLD = (
    UNTOLD_OF_UNITS
    | UNTOLD_OF_CLAIM_REVIEWS
    | UNTOLD_OF_OWN_CLAIMS
    | {
        "IdentityView.locale": "changes the cookie only",
        "IdentityView.switch": "changes the cookie only; every event names the identity that it was done under",
        "LearnerView.choose": "changes nothing: it asks for the department of the ticked people",
        "AppointmentView.ask": "changes nothing: it turns a number into the key of a row that the asker sees",
        "LearnerView.search": "changes nothing: it turns a number into its hash",
        "CertificateView.search": "changes nothing: it turns a number into its hash",
        "RulesView.example": "changes nothing: it computes an example",
        "BoardView.open": "bookkeeping of what the user has read",
        "InboxView.forget": "bookkeeping of the own filters",
        "InboxView.save": "bookkeeping of the own filters",
        "NoticeView.open": "bookkeeping of the own notices",
        "NoticeView.seen": "bookkeeping of the own notices",
        "NoticeView.seen_all": "bookkeeping of the own notices",
    }
)
# Doors that nobody is refused at, with the reason.
OPEN = {
    "IdentityView.locale": "everybody chooses a language",
    "LoginView.login": "strangers come in here; a wrong password is an event of its own",
    "LoginView.logout": "everybody may leave",
    "PasswordView.change": "everybody's own password",
    "NoticeView.seen_all": "everybody's own notices",
    "PreferenceView.change": "everybody's own settings",
    "LearnerView.search": "refused like the list that it leads to, but tried with it",
    "CertificateView.search": "refused like the list that it leads to, but tried with it",
}


def _clerk(w: World) -> RoleProfile:
    found: RoleProfile = one(w.app, RoleProfile, RoleProfile.organization_id.is_not(None))
    return found


def _declared(path: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        data = CLASS_FORM | {"category": str(one(w.app, HourCategory).id)}
        own = draft(w)
        return Use("dl3", path.format(own.id), data | {"_version": str(own.version)})

    return use


def _person(path: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        own = learner_named("孙丽")(w)
        typed = PERSON if "add" in path else {"name": own.name, "document": "210204********6624", "title": "馆员"}
        data = {"organization": str(own.organization_id), "_version": str(own.version), "hired_on": "", "phone": ""}
        return Use("dl3", path.format(own.id), data | typed)

    return use


def _candidate(w: World) -> Use:
    held_class = one(w.app, TrainingClass, TrainingClass.title == CLASS)
    someone = one(w.app, Learner, Learner.name == "张伟")
    address = f"/candidateview/do/enroll?class_id={held_class.id}"
    return Use("dl3", address, {"rowid": rowid(someone), "class_id": str(held_class.id)})


def _task(verb: str, kind: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        owner = w.person("dl3")
        started = upload(w).by(owner) if kind == "imports" else owner.post("/learnerview/export")
        return Use("dl3", f"/{kind}/{started.location.rsplit('/', 1)[1]}/{verb}")

    return use


def _new_unit(w: World) -> Use:
    unit = unit_named(UNIT)(w)
    typed = {"name": "新部门", "kind": "department", "category": "employer", "parent": str(unit.id)}
    return Use("dl3", "/organizationview/add", typed)


def _edited_unit(w: World) -> Use:
    unit = unit_named("办公室")(w)
    kept = {n: str(getattr(unit, n) or "") for n in ("name", "kind", "category", "credit_code", "region", "contact")}
    data = kept | {"name": "新办公室", "parent": str(unit.parent_id), "_version": str(unit.version)}
    return Use("dl3", f"/organizationview/edit/{unit.id}", data)


def _moved_unit(w: World) -> Use:
    unit, target = unit_named(UNIT)(w), unit_named("示范市少年宫")(w)
    return Use("dl2", f"/organizationview/{unit.id}/move", {"parent": str(target.id), "_version": str(unit.version)})


def _substitute(w: World) -> Use:
    today = clock.today().isoformat()
    typed = {"username": "dl3", "starts_on": today, "ends_on": today}
    return Use("dl2", "/substituteview/add", typed)


def _news(w: World) -> Announcement:
    unit = one(w.app, Organization, Organization.name == UNIT)
    standing = (Announcement.organization_id == unit.id, Announcement.withdrawn_at.is_(None))
    found: Announcement = one(w.app, Announcement, *standing)
    return found


NEWS = {"title": "通知", "body": "正文", "audience": "everyone", "starts_on": "2026-01-01", "ends_on": ""}


PASSWORDS = {"old": "Xueshi-2026", "new": "Neues-Wort-26", "again": "Neues-Wort-26"}
ROLE = {"label": "新角色", "label_en": "", "permissions": ["can_read|learner"]}
REVIEWS = {
    f"{view}.do:{verb}": row(view.lower(), verb, who, stands_at(state))
    for view, who, state in (("FirstReviewView", "dl2", "first_review"), ("FinalReviewView", "dl1", "final_review"))
    for verb in ("approve", "send_back", "reject")
}
RESULTS = {
    f"ResultView.do:{verb}": row("resultview", verb, "dl3", enrolled_as("陈晓梅" if verb == "cancel" else "赵志强"))
    for verb in ("grant", "cancel", "excellent", "passed", "failed")
}
EXPORTS = {
    f"{view}.export": plain(f"/{view.lower()}/export", "dl3")
    for view in (
        "CertificateView",
        "DeclarationView",
        "HourEntryView",
        "LearnerView",
        "LearnerYearView",
        "OrganizationView",
    )
}
RECIPES: Mapping[str, Callable[[World], Use]] = {
    **REVIEWS, **RESULTS, **EXPORTS, **CERTIFICATES, **CLASSES, **OWN_CLAIMS, **CLAIM_REVIEWS, **IMPORTS,
    **PEOPLE, **PLATFORMS, **UNITS,
    "AnnouncementView.add": lambda w: Use("dl3", "/announcementview/add",
                                          NEWS | {"organization": str(unit_named(UNIT)(w).id)}),
    "AnnouncementView.edit": at("/announcementview/edit/{}", "dl3", _news, **NEWS),
    "AnnouncementView.do:withdraw": row("announcementview", "withdraw", "dl3", _news),
    "PreferenceView.change": plain("/preferenceview/", "dl3", email="", locale="zh", events=["work"]),
    "AppointmentView.add": lambda w: Use("dl3", "/appointmentview/add", form(w.app)),
    "AppointmentView.edit": at("/appointmentview/edit/{}", "dl2", appointment_of("dl2-deputy"), ends_on="2027-01-31"),
    "AppointmentView.reset": at("/appointmentview/{}/reset", "dl2", appointment_of("dl2-deputy")),
    "AppointmentView.do:end": row("appointmentview", "end", "dl2", appointment_of("dl2-deputy")),
    "AppointmentView.do:lock": row("appointmentview", "lock", "dl2", appointment_of("dl2-deputy")),
    "AppointmentView.do:unlock": row("appointmentview", "unlock", "dl3", appointment_of("dl3-office")),
    "AuditView.export": plain("/auditview/export", "auditor"),
    "CandidateView.do:enroll": _candidate,
    "ClassPeopleView.by_number": at("/classpeopleview/{}/by-number", "dl3",
                                     lambda w: one(w.app, TrainingClass, TrainingClass.title == CLASS),
                                     name="周建国", document="210211197809014417"),
    "DeclarationView.add": _declared("/declarationview/add"),
    "DeclarationView.edit": _declared("/declarationview/edit/{}"),
    "DeclarationView.delete": at("/declarationview/delete/{}", "dl3", draft),
    "DeclarationView.do:submit": row("declarationview", "submit", "dl3", draft),
    "DeclarationView.do:withdraw": row("declarationview", "withdraw", "dl3", stands_at("first_review")),
    "ExportView.cancel": _task("cancel", "exports"),
    "ImportView.cancel": _task("cancel", "imports"),
    "LearnerView.add": _person("/learnerview/add"),
    "LearnerView.edit": _person("/learnerview/edit/{}"),
    "LearnerView.do:retire": row("learnerview", "retire", "dl3", learner_named("孙丽")),
    "LoginView.logout": plain("/logout/", "dl3"),
    "OrganizationView.add": _new_unit,
    "OrganizationView.edit": _edited_unit,
    "OrganizationView.move": _moved_unit,
    "ParticipantView.do:confirm_attendance": row("participantview", "confirm_attendance", "dl3", enrolled_as("孙丽")),
    "ParticipantView.do:remove": row("participantview", "remove", "dl3", enrolled_as("孙丽")),
    "PasswordView.change": plain("/password/", "dl3", **PASSWORDS),
    "RoleView.add": plain("/roleview/add", "dl3", **ROLE),
    "RoleView.edit": at("/roleview/edit/{}", "dl3", _clerk, **ROLE),
    "RoleView.delete": at("/roleview/delete/{}", "dl3", _clerk),
    "SubstituteView.add": _substitute,
    "SubstituteView.do:end": row("substituteview", "end", "dl2",
                                  lambda w: one(w.app, Appointment, Appointment.stands_for_id.is_not(None))),
}  # fmt: skip
