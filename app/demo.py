"""Demo data from the presets' `.demo.toml` files, made by the same operations that the screens use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import demo_claims, demo_files
from app.accounts import identities, roles, substitutes
from app.accounts import operations as accounts
from app.accounts.models import Account, RoleProfile
from app.announcements import operations as announcements
from app.certificates import operations as certificates
from app.classes import online, reporting
from app.classes import operations as classes
from app.classes.models import EARNING, Enrollment, TrainingClass
from app.extensions import db
from app.hours import closing
from app.hours import rules as hour_rules
from app.hours.models import HourCategory, LearnerStanding
from app.kit import clock, files, jobs, scope
from app.kit.notices import Notice, notify
from app.kit.personal import Secret
from app.learners import absences, merging, requests, standings, transfers
from app.learners import operations as learners
from app.learners.models import Learner, Transfer
from app.openings import operations as openings
from app.organizations import adding, holidays, settings
from app.organizations import operations as organizations
from app.organizations.models import DEPARTMENT, Organization, Platform
from app.presets import loading, sections

PASSWORD = "Xueshi-2026"
DECLARE = {"declared": classes.declare, "online": classes.offer, "direct": classes.hold}
VERBS = {
    "submit": classes.submit,
    "withdraw": classes.withdraw,
    "approve": classes.approve,
    "return": classes.send_back,
    "reject": classes.reject,
    "reopen": classes.reopen,
    "revoke": classes.revoke,
}


def load(most: int | None = None) -> str:
    """Create what is not there yet, of the first platforms or of all; returns the accounts as text."""
    with force_locale("zh"):
        found = sorted(map(_Demo, loading.names(".demo")), key=lambda one: int(one.data["seq"]))
        for one in found[:most]:
            one.load()
        jobs.run_all()  # the pictures of attached pages
        return _accounts()


def _class_values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a class; its days are given in the present year, or as an offset from today."""
    today = clock.today()
    year = today.year - facts.get("years_ago", 0)
    days = [date(year, *map(int, day.split("-"))) for day in facts.get("days", ())]
    days = days or [today + timedelta(days=n) for n in facts["from_today"]]
    values = {k: facts[k] for k in ("title", "planned_people", "waiting_list") if k in facts}
    values |= {"year": days[0].year, "starts_on": days[0], "ends_on": days[1], "hours": Decimal(facts["hours"])}
    window = dict(zip(("enroll_from", "enroll_until"), facts.get("window", ()), strict=False))
    values |= {name: today + timedelta(days=n) for name, n in window.items()}
    return values | {"place": facts.get("place", "三楼报告厅"), "content": facts.get("content", "")}


def _accounts() -> str:
    """The demo accounts with the roles they hold."""
    lines = [f"Demo accounts, password {PASSWORD}:"]
    with scope.everything("demo accounts"):
        for user in db.session.scalars(select(Account).order_by(Account.id)):
            held = " / ".join(identity.label for identity in identities.of_user(db.session, user.id))
            lines.append(f"  {user.username:<12} {user.get_full_name()}  {held}")
    return "\n".join(lines)


def _renew(session: Session, platform_id: int) -> None:
    """Everybody's standing, as the job does it."""
    while standings.refresh(session, platform_id):
        session.commit()


class _Demo:
    """One platform's demo data."""

    def __init__(self, name: str) -> None:
        self.name, self.preset = name, loading.read(name)
        self.data = loading.read(f"{name}.demo")

    def load(self) -> None:
        with scope.everything("demo"):
            if db.session.scalars(select(Platform).where(Platform.code == self.preset["code"])).first():
                return
            self._people(db.session)
            db.session.commit()
        with self._as(self.data["official_days_by"]) as actor:
            year = min(clock.today().year, holidays.known_years()[0])
            holidays.load_official(db.session(), actor, year)
            db.session.commit()
        for facts in self.data.get("class", ()):
            self._class(facts)
        for facts in self.data.get("own_role", ()):
            with self._as(facts["by"]) as actor:
                pairs = frozenset((f"can_{v}", name) for name, verbs in facts["permissions"].items() for v in verbs)
                roles.add_role(db.session(), actor, dict(facts) | {"permissions": pairs})
                db.session.commit()
        for facts in self.data.get("change", ()):
            with self._as(facts["by"]) as actor:
                _change(db.session(), actor, facts)
                db.session.commit()
        for facts in self.data.get("announcement", []):
            with self._as(facts["by"]) as actor:
                self._announce(db.session(), actor, facts)
                db.session.commit()
        with scope.everything("demo"):
            self._notices(db.session())
            db.session.commit()
        for facts in self.data.get("substitute", ()):
            with self._as(facts["by"]) as actor:
                days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=facts["days"])}
                substitutes.name_substitute(db.session(), actor, days | {"username": facts["username"]})
                db.session.commit()
        for facts in self.data.get("window", ()):
            with self._as(facts["by"]) as actor:
                demo_claims.window(db.session(), actor, facts)
                db.session.commit()
        for facts in self.data.get("claim", ()):
            demo_claims.claim(facts, self._as)
        for facts in self.data.get("unit_request", ()):
            self._miss(facts)
        for facts in self.data.get("opening", ()):
            self._opening(facts)
        self._policy()
        for facts in self.data.get("certificate", []):
            self._certificates(facts)

    def _miss(self, facts: Mapping[str, Any]) -> None:
        """Somebody asks for a unit, and the bureau decides where a verb is given."""
        with self._as(facts["by"]) as actor:
            number = adding.ask(db.session(), actor, facts).id
            db.session.commit()
        if "verb" in facts:
            decide = {"confirm": adding.confirm, "decline": adding.decline}[facts["verb"]]
            with self._as(self.data["official_days_by"]) as actor:
                decide(db.session(), [number], actor, facts["opinion"])
                db.session.commit()

    def _policy(self) -> None:
        """A changed setting, a version of the rules, a closed year, and everybody's standing."""
        year = clock.today().year
        for facts in self.data.get("policy", ()):
            with self._as(facts["by"]) as actor:
                session, platform_id = db.session(), scope.require().platform_id or 0
                from_year = year - facts["years_ago"]
                settings.change_settings(session, actor, from_year, facts["settings"])
                rules = [*hour_rules.load(session, platform_id).of(from_year).rules,
                         *(sections.as_rule(one, {}) for one in facts["rule"])]  # fmt: skip
                closing.save_rules(session, actor, from_year, rules, facts["note"])
                closing.close_year(session, actor, {"year": from_year})
                session.commit()
                _renew(session, platform_id)

    def _opening(self, facts: Mapping[str, Any]) -> None:
        """Hours of the old portal; one balance turns out to be wrong and is taken back."""
        year = clock.today().year - facts["years_ago"]
        with self._as(facts["by"]) as actor:
            session = db.session()
            category = session.scalars(select(HourCategory.id).where(HourCategory.code == facts["category"])).one()
            people = session.scalars(select(Learner).where(Learner.name.in_(facts["names"])).order_by(Learner.id)).all()
            what = {"category_id": category, "year": year, "hours": Decimal(facts["hours"]), "note": facts["note"]}
            ids = openings.record(session, actor, [openings.of_person(one) | what for one in people])
            openings.take_back(session, ids[-1:], actor, facts["wrong"])
            session.commit()

    def _certificates(self, facts: Mapping[str, Any]) -> None:
        """Certificates of the present year; afterwards hours are cancelled, which makes one void."""
        year, taken = clock.today().year, facts["cancelled"]
        with self._as(facts["by"]) as actor:
            met = select(LearnerStanding.id).join(Learner, Learner.id == LearnerStanding.learner_id)
            ids = db.session.scalars(met.where(Learner.name.in_(facts["names"]), LearnerStanding.year == year)).all()
            certificates.issue(db.session(), ids, actor)
            db.session.commit()
        with self._as(taken["by"]) as actor:
            of = select(Enrollment.id).join(TrainingClass, TrainingClass.id == Enrollment.class_id)
            titled = (TrainingClass.title == taken["title"], Enrollment.learner_name.in_(taken["names"]))
            classes.cancel_hours(db.session(), db.session.scalars(of.where(*titled)).all(), actor)
            db.session.commit()
        with self._as(self.data["official_days_by"]):
            _renew(db.session(), scope.require().platform_id or 0)

    # ---- tree, accounts, people

    def _people(self, session: Session) -> None:
        platform = loading.create_platform(session, self.preset, self.name)
        root = session.scalars(select(Organization).where(Organization.platform_id == platform.id)).one()
        places = {"root": root}
        for facts in self.data["unit"]:
            values = {k: v for k, v in facts.items() if k not in ("key", "parent")}
            parent = places[facts.get("parent", "root")]
            places[facts["key"]] = organizations.add_unit(session, scope.actor(), values | {"parent": parent})
        for facts in self.data.get("department", ()):
            values = {"name": facts["name"], "kind": DEPARTMENT, "parent": places[facts["unit"]]}
            places[facts["key"]] = organizations.add_unit(session, scope.actor(), values)
        users = self._appoint(session, platform, places)
        for facts in self.data["person"]:
            self._person(session, facts, places, users)

    def _appoint(self, session: Session, platform: Platform, places: Mapping[str, Organization]) -> dict[str, Account]:
        profiles = {
            p.code: p for p in session.scalars(select(RoleProfile).where(RoleProfile.platform_id == platform.id))
        }
        users = {}
        for facts in self.data["account"]:
            user = users[facts["username"]] = accounts.create_user(session, facts["username"], facts["name"], PASSWORD)
            if "document" in facts:
                user.document, user.phone = facts["document"], Secret(facts["phone"])
            user.active = not facts.get("locked", False)
            held = accounts.appoint(session, user, profiles[facts["role"]], places[facts["at"]])
            held.ends_on = facts.get("ends_on")
        for facts in self.data.get("appointment", ()):
            accounts.appoint(session, users[facts["username"]], profiles[facts["role"]], places[facts["at"]])
        if accounts.find_login(session, "admin") is None:
            system = accounts.keep_role(session, None, "administrator", loading.SYSTEM_ROLE)
            accounts.appoint(session, accounts.create_user(session, "admin", "系统管理员", PASSWORD), system, None)
        return users

    def _person(
        self,
        session: Session,
        facts: Mapping[str, Any],
        places: Mapping[str, Organization],
        users: dict[str, Account],
    ) -> None:
        kept = ("name", "document", "document_type", "title", "grade", "hired_on", "requirement_applies")
        values = {k: facts[k] for k in kept if k in facts} | {"organization": places[facts["at"]]}
        person = learners.add_learner(session, scope.actor(), values)
        username = facts.get("username")
        if username:
            user = users.get(username) or accounts.create_user(session, username, facts["name"], PASSWORD)
            person.user_id, user.document_hash = user.id, person.document_hash
        session.flush()

    # ---- classes, each verb under the identity that does it

    def _class(self, facts: Mapping[str, Any]) -> None:
        with self._as(facts["by"]) as actor:
            session = db.session
            category = session.scalars(select(HourCategory).where(HourCategory.code == facts["category"])).one()
            values = _class_values(facts) | {"category": category}
            item = DECLARE[facts.get("mode", "declared")](session(), actor, values)
            number = item.id
            if "declared" in facts:
                self._report(session(), item, facts["declared"])
            uploads = [files.examine(*demo_files.made(name)) for name in facts.get("files", ())]
            files.attach(session(), item, uploads, len(uploads))
            session.commit()
        for line in facts["done"]:
            who, _colon, what = line.partition(": ")
            verb, _blank, opinion = what.partition(" ")
            with self._as(who) as actor, clock.behind(facts.get("waits_for_days", 0)):
                VERBS[verb](db.session(), [number], actor, opinion)
                db.session.commit()
        if "enroll" in facts:
            with self._as(facts["by"]) as actor:
                self._hold(db.session(), number, actor, facts)
                db.session.commit()
        for who in facts.get("enroll_self", ()):
            with self._as(who) as actor:
                online.enroll_self(db.session(), [number], actor)
                db.session.commit()

    def _report(self, session: Session, item: TrainingClass, results: Mapping[str, str]) -> None:
        """Results that come with a class, as if its year's policy had allowed that when it was declared."""
        item.results_declared = True
        people = session.scalars(select(Learner).where(Learner.name.in_(results)).order_by(Learner.id)).all()
        earned = [item.hours if results[one.name] in EARNING else None for one in people]
        told = [{"result": results[one.name], "earned": n} for one, n in zip(people, earned, strict=True)]
        reporting.report(session, item, people, told)

    def _announce(self, session: Session, actor: scope.Actor, facts: Mapping[str, Any]) -> None:
        """Days are counted from today, so that the demo never looks stale."""
        starts, ends = (clock.today() + timedelta(days=n) for n in facts["days"])
        place = session.get_one(Organization, actor.organization_id)
        values = {n: facts[n] for n in ("title", "body", "audience")} | {"starts_on": starts, "ends_on": ends}
        item = announcements.announce(session, actor, values | {"organization": place})
        item.told_at = clock.now()  # on earlier days, by the demo's reckoning
        session.flush()
        if facts.get("withdrawn"):
            announcements.withdraw(session, [item.id], actor)

    def _notices(self, session: Session) -> None:
        for facts in self.data.get("notice", []):
            user = accounts.find_login(session, facts["to"])
            notify(session, facts["event"], [user.id] if user else [], facts["text"], facts["values"], facts["address"])
        read = [facts["text"] for facts in self.data.get("notice", []) if facts.get("read")]
        for one in session.scalars(select(Notice).where(Notice.text.in_(read))):
            one.read_at = clock.now()

    def _hold(self, session: Session, number: int, actor: scope.Actor, facts: Mapping[str, Any]) -> None:
        people = session.scalars(select(Learner.id).where(Learner.name.in_(facts["enroll"]))).all()
        classes.enroll(session, number, people, actor)
        everyone = session.scalars(select(Enrollment).where(Enrollment.class_id == number))
        ids = {one.learner_name: one.id for one in everyone}
        self._each(session, facts, ids, actor, attend=classes.confirm_attendance)
        for name, result in facts.get("results", {}).items():
            classes.record_result(session, [ids[name]], actor, result)
        self._each(session, facts, ids, actor, grant=classes.grant_hours, cancel=classes.cancel_hours)

    @staticmethod
    def _each(
        session: Session, facts: Mapping[str, Any], ids: Mapping[str, int], actor: scope.Actor, **verbs: Any
    ) -> None:
        for key, verb in verbs.items():
            if facts.get(key):
                verb(session, [ids[name] for name in facts[key]], actor)

    def _as(self, username: str) -> Any:
        return _acting(username)


def _change(session: Session, actor: scope.Actor, facts: Mapping[str, Any]) -> None:
    """One thing that happens to a person: leave, retirement, a move, an offer and its answer, a merge."""
    people = session.scalars(select(Learner).where(Learner.name == facts["name"]).order_by(Learner.id)).all()
    reason = facts.get("reason", "")
    if facts["what"] in ("leave", "exemption"):
        year = clock.today().year
        days = [date(year, *map(int, day.split("-"))) for day in facts["days"]]
        values = {"kind": facts["what"], "starts_on": days[0], "ends_on": days[1] if days[1:] else None}
        absences.add_absence(session, actor, people[0], values | {"reason": reason})
    elif facts["what"] == "retire":
        learners.retire(session, [people[0].id], actor)
    elif facts["what"] == "move":
        place = session.scalars(select(Organization).where(Organization.name == facts["to"])).one()
        transfers.transfer(session, actor, [people[0].id], place, reason=reason)
    elif facts["what"] == "merge":
        merging.merge(session, actor, people[0].id, people[1].id, reason)
    elif facts["what"] == "offer":
        requests.ask(session, actor, people[0].id, {"unit": facts["to"], "reason": reason})
    else:
        asked = session.scalars(select(Transfer.id).where(Transfer.learner_name == facts["name"])).all()
        requests.refuse(session, asked, actor)


class _acting:
    """Run as the first identity of a demo account."""

    def __init__(self, username: str) -> None:
        with scope.everything("demo"):
            user = accounts.find_login(db.session, username)
            found, _all = identities.active(db.session, user.id if user else 0, None)
        if found is None:
            raise LookupError(f"no identity for {username}")
        self.frame = scope.using(found.scope())

    def __enter__(self) -> scope.Actor:
        return self.frame.__enter__().actor

    def __exit__(self, *error: Any) -> None:
        self.frame.__exit__(*error)
