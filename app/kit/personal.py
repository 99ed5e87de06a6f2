"""Personal data: normalise, check, mask, encrypt and look up ID numbers, credit codes and phone numbers (R-7)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import LargeBinary, TypeDecorator

from app.kit import clock
from app.kit.errors import RuleError

PROVINCES = frozenset(  # GB/T 2260; 81 to 83 are residence permits
    str(code)
    for codes in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84))
    for code in range(*codes)
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_NONCE = 12
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{9,11}")


# ---- normalising and checking -------------------------------------------------------------------------------------


def normalise(text: str) -> str:
    """Full-width to half-width, no blanks or invisible characters, no leading apostrophe, upper case."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _INVISIBLE.sub("", plain).lstrip("'’‘`").upper()


def check_id(text: str) -> str:
    """A normalised ID number by GB 11643; RuleError names the rule that it breaks."""
    number = normalise(text)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise RuleError(_("The ID number must have 17 digits and a last digit or X."))
    if number[:2] not in PROVINCES:
        raise RuleError(_("The ID number starts with a province code that does not exist."))
    if not _birth_date(number):
        raise RuleError(_("The birth date in the ID number does not exist."))
    if _check_digit(number) != number[17]:
        raise RuleError(_("The last character of the ID number does not match the others (check digit)."))
    return number


def _check_digit(number: str) -> str:
    return _ID_CHECKS[sum(int(d) * w for d, w in zip(number, _ID_WEIGHTS, strict=False)) % 11]


def _birth_date(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if date(1900, 1, 1) <= born <= clock.today() else None


RESIDENCE = ("81", "82", "83")  # Hong Kong, Macau, Taiwan: these numbers stand on residence permits only
_DOCUMENTS = {
    "passport": (r"(?=.*[0-9])[A-Z0-9]{5,12}", _l("A passport number has 5 to 12 letters and digits.")),
    "home_return": (r"[HM][0-9]{8}([0-9]{2})?", _l("The number of this permit is H or M and 8 or 10 digits.")),
    "taiwan": (r"[0-9]{8}([0-9]{2})?", _l("The number of this permit has 8 or 10 digits.")),
    "permanent": (r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]",
                  _l("The number of this card is three letters and 12 digits, or 18 characters beginning with 9.")),
}  # fmt: skip


def check_document(kind: str, text: str) -> str:
    """A normalised number of a document of `kind` ("id", "passport" ...), by that kind's own rule (R-7)."""
    if kind in ("id", "residence"):
        number = check_id(text)
        if (number[:2] in RESIDENCE) == (kind == "id"):
            raise RuleError(_("This number and the type of document do not belong together."))
        return number
    number, (pattern, sentence) = normalise(text), _DOCUMENTS[kind]
    if not re.fullmatch(pattern, number):
        raise RuleError(sentence)
    if len(number) == 18 and _check_digit(number) != number[17]:
        raise RuleError(_("The last character of the ID number does not match the others (check digit)."))
    return number


def check_credit_code(text: str) -> str:
    """A normalised unified social credit code by GB 32100."""
    code = normalise(text)
    if len(code) != 18 or any(c not in _CREDIT_ALPHABET for c in code):
        raise RuleError(_("The credit code must have 18 digits and capital letters (no I, O, S, V, Z)."))
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    if _CREDIT_ALPHABET[-total % 31] != code[17]:
        raise RuleError(_("The last character of the credit code does not match the others (check digit)."))
    return code


def check_phone(text: str) -> str:
    """A normalised mainland mobile or land-line number."""
    number = re.sub(r"[-()]", "", normalise(text)).removeprefix("+86")
    if not _PHONE.fullmatch(number):
        raise RuleError(_("The phone number is neither a mobile nor a land-line number."))
    return number


def mask_id(number: str) -> str:
    """First six and last four characters; the rest is hidden."""
    return number[:6] + "*" * (len(number) - 10) + number[-4:] if len(number) > 10 else "*" * len(number)


def mask_short(number: str) -> str:
    """The first and the last two characters: a passport number is too short for more."""
    return number[:1] + "*" * (len(number) - 3) + number[-2:] if len(number) > 6 else "*" * len(number)


def mask_phone(number: str) -> str:
    return number[:3] + "****" + number[-4:] if len(number) >= 7 else "*" * len(number)


# ---- keys ---------------------------------------------------------------------------------------------------------


@lru_cache
def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def key_for(purpose: bytes) -> bytes:
    """A key of its own for each purpose, all from the one secret that is never rotated with the sessions'."""
    return _derived(current_app.config["PERSONAL_DATA_KEY"], purpose)


@lru_cache
def _cipher(key: bytes) -> AESGCM:
    """Made once: setting it up takes longer than a short text."""
    return AESGCM(key)


def seal(data: bytes) -> bytes:
    """AES-256-GCM with a random nonce in front."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key_for(b"xueshi encrypt")).encrypt(nonce, data, None)


def unseal(data: bytes) -> bytes:
    return _cipher(key_for(b"xueshi encrypt")).decrypt(data[:_NONCE], data[_NONCE:], None)


def encrypt(text: str) -> bytes:
    return seal(text.encode())


def decrypt(data: bytes) -> str:
    return unseal(data).decode()


def keyed_hash(text: str) -> str:
    """A look-up value (HMAC-SHA256, 43 characters) that says nothing without the key."""
    digest = hmac.digest(key_for(b"xueshi look-up"), text.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


# ---- the column type ----------------------------------------------------------------------------------------------


class Secret:
    """A personal value in memory: text and repr are masked; only `reveal()` shows it."""

    __slots__ = ("_plain",)

    def __init__(self, plain: str) -> None:
        self._plain = plain

    def reveal(self) -> str:
        return self._plain

    def __str__(self) -> str:
        if len(self._plain) >= 15:
            return mask_id(self._plain)
        return mask_phone(self._plain) if _PHONE.fullmatch(self._plain) else mask_short(self._plain)

    def __repr__(self) -> str:
        return f"<Secret {self}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._plain == self._plain

    def __hash__(self) -> int:
        return hash(self._plain)

    def __bool__(self) -> bool:
        return bool(self._plain)


class Encrypted(TypeDecorator[Any]):
    """A column that is encrypted at rest and is a `Secret` in Python; `holds` says what: "id" or "phone"."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, holds: str = "id") -> None:
        super().__init__()
        self.holds = holds

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:
        if value is None:
            return None
        return encrypt(value.reveal() if isinstance(value, Secret) else value)

    def process_result_value(self, value: bytes | None, dialect: Any) -> Secret | None:
        return None if value is None else Secret(decrypt(value))
