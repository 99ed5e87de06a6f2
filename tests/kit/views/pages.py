"""A toy application around one list of courses, for tests of the view base and of the look."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, g, request
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.views import AuthDBView
from flask_babel import lazy_gettext as _l
from flask_login import UserMixin, current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from wtforms.validators import NumberRange

from app.extensions import csrf, db, new_appbuilder
from app.kit import personal, scope
from app.kit.audit import AuditEvent
from app.kit.errors import RuleError
from app.kit.personal import Secret, keyed_hash
from app.kit.review import Outcome
from app.kit.views import Choice, Page, Rows, ScopedView, allowed, look, verb
from app.kit.views.fields import Personal
from app.kit.views.once import FormReceipt
from tests.kit.views.models import Course, PagesBase, Place, Visit

ID_NUMBER = "110101199003070011"
STATES = [("draft", _l("Draft")), ("pending", _l("Pending")), ("approved", _l("Approved"))]
READ = frozenset({("can_read", "course"), ("can_read", "visit")})
ALL = READ | {(f"can_{verb}", "course") for verb in ("write", "review", "export", "import")}
PEOPLE = {  # name: platform, permissions
    "alice": (1, ALL),
    "bob": (1, frozenset({("can_read", "course")})),
    "carol": (2, ALL),
}


MODELS = (Place, Course, Visit)


def own(model: Any) -> Any:
    return lambda now: model.platform_id == now.platform_id


# ---- operations --------------------------------------------------------------------------------


def declare(session: Session, actor: Any, values: dict[str, Any]) -> Course:
    course = Course(platform_id=scope.require().platform_id, **_hashed(values))
    session.add(course)
    return course


def revise(session: Session, actor: Any, item: Course, values: dict[str, Any]) -> Course:
    if values["title"] == "refused":
        raise RuleError(_l("This title is not wanted."), field="title")
    for name, value in _hashed(values).items():
        setattr(item, name, value)
    item.version += 1
    return item


def _hashed(values: dict[str, Any]) -> dict[str, Any]:
    number = values.get("document")
    plain = number.reveal() if isinstance(number, Secret) else number
    return values | {"document_hash": keyed_hash(plain) if plain else None}


def discard(session: Session, actor: Any, items: list[Course]) -> None:
    for item in items:
        session.delete(item)


def find_places(session: Session, actor: Any, kind: str, typed: str, narrowed: str) -> Any:
    """Also of other platforms: what is looked up need not be in the scope."""
    if len(typed) < 2:
        raise RuleError("Type more.", field="q")
    table: Any = Place.__table__
    named = table.c.name.contains(typed, autoescape=True)
    with scope.bulk("toy"):
        rows = session.execute(select(table).where(named, table.c.name.contains(narrowed)).limit(10))
    return [(row.id, (row.name, f"of {kind}")) for row in rows]


def first_place(session: Session, actor: Any, kind: str) -> Any:
    found = session.scalars(select(Place).order_by(Place.id)).first()
    return [(found.id, (found.name, ""))] if found else []


def numbers(session: Session) -> Any:
    return [("2", "2"), ("2-07", "\u3000-07")]


PLACE = Choice("Place", ("Name", "Of"), find_places, "Type two characters.", "Number", numbers,
               lambda: ["Mind the gap."], lambda: ("Add one", "/add"), first_place)  # fmt: skip


def timeline(item: Course) -> dict[str, Any] | None:
    if item.review_state == "draft":
        return None
    steps = [
        {"name": "Submission", "note": "03-01 09:00", "state": "done"},
        {"name": "Review", "note": "", "state": "now"},
    ]
    event = {"name": "Submission", "result": "Submitted", "tone": "ok", "actor": "Alice"} | {
        "at": datetime(2026, 3, 1),
        "opinion": "Go",
    }
    return {"steps": steps, "events": [event]}


# ---- views -------------------------------------------------------------------------------------


class VisitView(ScopedView):
    datamodel = Rows(Visit)
    subject = "visit"
    title, noun = "Visits", "visit"
    list_columns = ["who"]
    exports = False


class CourseView(ScopedView):
    datamodel = Rows(Course, "place")
    subject = "course"
    title, noun = _l("Courses"), _l("course")
    list_columns = ["title", "year", "category", "hours", "place", "starts_on", "document", "review_state"]
    main_column = "title"
    labels = {"title": _l("Title"), "document_hash": _l("ID number")}
    hints = {"hours": _l("45 minutes each")}
    filters = (
        "title",
        "category",
        "place",
        "starts_on",
        "year",
        "hours",
        "made_at",
        "is_open",
        "document_hash",
    )
    hashed_filters = {"document_hash": personal.normalise}
    fieldsets = [
        ("Basics", ["title", "year", "category", "hours"]),
        ("More", ["starts_on", "place", "is_open", "document", "note"]),
    ]
    form_fields = {"document": Personal("ID number")}
    choices = {"category": [("public", "Public"), ("special", "Special")], "review_state": STATES}
    tones = {"review_state": {"approved": "success", "pending": "primary"}}
    state_column = "review_state"
    validators_columns = {"year": [NumberRange(2000, 2100)]}
    editable = ("draft",)
    creates, changes, removes = declare, revise, discard
    timeline = timeline
    related_views = [VisitView]

    @verb(_l("Submit"), states=("draft",), icon="send", tone="primary", confirm=_l("Submit %(n)s courses?"))
    def submit(self, ids: list[int], form: Any) -> Outcome:
        done, skipped = [], []
        for course in self.session.scalars(select(Course).where(Course.id.in_(ids))):
            stale = form.seen.get(course.id, course.version) != course.version
            if course.review_state != "draft" or stale:
                skipped.append((course.title, "not a draft any more"))
                continue
            course.review_state, course.version = "pending", course.version + 1
            done.append(course.id)
        return Outcome(done, skipped)

    @verb(_l("Send to"), states=("draft",), chooses=PLACE)
    def send_to(self, ids: list[int], form: Any) -> Outcome:
        for course in self.session.scalars(select(Course).where(Course.id.in_(ids))):
            course.place_id = form.chosen
        return Outcome(ids)

    @verb(_l("Grant"), permission="review", states=("pending",), opinion="optional", grants=lambda item: item.hours)
    def grant(self, ids: list[int], form: Any) -> Outcome:
        for course in self.session.scalars(select(Course).where(Course.id.in_(ids))):
            granted = (form.granted or {}).get(course.id, course.hours)
            if granted != course.hours and not form.opinion:
                raise RuleError("Say why.", field="opinion")
            course.hours, course.review_state = granted, "approved"
        return Outcome(ids)

    @verb(_l("Return"), permission="review", states=("pending",), tone="danger", opinion="required")
    def send_back(self, ids: list[int], form: Any) -> Outcome:
        if form.opinion == "forbidden":
            raise RuleError("This opinion is forbidden.")
        for course in self.session.scalars(select(Course).where(Course.id.in_(ids))):
            course.review_state, course.note = "draft", form.opinion
        return Outcome(ids)


class SpecialView(CourseView):
    """The same rows, on one side only."""

    title = "Special courses"
    related_views = ()
    filters = ("title", "category")
    hashed_filters: dict[str, Any] = {}
    grants = {"read": "review"}

    def side(model: Any, now: scope.Scope) -> Any:  # type: ignore[misc]  # made in a loop
        return model.category == "special"


class FigureView(Page):
    subject = "course"

    @expose("/")
    @allowed("review")
    def index(self) -> Any:
        return "figures"

    @expose("/broken")
    @allowed("read")
    def broken(self) -> Any:
        raise ZeroDivisionError("secret detail")


class IdentityView(BaseView):
    route_base = "/identity"

    @expose("/switch", methods=["POST"])
    def switch(self) -> Any:
        return ""

    @expose("/locale", methods=["POST"])
    def locale(self) -> Any:
        return ""


class LoginView(AuthDBView):
    @expose("/logout/", methods=["POST"])
    def logout(self) -> Any:
        return ""


# ---- the application ---------------------------------------------------------------------------


class Person(UserMixin):
    def __init__(self, name: str) -> None:
        self.id = name

    def get_full_name(self) -> str:
        return str(self.id).capitalize()


class Security(SecurityManager):
    authdbview = LoginView

    def register_views(self) -> None:
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)

    def load_user(self, pk: str) -> Person | None:
        return Person(pk) if pk in PEOPLE else None

    def has_access(self, permission_name: str, view_name: str) -> bool:
        now = scope.current()
        return now is not None and (permission_name, view_name) in now.actor.permissions


def _enter() -> None:
    if request.endpoint != "static" and current_user.is_authenticated:
        platform, permissions = PEOPLE[current_user.id]
        actor = scope.Actor(1, current_user.id, "a1", permissions=permissions)
        g.stack = ExitStack()
        g.stack.enter_context(
            scope.using(scope.Scope("platform", platform, actor=actor), readonly=request.method == "GET")
        )


def _leave(error: BaseException | None) -> None:
    if g.get("stack"):
        g.pop("stack").close()


def _menu() -> list[Any]:
    here = request.path.startswith("/courseview")
    courses = SimpleNamespace(label="Courses", icon="school", url="/courseview/list/", active=here, children=[])
    home = SimpleNamespace(label="Home", icon="home", url="/", active=False, children=[])
    return [home, SimpleNamespace(label="Work", children=[courses])]


SETTINGS = {
    "SECRET_KEY": "k" * 40,
    "PERSONAL_DATA_KEY": "p" * 40,
    "APP_NAME": "Xueshi",
    "TESTING": True,
    "PROPAGATE_EXCEPTIONS": False,
    "BABEL_DEFAULT_LOCALE": "en",
    "LANGUAGES": {"en": {"flag": "gb", "name": "English"}, "zh": {"flag": "cn", "name": "中文"}},
    "FAB_CREATE_DB": False,
    "FAB_UPDATE_PERMS": False,
    "FAB_ADD_SECURITY_API": False,
    "FAB_ADD_OPENAPI_VIEWS": False,
    "FAB_ADD_MENU_API": False,
}


def make_app(folder: Path, csrf_on: bool = False) -> Flask:
    app = Flask("app", root_path=str(Path(look.__file__).parents[2]))
    database = f"sqlite:///{folder / 'pages.db'}"
    app.config.update(SETTINGS, WTF_CSRF_ENABLED=csrf_on, SQLALCHEMY_DATABASE_URI=database)
    look.init_look(app)
    db.init_app(app)
    csrf.init_app(app)
    app.before_request(_enter)
    app.teardown_request(_leave)
    guard = '<input type="hidden" name="csrf_token" value="{}"><input type="hidden" name="_identity" value="a1">'
    app.jinja_env.globals.update(
        menu_tree=_menu, identities=lambda: [("a1", "Unit administrator", True), ("a2", "Reviewer", False)],
        form_guard=lambda: Markup(guard).format(generate_csrf()), hours_word=lambda: "hours",
    )  # fmt: skip
    with app.app_context():
        PagesBase.metadata.create_all(db.engine)
        AuditEvent.metadata.create_all(db.engine, [AuditEvent.__table__, FormReceipt.__table__])
        builder = new_appbuilder(app, security_manager_class=Security)
        for view in (VisitView, CourseView, SpecialView, FigureView, IdentityView):
            builder.add_view_no_menu(view)
        _fill()
    return app


def _fill() -> None:
    with scope.everything("toys"):
        for platform in (1, 2):
            db.session.add_all(Place(platform_id=platform, name=f"Place {platform}-{n:02}") for n in range(30))
            db.session.flush()
            first = db.session.scalar(select(func.min(Place.id)).where(Place.platform_id == platform))
            db.session.add_all(_course(platform, n, first) for n in range(45))
            db.session.flush()
            parent = db.session.scalar(select(func.min(Course.id)).where(Course.platform_id == platform))
            db.session.add_all(Visit(platform_id=platform, course_id=parent, who=f"Guest {n}") for n in range(3))
        db.session.commit()


def _course(platform: int, n: int, place: int) -> Course:
    number = ID_NUMBER if n == 0 else None
    return Course(
        platform_id=platform,
        title=f"Course {platform}-{n:02}",
        year=2026,
        hours=Decimal("8.0"),
        place_id=place + n % 30,
        category="special" if n % 3 == 0 else "public",
        starts_on=date(2026, 3, 1 + n % 28),
        document=number,
        made_at=datetime(2026, 3, 1, 17),
        document_hash=keyed_hash(number) if number else None,
        review_state=("draft", "pending", "approved")[n % 3],
    )


def sign_in(client: Any, name: str) -> Any:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = name
    return client


__all__ = ["ID_NUMBER", "MODELS", "Course", "make_app", "own", "sign_in"]
