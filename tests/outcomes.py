"""For every door that changes something: who uses it rightly, and with what; a door without a recipe fails a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from app.accounts.models import Appointment, RoleProfile
from app.announcements.models import Announcement
from app.classes.models import Enrollment, TrainingClass
from app.extensions import db
from app.hours.models import HourCategory
from app.kit import clock, scope
from app.kit.audit import AuditEvent
from app.learners.models import Learner
from app.organizations.models import Organization
from tests.conftest import Person
from tests.house.doors import routes
from tests.house.outsiders import CLASS, DRAFT, UNIT, enrolled, one, rowid, small_sheet
from tests.imports import work
from tests.kit.reviewing import in_state
from tests.test_access import CLASS_FORM, PERSON
from tests.test_accounts import form, held

# Doors that leave no event when they are used, with the reason.
UNTOLD = {
    "IdentityView.locale": "changes the cookie only",
    "IdentityView.switch": "changes the cookie only; every event names the identity that it was done under",
    "LearnerView.search": "changes nothing: it turns a number into its hash",
    "BoardView.open": "bookkeeping of what the user has read",
    "NoticeView.open": "bookkeeping of the own notices",
    "NoticeView.seen": "bookkeeping of the own notices",
    "NoticeView.seen_all": "bookkeeping of the own notices",
}
# Doors that nobody is refused at, with the reason.
OPEN = {
    "IdentityView.locale": "everybody chooses a language",
    "LoginView.login": "strangers come in here; a wrong password is an event of its own",
    "LoginView.logout": "everybody may leave",
    "PasswordView.change": "everybody's own password",
    "NoticeView.seen_all": "everybody's own notices",
    "PreferenceView.change": "everybody's own settings",
    "LearnerView.search": "refused like the list that it leads to, but tried with it",
}


@dataclass
class World:
    app: Flask
    person: Callable[..., Person]


@dataclass
class Use:
    """A request that is rightly made by `who`."""

    who: str
    path: str
    data: dict[str, Any] = field(default_factory=dict)

    def by(self, person: Person) -> Any:
        data = {name: value() if callable(value) else value for name, value in self.data.items()}
        return person.post(self.path, data)


def doors(app: Flask) -> set[str]:
    """Endpoint of every route that takes a POST; for verbs one per verb."""
    found = set()
    for route in routes(app):
        if "POST" in route.methods:
            verbs = [f"{route.endpoint}:{verb}" for verb in getattr(route.view, "verbs", {})]
            found.update(verbs if route.name == "do" else [route.endpoint])
    return found


# ---- what happens -------------------------------------------------------------------------------------------------


def told_since(app: Flask, number: int) -> list[AuditEvent]:
    with app.app_context(), scope.everything("test"):
        found = list(db.session.scalars(select(AuditEvent).where(AuditEvent.id > number).order_by(AuditEvent.id)))
        db.session.expunge_all()
    return found


def last_event(app: Flask) -> int:
    with app.app_context(), scope.everything("test"):
        return db.session.scalar(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)) or 0


@contextmanager
def broken_commit(app: Flask, text: str) -> Iterator[None]:
    """The transaction that has told the audit of something done breaks when it is to be kept."""

    def note(connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith("INSERT INTO audit_event") and "done" in repr(parameters):
            connection.info["told"] = True

    def refuse(connection: Any) -> None:
        if connection.info.pop("told", False):
            raise RuntimeError(text)

    def forget(connection: Any) -> None:
        connection.info.pop("told", None)

    with app.app_context():
        engine = db.engine
    hooks = {"before_cursor_execute": note, "commit": refuse, "rollback": forget}
    for name, hook in hooks.items():
        event.listen(engine, name, hook)
    try:
        yield
    finally:
        for name, hook in hooks.items():
            event.remove(engine, name, hook)


# ---- recipes ------------------------------------------------------------------------------------------------------


def _row(view: str, verb: str, who: str, find: Callable[[World], Any], **more: Any) -> Callable[[World], Use]:
    """A verb on the row that `find` finds."""

    def use(w: World) -> Use:
        item = find(w)
        key = rowid(item) if hasattr(item, "version") else str(getattr(item, "id", item))
        return Use(who, f"/{view}/do/{verb}", {"rowid": key, "opinion": "意见"} | more)

    return use


def _at(path: str, who: str, find: Callable[[World], Any], **data: Any) -> Callable[[World], Use]:
    """A form of the row that `find` finds, with the version that it shows."""

    def use(w: World) -> Use:
        item = find(w)
        key = getattr(item, "id", None) or item.role_id
        return Use(who, path.format(key), data | {"_version": str(getattr(item, "version", ""))})

    return use


def _state(state: str) -> Callable[[World], TrainingClass]:
    def find(w: World) -> TrainingClass:
        with w.app.app_context():
            number = in_state(state)
        found: TrainingClass = one(w.app, TrainingClass, TrainingClass.id == number)
        return found

    return find


def _unit(name: str) -> Callable[[World], Organization]:
    return lambda w: one(w.app, Organization, Organization.name == name)


def _learner(name: str) -> Callable[[World], Learner]:
    return lambda w: one(w.app, Learner, Learner.name == name)


def _appointment(username: str) -> Callable[[World], Appointment]:
    return lambda w: held(w.app, username)


def _enrolled(name: str) -> Callable[[World], Enrollment]:
    return lambda w: enrolled(w.app, CLASS, name)


def _draft(w: World) -> TrainingClass:
    found: TrainingClass = one(w.app, TrainingClass, TrainingClass.title == DRAFT)
    return found


def _clerk(w: World) -> RoleProfile:
    found: RoleProfile = one(w.app, RoleProfile, RoleProfile.organization_id.is_not(None))
    return found


def _declared(path: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        data = CLASS_FORM | {"category": str(one(w.app, HourCategory).id)}
        draft = _draft(w)
        return Use("dl3", path.format(draft.id), data | {"_version": str(draft.version)})

    return use


def _person(path: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        own = _learner("孙丽")(w)
        typed = PERSON if "add" in path else {"name": own.name, "document": "210204********6624", "title": "馆员"}
        data = {"organization": str(own.organization_id), "_version": str(own.version), "hired_on": "", "phone": ""}
        return Use("dl3", path.format(own.id), data | typed)

    return use


def _candidate(w: World) -> Use:
    held_class = one(w.app, TrainingClass, TrainingClass.title == CLASS)
    someone = one(w.app, Learner, Learner.name == "张伟")
    address = f"/candidateview/do/enroll?class_id={held_class.id}"
    return Use("dl3", address, {"rowid": rowid(someone), "class_id": str(held_class.id)})


def _upload(w: World) -> Use:
    return Use("dl3", "/imports/new/learners", {"file": lambda: (small_sheet(), "people.xlsx")})


def _task(verb: str, kind: str) -> Callable[[World], Use]:
    def use(w: World) -> Use:
        owner = w.person("dl3")
        started = _upload(w).by(owner) if kind == "imports" else owner.post("/learnerview/export")
        if verb == "confirm":
            work(w.app)
        return Use("dl3", f"/{kind}/{started.location.rsplit('/', 1)[1]}/{verb}")

    return use


def _new_unit(w: World) -> Use:
    unit = _unit(UNIT)(w)
    typed = {"name": "新部门", "kind": "department", "category": "employer", "parent": str(unit.id)}
    return Use("dl3", "/organizationview/add", typed)


def _edited_unit(w: World) -> Use:
    unit = _unit("办公室")(w)
    kept = {n: str(getattr(unit, n) or "") for n in ("name", "kind", "category", "credit_code", "region", "contact")}
    data = kept | {"name": "新办公室", "parent": str(unit.parent_id), "_version": str(unit.version)}
    return Use("dl3", f"/organizationview/edit/{unit.id}", data)


def _moved_unit(w: World) -> Use:
    unit, target = _unit(UNIT)(w), _unit("示范市少年宫")(w)
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


def _plain(path: str, who: str, **data: Any) -> Callable[[World], Use]:
    return lambda _w: Use(who, path, data)


PASSWORDS = {"old": "Xueshi-2026", "new": "Neues-Wort-26", "again": "Neues-Wort-26"}
ROLE = {"label": "新角色", "label_en": "", "permissions": ["can_read|learner"]}
REVIEWS = {
    f"{view}.do:{verb}": _row(view.lower(), verb, who, _state(state))
    for view, who, state in (("FirstReviewView", "dl2", "first_review"), ("FinalReviewView", "dl1", "final_review"))
    for verb in ("approve", "send_back", "reject")
}
RESULTS = {
    f"ResultView.do:{verb}": _row("resultview", verb, "dl3", _enrolled("陈晓梅" if verb == "cancel" else "赵志强"))
    for verb in ("grant", "cancel", "excellent", "passed", "failed")
}
EXPORTS = {
    f"{view}.export": _plain(f"/{view.lower()}/export", "dl3")
    for view in ("DeclarationView", "HourEntryView", "LearnerView", "LearnerYearView", "OrganizationView")
}
RECIPES: Mapping[str, Callable[[World], Use]] = {
    **REVIEWS, **RESULTS, **EXPORTS,
    "AnnouncementView.add": lambda w: Use("dl3", "/announcementview/add",
                                          NEWS | {"organization": str(_unit(UNIT)(w).id)}),
    "AnnouncementView.edit": _at("/announcementview/edit/{}", "dl3", _news, **NEWS),
    "AnnouncementView.do:withdraw": _row("announcementview", "withdraw", "dl3", _news),
    "PreferenceView.change": _plain("/preferenceview/", "dl3", email="", locale="zh", events=["work"]),
    "AppointmentView.add": lambda w: Use("dl3", "/appointmentview/add", form(w.app)),
    "AppointmentView.edit": _at("/appointmentview/edit/{}", "dl1", _appointment("dl2-deputy"), ends_on="2027-01-31"),
    "AppointmentView.reset": _at("/appointmentview/{}/reset", "dl1", _appointment("dl2-deputy")),
    "AppointmentView.do:end": _row("appointmentview", "end", "dl1", _appointment("dl2-deputy")),
    "AppointmentView.do:lock": _row("appointmentview", "lock", "dl1", _appointment("dl2-deputy")),
    "AppointmentView.do:unlock": _row("appointmentview", "unlock", "dl3", _appointment("dl3-office")),
    "AuditView.export": _plain("/auditview/export", "auditor"),
    "CandidateView.do:enroll": _candidate,
    "ClassPeopleView.by_number": _at("/classpeopleview/{}/by-number", "dl3",
                                     lambda w: one(w.app, TrainingClass, TrainingClass.title == CLASS),
                                     name="周建国", document="210211197809014417"),
    "DeclarationView.add": _declared("/declarationview/add"),
    "DeclarationView.edit": _declared("/declarationview/edit/{}"),
    "DeclarationView.delete": _at("/declarationview/delete/{}", "dl3", _draft),
    "DeclarationView.do:submit": _row("declarationview", "submit", "dl3", _draft),
    "DeclarationView.do:withdraw": _row("declarationview", "withdraw", "dl3", _state("first_review")),
    "ExportView.cancel": _task("cancel", "exports"),
    "ImportView.cancel": _task("cancel", "imports"),
    "ImportView.confirm": _task("confirm", "imports"),
    "ImportView.new": _upload,
    "LearnerView.add": _person("/learnerview/add"),
    "LearnerView.edit": _person("/learnerview/edit/{}"),
    "LearnerView.do:retire": _row("learnerview", "retire", "dl3", _learner("孙丽")),
    "LoginView.logout": _plain("/logout/", "dl3"),
    "OrganizationView.add": _new_unit,
    "OrganizationView.edit": _edited_unit,
    "OrganizationView.move": _moved_unit,
    "ParticipantView.do:confirm_attendance": _row("participantview", "confirm_attendance", "dl3", _enrolled("孙丽")),
    "ParticipantView.do:remove": _row("participantview", "remove", "dl3", _enrolled("孙丽")),
    "PasswordView.change": _plain("/password/", "dl3", **PASSWORDS),
    "RoleView.add": _plain("/roleview/add", "dl3", **ROLE),
    "RoleView.edit": _at("/roleview/edit/{}", "dl3", _clerk, **ROLE),
    "RoleView.delete": _at("/roleview/delete/{}", "dl3", _clerk),
    "SubstituteView.add": _substitute,
    "SubstituteView.do:end": _row("substituteview", "end", "dl2",
                                  lambda w: one(w.app, Appointment, Appointment.stands_for_id.is_not(None))),
}  # fmt: skip
