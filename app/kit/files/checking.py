"""What an upload is: its content decides, its name only has to agree (cases 57, 58)."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from flask import current_app
from flask_babel import gettext as _
from PIL import Image, ImageOps

from app.kit.errors import RuleError
from app.kit.files import rendering
from app.kit.files.models import NAME_MAX

PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."
SUFFIXES = {
    PDF: ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    f"{_OFFICE}wordprocessingml.document": ("docx",),
    f"{_OFFICE}spreadsheetml.sheet": ("xlsx",),
}
ACCEPT = ",".join([*SUFFIXES, *(f".{suffix}" for found in SUFFIXES.values() for suffix in found)])
_PARTS = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
}
_MAGIC = {b"%PDF-": PDF, b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"PK\x03\x04": "zip"}
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_PREVIEW = (1400, 1400)
_TAIL = 1024  # where readers look for the end of a PDF, and for a second beginning
_UNPACKED, _ENTRIES = 100 << 20, 5000


@dataclass(frozen=True)
class Upload:
    """A checked file: `data` is what will be kept, `preview` the picture of a picture."""

    name: str
    media_type: str
    data: bytes
    sha256: str
    pages: int = 0
    preview: bytes | None = None


def shown_name(name: str) -> str:
    """What the user called it: no folders, nothing invisible, at most 255 characters with the ending kept."""
    base = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    base = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip(" .") or "file"
    ending = PurePosixPath(base).suffix[:10]
    return base if len(base) <= NAME_MAX else base[: NAME_MAX - len(ending)] + ending


def examine(stream: IO[bytes], name: str) -> Upload:
    """The upload as it will be kept; RuleError with the file's name when it is too large or not what is accepted.

    Pictures are decoded and written anew: turned upright, without metadata and whatever hid behind the last pixel.
    """
    shown, limit = shown_name(name), current_app.config["MAX_ATTACHMENT_SIZE"]
    data = stream.read(limit + 1)
    if not data or len(data) > limit:
        raise RuleError(_("%(name)s is empty.", name=shown) if not data else
                        _("%(name)s is larger than %(mb)s MB.", name=shown, mb=limit >> 20))  # fmt: skip
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise RuleError(_("%(name)s is a HEIC photo, which most computers can't show. Choose the compatible camera "
                          "format (JPEG) in the settings of your phone, or take a screenshot of it.",
                          name=shown))  # fmt: skip
    kind = next((known for magic, known in _MAGIC.items() if data.startswith(magic)), "")
    kind = _office(data) if kind == "zip" else kind
    if PurePosixPath(shown).suffix[1:].lower() not in SUFFIXES.get(kind, ()) or _is_two_things(kind, data):
        raise _refused(shown)
    digest = hashlib.sha256(data).hexdigest()
    if kind == PDF:
        return Upload(shown, kind, data, digest, _pages(data, shown))
    if kind.startswith("image/"):
        kept, preview = _clean(data, shown)
        return Upload(shown, kind, kept, digest, 1, preview)
    return Upload(shown, kind, data, digest)


def _refused(name: str) -> RuleError:
    return RuleError(_("%(name)s is not what its name says, or no PDF, JPEG, PNG, docx or xlsx file.", name=name))


def _is_two_things(kind: str, data: bytes) -> bool:
    """A file that another program would read as something else."""
    if kind == PDF:
        return b"%%EOF" not in data[-_TAIL:] or zipfile.is_zipfile(io.BytesIO(data))
    return kind.startswith("image/") and (b"%PDF-" in data[:_TAIL] or zipfile.is_zipfile(io.BytesIO(data)))


def _pages(data: bytes, name: str) -> int:
    found = rendering.count(data)
    if not found:
        raise RuleError(_("%(name)s can't be opened: it is damaged or needs a password.", name=name))
    return found


def _office(data: bytes) -> str:
    """The type of an office file by its parts; "" for any other archive, for macros and for bombs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    names = {entry.filename for entry in entries}
    macros = any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".html")) for name in names)
    if macros or len(entries) > _ENTRIES or sum(e.file_size for e in entries) > _UNPACKED:
        return ""
    return next((kind for part, kind in _PARTS.items() if {part, "[Content_Types].xml"} <= names), "")


def _clean(data: bytes, name: str) -> tuple[bytes, bytes]:
    """The picture written anew, and a small one to show."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
                _refuse_bomb(opened, name)
                kind = str(opened.format)
                upright = ImageOps.exif_transpose(opened)
                return _written(upright, kind), _written(_small(upright), "JPEG")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as broken:
        raise _refused(name) from broken


def _refuse_bomb(picture: Image.Image, name: str) -> None:
    """Before a single pixel is decoded."""
    most = current_app.config["MAX_PICTURE_PIXELS"]
    if picture.width * picture.height > most:
        raise RuleError(_("%(name)s has more than %(n)s million pixels.", name=name, n=most // 1_000_000))


def _small(picture: Image.Image) -> Image.Image:
    """At most 1400 pixels wide and high, on white where it is transparent."""
    small = picture.convert("RGBA")
    small.thumbnail(_PREVIEW)
    paper = Image.new("RGBA", small.size, "white")
    paper.alpha_composite(small)
    return paper.convert("RGB")


def _written(picture: Image.Image, kind: str) -> bytes:
    """Pixels only: what was in `info` (EXIF, comments, profiles) stays behind."""
    plain = (
        picture.convert("RGB") if kind == "JPEG" or picture.mode not in ("RGB", "RGBA", "L", "P") else picture.copy()
    )
    transparent = plain.info.get("transparency")
    plain.info = {}
    options: dict[str, Any] = {"quality": 88} if kind == "JPEG" else {"optimize": False}
    if kind == "PNG" and transparent is not None:
        options["transparency"] = transparent
    out = io.BytesIO()
    plain.save(out, kind, **options)
    return out.getvalue()
