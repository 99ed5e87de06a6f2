"""A row of every listed model at seven places of two platforms, each with a word of its own that a page may leak."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import insert, inspect, select

from app.accounts.models import Account, Appointment, RoleProfile
from app.extensions import db
from app.hours.models import Hours
from app.kit import personal, scope
from app.kit.files import Attachment
from app.kit.jobs.models import Job, StoredFile
from app.kit.personal import Encrypted, Secret
from app.learners.models import Learner
from app.organizations.models import Organization, Platform, new_path
from app.presets import loading
from tests.house.doors import Targets, lists

# The tree of the demo data: who is whose parent, child and sibling follows from the paths.
NAMES = {
    "root": "示范市人力资源和社会保障局",
    "level2": "示范市文化艺术中心",
    "level3": "示范市群众艺术馆",
    "sibling": "示范市少年宫",
    "office": "办公室",
}
# What a generic value would break, by model: constraints, and columns that other columns follow from.
FACTS: dict[str, dict[str, Any]] = {
    "RoleProfile": {"kind": "administrator"},
    "Job": {"status": "done", "user_id": 10**6, "identity": "a999999"},
    "StoredFile": {"user_id": 10**6, "identity": "a999999"},
    "Account": {"active": True},
    "HourEntry": {"reverses_id": None},
    "Attachment": {"kind": "training_class", "media_type": "image/jpeg"},
    "Absence": {"kind": "leave"},
    "OpeningBalance": {"taken_back_at": None, "reason": ""},
    "Transfer": {"asked_by": "unit"},
    "UnitRequest": {"phone": Secret("13800000000")},
    "Certificate": {
        "figures": {
            "first": 2026,
            "last": 2026,
            "counted": "8",
            "required": "8",
            "categories": [],
            "word": {"zh": "学时", "en": "hours"},
        }
    },
}
# Rows that others refer to without being listed themselves.
ALSO = (
    Attachment,
    Learner,
    StoredFile,
    Role,
    Account,
    RoleProfile,
    Appointment,
)


@dataclass
class Place:
    """An organization, and the row of each model that was planted there, with the words that it carries."""

    name: str
    platform_id: int
    organization_id: int
    path: str
    rows: dict[type, Any] = field(default_factory=dict)
    words: dict[type, list[str]] = field(default_factory=dict)
    targets: Targets | None = None


_numbers = itertools.count(1)


def _word(place: Place, model: type) -> str:
    """Six letters that stand nowhere else."""
    digest = hashlib.sha256(f"{place.name} {model.__name__} {next(_numbers)}".encode()).hexdigest()
    word = "q" + digest[:7].translate(str.maketrans("0123456789", "ghjkmnpqrs"))
    place.words.setdefault(model, []).append(word)
    return word


def places(app: Flask) -> dict[str, Place]:
    """The seven places with their rows, saved; the same rows everywhere but for the words."""
    with app.app_context(), scope.everything("test"):
        found = {name: _at(Organization.name == title) for name, title in NAMES.items()}
        south = _beside(found["level2"])
        platform = loading.create_platform(db.session, loading.read("dalian") | {"code": "elsewhere"})
        elsewhere = _at(Organization.platform_id == platform.id)
        made = {name: Place(name, o.platform_id, o.id, o.path)
                for name, o in {**found, "south": south, "elsewhere": elsewhere}.items()}  # fmt: skip
        for place in made.values():
            _plant_all(app, place)
        office = db.session.scalars(select(Account).where(Account.username == "dl3-office")).one()
        office.active = True  # the demo shows a locked account there
        db.session.commit()
        for place in made.values():
            place.targets = _targets(place)
            for row in place.rows.values():
                db.session.refresh(row)
        db.session.expunge_all()
    return made


def _at(*criteria: Any) -> Organization:
    query = select(Organization).where(*criteria).order_by(Organization.id)
    return db.session.scalars(query).first()  # type: ignore[return-value]  # the demo data have it


def _beside(one: Organization) -> Organization:
    """A second unit of the same superior."""
    parent = db.session.get_one(Organization, one.parent_id)
    facts = {"platform_id": one.platform_id, "parent_id": parent.id, "level": one.level, "path": new_path(parent)}
    south = Organization(name="南区文化服务中心", **facts)
    db.session.add(south)
    db.session.flush()
    return south


# ---- rows ---------------------------------------------------------------------------------------------------------


def _plant_all(app: Flask, place: Place) -> None:
    """A row of every listed model and of what those refer to, in an order in which keys exist."""
    place.rows[Platform] = db.session.get_one(Platform, place.platform_id)
    place.rows[Organization] = _organization(place)
    wanted = {view.model for view in lists(app)} | {Job, *ALSO}
    deepest = sorted(Platform.registry.mappers, key=lambda mapper: len(mapper.class_.__mro__))
    tables: dict[Any, Any] = {mapper.class_.__table__: mapper.class_ for mapper in deepest}
    needed = _with_references(wanted, tables)
    for table in Platform.metadata.sorted_tables:
        model = tables.get(table)
        if model in needed and model not in place.rows:
            _plant(place, model)


def _with_references(models: set[Any], tables: dict[Any, Any]) -> set[Any]:
    """`models` and every model that their columns must refer to."""
    found, waiting = set(models), list(models)
    while waiting:
        table = waiting.pop().__table__
        for column in table.columns:
            for key in column.foreign_keys:
                model = tables.get(key.column.table)
                if model is not None and not column.nullable and model not in found:
                    found.add(model)
                    waiting.append(model)
    return found


def _organization(place: Place) -> Organization:
    """A child of the place, so that its name, contact and region are words of the place."""
    parent = db.session.get_one(Organization, place.organization_id)
    facts = {"platform_id": parent.platform_id, "parent_id": parent.id, "level": parent.level + 1}
    row = Organization(**facts, path=new_path(parent), name=_word(place, Organization),
                       contact=_word(place, Organization), region=_word(place, Organization))  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def _plant(place: Place, model: Any) -> None:
    """Past the single writers (ledger, review): only what others see of the row matters here."""
    table = model.__table__
    facts = FACTS.get(model.__name__, {})
    known = {c.name: facts.get(c.name, _SKIP) for c in table.columns}
    found = {name: _value(place, model, table.c[name]) if value is _SKIP else value for name, value in known.items()}
    values = {name: value for name, value in found.items() if value is not _SKIP}
    key = db.session.connection().execute(insert(table).values(values)).inserted_primary_key
    place.rows[model] = db.session.get_one(model, tuple(key or ()))


_SKIP = object()


def _value(place: Place, model: Any, column: Any) -> Any:
    """Something valid for a column: a reference to a row of the place, a word, a number, a day."""
    if column.foreign_keys:
        return _reference(place, model, column)
    if column.name.endswith("_hash") and not column.nullable:
        return _word(place, model)
    if column.primary_key or column.name.endswith("_hash") or column.name == "password":
        return _SKIP
    return _plain(place, model, column)


def _reference(place: Place, model: Any, column: Any) -> Any:
    (key,) = column.foreign_keys
    target = key.column.table.name
    if target == "platform":
        return place.platform_id
    if target == "organization":
        return place.organization_id
    row = next((row for one, row in place.rows.items() if one.__table__.name == target), None)  # type: ignore[attr-defined]  # mapped
    return _SKIP if row is None or target == model.__table__.name else getattr(row, key.column.key)


def _plain(place: Place, model: Any, column: Any) -> Any:
    if isinstance(column.type, Encrypted):
        return Secret(_document()) if "phone" not in column.name else _SKIP
    if isinstance(column.type, Hours):
        return _SKIP if column.nullable else Decimal(8)
    if not _is_free_text(column):
        return _SKIP if column.nullable or column.default is not None else _scalar(column)
    return _word(place, model)


def _is_free_text(column: Any) -> bool:
    """A string without a list of allowed values, long enough for a word."""
    if getattr(column.type, "python_type", None) is not str or getattr(column.type, "enums", None):
        return False
    length = getattr(column.type, "length", None)
    named = [str(c.sqltext) for c in column.table.constraints if hasattr(c, "sqltext")]
    coded = column.name.endswith(("state", "position", "stage", "locale", "path", "zone", "key"))
    return (length or 99) >= 10 and not coded and not any(column.name in text for text in named)


def _scalar(column: Any) -> Any:
    kind = column.type.python_type
    if kind is str:
        number = str(next(_numbers))
        return number[: column.type.length or len(number)]
    number = next(_numbers)  # unique keys want different numbers and days
    simple = {int: number, bool: False, float: 0.0, date: date(2100, 1, 1) + timedelta(number),
              datetime: datetime(2026, 5, 1, 8)}  # fmt: skip
    return {**simple, dict: {}, list: [], Decimal: Decimal(8)}[kind]


def _document() -> str:
    """A valid number that nobody has: GB 11643 with a serial of its own."""
    number = f"110101{date(1950 + next(_numbers) % 50, 3, 7):%Y%m%d}{next(_numbers) % 1000:03d}"
    weights = [2 ** (17 - n) % 11 for n in range(17)]
    total = sum(int(d) * w for d, w in zip(number, weights, strict=True))
    return personal.check_id(number + "10X98765432"[total % 11])


# ---- aims ---------------------------------------------------------------------------------------------------------


def _targets(place: Place) -> Targets:
    """What the requests of tests/house/doors.py aim at when they aim at this place."""
    job = inspect(place.rows[Job]).identity[0]
    class_row = next(row for model, row in place.rows.items() if model.__name__ == "TrainingClass")
    tasks = dict.fromkeys(("import", "export", "review"), job)
    picture = inspect(place.rows[Attachment]).identity[0]
    claim = next((row.id for model, row in place.rows.items() if model.__name__ == "Claim"), 0)
    files = {("training_class", class_row.id): picture, ("claim", claim): picture}
    return Targets(place.rows, tasks, class_row.id, typed="q", files=files)
