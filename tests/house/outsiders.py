"""What belongs to the unit of dl3, and whether somebody else has read or changed any of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from flask import Flask
from flask_appbuilder import Model
from sqlalchemy import event, func, inspect, select, update

from app.accounts import operations as accounts
from app.accounts.models import Appointment, RoleProfile, UserSession
from app.announcements.models import Announcement
from app.certificates.models import Certificate
from app.claims.models import UNIT as UNIT_ITSELF
from app.claims.models import Claim, ClaimType, ClaimWindow
from app.classes.models import DeclaredResult, Enrollment, TrainingClass
from app.extensions import db
from app.hours.models import ClosedYear, HourCategory, HourEntry, LearnerStanding, LearnerYear, RuleSet
from app.kit import audit, clock, scope
from app.kit.audit import REFUSED, AuditEvent
from app.kit.files import Attachment
from app.kit.jobs.models import Job, StoredFile
from app.kit.notices import Notice, notify
from app.kit.personal import Secret
from app.kit.review import batches
from app.learners.models import Absence, Learner, Membership, Transfer
from app.openings.models import OpeningBalance
from app.organizations.models import Holiday, LevelName, MenuEntry, Organization, Platform, ReviewRoute, UnitRequest
from tests.house.doors import Targets
from tests.imports import work
from tests.person import Person

FILE = Path(__file__).parents[1] / "data" / "learners.xlsx"
UNIT, CLASS, DRAFT = "示范市群众艺术馆", "公共文化服务规范专题培训", "年度业务骨干培训（草稿）"
CLOSED, DIRECT = "保密工作轮训", "新加坡公共图书馆服务研修"
COLLEAGUE, STUDY = "孙丽", "公共管理硕士在职学习（第二学年）"  # at its final review
RETURNED, REVOKED = "非物质文化遗产讲解员培训", "图书资料数字化实务培训"
READY = "许静"  # the year is complete, the certificate not issued yet
MISSED = "示范市美术家协会"
PEOPLE = {"陈晓梅", "赵志强", "孙丽"}
OF_DL3 = PEOPLE | {
    MISSED,
    CLASS,
    DRAFT,
    "专业技术人员职业道德教育",
    "群众文化活动策划能力提升班",
    "数字文化馆建设研修班",
}
# Models of which any row serves as a target.
ANY = (
    DeclaredResult,
    LearnerYear,
    RuleSet,
    ClosedYear,
    Platform,
    HourCategory,
    ReviewRoute,
    MenuEntry,
    LevelName,
    Holiday,
    ClaimType,
)
# What each outsider must never read: rows of dl3's unit that are not their own.
SECRETS = {
    "dl3-sibling": OF_DL3 | {"办公室", "张伟", "马超", "培训干事"},
    "dl-learner": OF_DL3 - {"陈晓梅", CLASS, "专业技术人员职业道德教育"},
    "admin": OF_DL3,
    "auditor": OF_DL3 | {"办公室", "马超", "培训干事"},
    "security": OF_DL3,
}

OWN_TRACES = (AuditEvent.__table__, UserSession.__table__)  # a session notes that it is in use
# How statements begin that change none of the other tables.
UNTOLD = ("SELECT ", "PRAGMA ", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT ", "RELEASE ",
          *(f"{begin} {table.name} " for table in OWN_TRACES for begin in ("INSERT INTO", "UPDATE")))  # fmt: skip

_CLAIM: Any = Claim.__table__
_FILE: Any = Attachment.__table__


@dataclass(frozen=True)
class State:
    """A fingerprint of every table, the tasks' apart, and the number of refusals on record."""

    tables: str
    tasks: str
    refusals: int


def state(app: Flask) -> State:
    """What every table holds now; the audit only grows, so that it is counted."""
    tasks = (Job.__table__, StoredFile.__table__)
    uncounted = (*OWN_TRACES, *tasks)
    with app.app_context(), scope.everything("test"):
        tables = [t for _name, t in sorted(Model.metadata.tables.items()) if t not in uncounted]
        return State(_digest(tables), _digest(tasks), _refusals())


@contextmanager
def watched(app: Flask) -> Iterator[Callable[[], State]]:
    """`state`, read anew only when a statement has written: most requests do not, and reading costs as much as they.

    Refusals and signs of life are written by every request and are no part of the digests; whoever watches compares
    a whole `state` at the end, for what reaches the database past SQLAlchemy.
    """
    known = state(app)
    with statements(app) as seen:

        def now() -> State:
            nonlocal known
            is_stale = not all(statement.startswith(UNTOLD) for statement in seen)
            with app.app_context(), scope.everything("test"):
                known = state(app) if is_stale else replace(known, refusals=_refusals())
            seen.clear()
            return known

        yield now


def _refusals() -> int:
    return int(db.session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.outcome == REFUSED)) or 0)


def _digest(tables: Iterable[Any]) -> str:
    """Of the rows as the driver gives them: to convert and decrypt every cell costs more than the request before."""
    cursor, digest = db.session.connection().connection.cursor(), hashlib.sha256()
    for table in tables:
        cursor.execute(f'SELECT * FROM "{table.name}"')
        digest.update(repr((table.name, sorted(map(repr, cursor.fetchall())))).encode())
    return digest.hexdigest()


def one(app: Flask, model: Any, *criteria: Any) -> Any:
    """The first row of `model` that fits, detached."""
    with app.app_context(), scope.everything("test"):
        found = db.session.scalars(select(model).where(*criteria).order_by(*inspect(model).primary_key)).first()
        assert found is not None, model
        db.session.expunge_all()
        return found


def enrolled(app: Flask, title: str, name: str) -> Enrollment:
    """The enrollment of `name` in the class `title`."""
    held = one(app, TrainingClass, TrainingClass.title == title)
    found: Enrollment = one(app, Enrollment, Enrollment.class_id == held.id, Enrollment.learner_name == name)
    return found


def rowid(row: Any) -> str:
    """Key and version, as lists post them."""
    return f"{row.id}.{row.version}"


def _window(app: Flask, platform_id: int) -> ClaimWindow:
    """The platform of the tests takes claims without any."""
    with app.app_context(), scope.everything("test"):
        days = {"opens_on": date(2026, 1, 1), "closes_on": date(2199, 12, 31)}
        db.session.add(ClaimWindow(platform_id=platform_id, year=clock.today().year, **days))
        db.session.commit()
    found: ClaimWindow = one(app, ClaimWindow, ClaimWindow.platform_id == platform_id)
    return found


def _missed(app: Flask, owner: Person) -> UnitRequest:
    """A unit that the owner has asked for; on the platform of the tests no role may."""
    assert owner.identity
    with app.app_context(), owner.acting():
        facts = {"platform_id": owner.identity.platform_id, "user_id": owner.identity.user_id, "asked_by": "x"}
        phone = Secret("13800000000")
        db.session.add(UnitRequest(name=MISSED, credit_code="x", region="x", contact="x", phone=phone, **facts))
        db.session.commit()
    found: UnitRequest = one(app, UnitRequest, UnitRequest.name == MISSED)
    return found


def _claim(app: Flask, title: str) -> Claim:
    found: Claim = one(app, Claim, Claim.title == title)
    return found


def _give_claims(app: Flask) -> None:
    """The demo's claims are all of one learner: a colleague, who signs in as dl-colleague, gets two, with pictures."""
    with app.app_context(), scope.everything("test"):
        account = accounts.create_user(db.session, "dl-colleague", COLLEAGUE, "Xueshi-2026")
        colleague = db.session.scalars(select(Learner).where(Learner.name == COLLEAGUE)).one()
        colleague.user_id = account.id
        whose = {"learner_id": colleague.id, "learner_name": COLLEAGUE}
        db.session.execute(update(_CLAIM).where(_CLAIM.c.title.in_((STUDY, RETURNED))).values(whose))
        of = {title: select(_CLAIM.c.id).where(_CLAIM.c.title == title).scalar_subquery() for title in (STUDY, REVOKED)}
        pictures = update(_FILE).where(_FILE.c.kind == "claim", _FILE.c.item_id == of[REVOKED])
        db.session.execute(pictures.values(item_id=of[STUDY]))
        db.session.commit()


def _let_results_come(app: Flask) -> None:
    """With the classes that the tests aim at, as on a platform whose policy allows it."""
    with app.app_context(), scope.everything("test"):
        table: Any = TrainingClass.__table__
        allowed = update(table).where(table.c.title.in_((CLASS, DRAFT))).values(results_declared=True)
        db.session.execute(allowed)
        db.session.commit()


def _add_what_the_demo_lacks(app: Flask) -> None:
    _give_claims(app)
    _let_results_come(app)


def registered(app: Flask, aims: Targets) -> Targets:
    """With claims that units of other platforms registered, each with a picture, for screens that only they have."""
    titles = {"RegisteredClaimView": "消防安全责任人培训（待提交）", "RecordedClaimView": "外语自学"}
    found: dict[str, Any] = {view: _claim(app, title) for view, title in titles.items()}
    files = all_of(app, Attachment, Attachment.media_type == "image/jpeg", Attachment.kind == "claim")[-len(found) :]
    for claim, file in zip(found.values(), files, strict=True):
        with app.app_context(), scope.everything("test"):
            whose = {"item_id": claim.id, "platform_id": claim.platform_id}
            by_unit = {"registered_by": UNIT_ITSELF, "organization_id": _CLAIM.c.unit_id}
            db.session.execute(update(_CLAIM).where(_CLAIM.c.id == claim.id).values(by_unit))
            db.session.execute(update(_FILE).where(_FILE.c.id == file.id).values(whose))
            db.session.commit()
        aims.files["claim", claim.id] = file.id
    asked = (("OwnUnitRequestView", "confirmed"), ("UnitRequestView", "open"))
    found |= {
        view: one(app, UnitRequest, UnitRequest.state == state, UnitRequest.name != MISSED) for view, state in asked
    }
    return replace(aims, special=aims.special | found)


def targets(app: Flask, owner: Person) -> Targets:
    """One row of every listed model that belongs to dl3's unit, an import waiting for its yes, a finished export."""
    unit = one(app, Organization, Organization.name == UNIT)
    notice = _told(app, owner)
    _add_what_the_demo_lacks(app)
    learner = one(app, Learner, Learner.name == "孙丽")
    held = one(app, TrainingClass, TrainingClass.title == CLASS)
    draft = one(app, TrainingClass, TrainingClass.title == DRAFT)
    rows: dict[type, Any] = {
        Organization: unit,
        Learner: learner,
        TrainingClass: held,
        Enrollment: one(app, Enrollment, Enrollment.class_id == held.id, Enrollment.learner_name == "赵志强"),
        HourEntry: one(app, HourEntry, HourEntry.organization_id != unit.id),
        LearnerStanding: one(app, LearnerStanding, LearnerStanding.learner_id == learner.id),
        Appointment: one(app, Appointment, Appointment.organization_id == unit.id),
        RoleProfile: one(app, RoleProfile, RoleProfile.organization_id == unit.id),
        **{model: one(app, model) for model in ANY},
        AuditEvent: one(app, AuditEvent, AuditEvent.event == "learner:look_up"),
        Notice: notice,
        Announcement: one(app, Announcement, Announcement.title.startswith("年终")),
        Absence: one(app, Absence, Absence.organization_id == unit.id),
        Membership: one(app, Membership, Membership.learner_id == learner.id),
        Transfer: one(app, Transfer, Transfer.from_organization_id == unit.id),
        Certificate: one(app, Certificate, Certificate.voided_at.is_(None)),
        Claim: _claim(app, STUDY),
        ClaimWindow: _window(app, unit.platform_id),
        UnitRequest: _missed(app, owner),
        OpeningBalance: one(app, OpeningBalance, OpeningBalance.taken_back_at.is_(None)),
    }
    substitute = one(app, Appointment, Appointment.stands_for_id.is_not(None))
    office = one(app, Organization, Organization.parent_id == unit.id, Organization.kind == "department")
    incoming = one(app, Transfer, Transfer.organization_id == unit.id)
    ready = one(app, Learner, Learner.name == READY)
    waits = one(app, LearnerStanding, LearnerStanding.learner_id == ready.id, LearnerStanding.outcome == "met")
    special = {"IssueView": waits, "DeclarationView": draft, "SubstituteView": substitute, "DepartmentView": office,
               "IncomingView": incoming, "MyClaimView": _claim(app, RETURNED)} | of_modes(app)  # fmt: skip
    answer = owner.post("/imports/new/learners", {"file": (small_sheet(), "people.xlsx")})
    exported = owner.post("/learnerview/export")
    work(app)
    waiting, done = (int(page.location.rsplit("/", 1)[1]) for page in (answer, exported))
    files = {(a.kind, a.item_id): a.id for a in all_of(app, Attachment, Attachment.media_type == "image/jpeg")}
    jobs = {"import": waiting, "export": done, "review": decided(app, owner)}
    return Targets(rows, jobs, held.id, special, files=files, of_sheet={"declared_results": draft.id})


def decided(app: Flask, owner: Person) -> int:
    """A batch of decisions of `owner` in the background, finished."""
    with app.app_context(), owner.acting():
        none = batches.Confirmed("approve", TrainingClass, [], clock.now())
        number = batches.enqueue(db.session(), none, "批量审核").id
        db.session.commit()
    work(app)
    return number


def of_modes(app: Flask) -> dict[str, Any]:
    """For the screens that list one mode only: a class whose enrollment is over, so that enrolling changes nothing."""
    closed = one(app, TrainingClass, TrainingClass.title == CLOSED)
    direct = one(app, TrainingClass, TrainingClass.title == DIRECT)
    mine = one(app, Enrollment, Enrollment.learner_name == "陈晓梅")
    draft = one(app, TrainingClass, TrainingClass.mode == "online", TrainingClass.review_state == "draft")
    return {"CatalogueView": closed, "OnlineClassView": draft, "DirectClassView": direct, "MyClassView": mine,
            "DirectPersonView": one(app, Enrollment, Enrollment.class_id == direct.id)}  # fmt: skip


def all_of(app: Flask, model: Any, *criteria: Any) -> list[Any]:
    with app.app_context(), scope.everything("test"):
        found = list(db.session.scalars(select(model).where(*criteria)))
        db.session.expunge_all()
    return found


def _told(app: Flask, owner: Person) -> Notice:
    """A notice to the owner, and an event of the platform that tells of nobody."""
    assert owner.identity
    with app.app_context(), owner.acting():
        audit.record(db.session(), "learner:look_up")
        notify(db.session(), "test:told", [owner.identity.user_id], "“%(title)s” waits for you.", {"title": DRAFT})
        db.session.commit()
    found: Notice = one(app, Notice, Notice.user_id == owner.identity.user_id)
    return found


def small_sheet() -> BytesIO:
    """The header and two people of the learners' file."""
    book = openpyxl.load_workbook(FILE)
    book.active.delete_rows(4, book.active.max_row)
    file = BytesIO()
    book.save(file)
    return BytesIO(file.getvalue())


def secrets_in(page: str, secrets: Iterable[str]) -> list[str]:
    return [secret for secret in sorted(secrets) if secret in page]


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements that run inside, without BEGIN and COMMIT."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA", "SAVEPOINT")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
