"""Personal data: checked by the standards, masked in memory, encrypted at rest, found by a keyed hash (R-7)."""

from __future__ import annotations

import copy
import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask, current_app
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.kit import audit, personal, scope
from app.kit.audit import AuditEvent
from app.kit.errors import RuleError
from app.kit.personal import Secret
from app.learners import operations as learners
from app.learners.models import Learner
from app.organizations.models import Organization
from app.presets import loading
from tests.imports import import_file
from tests.person import Person

NUMBER = "11010519491231002X"
PHONE = "13912345678"
DEMO = [one["document"] for one in loading.read("dalian.demo")["person"]]


@pytest.fixture(autouse=True)
def english(context: Flask) -> Iterator[None]:
    with force_locale("en"):
        yield


# ---- ID numbers ---------------------------------------------------------------------------------------------------

GOOD_IDS = {
    "as it is": NUMBER,
    "lower case": "11010519491231002x",
    "full width": "１１０１０５１９４９１２３１００２Ｘ",
    "blanks": " 110105 19491231 002X\t",
    "no-break space": "110105\u00a019491231002X",
    "ideographic space": "110105\u300019491231002X",
    "zero width": "\u200b11010519491231\u200d002X\ufeff",
    "directions of a copied text": "\u202a11010519491231002X\u202c\u2069",
    "soft hyphen": "110105\u00ad19491231002X",
    "apostrophe": "'11010519491231002X",
    "typographic apostrophe": "’11010519491231002X",
}
BAD_IDS = {
    "empty": ("", "17 digits"),
    "too short": ("11010519491231002", "17 digits"),
    "too long": ("11010519491231002XX", "17 digits"),
    "fifteen digits": ("110105491231002", "17 digits"),
    "X in the middle": ("1101051949123100X2", "17 digits"),
    "another letter": ("11010519491231002A", "17 digits"),
    "Arabic-Indic digits": ("11010519491231\u0660\u0660\u0662X", "17 digits"),
    "superscript is no second number": ("11010519491231002²", "check digit"),
    "number of a spreadsheet": ("1.10101E+17", "17 digits"),
    "region that does not exist": ("000000194912310021", "province"),
    "province that does not exist": ("990105194912310020", "province"),
    "30 February": ("110105199002300021", "birth date"),
    "month 13": ("110105199013010021", "birth date"),
    "born last century but one": ("110105189912310021", "birth date"),
    "born tomorrow or later": ("110105299912310021", "birth date"),
    "leap day of no leap year": ("110105190002290021", "birth date"),
    "check digit": ("110105194912310021", "check digit"),
    "two digits swapped": ("11015019491231002X", "check digit"),
    "three digits lost by a spreadsheet": ("110101199003070000", "check digit"),
}


def completed(body: str) -> str:
    """The 17 digits with the check digit of GB 11643."""
    weights = [2**n % 11 for n in range(17, 0, -1)]
    rest = (12 - sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11) % 11
    return body + ("X" if rest == 10 else str(rest))


@pytest.mark.req("R-7")
@pytest.mark.case(42)
@pytest.mark.case(43)
@pytest.mark.parametrize("text", GOOD_IDS.values(), ids=GOOD_IDS.keys())
def test_an_id_number_is_normalised(text: str) -> None:
    assert personal.check_id(text) == NUMBER


@pytest.mark.req("R-7")
@pytest.mark.case(44)
@pytest.mark.parametrize(("text", "rule"), BAD_IDS.values(), ids=BAD_IDS.keys())
def test_a_wrong_id_number_is_refused_by_the_rule_it_breaks(text: str, rule: str) -> None:
    with pytest.raises(RuleError, match=rule):
        personal.check_id(text)


@given(born=st.dates(date(1900, 1, 1), date(2020, 1, 1)), region=st.sampled_from(sorted(personal.PROVINCES)),
       order=st.integers(0, 999), at=st.integers(0, 16), shift=st.integers(1, 9))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_single_wrong_digit_is_noticed(born: date, region: str, order: int, at: int, shift: int) -> None:
    number = completed(f"{region}0102{born:%Y%m%d}{order:03}")
    assert personal.check_id(number) == number
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    with pytest.raises(RuleError):
        personal.check_id(wrong)


# ---- credit codes and phone numbers -------------------------------------------------------------------------------

CODE = "91350100M000100Y43"  # the example of GB 32100
BAD_CODES = {
    "empty": ("", "18 digits"),
    "too short": (CODE[:17], "18 digits"),
    "letter that is not used": ("91350100I000100Y43", "18 digits"),
    "letter O for zero": ("9135O100M000100Y43", "18 digits"),
    "check digit": (CODE[:17] + "4", "check digit"),
    "two digits swapped": ("91350100M000010Y43", "check digit"),
    "Arabic-Indic digit": ("9135010\u0660M000100Y43", "18 digits"),
}


@pytest.mark.req("R-7")
@pytest.mark.parametrize("text", [CODE, CODE.lower(), f" {CODE[:9]}\u00a0{CODE[9:]} ",
                                  "９１３５０１００Ｍ０００１００Ｙ４３",
                                  loading.read("dalian")["root"]["credit_code"]])  # fmt: skip
def test_a_credit_code_is_normalised(text: str) -> None:
    assert personal.check_credit_code(text) in (CODE, text)


@pytest.mark.req("R-7")
@pytest.mark.parametrize(("text", "rule"), BAD_CODES.values(), ids=BAD_CODES.keys())
def test_a_wrong_credit_code_is_refused_by_the_rule_it_breaks(text: str, rule: str) -> None:
    with pytest.raises(RuleError, match=rule):
        personal.check_credit_code(text)


@pytest.mark.parametrize(("text", "number"), [
    (PHONE, PHONE), ("+86 139-1234-5678", PHONE), ("１３９１２３４５６７８", PHONE), ("0411-83671234", "041183671234"),
    ("(0411) 83671234", "041183671234"),
])  # fmt: skip
def test_a_phone_number_is_normalised(text: str, number: str) -> None:
    assert personal.check_phone(text) == number


@pytest.mark.parametrize("text", ["", "12345678901", "1391234567", "139123456789", "139١٢٣٤٥٦٧٨", "83671234", "abc"])
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        personal.check_phone(text)


# ---- in memory ----------------------------------------------------------------------------------------------------


@pytest.mark.req("R-7")
@pytest.mark.parametrize(("plain", "masked"), [
    (NUMBER, "110105********002X"), (PHONE, "139****5678"), ("041183671234", "041****1234"), ("123456", "******"),
    ("", ""),
])  # fmt: skip
def test_a_personal_value_is_masked(plain: str, masked: str) -> None:
    assert str(Secret(plain)) == masked
    assert not plain or plain not in str(Secret(plain))


@dataclass
class Form:
    document: Secret


SHOWN: dict[str, Callable[[Secret], str]] = {
    "str": str,
    "repr": repr,
    "f-string": lambda s: f"{s} {s!r} {s!s}",
    "format": "{}".format,
    "percent": lambda s: "%s %r" % (s, s),  # noqa: UP031 # one of the ways that must not show it
    "join": lambda s: ", ".join(map(str, [s])),
    "list": lambda s: str([s, {"a": s}]),
    "dataclass": lambda s: repr(Form(s)),
    "exception": lambda s: repr(ValueError(s)) + str(RuleError(s)),
    "audit": lambda s: json.dumps(audit.plain({"changes": {"document": [s, s]}})),
    "copy": lambda s: repr(copy.deepcopy(s)),
    "text of its attributes": lambda s: str([a for a in dir(s) if not a.startswith("_")]),
}


@pytest.mark.req("R-7")
@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN.keys())
@pytest.mark.parametrize("plain", [NUMBER, PHONE])
def test_no_text_of_a_secret_shows_it(show: Callable[[Secret], str], plain: str) -> None:
    assert plain not in show(Secret(plain))


def test_a_secret_is_no_json_and_takes_no_format() -> None:
    for show in (json.dumps, current_app.json.dumps, "{:>20}".format):
        with pytest.raises(TypeError) as refusal:
            show(Secret(NUMBER))
        assert NUMBER not in str(refusal.value)


def test_a_secret_is_logged_masked(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("%s %r", Secret(NUMBER), Secret(NUMBER))
    assert NUMBER not in caplog.text
    assert "110105********002X" in caplog.text


def test_secrets_compare_by_what_they_hold_and_never_with_text() -> None:
    assert Secret(NUMBER) == Secret(NUMBER) != Secret(PHONE)
    assert len({Secret(NUMBER), Secret(NUMBER)}) == 1
    assert Secret(NUMBER) != NUMBER
    assert bool(Secret("")) is False


# ---- at rest ------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-7")
def test_the_same_number_is_never_encrypted_to_the_same_bytes() -> None:
    cipher = {personal.encrypt(NUMBER) for _ in range(20)}
    assert len(cipher) == len({one[:12] for one in cipher}) == 20
    assert {personal.decrypt(one) for one in cipher} == {NUMBER}
    assert not any(NUMBER.encode() in one for one in cipher)


@pytest.mark.req("R-7")
@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    cipher = bytearray(personal.encrypt(NUMBER))
    cipher[at] ^= 1
    with pytest.raises(InvalidTag):
        personal.decrypt(bytes(cipher))


@pytest.mark.req("R-7")
def test_the_hash_depends_on_the_key_and_cannot_be_made_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, cipher = personal.keyed_hash(NUMBER), personal.encrypt(NUMBER)
    assert first == personal.keyed_hash(NUMBER) != personal.keyed_hash(PHONE)
    assert len(first) == 43
    plain = {hashlib.new(name, NUMBER.encode()).hexdigest() for name in ("md5", "sha1", "sha256")}
    assert first not in plain
    monkeypatch.setitem(current_app.config, "PERSONAL_DATA_KEY", "q" * 48)
    assert personal.keyed_hash(NUMBER) != first
    with pytest.raises(InvalidTag):
        personal.decrypt(cipher)


@pytest.mark.req("R-7")
def test_the_database_file_holds_no_number_in_plain(context: Flask, person: Callable[..., Person]) -> None:
    with person("dl3").acting() as s:
        unit = db.session.get(Organization, s.actor.organization_id)
        facts = {"name": "新人", "document": NUMBER, "phone": PHONE, "organization": unit}
        learner = learners.add_learner(db.session(), s.actor, facts)
        learners.revise_learner(db.session(), s.actor, learner, facts | {"phone": "13800138000"})
        db.session.commit()
        assert (learner.document.reveal(), learner.phone.reveal()) == (NUMBER, "13800138000")
    content = database_file(context)
    assert "新人".encode() in content
    for plain in (NUMBER, PHONE, "13800138000", *DEMO):
        assert plain.encode() not in content, plain[:6]


def database_file(app: Flask) -> bytes:
    """The bytes of the SQLite database with its write-ahead log."""
    files = sorted(Path(app.config["DATA_DIR"]).glob("live.db*"))
    return b"".join(file.read_bytes() for file in files)


@pytest.mark.req("R-7", "SHEET-1")
def test_an_import_leaves_no_number_in_plain_in_the_database(app: Flask, person: Callable[..., Person]) -> None:
    data = Path(__file__).parents[1] / "data"
    for sheet in ("organizations", "learners"):
        import_file(person("dl1"), sheet, data / f"{sheet}.xlsx")
    cells = openpyxl.load_workbook(data / "learners.xlsx", read_only=True).active.iter_rows(values_only=True)
    numbers = {str(cell) for row in cells for cell in row if re.fullmatch(r"\d{17}[\dX]|1\d{10}", str(cell))}
    assert len(numbers) > 1200
    content = database_file(app)
    assert not [number[:6] for number in numbers if number.encode() in content]


@pytest.mark.req("R-7", "AUDIT-1")
def test_no_audit_row_holds_a_number_in_plain(context: Flask, rows: Callable[..., list[Any]]) -> None:
    told = json.dumps([event.details for event in rows(AuditEvent)])
    assert personal.mask_id(DEMO[0]) in told
    assert not re.search(r"(?<![0-9A-Za-z])\d{15}(\d{2}[\dXx])?(?![0-9A-Za-z])", told)  # digits amid a digest are none


@pytest.mark.req("R-7")
def test_an_error_of_the_database_shows_no_number(context: Flask) -> None:
    with scope.everything("test"), pytest.raises(SQLAlchemyError) as refusal:
        db.session.add(Learner(platform_id=1, organization_id=10**6, name="x", document=NUMBER, phone=Secret(PHONE)))
        db.session.commit()
    assert "learner" in str(refusal.value)
    assert NUMBER not in str(refusal.value)
    assert PHONE not in str(refusal.value)


@pytest.mark.req("R-1", "R-7")
def test_a_person_is_found_by_the_exact_number_only(context: Flask, person: Callable[..., Person]) -> None:
    with person("dl3").acting() as s:
        found = learners.find_by_number(db.session(), s.platform_id or 0, [*DEMO, NUMBER, DEMO[0][:17]])
    assert set(found) == set(DEMO)


@pytest.mark.req("R-7")
def test_a_number_belongs_to_one_person_of_a_platform(context: Flask, person: Callable[..., Person]) -> None:
    with person("dl1").acting() as s:
        unit = db.session.get(Organization, s.actor.organization_id)
        facts = {"name": "别人", "document": f"{DEMO[0][:6]} {DEMO[0][6:]}", "organization": unit}
        with pytest.raises(RuleError) as refusal:
            learners.add_learner(db.session(), s.actor, facts)
    assert refusal.value.field == "document"
    assert DEMO[0] not in str(refusal.value.message)
